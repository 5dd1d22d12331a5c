"""What `Delivery` knows of docket's deliveries, and that adding one again is always safe."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from docket import Docket, Worker

from jobwidgets.bus.delivery import TASK, Delivery, delivery_key, make_docket
from jobwidgets.testing import wait_until


@pytest.fixture
async def delivery(redis_url: str) -> AsyncIterator[Delivery]:
    async with Delivery(redis_url) as one:
        yield one


async def test_a_delivery_is_known_from_the_adding_to_the_end(redis_url: str, delivery: Delivery) -> None:
    """Scheduled, queued and running count; unknown, ended, cancelled and other lanes' do not."""
    gate, runs = asyncio.Event(), []

    async def run(job_id: str) -> None:
        runs.append(job_id)
        await gate.wait()

    assert not await delivery.known("j", 1)
    await delivery.enqueue_after("later", 1, 60)
    await delivery.enqueue_after("dropped", 1, 60)
    await delivery.enqueue("j", 1)
    await delivery.enqueue("j", 1, queue="default.high")
    await delivery.cancel("dropped", 1)
    asked = [("later", 1, "default"), ("j", 1, "default"), ("j", 1, "default.high"), ("j", 1, "x"), ("j", 2, "default")]
    assert await delivery.known_many([*asked, ("dropped", 1, "default")]) == [True, True, True, False, False, False]
    docket: Docket = make_docket(redis_url, "default")
    async with docket:
        docket.register(run, names=[TASK])
        async with Worker(docket, schedule_automatic_tasks=False) as worker:
            loop = asyncio.create_task(worker.run_at_most({delivery_key("j", 1): 1}))
            await wait_until(lambda: runs, "the run")
            assert await delivery.known("j", 1)
            gate.set()

            async def forgotten() -> bool:
                return not await delivery.known("j", 1)

            await wait_until(forgotten, "the end")
            loop.cancel()
            await asyncio.wait({loop})


@pytest.mark.parametrize("memory", ["remembered", "forgotten"])
async def test_what_is_over_may_be_added_again(redis_url: str, delivery: Delivery, memory: str) -> None:
    """Under the very same key, whether docket still remembers the end or not; twice is once."""
    runs: list[str] = []

    async def run(job_id: str) -> None:
        runs.append(job_id)

    docket: Docket = make_docket(redis_url, "default")
    async with docket:
        docket.register(run, names=[TASK])
        async with Worker(docket, schedule_automatic_tasks=False) as worker:
            for i in range(3):
                for _ in range(3):
                    await delivery.enqueue("j", 1)
                assert await delivery.known("j", 1)
                await worker.run_until_finished()
                assert runs == ["j"] * (i + 1)
                assert not await delivery.known("j", 1)
                if memory == "forgotten":
                    async with docket.redis() as client:
                        await client.delete(docket.runs_key(delivery_key("j", 1)))
