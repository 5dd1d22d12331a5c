"""Jobs on a real Redis Cluster, with a server and a worker in processes of their own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from jobwidgets.protocol.events import JobState
from tests.lifecycle.cluster import Cluster, diary, open_gate, session_of, wait_for

from .nodes import ValkeyCluster


@pytest.fixture(params=["plain", pytest.param("sharded", marks=pytest.mark.slow)])
def deployed(
    request: pytest.FixtureRequest, running: ValkeyCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Cluster]:
    """Server and worker; what they share is on three nodes."""
    running.wait()
    running.clear()
    monkeypatch.setenv("JOBWIDGETS_PUBSUB", request.param)
    deployed = Cluster(cast(Any, running), f"sqlite:///{tmp_path}/jobs.sqlite", tmp_path)
    try:
        deployed.start_server()
        deployed.start_worker()
        yield deployed
    finally:
        deployed.stop()


def test_jobs_run_and_are_cancelled(deployed):
    """Jobs of any node are launched, run, watched to their end and cancelled at once: as on one Redis."""
    with session_of(deployed) as session:
        gate = deployed.file("gate")
        diaries = [deployed.file("diary") for _ in range(4)]
        jobs = [session.launch("chapters", diary=path, gate=gate) for path in diaries[:3]]
        held = session.launch("chapters", diary=diaries[3], gate=deployed.file("never"))
        wait_for(lambda: all("waiting 1" in diary(path) for path in diaries), "all four wait at their gate")
        held.cancel()
        wait_for(lambda: held.state == JobState.CANCELLED, "the cancelled one is over")
        open_gate(gate)
        for job in jobs:
            wait_for(lambda job=job: job.done, f"job {job.id} is over")
            assert job.state == JobState.COMPLETED
            assert job.result() == ["c0", "c1", "c2", "c3"]
            wait_for(
                lambda job=job: deployed.api("GET", f"/api/jobs/{job.id}")["state"] == "completed", "it is recorded"
            )
