"""`JobContext`: calls become events, steps nest and end by themselves."""

import asyncio
import base64
from typing import Any

import pytest
from pydantic import BaseModel

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import ProtocolError, TooLarge
from jobwidgets.protocol.events import Event
from jobwidgets.testing import FakeHost
from jobwidgets.worker.context import JobContext


class Point(BaseModel):
    """What a tool may return."""

    x: int


class Unprintable(Exception):
    """Has no text."""

    def __str__(self) -> str:
        return str(1 / 0)


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


def test_a_tool_call_shows_what_went_in_and_came_out(ctx: JobContext, host: FakeHost) -> None:
    """Arguments with its beginning, the result as soon as it is given, the error that left the block; an argument that
    is changed afterwards stays as it was said."""
    messages = ["hello"]
    with ctx.step("chat", arguments={"messages": messages}) as call:
        messages.append("more")
        call.result({"text": "hi", "point": Point(x=1)})
    with pytest.raises(KeyError), ctx.step("lookup", arguments=[1]) as lookup:
        raise KeyError("lost")
    with pytest.raises(asyncio.CancelledError), ctx.step("stopped") as stopped:
        raise asyncio.CancelledError
    chat, failed = host.snapshot.steps[call.id], host.snapshot.steps[lookup.id]
    assert (chat.arguments, chat.status) == ({"messages": ["hello"]}, "completed")
    assert (chat.result, chat.error) == ({"text": "hi", "point": {"x": 1}}, None)
    assert (failed.arguments, failed.result, failed.error) == ([1], None, "KeyError: 'lost'")
    assert host.snapshot.steps[stopped.id].error is None


def test_what_is_too_large_for_a_step_is_refused_where_it_is_said(ctx: JobContext, host: FakeHost) -> None:
    """`TooLarge` and `ProtocolError` name the step; an error of any length is cut, one that cannot be shown too."""
    with pytest.raises(TooLarge, match="What step 'big' is called with is 300,00"):
        ctx.step("big", arguments=["x" * 300_000])
    with ctx.step("s") as step:
        with pytest.raises(TooLarge, match="The result of step 's' is"):
            step.result("x" * 300_000)
        with pytest.raises(ProtocolError, match="The result of step 's' is a value that is not JSON"):
            step.result(object())
    with pytest.raises(ValueError, match="x"), ctx.step("long") as long:
        raise ValueError("x\ud800" * 100_000)
    error = host.snapshot.steps[long.id].error
    assert error is not None
    assert 1_900 < len(error) < 2_100
    with pytest.raises(Unprintable), ctx.step("odd") as odd:
        raise Unprintable
    assert host.snapshot.steps[odd.id].error == "Unprintable: (its message cannot be shown: ZeroDivisionError)"


def test_what_was_said_does_not_change_afterwards(ctx: JobContext, host: FakeHost) -> None:
    """A detail or an artifact that its job goes on to change stays in the snapshot as its event said it."""
    rows = [1]
    ctx.artifact("rows", rows, "application/json")
    with ctx.step("s", detail=rows) as step:
        rows.append(2)
    assert host.snapshot.artifacts["rows"].data == [1]
    assert host.snapshot.steps[step.id].detail == [1]


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
