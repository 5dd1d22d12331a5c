"""Connections to Redis or Valkey: over TCP, TLS (``rediss://``) or a unix socket (``unix://``), with password, or to a
cluster of them (``redis+cluster://``, ``rediss+cluster://``).

Deliberate settings, each the answer to a measured trap: short calls get a time-out and a retry on
reconnect; blocking calls get none (a socket time-out makes an idle subscriber deaf while it
reconnects); the pool waits for a free connection instead of failing under load.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import redis
import redis.asyncio
from redis.backoff import NoBackoff
from redis.cluster import ClusterNode
from redis.connection import parse_url
from redis.exceptions import (
    AskError,
    AuthenticationError,
    BusyLoadingError,
    ClusterError,
    ConnectionError,
    ReadOnlyError,
    RedisClusterException,
    RedisError,
    ResponseError,
    TimeoutError,
    TryAgainError,
)
from redis.retry import Retry

from ..protocol.errors import ConfigurationError, JobWidgetsError, Unavailable
from .cluster import ClusterClient, ClusterUrl, is_cluster_url
from .keys import pubsub
from .packing import packing

CALL_TIMEOUT = 5.0
"""Seconds a short call may take."""
POOL = 64
"""Connections per process at most; a caller waits for a free one."""


def connect(url: str, *, blocking: bool = False) -> redis.asyncio.Redis:
    """An asyncio client. ``blocking`` for clients that wait on the server (subscribe, BLPOP, XREAD BLOCK).

    The one place that decides whether it is one Redis or a cluster (`ClusterClient`, which takes the same calls).
    Raises `ConfigurationError` for a URL that is none. Nothing is sent until the first call.
    """
    check_url(url)
    if is_cluster_url(url):
        return ClusterClient(ClusterUrl.parse(url), lambda node: _connect_one(node, blocking))
    return _connect_one(url, blocking)


def check_url(url: str) -> None:
    """Raises `ConfigurationError` for a cluster's URL that is none, and for sharded pub/sub without a cluster."""
    cluster = is_cluster_url(url)
    if cluster:
        for seed in ClusterUrl.parse(url).seeds:
            _connect_one(ClusterUrl.parse(url).node(seed), False)
    if pubsub() == "sharded" and not cluster:
        raise ConfigurationError(
            "JOBWIDGETS_PUBSUB=sharded needs a Redis Cluster (REDIS_URL=redis+cluster://…): on one Redis leave it away."
        )


async def run_id(client: redis.asyncio.Redis) -> str:
    """Which Redis process answers; of a cluster all that serve it, in one word. Raises what redis-py raises."""
    nodes = [client]
    if isinstance(client, ClusterClient):
        nodes = [client.node(at) for at in sorted(await client.primaries())]
    return " ".join([str((await node.info("server")).get("run_id", "")) for node in nodes])


def _connect_one(url: str, blocking: bool) -> redis.asyncio.Redis:
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
    packing(pool)
    return redis.asyncio.Redis.from_pool(pool)


def connect_sync(url: str) -> redis.Redis:
    """A synchronous client for short calls from a thread or a script. Raises `ConfigurationError`.

    A cluster is asked at once who serves what: then also `Unavailable`.
    """
    check_url(url)
    if is_cluster_url(url):
        return cast(redis.Redis, _connect_cluster_sync(ClusterUrl.parse(url)))
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


def _connect_cluster_sync(url: ClusterUrl) -> redis.RedisCluster:
    # Here redis-py's own client serves well: single commands and scripts, from one thread.
    said = parse_url(url.node(url.seeds[0]))
    # What it makes of rediss:// and of the first seed, it is told in its own words.
    secure = "connection_class" in said
    for word in ("connection_class", "host", "port", "db"):
        said.pop(word, None)
    # The URL has the last word, as on one Redis.
    options = {
        "max_connections": POOL,
        "socket_timeout": CALL_TIMEOUT,
        "socket_connect_timeout": CALL_TIMEOUT,
        **said,
    }
    with translated():
        return redis.RedisCluster(
            startup_nodes=[ClusterNode(seed.host, seed.port) for seed in url.seeds],
            retry=Retry(NoBackoff(), 2),
            ssl=secure,
            **options,
        )


def _once_more() -> Retry:
    # After a restart of Redis each pooled connection turns out to be dead at its next use: connect again, once, without
    # waiting. What we send may be sent twice. Longer outages are for the callers, who know what can wait.
    return Retry(NoBackoff(), 1, supported_errors=(ConnectionError,))


def _bad_url(why: Exception) -> ConfigurationError:
    return ConfigurationError(
        f"REDIS_URL is not a Redis address ({why}): use redis://[:password@]host:port/0, rediss://… for TLS, "
        "unix://[:password@]/path/to/socket?db=0, or redis+cluster://[:password@]host:port[,host:port…] for a cluster."
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
    except (ClusterError, RedisClusterException, AskError, TryAgainError) as why:
        raise Unavailable(f"The Redis Cluster cannot do it now ({_first_line(why)}); try again.") from why
    except ResponseError as why:
        if str(why).startswith(("OOM", "MISCONF", "NOAUTH", "WRONGPASS", "CLUSTERDOWN", "MASTERDOWN", "NOREPLICAS")):
            raise Unavailable(f"Redis refuses to write: {why}") from why
        raise JobWidgetsError(f"Redis refused a script: {why}") from why
    except RedisError as why:
        raise Unavailable(f"Redis failed: {_first_line(why)}") from why


def _first_line(why: BaseException) -> str:
    text = str(why).strip()
    return text.splitlines()[0] if text else type(why).__name__
