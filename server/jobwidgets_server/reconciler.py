"""The reconciler: puts right whatever was left half-done, by a crash, an outage, or a Redis that lost its data.

Every second, by one of all servers: launches that were cut short, questions whose time is over, jobs that workers
announce (`recovery`); and every few seconds, or at once when Redis has lost something, a `walk.Walk` over all
unfinished jobs. Every repair may be done twice. Each is told in the log, in a metric and in the job's history
(`repairs`).
"""

import secrets
import time
from collections.abc import Callable
from typing import Any, cast

from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from jobwidgets.bus.commands import LOG_BYTES, JobBus
from jobwidgets.bus.connection import translated
from jobwidgets.bus.delivery import Delivery
from jobwidgets.protocol.events import JobState

from .answering import Answers
from .cancelling import Canceller
from .children import Adopter
from .launch import deliver
from .leftovers import sweep
from .logging import get_logger
from .outage import Loop
from .recovery import Recovery
from .repairs import Repairs
from .store import JobStore
from .walk import Walk

log = get_logger(__name__)

LOOK_EVERY = 1.0
WALK_EVERY = 10.0
"""Seconds between two walks; longer where a walk itself takes long."""
SHARE = 5
"""A walk may take one part in so many of the time …"""
LONGEST_PAUSE = 60.0
"""… but is due after so many seconds."""
ENQUEUE_AFTER = 2.0
"""Age in seconds of a queued job at which its launch no longer is about to enqueue it."""
STALE_AFTER = 60.0
"""Age in seconds of an unfinished launch at which it is undone."""
BATCH = 200
LOCK_SECONDS = 5.0
_LOCK = "jw:lock:reconciler"


class Reconciler:
    """Runs while its ``loop`` does; one of all servers works at a time.

    ``lease``, ``beat`` (seconds) and ``max_attempts`` are those of the workers; ``log_bytes`` is what a job's event log
    may take on Redis. Without ``answers`` no question expires, without ``adopter`` no child is launched.
    """

    def __init__(
        self,
        bus: JobBus,
        store: JobStore,
        delivery: Delivery,
        *,
        canceller: Canceller | None = None,
        adopter: Adopter | None = None,
        answers: Answers | None = None,
        lease: float = 15.0,
        beat: float = 5.0,
        max_attempts: int = 3,
        log_bytes: int = LOG_BYTES,
        registry: CollectorRegistry | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._bus = bus
        self._store = store
        self._delivery = delivery
        self._answers = answers
        self._clock = clock
        self._id = secrets.token_hex(8)
        self._next_walk = 0.0
        self._unswept = False
        self._repairs = Repairs(store, registry=registry, clock=clock)
        self._recovery = Recovery(
            bus,
            store,
            delivery,
            self._repairs,
            lease=lease,
            beat=beat,
            log_bytes=log_bytes,
            adopter=adopter,
            clock=clock,
        )
        self._walk = Walk(
            bus,
            store,
            delivery,
            self._repairs,
            self._recovery,
            beat=beat,
            max_attempts=max_attempts,
            adopter=adopter,
            canceller=canceller or Canceller(bus, store, delivery),
            clock=clock,
        )
        self.loop = Loop("reconciler", self.turn, LOOK_EVERY)

    async def turn(self) -> None:
        """One round of repairs."""
        if not await self._locked(self._bus.redis):
            return
        lost = await self._recovery.lost_shards()
        if await self._recovery.restarted():
            self._unswept, self._next_walk = True, 0.0
        await self._recovery.announced()
        await self._launches()
        await self._questions()
        if self._unswept:
            await sweep(self._bus, self._store, self._repairs)
            self._unswept = False
        if lost or time.monotonic() >= self._next_walk:
            await self._walk_all(lost)
        elif self._walk.suspects:
            await self._walk.again()

    async def _walk_all(self, lost: set[int]) -> None:
        began = time.monotonic()
        if lost:
            log.warning("redis lost data", shards=sorted(lost))
        walked = await self._walk.once(self._between_batches)
        if whole := lost - walked.unsettled:
            await self._recovery.whole(whole)
        took = time.monotonic() - began
        if walked.pending:
            pause = max(LOOK_EVERY, min(2 * took, WALK_EVERY))
        else:
            pause = max(WALK_EVERY, min(SHARE * took, LONGEST_PAUSE))
        self._next_walk = time.monotonic() + pause
        log.debug("walked", jobs=walked.jobs, seconds=round(took, 3))

    async def _between_batches(self) -> None:
        """A walk that has much to put right takes its time; workers that announce a job should not wait for its end."""
        await self._locked(self._bus.redis)
        await self._recovery.announced()

    async def _launches(self) -> None:
        now = self._clock()
        for job in await self._store.unenqueued(now - ENQUEUE_AFTER, BATCH):
            if not await deliver(self._store, self._delivery, job):
                break  # the queue is still away
            await self._repairs.note("enqueued", job.id, JobState.QUEUED, "its launch could not enqueue it")
        for stale in await self._store.stale_launches(now - STALE_AFTER, BATCH):
            if await self._store.remove_stale(stale, now - STALE_AFTER, lambda job=stale: self._bus.forget(job)):
                self._repairs.tell("removed", stale)

    async def _questions(self) -> None:
        if self._answers is None:
            return
        for job, key in await self._store.overdue_questions(self._clock(), BATCH):
            if await self._answers.expire(job, key):
                self._repairs.tell("expired", job, key=key)

    async def _locked(self, redis: Redis) -> bool:
        """Hold the lock a little longer; one server keeps it while it works."""
        with translated():
            if await redis.set(_LOCK, self._id, nx=True, px=round(LOCK_SECONDS * 1000)):
                return True
            if await cast(Any, redis.get(_LOCK)) != self._id.encode():
                return False
            await redis.pexpire(_LOCK, round(LOCK_SECONDS * 1000))
        return True
