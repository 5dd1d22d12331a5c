"""A fake relay on a real socket, and the real parts; sessions with either."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jobwidgets.client.session import Session
from jobwidgets.testing import wait_until_sync

from .fake_relay import FakeRelay
from .real_stack import RealStack


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


@pytest.fixture
def real_stack(redis_url: str, tmp_path: Path) -> Iterator[RealStack]:
    """Server and worker."""
    stack = RealStack(redis_url, tmp_path)
    with contextlib.ExitStack() as ending:  # its thread ends, whatever the rest raises: pytest would wait for it
        ending.callback(stack.close)
        stack.start_server()
        ending.callback(stack.stop_server)
        stack.start_worker()
        ending.callback(stack.stop_worker)
        yield stack


@pytest.fixture
def real_session(real_stack: RealStack) -> Iterator[Session]:
    """A session whose worker is there."""
    with Session(real_stack.url, real_stack.token) as session:
        wait_until_sync(lambda: session.rest.types(), "the worker")
        yield session
