"""`LocalJob`: a job of this process alone. Whoever drives it says what its snapshot and its events are now."""

import asyncio
import bisect
import threading
from collections.abc import AsyncIterator, Callable, Generator, Sequence
from pathlib import Path
from typing import Any, Self

from ..protocol.errors import JobWidgetsError, WaitInterrupted
from ..protocol.events import Event
from ..protocol.state import JobSnapshot
from . import waiting
from .observers import Observers
from .reading import JobReading

_POLL = 0.01
"""Seconds between two looks for new events."""

Position = tuple[int, int]


class LocalJob(JobReading):
    """What recorded jobs and fakes share: being read, observed and waited for, as `Job` is, without a server."""

    def __init__(self, snapshot: JobSnapshot, log: Sequence[Event] = ()) -> None:
        self.pending = False
        self.problem: JobWidgetsError | None = None
        self.cancel_refusal: JobWidgetsError | None = None
        self.answer_pending = False
        self.answer_refusal: JobWidgetsError | None = None
        self._snapshot = snapshot
        self._log = log
        self._length = 0
        self._observers: Observers[Any] = Observers()
        self._over = threading.Event()

    @property
    def snapshot(self) -> JobSnapshot:
        """All that is known of the job, as of one moment; immutable."""
        return self._snapshot

    @property
    def done(self) -> bool:
        """True once the job is over."""
        return self._over.is_set()

    @property
    def children(self) -> "list[LocalJob]":
        """None: the jobs that it launched are not here. ``snapshot.children`` names them."""
        return []

    def observe(self, callback: Callable[[Self], object]) -> Callable[[], None]:
        """Call ``callback(job)`` after each change, until the returned function is called. It must be quick; what it
        raises is logged."""
        return self._observers.add(callback)

    def wait(self, timeout: float | None = None) -> Self:
        """Wait until the job is over, and return it. Raises `TimeoutError` after ``timeout`` seconds."""
        waiting.wait(self, timeout)
        return self

    def result(self, timeout: float | None = None) -> Any:
        """What the job returned, waiting for it like `wait`. Raises `JobFailed` and `JobCancelled` as well."""
        return self.wait(timeout)._outcome()

    def __await__(self) -> Generator[Any, None, Any]:
        return self.result_async().__await__()

    async def result_async(self, timeout: float | None = None) -> Any:
        """`result` for coroutines; ``await job`` is the same without a time-out."""
        await waiting.wait_async(self, timeout)
        return self._outcome()

    async def events(self, *, after: int = 0, epoch: int | None = None, follow: bool = True) -> AsyncIterator[Event]:
        """The events after event ``after`` of ``epoch`` (None: the first there is) so far; with ``follow`` until the
        job is over."""
        told: Position | None = None if epoch is None else (epoch, after)
        while True:
            over = self._over.is_set()  # before the look: what came with the end is then told
            if told is None and self._length:
                told = self._log[0].epoch, after
            if told is not None:
                begin = bisect.bisect_right(self._log, told, hi=self._length, key=_place)
                for event in self._log[begin : self._length]:
                    told = _place(event)
                    yield event
            if over or not follow:
                return
            await asyncio.sleep(_POLL)

    def save(self, path: str | Path) -> Path:
        """Write the job into a cassette, like `Job.save`."""
        from .cassettes import save

        return save(self, path)

    def _become(self, snapshot: JobSnapshot, length: int) -> None:
        """It is ``snapshot`` now, after the first ``length`` events of its log."""
        self._snapshot, self._length = snapshot, length
        self._changed()

    def _changed(self) -> None:
        self._note_end()
        self._observers.notify(self)

    def _note_end(self) -> None:
        if self.state.terminal:
            self._over.set()
        else:
            self._over.clear()

    def _follow(self) -> None:
        """Nothing has to be asked."""

    def _hint(self) -> str | None:
        return None

    def _interrupted(self) -> WaitInterrupted:
        return WaitInterrupted(self.id, f"Job {self.id} goes on; job.cancel() stops it.")


def _place(event: Event) -> Position:
    return event.epoch, event.seq
