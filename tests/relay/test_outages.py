"""Redis goes away, comes back, forgets, or stops talking to us: subscribers end up with what Redis has."""

import asyncio
import contextlib
import shutil
import signal
import ssl
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from jobwidgets.bus.connection import connect_sync
from jobwidgets.local import valkey
from jobwidgets.protocol.errors import ConfigurationError, Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.records import JobSpec
from jobwidgets.testing import wait_until
from jobwidgets_server.relay.bridge import Bridge
from jobwidgets_server.relay.listener import open_listener, parse_redis_url


async def same(watcher, writer) -> None:
    final = await writer.snapshot()
    await wait_until(lambda: watcher.snapshot.seq >= final.seq and watcher.live, f"event {final.seq}")
    assert watcher.snapshot == final


async def test_kill_and_restart_loses_and_doubles_nothing(serve, new_job, subscriber, own_valkey):
    """Valkey is killed in the middle of a stream and started again: every event once, in order."""
    relay = await serve(own_valkey.url)
    writer = await new_job(relay.bus)
    watchers = [await subscriber(relay, writer.job).start() for _ in range(3)]

    async def write() -> None:
        for i in range(120):
            await writer.text(f"{i} ")

    writing = asyncio.create_task(write())
    await wait_until(lambda: len(watchers[0].heard) > 20, "a stream")
    with capture_logs() as logs:
        own_valkey.kill()
        await wait_until(lambda: not relay.relay.connected, "the relay notices")
        late = subscriber(relay, writer.job)
        await late.start()  # served from the shared tail while Redis is away
        own_valkey.start()
        await writing
        await writer.end()
        for each in [*watchers, late]:
            await wait_until(lambda each=each: each.snapshot.state == JobState.COMPLETED, "the end")
    for each in watchers:
        assert each.snapshot == await writer.snapshot()
        assert [seq for _, seq in each.heard] == list(range(each.heard[0][1], each.snapshot.seq + 1))
        assert not each.doubled
    assert late.snapshot == watchers[0].snapshot
    assert relay.relay.watchlist.bridge.reconnects == 1
    assert [entry for entry in logs if entry["event"] == "redis was restarted or replaced"]


async def test_killed_listener_catches_up(serve, new_job, subscriber, redis_url):
    """Redis drops the relay's connection (as it does when an output buffer is full): nothing is missing after."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    for i in range(5):
        killing = relay.bus.redis.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
        await asyncio.gather(writer.many(20, f"round {i} "), killing)
    await same(watcher, writer)
    assert not watcher.doubled
    assert relay.relay.resyncs >= 1


async def test_full_output_buffer_kills_the_listener(serve, new_job, subscriber, own_valkey):
    """A relay that reads too slowly is killed by Redis for its output buffer: it comes back, and nothing is missing."""
    relay = await serve(own_valkey.url, check_interval=60)
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    await relay.bus.redis.config_set("client-output-buffer-limit", "pubsub 256kb 0 0")
    listener = relay.relay.watchlist.bridge._listener
    assert listener is not None
    listener._transport.pause_reading()
    # What the sockets of both ends hold, several MB, does not count, nor do payloads that Valkey keeps in one copy for
    # all: a low limit.
    for _ in range(20):
        await writer.text("z" * 1_000_000)
        if (await relay.bus.redis.info("stats"))["client_output_buffer_limit_disconnections"]:
            break
    else:
        pytest.fail("Redis did not mind")
    await writer.text("the end")
    listener._transport.resume_reading()
    await wait_until(lambda: relay.relay.watchlist.bridge.reconnects == 1, "the relay is back")
    await same(watcher, writer)
    assert not watcher.doubled


async def test_replica_takes_over_the_address(serve, new_job, subscriber, own_valkey, tmp_path):
    """The primary dies for good, its replica is promoted and takes over the address: writer and relay go on there."""
    port = valkey.free_port()
    directory = tmp_path / "replica"
    config = valkey.write_config(directory, port=port, password=own_valkey.password)
    config.write_text(f"{config.read_text()}replicaof 127.0.0.1 {own_valkey.port}\nmasterauth {own_valkey.password}\n")
    with connect_sync(own_valkey.url) as primary:
        primary.config_set("repl-diskless-sync-delay", 0)
    process = valkey.start(config, directory / "log")
    try:
        replica_url = f"redis://:{own_valkey.password}@127.0.0.1:{port}/0"
        async with address(own_valkey.port) as (front, point_to):
            relay = await serve(own_valkey.url.replace(f":{own_valkey.port}", f":{front}"))
            writer = await new_job(relay.bus)
            watcher = await subscriber(relay, writer.job).start()
            await writer.many(20)
            await asyncio.to_thread(valkey.wait_ready, replica_url, process)
            with connect_sync(replica_url) as replica, connect_sync(own_valkey.url) as primary:
                await wait_until(lambda: replica.info("replication")["master_link_status"] == "up", "in step")
                assert await asyncio.to_thread(primary.wait, 1, 30_000) == 1
                run_id = relay.relay.watchlist.bridge.run_id
                own_valkey.kill()
                writing = asyncio.create_task(writer.many(20, "after "))
                await wait_until(lambda: not relay.relay.connected, "the relay notices")
                replica.execute_command("REPLICAOF", "NO", "ONE")
            point_to(port)
            await writing
            await same(watcher, writer)
            assert not watcher.doubled
            assert relay.relay.watchlist.bridge.run_id != run_id
    finally:
        process.terminate()
        process.wait(30)


@contextlib.asynccontextmanager
async def address(port: int) -> AsyncIterator[tuple[int, Callable[[int], None]]]:
    """A port that stands for whichever Redis is the primary now, as a service's name or a proxy does: the port, and
    what points it to another one."""
    now = [port]

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", now[0])
        except OSError:
            writer.close()
            return
        await asyncio.gather(carry(reader, back), carry(there, writer))

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                writer.write(data)
        writer.close()

    front = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield front.sockets[0].getsockname()[1], lambda to: now.__setitem__(0, to)
    finally:
        front.close()


@pytest.mark.timeout(60)
async def test_subscribing_in_the_moment_of_the_loss(redis_url):
    """Who subscribes in the very tick in which the connection breaks waits for the next one, and nobody else waits."""
    bridge = Bridge(redis_url, on_message=lambda job, payload: None, on_connected=lambda: None)
    bridge.start()
    try:
        await wait_until(lambda: bridge.connected, "the bridge is connected")
        listener = bridge._listener
        assert listener is not None
        listener.abort()  # the loss is told in the next tick, before …
        await asyncio.create_task(bridge.subscribe("j1"))  # … this begins
        assert bridge._listener is not listener
        assert bridge.reconnects == 1
    finally:
        await bridge.stop()


async def test_deaf_listener_is_found_and_cured(serve, new_job, subscriber, redis_url):
    """A subscription that is silently gone is noticed by comparing heads, without any message coming."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    listener = relay.relay.watchlist.bridge._listener
    assert listener is not None
    with capture_logs() as logs:
        await listener.send("UNSUBSCRIBE", f"job:event:{writer.job}")
        await writer.text("unheard")
        await same(watcher, writer)
    assert any(entry["event"] == "deaf listener" for entry in logs)
    await writer.text("heard")
    await same(watcher, writer)


async def test_healthy_listener_is_never_called_deaf(serve, new_job, subscriber, redis_url):
    """Comparing heads in the middle of a flood raises no false alarm: nothing is read again."""
    relay = await serve(redis_url, check_interval=0.005)
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    before = relay.relay.resyncs
    for _ in range(20):
        await writer.many(100)
    await same(watcher, writer)
    assert relay.relay.resyncs == before
    assert relay.relay.watchlist.bridge.reconnects == 0


async def test_listener_that_lags_is_not_deaf(serve, new_job, subscriber, redis_url):
    """Messages still under way when the heads are compared are waited for, not taken for lost."""
    relay = await serve(redis_url, check_interval=60)
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    watchlist = relay.relay.watchlist
    listener = watchlist.bridge._listener
    assert listener is not None
    listener._transport.pause_reading()
    await writer.text("slow")
    checking = asyncio.create_task(watchlist.check())
    await wait_until(lambda: listener._waiting, "the check waits for what is under way")
    listener._transport.resume_reading()
    await checking
    await same(watcher, writer)
    assert (watchlist.bridge.reconnects, watchlist.resyncs) == (0, 0)


async def test_missing_more_than_the_tail_holds(serve, new_job, subscriber, redis_url):
    """When more was missed than Redis keeps, one event tells the subscribers to fetch the snapshot."""
    relay = await serve(redis_url, check_interval=60)
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    listener = relay.relay.watchlist.bridge._listener
    assert listener is not None
    await listener.send("UNSUBSCRIBE", f"job:event:{writer.job}")
    await writer.many(1000)
    assert not watcher.heard
    relay.relay.watchlist.bridge.reconnect("test")
    await same(watcher, writer)
    assert len(watcher.acks) == 2
    assert watcher.acks[1]["snapshot"] is not None


async def test_new_epoch_replaces_the_snapshot(serve, new_job, subscriber, redis_url):
    """A job rebuilt under a new epoch after Redis lost everything reaches its subscribers by itself."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    await writer.many(20)
    watcher = await subscriber(relay, writer.job).start()
    await relay.bus.redis.flushall()
    await wait_until(lambda: relay.feed(writer.job).cold, "the relay sees that the job is gone")
    spec = JobSpec(job=writer.job, type="search", user="ada")
    assert await relay.bus.seed(spec, created=time.time(), epoch=2)
    await wait_until(lambda: watcher.snapshot.epoch == 2, "the new epoch")
    assert watcher.snapshot == await writer.snapshot()


async def test_job_that_redis_lost_is_shown_from_the_record_until_it_is_back(serve, new_job, subscriber, redis_url):
    """A running job whose keys are lost: subscribers see what is recorded, and go on when it is seeded again."""
    recorded = {}

    async def load(job: str):
        return recorded.get(job)

    relay = await serve(redis_url, load_record=load)
    writer = await new_job(relay.bus)
    await writer.many(20)
    recorded[writer.job] = ("ada", await writer.snapshot())
    await relay.bus.redis.flushall()
    watcher = await subscriber(relay, writer.job).start()
    assert watcher.snapshot == recorded[writer.job][1]
    await wait_until(lambda: relay.feed(writer.job).cold, "the relay knows that Redis does not have it")
    late = await subscriber(relay, writer.job).start()
    assert late.snapshot == watcher.snapshot
    spec = JobSpec(job=writer.job, type="search", user="ada")
    assert await relay.bus.seed(spec, created=time.time(), epoch=2)
    for each in (watcher, late):
        await wait_until(lambda each=each: each.snapshot.epoch == 2, "the new epoch")
        assert each.snapshot == await writer.snapshot()


async def test_rewound_redis_makes_clients_start_over(serve, new_job, subscriber, redis_url):
    """Redis restored from an older copy: clients that are ahead of it are cut and get the snapshot it has."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    await writer.many(20)
    watcher = await subscriber(relay, writer.job).start()
    await relay.bus.redis.flushall()
    spec = JobSpec(job=writer.job, type="search", user="ada")
    assert await relay.bus.seed(spec, created=time.time(), epoch=1)
    await wait_until(lambda: watcher.snapshot.seq == 1, "the older state")
    assert watcher.snapshot == await writer.snapshot()


async def test_keys_expired_under_a_subscriber(serve, new_job, subscriber, redis_url):
    """The keys of a finished job expire while it is watched: later subscribers get the record."""
    finished = {}

    async def load(job: str):
        return finished.get(job)

    relay = await serve(redis_url, load_record=load)
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    await writer.end()
    await same(watcher, writer)
    finished[writer.job] = ("ada", await writer.snapshot())
    await relay.bus.redis.flushall()
    watch = relay.relay.watchlist.watches[writer.job]
    await wait_until(lambda: watch.finished is not None, "the relay turns to the record")
    late = await subscriber(relay, writer.job).start()
    assert late.snapshot == watcher.snapshot
    assert len(watcher.acks) == 1


async def test_redis_away_is_answered_in_time(serve, subscriber, own_valkey):
    """Subscribing to a job nobody watches while Redis is away: ``unavailable``, soon; later it works."""
    relay = await serve(own_valkey.url, subscribe_timeout=0.5)
    await wait_until(lambda: relay.relay.connected, "connected")
    own_valkey.kill()
    client = subscriber(relay, "anything")
    await client.connect()
    await wait_until(lambda: client.acks, "an answer")
    assert client.acks[0]["error"]["code"] == "unavailable"
    own_valkey.start()
    await wait_until(lambda: relay.relay.connected, "connected again")

    async def answered() -> bool:
        answer = await client.sio.call("subscribe", {"job": "anything"})
        return answer["error"]["code"] == "not-found"

    await wait_until(answered, "an answer from Redis")  # half a second may be too short for a busy machine


async def test_frozen_redis_is_not_waited_for(serve, new_job, subscriber, own_valkey):
    """A Redis that holds the connection but answers nothing is left, and found again when it wakes."""
    relay = await serve(own_valkey.url)
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    relay.relay.watchlist.bridge._timeout = 0.3
    own_valkey.signal(signal.SIGSTOP)
    with pytest.raises(Unavailable):
        await relay.relay.watchlist.bridge.barrier()
    await wait_until(lambda: not relay.relay.connected, "dropped")
    own_valkey.signal(signal.SIGCONT)
    await wait_until(lambda: relay.relay.connected, "connected again")
    await writer.text("awake")
    await same(watcher, writer)


async def test_listener_over_a_unix_socket_with_password(tmp_path):
    """``unix://`` with a password works like TCP; a wrong password is `Unavailable` and says so."""
    port = valkey.free_port()
    config = valkey.write_config(tmp_path / "v", port=port, password="s3cret")
    path = tmp_path / "v.sock"
    config.write_text(config.read_text() + f"unixsocket {path}\n")
    process = valkey.start(config, tmp_path / "log")
    try:
        valkey.wait_ready(f"redis://:s3cret@127.0.0.1:{port}/0", process)
        heard: list[tuple[bytes, bytes]] = []
        listener, run_id = await open_listener(f"unix://:s3cret@{path}", lambda c, p: heard.append((c, p)))
        assert len(run_id) == 40
        await listener.subscribe([b"a", b"b"])
        other, _ = await open_listener(f"redis://:s3cret@127.0.0.1:{port}/0", lambda c, p: None)
        assert await other.send("PUBLISH", "a", "hello") == 1
        await listener.ping()
        assert heard == [(b"a", b"hello")]
        with pytest.raises(Unavailable, match="password"):
            await open_listener(f"unix://:wrong@{path}", lambda c, p: None)
        for each in (listener, other):
            each.abort()
            await each.lost
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def certificate(tmp_path) -> tuple[Path, Path]:
    """A self-signed certificate for localhost: ``(certificate, key)``."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: no certificate can be made")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run([*make.split(), "-keyout", key, "-out", cert], check=True, capture_output=True)
    return cert, key


async def test_listener_over_tls(redis_url, certificate):
    """``rediss://``: the certificate is checked against the named authority, and refused without it."""
    plain = parse_redis_url(redis_url)
    cert, key = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(4096):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def terminate_tls(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_redis = await asyncio.open_connection(plain["host"], plain["port"])
        with contextlib.suppress(ConnectionError):
            await asyncio.gather(pipe(reader, to_redis[1]), pipe(to_redis[0], writer))

    # The server in the wheel has no TLS of its own.
    proxy = await asyncio.start_server(terminate_tls, "localhost", 0, ssl=context)
    port = proxy.sockets[0].getsockname()[1]
    url = f"rediss://:{plain['password']}@localhost:{port}/0"
    heard: list[bytes] = []
    async with proxy:
        for options in (f"?ssl_ca_certs={cert}", "?ssl_cert_reqs=none"):
            listener, _ = await open_listener(url + options, lambda c, p: heard.append(p))
            await listener.subscribe([b"a"])
            with connect_sync(redis_url) as client:
                client.publish("a", "hello")
            await listener.ping()
            listener.abort()
            await listener.lost
        with pytest.raises(ssl.SSLError):
            await open_listener(url, lambda c, p: None)
    assert heard == [b"hello", b"hello"]


def test_listener_refuses_what_is_no_redis_url():
    """A URL that cannot be meant is a configuration error, at once."""
    with pytest.raises(ConfigurationError, match="REDIS_URL"):
        asyncio.run(open_listener("http://localhost", lambda c, p: None))


async def test_a_name_that_cannot_be_looked_up_is_only_unreachable():
    """A host name that is none does not end the relay's tries: whoever corrects it need not restart anything else."""
    bridge = Bridge("redis://a..b:6379/0", on_message=lambda *_: None, on_connected=lambda: None)
    with capture_logs() as logs:
        bridge.start()
        await wait_until(lambda: [entry for entry in logs if entry["event"] == "redis unreachable"], "told")
        assert bridge._task is not None
        assert not bridge._task.done()
    await bridge.stop()
