"""Jobs and the jobs they have to do with: children, parents, repeats; and what their record tells."""

import pytest

from jobwidgets.client import session as session_module
from jobwidgets.client.session import Session
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Conflict, NotFound
from jobwidgets.protocol.events import JobError, JobState
from jobwidgets.protocol.records import LaunchRequest
from jobwidgets.testing import wait_until_sync

from .fake_relay import FakeJob, FakeRelay

PATIENCE = 30.0


def test_children_are_live(relay: FakeRelay, session: Session) -> None:
    """A job's children are jobs like any other, in order, the same objects at each look, and know their parent."""
    job = session.launch("search")
    for name in ("kid1", "kid2"):
        relay.jobs[name] = FakeJob(LaunchRequest(type="fetch", id=name), name, 0.0, parent=job.id)
        relay.publish(job.id, ev.Child(job=job.id, child=name, type="fetch"))
    wait_until_sync(lambda: len(job.children) == 2, "the children", PATIENCE)
    first, second = job.children
    assert [first.id, second.id, first.type, first.parent] == ["kid1", "kid2", "fetch", job.id]
    assert job.children[0] is first
    relay.publish("kid1", ev.State(job="kid1", state=JobState.COMPLETED, result=7))
    assert first.result(PATIENCE) == 7
    assert job.parent is None
    assert second.state == "queued"


def test_a_child_that_is_still_being_launched_is_waited_for(relay: FakeRelay, session: Session) -> None:
    """Its parent tells of it a moment before the server has launched it."""
    job = session.launch("search")
    relay.publish(job.id, ev.Child(job=job.id, child="kid", type="fetch"))
    wait_until_sync(lambda: job.children, "the child", PATIENCE)
    (child,) = job.children
    wait_until_sync(lambda: [s["job"] for s in relay.subscribed].count("kid") >= 2, "two tries", PATIENCE)
    assert child.problem is None
    relay.jobs["kid"] = FakeJob(LaunchRequest(type="fetch", id="kid"), "kid", 0.0, parent=job.id)
    wait_until_sync(lambda: relay.subscribers("kid") == 1, "the subscription", PATIENCE)
    relay.publish("kid", ev.State(job="kid", state=JobState.COMPLETED, result=1))
    assert child.result(PATIENCE) == 1


def test_a_child_that_never_comes_is_a_problem(
    relay: FakeRelay, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waiting for it ends with an error, not never."""
    monkeypatch.setattr(session_module, "CHILD_PATIENCE", 0.0)
    job = session.launch("search")
    relay.publish(job.id, ev.Child(job=job.id, child="kid", type="fetch"))
    wait_until_sync(lambda: job.children, "the child", PATIENCE)
    with pytest.raises(NotFound):
        job.children[0].wait(PATIENCE)


def test_an_attached_child_knows_its_parent(relay: FakeRelay, session: Session) -> None:
    """From the record."""
    relay.jobs["kid"] = FakeJob(LaunchRequest(type="fetch", id="kid"), "kid", 0.0, parent="mother")
    assert session.attach("kid").parent == "mother"


def test_retry_is_a_new_job(relay: FakeRelay, session: Session) -> None:
    """It does the same again under another id; a job that is not over is not retried."""
    job = session.launch("search", query="x")
    with pytest.raises(Conflict, match="only a job that is over"):
        job.retry()
    relay.publish(job.id, ev.State(job=job.id, state=JobState.FAILED, error=JobError("ValueError", "no")))
    job.wait(PATIENCE)
    again = job.retry()
    assert again.id != job.id
    assert (again.type, again.state) == ("search", "queued")
    assert relay.jobs[again.id].retry_of == job.id
    relay.publish(again.id, ev.State(job=again.id, state=JobState.COMPLETED, result=1))
    assert again.result(PATIENCE) == 1
    assert job.state == "failed"


def test_a_retry_outlives_an_outage(relay: FakeRelay, session: Session) -> None:
    """Asked for while the server is away it is a pending job, and one job when the server is back."""
    job = session.launch("search")
    relay.publish(job.id, ev.State(job=job.id, state=JobState.CANCELLED))
    job.wait(PATIENCE)
    relay.kill()
    wait_until_sync(lambda: not session.status.connected, "the loss", PATIENCE)
    again = job.retry()
    assert again.pending
    relay.start()
    wait_until_sync(lambda: not again.pending, "the retry", PATIENCE)
    assert relay.jobs[again.id].retry_of == job.id
    assert len(relay.jobs) == 2


def test_failures_and_attempts_are_told(relay: FakeRelay, session: Session) -> None:
    """What failed before is there while the job is repeated: how often, and of what; the history tells its moves."""
    job = session.launch("search")
    assert (job.attempt, job.failures, job.last_error) == (0, 0, None)
    error = JobError("ValueError", "no such city")
    relay.publish(
        job.id,
        ev.Attempt(job=job.id, attempt=1),
        ev.State(job=job.id, state=JobState.RUNNING),
        ev.State(job=job.id, state=JobState.QUEUED, reason="retry: ValueError", error=error),
        ev.Attempt(job=job.id, attempt=2),
        ev.State(job=job.id, state=JobState.RUNNING),
    )
    wait_until_sync(lambda: job.attempt == 2 and job.state == "running", "the second attempt", PATIENCE)
    assert (job.failures, job.last_error, job.error) == (1, error, None)
    assert [move.state for move in job.history().transitions] == ["queued", "running", "queued", "running"]
