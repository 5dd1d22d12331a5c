"""Redis or the database goes away, with or without its data."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from jobwidgets.client.job import Job
from jobwidgets.client.session import Session
from jobwidgets.protocol.errors import Unavailable
from jobwidgets.protocol.events import JobState

from .cluster import Cluster, diary, open_gate, wait_for, wait_over

DATABASE = "postgresql"


def test_redis_loses_everything(cluster: Cluster, session: Session) -> None:
    """FLUSHALL: running jobs go on where they are, in a new epoch; queued, delayed and waiting ones are there again;
    subscribers see all of it."""
    cluster.start_worker()
    notes, gate = cluster.file("diary"), cluster.file("gate")
    running = session.launch("counting", diary=notes, gate=gate)
    waiting = session.launch("asking", diary=cluster.file("diary"))
    later = session.launch("quick", diary=cluster.file("diary"), delay=2)
    wait_for(lambda: running.text == "0 1 2 3 lost ", "one runs")
    wait_for(lambda: waiting.question is not None, "one asks")
    wait_for(
        lambda: waiting.id in [j["id"] for j in cluster.api("GET", "/api/jobs?state=waiting_input")["jobs"]],
        "the record knows that it asks",
    )
    with cluster.redis() as client:
        client.flushall()
    wait_for(lambda: running.snapshot.epoch > 1 and waiting.snapshot.epoch > 1, "new epochs")
    open_gate(gate)
    waiting.answer("yes")
    snapshot = wait_over(cluster, running)
    assert (snapshot.state, running.text, snapshot.attempt) == (JobState.COMPLETED, "0 1 2 3 lost 4 5 ", 1)
    assert wait_over(cluster, waiting).result == "yes"
    assert wait_over(cluster, later).result == "ran"
    fresh = session.launch("quick", diary=cluster.file("diary"))
    assert wait_over(cluster, fresh).result == "ran"


def test_redis_is_replaced_by_an_empty_one(cluster: Cluster, session: Session) -> None:
    """Redis dies and comes back without its file, while nobody works: what was queued runs, from the record."""
    notes = cluster.file("diary")
    jobs = [session.launch("quick", diary=notes, word=str(n)) for n in range(5)]
    cluster.valkey.kill()
    for file in cluster.valkey.directory.rglob("*"):
        if file.is_file() and ("appendonly" in str(file) or file.suffix == ".rdb"):
            file.unlink()
    cluster.valkey.start()
    wait_for(lambda: cluster.ask("GET", "/readyz").status_code == 200, "the server is ready again")
    cluster.start_worker()
    for job in jobs:
        assert wait_over(cluster, job).state is JobState.COMPLETED
    assert sorted(diary(notes)) == ["0", "1", "2", "3", "4"]


def test_redis_is_killed_and_comes_back(cluster: Cluster, session: Session) -> None:
    """With its append-only file nothing is lost: the job goes on in the same attempt."""
    cluster.start_worker()
    notes, gate = cluster.file("diary"), cluster.file("gate")
    job = session.launch("counting", diary=notes, gate=gate)
    wait_for(lambda: job.text == "0 1 2 3 lost ", "it counts")
    cluster.valkey.kill()
    cluster.valkey.start()
    open_gate(gate)
    snapshot = wait_over(cluster, job)
    assert (snapshot.state, job.text) == (JobState.COMPLETED, "0 1 2 3 lost 4 5 ")


def test_every_accepted_launch_exists(cluster: Cluster, session: Session) -> None:
    """Launches while the server is killed and started again: what was accepted runs, once."""
    cluster.start_worker(concurrency=8)
    notes = cluster.file("diary")

    def launch(number: int) -> Job:
        made: list[Job] = []

        def accepted() -> bool:
            # What is refused is tried again: a connection to Redis may be broken since the test before.
            with suppress(Unavailable):
                made.append(session.launch("quick", diary=notes, word=str(number)))
            return bool(made)

        wait_for(accepted, f"launch {number} is accepted")
        return made[0]

    with ThreadPoolExecutor(4) as pool:
        launches = [pool.submit(launch, n) for n in range(20)]
        assert cluster.server is not None
        launches[3].result()
        cluster.server.kill()
        cluster.server.wait(10)
        cluster.start_server()
        jobs = [launch.result() for launch in launches]
    for job in jobs:
        assert wait_over(cluster, job).state is JobState.COMPLETED
    assert sorted(diary(notes), key=int) == [str(n) for n in range(20)]
