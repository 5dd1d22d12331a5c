"""A home of the test's own, and stacks in it that are gone when the test is over."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jobwidgets.local.home import Home
from jobwidgets.local.processes import ProcessId, kill_now, wait_gone
from jobwidgets.local.runtime import Runtime, read_runtime
from jobwidgets.testing import wait_until_sync

STANDINS = Path(__file__).parent / "standins"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """JOBWIDGETS_HOME for this test; no Redis and no server configured."""
    for name in ("REDIS_URL", "JOBWIDGETS_URL", "JOBWIDGETS_TOKEN", "JOBWIDGETS_JOBS", "JWT_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JOBWIDGETS_HOME", str(tmp_path / "home"))
    return Home.default().create()


class Standin:
    """A supervisor with a real Valkey and stand-ins for server and worker."""

    def __init__(self, home: Home, process: subprocess.Popen[bytes]) -> None:
        self.home = home
        self.process = process
        self.seen: set[ProcessId] = set()

    @property
    def runtime(self) -> Runtime:
        """What runtime.json says."""
        found = read_runtime(self.home)
        assert found is not None, "there is no runtime.json"
        self.seen |= {info.process for info in found.members.values() if info.process is not None}
        return found

    def member(self, name: str) -> ProcessId:
        """The running process of ``name``."""
        process = self.runtime.members[name].process
        assert process is not None, f"{name} does not run"
        return process

    def ready(self) -> "Standin":
        """Wait until all members run."""
        wait_until_sync(
            lambda: (
                self.process.poll() is not None or ((r := read_runtime(self.home)) and r.state == "ready" and r.alive)
            ),
            "the stack to be ready",
            30,
        )
        assert self.process.poll() is None, self.log()
        wait_until_sync(
            lambda: all(m.state == "running" for m in self.runtime.members.values()), "all members to run", 30
        )
        return self

    def log(self) -> str:
        """What the supervisor has said."""
        return self.home.log("supervisor").read_text()

    def end(self) -> None:
        """Whatever happened in the test, nothing of it stays."""
        found = read_runtime(self.home)
        if found is not None:
            self.seen |= {info.process for info in found.members.values() if info.process is not None}
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)
        kill_now(self.seen)


@pytest.fixture
def standin(home: Home) -> Iterator[Callable[..., Standin]]:
    """``standin(*words, **options)`` starts one; words go to the stand-in for the worker."""
    started: list[Standin] = []

    def start(*words: str, **options: object) -> Standin:
        process = subprocess.Popen(
            [sys.executable, str(STANDINS / "stack.py"), str(home.root), *words],
            env={**os.environ, "STANDIN": json.dumps(options)},
            start_new_session=True,
        )
        started.append(Standin(home, process))
        return started[-1]

    yield start
    for one in started:
        one.end()


def gone(processes: set[ProcessId], timeout: float = 30.0) -> bool:
    """True when none of them runs any more."""
    return wait_gone(processes, timeout)
