"""The archive of events: every batch of a job, compressed, in chunks.

A chunk is zlib over entries, each of which is a line ``first count`` and then its events, one JSON object a line.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from jobwidgets.bus.replies import LogEntry

from .base import Database
from .models import EventChunk

_LEVEL = 6


class Archive(Database):
    """The events of jobs, for as long as the jobs are kept."""

    async def archive(self, job: str, entries: Sequence[LogEntry]) -> None:
        """Keep ``entries`` for good: one chunk per epoch. What is kept already is left out, so the same may come
        twice, or in other portions."""
        epochs = dict.fromkeys(entry.epoch for entry in entries)
        for epoch in epochs:
            mine = [entry for entry in entries if entry.epoch == epoch and entry.lines]
            while not await self._archive_epoch(job, epoch, mine):
                pass  # another server archived some of it just now: look again what is left

    async def _archive_epoch(self, job: str, epoch: int, entries: Sequence[LogEntry]) -> bool:
        kept = select(func.max(EventChunk.last)).where(EventChunk.job == job, EventChunk.epoch == epoch)
        try:
            async with self._write() as connection:
                last = (await connection.execute(kept)).scalar() or 0
                fresh = [_after(entry.first, entry.lines, last) for entry in entries]
                fresh = [(first, lines) for first, lines in fresh if lines]
                if not fresh:
                    return True
                data = _pack(fresh)
                row = {"job": job, "epoch": epoch, "first": fresh[0][0], "size": len(data), "data": data}
                end = max(first + len(lines) - 1 for first, lines in fresh)
                await connection.execute(insert(EventChunk).values(row | {"last": end}))
        except IntegrityError as why:
            # Either the job has no row, because it was removed meanwhile, or another server was faster.
            return "foreign" in f"{why.orig!r}".lower()
        return True

    async def archived(self, job: str, epoch: int | None, after: int, limit: int) -> list[bytes]:
        """Up to ``limit`` events of ``epoch`` (None: the newest there is) after number ``after``, as JSON, in order."""
        lines: list[bytes] = []
        async with self._read() as connection:
            if epoch is None:
                newest = select(func.max(EventChunk.epoch)).where(EventChunk.job == job)
                epoch = (await connection.execute(newest)).scalar()
            while epoch is not None and len(lines) < limit:
                # One chunk at a time: the whole may be much more than is wanted.
                chunk = (
                    select(EventChunk.last, EventChunk.data)
                    .where(EventChunk.job == job, EventChunk.epoch == epoch, EventChunk.last > after)
                    .order_by(EventChunk.first)
                    .limit(1)
                )
                row = (await connection.execute(chunk)).first()
                if row is None:
                    break
                for first, packed in _unpack(row.data):
                    lines += _after(first, packed, after)[1]
                after = row.last
        return lines[:limit]

    async def epochs(self, job: str) -> list[int]:
        """The epochs of which events are archived, in order."""
        statement = select(EventChunk.epoch).where(EventChunk.job == job).distinct().order_by(EventChunk.epoch)
        async with self._read() as connection:
            return list((await connection.execute(statement)).scalars())

    async def archive_size(self, job: str) -> int:
        """Bytes that the job's archive takes."""
        statement = select(func.coalesce(func.sum(EventChunk.size), 0)).where(EventChunk.job == job)
        async with self._read() as connection:
            return int((await connection.execute(statement)).scalar_one())


def _after(first: int, lines: Sequence[bytes], last: int) -> tuple[int, Sequence[bytes]]:
    """The entry without the events up to number ``last``."""
    skip = max(0, last + 1 - first)
    return first + skip, lines[skip:]


def _pack(entries: Iterable[tuple[int, Sequence[bytes]]]) -> bytes:
    text = b"\n".join(b"\n".join((b"%d %d" % (first, len(lines)), *lines)) for first, lines in entries)
    return zlib.compress(text, _LEVEL)


def _unpack(data: bytes) -> Iterator[tuple[int, list[bytes]]]:
    lines = zlib.decompress(data).split(b"\n")
    at = 0
    while at < len(lines):
        first, count = map(int, lines[at].split())
        yield first, lines[at + 1 : at + 1 + count]
        at += 1 + count
