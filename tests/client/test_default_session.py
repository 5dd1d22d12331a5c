"""Which server `jobwidgets.launch` uses: the one named, or this user's embedded stack."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

import jobwidgets
from jobwidgets import local
from jobwidgets.client import default as sessions
from jobwidgets.client.default import default_session
from jobwidgets.client.endpoint import EmbeddedEndpoint, FixedEndpoint, is_loopback
from jobwidgets.client.session import Session
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import ConfigurationError, ServerUnreachable, StackError, Unauthorized
from jobwidgets.protocol.events import JobState
from jobwidgets.testing import wait_until_sync

from .fake_relay import FakeRelay


@pytest.fixture(autouse=True)
def no_default(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test begins without a default session and without settings."""
    monkeypatch.delenv("JOBWIDGETS_URL", raising=False)
    monkeypatch.delenv("JOBWIDGETS_TOKEN", raising=False)
    monkeypatch.setattr(sessions, "_default", None)
    yield
    if sessions._default is not None:
        sessions._default.close(timeout=0)


class FakeStack:
    """Stands in for `jobwidgets.local`: starts fake relays, each on a port of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.relay: FakeRelay | None = None
        self.started: list[FakeRelay] = []
        self.broken = False
        monkeypatch.setattr(local, "ensure_stack", self.ensure, raising=False)
        monkeypatch.setattr(local, "find_stack", self.find, raising=False)

    def ensure(self) -> SimpleNamespace:
        if self.broken:
            raise StackError("The embedded stack could not be started.")
        if self.relay is None:
            self.relay = FakeRelay().start()
            self.relay.tokens = {f"token-{len(self.started)}"}
            self.started.append(self.relay)
        found = self.find()
        assert found is not None
        return found

    def find(self) -> SimpleNamespace | None:
        if self.relay is None:
            return None
        return SimpleNamespace(url=self.relay.url, token=next(iter(self.relay.tokens or ())))

    def stop(self) -> None:
        assert self.relay is not None
        self.relay.kill()
        self.relay = None

    def close(self) -> None:
        for relay in self.started:
            if relay is not self.relay:
                relay.start()
            relay.close()


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeStack]:
    """An embedded stack that is not running yet."""
    stack = FakeStack(monkeypatch)
    yield stack
    if sessions._default is not None:
        sessions._default.close(timeout=0)
    stack.close()


def test_environment_names_the_server(relay: FakeRelay, monkeypatch: pytest.MonkeyPatch) -> None:
    """JOBWIDGETS_URL and JOBWIDGETS_TOKEN; a token set anew is used from then on."""
    relay.tokens = {"one"}
    monkeypatch.setenv("JOBWIDGETS_URL", relay.url + "/")
    monkeypatch.setenv("JOBWIDGETS_TOKEN", "one")
    job = jobwidgets.launch("search")
    assert job.session is default_session()
    assert job.session.url == relay.url
    assert [record.id for record in jobwidgets.jobs()] == [job.id]
    relay.tokens = {"two"}
    with pytest.raises(Unauthorized):
        jobwidgets.jobs()
    monkeypatch.setenv("JOBWIDGETS_TOKEN", "two")
    assert jobwidgets.attach(job.id) is job
    assert len(jobwidgets.jobs()) == 1


def test_nothing_configured_starts_the_stack(stack: FakeStack) -> None:
    """The first launch starts the embedded stack; the next uses it."""
    first = jobwidgets.launch("search")
    assert jobwidgets.launch("search").session is first.session
    assert len(stack.started) == 1


def test_a_stack_that_stopped_is_started_by_the_next_launch(stack: FakeStack) -> None:
    """Idle stacks stop; the next launch starts one, and the session moves to it wherever it is."""
    session = jobwidgets.launch("search").session
    wait_until_sync(lambda: session.status.connected, "the connection")
    stack.stop()
    wait_until_sync(lambda: not session.status.connected, "the loss")
    job = jobwidgets.launch("search")
    assert not job.pending
    assert len(stack.started) == 2
    assert job.session is session
    wait_until_sync(lambda: session.status.connected, "the new connection")
    assert session.status.url == stack.started[1].url
    stack.started[1].publish(job.id, ev.State(job=job.id, state=JobState.COMPLETED))
    assert job.wait(30).state == "completed"


def test_a_stack_started_elsewhere_is_found(stack: FakeStack) -> None:
    """If another kernel starts the stack again, this one follows without doing anything."""
    session = jobwidgets.launch("search").session
    wait_until_sync(lambda: session.status.connected, "the connection")
    stack.stop()
    stack.ensure()
    wait_until_sync(lambda: session.status.url == stack.started[1].url and session.status.connected, "the move")


def test_a_stack_that_does_not_start(stack: FakeStack) -> None:
    """The reason is raised, and the next call tries again."""
    stack.broken = True
    with pytest.raises(StackError):
        jobwidgets.launch("search")
    stack.broken = False
    jobwidgets.launch("search")


def test_connect_checks_and_replaces(relay: FakeRelay, stack: FakeStack) -> None:
    """`connect` says at once whether server and token are good; jobs of the session before stay live."""
    old = jobwidgets.launch("search")
    with pytest.raises(ServerUnreachable):
        jobwidgets.connect("http://127.0.0.1:9", "t")
    relay.tokens = {"good"}
    with pytest.raises(Unauthorized):
        jobwidgets.connect(relay.url, "bad")
    assert default_session() is old.session
    new = jobwidgets.connect(relay.url, "good")
    assert jobwidgets.launch("search").session is new
    stack.started[0].publish(old.id, ev.State(job=old.id, state=JobState.COMPLETED))
    assert old.wait(30).state == "completed"
    assert jobwidgets.connect() is new
    old.session.close()
    new.close()
    assert isinstance(default_session().endpoint, EmbeddedEndpoint), "a closed one is not used"


@pytest.mark.parametrize("url", ["localhost:3000", "ftp://host", "", "http://", "http:///x"])
def test_urls_are_checked(url: str) -> None:
    """What is no URL of a server is refused with an example of one."""
    with pytest.raises(ConfigurationError, match="http://localhost:3000"):
        FixedEndpoint(url)


def test_loopback() -> None:
    """Addresses of this machine are told from others."""
    assert all(map(is_loopback, ["http://127.0.0.1:1", "http://localhost", "http://[::1]:3000", "https://127.8.8.8"]))
    assert not any(map(is_loopback, ["http://10.0.0.1", "https://localhost.example.org"]))


def test_ipython_shows_one_line() -> None:
    """In a notebook an unreachable server is one line that names `jobwidgets doctor`, not a traceback."""
    script = """
    from IPython.core.interactiveshell import InteractiveShell
    shell = InteractiveShell.instance(colors="nocolor", history_load_length=0)
    shell.run_cell("import jobwidgets as jw")
    shell.run_cell("jw.connect('http://127.0.0.1:9')")
    """
    out = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, timeout=100)
    said = (out.stdout + out.stderr).strip().splitlines()
    assert len(said) == 1, said
    assert said[0].startswith("ServerUnreachable: No jobwidgets server answers at http://127.0.0.1:9")
    assert "jobwidgets doctor" in said[0]


def test_sessions_can_be_printed(relay: FakeRelay) -> None:
    """A session shows where it is and how it stands."""
    with Session(relay.url, "good") as session:
        assert repr(session) == f"<Session {relay.url} connecting>"
