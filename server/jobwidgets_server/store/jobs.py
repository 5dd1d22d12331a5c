"""`JobStore`: every statement on the jobs table. Raises `Unavailable` when the database is away."""

import base64
import binascii
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, NamedTuple, cast

import msgspec
from sqlalchemy import CursorResult, and_, delete, exists, func, insert, or_, select, text, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from jobwidgets.bus.commands import Reading
from jobwidgets.protocol.errors import BadRequest, Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.records import JobSpec
from jobwidgets.protocol.state import JobSnapshot

from .engine import READ_ONLY, database_url, make_engine, translated
from .migrate import migrate
from .models import CREATING, Job, JobTag
from .rows import NewJob, StoredJob, live_columns, new_row, stored_job

_OVER = [str(state) for state in JobState if state.terminal]
_TABLE = Job.__table__
_LIGHT = [column for column in _TABLE.c if column.name not in ("code", "snapshot")]
_WITH_SNAPSHOT = [column for column in _TABLE.c if column.name != "code"]


class JobFilter(NamedTuple):
    """Which of an owner's jobs. ``q`` is looked for in id, type and parameters, ignoring case."""

    states: Sequence[str] = ()
    types: Sequence[str] = ()
    tags: Sequence[str] = ()
    q: str | None = None


class Position(NamedTuple):
    """How far a job is recorded, and when that was."""

    epoch: int
    seq: int
    state: str
    recorded: float


class JobStore:
    """The durable record. Open with `start`, close with `stop`."""

    def __init__(self, url: str) -> None:
        self.url = database_url(url)
        self._engine = make_engine(self.url)
        self._migrated = False

    async def start(self) -> None:
        """Bring the schema up to date; until then every other call raises `Unavailable`."""
        await migrate(self._engine)
        self._migrated = True

    async def stop(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[AsyncConnection]:
        with self._available():
            async with self._engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def _read(self) -> AsyncIterator[AsyncConnection]:
        with self._available():
            async with self._engine.connect() as connection:
                yield await connection.execution_options(**{READ_ONLY: True})

    @contextmanager
    def _available(self) -> Iterator[None]:
        if not self._migrated:
            raise Unavailable("The database has not been reached since the server started; nothing was changed.")
        with translated():
            yield

    # ── launching ──────────────────────────────────────────────────────────────────────────────

    async def insert(self, new: NewJob) -> bool:
        """A row in state ``creating``. False if its id or idempotency key is taken."""
        try:
            async with self._write() as connection:
                await connection.execute(insert(Job).values(new_row(new, CREATING)))
                await _insert_tags(connection, new.spec)
        except IntegrityError:
            return False
        return True

    async def find_repeat(self, owner: str, job: str, key: str | None) -> StoredJob | None:
        """The row that `insert` collided with: the one with this owner's key, else the one with this id."""
        async with self._read() as connection:
            if key is not None:
                by_key = and_(Job.owner == owner, Job.idempotency_key == key)
                if found := await _one(connection, by_key, [*_TABLE.c]):
                    return found
            return await _one(connection, Job.id == job, [*_TABLE.c])

    async def commit_queued(self, job: str, *, epoch: int, generation: int) -> bool:
        """The launch is done: from now on everyone sees the job, with its first event. False if the row is
        not ``creating`` any more."""
        statement = (
            update(Job)
            .where(Job.id == job, Job.state == CREATING)
            .values(state=str(JobState.QUEUED), epoch=epoch, seq=1, generation=generation)
        )
        return await self._changed(statement) == 1

    async def mark_enqueued(self, job: str, generation: int) -> None:
        """The queue has delivery ``generation`` of the job."""
        await self._changed(update(Job).where(Job.id == job, Job.generation == generation).values(enqueued=True))

    async def discard(self, job: str) -> bool:
        """Undo `insert`; False if the launch was finished meanwhile."""
        return await self._changed(delete(Job).where(Job.id == job, Job.state == CREATING)) == 1

    # ── reading ────────────────────────────────────────────────────────────────────────────────

    async def get(self, job: str, *, code: bool = False) -> StoredJob | None:
        """The job with its snapshot, and its code if asked. None if unknown or still being launched."""
        async with self._read() as connection:
            found = await _one(connection, Job.id == job, [*_TABLE.c] if code else _WITH_SNAPSHOT)
        return None if found is None or found.creating else found

    async def page(
        self, owner: str, which: JobFilter, *, limit: int, cursor: str | None = None
    ) -> tuple[list[StoredJob], str | None]:
        """``limit`` of the owner's jobs, newest first, and the cursor for the next ones (None: that was all).

        Raises `BadRequest` for a cursor that is not ours.
        """
        wanted = [Job.owner == owner, Job.state != CREATING]
        if which.states:
            wanted.append(Job.state.in_(which.states))
        if which.types:
            wanted.append(Job.type.in_(which.types))
        wanted += [exists().where(JobTag.job == Job.id, JobTag.tag == tag) for tag in which.tags]
        if which.q:
            wanted.append(or_(*(c.icontains(which.q, autoescape=True) for c in (Job.id, Job.type, Job.params))))
        if cursor is not None:
            wanted.append(tuple_(Job.created, Job.id) < _decode_cursor(cursor))
        statement = select(*_LIGHT).where(*wanted).order_by(Job.created.desc(), Job.id.desc()).limit(limit + 1)
        async with self._read() as connection:
            rows = (await connection.execute(statement)).mappings().all()
        jobs = [stored_job(cast(Any, row)) for row in rows[:limit]]
        return jobs, _encode_cursor(jobs[-1]) if len(rows) > limit else None

    async def count_unfinished(self, quiet_after: float) -> int:
        """Jobs that are not over; external ones only if heard of in the last ``quiet_after`` seconds,
        because nobody notices when their worker dies."""
        heard = or_(Job.external.is_(False), Job.recorded > time.time() - quiet_after)
        statement = select(func.count()).select_from(Job).where(Job.state.not_in(_OVER), heard)
        async with self._read() as connection:
            return int((await connection.execute(statement)).scalar_one())

    async def ping(self) -> float:
        """Round trip in seconds."""
        began = time.perf_counter()
        async with self._read() as connection:
            await connection.execute(text("SELECT 1"))
        return time.perf_counter() - began

    # ── recording ──────────────────────────────────────────────────────────────────────────────

    async def positions(self, jobs: Sequence[str]) -> dict[str, Position]:
        """How far each job is recorded; unknown ones are absent."""
        statement = select(Job.id, Job.epoch, Job.seq, Job.state, Job.recorded).where(Job.id.in_(jobs))
        async with self._read() as connection:
            return {row.id: Position(*row[1:]) for row in await connection.execute(statement)}

    async def record(self, readings: Sequence[tuple[Reading, JobSnapshot]], now: float) -> None:
        """Store where the jobs stand, in one transaction; a row that is already further stays as it is.

        An external job that has no row gets one. Rows still being launched are left to their launch.
        """
        async with self._write() as connection:
            for reading, snapshot in readings:
                if reading.external:
                    await _adopt(connection, reading, snapshot.job)
                older = tuple_(Job.epoch, Job.seq) < (snapshot.epoch, snapshot.seq)
                await connection.execute(
                    update(Job)
                    .where(Job.id == snapshot.job, Job.state != CREATING, older)
                    .values(live_columns(snapshot, reading.generation, now))
                )

    # ── repairing ──────────────────────────────────────────────────────────────────────────────

    async def unenqueued(self, before: float, limit: int) -> list[StoredJob]:
        """Queued jobs created before ``before`` that the queue has not taken."""
        statement = (
            select(*_LIGHT)
            .where(
                Job.state == str(JobState.QUEUED),
                Job.enqueued.is_(False),
                Job.external.is_(False),
                Job.created < before,
            )
            .order_by(Job.created)
            .limit(limit)
        )
        async with self._read() as connection:
            rows = (await connection.execute(statement)).mappings().all()
        return [stored_job(cast(Any, row)) for row in rows]

    async def stale_launches(self, before: float, limit: int) -> list[str]:
        """Launches begun before ``before`` and never finished."""
        statement = select(Job.id).where(Job.state == CREATING, Job.created < before).limit(limit)
        async with self._read() as connection:
            return list((await connection.execute(statement)).scalars())

    async def remove_stale(self, job: str, before: float, forget: Callable[[], Awaitable[object]]) -> bool:
        """Delete a stale launch's row; ``forget`` deletes its keys while the row is locked, so that a new
        launch with the same id cannot come in between. False if there was no such row."""
        statement = delete(Job).where(Job.id == job, Job.state == CREATING, Job.created < before)
        async with self._write() as connection:
            if _count(await connection.execute(statement)) == 0:
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
                await connection.execute(insert(Job).values(new_row(placeholder, CREATING)))
                await forget()
                await connection.execute(delete(Job).where(Job.id == job))
        except IntegrityError:
            return False
        return True

    async def _changed(self, statement: Any) -> int:
        async with self._write() as connection:
            return _count(await connection.execute(statement))


def _count(result: Any) -> int:
    return cast(CursorResult[Any], result).rowcount


async def _one(connection: AsyncConnection, where: Any, columns: Sequence[Any]) -> StoredJob | None:
    row = (await connection.execute(select(*columns).where(where))).mappings().first()
    return None if row is None else stored_job(cast(Any, row))


async def _insert_tags(connection: AsyncConnection, spec: JobSpec) -> None:
    if tags := sorted(set(spec.tags)):
        await connection.execute(insert(JobTag), [{"tag": tag, "job": spec.job} for tag in tags])


async def _adopt(connection: AsyncConnection, reading: Reading, job: str) -> None:
    """The row of an external job, which begins on Redis."""
    known = await connection.execute(select(Job.id).where(Job.id == job))
    if known.first() is not None:
        return
    row = new_row(
        NewJob(JobSpec(job=job, type=reading.type, user=reading.user, queue=reading.queue), reading.created),
        str(JobState.QUEUED),
    )
    try:
        async with connection.begin_nested():
            await connection.execute(insert(Job).values({**row, "external": True}))
    except IntegrityError:
        return  # another server's recorder was faster


def _encode_cursor(last: StoredJob) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode((last.created, last.id))).decode().rstrip("=")


def _decode_cursor(cursor: str) -> tuple[float, str]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return msgspec.json.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=tuple[float, str])
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise BadRequest("The cursor is not one this server gave out; start again without it.") from None
