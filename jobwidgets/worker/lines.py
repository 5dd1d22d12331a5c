"""`Lines`: jobs that found a limit reached come by again one after the other, not all at once each second.

What a full limit costs then depends little on how many wait for it: a place that becomes free is soon looked for,
and hundreds of jobs behind it do not keep the worker busy with refusing them.
"""

import time
from collections.abc import Callable, Sequence

from ..protocol.records import Limit

SOONEST, LATEST = 0.25, 10.0
"""Seconds after which a job that was refused comes by again, at least and at most."""
_SLOW, _FAST = 20.0, 200.0
"""Looks a second of all that wait for the same limits: where nothing moves, and where places are free again quickly."""
_QUICKER, _SLOWER = 1.25, 0.98
_MAX_LINES = 1_000


class _Line:
    def __init__(self) -> None:
        self.rate = _SLOW
        self.end = 0.0
        """When the last of the line comes by."""


class Lines:
    """One line for each set of limits. ``clock`` as `time.monotonic`."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lines: dict[tuple[str, ...], _Line] = {}

    def refused(self, limits: Sequence[Limit]) -> float:
        """Seconds after which the job may come by again."""
        now = self._clock()
        line = self._line(limits, now)
        line.rate = max(_SLOW, line.rate * _SLOWER)
        line.end = max(now + SOONEST, min(line.end + 1 / line.rate, now + LATEST))
        return line.end - now

    def seated(self, limits: Sequence[Limit]) -> None:
        """A job got its places: there may be more to get."""
        line = self._lines.get(_key(limits))
        if line is not None:
            line.rate = min(_FAST, line.rate * _QUICKER)

    def _line(self, limits: Sequence[Limit], now: float) -> _Line:
        if len(self._lines) >= _MAX_LINES:
            self._lines = {key: line for key, line in self._lines.items() if line.end > now}
        return self._lines.setdefault(_key(limits), _Line())


def _key(limits: Sequence[Limit]) -> tuple[str, ...]:
    return tuple(limit.name for limit in limits)
