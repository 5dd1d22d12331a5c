"""A job's events from the first to the last: what is kept on the server page by page, then live.

The live stream begins where the pages end. Where it cannot (more happened in between than the relay keeps, or
Redis lost its data and a new epoch began) it says at which event it goes on, and pages fill what lies before.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable

from ..protocol.errors import Unavailable
from ..protocol.events import Event
from ..protocol.wire import event_from_obj
from .backoff import delays
from .rest import EventPage
from .stream import EventStream, Position

PAGE = 500
"""Events asked for at once."""

_log = logging.getLogger(__name__)

Ask = Callable[[int, int | None], EventPage]
"""``ask(after, epoch)``: a page; blocking."""


class Replay:
    """Events after ``position`` (epoch, seq), each once and in order; epoch None: the first there is."""

    def __init__(self, ask: Ask, epoch: int | None, after: int) -> None:
        self._ask = ask
        self._began = epoch is not None
        self.position: Position = (epoch or 0, after)

    async def kept(self, until: Position | None = None) -> AsyncIterator[Event]:
        """What the server keeps, up to ``until``."""
        while until is None or self.position < until:
            epoch, seq = self.position
            page = await self._page(seq, epoch if self._began else None)
            epochs = sorted({*page.epochs, page.epoch})
            if not self._began:
                self._began = True
                self.position = epochs[0], seq
                if epochs[0] != page.epoch:
                    continue
            elif page.epoch > epoch:
                self.position = page.epoch, 0  # nothing more of the epoch asked for is kept
                continue
            for event in (event_from_obj(obj) for obj in page.events):
                if until is not None and (event.epoch, event.seq) > until:
                    return
                if self.advance(event):
                    yield event
            if page.snapshot is not None and not page.events:
                self.position = max(self.position, (page.snapshot.epoch, page.snapshot.seq))
            if page.more and self.position > (epoch, seq):
                continue
            later = [known for known in epochs if known > self.position[0]]
            if not later:
                return
            self.position = later[0], 0

    async def live(self, stream: EventStream, over: Callable[[Position], bool]) -> AsyncIterator[Event]:
        """What comes over ``stream``, opened at `position`, until ``over(position)``, asked before each look."""
        while True:
            # Before the look: what came with the end is then among what is seen.
            last = over(max(self.position, stream.position))
            for item in stream.take():
                if isinstance(item, tuple):
                    async for event in self.kept(until=item):
                        yield event
                    self.position = max(self.position, item)
                elif self.advance(item):
                    yield item
            if last:
                return
            if stream.problem is not None:
                raise stream.problem
            await stream.wait()

    def advance(self, event: Event) -> bool:
        """True if ``event`` is new; then the position is its."""
        if (event.epoch, event.seq) <= self.position:
            return False
        self.position = event.epoch, event.seq
        return True

    async def _page(self, after: int, epoch: int | None) -> EventPage:
        waits = delays(0.2, 5.0)
        while True:
            try:
                return await asyncio.to_thread(self._ask, after, epoch)
            except Unavailable as why:
                _log.debug("events must wait: %s", why)
                await asyncio.sleep(next(waits))
