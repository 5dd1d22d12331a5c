"""What travels with a launch: options, when, from where; and what a key that is used again gives."""

import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from jobwidgets.client.origin import find_origin
from jobwidgets.client.session import Session
from jobwidgets.protocol.errors import BadRequest, ConfigurationError, IdempotencyConflict, NotFound
from jobwidgets.protocol.records import Backoff, TypeInfo
from jobwidgets.worker.registry import job

from .fake_relay import FakeRelay


@job("double", timeout=30, retries=2)
def doubled(ctx: object, n: int) -> int:
    return 2 * n


def test_options_travel(relay: FakeRelay, session: Session) -> None:
    """Priority and budget as given; a point in time as seconds, with its time zone or in local time."""
    when = datetime(2030, 1, 2, 3, 4, tzinfo=UTC)
    session.launch("search", priority="high", max_tokens=1000, max_cost=0.5, at=when)
    sent = relay.launches[-1]
    assert (sent.priority, sent.max_tokens, sent.max_cost, sent.at) == ("high", 1000, 0.5, when.timestamp())
    session.launch("search", at=when.timestamp() + 1, n=2)
    assert relay.launches[-1].at == when.timestamp() + 1
    session.launch("search", at=when.astimezone().replace(tzinfo=None), n=3)
    assert relay.launches[-1].at == when.timestamp()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"at": 60}, "goes into delay="),
        ({"at": timedelta(minutes=1)}, "goes into delay="),
        ({"at": 2e9, "delay": 1}, "not both"),
        ({"at": float("nan")}, "at="),
        ({"delay": "soon"}, "delay= takes a number of seconds"),
        ({"priority": "urgent"}, "one of high, normal, low"),
    ],
)
def test_options_that_make_no_sense(relay: FakeRelay, session: Session, options: dict[str, object], says: str) -> None:
    """They are refused in a sentence that says what to write, and nothing is sent."""
    with pytest.raises(BadRequest, match=says):
        session.launch("search", **options)  # type: ignore[arg-type]
    assert relay.launches == []


def test_what_job_said_travels_with_a_function(
    relay: FakeRelay, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A function sent by value has no worker to ask for its options: all that differ from the usual go along, and
    what the launch says comes first."""
    info = TypeInfo(
        name="double",
        schema={},
        queue="gpu",
        timeout=30,
        retries=2,
        priority="low",
        backoff=Backoff(first=3),
        max_running=4,
        max_running_per_user=1,
    )
    monkeypatch.setattr(doubled.definition, "info", info)
    session.launch(doubled, n=2, priority="high", retries=0)
    sent = relay.launches[-1]
    assert sent.code is not None
    assert (sent.queue, sent.timeout, sent.retries, sent.priority) == ("gpu", 30, 0, "high")
    assert (sent.backoff, sent.max_running, sent.max_running_per_user) == (Backoff(first=3), 4, 1)


def test_the_same_key_finds_the_same_job(relay: FakeRelay, session: Session) -> None:
    """A cell that is run again reattaches."""
    first = session.launch("search", query="x", key="report", max_tokens=5)
    assert session.launch("search", query="x", key="report", max_tokens=5) is first
    assert len(relay.jobs) == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"query": "y"}, "launched with another query"),
        ({"query": "x", "tags": ["a"], "depth": 2}, "launched with another depth and other tags"),
        ({"query": "x", "max_tokens": 9}, "launched with another budget"),
        ({"query": "x", "retries": 9}, "launched with other options"),
    ],
)
def test_a_key_for_something_else_is_a_conflict(
    relay: FakeRelay, session: Session, changes: dict[str, object], says: str
) -> None:
    """The sentence names the job that has the key, what differs and what to do; the job is in the detail."""
    first = session.launch("search", query="x", key="report")
    with pytest.raises(IdempotencyConflict, match=says) as caught:
        session.launch("search", key="report", **changes)  # type: ignore[arg-type]
    assert f"'report' belongs to job {first.id} (search, queued)" in str(caught.value)
    assert f"jobwidgets.attach('{first.id}')" in str(caught.value)
    assert caught.value.detail["id"] == first.id
    assert len(relay.jobs) == 1


def test_the_origin_is_the_notebook(relay: FakeRelay, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jupyter says it in the environment, VS Code in the user's namespace."""
    monkeypatch.setenv("JPY_SESSION_NAME", "/home/ada/report.ipynb")
    session.launch("search")
    assert relay.launches[-1].origin == "/home/ada/report.ipynb"
    monkeypatch.delenv("JPY_SESSION_NAME")
    shell = SimpleNamespace(user_ns={"__vsc_ipynb_file__": "/home/ada/code.ipynb"})
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    assert find_origin() == "/home/ada/code.ipynb"


def test_the_origin_is_the_script(relay: FakeRelay, tmp_path) -> None:
    """A script's jobs carry its path; a bare interpreter's carry none, and it says that it has none of its own."""
    source = f"""
    from jobwidgets.client.session import Session
    with Session({relay.url!r}, "good") as session:
        session.launch("search")
        session.jobs(mine=True)
    """
    script = tmp_path / "nightly.py"
    script.write_text(textwrap.dedent(source))
    subprocess.run([sys.executable, script], check=True, timeout=60)
    assert relay.launches[-1].origin == str(script)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source)], capture_output=True, text=True, timeout=60, check=False
    )
    assert relay.launches[-1].origin is None
    assert "mine=True finds the jobs of a notebook or a script" in done.stderr


def test_lists_are_filtered(relay: FakeRelay, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each filter reaches the server in its form; ``mine`` finds what this notebook launched before."""
    monkeypatch.setenv("JPY_SESSION_NAME", "/home/ada/one.ipynb")
    mine = session.launch("search")
    monkeypatch.setenv("JPY_SESSION_NAME", "/home/ada/two.ipynb")
    session.launch("search", n=2)
    monkeypatch.setenv("JPY_SESSION_NAME", "/home/ada/one.ipynb")
    assert [record.id for record in session.jobs(mine=True)] == [mine.id]
    since = datetime(2030, 1, 2, tzinfo=UTC)
    session.jobs(state=["queued", "running"], type="search", tag="a", since=since, text="x y", parent="p", schedule="s")
    assert relay.queries[-1] == {
        "state": "queued,running",
        "type": "search",
        "tag": "a",
        "since": str(since.timestamp()),
        "text": "x y",
        "parent": "p",
        "schedule": "s",
        "limit": "50",
    }
    now = datetime.now(UTC).timestamp()
    for ago in (timedelta(hours=2), 7200, now - 7200):
        session.jobs(since=ago)
        assert float(relay.queries[-1]["since"]) == pytest.approx(now - 7200, abs=60)
    with pytest.raises(BadRequest, match="since="):
        session.jobs(since="yesterday")  # type: ignore[arg-type]


def test_mine_needs_an_origin(relay: FakeRelay) -> None:
    """Where jobs carry no origin, asking for one's own is an error that says what to do."""
    with Session(relay.url, "good", origin=lambda: None) as session:
        session.launch("search")
        assert relay.launches[-1].origin is None
        with pytest.raises(ConfigurationError, match="Launch with tags"):
            session.jobs(mine=True)


def test_schedules(relay: FakeRelay, session: Session) -> None:
    """Made, replaced, listed and removed by name; what they launch has neither id nor key of its own."""
    made = session.schedule("morning", "0 8 * * 1-5", "search", query="x", timezone="Europe/Berlin", max_cost=1.0)
    assert (made.name, made.cron, made.type, made.params) == ("morning", "0 8 * * 1-5", "search", {"query": "x"})
    request = relay.schedules["morning"].request
    assert (request.id, request.idempotency_key, request.max_cost) == (None, None, 1.0)
    session.schedule("morning", "0 9 * * 1-5", "search")
    assert [(s.name, s.cron) for s in session.schedules()] == [("morning", "0 9 * * 1-5")]
    session.unschedule("morning")
    assert session.schedules() == []
    with pytest.raises(NotFound, match="morning"):
        session.unschedule("morning")


def test_a_notebooks_function_cannot_be_scheduled(relay: FakeRelay, session: Session) -> None:
    """A schedule outlives the process that has the function: the error says where to put it."""

    def local(ctx: object) -> None: ...

    with pytest.raises(BadRequest, match="jobwidgets worker MODULE"):
        session.schedule("nightly", "0 0 * * *", local)
    session.schedule("double", "0 0 * * *", doubled, n=2)
    assert relay.schedules["double"].request.type == "double"
