"""Launching a job, in the order that leaves nothing half-done:

row ``creating`` → keys on Redis → row ``queued`` → queue → answer. Until the row is ``queued`` nobody sees
the job; if seeding fails the row goes away again; if only the queue fails, the reconciler enqueues later.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.delivery import Delivery
from jobwidgets.protocol import code as code_signature
from jobwidgets.protocol.errors import (
    CodeNotAllowed,
    Conflict,
    IdempotencyConflict,
    Unavailable,
    UnknownJobType,
)
from jobwidgets.protocol.ids import check_job_id, new_job_id
from jobwidgets.protocol.records import DEFAULT_QUEUE, JobSpec, LaunchRequest

from .logging import get_logger
from .params import check_params
from .store import JobStore, NewJob, StoredJob, queued_job

log = get_logger(__name__)


class Launcher:
    """Takes launch requests. ``signing_key`` None: functions of notebooks are refused."""

    def __init__(
        self,
        store: JobStore,
        bus: JobBus,
        delivery: Delivery,
        *,
        signing_key: bytes | None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._bus = bus
        self._delivery = delivery
        self._key = signing_key
        self._clock = clock

    async def launch(
        self, owner: str, request: LaunchRequest, *, retry_of: str | None = None
    ) -> tuple[StoredJob, bool]:
        """The job and True, or the job of an earlier, equal request and False.

        The request is `requests.check_launch`-ed. Raises `UnknownJobType`, `InvalidParams`, `CodeNotAllowed`,
        `IdempotencyConflict`, `Conflict` (the id is taken), `Unavailable` (nothing was launched).
        """
        spec = await self._spec(owner, request)
        now = round(self._clock(), 3)
        new = NewJob(
            spec,
            created=now,
            idempotency_key=request.idempotency_key,
            body_hash=body_hash(request, retry_of),
            run_at=now + request.delay if request.delay else None,
            retry_of=retry_of,
        )
        if await self._store.insert(new):
            return await self._finish(new), True
        return await self._repeat(new)

    async def _spec(self, owner: str, request: LaunchRequest) -> JobSpec:
        job = check_job_id(request.id) if request.id is not None else new_job_id()
        spec = JobSpec(
            job=job,
            type=request.type,
            user=owner,
            params=request.params,
            timeout=request.timeout,
            retries=request.retries,
            tags=request.tags,
        )
        if request.code is not None:
            if self._key is None:
                raise CodeNotAllowed
            signature = code_signature.sign(self._key, job, request.type, request.code)
            return msgspec.structs.replace(spec, code=request.code, signature=signature)
        info = await self._bus.type(request.type)
        if info is None:
            raise UnknownJobType(request.type, sorted(await self._bus.types()))
        check_params(info, request.params)
        return msgspec.structs.replace(
            spec,
            queue=info.queue,
            timeout=info.timeout if request.timeout is None else request.timeout,
            retries=info.retries if request.retries is None else request.retries,
        )

    async def _finish(self, new: NewJob) -> StoredJob:
        job, epoch, generation = new.spec.job, 1, 1
        try:
            if not await self._bus.seed(new.spec, created=new.created, epoch=epoch):
                # Somebody was here before: an external job, or an earlier try of this very launch.
                reading = await self._bus.read(job)
                if reading is None or await self._bus.spec(job) != new.spec:
                    raise _taken(job)
                epoch, generation = reading.epoch, reading.generation
        except BaseException:
            # Whatever stopped us: without its row the job does not exist. Keys that Redis may have got
            # all the same are found by the recorder, which sees that they have no row.
            await self._store.discard(job)
            raise
        if await self._store.commit_queued(job, epoch=epoch, generation=generation):
            stored = queued_job(new, epoch=epoch, generation=generation)
            await deliver(self._store, self._delivery, stored)
            return stored
        # Another server finished this launch (see `_repeat`), or the reconciler found it stale.
        if stored := await self._store.get(job):
            return stored
        raise Unavailable("The launch took too long and was undone; try again.")

    async def _repeat(self, new: NewJob) -> tuple[StoredJob, bool]:
        spec = new.spec
        known = await self._store.find_repeat(spec.user, spec.job, new.idempotency_key)
        if known is None:
            # The launch we collided with was undone in between.
            if await self._store.insert(new):
                return await self._finish(new), True
            raise Unavailable("Another launch with the same id or key is under way; try again.")
        if known.owner != spec.user or known.body_hash != new.body_hash:
            by_key = known.owner == spec.user and known.idempotency_key == new.idempotency_key
            if new.idempotency_key is None or not by_key:
                raise _taken(spec.job)
            raise IdempotencyConflict(
                f"The idempotency key {new.idempotency_key!r} was used for job {known.id} with another request; "
                "use a new key.",
                {"id": known.id},
            )
        if not known.creating:
            return known, False
        # The earlier launch is under way or died: finish it. Every step of it may be done twice.
        log.info("launch taken over", job=known.id)
        unfinished = NewJob(known.spec(), created=known.created, run_at=known.run_at)
        return await self._finish(unfinished), False


async def deliver(store: JobStore, delivery: Delivery, job: StoredJob) -> bool:
    """Put the job's delivery into the queue; doing so twice is harmless. False if the queue is away: the
    reconciler will try again."""
    when = datetime.fromtimestamp(job.run_at, UTC) if job.run_at else None
    try:
        await delivery.enqueue(job.id, job.generation, queue=job.queue or DEFAULT_QUEUE, when=when)
        await store.mark_enqueued(job.id, job.generation)
    except Unavailable as why:
        log.warning("enqueue failed", job=job.id, error=str(why))
        return False
    return True


def _taken(job: str) -> Conflict:
    return Conflict(f"The job id {job!r} is taken; choose another.", {"id": job})


def body_hash(request: LaunchRequest, retry_of: str | None) -> str:
    """Digest of everything asked for except how it is named: the id and the idempotency key."""
    nameless = msgspec.structs.replace(request, id=None, idempotency_key=None)
    digest = hashlib.sha256(msgspec.json.encode(nameless, order="deterministic"))
    digest.update((retry_of or "").encode())
    return digest.hexdigest()
