"""A Redis that lost its data, or came back with an older copy: every job goes on, under a new epoch, once."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.keys import SHARDS, shard_of
from jobwidgets.bus.recovery import REASON
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.memos import ASK, CHECKPOINT, CheckpointMemo
from jobwidgets.protocol.state import fold_all
from jobwidgets.protocol.wire import decode_events
from jobwidgets.testing import wait_until
from jobwidgets_server.answering import Answers
from jobwidgets_server.store import JobStore

from .conftest import announce
from .loops import (
    BEAT,
    LEASE,
    Attempt,
    Parts,
    come_back_with,
    copy_of,
    gather_turns,
    lasting_jobs,
    launched,
    marks,
    parts_on,
    repairs_of,
    row,
    turn,
)


@pytest.fixture
async def parts(bus: JobBus, store: JobStore, redis_url: str) -> AsyncIterator[Parts]:
    await announce(bus)
    async with parts_on(bus, store, redis_url) as parts:
        # The server has been running for a while.
        await turn(parts.reconciler())
        yield parts


async def state_of(bus: JobBus, job: str) -> str:
    reading = await bus.read(job)
    return str(reading.state) if reading is not None else "missing"


async def back(parts: Parts, reconciler: Any, job: str, state: str) -> None:
    async def there() -> bool:
        await turn(reconciler)
        return await state_of(parts.bus, job) == state

    await wait_until(there, f"{job} is {state}", timeout=30)


async def test_queued_jobs_are_queued_again(parts: Parts, bus: JobBus, store: JobStore):
    """At once, with what to run, in the queue of their lane, for their time, under epoch 2; told in their history."""
    later = time.time() + 600
    await launched(bus, store, "j1", delivery=parts.delivery, priority="high", tags=["red"])
    await launched(bus, store, "j2", delivery=parts.delivery, run_at=later)
    before = await bus.spec("j1")
    await parts.record()
    await bus.redis.flushall()
    registry = CollectorRegistry()
    await turn(parts.reconciler(registry=registry))
    for job in ("j1", "j2"):
        reading = await bus.read(job)
        assert reading is not None
        assert (reading.epoch, str(reading.state), reading.attempt) == (2, "queued", 0)
        assert await parts.delivery.known(job, reading.generation, queue=reading.queue)
        assert await repairs_of(store, job) == [REASON]
    assert await bus.spec("j1") == before
    claim = await bus.claim("j2", worker="w", token="t", lease=9, beat=1, max_attempts=3)
    assert claim.status == "held"
    assert 500 < claim.retry_after < 600
    assert registry.get_sample_value("jobwidgets_repairs_total", {"what": "reseeded"}) == 2
    # A worker takes it, and what it writes is recorded.
    attempt = await Attempt.claim(bus, "j1")
    await attempt.end(result=42)
    await parts.record()
    found = await row(store, "j1")
    assert (found.epoch, found.state, found.snapshot.result) == (2, "completed", 42)
    life = await store.history("j1")
    assert [(t.epoch, str(t.state)) for t in life.transitions if t.seq] == [
        (1, "queued"),
        (2, "running"),
        (2, "completed"),
    ]


async def test_shards_get_their_words(parts: Parts, bus: JobBus, store: JobStore):
    """Every shard has a word that is on record; a new Redis gets others, and is whole when all jobs are back."""
    words = await store.shard_words()
    assert sorted(words) == list(range(SHARDS))
    assert await bus.generations() == [words[shard] for shard in range(SHARDS)]
    await launched(bus, store, "j1", delivery=parts.delivery)
    running = await Attempt.claim(bus, await launched(bus, store, "j2"))
    await running.close()
    await parts.record()
    await bus.redis.flushall()
    await turn(parts.reconciler(lease=600))
    now, known = await bus.generations(), await store.shard_words()
    assert None not in now
    assert not set(now) & set(words.values())
    changed = {shard for shard in range(SHARDS) if known[shard] == now[shard]}
    # That of the job which still waits for its worker is not whole yet.
    assert changed == set(range(SHARDS)) - {shard_of("j2")}
    reconciler = parts.reconciler()
    await back(parts, reconciler, "j2", "queued")
    await turn(reconciler)
    assert await store.shard_words() == dict(enumerate(await bus.generations()))


async def test_running_job_whose_worker_announces_it(parts: Parts, bus: JobBus, store: JobStore):
    """It goes on where it was, with its owner, what it had said and its memos; no event is lost or doubled."""
    attempt = await Attempt.claim(bus, await launched(bus, store), lease=60)
    memo = CheckpointMemo(number=1, state={"at": 1}, attempt=1, at=1.0)
    await attempt.emit(ev.Text(job="j1", delta="one "), ev.Checkpoint(job="j1", number=1), memos={CHECKPOINT: memo})
    await parts.record()
    await attempt.emit(ev.Text(job="j1", delta="two "))
    await bus.redis.flushall()
    attempt.publisher.emit(ev.Text(job="j1", delta="three "))
    flushed = asyncio.create_task(attempt.publisher.flush())
    reconciler = parts.reconciler(lease=600)  # nobody may take it for lost

    async def done() -> bool:
        await turn(reconciler)
        return flushed.done()

    await wait_until(done, "the worker goes on", timeout=30)
    await flushed
    assert attempt.fences == []
    assert (await attempt.beat()).owned
    assert sorted(await bus.memos("j1")) == [CHECKPOINT]
    reading = await bus.read("j1")
    assert reading is not None
    assert await parts.delivery.known("j1", reading.generation)
    await attempt.end(result=3)
    await parts.record()
    found = await row(store, "j1")
    assert (found.state, found.epoch) == ("completed", 2)
    assert found.snapshot.channel_text() == "one two three "
    archived = decode_events(await store.archived("j1", 2, 0, 1000))
    assert [e.seq for e in archived] == list(range(archived[0].seq, found.seq + 1))
    assert await repairs_of(store, "j1") == [REASON]
    assert await lasting_jobs(bus) == set()


async def test_running_job_nobody_announces(parts: Parts, bus: JobBus, store: JobStore):
    """Its worker has a lease and two beats to say so; then the job is queued again, with its checkpoint and text."""
    attempt = await Attempt.claim(bus, await launched(bus, store))
    memo = CheckpointMemo(number=1, state={"at": 1}, attempt=1, at=1.0)
    await attempt.emit(ev.Text(job="j1", delta="one "), ev.Checkpoint(job="j1", number=1), memos={CHECKPOINT: memo})
    await attempt.close()
    await parts.record()
    await bus.redis.flushall()
    reconciler = parts.reconciler()
    began = time.monotonic()
    await turn(reconciler)
    assert await bus.read("j1") is None
    await back(parts, reconciler, "j1", "queued")
    assert time.monotonic() - began >= LEASE + 2 * BEAT
    again = await Attempt.claim(bus, "j1")
    assert again.number == 2
    assert sorted(again.publisher.memos) == [CHECKPOINT]
    assert again.publisher.snapshot.checkpoint == 1
    assert again.publisher.snapshot.channel_text() == "one "
    await again.end()
    await parts.record()
    life = await store.history("j1")
    assert [(str(t.state), t.reason) for t in life.transitions if t.epoch == 2] == [
        ("queued", REASON),
        ("running", None),
        ("completed", None),
    ]


async def test_late_worker_is_fenced(parts: Parts, bus: JobBus, store: JobStore):
    """A worker that slept through its time to announce finds its job gone on without it, and writes nothing."""
    attempt = await Attempt.claim(bus, await launched(bus, store))
    await attempt.emit(ev.Progress(job="j1", value=0.1))
    await parts.record()
    await bus.redis.flushall()
    await back(parts, parts.reconciler(), "j1", "queued")
    other = await Attempt.claim(bus, "j1", worker="w2")
    attempt.publisher.emit(ev.Text(job="j1", delta="too late"))
    await wait_until(lambda: attempt.fences, "the old attempt is fenced", timeout=30)
    await other.end(result="theirs")
    await parts.record()
    found = (await row(store, "j1")).snapshot
    assert (found.result, found.channel_text()) == ("theirs", "")


async def test_question_survives(parts: Parts, bus: JobBus, store: JobStore):
    """A job that waits for an answer is there again with its question and its memos; the answer queues it."""
    attempt = await Attempt.claim(bus, await launched(bus, store))
    await attempt.emit(ev.Log(job="j1", message="done"), memos={"step:a#1": {"digest": "d", "result": 1}})
    await attempt.ask("q")
    await attempt.close()
    await parts.record()
    await bus.redis.flushall()
    await back(parts, parts.reconciler(), "j1", "waiting_input")
    reading = await bus.read("j1")
    assert reading is not None
    assert reading.snapshot is not None
    assert reading.snapshot.input is not None
    assert reading.snapshot.input.prompt == "Go on?"
    assert await repairs_of(store, "j1") == [REASON]
    reply = await Answers(bus, store, parts.delivery).answer("j1", "q", "yes", command="c1")
    assert reply.state == "queued"
    assert await parts.delivery.known("j1", reply.generation)
    assert sorted(await bus.memos("j1")) == [f"{ASK}q", "step:a#1"]


async def test_cancelling_job_is_cancelled(parts: Parts, bus: JobBus, store: JobStore):
    """The wish outlives Redis: with nobody left to acknowledge it, the job is cancelled."""
    attempt = await Attempt.claim(bus, await launched(bus, store))
    await attempt.close()
    await parts.canceller.cancel("j1")
    await parts.record()
    await bus.redis.flushall()
    await back(parts, parts.reconciler(), "j1", "cancelled")
    await parts.record()
    found = await row(store, "j1")
    assert (found.state, found.reason) == ("cancelled", REASON)
    assert await lasting_jobs(bus) == set()


async def test_wish_that_the_worker_has_not_heard(parts: Parts, bus: JobBus, store: JobStore):
    """A cancel that is recorded, of which the announcing worker knows nothing, is not forgotten."""
    attempt = await Attempt.claim(bus, await launched(bus, store), lease=60)
    await attempt.emit(ev.Progress(job="j1", value=0.1))
    await parts.canceller.cancel("j1")
    await parts.record()
    await bus.redis.flushall()
    attempt.publisher.vanished()
    await back(parts, parts.reconciler(lease=600), "j1", "cancelling")
    await attempt.end(JobState.CANCELLED)
    await parts.record()
    assert (await row(store, "j1")).state == "cancelled"
    assert attempt.fences == []


async def test_finished_jobs_stay_finished(parts: Parts, bus: JobBus, store: JobStore):
    """What is over in the record is not put back, and its worker, if it still waits, is told to stop."""
    attempt = await Attempt.claim(bus, await launched(bus, store))
    await attempt.emit(ev.Progress(job="j1", value=0.1))
    # Its end reaches Redis and the record; the answer to the worker is lost.
    before = attempt.publisher._base
    await attempt.emit(ev.State(job="j1", state=JobState.COMPLETED, result=42))
    attempt.publisher._base = before
    await parts.record()
    await bus.redis.flushall()
    reconciler = parts.reconciler()
    await turn(reconciler)
    assert await bus.read("j1") is None
    attempt.publisher.vanished()

    async def stopped() -> bool:
        await turn(reconciler)
        return bool(attempt.fences)

    await wait_until(stopped, "the worker stops", timeout=30)
    await parts.record()
    found = await row(store, "j1")
    assert (found.state, found.snapshot.result) == ("completed", 42)
    life = await store.history("j1")
    assert [str(t.state) for t in life.transitions] == ["queued", "running", "completed"]
    assert await lasting_jobs(bus) == set()
    await attempt.close()


async def test_older_copy_under_a_running_worker(parts: Parts, bus: JobBus, store: JobStore):
    """Redis comes back with an older copy, the words unchanged: the worker notices, announces, and goes on whole."""
    attempt = await Attempt.claim(bus, await launched(bus, store), lease=60)
    await attempt.emit(ev.Text(job="j1", delta="one "))
    copy = await copy_of(bus)
    await attempt.emit(ev.Text(job="j1", delta="two "))
    await parts.record()
    await attempt.emit(ev.Text(job="j1", delta="three "))
    await come_back_with(bus, copy)
    attempt.publisher.emit(ev.Text(job="j1", delta="four"))
    flushed = asyncio.create_task(attempt.publisher.flush())
    reconciler = parts.reconciler(lease=600)

    async def done() -> bool:
        await turn(reconciler)
        return flushed.done()

    await wait_until(done, "the worker goes on", timeout=30)
    await attempt.end()
    await parts.record()
    found = await row(store, "j1")
    assert (found.state, found.epoch) == ("completed", 2)
    assert found.snapshot.channel_text() == "one two three four"


async def test_older_copy_of_jobs_without_a_worker(parts: Parts, bus: JobBus, store: JobStore):
    """What Redis has older than the record is put back as recorded; what is over in the record goes; keys expire."""
    for job in ("again", "asks", "over", "fresh"):
        await launched(bus, store, job, delivery=parts.delivery)
    copy = await copy_of(bus)
    again, asks, over = [await Attempt.claim(bus, job) for job in ("again", "asks", "over")]
    await again.emit(ev.State(job="again", state=JobState.QUEUED, reason="retry: no luck"))
    await again.close()
    await asks.ask()
    await asks.close()
    await over.end(result=42)
    await parts.record()
    await come_back_with(bus, copy)
    reconciler = parts.reconciler()
    await back(parts, reconciler, "again", "queued")
    await back(parts, reconciler, "asks", "waiting_input")

    async def epoch_two() -> bool:
        await turn(reconciler)
        reading = await bus.read("again")
        return reading is not None and reading.epoch == 2 and reading.attempt == 1

    await wait_until(epoch_two, "it is as the record had it", timeout=30)
    await parts.record()
    assert await lasting_jobs(bus) == {"again", "asks", "fresh"}
    assert (await row(store, "over")).snapshot.result == 42
    assert (await row(store, "fresh")).epoch == 1
    assert await repairs_of(store, "fresh") == []


async def test_server_dies_in_the_middle(parts: Parts, bus: JobBus, store: JobStore, monkeypatch: pytest.MonkeyPatch):
    """An epoch taken and nothing put back, a job put back and not enqueued: the next turn, of any server, goes on."""
    await launched(bus, store, "j1", delivery=parts.delivery)
    attempt = await Attempt.claim(bus, await launched(bus, store, "j2"), lease=60)
    await attempt.emit(ev.Text(job="j2", delta="one "))
    await parts.record()
    await bus.redis.flushall()
    attempt.publisher.vanished()
    await wait_until(lambda: _announced(bus, "j2"), "the worker has announced", timeout=30)

    async def dies(*_: Any, **__: Any) -> Any:
        raise Unavailable("gone")

    for owner, name in ((bus, "reseed"), (parts.delivery, "enqueue")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, dies)
            server = parts.reconciler(lease=600)

            async def died(server: Any = server) -> bool:
                try:
                    await turn(server)
                except Unavailable:
                    return True
                return False

            await wait_until(died, "a server dies of it", timeout=30)
    reconciler = parts.reconciler(lease=600)
    await back(parts, reconciler, "j1", "queued")
    await back(parts, reconciler, "j2", "running")

    async def delivered() -> bool:
        await turn(reconciler)
        readings = [await bus.read(job) for job in ("j1", "j2")]
        assert readings[0] is not None
        return await parts.delivery.known("j1", readings[0].generation)

    await wait_until(delivered, "it is in the queue", timeout=30)
    await attempt.end()
    await parts.record()
    found = await row(store, "j2")
    assert (found.state, found.snapshot.channel_text()) == ("completed", "one ")
    assert attempt.fences == []


async def _announced(bus: JobBus, job: str) -> bool:
    return job in await bus.announcements(shard_of(job))


async def test_several_servers_at_once(parts: Parts, bus: JobBus, store: JobStore, monkeypatch: pytest.MonkeyPatch):
    """Servers that all believe to be the only one: every job is back once, its worker goes on, one end is recorded."""
    queued = [await launched(bus, store, f"q{n}", delivery=parts.delivery) for n in range(5)]
    attempts = [await Attempt.claim(bus, await launched(bus, store, f"r{n}"), lease=60) for n in range(5)]
    for attempt in attempts:
        await attempt.emit(ev.Text(job=attempt.job, delta="one "))
    await parts.record()
    await bus.redis.flushall()
    for attempt in attempts:
        attempt.publisher.vanished()
    servers = [parts.reconciler(lease=600) for _ in range(4)]

    async def yes(*_: Any) -> bool:
        return True

    for server in servers:
        monkeypatch.setattr(server, "_locked", yes)

    async def all_back() -> bool:
        for server in servers:
            server._next_walk = 0.0
        await gather_turns(*(server.turn for server in servers))
        states = {await state_of(bus, job) for job in queued}
        owned = [(await attempt.beat()).owned for attempt in attempts]
        return states == {"queued"} and all(owned) and not any(a.publisher.recovering for a in attempts)

    await wait_until(all_back, "all jobs are back", timeout=30)
    assert [attempt.fences for attempt in attempts] == [[]] * 5
    for attempt in attempts:
        await attempt.emit(ev.Text(job=attempt.job, delta="two"))
        await attempt.end()
    for job in queued:
        await (await Attempt.claim(bus, job)).end()

    async def recorded() -> bool:
        for server in servers:
            server._next_walk = 0.0
            await server.turn()
        await parts.record()
        return {(await row(store, job)).state for job in [*queued, *(a.job for a in attempts)]} == {"completed"}

    await wait_until(recorded, "every end is recorded", timeout=30)
    for attempt in attempts:
        found = (await row(store, attempt.job)).snapshot
        assert found.channel_text() == "one two"
        ends = [t for t in (await store.history(attempt.job)).transitions if t.state.terminal]
        assert len(ends) == 1
    assert await lasting_jobs(bus) == set()


async def test_subscribers_can_follow(parts: Parts, bus: JobBus, store: JobStore):
    """Whoever reads the snapshot of the new epoch and folds what follows has what is recorded in the end."""
    attempt = await Attempt.claim(bus, await launched(bus, store), lease=60)
    await attempt.emit(ev.Text(job="j1", delta="one "))
    await parts.record()
    await bus.redis.flushall()
    attempt.publisher.vanished()
    await back(parts, parts.reconciler(lease=600), "j1", "running")
    reading = await bus.read("j1")
    assert reading is not None
    assert reading.snapshot is not None
    await attempt.emit(ev.Text(job="j1", delta="two"))
    await attempt.end(result=1)
    later = await bus.read("j1", reading.epoch, reading.seq)
    assert later is not None
    folded = fold_all(reading.snapshot, decode_events(later.events))
    await parts.record()
    assert (await row(store, "j1")).snapshot == folded


async def test_children_that_were_not_launched_yet(parts: Parts, bus: JobBus, store: JobStore):
    """A child announced just before Redis was lost is launched when its parent is back."""
    attempt = await Attempt.claim(bus, await launched(bus, store, "p"), lease=60)
    await parts.record()
    await attempt.launch("c1")
    await bus.redis.flushall()
    await announce(bus)
    attempt.publisher.vanished()
    await back(parts, parts.reconciler(lease=600), "p", "running")
    assert (await row(store, "c1")).parent == "p"
    await attempt.close()


async def test_redis_and_database_away_together(
    parts: Parts, bus: JobBus, store: JobStore, monkeypatch: pytest.MonkeyPatch
):
    """Without the database nothing is put back, and nothing is lost by waiting for it."""
    await launched(bus, store, "j1", delivery=parts.delivery)
    await parts.record()
    await bus.redis.flushall()

    async def away(*_: Any) -> Any:
        raise Unavailable("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr(store, "shard_words", away)
        with pytest.raises(Unavailable):
            await turn(parts.reconciler())
    assert await marks(bus) == {}
    await turn(parts.reconciler())
    assert await state_of(bus, "j1") == "queued"
