"""What a function gives up, or leaves behind when it ends: it works on with a seat, and its worker without it."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest

from jobwidgets.bus.keys import limit_key
from jobwidgets.protocol.errors import ChildFailed, Fenced
from jobwidgets.protocol.records import Backoff, Limit
from jobwidgets.testing import wait_until
from jobwidgets.worker.context import JobContext
from jobwidgets.worker.verdict import ACKNOWLEDGE

from .conftest import Desk
from .test_runner import runner

WAIT = 30


class Work:
    """A job whose function is the test's."""

    def __init__(self, body: Callable[["Work", JobContext], Awaitable[Any]]) -> None:
        self._body = body
        self.gate, self.reached = asyncio.Event(), asyncio.Event()
        self.tasks: list[asyncio.Task[Any]] = []

    async def __call__(self, ctx: JobContext) -> Any:
        return await self._body(self, ctx)

    async def leave(self, waiting: Awaitable[Any]) -> None:
        """Begin to wait in a task of its own."""
        self.tasks.append(asyncio.ensure_future(waiting))
        await asyncio.sleep(0.3)


async def over(desk: Desk, job: str) -> None:
    """As the child's worker would end it."""
    assert await desk.bus.cancel(job) is not None


async def child_of(desk: Desk, job: str, **options: Any) -> str:
    """Wait until the job has asked for a child, and launch it."""

    async def launched() -> str | None:
        children = (await desk.snapshot(job)).children
        return next(iter(children), None)

    child = await wait_until(launched, "the child to be asked for", WAIT)
    await desk.launch("waits", job=child, parent=job, **options)
    return child


@pytest.mark.parametrize("what", ["question", "child"])
async def test_who_gives_up_waiting_works_on_with_a_seat(redis_url: str, desk: Desk, what: str) -> None:
    """A function that waits no longer goes on, with its slot and its places, and its time runs again."""

    async def body(work: Work, ctx: JobContext) -> None:
        waiting = ctx.ask("?") if what == "question" else (await ctx.launch("waits")).result()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(waiting, 0.3)
        work.reached.set()
        await work.gate.wait()

    work: Any = Work(body)
    limit = Limit(name="alone", max=1)
    async with runner(redis_url, desk, work, concurrency=1) as one:
        job = await desk.launch("waits", timeout=2.0, limits=[limit])
        delivery = asyncio.create_task(one.deliver(job, asyncio.Event()))
        await wait_until(work.reached.is_set, "the function to go on", WAIT)
        assert one.parked == 0
        await wait_until(lambda: one.slots.used == 1, "its slot", WAIT)
        assert await desk.bus.redis.zscore(limit_key("alone"), job) is not None
        assert (await desk.until(job, "failed", timeout=WAIT)).reason == "timeout"
        await asyncio.wait_for(delivery, WAIT)
        assert one.slots.used == 0


async def test_what_still_waits_when_the_function_is_over_takes_no_seat(redis_url: str, desk: Desk) -> None:
    """The first of two children wins and the job completes; the end of the other concerns nobody any more."""

    async def body(work: Work, ctx: JobContext) -> str:
        await work.leave((await ctx.launch("waits")).result())
        return "done"

    work: Any = Work(body)
    async with runner(redis_url, desk, work, concurrency=1) as one:
        job = await desk.launch("waits", limits=[Limit(name="alone", max=1)])
        delivery = asyncio.create_task(one.deliver(job, asyncio.Event()))
        child = await child_of(desk, job)
        assert (await desk.until(job, "completed", timeout=WAIT)).result == "done"
        await asyncio.wait_for(delivery, WAIT)
        await over(desk, child)
        await wait_until(lambda: work.tasks[0].done(), "the task that was left to end", WAIT)
        assert one.slots.used == 0
        assert await desk.bus.redis.zscore(limit_key("alone"), job) is None


@pytest.mark.parametrize("ending", ["completed", "failed"])
async def test_questions_left_open_end_with_the_function(redis_url: str, desk: Desk, ending: str) -> None:
    """However many there are, none is asked any more, nobody waits for them, and the job ends as its function does."""

    async def body(work: Work, ctx: JobContext) -> str:
        for number in range(2):
            await work.leave(ctx.ask("Anybody?", key=f"q{number}"))
        if ending == "failed":
            raise ValueError("it broke")
        return "done"

    work: Any = Work(body)
    async with runner(redis_url, desk, work) as one:
        job = await desk.launch("waits")
        delivery = asyncio.create_task(one.deliver(job, asyncio.Event()))
        snapshot = await desk.until(job, "completed", "failed", "cancelled", timeout=WAIT)
        assert (snapshot.state, snapshot.input) == (ending, None)
        await asyncio.wait_for(delivery, WAIT)
        await wait_until(lambda: all(task.done() for task in work.tasks), "the tasks that were left to end", WAIT)


async def test_a_thread_that_talks_on_does_not_spoil_the_end(redis_url: str, desk: Desk) -> None:
    """What it says after the last word is dropped; the job's end counts, and its places are free at once."""

    async def body(work: Work, ctx: JobContext) -> str:
        def talk() -> None:
            with suppress(Fenced):
                while True:
                    ctx.write("x")

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        await asyncio.sleep(0.1)
        return "done"

    work: Any = Work(body)
    async with runner(redis_url, desk, work) as one:
        for _ in range(5):
            job = await desk.launch("waits", limits=[Limit(name="alone", max=1)])
            assert await asyncio.wait_for(one.deliver(job, asyncio.Event()), WAIT) == ACKNOWLEDGE
            assert (await desk.read(job)).state == "completed"
            assert await desk.bus.redis.zscore(limit_key("alone"), job) is None


async def test_a_child_is_cancelled_before_it_is_launched(redis_url: str, desk: Desk) -> None:
    """The wish waits until there is a job to be cancelled."""

    async def body(work: Work, ctx: JobContext) -> str:
        child = await ctx.launch("waits")
        await child.cancel()
        with pytest.raises(ChildFailed):
            await child
        return "done"

    work: Any = Work(body)
    async with runner(redis_url, desk, work) as one:
        job = await desk.launch("waits")
        delivery = asyncio.create_task(one.deliver(job, asyncio.Event()))
        child = await child_of(desk, job)
        await desk.until(child, "cancelled", timeout=WAIT)
        assert (await desk.until(job, "completed", timeout=WAIT)).result == "done"
        await asyncio.wait_for(delivery, WAIT)


@pytest.mark.parametrize("said", ["\N{PILE OF POO}", "\x00", '"'])
async def test_an_error_of_any_length_ends_the_job(redis_url: str, desk: Desk, said: str) -> None:
    """However much room its text takes on the wire, the job fails with that error."""

    async def body(work: Work, ctx: JobContext) -> str:
        raise ValueError(said * 200_000)

    work: Any = Work(body)
    async with runner(redis_url, desk, work) as one:
        for retries in (0, 1):
            job = await desk.launch("waits", retries=retries, backoff=Backoff(first=0.01))

            async def failed(job: str = job) -> bool:
                await asyncio.wait_for(one.deliver(job, asyncio.Event()), WAIT)
                return (await desk.read(job)).state.terminal

            await wait_until(failed, "the end", WAIT)
            error = (await desk.until(job, "failed", timeout=WAIT)).error
            assert error is not None
            assert (error.type, error.message[:10]) == ("ValueError", said * 10)


async def test_who_gives_up_a_child_can_cancel_it(redis_url: str, desk: Desk) -> None:
    """The child has the only place that both run under: its parent need not have it to end the child."""

    async def body(work: Work, ctx: JobContext) -> str:
        if ctx.parent is not None:
            await work.gate.wait()
        child = await ctx.launch("waits")
        waiting = asyncio.ensure_future(child.result())
        await wait_until(work.reached.is_set, "the child to run", WAIT)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(waiting, 0.1)
        await child.cancel()
        return "done"

    work: Any = Work(body)
    limits = [Limit(name="alone", max=1)]
    async with runner(redis_url, desk, work, concurrency=1) as one:
        job = await desk.launch("waits", limits=limits)
        delivery = asyncio.create_task(one.deliver(job, asyncio.Event()))
        child = await child_of(desk, job, limits=limits)

        async def running() -> bool:
            if child not in one.attempts:
                await asyncio.wait({asyncio.create_task(one.deliver(child, asyncio.Event()))}, timeout=0.1)
            return child in one.attempts

        await wait_until(running, "the child to have the place", WAIT)
        work.reached.set()
        await desk.until(child, "cancelled", timeout=WAIT)
        assert (await desk.until(job, "completed", timeout=WAIT)).result == "done"
        await asyncio.wait_for(delivery, WAIT)
