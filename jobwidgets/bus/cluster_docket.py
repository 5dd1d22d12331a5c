"""`ClusterDocket`: docket on a Redis Cluster that may lose any one of its nodes.

docket connects to a cluster by one address only, and for as long as it is open its pub/sub stays with one node. Here
it begins at a seed that answers, and publishes and listens at nodes the cluster has now. Its keys for one queue share
a tag, so a queue lies on one node.
"""

import asyncio
import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, Self, cast

import redis.asyncio
from docket import Docket
from docket._redis import BLOCKING_READ_SOCKET_TIMEOUT, PUBSUB_RESP_VERSION, RedisConnection, require_open
from redis.asyncio.client import PubSub
from redis.asyncio.cluster import RedisCluster
from redis.exceptions import ConnectionError

from .cluster import Address, ClusterUrl

MEMORY = timedelta(minutes=1)
"""How long docket remembers a delivery that is over. Whether a job is over, the job's own keys say."""
_CONNECT_WITHIN = 1.0
"""Seconds a seed may take to accept a connection; then the next one is tried."""


class ClusterDocket(Docket):
    """The docket ``name``. ``connections``: how many it may open to one node."""

    def __init__(self, name: str, cluster: ClusterUrl, connections: int) -> None:
        self._cluster, self._connections = cluster, connections
        super().__init__(name=name, url=self._by(cluster.seeds[0]), execution_ttl=MEMORY)

    async def __aenter__(self) -> Self:
        self.url = self._by(await _answering(self._cluster))
        self._redis = _Connection(self.url, self._cluster)
        return await super().__aenter__()

    def _by(self, seed: Address) -> str:
        url = self._cluster.node(seed).replace("://", "+cluster://", 1)
        if "max_connections" not in url:
            url += f"{'&' if '?' in url else '?'}max_connections={self._connections}"
        return url


class _Connection(RedisConnection):
    def __init__(self, url: str, cluster: ClusterUrl) -> None:
        self._cluster = cluster
        super().__init__(url)

    async def publish(self, channel: str, message: str) -> int:
        cluster: Any = require_open(self._cluster_client)
        return await cluster.execute_command("PUBLISH", channel, message, target_nodes=RedisCluster.RANDOM)

    @asynccontextmanager
    async def _cluster_pubsub(self) -> AsyncGenerator[PubSub, None]:
        nodes = require_open(self._cluster_client).get_primaries()
        if not nodes:
            raise ConnectionError("no node of the cluster is known")
        node = random.choice(nodes)
        client: Any = redis.asyncio.Redis.from_url(
            self._cluster.node(Address(node.host, int(node.port))),
            socket_timeout=BLOCKING_READ_SOCKET_TIMEOUT,
            socket_connect_timeout=_CONNECT_WITHIN,
            protocol=PUBSUB_RESP_VERSION,
        )
        try:
            async with client.pubsub() as pubsub:
                yield cast(PubSub, pubsub)
        finally:
            await client.aclose()


async def _answering(cluster: ClusterUrl) -> Address:
    """A seed that accepts connections; the first one where none does, for docket to complain about."""
    for seed in random.sample(cluster.seeds, len(cluster.seeds)):
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(_CONNECT_WITHIN):
                _, writer = await asyncio.open_connection(seed.host, seed.port)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            return seed
    return cluster.seeds[0]
