"""`Session.map` against the real parts: server, relay, worker and Valkey."""

import asyncio
import time
from typing import Any

import pytest
from msgspec.structs import replace

from jobwidgets.client.job import Job
from jobwidgets.client.mapping import JobMap
from jobwidgets.client.session import Session
from jobwidgets.client.tracker import Tracker
from jobwidgets.protocol.errors import BadRequest, InvalidParams, JobFailed, UnknownJobType, WaitInterrupted
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.state import JobSnapshot
from jobwidgets.testing import wait_until_sync
from jobwidgets.widgets import JobTable

from .real_stack import RealStack
from .test_session import Pressed


def launched(jobs: JobMap) -> None:
    wait_until_sync(lambda: not any(job.pending for job in jobs), "all launches")


def deepest(jobs: JobMap) -> int:
    """How many ran at a time."""
    moves = [(job.snapshot.started or 0.0, 1) for job in jobs] + [(job.snapshot.ended or 0.0, -1) for job in jobs]
    running = most = 0
    for _, change in sorted(moves):
        running += change
        most = max(most, running)
    return most


def test_a_map_from_launch_to_results(real_session: Session) -> None:
    """Every item has its job and its id at once; at most so many run at a time; results come in the items' order."""
    told: list[float] = []
    jobs = real_session.map("squaring", range(20), concurrency=3, pause=0.05)
    jobs.observe(lambda jobs: told.append(jobs.progress))
    assert len(jobs) == len({job.id for job in jobs}) == 20
    assert jobs[4].params == {"n": 4, "pause": 0.05}
    assert jobs.results(timeout=30) == [{"square": n * n} for n in range(20)]
    assert 1 < deepest(jobs) <= 3
    assert (jobs.done, jobs.counts["completed"], jobs.progress) == (True, 20, 1.0)
    wait_until_sync(lambda: told and told[-1] == 1.0, "the observer to hear of the end")
    assert repr(jobs) == "<JobMap squaring: 20 jobs, 20 completed>"
    assert [job.id for job in jobs[2:4]] == [jobs[2].id, jobs[3].id]


def test_items_by_name_and_by_place(real_session: Session) -> None:
    """A mapping gives parameters by name and before those of all; a tuple the first free ones; a function of this
    process likewise."""

    def power(ctx: Any, base: int, exponent: int, shift: int = 0) -> int:
        return base**exponent + shift

    jobs = real_session.map(power, [(2, 3), {"base": 3, "exponent": 2, "shift": 5}], shift=100)
    assert jobs.results(timeout=30) == [108, 14]
    assert [job.params for job in real_session.map("squaring", [(3, 0.01), {"n": 4}], bad=9)] == [
        {"bad": 9, "n": 3, "pause": 0.01},
        {"bad": 9, "n": 4},
    ]
    assert real_session.map("squaring", []).results() == []


def test_failures_and_their_retry(real_session: Session) -> None:
    """One failure spares the others: it is raised, returned or left out; a retry takes its place in the list."""
    jobs = real_session.map("squaring", [1, 2, 3], bad=2)
    with pytest.raises(JobFailed, match="2 is bad"):
        jobs.results(timeout=20)
    assert jobs.results(errors="none") == [{"square": 1}, None, {"square": 9}]
    assert isinstance(jobs.results(errors="return")[1], JobFailed)
    old = [job.id for job in jobs]
    assert jobs.retry_failed() is jobs
    assert [job.id == was for job, was in zip(jobs, old, strict=True)] == [True, False, True]
    assert jobs.wait(20).counts["failed"] == 1
    launched(jobs)
    record = real_session.rest.job(jobs[1].id)
    assert (record.retry_of, record.params) == (old[1], {"n": 2, "bad": 2})
    with pytest.raises(BadRequest, match="raise, return, none"):
        jobs.results(errors="ignore")  # type: ignore[arg-type]


def test_tables_of_a_map_and_of_a_list(real_session: Session) -> None:
    """Both follow the real jobs; one retried in the table of a map has its place in the map; a list stays a list."""
    jobs = real_session.map("squaring", [1, 2, 3], bad=2, title="Squares")
    table = JobTable(jobs)
    jobs.wait(20)
    assert table.title == "Squares"
    ends = {"failed": 1, "completed": 2}
    wait_until_sync(lambda: ends.items() <= table.counts.items() and table.progress == 1.0, "the ends in the table")
    old = jobs[1].id
    table.selected = old
    table.receive({"type": "retry", "client": "page", "job": old})
    wait_until_sync(lambda: jobs[1].id != old and table.selected == jobs[1].id, "the retried job in both")
    table.close()
    listed = real_session.jobs(type="squaring")
    assert isinstance(listed, list)
    assert {record.id for record in listed} >= {jobs[0].id, old}
    wait_until_sync(lambda: JobTable(listed).counts["failed"] >= 1, "the list's table")
    running = real_session.launch("endless")
    live = JobTable(real_session.jobs(type="endless"))
    wait_until_sync(lambda: live.counts["running"] == 1, "the live one")
    running.cancel()
    wait_until_sync(lambda: live.counts["cancelled"] == 1, "its end")
    live.close()


def test_the_same_key_gives_the_same_map(real_session: Session, real_stack: RealStack) -> None:
    """From another process too, whatever has ended meanwhile; items new to the key are launched."""
    first = real_session.map("squaring", [1, 2, 2], key="night run", concurrency=2)
    first.wait(20)
    with Session(real_stack.url, real_stack.token) as other:
        again = other.map("squaring", [1, 2, 2], key="night run", concurrency=1)
        assert again.results(timeout=20) == [{"square": 1}, {"square": 4}, {"square": 4}]
        assert [job.id for job in again] == [job.id for job in first]
        more = other.map("squaring", [5, 1, 2], key="night run")
        assert more.results(timeout=20) == [{"square": 25}, {"square": 1}, {"square": 4}]
        assert [job.id for job in more][1:] == [job.id for job in first][:2]
    assert len(real_session.jobs()) == 4


def test_waiting_is_interrupted_and_the_jobs_run_on(real_session: Session) -> None:
    """Ctrl-C ends the waiting within 0.3 s and says how to cancel; a time-out says how the jobs stand; a coroutine
    waits as well; a cancel ends them all."""
    jobs = real_session.map("endless", [{}] * 5, concurrency=2)
    with pytest.raises(TimeoutError, match="5 of 5 jobs are not over yet"):
        jobs.wait(0.05)
    wait_until_sync(lambda: jobs.counts["running"] == 2, "two to run")
    took: list[float] = []
    while len(took) < 10 and min(took, default=1) >= 0.3:  # a busy machine may be late for some of them
        jobs._over = pressed = Pressed()
        with pytest.raises(WaitInterrupted, match=r"run on \(3 queued, 2 running\).*cancel\(\) stops them"):
            jobs.wait(60)
        took.append(time.monotonic() - pressed.at)
    assert min(took) < 0.3, took
    assert jobs.counts["running"] == 2
    jobs.cancel()
    wait_until_sync(lambda: jobs.done, "the end of all")
    assert jobs.counts["cancelled"] == 5

    async def whole() -> list[Any]:
        return await real_session.map("squaring", [2, 3])

    assert asyncio.run(whole()) == [{"square": 4}, {"square": 9}]


def test_what_cannot_be_right_is_said_at_once(real_session: Session) -> None:
    """With the number of the item, before anything is launched."""

    def area(ctx: Any, width: int, height: int) -> int:
        return width * height

    with pytest.raises(InvalidParams, match="item 1, parameters: missing a required argument: 'height'"):
        real_session.map(area, [(1, 2), 3])
    with pytest.raises(InvalidParams, match=r"item 0: 3 values, and 2 can be given by position \(width, height\)"):
        real_session.map(area, [(1, 2, 3)])
    with pytest.raises(InvalidParams, match="item 1, width: is not JSON"):
        real_session.map(area, [{"width": 1, "height": 1}, {"width": object(), "height": 1}])
    for items in ([{"n": 1}, {"n": 2}], [1, 2]):
        with pytest.raises(UnknownJobType):
            real_session.map("sqaring", items)
    for wrong in (0, 1.5, True):
        with pytest.raises(BadRequest, match="concurrency="):
            real_session.map("squaring", [1], concurrency=wrong)  # type: ignore[arg-type]
    for wrong in ("12", {"n": 1}, 5, None):
        with pytest.raises(BadRequest, match="a list of items"):
            real_session.map("squaring", wrong)  # type: ignore[arg-type]
    with pytest.raises(BadRequest, match="key= takes"):
        real_session.map("squaring", [1], key=" padded ")
    assert real_session.jobs() == []


def test_an_item_the_server_refuses_has_failed(real_session: Session, caplog: pytest.LogCaptureFixture) -> None:
    """It spares the others; however many are refused, one line says so."""
    jobs = real_session.map("squaring", [{"n": 1}, {"n": "x"}, {"n": "y"}, {"n": 2}])
    results = jobs.results(errors="return", timeout=20)
    assert [type(result) for result in results] == [dict, InvalidParams, InvalidParams, dict]
    assert jobs.counts["failed"] == 2
    wait_until_sync(lambda: "2 jobs were refused" in caplog.text, "the line")
    assert caplog.text.count("refused") == 1


def test_a_map_made_while_the_server_is_away(real_session: Session, real_stack: RealStack) -> None:
    """Is launched when the server is back; until then its jobs are pending and queued."""
    real_session.map("squaring", [0]).wait(20)
    real_stack.stop_server()
    wait_until_sync(lambda: not real_session.status.connected, "the loss")
    jobs = real_session.map("squaring", [{"n": n} for n in range(6)], concurrency=2)
    assert all(job.pending for job in jobs)
    assert jobs.counts["queued"] == 6
    real_stack.start_server()
    assert jobs.results(timeout=30) == [{"square": n * n} for n in range(6)]


def test_a_finished_job_found_by_its_key_has_its_result(real_session: Session, real_stack: RealStack) -> None:
    """Launched again from a new process, it is over at once, with what it returned."""
    job = real_session.launch("squaring", n=6, key="six")
    assert job.result(20) == {"square": 36}
    wait_until_sync(lambda: real_session.jobs()[0].state == "completed", "the record")
    with Session(real_stack.url, real_stack.token) as other:
        assert other.launch("squaring", n=6, key="six").result(30) == {"square": 36}


def test_two_threads_tell_of_a_job_at_once() -> None:
    """As an answer's own thread and the connection's do: the newer change counts for job and map, whoever is last."""
    running = JobSnapshot(job="j1", type="slow", epoch=1, seq=1, state=JobState.RUNNING)

    class Overtaken(Job):
        """Another thread tells of the end while this one, having looked, has not yet noted what it saw."""

        overtake_at = 0
        looks = 0

        @property
        def state(self) -> JobState:
            seen = self.snapshot.state
            self._looked()
            return seen

        def _is_over(self) -> bool:
            seen = super()._is_over()
            self._looked()
            return seen

        def _looked(self) -> None:
            self.looks += 1
            if self.looks == self.overtake_at:
                self._tracker = Tracker(replace(running, state=JobState.COMPLETED, seq=2))
                self._changed()

    with Session("http://127.0.0.1:9", "token") as session:
        for look in range(1, 8):
            job = Overtaken(session, running)
            jobs = JobMap(session, [job], [{}], title="slow", concurrency=1)
            job.looks, job.overtake_at = 0, look
            job._changed()
            job._changed()  # so that each look is overtaken once
            assert (job.done, jobs.done, jobs.progress, jobs.counts["completed"]) == (True, True, 1.0, 1), look
