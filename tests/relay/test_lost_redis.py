"""Redis lost its data, the jobs are put back under a new epoch: whoever watches sees that, and goes on from there."""

import shutil

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.recovery import LOST, Reseed
from jobwidgets.protocol.events import LOG_CHANNEL, JobState
from jobwidgets.protocol.records import JobSpec
from jobwidgets.protocol.state import JobSnapshot
from jobwidgets.testing import wait_until


async def put_back(bus: JobBus, known: JobSnapshot, epoch: int = 2) -> JobSnapshot:
    """As the server does with what the record knows; the job as it is then."""
    spec = JobSpec(job=known.job, type="search", user="ada")
    done, _ = await bus.reseed(Reseed(spec=spec, snapshot=known, epoch=epoch, generation=1, log_bytes=0))
    assert done
    reading = await bus.read(known.job)
    assert reading is not None
    assert reading.snapshot is not None
    return reading.snapshot


async def test_put_back_before_anybody_noticed(serve, new_job, subscriber, redis_url):
    """The first event of the new epoch tells the subscribers, without any comparison of heads."""
    relay = await serve(redis_url, check_interval=60)
    writer = await new_job(relay.bus)
    await writer.many(20)
    watchers = [await subscriber(relay, writer.job).start() for _ in range(2)]
    known = await writer.snapshot()
    await relay.bus.redis.flushall()
    now = await put_back(relay.bus, known)
    late = await subscriber(relay, writer.job).start()
    for each in [*watchers, late]:
        await wait_until(lambda each=each: each.snapshot == now, "the job under its new epoch")
        assert each.snapshot.state is JobState.QUEUED
        assert each.snapshot.channel_text() == known.channel_text()
        assert LOST in each.snapshot.channel_text(LOG_CHANNEL)
        # Who has subscribed before the latest event is announced to all hears that one again, and drops it.
        assert set(each.doubled) <= {(now.epoch, now.seq)}


async def test_empty_redis_in_its_place(serve, new_job, subscriber, own_valkey):
    """A new, empty Redis on the same address: the relay listens there, and shows each job when it is put back."""
    known: dict[str, JobSnapshot] = {}

    async def load(job: str) -> tuple[str, JobSnapshot] | None:
        return ("ada", known[job]) if job in known else None

    relay = await serve(own_valkey.url, load_record=load)
    writer = await new_job(relay.bus)
    await writer.many(20)
    watcher = await subscriber(relay, writer.job).start()
    known[writer.job] = await writer.snapshot()
    own_valkey.kill()
    shutil.rmtree(own_valkey.directory)
    own_valkey.start()
    await wait_until(lambda: relay.relay.connected and relay.feed(writer.job).cold, "the relay sees it")
    late = await subscriber(relay, writer.job).start()
    assert late.snapshot == known[writer.job]
    now = await put_back(relay.bus, known[writer.job])
    for each in (watcher, late):
        await wait_until(lambda each=each: each.snapshot == now, "the job under its new epoch")


async def test_lost_twice(serve, new_job, subscriber, redis_url):
    """Epoch by epoch, without what the subscribers know ever going back."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    await writer.many(5)
    watcher = await subscriber(relay, writer.job).start()
    now = await writer.snapshot()
    for epoch in (2, 3):
        await relay.bus.redis.flushall()
        now = await put_back(relay.bus, now, epoch)
        await wait_until(lambda now=now: watcher.snapshot == now, f"epoch {epoch}")
    assert watcher.heard == sorted(watcher.heard)
