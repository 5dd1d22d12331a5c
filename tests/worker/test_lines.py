"""`Lines`: when jobs that found a limit reached come by again."""

from jobwidgets.protocol.records import Limit
from jobwidgets.worker.lines import LATEST, SOONEST, Lines

LIMIT = [Limit(name="group:ann:map", max=2)]


def test_few_come_by_soon_and_hundreds_one_after_the_other() -> None:
    """However many wait, the looks a second stay few; nobody waits for ever; other limits have lines of their own."""
    lines = Lines(lambda: 100.0)
    assert lines.refused(LIMIT) == SOONEST
    delays = [lines.refused(LIMIT) for _ in range(500)]
    assert delays == sorted(delays)
    assert sum(delay <= 1.0 for delay in delays) <= 25
    assert delays[-1] == LATEST
    assert lines.refused([Limit(name="other", max=1)]) == SOONEST


def test_where_places_are_free_quickly_the_line_moves_quickly() -> None:
    """Jobs that got their places shorten the waits of those refused after them, and refusals lengthen them again."""
    lines = Lines(lambda: 100.0)
    first = lines.refused(LIMIT)
    slow = lines.refused(LIMIT) - first
    for _ in range(20):
        lines.seated(LIMIT)
    before = lines.refused(LIMIT)
    assert lines.refused(LIMIT) - before < slow / 5
    for _ in range(500):
        lines.refused(LIMIT)
    lines.seated([Limit(name="nobody waits", max=1)])
    assert lines.refused(LIMIT) == LATEST


def test_the_line_ends_with_its_last() -> None:
    """Who comes after all have come by again waits as briefly as the first did; lines that have ended are forgotten."""
    now = [0.0]
    lines = Lines(lambda: now[0])
    for number in range(2_000):
        lines.refused([Limit(name=str(number), max=1)])
    assert lines._lines
    now[0] = 50.0
    assert lines.refused(LIMIT) == SOONEST
    assert list(lines._lines) == [("group:ann:map",)]
