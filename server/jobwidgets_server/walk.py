"""`Walk`: one look at every job that is not over, on Redis and in the queue, and what is done where they disagree.

Batches of `BATCH` rows by id, each with one pipeline to Redis, one to the queue and one query for parents; only a job
with which something is wrong costs calls of its own. Where a disagreement may be a moment between two steps of
somebody else, it must be seen in two walks. External jobs are not ours to repair and are left out.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.delivery import Delivery
from jobwidgets.bus.keys import shard_of
from jobwidgets.protocol.errors import Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.records import DEFAULT_QUEUE

from .cancelling import PARENT_CANCELLED, STOPPED, Canceller
from .children import Adopter
from .logging import get_logger
from .peek import Peek, mark, peek, redis_time
from .recovery import Recovery
from .repairs import Repairs
from .store import JobStore, Unfinished

log = get_logger(__name__)

BATCH = 500
AT_A_TIME = 16
"""Jobs put right at the same time."""
SETTLED_AFTER = 2.0
"""Seconds a job must have stood still on Redis before the queue is asked for it: whoever moved it enqueues it next."""

_Pair = tuple[Unfinished, Peek]


class Walked(NamedTuple):
    """``jobs`` seen; ``pending``: something has to be looked at again soon; ``unsettled``: shards of jobs that are
    still missing."""

    jobs: int
    pending: bool
    unsettled: set[int]


class Walk:
    """Remembers between two walks what looked wrong. ``beat`` in seconds; so many lost workers (``max_attempts``) end
    a job."""

    def __init__(
        self,
        bus: JobBus,
        store: JobStore,
        delivery: Delivery,
        repairs: Repairs,
        recovery: Recovery,
        *,
        beat: float,
        max_attempts: int,
        adopter: Adopter | None,
        canceller: Canceller,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._bus = bus
        self._store = store
        self._delivery = delivery
        self._repairs = repairs
        self._recovery = recovery
        self._beat, self._max_attempts = beat, max_attempts
        self._adopter = adopter
        self._canceller = canceller
        self._clock = clock
        self._unmarked: dict[str, tuple[int, int]] = {}
        """Further than the record at the last walk, and where."""
        self._undelivered: dict[str, tuple[int, float]] = {}
        """Unknown to the queue: generation, and since when (`time.monotonic`)."""
        self._pending = False

    @property
    def suspects(self) -> bool:
        """Are there jobs to look at `again`?"""
        return bool(self._undelivered)

    async def once(self, between: Callable[[], Awaitable[object]]) -> Walked:
        """From the first job to the last; ``between()`` is awaited before each batch."""
        self._pending = False
        seen, after = 0, ""
        missing: set[str] = set()
        unmarked, undelivered = self._unmarked, self._undelivered
        self._unmarked, self._undelivered = {}, {}
        while rows := await self._store.unfinished(after, BATCH):
            await between()
            seen, after = seen + len(rows), rows[-1].id
            pairs = await self._recover(rows, missing)
            await self._marks(pairs, unmarked)
            await self._deliveries([there for _, there in pairs], undelivered)
            await self._owners(pairs)
            await self._children(pairs)
            await self._doomed([row for row, _ in pairs])
        self._recovery.found(missing)
        return Walked(seen, self._pending or bool(missing), {shard_of(job) for job in missing})

    async def _recover(self, rows: Sequence[Unfinished], missing: set[str]) -> list[_Pair]:
        """Jobs Redis has, as far as the record at least; the others are put back."""
        found = await peek(self._bus, [row.id for row in rows])
        sound: list[_Pair] = []
        lost: list[tuple[Unfinished, Peek | None]] = []
        for row, there in zip(rows, found, strict=True):
            if there is None or there.position < (row.epoch, row.seq):
                lost.append((row, there))
            elif not there.external:
                sound.append((row, there))

        async def restore(row: Unfinished, there: Peek | None) -> None:
            if not await self._recovery.restore(row, there):
                missing.add(row.id)

        await _few(restore(row, there) for row, there in lost)
        return sound

    async def _marks(self, pairs: Sequence[_Pair], before: dict[str, tuple[int, int]]) -> None:
        """Jobs that moved on without the recorder being told."""
        for row, there in pairs:
            if there.position > (row.epoch, row.seq):
                self._unmarked[row.id] = there.position
                if before.get(row.id) == there.position and await mark(self._bus, there):
                    reason = f"is {there.state} on Redis, recorded as {row.state}"
                    await self._repairs.note("marked", row.id, there.state, reason)

    async def again(self) -> None:
        """Look once more at the jobs that the queue did not know, without a walk over all."""
        before, self._undelivered = self._undelivered, {}
        jobs = list(before)
        for start in range(0, len(jobs), BATCH):
            found = await peek(self._bus, jobs[start : start + BATCH])
            await self._deliveries([there for there in found if there is not None], before)

    async def _deliveries(self, found: Sequence[Peek], before: dict[str, tuple[int, float]]) -> None:
        """Jobs that are queued here and unknown to the queue."""
        now = self._clock()
        waiting = [there for there in found if there.state is JobState.QUEUED and now - there.updated > SETTLED_AFTER]
        if not waiting:
            return
        known = await self._delivery.known_many([(t.job, t.generation, t.lane or DEFAULT_QUEUE) for t in waiting])
        for there in (there for there, is_known in zip(waiting, known, strict=True) if not is_known):
            generation, since = before.get(there.job, (there.generation, time.monotonic()))
            if generation != there.generation:
                since = time.monotonic()
            if time.monotonic() - since < min(self._beat, SETTLED_AFTER):
                self._undelivered[there.job] = (there.generation, since)
                continue
            await self._enqueue(there.job, there.generation, there.lane, not_before=there.not_before)
            await self._repairs.note("enqueued", there.job, JobState.QUEUED, "not in the queue")

    async def _owners(self, pairs: Sequence[_Pair]) -> None:
        """Jobs whose worker is gone."""
        held = [there for _, there in pairs if there.state in (JobState.RUNNING, JobState.CANCELLING)]
        if not held:
            return
        now = await redis_time(self._bus)
        await _few(self._orphan(there) for there in held if there.lease < now)

    async def _orphan(self, there: Peek) -> None:
        looked = await self._bus.orphan(there.job, beat=self._beat, max_attempts=self._max_attempts)
        if looked is None:
            return
        if not looked.changed:
            self._pending = self._pending or looked.look_again > 0
            return
        # Its own events tell of the move.
        self._repairs.tell("orphaned", there.job, was=str(there.state), now=str(looked.state))
        if looked.state is JobState.QUEUED:
            await self._enqueue(there.job, looked.generation, looked.queue)

    async def _children(self, pairs: Sequence[_Pair]) -> None:
        """Children that were announced and never launched."""
        adopter = self._adopter
        if adopter is None:
            return
        for _, there in pairs:
            if adopter.due(there.job, there.epoch, there.children):
                for child in await adopter.adopt(there.job):
                    await self._repairs.note("adopted", child, JobState.QUEUED, "launched late", parent=there.job)
        for child in await adopter.show_ends([there.job for _, there in pairs if there.children]):
            self._repairs.tell("shown", child)

    async def _doomed(self, rows: Sequence[Unfinished]) -> None:
        """Living jobs of which the one that launched them, or one further up, was cancelled."""
        todo = {row.id: row.parent for row in rows if row.parent and row.state != JobState.CANCELLING}
        while todo:
            ancestors = await self._store.lineage(sorted(set(todo.values())))
            further: dict[str, str] = {}
            for job, ancestor in todo.items():
                state, above = ancestors.get(ancestor, (None, None))
                if state in STOPPED:
                    told = await self._canceller.cancel(job, PARENT_CANCELLED)
                    if told is not None and told.changed:
                        self._repairs.tell("cancelled", job, parent=ancestor)
                elif state is not None and JobState(state).terminal and above is not None:
                    further[job] = above
            todo = further

    async def _enqueue(self, job: str, generation: int, lane: str, *, not_before: float | None = None) -> None:
        when = datetime.fromtimestamp(not_before, UTC) if not_before else None
        await self._delivery.enqueue(job, generation, queue=lane or DEFAULT_QUEUE, when=when)


async def _few(calls: Iterable[Awaitable[object]]) -> None:
    """All of them, `AT_A_TIME` at a time. `Unavailable` if one said so."""
    slots = asyncio.Semaphore(AT_A_TIME)

    async def one(call: Awaitable[object]) -> None:
        async with slots:
            await call

    failed = [why for why in await asyncio.gather(*map(one, calls), return_exceptions=True) if why is not None]
    for why in sorted(failed, key=lambda why: not isinstance(why, Unavailable)):
        raise why
