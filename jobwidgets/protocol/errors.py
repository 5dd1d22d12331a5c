"""The one tree of errors.

    JobWidgetsError
    ├── BadRequest ── InvalidId, InvalidParams, UnknownJobType, TooLarge, CodeNotAllowed, InvalidAnswer
    ├── Unauthorized
    ├── NotFound
    ├── Conflict ── IllegalTransition, IdempotencyConflict, NotExternal, NotWaiting
    ├── RateLimited
    ├── Unavailable ── ServerUnreachable, BufferFull
    ├── Fenced
    ├── ProtocolError ── GapError
    ├── AskTimeout, MemoMismatch, BudgetExhausted, ChildFailed
    ├── JobFailed, JobCancelled
    ├── CassetteError
    └── ConfigurationError ── StackError
    KeyboardInterrupt
    └── WaitInterrupted ── MapInterrupted

Each class has a stable ``code`` and the HTTP ``status`` it travels as; REST, socket
acknowledgements, the command line and the notebook all render from these. Facts are attributes;
the sentence is built in ``__str__`` and says what to do.
"""

from typing import Any, ClassVar


class JobWidgetsError(Exception):
    """Base of every error raised on purpose.

    ``code`` is part of the API; ``status`` is the HTTP status; ``detail`` is JSON-able.
    """

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500

    def __init__(self, message: str = "", detail: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail

    def __str__(self) -> str:
        return self.message or self.describe()

    def describe(self) -> str:
        """The sentence for a reader, built from the attributes."""
        return (type(self).__doc__ or self.code).strip().splitlines()[0]

    def as_dict(self) -> dict[str, Any]:
        """``{"code", "message", "detail"}``: the shape of every error answer."""
        return {"code": self.code, "message": str(self), "detail": self.detail}

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback: the sentence says what to do, our frames do not."""
        return [f"{type(self).__name__}: {self}"]


class BadRequest(JobWidgetsError):
    """The request cannot be understood."""

    code = "bad-request"
    status = 400


class InvalidId(BadRequest):
    """Not a job id."""

    code = "invalid-id"

    def __init__(self, value: object) -> None:
        super().__init__(detail={"value": repr(value)[:200]})
        self.value = value

    def describe(self) -> str:
        return (
            f"{str(self.value)[:60]!r} is not a job id: use 1 to 128 letters, digits, '_', '.' or "
            "'-', starting with a letter or digit."
        )


class InvalidParams(BadRequest):
    """Parameters do not fit the job's signature. ``fields`` maps a parameter to its complaint."""

    code = "invalid-params"
    status = 422

    def __init__(self, job_type: str, fields: dict[str, str]) -> None:
        super().__init__(detail={"job_type": job_type, "fields": fields})
        self.job_type = job_type
        self.fields = fields

    def describe(self) -> str:
        each = "; ".join(f"{name}: {why}" for name, why in self.fields.items())
        return f"The parameters do not fit job {self.job_type!r}: {each}."


class UnknownJobType(BadRequest):
    """No worker has announced this job type."""

    code = "unknown-job-type"
    status = 422

    def __init__(self, job_type: str, known: list[str]) -> None:
        super().__init__(detail={"job_type": job_type, "known": known})
        self.job_type = job_type
        self.known = known

    def describe(self) -> str:
        known = ", ".join(self.known) if self.known else "none: no worker has announced itself yet"
        return f"No worker knows a job type {self.job_type!r}. Known types: {known}."


class TooLarge(BadRequest):
    """Larger than the protocol allows."""

    code = "too-large"
    status = 413

    def __init__(self, what: str, size: int, limit: int) -> None:
        super().__init__(detail={"what": what, "size": size, "limit": limit})
        self.what, self.size, self.limit = what, size, limit

    def describe(self) -> str:
        return f"{self.what} is {self.size:,} bytes; the limit is {self.limit:,}. Send less, or a reference to it."


class CodeNotAllowed(BadRequest):
    """This server does not run functions sent from notebooks."""

    code = "code-not-allowed"
    status = 403

    def describe(self) -> str:
        return (
            "This server does not run functions sent from notebooks. Put the job in a module and "
            "start `jobwidgets worker MODULE`, or set JOBWIDGETS_CODE_KEY on the server and its workers."
        )


class Unauthorized(JobWidgetsError):
    """The token is missing, expired or not for this server; get one with `jobwidgets token`."""

    code = "unauthorized"
    status = 401


class NotFound(JobWidgetsError):
    """There is no such job for this user."""

    code = "not-found"
    status = 404


class Conflict(JobWidgetsError):
    """The request contradicts what is stored."""

    code = "conflict"
    status = 409


class IllegalTransition(Conflict):
    """The state machine has no such move."""

    code = "illegal-transition"

    def __init__(self, current: str, target: str) -> None:
        super().__init__(detail={"current": current, "target": target})
        self.current, self.target = current, target

    def describe(self) -> str:
        return f"A job that is {self.current} cannot become {self.target}."


class IdempotencyConflict(Conflict):
    """The idempotency key was used before with another body."""

    code = "idempotency-conflict"


class NotExternal(Conflict):
    """The job is owned by a worker of jobwidgets; only that worker may report its progress."""

    code = "not-external"


class NotWaiting(Conflict):
    """The job asks nothing (any more)."""

    code = "not-waiting"


class InvalidAnswer(BadRequest):
    """The answer does not fit the question's schema; the question stays open."""

    code = "invalid-answer"
    status = 422

    def __init__(self, job: str, problems: list[str]) -> None:
        super().__init__(detail={"job": job, "problems": problems})
        self.job, self.problems = job, problems

    def describe(self) -> str:
        return f"The answer does not fit the question of job {self.job}: {'; '.join(self.problems)}."


class AskTimeout(JobWidgetsError):
    """Nobody answered ``ctx.ask`` in time, and no default was given."""

    code = "ask-timeout"
    status = 408


class MemoMismatch(JobWidgetsError):
    """A step or question of an earlier attempt has the same name but was called with something else: the code, or
    what it depends on, has changed between the attempts. Give such steps a ``key`` of their own."""

    code = "memo-mismatch"
    status = 409


class BudgetExhausted(JobWidgetsError):
    """The job has used up its budget and was told not to go on."""

    code = "budget-exhausted"
    status = 402


class ChildFailed(JobWidgetsError):
    """A job launched with ``ctx.launch`` did not complete. ``job`` is its id, ``state`` how it ended."""

    code = "child-failed"
    status = 409

    def __init__(self, job: str, state: str, error: Any = None, reason: str | None = None) -> None:
        super().__init__(detail={"job": job, "state": state, "reason": reason})
        self.job, self.state, self.error, self.reason = job, state, error, reason

    def describe(self) -> str:
        why = f": {self.error.type}: {self.error.message}" if self.error else f" ({self.reason})" if self.reason else ""
        return f"Child job {self.job} is {self.state}{why}."


class RateLimited(JobWidgetsError):
    """Too many requests; wait a moment."""

    code = "rate-limited"
    status = 429


class Unavailable(JobWidgetsError):
    """Redis or the database cannot be reached; nothing was changed. Try again."""

    code = "unavailable"
    status = 503


class ServerUnreachable(Unavailable):
    """No jobwidgets server answers."""

    code = "server-unreachable"

    def __init__(self, url: str, why: str = "") -> None:
        super().__init__(detail={"url": url, "why": why})
        self.url, self.why = url, why

    def describe(self) -> str:
        why = f" ({self.why})" if self.why else ""
        return f"No jobwidgets server answers at {self.url}{why}: run `jobwidgets doctor`."


class BufferFull(Unavailable):
    """Redis has been away for so long that the send buffer is full."""

    code = "buffer-full"


class Fenced(JobWidgetsError):
    """Another attempt owns this job now; this one must stop."""

    code = "fenced"
    status = 409


class ProtocolError(JobWidgetsError):
    """A message does not follow the protocol."""

    code = "protocol-error"
    status = 400


class GapError(ProtocolError):
    """Events are missing between what is known and what came."""

    code = "gap"

    def __init__(self, expected: int, got: int) -> None:
        super().__init__(f"expected event {expected}, got {got}", {"expected": expected, "got": got})
        self.expected, self.got = expected, got


class JobFailed(JobWidgetsError):
    """The job ended as failed. ``error`` is its `protocol.events.JobError`, ``reason`` that of its last state."""

    code = "job-failed"

    def __init__(self, job: str, error: Any, reason: str | None = None) -> None:
        super().__init__(detail={"job": job, "reason": reason})
        self.job, self.error, self.reason = job, error, reason

    def describe(self) -> str:
        if self.error:
            what = f"{self.error.type}: {self.error.message}"
        elif self.reason == "attempts-exhausted":
            what = "its worker was lost again and again (attempts-exhausted); the worker's log may tell why"
        else:
            what = self.reason or "no reason was recorded"
        return f"Job {self.job} failed: {what}"

    def _render_traceback_(self) -> list[str]:
        """The job's own traceback, then the sentence."""
        theirs = getattr(self.error, "traceback", None)
        return [*(theirs.splitlines() if theirs else []), *super()._render_traceback_()]


class JobCancelled(JobWidgetsError):
    """The job was cancelled."""

    code = "job-cancelled"

    def __init__(self, job: str) -> None:
        super().__init__(f"Job {job} was cancelled.", {"job": job})
        self.job = job


class WaitInterrupted(KeyboardInterrupt):
    """Ctrl-C ended the waiting for a job; the job runs on."""

    def __init__(self, job: str, message: str = "") -> None:
        super().__init__(
            message or f"Job {job} runs on. job.cancel() stops it, jobwidgets.attach({job!r}) finds it again."
        )
        self.job = job

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


class CassetteError(JobWidgetsError):
    """A file is no cassette that can be played, or cannot be written."""

    code = "cassette"
    status = 400


class MapInterrupted(WaitInterrupted):
    """Ctrl-C ended the waiting for the jobs of a map; they run on. ``standing``: how they stand."""

    def __init__(self, standing: str) -> None:
        said = f"The jobs run on ({standing}). Their map's cancel() stops them, jobwidgets.jobs() finds them again."
        KeyboardInterrupt.__init__(self, said)
        self.job = ""

    def _render_traceback_(self) -> list[str]:
        return [f"{WaitInterrupted.__name__}: {self}"]


class ConfigurationError(JobWidgetsError):
    """A setting is missing or wrong."""

    code = "configuration"


class StackError(ConfigurationError):
    """The embedded stack could not be started."""

    code = "stack"


def error_classes() -> dict[str, type[JobWidgetsError]]:
    """Every error class by its code, for clients that turn an answer back into an exception."""
    found: dict[str, type[JobWidgetsError]] = {}
    todo: list[type[JobWidgetsError]] = [JobWidgetsError]
    while todo:
        cls = todo.pop()
        found.setdefault(cls.code, cls)
        todo.extend(cls.__subclasses__())
    return found


def error_from_dict(answer: dict[str, Any]) -> JobWidgetsError:
    """The exception for ``{"code", "message", "detail"}``; an unknown code gives the base class.

    ``detail`` carries the attributes of the class, so they are there on this side too.
    """
    cls = error_classes().get(str(answer.get("code")), JobWidgetsError)
    error = cls.__new__(cls)
    JobWidgetsError.__init__(error, str(answer.get("message", "")), answer.get("detail"))
    if isinstance(error.detail, dict):
        vars(error).update(error.detail)
    return error
