"""Retention: jobs that are over go by age and by number, state by state, with all that is recorded of them."""

import pytest
from sqlalchemy import text

from jobwidgets.bus.replies import LogEntry
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import ConfigurationError
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.state import JobSnapshot
from jobwidgets.testing import wait_until
from jobwidgets_server import retention
from jobwidgets_server.keep import parse_keep
from jobwidgets_server.retention import Retention
from jobwidgets_server.store import JobFilter, JobStore

from .test_store import add, at

NOW = 1_000_000.0


async def _over(store: JobStore, job: str, ended: float, state: str = "completed") -> None:
    await add(store, job, created=ended - 10, tags=["red"])
    moves = [
        ev.Attempt(job=job, epoch=1, seq=2, attempt=1, at=ended - 5, worker="w1"),
        ev.Checkpoint(job=job, epoch=1, seq=3, attempt=1, at=ended - 4, number=1),
        ev.State(job=job, epoch=1, seq=4, attempt=1, at=ended, state=JobState(state)),
    ]
    over = JobSnapshot(job=job, epoch=1, seq=4, state=JobState(state), ended=ended)
    await store.record([at(over, moves=moves, memos={"checkpoint": b"{}"})], ended)
    await store.flush_marks()
    await store.archive(job, [LogEntry("1-0", 1, 1, [b'{"seq":1}'], 9)])


async def _left(store: JobStore) -> list[str]:
    jobs, _ = await store.page("ada", JobFilter(), limit=100)
    return sorted(job.id for job in jobs)


async def test_age_and_number(store: JobStore):
    """What is older than its state's age goes, and what is beyond its number, whichever comes first; a state without
    a rule, and a job that is not over, stays."""
    for n in range(6):
        await _over(store, f"c{n}", NOW - 86400 * n - 100)
        await _over(store, f"f{n}", NOW - 86400 * n - 100, "failed")
        await _over(store, f"x{n}", NOW - 86400 * n - 100, "cancelled")
    await add(store, "queued", created=1.0)
    rules = parse_keep("completed=2d failed=10d,4")
    await Retention(store, rules, clock=lambda: NOW).turn()
    kept = ["c0", "c1", "f0", "f1", "f2", "f3", *(f"x{n}" for n in range(6)), "queued"]
    assert await _left(store) == sorted(kept)
    await Retention(store, rules, clock=lambda: NOW).turn()
    assert await _left(store) == sorted(kept)
    await Retention(store, parse_keep("completed=0 failed=1d,100 cancelled=2"), clock=lambda: NOW).turn()
    assert await _left(store) == ["f0", "queued", "x0", "x1"]


async def test_nothing_stays_of_a_removed_job(store: JobStore):
    """With a job go its transitions, attempts, checkpoints, memos, archived events, tags and words."""
    await _over(store, "old", NOW - 500)
    await _over(store, "new", NOW - 100)
    assert await store.expire("completed", before=NOW - 200, keep=None, limit=10) == 1
    tables = ["transitions", "attempts", "checkpoints", "memos", "event_chunks", "job_tags"]
    async with store._engine.connect() as connection:
        for table in tables + ["job_search"] * (store._engine.dialect.name == "sqlite"):
            rows = (await connection.execute(text(f"SELECT job FROM {table}"))).scalars()
            assert set(rows) == {"new"}, table
    assert (await store.page("ada", JobFilter(text="old"), limit=9))[0] == []


async def test_small_portions(store: JobStore, monkeypatch: pytest.MonkeyPatch):
    """However many jobs have to go, a transaction removes a few; a turn ends, and the next one goes on."""
    monkeypatch.setattr(retention, "BATCH", 3)
    monkeypatch.setattr(retention, "MAX_BATCHES", 2)
    for n in range(10):
        await _over(store, f"c{n}", NOW - 1000 - n)
    keeper = Retention(store, parse_keep("completed=1m"), clock=lambda: NOW)
    await keeper.turn()
    assert await _left(store) == ["c0", "c1", "c2", "c3"]  # the oldest went first
    await keeper.turn()
    assert await _left(store) == []


async def test_a_job_that_has_just_ended_stays(store: JobStore):
    """However few are kept, whoever waits for a job sees its end."""
    await _over(store, "c0", NOW - 10)
    await _over(store, "c1", NOW - 100)
    await Retention(store, parse_keep("completed=0"), clock=lambda: NOW).turn()
    assert await _left(store) == ["c0"]


async def test_it_runs_by_itself(store: JobStore, monkeypatch: pytest.MonkeyPatch):
    """The loop applies the rules without being asked."""
    await _over(store, "c0", 100.0)
    keeper = Retention(store, parse_keep("completed=1d"))
    keeper.loop.start()
    try:

        async def gone() -> bool:
            return await _left(store) == []

        await wait_until(gone, "the old job is removed", timeout=20)
    finally:
        await keeper.loop.stop()


@pytest.mark.parametrize(
    "wrong",
    ["", "running=3d", "completed", "completed=", "completed=3y", "completed=3d,4d", "failed=1d failed=2d"],
)
def test_a_wrong_setting_is_a_sentence(wrong: str):
    """JOBWIDGETS_KEEP that cannot be understood ends the start with what is wrong and an example."""
    with pytest.raises(ConfigurationError, match=r"JOBWIDGETS_KEEP is .*use, for example"):
        parse_keep(wrong)
