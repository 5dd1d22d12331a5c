"""`OpenedJobs`: jobs that pages have opened within a widget that is about several."""

from collections.abc import Callable
from typing import Any

from .activity import Activity
from .activity_feed import Message
from .flusher import Flusher, Sent
from .watched import WatchedJob

SAY_END_AGAIN = (1.0, 4.0)
"""Seconds after the end: Jupyter's server drops messages in silence, so the last word is said three times."""


class OpenedJobs:
    """An `Activity` for each job that a page has open, until the last page has closed it.

    What a page says is wrapped: ``activity {job, message}``; so is what it is told. ``find(id)`` gives the job, None
    if there is none; the page is then told ``gone``. A job that is launched again is told as ``retried {job}`` and can
    be opened. Everything runs on the flusher thread.
    """

    def __init__(
        self,
        find: Callable[[str], WatchedJob | None],
        send: Callable[[Message], None],
        flusher: Flusher,
        mark: Callable[[], None],
    ) -> None:
        self._find, self._send, self._flusher, self._mark = find, send, flusher, mark
        self._open: dict[str, _Opened] = {}
        self._again: dict[str, WatchedJob] = {}

    def __len__(self) -> int:
        return len(self._open)

    def close(self) -> None:
        """Close them all; the jobs go on."""
        for id in list(self._open):
            self._open.pop(id).close()

    def receive(self, id: str, message: Message) -> None:
        """What a page says to job ``id``."""
        opened = self._open.get(id)
        if opened is None:
            if message.get("type") != "hello":
                return
            job = self._find(id) or self._again.get(id)
            if job is None:
                self._tell(id, {"type": "gone", "to": message.get("client")})
                return
            opened = self._open[id] = _Opened(job, self)
        opened.activity.receive(message)
        if not opened.activity.in_use:
            self._open.pop(id).close()

    def flush(self) -> Sent:
        """Send what is new of one of them, in turn."""
        for id in list(self._open):
            opened = self._open.pop(id)
            self._open[id] = opened
            sent = opened.flush()
            if sent.messages or sent.more:
                return sent._replace(more=sent.more or len(self._open) > 1)
        return Sent()

    def _tell(self, id: str, message: Message) -> None:
        self._send({"type": "activity", "job": id, "message": message})

    def _retried(self, id: str, job: WatchedJob) -> None:
        self._again[job.id] = job
        self._tell(id, {"type": "retried", "job": job.id})


class _Opened:
    """One job, its conversation, and the repeats of its end."""

    def __init__(self, job: WatchedJob, jobs: OpenedJobs) -> None:
        self._job, self._flusher = job, jobs._flusher
        self._ended = self._closed = False

        def again(new: Any) -> None:
            jobs._retried(job.id, new)

        self.activity = Activity(job, self._teller(jobs), jobs._flusher, jobs._mark, on_retry=again)
        self._unobserve = job.observe(lambda _job: jobs._mark())

    def close(self) -> None:
        self._closed = True
        self._unobserve()
        self.activity.close()

    def flush(self) -> Sent:
        snapshot = self._job.snapshot
        sent = self.activity.flush(snapshot)
        if not snapshot.state.terminal:
            self._ended = False
        elif not self._ended and not sent.more:
            self._ended = True
            for delay in SAY_END_AGAIN:
                self._flusher.later(delay, self._say_end)
        return sent

    def _say_end(self) -> None:
        if not self._closed and self._ended:
            self.activity.say_end()

    def _teller(self, jobs: OpenedJobs) -> Callable[[Message], None]:
        return lambda message: jobs._tell(self._job.id, message)
