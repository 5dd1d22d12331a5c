"""What a publisher has not sent yet: joins text, bounds the memory, cuts batches. Pure; no Redis.

Only unsent events may be merged; once cut, a batch never changes.
"""

from collections import deque
from collections.abc import Mapping
from typing import NamedTuple, final

from msgspec.structs import replace

from ..protocol import events as ev
from ..protocol.errors import BufferFull
from ..protocol.events import Event
from ..protocol.wire import MAX_BATCH_BYTES, MAX_BATCH_EVENTS, check_text, encode_event, settled

MAX_BUFFER_BYTES = 64 * 1024 * 1024
"""Kept through an outage of Redis; beyond it the oldest text gives way, a state never does."""
MAX_RUN_CHARS = 32 * 1024
"""Characters joined into one event: even if each is escaped, the event stays under its limit."""


class Unsent(NamedTuple):
    """An event, its JSON without a number, and what is committed with it: memos, and when a queued job may begin."""

    event: Event
    data: bytes
    memos: Mapping[str, bytes] = {}
    not_before: float | None = None

    @property
    def size(self) -> int:
        """Bytes, about."""
        return len(self.data) + (sum(map(len, self.memos.values())) if self.memos else 0)


_MUST = frozenset({ev.State, ev.Attempt})
"""Kinds that are taken even where there is no room."""


@final
class _TextRun:
    """Deltas of one channel that have not been sent."""

    __slots__ = ("chars", "event", "parts")

    def __init__(self, event: ev.Text) -> None:
        self.event = event
        self.parts = [event.delta]
        self.chars = len(event.delta)

    def joins(self, event: ev.Text) -> bool:
        mine = self.event
        return (
            self.chars + len(event.delta) <= MAX_RUN_CHARS
            and event.channel == mine.channel
            and event.attempt == mine.attempt
        )

    def add(self, event: ev.Text) -> None:
        self.parts.append(event.delta)
        self.chars += len(event.delta)
        self.event = event

    def unsent(self) -> Unsent:
        whole = replace(self.event, delta="".join(self.parts))
        return Unsent(whole, encode_event(whole))


class Outbox:
    """A queue of events. ``limit`` in bytes (characters, for text)."""

    def __init__(self, limit: int = MAX_BUFFER_BYTES) -> None:
        self._limit = limit
        self._items: deque[Unsent | _TextRun] = deque()
        self._size = 0
        self.dropped_chars = 0
        """Characters of text given up so far for want of room."""

    def __len__(self) -> int:
        return len(self._items)

    @property
    def size(self) -> int:
        """Bytes waiting, about."""
        return self._size

    @property
    def pressure(self) -> float:
        """How much of the room is taken: 0 to 1, a little more where states had to be taken all the same."""
        return self._size / self._limit

    @property
    def full_batch(self) -> bool:
        """As much waits as one batch takes: there is no sense in waiting for more."""
        return len(self._items) >= MAX_BATCH_EVENTS or self._size >= MAX_BATCH_BYTES

    def put(self, event: Event, memos: Mapping[str, bytes] | None = None, not_before: float | None = None) -> None:
        """Queue an event. `TooLarge` or `ProtocolError` for one that cannot travel, `BufferFull` for want of room."""
        if isinstance(event, ev.Text):
            self._put_text(event)
            return
        data, event = settled(event)
        unsent = Unsent(event, data, memos or {}, not_before)
        size = unsent.size
        replaced = self._replaced(event) if type(event) is ev.Progress else None
        if self._size + size > self._limit:
            self._make_room(size, must=type(event) in _MUST)
        if replaced is not None:
            self._items.pop()
            self._size -= replaced.size
        self._items.append(unsent)
        self._size += size

    def _replaced(self, event: ev.Progress) -> Unsent | None:
        """Of those that follow each other only the last one counts."""
        last = self._items[-1] if self._items else None
        if isinstance(last, Unsent) and isinstance(last.event, ev.Progress) and last.event.attempt == event.attempt:
            return last
        return None

    def _put_text(self, event: ev.Text) -> None:
        check_text(event)
        delta = event.delta
        if not delta:
            return
        if not delta.isascii():
            # A lone surrogate cannot be written as UTF-8: show the replacement character instead of failing the job.
            clean = delta.encode("utf-8", "replace").decode()
            if clean != delta:
                event = replace(event, delta=clean)
        if len(event.delta) <= MAX_RUN_CHARS:
            self._put_piece(event)
            return
        for i in range(0, len(event.delta), MAX_RUN_CHARS):
            self._put_piece(replace(event, delta=event.delta[i : i + MAX_RUN_CHARS]))

    def _put_piece(self, piece: ev.Text) -> None:
        size = len(piece.delta)
        if self._size + size > self._limit:
            self._make_room(size, must=False)
        items = self._items
        last = items[-1] if items else None
        if type(last) is _TextRun and last.joins(piece):
            last.add(piece)
        else:
            items.append(_TextRun(piece))
        self._size += size

    def _make_room(self, wanted: int, *, must: bool) -> None:
        # A quarter at a time, so that this is not done again for every token.
        target = max(0, self._limit - wanted - self._limit // 4)
        kept: deque[Unsent | _TextRun] = deque()
        marker: _TextRun | None = None
        lost = 0
        while self._items and self._size > target:
            item = self._items.popleft()
            if isinstance(item, _TextRun):
                self._size -= item.chars
                lost += item.chars
                marker = marker or item
                if marker is item:
                    kept.append(item)
            else:
                kept.append(item)
        self._items.extendleft(reversed(kept))
        if marker is not None:
            self.dropped_chars += lost
            note = f"\n[… {self.dropped_chars:,} characters were dropped: they came faster than Redis took them …]\n"
            marker.parts, marker.chars = [note], len(note)
            self._size += len(note)
        if self._size + wanted > self._limit and not must:
            raise BufferFull(
                f"{self._size:,} bytes wait to be sent, as many as may; this event was not taken. Wait until Redis has "
                "taken some (`await ctx.drain()`) and say it again."
            )

    def cut(self) -> list[Unsent]:
        """Take the next batch: ≤ 500 events, ≤ 512 KB, at most one state, which is then its last event."""
        batch: list[Unsent] = []
        size = 0
        while self._items and len(batch) < MAX_BATCH_EVENTS:
            item = self._items[0]
            unsent = item.unsent() if type(item) is _TextRun else item
            more = unsent.size
            if batch and size + more > MAX_BATCH_BYTES:
                break
            self._items.popleft()
            self._size -= item.chars if type(item) is _TextRun else more
            batch.append(unsent)
            size += more
            if type(unsent.event) is ev.State:
                break
        return batch

    def peek(self) -> list[Event]:
        """All that waits, in order."""
        return [i.unsent().event if isinstance(i, _TextRun) else i.event for i in self._items]

    def clear(self) -> None:
        """Forget everything."""
        self._items.clear()
        self._size = 0
