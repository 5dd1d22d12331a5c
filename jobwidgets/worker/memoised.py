"""What a new attempt need not do again: finished steps return what they returned, checkpoints are where it resumes.

A memo is committed in the same append as the event that tells of it, so neither is there without the other.
"""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec.structs import replace

from ..protocol import events as ev
from ..protocol import memos
from ..protocol.errors import MemoMismatch, ProtocolError
from ..protocol.memos import CheckpointMemo, StepMemo
from .budgets import BudgetWatch
from .host import Host
from .result import encode_result
from .scope import Scope, checked_key, current, entered
from .shown import shown, shown_arguments
from .steps import StepHandle

if TYPE_CHECKING:
    from .speaking import Speaking

MAX_CHECKPOINT_BYTES = 400 * 1024
_PIECE_CHARS = 32 * 1024
"""Characters of text said again in one event."""

Call = Callable[[Callable[..., Any], Sequence[Any], Mapping[str, Any]], Awaitable[Any]]
"""Runs a step's function."""
M = TypeVar("M")


class Memory:
    """The steps and checkpoints of one attempt, for one context."""

    def __init__(self, context: "Speaking", host: Host, budget: BudgetWatch, call: Call) -> None:
        self._context, self._host, self._budget, self._call = context, host, budget, call
        self._root = Scope(self)
        self._open: set[Scope] = set()
        self._running: set[str] = set()
        self._told: set[str] = set()
        self._checkpoint = host.start_checkpoint
        self.resumed_from = found(host, memos.CHECKPOINT, CheckpointMemo)
        if self.resumed_from is not None:
            self._checkpoint = max(self._checkpoint, self.resumed_from.number)

    @property
    def scope(self) -> Scope:
        """That of the running code."""
        return current(self._root)

    def hear(self, channel: str, delta: str) -> None:
        """Text was written: the steps that it was written in keep it."""
        for scope in self.scope.outwards():
            scope.hear(channel, delta)

    async def checkpoint(self, state: Any) -> int:
        """See `JobContext.checkpoint`."""
        data = encode_result(state, "The state of a checkpoint", MAX_CHECKPOINT_BYTES)
        number = self._checkpoint = self._checkpoint + 1
        now = round(time.time(), 3)
        memo = CheckpointMemo(number, msgspec.Raw(data), self._host.attempt, now)
        for scope in self._open:
            scope.forget()
        event = ev.Checkpoint(job=self._host.job, at=now, number=number)
        await self._host.commit([event], {memos.CHECKPOINT: msgspec.json.encode(memo)})
        await self._budget.check()
        return number

    def step(
        self, name: str, fn: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any], key: str | None
    ) -> Any:
        """See `JobContext.step`. It gets its number here and now, however late it is awaited."""
        scope = self.scope
        label = scope.name(name) if key is None else checked_key(key)
        return self._step(scope, label, name, fn, args, kwargs)

    async def _step(
        self,
        outer: Scope,
        label: str,
        name: str,
        fn: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> Any:
        called_with = _digest(args, kwargs)
        memo = found(self._host, memos.STEP + label, StepMemo)
        if memo is not None:
            check_same(memo.digest, called_with, f"Step {name!r} ({label})")
            await self._replay(label, name, memo, self._shown(fn, args, kwargs))
            return msgspec.json.decode(memo.result)
        if label in self._running:
            raise ValueError(f"step {label!r} is still running: steps that run at the same time need different keys")
        await self._budget.check()
        self._running.add(label)
        self._told.add(label)
        try:
            return await self._run(Scope(self, label, outer), name, called_with, fn, args, kwargs)
        finally:
            self._running.discard(label)

    async def _run(
        self,
        scope: Scope,
        name: str,
        called_with: str,
        fn: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> Any:
        began = self._checkpoint
        handle = self._context.new_step(name, arguments=self._shown(fn, args, kwargs))
        handle.__enter__()
        self._open.add(scope)
        try:
            with entered(scope):
                value = await self._call(fn, args, kwargs)
            data = encode_result(value, f"The result of step {name!r}")
        except BaseException as why:
            handle.__exit__(type(why), why, why.__traceback__)
            raise
        finally:
            self._open.discard(scope)
        handle.leave()
        memo = StepMemo(called_with, msgspec.Raw(data), self._checkpoint, scope.said(), began)
        await self._commit(handle, scope.label, memo)
        return msgspec.json.decode(data)

    def _shown(self, fn: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return shown_arguments(fn, args, kwargs, without=self._context)

    async def _replay(self, label: str, name: str, memo: StepMemo, arguments: Any) -> None:
        start = self._host.start_checkpoint
        if memo.checkpoint < start or label in self._told:
            return  # what it said still stands
        self._told.add(label)
        for channel, text in memo.said:
            for i in range(0, len(text), _PIECE_CHARS):
                self._context.write(text[i : i + _PIECE_CHARS], channel)
        moved = memo.checkpoint != self._checkpoint
        if memo.began < start and not moved:
            return  # its node still stands
        handle = self._context.new_step(name)
        handle.nest()
        if moved:
            # It is said again after a later checkpoint than the memo knows of: attempts from there on are to know.
            memo = replace(memo, checkpoint=self._checkpoint, began=self._checkpoint)
            await self._commit(handle, label, memo, detail=_REPLAYED, arguments=arguments)
        else:
            self._context.emit(_completed(handle, memo, detail=_REPLAYED, arguments=arguments))

    async def _commit(self, handle: StepHandle, label: str, memo: StepMemo, **more: Any) -> None:
        await self._host.commit([_completed(handle, memo, **more)], {memos.STEP + label: msgspec.json.encode(memo)})


def _completed(handle: StepHandle, memo: StepMemo, **more: Any) -> ev.Step:
    return handle.event("completed", result=shown(msgspec.json.decode(memo.result)), **more)


_REPLAYED = {"replayed": True}


def found(host: Host, name: str, kind: type[M]) -> M | None:
    """The memo of this name; `ProtocolError` for one that cannot be read."""
    data = host.memos.get(name)
    if data is None:
        return None
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as why:
        raise ProtocolError(f"memo {name!r} cannot be read: {why}") from None


def check_same(then: str, now: str, what: str) -> None:
    """`MemoMismatch` unless the digests agree."""
    if then != now:
        raise MemoMismatch(
            f"{what} was called with something else in an earlier attempt: the code, or what it depends on, has "
            "changed between the attempts. Give each such call a key= of its own."
        )


def _digest(args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    try:
        return memos.digest(list(args), dict(kwargs))
    except (TypeError, ValueError, OverflowError, RecursionError, msgspec.MsgspecError):
        # Not JSON: an object's repr may differ from process to process, so only what is sure to stay the same.
        return memos.digest(len(args), sorted(map(str, kwargs)))
