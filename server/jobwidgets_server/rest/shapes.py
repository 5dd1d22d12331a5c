"""Bodies and answers of the REST interface that the protocol itself does not define."""

from typing import Any

import msgspec

from jobwidgets.protocol.records import TypeInfo, WorkerInfo
from jobwidgets.protocol.state import JobSnapshot


class CancelRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Body of ``POST /api/jobs/{id}/cancel``; may be left out."""

    reason: str | None = None


class InputRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Body of ``POST /api/jobs/{id}/input``. ``key`` names the question that is answered, the open one if not given;
    ``command`` names this request, so that it may be sent again when its answer was lost."""

    answer: Any
    key: str | None = None
    command: str | None = None


class RetryRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Body of ``POST /api/jobs/{id}/retry``; may be left out. Both name the new job, as at a launch."""

    id: str | None = None
    idempotency_key: str | None = None


class ShareRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Body of ``POST /api/jobs/{id}/share``; may be left out. ``expires``: seconds for which the link is good, at most
    90 days."""

    expires: float = 7 * 86400.0


class ShareAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Answer of ``POST /api/jobs/{id}/share``: the page that shows the job, with ``token`` in its fragment, until
    ``expires`` (seconds since 1970). Whoever has it can look at the job: what it asks, says and returns; nothing else.
    """

    url: str
    token: str
    expires: float


class EventsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Answer of ``GET /api/jobs/{id}/events``: events of ``epoch`` after the one asked for, without a hole, and whether
    there are ``more``; or, where the next one is not kept any more, no events and the ``snapshot`` as it is now.

    ``epoch`` and ``seq`` are those of the last event told, or of the snapshot; ``epochs`` are those that have events.
    """

    epoch: int
    epochs: list[int]
    seq: int
    snapshot: JobSnapshot | None
    events: list[dict[str, Any]]
    more: bool


class RawEventsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """`EventsAnswer` as it is sent: the events are JSON already."""

    epoch: int
    epochs: list[int]
    seq: int
    snapshot: JobSnapshot | None
    events: list[msgspec.Raw]
    more: bool


class DeletedSchedule(msgspec.Struct, frozen=True, kw_only=True):
    """Answer of ``DELETE /api/schedules/{name}``."""

    name: str


class TypeList(msgspec.Struct, frozen=True, kw_only=True):
    """Answer of ``GET /api/types``: what can be launched."""

    types: list[TypeInfo]


class WorkerList(msgspec.Struct, frozen=True, kw_only=True):
    """Answer of ``GET /api/workers``: the workers alive."""

    workers: list[WorkerInfo]


class WorkersReport(msgspec.Struct, frozen=True, kw_only=True):
    """The server processes behind a port that several share: how many there ``should_be``, how many take connections,
    and how many of those answered within half a second when asked just now."""

    should_be: int
    listening: int
    answering: int


class Health(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Answer of ``GET /healthz``: the process lives. ``workers`` as in `Readiness`: a probe is
    answered by one process, and another may hang."""

    ok: bool
    workers: WorkersReport | None = None


class Readiness(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Answer of ``GET /readyz``: ``ok`` if jobs can be launched and followed, and which dependency answers.

    ``relay`` is there, and false, while the relay does not listen to Redis (the log says why). ``workers`` is there
    where several processes share the port; one of them being away does not make the server unready.
    """

    ok: bool
    redis: bool
    database: bool
    relay: bool = True
    workers: WorkersReport | None = None


class ActivityAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Answer of ``GET /api/activity``: is this server needed? ``active_jobs`` are those that are not over, delayed and
    waiting ones too; ``scheduled``: there is a schedule."""

    sockets: int
    active_jobs: int
    scheduled: bool
    idle_seconds: float


class RedisReport(msgspec.Struct, frozen=True, kw_only=True):
    """Redis as the server sees it. Sizes in bytes, ``maxmemory`` 0 means no limit."""

    ok: bool
    latency_ms: float | None = None
    used_memory: int | None = None
    maxmemory: int | None = None
    policy: str | None = None
    version: str | None = None
    error: str | None = None


class DatabaseReport(msgspec.Struct, frozen=True, kw_only=True):
    """The database as the server sees it. ``url`` without its password."""

    ok: bool
    url: str
    latency_ms: float | None = None
    error: str | None = None


class RelayReport(msgspec.Struct, frozen=True, kw_only=True):
    """Connected sockets, watched jobs, and how often a subscriber had to be brought up to date anew."""

    sockets: int
    watched: int
    resyncs: int


class RecorderReport(msgspec.Struct, frozen=True, kw_only=True):
    """Jobs with events that are not in the record yet."""

    backlog: int


class Diagnostics(msgspec.Struct, frozen=True, kw_only=True):
    """Answer of ``GET /api/diagnostics``, for `jobwidgets doctor`."""

    redis: RedisReport
    database: DatabaseReport
    relay: RelayReport
    recorder: RecorderReport
    versions: dict[str, str]


class ErrorBody(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong: a stable code, a sentence for people, facts for programs."""

    code: str
    message: str
    detail: Any = None


class ErrorAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Every answer that is no success."""

    error: ErrorBody
