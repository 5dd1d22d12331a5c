"""What waits to be sent: merged only while unsent, bounded, states never lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobwidgets.bus.outbox import Outbox
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import BufferFull, ProtocolError, TooLarge
from jobwidgets.protocol.events import Event, JobState
from jobwidgets.protocol.state import JobSnapshot, apply
from jobwidgets.protocol.wire import MAX_BATCH_BYTES, MAX_BATCH_EVENTS, MAX_EVENT_BYTES, decode_event
from tests.protocol.strategies import JOB, any_event


def drain(outbox: Outbox) -> list[Event]:
    events: list[Event] = []
    while len(outbox):
        batch = outbox.cut()
        assert 0 < len(batch) <= MAX_BATCH_EVENTS
        assert sum(len(u.data) for u in batch) <= MAX_BATCH_BYTES
        assert all(len(u.data) <= MAX_EVENT_BYTES for u in batch)
        assert not any(isinstance(u.event, ev.State) for u in batch[:-1])
        events += [u.event for u in batch]
    assert outbox.size == 0
    return events


def folded(events: list[Event]) -> JobSnapshot:
    snapshot = JobSnapshot(job=JOB)
    for event in events:
        snapshot = apply(snapshot, event)
    return snapshot


@given(st.lists(any_event.filter(lambda e: not isinstance(e, ev.Opaque)), max_size=60))
def test_merging_loses_nothing(events: list[Event]) -> None:
    """Joined text and replaced progress fold to the same snapshot."""
    outbox = Outbox()
    for event in events:
        outbox.put(event)
    assert folded(drain(outbox)) == folded(events)


def test_a_thousand_deltas_are_one_event() -> None:
    """Text on one channel is joined while it waits."""
    outbox = Outbox()
    for i in range(1000):
        outbox.put(ev.Text(job=JOB, delta=f"{i} "))
    (event,) = drain(outbox)
    assert isinstance(event, ev.Text)
    assert event.delta == "".join(f"{i} " for i in range(1000))


@pytest.mark.parametrize("char", ["x", "\x00", "ü", "\U0001f600", '"', "\ud800"])
def test_text_of_any_length_and_kind_travels(char: str) -> None:
    """Huge deltas are split under the event limit, however they are escaped; lone surrogates are replaced."""
    outbox = Outbox()
    outbox.put(ev.Text(job=JOB, delta=char * 300_000))
    text = "".join(e.delta for e in drain(outbox) if isinstance(e, ev.Text))
    assert text == ("?" if char == "\ud800" else char) * 300_000


def test_the_oldest_text_gives_way() -> None:
    """A full buffer drops old text and says so; steps and states stay, in order."""
    outbox = Outbox(limit=100_000)
    outbox.put(ev.Step(job=JOB, id="s", name="first"))
    for i in range(30_000):
        outbox.put(ev.Text(job=JOB, delta=f"{i:09} "))
    assert outbox.size <= 100_000
    outbox.put(ev.State(job=JOB, state=JobState.COMPLETED))
    events = drain(outbox)
    text = "".join(e.delta for e in events if isinstance(e, ev.Text))
    assert isinstance(events[0], ev.Step)
    assert isinstance(events[-1], ev.State)
    assert text.endswith("000029999 ")
    assert f"{outbox.dropped_chars:,} characters were dropped" in text
    kept = text.split("…]\n")[1]
    assert len(kept) + outbox.dropped_chars >= 300_000


def test_a_full_buffer_refuses_all_but_states() -> None:
    """Where nothing can give way the caller is told, and nothing that was taken is lost."""
    outbox = Outbox(limit=1000)
    with pytest.raises(BufferFull):
        for i in range(100):
            outbox.put(ev.Step(job=JOB, id=str(i), name="step"))
    taken = len(outbox)
    outbox.put(ev.State(job=JOB, state=JobState.FAILED))
    assert len(drain(outbox)) == taken + 1


def test_bad_events_are_refused_and_leave_no_trace() -> None:
    """An event that cannot travel raises where it was made."""
    outbox = Outbox()
    with pytest.raises(TooLarge):
        outbox.put(ev.Artifact(job=JOB, id="a", name="a", media_type="x", data="x" * MAX_EVENT_BYTES))
    with pytest.raises(ProtocolError):
        outbox.put(ev.Step(job=JOB, id="a", name="a", detail=object()))
    assert (len(outbox), outbox.size) == (0, 0)


def test_an_event_stays_as_it_was_said() -> None:
    """What its job makes of the list afterwards is not in the event, nor in what is folded from it."""
    outbox, rows = Outbox(), [1]
    outbox.put(ev.Artifact(job="j", id="a", name="a", media_type="application/json", data=rows))
    rows.append(2)
    (unsent,) = outbox.cut()
    assert isinstance(unsent.event, ev.Artifact)
    assert unsent.event.data == [1]
    assert decode_event(unsent.data) == unsent.event


def test_progress_that_was_taken_stays_when_the_next_is_refused() -> None:
    """A full buffer that refuses an event has not given up the one that it would have replaced."""
    outbox = Outbox(limit=200)
    outbox.put(ev.Progress(job=JOB, value=1))
    with pytest.raises(BufferFull, match="drain"):
        outbox.put(ev.Progress(job=JOB, value=2, message="x" * 500))
    (event,) = drain(outbox)
    assert isinstance(event, ev.Progress)
    assert event.value == 1
