"""One real cluster for all tests of a module; relays, writers and subscribers as in tests/relay."""

from collections.abc import Iterator

import pytest

from jobwidgets.bus import keys
from tests.relay.conftest import http, new_job, serve, subscriber

from .nodes import ValkeyCluster

__all__ = ["http", "new_job", "serve", "subscriber"]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyCluster]:
    """Three primaries, started once for the module."""
    cluster = ValkeyCluster(tmp_path_factory.mktemp("cluster"))
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


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
