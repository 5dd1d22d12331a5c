"""Fixtures of the server's tests: a database of each kind, a server on a real port, a client."""

import asyncio
import io
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import msgspec
import pytest
from aiohttp import web
from alembic.script import ScriptDirectory

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.connection import connect
from jobwidgets.protocol.records import JobSpec, TypeInfo, WorkerInfo
from jobwidgets_server.app import make_app
from jobwidgets_server.auth import make_token
from jobwidgets_server.settings import Settings
from jobwidgets_server.store import JobStore
from jobwidgets_server.store.migrate import alembic_config
from tests.postgres import PostgresServer, postgres

__all__ = ["postgres"]

SECRET = "a secret of the tests, long enough for HS256"
CODE_KEY = "a code key of the tests, also long enough for it"
REVISION = ScriptDirectory.from_config(alembic_config()).get_current_head() or ""
SEARCH = TypeInfo(
    name="search",
    schema={
        "type": "object",
        "properties": {
            "query": {"type": "string", "minLength": 1},
            "limit": {"type": "integer", "minimum": 1, "default": 10},
            "mode": {"enum": ["fast", "deep"]},
        },
        "required": ["query"],
        "additionalProperties": False,
    },
    doc="Search.",
    timeout=60.0,
    retries=2,
)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Which kind."""
    return request.param


@pytest.fixture
def blank_database_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if database == "sqlite":
        return f"sqlite:///{tmp_path / 'jobs.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.empty_database()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the newest schema, to be copied: to make one takes longer than many a test."""
    path = tmp_path_factory.mktemp("schema") / "jobs.db"

    async def make() -> None:
        store = JobStore(f"sqlite:///{path}")
        await store.start()
        await store.stop()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, make()).result()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """An empty SQLite database."""
    path = shutil.copy(sqlite_template, tmp_path / "jobs.db")
    return f"sqlite:///{path}"


@pytest.fixture
def database_url(database: str, request: pytest.FixtureRequest) -> str:
    """An empty database."""
    if database == "sqlite":
        return request.getfixturevalue("sqlite_url")
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.emptied_tables(REVISION)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[JobStore]:
    """A store with the newest schema."""
    store = JobStore(database_url)
    await store.start()
    yield store
    await store.stop()


@pytest.fixture
async def bus(redis_url: str) -> AsyncIterator[JobBus]:
    """The commands, on a client of the test's own."""
    client = connect(redis_url)
    yield JobBus(client)
    await client.aclose()


def spec(job: str, user: str = "ada", **more: Any) -> JobSpec:
    return JobSpec(job=job, type="search", user=user, params={"query": "life"}, **more)


class Answer(NamedTuple):
    """What the server said. ``body`` is the decoded JSON, or the text."""

    status: int
    body: Any
    headers: Any

    @property
    def code(self) -> str:
        """The error's code; also asserts the one shape."""
        assert list(self.body) == ["error"]
        assert set(self.body["error"]) == {"code", "message", "detail"}
        assert self.body["error"]["message"]
        assert "Traceback" not in self.body["error"]["message"]
        return self.body["error"]["code"]


class Server:
    """A running server as a client sees it."""

    def __init__(self, app: web.Application, url: str, http: aiohttp.ClientSession) -> None:
        self.app = app
        self.url = url
        self.http = http

    def token(self, user: str = "ada", ttl: float = 600, secret: str = SECRET) -> str:
        return make_token(secret, user, ttl)

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        data: bytes | None = None,
        user: str | None = "ada",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        sent = dict(headers or {})
        if user is not None:
            sent.setdefault("Authorization", f"Bearer {self.token(user)}")
        if body is not None:
            data = msgspec.json.encode(body)
        if data is not None:
            sent.setdefault("Content-Type", "application/json")
        content = None if data is None else io.BytesIO(data)
        async with self.http.request(method, self.url + path, data=content, headers=sent) as response:
            raw = await response.read()
            decoded = msgspec.json.decode(raw) if response.content_type == "application/json" else raw.decode()
            return Answer(response.status, decoded, response.headers)

    async def get(self, path: str, **more: Any) -> Answer:
        return await self.call("GET", path, **more)

    async def post(self, path: str, body: Any = None, **more: Any) -> Answer:
        return await self.call("POST", path, body, **more)

    async def launch(self, user: str = "ada", **body: Any) -> Any:
        answer = await self.post("/api/jobs", {"type": "search", "params": {"query": "life"}, **body}, user=user)
        assert answer.status in (200, 202), answer
        return answer.body


StartServer = Callable[..., Awaitable[Server]]


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Server]:
    """A server of ``settings`` on a free loopback port."""
    app = make_app(settings)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with aiohttp.ClientSession() as http:
            yield Server(app, f"http://127.0.0.1:{runner.addresses[0][1]}", http)
    finally:
        await runner.cleanup()
        await asyncio.sleep(0)


@pytest.fixture
def settings(redis_url: str, database_url: str) -> Settings:
    """Settings of a server for the tests."""
    return Settings(
        redis_url=redis_url,
        database_url=database_url,
        jwt_secret=SECRET,
        code_key=CODE_KEY,
        host="127.0.0.1",
        port=0,
    )


async def announce(bus: JobBus) -> None:
    """A worker that knows ``search`` says so."""
    worker = WorkerInfo(id="w1", host="h", pid=1, types=["search"], queues=["default"], concurrency=4, version="1")
    await bus.announce_worker(worker, [SEARCH], ttl=600)


@pytest.fixture
async def server(settings: Settings, bus: JobBus) -> AsyncIterator[Server]:
    """A running server; the type ``search`` is known."""
    await announce(bus)
    async with running(settings) as started:
        yield started
