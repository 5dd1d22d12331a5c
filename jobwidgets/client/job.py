"""`Job`: one job as its user sees it, kept up to date by the session's connection."""

import asyncio
import contextlib
import threading
import time
import weakref
from collections.abc import AsyncIterator, Callable, Generator
from typing import TYPE_CHECKING, Any

from ..protocol.errors import JobCancelled, JobFailed, JobWidgetsError, WaitInterrupted
from ..protocol.events import DEFAULT_CHANNEL, Event, JobError, JobState
from ..protocol.records import JobRecord
from ..protocol.state import JobSnapshot
from .observers import Observers
from .stream import POLL, EventStream
from .subscriptions import Watch
from .tracker import Outcome, Tracker

if TYPE_CHECKING:
    from .session import Session


class Job:
    """A job launched or attached to. Its attributes are live; none of them blocks or asks the server.

    ``id``, ``type``, ``session``; ``pending`` is True until the server has taken a job that was launched
    while it was away; ``cancel_requested`` once `cancel` was called here, until the server
    refuses it and ``cancel_refusal`` says why; ``problem`` is the error that
    keeps this job from being followed: the server refused it, or does not know it (any more).
    """

    def __init__(self, session: "Session", snapshot: JobSnapshot, *, pending: bool = False) -> None:
        self.session = session
        self.pending = pending
        self.cancel_requested = False
        self.cancel_refusal: JobWidgetsError | None = None
        self.problem: JobWidgetsError | None = None
        self._observers: Observers[Job] = Observers()
        self._tracker = Tracker(snapshot)
        self._feed = _Feed(self)
        self._text: tuple[JobSnapshot, str] | None = None
        self._over = threading.Event()
        self._note_end()

    # what it is

    @property
    def id(self) -> str:
        """The job's id."""
        return self.snapshot.job

    @property
    def type(self) -> str:
        """The job's type."""
        return self.snapshot.type

    @property
    def snapshot(self) -> JobSnapshot:
        """All that is known of the job, as of one moment; immutable."""
        return self._tracker.snapshot

    @property
    def state(self) -> JobState:
        """``queued``, ``running``, ``waiting_input``, ``cancelling``, ``completed``, ``failed`` or ``cancelled``."""
        return self.snapshot.state

    @property
    def done(self) -> bool:
        """True once the job is over, or cannot be followed any further."""
        return self._over.is_set()

    @property
    def progress(self) -> float | None:
        """From 0 to 1; None while it cannot be told."""
        progress = self.snapshot.progress
        return None if progress is None else progress.fraction

    @property
    def step(self) -> str | None:
        """The name of the step that began last among those still running."""
        step = self.snapshot.current_step()
        return None if step is None else step.name

    @property
    def text(self) -> str:
        """What the job has written to channel ``answer``, without what a later attempt superseded."""
        snapshot, known = self.snapshot, self._text
        if known is None or known[0] is not snapshot:
            known = self._text = snapshot, snapshot.channel_text(DEFAULT_CHANNEL)
        return known[1]

    @property
    def error(self) -> JobError | None:
        """Why the job failed: ``type``, ``message``, ``traceback``."""
        return self.snapshot.error

    def __repr__(self) -> str:
        what = "waiting for the server" if self.pending else str(self.state)
        if self.progress is not None and not self.state.terminal:
            what += f" {self.progress:.0%}"
        if self.step is not None:
            what += f": {self.step}"
        return f"<Job {self.id} {self.type} {what}>"

    def _ipython_display_(self) -> None:
        from IPython.display import display

        from ..widgets import TaskActivity

        display(TaskActivity(self))

    # what one can do

    def cancel(self) -> None:
        """Ask for the job to be cancelled. Returns at once: ``state`` tells when it has happened.

        While the server is away the wish is kept and sent when it is back. A job that is over stays as
        it is; asking again changes nothing.
        """
        self.session._cancel(self)

    def wait(self, timeout: float | None = None) -> "Job":
        """Wait until the job is over, whatever its end, and return it.

        Raises `TimeoutError` after ``timeout`` seconds and `problem` if the job cannot be followed.
        Ctrl-C ends the waiting, not the job.
        """
        self.session._start()
        deadline = None if timeout is None else time.monotonic() + timeout
        try:
            # In small pieces: on some platforms a longer wait would not be interrupted.
            while not self._over.wait(0.1 if deadline is None else min(0.1, max(0.0, deadline - time.monotonic()))):
                self._check_time(deadline, timeout)
        except KeyboardInterrupt:
            raise WaitInterrupted(self.id) from None
        return self._checked()

    def result(self, timeout: float | None = None) -> Any:
        """What the job returned, waiting for it like `wait`.

        Raises `JobFailed` (with the job's `JobError` as ``error``) and `JobCancelled` as well.
        """
        return self.wait(timeout)._outcome()

    def __await__(self) -> Generator[Any, None, Any]:
        return self._wait_async(None).__await__()

    async def result_async(self, timeout: float | None = None) -> Any:
        """`result` for coroutines; ``await job`` is the same without a time-out."""
        return await self._wait_async(timeout)

    async def _wait_async(self, timeout: float | None) -> Any:
        self.session._start()
        deadline = None if timeout is None else time.monotonic() + timeout
        loop = asyncio.get_running_loop()
        over = asyncio.Event()

        def notice(job: Job) -> None:
            if job.done:
                # The waiter's loop may be gone in the meantime.
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(over.set)

        remove = self.observe(notice)
        waiting = asyncio.ensure_future(over.wait())
        try:
            while not self.done:
                left = POLL if deadline is None else min(POLL, max(0.0, deadline - time.monotonic()))
                await asyncio.wait({waiting}, timeout=left)
                if not self.done:
                    self._check_time(deadline, timeout)
        finally:
            waiting.cancel()
            remove()
        return self._checked()._outcome()

    async def events(self, *, after: int = 0) -> AsyncIterator[Event]:
        """The job's events in order, each once, from the one after ``after`` until the job is over.

        Works in any event loop. The server keeps a job's last 200 events or so; if those after ``after``
        are gone the stream begins with the present (compare ``event.seq``). After Redis lost its data
        the job goes on in a new ``event.epoch``. Raises `problem` if the job cannot be followed.
        """
        self.session._start()
        while self.snapshot.epoch == 0 and not self.done:
            await asyncio.sleep(POLL / 4)  # not heard of yet: the epoch to ask for is unknown
        if self.problem is not None:
            raise self.problem
        stream = EventStream(self.session._connection, self.id, self.snapshot.epoch, after)
        stream.open()
        try:
            while True:
                # Before draining: what came with the end is then among what is drained.
                last = self.state.terminal and stream.position >= (self.snapshot.epoch, self.snapshot.seq)
                for event in stream.take():
                    yield event
                if last:
                    return
                if stream.problem is not None:
                    raise stream.problem
                await stream.wait()
        finally:
            stream.close()

    def observe(self, callback: Callable[["Job"], object]) -> Callable[[], None]:
        """Call ``callback(job)`` after each change, until the returned function is called.

        It is called on the connection's thread and must be quick. What it raises is logged.
        """
        return self._observers.add(callback)

    # for the session

    def _begin(self) -> Watch:
        """The watch that keeps this job up to date."""
        return Watch(self.id, self._tracker, self._feed)

    def _accepted(self, record: JobRecord) -> None:
        """The server has taken a pending job."""
        if record.id != self.id or self.pending:
            self._tracker = Tracker(initial_snapshot(record))
        self.pending = False
        self._changed()

    def _refused(self, error: JobWidgetsError) -> None:
        self.problem = error
        self.pending = False
        self._changed()

    def _cancel_asked(self) -> None:
        self.cancel_requested, self.cancel_refusal = True, None

    def _cancel_refused(self, error: JobWidgetsError) -> None:
        self.cancel_requested, self.cancel_refusal = False, error
        self._changed()

    def _changed(self) -> None:
        self._note_end()
        self._observers.notify(self)

    def _note_end(self) -> None:
        if self.state.terminal or self.problem is not None:
            self._over.set()
        else:
            self._over.clear()  # Redis lost the end: the job goes on in a new epoch

    def _after_fork(self) -> None:
        """In a forked child: a thread of the parent may have held the event's lock."""
        self._over = threading.Event()
        self._note_end()

    def _check_time(self, deadline: float | None, timeout: float | None) -> None:
        if deadline is not None and time.monotonic() >= deadline:
            raise TimeoutError(f"Job {self.id} is still {self.state} after {timeout:g} s.")

    def _checked(self) -> "Job":
        if self.problem is not None and not self.state.terminal:
            raise self.problem
        return self

    def _outcome(self) -> Any:
        match self.state:
            case JobState.FAILED:
                raise JobFailed(self.id, self.error, self.snapshot.reason)
            case JobState.CANCELLED:
                raise JobCancelled(self.id)
            case _:
                return self.snapshot.result


class _Feed:
    """Passes on to the job what its watch hears, without keeping alive a job nobody holds any more."""

    def __init__(self, job: Job) -> None:
        self._job = weakref.ref(job)

    def applied(self, outcome: Outcome) -> None:
        job = self._job()
        if job is not None:
            job.problem = None
            job._changed()
            job.session._job_changed(job)

    def refused(self, error: JobWidgetsError) -> None:
        job = self._job()
        if job is not None:
            job._refused(error)
            job.session._job_changed(job)


def initial_snapshot(record: JobRecord) -> JobSnapshot:
    """What is known of a job before its first subscription is answered."""
    if record.snapshot is not None:
        return record.snapshot
    # Epoch 0: the state is shown, but the server is asked for everything.
    return JobSnapshot(job=record.id, type=record.type, state=record.state, created=record.created)
