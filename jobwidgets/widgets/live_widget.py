"""What both widgets share: strict options, a way through a busy kernel, and work on the flusher thread only."""

import difflib
import threading
import time
from typing import Any

import anywidget
from traitlets import Unicode

from .code import code_model, stub, views, views_key
from .flusher import Flusher, Sent, default_flusher
from .libraries import Libraries

CODE_AGAIN = 1.0
"""Seconds in which the views are sent to the pages of a widget once."""


class LiveWidget(anywidget.AnyWidget):
    """An anywidget that is updated by the kernel's one flusher thread.

    Observers of its traits therefore run on that thread, also while a cell is busy. ``_view`` names the view in
    ``js/src/kernel/main.js`` that draws it.
    """

    _view = ""
    _code = Unicode(help="Reference to the widget that carries the views.").tag(sync=True)

    _closed = True  # until opened: __del__ closes also what __init__ refused

    def __init__(self, flusher: Flusher | None = None, **options: Any) -> None:
        self._reject_unknown(options)
        # Before super().__init__(): that opens the comm, and a message may come in at once.
        self._lock = threading.Lock()
        self._closed = False
        self._code_sent = float("-inf")
        self._flusher = flusher or default_flusher()
        self._libraries = Libraries(self.send, self._flusher)
        super().__init__(_code=code_model(), **options)
        self.on_msg(self._enqueue)

    @property
    def _esm(self) -> str:
        return stub(self._view)

    def flush(self) -> Sent:
        """Send what changed; called by the flusher."""
        raise NotImplementedError

    def receive(self, message: dict[str, Any]) -> None:
        """Do what the browser asks; called on the flusher thread."""
        raise NotImplementedError

    def mark(self) -> None:
        """Something changed: be flushed soon. Quick, from any thread."""
        if not self._closed:
            self._flusher.mark(self)

    def open(self) -> None:
        """Open the comm (ipywidgets calls this)."""
        super().open()
        # ipykernel 7.4 answers a message of the browser on the shell that last *sent* something over this
        # comm, which is the main one: a click would wait for the running cell. Leave it on its own subshell.
        opened: Any = self.comm
        if hasattr(opened, "_reply_subshell_for"):
            opened._reply_subshell_for = lambda data, default: default

    def close(self) -> None:
        """Remove every view and stop updating."""
        if not self._closed:
            self._closed = True
            self.stop_watching()
            self._flusher.forget(self)
            self._libraries.close()
        super().close()

    def stop_watching(self) -> None:
        """Observe nothing any more; called once, by `close`."""
        raise NotImplementedError

    def _enqueue(self, _widget: Any, content: Any, _buffers: Any) -> None:
        # Runs on whichever thread the kernel handles messages on: only hand over.
        if isinstance(content, dict) and not self._closed:
            self._flusher.submit(lambda: self._hear(content))

    def _hear(self, message: dict[str, Any]) -> None:
        if self._closed:
            return  # meanwhile
        match message.get("type"):
            case "code":
                self._send_code()
            case "library":
                self._libraries.ask(message)
            case _:
                self.receive(message)

    def _send_code(self) -> None:
        """A page that has no way to the `Code` widget (another notebook system) asks for the views: again and again, if
        the kernel was busy, which is answered once."""
        now = time.monotonic()
        if now - self._code_sent < CODE_AGAIN:
            return
        self._code_sent = now
        self.send({"type": "code", "key": views_key(), "text": views()})
        self._flusher.spend(1, len(views()))

    def _reject_unknown(self, options: dict[str, Any]) -> None:
        known = {name for name in self.trait_names() if not name.startswith("_")}
        for name in options.keys() - known:
            close = difflib.get_close_matches(name, known, 1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise TypeError(f"{type(self).__name__}() has no option {name!r}{hint}")
