"""`Job`: one job as its user sees it, kept up to date by the session's connection."""

import asyncio
import threading
import weakref
from collections.abc import AsyncIterator, Callable, Generator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..protocol.errors import JobWidgetsError, WaitInterrupted
from ..protocol.events import Event, JobState
from ..protocol.records import History, JobRecord
from ..protocol.state import JobSnapshot
from . import answering, cassettes, waiting
from .observers import Observers
from .reading import JobReading
from .replay import PAGE, Replay
from .rest import EventPage
from .stream import POLL, EventStream, Position
from .subscriptions import Watch
from .times import Seconds, span
from .tracker import Outcome, Tracker

if TYPE_CHECKING:
    from .session import Session


class Job(JobReading):
    """A job launched or attached to. Its attributes are live; none of them blocks or asks the server.

    ``id``, ``type``, ``session``; ``parent`` is the id of the job that launched it, if one did; ``params`` are its
    parameters as far as they are known here; ``pending`` is True
    until the server has taken a job that was launched while it was away; ``cancel_requested`` once `cancel` was
    called here, until the server refuses it and ``cancel_refusal`` says why; ``answer_pending`` while an answer waits
    for the server to be back, ``answer_refusal`` if it was refused then; ``problem`` is the error that keeps this job
    from being followed: the server refused it, or does not know it (any more).
    """

    def __init__(
        self, session: "Session", snapshot: JobSnapshot, *, pending: bool = False, parent: str | None = None
    ) -> None:
        self.session = session
        self.parent = parent
        self.params: dict[str, Any] = {}
        self.pending = pending
        self.answer_pending = False
        self.answer_refusal: JobWidgetsError | None = None
        self.cancel_requested = False
        self.cancel_refusal: JobWidgetsError | None = None
        self.problem: JobWidgetsError | None = None
        self._observers: Observers[Job] = Observers()
        self._tracker = Tracker(snapshot)
        self._feed = _Feed(self)
        self._children: dict[str, Job] = {}
        self._hinted: str | None = None
        self._over = threading.Event()
        self._note_end()

    # what it is

    @property
    def snapshot(self) -> JobSnapshot:
        """All that is known of the job, as of one moment; immutable."""
        return self._tracker.snapshot

    @property
    def done(self) -> bool:
        """True once the job is over, or cannot be followed any further."""
        return self._over.is_set()

    @property
    def children(self) -> "list[Job]":
        """The jobs it launched, in order; live from the first look at them."""
        refs = sorted(self.snapshot.children.values(), key=lambda ref: ref.order)
        for ref in refs:
            if (known := self._children.get(ref.id)) is None or known.problem is not None:
                self._children[ref.id] = self.session._child(ref, self.id)
        return [self._children[ref.id] for ref in refs]

    @property
    def url(self) -> str:
        """The job's page on the server, for its owner; `share` makes a link for others."""
        return self.session.page_url(self.id)

    # what one can do

    def cancel(self) -> None:
        """Ask for the job to be cancelled. Returns at once: ``state`` tells when it has happened.

        While the server is away the wish is kept and sent when it is back. A job that is over stays as
        it is; asking again changes nothing.
        """
        self.session._cancel(self)

    def answer(self, value: Any, *, key: str | None = None) -> None:
        """Answer what the job asks (`question`); ``key`` names the question if that is to be checked.

        It is sent at once. While the server is away it is kept (``answer_pending``) and sent when it is back. The first
        valid answer counts. Raises `InvalidAnswer` if it does not fit the question's schema (which stays open) and
        `NotWaiting` if the job asks nothing (any more).
        """
        answering.answer(self.session, self, value, key)

    def retry(self) -> "Job":
        """Launch a new job that does the same again, and return it. Raises `Conflict` for a job that is not over."""
        return self.session._retry(self)

    def save(self, path: str | Path) -> Path:
        """Write all that the job said, and its parameters, into a cassette that `jobwidgets.replay` plays without a
        server; return the path. Asks the server.

        Gzipped if the name ends in ``.gz``. Of a job that is not over it holds what there is, with a warning. Raises
        `CassetteError` if the file cannot be written, and what asking the server raises.
        """
        params = self.session._ask(lambda: self.session.rest.job(self.id)).params
        return cassettes.save(self, path, params)

    def share(self, expires: Seconds | None = None) -> str:
        """A link that shows this job, live, to whoever has it, and nothing else: no other job, nothing to press.

        It is good for ``expires`` seconds (or a timedelta): a week if left out, at most 90 days. It cannot be taken
        back. Raises `BadRequest`, and what asking the server raises.
        """
        seconds = span("expires", expires)
        link = self.session._ask(lambda: self.session.rest.share(self.id, seconds))
        return f"{self.url}#token={link.token}"

    def history(self) -> History:
        """The job's life as recorded: its transitions, attempts and checkpoints. Asks the server."""
        return self.session._ask(partial(self.session.rest.history, self.id))

    def wait(self, timeout: float | None = None) -> "Job":
        """Wait until the job is over, whatever its end, and return it.

        Raises `TimeoutError` after ``timeout`` seconds and `problem` if the job cannot be followed.
        Ctrl-C ends the waiting, not the job.
        """
        waiting.wait(self, timeout)
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
        await waiting.wait_async(self, timeout)
        return self._checked()._outcome()

    async def events(self, *, after: int = 0, epoch: int | None = None, follow: bool = True) -> AsyncIterator[Event]:
        """The job's events in order, each once, from the one after ``after`` of ``epoch`` until the job is over.

        By default from the very first: what the server keeps comes first, then, unless ``follow`` is False, what
        happens live. Works in any event loop, of a job that ended long ago too. Where the server keeps no events
        (``event.seq`` has a hole) the stream goes on with those there are. After Redis lost its data the job goes on in
        a new ``event.epoch``. While the server is away the stream waits. Raises `problem` if it cannot be followed.
        """
        self.session._start()
        while self.snapshot.epoch == 0 and not self.done:
            await asyncio.sleep(POLL / 4)  # not heard of yet
        if self.problem is not None:
            raise self.problem
        replay = Replay(self._page, epoch, after)
        async for event in replay.kept():
            yield event
        if not follow or self._told_all(replay.position):
            return
        stream = EventStream(self.session._connection, self.id, *replay.position)
        stream.open()
        try:
            async for event in replay.live(stream, self._told_all):
                yield event
        finally:
            stream.close()

    def observe(self, callback: Callable[["Job"], object]) -> Callable[[], None]:
        """Call ``callback(job)`` after each change, until the returned function is called.

        It is called on the connection's thread and must be quick. What it raises is logged.
        """
        return self._observers.add(callback)

    # for its like: `JobReading`, waiting

    def _standing(self) -> str:
        return "waiting for the server" if self.pending else super()._standing()

    def _follow(self) -> None:
        self.session._start()

    def _hint(self) -> str | None:
        question = self.question
        asks = self.state is JobState.WAITING_INPUT and question is not None and not self.answer_pending
        if not asks or question is None or self._hinted == question.key:
            return None
        self._hinted = question.key
        return answering.hint(self)

    def _interrupted(self) -> WaitInterrupted:
        return WaitInterrupted(self.id)

    # for the session

    def _begin(self, expected_until: float = 0.0) -> Watch:
        """The watch that keeps this job up to date."""
        return Watch(self.id, self._tracker, self._feed, expected_until=expected_until)

    def _accepted(self, record: JobRecord) -> None:
        """The server has taken a pending job."""
        if record.id != self.id or self.pending:
            self._tracker = Tracker(initial_snapshot(record))
        self.pending, self.parent, self.params = False, record.parent, record.params
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

    def _answer_asked(self) -> None:
        self.answer_pending, self.answer_refusal = True, None
        self._changed()

    def _answer_told(self, refusal: JobWidgetsError | None) -> None:
        self.answer_pending, self.answer_refusal = False, refusal
        self._changed()

    def _changed(self) -> None:
        self._note_end()
        self._observers.notify(self)

    def _note_end(self) -> None:
        while True:
            over = self._is_over()
            if over:
                self._over.set()
            else:
                self._over.clear()  # Redis lost the end: the job goes on in a new epoch
            # Threads that tell of two changes at once must not leave the older one behind: whoever is last looks again.
            if over == self._is_over():
                return

    def _is_over(self) -> bool:
        # Looked at for every packet: `state` would fold each of them.
        return self._tracker.over or self.problem is not None

    def _after_fork(self) -> None:
        """In a forked child: a thread of the parent may have held the event's lock."""
        self._over = threading.Event()
        self._note_end()

    def _page(self, after: int, epoch: int | None) -> EventPage:
        rest = self.session.rest
        return self.session._ask(lambda: rest.events(self.id, after=after, epoch=epoch, limit=PAGE))

    def _told_all(self, position: Position) -> bool:
        """True if the job is over and nothing happened after ``position``."""
        return self._tracker.over and position >= self._tracker.position

    def _checked(self) -> "Job":
        if self.problem is not None and not self.state.terminal:
            raise self.problem
        return self


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
    # Epoch 0: what the record tells is shown, but the server is asked for everything.
    return JobSnapshot(
        job=record.id,
        type=record.type,
        state=record.state,
        attempt=record.attempt,
        reason=record.reason,
        progress=record.progress,
        input=record.input,
        result=record.result,
        error=record.error,
        created=record.created,
        started=record.started,
        ended=record.ended,
    )
