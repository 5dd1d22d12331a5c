"""Fixtures shared by all tests: a real Valkey."""

import os
import secrets
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import pytest
import redis
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from jobwidgets.local import valkey


def pytest_configure() -> None:
    """A run that a shell has put in the background ignores Ctrl-C, and so would every process that a test starts."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


LONG = ("e2e", "browser", "lifecycle", "local", "notebooks", "cli", "web", "examples", "worker", "server", "client")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole files go to whichever process is free (`make test`): those that take long must not be the last."""
    order = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.parent.name, len(order)))


class _Files(LoadFileScheduling):
    """Whole files, but some directories to one process: the browser's tests share a JupyterLab, a Chromium and its
    page, those of the cluster three Valkeys."""

    def _split_scope(self, nodeid: str) -> str:
        for directory in ("tests/browser/", "tests/cluster/"):
            if nodeid.startswith(directory):
                return directory
        return super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    """Ours for ``--dist loadfile``."""
    return _Files(config, log) if config.getoption("dist") == "loadfile" else None


# No deadline: how long an example takes, or its making, says more about the machine than about us. In CI the same
# examples every time.
settings.register_profile(
    "jobwidgets", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("jobwidgets")


@dataclass
class ValkeyServer:
    """A real server that a test may also kill, freeze and start again."""

    directory: Path
    port: int
    password: str
    durable: bool = True
    process: Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        config = valkey.write_config(self.directory, port=self.port, password=self.password)
        if not self.durable:
            # Nobody kills it, so it need not write each test's data to a disk that may stall.
            config.write_text(config.read_text().replace("appendonly yes", "appendonly no"))
        self.process = valkey.start(config, self.directory / "valkey.log")
        valkey.wait_ready(self.url, self.process)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        assert self.process is not None
        self.process.wait(30)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.signal(signal.SIGCONT)
            self.signal(signal.SIGTERM)
            self.process.wait(30)

    def signal(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)


def _server(directory: Path, *, durable: bool = True) -> ValkeyServer:
    server = ValkeyServer(directory, valkey.free_port(), secrets.token_urlsafe(12), durable)
    server.start()
    return server


@pytest.fixture(scope="session")
def _shared_valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyServer]:
    server = _server(tmp_path_factory.mktemp("valkey"), durable=False)
    yield server
    server.stop()


@pytest.fixture
def redis_url(_shared_valkey: ValkeyServer) -> str:
    """URL of a running, empty Valkey."""
    with redis.Redis.from_url(_shared_valkey.url) as client:
        client.flushall()
    return _shared_valkey.url


@pytest.fixture
def own_valkey(tmp_path: Path) -> Iterator[ValkeyServer]:
    """A Valkey of the test's own, to be killed and restarted."""
    server = _server(tmp_path / "valkey")
    yield server
    server.stop()
