"""A Redis Cluster with the face of one Redis: `ClusterClient` sends each command to the node that has its key.

It is made of redis-py's clients of single nodes, so that pools wait, transactions are the server's own and errors are
the same as on one Redis. redis-py's asyncio cluster client was tried first: it runs each command of a transaction in
a thread with an event loop of its own, fails where a pool should wait, and drops every connection to all nodes,
with what others have under way on them, when one node fails.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, NamedTuple, Self, cast
from urllib.parse import urlsplit

import redis.asyncio
from redis.asyncio.client import Pipeline, PubSub
from redis.crc import key_slot
from redis.exceptions import (
    AskError,
    AuthenticationError,
    ClusterDownError,
    ConnectionError,
    MovedError,
    RedisError,
    TimeoutError,
    TryAgainError,
)

from ..protocol.errors import ConfigurationError

SCHEMES = ("redis+cluster", "rediss+cluster")
_REDIRECTS = 8
"""A command follows so many: two owners that point at each other must not keep it for ever."""
_ASK_WITHIN = 1.0
"""Seconds one node may take to say which node serves what; then another one is asked."""
_PAUSE = 0.05
_EVERYWHERE = frozenset({"PING", "FLUSHALL", "FLUSHDB", "INFO"})
_ANYWHERE = frozenset({"TIME", "SCRIPT", "CLIENT", "CONFIG", "CLUSTER", "PUBLISH", "PUBSUB", "COMMAND", "ACL"})
_WITH_COUNT = frozenset({"EVAL", "EVALSHA", "EVAL_RO", "EVALSHA_RO"})
_LOST = (ConnectionError, TimeoutError, ClusterDownError, OSError)

Command = tuple[tuple[Any, ...], dict[str, Any]]


class Address(NamedTuple):
    """Where a node listens."""

    host: str
    port: int


class ClusterUrl(NamedTuple):
    """``redis+cluster://[[user]:password@]host:port[,host:port…][?options]``, taken apart."""

    scheme: str
    """``redis`` or ``rediss``."""
    credentials: str
    seeds: tuple[Address, ...]
    options: str

    @classmethod
    def parse(cls, url: str) -> "ClusterUrl":
        """Raises `ConfigurationError`. The options are redis-py's, as in a URL of one Redis."""
        scheme, _, rest = url.partition("://")
        authority, _, options = rest.partition("?")
        authority, _, path = authority.partition("/")
        credentials, at, hosts = authority.rpartition("@")
        if scheme not in SCHEMES:
            raise _bad(f"it begins with {scheme}://")
        if path not in ("", "0"):
            raise _bad(f"a cluster has database 0 only, not {path!r}")
        seeds: list[Address] = []
        for host in hosts.split(","):
            try:
                split = urlsplit(f"//{host}")
                name, port = split.hostname, split.port
            except ValueError as why:
                raise _bad(f"{host!r}: {why}") from None
            if not name:
                raise _bad(f"{host!r} is no host:port")
            seeds.append(Address(name, port or 6379))
        return cls(scheme.partition("+")[0], credentials + at, tuple(seeds), f"?{options}" if options else "")

    def node(self, at: Address) -> str:
        """The URL of one node."""
        host = f"[{at.host}]" if ":" in at.host else at.host
        return f"{self.scheme}://{self.credentials}{host}:{at.port}/0{self.options}"


def is_cluster_url(url: str) -> bool:
    """Whether the URL asks for a cluster."""
    return url.partition("://")[0] in SCHEMES


def _bad(why: str) -> ConfigurationError:
    return ConfigurationError(
        f"REDIS_URL is not a Redis Cluster's address ({why}): use redis+cluster://[:password@]host:port[,host:port…], "
        "rediss+cluster://… for TLS."
    )


class ClusterClient(redis.asyncio.Redis):
    """What a job needs of `redis.asyncio.Redis`, on a cluster. Nothing is sent until the first call.

    A redirection is followed (MOVED, ASK, TRYAGAIN); a node that is gone makes it ask the others once who has taken
    over, and try once more. So commands may be sent twice. Keys of one call lie in one slot, except in a pipeline
    without transaction. ``ping`` asks every primary, ``info`` tells of the fullest one.
    """

    def __init__(self, url: ClusterUrl, open_node: Callable[[str], redis.asyncio.Redis]) -> None:
        self._url, self._open = url, open_node
        self._nodes: dict[Address, redis.asyncio.Redis] = {}
        self._slots: list[Address] | None = None
        self._known: list[Address] = list(url.seeds)
        self._version = 0
        self._reading = asyncio.Lock()
        super().__init__(connection_pool=self.node(url.seeds[0]).connection_pool)

    # ── who serves what ────────────────────────────────────────────────────────────────────────

    def node(self, at: Address) -> redis.asyncio.Redis:
        """The client of one node."""
        if at not in self._nodes:
            self._nodes[at] = self._open(self._url.node(at))
        return self._nodes[at]

    @property
    def known(self) -> list[Address]:
        """Every node heard of last, replicas too; the seeds until then."""
        return list(self._known)

    async def initialize(self) -> Self:
        """Ask anew who is there. Raises `ConnectionError`."""
        await self.refresh()
        return self

    async def primaries(self) -> list[Address]:
        """The nodes that serve slots."""
        return list(dict.fromkeys(await self._map()))

    async def owner(self, slot: int) -> Address:
        """The node that serves the slot. Raises `redis.exceptions.ConnectionError`."""
        at = (await self._map())[slot]
        if not at.host:
            raise ConnectionError(f"no node of the cluster serves slot {slot}")
        return at

    async def refresh(self, *, than: int | None = None) -> None:
        """Ask anew who serves what, unless somebody did since version ``than``. Raises `ConnectionError`."""
        async with self._reading:
            if than is not None and self._version != than:
                return
            last: BaseException | None = None
            # Those who may know first, in any order, so that not all ask the same one; the seeds in the end.
            asked = random.sample(self._known, len(self._known))
            for at in dict.fromkeys([*asked, *self._url.seeds]):
                try:
                    async with asyncio.timeout(_ASK_WITHIN):
                        rows = await self.node(at).execute_command("CLUSTER", "SLOTS")
                except (RedisError, OSError, TimeoutError) as why:
                    if "cluster support disabled" in str(why):
                        raise _bad(f"{at.host}:{at.port} is no node of a cluster") from None
                    last = why
                    continue
                if rows:
                    await self._adopt(at, rows)
                    return
            if isinstance(last, AuthenticationError):
                raise last
            raise ConnectionError(f"no node of the cluster answers ({last or 'none serves a slot'})") from last

    async def _adopt(self, told_by: Address, rows: Sequence[Any]) -> None:
        slots = [Address("", 0)] * 16384
        known: dict[Address, None] = {}
        for first, last, *nodes in rows:
            places = [Address(_text(node[0]) or told_by.host, int(node[1])) for node in nodes]
            known |= dict.fromkeys(places)
            slots[first : last + 1] = places[:1] * (last + 1 - first)
        gone = [at for at in self._nodes if at not in known and at not in self._url.seeds]
        self._slots, self._known = slots, list(known)
        self._version += 1
        for at in gone:
            await self._nodes.pop(at).aclose()

    async def _map(self) -> list[Address]:
        if self._slots is None:
            await self.refresh(than=self._version)
        assert self._slots is not None
        return self._slots

    async def _look_again(self, than: int, lost: BaseException) -> None:
        """Ask the others who serves what; if nobody knows, it stays with what was ``lost``."""
        try:
            await self.refresh(than=than)
        except ConnectionError:
            raise lost from None

    # ── one command ────────────────────────────────────────────────────────────────────────────

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        """One command on the node of its key."""
        slot = slot_of(args)
        if slot is not None:
            return await self._on_slot(slot, args, options)
        command = _name(args)
        if command in _EVERYWHERE:
            nodes = [self.node(at) for at in await self.primaries() if at.host]
            than = self._version
            try:
                answers = await asyncio.gather(*(node.execute_command(*args, **options) for node in nodes))
            except _LOST as why:
                await self._look_again(than, why)
                raise
            if command == "INFO":  # of the fullest, which is the first to refuse
                return max(answers, key=lambda facts: cast(dict[str, Any], facts).get("used_memory", 0))
            return answers[0]
        if command not in _ANYWHERE:
            raise RedisError(f"{command} asks one node, not the cluster: call it on `node(address)`.")
        for at in random.sample(self._known, len(self._known) - 1):
            try:
                return await self.node(at).execute_command(*args, **options)
            except _LOST:
                continue
        return await self.node(random.choice(self._known)).execute_command(*args, **options)

    async def _on_slot(self, slot: int, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        at, asking, lost = await self.owner(slot), False, False
        for _ in range(_REDIRECTS):
            than = self._version
            try:
                if asking:
                    return await self._asking(self.node(at), args, options)
                return await self.node(at).execute_command(*args, **options)
            except MovedError as why:
                await self._look_again(than, why)
                at, asking = _pointed(why, at), False
            except AskError as why:
                at, asking = _pointed(why, at), True
            except TryAgainError:
                await asyncio.sleep(_PAUSE)
            except _LOST as why:
                await self._look_again(than, why)
                before, at, asking = at, await self.owner(slot), False
                if lost or at == before:
                    raise
                lost = True
        raise ConnectionError(f"slot {slot} of the cluster is being moved and no node takes the command")

    async def _asking(self, node: redis.asyncio.Redis, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        # On one connection: the permission holds for the next command only.
        async with node.pipeline(transaction=False) as pipe:
            pipe.execute_command("ASKING")
            pipe.execute_command(*args, **options)
            return (await pipe.execute())[-1]

    # ── many commands ──────────────────────────────────────────────────────────────────────────

    def pipeline(self, transaction: bool = True, shard_hint: str | None = None) -> Pipeline:
        """Without transaction the keys may lie anywhere: one round trip to each of their nodes."""
        return _Transaction(self) if transaction else _Scattered(self)

    async def scattered(self, commands: Sequence[Command]) -> list[Any]:
        """The answers in order; what went wrong stands in the place of its answer."""
        answers: list[Any] = [None] * len(commands)
        todo = list(range(len(commands)))
        for last in (False, True):
            than = self._version
            groups: dict[Address, list[int]] = {}
            for i in todo:
                slot = slot_of(commands[i][0])
                if slot is None:
                    raise RedisError(f"{_name(commands[i][0])} has no key: it cannot go through a cluster's pipeline.")
                groups.setdefault(await self.owner(slot), []).append(i)
            parts = await asyncio.gather(
                *(self._together(at, [commands[i] for i in some]) for at, some in groups.items())
            )
            for some, part in zip(groups.values(), parts, strict=True):
                for i, answer in zip(some, part, strict=True):
                    answers[i] = answer
            todo = [i for i in todo if isinstance(answers[i], (AskError, TryAgainError, *_LOST))]
            if not todo or last:
                break
            try:
                await self.refresh(than=than)
            except ConnectionError:
                break
        for i in todo:  # slots that are just being moved
            if isinstance(answers[i], (AskError, TryAgainError)):
                try:
                    answers[i] = await self.execute_command(*commands[i][0], **commands[i][1])
                except RedisError as why:
                    answers[i] = why
        return answers

    async def _together(self, at: Address, commands: Sequence[Command]) -> list[Any]:
        try:
            async with self.node(at).pipeline(transaction=False) as pipe:
                for args, options in commands:
                    pipe.execute_command(*args, **options)
                return await pipe.execute(raise_on_error=False)
        except _LOST as why:
            return [why] * len(commands)

    async def scan_iter(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, match: Any = None, count: int | None = None, _type: str | None = None, **kwargs: Any
    ) -> AsyncIterator[Any]:
        """Every node's keys; one that moves meanwhile may come twice."""
        for at in await self.primaries():
            async for key in self.node(at).scan_iter(match=match, count=count, _type=_type, **kwargs):
                yield key

    def pubsub(self, **kwargs: Any) -> PubSub:
        """Plain pub/sub, at any node: each hears everything. Another node each time, for one may be gone."""
        return self.node(random.choice(self._known)).pubsub(**kwargs)

    async def aclose(self, close_connection_pool: bool | None = None) -> None:
        """Close the connections to all nodes."""
        nodes, self._nodes = list(self._nodes.values()), {}
        await asyncio.gather(*(node.aclose() for node in nodes))


class _Scattered(Pipeline):
    """A pipeline whose commands go to the nodes of their keys."""

    def __init__(self, cluster: ClusterClient) -> None:
        super().__init__(cast(Any, cluster.connection_pool), cluster.response_callbacks, False, None)
        self._cluster = cluster

    async def execute(self, raise_on_error: bool = True) -> list[Any]:
        commands, self.command_stack = self.command_stack, []
        answers = await self._cluster.scattered(cast(list[Command], commands))
        for answer in answers:
            # A node that is gone is never just one command's failure, as on one Redis.
            if isinstance(answer, Exception) and (raise_on_error or isinstance(answer, _LOST)):
                raise answer
        return answers


class _Transaction(Pipeline):
    """MULTI … EXEC, with WATCH, on the node of its first key; the others lie in the same slot.

    While that slot is being moved it fails with `redis.exceptions.AskError`.
    """

    def __init__(self, cluster: ClusterClient) -> None:
        super().__init__(cast(Any, cluster.connection_pool), cluster.response_callbacks, True, None)
        self._cluster, self._slot, self._watched = cluster, -1, False

    def execute_command(self, *args: Any, **kwargs: Any) -> Any:
        if self._slot < 0:
            self._slot = slot_of(args) or 0
        return super().execute_command(*args, **kwargs)

    async def immediate_execute_command(self, *args: Any, **options: Any) -> Any:
        self._watched = True
        return await self._here(lambda: Pipeline.immediate_execute_command(self, *args, **options))

    async def execute(self, raise_on_error: bool = True) -> list[Any]:
        commands = list(self.command_stack)
        try:
            return await self._here(lambda: Pipeline.execute(self, raise_on_error))
        except (MovedError, *_LOST):
            if self._watched:
                raise
            self.command_stack = commands
            return await self._here(lambda: Pipeline.execute(self, raise_on_error))

    async def _here(self, call: Callable[[], Awaitable[Any]]) -> Any:
        at = await self._cluster.owner(self._slot)
        than = self._cluster._version
        if self.connection is None:
            self.connection_pool = cast(Any, self._cluster.node(at).connection_pool)
        try:
            return await call()
        except (MovedError, *_LOST) as why:
            await self._cluster._look_again(than, why)
            raise

    async def __aenter__(self) -> Self:
        return self


def slot_of(args: Sequence[Any]) -> int | None:
    """The slot of a command's (first) key, None for a command without."""
    name = _name(args)
    if name in _EVERYWHERE or name in _ANYWHERE or name in ("SCAN", "KEYS", "DBSIZE", "UNWATCH"):
        return None
    if name in _WITH_COUNT:
        return slot_of_key(args[3]) if int(args[2]) else None
    return slot_of_key(args[1]) if len(args) > 1 else None


def slot_of_key(key: Any) -> int:
    """0 to 16383."""
    return key_slot(key.encode() if isinstance(key, str) else bytes(key))


def _name(args: Sequence[Any]) -> str:
    # redis-py writes a command of two words as one argument.
    return _text(args[0]).partition(" ")[0].upper()


def _text(word: Any) -> str:
    return word.decode() if isinstance(word, bytes) else str(word or "")


def _pointed(why: AskError, by: Address) -> Address:
    return Address(why.host or by.host, why.port)
