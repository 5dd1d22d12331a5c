"""Widgets without a front end: every comm is recorded, every widget closed."""

from collections.abc import Iterator

import pytest

from jobwidgets.widgets.flusher import Flusher

from .recording import record


@pytest.fixture(autouse=True)
def recorded_comms(monkeypatch: pytest.MonkeyPatch) -> None:
    record(monkeypatch)


@pytest.fixture
def flusher() -> Iterator[Flusher]:
    """A flusher of the test's own."""
    flusher = Flusher()
    yield flusher
    flusher.stop()
