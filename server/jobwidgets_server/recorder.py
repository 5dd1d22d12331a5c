"""The recorder: copies what happens on Redis into the SQL record.

The scripts leave a dirty mark (epoch, seq, state) per job and shard. A mark only wakes the recorder: it reads
the job and stores where it stands, if that is newer than the row. A new state and the end are stored at once,
progress and text every few seconds. Any number of servers may run one: a short lock per shard keeps them from
doing the work twice, the condition on (epoch, seq) keeps it right.
"""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge
from sqlalchemy.exc import DBAPIError

from jobwidgets.bus.commands import JobBus, Mark, Reading
from jobwidgets.bus.keys import SHARDS
from jobwidgets.protocol.errors import ProtocolError
from jobwidgets.protocol.state import JobSnapshot

from .logging import get_logger
from .outage import Loop
from .store import JobStore, Position
from .store.models import CREATING

log = get_logger(__name__)

LOOK_EVERY = 0.25
ACTIVE_EVERY = 5.0
"""Seconds between two records of a job that goes on in the same state."""
LOCK_SECONDS = 3.0
BATCH = 50
"""Jobs per transaction."""
UNWANTED_AFTER = 60.0
"""Age, in seconds, at which keys without a row count as left over from a failed launch."""
SET_ASIDE = 60.0
"""Seconds for which a job that cannot be stored is left alone."""

_Work = tuple[Reading, JobSnapshot]


class Recorder:
    """Runs while its ``loop`` does. ``keep_finished``: TTL in seconds of a recorded job's keys."""

    def __init__(
        self,
        bus: JobBus,
        store: JobStore,
        *,
        keep_finished: float,
        registry: CollectorRegistry | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._bus = bus
        self._store = store
        self._keep = keep_finished
        self._clock = clock
        self._id = secrets.token_hex(8)
        self._known: dict[str, Position] = {}
        self._aside: dict[str, float] = {}
        self._backlogs = [0] * SHARDS
        self.loop = Loop("recorder", self.turn, LOOK_EVERY)
        self._stored = Counter("jobwidgets_records", "Snapshots stored in the record", registry=registry)
        self._gauge = Gauge("jobwidgets_recorder_backlog", "Jobs with unrecorded events", registry=registry)

    @property
    def backlog(self) -> int:
        """Jobs with events that are not recorded, at the last look."""
        return sum(self._backlogs)

    async def turn(self) -> None:
        """One look at every shard."""
        marks = await asyncio.gather(*(self._bus.dirty(shard) for shard in range(SHARDS)))
        seen: set[str] = set()
        for shard, dirty in enumerate(marks):
            self._backlogs[shard] = len(dirty)
            seen.update(dirty)
        self._gauge.set(self.backlog)
        self._known = {job: position for job, position in self._known.items() if job in seen}
        for shard, dirty in enumerate(marks):
            due = [job for job, mark in dirty.items() if self._due(job, mark)]
            if due and await self._bus.lock_shard(shard, self._id, LOCK_SECONDS):
                for start in range(0, len(due), BATCH):
                    await self._record({job: dirty[job] for job in due[start : start + BATCH]})

    def _due(self, job: str, mark: Mark) -> bool:
        now = self._clock()
        if self._aside.get(job, 0.0) > now:
            return False
        known = self._known.get(job)
        if known is None or known.state != mark.state or mark.state.terminal:
            return True
        return now - known.recorded >= ACTIVE_EVERY

    async def _record(self, marks: dict[str, Mark]) -> None:
        # Another server may have recorded some of them since we last knew.
        positions = await self._store.positions(list(marks))
        self._known.update(positions)
        looks: list[Awaitable[_Work | None]] = []
        settled: list[tuple[str, Mark]] = []
        for job, mark in marks.items():
            position = positions.get(job)
            if position is not None and position.state == CREATING:
                continue  # its launch will finish in a moment, or be undone
            if position is not None and (position.epoch, position.seq) >= (mark.epoch, mark.seq):
                settled.append((job, mark))
            elif self._due(job, mark):
                looks.append(self._look(job, mark, known=position is not None))
        work = [found for found in await asyncio.gather(*looks) if found is not None]
        done = await self._write(work)
        for reading, snapshot in done:
            mark = Mark(snapshot.epoch, snapshot.seq, reading.state)
            self._known[snapshot.job] = Position(*mark, recorded=self._clock())
            settled.append((snapshot.job, mark))
        await asyncio.gather(*(self._settle(job, mark) for job, mark in settled))

    async def _settle(self, job: str, mark: Mark) -> None:
        """The record is as far as the mark: take the mark away, and let the keys of a finished job expire."""
        await self._bus.recorded(job, mark.epoch, mark.seq, ttl=self._keep if mark.state.terminal else None)

    async def _look(self, job: str, mark: Mark, *, known: bool) -> _Work | None:
        try:
            reading = await self._bus.read(job)
        except ProtocolError as why:
            self._set_aside(job, why)
            return None
        if reading is None or reading.snapshot is None:
            await self._bus.recorded(job, mark.epoch, mark.seq)  # the keys are gone: drop the mark
            return None
        if known or reading.external:
            return reading, reading.snapshot
        unwanted = reading.attempt == 0 and self._clock() - reading.created > UNWANTED_AFTER
        if unwanted and await self._store.sweep(reading, job, lambda: self._bus.forget(job)):
            log.warning("swept", job=job, why="its launch failed half-way")
        return None

    async def _write(self, work: Sequence[_Work]) -> Sequence[_Work]:
        """Store ``work`` and return what was stored."""
        if not work:
            return work
        try:
            await self._store.record(work, self._clock())
            self._stored.inc(len(work))
            return work
        except DBAPIError as why:
            if len(work) == 1:
                self._set_aside(work[0][1].job, why)
                return []
        # One of them cannot be stored; the others must not suffer for it.
        return [item for one in work for item in await self._write([one])]

    def _set_aside(self, job: str, why: Exception) -> None:
        now = self._clock()
        self._aside = {other: until for other, until in self._aside.items() if until > now}
        self._aside[job] = now + SET_ASIDE
        log.error("cannot record", job=job, error=f"{type(why).__name__}: {str(why)[:300]}")
