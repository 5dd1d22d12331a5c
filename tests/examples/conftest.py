"""What the example jobs are run with: a context that records, and the real index, built once."""

import asyncio
from pathlib import Path

import pytest

from jobwidgets.examples.search import index
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.state import JobSnapshot
from jobwidgets.testing import FakeHost
from jobwidgets.worker.context import JobContext


class Recording:
    """A job's context without a worker: keeps the events and what they add up to."""

    def __init__(self) -> None:
        self.host = FakeHost()
        self.events: list[ev.Event] = self.host.events
        self.context = JobContext(self.host)

    @property
    def snapshot(self) -> JobSnapshot:
        """What the events add up to."""
        return self.host.snapshot

    @property
    def text(self) -> str:
        return self.snapshot.channel_text()

    def steps(self) -> dict[str, str]:
        """Status by step name."""
        return {step.name: step.status for step in self.snapshot.step_list()}


@pytest.fixture
def recording() -> Recording:
    return Recording()


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of this environment."""
    path = tmp_path_factory.mktemp("home") / "cache" / index.index_path().name
    asyncio.run(index.build_index(path, lambda done, total: None))
    return path


@pytest.fixture
def home(real_index: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``JOBWIDGETS_HOME`` with the index in it, and no model endpoint of the developer's own."""
    monkeypatch.setenv("JOBWIDGETS_HOME", str(real_index.parent.parent))
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "JOBWIDGETS_MODEL"):
        monkeypatch.delenv(name, raising=False)
    return real_index.parent.parent
