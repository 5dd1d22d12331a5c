"""The launch: a row that nobody sees, until its keys are on Redis and the launch is committed."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, delete, exists, insert, literal, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from jobwidgets.protocol.errors import Unavailable
from jobwidgets.protocol.events import JobState

from .base import ALL, Database, count, one
from .models import CREATING, Job, JobTag, TransitionRow
from .rows import NewJob, StoredJob, new_row
from .search import and_these, fts_asked, fts_delete, row_words

MARK_AFTER = 0.05
"""Seconds for which marks are collected."""


class Launching(Database):
    """What `launch.Launcher` needs."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._marks: dict[str, int] = {}
        self._marking: asyncio.Task[None] | None = None
        self._flushing = asyncio.Lock()

    async def insert(self, new: NewJob) -> bool:
        """A row in state ``creating``. False if its id or idempotency key is taken."""
        try:
            if not new.spec.tags:
                return await self._changed(_INSERT, new_row(new, CREATING)) == 1
            async with self._write() as connection:
                await self._insert_job(connection, new, CREATING)
        except IntegrityError:
            return False
        return True

    async def _insert_job(self, connection: AsyncConnection, new: NewJob, state: str, **more: Any) -> None:
        await connection.execute(_INSERT, new_row(new, state) | more)
        if tags := sorted(set(new.spec.tags)):
            tagged = {"job": new.spec.job, "owner": new.spec.user, "created": new.created}
            await connection.execute(insert(JobTag), [{"tag": tag, **tagged} for tag in tags])

    async def _delete_jobs(self, connection: AsyncConnection, jobs: list[str]) -> int:
        """Their rows; what belongs to them goes with them. How many went: another server may be at the same."""
        gone = count(await connection.execute(delete(Job).where(Job.id.in_(jobs))))
        if not self._postgres:
            await fts_delete(connection, jobs)
        return gone

    async def find_repeat(self, owner: str, job: str, key: str | None) -> StoredJob | None:
        """The row that `insert` collided with: the one with this owner's key, else the one with this id."""
        async with self._read() as connection:
            if key is not None:
                by_key = and_(Job.owner == owner, Job.idempotency_key == key)
                if found := await one(connection, by_key, ALL):
                    return found
            return await one(connection, Job.id == job, ALL)

    async def commit_queued(self, job: str, *, epoch: int, generation: int) -> bool:
        """The launch is done: from now on everyone sees the job, with its first event. False if the row is
        not ``creating`` any more."""
        return await self._changed(_QUEUED, {"job": job, "new_epoch": epoch, "delivery": generation}) == 1

    async def mark_enqueued(self, job: str, generation: int) -> None:
        """The queue has delivery ``generation`` of the job, and its words can be found.

        Returns at once: marks are written a moment later, many in one transaction. Where that does not happen the
        reconciler finds the job not enqueued, and a second delivery of the same generation is not taken.
        """
        self._marks[job] = generation
        if self._marking is None or self._marking.done():
            self._marking = asyncio.create_task(self._mark_soon(), name="marks")

    async def _mark_soon(self) -> None:
        await asyncio.sleep(MARK_AFTER)
        with contextlib.suppress(Unavailable):  # they stay, and go with the next
            while self._marks:
                await self.flush_marks()

    async def flush_marks(self) -> None:
        """Return when all that `mark_enqueued` was told is written. Raises `Unavailable`, and forgets nothing then."""
        async with self._flushing:
            marks, self._marks = self._marks, {}
            if not marks:
                return
            try:
                async with self._write() as connection:
                    await self._write_marks(connection, marks)
            except (Unavailable, asyncio.CancelledError):
                self._marks = marks | self._marks
                raise

    async def _write_marks(self, connection: AsyncConnection, marks: Mapping[str, int]) -> None:
        rows = select(Job.id, Job.type, Job.tags, Job.params).where(Job.id.in_(marks))
        found = {row.id: row_words(*row) for row in await connection.execute(rows)}
        if found:
            await connection.execute(_MARK, [{"job": job, "delivery": marks[job]} for job in found])
            await self._store_words(connection, found)
            # The first transition; the recorder brings it too, but not before the job has gone on.
            first = select(Job.id, *_FIRST, Job.created).where(Job.id.in_(found), ~_HAS_TRANSITIONS)
            names = ["job", "epoch", "seq", "attempt", "state", "at"]
            await connection.execute(self._insert(TransitionRow).from_select(names, first).on_conflict_do_nothing())

    async def _store_words(self, connection: AsyncConnection, found: Mapping[str, Sequence[str]]) -> None:
        """The words that jobs were launched with."""
        if self._postgres:
            await connection.execute(_WORDS, [{"job": job, "found": list(words)} for job, words in found.items()])
        else:
            await fts_asked(connection, found)

    async def stop(self) -> None:
        if self._marking is not None:
            self._marking.cancel()
            await asyncio.gather(self._marking, return_exceptions=True)
        try:
            with contextlib.suppress(Unavailable):
                await self.flush_marks()
        finally:
            await super().stop()

    async def discard(self, job: str) -> bool:
        """Undo `insert`; False if the launch was finished meanwhile."""
        return await self._changed(delete(Job).where(Job.id == job, Job.state == CREATING)) == 1


_TABLE = cast(Table, Job.__table__)
# Made once: building and hashing a statement costs more than SQLite needs to run it.
_INSERT = insert(_TABLE)
_QUEUED = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("job"), _TABLE.c.state == CREATING)
    .values(state=str(JobState.QUEUED), epoch=bindparam("new_epoch"), seq=1, generation=bindparam("delivery"))
)
_MARK = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("job"), _TABLE.c.generation == bindparam("delivery"))
    .values(enqueued=True)
)
_FIRST = (literal(1), literal(1), literal(0), literal(str(JobState.QUEUED)))
_HAS_TRANSITIONS = exists().where(TransitionRow.job == Job.id)
_WORDS = (
    update(_TABLE).where(_TABLE.c.id == bindparam("job")).values(search=and_these(bindparam("found"), _TABLE.c.search))
)
