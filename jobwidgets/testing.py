"""For tests of jobs and of jobwidgets itself: waiting without sleeping blindly, and jobs without a server."""

import asyncio
import inspect
import itertools
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from .client.local_job import LocalJob
from .client.status import ConnectionStatus
from .protocol import events as ev
from .protocol.errors import JobWidgetsError, NotWaiting
from .protocol.ids import new_job_id
from .protocol.state import TRANSITIONS, JobSnapshot, fold_all
from .worker.fake_host import FakeHost as FakeHost


async def wait_until(condition: Callable[[], Any], what: str, timeout: float = 30.0, poll: float = 0.01) -> Any:
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


def wait_until_sync(condition: Callable[[], Any], what: str, timeout: float = 30.0, poll: float = 0.01) -> Any:
    """`wait_until` for code without an event loop."""
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {timeout:g} s for: {what}")
        time.sleep(poll)


class FakeJob(LocalJob):
    """A job without a server, for tests of whatever watches jobs, and for demonstrations.

    It is read, observed and waited for like a real one. `emit` folds events into ``snapshot`` as a subscriber would:
    their ``job``, ``epoch``, ``seq`` and, unless given, ``at`` are filled in. ``answers`` are those it was given, by
    the question's key.
    """

    def __init__(self, type: str = "demo", *, id: str | None = None) -> None:
        super().__init__(JobSnapshot(job=id or new_job_id(), type=type, epoch=1, created=time.time()), [])
        self.cancelled_by_user = threading.Event()
        self.answers: dict[str, Any] = {}
        self._lock = threading.Lock()

    def emit(self, *batch: ev.KnownEvent) -> None:
        """Fold ``batch`` and tell the observers once."""
        with self._lock:
            snapshot = self.snapshot
            attempt = snapshot.attempt
            numbered: list[ev.Event] = []
            for number, event in enumerate(batch, snapshot.seq + 1):
                attempt = event.attempt or attempt
                at = event.at or time.time()
                numbered.append(replace(event, job=self.id, epoch=1, seq=number, attempt=attempt, at=at))
            self._log = [*self._log, *numbered]
            self._snapshot, self._length = fold_all(snapshot, numbered), len(self._log)
        self._changed()

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
        self._changed()

    def refuse(self, why: JobWidgetsError) -> None:
        """The server refuses the job or does not know it any more: ``problem``."""
        self.problem = why
        self._changed()

    def refuse_cancel(self, why: JobWidgetsError) -> None:
        """The server refuses the cancel that was asked for: ``cancel_refusal``."""
        self.cancel_refusal = why
        self._changed()

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


_METHODS = ("put", "get", "join")
_TABLE = "application/vnd.jobwidgets.table+json"


def demo_script(words: int = 120) -> Iterator[tuple[float, ev.KnownEvent]]:
    """The script of a small research job: attempt, steps and tool calls with arguments and results, progress, a table
    that grows, text, usage within a budget, result."""
    topics = ("asyncio.Queue", "queue.Queue", "multiprocessing.Queue")
    rows: list[list[Any]] = []
    yield 0.3, ev.Attempt(job="", attempt=1, worker="demo")
    yield 0.0, ev.State(job="", state=ev.JobState.RUNNING)
    yield 0.0, ev.UsageEvent(job="", max_tokens=4_000, max_cost=0.05)
    yield 0.1, ev.Step(job="", id="plan", name="Plan", detail="3 queries")
    yield 0.4, ev.Step(job="", id="plan", name="Plan", status="completed", result=list(topics))
    yield 0.1, ev.Step(job="", id="search", name="Search the documentation")
    for i, topic in enumerate(topics):
        call = {"query": topic, "limit": 5}
        found = [{"name": f"{topic}.{method}", "score": round(9.5 - i - n / 2, 1)} for n, method in enumerate(_METHODS)]
        yield 0.1, ev.Step(job="", id=f"q{i}", parent="search", name="search", arguments=call)
        yield 0.3, ev.Step(job="", id=f"q{i}", parent="search", name="search", status="completed", result=found)
        rows += [[topic, row["name"], row["score"]] for row in found]
        table = {"columns": ["query", "passage", "score"], "rows": [*rows]}
        yield 0.0, ev.Artifact(job="", id="sources", name="Sources", media_type=_TABLE, data=table)
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
    yield 0.0, ev.UsageEvent(job="", input_tokens=812, output_tokens=words, cost=0.0021)
    yield 0.1, ev.State(job="", state=ev.JobState.COMPLETED, result={"sources": list(topics)})


def demo_job(*, speed: float = 1.0, words: int = 120, type: str = "search") -> FakeJob:
    """A `FakeJob` that plays `demo_script`."""
    return FakeJob(type).play(demo_script(words), speed=speed)
