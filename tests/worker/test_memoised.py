"""Memoised steps and checkpoints: what finished is not done again, and its text is there once."""

import asyncio
import functools
import threading
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import MemoMismatch, ProtocolError, TooLarge
from jobwidgets.protocol.events import Event
from jobwidgets.protocol.memos import CheckpointMemo, StepMemo
from jobwidgets.testing import FakeHost, wait_until
from jobwidgets.worker.context import JobContext
from jobwidgets.worker.sync_context import SyncJobContext


class Point(msgspec.Struct):
    """A result that JSON gives back as something else."""

    x: int
    y: tuple[int, int]


def shown(host: FakeHost) -> list[tuple[str, str, Any]]:
    """The steps that no later attempt superseded."""
    snapshot = host.snapshot
    return [
        (s.name, s.status, s.detail) for s in snapshot.step_list() if not snapshot.superseded(s.attempt, s.checkpoint)
    ]


REPLAYED = {"replayed": True}


async def test_a_finished_step_is_not_run_again() -> None:
    """A new attempt gets the stored result; text and step are shown once, as replayed."""
    runs: list[int] = []

    async def fetch(ctx: JobContext, page: int) -> dict[str, int]:
        runs.append(page)
        ctx.write(f"page {page}. ")
        ctx.log("fetched")
        return {"page": page}

    async def work(host: FakeHost) -> list[Any]:
        ctx = JobContext(host)
        return [await ctx.step("fetch", functools.partial(fetch, ctx), page) for page in (1, 2)]

    first = FakeHost()
    assert await work(first) == [{"page": 1}, {"page": 2}]
    second = first.next_attempt()
    assert await work(second) == [{"page": 1}, {"page": 2}]
    assert runs == [1, 2]
    assert second.snapshot.channel_text() == "page 1. page 2. "
    assert second.snapshot.channel_text("log") == "", "what an attempt logged is its own"
    assert shown(second) == [("fetch", "completed", REPLAYED)] * 2


async def test_a_crash_between_steps_runs_only_what_is_unfinished() -> None:
    """However often an attempt is lost, each finished step has run once and each text is shown once."""
    runs: list[str] = []

    class Crash(Exception): ...

    async def work(host: FakeHost, crash_in: str | None) -> list[str]:
        ctx = JobContext(host)

        async def part(name: str) -> str:
            ctx.write(f"<{name}>")
            runs.append(name)
            if name == crash_in:
                raise Crash
            return name.upper()

        async def both() -> list[str]:
            return [await ctx.step("part", part, "b"), await ctx.step("part", part, "c")]

        return [
            await ctx.step("part", part, "a"),
            *(await ctx.step("both", both)),
            # The same name as inside "both", which is not entered again once it is finished.
            await ctx.step("part", part, "d"),
        ]

    host = FakeHost()
    for crash_in in ("a", "c", "d", "d"):
        with pytest.raises(Crash):
            await work(host, crash_in)
        host = host.next_attempt()
    assert await work(host, None) == ["A", "B", "C", "D"]
    assert runs == ["a", "a", "b", "c", "c", "d", "d", "d"]
    assert host.snapshot.channel_text() == "<a><b><c><d>"
    assert [(name, status) for name, status, _ in shown(host)] == [
        ("part", "completed"),
        ("both", "completed"),
        ("part", "completed"),
    ]


async def test_what_is_before_a_checkpoint_is_not_said_again() -> None:
    """Only what a new attempt supersedes is replayed to the reader."""

    async def work(host: FakeHost) -> int:
        ctx = JobContext(host)

        async def say(what: str) -> None:
            ctx.write(what)

        await ctx.step("one", say, "one ")
        if ctx.resumed_from is None:
            await ctx.checkpoint("after one")
        await ctx.step("two", say, "two ")
        return len(host.events)

    first = FakeHost()
    await work(first)
    second = first.next_attempt()
    await work(second)
    assert second.snapshot.channel_text() == "one two "
    assert [e.delta for e in second.events if isinstance(e, ev.Text)] == ["two "]
    assert shown(second) == [("one", "completed", None), ("two", "completed", REPLAYED)]


async def test_a_checkpoint_inside_a_step_splits_its_text() -> None:
    """What was said before it stands, what was said after it is replayed: together once."""
    host = FakeHost()
    ctx = JobContext(host)

    async def outer() -> int:
        ctx.write("before ")
        await ctx.checkpoint(1)
        ctx.write("after ")
        return 1

    await ctx.step("outer", outer)
    for _ in range(3):
        host = host.next_attempt()
        assert await JobContext(host).step("outer", outer) == 1
        assert host.snapshot.channel_text() == "before after "
        assert [name for name, _, _ in shown(host)] == ["outer"]


async def test_replayed_text_survives_a_checkpoint_made_before_it() -> None:
    """A step that is replayed after a new checkpoint belongs to that one from then on."""

    async def work(host: FakeHost, early: bool) -> None:
        ctx = JobContext(host)

        async def say() -> None:
            ctx.write("said ")

        if early:
            await ctx.checkpoint("early")
        await ctx.step("say", say)

    host = FakeHost()
    await work(host, False)
    for early in (True, False, False, True, False):
        host = host.next_attempt()
        await work(host, early)
        assert host.snapshot.channel_text() == "said "
        assert [name for name, _, _ in shown(host)] == ["say"]


async def test_a_step_called_with_something_else_is_a_mismatch() -> None:
    """The code has changed between the attempts: said clearly, instead of a wrong result."""

    async def double(n: int) -> int:
        return 2 * n

    first = FakeHost()
    await JobContext(first).step("double", double, 1)
    second = first.next_attempt()
    with pytest.raises(MemoMismatch, match=r"'double' \(double#1\) was called with something else.*key="):
        await JobContext(second).step("double", double, 3)
    with pytest.raises(MemoMismatch):
        await JobContext(second).step("double", double, n=1)


async def test_arguments_that_are_no_json_count_only() -> None:
    """An object's address differs between attempts and must not make a mismatch."""

    def take(*args: object, **kwargs: object) -> int:
        return len(args) + len(kwargs)

    first = FakeHost()
    assert await JobContext(first).step("take", take, object(), a=object()) == 2
    second = first.next_attempt()
    assert await JobContext(second).step("take", take, object(), a={"set"}) == 2
    with pytest.raises(MemoMismatch):
        await JobContext(second.next_attempt()).step("take", take, object(), b=object())


@pytest.mark.parametrize(
    ("value", "given"),
    [(Point(1, (2, 3)), {"x": 1, "y": [2, 3]}), ((1, 2), [1, 2]), (None, None), ({1: float("nan")}, {"1": None})],
    ids=repr,
)
async def test_the_result_is_the_same_both_times(value: Any, given: Any) -> None:
    """It comes back as JSON gives it, also from the attempt that ran the step."""
    host = FakeHost()
    assert await JobContext(host).step("s", lambda: value) == given
    assert await JobContext(host.next_attempt()).step("s", lambda: pytest.fail("run again")) == given


async def test_concurrent_steps_have_keys() -> None:
    """Under gather each finds its own memo by its key, whatever the order in which they end."""

    async def work(host: FakeHost, order: Sequence[int]) -> tuple[list[int], list[int]]:
        ctx = JobContext(host)
        runs: list[int] = []
        turn = {n: asyncio.Event() for n in order}

        async def part(n: int) -> int:
            await turn[n].wait()
            runs.append(n)
            ctx.write(f"{n} ")
            following = order[order.index(n) + 1 :]
            if following:
                turn[following[0]].set()
            return n * n

        turn[order[0]].set()
        done = await asyncio.gather(*(ctx.step("part", part, n, key=f"part-{n}") for n in sorted(order)))
        return list(done), runs

    first = FakeHost()
    assert await work(first, [3, 1, 2]) == ([1, 4, 9], [3, 1, 2])
    del first.memos["step:part-2"]
    second = first.next_attempt()
    assert await work(second, [2, 1, 3]) == ([1, 4, 9], [2])
    assert sorted(second.snapshot.channel_text().split()) == ["1", "2", "3"]


async def test_steps_of_one_gather_are_numbered_as_they_are_written() -> None:
    """Without keys the order of the calls counts, not that in which tasks come to run."""
    host = FakeHost()
    ctx = JobContext(host)

    async def echo(n: int) -> int:
        return n

    later = [ctx.step("echo", echo, n) for n in range(3)]
    assert await asyncio.gather(*reversed(later)) == [2, 1, 0]
    assert [msgspec.json.decode(host.memos[f"step:echo#{n + 1}"])["result"] for n in range(3)] == [0, 1, 2]


async def test_one_key_names_one_step() -> None:
    """Used again it gives the same result, said once; while it runs it cannot be used for another."""
    host = FakeHost()
    ctx = JobContext(host)
    go = asyncio.Event()

    async def slow() -> int:
        await go.wait()
        ctx.write("once")
        return 1

    running = asyncio.create_task(ctx.step("s", slow, key="k"))
    await asyncio.sleep(0)
    with pytest.raises(ValueError, match="'k' is still running"):
        await ctx.step("s", slow, key="k")
    go.set()
    assert await running == await ctx.step("other name", slow, key="k") == 1
    assert host.snapshot.channel_text() == "once"
    for bad in ("", 5, "x" * 500):
        with pytest.raises(ValueError, match="key must be text"):
            ctx.step("s", slow, key=bad)  # type: ignore[arg-type]


async def test_a_cancelled_step_leaves_no_memo() -> None:
    """It is shown as cancelled, nothing is committed, and the next attempt runs it."""
    host = FakeHost()
    ctx = JobContext(host)
    began = asyncio.Event()

    async def hang() -> None:
        ctx.write("half")
        began.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(ctx.step("hang", hang))
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert host.memos == {}
    assert shown(host) == [("hang", "cancelled", None)]

    async def quick() -> str:
        return "done"

    second = host.next_attempt()
    assert await JobContext(second).step("hang", quick) == "done"


async def test_a_cancellation_during_the_commit_is_no_second_end() -> None:
    """The step says how it ended once, even if its attempt is stopped while that is on its way."""

    class Slow(FakeHost):
        async def commit(self, events: Sequence[Event], memos: Any) -> None:
            await super().commit(events, memos)
            await asyncio.Event().wait()

    host = Slow()
    task = asyncio.create_task(JobContext(host).step("s", lambda: 1))
    await wait_until(lambda: host.memos, "the commit")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [e.status for e in host.events if isinstance(e, ev.Step)] == ["running", "completed"]


async def test_a_failed_step_leaves_no_memo() -> None:
    """The exception goes on, the step failed, and it may be tried again."""
    host = FakeHost()
    ctx = JobContext(host)

    def broken() -> None:
        raise KeyError("lost")

    with pytest.raises(KeyError, match="lost"):
        await ctx.step("s", broken)
    assert await ctx.step("s", lambda: 2) == 2
    assert list(host.memos) == ["step:s#2"]
    assert [status for _, status, _ in shown(host)] == ["failed", "completed"]


async def test_results_that_cannot_be_kept_are_refused_with_a_sentence() -> None:
    """Too large or no JSON: said where the step is, which then failed."""
    host = FakeHost()
    ctx = JobContext(host)
    with pytest.raises(TooLarge) as caught:
        await ctx.step("fetch", lambda: "x" * 300_000)
    assert str(caught.value) == (
        "The result of step 'fetch' is 300,002 bytes; the limit is 261,120. Send less, or a reference to it."
    )
    with pytest.raises(ProtocolError, match="The result of step 'fetch' is a value that is not JSON"):
        await ctx.step("fetch", object)
    with pytest.raises(TooLarge, match="The state of a checkpoint is 500,002 bytes"):
        await ctx.checkpoint("x" * 500_000)
    assert host.memos == {}
    assert [status for _, status, _ in shown(host)] == ["failed", "failed"]
    assert await ctx.checkpoint({"small": True}) == 1


async def test_the_text_of_a_step_is_kept_within_bounds() -> None:
    """A very long text is replayed in pieces, and cut with a word about it beyond 128 K characters."""
    host = FakeHost()
    ctx = JobContext(host)

    def flood() -> None:
        for _ in range(20):
            ctx.write("é" * 10_000)
        ctx.write("end", channel="other")

    await ctx.step("flood", flood)
    second = host.next_attempt()
    await JobContext(second).step("flood", flood)
    text = second.snapshot.channel_text()
    assert text.startswith("é" * 131_072)
    assert "[… 68,931 characters were not kept …]" in text
    assert all(len(e.delta) <= 32 * 1024 for e in second.events if isinstance(e, ev.Text))


async def test_text_that_is_no_utf8_does_not_harm_the_memo() -> None:
    """A lone surrogate is kept as it is shown."""

    class Lenient(FakeHost):
        def emit(self, event: Event) -> None:
            if not isinstance(event, ev.Text):
                super().emit(event)

    ctx = JobContext(host := Lenient())
    await ctx.step("s", ctx.write, "a\ud800b")
    assert msgspec.json.decode(host.memos["step:s#1"], type=StepMemo).said == [("answer", "a?b")]


async def test_plain_functions_run_in_a_thread_of_their_own() -> None:
    """The event loop goes on; steps, text and names within belong to the step all the same; any number at a time."""
    host = FakeHost()
    ctx = JobContext(host)
    arrived = threading.Barrier(40)  # more than a loop's own pool has threads

    def meet(n: int) -> bool:
        with ctx.step("inner"):
            ctx.write("x")
        arrived.wait(30)
        return threading.current_thread() is not threading.main_thread()

    assert all(await asyncio.gather(*(ctx.step("meet", meet, n, key=f"meet-{n}") for n in range(40))))
    nodes = host.snapshot.steps
    assert {nodes[s.parent].name for s in nodes.values() if s.parent} == {"meet"}
    assert msgspec.json.decode(host.memos["step:meet-0"], type=StepMemo).said == [("answer", "x")]


@pytest.mark.parametrize("error", [StopIteration("x"), SystemExit(3)], ids=repr)
async def test_what_a_thread_raises_arrives(error: BaseException) -> None:
    """Nothing waits for ever for a function that ended in an odd way."""

    def fails() -> None:
        raise error

    with pytest.raises((RuntimeError, SystemExit)):
        await JobContext(FakeHost()).step("s", fails)


async def test_coroutines_of_any_kind_are_awaited() -> None:
    """Partials, callable objects and lambdas that return coroutines."""

    async def add(a: int, b: int) -> int:
        return a + b

    class Adder:
        async def __call__(self, a: int, b: int) -> int:
            return a + b

    ctx = JobContext(FakeHost())
    for fn in (add, functools.partial(add), Adder(), lambda a, b: add(a, b)):
        assert await ctx.step("add", fn, 1, b=2) == 3


async def test_checkpoints_are_numbered_and_found_again() -> None:
    """A new attempt resumes from the last one; what was written after it is superseded."""
    host = FakeHost()
    ctx = JobContext(host)
    assert ctx.resumed_from is None
    assert [await ctx.checkpoint({"at": n}) for n in (1, 2)] == [1, 2]
    ctx.write("lost")
    second = host.next_attempt()
    ctx = JobContext(second)
    assert isinstance(ctx.resumed_from, CheckpointMemo)
    assert (ctx.resumed_from.number, ctx.resumed_from.state, ctx.resumed_from.attempt) == (2, {"at": 2}, 1)
    assert await ctx.checkpoint({"at": 3}) == 3
    assert ctx.resumed_from.number == 2, "as it was at the start"
    assert second.snapshot.channel_text() == ""


async def test_a_memo_that_cannot_be_read_says_so() -> None:
    """A typed error with the memo's name, not a decoder's."""
    host = FakeHost()
    host.memos["step:s#1"] = b"{]"
    with pytest.raises(ProtocolError, match="memo 'step:s#1' cannot be read"):
        await JobContext(host).step("s", int)


async def test_two_jobs_in_one_task_keep_their_scopes_apart() -> None:
    """A step of another job, run within a step, neither nests in it nor writes into its memo."""
    mine, other = FakeHost(job="mine"), FakeHost(job="other")

    async def inner() -> None:
        ctx = JobContext(other)
        ctx.write("theirs")
        await ctx.step("s", int)

    await JobContext(mine).step("s", inner)
    assert list(other.memos) == ["step:s#1"]
    assert msgspec.json.decode(mine.memos["step:s#1"], type=StepMemo).said == []


def test_a_plain_job_has_the_same_without_await() -> None:
    """Steps, checkpoints and replay in `SyncJobContext`, nested and in order."""
    runs: list[str] = []

    def work(host: FakeHost) -> int:
        ctx = SyncJobContext(host)

        def inner(name: str) -> str:
            runs.append(name)
            ctx.write(name)
            return name

        def outer() -> str:
            return ctx.step("inner", inner, "a") + ctx.step("inner", inner, "b")

        assert ctx.step("outer", outer) == "ab"
        return ctx.checkpoint(ctx.step("inner", inner, "c"))

    first = FakeHost()
    assert work(first) == 1
    del first.memos["checkpoint"]
    second = first.next_attempt()
    assert work(second) == 2
    assert runs == ["a", "b", "c"]
    assert second.snapshot.channel_text() == "abc"


def test_a_plain_job_s_steps_are_plain() -> None:
    """A coroutine function has no loop there: said clearly."""

    async def nothing() -> None: ...

    ctx = SyncJobContext(FakeHost())
    with pytest.raises(TypeError, match="make the job `async def`"):
        ctx.step("s", nothing)


async def test_a_step_shows_what_it_was_called_with_and_what_it_returned() -> None:
    """By the names of its function's parameters, also where it is replayed; the job's context is left out."""

    async def fetch(ctx: JobContext, url: str, *more: int, depth: int = 1, **options: Any) -> dict[str, Any]:
        return {"pages": depth}

    async def work(host: FakeHost) -> None:
        ctx = JobContext(host)
        await ctx.step("fetch", fetch, ctx, "http://x", 7, 8, depth=2, fast=True)
        await ctx.step("bare", functools.partial(fetch, ctx, "y"))
        await ctx.step("len", len, [1, 2])

    host = FakeHost()
    await work(host)
    second = host.next_attempt()
    await work(second)
    for job in (host, second):
        seen = [s for s in job.snapshot.step_list() if not job.snapshot.superseded(s.attempt, s.checkpoint)]
        assert [(s.arguments, s.result) for s in seen] == [
            ({"url": "http://x", "more": [7, 8], "depth": 2, "fast": True}, {"pages": 2}),
            (None, {"pages": 1}),
            ({"obj": [1, 2]}, 2),
        ]


async def test_what_a_step_shows_by_itself_is_cut() -> None:
    """No value, however large or odd, makes a step fail or fills the snapshot; short arguments are still whole."""

    def take(**values: Any) -> str:
        return '"' * 5_000

    class Secretive:
        def __repr__(self) -> str:
            raise AssertionError("nobody asked")

    host = FakeHost()
    ctx = JobContext(host)
    given = {"text": "é\ud800" * 50_000, "rows": list(range(5_000)), "style": "short", "file": b"x" * 10_000}
    await ctx.step("take", take, **given, odd=Secretive(), keys={(1, 2): 3})
    (step,) = host.snapshot.step_list()
    assert step.arguments["style"] == "short"
    assert (step.arguments["file"], step.arguments["odd"]) == ("<10,000 bytes>", "<Secretive>")
    assert step.arguments["keys"] == {"<tuple>": 3}
    assert step.arguments["text"].startswith("é?é?")
    assert step.arguments["rows"].startswith("[0,1,2,")
    for value in (step.arguments, step.result):
        assert len(msgspec.json.encode(value).decode()) <= 2_000
