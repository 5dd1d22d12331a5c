"""The one thread of a kernel that talks to the browser for all widgets.

Whatever a job reports only marks its widget; this thread looks at the marked widgets at the pace of
`pacing.Pacer` and lets each send what changed. Clicks are handed in and run here as well, so that no
handler ever works on the kernel's own threads.
"""

import heapq
import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple, Protocol

from .pacing import Pacer

logger = logging.getLogger("jobwidgets.widgets")


class Sent(NamedTuple):
    """What one flush cost. ``more``: the widget has more to send and wants another turn."""

    messages: int = 0
    size: int = 0
    more: bool = False


class Flushable(Protocol):
    """What the thread serves: the two widgets, and fakes in tests."""

    def flush(self) -> Sent:
        """Send what changed: at most `pacing.MAX_COST` messages."""
        ...


class Flusher:
    """Serves marked widgets, actions and timers on one daemon thread, started with the first of them."""

    def __init__(self, pacer: Pacer | None = None) -> None:
        self._pacer = pacer or Pacer()
        self._wake = threading.Condition()
        self._actions: deque[Callable[[], None]] = deque()
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._thread: threading.Thread | None = None
        self._stopping = False

    def mark(self, widget: Flushable) -> None:
        """``widget`` has something new. Quick, from any thread."""
        with self._wake:
            self._pacer.mark(widget, time.monotonic())
            self._notify()

    def forget(self, widget: Flushable) -> None:
        """``widget`` is closed: it is not flushed any more."""
        with self._wake:
            self._pacer.forget(widget)

    def submit(self, action: Callable[[], None]) -> None:
        """Run ``action`` on the thread as soon as possible. Quick, from any thread."""
        with self._wake:
            self._actions.append(action)
            self._notify()

    def later(self, delay: float, action: Callable[[], None]) -> None:
        """Run ``action`` on the thread in ``delay`` seconds."""
        with self._wake:
            heapq.heappush(self._timers, (time.monotonic() + delay, next(self._order), action))
            self._notify()

    def spend(self, messages: int, size: int) -> None:
        """Count what an action sent against the budget."""
        with self._wake:
            self._pacer.spend(messages, size)

    def stop(self) -> None:
        """End the thread (tests; a kernel just exits)."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
            thread = self._thread
        if thread is not None:
            thread.join(5)

    def _notify(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="jobwidgets-flusher", daemon=True)
            self._thread.start()
        self._wake.notify()

    def _run(self) -> None:
        while True:
            with self._wake:
                task = self._next()
                while task is None:
                    if self._stopping:
                        return
                    self._wake.wait(self._idle())
                    task = self._next()
            task()

    def _next(self) -> Callable[[], None] | None:
        now = time.monotonic()
        if self._actions:
            return self._guarded(self._actions.popleft())
        if self._timers and self._timers[0][0] <= now:
            return self._guarded(heapq.heappop(self._timers)[2])
        widget = self._pacer.take(now)
        return None if widget is None else lambda: self._flush(widget)  # type: ignore[arg-type]

    def _idle(self) -> float | None:
        now = time.monotonic()
        waits = [self._pacer.wait(now)]
        if self._timers:
            waits.append(max(0.0, self._timers[0][0] - now))
        return min((w for w in waits if w is not None), default=None)

    def _flush(self, widget: Flushable) -> None:
        try:
            sent = widget.flush()
        except Exception:
            # One broken widget (an observer of the user's that raises) must not silence the others.
            logger.exception("a widget could not be updated")
            return
        with self._wake:
            self._pacer.spend(sent.messages, sent.size)
            if sent.more:
                self._pacer.mark(widget, time.monotonic())

    @staticmethod
    def _guarded(action: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                action()
            except Exception:
                logger.exception("a widget's action failed")

        return run


_default: Flusher | None = None
_default_lock = threading.Lock()


def default_flusher() -> Flusher:
    """The kernel's one flusher."""
    global _default
    with _default_lock:
        if _default is None:
            _default = Flusher()
        return _default
