"""The subscribe protocol from end to end: python-socketio's client, our relay, real scripts on a real Valkey."""

import asyncio
import time

import pytest

from jobwidgets.protocol.records import JobSpec
from jobwidgets.testing import wait_until
from jobwidgets_server.relay.watch import is_end


async def test_snapshot_tail_and_live_events(serve, new_job, subscriber, redis_url):
    """Whoever joins late has the same snapshot as Redis, and everything after it comes live."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    await writer.many(30)
    first = await subscriber(relay, writer.job).start()
    assert first.acks[0]["snapshot"]["job"] == writer.job
    assert first.snapshot == await writer.snapshot()
    await writer.many(30)
    late = await subscriber(relay, writer.job).start()
    await writer.text("the end")
    await writer.end()
    for each in (first, late):
        await wait_until(lambda each=each: each.snapshot.state == "completed", "the end")
        assert each.snapshot == await writer.snapshot()
        assert not each.doubled
    assert "batch" in first.packets
    assert relay.relay.messages > 0
    assert relay.relay.sockets == 2
    assert relay.relay.watched == 1


async def test_one_event_travels_as_event_more_as_batch(serve, new_job, subscriber, redis_url):
    """A single event is a ``job:event``; what came together is one ``job:batch``."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    await writer.text("a")
    await wait_until(lambda: watcher.heard, "one event")
    assert watcher.packets == ["event"]
    await writer.many(10)
    await wait_until(lambda: len(watcher.heard) == 11, "ten more")
    assert watcher.packets[1:].count("event") <= 1
    assert "batch" in watcher.packets


async def test_resubscribing_gets_exactly_what_is_missing(serve, new_job, subscriber, redis_url):
    """Same epoch and a number still in the tail: events only, no snapshot."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    await watcher.sio.disconnect()
    await writer.many(20)
    head = (await writer.snapshot()).seq
    await wait_until(lambda: relay.feed(writer.job).head == head, "the relay has heard them")
    await watcher.connect()
    await wait_until(lambda: len(watcher.acks) == 2 and watcher.live, "subscribed again")
    assert watcher.acks[1].get("snapshot") is None
    assert len(watcher.acks[1]["events"]) == 20
    assert watcher.snapshot == await writer.snapshot()


async def test_sleeping_through_a_thousand_events(serve, new_job, subscriber, redis_url):
    """Who sleeps through 1,000 events comes back to the same snapshot as one that never slept."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    awake, asleep = [await subscriber(relay, writer.job).start() for _ in range(2)]
    await asleep.sio.disconnect()
    await writer.many(1000)
    await asleep.connect()
    await writer.end()
    await wait_until(lambda: asleep.snapshot.state == "completed", "the sleeper is up to date")
    await wait_until(lambda: awake.snapshot.state == "completed", "the other too")
    assert asleep.snapshot == awake.snapshot == await writer.snapshot()
    assert len(awake.heard) == 1001
    assert not awake.doubled


async def test_racing_with_a_publisher_loses_nothing(serve, new_job, subscriber, redis_url):
    """300 subscriptions opened in the middle of a stream of events: each is contiguous and complete."""
    relay = await serve(redis_url, linger=0, check_interval=60)  # no comparison of heads may heal a mistake
    client = subscriber(relay, "none")
    await client.connect()
    heard: dict[str, list[tuple[int, int]]] = {}

    def note(batch):
        for event in batch:
            heard[event["job"]].append((event["epoch"], event["seq"]))

    client.sio.on("job:event", lambda event: note([event]))
    client.sio.on("job:batch", note)

    async def one_try() -> None:
        writer = await new_job(relay.bus)
        heard[writer.job] = []
        writing = asyncio.create_task(one_by_one(writer))
        ack = await client.sio.call("subscribe", {"job": writer.job}, timeout=30)
        assert ack["ok"], ack
        await writing
        known = [(ack["snapshot"]["epoch"], ack["snapshot"]["seq"])]
        known += [(e["epoch"], e["seq"]) for e in ack["events"]]
        head = (await writer.snapshot()).seq
        await wait_until(lambda: (known + heard[writer.job])[-1][1] >= head, "all events")
        seqs = [seq for _, seq in known + heard[writer.job]]
        assert seqs == list(range(seqs[0], head + 1))
        await client.sio.call("unsubscribe", {"job": writer.job}, timeout=30)

    async def one_by_one(writer) -> None:
        for _ in range(6):
            await writer.text("x")

    for _ in range(30):
        await asyncio.gather(*(one_try() for _ in range(10)))
    assert relay.relay.resyncs == 0


async def test_joining_in_the_middle_of_a_flood(serve, new_job, subscriber, redis_url):
    """Events come faster than a snapshot can be read: late subscribers are served all the same."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    first = await subscriber(relay, writer.job).start()
    stop = asyncio.Event()

    async def flood() -> None:
        while not stop.is_set():
            await writer.many(500)

    flooding = asyncio.create_task(flood())
    await wait_until(lambda: len(first.heard) > 1000, "a flood")
    late = [await subscriber(relay, writer.job).start() for _ in range(5)]
    stop.set()
    await flooding
    await writer.end()
    for each in (first, *late):
        await wait_until(lambda each=each: each.snapshot.state == "completed", "the end")
        assert each.snapshot == await writer.snapshot()
        assert all(ack["ok"] for ack in each.acks)
        assert len(each.acks) == 1


async def test_a_thousand_late_subscribers_cost_one_read(serve, new_job, subscriber, redis_url):
    """The tail is shared: Redis is asked once, however many come."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    await writer.many(50)
    clients = [subscriber(relay, writer.job) for _ in range(20)]
    for client in clients:
        await client.connect()
    reads = relay.relay.watchlist.reads
    answers = await asyncio.gather(
        *(c.sio.call("subscribe", {"job": writer.job}, timeout=30) for c in clients for _ in range(50))
    )
    assert len(answers) == 1000
    assert all(a["ok"] and a["seq"] == answers[0]["seq"] for a in answers)
    # The first connect of each has subscribed by itself as well.
    assert relay.relay.watchlist.reads - reads <= 1
    assert relay.relay.watchlist.reads == 1


async def test_large_snapshot_comes_in_parts_before_anything_live(serve, new_job, subscriber, redis_url):
    """Above 1 MiB the answer follows in packets that a client can swallow, in order, live events after them."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    for i in range(12):
        await writer.text(f'{i} "quoted" \\ ünïcödé 🎈 ' + "z" * 200_000)
    order: list[str] = []
    watcher = subscriber(relay, writer.job)
    on_part, events = watcher._on_part, watcher._events
    watcher.sio.on("job:part", lambda part: (order.append("part"), on_part(part)))
    watcher.sio.on("job:event", lambda event: (order.append("event"), events("event", [event])))
    await watcher.connect()
    await asyncio.gather(*(writer.text(f"live{i}") for i in range(5)))
    await wait_until(lambda: watcher.live, "assembled")
    final = await writer.snapshot()
    await wait_until(lambda: watcher.snapshot.seq == final.seq, "all")
    assert watcher.snapshot == final
    parts = watcher.acks[0]["parts"]
    assert parts > 2
    assert "event" not in order[: order.index("part")]
    assert order[order.index("part") :][:parts] == ["part"] * parts


async def test_unsubscribe_stops_the_stream_and_lingers(serve, new_job, subscriber, redis_url):
    """After ``unsubscribe`` nothing more comes; Redis is unsubscribed when the linger is over."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    assert await watcher.sio.call("unsubscribe", {"job": writer.job}) == {"ok": True}
    await writer.text("unheard")
    head = watcher.snapshot.seq + 1
    await wait_until(lambda: relay.feed(writer.job).head == head, "the relay itself still listens")
    assert not watcher.heard
    relay.relay.watchlist._linger = 0.05  # until here a busy machine may take its time
    for action in ("subscribe", "unsubscribe"):
        assert (await watcher.sio.call(action, {"job": writer.job}))["ok"]
    await wait_until(lambda: relay.relay.watched == 0, "let go")

    async def unsubscribed() -> bool:
        return (await relay.bus.redis.pubsub_numsub(f"job:event:{writer.job}"))[0][1] == 0

    await wait_until(unsubscribed, "Redis has let go")


async def test_coming_back_within_the_linger_costs_nothing(serve, new_job, subscriber, redis_url):
    """A page that reloads finds the tail warm: no reading, no subscribing."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    await watcher.sio.disconnect()
    watch = relay.relay.watchlist.watches[writer.job]
    await wait_until(lambda: watch.linger is not None, "lingering")
    again = await subscriber(relay, writer.job).start()
    assert watch.linger is None
    await writer.text("still here")
    await wait_until(lambda: again.heard, "live")
    assert relay.relay.watchlist.reads == 1


@pytest.mark.parametrize("job", ["missing", "of another user"])
async def test_foreign_and_missing_jobs_look_the_same(serve, new_job, subscriber, redis_url, job):
    """Another user's job is answered exactly like one that does not exist, and leaves nothing behind."""
    relay = await serve(redis_url, linger=0)
    name = "nope" if job == "missing" else (await new_job(relay.bus, user="eve")).job
    client = subscriber(relay, name)
    await client.connect()
    await wait_until(lambda: client.acks, "answered")
    error = client.acks[0]["error"]
    assert client.acks[0]["ok"] is False
    assert (error["code"], error["message"], error["detail"]) == (
        "not-found",
        "There is no such job for this user.",
        None,
    )
    await wait_until(lambda: relay.relay.watched == 0, "nothing is watched")


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (None, "bad-request"),
        ("job", "bad-request"),
        ({}, "bad-request"),
        ({"job": 7}, "bad-request"),
        ({"job": "a", "seq": "1"}, "bad-request"),
        ({"job": "../../etc"}, "invalid-id"),
        ({"job": "j" * 200}, "invalid-id"),
    ],
)
async def test_bad_requests_get_a_clear_answer(serve, subscriber, redis_url, request_, code):
    """Nonsense is answered with an error, and the socket stays usable."""
    relay = await serve(redis_url)
    client = subscriber(relay, "none")
    await client.connect()
    answer = await client.sio.call("subscribe", request_)
    assert (answer["ok"], answer["error"]["code"]) == (False, code)
    assert await client.sio.call("unsubscribe", {"job": "none"}) == {"ok": True}


async def test_finished_job_comes_from_the_record(serve, new_job, subscriber, redis_url):
    """A job whose keys on Redis have expired is answered from SQL, to its owner only, once for many."""
    calls: list[str] = []
    finished = {}

    async def load(job: str):
        calls.append(job)
        return finished.get(job)

    relay = await serve(redis_url, load_record=load)
    writer = await new_job(relay.bus)
    await writer.text("said")
    await writer.end()
    finished[writer.job] = ("ada", await writer.snapshot())
    await relay.bus.redis.flushall()
    watcher = await subscriber(relay, writer.job).start()
    assert watcher.snapshot == finished[writer.job][1]
    again = await watcher.sio.call("subscribe", {"job": writer.job, "epoch": 1, "seq": watcher.snapshot.seq})
    assert again["snapshot"] is None
    stranger = subscriber(relay, writer.job, user="eve")
    await stranger.connect()
    await wait_until(lambda: stranger.acks, "answered")
    assert stranger.acks[0]["error"]["code"] == "not-found"
    assert calls == [writer.job]


async def test_subscriptions_per_socket_are_limited(serve, new_job, subscriber, redis_url):
    """One socket cannot make the relay watch without end."""
    relay = await serve(redis_url, max_subscriptions=2)
    jobs = [(await new_job(relay.bus)).job for _ in range(3)]
    client = await subscriber(relay, jobs[0]).start()
    answers = [await client.sio.call("subscribe", {"job": job}) for job in jobs]
    assert [a["ok"] for a in answers] == [True, True, False]
    assert answers[2]["error"]["code"] == "rate-limited"
    assert (await client.sio.call("subscribe", {"job": jobs[0]}))["ok"]


@pytest.mark.parametrize("end", ["while it is subscribed", "before"])
async def test_jobs_that_are_over_do_not_count(serve, new_job, subscriber, redis_url, end):
    """A socket that holds as many jobs as it may can subscribe to one more for each that ends, and still hears all."""
    relay = await serve(redis_url, max_subscriptions=2)
    writers = [await new_job(relay.bus) for _ in range(4)]
    if end == "before":
        await writers[0].end()
    client = await subscriber(relay, writers[0].job).start()
    assert (await client.sio.call("subscribe", {"job": writers[1].job}))["ok"]
    if end != "before":
        assert not (await client.sio.call("subscribe", {"job": writers[2].job}))["ok"]
        await writers[0].end()
    await wait_until(lambda: client.snapshot.state == "completed", "the end")
    assert (await client.sio.call("subscribe", {"job": writers[2].job}))["ok"]
    assert not (await client.sio.call("subscribe", {"job": writers[3].job}))["ok"]
    assert relay.relay.watchlist.watches[writers[0].job].over
    # Redis loses it, and its next epoch comes all the same.
    await relay.bus.redis.flushall()
    spec = JobSpec(job=writers[0].job, type="search", user="ada")
    await wait_until(lambda: relay.feed(writers[0].job).cold, "the relay sees that the job is gone")
    assert await relay.bus.seed(spec, created=time.time(), epoch=2)
    await wait_until(lambda: client.snapshot.epoch == 2, "the new epoch")
    assert not relay.relay.watchlist.watches[writers[0].job].over


@pytest.mark.parametrize(
    ("line", "end"),
    [
        (b'{"kind":"state","job":"j","state":"completed","result":{"kind":"text"}}', True),
        (b'{"kind": "state", "job": "j", "state": "cancelled"}', True),
        (b'{"kind":"state","job":"j","state":"running"}', False),
        (b'{"kind":"log","job":"j","message":"\\"state\\": \\"completed\\""}', False),
        (b'{"kind":"later","job":"j","state":"completed"}', False),
        (b'{"state"', False),
    ],
)
def test_the_end_is_told_by_its_event(line, end):
    """Only a state event with a terminal state ends a job; what cannot be read does not."""
    assert is_end(line) is end


async def test_sockets_that_leave_are_forgotten(serve, new_job, subscriber, redis_url):
    """After every client has gone nothing of them is left: no session, no room, no watch."""
    relay = await serve(redis_url, linger=0)
    writer = await new_job(relay.bus)
    clients = [await subscriber(relay, writer.job).start() for _ in range(5)]
    assert relay.relay.sockets == 5
    for client in clients:
        await client.sio.disconnect()
    await wait_until(lambda: relay.relay.sockets == 0, "sessions")
    await wait_until(lambda: relay.relay.watched == 0, "watches")
    await wait_until(lambda: not relay.relay.sio.engine.websockets, "connections")
    await wait_until(lambda: relay.relay.sio.manager.rooms.get("/", {}) == {}, "rooms")
    await wait_until(lambda: all(s.closed for s in relay.relay.sio.engine.sockets.values()), "sockets")
