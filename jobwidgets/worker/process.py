"""A sync job's process as its worker sees it: start, events, output lines, stop, and how it ended.

The process leads a group of its own, so that a stop reaches what the function has started. It inherits
one socket and its output pipes; neither the worker's other files nor its secrets.
"""

import asyncio
import logging
import os
import signal
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgspec
from msgspec.structs import replace

from ..protocol import events as ev
from ..protocol.errors import JobFailed, ProtocolError
from ..protocol.events import JobError, LogLevel
from .frames import (
    Emitted,
    Forget,
    Pieces,
    Raised,
    Request,
    Returned,
    Start,
    ToWorker,
    pack,
)
from .host import Host
from .service import Service, emit

_SECRETS = ("JOBWIDGETS_CODE_KEY", "JWT_SECRET")
_ADDRESSES = ("REDIS_URL", "DATABASE_URL")
"""With passwords in them; a function that came from a notebook does not get them either."""
_MAX_LINE = 8 * 1024
_AT_ONCE = 256 * 1024
"""Bytes read from a process at a time."""
_EXIT_WITHIN = 2.0
"""Seconds a process may still live after its answer."""
_OUTPUT_WITHIN = 0.5
"""Seconds its output may stay open after its end."""

# The worker's sys.path goes with it: modules are found as they were here. Not by PYTHONPATH, which other Pythons that
# the function starts would inherit.
_BOOT = (
    "import sys; fd, sys.path[:], sys.argv[:] = int(sys.argv[1]), sys.argv[2:], ['']; "
    "from jobwidgets.worker.child import main; main(fd)"
)
_decoder: msgspec.msgpack.Decoder[ToWorker] = msgspec.msgpack.Decoder(ToWorker)
log = logging.getLogger(__name__)


class JobProcess:
    """Runs one function, whose context stands on ``host``: ``await run()`` returns its result, or raises `JobFailed`.

    ``on_over`` is called when the function is over, before what it still waits for is given up.

    Cancelling `run` stops the process: SIGTERM, ``grace`` seconds, SIGKILL; then it raises
    `asyncio.CancelledError`. `kill` ends it without grace.
    """

    def __init__(self, start: Start, host: Host, *, grace: float, on_over: Callable[[], object] = lambda: None) -> None:
        self._start, self._host, self._grace, self._on_over = start, host, grace, on_over
        self._process: Process | None = None
        self._answer: Returned | Raised | None = None
        self._trouble: Exception | None = None
        self._stopping = False
        self._room: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """Of the process (and its group), None before it runs."""
        return self._process.pid if self._process else None

    async def run(self) -> Any:
        """See the class."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    "-u",  # what it prints is seen at once
                    "-c",
                    _BOOT,
                    str(theirs.fileno()),
                    *sys.path,
                    stdin=DEVNULL,
                    stdout=PIPE,
                    stderr=PIPE,
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,
                    env=self._environment(),
                )
            reader, writer = await asyncio.open_connection(sock=ours)
            whole = asyncio.create_task(self._attend(self._process, reader, writer))
            try:
                await asyncio.wait({whole})
            except asyncio.CancelledError:
                self._signal(signal.SIGTERM)
                self._read_on()
                await asyncio.wait({whole}, timeout=self._grace)
                raise
            finally:
                self.kill()
                await asyncio.wait({whole})
                why = whole.exception()
                await self._process.wait()
                # A process that left the group may still hold the output open; asyncio has no public way to close it.
                self._process._transport.close()  # pyright: ignore
                writer.close()
            if why is not None:
                raise why
        return self._result(self._process.returncode)

    def kill(self) -> None:
        """SIGKILL to the group: the function and what it has started."""
        self._signal(signal.SIGKILL)
        self._read_on()

    def _read_on(self) -> None:
        """Wait for room no more: a function that waits to be read could not clean up."""
        self._stopping = True
        if self._room is not None:
            self._room.cancel()

    def _signal(self, number: int) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _environment(self) -> dict[str, str]:
        hidden = {*_SECRETS, *(_ADDRESSES if self._start.code is not None else ())}
        return {name: value for name, value in os.environ.items() if name not in hidden}

    async def _attend(self, process: Process, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        output = asyncio.gather(self._lines(process.stdout, "info"), self._lines(process.stderr, "warning"))
        service = Service(self._host, lambda reply: writer.write(pack(reply)), self._give_up)
        try:
            writer.write(pack(self._whole_start()))
            await self._listen(reader, service)
            if self._trouble is not None:
                raise self._trouble
            await self._exited(process)
            with suppress(TimeoutError):
                # A grandchild may hold the pipe open for ever.
                await asyncio.wait_for(asyncio.shield(output), _OUTPUT_WITHIN)
        finally:
            self.kill()
            self._on_over()
            await service.aclose()
            output.cancel()
            await asyncio.gather(output, return_exceptions=True)

    def _whole_start(self) -> Start:
        host = self._host
        return replace(
            self._start,
            tags=list(host.tags),
            parent=host.parent,
            memos=dict(host.memos),
            checkpoint=host.start_checkpoint,
            usage=host.usage(),
            budget=host.budget,
        )

    def _give_up(self, why: Exception) -> None:
        self._trouble = self._trouble or why
        self.kill()

    async def _exited(self, process: Process) -> None:
        if self._answer is not None:
            # Threads or exit handlers of the function do not hold up its result.
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _EXIT_WITHIN)
                return
            self.kill()
        await process.wait()

    async def _listen(self, reader: asyncio.StreamReader, service: Service) -> None:
        pieces = Pieces()
        while self._answer is None:
            try:
                data = await reader.read(_AT_ONCE)
                frames = [_decoder.decode(frame) for frame in pieces.feed(data)]
            except ConnectionError:
                return
            except msgspec.MsgspecError as why:
                raise ProtocolError(f"the job's process sent something unreadable: {why}") from why
            if not data:
                return
            for frame in frames:
                await self._take(frame, service)
            if not self._stopping:
                self._room = asyncio.create_task(service.room(), name=f"room for job {self._start.job}")
                await asyncio.wait({self._room})
                if not self._room.cancelled():
                    self._room.result()

    async def _take(self, frame: ToWorker, service: Service) -> None:
        match frame:
            case Emitted(events=lines):
                await service.say(lines)
            case Request():
                await service.begin(frame)
            case Forget(number=number):
                service.forget(number)
            case Returned() | Raised():
                self._answer = frame

    async def _lines(self, stream: asyncio.StreamReader, level: LogLevel) -> None:
        rest = b""
        while chunk := await stream.read(64 * 1024):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                await self._log(line, level)
            if len(rest) > _MAX_LINE:
                await self._log(rest, level)
                rest = b""
        if rest:
            await self._log(rest, level)

    async def _log(self, line: bytes, level: LogLevel) -> None:
        # A progress bar writes over its line with \r: the last version is what a terminal would show.
        text = line.rstrip(b"\r").rsplit(b"\r", 1)[-1].decode("utf-8", "replace")
        for i in range(0, len(text), _MAX_LINE):
            piece = text[i : i + _MAX_LINE]
            event = ev.Log(job=self._start.job, at=time.time(), message=piece, level=level)
            await emit(self._host, event)

    def _result(self, code: int | None) -> Any:
        match self._answer:
            case Returned(result=data):
                return msgspec.json.decode(data)
            case Raised(error=error):
                raise JobFailed(self._start.job, error)
            case None:
                raise JobFailed(self._start.job, JobError("WorkerProcessDied", _death(code)))


def _death(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else "unknown signal"
        hint = "; the machine may have run out of memory" if -code == signal.SIGKILL else ""
        return f"The job's process ended without an answer: killed by {name} ({-code}){hint}."
    return f"The job's process ended without an answer, with exit code {code}."
