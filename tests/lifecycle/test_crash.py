"""Workers that die, freeze or leave: their jobs go on elsewhere, from where they were."""

import signal

from jobwidgets.client.session import Session
from jobwidgets.protocol.events import JobState

from .cluster import Cluster, diary, open_gate, wait_for, wait_over

DATABASE = "postgresql"


def test_a_killed_worker_s_job_resumes_at_the_interrupted_step(cluster: Cluster, session: Session) -> None:
    """`kill -9` in mid-job: another worker takes over; finished steps are not run again, their text is there once,
    what the dead attempt wrote is kept as superseded."""
    cluster.start_worker()
    notes, gate = cluster.file("diary"), cluster.file("gate")
    job = session.launch("chapters", diary=notes, gate=gate)
    wait_for(lambda: "waiting 1" in diary(notes), "two chapters are written")
    wait_for(lambda: job.text == "[0][1]~", "their text is here")
    cluster.start_worker()
    cluster.kill(cluster.worker_of(job))
    wait_for(lambda: "waiting 2" in diary(notes), "another worker has it")
    open_gate(gate)
    snapshot = wait_over(cluster, job)
    assert (snapshot.state, snapshot.result) == (JobState.COMPLETED, ["c0", "c1", "c2", "c3"])
    assert [line for line in diary(notes) if line.startswith("chapter")] == [f"chapter {n}" for n in range(4)]
    assert job.text == "[0][1]~[2][3]"
    dead = [s for s in snapshot.text if snapshot.superseded(s.attempt, s.checkpoint)]
    assert [s.text for s in dead if s.channel == "answer"] == ["[0][1]~"]
    attempts = cluster.api("GET", f"/api/jobs/{job.id}/history")["attempts"]
    assert [a["why"] for a in attempts] == ["queued: worker lost", "completed"]


def test_a_killed_worker_s_job_resumes_from_its_checkpoint(cluster: Cluster, session: Session) -> None:
    """The next attempt gets the state of the last checkpoint; text after it is superseded, text before it stays."""
    cluster.start_worker()
    notes, gate = cluster.file("diary"), cluster.file("gate")
    job = session.launch("counting", diary=notes, gate=gate)
    wait_for(lambda: job.text == "0 1 2 3 lost ", "it counts")
    cluster.start_worker()
    cluster.kill(cluster.worker_of(job))
    open_gate(gate)
    snapshot = wait_over(cluster, job)
    assert [line for line in diary(notes) if line.startswith("from")] == ["from 0", "from 4"]
    assert job.text == "0 1 2 3 lost 4 5 "
    assert snapshot.checkpoint == 6
    checkpoints = cluster.api("GET", f"/api/jobs/{job.id}/history")["checkpoints"]
    assert [c["number"] for c in checkpoints] == [1, 2, 3, 4, 5, 6]
    assert [c["attempt"] for c in checkpoints] == [1, 1, 1, 1, 2, 2]


def test_a_frozen_worker_is_fenced(cluster: Cluster, session: Session) -> None:
    """A worker that slept past its lease finds its job taken: nothing it says arrives, and it stops the job."""
    cluster.start_worker()
    notes, gate = cluster.file("diary"), cluster.file("gate")
    job = session.launch("counting", diary=notes, gate=gate)
    wait_for(lambda: "waiting 1" in diary(notes), "it counts")
    frozen = cluster.worker_of(job)
    cluster.start_worker()
    frozen.send_signal(signal.SIGSTOP)
    wait_for(lambda: "waiting 2" in diary(notes), "another worker has it")
    frozen.send_signal(signal.SIGCONT)
    open_gate(gate)
    wait_over(cluster, job)
    assert job.text == "0 1 2 3 lost 4 5 "
    # The thawed worker is of use again.
    cluster.kill(cluster.worker_of(job))
    again = session.launch("quick", diary=notes)
    assert wait_over(cluster, again).result == "ran"


def test_a_job_that_kills_its_workers_ends(cluster: Cluster, session: Session) -> None:
    """After exactly three lost workers the job fails with `attempts-exhausted`, and says of what."""
    notes = cluster.file("diary")
    cluster.start_worker()
    job = session.launch("deadly", diary=notes)
    for attempt in (1, 2, 3):
        wait_for(lambda attempt=attempt: len(diary(notes)) == attempt, f"attempt {attempt}")
        gone = cluster.workers[-1]
        gone.wait(45)
        cluster.workers.remove(gone)
        cluster.start_worker()
    snapshot = wait_over(cluster, job)
    assert diary(notes) == ["attempt 1", "attempt 2", "attempt 3"]
    assert (snapshot.state, snapshot.reason) == (JobState.FAILED, "attempts-exhausted")
    assert snapshot.error is not None
    assert snapshot.error.type == "WorkerLost"
    assert "3 times" in snapshot.error.message


def test_a_rolling_restart_loses_nothing(cluster: Cluster, session: Session) -> None:
    """All workers are replaced, one after the other, by SIGTERM: every job goes on from its checkpoint, at no cost to
    its retries."""
    cluster.start_worker()
    cluster.start_worker()
    jobs, gates, notes = [], [], []
    for _ in range(4):
        gates.append(cluster.file("gate"))
        notes.append(cluster.file("diary"))
        jobs.append(session.launch("counting", diary=notes[-1], gate=gates[-1], retries=0))
    wait_for(lambda: all(diary(note)[-1:] == ["waiting 1"] for note in notes), "all four wait")
    for worker in list(cluster.workers):
        cluster.start_worker()
        cluster.drain(worker)
    wait_for(lambda: all(diary(n)[-1].startswith("waiting") and len(diary(n)) > 2 for n in notes), "all wait again")
    for gate in gates:
        open_gate(gate)
    for job, note in zip(jobs, notes, strict=True):
        snapshot = wait_over(cluster, job)
        assert snapshot.state is JobState.COMPLETED
        assert job.text == "0 1 2 3 lost 4 5 "
        assert [line for line in diary(note) if line.startswith("from")][1:] == ["from 4"] * (snapshot.attempt - 1)
        assert snapshot.failures == 0


def test_a_failed_attempt_is_repeated(cluster: Cluster, session: Session) -> None:
    """Retries come after a pause; failures are counted, a completed job has no error but remembers the last one."""
    cluster.start_worker()
    notes = cluster.file("diary")
    job = session.launch("flaky", diary=notes)
    snapshot = wait_over(cluster, job)
    assert (snapshot.result, snapshot.failures) == (3, 2)
    assert snapshot.error is None
    assert snapshot.last_error is not None
    assert snapshot.last_error.message == "failure 2"
    hopeless = session.launch("flaky", diary=notes, failures=9, retries=1)
    snapshot = wait_over(cluster, hopeless)
    assert (snapshot.state, snapshot.attempt, snapshot.failures) == (JobState.FAILED, 2, 2)
    # A manual retry is a new job.
    again = hopeless.retry()
    assert again.id != hopeless.id
    assert wait_over(cluster, again).state is JobState.FAILED
    assert cluster.api("GET", f"/api/jobs/{again.id}")["retry_of"] == hopeless.id
