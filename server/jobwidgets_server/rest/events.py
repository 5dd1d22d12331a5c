"""The events of a job from wherever they are kept: its tail and its log on Redis, its archive in the database.

Live events go through the tail; what has left it is in the log until the recorder has archived it.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from aiohttp import web

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.recovery import LOST
from jobwidgets.bus.replies import Reading
from jobwidgets.protocol.errors import Unavailable

from ..keys import BUS, STORE
from ..store import JobStore
from .lookup import Found

MAX_EVENTS = 5000
"""In one answer."""
DEFAULT_EVENTS = 1000
MAX_BYTES = 4 * 1024 * 1024
"""In one answer, whose last event may go beyond."""
_LOG_ENTRIES = 200
_LOOKS = 3


class Replay(NamedTuple):
    """The events of ``epoch`` after the one asked for up to ``last``, without a hole; ``more`` of them are kept.
    ``events`` None: the next one is not kept anywhere."""

    events: list[bytes] | None
    more: bool
    last: int


class _Glance(msgspec.Struct):
    seq: int
    kind: str
    message: Any = None


def _seq(line: bytes) -> int:
    return msgspec.json.decode(line, type=_Glance).seq


def _begins_epoch(line: bytes) -> bool:
    """Is this the first event of a job that Redis had lost? It goes on counting where the epoch before ended."""
    first = msgspec.json.decode(line, type=_Glance)
    return first.kind == "log" and first.message == LOST


class _Page:
    """Collects events that follow one another, until the page is full."""

    def __init__(self, after: int, limit: int) -> None:
        self.last = after
        self.lines: list[bytes] = []
        self.hole = False
        """Something is kept that does not follow what is here."""
        self._limit = limit
        self._bytes = 0

    @property
    def full(self) -> bool:
        return len(self.lines) >= self._limit or self._bytes >= MAX_BYTES

    def add(self, first: int, lines: Sequence[bytes]) -> None:
        """``lines`` are the events from ``first``; what is here already is skipped, after a hole nothing fits."""
        if self.last == 0 and first > 1 and lines and _begins_epoch(lines[0]):
            self.last = first - 1
        self.hole = first > self.last + 1
        if self.hole:
            return
        for line in lines[self.last + 1 - first :]:
            if self.full:
                return
            self.lines.append(line)
            self._bytes += len(line)
            self.last += 1


async def replay(app: web.Application, found: Found, epoch: int, after: int, limit: int) -> Replay:
    """Events of ``epoch`` after ``after`` (0: from its beginning), ``limit`` at most. Raises `Unavailable`."""
    page = _Page(after, limit)
    live = await _from_tail(app[BUS], found, epoch, page)
    head = _head(found, live, epoch)
    if head is not None and after >= head:
        # Nothing new; an ``after`` beyond the head is of a time that was lost.
        return Replay([] if after == head else None, False, after)
    away: Unavailable | None = None
    for look in range(_LOOKS):
        before = page.last
        try:
            if not _theirs(found):
                await _from_archive(app[STORE], found.job, epoch, page, limit)
        except Unavailable as why:
            away = why
        if live is not None:
            await _from_log(app[BUS], found.job, epoch, page)
        # What moves from the log to the archive while we look is seen by looking again.
        if page.full or page.last == head or (page.last == before and look):
            break
    if page.lines:
        more = page.full or page.hole if head is None else page.last < head
        return Replay(page.lines, more, page.last)
    if away is not None:
        raise away
    over = head is None and not page.hole and epoch in await epochs(app, found)
    return Replay([] if over else None, False, after)


async def epochs(app: web.Application, found: Found) -> list[int]:
    """The epochs of which events are kept, as far as can be told now."""
    known = {found.live.epoch} if found.live is not None else set[int]()
    if _theirs(found):
        return sorted(known)
    try:
        known.update(await app[STORE].epochs(found.job))
    except Unavailable:
        return sorted(known)  # live events are served without the database
    return sorted(known)


def _theirs(found: Found) -> bool:
    """Is what the record has under this id the job of another user?"""
    return found.foreign and found.stored is None


def _head(found: Found, live: Reading | None, epoch: int) -> int | None:
    """The number of the last event of ``epoch``; None for an earlier epoch than the current one."""
    if live is not None and live.epoch == epoch:
        return live.seq
    stored = found.stored
    return stored.seq if live is None and stored is not None and stored.epoch == epoch else None


async def _from_tail(bus: JobBus, found: Found, epoch: int, page: _Page) -> Reading | None:
    if found.live is None:
        return None
    live = await bus.read(found.job, epoch, page.last)
    if live is not None and live.snapshot is None:
        page.add(page.last + 1, live.events)
    return live


async def _from_archive(store: JobStore, job: str, epoch: int, page: _Page, limit: int) -> None:
    while not page.full:
        lines = await store.archived(job, epoch, page.last, limit)
        before = page.last
        for line in lines:
            page.add(_seq(line), [line])
        if page.last == before:
            return


async def _from_log(bus: JobBus, job: str, epoch: int, page: _Page) -> None:
    after = "-"
    while not page.full:
        entries = await bus.log(job, after=after, count=_LOG_ENTRIES)
        for entry in entries:
            if entry.epoch == epoch:
                page.add(entry.first, entry.lines)
        if len(entries) < _LOG_ENTRIES:
            return
        after = entries[-1].id
