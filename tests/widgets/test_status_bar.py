"""`StatusBar`: what it says of connection and jobs."""

import threading
import time
from typing import Any

import pytest

from jobwidgets.client.status import ConnectionStatus
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import NotFound, UnknownJobType
from jobwidgets.testing import FakeJob, FakeSession
from jobwidgets.widgets import StatusBar
from jobwidgets.widgets.flusher import Flusher

from .recording import comm_of, say, settled

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
    settled(flusher, lambda: bar.counts["queued"] == 2, "the new job")
    late.emit(ev.Attempt(job="", attempt=1), ev.State(job="", state=S.RUNNING))
    settled(flusher, lambda: bar.counts["running"] == 2, "its start")
    late.emit(ev.State(job="", state=S.FAILED))
    settled(flusher, lambda: bar.counts == {"running": 1, "queued": 1, "waiting": 0, "failed": 1}, "its end")
    assert not late._observers
    bar.close()


def test_refused_jobs_have_failed(flusher: Flusher) -> None:
    """A job the server refuses, or does not know any more, is not queued: it counts as failed, once, until it is
    back."""
    refused, lost = FakeJob("refused"), start("lost")
    session = FakeSession(refused, lost)
    bar = StatusBar(session, flusher=flusher)
    assert bar.counts == {"running": 1, "queued": 1, "waiting": 0, "failed": 0}
    refused.refuse(UnknownJobType("refused", []))
    settled(flusher, lambda: bar.counts == {"running": 1, "queued": 0, "waiting": 0, "failed": 1}, "the refusal")
    assert not refused._observers
    lost.refuse(NotFound())
    settled(flusher, lambda: bar.counts == {"running": 0, "queued": 0, "waiting": 0, "failed": 2}, "the loss")
    assert bar.jobs == []
    lost.problem = None
    session.pending = 1
    session.status = ConnectionStatus("connected", 100.0)
    settled(flusher, lambda: bar.counts == {"running": 1, "queued": 0, "waiting": 0, "failed": 1}, "its return")
    lost.emit(ev.State(job="", state=S.FAILED))
    settled(flusher, lambda: bar.counts == {"running": 0, "queued": 0, "waiting": 0, "failed": 2}, "its end")
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
    settled(flusher, lambda: bar.counts["waiting"] == 0, "the answer")
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
    settled(flusher, lambda: bar.connection["state"] == "reconnecting", "the outage")
    assert (bar.pending, bar.connection["error"]) == (2, "refused")
    session.pending = 0
    session.status = ConnectionStatus("connected", 100.0, latency=0.0201)
    settled(flusher, lambda: bar.connection["state"] == "connected", "the recovery")
    sent = len(comm_of(bar).messages)
    session.status = ConnectionStatus("connected", 100.0, latency=0.0212)
    say(bar, {"type": "hello"})  # handled after the flush above was due
    settled(flusher, lambda: len(comm_of(bar).messages) >= sent + 2, "the answer to hello")
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
    assert not job._observers


def told(bar: StatusBar, job: FakeJob) -> list[dict[str, Any]]:
    """What pages were told of a job that is open."""
    return [m["message"] for m in comm_of(bar).custom if m["type"] == "activity" and m["job"] == job.id]


def speak(bar: StatusBar, job: FakeJob, **message: Any) -> None:
    """What a page says to a job that is open."""
    say(bar, {"type": "activity", "job": job.id, "message": {"client": "page", **message}})


def test_a_job_opens_below_the_line(flusher: Flusher) -> None:
    """It is told whole, then as it goes on, and can be cancelled there; when the page closes it, nothing is watched for
    it any more."""
    job = start("runs")
    bar = StatusBar(FakeSession(job), flusher=flusher)
    settled(flusher, lambda: len(job._observers) == 1, "the watch")
    speak(bar, job, type="hello")
    settled(flusher, lambda: [m["type"] for m in told(bar, job)] == ["head", "snapshot"], "all of it")
    job.emit(ev.Text(job="", delta="more"))
    settled(flusher, lambda: told(bar, job)[-1]["type"] == "delta", "the text")
    speak(bar, job, type="cancel")
    settled(flusher, lambda: job.snapshot.state is S.CANCELLING, "the wish")
    speak(bar, job, type="bye")
    settled(flusher, lambda: len(job._observers) == 1, "its end")
    assert len(bar._opened) == 0
    bar.close()
    assert not job._observers


def test_closed_in_the_middle_of_it_nothing_is_watched(flusher: Flusher) -> None:
    """Jobs that pages have open are left by the thread that serves them: closing the bar meanwhile neither fails nor
    leaves one behind, and what pages still say opens nothing."""
    jobs = [start("runs") for _ in range(3)]
    bar = StatusBar(FakeSession(*jobs), flusher=flusher)
    for job in jobs:
        speak(bar, job, type="hello")
    settled(flusher, lambda: all(told(bar, job) for job in jobs), "all of them")
    entered, leave = threading.Event(), threading.Event()
    flusher.submit(lambda: (entered.set(), leave.wait(30)))
    assert entered.wait(30)
    speak(bar, jobs[0], type="bye")
    speak(bar, jobs[0], type="hello")
    bar.close()
    leave.set()
    settled(flusher, lambda: not any(job._observers for job in jobs), "the end of every watch")


def test_an_open_job_stays_to_its_end_and_beyond(flusher: Flusher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its end is told, and again later; launched again, the page is told which job that is, and can open it."""
    monkeypatch.setattr("jobwidgets.widgets.activity.SAY_END_AGAIN", (0.1,))
    job, again = start("runs"), start("runs")
    job.retry = lambda: again  # type: ignore[attr-defined]
    bar = StatusBar(FakeSession(job), flusher=flusher)
    speak(bar, job, type="hello")
    settled(flusher, lambda: told(bar, job), "all of it")
    job.emit(ev.State(job="", state=S.FAILED))
    settled(flusher, lambda: told(bar, job)[-1]["type"] == "end", "the end")
    assert [m["state"] for m in told(bar, job) if m["type"] == "head"][-2:] == ["failed", "failed"]
    speak(bar, job, type="retry")
    settled(flusher, lambda: told(bar, job)[-1] == {"type": "retried", "job": again.id}, "the new job")
    speak(bar, again, type="hello")
    settled(flusher, lambda: told(bar, again), "all of the new job")
    bar.close()


def test_a_job_that_is_not_here_cannot_be_opened(flusher: Flusher) -> None:
    """The page that asked is told."""
    bar = StatusBar(FakeSession(), flusher=flusher)
    speak(bar, FakeJob(id="nowhere"), type="hello")
    gone = {"type": "activity", "job": "nowhere", "message": {"type": "gone", "to": "page"}}
    settled(flusher, lambda: comm_of(bar).custom == [gone], "the answer")
    bar.close()


def test_a_static_line_stands_beside_the_widget(flusher: Flusher) -> None:
    """Counts and time as HTML and text, for a notebook without a kernel."""
    bar = StatusBar(FakeSession(start("runs"), FakeJob("waits")), flusher=flusher)
    data = bar._repr_mimebundle_()[0]
    assert f'data-jobwidgets-bar="{bar.view_key}"' in data["text/html"]
    assert data["text/plain"].startswith("Jobs: 1 running, 1 queued (as of ")
    assert "application/vnd.jupyter.widget-view+json" in data
    bar.close()
