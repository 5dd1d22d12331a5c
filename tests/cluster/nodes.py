"""A real Valkey Cluster of three primaries on loopback, that tests may kill, freeze, fail over and move slots in."""

import secrets
import signal
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from typing import Any

import redis

from jobwidgets.bus.cluster import slot_of_key
from jobwidgets.local import valkey
from jobwidgets.testing import wait_until_sync

SLOTS = 16384
NODE_TIMEOUT = 4000
"""Milliseconds after which the others hold a silent node for dead; a busy machine or disk may stop one a while."""


@dataclass
class Node:
    """One server of the cluster."""

    directory: Path
    password: str
    port: int = field(default_factory=valkey.free_port)
    bus: int = field(default_factory=valkey.free_port)
    process: Popen[bytes] | None = None

    def start(self) -> None:
        config = valkey.write_config(self.directory, port=self.port, password=self.password)
        config.write_text(
            f"{config.read_text().replace('everysec', 'always')}masterauth {self.password}\ncluster-enabled yes\n"
            f"cluster-config-file {self.directory}/nodes.conf\ncluster-node-timeout {NODE_TIMEOUT}\n"
            f"cluster-port {self.bus}\nrepl-diskless-sync-delay 0\ncluster-replica-validity-factor 0\n"
        )
        self.process = valkey.start(config, self.directory / "valkey.log")

    def wait(self) -> None:
        assert self.process is not None
        valkey.wait_ready(f"redis://:{self.password}@127.0.0.1:{self.port}/0", self.process)

    def call(self, *words: Any) -> Any:
        with redis.Redis("127.0.0.1", self.port, password=self.password, socket_timeout=30) as client:
            return client.execute_command(*words)

    def facts(self) -> dict[str, str]:
        """CLUSTER INFO."""
        said = self.call("CLUSTER", "INFO")
        text = said.decode() if isinstance(said, bytes) else "\r\n".join(f"{k}:{v}" for k, v in said.items())
        return dict(line.split(":", 1) for line in text.split("\r\n") if ":" in line)

    def id(self) -> str:
        return self.call("CLUSTER", "MYID").decode()

    def signal(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        assert self.process is not None
        self.process.wait(30)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class ValkeyCluster:
    """Three primaries; `add_replica` makes more."""

    directory: Path
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    nodes: list[Node] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"redis+cluster://:{self.password}@{','.join(f'127.0.0.1:{node.port}' for node in self.nodes[:3])}"

    def start(self) -> None:
        self.nodes = [Node(self.directory / str(number), self.password) for number in range(3)]
        for node in self.nodes:
            node.start()
        for number, node in enumerate(self.nodes):
            node.wait()
            node.call("CLUSTER", "SET-CONFIG-EPOCH", number + 1)
            node.call("CLUSTER", "ADDSLOTSRANGE", SLOTS * number // 3, SLOTS * (number + 1) // 3 - 1)
        for node in self.nodes[1:]:
            self._meet(node)
        self.wait()

    def _meet(self, node: Node) -> None:
        self.nodes[0].call("CLUSTER", "MEET", "127.0.0.1", node.port, node.bus)

    def wait(self) -> None:
        """Until every live node finds the cluster whole."""
        for node in self.nodes:
            if node.alive:
                wait_until_sync(lambda node=node: self._whole(node), f"node {node.port} finds the cluster whole")

    def _whole(self, node: Node) -> bool:
        try:
            facts = node.facts()
        except (redis.ConnectionError, redis.BusyLoadingError):
            return False  # it has just been started
        return facts["cluster_state"] == "ok" and int(facts["cluster_known_nodes"]) == len(self.nodes)

    def owner(self, key: str) -> Node:
        """The node that serves the key's slot, as a live one says."""
        asked = next(node for node in self.nodes if node.alive)
        slot = slot_of_key(key)
        for first, last, primary in _slots(asked):
            if first <= slot <= last:
                return next(node for node in self.nodes if node.port == primary)
        raise AssertionError(f"nobody serves slot {slot}")

    def add_replica(self, of: Node) -> Node:
        """One more node, in step with ``of`` when this returns."""
        node = Node(self.directory / str(len(self.nodes)), self.password)
        node.start()
        node.wait()
        self.nodes.append(node)
        self._meet(node)
        self.wait()
        node.call("CLUSTER", "REPLICATE", of.id())
        wait_until_sync(lambda: b"master_link_status:up" in _raw_info(node), "the replica is in step")
        return node

    def move(self, key: str, to: Node) -> None:
        """Move the key's slot with all its keys at once, as Valkey can since 9.0; returns when the others know."""
        slot = slot_of_key(key)
        self.owner(key).call("CLUSTER", "MIGRATESLOTS", "SLOTSRANGE", slot, slot, "NODE", to.id())
        wait_until_sync(lambda: self.owner(key) is to, "the slot has moved")

    def split(self, key: str, to: Node) -> None:
        """Begin to move the key's slot the old way: from now on a script with a key that is missing must wait."""
        source, slot = self.owner(key), slot_of_key(key)
        to.call("CLUSTER", "SETSLOT", slot, "IMPORTING", source.id())
        source.call("CLUSTER", "SETSLOT", slot, "MIGRATING", to.id())

    def join(self, key: str, to: Node) -> None:
        """End what `split` began."""
        source, slot = self.owner(key), slot_of_key(key)
        while keys := source.call("CLUSTER", "GETKEYSINSLOT", slot, 100):
            source.call("MIGRATE", "127.0.0.1", to.port, "", 0, 5000, "AUTH", self.password, "KEYS", *keys)
        owner = to.id()
        for node in (to, source, *self.nodes):
            if node.alive:
                node.call("CLUSTER", "SETSLOT", slot, "NODE", owner)

    def stop(self) -> None:
        for node in self.nodes:
            if node.alive:
                node.signal(signal.SIGCONT)
                node.kill()

    def clear(self) -> None:
        """Every node lives and is empty."""
        for node in self.nodes:
            node.call("FLUSHALL")


def _slots(node: Node) -> list[tuple[int, int, int]]:
    with redis.Redis("127.0.0.1", node.port, password=node.password, socket_timeout=30) as client:
        client.response_callbacks.clear()
        rows = client.execute_command("CLUSTER", "SLOTS")
    return [(int(row[0]), int(row[1]), int(row[2][1])) for row in rows]


def _raw_info(node: Node) -> bytes:
    with redis.Redis("127.0.0.1", node.port, password=node.password, socket_timeout=30) as client:
        client.response_callbacks.clear()
        return client.execute_command("INFO", "replication")
