"""`host.Host` in the process of a job: what its context asks travels to the worker and is done there.

`BlockingHost` is for plain functions: its calls never give way to an event loop. `LoopHost` is for coroutines: while
one of them waits, the process's event loop goes on.
"""

import asyncio
import threading
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from ..protocol import events as ev
from ..protocol import memos
from ..protocol.events import Event
from ..protocol.memos import AskMemo, OutcomeMemo
from ..protocol.state import Usage
from ..protocol.wire import encode_event
from .frames import Ask, Call, CancelChild, Commit, Drain, Flush, Outcome, Start
from .link import Link

T = TypeVar("T")
_UNASKED = 256 * 1024


class _ChildHost:
    """What both have in common: all but the way they wait."""

    def __init__(self, link: Link, start: Start) -> None:
        self._link = link
        self.job, self.attempt, self.user = start.job, start.attempt, start.user
        self.params: dict[str, Any] = msgspec.json.decode(start.params)
        self.tags, self.parent, self.budget = start.tags, start.parent, start.budget
        self.memos = dict(start.memos)
        self.start_checkpoint = start.checkpoint
        self._spent = start.usage
        self._spending = threading.Lock()
        self._drained = 0

    def usage(self) -> Usage:
        """By the whole job so far."""
        return self._spent

    def emit(self, event: Event) -> None:
        """What cannot travel is refused here, at the caller's line. Waits while the worker is behind."""
        self._link.say(event)
        if isinstance(event, ev.UsageEvent):
            with self._spending:
                self._spent = self._spent.plus(event)

    async def flush(self) -> None:
        """Return when everything said so far is on Redis."""
        await self._call(Flush())

    async def drain(self) -> None:
        """Asks the worker, but only now and then: up to `_UNASKED` bytes are on their way at any time."""
        if self._link.said - self._drained >= _UNASKED:
            self._drained = self._link.said
            await self._call(Drain())

    async def commit(self, events: Sequence[Event], memos: Mapping[str, bytes]) -> None:
        """Events and memos in one append."""
        await self._call(Commit([encode_event(event) for event in events], dict(memos)))
        self.memos |= memos

    async def ask(self, key: str, prompt: str, schema: Any, timeout: float | None) -> AskMemo:
        """The user's answer."""
        data = await self._call(Ask(key, prompt, msgspec.json.encode(schema), timeout))
        self.memos[memos.ASK + key] = data
        return msgspec.json.decode(data, type=AskMemo)

    async def outcome(self, child: str) -> OutcomeMemo:
        """How a child ended."""
        return msgspec.json.decode(await self._call(Outcome(child)), type=OutcomeMemo)

    async def cancel(self, child: str) -> None:
        """Wish a child's end."""
        await self._call(CancelChild(child))

    async def _call(self, call: Call) -> bytes:
        raise NotImplementedError


class BlockingHost(_ChildHost):
    """The thread that calls waits; a signal interrupts it."""

    async def _call(self, call: Call) -> bytes:
        _, answer = self._link.request(call)
        return answer.result()


class LoopHost(_ChildHost):
    """The task that calls waits; if it is cancelled, the worker hears of it."""

    async def _call(self, call: Call) -> bytes:
        number, answer = self._link.request(call)
        try:
            return await asyncio.wrap_future(answer)
        finally:
            self._link.forget(number)
