"""Who may send when: 20 Hz per widget, a budget of messages and bytes for the kernel, fair between all.

Jupyter's server drops messages of a kernel in silence above 1,000 messages or 1 MB a second (over three
seconds), so the widgets together stay well below. Pure: time is passed in, nothing is sent here.
"""

from collections.abc import Hashable

RATE = 20.0
"""Flushes per second of one widget."""
MESSAGES = 250.0
"""Messages in any one second, all widgets together."""
BYTES = 600_000.0
"""Bytes per second, all widgets together, in the long run."""
MAX_COST = 3
"""Messages one flush may send."""

_BURST = 0.1  # share of a second's messages that may go out at once
_BYTE_BURST = 1_000_000.0


class Pacer:
    """Marks, and the order in which they are served. Keys are whatever is flushed."""

    def __init__(self, rate: float = RATE, messages: float = MESSAGES, size: float = BYTES) -> None:
        self._interval = 1.0 / rate
        # Refill and burst together are the budget: no window of one second ever holds more.
        self._burst = max(messages * _BURST, float(MAX_COST))
        self._refill = messages - self._burst
        self._size = size
        self._messages_left = self._burst
        self._bytes_left = _BYTE_BURST
        self._filled_at = 0.0
        self._due: dict[Hashable, float] = {}
        self._earliest: dict[Hashable, float] = {}

    def mark(self, key: Hashable, now: float) -> None:
        """``key`` has something to send. Marking twice is marking once."""
        if key not in self._due:
            self._due[key] = max(now, self._earliest.get(key, now))

    def forget(self, key: Hashable) -> None:
        """``key`` is gone."""
        self._due.pop(key, None)
        self._earliest.pop(key, None)

    def take(self, now: float) -> Hashable | None:
        """The key that may send now, unmarked; None if nobody may. Who waits longest comes first."""
        if self._wait_for_budget(now) > 0 or not self._due:
            return None
        key = min(self._due, key=self._due.__getitem__)
        if self._due[key] > now:
            return None
        del self._due[key]
        self._earliest[key] = now + self._interval
        return key

    def spend(self, messages: int, size: int) -> None:
        """That much was sent."""
        self._messages_left -= messages
        self._bytes_left -= size

    def wait(self, now: float) -> float | None:
        """Seconds until `take` may answer; None when nothing is marked."""
        if not self._due:
            return None
        return max(0.0, min(self._due.values()) - now, self._wait_for_budget(now))

    def _wait_for_budget(self, now: float) -> float:
        gone = max(0.0, now - self._filled_at)
        self._filled_at = max(now, self._filled_at)
        self._messages_left = min(self._burst, self._messages_left + gone * self._refill)
        self._bytes_left = min(_BYTE_BURST, self._bytes_left + gone * self._size)
        lacking = max(0.0, MAX_COST - self._messages_left) / self._refill
        return max(lacking, max(0.0, 1.0 - self._bytes_left) / self._size)
