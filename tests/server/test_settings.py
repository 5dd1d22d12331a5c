"""Settings are checked once, at start, with sentences that say what to set."""

from typing import Any

import pytest

from jobwidgets.protocol.errors import ConfigurationError
from jobwidgets.protocol.events import JobState
from jobwidgets_server.keep import DEFAULT_KEEP, KeepRule
from jobwidgets_server.settings import Settings, settings_from_env
from jobwidgets_server.store.engine import database_url

SECRET = "s" * 32
ENV = {"REDIS_URL": "redis://localhost", "DATABASE_URL": "sqlite:///x.db", "JWT_SECRET": SECRET}


def make(**more: Any) -> Settings:
    return Settings(redis_url="redis://localhost", database_url="sqlite:///x.db", jwt_secret=SECRET, **more)


def test_environment_of_the_design_is_enough():
    """The three addresses and secrets suffice; the port is 3000 unless SOCKET_PORT says otherwise."""
    settings = settings_from_env(ENV)
    assert (settings.port, settings.code_key, settings.cors_origins) == (3000, None, frozenset())
    more = {"SOCKET_PORT": "0", "JOBWIDGETS_HOST": "127.0.0.1", "JOBWIDGETS_ALLOWED_HOSTS": "Jobs.example, b"}
    settings = settings_from_env({**ENV, **more})
    assert (settings.port, settings.host) == (0, "127.0.0.1")
    assert settings.allowed_hosts == {"jobs.example", "b"}


@pytest.mark.parametrize("name", ENV)
def test_missing_variable_is_named(name: str):
    """What is missing is named."""
    with pytest.raises(ConfigurationError, match=f"Set {name}:"):
        settings_from_env({key: value for key, value in ENV.items() if key != name})


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"JWT_SECRET": "short"}, "JWT_SECRET has 5 bytes"),
        ({"JOBWIDGETS_CODE_KEY": "short"}, "JOBWIDGETS_CODE_KEY has 5 bytes"),
        ({"SOCKET_PORT": "http"}, "SOCKET_PORT is 'http'"),
        ({"SOCKET_PORT": "70000"}, "SOCKET_PORT is 70000"),
        ({"JOBWIDGETS_LOG_FORMAT": "xml"}, "JOBWIDGETS_LOG_FORMAT"),
        ({"JOBWIDGETS_LOG_LEVEL": "loud"}, "JOBWIDGETS_LOG_LEVEL"),
        ({"JOBWIDGETS_EVENT_LOG_BYTES": "4MiB"}, "JOBWIDGETS_EVENT_LOG_BYTES is '4MiB'"),
        ({"JOBWIDGETS_EVENT_LOG_BYTES": "1000"}, "JOBWIDGETS_EVENT_LOG_BYTES is 1000"),
        ({"JOBWIDGETS_ARCHIVE_BYTES": "-1"}, "JOBWIDGETS_ARCHIVE_BYTES is -1"),
        ({"JOBWIDGETS_MAX_RUNNING_PER_USER": "many"}, "JOBWIDGETS_MAX_RUNNING_PER_USER is 'many'"),
        ({"JOBWIDGETS_MAX_RUNNING_PER_USER": "-1"}, "JOBWIDGETS_MAX_RUNNING_PER_USER is -1"),
        ({"JOBWIDGETS_LEASE": "soon"}, "JOBWIDGETS_LEASE is 'soon'"),
        ({"JOBWIDGETS_LEASE": "inf"}, "JOBWIDGETS_LEASE is 'inf'"),
        ({"JOBWIDGETS_LEASE": "4"}, "JOBWIDGETS_BEAT is 3 and JOBWIDGETS_LEASE 4"),
        ({"JOBWIDGETS_BEAT": "0"}, "JOBWIDGETS_BEAT is 0"),
        ({"JOBWIDGETS_MAX_ATTEMPTS": "0"}, "JOBWIDGETS_MAX_ATTEMPTS is 0"),
        ({"JOBWIDGETS_WORKERS": "0"}, r"JOBWIDGETS_WORKERS \(--workers\) is 0"),
        ({"JOBWIDGETS_WORKERS": "two"}, "JOBWIDGETS_WORKERS is 'two'"),
        ({"JOBWIDGETS_WORKERS": "2", "JOBWIDGETS_POLLING": "1"}, "no sticky sessions"),
        ({"JOBWIDGETS_POLLING": "maybe"}, "JOBWIDGETS_POLLING is 'maybe'"),
        ({"JOBWIDGETS_FANOUT": "slow"}, "JOBWIDGETS_FANOUT is 'slow'"),
        ({"JOBWIDGETS_KEEP": " "}, "JOBWIDGETS_KEEP is ' ' and it says nothing"),
        ({"JOBWIDGETS_KEEP": "running=3d"}, "'running' is not a state in which a job is over"),
        ({"JOBWIDGETS_KEEP": "completed"}, "'' is neither an age nor a number"),
        ({"JOBWIDGETS_KEEP": "completed=3y"}, "'3y' is neither an age nor a number"),
        ({"JOBWIDGETS_KEEP": "completed=0d"}, "'0d' is neither an age nor a number"),
        ({"JOBWIDGETS_KEEP": "completed=3d,4d"}, "'4d' is neither an age nor a number"),
        ({"JOBWIDGETS_KEEP": "completed=3d completed=4d"}, "'completed' comes twice"),
    ],
)
def test_wrong_value_is_refused(wrong: dict[str, str], says: str):
    """A value that cannot work stops the start, and the sentence names it."""
    with pytest.raises(ConfigurationError, match=says):
        settings_from_env({**ENV, **wrong})


def test_life_of_jobs():
    """What the loops are told: sizes, lease, limits; each has a default that works."""
    settings = settings_from_env(ENV)
    assert (settings.event_log_bytes, settings.archive_bytes) == (4 * 1024 * 1024, 64 * 1024 * 1024)
    assert (settings.lease, settings.beat, settings.max_attempts) == (12, 3, 3)
    assert settings.max_running_per_user is None
    assert settings.keep == DEFAULT_KEEP
    more = {
        "JOBWIDGETS_EVENT_LOG_BYTES": "0",
        "JOBWIDGETS_ARCHIVE_BYTES": "0",
        "JOBWIDGETS_MAX_RUNNING_PER_USER": "4",
        "JOBWIDGETS_LEASE": "1.5",
        "JOBWIDGETS_BEAT": "0.5",
        "JOBWIDGETS_KEEP": "failed=2w,10 completed=36h cancelled=5",
    }
    settings = settings_from_env({**ENV, **more})
    assert (settings.event_log_bytes, settings.archive_bytes, settings.max_running_per_user) == (0, 0, 4)
    assert (settings.lease, settings.beat) == (1.5, 0.5)
    assert settings.keep == (
        KeepRule(JobState.FAILED, age=14 * 86400, most=10),
        KeepRule(JobState.COMPLETED, age=36 * 3600),
        KeepRule(JobState.CANCELLED, most=5),
    )
    assert settings_from_env({**ENV, "JOBWIDGETS_KEEP": "forever"}).keep == ()


def test_how_it_serves():
    """One process, websockets only, written straight to them, on asyncio's loop; each can be told otherwise."""
    settings = settings_from_env(ENV)
    assert (settings.workers, settings.record, settings.polling, settings.fanout) == (1, True, False, "direct")
    more = {"JOBWIDGETS_POLLING": "1", "JOBWIDGETS_FANOUT": "library"}
    settings = settings_from_env({**ENV, **more, "JOBWIDGETS_MAX_ATTEMPTS": "5"})
    assert (settings.polling, settings.fanout, settings.max_attempts) == (True, "library", 5)
    assert settings_from_env({**ENV, "JOBWIDGETS_WORKERS": "4"}).workers == 4


def test_workers_where_a_port_cannot_be_shared(monkeypatch: pytest.MonkeyPatch):
    """Where the system has no SO_REUSEPORT, several workers are refused and one is not."""
    monkeypatch.delattr("socket.SO_REUSEPORT")
    assert make(workers=1).workers == 1
    with pytest.raises(ConfigurationError, match="no SO_REUSEPORT"):
        make(workers=2)


def test_host_header_on_loopback():
    """On loopback only loopback names and the configured ones are served: DNS rebinding gets nowhere."""
    settings = make(host="127.0.0.1", allowed_hosts=frozenset({"jobs.example"}))
    assert all(map(settings.check_host, ["localhost", "127.0.0.1", "::1", "JOBS.example", "localhost."]))
    assert not any(map(settings.check_host, ["evil.example", "", "127.0.0.1.evil.example", "localhost.evil.example"]))
    assert not make(host="::1").check_host("jobs.example")


def test_host_header_in_public():
    """Bound publicly every name is served, unless names are configured."""
    assert make(host="0.0.0.0").check_host("any.example")
    assert not make(host="0.0.0.0", allowed_hosts=frozenset({"a.example"})).check_host("b.example")


@pytest.mark.parametrize(
    ("text", "driver"),
    [
        ("postgresql://u:p@h/db", "postgresql+asyncpg"),
        ("postgres://u:p@h:5433/db", "postgresql+asyncpg"),
        ("sqlite:///rel.db", "sqlite+aiosqlite"),
        ("sqlite:////abs.db", "sqlite+aiosqlite"),
    ],
)
def test_database_urls(text: str, driver: str):
    """The usual spellings work."""
    assert database_url(text).drivername == driver


@pytest.mark.parametrize("text", ["", "mysql://h/db", "sqlite://", "sqlite:///:memory:", "not a url", "postgresql://h"])
def test_database_url_that_cannot_work(text: str):
    """Anything else is refused with the forms that do work."""
    with pytest.raises(ConfigurationError, match="DATABASE_URL cannot be used"):
        database_url(text)
