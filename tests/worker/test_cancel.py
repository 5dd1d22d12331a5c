"""Cancelling: what runs really stops, what it had said stays, and the job says so only when it is true."""

from collections.abc import Callable

import pytest

from jobwidgets.testing import wait_until

from .conftest import Desk, WorkerProcess, appears, lines

Start = Callable[..., WorkerProcess]
CANCELLED = ["queued", "running", "cancelling", "cancelled"]


def alive(pid: int) -> bool:
    """Whether a process exists (and is no zombie)."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_an_async_job_is_cancelled_where_it_waits(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """Its clean-up runs, its text stays, its open step is cancelled; the signal makes it quick."""
    start_worker(redis_url, lease=60, beat=20)  # the beat would tell it much too late
    trace = desk.trace()
    job = await desk.launch("hold", params={"trace": str(trace), "until": "/nowhere"})
    await appears(trace, "start 1")
    await desk.cancel(job)
    snapshot = await desk.until(job, "cancelled")
    assert await desk.states(job) == CANCELLED
    assert snapshot.channel_text() == "holding in attempt 1. "
    assert [s.status for s in snapshot.step_list()] == ["cancelled"]
    assert lines(trace) == ["start 1", "stopped 1"]


async def test_a_lost_signal_is_made_up_for_by_the_beat(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """The wish is in the job itself; the worker reads it with its next beat."""
    start_worker(redis_url)
    trace = desk.trace()
    job = await desk.launch("hold", params={"trace": str(trace), "until": "/nowhere"})
    await appears(trace, "start 1")
    await desk.cancel(job, wake=False)
    await desk.until(job, "cancelled")


async def test_a_function_that_swallows_the_cancellation_is_cancelled_again(
    redis_url: str, desk: Desk, start_worker: Start
) -> None:
    """After the grace it is cancelled a second time; the job ends, the worker goes on."""
    worker = start_worker(redis_url, grace=0.3)
    trace = desk.trace()
    job = await desk.launch("stubborn", params={"trace": str(trace)})
    await appears(trace, "start")
    await desk.cancel(job)
    await desk.until(job, "cancelled")
    assert lines(trace) == ["start", "ignored"]
    assert not worker.said("left behind")
    await desk.until(await desk.launch("talk"), "completed")


async def test_a_function_that_never_stops_is_left_behind(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """The job ends as cancelled, nothing more is heard of the function, and the worker still stops in time."""
    worker = start_worker(redis_url, grace=0.2)
    trace = desk.trace()
    job = await desk.launch("immortal", params={"trace": str(trace)})
    await appears(trace, "start")
    await desk.cancel(job)
    snapshot = await desk.until(job, "cancelled")
    await appears(trace, "refused Fenced")
    assert (await desk.read(job)).seq == snapshot.seq
    worker.process.terminate()
    assert worker.process.wait(30) == 0


@pytest.mark.parametrize(("kind", "quickly"), [("spin", True), ("deaf", False)])
async def test_a_sync_job_is_really_ended(
    redis_url: str, desk: Desk, start_worker: Start, kind: str, quickly: bool
) -> None:
    """SIGTERM ends a busy loop with its clean-up; a function that ignores it is killed after the grace."""
    start_worker(redis_url, grace=0.5)
    trace = desk.trace()
    job = await desk.launch(kind, params={"trace": str(trace)})
    await wait_until(lambda: lines(trace), "the process to run")
    pid = int(lines(trace)[0].split()[1])
    assert alive(pid)
    await desk.cancel(job)
    snapshot = await desk.until(job, "cancelled")
    await wait_until(lambda: not alive(pid), "the process to be gone")
    assert await desk.states(job) == CANCELLED
    if quickly:
        assert snapshot.channel_text() == "spinning"
        assert [s.status for s in snapshot.step_list()] == ["cancelled"]
    else:
        assert "ignored" in lines(trace)


async def test_a_job_that_has_not_started_never_does(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """A queued job is cancelled at once and taken out of the queue; the same with a delayed one."""
    trace = desk.trace()
    job = await desk.launch("hold", params={"trace": str(trace), "until": "/nowhere"})
    await desk.cancel(job)
    start_worker(redis_url)
    await desk.until(await desk.launch("talk"), "completed")
    assert await desk.states(job) == ["queued", "cancelled"]
    assert lines(trace) == []


async def test_cancelling_twice_is_cancelling_once(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """A second wish, also after the end, changes nothing."""
    start_worker(redis_url)
    trace = desk.trace()
    job = await desk.launch("hold", params={"trace": str(trace), "until": "/nowhere"})
    await appears(trace, "start 1")
    await desk.cancel(job)
    await desk.cancel(job)
    await desk.until(job, "cancelled")
    await desk.cancel(job)
    assert await desk.states(job) == CANCELLED
    assert lines(trace) == ["start 1", "stopped 1"]


async def test_a_worker_that_dies_while_cancelling_leaves_nothing_open(
    redis_url: str, desk: Desk, start_worker: Start
) -> None:
    """Its delivery survives the cancel: another worker finds the wish and ends the job, running nothing."""
    first = start_worker(redis_url, grace=30)
    trace = desk.trace()
    job = await desk.launch("deaf", params={"trace": str(trace)})
    await wait_until(lambda: lines(trace), "the process to run")
    await desk.cancel(job)
    await appears(trace, "ignored")
    first.kill()
    start_worker(redis_url)
    snapshot = await desk.until(job, "cancelled")
    assert snapshot.attempt == 1
    pid = int(lines(trace)[0].split()[1])
    await wait_until(lambda: not alive(pid), "the process to end with its worker")


async def test_a_wish_that_came_first_beats_a_retry(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """A job that fails before its worker has heard of the cancel is not queued again."""
    start_worker(redis_url, lease=60, beat=20)
    trace, gate = desk.trace(), desk.tmp_path / "gate"
    job = await desk.launch("fails_later", params={"trace": str(trace), "until": str(gate)})
    await appears(trace, "start 1")
    await desk.cancel(job, wake=False)
    gate.touch()
    await desk.until(job, "cancelled")
    assert await desk.states(job) == CANCELLED
    assert lines(trace) == ["start 1"]


async def test_a_timed_out_process_is_ended(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """A sync job past its time-out fails and its process is gone."""
    start_worker(redis_url, grace=0.3)
    trace = desk.trace()
    job = await desk.launch("spin", params={"trace": str(trace)}, timeout=6.0)
    snapshot = await desk.until(job, "failed")
    assert snapshot.reason == "timeout"
    pid = int(lines(trace)[0].split()[1])
    await wait_until(lambda: not alive(pid), "the process to be gone")
