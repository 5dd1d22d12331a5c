"""How long nobody has needed this server; the embedded stack stops itself by it."""

import time
from collections.abc import Callable


class Activity:
    """Remembers when it was last touched."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()

    def touch(self) -> None:
        """Somebody needs the server now."""
        self._last = self._clock()

    @property
    def idle_seconds(self) -> float:
        """Seconds since the last `touch`."""
        return self._clock() - self._last
