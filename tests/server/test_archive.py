"""The archive of events: kept once, whoever brings them, and read back in order."""

import asyncio

from jobwidgets.bus.replies import LogEntry
from jobwidgets_server.store import JobStore

from .test_store import add


def _lines(first: int, last: int, epoch: int = 1) -> list[bytes]:
    return [
        b'{"kind":"text","job":"j1","epoch":%d,"seq":%d,"delta":"word "}' % (epoch, n) for n in range(first, last + 1)
    ]


def _entry(first: int, last: int, epoch: int = 1) -> LogEntry:
    return LogEntry(f"{first}-0", epoch, first, _lines(first, last, epoch), 100)


async def test_events_come_back_in_order(store: JobStore):
    """What was archived in portions is read from any number on, in portions of any size, epoch by epoch."""
    await add(store, "j1")
    await store.archive("j1", [_entry(1, 3), _entry(4, 4), _entry(5, 20)])
    await store.archive("j1", [_entry(21, 30), _entry(1, 5, epoch=2)])
    await store.archive("j1", [])
    assert await store.epochs("j1") == [1, 2]
    assert await store.archived("j1", 1, 0, 1000) == _lines(1, 30)
    assert await store.archived("j1", 1, 4, 3) == _lines(5, 7)
    assert await store.archived("j1", 1, 19, 5) == _lines(20, 24)
    assert await store.archived("j1", 1, 30, 5) == []
    assert await store.archived("j1", None, 2, 1000) == _lines(3, 5, epoch=2)
    assert await store.archived("nobody", None, 0, 10) == []
    assert await store.epochs("nobody") == []


async def test_the_same_events_twice(store: JobStore, database_url: str):
    """Servers that archive the same events, at once or in other portions, leave each of them there once."""
    await add(store, "j1")
    other = JobStore(database_url)
    await other.start()
    entries = [_entry(n, n + 4) for n in range(1, 50, 5)]
    await asyncio.gather(
        store.archive("j1", entries[:4]),
        other.archive("j1", entries),
        store.archive("j1", entries[:4]),
        other.archive("j1", entries[:1]),
    )
    await store.archive("j1", entries[2:])
    await other.stop()
    assert await store.archived("j1", 1, 0, 1000) == _lines(1, 50)


async def test_what_is_missing_is_left_out(store: JobStore):
    """Events that Redis had to drop before they were archived are a gap, not an error."""
    await add(store, "j1")
    await store.archive("j1", [_entry(1, 3), _entry(8, 9)])
    assert await store.archived("j1", 1, 0, 10) == _lines(1, 3) + _lines(8, 9)
    assert await store.archived("j1", 1, 5, 10) == _lines(8, 9)


async def test_the_archive_is_compressed_and_measured(store: JobStore):
    """The size the archive takes is known, and is a fraction of what it holds."""
    await add(store, "j1")
    assert await store.archive_size("j1") == 0
    await store.archive("j1", [_entry(1, 2000)])
    size = await store.archive_size("j1")
    assert 0 < size < sum(map(len, _lines(1, 2000))) / 5


async def test_a_job_without_a_row_has_no_archive(store: JobStore):
    """Events of a job that was removed meanwhile go nowhere, and nobody is told of an error."""
    await store.archive("gone", [_entry(1, 3)])
    assert await store.archived("gone", 1, 0, 10) == []
