"""An open question and a Redis that comes back as it was before, or goes away in the wrong moment."""

import asyncio
import signal
from typing import Any

import pytest

from jobwidgets.bus.commands import LOG_BYTES
from jobwidgets.bus.keys import JobKeys, shard_of
from jobwidgets.bus.recovery import Announcement, Reseed
from jobwidgets.protocol.errors import NotFound
from jobwidgets.protocol.records import JobSpec
from jobwidgets.testing import wait_until
from jobwidgets.worker.context import JobContext

from .conftest import Desk
from .test_leftovers import Work
from .test_runner import runner

WAIT = 30


async def asks(desk: Desk, job: str, key: str) -> None:
    """Wait until this question is open."""

    async def open_question() -> bool:
        now = await desk.snapshot(job)
        return now.state == "waiting_input" and now.input is not None and now.input.key == key

    await wait_until(open_question, f"question {key}", WAIT)


async def test_a_question_that_redis_forgot_is_answered_once_it_is_back(redis_url: str, desk: Desk) -> None:
    """Redis comes back as it was before the question; the job is put back with it, and goes on with the answer."""

    async def body(work: Work, ctx: JobContext) -> Any:
        work.reached.set()
        await work.gate.wait()
        return await ctx.ask("?", key="q")

    work: Any = Work(body)
    async with runner(redis_url, desk, work) as one:
        job = await desk.launch("waits")
        delivery = asyncio.create_task(one.deliver(job, asyncio.Event()))
        await wait_until(work.reached.is_set, "the run", WAIT)
        client, own = desk.bus.redis, JobKeys.of(job).own
        copy = {key: dump for key in own if (dump := await client.dump(key))}
        work.gate.set()
        await asks(desk, job, "q")
        await asyncio.wait_for(delivery, WAIT)
        await client.delete(*own)
        for key, dump in copy.items():
            await client.restore(key, 0, dump)

        async def announced() -> Announcement | None:
            return (await desk.bus.announcements(shard_of(job))).get(job)

        told = await wait_until(announced, "the announcement", WAIT)
        spec = await desk.bus.spec(job)
        assert spec is not None
        what = Reseed(
            spec=spec, snapshot=told.snapshot, epoch=2, generation=1, log_bytes=LOG_BYTES, memos=told.memos, owner=told
        )
        assert (await desk.bus.reseed(what))[0]
        await wait_until(lambda: not one.attempts[job]._publisher.recovering, "the job to be back", WAIT)
        await asks(desk, job, "q")
        await desk.answer(job, "q", "yes")

        async def done() -> bool:
            # On a busy machine the lease may end before the answer: the job is queued then, and only we deliver it.
            await one.deliver(job, asyncio.Event())
            return (await desk.read(job)).state.terminal

        await wait_until(done, "the end", WAIT)
        assert (await desk.snapshot(job)).result == "yes"


async def test_a_question_given_up_twice_is_in_nobodys_way(own_valkey: Any, own_desk: Desk) -> None:
    """The function is cancelled again while Redis is away and the question cannot be withdrawn yet: its next question
    is asked and answered all the same."""

    async def body(work: Work, ctx: JobContext) -> Any:
        first = asyncio.ensure_future(ctx.ask("First?", key="q0"))
        work.reached.set()
        await work.gate.wait()
        first.cancel()
        await asyncio.sleep(0.2)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        work.tasks.append(first)
        return await ctx.ask("Second?", key="q1")

    work: Any = Work(body)
    async with runner(own_valkey.url, own_desk, work) as one:
        job = await own_desk.launch("waits")
        delivery = asyncio.create_task(one.deliver(job, asyncio.Event()))
        await asks(own_desk, job, "q0")
        await asyncio.wait_for(delivery, WAIT)
        own_valkey.signal(signal.SIGSTOP)
        work.gate.set()
        await wait_until(lambda: work.tasks, "the function to give up", WAIT)
        own_valkey.signal(signal.SIGCONT)
        await asks(own_desk, job, "q1")
        await own_desk.answer(job, "q1", 2)
        assert (await own_desk.until(job, "completed", timeout=WAIT)).result == 2


async def test_only_the_users_own_jobs_are_children(redis_url: str, desk: Desk) -> None:
    """A function that asks for the end of somebody else's job, or for its cancellation, is told that there is none."""

    async def body(work: Work, ctx: JobContext) -> Any:
        told = []
        for call in (ctx._host.outcome, ctx._host.cancel):
            try:
                await call("theirs")
            except NotFound as why:
                told.append(why.code)
        return told

    spec = JobSpec(job="theirs", type="waits", user="bob")
    assert await desk.bus.seed(spec, created=1.0)
    work: Any = Work(body)
    async with runner(redis_url, desk, work) as one:
        job = await desk.launch("waits")
        await asyncio.wait_for(one.deliver(job, asyncio.Event()), WAIT)
        assert (await desk.snapshot(job)).result == ["not-found", "not-found"]
    theirs = await desk.bus.read("theirs")
    assert theirs is not None
    assert theirs.state == "queued"
