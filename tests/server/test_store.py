"""The record: schema, conditions, paging; the same on SQLite and PostgreSQL."""

import asyncio
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from jobwidgets.bus.replies import Reading
from jobwidgets.protocol.errors import BadRequest, ConfigurationError, Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.state import JobSnapshot, ProgressValue, TextSegment
from jobwidgets_server.store import JobFilter, JobStore, NewJob, Recorded
from jobwidgets_server.store.engine import database_url as as_url
from jobwidgets_server.store.engine import make_engine, translated
from jobwidgets_server.store.models import Base

from ..postgres import PostgresServer
from .conftest import spec


def at(snapshot: JobSnapshot, *, user: str = "ada", external: bool = False, **more: Any) -> Recorded:
    """What the recorder would hand over."""
    reading = Reading(
        epoch=snapshot.epoch,
        seq=snapshot.seq,
        state=snapshot.state,
        attempt=snapshot.attempt,
        user=user,
        type="search",
        generation=1,
        external=external,
        queue="default",
        created=5.0,
        cancel_asked=False,
        snapshot=snapshot,
        events=[],
    )
    return Recorded(reading, snapshot, **more)


async def add(store: JobStore, job: str, user: str = "ada", created: float = 1.0, **more: Any) -> None:
    assert await store.insert(NewJob(spec(job, user, **more), created=created))
    assert await store.commit_queued(job, epoch=1, generation=1)
    await store.mark_enqueued(job, 1)


def _difference(connection: Connection) -> Any:
    def ours(_object: Any, name: str | None, _kind: str, _reflected: bool, _other: Any) -> bool:
        # SQLite's table of words makes tables of its own; PostgreSQL has an index instead.
        return not (name or "").startswith("job_search") and (name != "ix_jobs_search" or on_postgres)

    on_postgres = connection.dialect.name == "postgresql"
    context = MigrationContext.configure(connection, opts={"include_object": ours})
    return compare_metadata(context, Base.metadata)


async def test_models_are_what_the_migrations_make(store: JobStore, database_url: str):
    """Models and migrations describe the same schema."""
    engine = make_engine(as_url(database_url))
    async with engine.connect() as connection:
        difference = await connection.run_sync(_difference)
    await engine.dispose()
    assert difference == []


async def test_ten_servers_start_at_once(blank_database_url: str):
    """Ten processes that bring an empty database up to date at the same time all succeed."""
    # One interpreter that has imported everything forks ten times: importing is what would take long.
    program = """
import asyncio, os, sys, traceback
from jobwidgets_server.store import JobStore
async def main():
    store = JobStore(sys.argv[1])
    await store.start(); await store.ping(); await store.stop()
pids = []
for _ in range(10):
    pid = os.fork()
    if pid == 0:
        try:
            asyncio.run(main())
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    pids.append(pid)
sys.exit(sum(os.waitpid(pid, 0)[1] != 0 for pid in pids))
"""
    root = Path(__file__).parents[2]
    env = {"PYTHONPATH": f"{root}:{root / 'server'}"}
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", program, blank_database_url], check=False, env=env, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()


async def test_database_of_a_newer_version(store: JobStore, database_url: str):
    """A schema we do not know stops the start with a sentence, and is not touched."""
    engine = make_engine(as_url(database_url))
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()
    other = JobStore(database_url)
    with pytest.raises(ConfigurationError, match="newer version"):
        await other.start()
    with pytest.raises(Unavailable):
        await other.ping()
    await other.stop()


async def test_a_database_that_refuses_us_is_a_setting(postgres: PostgresServer):
    """A wrong password, user or name in DATABASE_URL ends the start with a sentence; later it is an outage."""
    right = postgres.url()
    for wrong, what in (
        (right.replace(postgres.password, "guess"), "the user or the password"),
        (right.replace("postgres:", "nobody:", 1).replace("nobodyql", "postgresql"), "the user or the password"),
        (postgres.url("nosuch"), "the database name"),
    ):
        with pytest.raises(ConfigurationError, match=f"The database refuses {what} in DATABASE_URL") as told:
            await JobStore(wrong).start()
        assert postgres.password not in str(told.value)
        engine = make_engine(as_url(wrong))
        with pytest.raises(Unavailable, match=f"refuses {what}"), translated():
            await engine.connect()
        await engine.dispose()


async def test_sqlite_file_is_private(tmp_path: Path):
    """Only the user may read the file; parameters of jobs can be anything."""
    store = JobStore(f"sqlite:///{tmp_path / 'deep' / 'jobs.db'}")
    await store.start()
    await store.stop()
    assert stat.S_IMODE((tmp_path / "deep" / "jobs.db").stat().st_mode) == 0o600


async def test_launch_is_invisible_until_committed(store: JobStore):
    """A row that is still being launched is seen by nobody, and can be taken back."""
    assert await store.insert(NewJob(spec("j1", tags=["red"]), created=1.0))
    assert not await store.insert(NewJob(spec("j1"), created=1.0))
    assert await store.get("j1") is None
    assert await store.page("ada", JobFilter(), limit=10) == ([], None)
    assert await store.discard("j1")
    assert await store.insert(NewJob(spec("j1"), created=1.0))
    assert await store.commit_queued("j1", epoch=1, generation=1)
    assert not await store.commit_queued("j1", epoch=1, generation=1)
    assert not await store.discard("j1")
    found = await store.get("j1")
    assert found is not None
    assert (found.state, found.seq, found.params) == ("queued", 1, {"query": "life"})


async def test_only_newer_is_recorded(store: JobStore):
    """A snapshot is stored where (epoch, seq) is newer, in whatever order snapshots come."""
    await add(store, "j1")
    text = (TextSegment("answer", 1, 0, "forty-two\x00"),)
    newer = JobSnapshot(
        job="j1", epoch=1, seq=7, state=JobState.RUNNING, reason="nul\x00", progress=ProgressValue(0.5), text=text
    )
    await store.record([at(newer)], 10.0)
    await store.record([at(JobSnapshot(job="j1", epoch=1, seq=6, state=JobState.QUEUED))], 11.0)
    found = await store.get("j1")
    assert found is not None
    assert (found.state, found.seq, found.reason) == ("running", 7, "nul\ufffd")
    assert found.progress == ProgressValue(0.5)
    assert found.snapshot == newer
    await store.record([at(JobSnapshot(job="j1", epoch=2, seq=1, state=JobState.QUEUED))], 12.0)
    found = await store.get("j1")
    assert found is not None
    assert (found.state, found.epoch, found.seq) == ("queued", 2, 1)


async def test_external_job_gets_its_row(store: JobStore):
    """A job that began on Redis is adopted; any other without a row is not."""
    snapshot = JobSnapshot(job="x1", epoch=1, seq=3, state=JobState.RUNNING)
    await store.record([at(snapshot, user="eve", external=True)], 10.0)
    found = await store.get("x1")
    assert found is not None
    assert (found.owner, found.external, found.seq) == ("eve", True, 3)
    await store.record([at(JobSnapshot(job="x2", epoch=1, seq=3))], 10.0)
    assert await store.get("x2") is None


async def test_two_recorders_adopt_the_same_job(store: JobStore):
    """Several servers that meet an external job at once agree on one row."""
    snapshot = JobSnapshot(job="x1", epoch=1, seq=3, state=JobState.RUNNING)
    await asyncio.gather(*(store.record([at(snapshot, external=True)], 10.0) for _ in range(5)))
    found = await store.get("x1")
    assert found is not None
    assert found.seq == 3


async def test_pages_are_complete_and_in_order(store: JobStore):
    """Walking the cursor meets every job of the owner once, newest first, also where times are equal."""
    for n in range(25):
        await add(store, f"j{n:02}", created=100.0 + n // 3)
    await add(store, "other", user="bob", created=999.0)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        jobs, cursor = await store.page("ada", JobFilter(), limit=4, cursor=cursor)
        seen += [job.id for job in jobs]
        if cursor is None:
            break
    assert seen == sorted((f"j{n:02}" for n in range(25)), reverse=True)


async def test_filters(store: JobStore):
    """State, type, tags and text narrow a list; what looks like a pattern is text."""
    await add(store, "j1", tags=["red", "big"])
    await add(store, "j2", tags=["red"])
    await add(store, "j3_100%")
    await store.record([at(JobSnapshot(job="j2", epoch=1, seq=4, state=JobState.FAILED))], 10.0)

    async def ids(**which: Any) -> set[str]:
        return {job.id for job in (await store.page("ada", JobFilter(**which), limit=50))[0]}

    assert await ids(states=["failed"]) == {"j2"}
    assert await ids(states=["failed", "queued"]) == {"j1", "j2", "j3_100%"}
    assert await ids(types=["other"]) == set()
    assert await ids(tags=["red"]) == {"j1", "j2"}
    assert await ids(tags=["red", "big"]) == {"j1"}
    assert await ids(text="LIFE") == {"j1", "j2", "j3_100%"}
    assert await ids(text="'; DROP TABLE jobs; --") == set()
    with pytest.raises(BadRequest):
        await store.page("ada", JobFilter(), limit=1, cursor="????")


async def test_stale_launches_go_with_their_keys(store: JobStore):
    """The keys are forgotten while the row is locked; if that fails the row stays for the next try."""
    assert await store.insert(NewJob(spec("j1"), created=1.0))
    assert await store.insert(NewJob(spec("j2"), created=100.0))
    assert await store.stale_launches(50.0, 10) == ["j1"]
    asked: list[str] = []

    async def fails() -> None:
        raise Unavailable("Redis is away")

    async def works() -> None:
        asked.append("j1")

    with pytest.raises(Unavailable):
        await store.remove_stale("j1", 50.0, fails)
    assert await store.stale_launches(50.0, 10) == ["j1"]
    assert await store.remove_stale("j1", 50.0, works)
    assert not await store.remove_stale("j1", 50.0, works)
    assert not await store.remove_stale("j2", 50.0, works)
    assert asked == ["j1"]


async def test_unfinished_jobs_are_counted(store: JobStore):
    """Queued, running and delayed jobs count; external ones only while something is heard of them."""
    await add(store, "j1")
    await add(store, "j2")
    await store.record([at(JobSnapshot(job="j2", epoch=1, seq=4, state=JobState.COMPLETED))], 10.0)
    running = JobSnapshot(job="x1", epoch=1, seq=3, state=JobState.RUNNING)
    await store.record([at(running, external=True)], 10.0)
    assert await store.count_unfinished(quiet_after=3600) == 1
    assert await store.count_unfinished(quiet_after=1e12) == 2


async def test_writers_wait_for_each_other(database_url: str):
    """Two stores that write at once both succeed: nobody is told that the database is locked."""
    stores = [JobStore(database_url) for _ in range(3)]
    for store in stores:
        await store.start()
    try:

        async def write(store: JobStore, who: int) -> None:
            for n in range(30):
                await add(store, f"j{who}-{n}")

        await asyncio.gather(*(write(store, who) for who, store in enumerate(stores)))
        jobs, _ = await stores[0].page("ada", JobFilter(), limit=200)
        assert len(jobs) == 90
    finally:
        for store in stores:
            await store.stop()
