"""The client against the real parts: server, relay, worker and Valkey."""

import asyncio

import pytest

from jobwidgets.client.session import Session
from jobwidgets.protocol.errors import InvalidParams, JobCancelled, JobFailed, NotFound, UnknownJobType
from jobwidgets.testing import wait_until_sync

from .real_stack import RealStack

PATIENCE = 30.0


def test_a_job_from_launch_to_result(real_session: Session) -> None:
    """Every event of a real job arrives, numbered from 1, and folds to what the server has."""
    job = real_session.launch("counting", count=80)

    async def consume() -> list[int]:
        return [event.seq async for event in job.events()]

    seen = asyncio.run(consume())
    assert seen == list(range(1, len(seen) + 1))
    assert job.result() == 80
    assert job.text == "".join(f"{n} " for n in range(80))
    assert (job.progress, job.step) == (1.0, None)
    assert real_session.rest.job(job.id).snapshot == job.snapshot
    wait_until_sync(lambda: real_session.status.latency is not None, "the first round trip")


def test_failure_and_cancel(real_session: Session) -> None:
    """A job that raises shows its error and traceback; a running one can be cancelled."""
    with pytest.raises(JobFailed, match="ValueError: broken on purpose") as caught:
        real_session.launch("breaking").result(PATIENCE)
    assert "real_jobs.py" in caught.value.error.traceback
    job = real_session.launch("endless")
    wait_until_sync(lambda: job.text == "here", "the job to run")
    job.cancel()
    with pytest.raises(JobCancelled):
        job.result(PATIENCE)
    assert job.text == "here"


def test_a_function_of_this_process_runs_on_the_worker(real_session: Session) -> None:
    """By value, in a process of its own."""
    import os

    def where(ctx: object, word: str) -> list[object]:
        return [word, os.getpid()]

    word, pid = real_session.launch(where, word="hi").result(PATIENCE)
    assert word == "hi"
    assert pid != os.getpid()


def test_answers_of_the_real_server(real_session: Session, real_stack: RealStack) -> None:
    """Typed errors with their facts; another user's job is not there."""
    with pytest.raises(UnknownJobType) as unknown:
        real_session.launch("counter")
    assert unknown.value.known == ["asking", "breaking", "counting", "endless", "gathering", "squaring", "stumbling"]
    with pytest.raises(InvalidParams) as misfit:
        real_session.launch("counting", cuont=1)
    assert set(misfit.value.fields) == {"cuont", "count"}
    job = real_session.launch("counting", count=1)
    with Session(real_stack.url, real_stack.token(user="eve")) as eve, pytest.raises(NotFound):
        eve.attach(job.id)


def test_the_server_goes_and_comes_back(real_session: Session, real_stack: RealStack) -> None:
    """A job runs on while the server is away; afterwards nothing is missing and nothing doubled, and what was
    asked for meanwhile is done."""
    job = real_session.launch("counting", count=60, pause=0.05)
    wait_until_sync(lambda: "5 " in job.text, "some text")
    real_stack.stop_server()
    wait_until_sync(lambda: not real_session.status.connected, "the loss")
    later = real_session.launch("counting", count=3)
    real_stack.start_server()
    assert job.result(PATIENCE) == 60
    assert job.text == "".join(f"{n} " for n in range(60))
    assert later.result(PATIENCE) == 3
    assert len(real_session.jobs()) == 2


def test_a_token_expires_and_is_renewed(real_stack: RealStack) -> None:
    """The server ends the connection when the token does; with a new one the job is followed on."""
    with Session(real_stack.url, lambda: real_stack.token(ttl=3)) as session:  # enough for one request, not for the job
        wait_until_sync(lambda: session.rest.types(), "the worker")
        story: list[str] = []
        session.observe(lambda status: story.append(status.state))
        job = session.launch("counting", count=50, pause=0.1)
        assert job.result(PATIENCE) == 50
        assert job.text == "".join(f"{n} " for n in range(50))
        assert story.count("reconnecting") >= 1


def test_finished_jobs_can_be_attached_to(real_session: Session, real_stack: RealStack) -> None:
    """From the record, with text and result; waiting for one ends at once."""
    done = real_session.launch("counting", count=5)
    done.result(PATIENCE)
    with Session(real_stack.url, real_stack.token) as other:
        again = other.attach(done.id)
        assert again.result(PATIENCE) == 5
        assert again.text == done.text
        assert [r.id for r in other.jobs(type="counting")] == [done.id]
