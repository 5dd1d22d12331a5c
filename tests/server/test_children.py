"""The jobs that jobs launch: each exists once, whoever crashes, and one that cannot run says so."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from jobwidgets.bus.commands import JobBus
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Unavailable
from jobwidgets.protocol.memos import OUTCOME, OutcomeMemo
from jobwidgets.testing import wait_until
from jobwidgets_server.store import JobStore

from .conftest import announce
from .loops import Attempt, Parts, lasting_jobs, launched, marks, parts_on, repairs_of, row, turn


@pytest.fixture
async def parts(bus: JobBus, store: JobStore, redis_url: str) -> AsyncIterator[Parts]:
    await announce(bus)
    async with parts_on(bus, store, redis_url) as parts:
        yield parts


async def parent(bus: JobBus, store: JobStore) -> Attempt:
    return await Attempt.claim(bus, await launched(bus, store, "p"), lease=60)


async def test_child_is_launched_at_once(parts: Parts, bus: JobBus, store: JobStore):
    """The recorder's next look launches it: a row of its parent's owner, in the queue; twice it is not launched."""
    attempt = await parent(bus, store)
    recorder = parts.recorder()
    await recorder.turn()
    await attempt.launch("c1", tags=["red"])
    await recorder.turn()
    child = await row(store, "c1")
    assert (child.owner, child.parent, child.state, child.tags) == ("ada", "p", "queued", ["red"])
    assert await parts.delivery.known("c1", 1)
    # The next one too, and neither twice.
    await attempt.launch("c2")
    await recorder.turn()
    await recorder.turn()
    assert sorted(job.id for job in await store.children("p")) == ["c1", "c2"]
    assert (await row(store, "c1")).generation == 1
    await attempt.close()


async def test_many_servers_launch_the_same_child(parts: Parts, bus: JobBus, store: JobStore):
    """Servers that adopt at the same time make one job of one request."""
    attempt = await parent(bus, store)
    for n in range(5):
        await attempt.launch(f"c{n}")
    adopters = [parts.adopter() for _ in range(4)]
    await asyncio.gather(*(adopter.adopt("p") for adopter in adopters))
    assert sorted(job.id for job in await store.children("p")) == [f"c{n}" for n in range(5)]
    await parts.record()
    for n in range(5):
        life = await store.history(f"c{n}")
        assert [(t.seq, str(t.state)) for t in life.transitions] == [(1, "queued")]
    await attempt.close()


@pytest.mark.parametrize(
    "wrong",
    [{"type": "nobody-knows"}, {"params": {"query": 7}}, {"tags": ["t"] * 100}],
    ids=["type", "params", "tags"],
)
async def test_child_that_cannot_run(parts: Parts, bus: JobBus, store: JobStore, wrong: dict[str, Any]):
    """It exists, has failed, and says what was wrong; the other children are launched."""
    attempt = await parent(bus, store)
    await attempt.launch("bad", **wrong)
    await attempt.launch("good")
    await parts.recorder().turn()
    await parts.record()
    bad, good = await row(store, "bad"), await row(store, "good")
    assert (bad.state, bad.reason, bad.parent) == ("failed", "refused", "p")
    assert bad.error.message
    assert good.state == "queued"
    assert await lasting_jobs(bus) == {"p", "good"}
    await attempt.close()


async def test_server_dies_before_it_launched(parts: Parts, bus: JobBus, store: JobStore):
    """A child that was announced and recorded with its parent, but never launched, is found by the reconciler."""
    attempt = await parent(bus, store)
    await attempt.launch("c1")
    recorder = parts.recorder(adopter=None)
    while await marks(bus):
        await recorder.turn()
    await turn(parts.reconciler())
    assert (await row(store, "c1")).parent == "p"
    assert await repairs_of(store, "c1") == ["launched late"]
    await attempt.close()


async def test_parent_ends_in_the_same_breath(parts: Parts, bus: JobBus, store: JobStore):
    """A child of a parent that ended at once is launched all the same, before the parent's keys may go."""
    attempt = await parent(bus, store)
    await attempt.launch("c1")
    await attempt.end()
    await parts.record()
    assert (await row(store, "c1")).state == "queued"
    assert (await row(store, "p")).state == "completed"
    assert await lasting_jobs(bus) == {"c1"}


async def test_database_away_while_a_child_is_announced(
    parts: Parts, bus: JobBus, store: JobStore, monkeypatch: pytest.MonkeyPatch
):
    """The child is launched when the database is back; the parent's mark stays until then."""
    attempt = await parent(bus, store)
    recorder = parts.recorder()
    await recorder.turn()
    insert = store.insert

    async def away(*_: Any) -> bool:
        raise Unavailable("the database is away")

    monkeypatch.setattr(store, "insert", away)
    await attempt.launch("c1")
    for _ in range(2):
        await recorder.turn()
        assert "p" in await marks(bus)
    monkeypatch.setattr(store, "insert", insert)
    await recorder.turn()
    assert (await row(store, "c1")).parent == "p"
    await attempt.close()


async def test_no_worker_has_announced_itself_yet(parts: Parts, bus: JobBus, store: JobStore):
    """On a Redis that is new, a child waits for its type to be known; it is not refused."""
    await bus.redis.flushall()
    attempt = await parent(bus, store)
    await attempt.launch("c1")
    adopter = parts.adopter()
    assert await adopter.adopt("p") == []
    assert await store.get("c1") is None
    await announce(bus)
    assert await adopter.adopt("p") == ["c1"]
    await attempt.close()


async def test_child_whose_end_was_seen_is_not_launched_again(parts: Parts, bus: JobBus, store: JobStore):
    """A child that its parent has seen the end of, and whose record is gone by now, stays gone."""
    attempt = await parent(bus, store)
    await attempt.launch("c1")
    await attempt.emit(
        ev.Log(job="p", message="c1 is done"), memos={f"{OUTCOME}c1": OutcomeMemo(state="completed", result=1)}
    )
    assert await parts.adopter().adopt("p") == []
    await attempt.close()


async def test_cancelled_before_its_children_were_there(parts: Parts, bus: JobBus, store: JobStore):
    """Children of a parent that is being cancelled are launched and cancelled at once: they exist, and never run."""
    attempt = await parent(bus, store)
    await attempt.launch("c1")
    await parts.canceller.cancel("p")
    recorder = parts.recorder()

    async def over() -> bool:
        await recorder.turn()
        found = await store.get("c1")
        return found is not None and found.state == "cancelled"

    await wait_until(over, "the child is cancelled", timeout=30)
    assert not await parts.delivery.known("c1", 1)
    assert (await row(store, "c1")).reason == "parent cancelled"
    await attempt.close()
