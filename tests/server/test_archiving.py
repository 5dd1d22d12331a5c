"""The archive: the events of a job reach the record whole and once, and leave Redis."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from jobwidgets.bus.commands import JobBus
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.wire import decode_events
from jobwidgets_server import archive as archive_module
from jobwidgets_server.archive import ARCHIVE_ABOVE, Archive
from jobwidgets_server.store import JobStore

from .loops import Attempt, Parts, lasting_jobs, launched, marks, parts_on, row


@pytest.fixture
async def parts(bus: JobBus, store: JobStore, redis_url: str) -> AsyncIterator[Parts]:
    async with parts_on(bus, store, redis_url) as parts:
        yield parts


async def seqs(store: JobStore, job: str) -> list[int]:
    """The numbers of the archived events, in the order the archive gives them."""
    return [event.seq for event in decode_events(await store.archived(job, None, 0, 10_000))]


async def test_finished_job_is_archived_before_its_keys_may_go(parts: Parts, bus: JobBus, store: JobStore):
    """The archive of a finished job has every event from the first to the last; nothing of it stays for ever."""
    job = await launched(bus, store)
    attempt = await Attempt.claim(bus, job)
    for n in range(20):
        await attempt.emit(ev.Text(job=job, delta=f"{n} "))
    await attempt.end()
    await parts.record()
    last = (await row(store, job)).seq
    assert await seqs(store, job) == list(range(1, last + 1))
    assert await store.epochs(job) == [1]
    assert await bus.log(job) == []
    assert await lasting_jobs(bus) == set()


async def test_long_log_is_archived_while_the_job_goes_on(parts: Parts, bus: JobBus, store: JobStore):
    """A job that says much does not fill Redis: its log is archived in between, and the whole can be replayed."""
    job = await launched(bus, store)
    attempt = await Attempt.claim(bus, job)
    sent = 0
    for n in range(3):
        while True:
            await attempt.emit(ev.Text(job=job, delta=f"{n}" * 20_000))
            sent += 1
            reading = await bus.read(job)
            assert reading is not None
            if reading.log_bytes > ARCHIVE_ABOVE:
                break
        await parts.record()
        reading = await bus.read(job)
        assert reading is not None
        assert reading.log_bytes == 0
    await attempt.end()
    await parts.record()
    last = (await row(store, job)).seq
    assert await seqs(store, job) == list(range(1, last + 1))
    assert sent == last - 4  # queued, attempt, running, completed


async def test_servers_that_archive_at_the_same_time(
    parts: Parts, bus: JobBus, store: JobStore, monkeypatch: pytest.MonkeyPatch
):
    """Several servers archive a job that goes on writing: every event once, none lost."""
    monkeypatch.setattr(archive_module, "PAGE", 7)
    job = await launched(bus, store)
    attempt = await Attempt.claim(bus, job)

    async def write() -> None:
        for n in range(60):
            await attempt.emit(ev.Text(job=job, delta=f"{n} "))

    async def take() -> None:
        for _ in range(10):
            await Archive(bus, store).take(job)

    await asyncio.gather(write(), take(), take(), take())
    await attempt.end()
    await parts.record()
    last = (await row(store, job)).seq
    assert await seqs(store, job) == list(range(1, last + 1))


async def test_crash_between_storing_and_trimming(
    parts: Parts, bus: JobBus, store: JobStore, monkeypatch: pytest.MonkeyPatch
):
    """A server that dies after storing a chunk leaves nothing doubled and nothing behind."""
    job = await launched(bus, store)
    attempt = await Attempt.claim(bus, job)
    await attempt.emit(ev.Text(job=job, delta="one "))
    archived = bus.archived

    async def dies(*_: object) -> None:
        raise ConnectionError("gone")

    monkeypatch.setattr(bus, "archived", dies)
    with pytest.raises(ConnectionError):
        await Archive(bus, store).take(job)
    monkeypatch.setattr(bus, "archived", archived)
    await attempt.emit(ev.Text(job=job, delta="two "))
    await attempt.end()
    await parts.record()
    assert await seqs(store, job) == list(range(1, (await row(store, job)).seq + 1))


async def test_the_archive_of_a_job_has_a_cap(parts: Parts, bus: JobBus, store: JobStore):
    """At its cap the archive keeps what it has; the job is recorded and its keys expire all the same."""
    job = await launched(bus, store)
    attempt = await Attempt.claim(bus, job)
    await attempt.emit(ev.Text(job=job, delta="one "))
    await Archive(bus, store, cap=1).take(job)
    size = await store.archive_size(job)
    assert size > 0
    await attempt.emit(ev.Text(job=job, delta="two "))
    await attempt.end()
    recorder = parts.recorder(archive_bytes=1)
    while await marks(bus):
        await recorder.turn()
    assert await store.archive_size(job) == size
    assert (await row(store, job)).snapshot.channel_text() == "one two "
    assert await lasting_jobs(bus) == set()
