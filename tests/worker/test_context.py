"""`JobContext`: calls become events, steps nest and end by themselves."""

import asyncio
import base64
from typing import Any

import pytest

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import Event
from jobwidgets.testing import FakeHost
from jobwidgets.worker.context import JobContext


@pytest.fixture
def host() -> FakeHost:
    """Of a second attempt."""
    return FakeHost(job="j1", user="ann", params={"q": 1}).next_attempt()


@pytest.fixture
def said(host: FakeHost) -> list[Event]:
    return host.events


@pytest.fixture
def ctx(host: FakeHost) -> JobContext:
    return JobContext(host)


def steps(said: list[Event]) -> list[tuple[Any, ...]]:
    return [(e.name, e.id, e.parent, e.status, e.detail) for e in said if isinstance(e, ev.Step)]


def test_steps_nest_and_carry_ids_of_their_attempt(ctx: JobContext, said: list[Event]) -> None:
    """An inner step has the outer one as its parent; ids differ between attempts."""
    with ctx.step("outer", detail={"a": 1}) as outer:
        with ctx.step("inner") as inner:
            inner.update({"found": 3})
        with ctx.step("elsewhere", parent="x"):
            pass
    assert (outer.id, inner.id) == ("2.1", "2.2")
    assert steps(said) == [
        ("outer", "2.1", None, "running", {"a": 1}),
        ("inner", "2.2", "2.1", "running", None),
        ("inner", "2.2", "2.1", "running", {"found": 3}),
        ("inner", "2.2", "2.1", "completed", None),
        ("elsewhere", "2.3", "x", "running", None),
        ("elsewhere", "2.3", "x", "completed", None),
        ("outer", "2.1", None, "completed", None),
    ]


async def test_concurrent_steps_do_not_become_each_others_children(ctx: JobContext, said: list[Event]) -> None:
    """Steps of tasks under `gather` hang under the step that started them, not under one another."""

    async def branch(name: str) -> None:
        async with ctx.step(name):
            await asyncio.sleep(0)

    async with ctx.step("all"):
        await asyncio.gather(branch("a"), branch("b"))
    assert {name: parent for name, _, parent, _, _ in steps(said)} == {"all": None, "a": "2.1", "b": "2.1"}


@pytest.mark.parametrize(
    ("error", "status"),
    [(ValueError("x"), "failed"), (asyncio.CancelledError(), "cancelled"), (SystemExit(), "cancelled")],
    ids=repr,
)
def test_an_exception_decides_how_a_step_ends(
    ctx: JobContext, said: list[Event], error: BaseException, status: str
) -> None:
    """An error fails the step, being stopped cancels it; the exception goes on."""
    with pytest.raises(type(error)), ctx.step("s"):
        raise error
    assert steps(said)[-1][3] == status
    with ctx.step("next"):
        pass
    assert steps(said)[-1][2] is None, "the failed step is no longer open"


async def test_every_call_is_an_event(ctx: JobContext, said: list[Event]) -> None:
    """Progress, text, log, artifact and usage arrive as what the protocol has for them."""
    ctx.progress(None, message="thinking")
    ctx.progress(1, 4)
    ctx.write("")
    ctx.write("hello")
    ctx.write("why", channel="reasoning")
    ctx.log("watch out", level="warning")
    ctx.artifact("plot.png", b"\x89PNG", "image/png")
    ctx.usage(input_tokens=3, cost=0.5)
    await ctx.flush()
    assert all(e.job == "j1" and e.at > 0 for e in said)
    progress, more, text, reasoning, log, artifact, usage = said
    assert isinstance(progress, ev.Progress)
    assert (progress.value, progress.message) == (None, "thinking")
    assert isinstance(more, ev.Progress)
    assert (more.value, more.total) == (1, 4)
    assert isinstance(text, ev.Text)
    assert (text.delta, text.channel) == ("hello", "answer")
    assert isinstance(reasoning, ev.Text)
    assert reasoning.channel == "reasoning"
    assert isinstance(log, ev.Log)
    assert (log.message, log.level) == ("watch out", "warning")
    assert isinstance(artifact, ev.Artifact)
    assert (artifact.id, base64.b64decode(artifact.data)) == ("plot.png", b"\x89PNG")
    assert isinstance(usage, ev.UsageEvent)
    assert (usage.input_tokens, usage.cost) == (3, 0.5)


def test_a_wrong_log_level_is_an_error_here(ctx: JobContext) -> None:
    """It would otherwise end the job at a reader that cannot decode it."""
    with pytest.raises(ValueError, match="level"):
        ctx.log("x", level="critical")  # type: ignore[arg-type]
