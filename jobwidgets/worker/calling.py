"""How the function of a step is called."""

import asyncio
import contextvars
import inspect
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any


def is_async(fn: Callable[..., Any]) -> bool:
    """Whether calling ``fn`` gives a coroutine, as far as can be told beforehand."""
    return inspect.iscoroutinefunction(fn) or inspect.iscoroutinefunction(getattr(fn, "__call__", None))  # noqa: B004


async def call_plain(fn: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Run a step's function in a plain job."""
    value = fn(*args, **kwargs)
    if inspect.iscoroutine(value):
        value.close()
        raise TypeError("a plain job's steps are plain functions: make the job `async def` to use coroutines")
    return value


async def call(fn: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Run a step's function in an async job: a coroutine here, anything else in a thread."""
    if is_async(fn):
        return await fn(*args, **kwargs)
    value = await _in_thread(fn, args, kwargs)
    return await value if inspect.isawaitable(value) else value


async def _in_thread(fn: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """`asyncio.to_thread` with a thread of its own: the loop's pool is small, and its end would wait for a function
    that does not end."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Any] = loop.create_future()
    context = contextvars.copy_context()

    def settle(value: Any, error: BaseException | None) -> None:
        if done.done():
            return
        if error is None:
            done.set_result(value)
        else:
            done.set_exception(error)

    def work() -> None:
        value, error = None, None
        try:
            value = context.run(fn, *args, **kwargs)
        except StopIteration as why:
            error = RuntimeError(f"the step raised StopIteration: {why}")  # no future can carry it
        except BaseException as why:  # noqa: BLE001  it is raised where the step is awaited
            error = why
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, value, error)

    threading.Thread(target=work, name="job step", daemon=True).start()
    return await done
