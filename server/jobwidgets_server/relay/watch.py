"""One watched job: its feed, its owner and what is under way for it; and who the news is for."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from jobwidgets.protocol.errors import ProtocolError
from jobwidgets.protocol.events import State
from jobwidgets.protocol.state import JobSnapshot
from jobwidgets.protocol.wire import decode_event

from .feed import CatchUp, Feed, Need

LoadRecord = Callable[[str], Awaitable[tuple[str, JobSnapshot] | None]]
"""Owner and recorded snapshot of a job that has no keys on Redis; None if there is no such job."""


class Audience(Protocol):
    """Who hears what a watched job says: `rooms.Rooms`."""

    def hear(self, job: str, epoch: int, first: int, lines: Sequence[bytes]) -> None:
        """Send these events, of which the first is number ``first``, to every subscriber of the job, at the
        next `pause`."""

    def pause(self) -> None:
        """Nothing more comes at this moment: send what was heard."""

    def listening(self, job: str) -> bool:
        """Does anybody here subscribe to the job?"""
        ...

    def start_over(self, job: str, reason: str) -> None:
        """Make every subscriber of the job connect and subscribe anew."""


class Watch:
    """One watched job."""

    def __init__(self, job: str) -> None:
        self.job = job
        self.feed = Feed()
        self.owner = ""
        self.listening = False
        """Its subscription was confirmed once: what came since may have been missed."""
        self.finished: CatchUp | None = None
        """Set for a job that is over and lives in the record only: nothing more will come."""
        self.over = False
        """The job has ended: nothing more will come, unless Redis loses the end."""
        self.heard = False
        """News came since the heads were compared last: the job is not deaf."""
        self.opening: asyncio.Task[None] | None = None
        self.refreshing: dict[Need, asyncio.Task[None]] = {}
        self.resyncing: asyncio.Task[None] | None = None
        self.resync_again = False
        self.cut_off = False
        """The subscribers' chain is broken and nothing has told them yet."""
        self.linger: asyncio.TimerHandle | None = None
        self.unpin: asyncio.TimerHandle | None = None

    def catch_up(self, epoch: int, seq: int, *, final: bool = False) -> CatchUp | Need:
        """What brings a subscriber at ``(epoch, seq)`` up to date, or what `Watchlist.refresh` must fetch first."""
        if self.finished is not None:
            if (epoch, seq) == (self.finished.epoch, self.finished.seq):
                return CatchUp(epoch, seq, None, ())
            return self.finished
        return self.feed.catch_up(epoch, seq, final=final)

    def told(self, lines: Sequence[bytes]) -> None:
        """The subscribers are sent these events. A job's end is the last event of its epoch."""
        self.over = is_end(lines[-1])

    @property
    def comparable(self) -> bool:
        """Nothing is under way that will tell by itself whether Redis knows more."""
        return self.finished is None and not self.tasks() and (self.feed.cold or not self.feed.holding)

    def tasks(self) -> list[asyncio.Task[None]]:
        """What is under way."""
        return [t for t in (self.opening, self.resyncing, *self.refreshing.values()) if t is not None]


def is_end(line: bytes) -> bool:
    """True if this event moves its job into a terminal state."""
    if b'"state"' not in line:
        return False  # what most lines are, told without decoding them
    try:
        event = decode_event(line)
    except ProtocolError:
        return False  # passed on as it is; whoever subscribes complains
    return isinstance(event, State) and event.state.terminal
