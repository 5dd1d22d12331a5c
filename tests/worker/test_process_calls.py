"""A function in a process of its own asks for memos, answers and children; many at a time; stopped like any other."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import cloudpickle
import msgspec
import pytest

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import BufferFull, Fenced, JobFailed, TooLarge
from jobwidgets.protocol.events import Event
from jobwidgets.protocol.memos import AskMemo, OutcomeMemo
from jobwidgets.protocol.records import Budget
from jobwidgets.testing import FakeHost, wait_until
from jobwidgets.worker.context import JobContext
from jobwidgets.worker.frames import Start
from jobwidgets.worker.host import Host
from jobwidgets.worker.process import JobProcess

from .test_cancel import alive
from .test_process import by_value
from .test_questions_context import Asking


def process(source: str, host: Host, *, grace: float = 20.0) -> JobProcess:
    """Runs ``fn`` of ``source``, sent as a notebook's function is."""
    start = Start(host.job, host.attempt, host.user, "fn", msgspec.json.encode(dict(host.params)))
    return JobProcess(msgspec.structs.replace(start, code=cloudpickle.dumps(by_value(source))), host, grace=grace)


PLAIN = """
def fn(ctx):
    def say(what):
        ctx.write(what)
        return [what]
    resumed = ctx.resumed_from and ctx.resumed_from.state
    said = ctx.step("say", say, "hello ")
    number = ctx.checkpoint({"said": said})
    answer = ctx.ask("Go?", {"type": "boolean"})
    child = ctx.launch("search", q=1)
    result = child.result()
    child.cancel()
    ctx.usage(3)
    ctx.flush()
    return {"said": said, "number": number, "answer": answer, "child": child.id, "result": result,
            "resumed": resumed, "tags": ctx.tags, "parent": ctx.parent, "spent": ctx._host.usage().input_tokens}
"""
ASYNC = (
    PLAIN.replace("def fn", "async def fn")
    .replace("= ctx.step", "= await ctx.step")
    .replace("= ctx.checkpoint", "= await ctx.checkpoint")
    .replace("= ctx.ask", "= await ctx.ask")
    .replace("= ctx.launch", "= await ctx.launch")
    .replace("= child.result()", "= await child")
    .replace("    child.cancel()", "    await child.cancel()")
    .replace("ctx.usage(3)", "await ctx.usage(3)")
    .replace("    ctx.flush()", "    await ctx.flush()")
)


@pytest.mark.parametrize("source", [PLAIN, ASYNC], ids=["plain", "async"])
async def test_a_process_has_all_of_the_context(source: str) -> None:
    """Memos, answers and children travel; a new process starts from them."""
    first = FakeHost(tags=["t"], parent="p", answers={"Go?": True}, outcomes={"search": {"found": 1}})
    done = await process(source, first).run()
    assert done | {"child": None} == {
        "said": ["hello "],
        "number": 1,
        "answer": True,
        "child": None,
        "result": {"found": 1},
        "resumed": None,
        "tags": ["t"],
        "parent": "p",
        "spent": 3,
    }
    assert first.cancelled == [done["child"]] == [r.id for r in first.launched]
    second = first.next_attempt()
    second.answers.clear()
    second.outcomes.clear()
    again = await process(source, second).run()
    assert again == done | {"number": 2, "resumed": {"said": ["hello "]}, "spent": 6}
    assert second.snapshot.channel_text() == "hello "
    assert [e.status for e in second.events if isinstance(e, ev.Step)] == []


@pytest.mark.parametrize("source", [PLAIN, ASYNC], ids=["plain", "async"])
async def test_a_process_shows_what_goes_in_and_comes_out(source: str) -> None:
    """Arguments, results and errors of its steps and the limits of its budget travel like everything else."""
    calls = """
    with ctx.step("search", arguments={"q": [1]}) as call:
        call.result(("a", 2))
    try:
        with ctx.step("broken"):
            raise KeyError("lost")
    except KeyError:
        pass
"""
    first, rest = source.split("    said = ", 1)
    host = FakeHost(answers={"Go?": True}, outcomes={"search": 1}, budget=Budget(max_tokens=100))
    await process(first.rstrip() + calls + "    said = " + rest, host).run()
    search, broken, say = host.snapshot.step_list()
    assert (search.arguments, search.result, search.status) == ({"q": [1]}, ["a", 2], "completed")
    assert (broken.error, broken.status) == ("KeyError: 'lost'", "failed")
    assert (say.arguments, say.result) == ({"what": "hello "}, ["hello "])
    assert (host.snapshot.usage.input_tokens, host.snapshot.usage.max_tokens) == (3, 100)


@pytest.mark.parametrize("call", ["inner(ctx)", "asyncio.run(inner(ctx))"])
async def test_a_decorated_coroutine_gets_the_context_it_awaits(call: str) -> None:
    """Also where its decorator is a plain function, or runs it to its end."""
    source = f"""
import asyncio, functools
def decorated(inner):
    @functools.wraps(inner)
    def wrapper(ctx):
        return {call}
    return wrapper
@decorated
async def fn(ctx):
    await ctx.flush()
    return await ctx.checkpoint(1)
"""
    assert await process(source, FakeHost()).run() == 1


async def test_many_memos_reach_the_process() -> None:
    """A job with many steps behind it starts again, though its memos are larger than a frame from it may be."""
    host = FakeHost()
    for n in range(1, 41):
        host.memos[f"step:s#{n}"] = msgspec.json.encode({"digest": "", "result": "x" * 250_000})
    source = """
def fn(ctx):
    return len(ctx._host.memos)
"""
    assert await process(source, host).run() == 40


class Together(FakeHost):
    """Children end only when ``count`` of them are waited for at the same time, and ``ready`` says so."""

    def __init__(self, count: int, ready: Callable[["Together"], bool] = lambda _: True) -> None:
        super().__init__()
        self.waiting, self._count, self._ready = set[str](), count, ready

    async def outcome(self, child: str) -> OutcomeMemo:
        self.waiting.add(child)
        await wait_until(lambda: len(self.waiting) >= self._count and self._ready(self), "all to wait", 30)
        return OutcomeMemo(state="completed", result=child)


async def test_threads_wait_at_the_same_time() -> None:
    """A plain function may wait for many things at once, each in a thread of its own."""
    source = """
def fn(ctx):
    from concurrent.futures import ThreadPoolExecutor
    def one(n):
        child = ctx.launch("c", n=n, key=f"c{n}")
        return child.result() == child.id
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, range(8)))
"""
    assert await process(source, Together(8)).run() == [True] * 8


async def test_a_coroutine_that_waits_does_not_hold_up_the_others() -> None:
    """The event loop of the process goes on while requests are open, and any number may be."""
    source = """
async def fn(ctx):
    import asyncio
    children = [await ctx.launch("c", n=n) for n in range(8)]
    waiting = asyncio.gather(*children)
    for i in range(3):
        await asyncio.sleep(0)
        ctx.write(f"tick{i} ")
    return await waiting == [c.id for c in children]
"""
    host = Together(8, lambda host: host.snapshot.channel_text().endswith("tick2 "))
    assert await process(source, host).run() is True


async def test_errors_arrive_as_what_they_are() -> None:
    """The function can catch the typed error, with its attributes."""

    class Refusing(FakeHost):
        async def commit(self, events: Sequence[Event], memos: Mapping[str, bytes]) -> None:
            raise TooLarge("A batch", 9, 5)

    source = """
def fn(ctx):
    from jobwidgets.protocol.errors import TooLarge
    try:
        ctx.checkpoint(1)
    except TooLarge as why:
        return [str(why), why.size]
"""
    assert await process(source, Refusing()).run() == [str(TooLarge("A batch", 9, 5)), 9]


async def test_a_fault_of_the_worker_s_is_not_the_function_s() -> None:
    """It ends the process, and the attempt hears what it was."""

    class Broken(FakeHost):
        async def ask(self, key: str, prompt: str, schema: Any, timeout: float | None) -> AskMemo:
            raise ZeroDivisionError("ours")

    running = process("def fn(ctx): ctx.ask('Go?')", Broken())
    with pytest.raises(ZeroDivisionError, match="ours"):
        await running.run()
    assert running.pid is not None
    assert not alive(running.pid)


@pytest.mark.parametrize("call", ["ctx.checkpoint(1)", "ctx.flush()", "ctx.step('s', int)"])
async def test_an_attempt_that_lost_its_job_ends_its_process(call: str) -> None:
    """`Fenced` is the attempt's business: the function cannot catch it and go on."""

    class Lost(FakeHost):
        async def flush(self) -> None:
            raise Fenced("another has it")

        async def commit(self, events: Sequence[Event], memos: Mapping[str, bytes]) -> None:
            raise Fenced("another has it")

    source = f"""
def fn(ctx):
    import time
    try:
        {call}
    except BaseException:
        pass
    time.sleep(60)
"""
    running = process(source, Lost())
    with pytest.raises(Fenced, match="another has it"):
        await asyncio.wait_for(running.run(), 30)
    assert running.pid is not None
    assert not alive(running.pid)


async def test_a_function_cannot_commit_what_is_the_worker_s_to_say() -> None:
    """A state by the other way is refused as well."""
    source = """
def fn(ctx):
    from jobwidgets.protocol import events as ev
    state = ev.State(job=ctx.id, state=ev.JobState.COMPLETED)
    ctx._host.commit([state], {}).send(None)
"""
    host = FakeHost()
    with pytest.raises(Exception, match="may not send events of kind State"):
        await process(source, host).run()
    assert host.events == []


async def test_a_commit_waits_while_the_buffer_is_full() -> None:
    """A long outage of Redis makes the function wait; what it commits is there once."""

    class Full(FakeHost):
        tries = 0

        async def commit(self, events: Sequence[Event], memos: Mapping[str, bytes]) -> None:
            self.tries += 1
            if self.tries < 3:
                raise BufferFull
            await super().commit(events, memos)

    host = Full()
    assert await process("def fn(ctx): return ctx.checkpoint(1)", host).run() == 1
    assert [e.number for e in host.events if isinstance(e, ev.Checkpoint)] == [1]


WAITING = """
def fn(ctx):
    ctx.write("asking ")
    try:
        ctx.ask("Go?", key="go")
    finally:
        ctx.write("cleaned")
"""
IN_STEP = """
def fn(ctx):
    def part():
        ctx.write("asking ")
        try:
            ctx.ask("Go?", key="go")
        finally:
            ctx.write("cleaned")
    ctx.step("part", part)
"""
WAITING_ASYNC = WAITING.replace("def fn", "async def fn").replace("ctx.ask", "await ctx.ask")


@pytest.mark.parametrize("source", [WAITING, IN_STEP, WAITING_ASYNC], ids=["plain", "in a step", "async"])
async def test_a_process_that_waits_for_an_answer_can_be_stopped(source: str) -> None:
    """SIGTERM reaches it where it waits: its clean-up runs, nothing is committed, nobody waits on for the answer."""
    host = Asking()
    running = process(source, host)
    task = asyncio.create_task(running.run())
    await wait_until(lambda: "go" in host.open, "the question", 30)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert host.snapshot.channel_text() == "asking cleaned"
    assert host.memos == {}
    assert host.open == {}
    assert [e.status for e in host.events if isinstance(e, ev.Step)] in ([], ["running", "cancelled"])
    assert running.pid is not None
    assert not alive(running.pid)


@pytest.mark.parametrize("source", [WAITING, WAITING_ASYNC], ids=["plain", "async"])
async def test_a_stopped_process_may_keep_what_it_has(source: str) -> None:
    """Its clean-up may commit a checkpoint within the grace, as in a drain."""
    write = "await ctx.checkpoint('saved')" if source is WAITING_ASYNC else "ctx.checkpoint('saved')"
    host = Asking()
    task = asyncio.create_task(process(source.replace('ctx.write("cleaned")', write), host).run())
    await wait_until(lambda: "go" in host.open, "the question", 30)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    resumed = JobContext(host.next_attempt()).resumed_from
    assert resumed is not None
    assert resumed.state == "saved"


async def test_a_process_that_waits_for_an_answer_can_be_killed() -> None:
    """Without grace, too: the question is given up with it."""
    host = Asking()
    running = process(WAITING, host)
    task = asyncio.create_task(running.run())
    await wait_until(lambda: "go" in host.open, "the question", 30)
    running.kill()
    with pytest.raises(JobFailed, match="killed by SIGKILL"):
        await task
    assert host.open == {}


async def test_a_wait_that_is_given_up_ends_on_the_other_side_too() -> None:
    """A coroutine with a time-out of its own leaves no question open; the process goes on."""
    source = """
async def fn(ctx):
    import asyncio
    task = asyncio.create_task(ctx.ask("Go?", key="go"))
    await ctx.step("look", asyncio.sleep, 0)
    while not ctx._host.memos.get("ask:seen"):
        await ctx.ask("Seen?", key="seen") if task.done() else await asyncio.sleep(0)
        task.cancel()
    return task.cancelled()
"""

    class Host(Asking):
        seen = False

        async def ask(self, key: str, prompt: str, schema: Any, timeout: float | None) -> AskMemo:
            if key == "seen":
                await wait_until(lambda: "go" not in self.open, "the question to be given up", 30)
                return await FakeHost.ask(self, key, prompt, schema, timeout)
            return await super().ask(key, prompt, schema, timeout)

    assert await process(source, Host(answers={"seen": 1})).run() is True


async def test_a_budget_holds_in_a_process() -> None:
    """What was spent before counts, the answer too; "stop" is the error its owner reads."""
    source = """
def fn(ctx):
    for _ in range(3):
        ctx.usage(input_tokens=60)
"""
    host = FakeHost(budget=Budget(max_tokens=100), answers={"budget#1": "continue", "budget#2": "stop"})
    await process(source, host).run()
    assert [q.key for q in host.asked] == ["budget#1"]
    second = host.next_attempt()
    with pytest.raises(JobFailed) as caught:
        await process(source, second).run()
    assert caught.value.error.type == "BudgetExhausted"
    assert [q.key for q in second.asked] == ["budget#1", "budget#2"]
