"""A comm that keeps what a widget sends, and a way to play the browser."""

import threading
from collections.abc import Callable
from typing import Any

import comm
import pytest
from comm.base_comm import BaseComm

from jobwidgets.testing import wait_until_sync
from jobwidgets.widgets.flusher import Flusher
from jobwidgets.widgets.live_widget import LiveWidget


class RecordingComm(BaseComm):
    """Messages as they would go over the wire, oldest first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.messages: list[dict[str, Any]] = []
        super().__init__(*args, **kwargs)

    def publish_msg(self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **_: Any) -> None:
        self.messages.append({"msg_type": msg_type, **(data or {})})

    @property
    def custom(self) -> list[dict[str, Any]]:
        """The custom messages."""
        return [m["content"] for m in self.messages if m.get("method") == "custom"]

    @property
    def updates(self) -> list[dict[str, Any]]:
        """The trait updates."""
        return [m["state"] for m in self.messages if m.get("method") == "update"]


def comm_of(widget: LiveWidget) -> RecordingComm:
    assert isinstance(widget.comm, RecordingComm)
    return widget.comm


def say(widget: LiveWidget, content: dict[str, Any]) -> None:
    """What the page sends."""
    widget._handle_custom_msg(content, [])


def settled(flusher: Flusher, condition: Callable[[], Any], what: str) -> Any:
    """Wait until ``condition`` holds, then for the end of the flush that has brought it about: traits are set one
    after the other, and sent after that."""
    value = wait_until_sync(condition, what)
    done = threading.Event()
    flusher.submit(done.set)
    assert done.wait(30)
    return value


def by_hand(flusher: Flusher, *delays: float) -> list[Callable[[], None]]:
    """What ``flusher`` is to do after these delays, for the test to submit. Two timers that a busy machine finds due at
    the same time would be served by one flush."""
    later, kept = flusher.later, []

    def note(delay: float, action: Callable[[], None]) -> None:
        if delay in delays:
            kept.append(action)
        else:
            later(delay, action)

    flusher.later = note  # type: ignore[method-assign]
    return kept


def record(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every widget open a `RecordingComm`."""
    monkeypatch.setattr(comm, "create_comm", RecordingComm)
