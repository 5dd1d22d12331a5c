"""Schedules: one job per turn however many servers look, none lost, none twice; and clear words for bad times."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.connection import connect
from jobwidgets.bus.delivery import Delivery
from jobwidgets.protocol.code import verify
from jobwidgets.protocol.errors import BadRequest, Unavailable
from jobwidgets.protocol.records import LaunchRequest, ScheduleRecord, ScheduleRequest
from jobwidgets.testing import wait_until
from jobwidgets_server.keys import ACTIVITY, SCHEDULES, STORE
from jobwidgets_server.launch import Launcher
from jobwidgets_server.scheduling import Schedules, next_turn
from jobwidgets_server.settings import Settings
from jobwidgets_server.specs import SpecMaker
from jobwidgets_server.store import JobFilter, JobStore
from tests.conftest import ValkeyServer

from .conftest import CODE_KEY, SEARCH, Server, announce, running

HOURLY = {"name": "hourly", "cron": "0 * * * *", "request": {"type": "search", "params": {"query": "news"}}}


class Clock:
    """A clock the test moves."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def server(settings: Settings, bus: JobBus) -> AsyncIterator[Server]:
    """A server whose own look at the schedules is stopped: the tests look, by their clock."""
    await announce(bus)
    async with running(settings) as started:
        await started.app[SCHEDULES].loop.stop()
        yield started


@contextlib.asynccontextmanager
async def another(settings: Settings, clock: Clock) -> AsyncIterator[Schedules]:
    """The schedules of a server of their own, with connections of their own."""
    client, store = connect(settings.redis_url), JobStore(settings.database_url)
    await store.start()
    async with Delivery(settings.redis_url) as delivery:
        bus = JobBus(client)
        specs = SpecMaker(bus, signing_key=settings.signing_key(), max_running_per_user=None)
        began, clock.now = clock.now, clock.now - 3600  # started an hour ago
        schedules = Schedules(store, Launcher(store, bus, delivery, specs, clock=clock), clock=clock)
        clock.now = began
        try:
            yield schedules
        finally:
            await store.stop()
            await client.aclose()


async def put(server: Server, **more: Any) -> ScheduleRecord:
    answer = await server.post("/api/schedules", {**HOURLY, **more})
    assert answer.status == 200, answer
    return msgspec.convert(answer.body, ScheduleRecord)


async def listed(server: Server) -> list[ScheduleRecord]:
    return msgspec.convert((await server.get("/api/schedules")).body["schedules"], list[ScheduleRecord])


async def jobs(server: Server) -> list[Any]:
    return (await server.get("/api/jobs?schedule=hourly")).body["jobs"]


# ── when ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("cron", "timezone", "after", "due"),
    [
        ("* * * * *", "UTC", "2026-11-23T10:00:00", "2026-11-23T10:01:00"),
        ("* * * * *", "UTC", "2026-11-23T10:00:59.999", "2026-11-23T10:01:00"),
        ("*/15 * * * *", "UTC", "2026-11-23T10:46:00", "2026-11-23T11:00:00"),
        ("30 2 * * 1-5", "UTC", "2026-11-20T02:30:00", "2026-11-23T02:30:00"),
        ("0 0 29 2 *", "UTC", "2026-03-01T00:00:00", "2028-02-29T00:00:00"),
        ("0 9 * jan mon", "UTC", "2026-11-20T02:30:00", "2027-01-04T09:00:00"),
        ("0 9 * * *", "America/New_York", "2026-11-20T09:00:00", "2026-11-21T09:00:00"),
        # Half an hour that the clock skips comes right after the gap; one that comes twice counts once.
        ("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00", "2026-03-29T03:00:00"),
        ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00", "2026-10-25T02:30:00"),
        ("30 2 * * *", "Europe/Berlin", "2026-10-25T02:30:00", "2026-10-26T02:30:00"),
        ("0 12 * * *", "Asia/Kolkata", "2026-10-25T12:00:00", "2026-10-26T12:00:00"),
    ],
)
def test_next_turn(cron: str, timezone: str, after: str, due: str):
    """Five fields as cron knows them, in the schedule's own time zone, over changes of the clock too."""
    zone = ZoneInfo(timezone)
    began = datetime.fromisoformat(after).replace(tzinfo=zone).timestamp()
    turn = next_turn(cron, timezone, began)
    assert datetime.fromtimestamp(turn, zone).replace(tzinfo=None).isoformat() == due
    assert turn > began


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"cron": "hourly"}, "Field 'cron': five fields"),
        ({"cron": "@daily"}, "Field 'cron': five fields"),
        ({"cron": "0 * * * * *"}, "Field 'cron': five fields"),
        ({"cron": "60 * * * *"}, "Field 'cron': the minute of '60 * * * *'"),
        ({"cron": "* * * * funday"}, "Field 'cron': the day-of-week of"),
        ({"cron": "*/0 * * * *"}, "Field 'cron': the minute of"),
        ({"cron": "0 0 31 2 *"}, "Field 'cron'"),
        ({"cron": "1" * 5000 + " * * * *"}, "Field 'cron': five fields"),
        ({"timezone": "Europe/Atlantis"}, "Field 'timezone'"),
        ({"timezone": "../../etc/passwd"}, "Field 'timezone'"),
        ({"timezone": "America"}, "Field 'timezone'"),
        ({"timezone": ""}, "Field 'timezone'"),
        ({"name": "a/b"}, "Field 'name'"),
        ({"name": ""}, "Field 'name'"),
        ({"name": "x" * 101}, "Field 'name'"),
        ({"request": {"type": "search", "params": {"query": "x"}, "id": "j1"}}, "Field 'request.id'"),
        ({"request": {"type": "search", "idempotency_key": "k"}}, "Field 'request.idempotency_key'"),
        ({"request": {"type": "search", "at": 2e9}}, "Field 'request.at'"),
        ({"request": {"type": "search", "parms": {}}}, "Unknown field 'request.parms': did you mean 'params'"),
        ({"request": {"type": "search", "delay": -1}}, "Field 'delay'"),
        ({"request": 5}, "Field 'request'"),
        ({"crn": "x"}, "Unknown field 'crn'"),
    ],
)
async def test_bad_schedules(server: Server, wrong: dict[str, Any], says: str):
    """400 with a sentence that names the field; nothing is kept."""
    answer = await server.post("/api/schedules", {**HOURLY, **wrong})
    assert (answer.status, answer.code) == (400, "bad-request"), answer
    assert says in answer.body["error"]["message"]
    assert await listed(server) == []


@given(
    st.lists(st.text("0123456789*/,-#LWMONJANX² ", max_size=6), min_size=5, max_size=5),
    st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Apia", "Australia/Lord_Howe"]),
    st.floats(0, 4e9),
)
@example(["0", "0", "30", "2", "1#5"], "UTC", 0.0)
@example(["0", "0", "L", "*", "²L"], "UTC", 0.0)
def test_any_cron(fields: list[str], timezone: str, after: float):
    """Whatever is written as cron either comes round later or is refused with a sentence."""
    try:
        turn = next_turn(" ".join(fields), timezone, after)
    except BadRequest:
        return
    assert turn > after - 1
    assert turn == int(turn)


# ── what is kept ───────────────────────────────────────────────────────────────────────────────


async def test_made_listed_replaced_deleted(server: Server):
    """A schedule is its owner's; the same name again replaces it; deleted it is gone."""
    made = await put(server, timezone="Europe/Berlin")
    assert (made.type, made.params, made.timezone) == ("search", {"query": "news"}, "Europe/Berlin")
    assert made.next is not None
    assert 0 < made.next - time.time() <= 3600
    await put(server, name="another")
    assert [schedule.name for schedule in await listed(server)] == ["another", "hourly"]
    again = await put(server, cron="30 * * * *")
    assert (again.cron, again.timezone, again.created) == ("30 * * * *", "UTC", made.created)
    assert len(await listed(server)) == 2
    assert (await server.get("/api/schedules", user="bob")).body == {"schedules": []}
    assert (await server.call("DELETE", "/api/schedules/hourly", user="bob")).status == 404
    gone = await server.call("DELETE", "/api/schedules/hourly")
    assert (gone.status, gone.body) == (200, {"name": "hourly"})
    assert (await server.call("DELETE", "/api/schedules/hourly")).code == "not-found"
    assert [schedule.name for schedule in await listed(server)] == ["another"]


async def test_what_could_not_be_launched_is_not_scheduled(server: Server):
    """A mistake in the request is told now, not at the first turn."""
    for request, code in [
        ({"type": "serach", "params": {}}, "unknown-job-type"),
        ({"type": "search", "params": {"query": 5}}, "invalid-params"),
    ]:
        assert (await server.post("/api/schedules", {**HOURLY, "request": request})).code == code
    assert await listed(server) == []


async def test_schedules_are_activity(server: Server):
    """A server with a schedule is not idle: nobody may stop it before its turn."""
    assert (await server.get("/api/activity")).body["scheduled"] is False
    await put(server, cron="0 0 1 1 *")
    told = (await server.get("/api/activity")).body
    assert (told["scheduled"], told["active_jobs"]) == (True, 0)
    server.app[ACTIVITY]._last -= 1000
    assert (await server.get("/api/activity")).body["idle_seconds"] < 500


# ── turns ──────────────────────────────────────────────────────────────────────────────────────


async def test_one_job_per_turn(server: Server, settings: Settings, clock: Clock):
    """Four servers that look at the same time, twice, launch one job a turn."""
    made = await put(server, request={"type": "search", "params": {"query": "news"}, "tags": ["daily"]})
    assert made.next is not None
    async with contextlib.AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(another(settings, clock)) for _ in range(4)]
        await asyncio.gather(*(each.turn() for each in servers))
        assert await jobs(server) == []
        for turn in (1, 2):
            clock.now = made.next + 3600 * (turn - 1) + 1
            for _ in range(2):
                await asyncio.gather(*(each.turn() for each in servers))
            assert len(await jobs(server)) == turn
    newest = (await jobs(server))[0]
    assert (newest["schedule"], newest["tags"], newest["owner"]) == ("hourly", ["daily"], "ada")
    (now,) = await listed(server)
    assert (now.last, now.next, now.last_job, now.problem) == (made.next + 3600, made.next + 7200, newest["id"], None)


async def test_missed_turns_are_one(server: Server, settings: Settings, clock: Clock):
    """After a night without any server one job is launched, and the next turn is in the future."""
    made = await put(server)
    assert made.next is not None
    clock.now = made.next + 10 * 3600 + 5
    async with another(settings, clock) as schedules:
        await schedules.turn()
        await schedules.turn()
    assert len(await jobs(server)) == 1
    (now,) = await listed(server)
    assert (now.last, now.next) == (made.next, made.next + 11 * 3600)


async def test_dead_between_launch_and_record(
    server: Server, settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    """A server that dies after the launch and before its turn is recorded leaves a turn that launches nothing more."""
    made = await put(server)
    assert made.next is not None
    clock.now = made.next + 1
    async with another(settings, clock) as dying, another(settings, clock) as other:

        async def dies(*_: Any, **__: Any) -> bool:
            raise Unavailable("killed")

        monkeypatch.setattr(dying._store, "advance_schedule", dies)
        with pytest.raises(Unavailable):
            await dying.turn()
        (job,) = await jobs(server)
        await other.turn()
    assert [each["id"] for each in await jobs(server)] == [job["id"]]
    (now,) = await listed(server)
    assert (now.last_job, now.next) == (job["id"], made.next + 3600)


async def test_turn_that_cannot_be_launched(server: Server, settings: Settings, bus: JobBus, clock: Clock):
    """A turn that fails says why and is over; the next one may do, and the problem is gone."""
    made = await put(server)
    assert made.next is not None
    strict = msgspec.structs.replace(SEARCH, schema={**SEARCH.schema, "required": ["query", "mode"]})
    worker = (await bus.workers())[0]
    async with another(settings, clock) as schedules:
        await bus.announce_worker(worker, [strict], ttl=600)
        clock.now = made.next + 1
        await schedules.turn()
        (now,) = await listed(server)
        assert now.problem is not None
        assert "mode: is required" in now.problem
        assert (now.last_job, now.next) == (None, made.next + 3600)
        await bus.redis.delete("jw:type:search")
        clock.now += 3600
        await schedules.turn()
        assert "No worker knows" in ((await listed(server))[0].problem or "")
        await announce(bus)
        clock.now += 3600
        await schedules.turn()
    (job,) = await jobs(server)
    (now,) = await listed(server)
    assert (now.last_job, now.problem) == (job["id"], None)


async def test_just_started(server: Server, settings: Settings, bus: JobBus, clock: Clock):
    """A server that has only just started waits for its workers to say what they know, and loses no turn."""
    made = await put(server)
    assert made.next is not None
    await bus.redis.delete("jw:type:search")
    async with another(settings, clock) as schedules:
        clock.now = made.next + 1
        schedules._began = clock.now - 1
        await schedules.turn()
        (now,) = await listed(server)
        assert (now.next, now.problem) == (made.next, None)
        await announce(bus)
        await schedules.turn()
    assert len(await jobs(server)) == 1


async def test_deleted_or_replaced(server: Server, settings: Settings, clock: Clock):
    """What is deleted launches nothing any more; what is replaced launches what it was replaced with."""
    made = await put(server)
    await put(server, name="other")
    assert made.next is not None
    await server.call("DELETE", "/api/schedules/other")
    await put(server, request={"type": "search", "params": {"query": "weather"}})
    async with another(settings, clock) as schedules:
        clock.now = made.next + 1
        await schedules.turn()
    found, _ = await server.app[STORE].page("ada", JobFilter(), limit=9)
    assert [(job.schedule, job.params) for job in found] == [("hourly", {"query": "weather"})]


async def test_replaced_in_the_moment_of_its_turn(server: Server, settings: Settings, clock: Clock):
    """A server whose clock is ahead has launched the turn already as it was before: it is not launched again."""
    made = await put(server)
    assert made.next is not None
    async with another(settings, clock) as ahead, another(settings, clock) as behind:
        clock.now = made.next + 1
        await ahead.turn()
        request = ScheduleRequest(
            name="hourly", cron="0 * * * *", request=LaunchRequest(type="search", params={"query": "weather"})
        )
        await server.app[STORE].put_schedule("ada", request, next=made.next, now=made.next - 1)
        await behind.turn()
    (job,) = await jobs(server)
    (now,) = await listed(server)
    assert (now.last_job, now.next, now.problem) == (job["id"], made.next + 3600, None)


async def test_function_by_schedule(server: Server, settings: Settings, bus: JobBus, clock: Clock):
    """A function may be scheduled where functions are allowed: every turn's job has its own signature."""
    made = await put(server, request={"type": "fn", "code": b"x" * 100_000, "queue": "gpu"})
    assert made.next is not None
    async with another(settings, clock) as schedules:
        clock.now = made.next + 1
        await schedules.turn()
    (job,) = await jobs(server)
    spec = await bus.spec(job["id"])
    assert spec is not None
    assert spec.code is not None
    assert verify(CODE_KEY.encode(), job["id"], "fn", spec.code, spec.signature)
    async with running(msgspec.structs.replace(settings, code_key=None)) as strict:
        answer = await strict.post("/api/schedules", {**HOURLY, "request": {"type": "fn", "code": b"x"}})
        assert answer.code == "code-not-allowed"


async def test_redis_away_at_its_turn(own_valkey: ValkeyServer, database_url: str, clock: Clock):
    """A turn that comes while Redis is away is made up for when it is back, once."""
    settings = Settings(
        redis_url=own_valkey.url, database_url=database_url, jwt_secret="s" * 32, host="127.0.0.1", port=0
    )
    store = JobStore(database_url)
    await store.start()
    request = ScheduleRequest(
        name="hourly", cron="0 * * * *", request=LaunchRequest(type="search", params={"query": "x"})
    )
    await store.put_schedule("ada", request, next=clock.now - 1, now=clock.now)
    async with another(settings, clock) as schedules:
        own_valkey.kill()
        with pytest.raises(Unavailable):
            await schedules.turn()
        own_valkey.start()
        client = connect(own_valkey.url)
        await announce(JobBus(client))
        await client.aclose()
        await schedules.turn()
        await schedules.turn()
    found, _ = await store.page("ada", JobFilter(schedule="hourly"), limit=9)
    assert len(found) == 1
    await store.stop()


async def test_the_server_looks_by_itself(settings: Settings, bus: JobBus):
    """A running server launches what is due without being asked."""
    await announce(bus)
    async with running(settings) as server:
        request = ScheduleRequest(
            name="hourly", cron="0 * * * *", request=LaunchRequest(type="search", params={"query": "x"})
        )
        await server.app[STORE].put_schedule("ada", request, next=time.time() - 1, now=time.time())
        (job,) = await wait_until(lambda: jobs(server), "the turn is launched", timeout=30)
        assert job["schedule"] == "hourly"
