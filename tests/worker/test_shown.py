"""What readers are shown of a call by itself."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from jobwidgets.worker.shown import MAX_SHOWN, shown, shown_arguments

VALUES = st.recursive(
    st.none() | st.text(alphabet='"\n\\a🦉') | st.binary() | st.floats() | st.integers(), st.lists, max_leaves=20
)


@given(VALUES)
def test_what_is_shown_has_at_most_so_many_characters(value: Any) -> None:
    """Whatever it is: quotes, line breaks and emoji cost what they cost in JSON."""
    for limit in (20, 50, MAX_SHOWN):
        assert len(msgspec.json.encode(shown(value, limit)).decode()) <= limit
    whole = shown_arguments(lambda **_: None, (), {f"name{n}": value for n in range(40)})
    assert len(msgspec.json.encode(whole).decode()) <= MAX_SHOWN


def test_short_values_are_shown_as_they_are() -> None:
    """What JSON can say stays itself; a call without arguments, or one that is wrong, shows what there is."""
    assert shown({"a": (1, None), "b": float("inf")}) == {"a": [1, None], "b": None}
    assert shown_arguments(lambda: None, (), {}) is None
    assert shown_arguments(lambda a: a, (1, 2), {"b": 3}) == {"args": [1, 2], "b": 3}
    assert shown_arguments(lambda a, b=2: a, (1,), {}) == {"a": 1}


def test_what_cannot_be_looked_at_is_only_named() -> None:
    """A value that raises when it is asked for its contents does not fail the job."""

    class Detached:
        def model_dump(self, mode: str) -> Any:
            raise RuntimeError("no session any more")

    assert shown(Detached()) == "<Detached>"
    assert shown_arguments(lambda row, n: row, (Detached(), 1), {}) == {"row": "<Detached>", "n": 1}
