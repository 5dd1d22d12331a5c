"""`EventStream`: the events of one job as they are, one after the other, for whatever loop iterates."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterator

from ..protocol.errors import JobWidgetsError
from ..protocol.events import Event
from ..protocol.state import JobSnapshot
from .connection import Connection
from .subscriptions import Watch
from .tracker import Outcome, Tracker

Position = tuple[int, int]
"""``(epoch, seq)``."""

POLL = 0.2
"""Seconds between two looks around: a bare ``await`` would not let a Ctrl-C through."""


class EventStream:
    """A subscription of its own, from event ``after`` of ``epoch`` on, with its own account of what came.

    Where the relay cannot give all events after those that came, there is a position among them: the events that
    follow come after it, those before it are missing here.

    Fed on the connection's thread, drained on the consumer's loop.
    """

    def __init__(self, connection: Connection, job: str, epoch: int, after: int) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._arrived = asyncio.Event()
        self._items: deque[Event | Position] = deque()
        self._tracker = Tracker(JobSnapshot(job=job, epoch=epoch, seq=after))
        self._watch = Watch(job, self._tracker, self)
        self.problem: JobWidgetsError | None = None
        self.position: Position = epoch, after
        """What came up to there is here; nothing more of it will come."""

    def open(self) -> None:
        """Subscribe."""
        self._connection.watch(self._watch)

    def close(self) -> None:
        """Unsubscribe."""
        self._connection.unwatch(self._watch)

    def take(self) -> Iterator[Event | Position]:
        """What has arrived."""
        while self._items:
            yield self._items.popleft()

    async def wait(self) -> None:
        """Until something arrives, or for `POLL` seconds."""
        arrived = asyncio.ensure_future(self._arrived.wait())
        try:
            await asyncio.wait({arrived}, timeout=POLL)
        finally:
            arrived.cancel()
        self._arrived.clear()

    def applied(self, outcome: Outcome) -> None:
        """The tracker took these events in."""
        head = self._tracker.position
        if outcome.replaced:
            first = next(iter(outcome.events), None)
            self._items.append(head if first is None else (first.epoch, first.seq - 1))
        self._items.extend(outcome.events)
        # Last: whoever reads this position then finds all events up to it.
        self.position = head
        self._notify()

    def refused(self, error: JobWidgetsError) -> None:
        """The server knows no such job."""
        self.problem = error
        self._notify()

    def _notify(self) -> None:
        # The consumer's loop may be gone; nobody iterates then.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._arrived.set)
