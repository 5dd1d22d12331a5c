"""The events of a job and its history: the whole of them, wherever they are kept, while it runs and ever after."""

import asyncio
from typing import Any

import msgspec
import pytest

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.keys import SHARDS
from jobwidgets.bus.publisher import Publisher
from jobwidgets.bus.recovery import LOST
from jobwidgets.bus.replies import LogEntry
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.records import History
from jobwidgets.protocol.state import JobSnapshot, fold_all
from jobwidgets.protocol.wire import event_from_obj
from jobwidgets.testing import wait_until
from jobwidgets_server.keys import RECORDER, STORE
from jobwidgets_server.rest import events as paging
from jobwidgets_server.settings import Settings

from .conftest import Server, running
from .test_jobs import finish, work


async def chatter(writer: Publisher, job: str, count: int, *, start: int = 0) -> None:
    """``count`` steps, in several batches."""
    for n in range(start, start + count):
        writer.emit(ev.Step(job=job, id=f"s{n}", name=f"step {n}"))
        if n % 100 == 99:
            await writer.flush()
    await writer.flush()


async def end(writer: Publisher, job: str) -> None:
    writer.emit(ev.State(job=job, state=JobState.COMPLETED, result=42))
    await writer.flush()
    await writer.aclose()


async def pages(server: Server, job: str, query: str = "") -> list[Any]:
    """All events of one epoch, page by page; each page is looked at on the way."""
    found: list[Any] = []
    while True:
        page = (await server.get(f"/api/jobs/{job}/events?after={len(found)}{query}")).body
        assert page["snapshot"] is None, page["seq"]
        found += page["events"]
        assert page["seq"] == len(found)
        assert page["events"] or not page["more"]
        if not page["more"]:
            return found


async def recorded(server: Server, job: str) -> bool:
    stored = await server.app[STORE].get(job)
    return stored is not None and JobState(stored.state).terminal


async def gone_from_redis(bus: JobBus, job: str) -> None:
    """What the TTL does in the end."""
    async for key in bus.redis.scan_iter(match=f"*{job}*"):
        await bus.redis.delete(key)


def folded(job: str, found: list[Any]) -> JobSnapshot:
    return fold_all(JobSnapshot(job=job, epoch=found[0]["epoch"]), [event_from_obj(event) for event in found])


async def test_replay_of_a_finished_job(server: Server, bus: JobBus):
    """A job whose keys have expired is replayed from event 1, page by page; the fold is what the record has."""
    job = (await server.launch())["id"]
    writer = await work(bus, job)
    await chatter(writer, job, 700)
    await end(writer, job)
    live = await pages(server, job, "&limit=128")
    await wait_until(lambda: recorded(server, job), "the end is recorded", timeout=30)
    await gone_from_redis(bus, job)
    found = await pages(server, job, "&limit=128")
    assert found == live
    assert [event["seq"] for event in found] == list(range(1, len(found) + 1))
    assert len(found) > 700
    record = (await server.get(f"/api/jobs/{job}")).body
    kept = msgspec.convert(record["snapshot"], JobSnapshot)
    assert folded(job, found).steps == kept.steps
    assert (folded(job, found).state, folded(job, found).result) == (kept.state, kept.result)
    middle = (await server.get(f"/api/jobs/{job}/events?after=500&limit=7")).body
    assert (middle["events"], middle["more"]) == (found[500:507], True)


async def test_replay_while_it_runs(server: Server, bus: JobBus):
    """What has left the tail is found in the log, and in the archive when it has left that; readers see no seam."""
    job = (await server.launch())["id"]
    writer = await work(bus, job)
    await chatter(writer, job, 400)
    store = server.app[STORE]
    entries = await bus.log(job)
    await store.archive(job, entries[:2])
    seq = (await server.get(f"/api/jobs/{job}")).body["seq"]
    # Kept in both places, as in the moment between storing and trimming; then in one only.
    before = await pages(server, job, "&limit=90")
    await bus.archived(job, entries[:2])
    assert await pages(server, job, "&limit=90") == before
    assert [event["seq"] for event in before] == list(range(1, seq + 1))
    await writer.aclose()


async def test_archived_between_two_looks(server: Server, bus: JobBus, monkeypatch: pytest.MonkeyPatch):
    """Events that move to the archive just after it was read, and before the log is, are not missed."""
    job = (await server.launch())["id"]
    writer = await work(bus, job)
    await chatter(writer, job, 400)
    store = server.app[STORE]
    archived, moved = store.archived, False

    async def then_move(*args: Any, **more: Any) -> list[bytes]:
        nonlocal moved
        lines = await archived(*args, **more)
        if not moved:
            moved = True
            entries = await bus.log(job)
            await store.archive(job, entries)
            await bus.archived(job, entries)
        return lines

    monkeypatch.setattr(store, "archived", then_move)
    seq = (await server.get(f"/api/jobs/{job}")).body["seq"]
    page = (await server.get(f"/api/jobs/{job}/events")).body
    assert moved
    assert [event["seq"] for event in page["events"]] == list(range(1, seq + 1))
    await writer.aclose()


async def test_epochs(server: Server, bus: JobBus):
    """Every epoch of which events are kept is named and can be replayed; without one the current epoch is told."""
    job = (await server.launch())["id"]
    await finish(bus, job)
    await wait_until(lambda: recorded(server, job), "the end is recorded", timeout=30)
    now = await pages(server, job)
    earlier = [
        msgspec.json.encode({"epoch": 0, "seq": n, "kind": "log", "job": job, "message": "x"}) for n in (1, 2, 3)
    ]
    await server.app[STORE].archive(job, [LogEntry("1-0", 0, 1, earlier, 100)])
    for _ in range(2):
        page = (await server.get(f"/api/jobs/{job}/events?epoch=0&limit=2")).body
        assert (page["epoch"], page["epochs"], page["seq"], page["more"]) == (0, [0, 1], 2, True)
        assert [e["seq"] for e in await pages(server, job, "&epoch=0&limit=2")] == [1, 2, 3]
        assert await pages(server, job) == await pages(server, job, "&epoch=1") == now
        await gone_from_redis(bus, job)


async def test_epoch_of_a_job_that_redis_lost(server: Server, bus: JobBus):
    """A job put back after a loss is replayed too: its second epoch begins where it says that something was lost."""
    job = (await server.launch())["id"]
    await wait_until(lambda: _words_known(server, bus), "the server knows this Redis", timeout=30)
    await bus.redis.flushall()

    async def back() -> bool:
        reading = await bus.read(job)
        return reading is not None and reading.epoch == 2

    await wait_until(back, "it is put back", timeout=30)
    await finish(bus, job)
    await wait_until(lambda: recorded(server, job), "the end is recorded", timeout=30)
    for _ in range(2):
        page = (await server.get(f"/api/jobs/{job}/events?limit=2")).body
        assert (page["epoch"], page["more"], page["snapshot"]) == (2, True, None)
        assert page["events"][0]["message"] == LOST
        rest = (await server.get(f"/api/jobs/{job}/events?after={page['seq']}")).body
        assert not rest["more"]
        told = [event["seq"] for event in page["events"] + rest["events"]]
        assert told == list(range(2, rest["seq"] + 1))
        await gone_from_redis(bus, job)


async def _words_known(server: Server, bus: JobBus) -> bool:
    known = await server.app[STORE].shard_words()
    return len(known) == SHARDS and list(known.values()) == await bus.generations()


async def test_events_that_are_not_kept(settings: Settings, server: Server, bus: JobBus):
    """Without an event log the tail is all there is: before it, and in an epoch nobody knows, there is the snapshot."""
    async with running(msgspec.structs.replace(settings, event_log_bytes=0)) as sparse:
        job = (await sparse.launch())["id"]
        writer = await work(bus, job)
        await chatter(writer, job, 450)
        seq = (await sparse.get(f"/api/jobs/{job}")).body["seq"]
        tail = (await sparse.get(f"/api/jobs/{job}/events?after={seq - 100}")).body
        assert [event["seq"] for event in tail["events"]] == list(range(seq - 99, seq + 1))
        for query in ("", "?after=9", "?epoch=7", f"?after={seq + 1}"):
            page = (await sparse.get(f"/api/jobs/{job}/events{query}")).body
            assert (page["events"], page["more"], page["epoch"], page["seq"]) == ([], False, 1, seq)
            assert page["snapshot"]["seq"] == seq
        nothing_new = (await sparse.get(f"/api/jobs/{job}/events?after={seq}")).body
        assert (nothing_new["events"], nothing_new["snapshot"], nothing_new["seq"]) == ([], None, seq)
        await writer.aclose()


async def test_hole(server: Server, bus: JobBus):
    """Up to a hole in the archive the events are told, after it the snapshot: never events that do not follow."""
    job = (await server.launch())["id"]
    await server.app[RECORDER].loop.stop()
    writer = await work(bus, job)
    await chatter(writer, job, 450)
    seq = (await server.get(f"/api/jobs/{job}")).body["seq"]
    entries = await bus.log(job)
    await server.app[STORE].archive(job, entries[:2])
    await bus.archived(job, entries[:4])  # as the cap of the log would drop them
    told = sum(len(entry.lines) for entry in entries[:2])
    page = (await server.get(f"/api/jobs/{job}/events")).body
    assert ([event["seq"] for event in page["events"]], page["more"]) == (list(range(1, told + 1)), True)
    rest = (await server.get(f"/api/jobs/{job}/events?after={told}")).body
    assert (rest["events"], rest["more"], rest["snapshot"]["seq"]) == ([], False, seq)
    await writer.aclose()


async def test_page_of_bytes(server: Server, bus: JobBus, monkeypatch: pytest.MonkeyPatch):
    """A page ends at its size too, with at least one event, so that large events come through."""
    monkeypatch.setattr(paging, "MAX_BYTES", 20_000)
    job = (await server.launch())["id"]
    writer = await work(bus, job)
    for n in range(20):
        writer.emit(ev.Artifact(job=job, id=f"a{n}", name="x", media_type="text/plain", data="x" * 15_000))
    await writer.flush()
    page = (await server.get(f"/api/jobs/{job}/events?after=3")).body
    assert (len(page["events"]), page["more"]) == (2, True)
    assert len(await pages(server, job)) == (await server.get(f"/api/jobs/{job}")).body["seq"]
    await writer.aclose()


async def test_without_the_database(server: Server, bus: JobBus, monkeypatch: pytest.MonkeyPatch):
    """Live events come also while the database is away; what may be in the archive then is 503, never a guess."""
    job = (await server.launch())["id"]
    writer = await work(bus, job)
    await chatter(writer, job, 400)
    entries = await bus.log(job)
    await server.app[RECORDER].loop.stop()

    async def away(*_: Any, **__: Any) -> Any:
        raise Unavailable("gone")

    for name in ("get", "archived", "epochs"):
        monkeypatch.setattr(server.app[STORE], name, away)
    assert len(await pages(server, job)) > 400
    await bus.archived(job, entries)
    assert (await server.get(f"/api/jobs/{job}/events?after=1")).code == "unavailable"
    await writer.aclose()


async def test_readers_while_it_is_written(server: Server, bus: JobBus):
    """Readers that follow a job page by page while it runs, is recorded and archived, see every event once."""
    job = (await server.launch())["id"]
    writer = await work(bus, job)

    async def follow() -> list[Any]:
        found: list[Any] = []
        while not found or found[-1].get("state") != "completed":
            page = (await server.get(f"/api/jobs/{job}/events?after={len(found)}&limit=70")).body
            assert page["snapshot"] is None
            found += page["events"]
        return found

    readers = [asyncio.create_task(follow()) for _ in range(3)]
    for n in range(15):
        await chatter(writer, job, 60, start=60 * n)
    await end(writer, job)
    async with asyncio.timeout(60):
        told = await asyncio.gather(*readers)
    assert [event["seq"] for event in told[0]] == list(range(1, len(told[0]) + 1))
    assert told[1] == told[0] == told[2]


async def test_history(server: Server, bus: JobBus):
    """The moves, attempts and checkpoints of a job, in their order, for its owner only."""
    job = (await server.launch())["id"]
    writer = await work(bus, job)
    writer.emit(ev.Checkpoint(job=job, number=1))
    await writer.flush()
    await end(writer, job)

    async def whole() -> History | None:
        answer = await server.get(f"/api/jobs/{job}/history")
        assert answer.status == 200
        told = msgspec.convert(answer.body, History)
        return told if told.transitions and told.transitions[-1].state.terminal else None

    told: History = await wait_until(whole, "the history is recorded", timeout=30)
    assert [str(move.state) for move in told.transitions] == ["queued", "running", "completed"]
    assert [(attempt.attempt, attempt.worker) for attempt in told.attempts] == [(1, "w1")]
    assert [point.number for point in told.checkpoints] == [1]
    assert (await server.get(f"/api/jobs/{job}/history", user="bob")).status == 404
    assert (await server.get("/api/jobs/zzz/history")).status == 404


@pytest.mark.parametrize("query", ["limit=0", "limit=5001", "limit=x", "after=-1", "epoch=1.5", "page=2"])
async def test_bad_queries(server: Server, query: str):
    """400 with a sentence."""
    job = (await server.launch())["id"]
    answer = await server.get(f"/api/jobs/{job}/events?{query}")
    assert (answer.status, answer.code) == (400, "bad-request")
