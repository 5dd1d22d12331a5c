"""`ctx.ask` and budgets: asked once, one at a time, answered for ever; a job over its budget pauses and asks."""

import asyncio
import warnings
from typing import Any

import pytest

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import AskTimeout, BudgetExhausted, ProtocolError
from jobwidgets.protocol.memos import AskMemo
from jobwidgets.protocol.records import Budget
from jobwidgets.protocol.state import Usage
from jobwidgets.testing import FakeHost, wait_until
from jobwidgets.worker.context import JobContext
from jobwidgets.worker.sync_context import SyncJobContext

YES_NO = {"enum": ["yes", "no"]}


class Asking(FakeHost):
    """Its questions wait until the test answers them."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.open: dict[str, asyncio.Event] = {}

    async def ask(self, key: str, prompt: str, schema: Any, timeout: float | None) -> AskMemo:
        self.open[key] = asyncio.Event()
        try:
            await self.open[key].wait()
        finally:
            del self.open[key]
        return await super().ask(key, prompt, schema, timeout)


async def test_an_answer_is_the_same_in_every_attempt() -> None:
    """The question is asked once; another one, or the same a second time, is another question."""

    async def work(host: FakeHost) -> list[Any]:
        ctx = JobContext(host)
        return [await ctx.ask("Go?", YES_NO), await ctx.ask("How far?"), await ctx.ask("Go?", YES_NO)]

    first = FakeHost(answers={"Go?": "yes", "How far?": 3})
    assert await work(first) == ["yes", 3, "yes"]
    assert [(q.prompt, q.schema) for q in first.asked] == [("Go?", YES_NO), ("How far?", None), ("Go?", YES_NO)]
    assert len({q.key for q in first.asked}) == 3
    second = first.next_attempt()
    second.answers.clear()
    assert await work(second) == ["yes", 3, "yes"]
    assert len(second.asked) == 3


async def test_a_question_in_a_replayed_step_does_not_shift_those_after_it() -> None:
    """The step is not entered again, and the questions behind it are still answered."""

    async def work(host: FakeHost) -> list[Any]:
        ctx = JobContext(host)

        async def inner() -> Any:
            return await ctx.ask("Go?")

        return [await ctx.step("inner", inner), await ctx.ask("Go?")]

    first = FakeHost(answers={"Go?": 1})
    assert await work(first) == [1, 1]
    assert len({q.key for q in first.asked}) == 2
    second = first.next_attempt()
    second.answers.clear()
    assert await work(second) == [1, 1]


async def test_a_key_names_a_question() -> None:
    """Asked again in other words, or in another order, it has its answer."""
    first = FakeHost(answers={"proceed": True})
    assert await JobContext(first).ask("Proceed with 3 files?", key="proceed") is True
    second = first.next_attempt()
    assert await JobContext(second).ask("Proceed with 4 files?", key="proceed") is True
    assert len(second.asked) == 1


async def test_nobody_answers_in_time() -> None:
    """The default, None too, is the answer; without one an error says so; in later attempts as well."""
    host = FakeHost()
    for _ in range(2):
        ctx = JobContext(host)
        assert await ctx.ask("Go?", timeout=1, default="later") == "later"
        assert await ctx.ask("Go?", timeout=1, default=None) is None
        with pytest.raises(AskTimeout, match=r"Nobody answered 'Go\?' in time"):
            await ctx.ask("Go?", timeout=1)
        host = host.next_attempt()
    assert len(host.asked) == 3


async def test_questions_wait_for_their_turn() -> None:
    """A job asks one thing at a time; two tasks with the same question share its answer."""
    host = Asking(answers={"a": 1, "b": 2})
    ctx = JobContext(host)
    both = asyncio.gather(ctx.ask("A?", key="a"), ctx.ask("B?", key="b"), ctx.ask("A?", key="a"))
    await wait_until(lambda: list(host.open) == ["a"], "the first question")
    host.open["a"].set()
    await wait_until(lambda: list(host.open) == ["b"], "the second question")
    host.open["b"].set()
    assert await both == [1, 2, 1]
    assert [q.key for q in host.asked] == ["a", "b"]


async def test_a_cancelled_question_lets_the_next_one_through() -> None:
    """Giving up an answer does not block the others."""
    host = Asking(answers={"b": 2})
    ctx = JobContext(host)
    first = asyncio.create_task(ctx.ask("A?", key="a"))
    await wait_until(lambda: "a" in host.open, "the first question")
    second = asyncio.create_task(ctx.ask("B?", key="b"))
    first.cancel()
    await wait_until(lambda: "b" in host.open, "the second question")
    host.open["b"].set()
    assert await second == 2


@pytest.mark.parametrize(
    ("prompt", "schema", "error", "said"),
    [
        ("", None, ValueError, "question as text"),
        (5, None, ValueError, "question as text"),
        ("Go?", bool, TypeError, "must be a JSON schema"),
        ("Go?", {"type": "boool"}, ProtocolError, "is no JSON schema"),
        ("Go?", {"enum": [object()]}, ProtocolError, "is no JSON"),
    ],
    ids=["empty", "number", "class", "unknown type", "not JSON"],
)
async def test_what_cannot_be_asked_is_refused_where_it_is_asked(
    prompt: Any, schema: Any, error: type[Exception], said: str
) -> None:
    """Before anybody sees it."""
    host = FakeHost()
    with pytest.raises(error, match=said):
        await JobContext(host).ask(prompt, schema)
    assert host.asked == []


def test_a_plain_job_asks_too() -> None:
    """The call returns the answer."""
    host = FakeHost(answers={"Go?": False})
    ctx = SyncJobContext(host)
    assert ctx.ask("Go?") is False
    assert ctx.ask("Sure?", timeout=2, default="no") == "no"
    assert SyncJobContext(host.next_attempt()).ask("Go?") is False


async def test_a_plain_job_needs_a_host_that_blocks() -> None:
    """On one that gives way to an event loop it says so instead of waiting for ever."""
    with pytest.raises(RuntimeError, match="calls block"):
        SyncJobContext(Asking()).ask("Go?")


async def test_a_job_over_its_budget_asks_at_its_next_call() -> None:
    """ "continue" grants the same amount again; the answers hold in later attempts."""
    host = FakeHost(budget=Budget(max_tokens=100), answers={"budget#1": "continue", "budget#2": "continue"})
    ctx = JobContext(host)
    await ctx.usage(input_tokens=60, output_tokens=39)
    assert host.asked == []
    await ctx.usage(output_tokens=1)
    assert [(q.key, q.prompt) for q in host.asked] == [
        ("budget#1", "The job has used up its budget: 100 of 100 tokens. Continue?")
    ]
    assert host.asked[0].schema == {"enum": ["continue", "stop"]}
    await ctx.usage(output_tokens=99)
    await ctx.flush()
    assert len(host.asked) == 1
    second = host.next_attempt()
    await JobContext(second).flush()
    assert len(second.asked) == 1
    await JobContext(second).usage(output_tokens=1)
    assert [q.key for q in second.asked] == ["budget#1", "budget#2"]


@pytest.mark.parametrize("kind", [JobContext, SyncJobContext])
async def test_the_limits_in_force_are_told(kind: type[JobContext] | type[SyncJobContext]) -> None:
    """With the first attempt, and n times the amount once it is granted again; nothing where nothing changed."""
    host = FakeHost(budget=Budget(max_tokens=100, max_cost=0.5), answers={"budget#3": "continue", "budget#4": "stop"})
    ctx = kind(host)
    assert host.snapshot.usage == Usage(max_tokens=100, max_cost=0.5)
    done = ctx.usage(input_tokens=310)
    if done is not None:
        await done
    assert host.snapshot.usage == Usage(310, 0, 0.0, max_tokens=400, max_cost=2.0)
    second = host.next_attempt()
    ctx = kind(second)
    assert [e for e in second.events if isinstance(e, ev.UsageEvent)] == []
    with pytest.raises(BudgetExhausted):
        done = ctx.usage(output_tokens=100)
        if done is not None:
            await done
    assert second.snapshot.usage == Usage(310, 100, 0.0, max_tokens=400, max_cost=2.0)


async def test_a_budget_of_one_kind_limits_nothing_else() -> None:
    """A job without a budget says nothing; one with a limit on its cost has none on its tokens."""
    assert JobContext(host := FakeHost()).attempt == 1
    assert host.events == []
    JobContext(host := FakeHost(budget=Budget(max_cost=0.5)))
    assert host.snapshot.usage == Usage(max_cost=0.5)


async def test_a_jump_over_several_budgets_is_one_question() -> None:
    """Nobody is asked four times in a row."""
    host = FakeHost(budget=Budget(max_tokens=100, max_cost=0.1), answers={"budget#5": "continue"})
    ctx = JobContext(host)
    await ctx.usage(output_tokens=20, cost=0.55)
    await ctx.flush()
    assert [q.key for q in host.asked] == ["budget#5"]
    assert host.asked[0].prompt == "The job has used up its budget: 20 of 500 tokens and $0.55 of $0.50. Continue?"


@pytest.mark.parametrize("call", ["usage", "step", "enter", "checkpoint", "flush", "ask", "launch"])
async def test_each_awaited_call_pauses(call: str) -> None:
    """Usage that was not awaited is asked about at the next call that is; "stop" ends the job there."""
    host = FakeHost(budget=Budget(max_cost=1), answers={"budget#1": "stop", "Go?": True})
    ctx = JobContext(host)
    ran: list[int] = []

    async def enter() -> None:
        async with ctx.step("s"):
            ran.append(1)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ctx.usage(cost=1.5)
    calls = {
        "usage": lambda: ctx.usage(),
        "step": lambda: ctx.step("s", ran.append, 1),
        "enter": enter,
        "checkpoint": lambda: ctx.checkpoint(1),
        "flush": ctx.flush,
        "ask": lambda: ctx.ask("Go?"),
        "launch": lambda: ctx.launch("child"),
    }
    with pytest.raises(BudgetExhausted, match=r"used up its budget: \$1.50 of \$1.00. The answer was not to go on"):
        await calls[call]()
    assert ran == []
    assert host.launched == []
    assert [q.key for q in host.asked] == ["budget#1"]
    with pytest.raises(BudgetExhausted):
        await JobContext(host.next_attempt()).flush()


async def test_a_checkpoint_is_kept_before_its_job_pauses() -> None:
    """Whatever the answer, what was reached is not lost."""
    host = FakeHost(budget=Budget(max_tokens=4), answers={"budget#1": "stop"})
    ctx = JobContext(host)
    ctx.usage(5)
    with pytest.raises(BudgetExhausted):
        await ctx.checkpoint("here")
    assert "checkpoint" in host.memos


async def test_a_replayed_step_costs_nothing_and_asks_nothing() -> None:
    """What is remembered is given back, however little budget is left."""
    host = FakeHost(budget=Budget(max_tokens=1))
    ctx = JobContext(host)
    assert await ctx.step("s", lambda: 1) == 1
    ctx.usage(5)
    assert await JobContext(host.next_attempt()).step("s", lambda: 2) == 1
    assert host.asked == []


def test_a_plain_job_pauses_where_it_says_what_it_spent() -> None:
    """`usage` itself asks there."""
    host = FakeHost(budget=Budget(max_tokens=10), answers={"budget#1": "continue", "budget#2": "stop"})
    ctx = SyncJobContext(host)
    ctx.usage(10)
    ctx.usage(9)
    with pytest.raises(BudgetExhausted):
        ctx.usage(1)
