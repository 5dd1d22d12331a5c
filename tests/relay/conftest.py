"""A relay on a real socket, publishers with the real scripts, and subscribers that fold what they hear."""

import asyncio
import contextlib
import json
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest
import redis.asyncio
import socketio
from aiohttp import web

from jobwidgets.bus.commands import JobBus, new_token
from jobwidgets.bus.connection import connect
from jobwidgets.bus.publisher import Publisher
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.ids import new_job_id
from jobwidgets.protocol.records import JobSpec
from jobwidgets.protocol.state import JobSnapshot, fold
from jobwidgets.protocol.wire import SubscribeAck, event_from_obj
from jobwidgets.testing import wait_until
from jobwidgets_server.auth import make_token, read_token
from jobwidgets_server.relay import Relay, SocketServer

SECRET = "a secret of at least thirty-two bytes"
CLIENT_TIMEOUT = 30


class Served:
    """One relay, listening on a free port."""

    def __init__(self, relay: Relay, bus: JobBus, runner: web.AppRunner, url: str) -> None:
        self.relay, self.bus, self.runner, self.url = relay, bus, runner, url

    @property
    def feed(self) -> Callable[[str], Any]:
        return lambda job: self.relay.watchlist.watches[job].feed


class Subscriber:
    """A python-socketio client that folds: duplicates are dropped, a gap or a new epoch subscribes again."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str, job: str) -> None:
        self.url, self.token, self.job = url, token, job
        self.snapshot = JobSnapshot(job=job)
        self.heard: list[tuple[int, int]] = []
        self.doubled: list[tuple[int, int]] = []
        self.packets: list[str] = []
        self.acks: list[dict[str, Any]] = []
        self.live = False
        self._parts: list[str] = []
        self._held: list[Any] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.sio = socketio.AsyncClient(
            http_session=session, reconnection_delay=0.05, reconnection_delay_max=0.2, handle_sigint=False
        )
        self.sio.on("connect", self._on_connect)
        self.sio.on("job:event", lambda event: self._events("event", [event]))
        self.sio.on("job:batch", lambda batch: self._events("batch", batch))
        self.sio.on("job:part", self._on_part)

    async def start(self) -> "Subscriber":
        await self.connect()
        await wait_until(lambda: self.live, "subscribed")
        return self

    async def connect(self) -> None:
        # The library's own second is too short for a busy machine.
        options = {"transports": ["websocket"], "wait_timeout": CLIENT_TIMEOUT}
        await self.sio.connect(self.url, auth={"token": self.token}, **options)

    async def _on_connect(self) -> None:
        self._again()

    def _again(self) -> None:
        self.live = False
        task = asyncio.create_task(self.subscribe())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def subscribe(self) -> None:
        request = {"job": self.job, "epoch": self.snapshot.epoch, "seq": self.snapshot.seq}
        self._parts = []  # before it is asked for: the first part may be here before we have read the answer
        with contextlib.suppress(socketio.exceptions.SocketIOError):  # the connection broke: it comes again
            ack = await self.sio.call("subscribe", request, timeout=CLIENT_TIMEOUT)
            self.acks.append(ack)
            if not ack["ok"]:
                return
            if not ack["parts"]:
                self._adopt(ack)

    def _on_part(self, part: dict[str, Any]) -> None:
        assert part["n"] == len(self._parts)
        self._parts.append(part["data"])
        if len(self._parts) == part["of"]:
            self._adopt({"ok": True, **json.loads("".join(self._parts))})

    def _adopt(self, answer: dict[str, Any]) -> None:
        ack = msgspec.convert(answer, SubscribeAck)
        if ack.snapshot is not None:
            self.snapshot = ack.snapshot
        self.live = True
        held, self._held = self._held, []
        self._fold([*ack.events, *held])

    def _events(self, kind: str, batch: list[Any]) -> None:
        self.packets.append(kind)
        if not self.live:
            self._held.extend(batch)
        else:
            self._fold(batch)

    def _fold(self, batch: list[Any]) -> None:
        for obj in batch:
            event = event_from_obj(obj)
            at, have = (event.epoch, event.seq), (self.snapshot.epoch, self.snapshot.seq)
            if at <= have:
                self.doubled.append(at)
            elif at == (have[0], have[1] + 1):
                self.snapshot = fold(self.snapshot, event)
                self.heard.append(at)
            elif self.live:
                self._again()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        # Not only disconnected: one that is just trying to come back would go on, with an HTTP session of its own.
        await self.sio.shutdown()


class Writer:
    """A claimed job and its publisher."""

    def __init__(self, bus: JobBus, job: str, publisher: Publisher) -> None:
        self.bus, self.job, self.publisher = bus, job, publisher

    async def text(self, delta: str) -> None:
        self.publisher.emit(ev.Text(job=self.job, delta=delta))
        await self.publisher.flush()

    async def many(self, count: int, mark: str = "x") -> None:
        for i in range(count):
            self.publisher.emit(ev.Log(job=self.job, message=f"{mark}{i}"))
        await self.publisher.flush()

    async def end(self) -> None:
        self.publisher.emit(ev.State(job=self.job, state=ev.JobState.COMPLETED, result=42))
        await self.publisher.flush()

    async def snapshot(self) -> JobSnapshot:
        reading = await self.bus.read(self.job)
        assert reading is not None
        assert reading.snapshot is not None
        return reading.snapshot


def token(user: str = "ada", ttl: float = 60) -> str:
    return make_token(SECRET, user, ttl)


async def nothing_finished(job: str) -> tuple[str, JobSnapshot] | None:
    return None


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """The HTTP session of all clients of a test, so that it is closed at the end."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def serve() -> AsyncIterator[Callable[..., Awaitable[Served]]]:
    """Starts relays: ``await serve(redis_url, **options of Relay, server=options of SocketServer)``."""
    running: list[tuple[web.AppRunner, redis.asyncio.Redis]] = []

    async def start(redis_url: str, *, server: dict[str, Any] | None = None, port: int = 0, **options: Any) -> Served:
        client = connect(redis_url)
        bus = JobBus(client)
        sio = SocketServer(**(server or {}))
        options = {"load_record": nothing_finished, "check_interval": 0.3, **options}
        relay = Relay(sio, bus, redis_url, verify=partial(read_token, SECRET), **options)
        app = web.Application()
        sio.attach(app)
        relay.install()

        async def stop(_: web.Application) -> None:
            await relay.stop()

        app.on_shutdown.append(stop)
        runner = web.AppRunner(app, handle_signals=False)
        await runner.setup()
        await relay.start()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        running.append((runner, client))
        return Served(relay, bus, runner, f"http://127.0.0.1:{runner.addresses[0][1]}")

    yield start
    took: list[float] = []
    async with contextlib.AsyncExitStack() as stack:  # all of them, whatever one of them raises
        for runner, client in running:
            stack.push_async_callback(client.aclose)
            stack.push_async_callback(_cleaned, runner, took)
    assert max(took, default=0) < 15, "stopping a relay waits for nobody"


async def _cleaned(runner: web.AppRunner, took: list[float]) -> None:
    began = time.monotonic()
    await runner.cleanup()
    took.append(time.monotonic() - began)


@pytest.fixture
async def new_job() -> AsyncIterator[Callable[..., Awaitable[Writer]]]:
    """Seeds and claims jobs: ``await new_job(bus, user="ada")``."""
    writers: list[Writer] = []

    async def start(bus: JobBus, user: str = "ada") -> Writer:
        job = new_job_id()
        spec = JobSpec(job=job, type="search", user=user)
        assert await bus.seed(spec, created=time.time())
        owner = new_token()
        claim = await bus.claim(job, worker="w", token=owner, lease=60, beat=5, max_attempts=3)
        assert claim.status == "granted"
        reading = await bus.read(job)
        assert reading is not None
        assert reading.snapshot is not None
        publisher = Publisher(
            bus.redis, reading.snapshot, token=owner, attempt=claim.attempt, on_fenced=lambda _: None, linger=0.005
        )
        writers.append(Writer(bus, job, publisher))
        return writers[-1]

    yield start
    for writer in writers:
        await writer.publisher.aclose()


@pytest.fixture
async def subscriber(http: aiohttp.ClientSession) -> AsyncIterator[Callable[..., Subscriber]]:
    """Makes subscribers: ``await subscriber(served, job, user="ada").start()``."""
    made: list[Subscriber] = []

    def make(served: Served, job: str, user: str = "ada", ttl: float = 60) -> Subscriber:
        made.append(Subscriber(http, served.url, token(user, ttl), job))
        return made[-1]

    yield make
    for each in made:
        await each.stop()


@pytest.fixture(scope="session")
def javascript_client() -> Path:
    """The folder ``js`` with the official client installed (git-ignored) beside its scripts."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("Node.js is not installed: the official JavaScript client cannot be run")
    here = Path(__file__).parent / "js"
    lock, stamp = here / "package-lock.json", here / "node_modules" / ".installed"
    if not stamp.exists() or stamp.read_bytes() != lock.read_bytes():
        install = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(install, cwd=here, check=True, timeout=100, stdout=subprocess.DEVNULL)
        stamp.write_bytes(lock.read_bytes())
    return here
