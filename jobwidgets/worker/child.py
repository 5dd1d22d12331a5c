"""The process of one sync job, or of a notebook's function: what runs inside it (`process` starts it).

It runs one function and talks to the worker over one socket. It lives no longer than the worker: when
the socket ends, it kills its process group, which also ends what the function has started.
"""

import asyncio
import importlib
import inspect
import os
import signal
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import suppress
from types import FrameType
from typing import Any

import msgspec

from ..protocol.errors import ConfigurationError
from ..protocol.events import Event
from ..protocol.wire import encode_event
from .code import load_code
from .context import JobContext
from .failure import job_error
from .frames import HEADER_BYTES, Emitted, Flush, Flushed, Raised, Returned, Start, ToProcess, ToWorker, pack
from .registry import JobDefinition, jobs_in
from .result import encode_result

_decoder: msgspec.msgpack.Decoder[ToProcess] = msgspec.msgpack.Decoder(ToProcess)
ASKED_TO_STOP = 143
"""Exit code after SIGTERM, as shells report it."""


class _Done:
    """An awaitable that is finished: `JobContext.flush` has waited already."""

    def __await__(self) -> Generator[None, None, None]:
        return
        yield


class Link:
    """The socket to the worker. Frames may be sent from any thread and are never torn by a signal."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._lock = threading.Lock()
        self._answer = threading.Condition()
        self._flushes = self._flushed = 0
        self._sending_on_main = False
        self._stop_asked = False
        self._over = False

    def receive(self) -> ToProcess | None:
        """The next frame, None when the worker is gone."""
        header = self._exactly(HEADER_BYTES)
        data = header and self._exactly(int.from_bytes(header, "big"))
        return _decoder.decode(data) if data else None

    def _exactly(self, count: int) -> bytes | None:
        parts: list[bytes] = []
        while count:
            try:
                part = self._socket.recv(count)
            except OSError:
                part = b""
            if not part:
                return None
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def send(self, frame: ToWorker) -> None:
        """Hand a frame over; waits while the worker is behind."""
        data = pack(frame)
        main = threading.current_thread() is threading.main_thread()
        if main:
            self._sending_on_main = True
        try:
            with self._lock:
                self._socket.sendall(data)
        finally:
            if main:
                self._sending_on_main = False
        if main and self._stop_asked:
            self._stop_asked = False
            raise SystemExit(ASKED_TO_STOP)

    def emit(self, event: Event) -> None:
        """`JobContext`'s way out. What cannot travel is refused here, at the caller's line."""
        self.send(Emitted(encode_event(event)))

    def flush(self) -> Awaitable[None]:
        """Wait until the worker says that everything is on Redis."""
        with self._answer:
            self._flushes += 1
            number = self._flushes
        self.send(Flush(number))
        with self._answer:
            self._answer.wait_for(lambda: self._flushed >= number)
        return _Done()

    def on_sigterm(self, number: int, frame: FrameType | None) -> None:
        """Raise `SystemExit` in the function once, so that its clean-up runs; never inside a half-sent frame."""
        signal.signal(signal.SIGTERM, _ignore)
        if self._sending_on_main:
            self._stop_asked = True
        else:
            raise SystemExit(ASKED_TO_STOP)

    def listen(self) -> None:
        """Thread: take the worker's answers; end everything when it is gone."""
        while (frame := self.receive()) is not None:
            if isinstance(frame, Flushed):
                with self._answer:
                    self._flushed = frame.number
                    self._answer.notify_all()
        if self._over:
            os._exit(0)  # nobody waits for threads the function has left behind
        os.killpg(os.getpgrp(), signal.SIGKILL)

    def finish(self, frame: ToWorker) -> None:
        """Say the last word; a stop that comes now is too late."""
        signal.signal(signal.SIGTERM, _ignore)
        self._stop_asked = False
        for stream in (sys.stdout, sys.stderr):
            # The function may have closed or replaced them.
            with suppress(OSError, ValueError, AttributeError):
                stream.flush()
        self._over = True
        self.send(frame)


def _ignore(number: int, frame: FrameType | None) -> None:
    """Not SIG_IGN: processes the function starts would inherit that."""


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
    params = msgspec.json.decode(start.params, type=dict[str, Any])
    arguments = definition.arguments(params)
    context = JobContext(link.emit, link.flush, job=start.job, attempt=start.attempt, user=start.user, params=params)
    value = definition.fn(context, **arguments)
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


async def _cancellable(coroutine: Any) -> Any:
    task = asyncio.ensure_future(coroutine)
    asked: Callable[[], object] = task.cancel
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked)
    return await task
