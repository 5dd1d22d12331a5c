"""Around every request: Host, CORS, description, start and stop of the real process."""

import asyncio
import os
import signal
import stat
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
import socketio
from jsonschema import Draft202012Validator

from jobwidgets.bus.commands import JobBus
from jobwidgets.protocol.errors import ConfigurationError
from jobwidgets.testing import wait_until
from jobwidgets_server.app import local_url, serve
from jobwidgets_server.settings import Settings

from .conftest import CODE_KEY, SECRET, Server, running
from .test_jobs import finish


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough here."""
    return f"sqlite:///{tmp_path / 'jobs.db'}"


@pytest.mark.parametrize("path", ["/api/jobs", "/healthz", "/socket.io/?transport=websocket&EIO=4"])
async def test_foreign_host_name(server: Server, path: str):
    """A name that an attacker pointed at this address is refused everywhere, sockets included."""
    for name in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "[::2]:1", ""):
        answer = await server.get(path, headers={"Host": name})
        assert (answer.status, answer.code) == (400, "bad-request"), name
    for name in ("localhost", "127.0.0.1:1234", "[::1]:80"):
        assert (await server.get("/healthz", headers={"Host": name})).status == 200


async def test_no_cors_unless_configured(settings: Settings, server: Server):
    """Pages of other origins may not call the API, unless their origin is configured."""
    preflight = {"Origin": "https://lab.example", "Access-Control-Request-Method": "POST"}
    answer = await server.call("OPTIONS", "/api/jobs", headers=preflight)
    assert answer.status == 405
    assert "Access-Control-Allow-Origin" not in answer.headers
    allowed = msgspec.structs.replace(settings, cors_origins=frozenset({"https://lab.example"}))
    async with running(allowed) as other:
        answer = await other.call("OPTIONS", "/api/jobs", headers=preflight, user=None)
        assert answer.status == 204
        assert answer.headers["Access-Control-Allow-Origin"] == "https://lab.example"
        assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
        answer = await other.get("/api/jobs", headers={"Origin": "https://evil.example"})
        assert "Access-Control-Allow-Origin" not in answer.headers
        answer = await other.get("/api/nothing", headers={"Origin": "https://lab.example"})
        assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (404, "https://lab.example")


async def test_openapi_describes_what_is_answered(server: Server, bus: JobBus):
    """The document is complete, its schemas are valid, and real answers fit them."""
    document = (await server.get("/api/openapi.json", user=None)).body
    assert document["openapi"] == "3.1.0"
    for name in document["components"]["schemas"]:
        Draft202012Validator.check_schema(document["components"]["schemas"][name])
    job = (await server.launch(tags=["red"]))["id"]
    await finish(bus, job)
    body = {"type": "search", "params": {"query": "x"}}
    asked = [
        ("get", "/api/jobs/{id}", None),
        ("get", "/api/jobs", None),
        ("get", "/api/jobs/{id}/events", None),
        ("post", "/api/jobs", {"type": "search", "params": {"query": "x"}}),
        ("post", "/api/jobs", {"type": "nothing"}),
        ("post", "/api/jobs", []),
        ("post", "/api/jobs/{id}/cancel", {}),
        ("post", "/api/jobs/{id}/input", {"answer": 1}),
        ("post", "/api/jobs/{id}/retry", {}),
        ("get", "/api/jobs/{id}/history", None),
        ("post", "/api/jobs/{id}/share", {"expires": 60}),
        ("post", "/api/jobs/{id}/share", {"expires": 0}),
        ("post", "/api/jobs/{id}/input", {"answer": 1, "key": "q1"}),
        ("post", "/api/schedules", {"name": "daily", "cron": "0 9 * * *", "request": body}),
        ("post", "/api/schedules", {"name": "daily", "cron": "9", "request": body}),
        ("get", "/api/schedules", None),
        ("delete", "/api/schedules/{name}", None),
        ("get", "/api/types", None),
        ("get", "/api/workers", None),
        ("get", "/api/diagnostics", None),
        ("get", "/api/activity", None),
        ("get", "/healthz", None),
        ("get", "/readyz", None),
    ]
    for method, path, body in asked:
        answer = await server.call(method.upper(), path.replace("{id}", job).replace("{name}", "daily"), body)
        described = document["paths"][path][method]["responses"][str(answer.status)]
        schema = {**described["content"]["application/json"]["schema"], "components": document["components"]}
        Draft202012Validator(schema).validate(answer.body)
    assert {path for _, path, _ in asked} | {"/metrics"} == set(document["paths"])


def test_url_of_a_public_server():
    """A server that listens everywhere is reached on loopback from here."""
    assert local_url("0.0.0.0", 80) == "http://127.0.0.1:80"
    assert local_url("::", 80) == "http://[::1]:80"
    assert local_url("::1", 80) == "http://[::1]:80"
    assert local_url("10.0.0.7", 80) == "http://10.0.0.7:80"


async def test_port_in_use(settings: Settings, server: Server):
    """A port that is taken stops the start with a sentence that names it."""
    taken = int(server.url.rpartition(":")[2])
    with pytest.raises(ConfigurationError, match=f"port {taken}"):
        await serve(msgspec.structs.replace(settings, port=taken))


PROGRAM = """
from jobwidgets_server.process import run_server
from jobwidgets_server.settings import settings_from_env
run_server(settings_from_env())
"""


@asynccontextmanager
async def process(redis_url: str, database_url: str, tmp_path: Path) -> AsyncIterator[Any]:
    """The server as its own process: yields process and contents of the ready file."""
    root = Path(__file__).parents[2]
    ready = tmp_path / "ready.json"
    env = {
        **os.environ,
        "PYTHONPATH": f"{root}:{root / 'server'}",
        "REDIS_URL": redis_url,
        "DATABASE_URL": database_url,
        "JWT_SECRET": SECRET,
        "JOBWIDGETS_CODE_KEY": CODE_KEY,
        "SOCKET_PORT": "0",
        "JOBWIDGETS_HOST": "127.0.0.1",
        "JOBWIDGETS_READY_FILE": str(ready),
        "JOBWIDGETS_LOG_FORMAT": "json",
    }
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, env=env, stderr=asyncio.subprocess.PIPE
    )
    try:
        await wait_until(ready.exists, "the server is ready", timeout=30)
        assert stat.S_IMODE(ready.stat().st_mode) == 0o600
        yield started, msgspec.json.decode(ready.read_bytes())
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()


async def test_process_stops_within_five_seconds(redis_url: str, database_url: str, tmp_path: Path):
    """SIGTERM with connected sockets: their clients are told, the process ends with 0, the log is JSON."""
    from jobwidgets_server.auth import make_token

    async with process(redis_url, database_url, tmp_path) as (server, facts):
        assert facts["pid"] == server.pid
        clients = [socketio.AsyncClient(reconnection=False) for _ in range(3)]
        for client in clients:
            token = make_token(SECRET, "ada", 60)
            await client.connect(facts["url"], transports=["websocket"], auth={"token": token})
        began = time.monotonic()
        server.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(server.communicate(), 60)
        assert time.monotonic() - began < 20, "the clients' sockets are not waited for"
        assert server.returncode == 0, log.decode()
        await wait_until(lambda: not any(c.connected for c in clients), "the clients know")
        for client in clients:
            await client.disconnect()
    lines = [msgspec.json.decode(line) for line in log.splitlines()]
    assert {"listening", "stopping"} <= {line["event"] for line in lines}
    assert all(line["level"] in ("info", "warning") for line in lines), lines
    assert SECRET not in log.decode()
