"""Jobs that ask: the question, its answer, and an answer while the server is away."""

import asyncio
import logging
from collections.abc import Callable

import pytest

from jobwidgets.client.job import Job
from jobwidgets.client.session import Session
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import InvalidAnswer, NotWaiting, ServerUnreachable
from jobwidgets.protocol.events import JobState
from jobwidgets.testing import wait_until, wait_until_sync

from .fake_relay import FakeRelay

PATIENCE = 30.0


def ask(relay: FakeRelay, job: Job, prompt: str = "Proceed?", key: str = "1-proceed") -> None:
    relay.publish(
        job.id,
        ev.InputRequested(job=job.id, key=key, prompt=prompt, schema={"enum": ["yes", "no"]}),
        ev.State(job=job.id, state=JobState.WAITING_INPUT),
    )
    wait_until_sync(lambda: job.state == "waiting_input", "the question", PATIENCE)


@pytest.fixture
def asking(relay: FakeRelay, session: Session) -> Job:
    """A job that waits for its user."""
    job = session.launch("search")
    relay.publish(job.id, ev.State(job=job.id, state=JobState.RUNNING))
    ask(relay, job)
    return job


def test_an_answer_reaches_the_job(relay: FakeRelay, asking: Job) -> None:
    """The question is there with its schema; the answer is sent at once, for that question, and the job goes on."""
    question = asking.question
    assert question is not None
    assert (question.prompt, question.schema) == ("Proceed?", {"enum": ["yes", "no"]})
    asking.answer("yes")
    assert (relay.answers[0]["answer"], relay.answers[0]["key"]) == ("yes", "1-proceed")
    assert not asking.answer_pending
    wait_until_sync(lambda: asking.state == "running", "the job to go on", PATIENCE)
    assert asking.question is None


def test_an_answer_that_does_not_fit_is_refused(relay: FakeRelay, asking: Job) -> None:
    """What the schema does not allow, and what is not JSON, is an InvalidAnswer; the question stays open."""
    relay.valid = lambda answer: answer in ("yes", "no")
    with pytest.raises(InvalidAnswer, match="no such choice") as caught:
        asking.answer("maybe")
    assert caught.value.problems == ["no such choice"]
    with pytest.raises(InvalidAnswer, match="not JSON"):
        asking.answer(object())
    assert asking.question is not None
    asking.answer("no")


def test_nobody_asked(relay: FakeRelay, session: Session, asking: Job) -> None:
    """An answer to a job that asks nothing, or no longer asks this, is NotWaiting."""
    with pytest.raises(NotWaiting):
        asking.answer("yes", key="another question")
    other = session.launch("search", n=2)
    with pytest.raises(NotWaiting, match="asks nothing"):
        other.answer("yes")


def test_an_answer_outlives_an_outage(relay: FakeRelay, session: Session, asking: Job) -> None:
    """While the server is away the answer is kept, shown as pending, and sent when it is back."""
    relay.kill()
    wait_until_sync(lambda: not session.status.connected, "the loss", PATIENCE)
    heard: list[bool] = []
    asking.observe(lambda job: heard.append(job.answer_pending))
    asking.answer("yes")
    assert asking.answer_pending
    assert session.pending == 1
    wait_until_sync(lambda: True in heard, "its observers to hear", PATIENCE)
    relay.start()
    wait_until_sync(lambda: asking.state == "running", "the job to go on", PATIENCE)
    wait_until_sync(lambda: not asking.answer_pending, "the answer to be told", PATIENCE)
    assert asking.answer_refusal is None
    assert {answer["answer"] for answer in relay.answers} == {"yes"}


def test_an_answer_that_came_too_late_says_so(relay: FakeRelay, session: Session, asking: Job) -> None:
    """Somebody else answered during the outage: the answer is refused, its observers hear why."""
    relay.kill()
    wait_until_sync(lambda: not session.status.connected, "the loss", PATIENCE)
    asking.answer("yes")
    relay.jobs[asking.id].append(ev.InputAnswered(job=asking.id, key="1-proceed", answer="no"))
    relay.jobs[asking.id].append(ev.State(job=asking.id, state=JobState.RUNNING))
    relay.start()
    wait_until_sync(lambda: asking.answer_refusal is not None, "the refusal", PATIENCE)
    assert isinstance(asking.answer_refusal, NotWaiting)
    assert not asking.answer_pending


def test_a_lost_reply_answers_once(relay: FakeRelay, asking: Job) -> None:
    """The server took the answer and died before it could say so: the same command is sent again, and nothing more."""
    relay.hang_up_after_answer = 2
    asking.answer("yes")
    wait_until_sync(lambda: not asking.answer_pending and asking.state == "running", "the answer", PATIENCE)
    assert len({answer["command"] for answer in relay.answers}) == 1
    assert len(relay.answers) > 1
    assert asking.answer_refusal is None


def test_an_answer_to_an_unknown_question_is_not_kept(
    relay: FakeRelay, session: Session, new_session: Callable[..., Session]
) -> None:
    """Without the server nobody knows what a job asks: an answer kept for later could answer something else."""
    job = session.launch("search")
    wait_until_sync(lambda: session.status.connected, "the connection", PATIENCE)
    relay.kill()
    with pytest.raises((NotWaiting, ServerUnreachable)):
        job.answer("yes")
    assert session.pending == 0
    relay.start()


def test_waiting_says_once_how_to_answer(
    relay: FakeRelay, session: Session, asking: Job, caplog: pytest.LogCaptureFixture
) -> None:
    """Who waits for a job that waits for them is told so, once a question, with the ways to answer."""

    def hints() -> list[str]:
        return [record.getMessage() for record in caplog.records if "waits for an answer" in record.getMessage()]

    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            with pytest.raises(TimeoutError):
                asking.wait(0.3)
        assert len(hints()) == 1
        assert "'Proceed?'" in hints()[0]
        assert f"jobwidgets answer {asking.id}" in hints()[0]
        asking.answer("yes")
        wait_until_sync(lambda: asking.state == "running", "the job to go on", PATIENCE)
        ask(relay, asking, "Really?", "2-really")

        async def awaited() -> None:
            waiting = asyncio.ensure_future(asking.result_async())
            await wait_until(lambda: len(hints()) == 2, "the second hint", PATIENCE)
            waiting.cancel()

        asyncio.run(awaited())
    assert "'Really?'" in hints()[1]
