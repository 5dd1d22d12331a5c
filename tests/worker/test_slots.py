"""`Slots` and the cap of waiting jobs, in one process."""

import asyncio
from typing import Any

from jobwidgets.testing import wait_until
from jobwidgets.worker.context import JobContext
from jobwidgets.worker.slots import Arrival, Slots
from jobwidgets.worker.verdict import ACKNOWLEDGE

from .conftest import Desk
from .test_runner import runner


async def test_the_lower_rank_goes_first_then_who_began_then_who_came() -> None:
    """However they queue up, one slot goes round in this order."""
    slots, order = Slots(1), []
    assert await slots.take(1)

    async def one(rank: int, began: bool, name: str) -> None:
        assert await slots.take(rank, began=began)
        order.append(name)
        slots.give_back()

    waiting = [
        asyncio.create_task(one(rank, began, name))
        for rank, began, name in ((2, True, "e"), (1, False, "c"), (1, False, "d"), (1, True, "b"), (0, False, "a"))
    ]
    await asyncio.sleep(0)
    slots.give_back()
    await asyncio.gather(*waiting)
    assert order == ["a", "b", "c", "d", "e"]
    assert slots.used == 0


async def test_a_slot_is_kept_for_a_higher_priority_that_is_on_its_way() -> None:
    """It has arrived and is still being looked at; when it turns out to need none, the lower one has it."""
    slots = Slots(1)
    with Arrival(slots, 0):
        lower = asyncio.create_task(slots.take(2, timeout=20))
        assert not await slots.take(1, timeout=0.01)
        assert not lower.done()
        assert (slots.free(0), slots.free(2)) == (0, 0)
    assert await lower


async def test_nothing_is_lost_by_giving_up() -> None:
    """Who waits no longer, or is cancelled in the very moment, leaves no slot taken behind."""
    slots = Slots(1)
    assert await slots.take(1)
    assert not await slots.take(1, timeout=0.0)
    waiting = asyncio.create_task(slots.take(1))
    await asyncio.sleep(0)
    slots.give_back()
    waiting.cancel()
    await asyncio.wait({waiting})
    assert (slots.used, slots.free(1)) == (0, 1)


async def test_room_counts_what_has_arrived() -> None:
    """A worker does not take more than it has slots for; what has a lower priority does not hold up the higher."""
    slots = Slots(2)
    with Arrival(slots, 1) as arrival:
        assert (slots.free(0), slots.free(1), slots.free(2)) == (2, 1, 1)
        assert await slots.take(1)
        arrival.settle()
        arrival.settle()
        assert (slots.free(0), slots.free(1)) == (1, 1)


class Asking:
    """Asks at once."""

    def __init__(self) -> None:
        self.runs = 0

    async def __call__(self, ctx: JobContext) -> int:
        self.runs += 1
        await ctx.ask("?", key="q")
        return self.runs


async def test_too_many_waiting_jobs_are_let_go(redis_url: str, desk: Desk) -> None:
    """Beyond the cap those that wait longest leave the memory; all of them are answered in the end."""
    work: Any = Asking()
    async with runner(redis_url, desk, work, max_parked=2) as one:
        jobs = [await desk.launch("waits") for _ in range(5)]
        for job in jobs:
            assert await one.deliver(job, asyncio.Event()) == ACKNOWLEDGE
        await wait_until(lambda: list(one.attempts) == jobs[3:], "the oldest to be let go")
        assert one.parked == 2
        for job in jobs:
            now = await desk.read(job)
            assert (now.state, now.token is None) == ("waiting_input", job in jobs[:3])
            assert (await desk.answer(job, "q", 1)).state == ("queued" if job in jobs[:3] else "running")
        followed = [asyncio.create_task(one.deliver(job, asyncio.Event(), generation=2)) for job in jobs]
        assert await asyncio.gather(*followed) == [ACKNOWLEDGE] * 5
    assert work.runs == 8
    for job in jobs:
        await desk.until(job, "completed")
