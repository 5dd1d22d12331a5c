"""`ctx.launch`: children are asked for once, found again by later attempts, and their ends remembered."""

import asyncio
from typing import Any

import pytest

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import ChildFailed, MemoMismatch, ProtocolError, TooLarge
from jobwidgets.protocol.events import JobError
from jobwidgets.protocol.memos import OutcomeMemo
from jobwidgets.protocol.records import LaunchRequest
from jobwidgets.testing import FakeHost
from jobwidgets.worker.context import JobContext
from jobwidgets.worker.registry import job
from jobwidgets.worker.sync_context import SyncJobContext


async def test_a_child_is_launched_once_and_found_again() -> None:
    """Its id stays, its result is remembered, and the job's snapshot shows it."""

    async def work(host: FakeHost) -> list[Any]:
        ctx = JobContext(host)
        child = await ctx.launch("search", {"q": 1}, depth=2, tags=["t"], timeout=5, retries=1, priority="low", delay=3)
        other = await ctx.launch("search", q=2)
        return [child.id, child.type, await child, await child.result(), await other.result()]

    first = FakeHost(outcomes={"search": {"found": 3}})
    done = await work(first)
    assert done[1:] == ["search", {"found": 3}, {"found": 3}, {"found": 3}]
    assert [(c.id, c.type) for c in first.snapshot.children.values()] == [(r.id, r.type) for r in first.launched]
    assert first.launched[0] == LaunchRequest(
        id=done[0],
        type="search",
        params={"q": 1, "depth": 2},
        tags=["t"],
        timeout=5,
        retries=1,
        priority="low",
        delay=3,
    )
    second = first.next_attempt()
    second.outcomes.clear()
    assert await work(second) == done
    assert second.events == []


async def test_children_under_gather_have_keys() -> None:
    """Whatever order they are launched in, each attempt finds its own."""

    async def work(host: FakeHost, order: list[int]) -> dict[int, str]:
        ctx = JobContext(host)
        children = await asyncio.gather(*(ctx.launch("part", n=n, key=f"part-{n}") for n in order))
        return {n: child.id for n, child in zip(order, children, strict=True)}

    first = FakeHost()
    assert await work(first, [1, 2]) == await work(first.next_attempt(), [2, 1])


async def test_a_child_that_did_not_complete_raises() -> None:
    """With its id, how it ended, and its error; again in every attempt."""
    error = JobError("ValueError", "it broke")
    host = FakeHost(outcomes={"bad": OutcomeMemo(state="failed", error=error, reason=None)})
    for _ in range(2):
        child = await JobContext(host).launch("bad")
        with pytest.raises(ChildFailed, match=f"Child job {child.id} is failed: ValueError: it broke") as caught:
            await child
        assert (caught.value.job, caught.value.state, caught.value.error) == (child.id, "failed", error)
        host = host.next_attempt()
        host.outcomes.clear()


async def test_a_cancelled_child_raises() -> None:
    """After `cancel`, too."""
    child = await JobContext(host := FakeHost()).launch("search")
    await child.cancel()
    assert host.cancelled == [child.id]
    with pytest.raises(ChildFailed, match="is cancelled"):
        await child.result()


async def test_another_child_with_the_same_key_is_a_mismatch() -> None:
    """Other parameters, options or type: the code has changed between the attempts."""
    host = FakeHost()
    await JobContext(host).launch("a", n=1, key="k")
    for wrong in ({"n": 2}, {"n": 1, "retries": 2}):
        with pytest.raises(MemoMismatch, match="Child 'a'"):
            await JobContext(host).launch("a", key="k", **wrong)
    with pytest.raises(MemoMismatch):
        await JobContext(host).launch("b", n=1, key="k")


async def test_a_marked_function_names_its_type() -> None:
    """What `@job` has marked may be given instead of the name."""

    @job("named")
    def fn(ctx: SyncJobContext) -> None: ...

    child = await JobContext(FakeHost()).launch(fn)
    assert child.type == "named"


async def test_what_cannot_be_launched_is_refused_where_it_is_asked() -> None:
    """Parameters that are no JSON or too large, a priority or tags that are none."""
    host = FakeHost()
    ctx = JobContext(host)
    with pytest.raises(ProtocolError, match="parameters of child 'a' is a value that is not JSON"):
        await ctx.launch("a", n=object())
    with pytest.raises(TooLarge, match="The parameters of child 'a' is"):
        await ctx.launch("a", n="x" * 100_000)
    with pytest.raises(ValueError, match="priority is one of"):
        await ctx.launch("a", priority="urgent")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="tags must be a list"):
        await ctx.launch("a", tags="abc")
    assert [e for e in host.events if isinstance(e, ev.Child)] == []


def test_a_plain_job_launches_too() -> None:
    """Children of `SyncJobContext` have plain calls."""
    host = FakeHost(outcomes={"search": 3})
    child = SyncJobContext(host).launch("search", q=1)
    assert child.result() == 3
    child.cancel()
    again = SyncJobContext(host.next_attempt()).launch("search", q=1)
    assert (again.id, again.result()) == (child.id, 3)
