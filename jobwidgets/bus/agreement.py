"""All who share a Redis Cluster publish and listen alike, or hear it: plain and sharded channels are different ones.

Servers and workers say on Redis how they do it (``keys.pubsub_key``) and say it again while they live; whoever does
otherwise is refused. The word is gone a minute after the last of them: then the mode can be changed.
"""

import time
from typing import Any, cast
from weakref import WeakKeyDictionary

import redis
import redis.asyncio

from ..protocol.errors import ConfigurationError
from .cluster import ClusterClient
from .connection import translated
from .keys import pubsub, pubsub_key

HELD = 60
"""Seconds the word holds after it was said last."""
_AGAIN = 20.0
"""Seconds after which a client that only publishes looks again."""

_looked: WeakKeyDictionary[Any, float] = WeakKeyDictionary()


async def agree(client: redis.asyncio.Redis) -> None:
    """Say how this process publishes and listens; at least every `HELD` / 2 seconds. Nothing to say on one Redis.

    Raises `ConfigurationError` if others do otherwise, and `Unavailable`.
    """
    if not isinstance(client, ClusterClient):
        return
    with translated():
        await client.set(pubsub_key(), pubsub(), nx=True, ex=HELD)
        held = await cast(Any, client.get(pubsub_key()))
        _compare(held)
        await client.expire(pubsub_key(), HELD)


async def check(client: redis.asyncio.Redis) -> None:
    """For who only publishes: raises `ConfigurationError` if the servers would not hear it."""
    if _due(client, single=isinstance(client, redis.asyncio.Redis) and not isinstance(client, ClusterClient)):
        with translated():
            _compare(await cast(Any, client.get(pubsub_key())))
        _looked[client] = time.monotonic()


def check_sync(client: redis.Redis) -> None:
    """`check` with a synchronous client."""
    if _due(client, single=isinstance(client, redis.Redis)):
        with translated():
            _compare(cast(Any, client.get(pubsub_key())))
        _looked[client] = time.monotonic()


def _due(client: Any, *, single: bool) -> bool:
    if single:
        if pubsub() == "sharded":
            raise ConfigurationError("JOBWIDGETS_PUBSUB=sharded needs a client of a Redis Cluster, not of one Redis.")
        return False
    return time.monotonic() - _looked.get(client, -_AGAIN) >= _AGAIN


def _compare(held: bytes | str | None) -> None:
    said = held.decode() if isinstance(held, bytes) else held
    if said is not None and said != pubsub():
        raise ConfigurationError(
            f"The servers and workers of this Redis Cluster use {said} pub/sub, this process {pubsub()}: set "
            f"JOBWIDGETS_PUBSUB={said} here too (to change it for all, stop all of them for a minute)."
        )
