"""Between the claim of a job and its run: answers of Redis that are lost, a drain, the lease thread."""

import asyncio
from typing import Any

import pytest

from jobwidgets.bus.replies import Claim
from jobwidgets.protocol.errors import Unavailable
from jobwidgets.protocol.records import WorkerInfo
from jobwidgets.testing import wait_until
from jobwidgets.worker import runner as runner_module
from jobwidgets.worker.lease import LeaseKeeper
from jobwidgets.worker.verdict import ACKNOWLEDGE, LEAVE

from .conftest import Desk
from .test_runner import Job, runner

WAIT = 30


async def test_a_claim_whose_answer_was_lost_is_no_lost_worker(
    redis_url: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The claim is made and Redis goes away before it can say so: the same worker asks again and has the job, at the
    first attempt, without waiting for the end of its own lease."""
    work, claim, lost = Job(), desk.bus.claim, [1] * 4
    work.gate.set()

    async def unheard(job: str, **options: Any) -> Claim:
        said = await claim(job, **{**options, "lease": 3600})
        if lost:
            lost.pop()
            raise Unavailable("gone")
        return said

    monkeypatch.setattr(desk.bus, "claim", unheard)
    async with runner(redis_url, desk, work) as one:
        job = await desk.launch("waits")
        assert await one.deliver(job, asyncio.Event()) == LEAVE
        assert await one.deliver(job, asyncio.Event()) == ACKNOWLEDGE
    reading = await desk.read(job)
    assert (reading.state, reading.attempt, reading.lost) == ("completed", 1, 0)


async def test_a_job_that_is_claimed_late_in_a_drain_is_handed_back(
    redis_url: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The drain does not wait for ever for Redis to answer a claim; what comes of it then goes back to the queue."""
    work, claim, asked, answered = Job(), desk.bus.claim, asyncio.Event(), asyncio.Event()

    async def slow(job: str, **options: Any) -> Claim:
        asked.set()
        await answered.wait()
        return await claim(job, **options)

    monkeypatch.setattr(desk.bus, "claim", slow)
    monkeypatch.setattr(runner_module, "_DRAIN_MARGIN", 0.05)
    async with runner(redis_url, desk, work) as one:
        job = await desk.launch("waits")
        delivery = asyncio.create_task(one.deliver(job, asyncio.Event()))
        await wait_until(asked.is_set, "the claim", WAIT)
        await one.drain()
        answered.set()
        await desk.until(job, "queued", timeout=WAIT)
        await asyncio.wait_for(delivery, WAIT)
        assert (await desk.read(job)).lost == 0
        assert await desk.states(job) == ["queued", "running", "queued"]


async def test_nothing_ends_the_lease_thread(redis_url: str, desk: Desk) -> None:
    """What fails while the worker is announced is logged; the next beat comes all the same."""
    rounds = list[int]()

    def info(held: int) -> WorkerInfo:
        rounds.append(held)
        if len(rounds) == 1:
            raise OSError("the host has no name")
        return WorkerInfo(id="w", host="h", pid=1, types=[], queues=[], concurrency=1)

    keeper = LeaseKeeper(redis_url, lease=10, beat=0.05, info=info, types=[])
    keeper.start()

    async def announced() -> bool:
        return bool(await desk.bus.workers())

    await wait_until(announced, "the worker to be announced", WAIT)
    await keeper.stop()
