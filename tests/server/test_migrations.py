"""Databases of earlier versions are brought up to date with everything in them."""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.state import AttemptStart, JobSnapshot, TextSegment
from jobwidgets.protocol.wire import encode_snapshot
from jobwidgets_server.store import JobFilter, JobStore
from jobwidgets_server.store.engine import database_url as as_url
from jobwidgets_server.store.engine import make_engine
from jobwidgets_server.store.migrate import alembic_config

from .test_store import add, at


@pytest.fixture
async def engine(blank_database_url: str) -> AsyncIterator[AsyncEngine]:
    """A connection to the empty database."""
    engine = make_engine(as_url(blank_database_url))
    yield engine
    await engine.dispose()


def _to(revision: str, *, down: bool = False) -> Callable[[Connection], None]:
    def run(connection: Connection) -> None:
        (command.downgrade if down else command.upgrade)(alembic_config(connection), revision)

    return run


def _row(id: str, state: str, **more: Any) -> dict[str, Any]:
    """A row as the first version wrote it."""
    row = {"id": id, "owner": "ada", "type": "search", "params": json.dumps({"query": "Meaning of life", "deep": [7]})}
    row |= {"tags": json.dumps(more.pop("tags", [])), "queue": "default", "external": False, "generation": 1}
    row |= {"enqueued": True, "epoch": 1, "seq": 1, "state": state, "attempt": 0, "created": 100.0, "recorded": 0.0}
    for name in ("timeout", "code", "snapshot", "started", "ended", "error", "reason"):
        row[name] = None
    return row | more


RUNNING = JobSnapshot(
    job="j-running",
    type="search",
    epoch=1,
    seq=9,
    attempt=2,
    state=JobState.RUNNING,
    attempts=(AttemptStart(1, 0, 101.0, "w1"), AttemptStart(2, 0, 150.0, "w2")),
    text=(TextSegment("answer", 2, 0, "so far"),),
    created=100.0,
    started=101.0,
)
FAILED = JobSnapshot(
    job="j-failed",
    type="search",
    epoch=1,
    seq=6,
    attempt=1,
    state=JobState.FAILED,
    reason="timeout",
    attempts=(AttemptStart(1, 0, 101.0, "w1"),),
    text=(TextSegment("answer", 1, 0, "Forty-two, perhaps"),),
    created=100.0,
    started=101.0,
    ended=130.0,
)


async def _first_version(engine: AsyncEngine) -> None:
    rows = [
        _row("j-queued", "queued", tags=["red", "big"], run_at=5e9),
        _row("j-running", "running", tags=["red"], seq=9, attempt=2, started=101.0, snapshot=encode_snapshot(RUNNING)),
        _row("j-failed", "failed", seq=6, attempt=1, started=101.0, ended=130.0, reason="timeout",
             error=json.dumps({"type": "Timeout", "message": "too slow"}), snapshot=encode_snapshot(FAILED)),
        _row("x-external", "running", seq=3, external=True),
        _row("j-creating", "creating", seq=0, epoch=0, generation=0, enqueued=False, code=b"\x00code"),
    ]  # fmt: skip
    names = sorted({name for row in rows for name in row})
    statement = f"INSERT INTO jobs ({', '.join(names)}) VALUES ({', '.join(':' + name for name in names)})"
    async with engine.begin() as connection:
        await connection.run_sync(_to("0001"))
        await connection.execute(text(statement), [dict.fromkeys(names) | row for row in rows])
        tags = [{"tag": tag, "job": row["id"]} for row in rows for tag in json.loads(row["tags"])]
        await connection.execute(text("INSERT INTO job_tags (tag, job) VALUES (:tag, :job)"), tags)


async def test_the_first_schema_with_data_is_upgraded(engine: AsyncEngine, blank_database_url: str):
    """Every job of the first version is there after the upgrade: listed, searched, tagged, with its attempts; a
    running one goes on being recorded."""
    await _first_version(engine)
    store = JobStore(blank_database_url)
    await store.start()
    try:

        async def ids(**which: Any) -> list[str]:
            return sorted(job.id for job in (await store.page("ada", JobFilter(**which), limit=50))[0])

        assert await ids() == ["j-failed", "j-queued", "j-running", "x-external"]
        assert await ids(tags=["red"]) == ["j-queued", "j-running"]
        assert await ids(tags=["red", "big"]) == ["j-queued"]
        assert await ids(text="LIFE mean 7") == ["j-failed", "j-queued", "j-running", "x-external"]
        assert await ids(text="forty timeout") == ["j-failed"]
        failed = await store.history("j-failed")
        assert [(t.seq, t.state, t.at) for t in failed.transitions] == [(1, "queued", 100.0), (6, "failed", 130.0)]
        assert [(a.attempt, a.worker, a.ended, a.why) for a in failed.attempts] == [(1, "w1", 130.0, "failed: timeout")]
        running = await store.get("j-running")
        assert running is not None
        assert (running.snapshot, running.priority, running.limits) == (RUNNING, "normal", [])
        queued = await store.get("j-queued", code=True)
        assert queued is not None
        assert (queued.run_at, queued.spec().tags) == (5e9, ["red", "big"])
        assert await store.count_unfinished(quiet_after=10.0) == 3  # the launch not finished is one of them
        # Life goes on.
        over = JobSnapshot(job="j-running", epoch=1, seq=20, state=JobState.COMPLETED, attempt=2, ended=200.0)
        await store.record([at(over)], 201.0)
        assert [job.id for job in await store.unfinished("", 10)] == ["j-queued"]
        assert await store.commit_queued("j-creating", epoch=1, generation=1)
        await add(store, "j-new", tags=["red"])
        assert await ids(tags=["red"], text="life") == ["j-new", "j-queued", "j-running"]
        attempts = [(a.attempt, a.ended, a.why) for a in (await store.history("j-running")).attempts]
        assert attempts[0] == (1, 150.0, "replaced")
    finally:
        await store.stop()


async def test_there_and_back(engine: AsyncEngine, blank_database_url: str):
    """A downgrade to the first schema keeps the jobs and their tags, and can be upgraded again."""
    await _first_version(engine)
    store = JobStore(blank_database_url)
    await store.start()
    await add(store, "j-new", tags=["red"])
    await store.stop()
    async with engine.begin() as connection:
        await connection.run_sync(_to("0001", down=True))
        rows = await connection.execute(text("SELECT tag, job FROM job_tags ORDER BY job, tag"))
        assert [tuple(row) for row in rows] == [
            ("red", "j-new"), ("big", "j-queued"), ("red", "j-queued"), ("red", "j-running"),
        ]  # fmt: skip
    await engine.dispose()
    store = JobStore(blank_database_url)
    await store.start()
    jobs, _ = await store.page("ada", JobFilter(text="life", tags=["red"]), limit=9)
    assert {job.id for job in jobs} == {"j-new", "j-queued", "j-running"}
    await store.stop()
