"""What the parts of the store share: one engine, transactions that read and that write, the outages of both."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, cast

from sqlalchemy import CursorResult, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from jobwidgets.protocol.errors import Unavailable

from .engine import MIGRATION_TIMEOUT, READ_ONLY, SINGLE, database_url, make_engine, translated
from .migrate import migrate
from .models import Job
from .rows import StoredJob, stored_job

ALL = [column for column in Job.__table__.c if column.name != "search"]
"""The columns of a job …"""
WITH_SNAPSHOT = [column for column in ALL if column.name != "code"]
LIGHT = [column for column in ALL if column.name not in ("code", "snapshot")]
"""… and those of a list."""

TURN_TIMEOUT = 10.0
"""Seconds that a write on SQLite queues behind others of this process."""


class Database:
    """The connection. Open with `start`, close with `stop`."""

    def __init__(self, url: str) -> None:
        self.url = database_url(url)
        self._engine = make_engine(self.url)
        self._postgres = self._engine.dialect.name == "postgresql"
        alone = {"isolation_level": "AUTOCOMMIT"} if self._postgres else {SINGLE: True}
        self._single = self._engine.execution_options(**alone)
        self._migrated = False
        # SQLite has one writer at a time. Queueing here is fair and wakes at once; its own way is to sleep and retry,
        # which remains for other processes.
        self._turn = None if self._postgres else asyncio.Lock()

    async def start(self) -> None:
        """Bring the schema up to date; until then every other call raises `Unavailable`."""
        patient = make_engine(self.url, statement_timeout=MIGRATION_TIMEOUT)
        try:
            await migrate(patient)
        finally:
            await patient.dispose()
        self._migrated = True

    async def stop(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    async def ping(self) -> float:
        """Round trip in seconds."""
        began = time.perf_counter()
        async with self._read() as connection:
            await connection.execute(text("SELECT 1"))
        return time.perf_counter() - began

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[AsyncConnection]:
        with self._available():
            async with self._my_turn(), self._engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def _my_turn(self) -> AsyncIterator[None]:
        if self._turn is None:
            yield
            return
        # No asyncio.timeout around the work itself: what began is finished.
        await asyncio.wait_for(self._turn.acquire(), TURN_TIMEOUT)
        try:
            yield
        finally:
            self._turn.release()

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

    async def _changed(self, statement: Any, row: Mapping[str, Any] | None = None) -> int:
        """How many rows one statement changed. It is a transaction by itself: two round trips less."""
        with self._available():
            async with self._my_turn(), self._single.connect() as connection:
                changed = count(await connection.execute(statement, row))
                await connection.commit()
        return changed

    def _insert(self, table: Any) -> "postgresql.Insert | sqlite.Insert":
        """An INSERT that knows ON CONFLICT."""
        return postgresql.insert(table) if self._postgres else sqlite.insert(table)


def count(result: Any) -> int:
    """Rows that a statement changed."""
    return cast(CursorResult[Any], result).rowcount


async def one(connection: AsyncConnection, where: Any, columns: Sequence[Any]) -> StoredJob | None:
    """The one job, or None."""
    row = (await connection.execute(select(*columns).where(where))).mappings().first()
    return None if row is None else stored_job(cast(Any, row))


async def several(connection: AsyncConnection, statement: Any) -> list[StoredJob]:
    """The jobs a statement selects."""
    return [stored_job(cast(Any, row)) for row in (await connection.execute(statement)).mappings()]
