"""The recorder: what is on Redis reaches the record, once, whole, and whatever races."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from sqlalchemy.exc import DataError

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.external import publish_job_progress_async
from jobwidgets.bus.keys import JobKeys
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.memos import CHECKPOINT, CheckpointMemo
from jobwidgets.protocol.state import fold_all
from jobwidgets.protocol.wire import decode_events
from jobwidgets.testing import wait_until
from jobwidgets_server import recorder as recorder_module
from jobwidgets_server.recorder import Recorder
from jobwidgets_server.store import JobStore, NewJob

from .conftest import spec
from .loops import Attempt, Clock, come_back_with, copy_of, lasting_jobs, launched, marks, row
from .test_jobs import finish, work


@pytest.fixture
def clock() -> Clock:
    return Clock()


def make(bus: JobBus, store: JobStore, clock: Callable[[], float] = time.time) -> Recorder:
    return Recorder(bus, store, keep_finished=3600, clock=clock)


async def test_transition_at_once_progress_later(bus: JobBus, store: JobStore, clock: Clock):
    """A new state is recorded at the next look, progress only every few seconds, nothing twice."""
    recorder = make(bus, store, clock)
    job = await launched(bus, store)
    writer = await work(bus, job)
    await recorder.turn()
    assert (await row(store, job)).state == "running"
    writer.emit(ev.Progress(job=job, value=0.5))
    await writer.flush()
    await recorder.turn()
    assert (await row(store, job)).progress is None
    assert recorder.backlog == 1
    clock.ahead = recorder_module.ACTIVE_EVERY + 1
    await recorder.turn()
    assert (await row(store, job)).progress.value == 0.5
    assert await marks(bus) == {}
    await writer.aclose()


async def test_many_running_jobs_are_recorded_less_often(bus: JobBus, store: JobStore, monkeypatch: pytest.MonkeyPatch):
    """Only so many records a second go to what progresses, by turns, but no job waits longer than `ACTIVE_AT_MOST`."""
    monkeypatch.setattr(recorder_module, "ACTIVE_RATE", 1)
    now = time.time()  # stands still, or a slow machine would let more jobs have their turn
    recorder = make(bus, store, lambda: now)
    jobs = [await launched(bus, store, job) for job in ("one", "two", "three")]
    writers = [await work(bus, job) for job in jobs]

    async def progress(value: float) -> None:
        for job, writer in zip(jobs, writers, strict=True):
            writer.emit(ev.Progress(job=job, value=value))
            await writer.flush()

    async def recorded(value: float) -> int:
        await recorder.turn()
        rows = [await row(store, job) for job in jobs]
        return sum(found.progress is not None and found.progress.value == value for found in rows)

    await recorder.turn()
    assert {(await row(store, job)).state for job in jobs} == {"running"}, "a new state is recorded at once"
    await progress(0.5)
    now += recorder_module.ACTIVE_EVERY + 1
    assert await recorded(0.5) == 1
    assert await recorded(0.5) == 1
    now += 1
    assert await recorded(0.5) == 2
    now += 1
    assert await recorded(0.5) == 3, "each has its turn"
    await progress(0.7)
    now += recorder_module.ACTIVE_AT_MOST + 1
    assert await recorded(0.7) == 3
    for writer in writers:
        await writer.aclose()


async def test_end_at_once_and_only_then_a_ttl(bus: JobBus, store: JobStore):
    """The end is stored whole; the keys get their TTL then and not before."""
    recorder = make(bus, store)
    job = await launched(bus, store)
    await recorder.turn()
    await finish(bus, job, {"answer": 42})
    assert await bus.redis.ttl(JobKeys.of(job).ctl) == -1
    await recorder.turn()
    found = await row(store, job)
    assert (found.state, found.snapshot.result) == ("completed", {"answer": 42})
    assert found.snapshot.channel_text() == "forty-two"
    for key in JobKeys.of(job)[:5]:
        if await bus.redis.exists(key):
            assert 3500 < await bus.redis.ttl(key) <= 3600, key
    assert await marks(bus) == {}


async def test_other_servers_records_count(bus: JobBus, store: JobStore, clock: Clock):
    """Two servers together do not record a job more often than one."""
    first, second = make(bus, store, clock), make(bus, store, clock)
    job = await launched(bus, store)
    writer = await work(bus, job)
    await first.turn()
    writer.emit(ev.Progress(job=job, value=0.5))
    await writer.flush()
    await bus.redis.delete(*[key async for key in bus.redis.scan_iter(match="*lock*")] or ["none"])
    await second.turn()
    assert (await row(store, job)).progress is None
    await writer.aclose()


async def test_many_servers_record_the_same_end(bus: JobBus, store: JobStore):
    """Five recorders at once leave one correct record of every job."""
    jobs = [await launched(bus, store, f"j{n}") for n in range(20)]
    for job in jobs:
        await finish(bus, job)
    recorders = [make(bus, store) for _ in range(5)]

    async def done() -> bool:
        await asyncio.gather(*(recorder.turn() for recorder in recorders))
        return await marks(bus) == {}

    await wait_until(done, "everything is recorded")
    assert {(await row(store, job)).state for job in jobs} == {"completed"}


async def test_external_job_is_adopted(bus: JobBus, store: JobStore):
    """A job that began on Redis gets its row, owned by its user."""
    await publish_job_progress_async(bus.redis, "x1", "eve", "running", "crunch")
    await make(bus, store).turn()
    found = await row(store, "x1")
    assert (found.owner, found.external, found.state, found.step) == ("eve", True, "running", "crunch")


async def test_what_cannot_be_stored_does_not_hold_up_the_rest(
    bus: JobBus, store: JobStore, monkeypatch: pytest.MonkeyPatch
):
    """A job the database refuses is set aside; the others are recorded."""
    jobs = [await launched(bus, store, f"j{n}") for n in range(3)]
    for job in jobs:
        await finish(bus, job)
    record = store.record

    async def picky(work: Any, now: float) -> None:
        if any(item.snapshot.job == "j1" for item in work):
            raise DataError("UPDATE jobs", {}, ValueError("not to my taste"))
        await record(work, now)

    monkeypatch.setattr(store, "record", picky)
    recorder = make(bus, store)
    await recorder.turn()
    assert [(await row(store, job)).state for job in jobs] == ["completed", "queued", "completed"]
    assert set(await marks(bus)) == {"j1"}


async def test_keys_of_a_failed_launch_are_swept(bus: JobBus, store: JobStore, clock: Clock):
    """Keys without a row go after a minute: not before, and not if somebody works on the job."""
    recorder = make(bus, store, clock)
    for job in ("j1", "j2"):
        await bus.seed(spec(job), created=round(time.time(), 3))
    writer = await work(bus, "j2")
    await recorder.turn()
    assert await bus.read("j1") is not None
    clock.ahead = recorder_module.UNWANTED_AFTER + 1
    await recorder.turn()
    assert await bus.read("j1") is None
    assert await bus.read("j2") is not None
    assert "j1" not in await marks(bus)
    assert await store.stale_launches(1e12, 10) == []
    await writer.aclose()


async def test_launch_under_way_is_left_alone(bus: JobBus, store: JobStore, clock: Clock):
    """A job whose row is still ``creating`` is neither recorded nor swept."""
    assert await store.insert(NewJob(spec("j1"), created=time.time()))
    await bus.seed(spec("j1"), created=round(time.time(), 3))
    clock.ahead = 1000
    await make(bus, store, clock).turn()
    assert await bus.read("j1") is not None
    assert set(await marks(bus)) == {"j1"}
    assert await store.commit_queued("j1", epoch=1, generation=1)


async def test_life_of_a_job_is_recorded_once(bus: JobBus, store: JobStore, clock: Clock):
    """Every move, attempt and checkpoint is in the record once, in order, though five servers record all the time."""
    recorders = [make(bus, store, clock) for _ in range(5)]
    clock.ahead = 1000  # everything is due at once

    async def record() -> None:
        # Without the lock that keeps servers apart: it may run out.
        await bus.redis.delete(*[key async for key in bus.redis.scan_iter(match="*:recorder")] or ["none"])
        await asyncio.gather(*(recorder.turn() for recorder in recorders))

    jobs = [await launched(bus, store, f"j{n}") for n in range(4)]
    for number in (1, 2):
        attempts = [await Attempt.claim(bus, job, worker=f"w{number}") for job in jobs]
        for attempt in attempts:
            memo = CheckpointMemo(number=number, state={"at": number}, attempt=number, at=1.0)
            await attempt.emit(ev.Checkpoint(job=attempt.job, number=number), memos={CHECKPOINT: memo})
            await record()
            if number == 1:
                await attempt.emit(ev.State(job=attempt.job, state=JobState.QUEUED, reason="retry: no luck"))
            else:
                await attempt.emit(ev.State(job=attempt.job, state=JobState.COMPLETED, result=1))
        await asyncio.gather(*(attempt.close() for attempt in attempts), record(), record())
    while await marks(bus):
        await record()
    for job in jobs:
        life = await store.history(job)
        assert [(t.seq, str(t.state), t.reason) for t in life.transitions] == [
            (1, "queued", None),
            (3, "running", None),
            (5, "queued", "retry: no luck"),
            (7, "running", None),
            (9, "completed", None),
        ]
        assert [(a.attempt, a.worker, a.checkpoint) for a in life.attempts] == [(1, "w1", 0), (2, "w2", 1)]
        assert all(a.ended for a in life.attempts)
        assert [(c.number, c.attempt) for c in life.checkpoints] == [(1, 1), (2, 2)]
    assert await lasting_jobs(bus) == set()


async def test_memos_follow_the_snapshot(bus: JobBus, store: JobStore, clock: Clock):
    """What a new attempt starts from is recorded whenever it grew, and fits the recorded snapshot."""
    recorder = make(bus, store, clock)
    job = await launched(bus, store)
    attempt = await Attempt.claim(bus, job)
    await recorder.turn()
    assert await store.memos(job) == {}
    for number in (1, 2):
        memo = CheckpointMemo(number=number, state={"at": number}, attempt=1, at=1.0)
        await attempt.emit(ev.Checkpoint(job=job, number=number), memos={CHECKPOINT: memo})
        clock.ahead += recorder_module.ACTIVE_EVERY + 1
        await recorder.turn()
        assert await store.memos(job) == await bus.memos(job)
        assert (await row(store, job)).snapshot.checkpoint == number
    await attempt.close()


async def test_record_is_the_fold_of_the_events(bus: JobBus, store: JobStore):
    """The recorded snapshot is what a subscriber folded from event 1 on, text and all."""
    job = await launched(bus, store)
    attempt = await Attempt.claim(bus, job)
    start = ev.State(job=job, state=JobState.QUEUED)
    for n in range(30):
        await attempt.emit(ev.Text(job=job, delta=f"{n} "), ev.Step(job=job, id=f"s{n % 3}", name="step"))
    await attempt.end(result={"n": 30})
    lines = [line for entry in await bus.log(job) for line in entry.lines]
    await make(bus, store).turn()
    found = (await row(store, job)).snapshot
    assert start.state is JobState.QUEUED
    assert [e.seq for e in decode_events(lines)] == list(range(1, found.seq + 1))
    empty = msgspec.structs.replace(found, seq=0, attempt=0, state=JobState.QUEUED, reason=None, steps={}, text=(),
                                    result=None, attempts=(), started=None, ended=None)  # fmt: skip
    assert fold_all(empty, decode_events(lines)) == found


async def test_older_copy_of_a_finished_job_does_not_begin_again(bus: JobBus, store: JobStore):
    """A Redis that comes back with a job from before its end: the record's end stands, the keys go."""
    recorder = make(bus, store)
    job = await launched(bus, store)
    attempt = await Attempt.claim(bus, job)
    copy = await copy_of(bus)
    await attempt.end(result=42)
    await recorder.turn()
    await come_back_with(bus, copy)
    await make(bus, store).turn()
    assert await bus.read(job) is None
    assert await marks(bus) == {}
    found = await row(store, job)
    assert (found.state, found.snapshot.result) == ("completed", 42)
