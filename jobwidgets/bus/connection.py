"""Connections to Redis or Valkey: over TCP, TLS (``rediss://``) or a unix socket (``unix://``), with password.

Deliberate settings, each the answer to a measured trap: short calls get a time-out and a retry on
reconnect; blocking calls get none (a socket time-out makes an idle subscriber deaf while it
reconnects); the pool waits for a free connection instead of failing under load.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import redis
import redis.asyncio
from redis.backoff import NoBackoff
from redis.exceptions import (
    AuthenticationError,
    BusyLoadingError,
    ConnectionError,
    ReadOnlyError,
    RedisError,
    ResponseError,
    TimeoutError,
)
from redis.retry import Retry

from ..protocol.errors import ConfigurationError, JobWidgetsError, Unavailable

CALL_TIMEOUT = 5.0
"""Seconds a short call may take."""
POOL = 64
"""Connections per process at most; a caller waits for a free one."""


def connect(url: str, *, blocking: bool = False) -> redis.asyncio.Redis:
    """An asyncio client. ``blocking`` for clients that wait on the server (subscribe, BLPOP, XREAD BLOCK).

    Raises `ConfigurationError` for a URL that is none. Nothing is sent until the first call.
    """
    try:
        pool = redis.asyncio.BlockingConnectionPool.from_url(
            url,
            max_connections=POOL,
            timeout=CALL_TIMEOUT,
            socket_timeout=None if blocking else CALL_TIMEOUT,
            socket_connect_timeout=CALL_TIMEOUT,
            socket_keepalive=True,
            retry=_once_more(),
        )
    except ValueError as why:
        raise _bad_url(why) from None
    return redis.asyncio.Redis.from_pool(pool)


def connect_sync(url: str) -> redis.Redis:
    """A synchronous client for short calls from a thread or a script."""
    try:
        pool = redis.BlockingConnectionPool.from_url(
            url,
            max_connections=POOL,
            timeout=CALL_TIMEOUT,
            socket_timeout=CALL_TIMEOUT,
            socket_connect_timeout=CALL_TIMEOUT,
            socket_keepalive=True,
            retry=_once_more(),
        )
    except ValueError as why:
        raise _bad_url(why) from None
    return redis.Redis.from_pool(pool)


def _once_more() -> Retry:
    # After a restart of Redis each pooled connection turns out to be dead at its next use: connect again, once, without
    # waiting. What we send may be sent twice. Longer outages are for the callers, who know what can wait.
    return Retry(NoBackoff(), 1, supported_errors=(ConnectionError,))


def _bad_url(why: Exception) -> ConfigurationError:
    return ConfigurationError(
        f"REDIS_URL is not a Redis address ({why}): use redis://[:password@]host:port/0, rediss://… for TLS, "
        "or unix://[:password@]/path/to/socket?db=0."
    )


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the Redis library raises into `Unavailable` (away for now) or `JobWidgetsError` (a bug or a limit)."""
    try:
        yield
    except AuthenticationError as why:
        raise Unavailable(f"Redis refuses the password in REDIS_URL: {why}") from why
    except (ConnectionError, TimeoutError, BusyLoadingError, ReadOnlyError, OSError) as why:
        raise Unavailable(f"Redis cannot be reached ({_first_line(why)}); nothing was changed, try again.") from why
    except ResponseError as why:
        if str(why).startswith(("OOM", "MISCONF", "NOAUTH", "WRONGPASS", "CLUSTERDOWN", "MASTERDOWN", "NOREPLICAS")):
            raise Unavailable(f"Redis refuses to write: {why}") from why
        raise JobWidgetsError(f"Redis refused a script: {why}") from why
    except RedisError as why:
        raise Unavailable(f"Redis failed: {_first_line(why)}") from why


def _first_line(why: BaseException) -> str:
    text = str(why).strip()
    return text.splitlines()[0] if text else type(why).__name__
