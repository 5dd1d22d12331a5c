"""Where `bridge.Bridge` listens, and how it is sure that nothing is under way: on one Redis, and on a cluster."""

import asyncio
import random
import secrets
import time
from typing import Protocol

from jobwidgets.bus.agreement import HELD, agree
from jobwidgets.bus.cluster import Address, ClusterClient, ClusterUrl, is_cluster_url
from jobwidgets.bus.connection import connect, translated
from jobwidgets.bus.keys import barrier_channel
from jobwidgets.protocol.errors import Unavailable

from .listener import Listener, parse_redis_url

AGREE_EVERY = HELD / 3
"""Seconds between two times that we say on Redis how we listen."""


class Route(Protocol):
    """What differs between one Redis and a cluster of them."""

    many: bool
    """Another connection may well be to another Redis."""
    own: tuple[bytes, ...]
    """Channels to hear besides those of the jobs."""

    async def url(self) -> str:
        """Where to connect now: ``redis://``, ``rediss://`` or ``unix://``. Raises `Unavailable`."""
        ...

    async def barrier(self, listener: Listener) -> None:
        """Return when all that was published before has been handed on. Raises `Unavailable`."""

    def heard(self, channel: bytes, payload: bytes) -> None:
        """A message of a channel that is no wanted job's."""

    async def aclose(self) -> None:
        """Close what it opened itself."""


def route_to(url: str) -> Route:
    """Raises `ConfigurationError`."""
    return AnyNode(url) if is_cluster_url(url) else OneRedis(url)


class OneRedis:
    """Replies and messages share one ordered stream: an answered PING is the barrier."""

    many = False
    own: tuple[bytes, ...] = ()

    def __init__(self, url: str) -> None:
        parse_redis_url(url)
        self._url = url

    async def url(self) -> str:
        return self._url

    async def barrier(self, listener: Listener) -> None:
        await listener.ping()

    def heard(self, channel: bytes, payload: bytes) -> None:
        """That of a job that was just let go."""

    async def aclose(self) -> None:
        """Nothing was opened."""


class AnyNode:
    """Plain pub/sub on a cluster: the nodes pass every message on to each other, so any one will do.

    The link between two nodes is ordered too, but a reply of one does not tell what is still on the links to it. So
    the barrier is a mark published through each primary, behind whatever that one has published before.
    """

    many = True

    def __init__(self, url: str) -> None:
        self._cluster = ClusterUrl.parse(url)
        client = connect(url)
        assert isinstance(client, ClusterClient)
        self._client = client
        self._channel = barrier_channel(secrets.token_hex(8))
        self.own: tuple[bytes, ...] = (self._channel.encode(),)
        self._expected: dict[bytes, tuple[set[bytes], asyncio.Future[None]]] = {}
        """Mark → all that its barrier waits for, and what is done when they are here."""
        self._last: Address | None = None
        self._agreed = 0.0

    async def url(self) -> str:
        await self._agree()
        with translated():
            await self._client.refresh()
        known = self._client.known
        # Not again the one that was just lost, nor all relays the same one.
        self._last = random.choice([at for at in known if at != self._last] or known)
        return self._cluster.node(self._last)

    async def barrier(self, listener: Listener) -> None:
        if time.monotonic() - self._agreed > AGREE_EVERY:
            await self._agree()
        with translated():
            primaries = await self._client.primaries()
        marks = {secrets.token_hex(8).encode(): at for at in primaries}
        expected, arrived = set(marks), asyncio.get_running_loop().create_future()
        self._expected |= dict.fromkeys(marks, (expected, arrived))
        try:
            with translated():
                sent = [self._client.node(at).publish(self._channel, mark) for mark, at in marks.items()]
                await asyncio.gather(*sent)
            await asyncio.wait([listener.lost, arrived], return_when=asyncio.FIRST_COMPLETED)
            if listener.lost.done():
                raise Unavailable("The relay's connection to Redis was lost.")
        finally:
            for mark in marks:
                self._expected.pop(mark, None)

    def heard(self, channel: bytes, payload: bytes) -> None:
        if payload in self._expected:
            expected, arrived = self._expected[payload]
            expected.discard(payload)
            if not expected and not arrived.done():
                arrived.set_result(None)

    async def aclose(self) -> None:
        await self._client.aclose()

    async def _agree(self) -> None:
        await agree(self._client)
        self._agreed = time.monotonic()
