"""The reconciler: repairs launches that were interrupted.

Queued jobs the queue never got are enqueued again, blindly: their delivery's key carries the job and its
generation, so a second copy is not taken. Launches that never finished are removed.
"""

import secrets
import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter
from redis.asyncio import Redis

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.connection import translated
from jobwidgets.bus.delivery import Delivery

from .launch import deliver
from .logging import get_logger
from .outage import Loop
from .store import JobStore

log = get_logger(__name__)

LOOK_EVERY = 2.0
ENQUEUE_AFTER = 2.0
"""Age in seconds of a queued job at which its launch no longer is about to enqueue it."""
STALE_AFTER = 60.0
"""Age in seconds of an unfinished launch at which it is undone."""
BATCH = 200
_LOCK = "jw:lock:reconciler"


class Reconciler:
    """Runs while its ``loop`` does; one of all servers works at a time."""

    def __init__(
        self,
        bus: JobBus,
        store: JobStore,
        delivery: Delivery,
        *,
        registry: CollectorRegistry | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._bus = bus
        self._store = store
        self._delivery = delivery
        self._clock = clock
        self._id = secrets.token_hex(8)
        self.loop = Loop("reconciler", self.turn, LOOK_EVERY)
        self._repairs = Counter("jobwidgets_repairs", "Launches repaired", ["what"], registry=registry)

    async def turn(self) -> None:
        """One round of repairs."""
        if not await self._locked(self._bus.redis):
            return
        now = self._clock()
        for job in await self._store.unenqueued(now - ENQUEUE_AFTER, BATCH):
            if not await deliver(self._store, self._delivery, job):
                break  # the queue is still away
            self._repairs.labels("enqueued").inc()
            log.info("enqueued late", job=job.id)
        for stale in await self._store.stale_launches(now - STALE_AFTER, BATCH):
            if await self._store.remove_stale(stale, now - STALE_AFTER, lambda job=stale: self._bus.forget(job)):
                self._repairs.labels("removed").inc()
                log.warning("launch undone", job=stale)

    async def _locked(self, redis: Redis) -> bool:
        with translated():
            # Not released: whoever has it keeps it for this round, the TTL hands it on.
            return bool(await redis.set(_LOCK, self._id, nx=True, px=round(LOOK_EVERY * 800)))
