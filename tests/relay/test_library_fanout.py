"""The fan-out through `sio.emit`: what waits to be emitted is bounded."""

from jobwidgets.testing import wait_until
from jobwidgets_server.relay import library_fanout

TEXT = "z" * 40_000


async def test_what_waits_is_bounded(serve, new_job, subscriber, redis_url, monkeypatch):
    """More than can be sent: the clients are sent away, come back, and have every event all the same."""
    monkeypatch.setattr(library_fanout, "QUEUED", 100_000)
    relay = await serve(redis_url, server={"direct": False})
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    fanout, emitted = relay.relay.fanout, relay.relay.sio.emit
    most = 0

    async def emit(*args, **kwargs):
        nonlocal most
        most = max(most, fanout._packets.qsize() + 1)
        if not relay.relay.cuts_by["start over"]:
            heard = relay.relay.messages
            await writer.text(TEXT)  # what comes while this one is being sent waits
            await writer.text(TEXT)
            await wait_until(lambda: relay.relay.messages >= heard + 2, "the relay has heard it")
        await emitted(*args, **kwargs)

    monkeypatch.setattr(relay.relay.sio, "emit", emit)
    await writer.text(TEXT)
    await wait_until(lambda: relay.relay.cuts_by["start over"], "the queue is full")
    await writer.end()
    await wait_until(lambda: watcher.snapshot.state == "completed", "the end")
    assert watcher.snapshot == await writer.snapshot()
    assert most <= 4
