"""Which memoised step the running code belongs to: memo names are counted within it, text written in it is kept.

It follows tasks and `asyncio.to_thread` as context variables do; a thread started by hand belongs to the job itself.
"""

import hashlib
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MAX_SAID_CHARS = 128 * 1024
"""Characters of a step's text that its memo keeps."""
MAX_KEY_CHARS = 160
"""A longer name is cut and told apart by a digest."""


class Scope:
    """The job's function (``label`` empty), or one run of a memoised step within ``outer``.

    ``owner`` tells jobs apart that share a context.
    """

    def __init__(self, owner: object, label: str = "", outer: "Scope | None" = None) -> None:
        self.owner, self.label, self.outer = owner, label, outer
        self._lock = threading.Lock()
        self._uses: Counter[str] = Counter()
        self._said: list[tuple[str, list[str]]] = []
        self._chars = self._lost = 0

    def count(self, what: str) -> int:
        """The how-manieth use of ``what`` within this scope this is, from 1."""
        with self._lock:
            self._uses[what] += 1
            return self._uses[what]

    def name(self, name: str) -> str:
        """``name`` with its number, told apart from the same name in other scopes."""
        numbered = f"{name}#{self.count(name)}"
        return short(f"{self.label}/{numbered}" if self.label else numbered)

    def hear(self, channel: str, delta: str) -> None:
        """Keep text written in here."""
        if not delta.isascii():
            delta = delta.encode("utf-8", "replace").decode()  # as it is sent: a lone surrogate is no UTF-8
        with self._lock:
            kept = delta[: MAX_SAID_CHARS - self._chars]
            self._chars += len(kept)
            self._lost += len(delta) - len(kept)
            if self._said and self._said[-1][0] == channel:
                self._said[-1][1].append(kept)
            elif kept:
                self._said.append((channel, [kept]))

    def forget(self) -> None:
        """What was said so far need not be said again: a checkpoint keeps it."""
        with self._lock:
            self._said.clear()
            self._chars = self._lost = 0

    def said(self) -> list[tuple[str, str]]:
        """The text kept, (channel, text), in order."""
        with self._lock:
            whole = [(channel, "".join(parts)) for channel, parts in self._said]
            if self._lost:
                channel, text = whole[-1]
                whole[-1] = (channel, f"{text}\n[… {self._lost:,} characters were not kept …]\n")
            return whole

    def outwards(self) -> "Iterator[Scope]":
        """This scope and those around it, without the job's own."""
        scope: Scope | None = self
        while scope is not None and scope.outer is not None:
            yield scope
            scope = scope.outer


_current: ContextVar[Scope | None] = ContextVar("jobwidgets_scope", default=None)


def current(root: Scope) -> Scope:
    """The scope of the running code, ``root`` outside all steps of its job."""
    scope = _current.get()
    return scope if scope is not None and scope.owner is root.owner else root


@contextmanager
def entered(scope: Scope) -> Iterator[None]:
    """Code in the block, and tasks made in it, belong to ``scope``."""
    before = _current.get()
    _current.set(scope)
    try:
        yield
    finally:
        # By value and not by token: a generator may be closed in another context.
        _current.set(before)


def short(name: str) -> str:
    """``name``, or its beginning and a digest."""
    if len(name) <= MAX_KEY_CHARS:
        return name
    return f"{name[: MAX_KEY_CHARS - 17]}~{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:16]}"


def checked_key(key: object) -> str:
    """A ``key`` as its user gave it; `ValueError` unless it is text of a sensible length."""
    if not isinstance(key, str) or not 0 < len(key) <= MAX_KEY_CHARS:
        raise ValueError(f"key must be text of 1 to {MAX_KEY_CHARS} characters, not {str(key)[:60]!r}")
    return key
