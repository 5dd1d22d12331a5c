"""Pacing: per widget, in all, and fair."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from jobwidgets.widgets.pacing import MAX_COST, Pacer


def run(pacer: Pacer, keys: list[str], seconds: float, cost: int = 2, size: int = 500) -> list[tuple[float, str]]:
    """All keys always have something to say; returns when each was served."""
    now, served = 0.0, []
    while now < seconds:
        for key in keys:
            pacer.mark(key, now)
        while (key := pacer.take(now)) is not None:
            pacer.spend(cost, size)
            served.append((now, str(key)))
        wait = pacer.wait(now)
        now += max(wait if wait is not None else 0.05, 0.0005)
    return served


def test_one_widget_is_served_twenty_times_a_second() -> None:
    """A single busy widget gets its 20 Hz, not more."""
    served = run(Pacer(), ["a"], 10.0)
    assert 190 <= len(served) <= 201


def test_nobody_waits_when_idle() -> None:
    """The first mark after a pause is served at once."""
    pacer = Pacer()
    pacer.mark("a", 100.0)
    assert pacer.wait(100.0) == 0
    assert pacer.take(100.0) == "a"


@given(count=st.integers(1, 150), cost=st.integers(1, MAX_COST))
def test_no_second_holds_more_than_the_budget(count: int, cost: int) -> None:
    """Whatever the number of widgets, any window of one second holds at most 250 messages."""
    times = [t for t, _ in run(Pacer(), [f"w{i}" for i in range(count)], 3.0, cost)]
    for start, begin in enumerate(times):
        inside = sum(t < begin + 1.0 for t in times[start : start + 300])
        assert inside * cost <= 250


def test_a_hundred_widgets_share_evenly() -> None:
    """100 widgets that all want to talk get the same number of turns, give or take one."""
    turns = Counter(key for _, key in run(Pacer(), [f"w{i}" for i in range(100)], 10.0))
    assert len(turns) == 100
    assert max(turns.values()) - min(turns.values()) <= 1


def test_bytes_are_limited_too() -> None:
    """Large messages are spaced so that Jupyter's 1 MB a second is not reached."""
    served = run(Pacer(), ["a"], 10.0, cost=1, size=150_000)
    assert sum(150_000 for _ in served) / 10 < 800_000


def test_a_forgotten_widget_is_not_served() -> None:
    """After `forget` nothing is due."""
    pacer = Pacer()
    pacer.mark("a", 0.0)
    pacer.forget("a")
    assert pacer.take(1.0) is None
    assert pacer.wait(1.0) is None
