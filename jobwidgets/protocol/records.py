"""What stands still: the job's specification, its record as REST shows it, what workers announce."""

from typing import Any, Literal

import msgspec

from .events import JobError, JobState
from .state import JobSnapshot, PendingInput, ProgressValue, Usage

DEFAULT_QUEUE = "default"
DEFAULT_LEASE, DEFAULT_BEAT = 12.0, 3.0
"""Seconds. A dead worker's job is with another one after at most lease, beat and a look at the queue."""
MAX_TYPE_CHARS = 128
MAX_USER_CHARS = 256
"""What the record can hold."""


Priority = Literal["high", "normal", "low"]
PRIORITIES: tuple[Priority, ...] = ("high", "normal", "low")


def lane_of(queue: str, priority: Priority) -> str:
    """The docket a job waits in: docket knows no priorities, so each queue has one docket per priority."""
    return queue if priority == "normal" else f"{queue}.{priority}"


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """At most ``max`` jobs that carry a limit of this ``name`` run at a time, over all workers."""

    name: str
    max: int


class Budget(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When the job's `state.Usage` reaches one of these it pauses and asks. ``max_cost`` in US dollars."""

    max_tokens: int | None = None
    max_cost: float | None = None


class Backoff(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Seconds before a failed attempt is repeated: ``first``, doubled each time up to ``longest``, times a random
    factor between 0.5 and 1."""

    first: float = 1.0
    longest: float = 60.0


class JobSpec(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What to run, stored beside the job's other keys; workers read nothing else.

    ``timeout`` in seconds for one attempt. ``code`` is a cloudpickle of the function, ``signature``
    its HMAC (`protocol.code`).
    """

    job: str
    type: str
    user: str
    params: dict[str, Any] = {}
    queue: str = DEFAULT_QUEUE
    priority: Priority = "normal"
    timeout: float | None = None
    retries: int | None = None
    backoff: Backoff | None = None
    limits: list[Limit] = []
    budget: Budget | None = None
    parent: str | None = None
    tags: list[str] = []
    code: bytes | None = None
    signature: str | None = None

    @property
    def lane(self) -> str:
        """The docket it waits in."""
        return lane_of(self.queue, self.priority)


class LaunchRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Body of ``POST /api/jobs``. ``delay`` and ``timeout`` in seconds, ``at`` (instead of ``delay``) in seconds
    since 1970; ``max_tokens`` and ``max_cost`` (US dollars) make its `Budget`; ``origin`` says where it was launched
    (a notebook's path). ``queue`` and the options of ``@job`` count only where ``code`` is sent, see `TypeInfo`.
    Of its owner's jobs with the same ``group`` at most ``group_limit`` run at a time.

    ``id`` may be chosen by the client (`ids.new_job_id`), so that a launch made offline has its id at
    once. ``code`` is a cloudpickle (base64 in JSON), for servers that allow it.
    """

    type: str
    params: dict[str, Any] = {}
    id: str | None = None
    idempotency_key: str | None = None
    delay: float | None = None
    at: float | None = None
    timeout: float | None = None
    retries: int | None = None
    backoff: Backoff | None = None
    priority: Priority | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    max_running: int | None = None
    max_running_per_user: int | None = None
    group: str | None = None
    group_limit: int | None = None
    queue: str | None = None
    origin: str | None = None
    tags: list[str] = []
    code: bytes | None = None


class JobRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A job as REST answers it. ``not_before``: when a delayed job may begin. ``input``: the question it asks.
    ``parent`` launched it as a child, ``schedule`` launched it in its turn, ``retry_of`` is the job it repeats.
    ``snapshot`` only where one job is asked for, not in lists."""

    id: str
    type: str
    owner: str
    state: JobState
    params: dict[str, Any] = {}
    tags: list[str] = []
    epoch: int = 0
    seq: int = 0
    attempt: int = 0
    progress: ProgressValue | None = None
    step: str | None = None
    reason: str | None = None
    result: Any = None
    error: JobError | None = None
    usage: Usage | None = None
    failures: int = 0
    input: PendingInput | None = None
    priority: Priority = "normal"
    budget: Budget | None = None
    parent: str | None = None
    schedule: str | None = None
    origin: str | None = None
    retry_of: str | None = None
    created: float = 0.0
    not_before: float | None = None
    started: float | None = None
    ended: float | None = None
    snapshot: JobSnapshot | None = None


class JobPage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Answer of ``GET /api/jobs``, newest first; ``cursor`` fetches the next page."""

    jobs: list[JobRecord]
    cursor: str | None = None


class TypeInfo(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A job type as a worker announces it. ``schema`` is the JSON schema of its parameters. ``max_running`` and
    ``max_running_per_user``: how many jobs of the type run at a time."""

    name: str
    schema: dict[str, Any]
    doc: str = ""
    queue: str = DEFAULT_QUEUE
    timeout: float | None = None
    retries: int = 0
    backoff: Backoff = Backoff()
    priority: Priority = "normal"
    max_running: int | None = None
    max_running_per_user: int | None = None
    kind: Literal["async", "sync"] = "async"


class WorkerInfo(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A live worker process. ``code``: it runs functions sent from notebooks."""

    id: str
    host: str
    pid: int
    types: list[str]
    queues: list[str]
    concurrency: int
    running: int = 0
    parked: int = 0
    started: float = 0.0
    version: str = ""
    code: bool = False


class ScheduleRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Body of ``POST /api/schedules``: launch ``request`` whenever ``cron`` (five fields) comes round in ``timezone``.

    ``name`` is unique among its owner's schedules: the same name again replaces the schedule.
    """

    name: str
    cron: str
    request: LaunchRequest
    timezone: str = "UTC"


class ScheduleRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A schedule as REST answers it. ``next`` and ``last`` in seconds since 1970; ``last_job`` is what the last turn
    launched, ``problem`` why it could not."""

    name: str
    cron: str
    type: str
    params: dict[str, Any] = {}
    timezone: str = "UTC"
    created: float = 0.0
    next: float | None = None
    last: float | None = None
    last_job: str | None = None
    problem: str | None = None


class SchedulePage(msgspec.Struct, frozen=True, kw_only=True):
    """Answer of ``GET /api/schedules``, by name."""

    schedules: list[ScheduleRecord]


class Transition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One move of a job, as recorded. ``seq`` 0: a repair that changed no state."""

    epoch: int
    seq: int
    at: float
    state: JobState
    attempt: int = 0
    reason: str | None = None


class AttemptRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One attempt, as recorded. ``why`` it ended: the state that followed, and its reason."""

    attempt: int
    worker: str | None = None
    checkpoint: int = 0
    started: float = 0.0
    ended: float | None = None
    why: str | None = None


class CheckpointRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One checkpoint, as recorded."""

    number: int
    attempt: int
    at: float


class History(msgspec.Struct, frozen=True, kw_only=True):
    """Answer of ``GET /api/jobs/{id}/history``: a job's life."""

    transitions: list[Transition]
    attempts: list[AttemptRecord]
    checkpoints: list[CheckpointRecord]
