"""Each trouble the doctor knows is made for real, and found, named and explained."""

import asyncio
import contextlib
import json
import shutil
import ssl
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from email.utils import formatdate
from importlib import metadata
from pathlib import Path

import httpx
import msgspec
import pytest
import redis
import socketio
from aiohttp import ClientSession, web

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.connection import connect
from jobwidgets.bus.external import publish_job_progress_async
from jobwidgets.cli.doctor import examination, examine, machine
from jobwidgets.cli.doctor import redis as redis_checks
from jobwidgets.cli.doctor import server as server_checks
from jobwidgets.cli.doctor.finding import Finding
from jobwidgets.cli.doctor.socket import Socket
from jobwidgets.local.home import Home
from jobwidgets.local.processes import ProcessId
from jobwidgets.local.runtime import Runtime, own_environment, own_version, read_runtime, write_runtime
from jobwidgets.local.valkey import free_port
from jobwidgets.protocol.ids import new_job_id
from jobwidgets.protocol.records import TypeInfo, WorkerInfo
from jobwidgets.testing import wait_until, wait_until_sync
from jobwidgets_server.app import serve
from jobwidgets_server.auth import make_token
from jobwidgets_server.settings import Settings

SECRET = "s" * 40


class Served:
    """A real server in this process: where it is, and how to make it the one the doctor looks at."""

    def __init__(self, url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.url, self.redis_url = url, redis_url
        self.token = make_token(SECRET, "ada", 3600)
        self._patch = monkeypatch
        self.look_at(url)

    def look_at(self, url: str, *, token: str | None = None, redis_url: str | None = None) -> None:
        """Point the doctor there; ``redis_url`` only where it shall know Redis as well."""
        self._patch.setenv("JOBWIDGETS_URL", url)
        self._patch.setenv("JOBWIDGETS_TOKEN", self.token if token is None else token)
        if redis_url is not None:
            self._patch.setenv("REDIS_URL", redis_url)

    async def post(self, path: str, body: object) -> dict:
        async with httpx.AsyncClient(base_url=self.url, headers={"Authorization": f"Bearer {self.token}"}) as http:
            answer = await http.post(path, json=body)
        assert answer.is_success, answer.text
        return answer.json()


@contextlib.asynccontextmanager
async def running(redis_url: str, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    settings = Settings(
        redis_url=redis_url, database_url=database_url, jwt_secret=SECRET, host="127.0.0.1", port=0, log_level="error"
    )
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    task = asyncio.create_task(serve(settings, on_ready=ready.set_result, stop=stop))
    await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
    try:
        yield Served(await ready, redis_url, monkeypatch)
    finally:
        stop.set()
        await task


@pytest.fixture
async def served(no_stack, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    """A server on the shared Valkey; no worker."""
    async with running(redis_url, f"sqlite:///{tmp_path / 'jobs.db'}", monkeypatch) as one:
        yield one


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """No long listening to live jobs, where it is not about them."""
    monkeypatch.setattr(examination, "LISTEN", 0.1)


def by_check(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.check: finding for finding in findings}


def test_a_sound_stack_gets_a_clean_bill(stack, cli, here) -> None:
    """Every check passes on the embedded stack; exit code 0; --json says the same for programs."""
    job = here("launch", "dawdle").out.strip()
    looks: list[list[str]] = []

    def well() -> str:
        # A busy machine may be slow enough, for a moment, to be told of it.
        done = here("doctor", job, "--json")
        looks.append([f"{one}" for one in json.loads(done.out) if one["verdict"] != "ok"])
        return "" if looks[-1] or done.code else done.out

    try:
        found = json.loads(wait_until_sync(well, f"a clean bill: {looks}", timeout=60))
    finally:
        here("cancel", job)
    assert {one["check"] for one in found} == {
        *("versions", "stack", "redis direct", "server", "clock", "token", "redis", "database", "workers", "queue"),
        *("socket", "latency", "events", "backlog", "job", "job in step"),
    }
    wait_until_sync(lambda: "all is well" in (done := cli("doctor")).out and done.code == 0, "the same in words")


@pytest.mark.usefixtures("brief")
async def test_a_proxy_without_websockets(served: Served) -> None:
    """REST answers but the socket does not come up: the doctor blames what stands in between."""

    async def pass_on(request: web.Request) -> web.Response:
        if request.path.startswith("/socket.io"):
            return web.Response(status=400, text="no upgrade here")
        async with ClientSession() as http, http.get(served.url + request.path_qs, headers=_headers(request)) as answer:
            body = await answer.read()
            return web.Response(status=answer.status, body=body, content_type="application/json")

    async with _site(pass_on) as url:
        served.look_at(url)
        socket = by_check(await examine())["socket"]
    assert socket.verdict == "fail"
    assert "not connected" in socket.measured
    assert "proxy" in socket.advice


def _headers(request: web.Request) -> dict[str, str]:
    return {"Authorization": request.headers.get("Authorization", "")}


@contextlib.asynccontextmanager
async def _site(handler: Callable) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    async with _listening(app) as url:
        yield url


@contextlib.asynccontextmanager
async def _listening(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.mark.usefixtures("brief")
async def test_a_token_that_is_refused(served: Served) -> None:
    """Missing, foreign: told once, without the socket; whether Redis and database answer is told all the same."""
    served.look_at(served.url, token=make_token("x" * 40, "ada", 60))
    found = by_check(await examine())
    assert found["token"].verdict == "fail"
    assert "jobwidgets token" in found["token"].advice
    assert "socket" not in found, "it would fail for the same reason"
    assert found["redis"].verdict == found["database"].verdict == "ok"
    served.look_at(served.url, token="")
    assert by_check(await examine())["token"].measured == "there is none"
    served.look_at(served.url, token=make_token(SECRET, "ada", 120))
    assert by_check(await examine())["token"].verdict == "warn", "it expires soon"


@pytest.mark.usefixtures("brief")
async def test_redis_away_and_wrong_password(no_stack, own_valkey, tmp_path: Path, monkeypatch) -> None:
    """A killed Redis and one whose password has changed are told apart, by the server and by looking oneself."""
    async with running(own_valkey.url, f"sqlite:///{tmp_path / 'jobs.db'}", monkeypatch) as served:
        served.look_at(served.url, redis_url=own_valkey.url)
        assert by_check(await examine())["redis direct"].verdict == "ok"
        own_valkey.kill()
        found = by_check(await examine())
        for check in ("redis", "redis direct"):
            assert found[check].verdict == "fail"
            assert "Start it" in found[check].advice
        assert not {"workers", "queue", "events", "backlog"} & set(found), "they are not known without Redis"
        assert f"127.0.0.1:{own_valkey.port}" in found["redis direct"].measured
        right = own_valkey.password
        own_valkey.password = "another"
        await asyncio.to_thread(own_valkey.start)
        found = by_check(await examine())
        for check in ("redis", "redis direct"):
            assert found[check].verdict == "fail", found[check]
            assert "password" in found[check].advice.lower(), found[check]
        assert right not in str(found.values())


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
async def test_redis_with_a_certificate_of_ones_own(tmp_path: Path) -> None:
    """Where TLS fails for want of the authority's certificate, the advice says where that goes."""
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout key.pem -out cert.pem"
    made = await asyncio.create_subprocess_shell(command, cwd=tmp_path, stderr=asyncio.subprocess.DEVNULL)
    assert await made.wait() == 0
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    # The handshake is all that is looked at: the Valkey of the tests is built without TLS.
    async with await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=context) as server:
        port = server.sockets[0].getsockname()[1]
        found, trips = await redis_checks.ask(f"rediss://localhost:{port}/0", embedded=False)
    assert found.verdict == "fail"
    assert f"localhost:{port} is not trusted" in found.measured
    assert "ssl_ca_certs" in found.advice
    assert not trips


@pytest.mark.usefixtures("brief")
async def test_redis_that_may_forget_or_is_full(served: Served) -> None:
    """A policy that evicts keys is wrong; little room left is told with figures."""
    with redis.Redis.from_url(served.redis_url) as client:
        try:
            client.config_set("maxmemory", "1gb")
            client.config_set("maxmemory-policy", "allkeys-lru")
            found = by_check(await examine())["redis"]
            assert found.verdict == "fail"
            assert "noeviction" in found.advice
            client.config_set("maxmemory-policy", "noeviction")
            assert by_check(await examine())["redis"].verdict == "ok"

            async def full() -> Finding | None:
                # What is in use shrinks and grows by itself: look until the two figures fit.
                client.config_set("maxmemory", int(client.info()["used_memory"] * 1.02))
                found = by_check(await examine())["redis"]
                return found if found.verdict == "fail" else None

            found = await wait_until(full, "Redis to be nearly full")
            assert "maxmemory" in found.advice
        finally:
            client.config_set("maxmemory", 0)


@pytest.mark.usefixtures("brief")
async def test_a_job_nobody_serves(served: Served) -> None:
    """A job whose worker left before it started is found, with its type; no worker at all is told too."""
    redis_client = connect(served.redis_url)
    try:
        bus = JobBus(redis_client)
        info = WorkerInfo(id="w1", host="h", pid=1, types=["bake"], queues=["default"], concurrency=1)
        await bus.announce_worker(info, [TypeInfo(name="bake", schema={"type": "object"})], ttl=60)
        job = (await served.post("/api/jobs", {"type": "bake", "params": {}}))["id"]
        assert by_check(await examine(job))["job"].verdict == "ok", "it has just been queued"
        later = (await served.post("/api/jobs", {"type": "bake", "params": {}, "delay": 3600}))["id"]
        assert " not before " in by_check(await examine(later))["job"].measured
        await bus.withdraw_worker("w1")
    finally:
        await redis_client.aclose()
    found = by_check(await examine(job))
    assert found["workers"].verdict == "fail"
    assert "jobwidgets worker" in found["workers"].advice
    assert found["queue"].verdict == "fail"
    assert "no worker serves bake" in found["queue"].measured
    assert found["job"].verdict == "fail"
    assert "not updating" in found["job"].measured


async def test_events_published_twice(served: Served, redis_url: str) -> None:
    """A second bridge or publisher on the channel: counted and named, with the job."""
    served.look_at(served.url, redis_url=redis_url)
    job = new_job_id()
    await publish_job_progress_async(redis_url, job, "ada", "running", progress=0.1)
    await _recorded(served, job)
    async with _echo(redis_url, job), _progressing(redis_url, job):
        found = by_check(await examine(job))
    assert found["events"].verdict == "fail"
    assert "published twice" in found["events"].measured
    assert job in found["events"].measured
    assert found["job in step"].verdict == "ok", "the relay dropped the duplicates"


@contextlib.asynccontextmanager
async def _progressing(redis_url: str, job: str) -> AsyncIterator[None]:
    async def report(over: asyncio.Event) -> None:
        n = 0
        while not over.is_set():
            n += 1
            await publish_job_progress_async(redis_url, job, "ada", "running", progress=(n % 100) / 100)
            await asyncio.sleep(0.02)

    async with _meanwhile(report):
        yield


@contextlib.asynccontextmanager
async def _echo(redis_url: str, job: str) -> AsyncIterator[None]:
    """Publish once more, raw, whatever is published on the job's channel."""

    async def repeat(over: asyncio.Event) -> None:
        client = connect(redis_url, blocking=True)
        seen: set[bytes] = set()
        async with client.pubsub() as subscriber:
            await subscriber.subscribe(f"job:event:{job}")
            while not over.is_set():
                message = await subscriber.get_message(ignore_subscribe_messages=True, timeout=0.1)
                if message is not None and message["data"] not in seen:
                    seen.add(message["data"])
                    await client.publish(f"job:event:{job}", message["data"])
        await client.aclose()

    async with _meanwhile(repeat):
        yield


@contextlib.asynccontextmanager
async def _meanwhile(work: Callable[[asyncio.Event], Coroutine[None, None, None]]) -> AsyncIterator[None]:
    """Run ``work`` beside the block. Told to end, not cancelled: a cancel can get lost in `asyncio.wait_for`."""
    over = asyncio.Event()
    task = asyncio.create_task(work(over))
    try:
        yield
    finally:
        over.set()
        await task


async def _recorded(served: Served, job: str) -> None:
    """Wait until the list of jobs, which the doctor reads, has the job."""
    async with httpx.AsyncClient(base_url=served.url, headers={"Authorization": f"Bearer {served.token}"}) as http:
        deadline = time.monotonic() + 30
        while job not in (await http.get("/api/jobs?state=running")).text:
            assert time.monotonic() < deadline, "the job was not recorded"
            await asyncio.sleep(0.05)


async def test_events_delivered_twice_or_never() -> None:
    """A server that repeats events and leaves some out: both are counted, on a real socket."""
    sio = socketio.AsyncServer(async_mode="aiohttp")
    app = web.Application()
    sio.attach(app)
    job = new_job_id()

    @sio.event
    async def unsubscribe(sid: str, data: object) -> dict:
        return {"ok": True}

    @sio.event
    async def subscribe(sid: str, data: dict) -> dict:
        async def tell() -> None:
            for seq in (6, 7, 7, 8, 11, 11, 6):
                event = {"job": job, "epoch": 1, "seq": seq, "kind": "progress"}
                await sio.emit("job:event" if seq < 11 else "job:batch", event if seq < 11 else [event], to=sid)

        if "seq" not in data:
            sio.start_background_task(tell)
        return {"ok": True, "epoch": 1, "seq": 5, "events": [{"at": 0}] * 5}

    async def nothing() -> None:
        pass

    async with _listening(app) as url, Socket(url, "token") as socket:
        assert socket.connected
        (observed,) = await socket.observe([job], 1.0, 200, nothing)
    assert (observed.duplicates, observed.holes, observed.head) == (3, 2, (1, 11))


@contextlib.asynccontextmanager
async def _slow(port: int, delay: float) -> AsyncIterator[int]:
    """A way to ``port`` of this machine on which every byte takes ``delay`` seconds, each way."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                await asyncio.sleep(delay)
                writer.write(data)
                await writer.drain()
        writer.close()

    tasks: set[asyncio.Task[None]] = set()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        tasks.update({asyncio.create_task(carry(reader, back)), asyncio.create_task(carry(there, writer))})

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.usefixtures("brief")
async def test_a_slow_way(served: Served) -> None:
    """A way of 120 ms is measured, and Redis's memory stands beside it."""
    async with _slow(int(served.url.rsplit(":", 1)[1]), 0.06) as port:
        served.look_at(f"http://127.0.0.1:{port}")
        found = by_check(await examine())["latency"]
    assert found.verdict == "warn"
    assert " MB in use" in found.measured
    assert 120 <= float(found.measured.split("socket ")[1].split(" ms")[0]) < 2000


@pytest.mark.usefixtures("brief")
async def test_a_slow_redis(served: Served, redis_url: str) -> None:
    """The same for the way to Redis, measured by looking oneself."""
    with redis.Redis.from_url(redis_url) as client:
        port = client.connection_pool.connection_kwargs["port"]
    async with _slow(port, 0.03) as slow:
        served.look_at(served.url, redis_url=redis_url.replace(f":{port}/", f":{slow}/"))
        found = by_check(await examine())["redis direct"]
    assert found.verdict == "warn"
    assert "SLOWLOG" in found.advice


async def test_a_backlog_that_overflows(served: Served, redis_url: str) -> None:
    """A job so chatty that its 200 kept events are over in moments: told, with how far back they reach."""
    job = new_job_id()
    for n in range(320):
        await publish_job_progress_async(redis_url, job, "ada", "running", progress=n / 400)
    await _recorded(served, job)
    found = by_check(await examine())["backlog"]
    assert found.verdict == "warn"
    assert "overflow" in found.measured
    assert job in found.measured
    assert "nothing is lost" in found.advice


@pytest.mark.usefixtures("brief")
async def test_a_database_that_is_away(no_stack, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor names the database and what still works; its password is not shown."""
    url = f"postgresql://me:hidden@127.0.0.1:{free_port()}/jobs"
    async with running(redis_url, url, monkeypatch):
        found = by_check(await examine())
    assert found["database"].verdict == "fail"
    assert "DATABASE_URL" in found["database"].advice
    assert "hidden" not in str(found)
    assert found["redis"].verdict == "ok"


@pytest.mark.usefixtures("brief")
async def test_nobody_home(no_stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """No stack; a URL where nothing listens; one where something else answers."""
    found = by_check(await examine())
    assert found["stack"].verdict == "fail"
    assert "jobwidgets up" in found["stack"].advice
    monkeypatch.setenv("JOBWIDGETS_URL", f"http://127.0.0.1:{free_port()}")
    found = by_check(await examine())
    assert found["server"].verdict == "fail"
    assert "connection refused" in found["server"].measured
    assert "socket" not in found, "it would fail for the same reason"

    async def hello(request: web.Request) -> web.Response:
        return web.Response(text="hello")

    async with _site(hello) as url:
        monkeypatch.setenv("JOBWIDGETS_URL", url)
        found = by_check(await examine())
    assert "not as a jobwidgets server does" in found["server"].measured


def test_a_stale_runtime_file(no_stack, cli) -> None:
    """A supervisor that is gone, whether or not its pid has a new owner; and one that gave up a member."""
    home = Home.default().create()
    write_runtime(home, Runtime(supervisor=ProcessId(1, -1.0), url="http://127.0.0.1:1", token="t", host=_hostname()))
    done = cli("doctor")
    assert done.code == 1
    assert "is stale" in " ".join(done.out.split())
    me = ProcessId.of(1)
    assert me is not None
    failed = msgspec.structs.replace(read_runtime(home), supervisor=me, state="failed", message="The worker ended")  # type: ignore[type-var]
    write_runtime(home, failed)
    finding, _ = machine.stack()
    assert finding.verdict == "fail"
    assert "The worker ended" in finding.measured
    assert "jobwidgets down; jobwidgets up." in finding.advice


def test_a_module_that_is_not_served_any_more(no_stack) -> None:
    """A remembered module that the stack had to leave out is told, with the reason."""
    home = Home.default().create()
    me = ProcessId.of(1)
    assert me is not None
    runtime = Runtime(supervisor=me, url="http://127.0.0.1:1", token="t", host=_hostname(), state="ready")
    runtime.version, runtime.environment = own_version(), own_environment()
    runtime.dropped = {"my_jobs": "Module 'my_jobs' cannot be imported: KeyError: 'x' (my_jobs.py:3)."}
    write_runtime(home, runtime)
    finding, _ = machine.stack()
    assert finding.verdict == "warn"
    assert "my_jobs.py:3" in finding.measured


def test_an_embedded_stack_without_a_worker() -> None:
    """Its worker was given up: the advice is to start the stack again, not a worker of a server's."""
    alone = server_checks._workers(server_checks.Server("http://x", embedded=True))
    assert "jobwidgets down; jobwidgets up" in alone.advice
    assert "jobwidgets worker MODULE" in server_checks._workers(server_checks.Server("http://x", embedded=False)).advice


def _hostname() -> str:
    import socket

    return socket.gethostname()


def test_libraries_that_are_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """Below a floor, or excluded: named with what is there and what is needed."""
    assert machine.versions().verdict == "ok"
    real = metadata.version
    old = {"aiohttp": "3.9.1", "redis": "8.0.4"}
    monkeypatch.setattr(metadata, "version", lambda name: old.get(name) or real(name))
    found = machine.versions()
    assert found.verdict == "fail"
    assert "aiohttp 3.9.1 where >=3.14" in found.measured
    assert "redis 8.0.4 where !=8.0.* is needed" in found.measured


def test_clocks_that_disagree() -> None:
    """Seconds are noise, a minute breaks tokens."""
    now = time.time()
    verdicts = [server_checks._clock(formatdate(now - skew, usegmt=True)).verdict for skew in (0, -3, 20, -20, 90)]
    assert verdicts == ["ok", "ok", "warn", "warn", "fail"]
    assert "ahead of" in server_checks._clock(formatdate(now - 90, usegmt=True)).measured
    assert server_checks._clock(None).verdict == "warn"


def test_the_doctor_is_done_in_a_moment() -> None:
    """Listening to live jobs is the longest part."""
    assert examination.LISTEN <= 2
