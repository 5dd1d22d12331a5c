"""The supervisor's end of the watchdog's pipe: keeps a watchdog running and tells it whom to watch."""

import asyncio
import contextlib
import logging
import sys
from collections.abc import Callable, Mapping

from . import logs, watchdog
from .home import Home

log = logging.getLogger("jobwidgets.supervisor")


class Leash:
    """``watched`` says whom to end, and in which order, should this process die."""

    def __init__(self, home: Home, env: Mapping[str, str], watched: Callable[[], watchdog.Watched]) -> None:
        self._home = home
        self._env = env
        self._watched = watched
        self._process: asyncio.subprocess.Process | None = None

    async def keep(self) -> None:
        """Run until cancelled; a watchdog that ends is replaced."""
        while True:
            with logs.open_log(self._home.log("supervisor")) as out:
                self._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-P", "-m", "jobwidgets.local.watchdog"),
                    cwd=self._home.work,
                    env=dict(self._env),
                    stdin=asyncio.subprocess.PIPE,
                    stdout=out,
                    stderr=out,
                    start_new_session=True,
                )
            self.tell()
            log.info("watchdog is running (pid %d)", self._process.pid)
            await self._process.wait()
            await asyncio.sleep(1.0)

    def tell(self) -> None:
        """The members have changed."""
        self._write(watchdog.encode(self._watched()))

    async def release(self) -> None:
        """Everything has ended in order: the watchdog may go."""
        self._write(watchdog.DONE)
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            await self._process.wait()

    def _write(self, line: bytes) -> None:
        if self._process is None or self._process.returncode is not None or self._process.stdin is None:
            return
        with contextlib.suppress(ConnectionError):  # it has just ended: the next one is told at its start
            self._process.stdin.write(line)
