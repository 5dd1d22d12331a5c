"""`Runner` on a real bus, without docket: what becomes of a delivery."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.keys import JobKeys
from jobwidgets.bus.limits import Limits
from jobwidgets.bus.replies import Beat
from jobwidgets.protocol.records import WorkerInfo
from jobwidgets.testing import wait_until
from jobwidgets.worker.attempt import Parts
from jobwidgets.worker.context import JobContext
from jobwidgets.worker.lease import Holding, LeaseKeeper, hold_for
from jobwidgets.worker.registry import JobDefinition
from jobwidgets.worker.runner import Runner
from jobwidgets.worker.settings import WorkerSettings
from jobwidgets.worker.slots import Slots
from jobwidgets.worker.taking import Offer
from jobwidgets.worker.verdict import ACKNOWLEDGE, LEAVE, Verdict
from jobwidgets.worker.wake import Wakes

from .conftest import BEAT, LEASE, Desk


class Job:
    """One job type whose function waits for the test."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.runs = 0

    async def __call__(self, ctx: JobContext) -> int:
        self.runs += 1
        await self.gate.wait()
        return self.runs


@asynccontextmanager
async def runner(url: str, desk: Desk, job: Job, **options: Any) -> AsyncIterator[Runner]:
    """A `Runner` with its lease thread, drained at the end."""

    async def waits(ctx: JobContext) -> int:
        return await job(ctx)

    settings = WorkerSettings(redis_url=url, lease=LEASE, beat=BEAT, grace=0.5, **options)
    info = WorkerInfo(id="w", host="h", pid=1, types=[], queues=[], concurrency=1)
    keeper = LeaseKeeper(url, lease=LEASE, beat=BEAT, info=lambda _: info, types=[])
    keeper.start()
    wakes = Wakes(url, settings.id, on_wake=lambda job: one.wake(job), on_gap=lambda: one.wake_all())
    one = Runner(
        Parts(desk.bus, desk.delivery, wakes, settings),
        keeper,
        {"waits": Offer(JobDefinition("waits", waits), "none")},
        Slots(settings.concurrency),
        Limits(desk.bus.redis, hold_for(LEASE)),
    )
    wakes.start()
    try:
        yield one
    finally:
        await one.drain()
        await keeper.stop()
        await wakes.stop()


async def test_a_job_is_followed_by_all_its_deliveries(redis_url: str, desk: Desk) -> None:
    """One claim, one run; every copy is acknowledged at the end, and one that comes later at once."""
    work = Job()
    async with runner(redis_url, desk, work) as one:
        job = await desk.launch("waits")
        copies = [asyncio.create_task(one.deliver(job, asyncio.Event())) for _ in range(20)]
        await wait_until(lambda: work.runs, "the run")
        copies.append(asyncio.create_task(one.deliver(job, asyncio.Event())))
        work.gate.set()
        assert await asyncio.gather(*copies) == [ACKNOWLEDGE] * 21
        assert await one.deliver(job, asyncio.Event()) == ACKNOWLEDGE
        assert await one.deliver("no-such-job", asyncio.Event()) == ACKNOWLEDGE
    assert (work.runs, (await desk.read(job)).attempt) == (1, 1)


async def test_a_job_held_elsewhere_is_put_off_until_the_lease_ends(redis_url: str, desk: Desk) -> None:
    """The delay is what is left of the other's lease."""
    async with runner(redis_url, desk, Job()) as one:
        job = await desk.launch("waits")
        await desk.bus.claim(job, worker="other", token="t", lease=7, beat=2, max_attempts=3)
        verdict = await one.deliver(job, asyncio.Event())
    assert verdict.delay is not None
    assert 6 < verdict.delay <= 7


async def test_a_lost_job_leaves_its_delivery_to_the_new_owner(redis_url: str, desk: Desk) -> None:
    """The beat learns of the loss; the function is stopped, nothing is written, nothing acknowledged."""
    work = Job()
    async with runner(redis_url, desk, work) as one:
        job = await desk.launch("waits")
        delivery = asyncio.create_task(one.deliver(job, asyncio.Event()))
        await wait_until(lambda: work.runs, "the run")
        await desk.bus.redis.hset(JobKeys.of(job).ctl, mapping={"token": "another", "attempt": 2})
        before = (await desk.read(job)).seq
        assert await asyncio.wait_for(delivery, 30) == LEAVE
        assert one.attempts == {}
        assert (await desk.read(job)).seq == before


async def test_a_delivery_ends_with_dockets_loop_and_joins_again(redis_url: str, desk: Desk) -> None:
    """`stopping` frees the delivery at once; the job runs on, and the next delivery follows it."""
    work, stopping = Job(), asyncio.Event()
    async with runner(redis_url, desk, work) as one:
        job = await desk.launch("waits")
        delivery = asyncio.create_task(one.deliver(job, stopping))
        await wait_until(lambda: work.runs, "the run")
        stopping.set()
        assert await asyncio.wait_for(delivery, 30) == LEAVE
        again = asyncio.create_task(one.deliver(job, asyncio.Event()))
        work.gate.set()
        assert await asyncio.wait_for(again, 30) == ACKNOWLEDGE
    assert work.runs == 1


async def test_more_deliveries_than_slots_are_put_off(redis_url: str, desk: Desk) -> None:
    """Our own limit holds when docket has forgotten what runs here; the job that runs can still be joined."""
    work, stopping = Job(), asyncio.Event()
    stopping.set()
    async with runner(redis_url, desk, work, concurrency=1) as one:
        first, second = await desk.launch("waits"), await desk.launch("waits")
        assert await one.deliver(first, stopping) == LEAVE
        assert (await one.deliver(second, stopping)).delay is not None
        assert await one.deliver(first, stopping) == LEAVE
        assert (await desk.read(second)).state == "queued"


async def test_a_draining_runner_takes_nothing(redis_url: str, desk: Desk) -> None:
    """What arrives during a drain goes to others soon; what runs is queued again under a new generation."""
    work = Job()
    async with runner(redis_url, desk, work) as one:
        job, late = await desk.launch("waits"), await desk.launch("waits")
        delivery = asyncio.create_task(one.deliver(job, asyncio.Event()))
        await wait_until(lambda: work.runs, "the run")
        await one.drain()
        assert await delivery == ACKNOWLEDGE
        assert await one.deliver(late, asyncio.Event()) == Verdict(delay=0.2)
    now = await desk.read(job)
    assert (now.state, now.generation) == ("queued", 2)
    assert await desk.bus.redis.hexists(f"jobwidgets-default:runs:{job}:2", "known")


async def test_a_delivery_for_the_next_attempt_is_not_over_with_this_one(redis_url: str, desk: Desk) -> None:
    """It may come while the attempt that queued the job is still here: it is not acknowledged with that one."""
    work = Job()
    async with runner(redis_url, desk, work) as one:
        job = await desk.launch("waits")
        delivery = asyncio.create_task(one.deliver(job, asyncio.Event(), generation=1))
        await wait_until(lambda: work.runs, "the run")
        early = asyncio.create_task(one.deliver(job, asyncio.Event(), generation=2))
        await one.drain()
        assert await delivery == ACKNOWLEDGE
        assert await early == Verdict(delay=0.2)
    assert (await desk.read(job)).generation == 2


async def test_the_lease_goes_on_until_the_end_is_written(own_valkey: Any, own_desk: Desk) -> None:
    """An end that waits for Redis keeps its lease: nobody runs a finished job again."""
    work = Job()
    async with runner(own_valkey.url, own_desk, work) as one:
        job = await own_desk.launch("waits")
        delivery = asyncio.create_task(one.deliver(job, asyncio.Event()))
        await wait_until(lambda: work.runs, "the run")
        own_valkey.kill()
        work.gate.set()
        await asyncio.wait({delivery}, timeout=1.5 * LEASE)
        assert not delivery.done()
        own_valkey.start()
        assert await asyncio.wait_for(delivery, 30) == ACKNOWLEDGE
    await own_desk.until(job, "completed")


async def test_beats_renew_and_tell(redis_url: str, desk: Desk) -> None:
    """`LeaseKeeper` keeps a lease alive, passes the wish on, and stops for a released attempt."""
    bus: JobBus = desk.bus
    job = await desk.launch("waits")
    claim = await bus.claim(job, worker="w", token="t", lease=LEASE, beat=BEAT, max_attempts=3)
    info = WorkerInfo(id="w", host="h", pid=1, types=[], queues=[], concurrency=1)
    keeper = LeaseKeeper(redis_url, lease=LEASE, beat=0.05, info=lambda _: info, types=[])
    keeper.start()
    told: list[str] = []
    beat = Beat(job, claim.attempt, "t")
    keeper.hold(Holding(beat, on_lost=lambda: told.append("lost"), on_wish=lambda: told.append("wish")))

    async def beats() -> int:
        return int(await bus.redis.hget(JobKeys.of(job).ctl, "beats") or 0)

    async def at_least_three() -> bool:
        return await beats() >= 3

    await wait_until(at_least_three, "some beats")
    assert told == []
    await bus.cancel(job)
    await wait_until(lambda: "wish" in told, "the wish")
    keeper.release(beat)
    await bus.redis.hset(JobKeys.of(job).ctl, "token", "another")
    await keeper.stop()
    assert "lost" not in told
    assert await bus.workers() == []
