"""Bad input gets a clear answer: the right status, the one error shape, a sentence; and nothing is launched."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import jwt
import pytest
import pytest_asyncio

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.connection import connect
from jobwidgets_server.settings import Settings
from tests.conftest import ValkeyServer

from .conftest import CODE_KEY, SECRET, Server, announce, running

pytestmark = [pytest.mark.usefixtures("server"), pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture(scope="module")
def database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One kind is enough here."""
    return Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("database") / "jobs.db"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(_shared_valkey: ValkeyServer, database: Path) -> AsyncIterator[Server]:
    """One server for all of them: what is refused leaves nothing."""
    client = connect(_shared_valkey.url)
    await client.flushall()
    await announce(JobBus(client))
    async with running(_settings(_shared_valkey.url, database)) as started:
        yield started
    await client.aclose()


def _settings(redis_url: str, database: Path, code_key: str | None = CODE_KEY) -> Settings:
    return Settings(
        redis_url=redis_url,
        database_url=f"sqlite:///{database}",
        jwt_secret=SECRET,
        code_key=code_key,
        host="127.0.0.1",
        port=0,
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def strict(server: Server, _shared_valkey: ValkeyServer, database: Path) -> AsyncIterator[Server]:
    """A second one beside it, that takes no code."""
    async with running(_settings(_shared_valkey.url, database, code_key=None)) as started:
        yield started


GOOD = b'{"type": "search", "params": {"query": "x"}%s}'


async def refused(server: Server, data: bytes, status: int, code: str) -> Any:
    answer = await server.post("/api/jobs", data=data)
    assert (answer.status, answer.code) == (status, code), answer
    assert (await server.get("/api/jobs")).body == {"jobs": []}
    return answer.body["error"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"type=search", "not JSON"),
        (b"[]", "must be a JSON object"),
        (b'"text"', "must be a JSON object"),
        (b'{"type": NaN}', "not JSON"),
        (b'{"type": "search", "params": {"query": Infinity}}', "not JSON"),
        (b'{"type": "search", "params": {"query": 1e999}}', "not JSON"),
        (b'{"type": "\xff"}', "not JSON"),
        (b'{"type": "\\ud800"}', "not JSON"),
        (b'{"type": "search", "params": %s1%s}' % (b'{"a":' * 33, b"}" * 33), "deeper than 32"),
        (b"[" * 5000 + b"]" * 5000, "deeper than 32"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "deeper than 32"),
        (b"{}", "required field `type`"),
        (b'{"type": 7}', "Field 'type'"),
        (b'{"type": ""}', "Field 'type'"),
        (b'{"type": " x"}', "Field 'type'"),
        (b'{"type": "a\\u0000b"}', "Field 'type'"),
        (b'{"type": "search", "params": []}', "Field 'params'"),
        (b'{"type": "search", "parms": {}}', "did you mean 'params'"),
        (GOOD % b', "timeout": "long"', "Field 'timeout'"),
        (GOOD % b', "timeout": -1', "Field 'timeout'"),
        (GOOD % b', "timeout": 0', "Field 'timeout'"),
        (GOOD % b', "delay": -5', "Field 'delay'"),
        (GOOD % b', "delay": 1e300', "Field 'delay'"),
        (GOOD % b', "retries": 1.5', "Field 'retries'"),
        (GOOD % b', "retries": -1', "Field 'retries'"),
        (GOOD % b', "tags": "red"', "Field 'tags'"),
        (GOOD % b', "tags": [1]', "Field 'tags[0]'"),
        (GOOD % b', "tags": ["\\u0000"]', "Field 'tags'"),
        (GOOD % (b', "tags": [%s]' % b",".join([b'"a"'] * 21)), "Field 'tags'"),
        (GOOD % b', "idempotency_key": ""', "Field 'idempotency_key'"),
        (GOOD % (b', "idempotency_key": "%s"' % (b"k" * 201)), "Field 'idempotency_key'"),
        (GOOD % b', "code": "*** not base64 ***"', "Field 'code'"),
        (GOOD % b', "delay": 5, "at": 1900000000', "Field 'at': either 'delay'"),
        (GOOD % b', "at": -1', "Field 'at'"),
        (GOOD % b', "at": 1e11', "Field 'at'"),
        (GOOD % b', "at": "tomorrow"', "Field 'at'"),
        (GOOD % b', "priority": "urgent"', "Field 'priority': one of high, normal, low"),
        (GOOD % b', "priority": 1', "Field 'priority': one of high, normal, low"),
        (GOOD % b', "backoff": 3', "Field 'backoff'"),
        (GOOD % b', "backoff": {"first": -1}', "Field 'backoff.first'"),
        (GOOD % b', "backoff": {"first": 9, "longest": 8}', "Field 'backoff.longest'"),
        (GOOD % b', "backoff": {"frist": 1}', "Unknown field 'backoff.frist': did you mean 'first'"),
        (GOOD % b', "max_tokens": 0', "Field 'max_tokens'"),
        (GOOD % b', "max_tokens": 1.5', "Field 'max_tokens'"),
        (GOOD % b', "max_cost": 0', "Field 'max_cost'"),
        (GOOD % b', "max_cost": 1e300', "Field 'max_cost'"),
        (GOOD % b', "max_running": 1', "Field 'max_running': only where 'code' is sent"),
        (GOOD % b', "max_running_per_user": 1', "Field 'max_running_per_user': only where 'code' is sent"),
        (GOOD % b', "queue": "gpu"', "Field 'queue': only where 'code' is sent"),
        (GOOD % b', "code": "AAAA", "queue": "gpu.high"', "Field 'queue'"),
        (GOOD % b', "code": "AAAA", "queue": ""', "Field 'queue'"),
        (GOOD % b', "code": "AAAA", "max_running": 0', "Field 'max_running'"),
        (GOOD % b', "origin": "a\\nb"', "Field 'origin'"),
        (GOOD % (b', "origin": "%s"' % (b"o" * 1001)), "Field 'origin'"),
        (GOOD % b', "parent": "x"', "Unknown field 'parent'"),
    ],
)
async def test_body_that_makes_no_sense(server: Server, data: bytes, says: str):
    """400 with a sentence that says what is wrong."""
    error = await refused(server, data, 400, "bad-request")
    assert says in error["message"]


async def test_id_that_is_none(server: Server):
    """An id that could break out of a key or a path is refused."""
    for bad in (b"a/b", b"..", b"a b", b"{x}", b"x" * 129):
        await refused(server, GOOD % (b', "id": "%s"' % bad), 400, "invalid-id")
        path = bad.decode().replace("/", "%2F").replace(" ", "%20")
        assert (await server.get(f"/api/jobs/{path}")).status in (400, 404)
        assert (await server.get(f"/api/jobs?parent={path}")).code == "invalid-id"


async def test_over_64_kb(server: Server):
    """413, whether the size is announced or not."""
    big = GOOD % (b', "tags": ["%s"]' % (b"x" * 70_000))
    error = await refused(server, big, 413, "too-large")
    assert error["detail"]["limit"] == 64 * 1024
    await refused(server, b" " * 2_000_000, 413, "too-large")

    async def chunks() -> Any:
        for _ in range(20):
            yield b" " * 100_000

    headers = {"Authorization": f"Bearer {server.token()}", "Content-Type": "application/json"}
    async with server.http.post(f"{server.url}/api/jobs", data=chunks(), headers=headers) as response:
        assert response.status == 413
        assert (await response.json())["error"]["code"] == "too-large"


async def test_compressed_bomb(server: Server):
    """A body that grows when unpacked meets the same limit."""
    import zlib

    headers = {"Content-Encoding": "deflate"}
    answer = await server.post("/api/jobs", data=zlib.compress(b" " * 50_000_000), headers=headers)
    assert answer.status in (400, 413)
    assert answer.code in ("bad-request", "too-large")


async def test_unknown_type_names_the_known(server: Server):
    """422 with the types there are."""
    error = await refused(server, b'{"type": "serach"}', 422, "unknown-job-type")
    assert error["detail"] == {"job_type": "serach", "known": ["search"]}
    assert "search" in error["message"]


@pytest.mark.parametrize(
    ("params", "fields"),
    [
        (b"{}", {"query": "is required"}),
        (b'{"query": 1}', {"query": "must be a string, not a whole number"}),
        (b'{"query": ""}', {"query": "must have at least 1 characters"}),
        (b'{"query": null, "limit": 0}', {"query": "must be a string, not null", "limit": "must be at least 1"}),
        (b'{"query": "x", "limit": true}', {"limit": "must be a whole number, not true or false"}),
        (b'{"query": "x", "mode": "slow"}', {"mode": 'must be one of "fast", "deep"'}),
        (
            b'{"query": "x", "depth": 3}',
            {"depth": "is not a parameter of this job; it takes query, limit, mode"},
        ),
    ],
)
async def test_params_that_do_not_fit(server: Server, params: bytes, fields: dict[str, str]):
    """422 with a complaint for every field."""
    error = await refused(server, b'{"type": "search", "params": %s}' % params, 422, "invalid-params")
    assert error["detail"] == {"job_type": "search", "fields": fields}


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_only_json_is_taken(server: Server, content_type: str):
    """What a form on a foreign page could send is refused, whatever it holds."""
    answer = await server.post("/api/jobs", data=GOOD % b"", headers={"Content-Type": content_type})
    assert (answer.status, answer.code) == (400, "bad-request")
    assert "application/json" in answer.body["error"]["message"]


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer nonsense",
        "Basic YTpi",
        "Bearer " + jwt.encode({"sub": "a", "aud": "jobwidgets", "exp": time.time() - 9}, SECRET),
        "Bearer " + jwt.encode({"sub": "a", "aud": "other", "exp": time.time() + 99}, SECRET),
        "Bearer " + jwt.encode({"sub": "a", "aud": "jobwidgets", "exp": time.time() + 99}, "x" * 40),
    ],
)
async def test_bad_token_everywhere(server: Server, header: str):
    """401 on every private endpoint, before anything else is looked at."""
    for method, path in [
        ("POST", "/api/jobs"),
        ("GET", "/api/jobs"),
        ("GET", "/api/jobs/x"),
        ("POST", "/api/jobs/x/cancel"),
        ("POST", "/api/jobs/x/input"),
        ("POST", "/api/jobs/x/retry"),
        ("GET", "/api/jobs/x/events"),
        ("GET", "/api/jobs/x/history"),
        ("GET", "/api/schedules"),
        ("POST", "/api/schedules"),
        ("DELETE", "/api/schedules/x"),
        ("GET", "/api/types"),
        ("GET", "/api/workers"),
        ("GET", "/api/diagnostics"),
        ("GET", "/api/activity"),
    ]:
        answer = await server.call(method, path, user=None, headers={"Authorization": header})
        assert (answer.status, answer.code) == (401, "unauthorized"), path
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "query",
    [
        "state=done",
        "limit=0",
        "limit=x",
        "limit=1e3",
        "limit=201",
        "limit=%C2%B2",
        "cursor=rubbish",
        "cursor=WzEsMl0",
        "q=a%00b",
        "tag=%00",
        "colour=red",
        "q=" + "x" * 600,
        "text=" + "x" * 600,
        "since=yesterday",
        "since=nan",
        "since=-1",
        "until=1e300",
        "schedule=a b",
        "origin=" + "x" * 1001,
    ],
)
async def test_bad_query(server: Server, query: str):
    """A list with a query that makes no sense is 400."""
    answer = await server.get(f"/api/jobs?{query}")
    assert (answer.status, answer.code) == (400, "bad-request")


async def test_query_that_is_not_utf8(server: Server):
    """Bytes that are no text neither match nor break anything."""
    assert (await server.get("/api/jobs?q=%FF%FE")).status in (200, 400)
    assert (await server.get("/api/jobs?q=%ED%A0%80")).status in (200, 400)


async def test_unknown_path_and_method(server: Server):
    """Also what aiohttp answers by itself has the one shape."""
    answer = await server.get("/api/nothing")
    assert (answer.status, answer.code) == (404, "not-found")
    answer = await server.call("DELETE", "/api/jobs")
    assert (answer.status, answer.code) == (405, "bad-request")
    assert answer.headers["Allow"] == "GET, POST"


async def test_code_where_it_is_not_allowed(server: Server, strict: Server):
    """403 CodeNotAllowed without a code key, also for a function over 64 KB; with a key up to 1 MB."""
    small = b'{"type": "fn", "code": "AAAA"}'
    large = b'{"type": "fn", "code": "%s"}' % (b"A" * 400_000)
    for body in (small, large):
        answer = await strict.post("/api/jobs", data=body)
        assert (answer.status, answer.code) == (403, "code-not-allowed")
        assert "JOBWIDGETS_CODE_KEY" in answer.body["error"]["message"]
    for body in (small, large):
        assert (await server.post("/api/jobs", data=body, user="bob")).status == 202
    too_large = b'{"type": "fn", "code": "%s"}' % (b"A" * 1_450_000)
    answer = await server.post("/api/jobs", data=too_large)
    assert (answer.status, answer.code) == (413, "too-large")
    padded = b'{"type": "fn", "code": "AAAA", "params": {"x": "%s"}}' % (b"x" * 70_000)
    answer = await server.post("/api/jobs", data=padded)
    assert (answer.status, answer.code) == (413, "too-large")


async def test_bug_shows_no_traceback(server: Server, monkeypatch: pytest.MonkeyPatch):
    """An error nobody foresaw is 500 with an incident number, and no word of its inside."""
    from jobwidgets_server.keys import STORE

    async def broken(*_: Any, **__: Any) -> Any:
        raise KeyError("secret inside")

    monkeypatch.setattr(server.app[STORE], "page", broken)
    answer = await server.get("/api/jobs")
    assert (answer.status, answer.code) == (500, "internal")
    assert "secret inside" not in str(answer.body)
    assert answer.body["error"]["detail"]["incident"] in answer.body["error"]["message"]


async def test_garbage_on_the_wire(server: Server):
    """What is not HTTP at all gets an answer without a traceback."""
    host, port = server.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"\x16\x03\x01 nonsense\r\n\r\n")
    answer = await asyncio.wait_for(reader.read(4096), 30)
    writer.close()
    await writer.wait_closed()
    assert answer.startswith((b"HTTP/1.0 400", b"HTTP/1.1 400"))
    assert b"Traceback" not in answer
