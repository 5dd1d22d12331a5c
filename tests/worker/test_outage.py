"""Redis goes away in the middle: jobs run on, end once, and new ones start as soon as it is back."""

import signal
import time
from collections.abc import Callable
from typing import Any

from jobwidgets.testing import wait_until

from .conftest import LEASE, Desk, WorkerProcess, appears, lines

Start = Callable[..., WorkerProcess]


async def test_a_job_survives_a_restart_of_redis(own_valkey: Any, own_desk: Desk, start_worker: Start) -> None:
    """It writes on through the outage; afterwards nothing is lost, nothing doubled, and it ends once, at attempt 1."""
    start_worker(own_valkey.url)
    trace, gate = own_desk.trace(), own_desk.tmp_path / "gate"
    job = await own_desk.launch("stream", params={"trace": str(trace), "until": str(gate)})
    await appears(trace, "start 1")
    await wait_until(lambda: _said(own_desk, job, 20), "the first words")
    own_valkey.kill()
    began = time.monotonic()
    await wait_until(lambda: time.monotonic() > began + 1.5 * LEASE, "an outage longer than the lease")
    own_valkey.start()
    reached = len((await own_desk.snapshot(job)).channel_text().split())
    await wait_until(lambda: _said(own_desk, job, reached + 100), "the words of the outage")
    gate.touch()
    snapshot = await own_desk.until(job, "completed", "failed")
    words = snapshot.channel_text().split()
    assert words == [str(i) for i in range(snapshot.result)]
    assert (snapshot.attempt, lines(trace)) == (1, ["start 1"])


async def _said(desk: Desk, job: str, count: int) -> bool:
    return len((await desk.snapshot(job)).channel_text().split()) >= count


async def test_a_job_that_ends_during_the_outage_is_reported_after_it(
    own_valkey: Any, own_desk: Desk, start_worker: Start
) -> None:
    """The end waits in the worker and arrives once."""
    start_worker(own_valkey.url)
    trace, gate = own_desk.trace(), own_desk.tmp_path / "gate"
    job = await own_desk.launch("hold", params={"trace": str(trace), "until": str(gate)})
    await appears(trace, "start 1")
    own_valkey.kill()
    gate.touch()
    await appears(trace, "end 1")
    own_valkey.start()
    snapshot = await own_desk.until(job, "completed")
    assert (snapshot.result, lines(trace)) == ("attempt 1", ["start 1", "end 1"])


async def test_new_jobs_start_after_an_outage_while_an_old_one_runs_on(
    own_valkey: Any, own_desk: Desk, start_worker: Start
) -> None:
    """docket alone would wait for the old job to end before it looks at the queue again."""
    worker = start_worker(own_valkey.url, concurrency=2)
    trace, gate = own_desk.trace(), own_desk.tmp_path / "gate"
    old = await own_desk.launch("hold", params={"trace": str(trace), "until": str(gate)})
    await appears(trace, "start 1")
    own_valkey.kill()
    own_valkey.start()
    new = await own_desk.launch("talk")
    await own_desk.until(new, "completed")
    assert (await own_desk.read(old)).state == "running"
    # long enough for the old job's delivery to come again: it joins the run that is under way
    for _ in range(10):
        await own_desk.until(await own_desk.launch("talk"), "completed")
    gate.touch()
    await own_desk.until(old, "completed")
    assert lines(trace) == ["start 1", "end 1"]
    assert worker.process.poll() is None


async def test_a_frozen_redis_is_an_outage_like_any_other(own_valkey: Any, own_desk: Desk, start_worker: Start) -> None:
    """Two workers, Redis stopped for longer than the lease: nobody takes a job from a worker that lives."""
    start_worker(own_valkey.url)
    trace, gate = own_desk.trace(), own_desk.tmp_path / "gate"
    job = await own_desk.launch("hold", params={"trace": str(trace), "until": str(gate)})
    await appears(trace, "start 1")
    second = start_worker(own_valkey.url)
    await wait_until(lambda: second.said("takes jobs"), "the second worker")
    own_valkey.signal(signal.SIGSTOP)
    began = time.monotonic()
    await wait_until(lambda: time.monotonic() > began + 1.5 * LEASE, "a freeze of more than a lease")
    own_valkey.signal(signal.SIGCONT)
    await own_desk.until(await own_desk.launch("talk"), "completed")
    gate.touch()
    snapshot = await own_desk.until(job, "completed")
    assert (snapshot.attempt, lines(trace)) == (1, ["start 1", "end 1"])


async def test_a_worker_may_be_started_before_redis(own_valkey: Any, own_desk: Desk, start_worker: Start) -> None:
    """It waits, and works as soon as Redis is there."""
    job = await own_desk.launch("talk")
    own_valkey.kill()
    worker = start_worker(own_valkey.url)
    await wait_until(lambda: worker.said("cannot be renewed"), "the worker to notice")
    own_valkey.start()
    await own_desk.until(job, "completed")


async def test_a_worker_stops_although_redis_is_away(own_valkey: Any, own_desk: Desk, start_worker: Start) -> None:
    """SIGTERM during an outage ends it within grace and margin; another worker finds the job after the lease."""
    worker = start_worker(own_valkey.url, grace=0.5)
    trace, gate = own_desk.trace(), own_desk.tmp_path / "gate"
    job = await own_desk.launch("hold", params={"trace": str(trace), "until": str(gate)})
    await appears(trace, "start 1")
    own_valkey.kill()
    worker.process.terminate()
    await wait_until(lambda: worker.process.poll() is not None, "the worker to end")
    own_valkey.start()
    start_worker(own_valkey.url)
    await appears(trace, "start 2")
    gate.touch()
    await own_desk.until(job, "completed")
