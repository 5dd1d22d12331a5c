"""What a job says in odd types stays readable, or fails the job where it was said."""

import math
from decimal import Decimal
from typing import Any

import pytest

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import Event
from jobwidgets.protocol.wire import decode_event, encode_event
from jobwidgets.testing import FakeHost
from jobwidgets.worker.context import JobContext


class Float(float):
    """Like NumPy's: a float, but not quite."""


@pytest.fixture
def host() -> FakeHost:
    return FakeHost()


@pytest.fixture
def said(host: FakeHost) -> list[Event]:
    return host.events


@pytest.fixture
def ctx(host: FakeHost) -> JobContext:
    return JobContext(host)


@pytest.mark.parametrize(
    ("value", "total", "fraction"),
    [
        (Float(0.5), 1.0, 0.5),
        (Decimal(1), Decimal(4), 0.25),
        (3, None, None),
        (3, math.inf, None),
        (math.nan, 1, None),
        (None, 1, None),
    ],
)
def test_progress_takes_numbers_of_any_kind(
    ctx: JobContext, said: list[Event], value: Any, total: Any, fraction: float | None
) -> None:
    """What has no finite value says "busy, cannot tell"; readers can decode all of it."""
    ctx.progress(value, total)
    event = decode_event(encode_event(said[0]))
    assert isinstance(event, ev.Progress)
    assert (None if event.value is None else event.value / event.total) == fraction


def test_names_are_text(ctx: JobContext, said: list[Event]) -> None:
    """Whatever is given as a name is shown as text."""
    with ctx.step(5):  # type: ignore[arg-type]
        ctx.artifact(7, [1], "application/json")  # type: ignore[arg-type]
        ctx.usage(input_tokens=Float(3.0), cost=Decimal("0.5"))  # type: ignore[arg-type]
    for event in said:
        assert decode_event(encode_event(event)) == event


def test_text_must_be_text(ctx: JobContext, said: list[Event]) -> None:
    """Bytes are refused at the line that wrote them."""
    with pytest.raises(TypeError, match="decode bytes"):
        ctx.write(b"bytes")  # type: ignore[arg-type]
    assert not said
