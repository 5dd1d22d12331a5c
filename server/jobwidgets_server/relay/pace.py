"""How often a busy connection to Redis is read: once a millisecond instead of once a message.

Most of what an event costs a relay with many jobs is waking up for it: a turn of the event loop, an `epoll_wait`, a
`recv`. Network cards coalesce their interrupts for the same reason. While messages come one by one and faster than
`INTERVAL`, the socket is taken out of the loop and read by a timer; after a few looks that find nothing it is
put back. A connection that is not busy is never delayed.
"""

import asyncio
import os
from collections.abc import Callable

INTERVAL = 0.001
"""Seconds between two looks; the most an event is delayed, but for the granularity of the loop's timers (1 ms)."""
BUSY = 16
"""So many wake-ups, each within `INTERVAL` of the one before, begin it."""
QUIET = 4
"""So many looks one after the other that find nothing end it."""
SIZE = 256 * 1024
"""Bytes read at once."""


class Pace:
    """Reads for ``transport``, one without TLS, while it is busy, and gives ``feed`` what came."""

    __slots__ = ("_fd", "_feed", "_last", "_loop", "_quiet", "_timer", "_transport", "_wakes")

    def __init__(self, transport: asyncio.Transport, feed: Callable[[bytes], None]) -> None:
        self._transport, self._feed = transport, feed
        self._loop = asyncio.get_running_loop()
        self._fd: int = transport.get_extra_info("socket").fileno()
        self._last = 0.0
        self._wakes = self._quiet = 0
        self._timer: asyncio.Handle | None = None

    @property
    def active(self) -> bool:
        """Is the connection read by the timer now?"""
        return self._timer is not None

    def woken(self, at: float) -> None:
        """The loop has read something (`time.monotonic`)."""
        self._wakes = self._wakes + 1 if at - self._last < INTERVAL else 0
        self._last = at
        if self._wakes >= BUSY and self._timer is None and not self._transport.is_closing():
            self._wakes = self._quiet = 0
            self._transport.pause_reading()
            self._timer = self._loop.call_later(INTERVAL, self._look)

    def stop(self) -> None:
        """The connection is gone."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        if self._transport.is_closing():
            self._timer = None
            return
        try:
            data = os.read(self._fd, SIZE)
        except BlockingIOError:
            self._quiet += 1
            if self._quiet < QUIET:
                self._timer = self._loop.call_later(INTERVAL, self._look)
            else:
                self._resume()
            return
        except OSError:
            self._resume()  # the transport meets the same error, and knows what to do
            return
        if not data:
            self._resume()  # the end: the transport will see it too
            return
        self._quiet = 0
        # The next look first: what is fed may end the connection, and with it the looking.
        if len(data) == SIZE:
            self._timer = self._loop.call_soon(self._look)
        else:
            self._timer = self._loop.call_later(INTERVAL, self._look)
        self._feed(data)

    def _resume(self) -> None:
        self._timer = None
        if not self._transport.is_closing():
            self._transport.resume_reading()
