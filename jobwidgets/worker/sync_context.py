"""`SyncJobContext`: `context.JobContext` for plain functions, whose calls wait by themselves."""

import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, overload

from ..protocol.records import Priority
from .calling import call_plain
from .children import Children, Launched
from .context import J
from .host import Host
from .questions import UNSET
from .speaking import Speaking
from .steps import StepHandle

if TYPE_CHECKING:
    from .registry import JobFunction

T = TypeVar("T")


class SyncJobContext(Speaking):
    """The first argument of a plain job function, which runs in a process of its own.

    It has the calls of `JobContext`; those that are awaited there just return here when they are done. They may be
    used from any thread of the process, several at a time.
    """

    def __init__(self, host: Host) -> None:
        super().__init__(host, call_plain, _Turn())

    @overload
    def step(
        self, name: str, /, *, detail: Any = None, parent: str | None = None, arguments: Any = None
    ) -> StepHandle: ...
    @overload
    def step(self, name: str, fn: Callable[..., J], /, *args: Any, key: str | None = None, **kwargs: Any) -> J: ...
    @overload
    def step(self, name: str, fn: Callable[..., Any], /, *args: Any, key: str | None = None, **kwargs: Any) -> Any: ...

    def step(self, name: str, fn: Any = None, /, *args: Any, key: str | None = None, **kwargs: Any) -> Any:
        """A step or tool call: ``with ctx.step("search", arguments={"query": q}) as step: …``, or memoised:
        ``pages = ctx.step("fetch", fetch, url)``; see `JobContext.step`.
        """
        if fn is None:
            return self.new_step(name, *args, **kwargs)
        return drive(self._memory.step(str(name), fn, args, kwargs, key))

    def checkpoint(self, state: Any) -> int:
        """From here a new attempt resumes; see `JobContext.checkpoint`."""
        return drive(self._memory.checkpoint(state))

    def ask(
        self,
        prompt: str,
        schema: Any = None,
        *,
        key: str | None = None,
        timeout: float | None = None,
        default: Any = UNSET,
    ) -> Any:
        """Ask the job's user and return the answer; see `JobContext.ask`."""
        return drive(self._ask(prompt, schema, key, timeout, default))

    def launch(
        self,
        what: "str | JobFunction[..., Any]",
        params: Mapping[str, Any] | None = None,
        /,
        *,
        key: str | None = None,
        tags: Sequence[str] = (),
        timeout: float | None = None,
        retries: int | None = None,
        priority: Priority | None = None,
        delay: float | None = None,
        **more: Any,
    ) -> "SyncChildJob":
        """Launch another job as a child of this one: ``ctx.launch("search", query=q).result()``; see
        `JobContext.launch`."""
        child = drive(
            self._launch(
                what,
                {**(params or {}), **more},
                key,
                tags=tags,
                timeout=timeout,
                retries=retries,
                priority=priority,
                delay=delay,
            )
        )
        return SyncChildJob(self._children, child)

    def usage(self, input_tokens: int = 0, output_tokens: int = 0, cost: float = 0.0) -> None:
        """Tokens and US dollars spent since the last call; the job shows the sums.

        Once its budget is used up, the job asks its user here whether to go on, and `BudgetExhausted` is raised if not.
        """
        self._spent(input_tokens, output_tokens, cost)
        drive(self._budget.check())

    def flush(self) -> None:
        """Wait until everything said so far is on Redis."""
        drive(self._flush())


class SyncChildJob:
    """A job launched with ``ctx.launch``: ``id``, ``type``; ``result()`` waits for its end."""

    def __init__(self, children: Children, child: Launched) -> None:
        self._children, self._child = children, child
        self.id, self.type = child.id, child.type

    def result(self) -> Any:
        """See `ChildJob.result`."""
        return drive(self._children.result(self._child))

    def cancel(self) -> None:
        """See `ChildJob.cancel`."""
        drive(self._children.cancel(self.id))

    def __repr__(self) -> str:
        return f"<child {self.type} {self.id}>"


def drive(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run to its end what waits by blocking: there is no event loop, so it must never give way to one."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    coroutine.close()
    raise RuntimeError("SyncJobContext stands on a host whose calls block")


class _Turn:
    """A lock in the form that `questions.Questions` takes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    async def __aenter__(self) -> None:
        self._lock.acquire()

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()
