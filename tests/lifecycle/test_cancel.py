"""Cancel stops a job wherever it stands, and keeps what it has said."""

import os

import psutil

from jobwidgets.client.session import Session
from jobwidgets.protocol.events import JobState

from .cluster import Cluster, diary, open_gate, wait_for, wait_over


def test_queued_and_delayed(cluster: Cluster, session: Session) -> None:
    """Jobs nobody has begun end at once, also long before their time; no worker runs them later."""
    notes = cluster.file("diary")
    queued = session.launch("quick", diary=notes)
    delayed = session.launch("quick", diary=notes, delay=3600)
    for job in (queued, delayed):
        job.cancel()
        job.cancel()
        assert wait_over(cluster, job).state is JobState.CANCELLED
    cluster.start_worker()
    last = session.launch("quick", diary=notes, word="last")
    wait_over(cluster, last)
    assert diary(notes) == ["last"]


def test_running_waiting_and_deaf(cluster: Cluster, session: Session) -> None:
    """A coroutine is cancelled, a plain function's process is killed after the grace, a waiting job ends; the partial
    text stays."""
    cluster.start_worker()
    notes = cluster.file("diary")
    running = session.launch("patient", gate=cluster.file("gate"))
    deaf = session.launch("stubborn", diary=notes)
    waiting = session.launch("asking", diary=cluster.file("diary"))
    wait_for(lambda: running.text == "started ", "one runs")
    wait_for(lambda: diary(notes), "one is deaf")
    wait_for(lambda: waiting.question is not None, "one asks")
    for job, text in ((running, "started "), (deaf, "partial"), (waiting, "before ")):
        job.cancel()
        assert wait_over(cluster, job).state is JobState.CANCELLED
        assert job.text == text
        states = [t["state"] for t in cluster.api("GET", f"/api/jobs/{job.id}/history")["transitions"]]
        assert states[-2:] == ["cancelling", "cancelled"]
    assert not psutil.pid_exists(int(diary(notes)[0]))


def test_a_suspended_question(cluster: Cluster, session: Session) -> None:
    """A job that waits without a worker ends at once."""
    worker = cluster.start_worker()
    job = session.launch("asking", diary=cluster.file("diary"))
    wait_for(lambda: job.question is not None, "it asks")
    cluster.drain(worker)
    job.cancel()
    assert wait_over(cluster, job).state is JobState.CANCELLED


def test_nobody_is_left_to_cancel(cluster: Cluster, session: Session) -> None:
    """The worker died and no other lives: the server itself ends the job."""
    worker = cluster.start_worker()
    job = session.launch("patient", gate=cluster.file("gate"))
    wait_for(lambda: job.text == "started ", "it runs")
    cluster.kill(worker)
    job.cancel()
    snapshot = wait_over(cluster, job)
    assert (snapshot.state, snapshot.reason) == (JobState.CANCELLED, "worker lost")


def test_a_family(cluster: Cluster, session: Session) -> None:
    """Cancelling a job cancels its children and theirs."""
    cluster.start_worker(concurrency=2)
    gate = cluster.file("gate")
    job = session.launch("family", gate=gate, depth=2)
    wait_for(lambda: len(job.snapshot.children) == 2, "it has children")
    children = [session.attach(child.id) for child in job.children]
    wait_for(lambda: all(len(child.snapshot.children) == 2 for child in children), "they have children")
    grandchildren = [grandchild for child in children for grandchild in child.children]
    assert len(grandchildren) == 4
    job.cancel()
    for one in (job, *children, *grandchildren):
        assert wait_over(cluster, one).state is JobState.CANCELLED


def test_a_family_that_is_left_alone(cluster: Cluster, session: Session) -> None:
    """Children run even where the worker has one slot and their parents wait for them; the tree is in the record."""
    cluster.start_worker(concurrency=1)
    gate = cluster.file("gate")
    open_gate(gate)
    job = session.launch("family", gate=gate, depth=2)
    snapshot = wait_over(cluster, job)
    assert len(snapshot.result) == 7
    assert set(snapshot.children) == {r.id for r in session.jobs(parent=job.id)}
    assert os.path.exists(gate)
