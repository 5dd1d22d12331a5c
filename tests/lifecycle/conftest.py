"""A cluster on each database; its server lives as long as the module, its workers as long as the test.

`make test` runs each file on one database (``DATABASE`` in the file, else SQLite), `make chaos` on both.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobwidgets.client.session import Session
from tests.conftest import ValkeyServer, _server
from tests.postgres import make_server

from .cluster import Cluster, session_of


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test on both databases; the one that is not the file's own is slow."""
    if "running" in metafunc.fixturenames:
        own = getattr(metafunc.module, "DATABASE", "sqlite")
        kinds = [
            pytest.param(kind, id=kind, marks=() if kind == own else pytest.mark.slow)
            for kind in ("sqlite", "postgresql")
        ]
        metafunc.parametrize("running", kinds, indirect=True, scope="module")


@pytest.fixture(scope="module")
def module_valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyServer]:
    """A Valkey these tests may empty, kill and replace."""
    server = _server(tmp_path_factory.mktemp("valkey"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def running(
    request: pytest.FixtureRequest, module_valkey: ValkeyServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    """A running server without workers."""
    directory = tmp_path_factory.mktemp(request.param)
    postgres = None
    if request.param == "postgresql":
        postgres = make_server()
        postgres.start()
        database = postgres.url()
    else:
        database = f"sqlite:///{directory}/jobs.sqlite"
    cluster = Cluster(module_valkey, database, directory)
    try:
        cluster.start_server()
        cluster.start_worker()  # from now on the job types are known
        cluster.stop_workers()
        yield cluster
    finally:
        cluster.stop()
        if postgres is not None:
            postgres.kill()
            shutil.rmtree(postgres.directory)


@pytest.fixture
def cluster(running: Cluster, tmp_path: Path) -> Iterator[Cluster]:
    """`running`, with its server up at the start and no worker at the end."""
    if running.server is None or running.server.poll() is not None:
        running.start_server()
    yield running
    running.stop_workers()


@pytest.fixture
def session(cluster: Cluster) -> Iterator[Session]:
    """Ada's notebook."""
    with session_of(cluster) as session:
        yield session
