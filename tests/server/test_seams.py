"""What lies between two parts: a server that dies, lags behind another, or meets what somebody else has left behind."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import event

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.external import publish_job_progress_async
from jobwidgets.bus.keys import JobKeys
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.memos import OUTCOME, OutcomeMemo
from jobwidgets.testing import wait_until
from jobwidgets_server import children
from jobwidgets_server.store import JobStore

from .conftest import Server, announce
from .loops import (
    Attempt,
    Clock,
    Parts,
    come_back_with,
    copy_of,
    lasting_jobs,
    launched,
    marks,
    parts_on,
    row,
    turn,
)


@pytest.fixture
async def parts(bus: JobBus, store: JobStore, redis_url: str) -> AsyncIterator[Parts]:
    await announce(bus)
    async with parts_on(bus, store, redis_url) as parts:
        yield parts


async def finished(bus: JobBus, job: str, result: Any = None) -> None:
    attempt = await Attempt.claim(bus, job)
    await attempt.end(result=result)


# ── one end ────────────────────────────────────────────────────────────────────────────────────


async def test_an_end_on_record_stands(parts: Parts, bus: JobBus, store: JobStore):
    """A Redis that came back older may let a job run on beyond its recorded end: the record keeps the one end it has,
    and the copy goes."""
    job = await launched(bus, store)
    older = await copy_of(bus)
    await finished(bus, job, result=42)
    await parts.record()
    await come_back_with(bus, older)
    again = await Attempt.claim(bus, job, worker="w2")
    for n in range(20):  # further than the end that is recorded
        await again.emit(ev.Log(job=job, message=f"again {n}"))
    await parts.record()
    found = await row(store, job)
    assert (found.state, found.epoch, found.snapshot.result) == ("completed", 1, 42)
    assert [str(t.state) for t in (await store.history(job)).transitions] == ["queued", "running", "completed"]
    assert await bus.read(job) is None
    assert (await again.beat()).owned is False
    await again.close()


async def test_two_ends_of_one_epoch(parts: Parts, bus: JobBus, store: JobStore):
    """Nor does a second end replace the first one."""
    job = await launched(bus, store)
    older = await copy_of(bus)
    await finished(bus, job, result="first")
    await parts.record()
    await come_back_with(bus, older)
    again = await Attempt.claim(bus, job, worker="w2")
    await again.emit(*(ev.Log(job=job, message=str(n)) for n in range(20)))
    await again.end(result="second")
    await parts.record()
    assert (await row(store, job)).snapshot.result == "first"
    ends = [t for t in (await store.history(job)).transitions if t.state.terminal]
    assert len(ends) == 1


# ── children ───────────────────────────────────────────────────────────────────────────────────


async def test_child_announced_between_mark_and_look(
    parts: Parts, bus: JobBus, store: JobStore, monkeypatch: pytest.MonkeyPatch
):
    """A job that launches a child and ends just after the recorder has read the marks: the child is launched."""
    attempt = await Attempt.claim(bus, await launched(bus, store, "p"))
    read_marks, told = bus.all_dirty, list[str]()

    async def all_dirty() -> Any:
        seen = await read_marks()
        if any("p" in shard for shard in seen) and not told:
            told.append("p")
            await attempt.launch("c1")
            await attempt.end()
        return seen

    monkeypatch.setattr(bus, "all_dirty", all_dirty)
    await parts.recorder().turn()
    assert told
    await parts.record()
    assert (await row(store, "p")).state == "completed"
    assert [job.id for job in await store.children("p")] == ["c1"]
    assert "p" not in await lasting_jobs(bus)


async def test_child_that_cannot_be_launched_yet(
    parts: Parts, bus: JobBus, store: JobStore, monkeypatch: pytest.MonkeyPatch
):
    """While a child has to wait, what happens to other jobs is recorded; its parent, over by then, is not forgotten."""
    attempt = await Attempt.claim(bus, await launched(bus, store, "p"))
    await attempt.launch("c1")
    await attempt.end()
    others = [await launched(bus, store, f"other{n}") for n in range(20)]
    for job in others:
        await finished(bus, job)
    launch = parts.launcher.launch

    async def busy(*_: Any, **__: Any) -> Any:
        raise Unavailable("Too many launches at a time.")

    monkeypatch.setattr(parts.launcher, "launch", busy)
    clock = Clock()
    recorder = parts.recorder(clock=clock)
    for _ in range(3):
        await recorder.turn()
    for job in others:
        assert (await row(store, job)).state == "completed"
    assert (await row(store, "p")).state == "completed"
    assert await store.children("p") == []
    monkeypatch.setattr(parts.launcher, "launch", launch)
    await parts.record()
    assert [job.id for job in await store.children("p")] == ["c1"]


async def test_many_children_take_turns_with_the_rest(
    parts: Parts, bus: JobBus, store: JobStore, monkeypatch: pytest.MonkeyPatch
):
    """A job with very many children does not keep others from being recorded; all of them are launched, once."""
    monkeypatch.setattr(children, "AT_ONCE", 3)
    monkeypatch.setattr(children, "BATCH", 2)
    attempt = await Attempt.claim(bus, await launched(bus, store, "p"))
    for n in range(8):
        await attempt.launch(f"c{n}")
    others = [await launched(bus, store, f"other{n}") for n in range(20)]
    for job in others:
        await finished(bus, job)
    recorder = parts.recorder()
    await recorder.turn()
    assert len(await store.children("p")) == 3
    for job in others:
        assert (await row(store, job)).state == "completed"
    await attempt.end()
    await recorder.turn()
    assert len(await store.children("p")) == 6
    await parts.record()
    assert sorted(job.id for job in await store.children("p")) == [f"c{n}" for n in range(8)]
    assert "p" not in await lasting_jobs(bus)


async def test_retention_spares_children_of_a_living_job(parts: Parts, bus: JobBus, store: JobStore):
    """However old, a child stays while the job that launched it is not over: no server launches it again."""
    attempt = await Attempt.claim(bus, await launched(bus, store, "p"), lease=60)
    await attempt.launch("c1")
    await parts.record()
    await finished(bus, "c1", result=1)
    await parts.record()
    assert await store.expire("completed", before=9e9, keep=0, limit=10) == 0
    await parts.adopter().adopt("p")
    assert (await row(store, "c1")).state == "completed"
    await attempt.end()
    await parts.record()
    assert await store.expire("completed", before=9e9, keep=0, limit=10) == 2


@pytest.mark.parametrize("lost", ["expired", "redis"])
async def test_end_of_a_child_is_there_for_its_parent(parts: Parts, bus: JobBus, store: JobStore, lost: str):
    """A job that awaits a child long after its end finds that end, though its keys have expired or Redis lost them."""
    attempt = await Attempt.claim(bus, await launched(bus, store, "p"), lease=60)
    for child in ("c1", "c2"):
        await attempt.launch(child)
    await parts.record()
    await finished(bus, "c1", result={"answer": 42})
    await finished(bus, "c2")
    await attempt.emit(ev.Log(job="p", message="has seen it"), memos={f"{OUTCOME}c2": OutcomeMemo(state="completed")})
    await parts.record()
    before = await row(store, "c1")
    await turn(parts.reconciler())
    if lost == "expired":
        await bus.redis.delete(*JobKeys.of("c1").own, *JobKeys.of("c2").own)
    else:
        await attempt.close()
        await bus.redis.flushall()
        await announce(bus)
    reconciler = parts.reconciler(lease=0.2, beat=0.1)
    while (reading := await bus.read("c1")) is None:
        await turn(reconciler)
    assert (reading.state, reading.epoch, reading.seq) == (JobState.COMPLETED, before.epoch, before.seq)
    assert reading.snapshot is not None
    assert reading.snapshot.result == {"answer": 42}
    for key in JobKeys.of("c1").own:
        assert await bus.redis.ttl(key) != -1, key
    assert await bus.read("c2") is None  # nobody will ask for that one again
    # It is the end and nothing but the end: nothing happens to it, and the record stays.
    assert (await bus.cancel("c1")).changed is False  # type: ignore[union-attr]
    await parts.record()
    assert (await row(store, "c1")) == before
    await attempt.close()


async def test_a_walk_asks_little_of_many_orphaned_children(parts: Parts, bus: JobBus, store: JobStore):
    """A thousand children whose parent is over cost a walk a few statements, not one each."""
    attempt = await Attempt.claim(bus, await launched(bus, store, "p"))
    for n in range(60):
        await attempt.launch(f"c{n}", delay=3600)
    await parts.record()
    await attempt.end()
    await parts.record()
    await turn(parts.reconciler())
    statements: list[str] = []
    event.listen(store._engine.sync_engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    reconciler = parts.reconciler()
    reconciler._unswept = False
    await turn(reconciler)
    assert len(statements) < 40, statements


async def test_a_lost_delivery_is_found_in_one_walk(parts: Parts, bus: JobBus, store: JobStore):
    """What a walk found unknown to the queue is looked at again by itself: however many jobs there are, no second walk
    has to come first."""
    await launched(bus, store, "j1")
    await store.mark_enqueued("j1", 1)
    await store.flush_marks()
    await bus.redis.hset(JobKeys.of("j1").ctl, "updated", "1")  # type: ignore[misc]
    reconciler = parts.reconciler()
    await turn(reconciler)
    assert not await parts.delivery.known("j1", 1), "it may be a moment between two steps of somebody else"
    reconciler._next_walk = float("inf")

    async def delivered() -> bool:
        await reconciler.turn()
        return await parts.delivery.known("j1", 1)

    await wait_until(delivered, "the delivery is made again", timeout=30)


# ── whose job ──────────────────────────────────────────────────────────────────────────────────


async def test_an_id_that_another_user_has_used(server: Server, bus: JobBus):
    """Progress that somebody publishes under the id of another's finished job neither touches that job's record nor
    opens it to him; each sees his own."""
    job = (await server.launch(id="job-1", params={"query": "a secret"}))["id"]
    await finished(bus, job, result="hers")

    async def recorded() -> bool:
        moves = (await server.get(f"/api/jobs/{job}/history")).body["transitions"]
        return bool(moves) and moves[-1]["state"] == "completed"

    await wait_until(recorded, "the end is recorded", timeout=30)

    async def expiring() -> bool:
        return await bus.redis.ttl(JobKeys.of(job).ctl) > 0

    await wait_until(expiring, "the keys have their TTL", timeout=30)
    await bus.redis.delete(*JobKeys.of(job).own)
    await publish_job_progress_async(bus.redis, job, "eve", "running", step="crawl")
    await publish_job_progress_async(bus.redis, job, "eve", "completed", result="his")

    async def heard() -> bool:
        return await marks(bus) == {}

    await wait_until(heard, "the recorder has seen it", timeout=30)
    mine = await server.get(f"/api/jobs/{job}")
    assert (mine.status, mine.body["result"], mine.body["owner"]) == (200, "hers", "ada")
    his = await server.get(f"/api/jobs/{job}", user="eve")
    assert his.status == 404 or (his.body["result"] == "his" and "query" not in str(his.body))
    for what in ("history", "events"):
        told = await server.get(f"/api/jobs/{job}/{what}", user="eve")
        assert "hers" not in str(told.body)
        assert told.status == 404 or not told.body.get("transitions")
    assert (await server.post(f"/api/jobs/{job}/retry", user="eve")).status in (404, 409)
    assert job not in await lasting_jobs(bus)


# ── what nobody owns ───────────────────────────────────────────────────────────────────────────


async def test_a_job_that_the_record_has_forgotten(parts: Parts, bus: JobBus, store: JobStore):
    """An older copy may bring back a job that retention has removed since: it is left to end, and its keys expire."""
    job = await launched(bus, store)
    older = await copy_of(bus)
    await finished(bus, job)
    await parts.record()
    assert await store.expire("completed", before=9e9, keep=0, limit=10) == 1
    await come_back_with(bus, older)
    attempt = await Attempt.claim(bus, job)
    clock = Clock()
    recorder = parts.recorder(clock=clock)
    await recorder.turn()
    assert await marks(bus)
    looks = 0
    read = recorder._look

    async def counted(*given: Any, **more: Any) -> Any:
        nonlocal looks
        looks += 1
        return await read(*given, **more)

    recorder._look = counted  # type: ignore[method-assign]
    for _ in range(5):
        await recorder.turn()
    assert looks == 0, "it is not read again every time"
    await attempt.end()
    clock.ahead = 100
    await recorder.turn()
    assert await marks(bus) == {}
    assert await lasting_jobs(bus) == set()


async def test_damaged_keys_do_not_stop_the_repairs(parts: Parts, bus: JobBus, store: JobStore):
    """One job whose keys are not what they should be must not keep the others from being put right."""
    for job in ("a-bad", "a-worse"):
        await launched(bus, store, job, delivery=parts.delivery)
    await launched(bus, store, "good")
    await store.mark_enqueued("good", 1)
    await store.flush_marks()
    await bus.redis.hset(JobKeys.of("a-bad").ctl, "state", "sleepy")  # type: ignore[misc]
    await bus.redis.delete(JobKeys.of("a-worse").ctl)
    await bus.redis.set(JobKeys.of("a-worse").ctl, "no hash")
    await bus.redis.hset(JobKeys.of("good").ctl, "updated", "1")  # type: ignore[misc]
    reconciler = parts.reconciler()
    while not await parts.delivery.known("good", 1):
        await turn(reconciler)


async def test_lost_workers_count_on_after_a_loss(parts: Parts, bus: JobBus, store: JobStore):
    """A job that has lost two workers ends with the third, though Redis lost its data in between."""
    job = await launched(bus, store)
    reconciler = parts.reconciler()
    for _ in range(2):
        await (await Attempt.claim(bus, job, lease=0.01)).close()
        while (await bus.read(job)).state is not JobState.QUEUED:  # type: ignore[union-attr]
            await turn(reconciler)
    await parts.record()
    await turn(reconciler)
    await bus.redis.flushall()
    while await bus.read(job) is None:
        await turn(reconciler)
    await (await Attempt.claim(bus, job, lease=0.01)).close()
    while not (reading := await bus.read(job)).state.terminal:  # type: ignore[union-attr]
        assert reading is not None
        assert reading.state is JobState.RUNNING, "it is not tried a fourth time"
        await turn(reconciler)
    assert reading is not None
    assert reading.snapshot is not None
    assert reading.snapshot.reason == "attempts-exhausted"
