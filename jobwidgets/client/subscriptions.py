"""The subscriptions of one connection: which job is watched, asking for it, routing what comes.

Lives on the connection's loop; every method is called there. Handlers are synchronous from the packet
to the tracker: one that awaited could be overtaken by the next packet.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol

from ..protocol.errors import InvalidId, JobWidgetsError, NotFound, RateLimited, error_from_dict
from .tracker import Outcome, Phase, Request, Tracker

WINDOW = 32
"""Unanswered ``subscribe`` requests at a time: a kernel with a thousand jobs must not flood a relay
that has just come back."""
ANSWER_TIMEOUT = 10.0
"""Seconds until an unanswered ``subscribe`` is sent again."""
LINGER = 60.0
"""Seconds a job that is over is watched on. Its end is on record by then; until then a Redis that fails over or
loses its data may take the end back, and the job goes on."""

Send = Callable[[str, Any, Callable[..., None]], Awaitable[None]]
"""``send(event, payload, on_answer)``."""

_log = logging.getLogger(__name__)


class Listener(Protocol):
    """Told on the connection's thread what happens to a watched job; must be quick and must not raise."""

    def applied(self, outcome: Outcome) -> None:
        """The tracker's snapshot has changed."""
        ...

    def refused(self, error: JobWidgetsError) -> None:
        """The server knows no such job (any more); it is asked again at the next connection only."""
        ...


class Watch:
    """One tracker kept up to date for one listener. A job may have several, each on its own."""

    def __init__(self, job: str, tracker: Tracker, listener: Listener, *, expected_until: float = 0.0) -> None:
        self.job = job
        self.tracker = tracker
        self.listener = listener
        self.expected_until = expected_until
        """Until then (`time.monotonic`) a job the server does not know is only asked for again: a child is told of
        a moment before it is launched."""
        self.timeout: asyncio.TimerHandle | None = None
        self.linger: asyncio.TimerHandle | None = None


class Subscriptions:
    """All watches of a connection. A watch leaves by itself some time after the end of its job: a user may hold
    thousands of finished jobs, and the relay follows so many for one socket."""

    def __init__(self) -> None:
        self._watches: dict[str, list[Watch]] = {}
        self._send: Send | None = None
        self._waiting: deque[Watch] = deque()
        self._asked: set[Watch] = set()
        self._assembling: dict[str, list[Watch]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._limit_told = False
        self.heard = 0
        """Packets received: proof that the server lives."""

    @property
    def jobs(self) -> int:
        """Number of jobs watched."""
        return len(self._watches)

    def watches(self) -> list[Watch]:
        """All watches."""
        return [watch for of_job in self._watches.values() for watch in of_job]

    def add(self, watch: Watch) -> None:
        """Begin to watch."""
        self._watches.setdefault(watch.job, []).append(watch)
        self._want(watch)

    def remove(self, watch: Watch) -> None:
        """Stop watching; the relay is told when nobody here watches the job any more."""
        of_job = self._watches.get(watch.job, [])
        if watch not in of_job:
            return
        of_job.remove(watch)
        self._stay(watch)
        self._settle(watch)
        if not of_job:
            del self._watches[watch.job]
            if self._send is not None:
                self._spawn(self._send("unsubscribe", {"job": watch.job}, lambda *_: None))

    def opened(self, send: Send) -> None:
        """There is a connection: subscribe everything."""
        self._send = send
        self._limit_told = False
        for watch in self.watches():
            self._want(watch)

    def closed(self) -> None:
        """The connection is gone."""
        self._send = None
        self._waiting.clear()
        self._assembling.clear()
        for watch in self.watches():
            self._settle(watch)
            self._stay(watch)
            watch.tracker.lost()

    def on_event(self, event: Any = None, *_: Any) -> None:
        """A ``job:event`` packet: an `Event`, or what cannot be read as one."""
        self.heard += 1
        self._route([event])

    def on_batch(self, batch: Any = None, *_: Any) -> None:
        """A ``job:batch`` packet: events in order, of one job as a rule."""
        self.heard += 1
        if isinstance(batch, list):
            self._route(batch)

    def on_part(self, part: Any) -> None:
        """A ``job:part`` packet: {job, data, …}. Parts come in order, after the answer they belong to."""
        self.heard += 1
        if not isinstance(part, dict):
            return
        for watch in self._assembling.get(str(part.get("job")), [])[:1]:
            self._take(watch, watch.tracker.part(str(part.get("data", ""))))
            self._settle_if_answered(watch)

    def _route(self, batch: list[Any]) -> None:
        jobs = {_job_of(event): None for event in batch}
        for job in jobs:
            events = batch if len(jobs) == 1 else [event for event in batch if _job_of(event) == job]
            for watch in list(self._watches.get(job, ())):
                self._take(watch, watch.tracker.received(events))

    def _want(self, watch: Watch) -> None:
        if self._send is not None:
            self._waiting.append(watch)
            self._pump()

    def _pump(self) -> None:
        while self._send is not None and self._waiting and len(self._asked) < WINDOW:
            watch = self._waiting.popleft()
            known = watch in self._watches.get(watch.job, ())
            if not known or watch in self._asked or not watch.tracker.wants_request:
                continue
            self._asked.add(watch)
            request = watch.tracker.request()
            loop = asyncio.get_running_loop()
            watch.timeout = loop.call_later(ANSWER_TIMEOUT, self._unanswered, watch, request)
            on_answer = partial(self._answered, watch, request)
            self._spawn(self._send("subscribe", request.payload(), on_answer))

    def _answered(self, watch: Watch, request: Request, answer: Any = None, *_: Any) -> None:
        self.heard += 1
        if watch not in self._asked:
            return
        if isinstance(answer, dict) and answer.get("ok"):
            self._take(watch, watch.tracker.acknowledged(request.ticket, answer))
            if watch.tracker.phase is Phase.ASSEMBLING:
                self._assembling.setdefault(watch.job, []).append(watch)
        else:
            self._refused(watch, request, answer)
        self._settle_if_answered(watch)

    def _refused(self, watch: Watch, request: Request, answer: Any) -> None:
        told = answer.get("error") if isinstance(answer, dict) else None
        error = error_from_dict(told if isinstance(told, dict) else {})
        if isinstance(error, NotFound | InvalidId):
            outcome = watch.tracker.lost(request.ticket)
            if time.monotonic() < watch.expected_until:
                self._take(watch, outcome)
            else:
                watch.listener.refused(error)
            return
        # Asked again until it is granted; of a full connection the user should know, but once is enough.
        news = isinstance(error, RateLimited) and not self._limit_told
        self._limit_told = self._limit_told or news
        _log.log(logging.WARNING if news else logging.INFO, "subscribing job %s must wait: %s", watch.job, error)
        self._take(watch, watch.tracker.lost(request.ticket))

    def _unanswered(self, watch: Watch, request: Request) -> None:
        outcome = watch.tracker.lost(request.ticket)
        self._settle(watch)
        self._take(watch, outcome)

    def _settle_if_answered(self, watch: Watch) -> None:
        if watch.tracker.phase not in (Phase.ASKED, Phase.ASSEMBLING):
            self._settle(watch)

    def _settle(self, watch: Watch) -> None:
        if watch.timeout is not None:
            watch.timeout.cancel()
            watch.timeout = None
        self._asked.discard(watch)
        parts = self._assembling.get(watch.job)
        if parts and watch in parts:
            parts.remove(watch)
            if not parts:
                del self._assembling[watch.job]
        self._pump()

    def _take(self, watch: Watch, outcome: Outcome) -> None:
        if outcome.complaint is not None:
            _log.warning("job %s: %s; asking for its snapshot", watch.job, outcome.complaint)
        if outcome.retry is not None and self._send is not None:
            asyncio.get_running_loop().call_later(outcome.retry, self._want, watch)
        if not watch.tracker.at_end:
            self._stay(watch)
        elif watch.linger is None:
            watch.linger = asyncio.get_running_loop().call_later(LINGER, self.remove, watch)
        if outcome.changed:
            watch.listener.applied(outcome)

    def _stay(self, watch: Watch) -> None:
        if watch.linger is not None:
            watch.linger.cancel()
            watch.linger = None

    def _spawn(self, sending: Awaitable[None]) -> None:
        task = asyncio.ensure_future(sending)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _job_of(event: Any) -> str:
    """The id of an event's job, "" for what is no event of any."""
    if isinstance(event, dict):
        return str(event.get("job"))
    return getattr(event, "job", "")
