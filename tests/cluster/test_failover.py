"""A primary of the cluster dies for good and its replica takes over."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobwidgets.bus.keys import JobKeys
from jobwidgets.testing import wait_until

from .conftest import started
from .nodes import ValkeyCluster
from .test_relays import complete, on_every_node, same

pytestmark = pytest.mark.slow


@pytest.fixture
def running(tmp_path: Path) -> Iterator[ValkeyCluster]:
    """One of its own, of which a node is lost for good."""
    with started(tmp_path / "cluster") as cluster:
        yield cluster


async def test_replica_takes_over(cluster, sharded, serve, new_job, subscriber):
    """Writers and relays go on at the replica that was promoted; every subscriber ends up with every event."""
    relay = await serve(cluster.url)
    writers = await on_every_node(cluster, relay.bus, new_job)
    watchers = [await subscriber(relay, writer.job).start() for writer in writers]
    victim = cluster.owner(JobKeys.of(writers[0].job).ctl)
    await asyncio.to_thread(cluster.add_replica, victim)
    for writer in writers:
        await writer.many(20)
    await same(watchers[0], writers[0])
    victim.kill()
    await asyncio.gather(*(writer.many(20, "after ") for writer in writers))
    await wait_until(lambda: relay.relay.connected, "the relay listens at the replica")
    for watcher, writer in zip(watchers, writers, strict=True):
        await same(watcher, writer)
        assert complete(watcher)
