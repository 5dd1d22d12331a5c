"""Questions, retries, children, histories and schedules against the real parts."""

import asyncio
from datetime import timedelta

import pytest

from jobwidgets.client.session import Session
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import BadRequest, Conflict, IdempotencyConflict, InvalidAnswer, NotFound, NotWaiting
from jobwidgets.testing import wait_until_sync

from .real_stack import RealStack

PATIENCE = 30.0


def test_a_question_is_answered(real_session: Session, real_stack: RealStack) -> None:
    """The job waits with its question; what does not fit is refused, a valid answer is what it gets."""
    job = real_session.launch("asking")
    wait_until_sync(lambda: job.state == "waiting_input", "the question", PATIENCE)
    question = job.question
    assert question is not None
    assert (question.prompt, question.schema) == ("Proceed?", {"enum": ["yes", "no"]})
    with pytest.raises(InvalidAnswer):
        job.answer("maybe")
    with Session(real_stack.url, real_stack.token(user="eve")) as eve, pytest.raises(NotFound):
        eve.attach(job.id)
    job.answer("yes", key=question.key)
    assert job.result(PATIENCE) == "yes"
    assert job.text == "before yes"
    with pytest.raises(NotWaiting):
        job.answer("no")


def test_an_answer_reaches_the_job_after_an_outage(real_session: Session, real_stack: RealStack) -> None:
    """Given while the server is away, it is sent when it is back, and the job goes on."""
    job = real_session.launch("asking")
    wait_until_sync(lambda: job.state == "waiting_input", "the question", PATIENCE)
    real_stack.stop_server()
    wait_until_sync(lambda: not real_session.status.connected, "the loss", PATIENCE)
    job.answer("no")
    assert job.answer_pending
    real_stack.start_server()
    assert job.result(PATIENCE) == "no"
    wait_until_sync(lambda: not job.answer_pending, "the server's word", PATIENCE)


def test_a_failed_attempt_and_what_follows(real_session: Session) -> None:
    """A job that succeeds at its second attempt tells what the first failed of; its history has both."""
    job = real_session.launch("stumbling")
    assert job.result(PATIENCE) == 2
    assert (job.attempt, job.failures) == (2, 1)
    assert job.last_error is not None
    assert (job.last_error.type, job.last_error.message) == ("ValueError", "not yet")
    wait_until_sync(lambda: len(job.history().attempts) == 2, "the record", PATIENCE)
    history = job.history()
    wanted = ["queued", "running", "queued", "running", "completed"]
    wait_until_sync(lambda: [m.state for m in job.history().transitions] == wanted, "the moves", PATIENCE)
    assert [attempt.attempt for attempt in history.attempts] == [1, 2]


def test_children_are_jobs(real_session: Session) -> None:
    """A parent's children are live jobs that know it, and are found in the list by it."""
    job = real_session.launch("gathering", count=3)
    assert job.result(PATIENCE) == [0, 1, 2]
    assert [child.result(PATIENCE) for child in job.children] == [0, 1, 2]
    assert {child.parent for child in job.children} == {job.id}
    listed = real_session.jobs(parent=job.id)
    assert sorted(record.id for record in listed) == sorted(child.id for child in job.children)


def test_a_retry_is_a_job_of_its_own(real_session: Session) -> None:
    """It has the old one's parameters and says whose retry it is."""
    job = real_session.launch("counting", count=2)
    assert job.result(PATIENCE) == 2
    again = job.retry()
    assert again.id != job.id
    assert again.result(PATIENCE) == 2
    assert real_session.rest.job(again.id).retry_of == job.id
    endless = real_session.launch("endless")
    with pytest.raises(Conflict, match="only a job that is over"):
        endless.retry()
    endless.cancel()


def test_all_events_of_a_job_are_replayed(real_session: Session, real_stack: RealStack) -> None:
    """Far more than are kept for late subscribers: live, afterwards, and by somebody who comes when it is over."""
    job = real_session.launch("counting", count=1500)

    async def told(session: Session, **how: int) -> list[tuple[int, int]]:
        return [(event.epoch, event.seq) async for event in session.attach(job.id).events(**how)]

    live = asyncio.run(told(real_session))
    assert live == [(1, n) for n in range(1, len(live) + 1)]
    assert len(live) > 1000
    assert asyncio.run(told(real_session)) == live
    with Session(real_stack.url, real_stack.token) as other:
        assert asyncio.run(told(other)) == live
        assert asyncio.run(told(other, after=700)) == live[700:]


def test_the_story_goes_on_over_epochs(real_session: Session, redis_url: str) -> None:
    """Redis is flushed under a running job: its stream goes on in the next epoch, which a replay tells whole."""
    import redis

    job = real_session.launch("counting", count=400, pause=0.02)
    seen: list[ev.Event] = []

    async def consume() -> None:
        async for event in job.events():
            if not seen:
                await asyncio.to_thread(wait_until_sync, lambda: "50 " in job.text, "some text", PATIENCE)
                with redis.Redis.from_url(redis_url) as client:
                    client.flushall()
            seen.append(event)

    asyncio.run(asyncio.wait_for(consume(), 90))
    assert job.result(PATIENCE) == 400
    assert job.text == "".join(f"{n} " for n in range(400))
    epochs = sorted({event.epoch for event in seen})
    assert epochs == [1, 2]
    first, second = ([e.seq for e in seen if e.epoch == epoch] for epoch in epochs)
    assert first == list(range(1, len(first) + 1))
    assert second == list(range(second[0], second[0] + len(second)))
    assert second[0] <= first[-1] + 1, "the new epoch begins at or before what the old one told last"
    assert isinstance(next(event for event in seen if event.epoch == 2), ev.Log), "which says what happened"

    async def again() -> list[tuple[int, int]]:
        return [(event.epoch, event.seq) async for event in job.events()]

    told = asyncio.run(again())
    # Events that were nowhere but on Redis are gone; what it was told afterwards is all there.
    assert told == [(event.epoch, event.seq) for event in seen][-len(told) :]
    assert len(told) >= len(second)


def test_lists_are_filtered(real_session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """By age, text, tag and origin: what a restarted kernel needs to find its jobs again."""
    monkeypatch.setenv("JPY_SESSION_NAME", "/home/ada/one.ipynb")
    mine = real_session.launch("counting", count=3, tags=["blue"])
    monkeypatch.setenv("JPY_SESSION_NAME", "/home/ada/two.ipynb")
    other = real_session.launch("counting", count=4)
    mine.wait(PATIENCE)
    other.wait(PATIENCE)
    monkeypatch.setenv("JPY_SESSION_NAME", "/home/ada/one.ipynb")
    wait_until_sync(lambda: len(real_session.jobs(state="completed")) == 2, "the record", PATIENCE)
    assert [r.id for r in real_session.jobs(mine=True)] == [mine.id]
    assert [r.id for r in real_session.jobs(tag="blue", since=timedelta(hours=1))] == [mine.id]
    assert [r.id for r in real_session.jobs(since=timedelta(hours=1), state=["completed", "failed"])] == [
        other.id,
        mine.id,
    ]
    assert real_session.jobs(text="no such words") == []
    with Session(real_session.url, real_session.endpoint.token) as again:
        # As from a restarted kernel.
        assert again.launch("counting", count=3, key="k").result(PATIENCE) == 3
        first = again.launch("counting", count=3, key="k").id
    reattached = real_session.launch("counting", count=3, key="k")
    assert reattached.id == first
    with pytest.raises(IdempotencyConflict, match=f"belongs to job {first}.*another count"):
        real_session.launch("counting", count=5, key="k")


def test_schedules_come_and_go(real_session: Session) -> None:
    """Made, listed with their next time, replaced and removed; nonsense is refused in a sentence."""
    made = real_session.schedule("morning", "0 8 * * 1-5", "counting", count=2, timezone="Europe/Berlin")
    assert made.next is not None
    assert [(s.name, s.type, s.params) for s in real_session.schedules()] == [("morning", "counting", {"count": 2})]
    with pytest.raises(BadRequest):
        real_session.schedule("morning", "every day", "counting", count=2)
    with pytest.raises(BadRequest):
        real_session.schedule("evening", "0 8 * * *", "counting", count=2, timezone="Mars/Olympus")
    real_session.unschedule("morning")
    assert real_session.schedules() == []
    with pytest.raises(NotFound, match="morning"):
        real_session.unschedule("morning")
