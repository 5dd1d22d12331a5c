"""A deployment in small: a Valkey, a database, server and worker processes that tests kill, freeze and replace."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec
import redis

from jobwidgets.client.job import Job
from jobwidgets.client.session import Session
from jobwidgets.local.valkey import free_port
from jobwidgets.protocol.events import State
from jobwidgets.protocol.state import JobSnapshot, fold_all
from jobwidgets.protocol.wire import decode_event
from jobwidgets.testing import wait_until_sync
from jobwidgets_server.auth import make_token
from tests.conftest import ValkeyServer

SECRET = "a secret of the lifecycle tests, long enough for HS256"
USER = "ada"
LEASE, BEAT, GRACE = 2.0, 0.5, 1.0
PATIENCE = 45.0
"""Seconds a test waits for what must come: the machine may be busy with three others."""

_WORKER = (
    "import sys; from jobwidgets.worker.main import run_worker; "
    f"run_worker(sys.argv[1], ['tests.lifecycle.jobs'], lease={LEASE}, beat={BEAT}, grace={GRACE}, "
    "concurrency=int(sys.argv[2]))"
)
_SERVER = (
    "from jobwidgets_server import reconciler; reconciler.WALK_EVERY = 2.0; "
    "from jobwidgets.cli import main; main(['server'])"
)
"""The command, but what looks for lost jobs does so every two seconds, not ten."""
_ROOT = Path(__file__).parent.parent.parent


@dataclass
class Cluster:
    """Started by the fixture; ``directory`` holds what its jobs write."""

    valkey: ValkeyServer
    database_url: str
    directory: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    server: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _names: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def token(self, user: str = USER) -> str:
        return make_token(SECRET, user, 3600)

    def start_server(self) -> None:
        environment = {
            **os.environ,
            "REDIS_URL": self.valkey.url,
            "DATABASE_URL": self.database_url,
            "JWT_SECRET": SECRET,
            "SOCKET_PORT": str(self.port),
            "JOBWIDGETS_LEASE": str(LEASE),
            "JOBWIDGETS_BEAT": str(BEAT),
            **self.settings,
        }
        self.server = self._start([sys.executable, "-c", _SERVER], environment, "server.log")
        wait_until_sync(self._ready, "the server is ready", timeout=PATIENCE)

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz").status_code == 200
        except httpx.HTTPError:
            assert self.server is not None
            assert self.server.poll() is None, (self.directory / "server.log").read_text()
            return False

    def stop_server(self) -> None:
        if self.server is not None and self.server.poll() is None:
            self.server.terminate()
            self.server.wait(PATIENCE)

    def start_worker(self, concurrency: int = 4) -> subprocess.Popen[bytes]:
        """A worker process; it counts as started when the server knows it."""
        argv = [sys.executable, "-c", _WORKER, self.valkey.url, str(concurrency)]
        process = self._start(argv, dict(os.environ), "worker.log")
        self.workers.append(process)
        wait_until_sync(lambda: process.pid in self._worker_pids(), "the worker is there", timeout=PATIENCE)
        return self.workers[-1]

    def _worker_pids(self) -> list[int]:
        answer = self.ask("GET", "/api/workers")
        # Just after an outage the server may still say 503.
        return [worker["pid"] for worker in answer.json()["workers"]] if answer.is_success else []

    def worker_of(self, job: Job) -> subprocess.Popen[bytes]:
        """The process that has the job now."""
        wait_for(lambda: job.snapshot.attempts, "the attempt is known here")
        worker = job.snapshot.attempts[-1].worker or ""
        pid = int(worker.split("-")[-2])
        return next(process for process in self.workers if process.pid == pid)

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """As the machine would die."""
        worker.kill()
        worker.wait(PATIENCE)
        self.workers.remove(worker)

    def drain(self, worker: subprocess.Popen[bytes]) -> None:
        """As a deployment stops it."""
        worker.terminate()
        worker.wait(GRACE + 20)
        self.workers.remove(worker)

    def stop_workers(self) -> None:
        for worker in self.workers:
            worker.send_signal(signal.SIGCONT)
            worker.kill()
        for worker in self.workers:
            worker.wait(PATIENCE)
        self.workers.clear()

    def stop(self) -> None:
        self.stop_workers()
        self.stop_server()

    def _start(self, argv: list[str], environment: dict[str, str], log: str) -> subprocess.Popen[bytes]:
        with (self.directory / log).open("ab") as out:
            return subprocess.Popen(argv, env=environment, stdout=out, stderr=out, cwd=_ROOT)

    def api(self, method: str, path: str, body: Any = None) -> Any:
        """The answer to a REST call; it must be a success."""
        answer = self.ask(method, path, body)
        assert answer.is_success, answer.text
        return msgspec.json.decode(answer.content)

    def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token()}", "Content-Type": "application/json"}
        content = None if body is None else msgspec.json.encode(body)
        return httpx.request(method, self.url + path, headers=headers, content=content, timeout=20)

    def file(self, name: str) -> str:
        """A fresh path for a diary or a gate."""
        self._names += 1
        return str(self.directory / f"{name}-{self._names}")

    def redis(self) -> redis.Redis:
        return redis.Redis.from_url(self.valkey.url)


def diary(path: str) -> list[str]:
    """The lines a job has written so far."""
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def open_gate(path: str) -> None:
    Path(path).touch()


def wait_for(what: Any, message: str) -> None:
    wait_until_sync(what, message, timeout=PATIENCE)


def wait_over(cluster: Cluster, job: Job) -> JobSnapshot:
    """Wait for the job's end, and for its record; then check what must hold of every job. Its snapshot."""
    wait_for(lambda: job.done, f"job {job.id} is over (it is {job.state})")
    assert job.problem is None
    check_invariants(cluster, job)
    return job.snapshot


def check_invariants(cluster: Cluster, job: Job) -> None:
    """A subscriber's fold equals the record's; seq without holes per epoch; one end; no older attempt after a newer;
    no key of the job without TTL."""
    path = f"/api/jobs/{job.id}"
    keys = f"*:{job.id}"
    with cluster.redis() as client:
        wait_for(
            lambda: all(client.ttl(key) > 0 for key in client.scan_iter(match=keys)),
            f"the end of {job.id} is recorded and its keys expire",
        )
        # What is left on Redis is not what we want to compare with: only the record.
        leftover = list(client.scan_iter(match=keys))
        if leftover:
            client.delete(*leftover)
    record = cluster.api("GET", path)
    stored = msgspec.convert(record["snapshot"], JobSnapshot)
    assert stored == job.snapshot, "the subscriber's fold is not the record"
    seen = []
    after, epochs = 0, None
    for epoch in (answer := cluster.api("GET", f"{path}/events?after=0"))["epochs"]:
        after = 0
        while True:
            answer = cluster.api("GET", f"{path}/events?epoch={epoch}&after={after}")
            seen += [decode_event(msgspec.json.encode(event)) for event in answer["events"]]
            if not answer["more"]:
                break
            after = seen[-1].seq
    assert seen, "no events are archived"
    epochs = list(dict.fromkeys(event.epoch for event in seen))
    assert epochs == sorted(epochs)
    for epoch in epochs:
        mine = [event for event in seen if event.epoch == epoch]
        assert [event.seq for event in mine] == list(range(mine[0].seq, mine[-1].seq + 1)), "a hole"
        assert sum(isinstance(e, State) and e.state.terminal for e in mine) <= 1, "two ends in one epoch"
        attempts = [event.attempt for event in mine]
        assert attempts == sorted(attempts), "an older attempt wrote after a newer one"
    if epochs == [1]:
        empty = JobSnapshot(job=job.id, type=job.type, epoch=1, created=stored.created)
        assert fold_all(empty, seen) == stored, "the replayed log is not the record"
    history = cluster.api("GET", f"{path}/history")
    ends = [move for move in history["transitions"] if move["state"] in ("completed", "failed", "cancelled")]
    assert [move["state"] for move in ends] == [str(stored.state)], "one end in the record"
    assert len(history["attempts"]) == stored.attempt


def session_of(cluster: Cluster) -> Session:
    return Session(cluster.url, cluster.token(), origin=lambda: "notebooks/report.ipynb")


def elapsed(since: float) -> float:
    return time.monotonic() - since
