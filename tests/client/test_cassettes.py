"""Cassettes: a job saved into a file is the same job when it is played."""

import asyncio
import signal
import threading
from pathlib import Path

import msgspec
import pytest

import jobwidgets as jw
from jobwidgets.client.cassettes import CassetteWarning, load
from jobwidgets.client.replayed import ReplayedJob, replay
from jobwidgets.client.session import Session
from jobwidgets.client.tape import KEYFRAME, Tape, play
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import BadRequest, CassetteError, Conflict, JobCancelled, NotWaiting
from jobwidgets.protocol.events import Event, JobState
from jobwidgets.protocol.state import JobSnapshot, fold_all
from jobwidgets.testing import FakeJob, demo_script, wait_until_sync

from .fake_relay import FakeRelay

COMMITTED = Path(__file__).parent.parent.parent / "notebooks" / "search.jobcast"


def finished(words: int = 30) -> FakeJob:
    """A job that is over, a tenth of a second between any two events."""
    job = FakeJob("search")
    at = 1_000_000.0
    for _, event in demo_script(words):
        at += 0.1
        job.emit(msgspec.structs.replace(event, at=at))
    return job


def all_events(job: FakeJob | ReplayedJob) -> list[Event]:
    async def read() -> list[Event]:
        return [event async for event in job.events(follow=False)]

    return asyncio.run(read())


@pytest.mark.parametrize("name", ["run.jobcast", "run.jobcast.gz"])
def test_what_is_saved_is_played(tmp_path: Path, name: str) -> None:
    """The same snapshot, the same events, the same times; gzipped where the name says so."""
    job = finished()
    path = job.save(tmp_path / name)
    assert path.read_bytes().startswith(b"\x1f\x8b" if name.endswith(".gz") else b'{"format":"jobcast","version":1,')
    played = replay(path, speed=None)
    assert played.done
    assert played.snapshot == job.snapshot
    assert all_events(played) == all_events(job)
    assert (played.id, played.type, played.text, played.result()) == (job.id, "search", job.text, job.result())
    assert list(tmp_path.iterdir()) == [path]


def test_a_cassette_of_a_cassette_is_the_same(tmp_path: Path) -> None:
    """A replayed job can be saved too."""
    first = load(finished().save(tmp_path / "a.jobcast"))
    again = load(replay(tmp_path / "a.jobcast", speed=None).save(tmp_path / "b.jobcast"))
    assert (again.events, again.final) == (first.events, first.final)


def test_a_job_of_a_server_is_saved(relay: FakeRelay, session: Session, tmp_path: Path) -> None:
    """From its first event, however many pages that is, with its parameters."""
    relay.event_page = 20
    job = session.launch("search", query="what?")
    relay.publish(job.id, *[ev.Text(job=job.id, delta=f"{n} ") for n in range(70)], batch=True)
    relay.publish(job.id, ev.State(job=job.id, state=JobState.COMPLETED, result=3))
    job.wait(30)
    cassette = load(job.save(tmp_path / "run.jobcast"))
    assert cassette.header.params == {"query": "what?"}
    assert len(cassette.events) == job.snapshot.seq
    assert cassette.final == job.snapshot


async def test_saving_works_in_a_running_loop(tmp_path: Path) -> None:
    """As in a notebook's cell."""
    assert finished().save(tmp_path / "run.jobcast").exists()


def test_a_running_job_is_saved_as_far_as_it_is(tmp_path: Path) -> None:
    """With a warning; played, it stays where it was."""
    job = FakeJob()
    job.emit(ev.Attempt(job="", attempt=1), ev.State(job="", state=JobState.RUNNING), ev.Text(job="", delta="so far"))
    with pytest.warns(CassetteWarning, match=r"is not over: run\.jobcast holds its first 3 events"):
        path = job.save(tmp_path / "run.jobcast")
    assert not load(path).header.complete
    played = replay(path, speed=None)
    assert (played.state, played.text, played.done) == ("running", "so far", False)


def test_events_that_are_gone_leave_the_end(tmp_path: Path) -> None:
    """Of a job whose log is not kept any more the cassette shows how it ended."""

    class Forgotten(FakeJob):
        async def events(self, **_: object):  # type: ignore[override]
            for event in ():
                yield event

    job = Forgotten()
    job.emit(ev.State(job="", state=JobState.RUNNING), ev.Text(job="", delta="all of it"))
    job.emit(ev.State(job="", state=JobState.COMPLETED))
    with pytest.warns(CassetteWarning, match="are not kept any more"):
        path = job.save(tmp_path / "run.jobcast")
    played = replay(path)
    assert (played.state, played.text, played.length) == ("completed", "all of it", 0)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """What cannot be written leaves neither half a file nor a traceback."""
    (tmp_path / "run.jobcast").mkdir()
    for target in (tmp_path / "run.jobcast", tmp_path / "missing" / "run.jobcast"):
        with pytest.raises(CassetteError, match="cannot be written"):
            finished().save(target)
    assert [path.name for path in tmp_path.iterdir()] == ["run.jobcast"]


NEWER = b'{"format":"jobcast","version":2,"job":"j1"}\n'
HEADER = b'{"format":"jobcast","version":1,"job":"j1"}\n'
EVENT = b'{"kind":"text","job":"j1","epoch":1,"seq":1,"delta":"x"}\n'


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is not a jobcast"),
        (b"PK\x03\x04 some archive", "is not a jobcast"),
        (b'{"cells": [], "nbformat": 4}', "is not a jobcast"),
        (b"\x1f\x8bnot gzip at all", "is not a jobcast"),
        (NEWER, "newer jobwidgets .version 2"),
        (b'{"format":"jobcast","version":1}\n', "header cannot be read"),
        (b'{"format":"jobcast","version":1,"job":"../x"}\n', "header cannot be read"),
        (HEADER + b"{}\n" + EVENT, "line 2 is no event"),
        (b'{"format":"jobcast\xff","version":1}\n', "is not a jobcast"),
        (b'{"format":"jobcast","version":1,"job":"j1","type":"\xff"}\n', "header cannot be read"),
        (b'{"format":"jobcast","version":1,"job":"j1","params":{"a":' + b"[" * 100_000, "is not a jobcast"),
        (HEADER + b'{"kind":"text","job":"j1","delta":"\xff"}\n' + EVENT, "line 2 is no event"),
        (
            HEADER + b'{"kind":"step","job":"j1","id":"1","name":"n","detail":' + b"[" * 100_000 + b"\n" + EVENT,
            "line 2",
        ),
        (HEADER + EVENT + b'{"final":{"job":"j1"}}\n' + EVENT, "line 4 comes after the end"),
        (None, "There is no file"),
    ],
)
def test_what_is_no_cassette_is_refused(tmp_path: Path, content: bytes | None, complaint: str) -> None:
    """With an error that says what is wrong."""
    path = tmp_path / "x.jobcast"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CassetteError, match=complaint):
        replay(path)


@pytest.mark.parametrize("zipped", [False, True])
def test_a_cut_file_plays_what_is_there(tmp_path: Path, zipped: bool) -> None:
    """With a warning."""
    job = finished()
    path = job.save(tmp_path / f"run.jobcast{'.gz' if zipped else ''}")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.warns(CassetteWarning, match="is cut short after event"):
        played = replay(path, speed=None)
    assert 10 < played.length < job.snapshot.seq
    assert played.snapshot == fold_all(load_quietly(path).start, all_events(job)[: played.length])


def test_a_file_may_be_cut_within_a_character(tmp_path: Path) -> None:
    """As a download is cut."""
    path = tmp_path / "run.jobcast"
    path.write_bytes(HEADER + EVENT + '{"kind":"text","job":"j1","epoch":1,"seq":2,"delta":"…'.encode()[:-1])
    with pytest.warns(CassetteWarning, match="cut short after event 1"):
        assert replay(path, speed=None).text == "x"


def load_quietly(path: Path):
    with pytest.warns(CassetteWarning):
        return load(path)


def test_missing_events_are_noticed(tmp_path: Path) -> None:
    """By the final snapshot, which is what is shown at the end."""
    job = finished()
    path = job.save(tmp_path / "run.jobcast")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:30] + lines[34:]))
    with pytest.warns(CassetteWarning, match="lacks some events"):
        assert replay(path, speed=None).snapshot == job.snapshot


def test_kinds_of_the_future_are_played_over(tmp_path: Path) -> None:
    """An event of a kind this version does not know changes nothing."""
    path = tmp_path / "run.jobcast"
    future = b'{"kind":"hologram","job":"j1","epoch":1,"seq":2,"at":3}\n'
    path.write_bytes(HEADER + EVENT + future)
    with pytest.warns(CassetteWarning, match="cut short after event 2"):
        assert replay(path, speed=None).text == "x"


def test_kinds_of_the_future_are_not_saved(tmp_path: Path) -> None:
    """Here nothing is known of them but that they were: a version that knows them would call such lines damaged."""
    path = tmp_path / "run.jobcast"
    future = b'{"kind":"hologram","job":"j1","epoch":1,"seq":2,"at":3,"light":[1,2]}\n'
    path.write_bytes(HEADER + EVENT + future + EVENT.replace(b'"seq":1', b'"seq":3'))
    with pytest.warns(CassetteWarning):
        again = replay(path, speed=None).save(tmp_path / "again.jobcast")
    assert b"hologram" not in again.read_bytes()
    assert load(again).final == replay(again, speed=None).snapshot
    assert replay(again, speed=None).text == "xx"


class Unending(FakeJob):
    """Its events never come to an end, as while a server is away."""

    asked = 0
    given_up = 0

    async def events(self, **_: object):  # type: ignore[override]
        self.asked += 1
        try:
            await asyncio.Event().wait()
            yield  # an asynchronous generator
        finally:
            self.given_up += 1


def test_saving_can_be_interrupted(tmp_path: Path) -> None:
    """By Ctrl-C, while the server is away; nothing is left running, and no file."""
    job = Unending()
    main = threading.main_thread().ident
    assert main is not None

    def press() -> None:
        wait_until_sync(lambda: job.asked == 1, "the asking")
        signal.pthread_kill(main, signal.SIGINT)

    presser = threading.Thread(target=press)
    presser.start()
    with pytest.raises(KeyboardInterrupt):
        job.save(tmp_path / "run.jobcast")
    presser.join()
    wait_until_sync(lambda: job.given_up == 1, "the end of the asking")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "."])
def test_a_path_without_a_name_is_refused(name: str) -> None:
    """At once."""
    with pytest.raises(CassetteError, match="names no file"):
        finished().save(name)


def test_the_slowest_replay_can_be_hurried(tmp_path: Path) -> None:
    """Its pauses are longer than a system can sleep."""
    played = replay(finished().save(tmp_path / "run.jobcast"), speed=1e-12)
    wait_until_sync(lambda: len(played._wake._waiters) == 1, "it to sleep")  # type: ignore[attr-defined]
    played.speed = 1000
    played.wait(20)


def test_a_job_that_redis_lost_is_played_on() -> None:
    """The events of a new epoch follow those of the old one, even if the job was over in it."""
    first = [
        ev.State(job="j", epoch=1, seq=1, attempt=1, state=JobState.RUNNING),
        ev.Text(job="j", epoch=1, seq=2, attempt=1, delta="one "),
        ev.State(job="j", epoch=1, seq=3, attempt=1, state=JobState.COMPLETED),
    ]
    second = [
        ev.Attempt(job="j", epoch=2, seq=4, attempt=2),
        ev.State(job="j", epoch=2, seq=5, attempt=2, state=JobState.RUNNING),
        ev.Text(job="j", epoch=2, seq=9, attempt=2, delta="two"),
    ]
    there = play(JobSnapshot(job="j"), [*first, *second])
    assert (there.state, there.epoch, there.seq) == ("running", 2, 9)
    assert [segment.text for segment in there.text] == ["one ", "two"]


def test_any_position_is_the_fold_of_its_prefix() -> None:
    """Whichever way it is reached, on either side of a keyframe, while the tape grows and at its end."""
    events = [ev.Text(job="j", epoch=1, seq=n, attempt=1, at=float(n), delta=f"{n} ") for n in range(1, 3 * KEYFRAME)]
    start = JobSnapshot(job="j", epoch=1)
    tape = Tape(start, events[:400])
    places = [0, 400, 1, 255, 256, 257, 399]
    assert [tape.snapshot(n) for n in places] == [fold_all(start, events[:n]) for n in places]
    tape.extend(events[400:])
    places = [767, 0, 511, 512, 513, 700, 256, 766]
    assert [tape.snapshot(n) for n in places] == [fold_all(start, events[:n]) for n in places]


def test_long_pauses_are_cut() -> None:
    """A job that waited for a day is not waited for; a clock that jumped back makes no wait at all."""
    events = [ev.Text(job="j", seq=n, at=at, delta="x") for n, at in enumerate([100.0, 100.5, 90_000.0, 80_000.0], 1)]
    assert Tape(JobSnapshot(job="j"), events).due == [0.0, 0.0, 0.5, 2.5, 2.5]


def test_it_plays_at_its_speed(tmp_path: Path) -> None:
    """Events come one after the other, in order, until the end, which ends the waiting."""
    job = finished()
    played = replay(job.save(tmp_path / "run.jobcast"), speed=5, start=False)
    seen: list[int] = []
    played.observe(lambda now: seen.append(now.position))
    assert (played.position, played.state, played.playing) == (0, "queued", False)
    played.resume()
    assert played.wait(20).snapshot == job.snapshot
    assert seen == sorted(set(seen))
    assert len(seen) > 10, "it should not come all at once"
    assert not played.playing


def test_it_can_be_paused_and_moved(tmp_path: Path) -> None:
    """After `seek` it is the fold of so many events; paused, it stays there; at its end it is as it was saved."""
    job = finished()
    events = all_events(job)
    played = replay(job.save(tmp_path / "run.jobcast"), speed=5)
    wait_until_sync(lambda: played.position > 3, "the replay to begin")
    played.pause()
    stays = played.position
    for position in (0, 7, 20, 3, len(events) + 5, 12):
        played.seek(position)
        assert played.position == min(position, len(events))
        assert played.snapshot == fold_all(load(tmp_path / "run.jobcast").start, events[:position])
        assert played.done == (position > len(events))
    played.seek(stays)
    assert played.clock() == pytest.approx(events[stays - 1].at)
    played.speed = 50
    played.resume()
    played.wait(30)
    assert played.snapshot == job.snapshot


def test_cancel_stops_the_replay(tmp_path: Path) -> None:
    """It ends as cancelled and says why; it cannot go on, and nothing is left running."""
    played = replay(finished().save(tmp_path / "run.jobcast"))
    wait_until_sync(lambda: played.state is JobState.RUNNING, "the replay to begin")
    played.cancel()
    assert (played.state, played.snapshot.reason) == ("cancelled", "replay stopped")
    with pytest.raises(JobCancelled):
        played.result(1)
    for go_on in (played.resume, lambda: played.seek(3)):
        with pytest.raises(Conflict, match="was stopped"):
            go_on()
    assert [event.state for event in all_events(played)[-2:] if isinstance(event, ev.State)] == [
        "cancelling",
        "cancelled",
    ]
    name = f"jobwidgets-replay-{played.id}"
    wait_until_sync(lambda: name not in [thread.name for thread in threading.enumerate()], "the thread to end")


def test_a_replay_neither_asks_nor_launches(tmp_path: Path) -> None:
    """What it was asked was answered when it was recorded, and there is no server: both are said."""
    played = replay(finished().save(tmp_path / "run.jobcast"), speed=None)
    with pytest.raises(NotWaiting, match="the answer it was given when it was recorded"):
        played.answer("yes")
    with pytest.raises(Conflict, match=r"attach\(.*\)\.retry\(\)"):
        played.retry()


@pytest.mark.parametrize("speed", [0, -1, float("nan"), "fast", True])
def test_a_wrong_speed_is_refused(speed: object) -> None:
    """At once, with what would be right."""
    with pytest.raises(BadRequest, match="a number above 0"):
        jw.replay(COMMITTED, speed=speed)  # type: ignore[arg-type]


def test_the_committed_cassette_plays() -> None:
    """The recorded search job of docs, Binder and tests is whole, and small."""
    job = replay(COMMITTED, speed=None)
    assert job.state is JobState.COMPLETED
    assert "subprocess" in job.text
    assert {"Plan", "Search", "Read", "Write"} <= {step.name for step in job.snapshot.step_list()}
    assert COMMITTED.stat().st_size < 100_000


async def test_a_replay_is_awaited_and_iterated(tmp_path: Path) -> None:
    """``await`` gives the result; ``events`` gives each event once, as it is played."""
    job = finished()
    played = replay(job.save(tmp_path / "run.jobcast"), speed=40)
    seen = [event async for event in played.events()]
    assert seen == [event async for event in job.events()]
    assert await played == job.result()
