"""Brings the schema up to date at start; ten servers may do so at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from jobwidgets.protocol.errors import ConfigurationError

from .engine import translated

_LOCK = 0x6A6F627769646765
"""Key of PostgreSQL's advisory lock: the letters ``jobwidge``."""


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration for the packaged migrations."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    # SQLite: our transactions begin with BEGIN IMMEDIATE, which is the lock.
    try:
        command.upgrade(alembic_config(connection), "head")
    except CommandError as why:
        raise ConfigurationError(
            f"The database belongs to a newer version of jobwidgets ({why}): upgrade this server."
        ) from why


async def migrate(engine: AsyncEngine) -> None:
    """Upgrade to the newest schema, in one transaction under a lock.

    Raises `Unavailable` when the database is away, `ConfigurationError` when it is newer than this code.
    """
    with translated(at_start=True):
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
