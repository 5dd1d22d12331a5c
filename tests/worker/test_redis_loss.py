"""Redis loses everything, or is replaced by an empty one: what workers hold goes on, and they take new jobs.

The test puts the jobs back as a server does it.
"""

import shutil
from collections.abc import Callable
from typing import Any

import pytest

from jobwidgets.bus.commands import LOG_BYTES
from jobwidgets.bus.keys import shard_of
from jobwidgets.bus.recovery import LOST, Announcement, Reseed
from jobwidgets.protocol.records import JobSpec
from jobwidgets.protocol.state import JobSnapshot
from jobwidgets.testing import wait_until

from .conftest import Desk, WorkerProcess, appears, lines, patiently

Start = Callable[..., WorkerProcess]
MODULES = ("sample_jobs", "life_jobs")
WAIT = 30


async def lose(desk: Desk, valkey: Any, how: str) -> None:
    """All data is gone."""
    if how == "flushed":
        await desk.bus.redis.flushall()
        return
    valkey.kill()
    for left in valkey.directory.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.suffix in (".rdb", ".aof"):
            left.unlink()
    valkey.start()
    assert await patiently(lambda: desk.bus.types()) is not None


async def announced(desk: Desk, job: str) -> Announcement:
    """Wait until its worker tells what it knows of the job."""
    found: list[Announcement] = []

    async def there() -> bool:
        found[:] = [a for name, a in (await desk.bus.announcements(shard_of(job))).items() if name == job]
        return bool(found)

    await wait_until(there, f"job {job} to be announced", WAIT)
    return found[0]


async def put_back(desk: Desk, spec: JobSpec, told: Announcement, *, generation: int = 1) -> None:
    """As a server does it, under epoch 2."""
    what = Reseed(
        spec=spec,
        snapshot=told.snapshot,
        epoch=2,
        generation=generation,
        log_bytes=LOG_BYTES,
        memos=told.memos,
        owner=told,
    )
    done, generation = await desk.bus.reseed(what)
    assert done
    await patiently(lambda: desk.delivery.enqueue(spec.job, generation, queue=spec.lane))


async def ended(desk: Desk, job: str, state: str = "completed") -> JobSnapshot:
    """Wait for the end."""

    async def over() -> bool:
        return (await desk.read(job)).state.terminal

    await wait_until(over, f"job {job} to end", WAIT)
    snapshot = await desk.snapshot(job)
    assert (snapshot.state, snapshot.epoch) == (state, 2)
    return snapshot


@pytest.mark.parametrize("how", ["flushed", "replaced"])
async def test_a_running_job_goes_on(own_valkey: Any, own_desk: Desk, start_worker: Start, how: str) -> None:
    """It writes on, its worker announces it, and once put back it ends with all it has ever said, at attempt 1."""
    worker = start_worker(own_valkey.url, *MODULES)
    trace, gate = own_desk.trace(), own_desk.tmp_path / "gate"
    job = await own_desk.launch("counts", params={"trace": str(trace), "until": str(gate)})
    await appears(trace, "step", WAIT)
    spec = await own_desk.bus.spec(job)
    assert spec is not None

    async def words(count: int) -> bool:
        return len((await own_desk.snapshot(job)).channel_text().split()) >= count

    await wait_until(lambda: words(20), "the first words", WAIT)
    await lose(own_desk, own_valkey, how)
    told = await announced(own_desk, job)
    assert list(told.memos) == ["step:first#1"]
    await put_back(own_desk, spec, told)
    reached = len(told.snapshot.channel_text().split())
    await wait_until(lambda: words(reached + 50), "words after the loss", WAIT)
    gate.touch()
    snapshot = await ended(own_desk, job)
    said = snapshot.channel_text().split()
    assert said == [str(i) for i in range(len(said))]
    assert snapshot.result == 7_000_000 + len(said)
    assert LOST in snapshot.channel_text("log")
    assert (snapshot.attempt, lines(trace)) == (1, ["start 1", "step"])
    assert worker.process.poll() is None


@pytest.mark.parametrize("how", ["flushed", "replaced"])
async def test_a_worker_takes_new_jobs_after_it(own_valkey: Any, own_desk: Desk, start_worker: Start, how: str) -> None:
    """docket's streams and groups are gone too; an idle worker and one whose only slot is taken both work on."""
    idle = start_worker(own_valkey.url, *MODULES, queues="idle")
    busy = start_worker(own_valkey.url, *MODULES, queues="busy", concurrency=1)
    trace, gate = own_desk.trace(), own_desk.tmp_path / "gate"
    held = await own_desk.launch("hold", params={"trace": str(trace), "until": str(gate)}, queue="busy")
    await appears(trace, "start 1", WAIT)
    spec = await own_desk.bus.spec(held)
    assert spec is not None
    await own_desk.until(await own_desk.launch("talk", queue="idle"), "completed", timeout=WAIT)
    for _ in range(2):
        await lose(own_desk, own_valkey, how)
        for priority in ("low", "normal", "high"):
            job = await own_desk.launch("talk", queue="idle", priority=priority)
            await own_desk.until(job, "completed", timeout=WAIT)
    waiting = await own_desk.launch("talk", queue="busy")
    told = await announced(own_desk, held)
    await put_back(own_desk, spec, told)
    gate.touch()
    await ended(own_desk, held)
    await own_desk.until(waiting, "completed", timeout=WAIT)
    assert (idle.process.poll(), busy.process.poll()) == (None, None)


async def test_an_open_question_survives(own_valkey: Any, own_desk: Desk, start_worker: Start) -> None:
    """A parked job is announced with its question; put back, it is answered where it stands."""
    start_worker(own_valkey.url, *MODULES)
    trace = own_desk.trace()
    job = await own_desk.launch("asks", params={"trace": str(trace), "questions": 2})
    spec = await own_desk.bus.spec(job)
    assert spec is not None

    async def open_question() -> bool:
        now = await own_desk.snapshot(job)
        return now.state == "waiting_input" and now.input is not None and now.input.key == "q1"

    async def first_question() -> bool:
        return (await own_desk.read(job)).state == "waiting_input"

    await wait_until(first_question, "the first question", WAIT)
    await own_desk.answer(job, "q0", "one")
    await wait_until(open_question, "the second question", WAIT)
    await own_desk.bus.redis.flushall()
    told = await announced(own_desk, job)
    assert told.snapshot.state == "waiting_input"
    assert "ask:q0" in told.memos
    await put_back(own_desk, spec, told, generation=3)
    await wait_until(open_question, "the question to be open again", WAIT)
    assert (await own_desk.answer(job, "q1", "two")).status == "ok"
    assert (await ended(own_desk, job)).result == ["one", "two"]
    assert [line for line in lines(trace) if line.startswith("start")] == ["start 1"]


async def test_a_job_that_ends_while_redis_has_lost_it(own_valkey: Any, own_desk: Desk, start_worker: Start) -> None:
    """Its end waits in the worker and is written once the job is back."""
    start_worker(own_valkey.url, *MODULES)
    trace, gate = own_desk.trace(), own_desk.tmp_path / "gate"
    job = await own_desk.launch("hold", params={"trace": str(trace), "until": str(gate)})
    await appears(trace, "start 1", WAIT)
    spec = await own_desk.bus.spec(job)
    assert spec is not None
    await own_desk.bus.redis.flushall()
    gate.touch()
    await appears(trace, "end 1", WAIT)
    told = await announced(own_desk, job)
    assert await own_desk.bus.read(job) is None
    await put_back(own_desk, spec, told)
    assert (await ended(own_desk, job)).result == "attempt 1"
    assert lines(trace) == ["start 1", "end 1"]


async def test_a_forgotten_job_that_is_over_is_not_announced(
    own_valkey: Any, own_desk: Desk, start_worker: Start
) -> None:
    """Keys that are gone while Redis has lost nothing mean that the job is over: the attempt stops, silently."""
    worker = start_worker(own_valkey.url, *MODULES)
    trace = own_desk.trace()
    job = await own_desk.launch("hold", params={"trace": str(trace), "until": "/nowhere"})
    await appears(trace, "start 1", WAIT)
    await own_desk.bus.redis.delete(*[key async for key in own_desk.bus.redis.scan_iter(f"*:{job}")])
    await appears(trace, "stopped 1", WAIT)
    await wait_until(lambda: worker.said("not ours any more"), "the attempt to end", WAIT)
    assert await own_desk.bus.announcements(shard_of(job)) == {}
