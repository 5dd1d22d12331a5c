"""Waiting for a job's end, blocking or in a coroutine; says once how to answer a job that waits for its user.

Both look around in short pieces: a Ctrl-C must get through, and it ends the waiting only.
"""

import asyncio
import contextlib
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from ..protocol.errors import WaitInterrupted
from ..protocol.events import JobState

PIECE = 0.1
"""Seconds between two looks around: on some platforms, and on a bare ``await``, a Ctrl-C would have to wait longer."""

_log = logging.getLogger(__name__)


class Waitable(Protocol):
    """What is waited for: `Job`, and jobs of this process."""

    _over: threading.Event

    @property
    def id(self) -> str: ...
    @property
    def state(self) -> JobState: ...
    @property
    def done(self) -> bool: ...
    def observe(self, callback: Callable[[Any], object], /) -> Callable[[], None]: ...
    def _follow(self) -> None:
        """Be kept up to date from now on."""
        ...

    def _hint(self) -> str | None:
        """What its user must be told now; each thing once."""
        ...

    def _interrupted(self) -> WaitInterrupted:
        """Says that the job goes on after a Ctrl-C, and how to stop it."""
        ...


def wait(job: Waitable, timeout: float | None) -> None:
    """Until ``job.done``. Raises `TimeoutError`, and `WaitInterrupted` after Ctrl-C."""
    waiting = _Waiting(job, timeout)
    try:
        with _shown(job):
            while not job._over.wait(waiting.piece()):
                waiting.check()
    except KeyboardInterrupt:
        raise job._interrupted() from None


async def wait_async(job: Waitable, timeout: float | None) -> None:
    """`wait` for coroutines."""
    waiting = _Waiting(job, timeout)
    loop = asyncio.get_running_loop()
    over = asyncio.Event()

    def notice(job: Waitable) -> None:
        if job.done:
            # The waiter's loop may be gone in the meantime.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(over.set)

    remove = job.observe(notice)
    try:
        with Interrupts(over) as interrupts, _shown(job):
            while not job.done:
                await heard(over, waiting.piece())
                if interrupts.noticed:
                    raise job._interrupted()
                if not job.done:
                    waiting.check()
    finally:
        remove()


async def heard(event: asyncio.Event, seconds: float) -> None:
    """Return once ``event`` is set, or after so many seconds. It is clear then: an end that is taken back, as when
    Redis has lost it, is waited for anew."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    event.clear()


def _shown(job: Waitable) -> contextlib.AbstractContextManager[None]:
    """In IPython on a terminal, which has no widgets, a job is seen while it is waited for."""
    get_shell: Any = getattr(sys.modules.get("IPython"), "get_ipython", None)
    if get_shell is None or getattr(get_shell(), "pt_app", None) is None:
        return contextlib.nullcontext()
    from ..cli.prompt import live_view

    watched: Any = job
    return live_view(watched)


class Interrupts:
    """Notes a Ctrl-C while a cell itself awaits, so that it ends the waiting and says so.

    IPython would let it break out of the loop, and a kernel would cancel the cell, whose error says nothing then. Where
    the wait is one of several tasks, or there is no cell, Ctrl-C does what it does without us.
    """

    def __init__(self, wake: asyncio.Event) -> None:
        self.noticed = False
        self._wake = wake
        self._loop = asyncio.get_running_loop()
        self._before: Any = None

    def __enter__(self) -> "Interrupts":
        here = threading.current_thread() is threading.main_thread() and _is_cell(asyncio.current_task())
        if here and signal.getsignal(signal.SIGINT) is not None:  # None: not Python's to put back
            self._before = signal.signal(signal.SIGINT, self._notice)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _notice(self, *_: object) -> None:
        self.noticed = True
        self._loop.call_soon_threadsafe(self._wake.set)


def _is_cell(task: "asyncio.Task[Any] | None") -> bool:
    coroutine = task.get_coro() if task is not None else None
    return getattr(coroutine, "__name__", "") == "run_cell_async"


class _Waiting:
    def __init__(self, job: Waitable, timeout: float | None) -> None:
        job._follow()
        self._job, self._timeout = job, timeout
        self._deadline = None if timeout is None else time.monotonic() + timeout

    def piece(self) -> float:
        """Seconds to wait now."""
        return PIECE if self._deadline is None else min(PIECE, max(0.0, self._deadline - time.monotonic()))

    def check(self) -> None:
        """Raise `TimeoutError` when it is time; say how to answer."""
        job = self._job
        if self._deadline is not None and time.monotonic() >= self._deadline:
            raise TimeoutError(f"Job {job.id} is still {job.state} after {self._timeout:g} s.")
        if (hint := job._hint()) is not None:
            _log.warning("%s", hint)
