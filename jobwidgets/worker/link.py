"""`Link`: the socket from the process of a job to its worker.

Events that may wait a moment gather here and travel together: a call of its own for each token would cost more than all
the rest. Whatever else is sent takes along what was said before it.
"""

import os
import signal
import socket
import sys
import threading
import time
from concurrent.futures import Future
from contextlib import suppress
from types import FrameType

import msgspec

from ..bus.outbox import Outbox
from ..protocol import events as ev
from ..protocol.errors import error_from_dict
from ..protocol.events import Event
from .frames import HEADER_BYTES, Call, Emitted, Forget, Reply, Request, ToProcess, ToWorker, pack

_decoder: msgspec.msgpack.Decoder[ToProcess] = msgspec.msgpack.Decoder(ToProcess)
ASKED_TO_STOP = 143
"""Exit code after SIGTERM, as shells report it."""
_PATIENT = frozenset({ev.Text, ev.Progress, ev.Log, ev.UsageEvent})
_GATHER = 0.01
"""Seconds those may wait here; the publisher lets them wait ten times as long."""
_MUCH = 64 * 1024
"""Bytes that do not wait: whoever says them sends them, and waits while the worker is behind."""


class Link:
    """Frames may be sent from any thread and are never torn by a signal; requests may be open in any number."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._lock = threading.Lock()
        self._gathering = threading.Lock()
        self._outbox = Outbox()
        self._waiting = threading.Event()
        self._sender: threading.Thread | None = None
        self._forked = False
        self.said = 0
        """Bytes of events sent so far."""
        self._main = threading.main_thread().ident
        self._busy_on_main = 0
        self._asking = threading.Lock()
        self._asked = 0
        self._open: dict[int, Future[bytes]] = {}
        self._stop_asked = False
        self._over = False
        os.register_at_fork(after_in_child=self._after_fork)

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

    def say(self, event: Event) -> None:
        """Hand an event over: at once, or with what follows it within 10 ms. Raises as `Outbox.put`; waits while the
        worker is behind."""
        main = threading.get_ident() == self._main
        if main:
            self._busy_on_main += 1
        try:
            with self._gathering:
                self._outbox.put(event)
            if type(event) not in _PATIENT or self._outbox.size > _MUCH or self._forked:
                self._hand_over()
            elif not self._waiting.is_set():
                self._wake_sender()
        finally:
            if main:
                self._busy_on_main -= 1
        if main and self._stop_asked and not self._busy_on_main:
            self._stop()

    def send(self, frame: ToWorker) -> None:
        """Hand a frame over, after all that was said; waits while the worker is behind."""
        main = threading.get_ident() == self._main
        if main:
            self._busy_on_main += 1
        try:
            self._hand_over(frame)
        finally:
            if main:
                self._busy_on_main -= 1
        if main and self._stop_asked and not self._busy_on_main:
            self._stop()

    def _hand_over(self, frame: ToWorker | None = None) -> None:
        with self._lock:
            while len(self._outbox):
                with self._gathering:
                    lines = [unsent.data for unsent in self._outbox.cut()]
                self.said += sum(map(len, lines))
                self._socket.sendall(pack(Emitted(lines)))
            if frame is not None:
                self._socket.sendall(pack(frame))

    def _stop(self) -> None:
        self._stop_asked = False
        raise SystemExit(ASKED_TO_STOP)

    def _wake_sender(self) -> None:
        self._waiting.set()
        if self._sender is None:
            self._sender = threading.Thread(target=self._send_what_gathers, name="worker link, out", daemon=True)
            self._sender.start()

    def _send_what_gathers(self) -> None:
        with suppress(OSError):  # the worker is gone: `listen` sees to it
            while self._waiting.wait():
                time.sleep(_GATHER)
                self._waiting.clear()
                self._hand_over()

    def _after_fork(self) -> None:
        """What the function forks has no sender, and what was said before the fork is the parent's to send."""
        self._lock, self._gathering = threading.Lock(), threading.Lock()
        self._outbox, self._forked = Outbox(), True

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
        if self._busy_on_main:
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
