"""`Link`: the socket from the process of a job to its worker."""

import os
import signal
import socket
import sys
import threading
from concurrent.futures import Future
from contextlib import suppress
from types import FrameType

import msgspec

from ..protocol.errors import error_from_dict
from .frames import HEADER_BYTES, Call, Forget, Reply, Request, ToProcess, ToWorker, pack

_decoder: msgspec.msgpack.Decoder[ToProcess] = msgspec.msgpack.Decoder(ToProcess)
ASKED_TO_STOP = 143
"""Exit code after SIGTERM, as shells report it."""


class Link:
    """Frames may be sent from any thread and are never torn by a signal; requests may be open in any number."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._lock = threading.Lock()
        self._asking = threading.Lock()
        self._asked = 0
        self._open: dict[int, Future[bytes]] = {}
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
                part = self._socket.recv(min(count, 1024 * 1024))
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

    def request(self, call: Call) -> tuple[int, "Future[bytes]"]:
        """Ask the worker for something: the request's number, and what its reply will bring, JSON or an error."""
        answer: Future[bytes] = Future()
        answer.set_running_or_notify_cancel()  # an event loop that gives up waiting does not take it from the listener
        with self._asking:
            self._asked += 1
            number = self._asked
            self._open[number] = answer
        self.send(Request(number, call))
        return number, answer

    def forget(self, number: int) -> None:
        """Nobody waits for this reply any more."""
        if self._open.pop(number, None) is not None and not self._over:
            self.send(Forget(number))

    def on_sigterm(self, number: int, frame: FrameType | None) -> None:
        """Raise `SystemExit` in the function once, so that its clean-up runs; never inside a half-sent frame."""
        signal.signal(signal.SIGTERM, _ignore)
        if self._sending_on_main:
            self._stop_asked = True
        else:
            raise SystemExit(ASKED_TO_STOP)

    def listen(self) -> None:
        """Thread: take the worker's replies; end everything when it is gone."""
        while (frame := self.receive()) is not None:
            if isinstance(frame, Reply) and (answer := self._open.pop(frame.number, None)) is not None:
                if frame.error is None:
                    answer.set_result(frame.value)
                else:
                    answer.set_exception(error_from_dict(msgspec.json.decode(frame.error)))
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
