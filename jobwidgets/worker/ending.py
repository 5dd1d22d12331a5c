"""How an attempt ends: the verdict on what its function did, and whether and when another attempt follows."""

import asyncio
import random
from dataclasses import dataclass
from typing import Any

from ..protocol.errors import (
    AskTimeout,
    BudgetExhausted,
    ChildFailed,
    CodeNotAllowed,
    ConfigurationError,
    Fenced,
    InvalidParams,
    JobFailed,
    MemoMismatch,
)
from ..protocol.events import JobError, JobState
from ..protocol.records import Backoff
from .failure import job_error
from .runnable import Runnable

_NO_RETRY = (
    InvalidParams,
    CodeNotAllowed,
    ConfigurationError,
    BudgetExhausted,
    # What these are about is remembered, so that another attempt would meet it again.
    AskTimeout,
    ChildFailed,
    MemoMismatch,
)
_NO_RETRY_NAMES = {kind.__name__ for kind in _NO_RETRY}
_MAX_SAID = 300


class Exited(Exception):
    """The function raised SystemExit or KeyboardInterrupt, which asyncio would let end the whole worker."""


@dataclass(frozen=True)
class Ending:
    """How an attempt ended. ``state`` queued: the job goes on in another attempt, in ``delay`` seconds.

    ``log``: what the job's log is told first.
    """

    state: JobState
    reason: str | None = None
    result: Any = None
    error: JobError | None = None
    delay: float = 0.0
    log: str | None = None


CANCELLED = Ending(JobState.CANCELLED)
DRAINED = Ending(JobState.QUEUED, reason="drain")


def judge(what: Runnable, body: asyncio.Task[Any], failures: int) -> Ending:
    """What the end of the function means. ``failures``: attempts of the job that failed before.

    Raises `Fenced` where the function ended because the job is another's.
    """
    if body.cancelled():
        why: BaseException = asyncio.CancelledError("the function was cancelled from within")
    elif (failure := body.exception()) is None:
        return Ending(JobState.COMPLETED, result=body.result())
    else:
        why = failure
    if isinstance(why, Fenced):
        raise why
    if isinstance(why, Exited) and why.__cause__ is not None:
        why = why.__cause__
    error = why.error if isinstance(why, JobFailed) else job_error(why)
    # A function in a process of its own tells the name of the error only.
    kind = error.type if isinstance(why, JobFailed) else ""
    again = not isinstance(why, _NO_RETRY) and kind not in _NO_RETRY_NAMES
    spent = isinstance(why, BudgetExhausted) or kind == BudgetExhausted.__name__
    return failed(what, error, failures, again=again, reason=BudgetExhausted.code if spent else None)


def timed_out(what: Runnable, failures: int) -> Ending:
    """The function has used up its time."""
    error = JobError("TimeoutError", f"The job did not finish within {what.timeout:g} s.")
    return failed(what, error, failures, reason="timeout")


def failed(what: Runnable, error: JobError, failures: int, *, again: bool = True, reason: str | None = None) -> Ending:
    """Failed for good, or queued for another attempt. What was drained, suspended or lost is not counted."""
    if not again or failures >= what.retries:
        return Ending(JobState.FAILED, reason=reason, error=error)
    delay = pause(what.backoff, failures)
    said = f"{error.type}: {error.message.splitlines()[0] if error.message else ''}"[:_MAX_SAID]
    log = f"Attempt failed ({failures + 1} of {what.retries + 1}), another follows in {delay:.1f} s.\n"
    return Ending(
        JobState.QUEUED, reason=f"retry: {said}", error=error, delay=delay, log=log + (error.traceback or said)
    )


def pause(backoff: Backoff, failures: int) -> float:
    """Seconds before the attempt that follows failure number ``failures`` + 1."""
    return min(backoff.longest, backoff.first * 2 ** min(failures, 60)) * random.uniform(0.5, 1.0)
