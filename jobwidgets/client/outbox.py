"""What the user asked for and the server does not know yet: sent in order, by one thread, until it is told.

A cancel must return at once and a launch must survive an outage; both go through here when the server
is away. An expired token or a stack that does not start is no answer either: both can be mended, and what
was asked for is then still wanted. Every action may be sent twice (see `rest`), so one whose answer was
lost is sent again.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from ..protocol.errors import JobWidgetsError, RateLimited, StackError, Unauthorized, Unavailable
from .backoff import delays

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Action:
    """``perform`` sends it and takes the answer in; ``failed`` is told if the server refuses it for good."""

    what: str
    perform: Callable[[], object]
    failed: Callable[[JobWidgetsError], object]


class Outbox:
    """A queue of actions and the thread that empties it. ``on_change`` is called when its length changes."""

    def __init__(self, on_change: Callable[[], object]) -> None:
        self._on_change = on_change
        self._closed = False
        self._actions: deque[Action] = deque()
        self._obstacle = ""
        self._reset()

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._empty = threading.Event()
        self._empty.set()
        self._thread: threading.Thread | None = None

    @property
    def pending(self) -> int:
        """Number of actions that wait."""
        return len(self._actions)

    def put(self, action: Action) -> None:
        """Send ``action`` after all that were put before it."""
        with self._lock:
            self._actions.append(action)
            self._empty.clear()
        # Told before it is sent: it may be gone again in a moment.
        self._on_change()
        with self._lock:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="jobwidgets outbox", daemon=True)
                self._thread.start()
        self._woken.set()

    def wake(self) -> None:
        """The server may be back: try now."""
        if self._actions:
            self._woken.set()

    def flush(self, timeout: float) -> bool:
        """Wait until nothing is pending; False if ``timeout`` seconds were not enough."""
        self.wake()
        return self._empty.wait(timeout)

    def close(self, timeout: float) -> None:
        """Give what is pending ``timeout`` seconds, then give it up with a warning."""
        if not self.flush(timeout):
            left = ", ".join(action.what for action in list(self._actions))
            _log.warning("not sent, %s: %s", self._obstacle or "the server was not reachable", left)
        self._closed = True
        self._woken.set()

    def after_fork(self) -> None:
        """In a forked child: what is pending is the parent's to send."""
        self._actions.clear()
        self._reset()

    def _run(self) -> None:
        waits = delays(0.5, 5.0)
        while not self._closed:
            self._woken.clear()
            if not self._actions:
                self._woken.wait()
                waits = delays(0.5, 5.0)
                continue
            action = self._actions[0]
            if self._sent(action):
                self._obstacle = ""
                waits = delays(0.5, 5.0)
                with self._lock:
                    self._actions.popleft()
                    if not self._actions:
                        self._empty.set()
                self._on_change()
            else:
                self._woken.wait(next(waits))

    def _sent(self, action: Action) -> bool:
        """False: try again later."""
        try:
            action.perform()
        except (Unavailable, RateLimited) as why:
            _log.debug("%s must wait: %s", action.what, why)
            return False
        except (Unauthorized, StackError) as why:
            if str(why) != self._obstacle:
                self._obstacle = str(why)
                _log.warning("%s must wait: %s", action.what, why)
            return False
        except JobWidgetsError as why:
            _log.warning("%s was refused: %s", action.what, why)
            action.failed(why)
        except Exception as why:  # noqa: BLE001 - the outbox outlives any fault of one action
            _log.exception("%s failed", action.what)
            action.failed(JobWidgetsError(f"{type(why).__name__}: {why}"))
        return True
