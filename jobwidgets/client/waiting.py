"""Waiting for a job's end, blocking or in a coroutine; says once how to answer a job that waits for its user."""

import asyncio
import contextlib
import logging
import time
from typing import TYPE_CHECKING

from ..protocol.errors import WaitInterrupted
from ..protocol.events import JobState
from .answering import hint
from .stream import POLL

if TYPE_CHECKING:
    from .job import Job

_log = logging.getLogger(__name__)


def wait(job: "Job", timeout: float | None) -> None:
    """Until ``job.done``. Raises `TimeoutError`, and `WaitInterrupted` after Ctrl-C."""
    waiting = _Waiting(job, timeout)
    try:
        # In small pieces: on some platforms a longer wait would not be interrupted.
        while not job._over.wait(waiting.piece(0.1)):
            waiting.check()
    except KeyboardInterrupt:
        raise WaitInterrupted(job.id) from None


async def wait_async(job: "Job", timeout: float | None) -> None:
    """`wait` for coroutines."""
    waiting = _Waiting(job, timeout)
    loop = asyncio.get_running_loop()
    over = asyncio.Event()

    def notice(job: "Job") -> None:
        if job.done:
            # The waiter's loop may be gone in the meantime.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(over.set)

    remove = job.observe(notice)
    ended = asyncio.ensure_future(over.wait())
    try:
        while not job.done:
            await asyncio.wait({ended}, timeout=waiting.piece(POLL))
            if not job.done:
                waiting.check()
    finally:
        ended.cancel()
        remove()


class _Waiting:
    def __init__(self, job: "Job", timeout: float | None) -> None:
        job.session._start()
        self._job, self._timeout = job, timeout
        self._deadline = None if timeout is None else time.monotonic() + timeout

    def piece(self, longest: float) -> float:
        """Seconds to wait now."""
        return longest if self._deadline is None else min(longest, max(0.0, self._deadline - time.monotonic()))

    def check(self) -> None:
        """Raise `TimeoutError` when it is time; say how to answer."""
        job = self._job
        if self._deadline is not None and time.monotonic() >= self._deadline:
            raise TimeoutError(f"Job {job.id} is still {job.state} after {self._timeout:g} s.")
        question = job.question
        asks = job.state is JobState.WAITING_INPUT and question is not None and not job.answer_pending
        if asks and question is not None and job._hinted != question.key:
            job._hinted = question.key
            _log.warning("%s", hint(job))
