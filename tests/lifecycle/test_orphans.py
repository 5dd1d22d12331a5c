"""What nobody looks after any more is found and put right."""

from jobwidgets.client.session import Session
from jobwidgets.protocol.events import JobState

from .cluster import Cluster, diary, open_gate, wait_for, wait_over


def repairs(cluster: Cluster, what: str) -> float:
    lines = cluster.ask("GET", "/metrics").text.splitlines()
    name = f'jobwidgets_repairs_total{{what="{what}"}}'
    return sum(float(line.split()[-1]) for line in lines if line.startswith(name))


def test_a_queued_job_the_queue_has_lost(cluster: Cluster, session: Session) -> None:
    """docket's data is gone while the job's is there: it is delivered again, and its history says so."""
    notes = cluster.file("diary")
    job = session.launch("quick", diary=notes, delay=1)
    with cluster.redis() as client:
        lost = list(client.scan_iter(match="jobwidgets-default*"))
        assert lost
        client.delete(*lost)
    cluster.start_worker()
    assert wait_over(cluster, job).state is JobState.COMPLETED
    assert diary(notes) == ["ran"]
    notes_of_repair = [t for t in cluster.api("GET", f"/api/jobs/{job.id}/history")["transitions"] if not t.get("seq")]
    assert notes_of_repair, "no transition tells of the repair"


def test_a_running_job_nobody_delivers(cluster: Cluster, session: Session) -> None:
    """The worker is dead and the delivery is gone too: the job is queued again."""
    worker = cluster.start_worker()
    notes, gate = cluster.file("diary"), cluster.file("gate")
    job = session.launch("counting", diary=notes, gate=gate)
    wait_for(lambda: "waiting 1" in diary(notes), "it counts")
    cluster.kill(worker)
    with cluster.redis() as client:
        client.delete(*client.scan_iter(match="jobwidgets-default*"))
    wait_for(lambda: job.state is JobState.QUEUED, "it is queued again")
    cluster.start_worker()
    open_gate(gate)
    snapshot = wait_over(cluster, job)
    assert (snapshot.state, job.text) == (JobState.COMPLETED, "0 1 2 3 lost 4 5 ")
