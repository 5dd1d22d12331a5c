"""Pings for all direct sockets from one timer: no task and no timer of their own.

The interval is the same for all, so two queues that stay in order by themselves do: who is to be pinged next, and
whose answer is waited for.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol

AT_ONCE = 200
"""Pings in one go: thousands of clients that came at one moment (after a restart) must not hold up events."""


class Beating(Protocol):
    """What is pinged."""

    sid: str
    ping_deadline: float
    """Until when the answer must be here (loop time); 0 while none is waited for. The heartbeat's own."""

    @property
    def open(self) -> bool:
        """Can it be pinged?"""
        ...

    @property
    def ended(self) -> bool:
        """Forget it."""
        ...

    def ping(self) -> None:
        """Send one."""
        ...


class Heartbeat:
    """``interval`` and ``timeout`` in seconds. ``lost`` is called with a socket that did not answer in time, or is
    closing for that long: a peer that goes without reading would keep it."""

    def __init__(self, interval: float, timeout: float, lost: Callable[[Beating], None]) -> None:
        self._interval, self._timeout, self._lost = interval, timeout, lost
        self._due: deque[tuple[float, Beating]] = deque()
        self._awaited: deque[tuple[float, Beating]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def add(self, socket: Beating) -> None:
        """Ping it from now on."""
        loop = asyncio.get_running_loop()
        when = loop.time() + self._interval
        self._due.append((when, socket))
        if self._timer is None or self._timer.when() > when:
            self._arm(loop)

    def answered(self, socket: Beating) -> None:
        """A pong came; one that nobody asked for counts for nothing."""
        if socket.ping_deadline:
            socket.ping_deadline = 0.0
            self.add(socket)

    def stop(self) -> None:
        """No more pings."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._due.clear()
        self._awaited.clear()

    def _arm(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is not None:
            self._timer.cancel()
        heads = [queue[0][0] for queue in (self._due, self._awaited) if queue]
        self._timer = loop.call_at(min(heads), self._tick) if heads else None

    def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            self._ping_and_judge(loop.time())
        finally:  # whatever happens with one socket, the others are pinged
            self._arm(loop)

    def _ping_and_judge(self, now: float) -> None:
        for _ in range(AT_ONCE):
            if not self._due or self._due[0][0] > now:
                break
            _, socket = self._due.popleft()
            if socket.open:
                socket.ping_deadline = now + self._timeout
                self._awaited.append((socket.ping_deadline, socket))
                socket.ping()
            elif not socket.ended:
                self._lost(socket)
        while self._awaited and self._awaited[0][0] <= now:
            deadline, socket = self._awaited.popleft()
            if not socket.ended and socket.ping_deadline == deadline:
                self._lost(socket)
