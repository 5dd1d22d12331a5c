"""The recorder and the reconciler: what is on Redis reaches the record, and half-done launches are put right."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import DataError

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.delivery import Delivery
from jobwidgets.bus.external import publish_job_progress_async
from jobwidgets.bus.keys import SHARDS, JobKeys
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Unavailable
from jobwidgets.testing import wait_until
from jobwidgets_server import recorder as recorder_module
from jobwidgets_server.reconciler import Reconciler
from jobwidgets_server.recorder import Recorder
from jobwidgets_server.store import JobStore, NewJob

from .conftest import spec
from .test_jobs import finish, work


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


def make(bus: JobBus, store: JobStore, clock: Callable[[], float] = time.time) -> Recorder:
    return Recorder(bus, store, keep_finished=3600, clock=clock)


async def launched(bus: JobBus, store: JobStore, job: str = "j1") -> str:
    """A launched job, without a server."""
    assert await store.insert(NewJob(spec(job), created=round(time.time(), 3)))
    assert await bus.seed(spec(job), created=round(time.time(), 3))
    assert await store.commit_queued(job, epoch=1, generation=1)
    return job


async def marks(bus: JobBus) -> dict[str, Any]:
    return {job: mark for shard in range(SHARDS) for job, mark in (await bus.dirty(shard)).items()}


async def row(store: JobStore, job: str) -> Any:
    found = await store.get(job)
    assert found is not None
    return found


async def test_transition_at_once_progress_later(bus: JobBus, store: JobStore, clock: Clock):
    """A new state is recorded at the next look, progress only every few seconds, nothing twice."""
    recorder = make(bus, store, clock)
    job = await launched(bus, store)
    writer = await work(bus, job)
    await recorder.turn()
    assert (await row(store, job)).state == "running"
    writer.emit(ev.Progress(job=job, value=0.5))
    await writer.flush()
    await recorder.turn()
    assert (await row(store, job)).progress is None
    assert recorder.backlog == 1
    clock.ahead = recorder_module.ACTIVE_EVERY + 1
    await recorder.turn()
    assert (await row(store, job)).progress.value == 0.5
    assert await marks(bus) == {}
    await writer.aclose()


async def test_end_at_once_and_only_then_a_ttl(bus: JobBus, store: JobStore):
    """The end is stored whole; the keys get their TTL then and not before."""
    recorder = make(bus, store)
    job = await launched(bus, store)
    await recorder.turn()
    await finish(bus, job, {"answer": 42})
    assert await bus.redis.ttl(JobKeys.of(job).ctl) == -1
    await recorder.turn()
    found = await row(store, job)
    assert (found.state, found.snapshot.result) == ("completed", {"answer": 42})
    assert found.snapshot.channel_text() == "forty-two"
    for key in JobKeys.of(job)[:5]:
        if await bus.redis.exists(key):
            assert 3500 < await bus.redis.ttl(key) <= 3600, key
    assert await marks(bus) == {}


async def test_other_servers_records_count(bus: JobBus, store: JobStore, clock: Clock):
    """Two servers together do not record a job more often than one."""
    first, second = make(bus, store, clock), make(bus, store, clock)
    job = await launched(bus, store)
    writer = await work(bus, job)
    await first.turn()
    writer.emit(ev.Progress(job=job, value=0.5))
    await writer.flush()
    await bus.redis.delete(*[key async for key in bus.redis.scan_iter(match="*lock*")] or ["none"])
    await second.turn()
    assert (await row(store, job)).progress is None
    await writer.aclose()


async def test_many_servers_record_the_same_end(bus: JobBus, store: JobStore):
    """Five recorders at once leave one correct record of every job."""
    jobs = [await launched(bus, store, f"j{n}") for n in range(20)]
    for job in jobs:
        await finish(bus, job)
    recorders = [make(bus, store) for _ in range(5)]

    async def done() -> bool:
        await asyncio.gather(*(recorder.turn() for recorder in recorders))
        return await marks(bus) == {}

    await wait_until(done, "everything is recorded")
    assert {(await row(store, job)).state for job in jobs} == {"completed"}


async def test_external_job_is_adopted(bus: JobBus, store: JobStore):
    """A job that began on Redis gets its row, owned by its user."""
    await publish_job_progress_async(bus.redis, "x1", "eve", "running", "crunch")
    await make(bus, store).turn()
    found = await row(store, "x1")
    assert (found.owner, found.external, found.state, found.step) == ("eve", True, "running", "crunch")


async def test_what_cannot_be_stored_does_not_hold_up_the_rest(
    bus: JobBus, store: JobStore, monkeypatch: pytest.MonkeyPatch
):
    """A job the database refuses is set aside; the others are recorded."""
    jobs = [await launched(bus, store, f"j{n}") for n in range(3)]
    for job in jobs:
        await finish(bus, job)
    record = store.record

    async def picky(work: Any, now: float) -> None:
        if any(snapshot.job == "j1" for _, snapshot in work):
            raise DataError("UPDATE jobs", {}, ValueError("not to my taste"))
        await record(work, now)

    monkeypatch.setattr(store, "record", picky)
    recorder = make(bus, store)
    await recorder.turn()
    assert [(await row(store, job)).state for job in jobs] == ["completed", "queued", "completed"]
    assert set(await marks(bus)) == {"j1"}


async def test_keys_of_a_failed_launch_are_swept(bus: JobBus, store: JobStore, clock: Clock):
    """Keys without a row go after a minute: not before, and not if somebody works on the job."""
    recorder = make(bus, store, clock)
    for job in ("j1", "j2"):
        await bus.seed(spec(job), created=round(time.time(), 3))
    writer = await work(bus, "j2")
    await recorder.turn()
    assert await bus.read("j1") is not None
    clock.ahead = recorder_module.UNWANTED_AFTER + 1
    await recorder.turn()
    assert await bus.read("j1") is None
    assert await bus.read("j2") is not None
    assert "j1" not in await marks(bus)
    assert await store.stale_launches(1e12, 10) == []
    await writer.aclose()


async def test_launch_under_way_is_left_alone(bus: JobBus, store: JobStore, clock: Clock):
    """A job whose row is still ``creating`` is neither recorded nor swept."""
    assert await store.insert(NewJob(spec("j1"), created=time.time()))
    await bus.seed(spec("j1"), created=round(time.time(), 3))
    clock.ahead = 1000
    await make(bus, store, clock).turn()
    assert await bus.read("j1") is not None
    assert set(await marks(bus)) == {"j1"}
    assert await store.commit_queued("j1", epoch=1, generation=1)


async def test_jobs_the_queue_never_got_are_enqueued(
    bus: JobBus, store: JobStore, clock: Clock, redis_url: str, monkeypatch: pytest.MonkeyPatch
):
    """The reconciler enqueues what a launch could not; once, and not while the launch is about to."""
    sent: list[tuple[str, int]] = []

    async def enqueue(job: str, generation: int, **_: Any) -> None:
        if clock.ahead < 15:
            raise Unavailable("the queue is away")
        sent.append((job, generation))

    await launched(bus, store)
    async with Delivery(redis_url) as delivery:
        monkeypatch.setattr(delivery, "enqueue", enqueue)
        for ahead in (0, 10, 20, 30):
            clock.ahead = ahead
            await bus.redis.delete("jw:lock:reconciler")
            await Reconciler(bus, store, delivery, clock=clock).turn()
    assert sent == [("j1", 1)]


async def test_stale_launch_is_undone(bus: JobBus, store: JobStore, clock: Clock, redis_url: str):
    """A launch that died between seeding and committing leaves neither row nor keys."""
    assert await store.insert(NewJob(spec("j1"), created=time.time()))
    await bus.seed(spec("j1"), created=round(time.time(), 3))
    async with Delivery(redis_url) as delivery:
        for ahead, there in ((0, True), (1000, False)):
            clock.ahead = ahead
            await bus.redis.delete("jw:lock:reconciler")
            await Reconciler(bus, store, delivery, clock=clock).turn()
            assert (await bus.read("j1") is not None) == there
    assert await store.stale_launches(1e12, 10) == []


async def test_one_reconciler_at_a_time(bus: JobBus, store: JobStore, redis_url: str):
    """Of several servers one repairs in a round."""
    async with Delivery(redis_url) as delivery:
        turns = [Reconciler(bus, store, delivery) for _ in range(3)]
        assert [await turn._locked(bus.redis) for turn in turns] == [True, False, False]
