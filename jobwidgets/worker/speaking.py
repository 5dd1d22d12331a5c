"""`Speaking`: what every job's context can do at once and without waiting: steps, progress, text, logs, artifacts."""

import itertools
import time
from collections.abc import Coroutine, Mapping
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

from ..protocol import events as ev
from ..protocol.errors import AskTimeout
from ..protocol.events import Event, LogLevel
from ..protocol.memos import CheckpointMemo
from .artifacts import content_of
from .budgets import BudgetWatch
from .children import Children, Launched, options_of
from .host import Host
from .memoised import Call, Memory
from .questions import UNSET, Questions, question_key
from .result import plain
from .steps import StepHandle

if TYPE_CHECKING:
    from .registry import JobFunction

_MAX_LOG_CHARS = 16 * 1024


class Speaking:
    """What `JobContext` and `SyncJobContext` have in common.

    Attributes: ``id`` (of the job), ``attempt`` (from 1), ``user`` (who launched it), ``params`` and ``tags`` (as
    given), ``parent`` (the job that launched it as a child).
    Each call may raise `TooLarge` or `ProtocolError` (a value that is not JSON), `BufferFull` after a
    very long outage of Redis, and `Fenced` once this attempt no longer owns the job.
    """

    def __init__(self, host: Host, call: Call, turn: AbstractAsyncContextManager[Any]) -> None:
        self.id, self.attempt, self.user = host.job, host.attempt, host.user
        self.params, self.tags, self.parent = dict(host.params), list(host.tags), host.parent
        self._host = host
        self._numbers = itertools.count(1)
        self._questions = Questions(host, turn)
        self._budget = BudgetWatch(host, self._questions)
        self._memory = Memory(self, host, self._budget, call)
        self._children = Children(host, self._budget)
        self._budget.tell()

    @property
    def resumed_from(self) -> CheckpointMemo | None:
        """The checkpoint this attempt starts from: its ``number`` and ``state``. None if there was none."""
        return self._memory.resumed_from

    def emit(self, event: Event) -> None:
        """Send an event as it is. The other methods are made of this one."""
        self._host.emit(event)
        if isinstance(event, ev.Text):
            self._memory.hear(event.channel, event.delta)

    def new_step(self, name: str, detail: Any = None, parent: str | None = None, arguments: Any = None) -> StepHandle:
        """A step with the next id."""
        if arguments is not None:
            arguments = plain(arguments, f"What step {str(name)!r} is called with")
        return StepHandle(self, f"{self.attempt}.{next(self._numbers)}", str(name), detail, parent, arguments)

    async def within_budget(self) -> None:
        """See `BudgetWatch.check`."""
        await self._budget.check()

    def progress(self, value: float | None, total: float = 1.0, message: str | None = None) -> None:
        """``value`` of ``total`` is done; None (or NaN) for either says "busy, cannot tell"."""
        done, whole = ev.finite(value), ev.finite(total)
        if whole is None:
            done, whole = None, 1.0
        said = None if message is None else str(message)
        self.emit(ev.Progress(job=self.id, at=time.time(), value=done, total=whole, message=said))

    def write(self, text: str, channel: str = ev.DEFAULT_CHANNEL) -> None:
        """Append ``text`` to a channel; readers see it within about 100 ms. Call it per token."""
        if not isinstance(text, str):
            raise TypeError(f"ctx.write takes str, not {type(text).__name__}: decode bytes first")
        if text:
            self.emit(ev.Text(job=self.id, at=time.time(), delta=text, channel=channel))

    def log(self, message: str, level: LogLevel = "info") -> None:
        """A line for the job's log, cut at 16 K characters."""
        if level not in ("debug", "info", "warning", "error"):
            raise ValueError(f"level must be debug, info, warning or error, not {level!r}")
        self.emit(ev.Log(job=self.id, at=time.time(), message=str(message)[:_MAX_LOG_CHARS], level=level))

    def artifact(self, name: str, data: Any, media_type: str | None = None, id: str | None = None) -> None:
        """Something to show or download, up to about 250 KB. The same ``id`` (default: the name) replaces it.

        ``data``: a matplotlib, plotly or altair figure, a PIL image, a pandas or polars data frame, bytes, text, or
        JSON. Bytes and text are what ``media_type`` says, or what the name's ending says.
        """
        said = content_of(str(name), data, media_type)
        self.emit(
            ev.Artifact(
                job=self.id,
                at=time.time(),
                id=str(id or name),
                name=str(name),
                media_type=said.media_type,
                data=said.data,
            )
        )

    def _ask(
        self, prompt: str, schema: Any, key: str | None, timeout: float | None, default: Any
    ) -> Coroutine[Any, Any, Any]:
        key = question_key(self._memory.scope, prompt, schema, key)
        return self._answer(key, prompt, schema, timeout, default)

    async def _answer(self, key: str, prompt: str, schema: Any, timeout: float | None, default: Any) -> Any:
        if self._questions.answered(key) is None:
            await self._budget.check()
        memo = await self._questions.ask(key, prompt, schema, timeout)
        if not memo.timed_out:
            return memo.answer
        if default is UNSET:
            raise AskTimeout(f"Nobody answered {prompt!r} in time.", {"key": key})
        return default

    def _launch(
        self, what: "str | JobFunction[..., Any]", params: Mapping[str, Any], key: str | None, **options: Any
    ) -> Coroutine[Any, Any, Launched]:
        return self._children.launch(self._memory.scope, what, params, key, **options_of(**options))

    async def _flush(self) -> None:
        await self._host.flush()
        await self._budget.check()

    def _spent(self, input_tokens: int, output_tokens: int, cost: float) -> None:
        self.emit(
            ev.UsageEvent(
                job=self.id,
                at=time.time(),
                input_tokens=int(input_tokens),
                output_tokens=int(output_tokens),
                cost=float(cost),
            )
        )
