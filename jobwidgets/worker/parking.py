"""`Parking`: whether an attempt waits for something outside (an answer, a child) and has given its seat back.

While anything is waited for, the whole attempt is parked: what else its function does meanwhile needs no seat. Its
time-out stands still.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from .seat import Seat


class Parking:
    """One attempt's. ``on_change`` is called whenever it parks, asks, is answered or goes on."""

    def __init__(self, seat: Seat, on_change: Callable[[], None]) -> None:
        self.parked = False
        self.asking_since: float | None = None
        """`asyncio` time since which the job waits for its user, None while it does not."""
        self.changed = asyncio.Event()
        """Set with every change; whoever waits for it clears it."""
        self.asked, self.answered = asyncio.Event(), asyncio.Event()
        """Set while it waits for its user, and while it does not."""
        self.answered.set()
        self._seat, self._on_change = seat, on_change
        self._waits = 0
        self._returning = asyncio.Lock()
        self._returns: set[asyncio.Task[None]] = set()
        self._over = False

    @property
    def asking(self) -> bool:
        """Whether the job waits for its user."""
        return self.asking_since is not None

    @asynccontextmanager
    async def waiting(self, *, asking: bool = False) -> AsyncIterator[None]:
        """Without a seat within the block; leaving it normally waits for the seat.

        A function that gives up waiting goes on at once, perhaps to end what holds the seats, and has its seat again
        as soon as there is one.
        """
        self._waits += 1
        if asking:
            self._set_asking(asyncio.get_running_loop().time())
        self.parked = True
        self._tell()
        try:
            try:
                if not self._returning.locked():
                    await self._seat.leave()
                yield
            finally:
                self._waits -= 1
                if asking:
                    self._set_asking(None)
                self._tell()
                back = None if self._over else self._come_back()
            if back is not None:
                await asyncio.shield(back)
        except BaseException:
            if not (self._waits or self._over):
                self.parked = False
                self._tell()
            raise

    def _come_back(self) -> asyncio.Task[None]:
        task = asyncio.create_task(self._return(), name="seat")
        self._returns.add(task)
        task.add_done_callback(self._returns.discard)
        return task

    async def _return(self) -> None:
        async with self._returning:
            if not self._waits:
                await self._seat.again()
            if not self._waits:
                self.parked = False
                self._tell()
            else:
                await self._seat.leave()

    def over(self) -> None:
        """The function has ended or is being stopped: what it still waits for needs no seat afterwards."""
        self._over = True

    async def end(self) -> None:
        """The attempt is over: nothing takes a seat for it any more."""
        self.over()
        if tasks := set(self._returns):
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    def _set_asking(self, since: float | None) -> None:
        self.asking_since = since
        now, before = (self.answered, self.asked) if since is None else (self.asked, self.answered)
        before.clear()
        now.set()

    def _tell(self) -> None:
        self.changed.set()
        self._on_change()
