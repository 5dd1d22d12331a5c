"""Who may run when; finding a job again."""

import pytest

from jobwidgets.client.session import Session
from jobwidgets.protocol.errors import IdempotencyConflict
from jobwidgets.protocol.records import Priority

from .cluster import Cluster, diary, open_gate, session_of, wait_for, wait_over

DATABASE = "postgresql"


def test_at_most_so_many_of_a_type(cluster: Cluster, session: Session) -> None:
    """`max_running=2` holds over two workers with eight slots."""
    cluster.start_worker()
    cluster.start_worker()
    notes, gate = cluster.file("diary"), cluster.file("gate")
    jobs = [session.launch("crowded", diary=notes, gate=gate) for _ in range(5)]
    other = session.launch("quick", diary=cluster.file("diary"))
    wait_over(cluster, other)
    wait_for(lambda: len(diary(notes)) == 2, "two are in")
    open_gate(gate)
    for job in jobs:
        wait_over(cluster, job)
    inside = 0
    for line in diary(notes):
        inside += 1 if line == "in" else -1
        assert 0 <= inside <= 2


def test_the_urgent_first(cluster: Cluster, session: Session) -> None:
    """With one slot, what has priority high is run before what came earlier with normal and low."""
    worker = cluster.start_worker(concurrency=1)
    gate, notes = cluster.file("gate"), cluster.file("diary")
    first = session.launch("patient", gate=gate)
    wait_for(lambda: first.text == "started ", "the slot is taken")
    order: list[Priority] = ["low", "normal", "high", "low", "normal", "high"]
    jobs = [session.launch("quick", diary=notes, word=p, priority=p) for p in order]
    open_gate(gate)
    for job in jobs:
        wait_over(cluster, job)
    assert sorted(diary(notes)) == sorted(order)
    assert diary(notes).index("low") > diary(notes).index("high")
    assert worker.poll() is None


def test_the_same_key_is_the_same_job(cluster: Cluster, session: Session) -> None:
    """A cell that launches with `key=` finds its job again after a kernel restart; other parameters are refused."""
    cluster.start_worker()
    notes = cluster.file("diary")
    job = session.launch("quick", diary=notes, key="report 7")
    wait_over(cluster, job)
    with session_of(cluster) as restarted:
        again = restarted.launch("quick", diary=notes, key="report 7")
        assert again.id == job.id
        assert again.result(30) == "ran"
        with pytest.raises(IdempotencyConflict):
            restarted.launch("quick", diary=notes, word="other", key="report 7")
        assert job.id in [record.id for record in restarted.jobs(mine=True)]
    assert diary(notes) == ["ran"]


def test_a_schedule_launches(cluster: Cluster, session: Session) -> None:
    """A schedule is kept, listed, and deleted; one that is due launches one job a turn."""
    session.schedule("nightly", "0 3 * * *", "quick", diary=cluster.file("diary"), timezone="Europe/Berlin")
    (schedule,) = session.schedules()
    assert (schedule.name, schedule.cron, schedule.type) == ("nightly", "0 3 * * *", "quick")
    assert schedule.next is not None
    session.unschedule("nightly")
    assert session.schedules() == []
