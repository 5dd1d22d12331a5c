"""The flusher thread."""

import logging
import threading
import time
from itertools import pairwise

import pytest

from jobwidgets.testing import wait_until_sync
from jobwidgets.widgets.flusher import Flusher, Sent


class Counting:
    def __init__(self, broken: bool = False) -> None:
        self.times: list[float] = []
        self.threads: set[str] = set()
        self.broken = broken

    def flush(self) -> Sent:
        self.times.append(time.monotonic())
        self.threads.add(threading.current_thread().name)
        if self.broken:
            raise RuntimeError("an observer of the user's failed")
        return Sent(1, 100)


def test_thousand_marks_are_a_few_flushes(flusher: Flusher) -> None:
    """Marks between two flushes are served by one: 20 a second at most."""
    widget, marks, turns = Counting(), 0, []
    take = flusher._pacer.take

    def noted(now: float) -> object:
        key = take(now)
        if key is not None:
            turns.append(now)
        return key

    flusher._pacer.take = noted  # type: ignore[method-assign,assignment]

    def marked() -> bool:
        nonlocal marks
        for _ in range(20):
            flusher.mark(widget)
            marks += 1
        return len(widget.times) >= 8

    wait_until_sync(marked, "eight flushes", poll=0.0005)
    assert marks > 2 * len(turns)
    # When it was its turn, not when the thread came round to it.
    gaps = [b - a for a, b in pairwise(turns)]
    assert min(gaps) > 0.049
    assert widget.threads == {"jobwidgets-flusher"}


def test_a_broken_widget_does_not_silence_the_others(flusher: Flusher, caplog: pytest.LogCaptureFixture) -> None:
    """What one widget raises is logged; the next is served."""
    broken, healthy = Counting(broken=True), Counting()
    with caplog.at_level(logging.ERROR, "jobwidgets.widgets"):
        flusher.mark(broken)
        flusher.mark(healthy)
        wait_until_sync(lambda: healthy.times, "the healthy widget's flush")
    assert "could not be updated" in caplog.text
    assert "an observer of the user's failed" in caplog.text


def test_actions_go_before_flushes_and_timers_come_when_due(flusher: Flusher) -> None:
    """A click is handled at once; `later` runs after its delay and not before."""
    ran: list[tuple[str, float]] = []
    leave = threading.Event()
    flusher.submit(lambda: leave.wait(30))
    begin = time.monotonic()
    flusher.later(0.1, lambda: ran.append(("later", time.monotonic() - begin)))
    flusher.submit(lambda: ran.append(("now", time.monotonic() - begin)))
    leave.set()
    wait_until_sync(lambda: len(ran) == 2, "both")
    assert [name for name, _ in ran] == ["now", "later"]
    assert ran[1][1] >= 0.1


def test_a_failing_action_is_logged(flusher: Flusher, caplog: pytest.LogCaptureFixture) -> None:
    """The thread survives an action that raises."""
    ran: list[int] = []
    flusher.submit(lambda: 1 / 0)  # type: ignore[arg-type,return-value]
    flusher.submit(lambda: ran.append(1))
    wait_until_sync(lambda: ran, "the next action")
    assert "ZeroDivisionError" in caplog.text


def test_one_thread_serves_all(flusher: Flusher) -> None:
    """However many widgets: one thread."""
    widgets = [Counting() for _ in range(50)]
    for widget in widgets:
        flusher.mark(widget)
    wait_until_sync(lambda: all(w.times for w in widgets), "each widget's flush")
    assert sum(t.name == "jobwidgets-flusher" for t in threading.enumerate()) >= 1
    assert set.union(*(w.threads for w in widgets)) == {"jobwidgets-flusher"}
