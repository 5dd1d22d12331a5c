"""Sockets that were skipped: brought up to date when they have read what waits for them, cut when they never do.

What a socket missed comes from the job's tail, as `Since` has it. Where that reaches back far enough the socket gets
just the missing events; otherwise the latest event alone, which does not continue what it has and so makes any client
subscribe again.
"""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from .frames import event_frames
from .outlet import Outlet, Position
from .socket_server import SocketServer

LOOK = 0.05
"""Seconds between two looks at the sockets that lag."""
TOO_LONG = 300.0
"""Seconds a socket may lag in all, however slowly it reads."""


class Missed(NamedTuple):
    """``lines``: the events after a position; ``whole`` False: only the latest of them."""

    lines: list[bytes]
    whole: bool


Since = Callable[[str, Position], Missed | None]
"""What a subscriber of a job at a position has missed; None while that cannot be told. Raises `LookupError` if the job
is not followed any more."""


class CatchingUp:
    """The lagging sockets. ``flush`` sends what is pending for a job to the others first."""

    def __init__(self, server: SocketServer, since: Since, flush: Callable[[str], None]) -> None:
        self.caught_up = 0
        self._server, self._since, self._flush = server, since, flush
        self._lagging: dict[Outlet, float] = {}
        """Since when (loop time)."""
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._lagging)

    def add(self, outlet: Outlet, job: str, at: Position) -> None:
        """This socket was not told what the job said after ``at``."""
        loop = asyncio.get_running_loop()
        if outlet.missed is None:
            outlet.missed = {}
            outlet.lag_since, outlet.lag_size = loop.time(), outlet.waiting
            self._lagging[outlet] = loop.time()
        outlet.missed[job] = at
        if self._timer is None:
            self._timer = loop.call_later(LOOK, self._look)

    def stop(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()
        self._lagging.clear()

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            self._look_at_all(loop.time())
        finally:  # whatever happens with one socket, the others are looked at again
            self._timer = loop.call_later(LOOK, self._look) if self._lagging else None

    def _look_at_all(self, now: float) -> None:
        for outlet, began in list(self._lagging.items()):
            if outlet.over:
                del self._lagging[outlet]
                continue
            waiting = outlet.waiting
            if waiting < outlet.lag_size:
                outlet.lag_since = now
            outlet.lag_size = waiting
            if waiting <= self._server.output_limit // 4:
                self._bring_up(outlet)
                outlet.lag_since, outlet.lag_size = now, outlet.waiting
            elif now - outlet.lag_since > self._server.stall_timeout or now - began > TOO_LONG:
                self._server.cut(outlet.sid, "slow", f"it is too slow: {waiting:,} bytes wait for it")
                del self._lagging[outlet]
            if not outlet.missed:
                outlet.missed = None
                self._lagging.pop(outlet, None)

    def _bring_up(self, outlet: Outlet) -> None:
        for job in list(outlet.missed or ()):
            self._flush(job)  # to the others; this one then gets it from the tail
            assert outlet.missed is not None
            if job not in outlet.missed:
                continue
            try:
                missed = self._since(job, outlet.missed[job])
            except LookupError:
                self._server.cut(outlet.sid, "slow", "what it has missed is gone")
                return
            if missed is None:
                continue
            epoch, told = outlet.missed.pop(job)
            for frame in event_frames(missed.lines) if missed.lines else ():
                if outlet.waiting and outlet.excess + frame.size > self._server.output_limit:
                    outlet.missed[job] = Position(epoch, told)  # the rest when this has been read
                    break
                outlet.write(frame)
                told += frame.count
            else:
                self.caught_up += missed.whole
