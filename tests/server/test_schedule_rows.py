"""Schedules as rows: put, listed, due, advanced once, deleted."""

import asyncio

from jobwidgets.protocol.records import LaunchRequest, ScheduleRequest
from jobwidgets_server.store import JobStore

NIGHTLY = ScheduleRequest(
    name="nightly", cron="0 3 * * *", timezone="Europe/Berlin", request=LaunchRequest(type="search", code=b"\x80code")
)


async def test_a_schedule_is_put_and_replaced(store: JobStore):
    """The same name again changes what is launched and when, and keeps what has happened; names are each owner's."""
    await store.put_schedule("ada", NIGHTLY, next=100.0, now=1.0)
    await store.put_schedule("bob", NIGHTLY, next=50.0, now=1.0)
    assert await store.advance_schedule("ada", "nightly", due=100.0, next=200.0, job="j1", problem=None)
    other = ScheduleRequest(name="nightly", cron="0 4 * * *", request=LaunchRequest(type="crawl"))
    stored = await store.put_schedule("ada", other, next=300.0, now=2.0)
    assert [stored] == await store.schedules("ada")
    assert (stored.created, stored.last, stored.last_job, stored.next) == (1.0, 100.0, "j1", 300.0)
    assert (stored.cron, stored.timezone, stored.request.type) == ("0 4 * * *", "UTC", "crawl")
    assert stored.record().type == "crawl"
    assert [s.request for s in await store.schedules("bob")] == [NIGHTLY.request]
    assert await store.delete_schedule("ada", "nightly")
    assert not await store.delete_schedule("ada", "nightly")
    assert len(await store.schedules("bob")) == 1


async def test_a_turn_is_done_once(store: JobStore, database_url: str):
    """Of servers that find a schedule due at the same time one advances it; a turn that failed says why."""
    await store.put_schedule("ada", NIGHTLY, next=100.0, now=1.0)
    await store.put_schedule("bob", NIGHTLY, next=90.0, now=1.0)
    await store.put_schedule("eve", NIGHTLY, next=None, now=1.0)
    assert [s.owner for s in await store.due_schedules(100.0, 10)] == ["bob", "ada"]
    assert await store.due_schedules(80.0, 10) == []
    other = JobStore(database_url)
    await other.start()
    done = await asyncio.gather(
        *(s.advance_schedule("ada", "nightly", due=100.0, next=200.0, job="j1", problem=None) for s in (store, other))
    )
    await other.stop()
    assert sorted(done) == [False, True]
    assert await store.advance_schedule("ada", "nightly", due=200.0, next=300.0, job=None, problem="no worker")
    (stored,) = await store.schedules("ada")
    assert (stored.last, stored.last_job, stored.problem, stored.next) == (200.0, "j1", "no worker", 300.0)
