"""Answers to what jobs ask: sent at once; kept and sent later while the server is away."""

import logging
from typing import TYPE_CHECKING, Any

import msgspec

from ..protocol.errors import InvalidAnswer, NotWaiting, Unavailable
from ..protocol.ids import new_job_id
from .outbox import Action

if TYPE_CHECKING:
    from .job import Job
    from .session import Session

_log = logging.getLogger(__name__)


class Answer:
    """One answer with the id of its command: however often it is sent, the job gets it once.

    Raises `InvalidAnswer` for a value that is not JSON.
    """

    def __init__(self, session: "Session", job: "Job", value: Any, key: str | None) -> None:
        self._session, self._job = session, job
        question = job.question
        self._key = key if key is not None else question.key if question is not None else None
        self._command = new_job_id()
        try:
            self._value = msgspec.to_builtins(value)
            msgspec.json.encode(self._value)
        except (TypeError, ValueError, RecursionError) as why:
            raise InvalidAnswer(job.id, [f"it is not JSON: {str(why)[:200]}"]) from None

    def send(self) -> None:
        """Send it. Raises `InvalidAnswer`, `NotWaiting` and what a REST call raises."""
        self._session._ask(
            lambda: self._session.rest.answer(self._job.id, self._value, key=self._key, command=self._command)
        )

    def later(self) -> Action:
        """For the outbox. Raises `NotWaiting` if it is not known which question it answers."""
        if self._key is None:
            raise NotWaiting(
                f"Job {self._job.id} asks nothing as far as is known here, and the server is away: only an answer "
                "to a known question can be kept."
            )

        def perform() -> None:
            if self._job.problem is None:
                self.send()
            self._job._answer_told(None)

        return Action(f"answering job {self._job.id}", perform, self._job._answer_told)


def answer(session: "Session", job: "Job", value: Any, key: str | None) -> None:
    """What `Job.answer` does."""
    given = Answer(session, job, value, key)
    if session._caught_up():
        try:
            given.send()
        except Unavailable as why:
            if not session._was_reached:
                raise
            _log.info("the answer to job %s must wait: %s", job.id, why)
        else:
            job._answer_told(None)
            return
    action = given.later()
    job._answer_asked()
    session._outbox.put(action)
    session._connection.wake()


def hint(job: "Job") -> str:
    """How to answer what ``job`` asks, in one sentence."""
    question = job.question
    prompt = " ".join(question.prompt.split())[:300] if question is not None else ""
    return (
        f"Job {job.id} waits for an answer: {prompt!r}. Answer in its widget, with "
        f"jobwidgets.attach({job.id!r}).answer(…), or with `jobwidgets answer {job.id}`."
    )
