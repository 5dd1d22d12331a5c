"""The server as a process: file descriptors, garbage collector, signals, ready file.

`run_server` imports what it runs, so that the parent of a group, which serves nothing, stays small (40 MB, not 110).
"""

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from .logging import configure_logging, get_logger
from .settings import Settings

log = get_logger(__name__)

FEW_FILES = 4096
"""Descriptors below which a server says so at start: every websocket takes one."""
YOUNG, MIDDLE, OLD = 5_000, 5, 40
"""Thresholds of the garbage collector, see `settle_collector`."""


def run_server(settings: Settings, *, on_ready: Callable[[str], None] | None = None) -> None:
    """Run the server, all ``settings.workers`` of it, until SIGTERM or SIGINT: the command ``jobwidgets server``."""
    configure_logging(settings.log_format, settings.log_level)
    raise_file_limit()
    run = _run_alone if settings.workers == 1 else _run_group
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(settings, on_ready))


async def _run_alone(settings: Settings, on_ready: Callable[[str], None] | None) -> None:
    from .app import serve

    def ready(url: str) -> None:
        settle_collector()
        if on_ready is not None:
            on_ready(url)

    await serve(settings, on_ready=ready, stop=stop_on_signal())


async def _run_group(settings: Settings, on_ready: Callable[[str], None] | None) -> None:
    from .group import run_group

    await run_group(settings, on_ready=on_ready, stop=stop_on_signal())


def raise_file_limit() -> None:
    """Let this process open as many files as it may. Services usually start with a soft limit of 1024."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # macOS names "unlimited" and then refuses it
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    if soft != resource.RLIM_INFINITY and soft < FEW_FILES:
        log.warning("few file descriptors", limit=soft, advice="raise LimitNOFILE or `ulimit -Hn`: a socket takes one")


def settle_collector() -> None:
    """Call once the server listens: keep the garbage collector from pausing all sockets at once.

    Measured with 3,000 sockets: 500,000 objects, of which 160,000 were made at start and stay for ever. A full
    collection took 290 ms, and four of them came while the sockets did. Without the first 160,000 it takes 210 ms,
    and with these thresholds none came; the youngest take 2 ms, those between 13 ms. It cannot be switched off: a
    socket that has gone leaves some 60 objects in circles. So a full one comes after a million objects that stayed,
    which 16,000 such sockets leave.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)


def stop_on_signal() -> asyncio.Event:
    """An event that SIGTERM or SIGINT sets. On Windows Ctrl-C raises KeyboardInterrupt instead."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    return stop


def local_url(host: str, port: int) -> str:
    """Where this machine reaches a server that listens on ``host``."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def write_ready(path: Path, url: str, port: int) -> None:
    """Tell whoever waits for ``path`` that requests are taken: ``{"url", "port", "pid"}``, 0600."""
    # Written beside and renamed: a reader sees all of it or nothing.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(msgspec.json.encode({"url": url, "port": port, "pid": os.getpid()}))
    draft.replace(path)
