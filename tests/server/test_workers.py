"""Several servers: processes that share one port, and relays behind any load balancer."""

import asyncio
import contextlib
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import msgspec
import psutil
import pytest

from jobwidgets.bus.commands import JobBus
from jobwidgets.protocol.errors import ConfigurationError
from jobwidgets.testing import wait_until
from jobwidgets_server.group import run_group
from jobwidgets_server.group_port import claimed_port
from jobwidgets_server.group_wire import Figures, RollCall
from jobwidgets_server.metrics import Metrics, exposition_of_all
from jobwidgets_server.settings import Settings
from tests.postgres import PostgresServer
from tests.relay.conftest import SECRET, Subscriber, Writer, http, new_job, token
from tests.server.conftest import announce

__all__ = ["http", "new_job"]

ROOT = Path(__file__).parents[2]


class Started:
    """A ``jobwidgets server`` process."""

    def __init__(self, process: asyncio.subprocess.Process, url: str, log: Path) -> None:
        self.process, self.url, self.log = process, url, log

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def workers(self) -> list[psutil.Process]:
        """The processes it started."""
        return psutil.Process(self.process.pid).children()


@contextlib.asynccontextmanager
async def server(place: Path, redis_url: str, database_url: str, *more: str) -> AsyncIterator[Started]:
    """A server on a free port of 127.0.0.1."""
    ready, log = place.with_suffix(".ready"), place.with_suffix(".log")
    env = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'server'}",
        "REDIS_URL": redis_url,
        "DATABASE_URL": database_url,
        "JWT_SECRET": SECRET,
        "SOCKET_PORT": "0",
        "JOBWIDGETS_HOST": "127.0.0.1",
        "JOBWIDGETS_READY_FILE": str(ready),
    }
    with log.open("wb") as out:
        command = (sys.executable, "-P", "-m", "jobwidgets", "server", *more)
        process = await asyncio.create_subprocess_exec(*command, env=env, stderr=out)
    try:
        await wait_until(lambda: ready.exists() or process.returncode is not None, "the server is ready")
        assert process.returncode is None, log.read_text()
        facts = msgspec.json.decode(ready.read_bytes())
        assert facts["pid"] == process.pid
        yield Started(process, facts["url"], log)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def same(watchers: list[Subscriber], writer: Writer) -> None:
    """All have the job as it is, and heard every event of it once and in order."""
    final = await writer.snapshot()
    for each in watchers:
        await wait_until(lambda each=each: each.live and each.snapshot.seq >= final.seq, f"event {final.seq}")
        assert each.snapshot == final
        assert [seq for _, seq in each.heard] == list(range(each.heard[0][1], final.seq + 1))
        assert not each.doubled


async def write(writer: Writer, count: int) -> None:
    for i in range(count):
        await writer.text(f"{i} ")


async def figures(http: aiohttp.ClientSession, url: str, name: str) -> dict[str, float]:
    """The figures ``name`` by worker."""
    async with http.get(f"{url}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    found = [line for line in lines if line.startswith(name + "{")]
    return {line.split('worker="')[1].split('"')[0]: float(line.rpartition(" ")[2]) for line in found}


async def workers(http: aiohttp.ClientSession, url: str) -> tuple[int, int, int]:
    """How many there should be, listen, and answer."""
    try:
        async with http.get(f"{url}/healthz") as answer:
            return tuple((await answer.json())["workers"].values())
    except aiohttp.ClientError:
        return (0, 0, 0)  # it was just given to the process that is killed


async def test_workers_share_a_port(tmp_path, redis_url, sqlite_url, http, new_job, bus: JobBus):
    """Two processes on one port and one SQLite file: each takes some of the sockets and every client gets all events;
    one is killed and its clients lose nothing; it is replaced; /metrics tells of both; SIGTERM ends all within 5 s."""
    await announce(bus)
    async with server(tmp_path / "server", redis_url, sqlite_url, "--workers", "2") as group:
        assert await workers(http, group.url) == (2, 2, 2)
        writer = await new_job(bus)
        watchers = [Subscriber(http, group.url, token(), writer.job) for _ in range(12)]
        try:
            await asyncio.gather(*(each.start() for each in watchers))
            sockets = await figures(http, group.url, "jobwidgets_sockets")
            assert sorted(sockets) == ["0", "1"]
            assert sum(sockets.values()) == 12
            assert all(sockets.values()), "one worker has all of the sockets"

            assert len(set(await asyncio.gather(*(launch(http, group.url) for _ in range(40))))) == 40
            writing = asyncio.create_task(write(writer, 60))
            await wait_until(lambda: len(watchers[0].heard) > 10, "a stream")
            group.workers()[0].kill()
            await writing
            await same(watchers, writer)
            assert {each.sio.connected for each in watchers} == {True}

            await wait_until(lambda: grown(http, group.url), "another worker takes its place")
            assert len(group.workers()) == 2
        finally:
            await asyncio.gather(*(each.stop() for each in watchers))
        began, left = time.monotonic(), group.workers()
        group.process.terminate()
        assert await group.process.wait() == 0
        assert time.monotonic() - began < 20
        assert not any(process.is_running() for process in left)


async def grown(http: aiohttp.ClientSession, url: str) -> bool:
    return await workers(http, url) == (2, 2, 2)


async def launch(http: aiohttp.ClientSession, url: str) -> str:
    """Launch a job; its id."""
    body = {"type": "search", "params": {"query": "life"}}
    headers = {"Authorization": f"Bearer {token()}"}
    async with http.post(f"{url}/api/jobs", json=body, headers=headers) as answer:
        assert answer.status == 202, await answer.text()
        return (await answer.json())["id"]


async def test_a_worker_that_hangs_is_replaced(redis_url, sqlite_url, http):
    """It takes connections that nobody serves, and may be the one that records: it is killed like one that died."""
    settings = Settings(
        redis_url=redis_url, database_url=sqlite_url, jwt_secret=SECRET, host="127.0.0.1", port=0, workers=2
    )
    stop, urls = asyncio.Event(), list[str]()
    running = asyncio.create_task(run_group(settings, stop=stop, on_ready=urls.append, hung_after=5))
    try:
        await wait_until(lambda: urls or running.done(), "the group is ready")
        (hangs, _) = [child for child in psutil.Process().children() if child.cmdline()[-1].endswith("group_worker")]
        hangs.suspend()
        await wait_until(lambda: not alive(hangs), "it is killed")
        await wait_until(lambda: grown(http, urls[0]), "another takes its place")
    finally:
        stop.set()
        await running


async def test_orphaned_workers_end(tmp_path, redis_url, sqlite_url):
    """A parent that is killed -9 leaves no worker behind, and its port is free again."""
    async with server(tmp_path / "server", redis_url, sqlite_url, "--workers", "2") as group:
        orphans = group.workers()
        assert len(orphans) == 2
        group.process.kill()
        await wait_until(lambda: not any(map(alive, orphans)), "the workers end")
        with claimed_port("127.0.0.1", group.port):
            pass


def alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE  # whoever adopts it may not collect it
    except psutil.NoSuchProcess:
        return False


class Balancer:
    """Gives each connection to the next server; one that does not answer is passed over."""

    def __init__(self, *ports: int) -> None:
        self.ports = list(ports)
        self.given = dict.fromkeys(ports, 0)
        self._turn = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in self.ports:
            port = self.ports[self._turn % len(self.ports)]
            self._turn += 1
            with contextlib.suppress(ConnectionRefusedError):
                theirs = await asyncio.open_connection("127.0.0.1", port)
                self.given[port] += 1
                await asyncio.gather(pump(reader, theirs[1]), pump(theirs[0], writer))
                return
        writer.close()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    writer.close()


async def test_relays_behind_a_balancer(tmp_path, redis_url, postgres: PostgresServer, http, new_job, bus: JobBus):
    """Two servers that share nothing but Redis and the database, behind a balancer without sticky sessions: each has
    half of the clients, all get every event; one is killed -9, its clients come to the other and lose nothing."""
    database = postgres.empty_database()
    async with contextlib.AsyncExitStack() as stack:
        servers = await asyncio.gather(
            *(stack.enter_async_context(server(tmp_path / name, redis_url, database)) for name in "ab")
        )
        balancer = Balancer(*(each.port for each in servers))
        front = await stack.enter_async_context(await asyncio.start_server(balancer.serve, "127.0.0.1", 0))
        url = f"http://127.0.0.1:{front.sockets[0].getsockname()[1]}"
        writer = await new_job(bus)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as session:
            watchers = [Subscriber(session, url, token(), writer.job) for _ in range(8)]
            try:
                for each in watchers:
                    await each.start()
                assert list(balancer.given.values()) == [4, 4]
                await write(writer, 20)
                await same(watchers, writer)

                writing = asyncio.create_task(write(writer, 80))
                await wait_until(lambda: len(watchers[0].heard) > 30, "a stream")
                servers[0].process.kill()
                await writing
                await same(watchers, writer)
                assert balancer.given[servers[1].port] == 8
            finally:
                await asyncio.gather(*(each.stop() for each in watchers))


# ── starting ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def taken(request: pytest.FixtureRequest) -> Iterator[int]:
    """A port that a program of our user listens on, which would even share it."""
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        yield sock.getsockname()[1]


def test_port_of_another(taken: int):
    """A port that somebody has is refused, although the kernel would let us share it; also before they listen."""
    with (
        pytest.raises(ConfigurationError, match=f"port {taken}: Address already in use"),
        claimed_port("127.0.0.1", taken),
    ):
        pass
    with (
        claimed_port("127.0.0.1", 0) as ours,
        pytest.raises(ConfigurationError, match=f"port {ours}"),
        claimed_port("127.0.0.1", ours),
    ):
        pass


@pytest.mark.slow  # what each wrong setting is told, in one process, is in test_settings.py
async def test_settings_that_cannot_work(redis_url):
    """Workers that refuse to start end the start, with the sentence of the one that refused."""
    settings = Settings(
        redis_url=redis_url, database_url="mysql://host/db", jwt_secret=SECRET, host="127.0.0.1", port=0, workers=2
    )
    with pytest.raises(ConfigurationError, match="'mysql' is not supported"):
        await run_group(settings, stop=asyncio.Event())


# ── figures ────────────────────────────────────────────────────────────────────────────────────


def test_figures_of_all():
    """The figures of several workers make one text: each family once, each sample with its worker."""
    found: list[Figures] = []
    for worker in range(2):
        metrics = Metrics()
        metrics.seconds.labels("/x").observe(0.01)
        if worker:
            metrics.launches.labels("created").inc(3)
        found.append(Figures(1, worker, metrics.exposition(), sockets=0, watched=0, resyncs=0))
    text = exposition_of_all(RollCall(1, 3, 2, 1, found))
    lines = text.splitlines()
    headers = [line for line in lines if line.startswith("#")]
    assert len(headers) == len(set(headers))
    assert 'jobwidgets_launches_total{worker="1",outcome="created"} 3.0' in lines
    assert 'jobwidgets_http_seconds_count{worker="0",route="/x"} 1.0' in lines
    assert 'process_open_fds{worker="0"}' in text
    assert {
        "jobwidgets_workers 3.0",
        "jobwidgets_workers_listening 2.0",
        "jobwidgets_worker_restarts_total 1.0",
    } <= set(lines)
