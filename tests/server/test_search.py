"""History: words, filters, cursors, and that none of it reads the whole table."""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg
import pytest
from sqlalchemy import event

from jobwidgets.protocol.events import JobError, JobState
from jobwidgets.protocol.records import JobSpec
from jobwidgets.protocol.state import JobSnapshot, TextSegment
from jobwidgets_server.store import JobFilter, JobStore, NewJob

from ..postgres import PostgresServer
from .test_store import add, at


async def _ids(store: JobStore, owner: str = "ada", **which: Any) -> list[str]:
    return sorted(job.id for job in (await store.page(owner, JobFilter(**which), limit=50))[0])


async def _launch(store: JobStore, job: str, created: float = 1.0, *, words: Any = None, **more: Any) -> None:
    new = {name: more.pop(name) for name in ("origin", "schedule") if name in more}
    params = {"query": "life"} if words is None else words
    what = JobSpec(job=job, type=more.pop("type", "search"), user="ada", params=params, **more)
    assert await store.insert(NewJob(what, created=created, **new))
    assert await store.commit_queued(job, epoch=1, generation=1)
    await store.mark_enqueued(job, 1)


async def test_words(store: JobStore):
    """A job is found by the beginnings of its words, in whatever case and order, wherever in it they are: id, type,
    tags, names and values of parameters, error, the beginning of the final text. What looks like a pattern is text."""
    await _launch(store, "j1", words={"query": "The Meaning of Life", "deep": {"sources": ["arXiv:2401.0042", 17]}})
    await _launch(
        store, "j2_100%", tags=["nightly-run"], type="crawl.pages", words={"url": "https://Example.org/Ünder"}
    )
    await _launch(store, "j3", words={"q": "日本語 text", "deep": True, "none": None})
    text = TextSegment("answer", 1, 0, "Forty-two, " + "x" * 5000 + " tail")
    await store.record([at(JobSnapshot(job="j1", epoch=1, seq=9, state=JobState.COMPLETED, text=(text,)))], 10.0)
    error = JobError("ValueError", "no such planet")
    await store.record([at(JobSnapshot(job="j3", epoch=1, seq=9, state=JobState.FAILED, error=error))], 10.0)
    for wanted, found in {
        "meaning": ["j1"], "LIFE mean": ["j1"], "eaning": [], "arxiv 0042": ["j1"], "17": ["j1"], "sources": ["j1"],
        "forty two": ["j1"], "tail": [], "example.org": ["j2_100%"], "ünd": ["j2_100%"], "night": ["j2_100%"],
        "crawl": ["j2_100%"], "100": ["j2_100%"], "日本": ["j3"], "valueerror PLANET": ["j3"], "search": ["j1", "j3"],
        "j": ["j1", "j2_100%", "j3"], "j1 j3": [], "true": [], "%": [], "'; DROP TABLE jobs; --": [],
        "life & !meaning": ["j1"], "\"life": ["j1"], "life AND nothing": [], "meaning*": ["j1"],
        "": ["j1", "j2_100%", "j3"],
    }.items():  # fmt: skip
        assert await _ids(store, text=wanted) == found, wanted
    assert await _ids(store, "bob", text="life") == []
    assert await _ids(store, text="j", states=["failed"]) == ["j3"]
    assert await _ids(store, text="j", tags=["nightly-run"]) == ["j2_100%"]


async def test_where_a_job_comes_from(store: JobStore):
    """Origin, parent, schedule and time of launch narrow a list, alone and together."""
    await _launch(store, "j1", 10.0, origin="/home/ada/a.ipynb", schedule="daily")
    await _launch(store, "j2", 20.0, origin="/home/ada/a.ipynb", parent="j1")
    await _launch(store, "j3", 30.0, parent="j1", tags=["red"])
    assert await _ids(store, origin="/home/ada/a.ipynb") == ["j1", "j2"]
    assert await _ids(store, schedule="daily") == ["j1"]
    assert await _ids(store, parent="j1") == ["j2", "j3"]
    assert await _ids(store, parent="j1", origin="/home/ada/a.ipynb") == ["j2"]
    assert await _ids(store, since=20.0) == ["j2", "j3"]
    assert await _ids(store, since=10.0, until=30.0) == ["j1", "j2"]
    assert await _ids(store, since=20.0, tags=["red"], text="life", states=["queued", "running"]) == ["j3"]
    assert [job.id for job in await store.children("j1")] == ["j2", "j3"]
    found = await store.get("j2")
    assert found is not None
    assert (found.parent, found.origin, found.schedule) == ("j1", "/home/ada/a.ipynb", None)
    assert found.record().parent == "j1"


@pytest.mark.parametrize(
    "which",
    [
        {},
        {"states": ["queued", "completed"]},
        {"types": ["search", "other", "none"]},
        {"types": ["search", "other"], "states": ["queued", "failed", "completed"]},
        {"types": [f"t{n}" for n in range(30)] + ["search"]},
        {"tags": ["even"]},
        {"tags": ["even", "third"], "states": ["queued"]},
        {"text": "wor"},
        {"text": "wor", "tags": ["even"], "since": 102.0},
    ],
)
@pytest.mark.parametrize(("window", "rare"), [(1000, 0), (5, 5000), (5, 2)])
async def test_pages_of_a_filtered_list(
    store: JobStore, which: dict[str, Any], window: int, rare: int, monkeypatch: pytest.MonkeyPatch
):
    """Walking the cursor meets every matching job once, newest first, whatever the filter and however the words
    are looked up."""
    monkeypatch.setattr("jobwidgets_server.store.listing.RARE", rare)
    monkeypatch.setattr("jobwidgets_server.store.listing.WINDOW", window)
    wanted: list[tuple[float, str]] = []
    for n in range(24):
        tags = ["even"] * (n % 2 == 0) + ["third"] * (n % 3 == 0)
        kind, state = ("search", "other")[n % 4 == 0], ("queued", "completed", "failed")[n % 5 % 3]
        created, words = 100.0 + n // 3, {"w": "words" if n % 7 else "none"}
        await _launch(store, f"j{n:02}", created, type=kind, tags=tags, words=words)
        if state != "queued":
            over = JobSnapshot(job=f"j{n:02}", epoch=1, seq=5, state=JobState(state), ended=200.0)
            await store.record([at(over)], 200.0)
        fits = [
            state in which.get("states", [state]),
            kind in which.get("types", [kind]),
            set(which.get("tags", [])) <= set(tags),
            "text" not in which or n % 7,
            created >= which.get("since", 0.0),
        ]
        wanted += [(created, f"j{n:02}")] * all(fits)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        jobs, cursor = await store.page("ada", JobFilter(**which), limit=3, cursor=cursor)
        seen += [job.id for job in jobs]
        if cursor is None:
            break
    assert seen == [id for _, id in sorted(wanted, reverse=True)]


# ── plans ──────────────────────────────────────────────────────────────────────────────────────

_STATE = (
    "(ARRAY['completed','completed','completed','completed','completed','completed','completed','failed','cancelled'])"
)
_FILL = f"""
INSERT INTO jobs (id, owner, type, params, tags, queue, priority, limits, external, generation, enqueued, epoch, seq,
                  state, attempt, failures, created, started, ended, recorded, snapshot, parent, schedule, origin,
                  search)
SELECT 'job-' || i, CASE WHEN i % 10 < 8 THEN 'ada' ELSE 'user' || i % 997 END, 'type' || (i / 3 % 23),
       '{{"query": "word' || i % 1000 || ' and some more that makes up the row of a job"}}', '[]', 'default', 'normal',
       '[]', false, 1, true, 1, 12, s.state, 1, 0, i, i + 1, CASE WHEN s.state IN ('queued', 'running',
       'waiting_input') THEN NULL ELSE i + 60 END, i + 60,
       convert_to('{{"job": "job-' || i || '", "reason": "' || repeat(md5(i::text), 9) || '"}}', 'UTF8'),
       CASE WHEN i % 50 = 0 THEN 'job-' || i - i % 1000 END, CASE WHEN i % 40 = 0 THEN 'schedule' || i % 7 END,
       CASE WHEN i % 2 = 0 THEN '/home/ada/' || i % 101 || '.ipynb' END,
       array_to_tsvector(ARRAY['job', i::text, 'query', 'word' || i % 1000,
       CASE WHEN i % 3 = 0 THEN 'common' ELSE 'usual' END,
       CASE WHEN i % 20011 = 0 THEN 'needle' ELSE 'hay' END, 'old' || (i < 3000)::text])
  FROM generate_series(1, $1::int) AS i,
       LATERAL (SELECT CASE WHEN i % 5003 = 0 THEN 'running' WHEN i > $1::int - 40 THEN 'queued'
                WHEN i % 9001 = 0 THEN 'waiting_input' ELSE {_STATE}[1 + i % 9] END AS state) AS s
"""
_TAG = """
INSERT INTO job_tags (tag, job, owner, created)
SELECT t.tag, j.id, j.owner, j.created FROM jobs j, LATERAL (VALUES
  (CASE WHEN j.created::int % 2 = 0 THEN 'even' END), (CASE WHEN j.created::int % 101 = 0 THEN 'hundredth' END),
  (CASE WHEN j.created::int % 9973 = 0 THEN 'rare' END), (CASE WHEN j.created < 2000 THEN 'old' END)) AS t (tag)
 WHERE t.tag IS NOT NULL
"""


async def _fill(url: str, rows: int) -> None:
    """``rows`` jobs, most of them one user's; the indexes are made afterwards, which is quicker."""
    connection = await asyncpg.connect(url)
    try:
        indexes = await connection.fetch(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname LIKE 'ix_job%'"
        )
        for index in indexes:
            await connection.execute(f"DROP INDEX {index['indexname']}")
        await connection.execute("SET maintenance_work_mem = '256MB'")
        await connection.execute(_FILL.replace("$1::int", str(rows)))
        await connection.execute(_TAG)
        for index in indexes:
            await connection.execute(index["indexdef"])
        for table in ("jobs", "job_tags"):
            await connection.execute(f"VACUUM ANALYZE {table}")
    finally:
        await connection.close()


class Statements:
    """Notes the statements that a store sends, and asks PostgreSQL how it runs them."""

    def __init__(self, store: JobStore, url: str, most_read: int) -> None:
        self._url = url
        self._most_read = most_read
        self._sent: list[tuple[str, Any]] = []
        self._settings = ""
        event.listen(store._engine.sync_engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any) -> None:
        if "set_config" in statement:
            self._settings = statement
        elif statement.lstrip().startswith(("SELECT", "WITH", "DELETE", "UPDATE")):
            self._sent.append((statement, parameters))

    async def check(self, call: Awaitable[Any]) -> tuple[Any, float]:
        """What the call answers and how long it takes in seconds; raises if it reads or sorts much."""
        self._sent.clear()
        self._settings = "SELECT 1"
        began = time.perf_counter()
        answer = await call
        took = time.perf_counter() - began
        connection = await asyncpg.connect(self._url)
        try:
            for statement, parameters in list(self._sent):
                async with connection.transaction():
                    await connection.execute(self._settings)
                    plan = await connection.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", *parameters)
                    _look(json.loads(plan)[0]["Plan"], f"{statement}\n{parameters}\n{plan}", self._most_read)
        finally:
            await connection.close()
        return answer, took


MOST_SORTED = 6_000


def _look(node: dict[str, Any], what: str, most_read: int) -> None:
    loops = node.get("Actual Loops", 1)
    if node["Node Type"] == "Seq Scan":
        assert node.get("Relation Name") not in ("jobs", "job_tags"), what
    for below in node.get("Plans", []):
        if "Sort" in node["Node Type"]:
            assert below.get("Actual Rows", 0) * loops <= MOST_SORTED, what
        _look(below, what, most_read)
    if "Relation Name" in node:
        left_out = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        assert (node.get("Actual Rows", 0) + left_out) * loops <= most_read, what


@pytest.fixture
async def pg_store(postgres: PostgresServer) -> AsyncIterator[JobStore]:
    """A store on an empty PostgreSQL."""
    store = JobStore(postgres.empty_database())
    await store.start()
    yield store
    await store.stop()


OVER = ["completed", "failed", "cancelled"]
ACTIVE = ["queued", "running", "waiting_input", "cancelling"]


def _filters(rows: int) -> dict[str, dict[str, Any]]:
    """What widgets, command line and notebook ask for."""
    return {
        "all": {},
        "active": {"states": ACTIVE},
        "over": {"states": OVER},
        "failed": {"states": ["failed"]},
        "waiting for input": {"states": ["waiting_input"]},
        "type": {"types": ["type3"]},
        "unknown type": {"types": ["nothing"]},
        "types, active": {"types": ["type3", "type4"], "states": ACTIVE},
        "type, failed": {"types": ["type3"], "states": ["failed"]},
        "frequent tag": {"tags": ["even"]},
        "tag": {"tags": ["hundredth"]},
        "rare tag": {"tags": ["rare"]},
        "tag of old jobs": {"tags": ["old"]},
        "two tags": {"tags": ["even", "hundredth"]},
        "tag, active": {"tags": ["even"], "states": ACTIVE},
        "tag, type, failed": {"tags": ["even"], "types": ["type3"], "states": ["failed"]},
        "frequent word": {"text": "common"},
        "word": {"text": "word77"},
        "rare word": {"text": "needle"},
        "no such word": {"text": "nonesuch"},
        "beginning of a word": {"text": "need"},
        "word of old jobs": {"text": "oldtrue"},
        "id": {"text": f"job-{rows // 2}"},
        "words, failed": {"text": "common word7", "states": ["failed"]},
        "word, active": {"text": "common", "states": ACTIVE},
        "word, tag, type": {"text": "common", "tags": ["even"], "types": ["type3"]},
        "since": {"since": rows - 1000.0},
        "long ago": {"since": 1000.0, "until": 2000.0},
        "failed long ago": {"until": 2000.0, "states": ["failed"]},
        "type, since": {"types": ["type3"], "since": rows / 2},
        "word, since": {"text": "common", "since": rows / 2},
        "notebook": {"origin": "/home/ada/4.ipynb"},
        "notebook, active": {"origin": "/home/ada/4.ipynb", "states": ACTIVE},
        "notebook, failed": {"origin": "/home/ada/4.ipynb", "states": ["failed"]},
        "children": {"parent": "job-1000"},
        "schedule": {"schedule": "schedule3"},
        "schedule, failed": {"schedule": "schedule3", "states": ["failed"]},
    }


@pytest.mark.parametrize("rows", [50_000, pytest.param(1_000_000, marks=[pytest.mark.slow, pytest.mark.timeout(1800)])])
async def test_no_filter_reads_or_sorts_everything(postgres: PostgresServer, pg_store: JobStore, rows: int):
    """On PostgreSQL no list that is asked for, first page or later, of a user with many jobs or none, scans a table,
    reads more than a small part of it or sorts more than a few thousand keys, however many jobs there are; nor does
    what the server looks after."""
    await _fill(postgres.url(), rows)
    statements = Statements(pg_store, postgres.url(), most_read=max(8_000, rows // 20))
    table: list[tuple[str, float]] = []
    for owner in ("ada", "user99", "nobody"):
        for name, which in _filters(rows).items():
            (jobs, cursor), took = await statements.check(pg_store.page(owner, JobFilter(**which), limit=50))
            table.append((f"{owner}: {name} ({len(jobs)})", took))
            if cursor is not None:
                _, took = await statements.check(pg_store.page(owner, JobFilter(**which), limit=50, cursor=cursor))
    cases: dict[str, Callable[[], Awaitable[Any]]] = {
        "count_unfinished": lambda: pg_store.count_unfinished(quiet_after=60.0),
        "positions": lambda: pg_store.positions([f"job-{n}" for n in range(1, 5000, 100)]),
        "unenqueued": lambda: pg_store.unenqueued(1e12, 200),
        "unfinished": lambda: pg_store.unfinished("job-3", 200),
        "stale_launches": lambda: pg_store.stale_launches(1e12, 200),
        "overdue_questions": lambda: pg_store.overdue_questions(1e12, 200),
        "children": lambda: pg_store.children("job-2000"),
        "find_repeat": lambda: pg_store.find_repeat("ada", "job-7", "key"),
        "history": lambda: pg_store.history("job-7"),
        "expire by age": lambda: pg_store.expire("failed", before=3000.0, keep=None, limit=200),
    }
    for name, call in cases.items():
        _, took = await statements.check(call())
        table.append((name, took))
    await add(pg_store, "j-new", user="ada")
    print(f"\n{rows:,} jobs, milliseconds")
    for name, took in table:
        print(f"  {took * 1000:8.1f}  {name}")
