"""`Launch` and `Retry`: how a job comes to be, as it is sent, once or, when answers get lost, several times."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, get_args

import msgspec
from msgspec.structs import replace

from ..protocol.errors import BadRequest, IdempotencyConflict, UnknownJobType
from ..protocol.ids import JobId, new_job_id
from ..protocol.records import DEFAULT_QUEUE, Backoff, JobRecord, LaunchRequest, Priority, TypeInfo
from .functions import Target, target_of
from .params import as_json
from .rest import Rest
from .times import Moment, Seconds, moment, span

Ask = Callable[[Callable[[], JobRecord]], JobRecord]
"""Makes a REST call, and whatever has to be done before or after it."""


class Origination(Protocol):
    """What makes a job, with an id of our choice: however often it is sent, there is one job."""

    job: JobId

    @property
    def type(self) -> str:
        """The job's type."""
        ...

    def send(self, rest: Rest, ask: Ask) -> JobRecord:
        """Send it and return the job's record."""
        ...


class LaunchOptions(msgspec.Struct, kw_only=True, frozen=True):
    """The options of a launch as its user gives them, see `Session.launch`."""

    key: str | None = None
    delay: Seconds | None = None
    at: Moment | None = None
    timeout: Seconds | None = None
    retries: int | None = None
    tags: Sequence[str] = ()
    priority: Priority | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    group: str | None = None
    group_limit: int | None = None


class Launch:
    """What is launched from ``origin`` (a notebook's path). ``what`` may be a `Target` that several launches share.

    Raises what `Session.launch` raises for arguments that cannot be right.
    """

    def __init__(
        self,
        what: str | Callable[..., Any] | Target,
        params: dict[str, Any],
        options: LaunchOptions,
        origin: str | None = None,
    ) -> None:
        self._target = what if isinstance(what, Target) else target_of(what)
        plain = as_json(self._target.type, params)
        self._target.check(plain)
        self.job: JobId = new_job_id()
        if options.delay is not None and options.at is not None:
            raise BadRequest("A launch takes delay= (from now) or at= (a point in time), not both.")
        if options.priority is not None and options.priority not in get_args(Priority):
            raise BadRequest(f"priority= is one of {', '.join(get_args(Priority))}, not {options.priority!r}.")
        self.request = LaunchRequest(
            type=self._target.type,
            params=plain,
            id=self.job,
            idempotency_key=options.key or self.job,
            delay=span("delay", options.delay),
            at=moment("at", options.at),
            timeout=span("timeout", options.timeout),
            retries=options.retries,
            priority=options.priority,
            max_tokens=options.max_tokens,
            max_cost=options.max_cost,
            group=options.group,
            group_limit=options.group_limit,
            origin=origin,
            tags=list(options.tags),
        )
        if not self._target.by_name:
            self.take_code_along()

    @property
    def type(self) -> str:
        """The job's type."""
        return self.request.type

    def scheduled(self) -> LaunchRequest:
        """What a schedule launches again and again. Raises `BadRequest` for a function only this process has."""
        if not self._target.by_name:
            raise BadRequest(
                f"The function {self.type!r} lives in this notebook or script only, and a schedule outlives it: put it "
                "in a module with @job and start `jobwidgets worker MODULE`."
            )
        return replace(self.request, id=None, idempotency_key=None, origin=None)

    def send(self, rest: Rest, ask: Ask) -> JobRecord:
        """Send it and return the job's record; a function no worker knows by name is sent by value."""
        try:
            return ask(lambda: rest.launch(self.request))
        except UnknownJobType:
            if self._target.function is None or self.request.code is not None:
                raise
            self.take_code_along()
            return self.send(rest, ask)
        except IdempotencyConflict as why:
            return self._same_but_for_code(why, rest, ask)

    def take_code_along(self) -> None:
        """Send the function by value."""
        # The server knows nothing of the type then: what @job said of it must travel too.
        said = announced(self._target.info) if self._target.info is not None else {}
        missing = {name: value for name, value in said.items() if getattr(self.request, name) is None}
        self.request = replace(self.request, code=self._target.code(), **missing)

    def _same_but_for_code(self, conflict: IdempotencyConflict, rest: Rest, ask: Ask) -> JobRecord:
        """The job launched with this key, if only the pickle differs, as it does from process to process."""
        earlier = conflict.detail.get("id") if isinstance(conflict.detail, dict) else None
        if not isinstance(earlier, str):
            raise conflict
        record = ask(lambda: rest.job(earlier))
        other = differences(self.request, record)
        if self.request.code is not None and not other:
            return record
        what = _listed(other) if other else "other options"
        raise IdempotencyConflict(
            f"Key {self.request.idempotency_key!r} belongs to job {record.id} ({record.type}, {record.state.value}), "
            f"launched with {what}. Use another key for another job, or jobwidgets.attach({record.id!r}) for that one.",
            {"id": record.id, "differs": other},
        ) from None


class Retry:
    """A new job that does again what job ``old`` did."""

    def __init__(self, old: str, type: str) -> None:
        self._old, self._type = old, type
        self.job: JobId = new_job_id()

    @property
    def type(self) -> str:
        """The job's type."""
        return self._type

    def send(self, rest: Rest, ask: Ask) -> JobRecord:
        """Send it and return the new job's record."""
        return ask(lambda: rest.retry(self._old, new=self.job, key=self.job))


def announced(info: TypeInfo) -> dict[str, Any]:
    """What ``@job`` said of a type, as far as it differs from what every type has."""
    said = {
        "timeout": info.timeout,
        "retries": info.retries,
        "queue": info.queue if info.queue != DEFAULT_QUEUE else None,
        "priority": info.priority if info.priority != "normal" else None,
        "backoff": info.backoff if info.backoff != Backoff() else None,
        "max_running": info.max_running,
        "max_running_per_user": info.max_running_per_user,
    }
    return {name: value for name, value in said.items() if value is not None}


def differences(request: LaunchRequest, record: JobRecord) -> list[str]:
    """What the job of ``record`` was launched with that ``request`` does not ask for, as far as the record tells."""
    if request.type != record.type:
        return ["another type"]
    asked, had = ({name: _json(value) for name, value in params.items()} for params in (request.params, record.params))
    found = [f"another {name}" for name in sorted({*asked, *had}) if asked.get(name) != had.get(name)]
    if sorted(request.tags) != sorted(record.tags):
        found.append("other tags")
    if request.priority is not None and request.priority != record.priority:
        found.append("another priority")
    budget = record.budget
    if (request.max_tokens, request.max_cost) != ((budget.max_tokens, budget.max_cost) if budget else (None, None)):
        found.append("another budget")
    return found


def _json(value: Any) -> bytes:
    return msgspec.json.encode(value, order="sorted")


def _listed(words: list[str]) -> str:
    shown = words if len(words) <= 4 else [*words[:3], f"{len(words) - 3} more that differ"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
