"""Launching a job, in the order that leaves nothing half-done:

row ``creating`` → keys on Redis → row ``queued`` → queue → answer. Until the row is ``queued`` nobody sees
the job; if seeding fails the row goes away again; if only the queue fails, the reconciler enqueues later.
"""

import asyncio
import contextlib
import hashlib
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from jobwidgets.bus.commands import LOG_BYTES, JobBus
from jobwidgets.bus.delivery import Delivery
from jobwidgets.protocol.errors import BadRequest, Conflict, IdempotencyConflict, JobWidgetsError, Unavailable
from jobwidgets.protocol.events import JobError
from jobwidgets.protocol.ids import check_job_id
from jobwidgets.protocol.records import MAX_TYPE_CHARS, LaunchRequest
from jobwidgets.protocol.wire import MAX_PARAMS_BYTES

from .logging import get_logger
from .rules import MAX_TAG_CHARS, MAX_TAGS, check_launch, kept_origin
from .specs import SpecMaker
from .store import JobStore, NewJob, StoredJob, queued_job

log = get_logger(__name__)

AT_A_TIME = 10
"""Launches at a time: a burst waits here and not for the database's connections, which others need too."""
PATIENCE = 20.0
"""Seconds a launch waits for its turn."""


class Launcher:
    """Takes launch requests. ``log_bytes``: what a job's event log may take on Redis."""

    def __init__(
        self,
        store: JobStore,
        bus: JobBus,
        delivery: Delivery,
        specs: SpecMaker,
        *,
        log_bytes: int = LOG_BYTES,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._bus = bus
        self._delivery = delivery
        self._specs = specs
        self._log_bytes = log_bytes
        self._clock = clock
        self._turns = asyncio.Semaphore(AT_A_TIME)

    async def launch(
        self,
        owner: str,
        request: LaunchRequest,
        *,
        retry_of: str | None = None,
        parent: str | None = None,
        schedule: str | None = None,
    ) -> tuple[StoredJob, bool]:
        """The job and True, or the job of an earlier, equal request and False.

        ``parent`` launched it as its child, ``schedule`` in its turn, ``retry_of`` is the job it repeats. Raises
        `BadRequest`, `InvalidId`, `TooLarge`, `UnknownJobType`, `InvalidParams`, `CodeNotAllowed`,
        `IdempotencyConflict`, `Conflict` (the id is taken), `Unavailable` (nothing was launched).
        """
        now = round(self._clock(), 3)
        check_launch(request, now)
        digest = body_hash(request, retry_of=retry_of, parent=parent)
        try:
            spec = await self._specs.make(owner, request, parent)
        except BadRequest:
            # No worker may be left that knows the type; what was launched before is there all the same.
            if known := await self._launched_before(owner, request, digest):
                return known, False
            raise
        new = NewJob(
            spec,
            created=now,
            idempotency_key=request.idempotency_key,
            body_hash=digest,
            run_at=_run_at(request, now),
            retry_of=retry_of,
            origin=kept_origin(request.origin),
            schedule=schedule,
        )
        async with self._turn():
            if await self._store.insert(new):
                return await self._finish(new), True
            return await self._repeat(new)

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._turns.acquire()
        except TimeoutError:
            raise Unavailable("Too many launches at a time; try again in a moment.") from None
        try:
            yield
        finally:
            self._turns.release()

    async def _launched_before(self, owner: str, request: LaunchRequest, digest: str) -> StoredJob | None:
        if request.id is None and request.idempotency_key is None:
            return None
        known = await self._store.find_repeat(owner, request.id or "", request.idempotency_key)
        same = known is not None and known.owner == owner and known.body_hash == digest and not known.creating
        return known if same else None

    async def check(self, owner: str, request: LaunchRequest) -> None:
        """Raise what `launch` would raise for ``request`` itself; launch nothing."""
        check_launch(request, self._clock())
        await self._specs.make(owner, request)

    async def refuse(self, owner: str, request: LaunchRequest, parent: str, error: JobWidgetsError) -> None:
        """A child that cannot be launched: a job that has failed of ``error``, so that its parent and its user see why.

        Doing so twice is doing it once. Raises `Unavailable`; and `InvalidId` where there is no id to be known by.
        """
        job = check_job_id(request.id)
        now = round(self._clock(), 3)
        # Whatever was wrong with it must not keep it from being recorded.
        recordable = LaunchRequest(
            id=job,
            type=request.type[:MAX_TYPE_CHARS].replace("\x00", "\N{REPLACEMENT CHARACTER}"),
            params=_recordable_params(request),
            origin=kept_origin(request.origin) if (request.origin or "").isprintable() else None,
            tags=[tag for tag in request.tags[:MAX_TAGS] if tag.isprintable() and len(tag) <= MAX_TAG_CHARS],
        )
        new = NewJob(
            self._specs.bare(owner, recordable, parent),
            created=now,
            body_hash=body_hash(request, parent=parent),
            origin=recordable.origin,
        )
        if not await self._store.insert(new):
            known = await self._store.find_repeat(owner, job, None)
            if known is None:
                raise Unavailable("Another launch with the same id is under way; try again.")
            if not known.creating or known.owner != owner or known.parent != parent:
                return  # done before, or another's: there is nothing to refuse
            new = NewJob(known.spec(), created=known.created, origin=known.origin)
        await self._seed(new)
        # Before the row can be seen: it is never offered to a worker.
        await self._bus.refuse(job, JobError(type(error).__name__, str(error)))
        await self._store.commit_queued(job, epoch=1, generation=1)
        log.warning("child refused", job=job, parent=parent, type=request.type, error=str(error))

    async def _finish(self, new: NewJob) -> StoredJob:
        job = new.spec.job
        epoch, generation = await self._seed(new)
        if await self._store.commit_queued(job, epoch=epoch, generation=generation):
            stored = queued_job(new, epoch=epoch, generation=generation)
            await deliver(self._store, self._delivery, stored)
            return stored
        # Another server finished this launch (see `_repeat`), or the reconciler found it stale.
        if stored := await self._store.get(job):
            return stored
        raise Unavailable("The launch took too long and was undone; try again.")

    async def _seed(self, new: NewJob) -> tuple[int, int]:
        """The job's keys; its epoch and its generation."""
        job = new.spec.job
        try:
            if await self._bus.seed(
                new.spec, created=new.created, epoch=1, not_before=new.run_at, log_bytes=self._log_bytes
            ):
                return 1, 1
            # Somebody was here before: an external job, or an earlier try of this very launch.
            reading = await self._bus.read(job)
            if reading is None or await self._bus.spec(job) != new.spec:
                raise _taken(job)
            return reading.epoch, reading.generation
        except BaseException:
            # Whatever stopped us: without its row the job does not exist. Keys that Redis may have got
            # all the same are found by the recorder, which sees that they have no row.
            await self._store.discard(job)
            raise

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
        unfinished = new._replace(spec=known.spec(), created=known.created, run_at=known.run_at)
        return await self._finish(unfinished), False


async def deliver(store: JobStore, delivery: Delivery, job: StoredJob) -> bool:
    """Put the job's delivery into the queue; doing so twice is harmless. False if the queue is away: the
    reconciler will try again."""
    when = datetime.fromtimestamp(job.run_at, UTC) if job.run_at else None
    try:
        await delivery.enqueue(job.id, job.generation, queue=job.lane, when=when)
        await store.mark_enqueued(job.id, job.generation)
    except Unavailable as why:
        log.warning("enqueue failed", job=job.id, error=str(why))
        return False
    return True


def _run_at(request: LaunchRequest, now: float) -> float | None:
    if request.delay:
        return round(now + request.delay, 3)
    return request.at if request.at is not None and request.at > now else None


def _recordable_params(request: LaunchRequest) -> dict[str, Any]:
    return request.params if len(msgspec.json.encode(request.params)) <= MAX_PARAMS_BYTES else {}


def _taken(job: str) -> Conflict:
    return Conflict(f"The job id {job!r} is taken; choose another.", {"id": job})


def body_hash(request: LaunchRequest, *, retry_of: str | None = None, parent: str | None = None) -> str:
    """Digest of what is asked for, without how it is named, where it comes from and with whom it shares its turn: id,
    idempotency key, origin, group."""
    nameless = msgspec.structs.replace(
        request, id=None, idempotency_key=None, origin=None, group=None, group_limit=None
    )
    digest = hashlib.sha256(msgspec.json.encode(nameless, order="deterministic"))
    digest.update((retry_of or "").encode())
    if parent is not None:
        digest.update(b"\x00" + parent.encode())
    return digest.hexdigest()
