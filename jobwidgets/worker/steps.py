"""`StepHandle`: an open step. The steps of a job nest by themselves, across tasks and `asyncio.to_thread`."""

import asyncio
import time
from contextvars import ContextVar
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from ..protocol import events as ev
from ..protocol.errors import JobWidgetsError
from ..protocol.events import StepStatus
from .failure import step_error
from .result import plain

if TYPE_CHECKING:
    from .speaking import Speaking

# The innermost open step of this task or thread: (job, step id).
_open_step: ContextVar[tuple[str, str] | None] = ContextVar("jobwidgets_open_step", default=None)


class StepHandle:
    """An open step: use it with ``with`` or ``async with``.

    Leaving normally completes the step, an exception fails it and is shown as its error, a cancellation cancels it.

    ``arguments``: what it is called with, as JSON gives it.
    """

    def __init__(
        self, context: "Speaking", id: str, name: str, detail: Any, parent: str | None, arguments: Any = None
    ) -> None:
        self.id, self.name = id, name
        self._context, self._detail, self._parent, self._arguments = context, detail, parent, arguments
        self._outer: tuple[str, str] | None = None

    def update(self, detail: Any) -> None:
        """Replace the step's detail (JSON-able; shown beside its name)."""
        self._say("running", detail=detail)

    def result(self, value: Any) -> None:
        """What the step, or the tool it called, gave: anything JSON-able, up to 255 KB (`TooLarge` above)."""
        self._say("running", result=plain(value, f"The result of step {self.name!r}"))

    def __enter__(self) -> "StepHandle":
        self._outer = _open_step.get()
        self.nest()
        self._say("running", detail=self._detail, arguments=self._arguments)
        # Restored by value and not by token: a generator may be closed in another context.
        _open_step.set((self._context.id, self.id))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[False]:
        self.leave()
        try:
            status = _outcome(error)
            self._say(status, error=step_error(error) if error is not None and status == "failed" else None)
        except JobWidgetsError:
            # What is under way (often the cancellation of a job that was taken over) must not be hidden by it.
            if error is None:
                raise
        return False

    async def __aenter__(self) -> "StepHandle":
        await self._context.within_budget()
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[False]:
        return self.__exit__(kind, error, trace)

    def nest(self) -> None:
        """It belongs to the step it is in now, unless another parent was given."""
        open_now = _open_step.get()
        if self._parent is None and open_now is not None and open_now[0] == self._context.id:
            self._parent = open_now[1]

    def leave(self) -> None:
        """What follows no longer nests in this step."""
        _open_step.set(self._outer)

    def event(self, status: StepStatus, **more: Any) -> ev.Step:
        """What tells of it; ``more`` are the other fields of `events.Step`."""
        return ev.Step(
            job=self._context.id,
            at=time.time(),
            id=self.id,
            name=self.name,
            parent=self._parent,
            status=status,
            **more,
        )

    def _say(self, status: StepStatus, **more: Any) -> None:
        self._context.emit(self.event(status, **more))


def _outcome(error: BaseException | None) -> StepStatus:
    if error is None:
        return "completed"
    # SystemExit is how a sync job's process is asked to stop.
    if isinstance(error, asyncio.CancelledError | KeyboardInterrupt | SystemExit | GeneratorExit):
        return "cancelled"
    return "failed"
