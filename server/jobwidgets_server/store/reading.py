"""Looking at jobs, one or a few at a time."""

import time
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from jobwidgets.protocol.records import AttemptRecord, CheckpointRecord, History, Transition

from .base import ALL, LIGHT, WITH_SNAPSHOT, Database, one, several
from .models import CREATING, UNFINISHED, AttemptRow, CheckpointRow, Job, MemoRow, TransitionRow
from .rows import StoredJob

WORKER_LOST = "worker lost"
"""The reason of the move of a job whose worker was lost (``common.lua``)."""


class Reading(Database):
    """What answers questions about known jobs."""

    async def get(self, job: str, *, code: bool = False) -> StoredJob | None:
        """The job with its snapshot, and its code if asked. None if unknown or still being launched."""
        async with self._read() as connection:
            found = await one(connection, Job.id == job, ALL if code else WITH_SNAPSHOT)
        return None if found is None or found.creating else found

    async def children(self, parent: str) -> list[StoredJob]:
        """The jobs that job ``parent`` launched, the oldest first."""
        mine = select(*LIGHT).where(Job.parent == parent, Job.state != CREATING).order_by(Job.created, Job.id)
        async with self._read() as connection:
            return await several(connection, mine)

    async def lineage(self, jobs: Sequence[str]) -> dict[str, tuple[str, str | None]]:
        """State and parent of each of these jobs; unknown ones, and those still being launched, are absent."""
        wanted = select(Job.id, Job.state, Job.parent).where(Job.id.in_(jobs), Job.state != CREATING)
        async with self._read() as connection:
            return {row.id: (row.state, row.parent) for row in await connection.execute(wanted)}

    async def count_lost(self, job: str) -> int:
        """How many workers the job has lost, as far as is recorded."""
        told = (TransitionRow.job == job, TransitionRow.seq > 0, TransitionRow.reason == WORKER_LOST)
        async with self._read() as connection:
            return int((await connection.execute(select(func.count()).where(*told))).scalar_one())

    async def memos(self, job: str) -> dict[str, bytes]:
        """What a new attempt of the job starts from, by name."""
        statement = select(MemoRow.name, MemoRow.value).where(MemoRow.job == job)
        async with self._read() as connection:
            return {row.name: row.value for row in await connection.execute(statement)}

    async def count_unfinished(self, quiet_after: float) -> int:
        """Jobs that are not over; external ones only if heard of in the last ``quiet_after`` seconds,
        because nobody notices when their worker dies."""
        heard = or_(Job.external.is_(False), Job.recorded > time.time() - quiet_after)
        statement = select(func.count()).select_from(Job).where(text(UNFINISHED), heard)
        async with self._read() as connection:
            return int((await connection.execute(statement)).scalar_one())

    async def history(self, job: str) -> History:
        """The job's life: transitions in their order with the repairs among them, attempts, checkpoints."""
        moves = select(*TransitionRow.__table__.c).where(TransitionRow.job == job)
        tries = select(*AttemptRow.__table__.c).where(AttemptRow.job == job).order_by(AttemptRow.attempt)
        points = select(*CheckpointRow.__table__.c).where(CheckpointRow.job == job).order_by(CheckpointRow.number)
        async with self._read() as connection:
            transitions = await _records(connection, moves.order_by(TransitionRow.epoch, TransitionRow.seq), Transition)
            return History(
                transitions=_in_order(transitions),
                attempts=await _records(connection, tries, AttemptRecord),
                checkpoints=await _records(connection, points, CheckpointRecord),
            )


T = TypeVar("T", Transition, AttemptRecord, CheckpointRecord)


async def _records(connection: AsyncConnection, statement: Any, kind: type[T]) -> list[T]:
    rows = (await connection.execute(statement)).mappings()
    return [msgspec.convert({name: value for name, value in row.items() if name != "job"}, kind) for row in rows]


def _in_order(transitions: Sequence[Transition]) -> list[Transition]:
    """By number; a repair, which has none, stands before the first move that came after it."""
    moves = [t for t in transitions if t.seq]
    repairs = sorted((t for t in transitions if not t.seq), key=lambda t: t.at)
    merged: list[Transition] = []
    for move in moves:
        while repairs and repairs[0].at < move.at:
            merged.append(repairs.pop(0))
        merged.append(move)
    return merged + repairs
