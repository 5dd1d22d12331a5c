"""Jobs that a job launches: asked for once, waited for without a slot, their ends remembered."""

import time
from collections.abc import Coroutine, Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import msgspec

from ..protocol import events as ev
from ..protocol import memos
from ..protocol.errors import ChildFailed
from ..protocol.events import JobError, JobState
from ..protocol.ids import new_job_id
from ..protocol.memos import ChildMemo, OutcomeMemo
from ..protocol.records import LaunchRequest, Priority
from ..protocol.wire import MAX_PARAMS_BYTES
from .budgets import BudgetWatch
from .host import Host
from .memoised import check_same, found
from .result import encode_result
from .scope import Scope, checked_key

if TYPE_CHECKING:
    from .registry import JobFunction


class Launched(NamedTuple):
    """A child: its key among its parent's children, its job's id and type."""

    label: str
    id: str
    type: str


class Children:
    """Launches children and waits for them, for one attempt."""

    def __init__(self, host: Host, budget: BudgetWatch) -> None:
        self._host, self._budget = host, budget

    def launch(
        self,
        scope: Scope,
        what: "str | JobFunction[..., Any]",
        params: Mapping[str, Any],
        key: str | None,
        **options: Any,
    ) -> Coroutine[Any, Any, "Launched"]:
        """The key is given out here and now, however late this is awaited."""
        type = what if isinstance(what, str) else what.definition.name
        label = scope.name(type) if key is None else checked_key(key)
        return self._launch(label, type, params, options)

    async def _launch(self, label: str, type: str, params: Mapping[str, Any], options: dict[str, Any]) -> "Launched":
        data = encode_result(dict(params), f"The parameters of child {type!r}", MAX_PARAMS_BYTES)
        plain = msgspec.json.decode(data)
        digest = memos.digest(type, plain, options)
        memo = found(self._host, memos.CHILD + label, ChildMemo)
        if memo is not None:
            check_same(memo.digest, digest, f"Child {type!r} ({label})")
            return Launched(label, str(memo.request.id), type)
        await self._budget.check()
        child = new_job_id()
        memo = ChildMemo(digest, LaunchRequest(type=type, params=plain, id=child, **options))
        event = ev.Child(job=self._host.job, at=time.time(), child=child, type=type)
        await self._host.commit([event], {memos.CHILD + label: msgspec.json.encode(memo)})
        return Launched(label, child, type)

    async def result(self, child: Launched) -> Any:
        """What the child returned. Raises `ChildFailed` if it did not complete."""
        name = memos.OUTCOME + child.label
        outcome = found(self._host, name, OutcomeMemo)
        if outcome is None:
            outcome = await self._host.outcome(child.id)
            if name not in self._host.memos:
                await self._host.commit([], {name: msgspec.json.encode(outcome)})
        if outcome.state == JobState.COMPLETED:
            return outcome.result
        error = None if outcome.error is None else msgspec.convert(outcome.error, JobError, from_attributes=True)
        raise ChildFailed(child.id, outcome.state, error, outcome.reason)

    async def cancel(self, child: str) -> None:
        """Wish its end."""
        await self._host.cancel(child)


def options_of(
    tags: Sequence[str],
    timeout: float | None,
    retries: int | None,
    priority: Priority | None,
    delay: float | None,
) -> dict[str, Any]:
    """As a `LaunchRequest` has them."""
    if isinstance(tags, str):
        raise TypeError(f"tags must be a list of texts, not the text {tags!r}")
    if priority is not None and priority not in get_args(Priority):
        raise ValueError(f"priority is one of {', '.join(get_args(Priority))}, not {priority!r}")
    return {"tags": list(tags), "timeout": timeout, "retries": retries, "priority": priority, "delay": delay}


class ChildJob:
    """A job launched with ``ctx.launch``: ``id``, ``type``; ``await child`` for its result."""

    def __init__(self, children: Children, child: Launched) -> None:
        self._children, self._child = children, child
        self.id, self.type = child.id, child.type

    async def result(self) -> Any:
        """Wait for its end, without holding a slot of the worker, and return what it returned.

        Raises `ChildFailed` if it failed or was cancelled.
        """
        return await self._children.result(self._child)

    def __await__(self) -> Generator[Any, Any, Any]:
        return self.result().__await__()

    async def cancel(self) -> None:
        """Wish its end; `result` then raises `ChildFailed`, unless it was quicker."""
        await self._children.cancel(self.id)

    def __repr__(self) -> str:
        return f"<child {self.type} {self.id}>"
