"""The job endpoints, from launch to retry, on a real server."""

import asyncio
from typing import Any

import msgspec
import pytest

from jobwidgets.bus.commands import JobBus, new_token
from jobwidgets.bus.external import publish_job_progress_async
from jobwidgets.bus.publisher import Publisher
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.code import verify
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.records import JobRecord
from jobwidgets.protocol.state import JobSnapshot
from jobwidgets.testing import wait_until
from jobwidgets_server.keys import DELIVERY, STORE
from jobwidgets_server.store import JobFilter

from .conftest import CODE_KEY, Server


async def work(bus: JobBus, job: str) -> Publisher:
    """Claim the job as a worker does; returns what writes its events."""
    token = new_token()
    claim = await bus.claim(job, worker="w1", token=token, lease=30, beat=5, max_attempts=3)
    assert claim.status == "granted"
    reading = await bus.read(job)
    assert reading is not None
    assert reading.snapshot is not None
    return Publisher(bus.redis, reading.snapshot, token=token, attempt=claim.attempt, on_fenced=lambda _: None)


async def finish(bus: JobBus, job: str, result: Any = 42) -> None:
    writer = await work(bus, job)
    writer.emit(ev.Step(job=job, id="s1", name="think"))
    writer.emit(ev.Text(job=job, delta="forty-two"))
    writer.emit(ev.State(job=job, state=JobState.COMPLETED, result=result))
    await writer.flush()
    await writer.aclose()


async def test_launch_seeds_and_enqueues(server: Server, bus: JobBus):
    """202 with the record; what to run stands on Redis; the queue has delivery 1."""
    answer = await server.post(
        "/api/jobs", {"type": "search", "params": {"query": "life"}, "tags": ["red"], "retries": 5}
    )
    assert answer.status == 202
    record = msgspec.convert(answer.body, JobRecord)
    assert (record.state, record.owner, record.seq) == (JobState.QUEUED, "ada", 1)
    assert answer.headers["Location"] == f"/api/jobs/{record.id}"
    spec = await bus.spec(record.id)
    assert spec is not None
    # What the request leaves open comes from the type.
    assert (spec.user, spec.params, spec.timeout, spec.retries) == ("ada", {"query": "life"}, 60.0, 5)
    keys = [key async for key in bus.redis.scan_iter(match=f"*{record.id}:1*")]
    assert keys, "docket knows the delivery"


async def test_launch_with_own_id(server: Server):
    """The client may choose the id; taken is 409, for everyone but the same request again."""
    first = await server.post("/api/jobs", {"type": "search", "params": {"query": "x"}, "id": "my-job"})
    again = await server.post("/api/jobs", {"type": "search", "params": {"query": "x"}, "id": "my-job"})
    assert (first.status, again.status) == (202, 200)
    assert again.body["id"] == "my-job"
    other = await server.post("/api/jobs", {"type": "search", "params": {"query": "y"}, "id": "my-job"})
    assert (other.status, other.code) == (409, "conflict")
    foreign = await server.post("/api/jobs", {"type": "search", "params": {"query": "x"}, "id": "my-job"}, user="bob")
    assert (foreign.status, foreign.code) == (409, "conflict")


async def test_idempotency_key(server: Server):
    """Same key and body: the same job, whatever its id was to be. Another body: 409. Another user: another job."""
    body = {"type": "search", "params": {"query": "x"}, "idempotency_key": "k1"}
    first = await server.post("/api/jobs", body)
    again = await server.post("/api/jobs", {**body, "id": "another-id"})
    assert (first.status, again.status) == (202, 200)
    assert again.body["id"] == first.body["id"]
    other = await server.post("/api/jobs", {**body, "params": {"query": "y"}})
    assert (other.status, other.code) == (409, "idempotency-conflict")
    assert other.body["error"]["detail"] == {"id": first.body["id"]}
    foreign = await server.post("/api/jobs", body, user="bob")
    assert foreign.status == 202
    assert foreign.body["id"] != first.body["id"]


async def test_idempotent_launches_at_once(server: Server):
    """Twenty equal requests at the same time launch one job."""
    body = {"type": "search", "params": {"query": "x"}, "idempotency_key": "k1"}
    answers = await asyncio.gather(*(server.post("/api/jobs", body) for _ in range(20)))
    assert {answer.status for answer in answers} <= {200, 202}
    assert [answer.status for answer in answers].count(202) == 1
    assert len({answer.body["id"] for answer in answers}) == 1
    assert len((await server.get("/api/jobs")).body["jobs"]) == 1


async def test_id_of_an_external_job_is_taken(server: Server, bus: JobBus):
    """A launch cannot take over the keys of a job that is on Redis already; its row is not left behind."""
    await publish_job_progress_async(bus.redis, "x1", "ada", "running")
    answer = await server.post("/api/jobs", {"type": "search", "params": {"query": "x"}, "id": "x1"})
    assert (answer.status, answer.code) == (409, "conflict")
    reading = await bus.read("x1")
    assert reading is not None
    assert reading.external


async def test_code_travels_signed(server: Server, bus: JobBus):
    """A function's code is signed for its job; its type needs no worker's announcement."""
    answer = await server.post("/api/jobs", {"type": "my_fn", "params": {"a": 1}, "code": b"\x80pickle"})
    assert answer.status == 202
    spec = await bus.spec(answer.body["id"])
    assert spec is not None
    assert spec.code == b"\x80pickle"
    assert verify(CODE_KEY.encode(), spec.job, "my_fn", spec.code, spec.signature)


async def test_live_job_is_read_from_redis(server: Server, bus: JobBus):
    """GET shows what the worker has just written, before the record has it."""
    job = (await server.launch())["id"]
    writer = await work(bus, job)
    writer.emit(ev.Step(job=job, id="s1", name="think"))
    writer.emit(ev.Progress(job=job, value=1, total=4))
    await writer.flush()
    record = msgspec.convert((await server.get(f"/api/jobs/{job}")).body, JobRecord)
    assert (record.state, record.step, record.attempt) == (JobState.RUNNING, "think", 1)
    assert record.params == {"query": "life"}
    assert record.progress is not None
    assert record.progress.fraction == 0.25
    assert record.snapshot is not None
    assert record.snapshot.seq == record.seq
    await writer.aclose()


async def test_finished_job_is_read_from_the_record(server: Server, bus: JobBus):
    """When Redis has forgotten a job, GET and events answer from SQL: tool calls, limits and answers as well."""
    job = (await server.launch())["id"]
    writer = await work(bus, job)
    writer.emit(ev.Step(job=job, id="t", name="search", arguments={"q": 1}, result=[2], error="E: no"))
    writer.emit(ev.UsageEvent(job=job, max_tokens=100, max_cost=0.5))
    writer.emit(ev.InputRequested(job=job, key="k", prompt="Go on?"))
    writer.emit(ev.State(job=job, state=JobState.WAITING_INPUT))
    await writer.flush()
    assert (await server.post(f"/api/jobs/{job}/input", {"answer": {"yes": []}})).status == 200
    writer.emit(ev.State(job=job, state=JobState.COMPLETED, result={"answer": 42}))
    await writer.flush()
    await writer.aclose()

    async def recorded() -> bool:
        stored = await server.app[STORE].get(job)
        return stored is not None and stored.state == "completed"

    await wait_until(recorded, "the end is recorded")
    live = (await server.get(f"/api/jobs/{job}")).body

    async def archived() -> bool:
        return len(await server.app[STORE].archived(job, None, 0, 100)) == live["seq"]

    await wait_until(archived, "the events are in the archive")
    await bus.redis.flushall()
    assert (await server.get(f"/api/jobs/{job}")).body == live
    assert live["result"] == {"answer": 42}
    snapshot = msgspec.convert(live["snapshot"], JobSnapshot)
    tool = snapshot.steps["t"]
    assert (tool.arguments, tool.result, tool.error) == ({"q": 1}, [2], "E: no")
    assert (snapshot.usage.max_tokens, snapshot.usage.max_cost) == (100, 0.5)
    assert [(a.key, a.prompt, a.answer) for a in snapshot.answered] == [("k", "Go on?", {"yes": []})]
    events = (await server.get(f"/api/jobs/{job}/events")).body
    assert [event["seq"] for event in events["events"]] == list(range(1, live["seq"] + 1))
    assert events["snapshot"] is None


async def test_list_is_the_users_own(server: Server, bus: JobBus):
    """A list holds the user's jobs, without snapshots and results; the cursor goes on."""
    ids = [(await server.launch(tags=["red"] if n % 2 else []))["id"] for n in range(5)]
    await server.launch(user="bob")
    await finish(bus, ids[0])

    async def completed() -> Any:
        return (await server.get("/api/jobs?state=completed")).body["jobs"]

    (done,) = await wait_until(completed, "the end is in the list")
    assert done["id"] == ids[0]
    assert "snapshot" not in done
    assert "result" not in done
    page = (await server.get("/api/jobs?limit=3")).body
    rest = (await server.get(f"/api/jobs?limit=3&cursor={page['cursor']}")).body
    assert [job["id"] for job in page["jobs"] + rest["jobs"]] == ids[::-1]
    assert "cursor" not in rest
    red = (await server.get("/api/jobs?tag=red&type=search&q=life")).body["jobs"]
    assert [job["id"] for job in red] == [ids[3], ids[1]]


async def test_anothers_job_is_a_missing_job(server: Server):
    """Every endpoint answers for another's job exactly what it answers for none."""
    job = (await server.launch(user="bob"))["id"]
    for method, path, body in [
        ("GET", "", None),
        ("GET", "/events", None),
        ("POST", "/cancel", {}),
        ("POST", "/input", {"answer": 1}),
        ("POST", "/retry", {}),
    ]:
        foreign = await server.call(method, f"/api/jobs/{job}{path}", body)
        missing = await server.call(method, f"/api/jobs/zzz{path}", body)
        assert (foreign.status, foreign.code) == (missing.status, missing.code) == (404, "not-found")
        assert str(foreign.body).replace(job, "zzz") == str(missing.body)
    assert (await server.get(f"/api/jobs/{job}", user="bob")).body["state"] == "queued"


async def test_cancel_queued(server: Server, bus: JobBus):
    """A queued job is cancelled at once; a second cancel changes nothing."""
    job = (await server.launch())["id"]
    answer = await server.post(f"/api/jobs/{job}/cancel", {"reason": "changed my mind"})
    assert (answer.status, answer.body["state"], answer.body["reason"]) == (200, "cancelled", "changed my mind")
    again = await server.post(f"/api/jobs/{job}/cancel")
    assert (again.status, again.body["seq"]) == (200, answer.body["seq"])


async def test_cancel_running(server: Server, bus: JobBus):
    """A running job is cancelling until its worker says that it has stopped."""
    job = (await server.launch())["id"]
    writer = await work(bus, job)
    answer = await server.post(f"/api/jobs/{job}/cancel")
    assert (answer.status, answer.body["state"]) == (202, "cancelling")
    writer.emit(ev.State(job=job, state=JobState.CANCELLED))
    await writer.flush()
    await writer.aclose()
    answer = await server.post(f"/api/jobs/{job}/cancel")
    assert (answer.status, answer.body["state"]) == (200, "cancelled")


async def test_cancel_when_redis_has_forgotten(server: Server, bus: JobBus):
    """A job that is over stays over, wherever it is known."""
    job = (await server.launch())["id"]
    await finish(bus, job)

    async def recorded() -> bool:
        return len((await server.app[STORE].page("ada", JobFilter(states=["completed"]), limit=5))[0]) == 1

    await wait_until(recorded, "the end is recorded")
    await bus.redis.flushall()
    answer = await server.post(f"/api/jobs/{job}/cancel")
    assert (answer.status, answer.body["state"]) == (200, "completed")


async def test_input_to_a_job_that_asks_nothing(server: Server):
    """409 not-waiting, with its state."""
    job = (await server.launch())["id"]
    answer = await server.post(f"/api/jobs/{job}/input", {"answer": "yes"})
    assert (answer.status, answer.code) == (409, "not-waiting")
    assert answer.body["error"]["detail"] == {"state": "queued"}


async def test_retry(server: Server, bus: JobBus):
    """A retry is a new job with the old one's parameters; only of a job that is over."""
    job = (await server.launch(tags=["red"]))["id"]
    early = await server.post(f"/api/jobs/{job}/retry")
    assert (early.status, early.code) == (409, "conflict")
    await server.post(f"/api/jobs/{job}/cancel")
    answer = await server.post(f"/api/jobs/{job}/retry", {"idempotency_key": "again"})
    assert answer.status == 202
    assert answer.body["id"] != job
    assert (answer.body["retry_of"], answer.body["tags"]) == (job, ["red"])
    same = await server.post(f"/api/jobs/{job}/retry", {"idempotency_key": "again"})
    assert (same.status, same.body["id"]) == (200, answer.body["id"])
    assert (await server.get(f"/api/jobs/{answer.body['id']}")).body["retry_of"] == job


async def test_retry_of_a_function(server: Server, bus: JobBus):
    """The code goes along, signed for the new job."""
    job = (await server.post("/api/jobs", {"type": "fn", "code": b"code"})).body["id"]
    await server.post(f"/api/jobs/{job}/cancel")
    new = (await server.post(f"/api/jobs/{job}/retry")).body["id"]
    spec = await bus.spec(new)
    assert spec is not None
    assert verify(CODE_KEY.encode(), new, "fn", b"code", spec.signature)


async def test_events_after(server: Server, bus: JobBus):
    """Exactly the missing events while they are kept; otherwise the snapshot."""
    job = (await server.launch())["id"]
    await finish(bus, job)
    whole = (await server.get(f"/api/jobs/{job}/events")).body
    assert [event["seq"] for event in whole["events"]] == list(range(1, whole["seq"] + 1))
    rest = (await server.get(f"/api/jobs/{job}/events?after=2&epoch=1")).body
    assert rest["events"] == whole["events"][2:]
    assert rest["snapshot"] is None
    other_epoch = (await server.get(f"/api/jobs/{job}/events?after=2&epoch=9")).body
    assert other_epoch["events"] == []
    assert other_epoch["snapshot"]["seq"] == whole["seq"]
    ahead = (await server.get(f"/api/jobs/{job}/events?after=9999")).body
    assert ahead["snapshot"]["seq"] == whole["seq"]


async def test_external_job(server: Server, bus: JobBus):
    """A job of a foreign worker is shown at once and listed a moment later; cancelling it is a wish."""
    await publish_job_progress_async(bus.redis, "x1", "ada", "running", "crunch", 0.5)
    assert (await server.get("/api/jobs/x1")).body["state"] == "running"
    assert (await server.get("/api/jobs/x1", user="bob")).status == 404

    async def listed() -> Any:
        return (await server.get("/api/jobs")).body["jobs"]

    (job,) = await wait_until(listed, "the recorder has added the row")
    assert (job["id"], job["owner"], job["step"]) == ("x1", "ada", "crunch")
    assert (await server.post("/api/jobs/x1/cancel")).body["state"] == "cancelling"
    assert (await server.post("/api/jobs/x1/retry")).status == 409


async def test_delayed_job_waits_in_the_queue(server: Server, monkeypatch: pytest.MonkeyPatch):
    """``delay`` becomes the time before which the queue must not deliver."""
    import time

    seen: list[Any] = []
    enqueue = server.app[DELIVERY].enqueue

    async def spy(*args: Any, **more: Any) -> None:
        seen.append(more["when"])
        await enqueue(*args, **more)

    monkeypatch.setattr(server.app[DELIVERY], "enqueue", spy)
    await server.launch(delay=100)
    (when,) = seen
    assert 95 < when.timestamp() - time.time() <= 100


async def test_system_endpoints(server: Server):
    """Types, workers, activity and diagnostics say what the server knows."""
    await server.launch()
    assert [t["name"] for t in (await server.get("/api/types")).body["types"]] == ["search"]
    assert [w["id"] for w in (await server.get("/api/workers")).body["workers"]] == ["w1"]
    activity = (await server.get("/api/activity")).body
    assert (activity["sockets"], activity["active_jobs"]) == (0, 1)
    assert activity["idle_seconds"] < 60
    told = (await server.get("/api/diagnostics")).body
    assert told["redis"]["ok"]
    assert told["redis"]["policy"] == "noeviction"
    assert told["database"]["ok"]
    assert ":***@" in told["database"]["url"] or told["database"]["url"].startswith("sqlite:///")
    assert told["versions"]["aiohttp"]
    metrics = await server.get("/metrics", user=None)
    assert 'jobwidgets_launches_total{outcome="created"} 1.0' in metrics.body
    assert (await server.get("/healthz", user=None)).body == {"ok": True}
    await wait_until(lambda: _ready(server), "the relay listens")


async def _ready(server: Server) -> bool:
    return (await server.get("/readyz", user=None)).body == {"ok": True, "redis": True, "database": True}
