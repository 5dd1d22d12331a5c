"""The connection to the database: which driver for which URL, SQLite's pragmas, what counts as "away"."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from jobwidgets.protocol.errors import ConfigurationError, Unavailable

CALL_TIMEOUT = 5.0
"""Seconds for a connection, and for a statement on PostgreSQL; SQLite waits as long for a lock."""
SINGLE = "jobwidgets_single"
"""Execution option: one statement, which SQLite makes a transaction by itself."""
MIGRATION_TIMEOUT = 3600.0
"""Seconds for a statement of a migration, and for waiting until another server has migrated."""
READ_ONLY = "jobwidgets_read_only"
"""Execution option: this transaction only reads, so SQLite need not lock."""


def database_url(text: str) -> URL:
    """``postgresql://``, ``postgres://`` or ``sqlite:///path`` as SQLAlchemy's async URL.

    Raises `ConfigurationError` for anything else.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise _bad_url("it is not a database URL") from None
    match url.drivername:
        case "postgresql" | "postgres" | "postgresql+asyncpg":
            if not url.database:
                raise _bad_url("it names no database")
            return url.set(drivername="postgresql+asyncpg")
        case "sqlite" | "sqlite+aiosqlite":
            if not url.database or url.database == ":memory:":
                raise _bad_url("jobs must outlive the process, so SQLite needs a file")
            return url.set(drivername="sqlite+aiosqlite")
        case other:
            raise _bad_url(f"{other!r} is not supported")


def _bad_url(why: str) -> ConfigurationError:
    return ConfigurationError(
        f"DATABASE_URL cannot be used ({why}): use postgresql://user:password@host/name or sqlite:////absolute/path.db."
    )


def make_engine(url: URL, *, statement_timeout: float = CALL_TIMEOUT) -> AsyncEngine:
    """An engine for `database_url`'s result. Connects at the first use; a SQLite file is made 0600.

    ``statement_timeout`` in seconds, on PostgreSQL.
    """
    if url.drivername == "postgresql+asyncpg":
        return create_async_engine(
            url,
            pool_size=10,
            max_overflow=10,
            pool_timeout=CALL_TIMEOUT,
            pool_pre_ping=True,  # after a restart of the database the first request should succeed
            connect_args={"timeout": CALL_TIMEOUT, "command_timeout": statement_timeout},
        )
    path = Path(str(url.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    except OSError as why:
        raise ConfigurationError(f"The database file {path} cannot be written: {why.strerror}.") from None
    engine = create_async_engine(
        url, pool_size=5, max_overflow=5, pool_timeout=CALL_TIMEOUT, connect_args={"timeout": CALL_TIMEOUT}
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own implicit BEGIN is deferred: a writer that began by reading fails at once with
    # "locked" instead of waiting. We begin ourselves, see `_begin_sqlite`.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {int(CALL_TIMEOUT * 1000)}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get(SINGLE, False):
        return
    reads = options.get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def translated(*, at_start: bool = False) -> Iterator[None]:
    """Turn a database that is away, locked or out of connections into `Unavailable`.

    One that refuses the user, the password or the name is a `ConfigurationError` ``at_start``. Later somebody
    has changed it under us, and it is `Unavailable` too: live jobs can be seen and watched without it.
    """
    try:
        yield
    except (DBAPIError, PoolTimeout, OSError) as why:
        if (refusal := _refusal(why)) is not None:
            raise (ConfigurationError if at_start else Unavailable)(refusal) from why
        if not isinstance(why, DBAPIError) or isinstance(why, OperationalError | InterfaceError):
            raise Unavailable(f"The database cannot be reached ({first_line(why)}); nothing was changed.") from why
        if why.connection_invalidated or _sqlstate(why)[:2] in _GOING_AWAY:
            raise Unavailable("The database closed the connection; nothing was changed.") from why
        raise


_GOING_AWAY = ("57", "53", "08")
"""PostgreSQL's classes for shutdown, crash, still starting; out of resources; connection."""


def _refusal(why: BaseException) -> str | None:
    """The sentence for a database that is there and does not let us in; None for any other trouble."""
    state = _sqlstate(why)
    if state[:2] == "28":
        what = "the user or the password"
    elif state == "3D000":
        what = "the database name"
    else:
        return None
    return f"The database refuses {what} in DATABASE_URL ({first_line(why)})."


def _sqlstate(why: BaseException) -> str:
    cause = getattr(why, "orig", None) or why
    return str(getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None) or "")


def first_line(why: BaseException) -> str:
    """The driver's own complaint, without SQL and parameters."""
    cause = getattr(why, "orig", None) or why
    return (str(cause).strip() or type(cause).__name__).splitlines()[0][:200]
