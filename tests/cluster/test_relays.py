"""Relays on a real Redis Cluster: what is published on any node reaches every subscriber, once and in order."""

import asyncio

import pytest

from jobwidgets.bus import keys
from jobwidgets.bus.connection import connect, connect_sync
from jobwidgets.bus.external import publish_job_progress, publish_job_progress_async
from jobwidgets.bus.keys import JobKeys
from jobwidgets.protocol.errors import ConfigurationError
from jobwidgets.protocol.events import JobState
from jobwidgets.testing import wait_until


async def same(watcher, writer) -> None:
    final = await writer.snapshot()
    await wait_until(lambda: watcher.snapshot.seq >= final.seq and watcher.live, f"event {final.seq}")
    assert watcher.snapshot == final


def complete(watcher) -> bool:
    """Every event after the snapshot it began with, once and in order."""
    heard = [seq for _, seq in watcher.heard]
    return heard == list(range(heard[0], watcher.snapshot.seq + 1)) and not watcher.doubled


async def on_every_node(cluster, bus, new_job):
    """A job on each of the three nodes."""
    writers = {}
    while len(writers) < 3:
        writer = await new_job(bus)
        writers.setdefault(cluster.owner(JobKeys.of(writer.job).ctl).port, writer)
    return list(writers.values())


async def test_two_relays_hear_jobs_of_every_node(cluster, pubsub, serve, new_job, subscriber):
    """Jobs on all three nodes, watched at two relays: everybody has every event once, in order, up to the end."""
    relays = [await serve(cluster.url) for _ in range(2)]
    writers = await on_every_node(cluster, relays[0].bus, new_job)
    watchers = [(await subscriber(relay, writer.job).start(), writer) for relay in relays for writer in writers]

    async def write(writer) -> None:
        for i in range(30):
            await writer.text(f"{i} ")
        await writer.end()

    await asyncio.gather(*(write(writer) for writer in writers))
    for watcher, writer in watchers:
        await same(watcher, writer)
        assert complete(watcher)
    assert [relay.relay.resyncs for relay in relays] == [0, 0]


async def test_barrier_waits_for_every_node(cluster, pubsub, serve, new_job, subscriber):
    """Comparing heads in the middle of a flood on three nodes raises no false alarm: nothing is read again."""
    relay = await serve(cluster.url, check_interval=0.02)
    writers = await on_every_node(cluster, relay.bus, new_job)
    watchers = [await subscriber(relay, writer.job).start() for writer in writers]
    for _ in range(5):
        await asyncio.gather(*(writer.many(100) for writer in writers))
    for watcher, writer in zip(watchers, writers, strict=True):
        await same(watcher, writer)
    assert (relay.relay.resyncs, relay.relay.watchlist.bridge.reconnects) == (0, 0)


async def test_slots_move_while_events_flow(cluster, pubsub, serve, new_job, subscriber):
    """A shard is moved to another node and back under a stream: its subscribers lose and double nothing."""
    relay = await serve(cluster.url, check_interval=60)
    writers = await on_every_node(cluster, relay.bus, new_job)
    watchers = [await subscriber(relay, writer.job).start() for writer in writers]
    moving, stop = writers[0], asyncio.Event()

    async def write(writer) -> None:
        while not stop.is_set():
            await writer.text("word ")

    writing = [asyncio.create_task(write(writer)) for writer in writers]
    key = JobKeys.of(moving.job).ctl
    home, other = cluster.owner(key), cluster.owner(JobKeys.of(writers[1].job).ctl)
    for target in (other, home):
        await asyncio.to_thread(cluster.move, key, target)
        heard = len(watchers[0].heard)
        await wait_until(lambda heard=heard: len(watchers[0].heard) > heard + 20, "the stream goes on")
    stop.set()
    await asyncio.gather(*writing)
    for watcher, writer in zip(watchers, writers, strict=True):
        await same(watcher, writer)
        assert complete(watcher)


async def test_listening_otherwise_than_others_is_refused(cluster, serve, new_job, subscriber):
    """A relay or a script whose JOBWIDGETS_PUBSUB is not that of the others says so; nobody is deaf in silence."""
    relay = await serve(cluster.url)
    writer = await new_job(relay.bus)
    await subscriber(relay, writer.job).start()
    keys.use_pubsub("sharded")
    try:
        with pytest.raises(ConfigurationError, match="JOBWIDGETS_PUBSUB=plain"):
            await publish_job_progress_async(cluster.url, "elsewhere", "ada", "running")
        with pytest.raises(ConfigurationError, match="JOBWIDGETS_PUBSUB=plain"):
            await asyncio.to_thread(publish_job_progress, cluster.url, "elsewhere", "ada", "running")
        with pytest.raises(ConfigurationError, match="needs a Redis Cluster"):
            connect("redis://localhost:6379/0")
        wrong = await serve(cluster.url)
        with pytest.raises(ConfigurationError, match="JOBWIDGETS_PUBSUB=plain"):
            await wrong.relay.watchlist.open(writer.job)
        assert not wrong.relay.connected
    finally:
        keys.use_pubsub(None)


async def test_external_progress_through_the_cluster(cluster, pubsub, serve, subscriber):
    """`publish_job_progress`, with a URL or a client of the cluster: whoever watches sees each report."""
    relay = await serve(cluster.url)
    await publish_job_progress_async(cluster.url, "nightly", "ada", "running", "load", 0.1)
    watcher = await subscriber(relay, "nightly").start()
    with connect_sync(cluster.url) as client:
        await asyncio.to_thread(publish_job_progress, client, "nightly", "ada", "running", "train", 0.5)
    await asyncio.to_thread(publish_job_progress, cluster.url, "nightly", "ada", "completed", result=7)
    await wait_until(lambda: watcher.snapshot.state == JobState.COMPLETED, "the end")
    assert watcher.snapshot.result == 7
    assert [step.name for step in watcher.snapshot.steps.values()] == ["load", "train"]
    assert complete(watcher)


@pytest.mark.parametrize("pubsub", [pytest.param("plain", marks=pytest.mark.slow), "sharded"], indirect=True)
async def test_node_is_killed_and_started_again(cluster, pubsub, serve, new_job, subscriber):
    """A node dies in the middle of streams and comes back with its log: every subscriber ends up with every event."""
    relay = await serve(cluster.url)
    writers = await on_every_node(cluster, relay.bus, new_job)
    watchers = [await subscriber(relay, writer.job).start() for writer in writers]

    async def write(writer) -> None:
        for i in range(60):
            await writer.text(f"{i} ")
        await writer.end()

    writing = [asyncio.create_task(write(writer)) for writer in writers]
    await wait_until(lambda: all(len(watcher.heard) > 5 for watcher in watchers), "streams")
    victim = cluster.owner(JobKeys.of(writers[0].job).ctl)
    victim.kill()
    victim.start()
    await asyncio.gather(*writing)
    for watcher, writer in zip(watchers, writers, strict=True):
        await wait_until(lambda watcher=watcher: watcher.snapshot.state == JobState.COMPLETED, "the end")
        await same(watcher, writer)
        assert complete(watcher)
