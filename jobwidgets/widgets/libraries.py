"""The libraries that draw plots: sent to a page when it asks, compressed, in pieces, within the kernel's budget.

They are a megabyte each, which most pages never need. A page says ``library {name, key, missing?}`` and is sent
``library {name, key, i, n}`` with the bytes of piece ``i`` of ``n`` as the message's buffer: those that are
``missing``, or all. ``key`` is the hash of the build that the page's views belong to.
"""

import functools
import gzip
import hashlib
from collections import deque
from collections.abc import Callable
from typing import Any

from .code import STATIC
from .flusher import Flusher, Sent

NAMES = ("plotly", "vega")
CHUNK = 200_000
"""Bytes of one piece: a fraction of what Jupyter's server lets through in a second."""

_OTHER_VERSION = "The page was loaded with another version of jobwidgets than the kernel runs: reload the page."
_MAX_WAITING = 64


@functools.cache
def library_key(name: str) -> str:
    """Tells this build of the library from others; `js/build.mjs` makes the same."""
    return hashlib.sha256(_file(name)).hexdigest()[:16]


@functools.cache
def pieces(name: str) -> tuple[bytes, ...]:
    """The library, compressed and cut."""
    packed = gzip.compress(_file(name), 9, mtime=0)
    return tuple(packed[at : at + CHUNK] for at in range(0, len(packed), CHUNK))


class Libraries:
    """What the pages of one widget asked for: one piece a flush.

    ``send(content, buffers)`` reaches all pages of the widget. Runs on the flusher's thread.
    """

    def __init__(self, send: Callable[[dict[str, Any], list[bytes]], None], flusher: Flusher) -> None:
        self._send, self._flusher = send, flusher
        self._waiting: deque[tuple[str, int]] = deque()

    def ask(self, message: dict[str, Any]) -> None:
        """A page wants a library, or pieces of it that did not arrive."""
        name, key = message.get("name"), message.get("key")
        if name not in NAMES:
            return
        if key != library_key(name):
            self._send({"type": "library", "name": name, "key": str(key)[:64], "error": _OTHER_VERSION}, [])
            return
        for i in _wanted(message.get("missing"), len(pieces(name))):
            if (name, i) not in self._waiting and len(self._waiting) < _MAX_WAITING:
                self._waiting.append((name, i))
        self._flusher.mark(self)

    def flush(self) -> Sent:
        """Send the next piece."""
        if not self._waiting:
            return Sent()
        name, i = self._waiting.popleft()
        all_pieces = pieces(name)
        piece = all_pieces[i]
        content = {"type": "library", "name": name, "key": library_key(name), "i": i, "n": len(all_pieces)}
        self._send(content, [piece])
        return Sent(1, len(piece) + 300, bool(self._waiting))

    def close(self) -> None:
        """Send nothing any more."""
        self._waiting.clear()
        self._flusher.forget(self)


def _wanted(missing: Any, count: int) -> list[int]:
    if not isinstance(missing, list):
        return list(range(count))
    return [i for i in missing if type(i) is int and 0 <= i < count]


@functools.cache
def _file(name: str) -> bytes:
    return (STATIC / f"{name}.js").read_bytes()
