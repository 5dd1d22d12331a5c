"""`Crossing`: what threads say, on its way to the event loop that the publisher lives on."""

import asyncio
import time
from collections import deque
from collections.abc import Callable

from ..protocol.events import Event

_MANY = 10_000
"""Events that may be on their way."""
_FULL = 0.5
"""Of the publisher's buffer: the thread waits before the oldest text would give way."""
_SHORTLY = 1.0
"""Seconds a thread waits at most, each time: the loop may itself be waiting for it."""
_LOOK = 0.005


class Crossing:
    """`put` from any thread, `take` on the loop. The loop is woken once for all that gathers until it comes to it, not
    for each token.

    ``say`` is called on the loop, in the order in which things were put; ``pressure`` from the threads (see
    `bus.publisher.Publisher.pressure`).
    """

    def __init__(self, say: Callable[[Event], None], pressure: Callable[[], float]) -> None:
        self._say, self._pressure = say, pressure
        self._loop = asyncio.get_running_loop()
        self.waiting: deque[Event] = deque()
        """What has not been taken yet."""
        self._called = False

    def put(self, event: Event) -> None:
        """Waits shortly while too much is on its way. `RuntimeError` once the loop is closed."""
        self.waiting.append(event)
        if not self._called:
            self._called = True  # two threads may both get here: one call too many does no harm
            try:
                self._loop.call_soon_threadsafe(self._on_call)
            except RuntimeError:
                self._called = False
                raise
        if len(self.waiting) > _MANY or self._pressure() > _FULL:
            until = time.monotonic() + _SHORTLY
            while (len(self.waiting) > _MANY or self._pressure() > _FULL) and time.monotonic() < until:
                time.sleep(_LOOK)

    def _on_call(self) -> None:
        # Before anything is taken: what comes from here on calls again.
        self._called = False
        self.take()

    def take(self) -> None:
        """On the loop: say all that has come."""
        for _ in range(len(self.waiting)):
            self._say(self.waiting.popleft())
