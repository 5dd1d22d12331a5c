"""What a new attempt starts from, what it repeats, how failed attempts are counted and spaced."""

from collections.abc import Callable

import pytest

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.records import Backoff
from jobwidgets.testing import wait_until
from jobwidgets.worker.ending import pause

from .conftest import Desk, WorkerProcess, appears, lines

Start = Callable[..., WorkerProcess]
MODULES = ("sample_jobs", "life_jobs")
WAIT = 30


async def test_a_killed_job_resumes_at_its_checkpoint(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """`kill -9` in mid-job: the next attempt has the finished step and the checkpoint and repeats neither."""
    first = start_worker(redis_url, *MODULES)
    trace, gate = desk.trace(), desk.tmp_path / "gate"
    job = await desk.launch("resumes", params={"trace": str(trace), "until": str(gate)})
    await appears(trace, "between in 1", WAIT)
    first.kill()
    start_worker(redis_url, *MODULES)
    await appears(trace, "start 2", WAIT)
    snapshot = await desk.until(job, "completed", timeout=WAIT)
    assert snapshot.result == {"page": "page", "resumed": 2}
    assert snapshot.channel_text() == "fetched item0 item1 item2 "
    assert lines(trace)[-2:] == ["start 2", "item 2 in 2"]
    assert lines(trace).count("fetch in 1") == 1
    assert "fetch in 2" not in lines(trace)


async def test_a_drained_job_may_keep_its_state(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """SIGTERM: the function may commit a checkpoint in the grace; a rolling restart resumes from each."""
    trace, gate = desk.trace(), desk.tmp_path / "gate"
    worker = start_worker(redis_url, *MODULES, lease=60, grace=10)
    job = await desk.launch("saves_on_the_way_out", params={"trace": str(trace), "until": str(gate)})
    for i in range(3):
        await appears(trace, f"start {i + 1} from {i}", WAIT)
        successor = start_worker(redis_url, *MODULES, lease=60, grace=10)
        worker.process.terminate()
        assert worker.process.wait(30) == 0
        worker = successor
    gate.touch()
    snapshot = await desk.until(job, "completed", timeout=WAIT)
    assert (snapshot.result, snapshot.failures, snapshot.checkpoint) == ("resumed from 3", 0, 3)


async def test_only_failures_count_against_the_retries(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """A drain and a lost worker use up no retry; the error of each failure is kept, that of the last ends the job."""
    trace, gate = desk.trace(), desk.tmp_path / "gate"
    params = {"trace": str(trace), "until": str(gate), "good": "/nowhere"}
    worker = start_worker(redis_url, *MODULES)
    job = await desk.launch("fails_unless", params=params)
    await appears(trace, "start 1", WAIT)
    worker.process.terminate()
    assert worker.process.wait(30) == 0
    worker = start_worker(redis_url, *MODULES)
    await appears(trace, "start 2", WAIT)
    worker.kill()
    start_worker(redis_url, *MODULES)
    await appears(trace, "start 3", WAIT)
    gate.touch()
    snapshot = await desk.until(job, "failed", timeout=WAIT)
    assert snapshot.error is not None
    assert (snapshot.attempt, snapshot.failures, snapshot.error.message) == (5, 3, "attempt 5 is bad")
    again = [e for e in await desk.events(job) if isinstance(e, ev.State) and e.error is not None]
    assert [(e.state, e.error.message) for e in again if e.error] == [
        ("queued", "attempt 3 is bad"),
        ("queued", "attempt 4 is bad"),
        ("failed", "attempt 5 is bad"),
    ]


async def test_a_retry_waits_for_its_time(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """Nobody starts it before the backoff is over, not even a delivery that comes too early."""
    start_worker(redis_url, *MODULES)
    trace, gate, good = desk.trace(), desk.tmp_path / "gate", desk.tmp_path / "good"
    gate.touch()
    params = {"trace": str(trace), "until": str(gate), "good": str(good)}
    job = await desk.launch("fails_unless", params=params, backoff=Backoff(first=4.0, longest=4.0))

    async def queued_again() -> bool:
        now = await desk.read(job)
        return now.state == "queued" and now.attempt == 1

    await wait_until(queued_again, "the retry", WAIT)
    good.touch()
    failed = (await desk.snapshot(job)).updated
    for generation in (1, 2, 3):
        await desk.delivery.enqueue(job, generation)
    snapshot = await desk.until(job, "completed", timeout=WAIT)
    assert snapshot.attempts[1].at >= failed + 2.0 - 0.1
    assert lines(trace) == ["start 1", "start 2"]


@pytest.mark.parametrize("failures", [0, 1, 3, 50])
def test_backoff_doubles_with_jitter(failures: int) -> None:
    """Between half of it and all of it: the first pause doubled with each failure, up to the longest."""
    backoff = Backoff(first=2.0, longest=30.0)
    whole = min(30.0, 2.0 * 2**failures)
    pauses = {pause(backoff, failures) for _ in range(200)}
    assert whole / 2 <= min(pauses) < max(pauses) <= whole


async def test_a_spent_budget_ends_the_job(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """It fails with its own reason and is not repeated, whatever retries it has."""
    start_worker(redis_url, *MODULES)
    snapshot = await desk.until(await desk.launch("spends"), "failed", timeout=WAIT)
    assert snapshot.error is not None
    assert (snapshot.reason, snapshot.attempt, snapshot.error.type) == ("budget-exhausted", 1, "BudgetExhausted")


async def test_a_rolling_restart_loses_nothing_of_any_kind(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """Running, waiting, retried, limited and queued jobs of all priorities come through three workers."""
    worker = start_worker(redis_url, *MODULES, concurrency=4, grace=5)
    await wait_until(lambda: worker.said("takes jobs"), "the first worker")
    trace, gate = desk.trace(), desk.tmp_path / "gate"
    held = {"trace": str(trace), "until": str(gate)}
    hold = await desk.launch("hold", params=held)
    resumes = await desk.launch("resumes", params=held)
    asking = await desk.launch("asks", params={"trace": str(trace)})
    retried = await desk.launch("flaky", params={"trace": str(trace)})
    many: list[str] = []
    for round in range(3):
        for priority in ("low", "high"):
            many.extend([await desk.launch("talk", priority=priority) for _ in range(5)])
        successor = start_worker(redis_url, *MODULES, concurrency=4, grace=5)
        await wait_until(lambda log=successor: log.said("takes jobs"), "the successor", WAIT)
        worker.process.terminate()
        assert worker.process.wait(30) == 0
        worker = successor
        if round == 1:
            asks = await desk.until(asking, "waiting_input", timeout=WAIT)
            assert asks.input is not None
            await desk.answer(asking, "q0", "yes")
    gate.touch()
    for job in (hold, resumes, asking, retried, *many):
        await desk.until(job, "completed", timeout=60)
    assert (await desk.snapshot(asking)).result == ["yes"]
    assert (await desk.snapshot(resumes)).channel_text() == "fetched item0 item1 item2 "
