"""`ShardedBridge`: `bridge.Bridge` for sharded pub/sub, with one connection to each node that serves shards of ours.

A node tells only of its own slots. So the cluster is asked again who serves what whenever a connection is lost, a node
says that it has given a slot away, or a subscription is redirected; each channel is subscribed at its node, and then
the owner reads again what may have been missed.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable

from jobwidgets.bus.agreement import agree
from jobwidgets.bus.cluster import Address, ClusterClient, ClusterUrl, slot_of_key
from jobwidgets.bus.connection import connect, translated
from jobwidgets.bus.keys import SHARDS, channel, dirty_key, pubsub, shard_of
from jobwidgets.protocol.errors import ConfigurationError, JobWidgetsError, Unavailable

from ..logging import get_logger
from .bridge import ANSWER_TIMEOUT, Bridge, delays
from .listener import Listener, open_listener
from .route import AGREE_EVERY

log = get_logger(__name__)

_SETTLE = 0.05
"""Seconds after which a subscription that was redirected is tried again."""


def open_bridge(
    url: str,
    *,
    on_message: Callable[[str, bytes], None],
    on_connected: Callable[[], None],
    on_pause: Callable[[], None] | None = None,
) -> "Bridge | ShardedBridge":
    """The bridge for this URL and ``JOBWIDGETS_PUBSUB``. Raises `ConfigurationError`."""
    made = ShardedBridge if pubsub() == "sharded" else Bridge
    return made(url, on_message=on_message, on_connected=on_connected, on_pause=on_pause)


class ShardedBridge:
    """As `bridge.Bridge`, method by method."""

    def __init__(
        self,
        url: str,
        *,
        on_message: Callable[[str, bytes], None],
        on_connected: Callable[[], None],
        on_pause: Callable[[], None] | None = None,
        answer_timeout: float = ANSWER_TIMEOUT,
    ) -> None:
        client = connect(url)  # refuses what is no cluster
        assert isinstance(client, ClusterClient)
        self._cluster, self._client = ClusterUrl.parse(url), client
        self.reconnects = 0
        """Connections made after the first to the same node."""
        self.run_id = ""
        """Those of the nodes we listen to, in one word."""
        self._on_message, self._on_connected, self.on_pause = on_message, on_connected, on_pause
        self._timeout = answer_timeout
        self._wanted: dict[bytes, str] = {}
        self._owners: list[Address] = []
        """Of each shard; empty until the cluster has told."""
        self._lines: dict[Address, _Line] = {}
        self._changed = asyncio.Event()
        """Something has come up, or has become impossible: who waits looks again."""
        self._look = asyncio.Event()
        """The cluster is to be asked again."""
        self._task: asyncio.Task[None] | None = None
        self._refused: ConfigurationError | None = None

    @property
    def connected(self) -> bool:
        """True while every wanted job is subscribed or about to be."""
        return bool(self._owners) and all(line.up for line in self._lines.values())

    def start(self) -> None:
        """Connect and stay connected until `stop`."""
        self._task = asyncio.create_task(self._supervise(), name="relay shards")

    async def stop(self) -> None:
        """Close all connections."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None
        await self._keep(())
        await self._client.aclose()

    async def subscribe(self, job: str) -> None:
        """Return when Redis has confirmed the subscription, after an outage too: bound it with a timeout.

        Raises `ConfigurationError` where the workers publish otherwise than we listen.
        """
        name = channel(job).encode()
        self._wanted[name] = job
        while name in self._wanted:
            line = await self._line(job)
            listener = line.listener
            assert listener is not None
            if name in listener.confirmed:
                return
            try:
                async with asyncio.timeout(self._timeout):
                    await listener.subscribe([name], sharded=True)
            except TimeoutError:
                line.drop("no answer to SSUBSCRIBE")
            except Unavailable as why:
                # Lost, or redirected: the supervisor finds out whose it is now.
                log.debug("not subscribed", job=job, error=str(why))
                self._look.set()
                await asyncio.sleep(_SETTLE)

    def unsubscribe(self, job: str) -> None:
        """Stop listening to a job."""
        name = channel(job).encode()
        self._wanted.pop(name, None)
        for line in self._lines.values():
            if line.listener is not None:
                line.listener.sunsubscribe(name)

    async def barrier(self) -> None:
        """Return when every message published before this call has been handed on: each node answers a PING.

        Raises `Unavailable`; a connection that does not answer is dropped and made anew.
        """
        if not self.connected:
            raise Unavailable("The relay is not connected to every node of the Redis Cluster.")
        await asyncio.gather(*(line.ping(self._timeout) for line in self._lines.values()))

    def reconnect(self, why: str) -> None:
        """Drop the connections; new ones are made, to the nodes that serve the shards then."""
        for line in self._lines.values():
            line.drop(why)

    # ── what the lines ask for ─────────────────────────────────────────────────────────────────

    def wanted_at(self, at: Address) -> list[list[bytes]]:
        """The channels that belong to a node, shard by shard: one SSUBSCRIBE takes those of one slot."""
        shards: dict[int, list[bytes]] = {}
        for name, job in self._wanted.items():
            if self._owners[shard := shard_of(job)] == at:
                shards.setdefault(shard, []).append(name)
        return list(shards.values())

    def wants(self, name: bytes) -> bool:
        """Whether anybody listens to the channel."""
        return name in self._wanted

    def handed(self, name: bytes, payload: bytes) -> None:
        """A message."""
        job = self._wanted.get(name)
        if job is not None:
            self._on_message(job, payload)

    def look(self) -> None:
        """Who serves what may have changed."""
        self._look.set()

    def came_up(self, *, again: bool) -> None:
        """A line has subscribed all that is its own; what came while it had not may have been missed."""
        self.reconnects += again
        self.run_id = " ".join(sorted(line.run_id for line in self._lines.values()))
        self._changed.set()
        self._on_connected()

    # ── who serves what ────────────────────────────────────────────────────────────────────────

    async def _line(self, job: str) -> "_Line":
        while True:
            if self._refused is not None:
                raise self._refused
            if self._owners:
                line = self._lines.get(self._owners[shard_of(job)])
                if line is not None and line.up:
                    return line
            self._changed.clear()
            await self._changed.wait()

    async def _supervise(self) -> None:
        waits, away = delays(), False
        while True:
            self._look.clear()
            try:
                async with asyncio.timeout(self._timeout):
                    await self._place()
                waits, away, self._refused = delays(), False, None
            except (OSError, UnicodeError, TimeoutError, JobWidgetsError) as why:
                if isinstance(why, ConfigurationError):
                    if self._refused is None:
                        log.error("relay cannot listen", error=str(why))
                    self._refused = why
                    self._changed.set()  # who waits is told
                elif not away:
                    log.warning("redis unreachable", error=str(why) or type(why).__name__)
                away = True
                await asyncio.sleep(next(waits))
                continue
            # Also after a good answer: a node that drops each connection at once must not be stormed.
            await asyncio.sleep(_SETTLE)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(AGREE_EVERY):
                    await self._look.wait()

    async def _place(self) -> None:
        """Ask who serves each shard, and have a line to each of them."""
        await agree(self._client)
        with translated():
            await self._client.refresh()
            owners = [await self._client.owner(slot_of_key(dirty_key(shard))) for shard in range(SHARDS)]
        changed, self._owners = owners != self._owners, owners
        await self._keep(set(owners))
        for at in dict.fromkeys(owners):
            if at not in self._lines:
                self._lines[at] = _Line(self, self._cluster.node(at), at, self._timeout)
            elif changed or self._lines[at].incomplete():
                self._lines[at].catch_up()
        self._changed.set()

    async def _keep(self, places: Iterable[Address]) -> None:
        gone = [self._lines.pop(at) for at in list(self._lines) if at not in places]
        await asyncio.gather(*(line.stop() for line in gone))


class _Line:
    """The connection to one node, made anew whenever it is lost, until `stop`."""

    def __init__(self, bridge: ShardedBridge, url: str, at: Address, timeout: float) -> None:
        self.listener: Listener | None = None
        """Set while all that is its own is subscribed."""
        self.run_id = ""
        self._bridge, self._url, self._at, self._timeout = bridge, url, at, timeout
        self._catching: asyncio.Task[None] | None = None
        self._task = asyncio.create_task(self._supervise(), name=f"relay shards at {at.host}:{at.port}")

    @property
    def up(self) -> bool:
        """Whether it listens now."""
        return self.listener is not None and not self.listener.lost.done()

    async def stop(self) -> None:
        """Close the connection."""
        tasks = [task for task in (self._task, self._catching) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)

    def drop(self, why: str) -> None:
        """Close this connection; another one is made."""
        if self.listener is not None:
            log.warning("redis listener dropped", reason=why, node=f"{self._at.host}:{self._at.port}")
            self.listener.abort()

    async def ping(self, timeout: float) -> None:
        """`Listener.ping`, within ``timeout`` seconds."""
        if (listener := self.listener) is None:
            raise Unavailable("The relay is not connected to every node of the Redis Cluster.")
        try:
            async with asyncio.timeout(timeout):
                await listener.ping()
        except TimeoutError:
            self.drop("no answer to PING")
            raise Unavailable("Redis does not answer on the relay's connection.") from None

    def incomplete(self) -> bool:
        """Whether something of its own is not subscribed."""
        return self.listener is not None and any(
            name not in self.listener.confirmed for names in self._bridge.wanted_at(self._at) for name in names
        )

    def catch_up(self) -> None:
        """Subscribe what has become its own, and have it read; end what no longer is."""
        if self.listener is not None and (self._catching is None or self._catching.done()):
            self._catching = asyncio.create_task(self._catch_up(self.listener), name="relay shards catch up")

    async def _catch_up(self, listener: Listener) -> None:
        try:
            async with asyncio.timeout(self._timeout):
                await self._subscribe(listener)
        except TimeoutError:
            self.drop("no answer to SSUBSCRIBE")
        except Unavailable as why:
            # Lost, or it serves the slot no more, or not yet.
            log.info("not subscribed yet", node=f"{self._at.host}:{self._at.port}", error=str(why))
            await asyncio.sleep(4 * _SETTLE)
            self._bridge.look()
        else:
            self._bridge.came_up(again=False)

    async def _subscribe(self, listener: Listener) -> None:
        own = self._bridge.wanted_at(self._at)
        for name in listener.confirmed - {name for names in own for name in names}:
            listener.sunsubscribe(name)
        for names in own:
            if missing := [name for name in names if name not in listener.confirmed]:
                await listener.subscribe(missing, sharded=True)

    async def _supervise(self) -> None:
        waits, again = delays(), False
        while True:
            began = time.monotonic()
            try:
                async with asyncio.timeout(self._timeout):
                    listener, run_id = await open_listener(
                        self._url, self._bridge.handed, on_moved=self._moved, on_pause=self._bridge.on_pause
                    )
            except (OSError, UnicodeError, TimeoutError, JobWidgetsError):
                self._bridge.look()  # it may have been replaced
                await asyncio.sleep(next(waits))
                continue
            try:
                async with asyncio.timeout(self._timeout):
                    await self._subscribe(listener)
                self.listener, self.run_id = listener, run_id
                log.info("redis connected", node=f"{self._at.host}:{self._at.port}", run_id=run_id)
                self._bridge.came_up(again=again)
                again = True
                await listener.lost
                log.warning("redis connection lost", node=f"{self._at.host}:{self._at.port}")
            except (TimeoutError, Unavailable) as why:
                log.warning("redis did not confirm the subscriptions", error=str(why) or type(why).__name__)
            finally:
                self.listener = None
                listener.abort()
            self._bridge.look()
            if time.monotonic() - began > self._timeout:
                waits = delays()
            await asyncio.sleep(next(waits))

    def _moved(self, name: bytes) -> None:
        if self._bridge.wants(name):
            log.info("redis slot moved", channel=name.decode(errors="replace"))
            self._bridge.look()
