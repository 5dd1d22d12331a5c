"""What identifies a memo: the digest of what a step, a question or a child was asked for."""

import subprocess
import sys
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobwidgets.protocol.memos import (
    AskMemo,
    CheckpointMemo,
    ChildMemo,
    OutcomeMemo,
    StepMemo,
    digest,
)
from jobwidgets.protocol.records import LaunchRequest

json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


def shuffled(value: Any) -> Any:
    """The same JSON value with every object's members in the opposite order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


@given(st.lists(json, max_size=4))
def test_a_digest_is_stable(values: list[Any]) -> None:
    """Neither a trip through JSON, nor the order of an object's members, nor tuple or list makes a difference."""
    known = digest(*values)
    assert digest(*msgspec.json.decode(msgspec.json.encode(values))) == known
    assert digest(*shuffled(values)) == known
    assert digest(*[tuple(v) if isinstance(v, list) else v for v in values]) == known
    assert len(known) == 16
    assert set(known) <= set("0123456789abcdef")


@given(st.lists(json, max_size=3), st.lists(json, max_size=3))
def test_other_values_have_another_digest(one: list[Any], other: list[Any]) -> None:
    """Two calls share a digest only if their arguments are the same JSON: nothing runs together at the seams."""
    same = msgspec.json.encode(one, order="sorted") == msgspec.json.encode(other, order="sorted")
    assert (digest(*one) == digest(*other)) == same
    assert digest(one) != digest(one, one)


def test_a_digest_is_the_same_in_another_process() -> None:
    """A new attempt runs elsewhere, with another hash seed, and finds what the first one wrote."""
    code = "from jobwidgets.protocol.memos import digest; print(digest('a', {'x': [1, None], 'b': {'q': 2.5, 'ä': 1}}))"
    said = {
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True, env={"PYTHONHASHSEED": seed}
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert said == {digest("a", {"b": {"ä": 1, "q": 2.5}, "x": [1, None]})}


@pytest.mark.parametrize("value", [object(), lambda: None, {"x": object()}])
def test_what_is_not_json_has_no_digest(value: Any) -> None:
    """Such arguments are refused instead of getting a digest that changes from run to run."""
    with pytest.raises(TypeError):
        digest(value)


@given(json, st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=3), st.integers(0, 9))
def test_memos_survive_the_wire(value: Any, said: list[tuple[str, str]], number: int) -> None:
    """What an attempt has stored is what the next one reads."""
    raw = msgspec.Raw(msgspec.json.encode(value))
    request = LaunchRequest(type="t", params={"x": value}, id="child-1", tags=["a"], max_cost=0.5)
    for memo in (
        CheckpointMemo(number, value, number, 2.5),
        AskMemo(value),
        AskMemo(timed_out=True),
        ChildMemo(digest(value), request),
        OutcomeMemo("failed", value, {"type": "ValueError"}, "timeout"),
    ):
        assert msgspec.json.decode(msgspec.json.encode(memo), type=type(memo)) == memo
    step = msgspec.json.decode(msgspec.json.encode(StepMemo(digest(value), raw, number, said)), type=StepMemo)
    assert msgspec.json.decode(step.result) == msgspec.json.decode(msgspec.json.encode(value))
    assert (step.digest, step.checkpoint, step.said) == (digest(value), number, said)
