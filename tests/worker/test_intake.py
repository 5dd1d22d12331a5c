"""What we rely on in docket, with a real docket and a stand-in for the runner: a change in docket fails here."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast

import pytest
from docket import Docket
from docket import Worker as DocketWorker

from jobwidgets.bus.delivery import Delivery, make_docket
from jobwidgets.protocol.errors import Unavailable
from jobwidgets.testing import wait_until
from jobwidgets.worker.attempt import Attempt
from jobwidgets.worker.intake import Intake
from jobwidgets.worker.runner import Runner
from jobwidgets.worker.settings import WorkerSettings
from jobwidgets.worker.slots import Arrival, Slots
from jobwidgets.worker.verdict import ACKNOWLEDGE, LEAVE, Verdict

from .conftest import Desk

STREAM = "jobwidgets-default:stream"


class Following:
    """A runner that answers with what the test tells it, and counts."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.answers: list[Verdict] = []
        self.gate = asyncio.Event()
        self.saw_stopping = False
        self.cancelled = 0
        self.slots = Slots(8)

    async def deliver(
        self,
        job: str,
        stopping: asyncio.Event,
        *,
        generation: int = 0,
        on_attempt: Callable[[Attempt], None] | None = None,
        arrival: Arrival | None = None,
    ) -> Verdict:
        self.calls.append(job)
        assert arrival is not None
        arrival.settle()
        assert on_attempt is not None
        on_attempt(cast(Attempt, self))
        if self.answers:
            return self.answers.pop(0)
        waiting = [asyncio.ensure_future(self.gate.wait()), asyncio.ensure_future(stopping.wait())]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()
        self.saw_stopping |= stopping.is_set()
        return ACKNOWLEDGE if self.gate.is_set() else LEAVE

    def cancel(self) -> None:
        self.cancelled += 1


@asynccontextmanager
async def intake(url: str, runner: Following) -> AsyncIterator[Intake]:
    """An `Intake` that leaves nothing behind."""
    one = Intake("default", 1, cast(Runner, runner), WorkerSettings(redis_url=url, lease=1.0))
    one.start()
    try:
        yield one
    finally:
        await one.stop()


async def pending(desk: Desk) -> int:
    """Deliveries somebody has taken and not acknowledged."""
    return (await desk.bus.redis.xpending(STREAM, "docket-workers"))["pending"]


async def length(desk: Desk) -> int:
    return await desk.bus.redis.xlen(STREAM)


async def test_an_acknowledged_delivery_is_gone(redis_url: str, desk: Desk) -> None:
    """Nothing of it stays in the stream."""
    runner = Following()
    runner.gate.set()
    await desk.delivery.enqueue("j1", 1)
    async with intake(redis_url, runner):
        await wait_until(lambda: runner.calls == ["j1"], "the delivery")
        await wait_until(lambda: _gone(desk), "the acknowledgement")
    assert runner.calls == ["j1"]


async def _gone(desk: Desk) -> bool:
    return await length(desk) == 0 and await pending(desk) == 0


async def test_a_left_delivery_comes_again(redis_url: str, desk: Desk) -> None:
    """It stays pending, and docket hands it out after the redelivery time-out."""
    runner = Following()
    runner.answers = [LEAVE]
    runner.gate.set()
    await desk.delivery.enqueue("j1", 1)
    async with intake(redis_url, runner):
        await wait_until(lambda: runner.calls, "the delivery")
        assert await pending(desk) == 1
        await wait_until(lambda: runner.calls == ["j1", "j1"], "the redelivery")
        await wait_until(lambda: _gone(desk), "the acknowledgement")


async def test_a_delivery_put_off_comes_back_under_its_key(redis_url: str, desk: Desk) -> None:
    """It waits in the schedule, once, however often it is put off, and no error is logged."""
    runner = Following()
    runner.answers = [Verdict(delay=0.3), Verdict(delay=0.3)]
    runner.gate.set()
    await desk.delivery.enqueue("j1", 1)
    async with intake(redis_url, runner):
        await wait_until(lambda: desk.bus.redis.zscore("jobwidgets-default:queue", "j1:1"), "the schedule")
        await desk.delivery.enqueue("j1", 1)  # the reconciler does this blindly
        await wait_until(lambda: len(runner.calls) == 3, "both returns")
        await wait_until(lambda: _gone(desk), "the acknowledgement")
    assert runner.calls == ["j1"] * 3


async def test_a_cancel_reaches_the_attempt_and_the_delivery_is_followed_on(redis_url: str, desk: Desk) -> None:
    """docket's signal is a wish for the job; it does not end the delivery, and a redelivery is not refused."""
    runner = Following()
    await desk.delivery.enqueue("j1", 1)
    async with intake(redis_url, runner):
        await wait_until(lambda: runner.calls, "the delivery")
        await wait_until(lambda: _running(desk), "docket to know that it runs")
        await desk.delivery.cancel("j1", 1)
        await wait_until(lambda: runner.cancelled == 1, "the wish")
        assert runner.calls == ["j1", "j1"]
        assert await pending(desk) == 1
        assert await desk.bus.redis.hget("jobwidgets-default:runs:j1:1", "state") == b"running"
        runner.gate.set()
        await wait_until(lambda: _gone(desk), "the acknowledgement")


async def _running(desk: Desk) -> bool:
    return await desk.bus.redis.hget("jobwidgets-default:runs:j1:1", "state") == b"running"


async def test_a_waiting_delivery_is_taken_out_by_a_cancel(redis_url: str, desk: Desk) -> None:
    """Nobody is told of a job that was cancelled in the queue."""
    await desk.delivery.enqueue("j1", 1)
    await desk.delivery.enqueue_after("j2", 1, 0.2)
    await desk.delivery.cancel("j1", 1)
    await desk.delivery.cancel("j2", 1)
    await desk.delivery.enqueue_after("j3", 1, 0.3)
    runner = Following()
    runner.gate.set()
    async with intake(redis_url, runner):
        await wait_until(lambda: "j3" in runner.calls, "the last delivery")
    assert runner.calls == ["j3"]


async def test_stopping_leaves_what_is_followed(redis_url: str, desk: Desk) -> None:
    """When docket's loop ends, the deliveries it follows learn it at once and stay pending."""
    runner = Following()
    await desk.delivery.enqueue("j1", 1)
    async with intake(redis_url, runner):
        await wait_until(lambda: runner.calls, "the delivery")
    assert runner.saw_stopping
    assert await pending(desk) == 1


async def test_a_lost_connection_frees_dockets_loop(own_valkey: Any, own_desk: Desk) -> None:
    """After a restart of Redis new deliveries come although an old one is still followed."""
    runner = Following()
    await own_desk.delivery.enqueue("old", 1)
    async with intake(own_valkey.url, runner):
        await wait_until(lambda: runner.calls == ["old"], "the delivery")
        own_valkey.kill()
        await wait_until(lambda: runner.saw_stopping, "docket's loop to say that it ends")
        own_valkey.start()
        async with Delivery(own_valkey.url) as delivery:
            await delivery.enqueue("new", 1)
            await wait_until(lambda: "new" in runner.calls, "the new delivery")
        runner.gate.set()


async def test_the_attributes_of_docket_that_we_touch_are_there(redis_url: str) -> None:
    """`intake` and `delivery` name these; if one is gone, read docket's changes before anything else."""
    docket = make_docket(redis_url, "default", connections=7)
    assert "max_connections=7" in docket.url
    assert callable(docket._publish)
    async with docket, DocketWorker(docket, redelivery_timeout=timedelta(seconds=1)) as worker:
        assert worker._processing_session is None
        assert worker._cancelled_by_docket == set()


@pytest.mark.parametrize("url", ["redis://h/0?max_connections=5", "redis://h/0?db=1&max_connections=5"])
def test_a_given_connection_limit_is_kept(url: str) -> None:
    """Who sets `max_connections` in the URL means it."""
    docket: Docket = make_docket(url, "q")
    assert docket.url == url


async def test_delivery_says_when_redis_is_away(own_valkey: Any) -> None:
    """`Unavailable`, and soon."""
    async with Delivery(own_valkey.url) as delivery:
        await delivery.enqueue("j1", 1)
        own_valkey.kill()
        began = asyncio.get_running_loop().time()
        with pytest.raises(Unavailable):
            await delivery.enqueue("j2", 1)
        assert asyncio.get_running_loop().time() - began < 6
