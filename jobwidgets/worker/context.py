"""`JobContext`: what an async job's function uses to be seen, and to go on where an earlier attempt stopped."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, overload

from ..protocol.records import Priority
from .calling import call
from .children import ChildJob, Launched
from .host import Host
from .questions import UNSET
from .speaking import Speaking
from .steps import StepHandle

if TYPE_CHECKING:
    from .registry import JobFunction

J = TypeVar("J", bound=str | int | float | bool | list[Any] | dict[str, Any] | None)
"""What JSON gives back as it was."""


class JobContext(Speaking):
    """The first argument of an async job's function.

    Saying something (`progress`, `write`, `log`, `artifact`, `with ctx.step(…)`) is a quick, plain call. What has to
    be on Redis, or waits for somebody, is awaited: `step` with a function, `checkpoint`, `ask`, `launch`, `flush`.

    A new attempt runs the function from the top: memoised steps that finished, questions that were answered and
    children that were launched return at once what they returned before; the code between them runs again.

    Attributes and errors of every call: see `Speaking`.
    """

    def __init__(self, host: Host) -> None:
        super().__init__(host, call, asyncio.Lock())

    @overload
    def step(
        self, name: str, /, *, detail: Any = None, parent: str | None = None, arguments: Any = None
    ) -> StepHandle: ...
    @overload
    def step(
        self, name: str, fn: Callable[..., Awaitable[J]], /, *args: Any, key: str | None = None, **kwargs: Any
    ) -> Coroutine[Any, Any, J]: ...
    @overload
    def step(
        self, name: str, fn: Callable[..., Awaitable[Any]], /, *args: Any, key: str | None = None, **kwargs: Any
    ) -> Coroutine[Any, Any, Any]: ...
    @overload
    def step(
        self, name: str, fn: Callable[..., J], /, *args: Any, key: str | None = None, **kwargs: Any
    ) -> Coroutine[Any, Any, J]: ...
    @overload
    def step(
        self, name: str, fn: Callable[..., Any], /, *args: Any, key: str | None = None, **kwargs: Any
    ) -> Coroutine[Any, Any, Any]: ...

    def step(self, name: str, fn: Any = None, /, *args: Any, key: str | None = None, **kwargs: Any) -> Any:
        """A step or tool call: ``with ctx.step("search", arguments={"query": q}) as step: …``, or memoised:
        ``pages = await ctx.step("fetch", fetch, url)``.

        Steps nest by themselves; ``parent`` (the ``id`` of another step) overrides that. Readers see ``detail`` (any
        JSON) beside the name, and the ``arguments`` and what `StepHandle.result` is given when they open the step.

        A memoised step runs ``fn(*args, **kwargs)``, a plain function in a thread, and remembers the result: a new
        attempt gets it without running ``fn`` again, and the text written in it too. The result is JSON-able and
        comes back as JSON gives it (a tuple as a list), both times. It is known by its name and how often that was used
        before; give ``key`` where steps run at the same time or their order may change.

        What a memoised step was called with and what it returned is shown by itself, cut to 2,000 characters each:
        whoever may see the job sees it.

        A step that was interrupted runs again: what it does outside should bear being done twice.

        Raises `MemoMismatch` if an earlier attempt called it with something else, `TooLarge` for a result above 255 KB.
        """
        if fn is None:
            return self.new_step(name, *args, **kwargs)
        return self._memory.step(str(name), fn, args, kwargs, key)

    async def checkpoint(self, state: Any) -> int:
        """From here a new attempt resumes: it finds ``state`` in `resumed_from`. Returns the checkpoint's number.

        What a lost attempt wrote after its last checkpoint is superseded. ``state`` is JSON-able, up to 400 KB,
        `TooLarge` above.
        """
        return await self._memory.checkpoint(state)

    def ask(
        self,
        prompt: str,
        schema: Any = None,
        *,
        key: str | None = None,
        timeout: float | None = None,
        default: Any = UNSET,
    ) -> Coroutine[Any, Any, Any]:
        """Ask the job's user and wait for the answer, which fits ``schema`` (a JSON schema); the worker's slot is free
        meanwhile. A new attempt gets the same answer at once, and so does the same ``key`` asked again.

        Args:
            prompt: the question, as the user reads it.
            schema: of the answer, e.g. ``{"type": "boolean"}`` or ``{"enum": ["yes", "no"]}``; None for anything.
            key: tells questions apart; by default their number and what they ask.
            timeout: seconds to wait, then ``default`` is the answer; without a default `AskTimeout` is raised.
        """
        return self._ask(prompt, schema, key, timeout, default)

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
    ) -> Coroutine[Any, Any, ChildJob]:
        """Launch another job as a child of this one: ``child = await ctx.launch("search", query=q)``, and then
        ``await child`` for its result. Cancelling this job cancels its children; a new attempt finds them again.

        Args:
            what: the type of the job, or a function marked with ``@job`` that a worker serves.
            params: its parameters; those given by name are added.
            key: tells children apart; by default the type and how often it was launched before.
            tags, timeout, retries, priority, delay: as for ``jobwidgets.launch``, in seconds.
        """
        asked = self._launch(
            what,
            {**(params or {}), **more},
            key,
            tags=tags,
            timeout=timeout,
            retries=retries,
            priority=priority,
            delay=delay,
        )
        return self._launched(asked)

    async def _launched(self, asked: Coroutine[Any, Any, Launched]) -> ChildJob:
        return ChildJob(self._children, await asked)

    def usage(self, input_tokens: int = 0, output_tokens: int = 0, cost: float = 0.0) -> "Awaitable[None]":
        """Tokens and US dollars spent since the last call; the job shows the sums.

        Await it where the job may pause: once its budget is used up, it asks its user there whether to go on, and
        raises `BudgetExhausted` if not. Not awaited, the next awaited call does so.
        """
        self._spent(input_tokens, output_tokens, cost)
        return _Maybe(self._budget.check)

    async def drain(self) -> None:
        """Await it in a loop that says much, as often as you like: it returns at once while there is room, and waits
        while more is said than Redis takes. Without it, what waits grows to 64 MB; then the oldest text gives way, with
        a mark where it stood, and other events raise `BufferFull`. (Plain functions wait by themselves.)
        """
        await self._host.drain()

    async def flush(self) -> None:
        """Until everything said so far is on Redis."""
        await self._flush()


class _Maybe:
    """An awaitable that nobody has to await."""

    def __init__(self, call: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._call = call

    def __await__(self) -> Generator[Any, Any, None]:
        return self._call().__await__()
