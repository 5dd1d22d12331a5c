"""The tracker against everything a network can do to events and answers."""

import threading
from functools import reduce
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from jobwidgets.client.tracker import (
    MAX_HELD,
    MAX_UNFOLDED,
    TEXT_PER_UNFOLDED,
    Outcome,
    Phase,
    Request,
    Tracker,
)
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import Event, JobState
from jobwidgets.protocol.state import JobSnapshot, fold

from ..protocol.strategies import JOB, histories

START = JobSnapshot(job=JOB)


def plain(value: Any) -> Any:
    """As the socket's JSON decoder leaves it."""
    return msgspec.json.decode(msgspec.json.encode(value))


def words(count: int, first: int = 1, epoch: int = 1) -> list[Event]:
    return [ev.Text(job=JOB, epoch=epoch, seq=n, delta=f"{n} ") for n in range(first, first + count)]


def after(*events: Event, base: JobSnapshot | None = None) -> JobSnapshot:
    return reduce(fold, events, base or JobSnapshot(job=JOB, epoch=1))


def ack(snapshot: JobSnapshot | None = None, events: list[Event] | None = None, **more: Any) -> dict[str, Any]:
    at = snapshot.epoch if snapshot else events[0].epoch if events else 1
    head = events[-1].seq if events else snapshot.seq if snapshot else 0
    body = {"ok": True, "epoch": at, "seq": head, "events": events or [], **more}
    return plain(body if snapshot is None else {**body, "snapshot": snapshot})


def live(*events: Event) -> Tracker:
    """A tracker that has subscribed and knows ``events``."""
    tracker = Tracker(START)
    tracker.acknowledged(tracker.request().ticket, ack(after(*events)))
    assert tracker.phase is Phase.LIVE
    return tracker


def test_first_request_asks_for_everything() -> None:
    """Who knows nothing says so."""
    assert Tracker(START).request().payload() == {"job": JOB, "epoch": 0, "seq": 0}


def test_request_after_a_loss_names_the_position() -> None:
    """After a reconnect only what was missed is asked for."""
    tracker = live(*words(3))
    tracker.lost()
    assert tracker.wants_request
    assert tracker.request().payload() == {"job": JOB, "epoch": 1, "seq": 3}
    outcome = tracker.acknowledged(2, ack(events=words(2, first=4)))
    assert [e.seq for e in outcome.events] == [4, 5]
    assert not outcome.replaced
    assert tracker.snapshot.channel_text() == "1 2 3 4 5 "


def test_replayed_event_changes_nothing() -> None:
    """An event that is known is not shown again."""
    tracker = live(*words(3))
    known = tracker.snapshot
    assert not tracker.received(plain(words(3))).changed
    assert tracker.snapshot is known


def test_gap_asks_again_with_jitter() -> None:
    """A hole leads to one new subscription, after a wait that differs from client to client."""
    waits = set()
    for chance in (0.0, 0.5, 1.0):
        tracker = Tracker(START, rng=lambda chance=chance: chance)
        tracker.acknowledged(tracker.request().ticket, ack(after(*words(1))))
        waits.add(tracker.received(plain(words(1, first=3))).retry)
        assert tracker.received(plain(words(1, first=4))).retry is None, "one is enough"
        assert tracker.snapshot.seq == 1
    assert len(waits) == 3
    assert all(wait is not None and 0 < wait <= 0.1 for wait in waits)


def test_gap_that_fills_itself_needs_no_request() -> None:
    """An event that was only late closes the gap."""
    tracker = live(*words(1))
    tracker.received(plain(words(2, first=3)))
    outcome = tracker.received(plain(words(1, first=2)))
    assert [e.seq for e in outcome.events] == [2, 3, 4]
    assert not tracker.wants_request


def test_events_during_a_subscription_are_held_back() -> None:
    """What comes before the answer is applied after it, once."""
    tracker = live(*words(2))
    tracker.received(plain(words(1, first=4)))
    request = tracker.request()
    assert not tracker.received(plain(words(2, first=4))).changed
    outcome = tracker.acknowledged(request.ticket, ack(events=words(2, first=3)))
    assert [e.seq for e in outcome.events] == [3, 4, 5]
    assert outcome.retry is None


def test_new_epoch_replaces_the_snapshot() -> None:
    """When Redis lost its data the job goes on in the next epoch, whatever its numbers, even after its end."""
    tracker = live(*words(3), ev.State(job=JOB, epoch=1, seq=4, state=JobState.COMPLETED))
    outcome = tracker.received(plain(words(1, epoch=2)))
    assert not outcome.changed
    assert outcome.retry is not None
    rebuilt = after(*words(1, epoch=2), base=JobSnapshot(job=JOB, epoch=2))
    outcome = tracker.acknowledged(tracker.request().ticket, ack(rebuilt))
    assert outcome.replaced
    assert tracker.snapshot == rebuilt


def test_old_epoch_is_the_past() -> None:
    """Neither an event nor a relay that lags behind takes the job back to an earlier epoch."""
    rebuilt = after(*words(2, epoch=2), base=JobSnapshot(job=JOB, epoch=2))
    tracker = Tracker(START)
    tracker.acknowledged(tracker.request().ticket, ack(rebuilt))
    assert not tracker.received(plain(words(1, first=3, epoch=1))).changed
    assert not tracker.wants_request
    outcome = tracker.acknowledged(tracker.request().ticket, ack(after(*words(9))))
    assert not outcome.changed
    assert outcome.retry is not None
    assert tracker.snapshot == rebuilt


def test_rewind_within_an_epoch_is_believed() -> None:
    """If the server is behind what it told before, its word counts, and nothing stale is put on top."""
    tracker = live(*words(10))
    tracker.received(plain(words(1, first=12)))
    outcome = tracker.acknowledged(tracker.request().ticket, ack(after(*words(8))))
    assert outcome.replaced
    assert tracker.snapshot.seq == 8
    other = [replace(e, delta="x") for e in words(3, first=9)]
    tracker.received(plain(other))
    assert tracker.snapshot.channel_text().endswith("8 xxx")


def test_answer_with_a_hole_is_completed() -> None:
    """A head beyond the events that came with it leads to another request."""
    tracker = live(*words(2))
    outcome = tracker.acknowledged(tracker.request().ticket, {**ack(events=words(1, first=3)), "seq": 5})
    assert outcome.retry is not None
    assert tracker.wants_request


def test_only_the_latest_request_is_answered() -> None:
    """An answer that comes after its time-out is not mistaken for the next one's."""
    tracker = Tracker(START)
    first = tracker.request()
    assert tracker.lost(first.ticket).retry is not None
    second = tracker.request()
    assert tracker.acknowledged(first.ticket, ack(after(*words(1)))) == Outcome()
    assert tracker.acknowledged(second.ticket, ack(after(*words(2)))).replaced
    assert tracker.lost(second.ticket) == Outcome(), "it was answered"
    assert tracker.phase is Phase.LIVE


def test_parts_are_put_together() -> None:
    """An answer too large for one packet arrives in pieces; what is live meanwhile waits."""
    whole = after(*words(50))
    text = msgspec.json.encode({"epoch": 1, "seq": 50, "snapshot": whole, "events": []}).decode()
    tracker = Tracker(START)
    pieces = [text[i : i + 40] for i in range(0, len(text), 40)]
    request = tracker.request()
    assert not tracker.acknowledged(request.ticket, ack(parts=len(pieces), seq=50)).changed
    tracker.received(plain(words(1, first=51)))
    outcomes = [tracker.part(piece) for piece in pieces]
    assert [o.changed for o in outcomes] == [False] * (len(pieces) - 1) + [True]
    assert tracker.snapshot == after(*words(51))
    assert not tracker.part("stray").changed


def test_nonsense_leads_to_a_whole_snapshot() -> None:
    """What cannot be understood is complained of, and the next request builds on nothing."""
    tracker = live(*words(2))
    outcome = tracker.received([{"kind": "text", "job": JOB, "epoch": 1, "seq": 3}])
    assert outcome.complaint
    assert outcome.retry is not None
    request = tracker.request()
    assert (request.epoch, request.seq) == (0, 0)
    assert tracker.acknowledged(request.ticket, {"ok": True, "epoch": 1, "events": 7}).complaint
    request = tracker.request()
    assert tracker.acknowledged(request.ticket, ack(after(*words(4)))).replaced
    assert tracker.request().payload() == {"job": JOB, "epoch": 1, "seq": 4}


def test_unknown_kinds_only_count() -> None:
    """An event of a newer server advances the position and nothing else."""
    tracker = live(*words(1))
    outcome = tracker.received([{"kind": "hologram", "job": JOB, "epoch": 1, "seq": 2, "depth": 3}])
    assert len(outcome.events) == 1
    assert tracker.snapshot.seq == 2


def test_what_is_held_back_is_bounded() -> None:
    """A subscription that is never answered does not eat the memory; the newest are kept."""
    tracker = live(*words(1))
    tracker.request()
    tracker.received(plain(words(MAX_HELD + 100, first=2)))
    outcome = tracker.acknowledged(2, ack(events=words(1, first=2)))
    assert [e.seq for e in outcome.events] == [2]
    assert outcome.retry is not None


@settings(max_examples=60, deadline=None)
@given(histories(), st.lists(st.booleans(), min_size=45, max_size=45))
def test_a_snapshot_once_read_stays(history: list[Event], looks: list[bool]) -> None:
    """Whoever reads a snapshot, and however rarely: it is the fold of all events up to its ``seq``, now and later."""
    tracker = live()
    seen: list[JobSnapshot] = []
    for event, look in zip(history, looks, strict=False):
        tracker.received([event])
        assert tracker.position == (event.epoch, event.seq)
        if look:
            seen.append(tracker.snapshot)
    whole = after(*history)
    assert tracker.over == whole.state.terminal
    assert tracker.snapshot == whole
    assert seen == [after(*history[: snapshot.seq]) for snapshot in seen]


def test_snapshots_are_read_while_events_come() -> None:
    """Threads that read while the connection's thread receives see whole snapshots that only ever go on."""
    tracker = live()
    total, faults, done = 10_000, [], threading.Event()

    def look() -> None:
        last = 0
        while not done.is_set():
            snapshot = tracker.snapshot
            if snapshot.seq < last or len(snapshot.channel_text()) != snapshot.seq:
                faults.append(snapshot.seq)
            last = snapshot.seq

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for first in range(1, total, 10):
            tracker.received([ev.Text(job=JOB, epoch=1, seq=n, delta="x") for n in range(first, first + 10)])
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert not faults
    assert tracker.snapshot.seq == total


def test_a_long_text_costs_no_more_per_event_than_a_short_one() -> None:
    """Nobody looks: 40 MB are not copied for every batch, and what waits to be folded stays bounded."""
    tracker, counted = live(), 0
    before = [tracker.snapshot]
    for first in range(1, 4_001, 2):
        tracker.received([ev.Text(job=JOB, epoch=1, seq=n, delta="x" * 10_000) for n in (first, first + 1)])
        if tracker._log.base is not before[-1]:
            before.append(tracker._log.base)
            counted += sum(len(s.text) for s in before.pop(0).text)
    assert counted < 20 * 40_000_000, "characters copied"
    assert len(before) == 1
    assert len(tracker._log.events) <= MAX_UNFOLDED + 40_000_000 // TEXT_PER_UNFOLDED
    assert len(tracker.snapshot.channel_text()) == 40_000_000


def test_a_gap_costs_nothing_for_each_batch_behind_it() -> None:
    """What comes behind a gap is held back once; when the gap is closed everything is there, in order."""
    tracker = live(*words(1))
    tracker.received(words(10, first=3))
    held = tracker._held
    for first in range(13, 1_003, 10):
        assert tracker.received(words(10, first=first)) == Outcome()
    assert tracker._held is held
    outcome = tracker.received(words(2, first=1))
    assert [e.seq for e in outcome.events] == list(range(2, 1_003))
    assert not tracker._held
    assert not tracker.wants_request


class Network:
    """A server with a history, a tracker, and between them a network that obeys Hypothesis."""

    def __init__(self, epochs: list[list[Event]], tail: int) -> None:
        self.tail_size = tail
        self.coming = list(epochs)
        self.server = JobSnapshot(job=JOB, epoch=1)
        self.tail: list[Event] = []
        self.flying: list[tuple[str, Any]] = []
        self.joined = False
        self.tracker = Tracker(START)
        self.shown: set[tuple[int, int]] = set()

    def produce(self) -> None:
        if not self.coming[0] and len(self.coming) > 1:
            self.coming.pop(0)
            self.server = replace(self.server, epoch=self.server.epoch + 1, seq=0)
            self.tail = []
        if not self.coming[0]:
            return
        event = replace(self.coming[0].pop(0), epoch=self.server.epoch, seq=self.server.seq + 1)
        self.server = fold(self.server, event)
        self.tail = [*self.tail, event][-self.tail_size :]
        if self.joined:
            self.flying.append(("live", [event]))

    def ask(self, in_parts: bool) -> None:
        if not self.tracker.wants_request:
            return
        request = self.tracker.request()
        self.joined = True
        self.flying.append(("parts" if in_parts else "answer", (request, self.answer(request))))

    def answer(self, request: Request) -> dict[str, Any]:
        s = self.server
        if request.epoch == s.epoch and s.seq - len(self.tail) <= request.seq <= s.seq:
            return {"epoch": s.epoch, "seq": s.seq, "events": [e for e in self.tail if e.seq > request.seq]}
        return {"epoch": s.epoch, "seq": s.seq, "snapshot": s, "events": []}

    def deliver(self, index: int, again: bool) -> None:
        if not self.flying:
            return
        index %= len(self.flying)
        kind, content = self.flying[index] if again else self.flying.pop(index)
        if kind == "live":
            self.take(self.tracker.received(plain(content)))
            return
        request, answer = content
        if kind == "answer":
            self.take(self.tracker.acknowledged(request.ticket, plain({"ok": True, **answer})))
            return
        text = msgspec.json.encode(answer).decode()
        pieces = [text[:20], text[20:]]
        head = {"ok": True, "epoch": answer["epoch"], "seq": answer["seq"], "parts": 2}
        self.take(self.tracker.acknowledged(request.ticket, head))
        for piece in pieces:
            self.take(self.tracker.part(piece))

    def drop(self, index: int) -> None:
        if self.flying:
            kind, content = self.flying.pop(index % len(self.flying))
            if kind != "live":
                self.tracker.lost(content[0].ticket)

    def disconnect(self) -> None:
        self.flying.clear()
        self.joined = False
        self.tracker.lost()

    def take(self, outcome: Outcome) -> None:
        for event in outcome.events:
            at = (event.epoch, event.seq)
            assert at not in self.shown, "shown twice"
            assert not self.shown or at > max(self.shown), "shown out of order"
            self.shown.add(at)
        if outcome.replaced:
            self.shown.add((self.tracker.snapshot.epoch, self.tracker.snapshot.seq))

    def settle(self) -> None:
        """The network is kind again: one event more, everything in order, every request answered."""
        self.coming[-1].append(ev.Text(job=JOB, delta="end"))
        self.joined = True
        while any(self.coming):
            self.produce()
        for _ in range(10):
            while self.flying:
                self.deliver(0, again=False)
            self.ask(False)


moves = st.lists(
    st.tuples(
        st.sampled_from(["produce", "produce", "produce", "ask", "ask", "deliver", "deliver", "deliver", "again"])
        | st.sampled_from(["drop", "disconnect"]),
        st.integers(0, 9),
    ),
    max_size=80,
)


@settings(max_examples=400, deadline=None)
@given(st.lists(histories(), min_size=1, max_size=3), st.integers(0, 8), moves)
def test_whatever_happens_the_snapshot_ends_equal(
    epochs: list[list[Event]], tail: int, script: list[tuple[str, int]]
) -> None:
    """Whatever is duplicated, delayed, reordered or dropped: no event is shown twice or out of order, and once
    the network is kind again the snapshot equals the fold of all events."""
    network = Network([list(history) for history in epochs], tail)
    for move, number in script:
        match move:
            case "produce":
                network.produce()
            case "ask":
                network.ask(number % 2 == 1)
            case "deliver" | "again":
                network.deliver(number, move == "again")
            case "drop":
                network.drop(number)
            case "disconnect":
                network.disconnect()
    network.settle()
    assert network.tracker.snapshot == network.server
    assert network.tracker.phase is Phase.LIVE
    assert not network.tracker.wants_request
