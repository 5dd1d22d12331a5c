"""`ctx.ask`: holds no slot, survives restarts, is answered once."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from jobwidgets.client.session import Session
from jobwidgets.protocol.errors import InvalidAnswer, NotWaiting
from jobwidgets.protocol.events import JobState

from .cluster import Cluster, diary, wait_for, wait_over


def test_a_question_holds_no_slot(cluster: Cluster, session: Session) -> None:
    """A worker with one slot runs another job while one waits for its answer; then the same attempt goes on."""
    cluster.start_worker(concurrency=1)
    notes = cluster.file("diary")
    job = session.launch("asking", diary=notes)
    wait_for(lambda: job.question is not None, "it asks")
    assert job.state is JobState.WAITING_INPUT
    other = session.launch("quick", diary=cluster.file("diary"))
    assert wait_over(cluster, other).result == "ran"
    with pytest.raises(InvalidAnswer):
        job.answer("perhaps")
    assert job.question is not None
    job.answer("yes")
    snapshot = wait_over(cluster, job)
    assert (snapshot.result, job.text) == ("yes", "before said yes")
    assert diary(notes) == ["attempt 1"]
    with pytest.raises(NotWaiting):
        job.answer("no")


def test_an_answer_for_a_job_whose_worker_is_dead(cluster: Cluster, session: Session) -> None:
    """The question stays open when its worker dies; the answer brings the job back to another one."""
    worker = cluster.start_worker()
    notes = cluster.file("diary")
    job = session.launch("asking", diary=notes)
    wait_for(lambda: job.question is not None, "it asks")
    cluster.kill(worker)
    # Its lease ends; the job waits on.
    ends = time.monotonic() + 3
    wait_for(lambda: time.monotonic() > ends, "more than a lease has passed")
    assert job.state is JobState.WAITING_INPUT
    job.answer("no")
    cluster.start_worker()
    snapshot = wait_over(cluster, job)
    assert (snapshot.result, job.text) == ("no", "before said no")
    assert diary(notes) == ["attempt 1", "attempt 2"]


def test_a_drained_worker_lets_go_of_its_questions(cluster: Cluster, session: Session) -> None:
    """SIGTERM while a job waits: it goes on waiting without a worker; also the server may be restarted meanwhile."""
    worker = cluster.start_worker()
    notes = cluster.file("diary")
    job = session.launch("asking", diary=notes)
    wait_for(lambda: job.question is not None, "it asks")
    cluster.drain(worker)
    assert job.state is JobState.WAITING_INPUT
    cluster.stop_server()
    cluster.start_server()
    cluster.start_worker()
    job.answer("yes")
    snapshot = wait_over(cluster, job)
    assert (snapshot.result, snapshot.attempt) == ("yes", 2)


def test_nobody_answers(cluster: Cluster, session: Session) -> None:
    """With a time-out the job goes on by itself, with the default, also when its worker has died."""
    worker = cluster.start_worker()
    job = session.launch("asking", diary=cluster.file("diary"), patience=0.5)
    assert wait_over(cluster, job).result == "nobody"
    orphan = session.launch("asking", diary=cluster.file("diary"), patience=4.0)
    wait_for(lambda: orphan.question is not None, "it asks")
    cluster.kill(worker)
    cluster.start_worker()
    snapshot = wait_over(cluster, orphan)
    assert (snapshot.result, snapshot.attempt) == ("nobody", 2)


def test_the_first_answer_counts(cluster: Cluster, session: Session) -> None:
    """Twenty answers at once: one is taken, the others are told that nothing is asked any more."""
    cluster.start_worker()
    job = session.launch("asking", diary=cluster.file("diary"))
    wait_for(lambda: job.question is not None, "it asks")
    path = f"/api/jobs/{job.id}/input"
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda n: cluster.ask("POST", path, {"answer": ("yes", "no")[n % 2]}), range(20)))
    assert sorted(a.status_code for a in answers) == [200] + [409] * 19
    taken = next(n for n, a in enumerate(answers) if a.status_code == 200)
    assert wait_over(cluster, job).result == ("yes", "no")[taken % 2]


def test_a_plain_function_asks(cluster: Cluster, session: Session) -> None:
    """The same from a function in a process of its own."""
    cluster.start_worker(concurrency=1)
    job = session.launch("asking_plainly")
    wait_for(lambda: job.question is not None, "it asks")
    other = session.launch("quick", diary=cluster.file("diary"))
    assert wait_over(cluster, other).result == "ran"
    job.answer(21)
    assert wait_over(cluster, job).result == 42


def test_a_budget_pauses_and_asks(cluster: Cluster, session: Session) -> None:
    """At its budget the job asks; `continue` grants the same again, `stop` ends it as `budget-exhausted`."""
    cluster.start_worker()
    job = session.launch("spending", max_tokens=260)
    wait_for(lambda: job.question is not None, "the budget is used up")
    assert job.snapshot.usage.input_tokens + job.snapshot.usage.output_tokens == 300
    job.answer("continue")
    assert wait_over(cluster, job).result == 500
    other = session.launch("spending", max_tokens=100)
    wait_for(lambda: other.question is not None, "the budget is used up")
    other.answer("stop")
    snapshot = wait_over(cluster, other)
    assert (snapshot.state, snapshot.reason, snapshot.attempt) == (JobState.FAILED, "budget-exhausted", 1)
