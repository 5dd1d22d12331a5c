"""`Observers`: callbacks that may come and go from any thread and whose faults stay their own."""

import itertools
import logging
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Observers(Generic[T]):
    """An ordered set of callbacks. Without a lock on purpose: a lock held during a fork stays held in the child."""

    def __init__(self) -> None:
        self._numbers = itertools.count()
        self._callbacks: dict[int, Callable[[T], object]] = {}

    def add(self, callback: Callable[[T], object]) -> Callable[[], None]:
        """Call ``callback`` from now on, until the returned function is called."""
        number = next(self._numbers)
        self._callbacks[number] = callback

        def remove() -> None:
            self._callbacks.pop(number, None)

        return remove

    def __len__(self) -> int:
        return len(self._callbacks)

    def notify(self, value: T) -> None:
        """Call each in turn. What one raises is logged; the others and the caller do not notice."""
        for callback in list(self._callbacks.values()):
            try:
                callback(value)
            except Exception:  # noqa: BLE001 - anything may go wrong in a callback of the user's
                _log.exception("the observer %r failed", callback)
