"""What stands still: the job's specification, its record as REST shows it, what workers announce."""

from typing import Any, Literal

import msgspec

from .events import JobError, JobState
from .state import JobSnapshot, ProgressValue, Usage

DEFAULT_QUEUE = "default"
MAX_TYPE_CHARS = 128
MAX_USER_CHARS = 256
"""What the record can hold."""


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
    timeout: float | None = None
    retries: int | None = None
    tags: list[str] = []
    code: bytes | None = None
    signature: str | None = None


class LaunchRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Body of ``POST /api/jobs``. ``delay`` and ``timeout`` in seconds.

    ``id`` may be chosen by the client (`ids.new_job_id`), so that a launch made offline has its id at
    once. ``code`` is a cloudpickle (base64 in JSON), for servers that allow it.
    """

    type: str
    params: dict[str, Any] = {}
    id: str | None = None
    idempotency_key: str | None = None
    delay: float | None = None
    timeout: float | None = None
    retries: int | None = None
    tags: list[str] = []
    code: bytes | None = None


class JobRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A job as REST answers it. ``not_before``: when a delayed job may begin. ``snapshot`` only where one job is
    asked for, not in lists."""

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
    """A job type as a worker announces it. ``schema`` is the JSON schema of its parameters."""

    name: str
    schema: dict[str, Any]
    doc: str = ""
    queue: str = DEFAULT_QUEUE
    timeout: float | None = None
    retries: int = 0
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
    started: float = 0.0
    version: str = ""
    code: bool = False
