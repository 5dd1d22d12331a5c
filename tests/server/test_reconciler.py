"""The reconciler: what was left half-done is found and put right, told, and nothing else is touched."""

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.delivery import Delivery
from jobwidgets.bus.external import publish_job_progress_async
from jobwidgets.bus.keys import JobKeys
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.memos import ASK
from jobwidgets.testing import wait_until
from jobwidgets_server import walk as walk_module
from jobwidgets_server.answering import Answers
from jobwidgets_server.reconciler import Reconciler
from jobwidgets_server.store import JobStore, NewJob

from .conftest import spec
from .loops import BEAT, Attempt, Clock, Parts, launched, parts_on, repairs_of, row, turn


@pytest.fixture
async def parts(bus: JobBus, store: JobStore, redis_url: str) -> AsyncIterator[Parts]:
    async with parts_on(bus, store, redis_url) as parts:
        yield parts


async def forget_delivery(bus: JobBus) -> None:
    """docket loses everything."""
    if names := [key async for key in bus.redis.scan_iter(match="jobwidgets-*")]:
        await bus.redis.delete(*names)


def count(registry: CollectorRegistry, what: str) -> float:
    return registry.get_sample_value("jobwidgets_repairs_total", {"what": what}) or 0


async def test_jobs_the_queue_never_got_are_enqueued(
    parts: Parts, bus: JobBus, store: JobStore, monkeypatch: pytest.MonkeyPatch
):
    """The reconciler enqueues what a launch could not; once, and not while the launch is about to."""
    sent: list[tuple[str, int]] = []
    clock = Clock()
    add = parts.delivery.enqueue

    async def enqueue(job: str, generation: int, **more: Any) -> None:
        if clock.ahead < 15:
            raise Unavailable("the queue is away")
        sent.append((job, generation))
        await add(job, generation, **more)

    await launched(bus, store)
    monkeypatch.setattr(parts.delivery, "enqueue", enqueue)
    for ahead in (0, 10, 20, 30):
        clock.ahead = ahead
        await turn(parts.reconciler(clock=clock))
    assert sent == [("j1", 1)]
    assert await repairs_of(store, "j1") == ["its launch could not enqueue it"]


async def test_stale_launch_is_undone(parts: Parts, bus: JobBus, store: JobStore):
    """A launch that died between seeding and committing leaves neither row nor keys."""
    clock = Clock()
    assert await store.insert(NewJob(spec("j1"), created=time.time()))
    await bus.seed(spec("j1"), created=round(time.time(), 3))
    for ahead, there in ((0, True), (1000, False)):
        clock.ahead = ahead
        await turn(parts.reconciler(clock=clock))
        assert (await bus.read("j1") is not None) == there
    assert await store.stale_launches(1e12, 10) == []


async def test_one_reconciler_at_a_time(bus: JobBus, store: JobStore, redis_url: str):
    """Of several servers one repairs, and goes on while it lives."""
    async with Delivery(redis_url) as delivery:
        turns = [Reconciler(bus, store, delivery) for _ in range(3)]
        for _ in range(2):
            assert [await turn._locked(bus.redis) for turn in turns] == [True, False, False]


async def test_delivery_that_the_queue_lost(parts: Parts, bus: JobBus, store: JobStore):
    """A queued job that docket does not know is added again, in its lane and for its time; told in log and metric."""
    registry, clock = CollectorRegistry(), Clock()
    later = time.time() + 600
    await launched(bus, store, "j1", delivery=parts.delivery, priority="high")
    await launched(bus, store, "j2", delivery=parts.delivery, run_at=later)
    await launched(bus, store, "j3", delivery=parts.delivery)
    writer = await Attempt.claim(bus, "j3", lease=60)
    await parts.record()
    await forget_delivery(bus)
    clock.ahead = 5
    reconciler = parts.reconciler(registry=registry, clock=clock)

    async def known() -> bool:
        await turn(reconciler)
        return await parts.delivery.known_many([("j1", 1, "default.high"), ("j2", 1, "default")]) == [True, True]

    await wait_until(known, "both are in the queue again", timeout=30)
    assert not await parts.delivery.known("j3", 1)
    assert await repairs_of(store, "j1") == await repairs_of(store, "j2") == ["not in the queue"]
    assert await repairs_of(store, "j3") == []
    assert count(registry, "enqueued") == 2
    scheduled = [score async for score in _scheduled(bus)]
    assert [round(score) for score in scheduled] == [round(later)]
    # Again: nothing is left to do.
    await turn(reconciler)
    await turn(reconciler)
    assert count(registry, "enqueued") == 2
    await writer.close()


async def _scheduled(bus: JobBus) -> AsyncIterator[Any]:
    async for key in bus.redis.scan_iter(match="jobwidgets-default*:queue"):
        for _, score in await bus.redis.zrange(key, 0, -1, withscores=True):
            yield score


async def test_job_in_the_queue_is_left_alone(parts: Parts, bus: JobBus, store: JobStore):
    """A job that waits where it should is not touched, and nothing is told of it."""
    registry, clock = CollectorRegistry(), Clock()
    await launched(bus, store, "j1", delivery=parts.delivery)
    await launched(bus, store, "j2", delivery=parts.delivery, run_at=time.time() + 600)
    await parts.record()
    clock.ahead = 100
    reconciler = parts.reconciler(registry=registry, clock=clock)
    for _ in range(3):
        await turn(reconciler)
    for what in ("enqueued", "marked", "orphaned", "reseeded"):
        assert count(registry, what) == 0
    assert await repairs_of(store, "j1") == []


async def test_worker_is_gone_and_the_queue_forgot(parts: Parts, bus: JobBus, store: JobStore):
    """A running job without lease or delivery is queued and enqueued again; at the cap it has failed."""
    registry = CollectorRegistry()
    await launched(bus, store)
    reconciler = parts.reconciler(registry=registry, max_attempts=2)

    async def state() -> JobState:
        await turn(reconciler)
        reading = await bus.read("j1")
        assert reading is not None
        return reading.state

    async def queued() -> bool:
        return await state() is JobState.QUEUED

    async def failed() -> bool:
        return await state() is JobState.FAILED

    first = await Attempt.claim(bus, "j1", lease=0.3)
    await first.emit(ev.Progress(job="j1", value=0.5))
    await first.close()
    await parts.record()
    await wait_until(queued, "the job is queued again", timeout=30)
    reading = await bus.read("j1")
    assert reading is not None
    assert await parts.delivery.known("j1", reading.generation)
    second = await Attempt.claim(bus, "j1", lease=0.3)
    await second.close()
    await parts.record()
    await wait_until(failed, "the job has failed", timeout=30)
    await parts.record()
    found = await row(store, "j1")
    assert (found.state, found.reason) == ("failed", "attempts-exhausted")
    life = await store.history("j1")
    assert [str(t.state) for t in life.transitions if t.seq] == ["queued", "running", "queued", "running", "failed"]
    assert [t.reason for t in life.transitions if t.state is JobState.QUEUED] == [None, "worker lost"]
    assert count(registry, "orphaned") == 2


async def test_cancelling_with_nobody_to_acknowledge(parts: Parts, bus: JobBus, store: JobStore):
    """A job that is cancelling and whose worker is gone is cancelled."""
    await launched(bus, store)
    writer = await Attempt.claim(bus, "j1", lease=0.3)
    await writer.close()
    await parts.canceller.cancel("j1")
    await parts.record()
    reconciler = parts.reconciler()

    async def over() -> bool:
        await turn(reconciler)
        await parts.record()
        return (await row(store, "j1")).state == "cancelled"

    await wait_until(over, "the job is cancelled", timeout=30)


async def test_living_worker_is_believed(parts: Parts, bus: JobBus, store: JobStore):
    """A lease found over once is not enough: a worker that beats again before the second look keeps its job."""
    await launched(bus, store)
    writer = await Attempt.claim(bus, "j1", lease=60)
    await parts.record()
    reconciler = parts.reconciler()
    for _ in range(3):
        # Every lease at once is over: a clock that jumped.
        await bus.redis.hset(JobKeys.of("j1").ctl, "lease", 1)  # type: ignore[misc]
        await turn(reconciler)
        assert (await writer.beat()).owned
    await turn(reconciler)
    await writer.end()
    assert writer.fences == []


async def test_further_than_the_record(parts: Parts, bus: JobBus, store: JobStore):
    """A job that Redis has in another state than the record, without a mark, is recorded; told in its history."""
    await launched(bus, store)
    writer = await Attempt.claim(bus, "j1")
    await parts.record()
    await writer.end(result=42)
    keys = JobKeys.of("j1")
    await bus.redis.delete(keys.dirty)
    reconciler = parts.reconciler()
    await turn(reconciler)
    await turn(reconciler)
    await parts.record()
    found = await row(store, "j1")
    assert (found.state, found.snapshot.result) == ("completed", 42)
    assert await bus.redis.ttl(keys.ctl) > 0
    assert await repairs_of(store, "j1") == ["is completed on Redis, recorded as running"]


async def test_question_whose_time_is_over(parts: Parts, bus: JobBus, store: JobStore):
    """A question that nobody answered in time is closed: its job is queued again and finds that out."""
    await launched(bus, store)
    writer = await Attempt.claim(bus, "j1", lease=0.3)
    await writer.ask("q", expires=time.time() + 100)
    await writer.close()
    await parts.record()
    clock, answers = Clock(), Answers(bus, store, parts.delivery)
    await turn(parts.reconciler(answers=answers, clock=clock))
    assert (await row(store, "j1")).state == "waiting_input"
    clock.ahead = 200
    # The worker that asked is gone; its lease is over at some time.

    async def expired() -> bool:
        await turn(parts.reconciler(answers=answers, clock=clock))
        return f"{ASK}q" in await bus.memos("j1")

    await wait_until(expired, "the question is closed", timeout=30)
    await parts.record()
    assert (await row(store, "j1")).state in ("queued", "running")


async def test_external_jobs_are_left_alone(parts: Parts, bus: JobBus, store: JobStore):
    """The job of somebody else's worker is no business of the reconciler, lease or no lease, Redis or no Redis."""
    registry = CollectorRegistry()
    await publish_job_progress_async(bus.redis, "x1", "eve", "running", "crunch")
    await parts.record()
    reconciler = parts.reconciler(registry=registry)
    await turn(reconciler)
    before = (await row(store, "x1")).epoch
    await bus.redis.flushall()
    for _ in range(3):
        await turn(reconciler)
    found = await row(store, "x1")
    assert (found.state, found.epoch) == ("running", before)
    assert await bus.read("x1") is None
    assert count(registry, "reseeded") == 0


async def test_many_jobs_in_batches(parts: Parts, bus: JobBus, store: JobStore, monkeypatch: pytest.MonkeyPatch):
    """A walk sees every unfinished job once, whatever the size of its batches."""
    monkeypatch.setattr(walk_module, "BATCH", 3)
    jobs = [await launched(bus, store, f"j{n}") for n in range(10)]
    for job in jobs:
        await store.mark_enqueued(job, 1)
    clock = Clock()
    clock.ahead = 10
    reconciler = parts.reconciler(clock=clock)

    async def all_known() -> bool:
        await turn(reconciler)
        return all(await parts.delivery.known_many([(job, 1, "default") for job in jobs]))

    await wait_until(all_known, "all are in the queue", timeout=30)
    assert [await repairs_of(store, job) for job in jobs] == [["not in the queue"]] * 10
    assert BEAT < walk_module.SETTLED_AFTER
