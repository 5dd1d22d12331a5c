"""The events of a job: what a worker says, what travels, what a subscriber folds.

One closed union with explicit tags (``kind``), so renaming a class is no change of the wire. Each
event carries ``job``, ``epoch``, ``seq``, ``attempt`` and ``at``; ``epoch`` and ``seq`` are 0 until
a script on Redis has assigned them. Unknown fields are ignored; an unknown kind becomes `Opaque`,
which only advances ``seq``, so an old client survives a new server.
"""

import math
from enum import StrEnum
from typing import Any, Literal, SupportsFloat

import msgspec

DEFAULT_CHANNEL = "answer"
LOG_CHANNEL = "log"


class JobState(StrEnum):
    """Where a job stands. The moves between them are `state.TRANSITIONS`."""

    QUEUED = "queued"
    """Accepted; no worker has it."""
    RUNNING = "running"
    """A worker owns it."""
    WAITING_INPUT = "waiting_input"
    """It asked its user a question."""
    CANCELLING = "cancelling"
    """Its user wants it cancelled; the worker has not confirmed yet."""
    COMPLETED = "completed"
    """Ended with a result."""
    FAILED = "failed"
    """Ended with an error."""
    CANCELLED = "cancelled"
    """Ended because somebody asked for it."""

    @property
    def terminal(self) -> bool:
        """True once nothing more can happen."""
        return self in _TERMINAL

    def __repr__(self) -> str:
        # A cell that ends with `job.state` shows 'completed'.
        return repr(self.value)


_TERMINAL = frozenset({JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED})

StepStatus = Literal["running", "completed", "failed", "cancelled"]
LogLevel = Literal["debug", "info", "warning", "error"]


def finite(value: SupportsFloat | None) -> float | None:
    """A plain float of whatever counts as a number (NumPy's too); None for what has no finite value."""
    number = math.nan if value is None else float(value)
    return number if math.isfinite(number) else None


class JobError(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a job failed. ``traceback`` is for its owner's eyes."""

    type: str
    message: str
    traceback: str | None = None


class EventBase(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    """What every event carries. ``at`` is seconds since 1970 UTC."""

    job: str
    epoch: int = 0
    seq: int = 0
    attempt: int = 0
    at: float = 0.0


class State(EventBase, tag="state", frozen=True, kw_only=True):
    """The job moved to ``state``. ``result`` and ``error`` come with the end; ``error`` with ``queued`` says what
    the failed attempt failed of."""

    state: JobState
    reason: str | None = None
    result: Any = None
    error: JobError | None = None


class Progress(EventBase, tag="progress", frozen=True, kw_only=True):
    """How far the job is: ``value`` of ``total``; ``value`` None says "busy, cannot tell"."""

    value: float | None = None
    total: float = 1.0
    message: str | None = None


class Step(EventBase, tag="step", frozen=True, kw_only=True):
    """A step (or tool call) began, changed or ended. ``id`` is unique within the job.

    ``detail``, ``arguments`` (what it was called with), ``result`` and ``error`` (what it failed of, as text) keep
    what was known where they are None.
    """

    id: str
    name: str
    parent: str | None = None
    status: StepStatus = "running"
    detail: Any = None
    arguments: Any = None
    result: Any = None
    error: str | None = None


class Text(EventBase, tag="text", frozen=True, kw_only=True):
    """``delta`` is appended to the text of ``channel``."""

    delta: str
    channel: str = DEFAULT_CHANNEL


class Log(EventBase, tag="log", frozen=True, kw_only=True):
    """A line for the log; it folds into the text of channel ``log``."""

    message: str
    level: LogLevel = "info"


class Artifact(EventBase, tag="artifact", frozen=True, kw_only=True):
    """Something to show or download; the same ``id`` again replaces it. ``data`` is JSON or base64."""

    id: str
    name: str
    media_type: str
    data: Any = None


class UsageEvent(EventBase, tag="usage", frozen=True, kw_only=True):
    """Tokens and cost spent, added to what was spent before. ``cost`` in US dollars.

    ``max_tokens`` (input and output together) and ``max_cost``: how much the whole job may spend from now on; None
    leaves the limit as it was.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    max_tokens: int | None = None
    max_cost: float | None = None


class InputRequested(EventBase, tag="input-requested", frozen=True, kw_only=True):
    """The job asks. ``schema`` is the JSON schema of the answer; after ``expires`` (seconds since 1970) nobody
    waits for it any more."""

    key: str
    prompt: str
    schema: Any = None
    expires: float | None = None


class InputAnswered(EventBase, tag="input-answered", frozen=True, kw_only=True):
    """The question ``key`` was answered, or nobody did in time."""

    key: str
    answer: Any = None
    timed_out: bool = False


class Checkpoint(EventBase, tag="checkpoint", frozen=True, kw_only=True):
    """From now on a new attempt resumes here: ``number`` counts a job's checkpoints from 1."""

    number: int


class Child(EventBase, tag="child", frozen=True, kw_only=True):
    """The job launched job ``child`` of type ``type``."""

    child: str
    type: str


class Attempt(EventBase, tag="attempt", frozen=True, kw_only=True):
    """Attempt ``attempt`` starts from ``checkpoint``: what earlier attempts wrote after it is superseded."""

    checkpoint: int = 0
    worker: str | None = None


class Opaque(msgspec.Struct, frozen=True, kw_only=True):
    """An event of a kind this version does not know."""

    kind: str
    job: str
    epoch: int = 0
    seq: int = 0
    attempt: int = 0
    at: float = 0.0


KnownEvent = (
    State
    | Progress
    | Step
    | Text
    | Log
    | Artifact
    | UsageEvent
    | InputRequested
    | InputAnswered
    | Checkpoint
    | Attempt
    | Child
)
Event = KnownEvent | Opaque
"""Any event, known or not."""
