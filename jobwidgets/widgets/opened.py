"""`OpenedJobs`: jobs that pages have opened within a widget that is about several."""

from collections.abc import Callable
from typing import Any

from .activity import Activity
from .activity_feed import Message
from .flusher import Flusher, Sent
from .watched import WatchedJob


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
        self._closed = False

    def __len__(self) -> int:
        return len(self._open)

    def close(self) -> None:
        """Close them all, and open no more; the jobs go on. From any thread."""
        self._flusher.submit(self._close)

    def _close(self) -> None:
        self._closed = True
        while self._open:
            self._open.popitem()[1].close()

    def receive(self, id: str, message: Message) -> None:
        """What a page says to job ``id``."""
        opened = self._open.get(id)
        if opened is None:
            if message.get("type") != "hello" or self._closed:
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
    """One job and its conversation."""

    def __init__(self, job: WatchedJob, jobs: OpenedJobs) -> None:
        self._job = job

        def again(new: Any) -> None:
            jobs._retried(job.id, new)

        self.activity = Activity(job, self._teller(jobs), jobs._flusher, jobs._mark, on_retry=again)
        self._unobserve = job.observe(lambda _job: jobs._mark())

    def close(self) -> None:
        self._unobserve()
        self.activity.close()

    def flush(self) -> Sent:
        return self.activity.flush(self._job.snapshot)

    def _teller(self, jobs: OpenedJobs) -> Callable[[Message], None]:
        return lambda message: jobs._tell(self._job.id, message)
