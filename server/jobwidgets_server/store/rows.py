"""Between rows, snapshots and the records that REST answers."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from jobwidgets.protocol.events import JobError, JobState
from jobwidgets.protocol.records import JobRecord, JobSpec
from jobwidgets.protocol.state import JobSnapshot, ProgressValue, Usage
from jobwidgets.protocol.wire import decode_snapshot, encode_snapshot

from .models import CREATING


class NewJob(NamedTuple):
    """What a launch stores beside the specification. ``run_at`` for a delayed job."""

    spec: JobSpec
    created: float
    idempotency_key: str | None = None
    body_hash: str | None = None
    run_at: float | None = None
    retry_of: str | None = None


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
    external: bool
    retry_of: str | None
    idempotency_key: str | None
    body_hash: str | None
    generation: int
    run_at: float | None
    epoch: int
    seq: int
    attempt: int
    progress: ProgressValue | None
    step: str | None
    reason: str | None
    error: JobError | None
    usage: Usage | None
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

    def spec(self) -> JobSpec:
        """What to run; needs a row read with its code."""
        return JobSpec(
            job=self.id,
            type=self.type,
            user=self.owner,
            params=self.params,
            queue=self.queue,
            timeout=self.timeout,
            retries=self.retries,
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
            error=self.error,
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
            retry_of=self.retry_of,
            created=self.created,
            not_before=self.run_at,
            started=self.started,
            ended=self.ended,
            snapshot=self.snapshot,
        )


def stored_job(row: Mapping[str, Any]) -> StoredJob:
    """The row as the database gives it."""

    def decoded(name: str, kind: Any) -> Any:
        text = row[name]
        return None if text is None else msgspec.json.decode(text, type=kind)

    plain = {
        name: row[name]
        for name in StoredJob.__struct_fields__
        if name in row and name not in ("params", "tags", "progress", "error", "usage", "snapshot")
    }
    snapshot = row.get("snapshot")
    return StoredJob(
        **plain,
        params=decoded("params", dict[str, Any]),
        tags=decoded("tags", list[str]),
        progress=decoded("progress", ProgressValue),
        error=decoded("error", JobError),
        usage=decoded("usage", Usage),
        snapshot=None if snapshot is None else decode_snapshot(snapshot),
    )


def new_row(new: NewJob, state: str) -> dict[str, Any]:
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
        external=False,
        retry_of=new.retry_of,
        idempotency_key=new.idempotency_key,
        body_hash=new.body_hash,
        generation=generation,
        run_at=new.run_at,
        epoch=epoch,
        seq=1,
        attempt=0,
        progress=None,
        step=None,
        reason=None,
        error=None,
        usage=None,
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
        "progress": _json(snapshot.progress),
        "step": _text(step.name if step else None),
        "reason": _text(snapshot.reason),
        "error": _json(snapshot.error),
        "usage": _json(snapshot.usage if snapshot.usage != Usage() else None),
        "snapshot": encode_snapshot(snapshot),
        "started": snapshot.started,
        "ended": snapshot.ended,
        "recorded": now,
    }


def _json(value: Any) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


def _text(value: str | None) -> str | None:
    # PostgreSQL's text cannot hold NUL; inside JSON it is escaped and harmless.
    return None if value is None else value.replace("\x00", "\N{REPLACEMENT CHARACTER}")
