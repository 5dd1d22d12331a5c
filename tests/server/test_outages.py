"""Redis or the database away: 503, nothing half-done, and everything goes on when they are back."""

import asyncio
import shutil
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import redis.asyncio

from jobwidgets.bus import connection
from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.connection import connect
from jobwidgets.bus.keys import SHARDS
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Unavailable
from jobwidgets.protocol.memos import CHECKPOINT, CheckpointMemo
from jobwidgets.protocol.wire import decode_events
from jobwidgets.testing import wait_until
from jobwidgets_server.keys import BUS, DELIVERY, STORE
from jobwidgets_server.settings import Settings
from jobwidgets_server.store import JobFilter, JobStore, engine
from tests.conftest import ValkeyServer
from tests.postgres import PostgresServer, make_server

from .conftest import CODE_KEY, SECRET, Server, announce, running
from .loops import Attempt, lasting_jobs
from .test_jobs import finish, work

LAUNCH = {"type": "search", "params": {"query": "life"}}


@pytest.fixture(scope="module")
def _outage_postgres() -> Iterator[PostgresServer]:
    server = make_server()
    yield server
    server.kill()
    shutil.rmtree(server.directory)


@pytest.fixture
def own_postgres(_outage_postgres: PostgresServer) -> PostgresServer:
    """A running PostgreSQL that the test may stop and freeze."""
    if _outage_postgres.process is None or _outage_postgres.process.poll() is not None:
        _outage_postgres.start()
    return _outage_postgres


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time-outs of one second, so that the tests of what never answers are short."""
    monkeypatch.setattr(connection, "CALL_TIMEOUT", 1.0)
    monkeypatch.setattr(engine, "CALL_TIMEOUT", 1.0)


def settings_for(redis_url: str, database: str) -> Settings:
    return Settings(
        redis_url=redis_url, database_url=database, jwt_secret=SECRET, code_key=CODE_KEY, host="127.0.0.1", port=0
    )


@pytest.fixture
async def fragile(own_valkey: ValkeyServer, tmp_path: Path) -> AsyncIterator[Server]:
    """A server whose Valkey the test may kill."""
    client = connect(own_valkey.url)
    await announce(JobBus(client))
    await client.aclose()
    async with running(settings_for(own_valkey.url, f"sqlite:///{tmp_path / 'jobs.db'}")) as server:
        yield server


@pytest.fixture
async def fragile_and_quick(own_valkey: ValkeyServer, tmp_path: Path) -> AsyncIterator[Server]:
    """The same, with workers of short leases."""
    client = connect(own_valkey.url)
    await announce(JobBus(client))
    await client.aclose()
    async with running(quick(own_valkey.url, f"sqlite:///{tmp_path / 'jobs.db'}")) as server:
        yield server


async def test_redis_away(fragile: Server, own_valkey: ValkeyServer):
    """Launch and cancel answer 503 and leave nothing; what is recorded can be read; all is well afterwards."""
    bus = fragile.app[BUS]
    job = (await fragile.launch())["id"]
    await finish(bus, job)

    async def recorded() -> Any:
        return (await fragile.get("/api/jobs?state=completed")).body["jobs"]

    await wait_until(recorded, "the end is recorded")
    own_valkey.kill()
    for body in (LAUNCH, {"type": "fn", "code": b"x"}):
        answer = await fragile.post("/api/jobs", body)
        assert (answer.status, answer.code) == (503, "unavailable")
        assert answer.headers["Retry-After"]
    assert len((await fragile.get("/api/jobs")).body["jobs"]) == 1
    assert await fragile.app[STORE].stale_launches(1e12, 9) == []
    assert (await fragile.get(f"/api/jobs/{job}")).body["state"] == "completed"
    assert (await fragile.get("/api/jobs/unknown")).status == 503
    ready = await fragile.get("/readyz")
    assert (ready.status, ready.body["redis"], ready.body["database"]) == (503, False, True)
    told = (await fragile.get("/api/diagnostics")).body
    assert told["redis"]["error"]
    assert told["database"]["ok"]
    own_valkey.start()

    async def ready_again() -> bool:
        return (await fragile.get("/readyz")).status == 200

    await wait_until(ready_again, "the server reaches Redis again")
    again = await fragile.post("/api/jobs", LAUNCH)
    assert again.status == 202
    await finish(bus, again.body["id"])

    async def both() -> bool:
        return len((await fragile.get("/api/jobs?state=completed")).body["jobs"]) == 2

    await wait_until(both, "the recorder goes on")


async def test_reply_of_the_seed_is_lost(fragile: Server, monkeypatch: pytest.MonkeyPatch):
    """Redis has seeded but the answer is lost: 503, no row; the same request again launches that job."""
    bus = fragile.app[BUS]
    seed = bus.seed
    body = {**LAUNCH, "id": "j1", "idempotency_key": "k"}

    async def lossy(*args: Any, **more: Any) -> bool:
        await seed(*args, **more)
        raise Unavailable("the connection broke")

    monkeypatch.setattr(bus, "seed", lossy)
    assert (await fragile.post("/api/jobs", body)).status == 503
    assert (await fragile.get("/api/jobs")).body["jobs"] == []
    assert (await fragile.get("/api/jobs/j1")).status == 404
    monkeypatch.setattr(bus, "seed", seed)
    again = await fragile.post("/api/jobs", body)
    assert (again.status, again.body["id"]) == (202, "j1")


async def test_server_dies_in_mid_launch(fragile: Server, monkeypatch: pytest.MonkeyPatch):
    """A launch that stopped after seeding is finished by the same request sent again."""
    store = fragile.app[STORE]
    commit, body = store.commit_queued, {**LAUNCH, "id": "j1", "idempotency_key": "k"}

    async def dies(*_: Any, **__: Any) -> bool:
        raise Unavailable("gone")

    monkeypatch.setattr(store, "commit_queued", dies)
    assert (await fragile.post("/api/jobs", body)).status == 503
    assert (await fragile.get("/api/jobs")).body["jobs"] == []
    monkeypatch.setattr(store, "commit_queued", commit)
    again = await fragile.post("/api/jobs", body)
    assert (again.status, again.body["id"]) == (200, "j1")
    assert len((await fragile.get("/api/jobs")).body["jobs"]) == 1


async def test_queue_away(fragile: Server, monkeypatch: pytest.MonkeyPatch):
    """If only the queue refuses, the job is launched all the same and enqueued a little later."""
    delivery, calls = fragile.app[DELIVERY], 0
    enqueue = delivery.enqueue

    async def flaky(*args: Any, **more: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise Unavailable("the queue is away")
        await enqueue(*args, **more)

    monkeypatch.setattr(delivery, "enqueue", flaky)
    assert (await fragile.post("/api/jobs", LAUNCH)).status == 202
    await wait_until(lambda: calls == 2, "the reconciler enqueues it")


@pytest.mark.usefixtures("impatient")
async def test_redis_frozen(own_valkey: ValkeyServer, fragile: Server):
    """A Redis that accepts and never answers is 503 too, within seconds."""
    own_valkey.signal(signal.SIGSTOP)
    try:
        async with asyncio.timeout(12):
            assert (await fragile.post("/api/jobs", LAUNCH)).status == 503
            assert (await fragile.get("/readyz")).body["redis"] is False
    finally:
        own_valkey.signal(signal.SIGCONT)
    await wait_until(lambda: _ready(fragile), "Redis answers again")


async def _ready(server: Server) -> bool:
    return (await server.get("/readyz")).status == 200


async def test_database_stops(redis_url: str, bus: JobBus, own_postgres: PostgresServer):
    """Without its database the server streams and cancels on; launching is 503; the recorder catches up."""
    await announce(bus)
    async with running(settings_for(redis_url, own_postgres.empty_database())) as server:
        job = (await server.launch())["id"]
        writer = await work(bus, job)
        own_postgres.stop()
        answer = await server.post("/api/jobs", LAUNCH)
        assert (answer.status, answer.code) == (503, "unavailable")
        assert (await server.get("/api/jobs")).status == 503
        live = await server.get(f"/api/jobs/{job}")
        assert (live.status, live.body["state"], live.body["params"]) == (200, "running", {"query": "life"})
        assert (await server.get(f"/api/jobs/{job}", user="bob")).status == 404
        assert (await server.get(f"/api/jobs/{job}/events")).status == 200
        assert (await server.post(f"/api/jobs/{job}/cancel")).body["state"] == "cancelling"
        assert (await server.get("/readyz")).body == {"ok": False, "redis": True, "database": False}
        writer.emit(ev.State(job=job, state=ev.JobState.CANCELLED))
        await writer.flush()
        await writer.aclose()
        own_postgres.start()

        async def recorded() -> Any:
            answer = await server.get("/api/jobs?state=cancelled")
            return answer.status == 200 and answer.body["jobs"]

        await wait_until(recorded, "the end is recorded")
        assert (await server.post("/api/jobs", LAUNCH)).status == 202


@pytest.mark.usefixtures("impatient")
async def test_database_frozen(redis_url: str, bus: JobBus, own_postgres: PostgresServer):
    """A database that accepts and never answers is 503 within seconds, and the server recovers."""
    await announce(bus)
    async with running(settings_for(redis_url, own_postgres.empty_database())) as server:
        job = (await server.launch())["id"]
        own_postgres.freeze()
        try:
            async with asyncio.timeout(15):
                assert (await server.post("/api/jobs", LAUNCH)).status == 503
        finally:
            own_postgres.thaw()
        await wait_until(lambda: _ready(server), "the database answers again")
        assert (await server.get(f"/api/jobs/{job}")).status == 200


async def test_start_without_a_database(redis_url: str, bus: JobBus, own_postgres: PostgresServer):
    """A server that starts before its database serves what it can, and launches as soon as that is there."""
    await announce(bus)
    url = own_postgres.empty_database()
    own_postgres.stop()
    async with running(settings_for(redis_url, url)) as server:
        assert (await server.get("/healthz")).status == 200
        assert (await server.post("/api/jobs", LAUNCH)).status == 503
        own_postgres.start()
        await wait_until(lambda: _ready(server), "the schema is made")
        assert (await server.post("/api/jobs", LAUNCH)).status == 202


async def test_start_without_redis(own_valkey: ValkeyServer, tmp_path: Path):
    """The same for Redis."""
    own_valkey.stop()
    async with running(settings_for(own_valkey.url, f"sqlite:///{tmp_path / 'jobs.db'}")) as server:
        assert (await server.post("/api/jobs", {"type": "fn", "code": b"x"})).status == 503
        own_valkey.start()
        assert (await server.post("/api/jobs", {"type": "fn", "code": b"x"})).status == 202


async def test_sqlite_locked(redis_url: str, bus: JobBus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A SQLite file that somebody else keeps locked is 503 for writers; readers go on."""
    monkeypatch.setattr(engine, "CALL_TIMEOUT", 0.3)
    await announce(bus)
    async with running(settings_for(redis_url, f"sqlite:///{tmp_path / 'jobs.db'}")) as server:
        await server.launch()
        other = sqlite3.connect(tmp_path / "jobs.db", isolation_level=None, check_same_thread=False)
        # In a thread: the server may be in the middle of a write, and needs this loop to finish it.
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        answer = await server.post("/api/jobs", LAUNCH)
        assert (answer.status, answer.code) == (503, "unavailable")
        assert len((await server.get("/api/jobs")).body["jobs"]) == 1
        other.execute("ROLLBACK")
        other.close()
        assert (await server.post("/api/jobs", LAUNCH)).status == 202
        jobs, _ = await server.app[STORE].page("ada", JobFilter(), limit=9)
        assert len(jobs) == 2


def quick(redis_url: str, database: str) -> Settings:
    """Of a server whose workers have short leases."""
    return msgspec.structs.replace(settings_for(redis_url, database), lease=1.0, beat=0.25)


async def all_go_on(server: Server, lose_data: Callable[[], object]) -> None:
    """A queued, a delayed, a running and a finished job, and one whose worker dies with Redis, live through it."""
    bus, store, delivery = server.app[BUS], server.app[STORE], server.app[DELIVERY]

    async def recorded_as(job: str, state: str) -> bool:
        found = await store.get(job)
        return found is not None and found.state == state

    queued, running, lonely, finished = [(await server.launch())["id"] for _ in range(4)]
    delayed = (await server.launch(delay=600))["id"]
    await finish(bus, finished)
    attempt = await Attempt.claim(bus, running, lease=60)
    await attempt.emit(ev.Text(job=running, delta="one "))
    dead = await Attempt.claim(bus, lonely)
    await dead.close()
    for job, state in ((running, "running"), (lonely, "running"), (finished, "completed")):
        await wait_until(lambda job=job, state=state: recorded_as(job, state), f"{job} is recorded")
    await wait_until(lambda: _has_words(store), "the record knows this Redis")
    lose_data()
    attempt.publisher.emit(ev.Text(job=running, delta="two"))

    async def waits(job: str) -> bool:
        try:
            reading = await bus.read(job)
            return (
                reading is not None
                and reading.epoch == 2
                and str(reading.state) == "queued"
                and await delivery.known(job, reading.generation, queue=reading.queue)
            )
        except Unavailable:
            return False

    for job in (queued, delayed, lonely):
        await wait_until(lambda job=job: waits(job), f"{job} waits for a worker again")
    await attempt.end(result=1)
    for job in (queued, lonely):
        await (await Attempt.claim(bus, job)).end(result=2)
    for job in (queued, running, lonely, finished):
        await wait_until(lambda job=job: recorded_as(job, "completed"), f"the end of {job} is recorded")
        life = (await server.get(f"/api/jobs/{job}/history")).body
        assert len([t for t in life["transitions"] if t["state"] == "completed"]) == 1
        assert (await server.get(f"/api/jobs/{job}")).body["state"] == "completed"
    assert (await server.get(f"/api/jobs/{running}")).body["snapshot"]["text"][0]["text"] == "one two"
    assert attempt.fences == []

    async def only_the_delayed_stays() -> bool:
        return await lasting_jobs(bus) == {delayed}

    await wait_until(only_the_delayed_stays, "no key of a finished job stays")
    assert (await server.post(f"/api/jobs/{delayed}/cancel")).body["state"] == "cancelled"


async def _has_words(store: JobStore) -> bool:
    return len(await store.shard_words()) == SHARDS


async def test_redis_flushed(own_valkey: ValkeyServer, fragile_and_quick: Server):
    """FLUSHALL under a running server: every job goes on, once."""
    with redis.Redis.from_url(own_valkey.url) as client:
        await all_go_on(fragile_and_quick, client.flushall)


async def test_redis_replaced_by_an_empty_one(own_valkey: ValkeyServer, fragile_and_quick: Server):
    """The disk of Redis is gone: the same for a new, empty one at the same address."""

    def replace() -> None:
        own_valkey.kill()
        shutil.rmtree(own_valkey.directory)
        own_valkey.start()

    await all_go_on(fragile_and_quick, replace)


async def test_history_after_the_database_was_away(redis_url: str, bus: JobBus, own_postgres: PostgresServer):
    """What happened while the database was away is recorded afterwards: moves, checkpoints, memos and events."""
    await announce(bus)
    async with running(quick(redis_url, own_postgres.empty_database())) as server:
        job = (await server.launch())["id"]
        own_postgres.stop()
        attempt = await Attempt.claim(bus, job, lease=60)
        memo = CheckpointMemo(number=1, state={"at": 1}, attempt=1, at=1.0)
        await attempt.emit(ev.Checkpoint(job=job, number=1), memos={CHECKPOINT: memo})
        await attempt.launch("c1")
        await attempt.end(result=1)
        own_postgres.start()
        store = server.app[STORE]

        async def caught_up() -> bool:
            try:
                found, child = await store.get(job), await store.get("c1")
            except Unavailable:
                return False
            return found is not None and found.state == "completed" and child is not None

        await wait_until(caught_up, "the recorder has caught up")
        life = await store.history(job)
        assert [str(t.state) for t in life.transitions] == ["queued", "running", "completed"]
        assert [c.number for c in life.checkpoints] == [1]
        assert sorted(await store.memos(job)) == [CHECKPOINT, "child:c1"]
        lines = await wait_until(lambda: store.archived(job, None, 0, 100), "the events are in the archive")
        assert [e.seq for e in decode_events(lines)] == list(range(1, len(lines) + 1))
        assert isinstance(decode_events(lines)[-1], ev.State)


async def test_a_relay_that_cannot_listen_is_not_ready(own_valkey: ValkeyServer, fragile: Server):
    """Redis and database answer, but who connects here would hear nothing: a balancer sends clients elsewhere."""
    await wait_until(lambda: _ready(fragile), "all is well")
    admin = redis.asyncio.from_url(own_valkey.url)
    await admin.execute_command("ACL SETUSER", "default", "-client|setname")  # what the listener begins with
    (listener,) = [each for each in await admin.client_list() if each["name"] == "jobwidgets-relay"]
    await admin.client_kill_filter(_id=listener["id"])

    async def deaf() -> bool:
        answer = await fragile.get("/readyz")
        return answer.status == 503 and answer.body == {"ok": False, "redis": True, "database": True, "relay": False}

    await wait_until(deaf, "it says so")
    await admin.execute_command("ACL SETUSER", "default", "+client|setname")
    await admin.aclose()
    await wait_until(lambda: _ready(fragile), "it listens again")
