"""The process of one sync job, or of a notebook's function: what runs inside it (`process` starts it).

It runs one function and talks to the worker over one socket. It lives no longer than the worker: when
the socket ends, it kills its process group, which also ends what the function has started.
"""

import asyncio
import importlib
import inspect
import signal
import socket
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from ..protocol.errors import ConfigurationError
from .calling import is_async
from .child_host import BlockingHost, LoopHost
from .code import load_code
from .context import JobContext
from .failure import job_error
from .frames import Raised, Returned, Start, ToWorker
from .link import Link
from .registry import JobDefinition, jobs_in
from .result import encode_result
from .sync_context import SyncJobContext


def main(fd: int) -> None:
    """Run the one job this process is for."""
    link = Link(socket.socket(fileno=fd))
    start = link.receive()
    if not isinstance(start, Start):
        raise SystemExit("this process is started by a worker, not by hand")
    threading.Thread(target=link.listen, name="worker link", daemon=True).start()
    signal.signal(signal.SIGTERM, link.on_sigterm)
    try:
        last: ToWorker = Returned(_run(start, link))
    except BaseException as error:  # noqa: BLE001  whatever it is, the job's owner must read it
        last = Raised(job_error(error))
    link.finish(last)


def _run(start: Start, link: Link) -> bytes:
    definition = _definition(start)
    # What the decorated function is decides, whatever decorators make of it.
    if is_async(inspect.unwrap(definition.fn)):
        host = LoopHost(link, start)
        context = JobContext(host)
    else:
        host = BlockingHost(link, start)
        context = SyncJobContext(host)
    value = definition.fn(context, **definition.arguments(host.params))
    if inspect.iscoroutine(value):
        value = asyncio.run(_cancellable(value))
    return encode_result(value)


def _definition(start: Start) -> JobDefinition:
    if start.code is not None:
        return load_code(start.type, start.code)
    assert start.module is not None
    found = jobs_in(importlib.import_module(start.module)).get(start.type)
    if found is None:
        raise ConfigurationError(f"module {start.module} no longer has a job {start.type!r}; restart the worker")
    return found


async def _cancellable(coroutine: Coroutine[Any, Any, Any]) -> Any:
    task = asyncio.ensure_future(coroutine)
    asked: Callable[[], object] = task.cancel
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked)
    return await task
