"""What `Scrubber` moves through: a job's past, and whoever fetches it."""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ..client.replayed import ReplayedJob
from ..client.tape import Tape
from ..protocol import events as ev
from ..protocol.errors import Conflict, JobWidgetsError, NotWaiting
from ..protocol.events import Event
from ..protocol.state import JobSnapshot
from .facts import clip
from .watched import WatchedJob

logger = logging.getLogger("jobwidgets.widgets")

_MAX_LABEL = 80


class Past(ReplayedJob):
    """A job as it was after so many of its events; nothing can be done to it any more.

    Until it is moved it follows the end of its log, which may grow. ``loaded``: all that was kept is here.
    """

    def __init__(self, now: JobSnapshot) -> None:
        self.loaded = False
        self._wanted: int | None = None
        super().__init__(Tape(JobSnapshot(job=now.job, type=now.type, created=now.created)))

    @property
    def at(self) -> float:
        """When the job was here, in seconds since 1970."""
        return self._tape.time(self.position)

    def move(self, position: int) -> None:
        """Go to ``position``, as soon as there is so much; the end of the log is followed from then on."""
        with self._wake:
            self._wanted = None if self.loaded and position >= self.length else position
            self.seek(position)

    def play(self) -> None:
        """Let time pass, from the beginning if this is the end; having come to the end, follow it."""
        with self._wake:
            if self.position >= self.length:
                self.seek(0)
            self._wanted = None
            self.resume()

    def pause(self) -> None:
        """Stay here."""
        with self._wake:
            if self._playing:
                self._wanted = self.position
                super().pause()

    def lengthen(self, events: Sequence[Event]) -> None:
        """More has come."""
        with self._wake:
            self._tape.extend(events)
            wanted = self.length if self._wanted is None else min(self._wanted, self.length)
            if self._playing or wanted == self.position:
                self._changed()
            else:
                self.seek(wanted)

    def finish(self, end: JobSnapshot) -> None:
        """Nothing more comes: the job is over, and ``end`` is what it came to, whatever its events lead to."""
        with self._wake:
            if not self.length:
                self._tape = Tape(end)
                self._log = self._tape.events
            self._tape.final = end
            self._go(self.position)

    def cancel(self) -> None:
        """Raises `Conflict`."""
        raise Conflict("This is the past of the job; its own widget, or job.cancel(), cancels it.")

    def answer(self, value: object, *, key: str | None = None) -> None:
        """Raises `NotWaiting`."""
        raise NotWaiting("This is the past of the job; what it asks now is answered in its own widget.")


class Loader:
    """Fetches the events of ``job`` on a thread of its own, those kept and those to come, until the job is over.

    ``arrived()`` is called when there is something to `take`, or ``caught_up``, ``end`` or ``problem`` have changed.
    """

    def __init__(self, job: WatchedJob, arrived: Callable[[], None]) -> None:
        self.caught_up = False
        self.end: JobSnapshot | None = None
        self.problem: str | None = None
        self._job, self._arrived = job, arrived
        self._events: deque[Event] = deque()
        self._lock = threading.Lock()
        self._cancel: Callable[[], object] | None = None
        self._stopped = False

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name="jobwidgets-loader", daemon=True).start()

    def stop(self) -> None:
        """Fetch no more."""
        with self._lock:
            self._stopped = True
            if self._cancel is not None:
                self._cancel()

    @property
    def waiting(self) -> bool:
        """Whether there is something to take."""
        return bool(self._events)

    def take(self, count: int) -> list[Event]:
        """The next ``count`` events at most."""
        return [self._events.popleft() for _ in range(min(count, len(self._events)))]

    def _run(self) -> None:
        try:
            asyncio.run(self._read())
        except asyncio.CancelledError:
            return
        except JobWidgetsError as why:
            self.problem = str(why)
        except Exception as why:
            logger.exception("the events of job %s could not be read", self._job.id)
            self.problem = f"{type(why).__name__}: {why}"
        self.caught_up = True
        self._arrived()

    async def _read(self) -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        with self._lock:
            if self._stopped:
                return
            self._cancel = lambda: loop.call_soon_threadsafe(task.cancel)
        try:
            last = await self._fetch(None, follow=False)
            self.caught_up = True
            self._arrived()
            await self._fetch(last, follow=True)
            snapshot = self._job.snapshot
            self.end = snapshot if snapshot.state.terminal else None
        finally:
            with self._lock:
                self._cancel = None  # the loop is about to close

    async def _fetch(self, last: Event | None, *, follow: bool) -> Event | None:
        after = (last.seq, last.epoch) if last is not None else (0, None)
        async for event in self._job.events(after=after[0], epoch=after[1], follow=follow):
            last = event
            self._events.append(event)
            self._arrived()
        return last


def marks(events: Sequence[Event], offset: int) -> Iterator[dict[str, Any]]:
    """Where, after ``offset`` events, something happened that one looks for: ``{at, kind, label}``."""
    for at, event in enumerate(events, offset + 1):
        match event:
            case ev.Attempt() if event.attempt > 1:
                yield _mark(at, "attempt", f"attempt {event.attempt}")
            case ev.InputRequested():
                yield _mark(at, "question", event.prompt)
            case ev.State(error=ev.JobError() as error):
                yield _mark(at, "error", f"{error.type}: {error.message}")
            case ev.Step(status="failed"):
                yield _mark(at, "error", f"{event.name} failed")


def _mark(at: int, kind: str, label: str) -> dict[str, Any]:
    return {"at": at, "kind": kind, "label": clip(" ".join(label.split()), _MAX_LABEL)}
