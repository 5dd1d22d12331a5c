"""`StatusBar`: what it says of connection and jobs."""

import time

import pytest

from jobwidgets.client.status import ConnectionStatus
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import NotFound, UnknownJobType
from jobwidgets.testing import FakeJob, FakeSession, wait_until_sync
from jobwidgets.widgets import StatusBar
from jobwidgets.widgets.flusher import Flusher

from .recording import comm_of, say

S = ev.JobState


def start(name: str) -> FakeJob:
    job = FakeJob(name)
    job.emit(ev.Attempt(job="", attempt=1), ev.State(job="", state=S.RUNNING))
    return job


def test_it_counts_the_session_s_jobs(flusher: Flusher) -> None:
    """Running, queued, waiting and failed jobs are counted, also those launched after the bar was shown."""
    session = FakeSession(FakeJob("waits"), start("runs"))
    bar = StatusBar(session, flusher=flusher)
    assert bar.counts == {"running": 1, "queued": 1, "waiting": 0, "failed": 0}
    late = session.add(FakeJob("late"))
    wait_until_sync(lambda: bar.counts["queued"] == 2, "the new job")
    late.emit(ev.Attempt(job="", attempt=1), ev.State(job="", state=S.RUNNING))
    wait_until_sync(lambda: bar.counts["running"] == 2, "its start")
    late.emit(ev.State(job="", state=S.FAILED))
    wait_until_sync(lambda: bar.counts == {"running": 1, "queued": 1, "waiting": 0, "failed": 1}, "its end")
    assert late._observers == []
    bar.close()


def test_refused_jobs_have_failed(flusher: Flusher) -> None:
    """A job the server refuses, or does not know any more, is not queued: it counts as failed, once, until it is
    back."""
    refused, lost = FakeJob("refused"), start("lost")
    session = FakeSession(refused, lost)
    bar = StatusBar(session, flusher=flusher)
    assert bar.counts == {"running": 1, "queued": 1, "waiting": 0, "failed": 0}
    refused.refuse(UnknownJobType("refused", []))
    wait_until_sync(lambda: bar.counts == {"running": 1, "queued": 0, "waiting": 0, "failed": 1}, "the refusal")
    assert refused._observers == []
    lost.refuse(NotFound())
    wait_until_sync(lambda: bar.counts == {"running": 0, "queued": 0, "waiting": 0, "failed": 2}, "the loss")
    assert bar.jobs == []
    lost.problem = None
    session.pending = 1
    session.status = ConnectionStatus("connected", 100.0)
    wait_until_sync(lambda: bar.counts == {"running": 1, "queued": 0, "waiting": 0, "failed": 1}, "its return")
    lost.emit(ev.State(job="", state=S.FAILED))
    wait_until_sync(lambda: bar.counts == {"running": 0, "queued": 0, "waiting": 0, "failed": 2}, "its end")
    bar.close()


def test_it_names_what_runs(flusher: Flusher) -> None:
    """Running jobs are named with progress and step, oldest first, at most six."""
    jobs = [start(f"job{i}") for i in range(9)]
    jobs[0].emit(ev.Step(job="", id="s", name="Read"), ev.Progress(job="", value=0.333))
    bar = StatusBar(FakeSession(*jobs), flusher=flusher)
    assert [job["title"] for job in bar.jobs] == [f"job{i}" for i in range(6)]
    assert bar.jobs[0] == {
        "id": jobs[0].id, "title": "job0", "state": "running", "progress": 0.33, "step": "Read",
    }  # fmt: skip
    assert bar.counts["running"] == 9
    bar.close()


def test_jobs_that_ask_come_first(flusher: Flusher) -> None:
    """However many jobs run, those that wait for an answer are counted and named."""
    jobs = [start(f"job{i}") for i in range(8)]
    jobs[7].ask("Go on?")
    bar = StatusBar(FakeSession(*jobs), flusher=flusher)
    assert bar.counts == {"running": 7, "queued": 0, "waiting": 1, "failed": 0}
    assert [(job["title"], job["state"]) for job in bar.jobs[:2]] == [("job7", "waiting_input"), ("job0", "running")]
    assert repr(bar) == "<StatusBar connected, 7 running, 0 queued, 1 waiting for an answer>"
    jobs[7].answer("yes")
    wait_until_sync(lambda: bar.counts["waiting"] == 0, "the answer")
    assert bar.jobs[0]["title"] == "job0"
    bar.close()


def test_it_tells_the_connection(flusher: Flusher) -> None:
    """State, since when, why and what waits; a latency that only flickers is not sent again."""
    session = FakeSession()
    bar = StatusBar(session, flusher=flusher)
    assert bar.connection["state"] == "connected"
    assert bar.connection["latency"] == 0.002
    session.pending = 2
    session.status = ConnectionStatus("reconnecting", time.time(), None, "refused", time.time() + 5)
    wait_until_sync(lambda: bar.connection["state"] == "reconnecting", "the outage")
    assert (bar.pending, bar.connection["error"]) == (2, "refused")
    session.pending = 0
    session.status = ConnectionStatus("connected", 100.0, latency=0.0201)
    wait_until_sync(lambda: bar.connection["state"] == "connected", "the recovery")
    sent = len(comm_of(bar).messages)
    session.status = ConnectionStatus("connected", 100.0, latency=0.0212)
    say(bar, {"type": "hello"})  # handled after the flush above was due
    wait_until_sync(lambda: len(comm_of(bar).messages) >= sent + 2, "the answer to hello")
    assert len(comm_of(bar).messages) == sent + 2
    bar.close()


def test_misspelt_options_are_rejected(flusher: Flusher) -> None:
    """Before anything is started for a default session."""
    with pytest.raises(TypeError, match="no option 'sesion'"):
        StatusBar(sesion=None, flusher=flusher)


def test_closed_means_closed(flusher: Flusher) -> None:
    """Neither the session nor a job is watched any more."""
    job = start("runs")
    session = FakeSession(job)
    bar = StatusBar(session, flusher=flusher)
    bar.close()
    assert session._observers == []
    assert job._observers == []
