"""For tests of jobs and of jobwidgets itself: waiting without sleeping blindly, and jobs without a server."""

import asyncio
import inspect
import itertools
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from .client.status import ConnectionStatus
from .protocol import events as ev
from .protocol.errors import JobWidgetsError, NotWaiting
from .protocol.ids import new_job_id
from .protocol.state import TRANSITIONS, JobSnapshot, PendingInput, fold_all
from .worker.fake_host import FakeHost as FakeHost


async def wait_until(condition: Callable[[], Any], what: str, timeout: float = 10.0, poll: float = 0.01) -> Any:
    """Poll ``condition`` (plain or async) until it is true and return its value.

    Raises `AssertionError` naming ``what`` after ``timeout`` seconds.
    """
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if inspect.isawaitable(value):
            value = await value
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {timeout:g} s for: {what}")
        await asyncio.sleep(poll)


def wait_until_sync(condition: Callable[[], Any], what: str, timeout: float = 10.0, poll: float = 0.01) -> Any:
    """`wait_until` for code without an event loop."""
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {timeout:g} s for: {what}")
        time.sleep(poll)


class FakeJob:
    """A job without a server, for tests of whatever watches jobs, and for demonstrations.

    It has what watchers use of a real one: ``id``, ``type``, ``snapshot``, ``state``, ``progress``,
    ``step``, ``text``, ``error``, ``question``, ``answer()``, ``cancel()``, ``observe()``, ``wait()``. `emit` folds
    events into ``snapshot`` as a subscriber would: their ``job``, ``epoch``, ``seq`` and, unless given, ``at`` are
    filled in. ``answers`` are those it was given, by the question's key.
    """

    def __init__(self, type: str = "demo", *, id: str | None = None) -> None:
        self.id = id or new_job_id()
        self.type = type
        self.snapshot = JobSnapshot(job=self.id, type=type, epoch=1, created=time.time())
        self.pending = False
        self.problem: JobWidgetsError | None = None
        self.cancel_refusal: JobWidgetsError | None = None
        self.cancelled_by_user = threading.Event()
        self.answer_pending = False
        self.answer_refusal: JobWidgetsError | None = None
        self.answers: dict[str, Any] = {}
        self._events: list[ev.KnownEvent] = []
        self._lock = threading.Lock()
        self._observers: list[Callable[[FakeJob], object]] = []
        self._over = threading.Event()

    @property
    def state(self) -> str:
        return str(self.snapshot.state)

    @property
    def progress(self) -> float | None:
        return self.snapshot.progress.fraction if self.snapshot.progress else None

    @property
    def step(self) -> str | None:
        step = self.snapshot.current_step()
        return step.name if step else None

    @property
    def text(self) -> str:
        return self.snapshot.channel_text()

    @property
    def error(self) -> ev.JobError | None:
        return self.snapshot.error

    @property
    def question(self) -> PendingInput | None:
        return self.snapshot.input

    def emit(self, *batch: ev.KnownEvent) -> None:
        """Fold ``batch`` and tell the observers once."""
        with self._lock:
            seq = self.snapshot.seq
            attempt = self.snapshot.attempt
            numbered: list[ev.KnownEvent] = []
            for number, event in enumerate(batch, seq + 1):
                attempt = event.attempt or attempt
                numbered.append(
                    replace(event, job=self.id, epoch=1, seq=number, attempt=attempt, at=event.at or time.time())
                )
            self.snapshot = fold_all(self.snapshot, numbered)
            self._events += numbered
        self._tell()
        if self.snapshot.state.terminal:
            self._over.set()

    def cancel(self) -> None:
        """Note the wish; a queued job is cancelled, a running one becomes ``cancelling``."""
        self.cancelled_by_user.set()
        if self.snapshot.state is ev.JobState.QUEUED:
            self.emit(ev.State(job=self.id, state=ev.JobState.CANCELLED, reason="user"))
        elif ev.JobState.CANCELLING in TRANSITIONS[self.snapshot.state]:
            self.emit(ev.State(job=self.id, state=ev.JobState.CANCELLING, reason="user"))

    def ask(self, prompt: str, schema: Any = None, *, key: str = "question", expires: float | None = None) -> None:
        """The job asks; ``expires`` is a time in seconds since 1970."""
        self.emit(
            ev.InputRequested(job=self.id, key=key, prompt=prompt, schema=schema, expires=expires),
            ev.State(job=self.id, state=ev.JobState.WAITING_INPUT),
        )

    async def events(
        self, *, after: int = 0, epoch: int | None = None, follow: bool = True
    ) -> AsyncIterator[ev.KnownEvent]:
        """The events after ``after`` so far; with ``follow`` until the job is over. There is one epoch."""
        while True:
            over = self._over.is_set()
            for event in self._events[after:]:
                after = event.seq
                yield event
            if over or not follow:
                return
            await asyncio.sleep(0.01)

    def answer(self, value: Any, *, key: str | None = None) -> None:
        """Answer the open question and go on. Nothing is checked against its schema."""
        asked = self.question
        if asked is None or key not in (None, asked.key):
            raise NotWaiting
        self.answers[asked.key] = value
        self.emit(
            ev.InputAnswered(job=self.id, key=asked.key, answer=value),
            ev.State(job=self.id, state=ev.JobState.RUNNING, reason="answered"),
        )

    def refuse_answer(self, why: JobWidgetsError) -> None:
        """The server refuses an answer it was given later: ``answer_refusal``."""
        self.answer_pending, self.answer_refusal = False, why
        self._tell()

    def refuse(self, why: JobWidgetsError) -> None:
        """The server refuses the job or does not know it any more: ``problem``."""
        self.problem = why
        self._tell()

    def refuse_cancel(self, why: JobWidgetsError) -> None:
        """The server refuses the cancel that was asked for: ``cancel_refusal``."""
        self.cancel_refusal = why
        self._tell()

    def observe(self, callback: Callable[["FakeJob"], object]) -> Callable[[], None]:
        """Call ``callback(job)`` after each batch, until the returned function is called."""
        with self._lock:
            self._observers.append(callback)

        def unobserve() -> None:
            with self._lock:
                if callback in self._observers:
                    self._observers.remove(callback)

        return unobserve

    def _tell(self) -> None:
        with self._lock:
            observers = list(self._observers)
        for observer in observers:
            observer(self)

    def wait(self, timeout: float | None = None) -> "FakeJob":
        """Return when the job is over; `TimeoutError` after ``timeout`` seconds."""
        if not self._over.wait(timeout):
            raise TimeoutError(f"job {self.id} is still {self.state} after {timeout:g} s")
        return self

    def play(self, script: Iterable[tuple[float, ev.KnownEvent]], *, speed: float = 1.0) -> "FakeJob":
        """Emit each event of ``script`` after its delay (seconds, divided by ``speed``), on a thread.

        After `cancel` the rest of the script is left out and the job ends as cancelled.
        """
        threading.Thread(target=self._play, args=(script, speed), name=f"fake-job-{self.id}", daemon=True).start()
        return self

    def _play(self, script: Iterable[tuple[float, ev.KnownEvent]], speed: float) -> None:
        for delay, event in script:
            if self.cancelled_by_user.wait(delay / speed):
                if not self.snapshot.state.terminal:
                    self.cancelled_by_user.clear()
                    self.cancelled_by_user.wait(0.5 / speed)
                    self.emit(ev.State(job=self.id, state=ev.JobState.CANCELLED, reason="user"))
                return
            self.emit(event)


class FakeSession:
    """A session without a server: set `status`, add jobs."""

    def __init__(self, *jobs: FakeJob) -> None:
        self.pending = 0
        self._status = ConnectionStatus("connected", time.time(), 0.002, url="http://127.0.0.1:3000")
        self._jobs: list[FakeJob] = []
        self._observers: list[Callable[[ConnectionStatus], object]] = []
        for job in jobs:
            self.add(job)

    @property
    def unfinished(self) -> list[FakeJob]:
        return [job for job in self._jobs if not job.snapshot.state.terminal and job.problem is None]

    @property
    def status(self) -> ConnectionStatus:
        return self._status

    @status.setter
    def status(self, status: ConnectionStatus) -> None:
        self._status = status
        self._tell()

    def add(self, job: FakeJob) -> FakeJob:
        """Watch ``job``."""
        self._jobs.append(job)
        self._tell()
        return job

    def observe(self, callback: Callable[[ConnectionStatus], object]) -> Callable[[], None]:
        """Call ``callback(status)`` when it changes or a job is added."""
        self._observers.append(callback)
        return lambda: self._observers.remove(callback)

    def _tell(self) -> None:
        for observer in list(self._observers):
            observer(self._status)


def demo_script(words: int = 120) -> Iterator[tuple[float, ev.KnownEvent]]:
    """The script of a small research job: attempt, steps with tool calls, progress, text, result."""
    topics = ("asyncio.Queue", "queue.Queue", "multiprocessing.Queue")
    yield 0.3, ev.Attempt(job="", attempt=1, worker="demo")
    yield 0.0, ev.State(job="", state=ev.JobState.RUNNING)
    yield 0.1, ev.Step(job="", id="plan", name="Plan", detail="3 queries")
    yield 0.4, ev.Step(job="", id="plan", name="Plan", status="completed")
    yield 0.1, ev.Step(job="", id="search", name="Search the documentation")
    for i, topic in enumerate(topics):
        yield 0.1, ev.Step(job="", id=f"q{i}", parent="search", name="search", detail={"query": topic, "limit": 5})
        yield 0.3, ev.Step(job="", id=f"q{i}", parent="search", name="search", status="completed")
        yield 0.0, ev.Log(job="", message=f"{topic}: {i + 2} passages")
        yield 0.0, ev.Progress(job="", value=i + 1, total=8, message=f"Searched {i + 1} of 3")
    yield 0.1, ev.Step(job="", id="search", name="Search the documentation", status="completed")
    yield 0.1, ev.Step(job="", id="write", name="Write the answer", detail="SmolLM2-135M")
    sentence = "A queue passes items between tasks; put() waits while it is full and get() while it is empty."
    said = itertools.cycle(sentence.split())
    for n in range(words):
        yield 0.02, ev.Text(job="", delta=next(said) + ("\n\n" if (n + 1) % 36 == 0 else " "))
        if n % 24 == 23:
            part = 3 + 5 * (n + 1) / words
            yield 0.0, ev.Progress(job="", value=part, total=8, message=f"{n + 1} words")
    yield 0.1, ev.Step(job="", id="write", name="Write the answer", status="completed")
    yield 0.0, ev.UsageEvent(job="", input_tokens=812, output_tokens=words)
    yield 0.1, ev.State(job="", state=ev.JobState.COMPLETED, result={"sources": list(topics)})


def demo_job(*, speed: float = 1.0, words: int = 120, type: str = "search") -> FakeJob:
    """A `FakeJob` that plays `demo_script`."""
    return FakeJob(type).play(demo_script(words), speed=speed)
