"""`JobContext`: what a job's function uses to be seen: steps, progress, text, logs, artifacts, usage.

The same class serves async jobs (events go straight to the publisher) and sync jobs (events travel
over a pipe from the job's process): it only knows a callable that takes events.
"""

import asyncio
import base64
import time
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Literal

from ..protocol import events as ev
from ..protocol.errors import JobWidgetsError
from ..protocol.events import Event, LogLevel, StepStatus

_MAX_LOG_CHARS = 16 * 1024

# The innermost open step of this task or thread: (job, step id).
_open_step: ContextVar[tuple[str, str] | None] = ContextVar("jobwidgets_open_step", default=None)


class StepHandle:
    """An open step: use it with ``with`` or ``async with``.

    Leaving normally completes the step, an exception fails it, a cancellation cancels it.
    """

    def __init__(self, context: "JobContext", id: str, name: str, detail: Any, parent: str | None) -> None:
        self.id, self.name = id, name
        self._context, self._detail, self._parent = context, detail, parent
        self._outer: tuple[str, str] | None = None

    def update(self, detail: Any) -> None:
        """Replace the step's detail (JSON-able; shown beside its name)."""
        self._say("running", detail)

    def __enter__(self) -> "StepHandle":
        self._outer = _open_step.get()
        if self._parent is None and self._outer is not None and self._outer[0] == self._context.id:
            self._parent = self._outer[1]
        self._say("running", self._detail)
        # Restored by value and not by token: a generator may be closed in another context.
        _open_step.set((self._context.id, self.id))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[False]:
        _open_step.set(self._outer)
        try:
            self._say(_outcome(error))
        except JobWidgetsError:
            # What is under way (often the cancellation of a job that was taken over) must not be hidden by it.
            if error is None:
                raise
        return False

    async def __aenter__(self) -> "StepHandle":
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[False]:
        return self.__exit__(kind, error, trace)

    def _say(self, status: StepStatus, detail: Any = None) -> None:
        self._context.emit(
            ev.Step(
                job=self._context.id,
                at=time.time(),
                id=self.id,
                name=self.name,
                parent=self._parent,
                status=status,
                detail=detail,
            )
        )


def _outcome(error: BaseException | None) -> StepStatus:
    if error is None:
        return "completed"
    # SystemExit is how a sync job's process is asked to stop.
    if isinstance(error, asyncio.CancelledError | KeyboardInterrupt | SystemExit | GeneratorExit):
        return "cancelled"
    return "failed"


class JobContext:
    """The first argument of every job function. Everything but `flush` is a plain, quick call.

    Attributes: ``id`` (of the job), ``attempt`` (from 1), ``user`` (who launched it), ``params`` (as given).
    Each call may raise `TooLarge` or `ProtocolError` (a value that is not JSON), `BufferFull` after a
    very long outage of Redis, and `Fenced` once this attempt no longer owns the job.
    """

    def __init__(
        self,
        emit: Callable[[Event], None],
        flush: Callable[[], Awaitable[None]],
        *,
        job: str,
        attempt: int,
        user: str,
        params: Mapping[str, Any],
    ) -> None:
        self.emit = emit
        self._flush = flush
        self.id, self.attempt, self.user, self.params = job, attempt, user, dict(params)
        self._steps = 0

    def step(self, name: str, *, detail: Any = None, parent: str | None = None) -> StepHandle:
        """A step or tool call: ``with ctx.step("search", detail={"query": q}) as step: …``.

        Steps nest by themselves; ``parent`` (the ``id`` of another step) overrides that.
        """
        self._steps += 1
        return StepHandle(self, f"{self.attempt}.{self._steps}", str(name), detail, parent)

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

    def artifact(self, name: str, data: Any, media_type: str, id: str | None = None) -> None:
        """Something to show or download: bytes, or JSON-able. The same ``id`` (default: the name) replaces it."""
        if isinstance(data, bytes | bytearray | memoryview):
            data = base64.b64encode(data).decode()
        self.emit(
            ev.Artifact(
                job=self.id, at=time.time(), id=str(id or name), name=str(name), media_type=media_type, data=data
            )
        )

    def usage(self, input_tokens: int = 0, output_tokens: int = 0, cost: float = 0.0) -> None:
        """Tokens and US dollars spent since the last call; the job shows the sums."""
        self.emit(
            ev.UsageEvent(
                job=self.id,
                at=time.time(),
                input_tokens=int(input_tokens),
                output_tokens=int(output_tokens),
                cost=float(cost),
            )
        )

    def flush(self) -> Awaitable[None]:
        """``await ctx.flush()``: until everything said so far is on Redis. In a sync job the call itself waits."""
        return self._flush()
