"""Workers die, freeze, block and stop: every job goes on elsewhere, and is never run by two at once."""

import signal
import time
from collections.abc import Callable

from jobwidgets.protocol import events as ev
from jobwidgets.testing import wait_until

from .conftest import BEAT, LEASE, Desk, WorkerProcess, appears, lines
from .test_cancel import alive

Start = Callable[..., WorkerProcess]


async def test_a_killed_worker_is_replaced(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """After `kill -9` another worker starts attempt 2 within the lease, two beats and a moment; text is superseded."""
    first = start_worker(redis_url)
    trace, gate = desk.trace(), desk.tmp_path / "gate"
    job = await desk.launch("hold", params={"trace": str(trace), "until": str(gate)})
    await appears(trace, "start 1")
    second = start_worker(redis_url)
    await wait_until(lambda: second.said("takes jobs"), "the second worker")
    began = time.monotonic()
    first.kill()
    await appears(trace, "start 2")
    took = time.monotonic() - began
    assert took < LEASE + 2 * BEAT + 15.0
    gate.touch()
    snapshot = await desk.until(job, "completed")
    assert snapshot.result == "attempt 2"
    assert snapshot.channel_text() == "holding in attempt 2. "
    assert lines(trace) == ["start 1", "start 2", "end 2"]
    starts = [e for e in await desk.events(job) if isinstance(e, ev.Attempt)]
    assert [s.attempt for s in starts] == [1, 2]


async def test_a_sync_job_dies_with_its_worker(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """No process goes on working for a worker that is gone, however busy it is."""
    worker = start_worker(redis_url)
    trace = desk.trace()
    await desk.launch("spin", params={"trace": str(trace)})
    await wait_until(lambda: lines(trace), "the process to run")
    pid = int(lines(trace)[0].split()[1])
    worker.kill()
    await wait_until(lambda: not alive(pid), "the process to end")


async def test_a_frozen_worker_is_fenced(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """Stopped past its lease it loses the job; when it wakes it aborts its attempt and writes nothing."""
    first = start_worker(redis_url)
    trace, gate = desk.trace(), desk.tmp_path / "gate"
    job = await desk.launch("hold", params={"trace": str(trace), "until": str(gate)})
    await appears(trace, "start 1")
    start_worker(redis_url)
    first.signal(signal.SIGSTOP)
    await appears(trace, "start 2")
    first.signal(signal.SIGCONT)
    await appears(trace, "stopped 1")
    await wait_until(lambda: first.said("not ours any more"), "the first worker to give up")
    before = (await desk.read(job)).seq
    # its own jobs and those of the other go on
    for _ in range(4):
        await desk.until(await desk.launch("talk"), "completed")
    assert (await desk.read(job)).seq == before
    gate.touch()
    snapshot = await desk.until(job, "completed")
    assert snapshot.result == "attempt 2"
    assert lines(trace) == ["start 1", "start 2", "stopped 1", "end 2"]
    events = await desk.events(job)
    second = next(i for i, e in enumerate(events) if isinstance(e, ev.Attempt) and e.attempt == 2)
    assert all(e.attempt == 2 for e in events[second:])


async def test_a_frozen_workers_delivery_stays_with_its_successor(
    redis_url: str, desk: Desk, start_worker: Start
) -> None:
    """The woken worker does not acknowledge what another runs: if that one dies too, a third takes over."""
    first = start_worker(redis_url)
    trace, gate = desk.trace(), desk.tmp_path / "gate"
    job = await desk.launch("hold", params={"trace": str(trace), "until": str(gate)})
    await appears(trace, "start 1")
    second = start_worker(redis_url)
    first.signal(signal.SIGSTOP)
    await appears(trace, "start 2")
    first.signal(signal.SIGCONT)
    await wait_until(lambda: first.said("not ours any more"), "the first worker to give up")
    second.kill()
    await appears(trace, "start 3")
    gate.touch()
    assert (await desk.until(job, "completed")).result == "attempt 3"


async def test_sigterm_hands_running_jobs_back(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """Async and sync jobs are stopped and queued again at once; the worker ends with 0; nothing counts as lost."""
    first = start_worker(redis_url, lease=60)
    traces = {kind: desk.trace(kind) for kind in ("hold", "spin")}
    gate = desk.tmp_path / "gate"
    hold = await desk.launch("hold", params={"trace": str(traces["hold"]), "until": str(gate)})
    spin = await desk.launch("spin", params={"trace": str(traces["spin"])})
    await appears(traces["hold"], "start 1")
    await wait_until(lambda: lines(traces["spin"]), "the process to run")
    first.process.terminate()
    assert first.process.wait(30) == 0
    assert await desk.states(hold) == ["queued", "running", "queued"]
    drained = [e for e in await desk.events(hold) if isinstance(e, ev.State)][-1]
    assert drained.reason == "drain"
    start_worker(redis_url)
    # A job handed back does not wait for the end of a lease: that would be longer than we wait here.
    await appears(traces["hold"], "start 2")
    await wait_until(lambda: len(lines(traces["spin"])) == 2, "the sync job to run again")
    gate.touch()
    assert (await desk.until(hold, "completed")).result == "attempt 2"
    await desk.cancel(spin)
    await desk.until(spin, "cancelled")


async def test_a_rolling_restart_loses_nothing(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """Jobs that arrive while workers come and go all complete, each at most once at a time."""
    trace, gate = desk.trace(), desk.tmp_path / "gate"
    gate.touch()
    worker = start_worker(redis_url, concurrency=4)
    await wait_until(lambda: worker.said("takes jobs"), "the worker")
    jobs: list[str] = []
    for _ in range(3):
        jobs += [await desk.launch("talk", params={"words": 50}) for _ in range(10)]
        jobs.append(await desk.launch("hold", params={"trace": str(trace), "until": str(gate)}))
        successor = start_worker(redis_url, concurrency=4)
        await wait_until(lambda log=successor: log.said("takes jobs"), "the successor")
        worker.process.terminate()
        assert worker.process.wait(30) == 0
        worker = successor
    for job in jobs:
        await desk.until(job, "completed")


async def test_a_blocked_event_loop_is_not_a_dead_worker(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """A function that blocks the loop for two leases keeps its job, and its worker stays on the list."""
    first = start_worker(redis_url)
    trace = desk.trace()
    job = await desk.launch("block", params={"trace": str(trace), "seconds": 2 * LEASE})
    await appears(trace, "start 1")
    start_worker(redis_url)
    snapshot = await desk.until(job, "completed")
    assert snapshot.attempt == 1
    assert lines(trace) == ["start 1", "end 1"]
    assert first.process.pid in {w.pid for w in await desk.bus.workers()}


async def test_a_job_that_kills_its_workers_is_given_up(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """Three workers are lost to it, then it fails for good; the fourth lives."""
    trace = desk.trace()
    workers = [start_worker(redis_url, lease=1.0, beat=0.2) for _ in range(4)]
    job = await desk.launch("poison", params={"trace": str(trace)})
    snapshot = await desk.until(job, "failed")
    assert snapshot.reason == "attempts-exhausted"
    assert lines(trace) == ["start 1", "start 2", "start 3"]
    assert sum(worker.process.poll() is None for worker in workers) == 1
