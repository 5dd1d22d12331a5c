"""The recorder: copies what happens on Redis into the SQL record.

The scripts leave a dirty mark (epoch, seq, state, children) per job and shard. A mark only wakes the recorder: it reads
the job and stores where it stands, if that is newer than the row, with its moves, its memos and its event log. A new
state and the end are stored at once, progress and text every few seconds (`ACTIVE_EVERY`; where many jobs run up to
`ACTIVE_AT_MOST`); children are launched at once. Any number of servers may run one: a short lock per shard keeps them
from doing the work twice, the condition on (epoch, seq) keeps it right. Only when the end and all of the log are stored
do the job's keys get their TTL.
"""

import asyncio
import heapq
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge
from sqlalchemy.exc import DBAPIError

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.keys import SHARDS
from jobwidgets.bus.replies import Mark, Reading
from jobwidgets.protocol.errors import ProtocolError, Unavailable
from jobwidgets.protocol.events import JobState

from .archive import ARCHIVE_ABOVE, ARCHIVE_BYTES, Archive
from .children import Adopter
from .logging import get_logger
from .observing import Observed, observe
from .outage import Loop
from .peek import remove
from .store import JobStore, Position, Recorded
from .store.models import CREATING

log = get_logger(__name__)

LOOK_EVERY = 0.25
ACTIVE_EVERY = 5.0
"""Seconds between two records of a job that goes on in the same state."""
ACTIVE_RATE = 40
"""Records a second of such jobs; where that is not enough they wait longer, the one recorded longest ago is next …"""
ACTIVE_AT_MOST = 30.0
"""… but none waits longer than this, in seconds."""
FRESH = 2.0
"""Seconds after its launch in which a job may well move on."""
LOCK_SECONDS = 3.0
BATCH = 50
"""Jobs per transaction."""
UNWANTED_AFTER = 60.0
"""Age, in seconds, at which keys without a row count as left over from a failed launch."""
MEMORY = 10_000
"""Jobs of which is remembered how many memos are recorded; another look costs one read of them."""
SET_ASIDE = 60.0
"""Seconds for which a job that cannot be stored is left alone."""


class Recorder:
    """Runs while its ``loop`` does. ``keep_finished``: TTL in seconds of a recorded job's keys. Without an ``adopter``
    children are left to other servers. ``archive_bytes``: what the archived events of a job may take."""

    def __init__(
        self,
        bus: JobBus,
        store: JobStore,
        *,
        keep_finished: float,
        adopter: Adopter | None = None,
        archive_bytes: int = ARCHIVE_BYTES,
        registry: CollectorRegistry | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._bus = bus
        self._store = store
        self._keep = keep_finished
        self._adopter = adopter
        self._archive = Archive(bus, store, cap=archive_bytes)
        self._clock = clock
        self._id = secrets.token_hex(8)
        self._known: dict[str, Position] = {}
        self._memos: dict[str, tuple[int, int]] = {}
        """Of living jobs: epoch, and how many memos of it are recorded."""
        self._fresh: set[str] = set()
        self._aside: dict[str, float] = {}
        self._backlogs = [0] * SHARDS
        self._credit, self._credited = float(ACTIVE_RATE), self._clock()
        """How many jobs that only progress may be recorded now, and when that was reckoned."""
        self.loop = Loop("recorder", self.turn, LOOK_EVERY)
        self._stored = Counter("jobwidgets_records", "Snapshots stored in the record", registry=registry)
        self._gauge = Gauge("jobwidgets_recorder_backlog", "Jobs with unrecorded events", registry=registry)

    @property
    def backlog(self) -> int:
        """Jobs with events that are not recorded, at the last look."""
        return sum(self._backlogs)

    async def turn(self) -> None:
        """One look at every shard."""
        marks = await self._bus.all_dirty()
        seen: set[str] = set()
        for shard, dirty in enumerate(marks):
            self._backlogs[shard] = len(dirty)
            seen.update(dirty)
        self._gauge.set(self.backlog)
        self._known = {job: position for job, position in self._known.items() if job in seen}
        self._fresh &= seen
        if len(self._memos) > MEMORY:
            self._memos = {job: known for job, known in self._memos.items() if job in seen}
        chosen = self._choose({job: mark for dirty in marks for job, mark in dirty.items()})
        adopting = True
        for shard, dirty in enumerate(marks):
            parents = self._parents(dirty) if adopting else []
            due = [job for job in dirty if job in chosen]
            if (parents or due) and await self._bus.lock_shard(shard, self._id, LOCK_SECONDS):
                # First, because the mark that tells of children stays until they are launched.
                for job in parents:
                    adopting = adopting and await self._adopt(job)
                for start in range(0, len(due), BATCH):
                    await self._record({job: dirty[job] for job in due[start : start + BATCH]})

    def _choose(self, marks: Mapping[str, Mark]) -> set[str]:
        """Which jobs to record now: of those that only progress no more than `ACTIVE_RATE` allows."""
        now = self._clock()
        self._credit = min(ACTIVE_RATE, self._credit + (now - self._credited) * ACTIVE_RATE)
        self._credited = now
        chosen: set[str] = set()
        progressing: list[tuple[float, str]] = []
        for job, mark in marks.items():
            if self._due(job, mark):
                known = self._known.get(job)
                if known is None or known.state != mark.state or now - known.recorded >= ACTIVE_AT_MOST:
                    chosen.add(job)
                else:
                    progressing.append((known.recorded, job))
        some = heapq.nsmallest(int(self._credit), progressing)
        self._credit -= len(some)
        return chosen.union(job for _, job in some)

    def _due(self, job: str, mark: Mark) -> bool:
        now = self._clock()
        if self._aside.get(job, 0.0) > now:
            return False
        known = self._known.get(job)
        if known is None or known.state != mark.state or mark.state.terminal:
            return True
        return now - known.recorded >= ACTIVE_EVERY

    # ── children ───────────────────────────────────────────────────────────────────────────────

    def _parents(self, dirty: Mapping[str, Mark]) -> list[str]:
        adopter = self._adopter
        if adopter is None:
            return []
        return [job for job, mark in dirty.items() if adopter.due(job, mark.epoch, mark.children)]

    async def _adopt(self, parent: str) -> bool:
        """False if no children can be launched at the moment: what else is to be recorded does not wait for it."""
        assert self._adopter is not None
        try:
            await self._adopter.adopt(parent)
        except Unavailable as why:
            log.warning("children must wait", job=parent, error=str(why))
            return False
        return True

    def _owed(self, job: str, mark: Mark) -> bool:
        """Are children of the job still to be launched?"""
        return self._adopter is not None and self._adopter.owes(job, mark.epoch, mark.children)

    # ── recording ──────────────────────────────────────────────────────────────────────────────

    async def _record(self, marks: dict[str, Mark]) -> None:
        # Another server may have recorded some of them since we last knew.
        positions = await self._store.positions(list(marks))
        self._known.update(positions)
        looks: list[Awaitable[Observed | None]] = []
        settled: list[tuple[str, Mark]] = []
        for job, mark in marks.items():
            position = positions.get(job)
            if position is not None and position.state == CREATING:
                continue  # its launch will finish in a moment, or be undone
            if position is not None and _over_before(position, mark):
                if await remove(self._bus, job, mark.epoch, mark.seq):
                    log.warning("copy removed that ran on after the end", job=job, epoch=mark.epoch, seq=mark.seq)
            elif position is not None and (position.epoch, position.seq) > (mark.epoch, mark.seq):
                await self._behind(job, mark, position)
            elif position is not None and (position.epoch, position.seq) == (mark.epoch, mark.seq):
                if position.recorded:
                    settled.append((job, mark))
                elif self._is_new(job, position):
                    continue
                else:
                    looks.append(self._look(job, mark, known=True))
            elif self._due(job, mark):
                looks.append(self._look(job, mark, known=position is not None))
        work = [found for found in await asyncio.gather(*looks) if found is not None]
        for seen in await self._write(work):
            at = seen.snapshot
            # It may have launched more since the mark was read.
            mark = Mark(at.epoch, at.seq, seen.reading.state, max(marks[at.job].children, len(at.children)))
            self._known[at.job] = Position(mark.epoch, mark.seq, mark.state, recorded=self._clock())
            self._memos[at.job] = (at.epoch, seen.reading.memos)
            if not mark.state.terminal and seen.reading.log_bytes > ARCHIVE_ABOVE:
                await self._archive.take(at.job)
            settled.append((at.job, mark))
        await asyncio.gather(*(self._settle(job, mark) for job, mark in settled))

    def _is_new(self, job: str, position: Position) -> bool:
        """A launch writes the row of its first event itself, but not the job's history. Most jobs move on in a moment,
        and it is recorded with their next event; one that still waits after `FRESH` seconds is worth a look of its own.
        """
        now = self._clock()
        if job in self._fresh:
            return False
        self._fresh.add(job)
        self._known[job] = position._replace(recorded=now - ACTIVE_EVERY + FRESH)
        return True

    async def _settle(self, job: str, mark: Mark) -> None:
        """The record is as far as the mark: take the mark away, and let the keys of a finished job expire. Not while
        children of it are still to be launched."""
        if self._owed(job, mark):
            return
        if not mark.state.terminal:
            await self._bus.recorded(job, mark.epoch, mark.seq)
            return
        await self._archive.take(job)
        if await self._bus.recorded(job, mark.epoch, mark.seq, ttl=self._keep):
            self._memos.pop(job, None)
            if self._adopter is not None:
                self._adopter.forget(job)

    async def _behind(self, job: str, mark: Mark, position: Position) -> None:
        """The record is further than the mark, which may be old: another server has recorded the job since we looked.

        If Redis itself stands there it has come back with an older copy. A job that is over in the record must not
        begin again; others are put back by `recovery`.
        """
        if JobState(position.state).terminal and await remove(self._bus, job, mark.epoch, mark.seq):
            log.warning("older copy removed", job=job, epoch=mark.epoch, seq=mark.seq)
        else:
            await self._bus.recorded(job, mark.epoch, mark.seq)

    async def _look(self, job: str, mark: Mark, *, known: bool) -> Observed | None:
        try:
            seen = await observe(self._bus, job, lambda reading: self._memos_grew(job, reading))
        except ProtocolError as why:
            self._set_aside(job, why)
            return None
        if seen is None:
            await self._bus.recorded(job, mark.epoch, mark.seq)  # the keys are gone: drop the mark
            return None
        reading = seen.reading
        if known or reading.external:
            return seen
        unwanted = reading.attempt == 0 and self._clock() - reading.created > UNWANTED_AFTER
        if unwanted and await self._store.sweep(reading, job, lambda: self._bus.forget(job)):
            log.warning("swept", job=job, why="its launch failed half-way")
        elif reading.attempt > 0 and reading.state.terminal:
            await self._bus.recorded(job, reading.epoch, reading.seq, ttl=self._keep)
        elif reading.attempt > 0:
            self._leave_alone(job)  # brought back by an older copy, and removed from the record since
        return None

    def _memos_grew(self, job: str, reading: Reading) -> bool:
        return reading.memos > 0 and self._memos.get(job) != (reading.epoch, reading.memos)

    async def _write(self, work: Sequence[Observed]) -> Sequence[Observed]:
        """Store ``work`` and return what was stored."""
        if not work:
            return work
        try:
            await self._store.record([Recorded(*seen) for seen in work], self._clock())
            self._stored.inc(len(work))
            return work
        except DBAPIError as why:
            if len(work) == 1:
                self._set_aside(work[0].snapshot.job, why)
                return []
        # One of them cannot be stored; the others must not suffer for it.
        return [item for one in work for item in await self._write([one])]

    def _leave_alone(self, job: str) -> None:
        now = self._clock()
        self._aside = {other: until for other, until in self._aside.items() if until > now}
        self._aside[job] = now + SET_ASIDE

    def _set_aside(self, job: str, why: Exception) -> None:
        self._leave_alone(job)
        log.error("cannot record", job=job, error=f"{type(why).__name__}: {str(why)[:300]}")


def _over_before(position: Position, mark: Mark) -> bool:
    """Is the job over in the record, and has run on in the same epoch? Then Redis came back with an older copy; the end
    that is recorded is the only one of its epoch."""
    same = position.epoch == mark.epoch and 0 < position.seq < mark.seq
    return same and position.state != CREATING and JobState(position.state).terminal
