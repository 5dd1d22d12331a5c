"""`Scrubber`, kernel side: the job after any number of its events, and the conversation with the page."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from jobwidgets.client.replayed import ReplayedJob
from jobwidgets.client.tape import Tape
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Conflict, Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.state import fold_all
from jobwidgets.testing import FakeJob, demo_script, wait_until_sync
from jobwidgets.widgets import Scrubber
from jobwidgets.widgets.flusher import Flusher
from jobwidgets.widgets.past import marks
from jobwidgets.widgets.watched import WatchedJob

from .recording import comm_of, say, settled


def run(words: int = 30) -> FakeJob:
    """A job that is over, a tenth of a second between any two events."""
    job = FakeJob("search")
    for n, (_, event) in enumerate(demo_script(words)):
        job.emit(msgspec.structs.replace(event, at=1_000_000 + n / 10))
    return job


@pytest.fixture
def scrub(flusher: Flusher) -> Iterator[Callable[..., Scrubber]]:
    """Makes scrubbers, and closes them."""
    made: list[Scrubber] = []

    def make(job: WatchedJob, *, loaded: bool = True, **options: Any) -> Scrubber:
        made.append(Scrubber(job, flusher=flusher, **options))
        if loaded:
            wait_until_sync(lambda: not made[-1].loading, "the events")
        return made[-1]

    yield make
    for scrubber in made:
        scrubber.close()


def prefix(job: FakeJob, position: int) -> Any:
    return fold_all(FakeJob("search", id=job.id).snapshot, list(job._log[:position]))


def same(seen: Any, expected: Any) -> bool:
    return seen == msgspec.structs.replace(expected, created=seen.created)


def test_a_finished_job_is_shown_at_its_end_first(scrub) -> None:
    """All events are there; the reader begins where the job ended."""
    job = run()
    scrubber = scrub(job)
    assert (scrubber.position, scrubber.length) == (job.snapshot.seq, job.snapshot.seq)
    assert scrubber.snapshot == job.snapshot
    assert scrubber.at == job.snapshot.updated


@pytest.mark.parametrize("position", [0, 1, 12, 40])
def test_any_position_is_the_fold_of_so_many_events(scrub, position: int) -> None:
    """Set from Python, the position moves what is shown, its time, and the page's view."""
    job = run()
    scrubber = scrub(job)
    scrubber.position = position
    assert same(scrubber.snapshot, prefix(job, position))
    say(scrubber, {"type": "hello", "client": "c"})
    wait_until_sync(lambda: any(m["type"] == "snapshot" for m in comm_of(scrubber).custom), "the page's snapshot")
    whole = next(m for m in comm_of(scrubber).custom if m["type"] == "snapshot")
    assert "".join(span["text"] for span in whole["text"] if span["ch"] == "answer") == scrubber.snapshot.channel_text()
    at = job._log[position - 1].at if position else job.snapshot.created
    wait_until_sync(lambda: scrubber.at == at, "its time")


def test_beyond_the_log_is_its_end(scrub) -> None:
    """A position that does not exist is the nearest one."""
    scrubber = scrub(run())
    for wrong, right in ((10**6, scrubber.length), (3, 3)):
        scrubber.position = wrong
        wait_until_sync(lambda right=right: scrubber.position == right, "the nearest position")


def test_a_position_may_be_asked_for_before_it_is_there(scrub) -> None:
    """`Scrubber(job, position=12)` goes there when so much has come."""
    job = run()
    scrubber = scrub(job, position=12)
    assert scrubber.position == 12
    assert same(scrubber.snapshot, prefix(job, 12))


def test_the_end_of_a_running_job_is_followed_until_the_reader_moves(scrub) -> None:
    """And again once they are back at the end."""
    job = FakeJob()
    job.emit(ev.Attempt(job="", attempt=1), ev.State(job="", state=JobState.RUNNING))
    scrubber = scrub(job)
    job.emit(ev.Text(job="", delta="one "))
    wait_until_sync(lambda: scrubber.position == 3, "the new event")
    scrubber.position = 2
    job.emit(ev.Text(job="", delta="two "))
    wait_until_sync(lambda: scrubber.length == 4, "the next event")
    assert (scrubber.position, scrubber.snapshot.channel_text()) == (2, "")
    scrubber.position = 4
    job.emit(ev.Text(job="", delta="three"), ev.State(job="", state=JobState.COMPLETED))
    wait_until_sync(lambda: scrubber.position == 6, "the end")
    assert scrubber.snapshot == job.snapshot


def test_it_plays_from_here_to_the_end(scrub) -> None:
    """From the beginning if it is at the end; slowly or quickly; and stops when told to."""
    scrubber = scrub(run(), speed=100)
    seen: list[int] = []
    scrubber.observe(lambda change: seen.append(change.new), "position")
    scrubber.playing = True
    wait_until_sync(lambda: scrubber.position == scrubber.length and not scrubber.playing, "the end")
    assert seen[0] < scrubber.length
    assert seen == sorted(seen)
    scrubber.position = 5
    scrubber.speed = 0.01
    scrubber.play()
    scrubber.pause()
    wait_until_sync(lambda: not scrubber.playing, "the pause")
    assert scrubber.position in (5, 6)


def test_the_page_moves_it(scrub, flusher: Flusher) -> None:
    """`seek`, `speed`, `play` and `pause` of the page do what the traits do."""
    scrubber = scrub(run())
    say(scrubber, {"type": "seek", "position": 7})
    settled(flusher, lambda: scrubber.position == 7, "the position")
    assert {"position": 7} in [{k: v for k, v in u.items() if k == "position"} for u in comm_of(scrubber).updates]
    say(scrubber, {"type": "speed", "value": 50})
    say(scrubber, {"type": "play"})
    wait_until_sync(lambda: scrubber.position == scrubber.length, "the end")
    assert scrubber.speed == 50


def test_the_past_cannot_be_changed(scrub) -> None:
    """Cancel and answers of a page are refused there, and the job does not hear of them."""
    job = FakeJob()
    job.emit(ev.State(job="", state=JobState.RUNNING))
    job.ask("Go?")
    scrubber = scrub(job)
    say(scrubber, {"type": "hello", "client": "c"})
    say(scrubber, {"type": "cancel", "client": "c"})
    say(scrubber, {"type": "answer", "client": "c", "key": "question", "value": 1})

    def refused() -> int:
        return sum(m["type"] == "ack" and m["ok"] is False for m in comm_of(scrubber).custom)

    wait_until_sync(lambda: refused() == 2, "both refusals")
    assert not job.cancelled_by_user.is_set()
    assert job.answers == {}


def test_a_replayed_job_is_scrubbed_like_any_other(scrub) -> None:
    """While it plays, and afterwards."""
    original = run()
    played = ReplayedJob(Tape(original.snapshot.__class__(job="j", type="search"), original._log), speed=100)
    scrubber = scrub(played)
    played.resume()
    wait_until_sync(lambda: scrubber.length == original.snapshot.seq, "all events")
    wait_until_sync(lambda: scrubber.snapshot == played.snapshot, "the end")


def test_events_that_are_gone_are_no_reason_to_show_nothing(scrub) -> None:
    """Of a job whose log is not kept the end is shown, at the only position there is."""

    class Forgotten(FakeJob):
        async def events(self, **_: object):  # type: ignore[override]
            for event in ():
                yield event

    job = Forgotten()
    job.emit(ev.State(job="", state=JobState.RUNNING), ev.Text(job="", delta="all"))
    job.emit(ev.State(job="", state=JobState.COMPLETED))
    scrubber = scrub(job)
    wait_until_sync(lambda: scrubber.snapshot == job.snapshot, "the end")
    assert (scrubber.position, scrubber.length) == (0, 0)


def test_why_there_are_no_events_is_said(scrub) -> None:
    """A server that refuses them is no traceback."""

    class Away(FakeJob):
        async def events(self, **_: object):  # type: ignore[override]
            raise Unavailable
            yield

    scrubber = scrub(Away())
    wait_until_sync(lambda: scrubber.problem, "the problem")
    assert "cannot be reached" in scrubber.problem


def test_marks_say_where_something_happened() -> None:
    """Later attempts, questions and errors, each at the position that shows it."""
    found = [
        *marks(
            [
                ev.Attempt(job="", attempt=1),
                ev.InputRequested(job="", key="k", prompt="Which\nway?"),
                ev.Step(job="", id="1", name="fetch", status="failed"),
                ev.State(job="", state=JobState.QUEUED, error=ev.JobError("OSError", "gone")),
                ev.Attempt(job="", attempt=2),
            ],
            offset=10,
        )
    ]
    assert found == [
        {"at": 12, "kind": "question", "label": "Which way?"},
        {"at": 13, "kind": "error", "label": "fetch failed"},
        {"at": 14, "kind": "error", "label": "OSError: gone"},
        {"at": 15, "kind": "attempt", "label": "attempt 2"},
    ]


def test_closed_it_fetches_nothing_more(scrub) -> None:
    """The thread that waits for new events of a running job ends."""
    job = FakeJob()
    job.emit(ev.State(job="", state=JobState.RUNNING))
    scrubber = scrub(job)
    scrubber.close()
    wait_until_sync(lambda: scrubber._loader._cancel is None, "the loader to end")
    with pytest.raises(Conflict):
        scrubber._past.cancel()
