"""Between rows, snapshots and the records that REST answers."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from jobwidgets.protocol.events import JobError, JobState
from jobwidgets.protocol.records import (
    Backoff,
    Budget,
    JobRecord,
    JobSpec,
    LaunchRequest,
    Limit,
    Priority,
    ScheduleRecord,
    lane_of,
)
from jobwidgets.protocol.state import JobSnapshot, PendingInput, ProgressValue, Usage
from jobwidgets.protocol.wire import decode_snapshot, encode_snapshot

from .models import CREATING


class NewJob(NamedTuple):
    """What a launch stores beside the specification. ``run_at`` for a delayed job; ``origin`` is where it was
    launched, ``schedule`` the name of the owner's schedule that did."""

    spec: JobSpec
    created: float
    idempotency_key: str | None = None
    body_hash: str | None = None
    run_at: float | None = None
    retry_of: str | None = None
    origin: str | None = None
    schedule: str | None = None


class StoredJob(msgspec.Struct, frozen=True, kw_only=True):
    """A row of ``jobs`` (see `models.Job`), decoded. ``snapshot`` and ``code`` only where they were asked for."""

    id: str
    owner: str
    type: str
    state: str
    params: dict[str, Any]
    tags: list[str]
    queue: str
    timeout: float | None
    retries: int | None
    priority: Priority
    backoff: Backoff | None
    limits: list[Limit]
    budget: Budget | None
    external: bool
    parent: str | None
    schedule: str | None
    origin: str | None
    retry_of: str | None
    idempotency_key: str | None
    body_hash: str | None
    generation: int
    run_at: float | None
    epoch: int
    seq: int
    attempt: int
    failures: int
    progress: ProgressValue | None
    step: str | None
    reason: str | None
    error: JobError | None
    usage: Usage | None
    input: PendingInput | None
    created: float
    started: float | None
    ended: float | None
    snapshot: JobSnapshot | None = None
    code: bytes | None = None
    signature: str | None = None

    @property
    def creating(self) -> bool:
        """The launch of this job is not finished."""
        return self.state == CREATING

    @property
    def lane(self) -> str:
        """The docket it waits in."""
        return lane_of(self.queue, self.priority)

    def spec(self) -> JobSpec:
        """What to run; needs a row read with its code."""
        return JobSpec(
            job=self.id,
            type=self.type,
            user=self.owner,
            params=self.params,
            queue=self.queue,
            timeout=self.timeout,
            priority=self.priority,
            retries=self.retries,
            backoff=self.backoff,
            limits=self.limits,
            budget=self.budget,
            parent=self.parent,
            tags=self.tags,
            code=self.code,
            signature=self.signature,
        )

    def last_snapshot(self) -> JobSnapshot:
        """The recorded snapshot, or what the row alone can say for a job that has none yet."""
        return self.snapshot or JobSnapshot(
            job=self.id,
            type=self.type,
            epoch=self.epoch,
            seq=self.seq,
            attempt=self.attempt,
            state=JobState.QUEUED if self.creating else JobState(self.state),
            reason=self.reason,
            progress=self.progress,
            usage=self.usage or Usage(),
            input=self.input,
            error=self.error,
            failures=self.failures,
            created=self.created,
            started=self.started,
            ended=self.ended,
            updated=self.created,
        )

    def record(self) -> JobRecord:
        """As REST answers it; with the snapshot if this row was read with it."""
        return JobRecord(
            id=self.id,
            type=self.type,
            owner=self.owner,
            state=JobState(self.state),
            params=self.params,
            tags=self.tags,
            epoch=self.epoch,
            seq=self.seq,
            attempt=self.attempt,
            progress=self.progress,
            step=self.step,
            reason=self.reason,
            result=self.snapshot.result if self.snapshot else None,
            error=self.error,
            usage=self.usage,
            failures=self.failures,
            input=self.input,
            priority=self.priority,
            budget=self.budget,
            parent=self.parent,
            schedule=self.schedule,
            origin=self.origin,
            retry_of=self.retry_of,
            created=self.created,
            not_before=self.run_at,
            started=self.started,
            ended=self.ended,
            snapshot=self.snapshot,
        )


class StoredSchedule(msgspec.Struct, frozen=True, kw_only=True):
    """A row of ``schedules`` (see `models.ScheduleRow`), decoded."""

    owner: str
    name: str
    cron: str
    timezone: str
    request: LaunchRequest
    created: float
    next: float | None = None
    last: float | None = None
    last_job: str | None = None
    problem: str | None = None

    def record(self) -> ScheduleRecord:
        """As REST answers it."""
        return ScheduleRecord(
            name=self.name,
            cron=self.cron,
            type=self.request.type,
            params=self.request.params,
            timezone=self.timezone,
            created=self.created,
            next=self.next,
            last=self.last,
            last_job=self.last_job,
            problem=self.problem,
        )


_JSON: dict[str, Any] = {
    "params": dict[str, Any],
    "tags": list[str],
    "backoff": Backoff,
    "limits": list[Limit],
    "budget": Budget,
    "progress": ProgressValue,
    "error": JobError,
    "usage": Usage,
    "input": PendingInput,
}
_DECODERS = {name: msgspec.json.Decoder(kind) for name, kind in _JSON.items()}
_PLAIN = [name for name in StoredJob.__struct_fields__ if name not in _JSON and name != "snapshot"]


def stored_job(row: Mapping[str, Any]) -> StoredJob:
    """The row as the database gives it."""
    snapshot = row.get("snapshot")
    plain: dict[str, Any] = {name: row[name] for name in _PLAIN if name in row}
    decoded: dict[str, Any] = {
        name: None if row[name] is None else decoder.decode(row[name]) for name, decoder in _DECODERS.items()
    }
    return StoredJob(
        **plain,
        **decoded,
        snapshot=None if snapshot is None else decode_snapshot(snapshot),
    )


def stored_schedule(row: Mapping[str, Any]) -> StoredSchedule:
    """The row as the database gives it."""
    return StoredSchedule(**{**row, "request": msgspec.json.decode(row["request"], type=LaunchRequest)})


def new_row(new: NewJob, state: str) -> dict[str, Any]:
    """The columns a launch writes."""
    spec = new.spec
    return {
        "id": spec.job,
        "owner": spec.user,
        "type": spec.type,
        "state": state,
        "params": msgspec.json.encode(spec.params).decode(),
        "tags": msgspec.json.encode(spec.tags).decode(),
        "queue": spec.queue,
        "timeout": spec.timeout,
        "retries": spec.retries,
        "priority": spec.priority,
        "backoff": _json(spec.backoff),
        "limits": msgspec.json.encode(spec.limits).decode(),
        "budget": _json(spec.budget),
        "parent": spec.parent,
        "schedule": new.schedule,
        "origin": new.origin,
        "code": spec.code,
        "signature": spec.signature,
        "retry_of": new.retry_of,
        "idempotency_key": new.idempotency_key,
        "body_hash": new.body_hash,
        "run_at": new.run_at,
        "created": new.created,
    }


def queued_job(new: NewJob, *, epoch: int, generation: int) -> StoredJob:
    """The row after a finished launch, without asking the database for what we just told it."""
    spec = new.spec
    return StoredJob(
        id=spec.job,
        owner=spec.user,
        type=spec.type,
        state=str(JobState.QUEUED),
        params=spec.params,
        tags=spec.tags,
        queue=spec.queue,
        timeout=spec.timeout,
        retries=spec.retries,
        priority=spec.priority,
        backoff=spec.backoff,
        limits=spec.limits,
        budget=spec.budget,
        external=False,
        parent=spec.parent,
        schedule=new.schedule,
        origin=new.origin,
        retry_of=new.retry_of,
        idempotency_key=new.idempotency_key,
        body_hash=new.body_hash,
        generation=generation,
        run_at=new.run_at,
        epoch=epoch,
        seq=1,
        attempt=0,
        failures=0,
        progress=None,
        step=None,
        reason=None,
        error=None,
        usage=None,
        input=None,
        created=new.created,
        started=None,
        ended=None,
    )


def live_columns(snapshot: JobSnapshot, generation: int, now: float) -> dict[str, Any]:
    """The columns the recorder writes."""
    step = snapshot.current_step()
    return {
        "epoch": snapshot.epoch,
        "seq": snapshot.seq,
        "state": str(snapshot.state),
        "attempt": snapshot.attempt,
        "generation": generation,
        "failures": snapshot.failures,
        "progress": _json(snapshot.progress),
        "step": plain_text(step.name if step else None),
        "reason": plain_text(snapshot.reason),
        "error": _json(snapshot.error),
        "usage": _json(snapshot.usage if snapshot.usage != Usage() else None),
        "input": _json(snapshot.input),
        "input_expires": snapshot.input.expires if snapshot.input else None,
        "snapshot": encode_snapshot(snapshot),
        "started": snapshot.started,
        "ended": snapshot.ended,
        "recorded": now,
    }


def _json(value: Any) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


def plain_text(value: str | None) -> str | None:
    """``value`` as a column can hold it."""
    # PostgreSQL's text cannot hold NUL; inside JSON it is escaped and harmless.
    return None if value is None else value.replace("\x00", "\N{REPLACEMENT CHARACTER}")
