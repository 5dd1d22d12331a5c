"""A cancel reaches the job, its delivery and all its descendants; again and again without harm."""

import time
from collections.abc import AsyncIterator

import pytest

from jobwidgets.bus.commands import JobBus
from jobwidgets.protocol.errors import Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.testing import wait_until
from jobwidgets_server.peek import peek_one, redis_time
from jobwidgets_server.store import JobStore

from .conftest import announce
from .loops import Attempt, Parts, lasting_jobs, launched, parts_on, row, turn


@pytest.fixture
async def parts(bus: JobBus, store: JobStore, redis_url: str) -> AsyncIterator[Parts]:
    await announce(bus)
    async with parts_on(bus, store, redis_url) as parts:
        yield parts


async def states(bus: JobBus, *jobs: str) -> list[str]:
    readings = [await bus.read(job) for job in jobs]
    return [str(reading.state) if reading else "?" for reading in readings]


async def test_queued_and_delayed(parts: Parts, bus: JobBus, store: JobStore):
    """A queued and a delayed job end at once, and the queue does not have them any more."""
    await launched(bus, store, "j1", delivery=parts.delivery, priority="low")
    await launched(bus, store, "j2", delivery=parts.delivery, run_at=time.time() + 600)
    for job in ("j1", "j2"):
        told = await parts.canceller.cancel(job, "no need")
        assert told is not None
        assert (told.state, told.changed) == (JobState.CANCELLED, True)
        again = await parts.canceller.cancel(job, "no need")
        assert again is not None
        assert (again.state, again.changed) == (JobState.CANCELLED, False)
    assert await parts.delivery.known_many([("j1", 1, "default.low"), ("j2", 1, "default")]) == [False, False]
    await parts.record()
    for job in ("j1", "j2"):
        life = await store.history(job)
        assert [(str(t.state), t.reason) for t in life.transitions] == [("queued", None), ("cancelled", "no need")]
    assert await lasting_jobs(bus) == set()


async def test_waiting_jobs(parts: Parts, bus: JobBus, store: JobStore):
    """A question does not keep a job from being cancelled: at once if nobody holds it, else by its worker."""
    await launched(bus, store, "held")
    await launched(bus, store, "alone")
    held, alone = await Attempt.claim(bus, "held", lease=60), await Attempt.claim(bus, "alone", lease=0.2)
    await held.ask()
    await alone.ask()
    await alone.close()

    async def expired() -> bool:
        there = await peek_one(bus, "alone")
        return there is not None and there.lease < await redis_time(bus)

    await wait_until(expired, "its lease is over", timeout=30)
    assert [(await parts.canceller.cancel(job)).state for job in ("held", "alone")] == ["cancelling", "cancelled"]  # type: ignore[union-attr]
    await held.end(JobState.CANCELLED)


async def test_unknown_job(parts: Parts):
    """None says so; nothing is made up."""
    assert await parts.canceller.cancel("nobody") is None


async def family(parts: Parts, bus: JobBus, store: JobStore) -> dict[str, Attempt]:
    """p → c1 → g1 (all running), p → c2 (queued), c1 → g2 (only announced)."""
    p = await Attempt.claim(bus, await launched(bus, store, "p"), lease=60)
    await p.launch("c1")
    await p.launch("c2")
    await parts.adopter().adopt("p")
    c1 = await Attempt.claim(bus, "c1", lease=60)
    await c1.launch("g1")
    await parts.adopter().adopt("c1")
    g1 = await Attempt.claim(bus, "g1", lease=60)
    await c1.launch("g2")
    return {"p": p, "c1": c1, "g1": g1}


async def test_cascade(parts: Parts, bus: JobBus, store: JobStore):
    """All descendants are cancelled with it: running ones by their workers, queued ones at once, and one that is only
    announced as soon as it is there."""
    running = await family(parts, bus, store)
    await parts.canceller.cancel("p")
    assert await states(bus, "p", "c1", "g1", "c2") == ["cancelling", "cancelling", "cancelling", "cancelled"]
    assert not await parts.delivery.known("c2", 1)
    for attempt in running.values():
        await attempt.end(JobState.CANCELLED)
    await parts.record()
    await parts.record()
    assert {(await row(store, job)).state for job in ("p", "c1", "c2", "g1", "g2")} == {"cancelled"}
    assert (await row(store, "g2")).reason == "parent cancelled"
    assert await lasting_jobs(bus) == set()


async def test_only_the_users_own(parts: Parts, bus: JobBus, store: JobStore):
    """A job that calls somebody else's job its child does not take that one along."""
    await launched(bus, store, "theirs", user="bob")
    p = await Attempt.claim(bus, await launched(bus, store, "p"), lease=60)
    await p.launch("theirs")
    await parts.canceller.cancel("p")
    assert await states(bus, "p", "theirs") == ["cancelling", "queued"]
    await p.end(JobState.CANCELLED)


async def test_cascade_is_finished_by_the_reconciler(parts: Parts, bus: JobBus, store: JobStore):
    """A server that dies after the first of many cancels: the reconciler cancels the rest."""
    running = await family(parts, bus, store)
    await parts.adopter().adopt("c1")
    await bus.cancel("p")
    await parts.record()
    await turn(parts.reconciler())
    assert await states(bus, "p", "c1", "g1", "c2", "g2") == [
        "cancelling",
        "cancelling",
        "cancelling",
        "cancelled",
        "cancelled",
    ]
    for attempt in running.values():
        await attempt.close()


async def test_through_a_child_that_is_over(parts: Parts, bus: JobBus, store: JobStore):
    """A grandchild whose own parent has ended is a descendant too, for the canceller as for the reconciler."""
    running = await family(parts, bus, store)
    await running["c1"].end()
    await parts.record()
    await bus.cancel("p")
    await parts.record()
    await turn(parts.reconciler())
    assert await states(bus, "g1", "g2") == ["cancelling", "cancelled"]
    await running["p"].close()
    await running["g1"].close()


async def test_without_the_database(parts: Parts, bus: JobBus, store: JobStore, monkeypatch: pytest.MonkeyPatch):
    """Cancelling needs Redis only: what a job has announced is cancelled with it, the record follows later."""
    running = await family(parts, bus, store)

    async def away(*_: object) -> list[object]:
        raise Unavailable("the database is away")

    monkeypatch.setattr(store, "children", away)
    told = await parts.canceller.cancel("p")
    assert told is not None
    assert await states(bus, "p", "c1", "c2", "g1") == ["cancelling", "cancelling", "cancelled", "cancelling"]
    for attempt in running.values():
        await attempt.close()
