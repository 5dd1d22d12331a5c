"""What a worker can run: `@job`, the definition behind it, parameters checked against the signature."""

import inspect
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property, update_wrapper
from types import ModuleType, SimpleNamespace
from typing import Annotated, Any, Generic, ParamSpec, TypeVar, get_type_hints, overload

from pydantic import BaseModel, ConfigDict, Field, PydanticUserError, ValidationError, create_model
from pydantic.errors import PydanticSchemaGenerationError, PydanticUndefinedAnnotation
from pydantic_core import PydanticSerializationError, to_jsonable_python

from ..protocol.errors import ConfigurationError, InvalidParams
from ..protocol.records import DEFAULT_QUEUE, TypeInfo

P = ParamSpec("P")
R = TypeVar("R")

_TYPE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]{0,99}\Z")
_MAX_DOC_CHARS = 4000

# The same sentences as the server's for named types (jobwidgets_server/params.py): change both.
_WANTED = {
    "int": "a whole number",
    "int_from_float": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "a string",
    "list": "a list",
    "set": "a list",
    "tuple": "a list",
    "dict": "an object",
    "model": "an object",
    "dataclass": "an object",
}
_GIVEN = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "an object",
    type(None): "null",
}
_BOUNDS = {
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "too_short": "must have at least {min_length} items",
    "too_long": "must have at most {max_length} items",
}


class JobDefinition:
    """A job type: its function and what workers announce about it.

    ``name`` is the type's name; ``fn`` takes a `context.JobContext` first; ``info`` carries schema,
    time-out, retries, queue and kind. Raises `ConfigurationError` for a function that cannot be a job.
    """

    def __init__(
        self,
        name: str,
        fn: Callable[..., Any],
        *,
        timeout: float | None = None,
        retries: int = 0,
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
        if inspect.isasyncgenfunction(fn) or inspect.isgeneratorfunction(fn):
            raise ConfigurationError(f"job {name!r} is a generator; return the result and use ctx.write() for text")
        self.name = name
        self.fn = fn
        self._model, self._fields = _params_model(name, fn)
        schema = self._model.model_json_schema(by_alias=True)
        self.info = TypeInfo(
            name=name,
            schema=schema,
            doc=(inspect.getdoc(fn) or "")[:_MAX_DOC_CHARS],
            queue=queue,
            timeout=timeout,
            retries=retries,
            kind="async" if inspect.iscoroutinefunction(fn) else "sync",
        )

    def arguments(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Keyword arguments for ``fn``, converted to the annotated types.

        Raises `InvalidParams` that says for each parameter what is wrong.
        """
        try:
            model = self._model.model_validate(dict(params))
        except ValidationError as why:
            raise InvalidParams(self.name, _complaints(why, self._fields.values())) from None
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
    name: str | None = None, *, timeout: float | None = None, retries: int = 0, queue: str = DEFAULT_QUEUE
) -> Callable[[Callable[P, R]], JobFunction[P, R]]: ...


def job(
    name: Callable[..., Any] | str | None = None,
    *,
    timeout: float | None = None,
    retries: int = 0,
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
        queue: which workers run it (``jobwidgets worker --queue``).
    """

    def mark(fn: Callable[..., Any]) -> JobFunction[..., Any]:
        chosen = name if isinstance(name, str) else fn.__name__
        marked = JobFunction(fn, chosen, {"timeout": timeout, "retries": retries, "queue": queue})
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


def _params_model(name: str, fn: Callable[..., Any]) -> tuple[type[BaseModel], dict[str, str]]:
    parameters = list(inspect.signature(fn).parameters.values())
    if not parameters or parameters[0].kind not in (
        inspect.Parameter.POSITIONAL_ONLY,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
    ):
        raise ConfigurationError(f"job {name!r}: the first parameter must be the context, as in `def {name}(ctx, …)`")
    hints = _hints(name, fn, parameters[1:])
    fields: dict[str, Any] = {}
    names: dict[str, str] = {}
    extra = "forbid"
    for i, parameter in enumerate(parameters[1:]):
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            extra = "allow"
            continue
        if parameter.kind in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.POSITIONAL_ONLY):
            raise ConfigurationError(
                f"job {name!r}: parameter {parameter.name!r} cannot be given by name; jobs take named parameters only"
            )
        # Numbered fields with an alias: a parameter may be called `schema`, `copy` or `_x`, a pydantic field may not.
        field = f"p{i}"
        names[field] = parameter.name
        fields[field] = (
            Annotated[hints.get(parameter.name, Any), Field(alias=parameter.name)],
            _default(parameter.default),
        )
    config = ConfigDict(extra=extra, title=name, protected_namespaces=())
    try:
        return create_model(name, __config__=config, **fields), names
    except (PydanticSchemaGenerationError, PydanticUndefinedAnnotation, PydanticUserError) as why:
        raise ConfigurationError(
            f"job {name!r}: its parameters must be JSON-able (numbers, text, lists, dicts, models): {why.message}"
        ) from None


def _hints(name: str, fn: Callable[..., Any], parameters: list[inspect.Parameter]) -> dict[str, Any]:
    # Without the context: its annotation is often imported under TYPE_CHECKING only.
    annotations = {p.name: p.annotation for p in parameters if p.annotation is not inspect.Parameter.empty}
    try:
        return get_type_hints(
            SimpleNamespace(__annotations__=annotations),
            globalns=getattr(inspect.unwrap(fn), "__globals__", {}),
            include_extras=True,
        )
    except NameError as why:
        raise ConfigurationError(f"job {name!r}: an annotation cannot be resolved: {why}") from None


def _default(value: Any) -> Any:
    if value is inspect.Parameter.empty:
        return ...
    try:
        to_jsonable_python(value)
    except (PydanticSerializationError, RecursionError):
        return Field(default_factory=lambda: value)  # optional, but not shown in the schema
    return value


def _complaints(error: ValidationError, known: Collection[str]) -> dict[str, str]:
    said: dict[str, str] = {}
    for one in error.errors(include_url=False):
        parameter = _path(one["loc"]) or "parameters"
        match one["type"]:
            case "missing":
                said[parameter] = "is required"
            case "extra_forbidden":
                takes = f"; it takes {', '.join(known) or 'none'}" if len(one["loc"]) == 1 else ""
                said[parameter] = f"is not a parameter of this job{takes}"
            case kind if kind in _BOUNDS:
                said[parameter] = _BOUNDS[kind].format(**{k: _whole(v) for k, v in one.get("ctx", {}).items()})
            case kind if (wanted := _WANTED.get(kind.removesuffix("_type").removesuffix("_parsing"))) is not None:
                given = type(one["input"])
                said[parameter] = f"must be {wanted}, not {_GIVEN.get(given, given.__name__)}"
            case _:
                words = re.sub(r"^\w+ should ", "must ", one["msg"])
                said[parameter] = words[:1].lower() + words[1:]
    return said


def _path(parts: Iterable[str | int]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).removeprefix(".")


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
