"""What is to be put right: launches cut short, jobs to look after, questions whose time is over, a lost Redis."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

import msgspec
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError

from jobwidgets.bus.replies import Reading
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.records import JobSpec
from jobwidgets.protocol.state import PendingInput

from .base import LIGHT, count, several
from .launching import Launching
from .models import CREATING, LAUNCHING, UNENQUEUED, UNFINISHED, Job, ShardRow
from .rows import NewJob, StoredJob


class Unfinished(NamedTuple):
    """A job that is not over, as far as it is recorded."""

    id: str
    epoch: int
    seq: int
    state: str
    parent: str | None


class Repairing(Launching):
    """What recorder and reconciler need to find and put right."""

    async def unenqueued(self, before: float, limit: int) -> list[StoredJob]:
        """Queued jobs created before ``before`` that the queue has not taken."""
        await self.flush_marks()
        late = select(*LIGHT).where(text(UNENQUEUED), Job.created < before).order_by(Job.created).limit(limit)
        async with self._read() as connection:
            return await several(connection, late)

    async def unfinished(self, after: str, limit: int) -> list[Unfinished]:
        """Jobs of workers that are not over, by id: the ``limit`` next ones after job ``after`` ('' for the first)."""
        statement = (
            select(Job.id, Job.epoch, Job.seq, Job.state, Job.parent)
            .where(text(UNFINISHED), Job.id > after, Job.external.is_(False), Job.state != CREATING)
            .order_by(Job.id)
            .limit(limit)
        )
        async with self._read() as connection:
            return [Unfinished(*row) for row in await connection.execute(statement)]

    async def overdue_questions(self, now: float, limit: int) -> list[tuple[str, str]]:
        """(job, key) of questions whose time was over before ``now``, the oldest first."""
        statement = (
            select(Job.id, Job.input)
            .where(Job.input_expires < now, Job.state == str(JobState.WAITING_INPUT))
            .order_by(Job.input_expires)
            .limit(limit)
        )
        async with self._read() as connection:
            rows = (await connection.execute(statement)).all()
        return [(row.id, msgspec.json.decode(row.input, type=PendingInput).key) for row in rows if row.input]

    async def stale_launches(self, before: float, limit: int) -> list[str]:
        """Launches begun before ``before`` and never finished."""
        statement = select(Job.id).where(text(LAUNCHING), Job.created < before).limit(limit)
        async with self._read() as connection:
            return list((await connection.execute(statement)).scalars())

    async def remove_stale(self, job: str, before: float, forget: Callable[[], Awaitable[object]]) -> bool:
        """Delete a stale launch's row; ``forget`` deletes its keys while the row is locked, so that a new
        launch with the same id cannot come in between. False if there was no such row."""
        statement = delete(Job).where(Job.id == job, Job.state == CREATING, Job.created < before)
        async with self._write() as connection:
            if count(await connection.execute(statement)) == 0:
                return False
            await forget()
        return True

    async def sweep(self, reading: Reading, job: str, forget: Callable[[], Awaitable[object]]) -> bool:
        """Delete the keys of a job that has no row: its launch failed after seeding. False if there is a row.

        The row is made for a moment, which keeps a launch with the same id out meanwhile.
        """
        placeholder = NewJob(JobSpec(job=job, type=reading.type, user=reading.user), created=reading.created)
        try:
            async with self._write() as connection:
                await self._insert_job(connection, placeholder, CREATING)
                await forget()
                await connection.execute(delete(Job).where(Job.id == job))
        except IntegrityError:
            return False
        return True

    async def take_epoch(self, job: str, known: int) -> int | None:
        """The next epoch of a job whose epoch is ``known``, for one caller only; None for the others.

        From now on nothing of an older epoch is recorded.
        """
        taken = update(Job).where(Job.id == job, Job.epoch == known, Job.state != CREATING)
        return known + 1 if await self._changed(taken.values(epoch=known + 1, seq=0)) else None

    async def shard_words(self) -> dict[int, str]:
        """The word Redis last had for each shard."""
        async with self._read() as connection:
            rows = await connection.execute(select(ShardRow.shard, ShardRow.word))
            return {row.shard: row.word for row in rows}

    async def set_shard_word(self, shard: int, word: str) -> None:
        """From now on this is the shard's word."""
        statement = self._insert(ShardRow).values(shard=shard, word=word)
        await self._changed(
            statement.on_conflict_do_update(index_elements=[ShardRow.shard], set_={"word": statement.excluded.word})
        )
