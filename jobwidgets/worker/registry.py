"""What a worker can run: `@job`, the definition behind it, parameters checked against the signature."""

import inspect
import math
import re
from collections.abc import Callable, Mapping
from functools import cached_property, update_wrapper
from types import ModuleType
from typing import Any, Generic, ParamSpec, TypeVar, overload

from pydantic import ValidationError

from ..protocol.errors import ConfigurationError, InvalidParams
from ..protocol.records import DEFAULT_QUEUE, PRIORITIES, Backoff, Priority, TypeInfo
from .parameters import complaints, params_model

P = ParamSpec("P")
R = TypeVar("R")

_TYPE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]{0,99}\Z")
_MAX_DOC_CHARS = 4000
_BACKOFF = Backoff()
_LISTED = ", ".join(map(repr, PRIORITIES))


class JobDefinition:
    """A job type: its function and what workers announce about it.

    ``name`` is the type's name; ``fn`` takes a `context.JobContext` first; ``info`` carries schema,
    time-out, retries, queue, kind, …. Raises `ConfigurationError` for a function that cannot be a job.
    """

    def __init__(
        self,
        name: str,
        fn: Callable[..., Any],
        *,
        timeout: float | None = None,
        retries: int = 0,
        backoff: float | Backoff = _BACKOFF,
        priority: Priority = "normal",
        max_running: int | None = None,
        max_running_per_user: int | None = None,
        queue: str = DEFAULT_QUEUE,
    ) -> None:
        if not _TYPE_NAME.match(name):
            raise ConfigurationError(
                f"{name!r} is no name for a job: use up to 100 letters, digits, '_', '.' or '-', a letter first."
            )
        if timeout is not None and not timeout > 0:
            raise ConfigurationError(f"job {name!r}: timeout is in seconds and must be above 0, not {timeout!r}")
        if retries < 0:
            raise ConfigurationError(f"job {name!r}: retries must be 0 or more, not {retries!r}")
        if priority not in PRIORITIES:
            raise ConfigurationError(f"job {name!r}: priority must be {_LISTED}, not {priority!r}")
        for option, most in (("max_running", max_running), ("max_running_per_user", max_running_per_user)):
            if most is not None and (not isinstance(most, int) or most < 1):
                raise ConfigurationError(f"job {name!r}: {option} must be a whole number from 1, not {most!r}")
        if inspect.isasyncgenfunction(fn) or inspect.isgeneratorfunction(fn):
            raise ConfigurationError(f"job {name!r} is a generator; return the result and use ctx.write() for text")
        self.name = name
        self.fn = fn
        self._model, self._fields = params_model(name, fn)
        schema = self._model.model_json_schema(by_alias=True)
        self.info = TypeInfo(
            name=name,
            schema=schema,
            doc=(inspect.getdoc(fn) or "")[:_MAX_DOC_CHARS],
            queue=queue,
            timeout=timeout,
            retries=retries,
            backoff=_backoff(name, backoff),
            priority=priority,
            max_running=max_running,
            max_running_per_user=max_running_per_user,
            kind="async" if inspect.iscoroutinefunction(fn) else "sync",
        )

    def arguments(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Keyword arguments for ``fn``, converted to the annotated types.

        Raises `InvalidParams` that says for each parameter what is wrong.
        """
        try:
            model = self._model.model_validate(dict(params))
        except ValidationError as why:
            raise InvalidParams(self.name, complaints(why, self._fields.values())) from None
        given = {
            parameter: getattr(model, field)
            for field, parameter in self._fields.items()
            if field in model.model_fields_set
        }
        return {**given, **(model.model_extra or {})}

    def __repr__(self) -> str:
        return f"<JobDefinition {self.name} ({self.info.kind})>"


class JobFunction(Generic[P, R]):
    """A function marked with `job`: call it as before; ``definition`` is what a worker needs."""

    __name__: str

    def __init__(self, fn: Callable[P, R], name: str, options: dict[str, Any]) -> None:
        self.fn = fn
        self._name, self._options = name, options
        update_wrapper(self, fn)

    @cached_property
    def definition(self) -> JobDefinition:
        """Made on first use: a function that is just being unpickled has no signature yet."""
        return JobDefinition(self._name, self.fn, **self._options)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.fn(*args, **kwargs)

    def __reduce__(self) -> tuple[Any, ...]:
        # Without the definition: pydantic's models do not travel, and it is made again in no time.
        return JobFunction, (self.fn, self._name, self._options)

    def __repr__(self) -> str:
        return f"<job {self._name}>"


@overload
def job(name: Callable[P, R], /) -> JobFunction[P, R]: ...
@overload
def job(
    name: str | None = None,
    *,
    timeout: float | None = None,
    retries: int = 0,
    backoff: float | Backoff = _BACKOFF,
    priority: Priority = "normal",
    max_running: int | None = None,
    max_running_per_user: int | None = None,
    queue: str = DEFAULT_QUEUE,
) -> Callable[[Callable[P, R]], JobFunction[P, R]]: ...


def job(
    name: Callable[..., Any] | str | None = None,
    *,
    timeout: float | None = None,
    retries: int = 0,
    backoff: float | Backoff = _BACKOFF,
    priority: Priority = "normal",
    max_running: int | None = None,
    max_running_per_user: int | None = None,
    queue: str = DEFAULT_QUEUE,
) -> Any:
    """Make a function launchable: ``@job`` or ``@job("name", timeout=60, retries=2)``.

    The function's first parameter is the `context.JobContext`; the others, given by name, are the
    job's parameters. An ``async`` function runs on the worker's event loop, any other in a process
    of its own.

    Args:
        name: the job type; the function's name if left out.
        timeout: seconds one attempt may take.
        retries: how often a failed attempt is repeated.
        backoff: seconds before the first repetition, doubled each time up to a minute; a `Backoff` says more.
        priority: ``"high"``, ``"normal"`` or ``"low"``; what waits with a higher one always starts first.
        max_running: how many jobs of this type run at a time, over all workers; the others wait.
        max_running_per_user: the same, for the jobs of one user.
        queue: which workers run it (``jobwidgets worker --queue``).
    """

    def mark(fn: Callable[..., Any]) -> JobFunction[..., Any]:
        chosen = name if isinstance(name, str) else fn.__name__
        options = {
            "timeout": timeout,
            "retries": retries,
            "backoff": backoff,
            "priority": priority,
            "max_running": max_running,
            "max_running_per_user": max_running_per_user,
            "queue": queue,
        }
        marked = JobFunction(fn, chosen, options)
        _ = marked.definition  # complain here, at the decorator, about what cannot work
        return marked

    return mark(name) if callable(name) else mark


def jobs_in(module: ModuleType) -> dict[str, JobDefinition]:
    """The jobs a module offers, by type name: everything marked with `job` in its namespace."""
    found: dict[str, JobDefinition] = {}
    for value in vars(module).values():
        if isinstance(value, JobFunction):
            definition = value.definition
            if found.setdefault(definition.name, definition) is not definition:
                raise ConfigurationError(f"module {module.__name__} has two jobs named {definition.name!r}")
    return found


def _backoff(name: str, given: float | Backoff) -> Backoff:
    if isinstance(given, int | float) and not isinstance(given, bool):
        given = Backoff(first=float(given), longest=max(_BACKOFF.longest, float(given)))
    if not isinstance(given, Backoff) or not 0 <= given.first <= given.longest < math.inf:
        raise ConfigurationError(
            f"job {name!r}: backoff is in seconds, 0 or more, or a Backoff(first=…, longest=…), not {given!r}"
        )
    return given
