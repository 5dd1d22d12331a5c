"""What this client knows of one job: snapshot, duplicates, gaps, epochs, parts. Pure: no sockets, no clock.

The connection tells the tracker what came and does what the returned `Outcome` says:

    request()            → send ``subscribe`` with it
    acknowledged(...)    the answer came          part(...)   a piece of an answer too large for one packet
    received([...])      live events came         lost()      the connection went away, or no answer came

While a subscription is under way live events are held back, so the answer is compared with the very
sequence number that was asked for. Of a job's events each is folded once and in order, or replaced,
with all before it, by a snapshot.

Folding waits until somebody looks, or enough is there to be worth it: a text of megabytes would be copied for every
batch otherwise.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import msgspec
from msgspec.structs import replace

from ..protocol.errors import ProtocolError
from ..protocol.events import Event, State
from ..protocol.state import JobSnapshot, fold_all
from ..protocol.wire import SubscribeAck, events_from_objs
from .backoff import delays

MAX_HELD = 5_000
"""Events held back while a subscription is under way or after a gap; beyond, the oldest go: the
answer covers them."""

MAX_UNFOLDED = 64
"""Events that may wait to be folded; more of them beside a long text, one for each `TEXT_PER_UNFOLDED` characters."""
TEXT_PER_UNFOLDED = 2_048


class Phase(Enum):
    """Where the subscription stands."""

    IDLE = "idle"
    """Nothing was asked, or the connection is gone."""
    ASKED = "asked"
    """``subscribe`` was sent."""
    ASSEMBLING = "assembling"
    """It was answered; parts of the answer are still to come."""
    LIVE = "live"
    """Events are folded as they come."""


@dataclass(frozen=True, slots=True)
class Request:
    """A ``subscribe`` to send. The answer must be handed back with the same ``ticket``."""

    ticket: int
    job: str
    epoch: int
    seq: int

    def payload(self) -> dict[str, Any]:
        """What goes over the socket."""
        return {"job": self.job, "epoch": self.epoch, "seq": self.seq}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it.

    ``events`` were folded into the snapshot, in order. ``replaced``: before that a snapshot took the
    place of the one known. ``retry``: call `Tracker.request` again in so many seconds, if
    `Tracker.wants_request` still says so then. ``complaint``: what could not be understood.
    """

    events: tuple[Event, ...] = ()
    replaced: bool = False
    retry: float | None = None
    complaint: str | None = None

    @property
    def changed(self) -> bool:
        """True if the snapshot is another one now."""
        return self.replaced or bool(self.events)


NOTHING = Outcome()


class _Log:
    """A snapshot and the first ``count`` events after it, which are folded when somebody looks.

    Made by the connection's thread, which goes on with the same list in the next `_Log`. Any thread may look; two that
    do so at once do the same twice. There is no lock: one held during a fork stays held in the child.
    """

    __slots__ = ("base", "count", "events", "folded", "most")

    def __init__(self, base: JobSnapshot, events: list[Event], count: int, most: int) -> None:
        self.base, self.events, self.count, self.most = base, events, count, most
        self.folded = None if count else base

    @classmethod
    def on(cls, base: JobSnapshot) -> "_Log":
        return cls(base, [], 0, MAX_UNFOLDED + sum(len(s.text) for s in base.text) // TEXT_PER_UNFOLDED)

    def look(self) -> JobSnapshot:
        if (folded := self.folded) is None:
            folded = self.folded = fold_all(self.base, self.events[: self.count])
        return folded

    def then(self, fresh: list[Event]) -> "_Log":
        """With ``fresh`` after it; folded if too many would wait."""
        before = self if self.folded is None else _Log.on(self.folded)
        before.events.extend(fresh)
        after = _Log(before.base, before.events, before.count + len(fresh), before.most)
        return after if after.count <= after.most else _Log.on(after.look())


class Tracker:
    """The snapshot of one job, kept equal to the server's. Not thread-safe; ``snapshot`` may be read anywhere."""

    def __init__(self, snapshot: JobSnapshot, *, rng: Callable[[], float] = random.random) -> None:
        self.phase = Phase.IDLE
        self.resubscribed = 0
        self._rng = rng
        self._ticket = 0
        self._distrust = False
        self._wanting = True
        self._held: dict[tuple[int, int], Event] = {}
        self._answer: SubscribeAck | None = None
        self._parts: list[str] = []
        self._delays = delays(0.1, 5.0, rng=rng)
        self._begin(snapshot)

    def _begin(self, snapshot: JobSnapshot) -> None:
        self._log = _Log.on(snapshot)
        self.position: tuple[int, int] = snapshot.epoch, snapshot.seq
        """``(epoch, seq)`` of `snapshot`."""
        self.over = snapshot.state.terminal
        """Whether the state in `snapshot` is a terminal one."""

    @property
    def snapshot(self) -> JobSnapshot:
        """The job as it is known now; immutable. The first look after a change folds what came since the last one."""
        return self._log.look()

    @property
    def wants_request(self) -> bool:
        """True if only a new subscription can bring this job up to date."""
        return self._wanting

    @property
    def at_end(self) -> bool:
        """True if the job is over and nothing says that there is more to know."""
        return self.phase is Phase.LIVE and not self._wanting and self.over

    def request(self) -> Request:
        """Start a subscription; whatever an older one still answers is ignored from now on."""
        self._ticket += 1
        self.resubscribed += 1
        self.phase = Phase.ASKED
        self._wanting = False
        self._parts = []
        epoch, seq = (0, 0) if self._distrust else self.position
        return Request(self._ticket, self._log.base.job, epoch, seq)

    def lost(self, ticket: int | None = None) -> Outcome:
        """The connection is gone, or request ``ticket`` was not answered in time."""
        if ticket is not None and (ticket != self._ticket or self.phase is Phase.LIVE):
            return NOTHING  # answered after all, or asked again since
        self.phase = Phase.IDLE
        self._parts = []
        if ticket is None:
            self._held.clear()  # nothing of the old connection is of use to the next one
        return self._again()

    def received(self, batch: Iterable[Any]) -> Outcome:
        """Live events, or what a JSON decoder made of them."""
        try:
            events = events_from_objs(batch)
        except ProtocolError as why:
            return self._start_over(why)
        if self.phase is not Phase.LIVE:
            self._hold(events)
            return NOTHING
        return self._advance(events)

    def acknowledged(self, ticket: int, answer: Any) -> Outcome:
        """The answer to request ``ticket``: a `SubscribeAck` as the JSON decoder left it, ``ok`` being true."""
        if ticket != self._ticket or self.phase is not Phase.ASKED:
            return NOTHING
        try:
            ack = msgspec.convert(answer, SubscribeAck)
            if ack.parts:
                self.phase = Phase.ASSEMBLING
                self._answer = ack
                return NOTHING
            return self._adopt(ack)
        except (msgspec.ValidationError, ProtocolError) as why:
            return self._start_over(why)

    def part(self, data: str) -> Outcome:
        """The next piece of the JSON ``{"snapshot": …, "events": […]}`` of an answer in parts."""
        if self.phase is not Phase.ASSEMBLING or self._answer is None:
            return NOTHING  # of an answer that is no longer waited for
        self._parts.append(data)
        if len(self._parts) < self._answer.parts:
            return NOTHING
        try:
            whole = msgspec.json.decode("".join(self._parts), type=_Whole)
            return self._adopt(replace(self._answer, snapshot=whole.snapshot, events=whole.events))
        except (msgspec.MsgspecError, ProtocolError) as why:
            return self._start_over(why)
        finally:
            self._parts = []

    def _adopt(self, ack: SubscribeAck) -> Outcome:
        known_epoch, known_seq = self.position
        events = events_from_objs(ack.events)
        epoch = ack.snapshot.epoch if ack.snapshot is not None else ack.epoch
        if epoch < known_epoch:
            # A relay that has not heard of our epoch yet: what it shows is the past.
            self.phase = Phase.IDLE
            return self._again()
        if ack.snapshot is None and epoch != known_epoch:
            raise ProtocolError("an answer of another epoch without its snapshot")
        if ack.snapshot is not None:
            if epoch == known_epoch and ack.snapshot.seq < known_seq:
                # Redis lost writes: what it lost did not happen, nor what was held back on top of it.
                self._held.clear()
            self._begin(ack.snapshot)
            self._sift()
        self._distrust = False
        self.phase = Phase.LIVE
        outcome = self._advance(events)
        retry = outcome.retry
        if retry is None:
            if self.position < (epoch, ack.seq):
                retry = self._again().retry  # the answer itself has a hole
            else:
                self._delays = delays(0.1, 5.0, rng=self._rng)
        return Outcome(outcome.events, ack.snapshot is not None, retry)

    def _advance(self, events: list[Event]) -> Outcome:
        """Take what continues the snapshot, from ``events`` and from what was held back; hold the rest."""
        epoch, seq = self.position
        fresh: list[Event] = []
        beyond: list[Event] = []
        for event in events:
            if event.seq == seq + 1 and event.epoch == epoch:
                fresh.append(event)
                seq += 1
            elif (event.epoch, event.seq) > (epoch, seq):
                beyond.append(event)
        self._hold(beyond)
        while self._held and (event := self._held.pop((epoch, seq + 1), None)) is not None:
            fresh.append(event)
            seq += 1
        if fresh:
            self.position = epoch, seq
            self.over = self.over or any(isinstance(event, State) and event.state.terminal for event in fresh)
            self._log = self._log.then(fresh)
            self._sift()
        if not self._held:
            self._wanting = False
            return Outcome(tuple(fresh))
        asked_already = self._wanting
        return Outcome(tuple(fresh), retry=None if asked_already else self._again().retry)

    def _hold(self, events: list[Event]) -> None:
        for event in events:
            if (event.epoch, event.seq) > self.position:
                self._held[event.epoch, event.seq] = event
        while len(self._held) > MAX_HELD:
            del self._held[next(iter(self._held))]

    def _sift(self) -> None:
        """Let go of what was held back and is known by now."""
        if self._held:
            self._held = {at: event for at, event in self._held.items() if at > self.position}

    def _again(self) -> Outcome:
        self._wanting = True
        return Outcome(retry=next(self._delays))

    def _start_over(self, why: Exception) -> Outcome:
        """Something cannot be understood: a whole snapshot is the only thing to build on."""
        self._distrust = True
        self.phase = Phase.IDLE
        return Outcome(retry=self._again().retry, complaint=str(why))


class _Whole(msgspec.Struct):
    """The JSON an answer in parts makes up."""

    snapshot: JobSnapshot | None = None
    events: list[Any] = []
