"""What became of the questions of one job, as one widget saw it."""

import asyncio
import threading
from typing import Any, NamedTuple

from ..protocol.errors import InvalidAnswer, JobWidgetsError
from ..protocol.events import InputAnswered, JobState
from ..protocol.state import JobSnapshot, PendingInput
from .facts import clip, plain
from .watched import WatchedJob

MAX_LINE = 200
"""Characters shown of a question that was answered, and of its answer."""

NOT_IN_TIME = "not answered in time"
"""What a job's state gives as its reason when nobody answered."""


class Asked(NamedTuple):
    """A question, and the event up to which it was known to be open."""

    question: PendingInput
    epoch: int
    seq: int


class Questions:
    """Notes which question is open, and how the one before it was answered. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: Asked | None = None
        self._closed: tuple[Asked, str | None] | None = None
        self._answers: dict[str, Any] = {}
        self._looked_up: set[str] = set()

    def given(self, key: str, value: Any) -> None:
        """``value`` is passed on as the answer to question ``key``, or was found to be the answer."""
        with self._lock:
            self._answers[key] = value

    def refused(self, key: str) -> None:
        """It was not taken."""
        with self._lock:
            self._answers.pop(key, None)

    def too_late(self) -> None:
        """It was not taken: somebody else had answered the question that was closed last."""
        with self._lock:
            if self._closed is not None:
                self._answers.pop(self._closed[0].question.key, None)

    def told(self, snapshot: JobSnapshot) -> dict[str, str] | None:
        """One line on the question that was closed last: its ``prompt``, and the answer as ``text``."""
        with self._lock:
            asked = snapshot.input
            if self._open is not None and (asked is None or asked.key != self._open.question.key):
                self._closed = (self._open, snapshot.reason)
            self._open = asked and Asked(asked, snapshot.epoch, snapshot.seq)
            if asked or self._closed is None or snapshot.state.terminal or snapshot.state is JobState.CANCELLING:
                return None
            (closed, _, _), reason = self._closed
            line = clip(" ".join(closed.prompt.split()), MAX_LINE)
            if closed.key in self._answers:
                return {"prompt": line, "text": f"Answered: {answer_text(self._answers[closed.key])}"}
            return {"prompt": line, "text": reason.capitalize() if reason == NOT_IN_TIME else "Answered elsewhere"}

    def answered_elsewhere(self) -> Asked | None:
        """A question whose answer nobody knows here and that is worth a look at the job's events; each once."""
        with self._lock:
            if self._closed is None:
                return None
            asked, reason = self._closed
            key = asked.question.key
            if key in self._answers or key in self._looked_up or reason == NOT_IN_TIME:
                return None
            self._looked_up.add(key)
            return asked


def answer_in(job: WatchedJob, asked: Asked) -> InputAnswered | None:
    """The event that closed the question, of those the job's server keeps. Asks the server and waits for it."""

    async def look() -> InputAnswered | None:
        async for event in job.events(after=asked.seq, epoch=asked.epoch, follow=False):
            if isinstance(event, InputAnswered) and event.key == asked.question.key:
                return event
        return None

    return asyncio.run(look())


def answer_text(value: Any) -> str:
    """An answer for a reader."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "null" if value is None else plain(value, MAX_LINE)


def refusal_text(why: JobWidgetsError) -> str:
    """Why an answer was not taken, beside the form it was given in."""
    problems = why.problems if isinstance(why, InvalidAnswer) else []
    return "; ".join(problems) or str(why)
