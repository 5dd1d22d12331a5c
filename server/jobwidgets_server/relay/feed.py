"""What this relay knows of one job: epoch, head, a snapshot and the events after it. Pure: no sockets, no Redis.

A feed is told of messages (`Feed.on_message`) and readings (`Feed.on_reading`, `Feed.on_refresh`) and
answers what may be sent to the subscribers now. What it lets through is contiguous: each event of an
epoch once, in order. When it cannot go on by itself it says ``read``: read the job on Redis and hand
the reading over; until then messages are held back.
"""

from collections import deque
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import NamedTuple

from jobwidgets.protocol.wire import BACKLOG

RING_BYTES = 1024 * 1024
"""Events kept for late subscribers, in bytes; in number they are `wire.BACKLOG`."""
HOLD_BYTES = 4 * 1024 * 1024
"""Messages held back while a reading is under way; beyond it they are dropped and read again."""


class Outcome(NamedTuple):
    """What came of a message or a reading.

    ``emit``: event lines that go to the subscribers now. ``read``: only another reading helps.
    ``broken``: the subscribers' chain is cut, they must subscribe again. ``rewound``: what they have is
    ahead of Redis, which lost writes; they would take the coming events for duplicates.
    """

    emit: tuple[bytes, ...] = ()
    read: bool = False
    broken: bool = False
    rewound: bool = False


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What a subscriber needs to stand at ``(epoch, seq)``: events alone, or a snapshot (JSON) and events."""

    epoch: int
    seq: int
    snapshot: bytes | None
    events: tuple[bytes, ...]


class Need(Enum):
    """What a feed must be given before it can bring a certain subscriber up to date."""

    SNAPSHOT = "snapshot"
    """A whole snapshot, for `Feed.on_refresh`."""
    BACKLOG = "backlog"
    """The events before those it has heard, for `Feed.on_backlog`."""


_NOTHING = Outcome()


class Feed:
    """The shared tail of one job. It begins *cold*: nothing is known before the first reading."""

    def __init__(
        self, *, ring_events: int = BACKLOG, ring_bytes: int = RING_BYTES, hold_bytes: int = HOLD_BYTES
    ) -> None:
        self.epoch = 0
        self.head = 0
        self.cold = True
        self._opened = False
        self._limits = ring_events, ring_bytes
        self._hold_limit = hold_bytes
        self._snapshot: bytes | None = None
        self._snapshot_seq = 0
        self._ring: deque[bytes] = deque()
        """The events after ``_start`` up to ``head``."""
        self._ring_size = 0
        self._start = 0
        self._whole_ring = False
        """The ring reaches back as far as it may."""
        self._pinned: int | None = None
        self._holding = True
        self._held: list[tuple[int, int, list[bytes]]] = []
        self._held_size = 0
        self._spilled = False
        self._whole: CatchUp | None = None
        self._recent: tuple[int, CatchUp] | None = None
        """The last answer without a snapshot, and after which event it goes on: clients that come back after a restart
        of their relay all stand at the same place."""

    @property
    def holding(self) -> bool:
        """True while messages wait for a reading."""
        return self._holding

    def hold(self) -> None:
        """A reading is about to be asked for: hold messages back until `on_reading`."""
        self._holding = True

    def forget(self) -> None:
        """The job is gone from Redis: keep nothing but how far the subscribers are."""
        self._snapshot, self._whole = None, None
        self._drop_ring()
        self.cold = self._holding = True

    def on_message(self, epoch: int, first: int, lines: list[bytes]) -> Outcome:
        """A live message: ``lines`` are the events ``first``, ``first + 1``, … of ``epoch``."""
        if self._holding:
            self._hold(epoch, first, lines)
            return _NOTHING
        if epoch < self.epoch:
            return _NOTHING  # of a time that a rebuilt job has left behind
        if epoch > self.epoch or first > self.head + 1:
            self._holding = True
            self._hold(epoch, first, lines)
            return Outcome(read=True)
        fresh = lines if first == self.head + 1 else lines[self.head + 1 - first :]
        if not fresh:
            return _NOTHING
        self._append(fresh)
        return Outcome(tuple(fresh))

    def on_reading(self, epoch: int, seq: int, snapshot: bytes | None, events: list[bytes]) -> Outcome:
        """A reading of the job as it stands at ``(epoch, seq)``, asked for after `hold`.

        Without ``snapshot``, ``events`` are the last ones up to ``seq``; with it they are not looked at.
        """
        broken = rewound = False
        held, self._held, self._held_size = self._held, [], 0
        if snapshot is None:
            held.insert(0, (epoch, seq - len(events) + 1, events))
        else:
            broken = self._opened and (epoch, seq) != (self.epoch, self.head)
            rewound = (epoch, seq) < (self.epoch, self.head)
            self.epoch, self.head = epoch, seq
            self._drop_ring()
            self._snapshot, self._snapshot_seq = snapshot, seq
        self.cold = self._holding = False
        self._opened = True
        spilled, self._spilled = self._spilled, False
        read = False
        emit: list[bytes] = []
        for message in held:
            # Once one of them opens a gap it holds itself and all after it.
            outcome = self.on_message(*message)
            emit += outcome.emit
            read = read or outcome.read
        if spilled:
            self._holding = read = True
        return Outcome(tuple(emit), read, broken, rewound)

    def on_refresh(self, epoch: int, seq: int, snapshot: bytes) -> Outcome:
        """A whole snapshot read while live messages went on; newer than, equal to or older than ``head``."""
        if epoch != self.epoch or self.cold:
            if epoch < self.epoch and not self.cold:
                return _NOTHING  # either overtaken or rewound; the comparison of heads tells which
            self._holding = True
            return Outcome(read=True)
        if self._snapshot is None or seq >= self._snapshot_seq:
            self._snapshot, self._snapshot_seq, self._whole = snapshot, seq, None
        return _NOTHING

    def pin(self) -> None:
        """A snapshot is about to be read: keep every event from here on, or a flood would outrun the answer."""
        self._pinned = self.head

    def unpin(self) -> None:
        """Those who waited for the snapshot have been served."""
        self._pinned = None
        self._trim()

    @property
    def backlog_start(self) -> int:
        """After which event the backlog begins that `Need.BACKLOG` asks for."""
        return max(0, self.head - self._limits[0])

    def on_backlog(self, epoch: int, seq: int, events: list[bytes]) -> None:
        """The last events up to ``seq``; empty if Redis does not have them any more."""
        if epoch != self.epoch or seq < self._start:
            return
        before = events[: max(0, len(events) - (seq - self._start))]
        room = self._limits[0] - len(self._ring)
        for line in reversed(before[max(0, len(before) - room) :]):
            if self._ring_size + len(line) > self._limits[1]:
                break
            self._ring.appendleft(line)
            self._ring_size += len(line)
            self._start -= 1
        self._whole_ring = True

    @property
    def latest(self) -> bytes | None:
        """The last event, if it is kept."""
        return self._ring[-1] if self._ring else None

    def catch_up(self, epoch: int, seq: int, *, final: bool = False) -> CatchUp | Need:
        """What brings a subscriber who has ``(epoch, seq)`` up to date, or what is needed first.

        A subscriber ahead of this relay is believed until a refresh has shown that Redis itself is behind
        him: ``final`` says that refreshing was tried.
        """
        if self.cold:
            return Need.SNAPSHOT
        if epoch == self.epoch > 0 and self._start <= seq <= self.head:
            recent = self._recent
            if recent is None or recent[0] != seq or recent[1].seq != self.head or recent[1].epoch != epoch:
                missing = tuple(islice(self._ring, seq - self._start, None))
                recent = self._recent = (seq, CatchUp(epoch, self.head, None, missing))
            return recent[1]
        if epoch == self.epoch and self.backlog_start <= seq < self._start and not (self._whole_ring or final):
            return Need.BACKLOG
        if self._snapshot is None or self._snapshot_seq < self._start:
            return Need.SNAPSHOT
        at = max(self.head, self._snapshot_seq)
        if epoch == self.epoch and seq == self._snapshot_seq > self.head:
            return CatchUp(epoch, seq, None, ())
        if (epoch, seq) > (self.epoch, at) and not final:
            return Need.SNAPSHOT
        if self._whole is None or self._whole.seq != at:
            after = islice(self._ring, max(0, self._snapshot_seq - self._start), None)
            self._whole = CatchUp(self.epoch, at, self._snapshot, tuple(after))
        return self._whole

    def _append(self, lines: list[bytes]) -> None:
        self._ring.extend(lines)
        self._ring_size += sum(map(len, lines))
        self.head += len(lines)
        self._trim()

    def _trim(self) -> None:
        events, size = self._limits
        while len(self._ring) > events or self._ring_size > size:
            needed = self._pinned is not None and self._start >= self._pinned
            if needed and self._ring_size <= self._hold_limit:
                return
            self._ring_size -= len(self._ring.popleft())
            self._start += 1
            self._whole_ring = True

    def _drop_ring(self) -> None:
        self._ring.clear()
        self._ring_size = 0
        self._start = self.head
        self._whole_ring = False
        self._whole = self._recent = None

    def _hold(self, epoch: int, first: int, lines: list[bytes]) -> None:
        self._held.append((epoch, first, lines))
        self._held_size += sum(map(len, lines))
        if self._held_size > self._hold_limit:
            self._held, self._held_size, self._spilled = [], 0, True
