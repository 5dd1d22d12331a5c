"""The job's life as it is copied from Redis: where it stands, its transitions, attempts, checkpoints and memos.

Recording is idempotent and monotone in (epoch, seq): the same again changes nothing, an older look never replaces a
newer one, an end on record is the only one of its epoch, and one transaction holds all of it, so nothing is lost
wherever a server dies.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Update, bindparam, func, or_, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from jobwidgets.bus.replies import Reading
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import Event, JobState
from jobwidgets.protocol.records import JobSpec
from jobwidgets.protocol.state import JobSnapshot

from .base import count
from .launching import Launching
from .models import CREATING, OVER, AttemptRow, CheckpointRow, Job, MemoRow, TransitionRow
from .rows import NewJob, live_columns, plain_text
from .search import and_these, fts_said, row_words, said_words

REPLACED = "replaced"
"""Why an attempt ended of which nothing but the next one is known."""


class Position(NamedTuple):
    """How far a job is recorded, and when that was."""

    epoch: int
    seq: int
    state: str
    recorded: float


class Recorded(NamedTuple):
    """One look at a job, to be recorded. ``moves``: its events of state, attempt and checkpoint, oldest first, as far
    back as they may be unrecorded. ``memos`` None: unchanged."""

    reading: Reading
    snapshot: JobSnapshot
    moves: Sequence[Event] = ()
    memos: dict[str, bytes] | None = None


class Recording(Launching):
    """What the recorder writes."""

    async def positions(self, jobs: Sequence[str]) -> dict[str, Position]:
        """How far each job is recorded; unknown ones are absent."""
        statement = select(Job.id, Job.epoch, Job.seq, Job.state, Job.recorded).where(Job.id.in_(jobs))
        async with self._read() as connection:
            return {row.id: Position(*row[1:]) for row in await connection.execute(statement)}

    async def record(self, work: Sequence[Recorded], now: float) -> None:
        """Store where the jobs stand and how they came there; a row that is already further stays as it is, and so does
        one that is over in the same epoch.

        An external job that has no row gets one; of another's job under its id nothing is touched. Rows still being
        launched are left to their launch.
        """
        async with self._write() as connection:
            newer: list[Recorded] = []
            for item in work:
                if item.reading.external:
                    await self._adopt(connection, item.reading, item.snapshot.job)
                if await self._advance(connection, item, now):
                    newer.append(item)
            await self._record_life(connection, work)
            await self._record_memos(connection, newer)

    async def _advance(self, connection: AsyncConnection, item: Recorded, now: float) -> bool:
        """The job's row; False if it is as far already."""
        snapshot = item.snapshot
        columns = live_columns(snapshot, item.reading.generation, now)
        over = said_words(snapshot) if snapshot.state.terminal else []
        if over and self._postgres:
            columns["search"] = and_these(over, Job.__table__.c.search)
        older = tuple_(Job.epoch, Job.seq) < (snapshot.epoch, snapshot.seq)
        # An epoch that was only just taken (`take_epoch`) has no end yet.
        goes_on = or_(Job.state.not_in(OVER), Job.epoch < snapshot.epoch, Job.seq == 0)
        same = [Job.id == snapshot.job, Job.state != CREATING, Job.external.is_(item.reading.external)]
        if item.reading.external:
            same.append(Job.owner == item.reading.user)
        statement = update(Job).where(*same, older, goes_on).values(columns)
        advanced = count(await connection.execute(statement)) == 1
        if advanced and over and not self._postgres:
            await fts_said(connection, {snapshot.job: over})
        return advanced

    async def _adopt(self, connection: AsyncConnection, reading: Reading, job: str) -> None:
        """The row of an external job, which begins on Redis."""
        known = await connection.execute(select(Job.id).where(Job.id == job))
        if known.first() is not None:
            return
        spec = JobSpec(job=job, type=reading.type, user=reading.user, queue=reading.queue)
        try:
            async with connection.begin_nested():
                await self._insert_job(connection, NewJob(spec, reading.created), str(JobState.QUEUED), external=True)
                await self._store_words(connection, {job: row_words(job, spec.type, "[]", "{}")})
        except IntegrityError:
            return  # another server's recorder was faster

    async def _record_life(self, connection: AsyncConnection, work: Sequence[Recorded]) -> None:
        """Transitions, attempts and checkpoints of jobs that have a row and are launched."""
        told = [item for item in work if item.moves or item.snapshot.attempts]
        if not told:
            return
        last = (
            select(Job.id, Job.epoch, Job.seq, TransitionRow.epoch, func.max(TransitionRow.seq))
            .outerjoin(TransitionRow, TransitionRow.job == Job.id)
            .where(Job.id.in_([item.snapshot.job for item in told]), Job.state != CREATING)
            .group_by(Job.id, Job.epoch, Job.seq, TransitionRow.epoch)
        )
        recorded: dict[str, dict[int, int]] = {}
        rows: dict[str, tuple[int, int]] = {}
        for job, at_epoch, at_seq, epoch, seq in await connection.execute(last):
            recorded.setdefault(job, {})[epoch] = seq
            rows[job] = at_epoch, at_seq
        life = _Life()
        for item in told:
            if (heads := recorded.get(item.snapshot.job)) is not None:
                # What comes before the last recorded move was recorded with it; what is beyond the row is not its.
                row = rows[item.snapshot.job]
                new = (move for move in item.moves if move.seq > heads.get(move.epoch, 0))
                life.add(item, [move for move in new if (move.epoch, move.seq) <= row])
        await self._store_life(connection, life)

    async def _store_life(self, connection: AsyncConnection, life: "_Life") -> None:
        for table, rows in ((TransitionRow, life.transitions), (AttemptRow, life.attempts)):
            if rows:
                await connection.execute(self._insert(table).on_conflict_do_nothing(), rows)
        if life.checkpoints:
            again = self._insert(CheckpointRow)
            newest = again.on_conflict_do_update(
                index_elements=[CheckpointRow.job, CheckpointRow.number],
                set_={"attempt": again.excluded.attempt, "at": again.excluded.at},
            )
            await connection.execute(newest, life.checkpoints)
        if life.ends:
            await connection.execute(_END, life.ends)
        if life.replacements:
            await connection.execute(_REPLACE, life.replacements)

    async def _record_memos(self, connection: AsyncConnection, work: Sequence[Recorded]) -> None:
        """Memos only where the row advanced: an older look has older ones."""
        fresh = {item.snapshot.job: item.memos for item in work if item.memos}
        if not fresh:
            return
        statement = select(MemoRow.job, MemoRow.name, MemoRow.digest).where(MemoRow.job.in_(fresh))
        known = {(row.job, row.name): row.digest for row in await connection.execute(statement)}
        rows = [
            {"job": job, "name": name, "digest": digest, "value": value}
            for job, memos in fresh.items()
            for name, value in memos.items()
            if known.get((job, name)) != (digest := hashlib.blake2b(value, digest_size=8).hexdigest())
        ]
        if rows:
            upsert = self._insert(MemoRow)
            again = upsert.on_conflict_do_update(
                index_elements=[MemoRow.job, MemoRow.name],
                set_={"digest": upsert.excluded.digest, "value": upsert.excluded.value},
            )
            await connection.execute(again, rows)

    async def note(self, job: str, *, at: float, state: JobState | str, reason: str) -> None:
        """A repair that changed no state, among the job's transitions. Nothing for a job without a row."""
        async with self._write() as connection:
            found = (await connection.execute(select(Job.epoch, Job.attempt).where(Job.id == job))).first()
            if found is None:
                return
            row = {"job": job, "epoch": found.epoch, "seq": 0, "at": at, "state": str(state)}
            row |= {"attempt": found.attempt, "reason": plain_text(reason)}
            await connection.execute(self._insert(TransitionRow).values(row).on_conflict_do_nothing())


def _open_attempts(which: Any) -> Update:
    return (
        update(AttemptRow)
        .where(AttemptRow.job == bindparam("of"), which, AttemptRow.ended.is_(None))
        .values(ended=bindparam("at"), why=bindparam("because"))
    )


_END = _open_attempts(AttemptRow.attempt == bindparam("number"))
_REPLACE = _open_attempts(AttemptRow.attempt < bindparam("number"))


class _Life:
    """Rows made of events."""

    def __init__(self) -> None:
        self.transitions: list[dict[str, Any]] = []
        self.attempts: list[dict[str, Any]] = []
        self.checkpoints: list[dict[str, Any]] = []
        self.ends: list[dict[str, Any]] = []
        self.replacements: list[dict[str, Any]] = []

    def add(self, item: Recorded, moves: Sequence[Event]) -> None:
        """The rows of one job: of its unrecorded moves, and of attempts whose event is no longer to be had."""
        job, told = item.snapshot.job, set[int]()
        for move in moves:
            match move:
                case ev.State():
                    self._state(job, move)
                case ev.Attempt():
                    told.add(move.attempt)
                    self._attempt(job, move.attempt, move.worker, move.checkpoint, move.at)
                case ev.Checkpoint():
                    self.checkpoints.append({"job": job, "number": move.number, "attempt": move.attempt, "at": move.at})
                case _:
                    pass
        if moves:
            for start in item.snapshot.attempts:
                if start.attempt not in told:
                    self._attempt(job, start.attempt, start.worker, start.checkpoint, start.at)

    def _state(self, job: str, move: ev.State) -> None:
        reason = plain_text(move.reason)
        row = {"job": job, "epoch": move.epoch, "seq": move.seq, "at": move.at}
        self.transitions.append(row | {"state": str(move.state), "attempt": move.attempt, "reason": reason})
        if move.state.terminal or move.state is JobState.QUEUED:
            why = f"{move.state}: {reason}" if reason else str(move.state)
            self.ends.append({"of": job, "number": move.attempt, "at": move.at, "because": why})

    def _attempt(self, job: str, number: int, worker: str | None, checkpoint: int, at: float) -> None:
        row = {"job": job, "attempt": number, "worker": plain_text(worker), "checkpoint": checkpoint, "started": at}
        self.attempts.append(row | {"ended": None, "why": None})
        self.replacements.append({"of": job, "number": number, "at": at, "because": REPLACED})
