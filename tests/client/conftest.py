"""A fake relay on a real socket, and a session with it."""

from collections.abc import Callable, Iterator

import pytest

from jobwidgets.client.session import Session

from .fake_relay import FakeRelay


@pytest.fixture
def relay() -> Iterator[FakeRelay]:
    """A running server."""
    server = FakeRelay().start()
    yield server
    server.close()


@pytest.fixture
def new_session(relay: FakeRelay) -> Iterator[Callable[..., Session]]:
    """Makes sessions with the relay; they are closed at the end."""
    made: list[Session] = []

    def make(url: str | None = None, token: object = "good") -> Session:
        made.append(Session(url or relay.url, token))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for session in made:
        session.close(timeout=0)


@pytest.fixture
def session(new_session: Callable[..., Session]) -> Session:
    """A session with the relay."""
    return new_session()
