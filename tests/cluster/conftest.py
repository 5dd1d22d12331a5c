"""One real cluster for all tests; relays, writers and subscribers as in tests/relay."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobwidgets.bus import keys
from jobwidgets.protocol.errors import StackError
from tests.relay.conftest import http, new_job, serve, subscriber

from .nodes import ValkeyCluster

__all__ = ["http", "new_job", "serve", "subscriber"]


@contextlib.contextmanager
def started(directory: Path) -> Iterator[ValkeyCluster]:
    """Three primaries."""
    cluster = ValkeyCluster(directory / "first")
    try:
        try:
            cluster.start()
        except StackError:
            # Six ports that were free a moment ago: somebody may have got one of them since.
            cluster.stop()
            cluster = ValkeyCluster(directory / "second")
            cluster.start()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyCluster]:
    """Three primaries, started once."""
    with started(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture
def cluster(running: ValkeyCluster) -> ValkeyCluster:
    """`running`, whole and empty."""
    running.wait()
    running.clear()
    return running


@pytest.fixture(params=["plain", "sharded"])
def pubsub(request: pytest.FixtureRequest) -> Iterator[str]:
    """Both ways of publishing."""
    keys.use_pubsub(request.param)
    yield request.param
    keys.use_pubsub(None)


@pytest.fixture
def sharded() -> Iterator[None]:
    """Sharded pub/sub only."""
    keys.use_pubsub("sharded")
    yield
    keys.use_pubsub(None)
