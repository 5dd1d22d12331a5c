"""What a launch may ask for arrives where it counts: on Redis, in the queue, in the record; and so do refusals."""

import asyncio
import time
from typing import Any

import msgspec
import pytest

from jobwidgets.bus.commands import JobBus, new_token
from jobwidgets.bus.delivery import delivery_key
from jobwidgets.protocol.code import verify
from jobwidgets.protocol.errors import InvalidId, UnknownJobType
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.records import Backoff, Budget, JobRecord, JobSpec, LaunchRequest, Limit, TypeInfo, WorkerInfo
from jobwidgets.testing import wait_until
from jobwidgets_server.keys import LAUNCHER, STORE
from jobwidgets_server.settings import Settings

from .conftest import CODE_KEY, Server, running

CRAWL = TypeInfo(
    name="crawl: all",
    schema={"type": "object"},
    queue="net",
    priority="low",
    retries=4,
    backoff=Backoff(first=2, longest=20),
    max_running=3,
    max_running_per_user=1,
)


async def announce_crawl(bus: JobBus) -> None:
    worker = WorkerInfo(id="w2", host="h", pid=1, types=[CRAWL.name], queues=["net"], concurrency=4, version="1")
    await bus.announce_worker(worker, [CRAWL], ttl=600)


async def launched(server: Server, bus: JobBus, **body: Any) -> tuple[JobRecord, JobSpec]:
    record = msgspec.convert(await server.launch(**body), JobRecord)
    spec = await bus.spec(record.id)
    assert spec is not None
    return record, spec


async def in_docket(bus: JobBus, lane: str, job: str) -> bool:
    pattern = f"*jobwidgets-{lane}:*{delivery_key(job, 1)}*"
    return bool([key async for key in bus.redis.scan_iter(match=pattern)])


async def test_options_of_the_type(server: Server, bus: JobBus):
    """What the request leaves open comes from the job type, its limits above all."""
    await announce_crawl(bus)
    record, spec = await launched(server, bus, type=CRAWL.name, params={})
    assert (spec.queue, spec.priority, spec.lane, spec.retries) == ("net", "low", "net.low", 4)
    assert spec.backoff == Backoff(first=2, longest=20)
    assert spec.limits == [Limit(name="type:crawl%3A%20all", max=3), Limit(name="type:crawl%3A%20all:ada", max=1)]
    assert record.priority == "low"
    assert await in_docket(bus, "net.low", record.id)


async def test_options_of_the_request(server: Server, bus: JobBus):
    """Priority, backoff and budget of a request go before those of its type, and into the record."""
    record, spec = await launched(
        server,
        bus,
        priority="high",
        backoff={"first": 0.5, "longest": 4},
        max_tokens=1000,
        max_cost=0.25,
        origin="work/life.ipynb",
    )
    assert spec.lane == "default.high"
    assert spec.backoff == Backoff(first=0.5, longest=4)
    assert spec.budget == record.budget == Budget(max_tokens=1000, max_cost=0.25)
    assert (record.priority, record.origin) == ("high", "work/life.ipynb")
    assert await in_docket(bus, "default.high", record.id)
    # GET shows the same while the job is live as the record does.
    assert msgspec.convert((await server.get(f"/api/jobs/{record.id}")).body, JobRecord).budget == spec.budget


async def test_function_with_options(server: Server, bus: JobBus):
    """A function brings its own options; its limit is its user's, for another's function of that name is another."""
    body = {"type": "fn", "code": b"code", "queue": "gpu", "priority": "high", "max_running": 5}
    record, spec = await launched(server, bus, **body, params={}, max_running_per_user=2, timeout=9, retries=1)
    assert (spec.lane, spec.timeout, spec.retries) == ("gpu.high", 9, 1)
    assert spec.limits == [Limit(name="code:ada:fn", max=2)]
    assert await in_docket(bus, "gpu.high", record.id)
    _, spec = await launched(server, bus, user="b:ob", **body, params={})
    assert spec.limits == [Limit(name="code:b%3Aob:fn", max=5)]


async def test_limit_for_every_user(settings: Settings, server: Server, bus: JobBus):
    """With JOBWIDGETS_MAX_RUNNING_PER_USER every job counts against its user's limit, functions too."""
    async with running(msgspec.structs.replace(settings, max_running_per_user=7)) as limited:
        for body in ({}, {"type": "fn", "code": b"x"}):
            _, spec = await launched(limited, bus, **body)
            assert spec.limits == [Limit(name="user:ada", max=7)]
    _, spec = await launched(server, bus)
    assert spec.limits == []


async def test_a_group_shares_its_limit(server: Server, bus: JobBus):
    """Jobs of one user that name the same group count against one limit, whatever their types; a retry stays in it,
    and the limit may be another the next time the same job is asked for."""
    own = [Limit(name="group:b%3Aob:night%20run", max=3)]
    record, spec = await launched(server, bus, user="b:ob", group="night run", group_limit=3, idempotency_key="k")
    assert spec.limits == own
    again = await server.launch(user="b:ob", group="night run", group_limit=5, idempotency_key="k")
    assert again["id"] == record.id
    body = {"type": "fn", "code": b"x", "max_running": 9, "params": {}}
    _, spec = await launched(server, bus, user="b:ob", group="night run", group_limit=3, **body)
    assert spec.limits == [Limit(name="code:b%3Aob:fn", max=9), *own]
    await server.post(f"/api/jobs/{record.id}/cancel", user="b:ob")
    retried = await server.post(f"/api/jobs/{record.id}/retry", user="b:ob")
    new = await bus.spec(retried.body["id"])
    assert new is not None
    assert new.limits == own


async def test_a_group_needs_its_limit(server: Server):
    """And the limit its group; both within bounds."""
    for body in (
        {"group": "x"},
        {"group_limit": 2},
        {"group": " x", "group_limit": 2},
        {"group": "x", "group_limit": 0},
    ):
        answer = await server.post("/api/jobs", {"type": "search", "params": {"query": "x"}, **body})
        assert (answer.status, answer.body["error"]["code"]) == (400, "bad-request")


@pytest.mark.parametrize("how", ["delay", "at"])
async def test_begins_later(server: Server, bus: JobBus, how: str):
    """No worker gets a delayed job before its time, whatever the queue does; the record says when."""
    due = time.time() + 1000
    record, _ = await launched(server, bus, **({"delay": 1000} if how == "delay" else {"at": due}))
    assert record.not_before == pytest.approx(due, abs=60)
    claim = await bus.claim(record.id, worker="w", token=new_token(), lease=9, beat=3, max_attempts=3)
    assert claim.status == "held"
    assert claim.retry_after == pytest.approx(1000, abs=60)


async def test_time_that_has_passed(server: Server, bus: JobBus):
    """A job that should have begun already begins at once."""
    record, _ = await launched(server, bus, at=time.time() - 5)
    assert record.not_before is None
    claim = await bus.claim(record.id, worker="w", token=new_token(), lease=9, beat=3, max_attempts=3)
    assert claim.status == "granted"


async def test_event_log_as_configured(settings: Settings, bus: JobBus, server: Server):
    """JOBWIDGETS_EVENT_LOG_BYTES is what a job's log may take; 0 means none."""
    job = (await server.launch())["id"]
    assert await bus.log(job)
    async with running(msgspec.structs.replace(settings, event_log_bytes=0)) as other:
        job = (await other.launch())["id"]
        assert await bus.log(job) == []


@pytest.mark.parametrize(
    "other",
    [
        {"priority": "high"},
        {"at": 1e9 + 5},
        {"delay": 3},
        {"backoff": {"first": 3}},
        {"max_tokens": 5},
        {"max_cost": 5},
        {"tags": ["x"]},
        {"timeout": 5},
        {"code": b"x"},
    ],
)
async def test_same_key_for_something_else(server: Server, other: dict[str, Any]):
    """Whatever changes what is run makes another request, and the key of the first one a conflict."""
    body = {"type": "search", "params": {"query": "x"}, "idempotency_key": "k"}
    assert (await server.post("/api/jobs", {**body, "at": 1e9} if "at" in other else body)).status == 202
    answer = await server.post("/api/jobs", body | other)
    assert (answer.status, answer.code) == (409, "idempotency-conflict")


async def test_same_key_from_elsewhere(server: Server):
    """Where a request comes from does not make it another: the renamed notebook gets its job back."""
    body = {"type": "search", "params": {"query": "x"}, "idempotency_key": "k"}
    first = await server.post("/api/jobs", {**body, "origin": "a.ipynb"})
    again = await server.post("/api/jobs", {**body, "origin": "b.ipynb"})
    assert (first.status, again.status, again.body["id"]) == (202, 200, first.body["id"])


async def test_same_key_when_no_worker_is_left(server: Server, bus: JobBus):
    """A job launched before is found again by its key though nobody knows its type any more."""
    body = {"type": "search", "params": {"query": "x"}, "idempotency_key": "k"}
    first = await server.post("/api/jobs", body)
    await bus.redis.delete("jw:type:search")
    again = await server.post("/api/jobs", body)
    assert (again.status, again.body["id"]) == (200, first.body["id"])
    for unlike in ({**body, "idempotency_key": "other"}, {**body, "params": {"query": "y"}}):
        assert (await server.post("/api/jobs", unlike)).code == "unknown-job-type"


async def test_long_origin(server: Server):
    """Of a very long path the end is kept, and found again by the whole."""
    path = "/".join(f"folder{n}" for n in range(105)) + "/life.ipynb"
    assert 900 < len(path) <= 1000
    record = await server.launch(origin=path)
    assert path.endswith(record["origin"])
    found = (await server.get(f"/api/jobs?origin={path}")).body["jobs"]
    assert [job["id"] for job in found] == [record["id"]]


# ── children ───────────────────────────────────────────────────────────────────────────────────


async def test_child(server: Server, bus: JobBus):
    """A child has its parent in specification and record, and is listed under it; launched twice it is one job."""
    parent = (await server.launch())["id"]
    launcher = server.app[LAUNCHER]
    request = LaunchRequest(type="search", params={"query": "y"}, id="child-1")
    (child, created), (same, again) = [await launcher.launch("ada", request, parent=parent) for _ in range(2)]
    assert (created, again, child.id, same.id) == (True, False, "child-1", "child-1")
    spec = await bus.spec("child-1")
    assert spec is not None
    assert spec.parent == parent
    assert (await server.get("/api/jobs/child-1")).body["parent"] == parent
    listed = (await server.get(f"/api/jobs?parent={parent}")).body["jobs"]
    assert [job["id"] for job in listed] == ["child-1"]


async def test_child_that_cannot_be_launched(server: Server, bus: JobBus):
    """It exists, has failed, and says of what; doing so twice, and the launch once more, change nothing."""
    parent = (await server.launch())["id"]
    launcher, store = server.app[LAUNCHER], server.app[STORE]
    request = LaunchRequest(type="nobody's" * 40, params={"x": "y" * 99_999}, id="child-1", tags=["a\x00b", "good"])
    why = UnknownJobType("nobody's", ["search"])
    for _ in range(2):
        await launcher.refuse("ada", request, parent, why)
    reading = await bus.read("child-1")
    assert reading is not None
    assert reading.snapshot is not None
    assert (reading.state, reading.snapshot.reason) == (JobState.FAILED, "refused")
    assert reading.snapshot.error is not None
    assert reading.snapshot.error.type == "UnknownJobType"

    async def recorded() -> bool:
        stored = await store.get("child-1")
        return stored is not None and stored.state == "failed"

    await wait_until(recorded, "the record has the end", timeout=30)
    shown = (await server.get("/api/jobs/child-1")).body
    assert (shown["parent"], shown["tags"], shown["failures"]) == (parent, ["good"], 1)
    claim = await bus.claim("child-1", worker="w", token=new_token(), lease=9, beat=3, max_attempts=3)
    assert claim.status == "done"


async def test_refused_child_that_may_be_launched_now(server: Server):
    """The same request again finds the refused job: a child is launched or refused, never both."""
    parent = (await server.launch())["id"]
    launcher = server.app[LAUNCHER]
    request = LaunchRequest(type="search", params={"query": "y"}, id="child-1")
    await launcher.refuse("ada", request, parent, UnknownJobType("search", []))
    child, created = await launcher.launch("ada", request, parent=parent)
    assert (child.id, created) == ("child-1", False)
    assert (await server.get("/api/jobs/child-1")).body["state"] == "failed"


async def test_refusal_leaves_others_alone(server: Server, bus: JobBus):
    """An id that belongs to another job is not refused away; one that is no id is an error."""
    await server.launch(user="bob", id="bobs")
    parent = (await server.launch())["id"]
    launcher = server.app[LAUNCHER]
    await launcher.refuse("ada", LaunchRequest(type="x", id="bobs"), parent, UnknownJobType("x", []))
    assert (await server.get("/api/jobs/bobs", user="bob")).body["state"] == "queued"
    with pytest.raises(InvalidId):
        await launcher.refuse("ada", LaunchRequest(type="x"), parent, UnknownJobType("x", []))


# ── retry ──────────────────────────────────────────────────────────────────────────────────────


async def test_retry_keeps_what_was_asked_for(server: Server, bus: JobBus):
    """A retry runs as the first one did: priority, backoff, budget, tags, origin; but at once, and under no parent."""
    await announce_crawl(bus)
    asked = {"priority": "high", "backoff": {"first": 1, "longest": 2}, "max_tokens": 10, "max_cost": 1.5}
    old, first = await launched(
        server, bus, type=CRAWL.name, params={"a": 1}, delay=100, tags=["t"], origin="a.ipynb", **asked
    )
    await server.post(f"/api/jobs/{old.id}/cancel")
    answer = await server.post(f"/api/jobs/{old.id}/retry")
    assert answer.status == 202
    again = await bus.spec(answer.body["id"])
    assert again == msgspec.structs.replace(first, job=answer.body["id"])
    assert (answer.body["retry_of"], answer.body["origin"]) == (old.id, "a.ipynb")
    assert "not_before" not in answer.body


async def test_retry_of_a_function_keeps_its_options(server: Server, bus: JobBus):
    """The queue and the limit of a function go along with its code."""
    old, first = await launched(server, bus, type="fn", params={}, code=b"x", queue="gpu", max_running=2)
    await server.post(f"/api/jobs/{old.id}/cancel")
    new = (await server.post(f"/api/jobs/{old.id}/retry")).body["id"]
    again = await bus.spec(new)
    assert again is not None
    assert again == msgspec.structs.replace(first, job=new, signature=again.signature)
    assert verify(CODE_KEY.encode(), new, "fn", b"x", again.signature)


# ── lists ──────────────────────────────────────────────────────────────────────────────────────


async def test_filters(server: Server):
    """Time, text and origin narrow a list down, each by itself and all together."""
    first = await server.launch(origin="a.ipynb", params={"query": "red apples"})
    second = await server.launch(origin="b.ipynb", params={"query": "green pears"})

    async def ids(query: str) -> list[str]:
        answer = await server.get(f"/api/jobs?{query}")
        assert answer.status == 200, answer
        return [job["id"] for job in answer.body["jobs"]]

    both = [second["id"], first["id"]]
    assert await ids(f"since={first['created']}") == both
    assert await ids(f"since={second['created'] + 0.001}") == []
    assert await ids(f"until={first['created']}") == []
    assert await ids(f"until={second['created'] + 0.001}") == both
    assert await ids("origin=a.ipynb") == [first["id"]]
    assert await ids("text=pears") == await ids("q=pears") == [second["id"]]
    assert await ids(f"text=apples&origin=a.ipynb&since=1&until={second['created'] + 1}") == [first["id"]]
    assert await ids("text=apples&origin=b.ipynb") == []


async def test_live_without_the_database(server: Server, bus: JobBus, monkeypatch: pytest.MonkeyPatch):
    """What Redis knows of a job is shown also while the database is away."""
    from jobwidgets.protocol.errors import Unavailable

    job = (await server.launch(priority="low", max_cost=2))["id"]

    async def away(*_: Any, **__: Any) -> Any:
        raise Unavailable("gone")

    monkeypatch.setattr(server.app[STORE], "get", away)
    shown = (await server.get(f"/api/jobs/{job}")).body
    assert (shown["priority"], shown["budget"]) == ("low", {"max_cost": 2})


async def test_many_launches_at_once(server: Server, bus: JobBus):
    """A hundred launches at the same time are a hundred jobs in the queue."""
    records = await asyncio.gather(*(server.launch(priority="high") for _ in range(100)))
    assert len({record["id"] for record in records}) == 100
    for record in records:
        assert await in_docket(bus, "default.high", record["id"])
