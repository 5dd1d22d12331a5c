"""A worker's line to the parent of its group, and through it to its colleagues.

If the parent is gone, however it went, the line ends: the worker stops, and if it has not within some seconds, because
its loop hangs, it is ended. That is watched on a thread, as `jobwidgets.local.watchdog` watches a pipe.
"""

import asyncio
import contextlib
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator

from .group_wire import BEAT, Alive, Ask, Figures, FromWorker, Report, RollCall, decode_to_worker, encode
from .logging import get_logger

log = get_logger(__name__)

ORPHAN_PATIENCE = 5.0
"""Seconds an orphan has to stop by itself."""
ASK_PATIENCE = 1.0
"""Seconds the parent has for a roll call; it gives the others half of that."""


class Colleagues:
    """The worker's line to its parent. Used on the loop, but for `tell`, which any thread may call."""

    def __init__(self, worker: int, lines: Iterator[bytes], out: int) -> None:
        self.worker = worker
        self.figures: Callable[[int], Figures] | None = None
        """Makes this worker's own, for a round."""
        self._lines, self._out = lines, out
        self._asks = 0
        self._asked: dict[int, asyncio.Future[RollCall]] = {}
        self._unsent: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def listen(self, loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
        """Begin to read and write, each on a thread, and to say that ``loop`` turns. The line's end sets ``stop``."""
        threading.Thread(target=self._read, args=(loop, stop), name="parent", daemon=True).start()
        threading.Thread(target=self._write, name="to parent", daemon=True).start()
        self._beat(loop)

    async def roll_call(self) -> RollCall | None:
        """How all workers are; None if the parent does not say in time."""
        self._asks += 1
        number = self._asks
        future = self._asked[number] = asyncio.get_running_loop().create_future()
        self.tell(Ask(number))
        try:
            async with asyncio.timeout(ASK_PATIENCE):
                return await future
        except TimeoutError:
            return None
        finally:
            del self._asked[number]

    def tell(self, message: FromWorker) -> None:
        """Never waits: a parent that does not read must not hold up the sockets."""
        self._unsent.put(encode(message))

    def _beat(self, loop: asyncio.AbstractEventLoop) -> None:
        self.tell(Alive())
        loop.call_later(BEAT, self._beat, loop)

    def _heard(self, line: bytes) -> None:
        match decode_to_worker(line):
            case Report(round) if self.figures is not None:
                self.tell(self.figures(round))
            case RollCall(ask) as roll if (future := self._asked.get(ask)) is not None and not future.done():
                future.set_result(roll)

    def _read(self, loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed already
            for line in self._lines:
                loop.call_soon_threadsafe(self._heard, line)
            log.warning("parent gone", advice="stopping")
            loop.call_soon_threadsafe(stop.set)
        time.sleep(ORPHAN_PATIENCE)
        os._exit(1)

    def _write(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                write_all(self._out, self._unsent.get())


def lines_from(pipe: int) -> Iterator[bytes]:
    """The lines from ``pipe`` until it ends. Not a file object: Python aborts at exit if a thread still reads one."""
    rest = b""
    while chunk := os.read(pipe, 1 << 16):
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines


def write_all(pipe: int, data: bytes) -> None:
    """Write ``data`` to the file descriptor. Raises `OSError` when nobody reads."""
    while data:
        data = data[os.write(pipe, data) :]
