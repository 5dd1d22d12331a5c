"""What the server is told from outside, checked once at start."""

import ipaddress
import math
import os
import socket
from collections.abc import Mapping
from pathlib import Path

import msgspec

from jobwidgets.bus.commands import LOG_BYTES
from jobwidgets.protocol.code import code_key
from jobwidgets.protocol.errors import ConfigurationError
from jobwidgets.protocol.records import DEFAULT_BEAT, DEFAULT_LEASE

from .keep import DEFAULT_KEEP, KeepRule, parse_keep

MIN_SECRET_BYTES = 32
DEFAULT_PORT = 3000
MIN_LOG_BYTES = 64 * 1024
"""A smaller event log would hardly hold one batch."""
ARCHIVE_BYTES = 64 * 1024 * 1024
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings. Raises `ConfigurationError` with a sentence that says what to set.

    ``host`` is the address to listen on, ``port`` 0 means any free one. ``allowed_hosts``: names (without
    port) that the Host header may carry beside the loopback ones; None for no check, see `check_host`.
    ``cors_origins``: web pages of other origins that may call the API; none by default.
    ``ready_file``: written, 0600, when the server listens: ``{"url", "port", "pid"}``.
    ``keep_finished``: seconds for which Redis keeps a recorded job that is over.
    ``event_log_bytes``: what a job's event log may take on Redis until it is archived, 0 for no log;
    ``archive_bytes``: what it may take in the database, 0 for no archive.
    ``keep``: how long jobs that are over stay on record. ``max_running_per_user``: jobs of one user that run at a
    time, None for no limit. ``lease`` and ``beat``: what the workers use, in seconds; ``max_attempts``: so many lost
    workers end a job.
    ``record``: record jobs, repair them, launch what is scheduled, clean up; False for a server that only serves,
    beside others that do.
    ``workers``: server processes that share the port, see `group`. ``polling``: serve clients that cannot have a
    websocket too. ``fanout``: ``direct`` writes events straight to the websockets, ``library`` leaves it to Socket.IO.
    """

    redis_url: str
    database_url: str
    jwt_secret: str
    host: str = "0.0.0.0"
    port: int = DEFAULT_PORT
    code_key: str | None = None
    allowed_hosts: frozenset[str] | None = None
    cors_origins: frozenset[str] = frozenset()
    log_format: str = "console"
    log_level: str = "info"
    ready_file: Path | None = None
    keep_finished: float = 3600.0
    event_log_bytes: int = LOG_BYTES
    archive_bytes: int = ARCHIVE_BYTES
    keep: tuple[KeepRule, ...] = DEFAULT_KEEP
    max_running_per_user: int | None = None
    lease: float = DEFAULT_LEASE
    beat: float = DEFAULT_BEAT
    max_attempts: int = 3
    workers: int = 1
    record: bool = True
    polling: bool = False
    fanout: str = "direct"

    def __post_init__(self) -> None:
        check_secret(self.jwt_secret)
        if self.code_key is not None:
            code_key(self.code_key)
        if not 0 <= self.port <= 65535:
            raise ConfigurationError(f"SOCKET_PORT is {self.port}: use a port between 0 and 65535.")
        if self.log_format not in ("json", "console"):
            raise ConfigurationError(f"JOBWIDGETS_LOG_FORMAT is {self.log_format!r}: use json or console.")
        if self.log_level not in ("debug", "info", "warning", "error"):
            raise ConfigurationError(f"JOBWIDGETS_LOG_LEVEL is {self.log_level!r}: use debug, info, warning or error.")
        if self.event_log_bytes and self.event_log_bytes < MIN_LOG_BYTES:
            raise ConfigurationError(
                f"JOBWIDGETS_EVENT_LOG_BYTES is {self.event_log_bytes}: use 0 for no event log, or at least "
                f"{MIN_LOG_BYTES}."
            )
        if self.archive_bytes < 0:
            raise ConfigurationError(f"JOBWIDGETS_ARCHIVE_BYTES is {self.archive_bytes}: use 0 or more.")
        if self.max_running_per_user is not None and self.max_running_per_user < 1:
            raise ConfigurationError(
                f"JOBWIDGETS_MAX_RUNNING_PER_USER is {self.max_running_per_user}: use 1 or more, or leave it out."
            )
        if not 0 < self.beat <= self.lease / 2:
            raise ConfigurationError(
                f"JOBWIDGETS_BEAT is {self.beat:g} and JOBWIDGETS_LEASE {self.lease:g}: the beat must be more than 0 "
                "seconds and at most half of the lease. Workers and servers need the same values."
            )
        if self.max_attempts < 1:
            raise ConfigurationError(f"JOBWIDGETS_MAX_ATTEMPTS is {self.max_attempts}: use 1 or more.")
        if self.fanout not in ("direct", "library"):
            raise ConfigurationError(f"JOBWIDGETS_FANOUT is {self.fanout!r}: use direct or library.")
        self._check_workers()

    def _check_workers(self) -> None:
        if self.workers < 1:
            raise ConfigurationError(f"JOBWIDGETS_WORKERS (--workers) is {self.workers}: use 1 or more.")
        if self.workers == 1:
            return
        if self.polling:
            raise ConfigurationError(
                f"{self.workers} workers and JOBWIDGETS_POLLING do not go together: all requests of a polling client "
                "must reach the same process, and the kernel gives each to any of them (there are no sticky sessions). "
                "Use one worker, or leave polling out: websockets need no stickiness."
            )
        if not hasattr(socket, "SO_REUSEPORT"):
            raise ConfigurationError(
                f"{self.workers} workers cannot share a port on this system (it has no SO_REUSEPORT): use one worker, "
                "or several servers on ports of their own behind a load balancer."
            )

    @property
    def loopback(self) -> bool:
        """True if only this machine can connect."""
        if self.host in LOOPBACK_NAMES:
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def check_host(self, name: str) -> bool:
        """May a request name this host (without port) in its Host header?

        A web page can point a name of its own at 127.0.0.1 and so reach a server its visitor runs (DNS
        rebinding), hence on loopback only loopback names and ``allowed_hosts`` are served. A server bound
        to a public address is reached by names we cannot know: there every name is served unless
        ``allowed_hosts`` is set.
        """
        if self.allowed_hosts is None and not self.loopback:
            return True
        name = name.lower().removesuffix(".")
        return name in LOOPBACK_NAMES or name in (self.allowed_hosts or ())

    def signing_key(self) -> bytes | None:
        """The key for functions of notebooks, or None where they are not allowed."""
        return code_key(self.code_key) if self.code_key is not None else None


def check_secret(secret: str) -> None:
    """Raises `ConfigurationError` for a JWT_SECRET so short that it could be guessed."""
    size = len(secret.encode())
    if size < MIN_SECRET_BYTES:
        raise ConfigurationError(
            f"JWT_SECRET has {size} bytes; it needs at least {MIN_SECRET_BYTES}. Make one with "
            "`python -c 'import secrets; print(secrets.token_urlsafe(32))'`; all servers share it."
        )


def _names(text: str | None) -> frozenset[str] | None:
    names = frozenset(part.strip().lower().rstrip("/") for part in (text or "").split(",") if part.strip())
    return names or None


def _port(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ConfigurationError(f"SOCKET_PORT is {text!r}: use a port between 0 and 65535.") from None


def _whole(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name)
    try:
        return int(text) if text else default
    except ValueError:
        raise ConfigurationError(f"{name} is {text!r}: use a whole number.") from None


def _flag(environ: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    match (environ.get(name) or "").strip().lower():
        case "":
            return default
        case "0" | "false" | "no" | "off":
            return False
        case "1" | "true" | "yes" | "on":
            return True
        case other:
            raise ConfigurationError(f"{name} is {other!r}: use 1 or 0.")


def _seconds(environ: Mapping[str, str], name: str, default: float) -> float:
    text = environ.get(name)
    try:
        value = float(text) if text else default
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ConfigurationError(f"{name} is {text!r}: use a number of seconds.")
    return value


def settings_from_env(environ: Mapping[str, str] = os.environ) -> Settings:
    """`Settings` from the environment:

    ``REDIS_URL``, ``DATABASE_URL``, ``JWT_SECRET`` (required), ``SOCKET_PORT`` (3000), ``JOBWIDGETS_HOST``
    (0.0.0.0), ``JOBWIDGETS_CODE_KEY``, ``JOBWIDGETS_ALLOWED_HOSTS`` and ``JOBWIDGETS_CORS_ORIGINS`` (comma
    separated), ``JOBWIDGETS_LOG_FORMAT`` (json or console), ``JOBWIDGETS_LOG_LEVEL``, ``JOBWIDGETS_READY_FILE``,
    ``JOBWIDGETS_EVENT_LOG_BYTES`` (4 MiB), ``JOBWIDGETS_ARCHIVE_BYTES`` (64 MiB), ``JOBWIDGETS_KEEP`` (see
    `keep.parse_keep`), ``JOBWIDGETS_MAX_RUNNING_PER_USER``, ``JOBWIDGETS_LEASE`` (12), ``JOBWIDGETS_BEAT`` (3),
    ``JOBWIDGETS_MAX_ATTEMPTS`` (3), ``JOBWIDGETS_WORKERS`` (1), ``JOBWIDGETS_RECORD`` (1), ``JOBWIDGETS_POLLING`` (0),
    ``JOBWIDGETS_FANOUT`` (direct or library).
    """
    required = ("REDIS_URL", "DATABASE_URL", "JWT_SECRET")
    missing = [name for name in required if not environ.get(name)]
    if missing:
        raise ConfigurationError(
            f"Set {' and '.join(missing)}: the server needs REDIS_URL (redis://[:password@]host:6379/0), "
            "DATABASE_URL (postgresql://user:password@host/name or sqlite:////absolute/path.db) and JWT_SECRET "
            "(32 bytes or more, the same on all servers)."
        )
    ready = environ.get("JOBWIDGETS_READY_FILE")
    return Settings(
        redis_url=environ["REDIS_URL"],
        database_url=environ["DATABASE_URL"],
        jwt_secret=environ["JWT_SECRET"],
        host=environ.get("JOBWIDGETS_HOST") or "0.0.0.0",
        port=_port(environ.get("SOCKET_PORT") or str(DEFAULT_PORT)),
        code_key=environ.get("JOBWIDGETS_CODE_KEY") or None,
        allowed_hosts=_names(environ.get("JOBWIDGETS_ALLOWED_HOSTS")),
        cors_origins=_names(environ.get("JOBWIDGETS_CORS_ORIGINS")) or frozenset(),
        log_format=environ.get("JOBWIDGETS_LOG_FORMAT") or "console",
        log_level=(environ.get("JOBWIDGETS_LOG_LEVEL") or "info").lower(),
        ready_file=Path(ready) if ready else None,
        event_log_bytes=_whole(environ, "JOBWIDGETS_EVENT_LOG_BYTES", LOG_BYTES),
        archive_bytes=_whole(environ, "JOBWIDGETS_ARCHIVE_BYTES", ARCHIVE_BYTES),
        keep=parse_keep(environ["JOBWIDGETS_KEEP"]) if environ.get("JOBWIDGETS_KEEP") else DEFAULT_KEEP,
        max_running_per_user=_whole(environ, "JOBWIDGETS_MAX_RUNNING_PER_USER", 0) or None,
        lease=_seconds(environ, "JOBWIDGETS_LEASE", DEFAULT_LEASE),
        beat=_seconds(environ, "JOBWIDGETS_BEAT", DEFAULT_BEAT),
        max_attempts=_whole(environ, "JOBWIDGETS_MAX_ATTEMPTS", 3),
        workers=_whole(environ, "JOBWIDGETS_WORKERS", 1),
        record=_flag(environ, "JOBWIDGETS_RECORD", default=True),
        polling=_flag(environ, "JOBWIDGETS_POLLING"),
        fanout=environ.get("JOBWIDGETS_FANOUT") or "direct",
    )
