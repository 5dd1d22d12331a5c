"""Loops that outlive outages: back off while a dependency is away and say so once, not every time."""

import asyncio
import random
from collections.abc import Awaitable, Callable

from jobwidgets.protocol.errors import Unavailable

from .logging import get_logger

log = get_logger(__name__)

LONGEST_PAUSE = 5.0
GRACE = 1.0
"""Seconds a loop that is stopped gets to finish what it does."""


class Loop:
    """Awaits ``turn()`` again and again, about ``every`` seconds apart.

    `Unavailable` is logged when it begins and when it is over. Any other error is a bug: it is logged with
    its traceback, and the loop goes on, because the other jobs still need it.
    """

    def __init__(self, name: str, turn: Callable[[], Awaitable[object]], every: float) -> None:
        self._name, self._turn, self._every = name, turn, every
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, in the background."""
        self._stopping.clear()
        self._task = asyncio.create_task(self._run(), name=self._name)

    async def stop(self) -> None:
        """End after the turn in hand, or in the middle of it if it takes longer than a second."""
        task, self._task = self._task, None
        if task is None:
            return
        self._stopping.set()
        await asyncio.wait([task], timeout=GRACE)
        while not task.done():
            # Once may not be enough: drivers with time-outs of their own have been seen to swallow it.
            task.cancel()
            await asyncio.wait([task], timeout=0.2)

    async def _run(self) -> None:
        pause, away, last_bug = self._every, False, ""
        while not self._stopping.is_set():
            try:
                await self._turn()
                if away:
                    log.info("recovered", loop=self._name)
                pause, away, last_bug = self._every, False, ""
            except Unavailable as why:
                if not away:
                    log.warning("away", loop=self._name, error=str(why))
                pause, away = min(LONGEST_PAUSE, max(pause * 2, 0.1)), True
            except Exception as why:
                if repr(why) != last_bug:
                    log.exception("failed", loop=self._name)
                pause, last_bug = min(LONGEST_PAUSE, max(pause * 2, 0.1)), repr(why)
            await self._sleep(pause * random.uniform(0.8, 1.2))

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return


async def retry_until_there(name: str, action: Callable[[], Awaitable[object]]) -> None:
    """Await ``action()`` until it no longer raises `Unavailable`."""
    pause = 0.2
    while True:
        await asyncio.sleep(pause * random.uniform(0.8, 1.2))
        try:
            await action()
        except Unavailable:
            pause = min(LONGEST_PAUSE, pause * 2)
        except Exception:
            log.exception("failed", dependency=name)
            return
        else:
            log.info("recovered", dependency=name)
            return
