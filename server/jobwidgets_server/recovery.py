"""`Recovery`: puts jobs back that Redis has lost, with its data (flushed, replaced) or in part (an older copy).

Each shard has a generation word on Redis, and the record remembers it: another word, or none, says that the shard is
lost. Whatever the words say, a job is put back if the record has it unfinished and Redis does not have it, or has it
older than the record; and if a worker announces it. What it goes on from is the newest that is known, the worker's
announcement or the record, under a new epoch that is taken in SQL first, so that of several servers one does it. A
crash in between leaves a taken epoch and no job, which the next turn finds like any other loss.

A queued job is put back at once; one that a worker had only when its worker has had a lease and two beats to announce
it.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple, cast

import msgspec
from redis.exceptions import RedisError

from jobwidgets.bus.commands import LOG_BYTES, JobBus
from jobwidgets.bus.connection import translated
from jobwidgets.bus.delivery import Delivery
from jobwidgets.bus.keys import SHARDS, announced_key
from jobwidgets.bus.recovery import REASON, Announcement, Reseed
from jobwidgets.bus.replies import Reading
from jobwidgets.protocol.errors import JobWidgetsError, Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.records import DEFAULT_QUEUE
from jobwidgets.protocol.state import JobSnapshot

from .children import Adopter
from .logging import get_logger
from .peek import Peek, clear_damaged, peek_one, remove
from .repairs import Repairs
from .store import JobStore, StoredJob, Unfinished

log = get_logger(__name__)

IN_FLIGHT = 2.0
"""Seconds a server is given between taking an epoch and putting the job back."""
_HELD = frozenset({JobState.RUNNING, JobState.WAITING_INPUT, JobState.CANCELLING})
"""States in which a job may have an owner."""


class Recovery:
    """Used by the `reconciler.Reconciler`, in its turns. ``lease`` and ``beat`` of the workers, in seconds;
    ``log_bytes``: what a job's event log may take on Redis."""

    def __init__(
        self,
        bus: JobBus,
        store: JobStore,
        delivery: Delivery,
        repairs: Repairs,
        *,
        lease: float,
        beat: float,
        log_bytes: int = LOG_BYTES,
        adopter: Adopter | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._bus = bus
        self._store = store
        self._delivery = delivery
        self._repairs = repairs
        self._beat = beat
        self._patience = lease + 2 * beat
        self._log_bytes = log_bytes
        self._adopter = adopter
        self._clock = clock
        self._words: dict[int, str] | None = None
        """As the record has them."""
        self._run_id = ""
        self._missing: dict[str, float] = {}
        """Since when (`time.monotonic`) a job is missing."""
        self._taken: dict[str, tuple[int, float]] = {}
        """Epochs found taken, and since when."""

    async def lost_shards(self) -> set[int]:
        """The shards that Redis has lost since they were last declared `whole`."""
        held = await self._bus.generations()
        if self._words is None or any(self._words.get(shard) != word for shard, word in enumerate(held)):
            self._words = await self._store.shard_words()
        lost: set[int] = set()
        for shard, word in enumerate(held):
            if word is None:
                # From now on workers see that it is another Redis; jobs may be put into the shard by anybody.
                word = await self._bus.set_generation(shard, secrets.token_hex(16))
            known = self._words.get(shard)
            if known is None:
                await self._remember(shard, word)
            elif known != word:
                lost.add(shard)
        return lost

    async def whole(self, shards: set[int]) -> None:
        """All their jobs are back."""
        held = await self._bus.generations()
        for shard in shards:
            if word := held[shard]:
                await self._remember(shard, word)
                log.info("shard restored", shard=shard)

    async def _remember(self, shard: int, word: str) -> None:
        await self._store.set_shard_word(shard, word)
        assert self._words is not None
        self._words[shard] = word

    async def restarted(self) -> bool:
        """True if this is another Redis process than at the last look: it may have come back with an older copy."""
        run_id = await self._bus.run_id()
        changed, self._run_id = run_id != self._run_id, run_id
        return changed

    # ── announcements ──────────────────────────────────────────────────────────────────────────

    async def announced(self) -> int:
        """Put back what workers announce; how many jobs that were."""
        with translated():
            async with self._bus.redis.pipeline(transaction=False) as pipe:
                for shard in range(SHARDS):
                    pipe.hlen(announced_key(shard))
                counts = await pipe.execute()
        done = 0
        for shard, count in enumerate(counts):
            if not count:
                continue
            for job, said in (await self._bus.announcements(shard)).items():
                done += await self._guarded(job, said)
        return done

    # ── one job ────────────────────────────────────────────────────────────────────────────────

    async def restore(self, row: Unfinished, found: Peek | None) -> bool:
        """Look at an unfinished job that Redis lacks (``found`` None) or has older than the record. True if it is in
        order again, False if there is still to wait."""
        now = time.monotonic()
        waited = now - self._missing.setdefault(row.id, now)
        if waited < (self._patience if JobState(row.state) in _HELD else self._beat if found is not None else 0.0):
            return False
        return await self._guarded(row.id, None)

    def found(self, missing: set[str]) -> None:
        """A walk over all jobs is done: these are still missing."""
        self._missing = {job: since for job, since in self._missing.items() if job in missing}

    async def _guarded(self, job: str, said: Announcement | None) -> bool:
        try:
            return await self._put_back(job, said)
        except Unavailable:
            raise
        except (JobWidgetsError, msgspec.MsgspecError, RedisError, ValueError):
            # What is known of this one cannot be put back; the others must not suffer for it.
            log.exception("cannot be put back", job=job)
            return False

    async def _put_back(self, job: str, said: Announcement | None) -> bool:
        row = await self._store.get(job, code=True)
        if row is None or row.external:
            return True  # gone meanwhile; what a worker announces of it is nobody's any more
        there = await peek_one(self._bus, job)
        if there is None and await clear_damaged(self._bus, job):
            log.warning("damaged keys removed", job=job)
        sound = there is not None and there.position >= (row.epoch, row.seq)
        if said is None and (sound or JobState(row.state).terminal):
            return True
        if said is not None and sound and there is not None and there.epoch > said.snapshot.epoch:
            await self._bus.drop_announcement(job)  # it is back; its worker will see it
            return True
        if self._in_flight(row, said):
            return False
        epoch = await self._store.take_epoch(job, row.epoch)
        if epoch is None:
            return False  # another server was faster, or the job moved: the next turn sees
        plan = await self._plan(row, said, there)
        replaceable = there is None or (plan.owner is not None and plan.owner.token == there.token)
        if there is not None and not replaceable and not await remove(self._bus, job, *there.position):
            return False
        done, generation = await self._bus.reseed(self._reseed(row, plan, epoch, there))
        if not done:
            return False
        await self._after(row, there, plan, generation)
        return True

    def _in_flight(self, row: StoredJob, said: Announcement | None) -> bool:
        """An epoch that nothing known belongs to was taken by another server, which puts the job back right now; or
        died over it, if that lasts."""
        known = max(row.snapshot.epoch if row.snapshot else 1, said.snapshot.epoch if said else 1)
        if row.epoch <= known:
            return False
        now = time.monotonic()
        epoch, since = self._taken.setdefault(row.id, (row.epoch, now))
        if epoch != row.epoch:
            self._taken[row.id] = (row.epoch, now)
            return True
        return now - since < IN_FLIGHT

    async def _plan(self, row: StoredJob, said: Announcement | None, there: Peek | None) -> "_Plan":
        """The newest that is known of the job, and whether the announcing worker still owns it."""
        snapshot, memos = row.last_snapshot(), await self._store.memos(row.id)
        lost = await self._store.count_lost(row.id)
        position = (row.snapshot.epoch, row.snapshot.seq) if row.snapshot else (0, 0)
        if not snapshot.state.terminal:  # an end in the record stands
            if said is not None and (said.snapshot.epoch, said.snapshot.seq) >= position:
                snapshot, position = said.snapshot, (said.snapshot.epoch, said.snapshot.seq)
            reading = await self._bus.read(row.id) if there is not None else None
            lost = max(lost, reading.lost if reading is not None else 0)
            if _newer(reading, position):
                # An epoch was taken and then nothing came of it: Redis still has the job as it was.
                snapshot = cast(JobSnapshot, cast(Reading, reading).snapshot)
                memos |= await self._bus.memos(row.id)
        memos |= said.memos if said is not None else {}
        owner = said if said and said.attempt == snapshot.attempt and snapshot.state in _HELD else None
        return _Plan(snapshot, memos, owner, lost)

    def _reseed(self, row: StoredJob, plan: "_Plan", epoch: int, there: Peek | None) -> Reseed:
        when = row.run_at if row.run_at and row.run_at > self._clock() else None
        return Reseed(
            spec=row.spec(),
            snapshot=plan.snapshot,
            epoch=epoch,
            generation=max(row.generation, there.generation if there else 0),
            log_bytes=self._log_bytes,
            memos=plan.memos,
            not_before=when if plan.snapshot.state is JobState.QUEUED else None,
            owner=plan.owner,
            lost=plan.lost,
        )

    async def _after(self, row: StoredJob, there: Peek | None, plan: "_Plan", generation: int) -> None:
        """The job is on Redis again; whatever fails from here on, the reconciler's walk makes up for."""
        job, state = row.id, plan.snapshot.state
        self._missing.pop(job, None)
        self._taken.pop(job, None)
        await self._bus.drop_announcement(job)
        wished = row.state == JobState.CANCELLING or (there is not None and there.state is JobState.CANCELLING)
        if wished and not state.terminal and state is not JobState.CANCELLING:
            await self._bus.cancel(job, reason=row.reason)  # the wish came after what its worker announced
        if state is JobState.RUNNING or state is JobState.QUEUED:
            when = datetime.fromtimestamp(row.run_at, UTC) if row.run_at and state is JobState.QUEUED else None
            await self._delivery.enqueue(job, generation, queue=row.spec().lane or DEFAULT_QUEUE, when=when)
        if state.terminal or (plan.owner is None and state in (JobState.RUNNING, JobState.CANCELLING)):
            self._repairs.tell("reseeded", job, was=str(state))  # its own events say so
        else:
            by = {"worker": plan.owner.worker} if plan.owner is not None else {}
            await self._repairs.note("reseeded", job, state, REASON, **by)
        if self._adopter is not None and plan.memos:
            await self._adopter.adopt(job)


class _Plan(NamedTuple):
    snapshot: JobSnapshot
    memos: Mapping[str, bytes]
    owner: Announcement | None
    lost: int


def _newer(reading: Reading | None, than: tuple[int, int]) -> bool:
    return reading is not None and reading.snapshot is not None and (reading.epoch, reading.seq) > than
