"""How events get from the relay to its sockets: joined, bounded, and nothing lost for who cannot keep up."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from typing import Any, ClassVar

import aiohttp
import pytest
import socketio
from structlog.testing import capture_logs

from jobwidgets.protocol.wire import MAX_BATCH_BYTES
from jobwidgets.testing import wait_until
from jobwidgets_server.auth import make_token
from tests.relay.raw import SECRET, Raw, stalled_client

LIBRARY = {"direct": False}


class Reader:
    """A websocket client that reads only when told to."""

    opened: ClassVar[list["Reader"]] = []
    """Those of the test that runs: none may be dropped without being closed."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.seqs: list[int] = []
        self.packets = 0
        self.closed_with: int | None = None

    @classmethod
    async def subscribe(cls, http: aiohttp.ClientSession, url: str, *jobs: str) -> "Reader":
        reader = cls(await Raw.open(http, url))
        cls.opened.append(reader)
        for number, job in enumerate(jobs):
            assert (await reader.raw.call("subscribe", {"job": job}, number))["ok"]
        return reader

    async def until(self, seq: int) -> None:
        """Read on until this event has come, or the socket is closed."""
        while not self.seqs or self.seqs[-1] < seq:
            message = await self.raw.ws.receive(timeout=30)
            if message.type is not aiohttp.WSMsgType.TEXT:
                self.closed_with = self.raw.ws.close_code
                return
            if message.data.startswith("42"):
                name, body = json.loads(message.data[2:])
                if name == "job:part":
                    continue
                self.packets += 1
                self.seqs += [event["seq"] for event in (body if isinstance(body, list) else [body])]


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """A session whose sockets take little while nobody reads."""
    connector = aiohttp.TCPConnector(socket_factory=_small_buffers)
    async with aiohttp.ClientSession(connector=connector, read_bufsize=1024) as session:
        yield session
        while Reader.opened:
            await Reader.opened.pop().raw.ws.close()


def _small_buffers(address: Any) -> socket.socket:
    family, kind, number, _, _ = address
    made = socket.socket(family, kind, number)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.setblocking(False)
    return made


async def test_a_client_that_pauses_gets_what_it_missed_from_the_tail(serve, new_job, subscriber, http, redis_url):
    """Too much waits for it: it is skipped, within the bound; when it reads again it gets every event once."""
    limit = 100_000
    relay = await serve(redis_url, server={"output_limit": limit})
    writer = await new_job(relay.bus)
    other = await subscriber(relay, writer.job).start()
    slow = await Reader.subscribe(http, relay.url, writer.job)
    sockets = list(relay.relay.sio.engine.websockets.values())
    while not relay.relay.skips:
        await writer.text("z" * 20_000)
    full = max(socket.waiting for socket in sockets)
    # What came in one tick is one packet, and goes whole when nothing else waits: however many texts that was.
    assert full <= limit + MAX_BATCH_BYTES
    while relay.relay.skips < 5:
        await writer.text("z" * 20_000)
        assert max(socket.waiting for socket in sockets) <= full, "nothing is added to what waits already"
    await writer.text("the last")
    head = (await writer.snapshot()).seq
    await wait_until(lambda: other.snapshot.seq == head, "the other does not notice")
    assert relay.relay.lagging == 1
    await slow.until(head)
    assert slow.seqs == list(range(slow.seqs[0], head + 1))
    assert (relay.relay.caught_up, relay.relay.lagging, relay.relay.cuts) == (1, 0, 0)
    await writer.text("live again")
    await slow.until(head + 1)
    assert slow.seqs[-1] == head + 1
    assert not other.doubled
    assert len(other.acks) == 1


async def test_a_client_behind_the_tail_is_made_to_subscribe_again(serve, new_job, http, redis_url):
    """Where the tail does not reach back, the latest event tells it that it has a gap."""
    relay = await serve(redis_url, server={"output_limit": 50_000})
    writer = await new_job(relay.bus)
    slow = await Reader.subscribe(http, relay.url, writer.job)
    while not relay.relay.skips:
        await writer.text("z" * 40_000)
    await writer.many(450)
    head = (await writer.snapshot()).seq
    await slow.until(head)
    assert slow.seqs[-1] == head
    assert slow.seqs[-2] < head - 400, "what lies between was not sent"
    assert relay.relay.lagging == 0
    answer = await slow.raw.call("subscribe", {"job": writer.job, "epoch": 1, "seq": slow.seqs[-2]}, 7)
    assert answer["seq"] == head
    await writer.text("live again")
    await slow.until(head + 1)


async def test_a_client_that_never_reads_is_cut_with_a_reason(serve, new_job, subscriber, redis_url):
    """No byte taken for the time allowed: the socket is dropped, logged and counted; the others go on."""
    limit = 100_000
    relay = await serve(redis_url, server={"output_limit": limit, "stall_timeout": 0.3})
    writer = await new_job(relay.bus)
    sock = await stalled_client(relay.url, writer.job)
    await wait_until(lambda: relay.relay.watched == 1, "subscribed")
    other = await subscriber(relay, writer.job).start()
    with capture_logs() as logs:
        while not relay.relay.cuts_by["slow"]:
            await writer.text("z" * 60_000)
        await wait_until(lambda: relay.relay.sockets == 1, "its session is gone")
    assert any("too slow" in entry.get("reason", "") for entry in logs)
    await writer.end()
    await wait_until(lambda: other.snapshot.state == "completed", "the other has everything")
    assert other.snapshot == await writer.snapshot()
    assert relay.relay.lagging == 0
    sock.close()


async def test_a_busy_job_is_sent_in_batches_and_an_idle_one_at_once(serve, new_job, http, redis_url):
    """The first event after a pause is not held up; what comes within the window goes as one packet."""
    relay = await serve(redis_url, window=3600)
    writer = await new_job(relay.bus)
    reader = await Reader.subscribe(http, relay.url, writer.job)
    await writer.text("at once")
    head = (await writer.snapshot()).seq
    await reader.until(head)
    for i in range(30):
        await writer.text(f"{i} ")
    await wait_until(lambda: relay.feed(writer.job).head == head + 30, "heard")
    assert relay.relay.deliveries == 1
    relay.relay.fanout.flush(writer.job)
    await reader.until(head + 30)
    assert reader.seqs == list(range(head, head + 31))
    assert reader.packets == 2


async def test_who_joins_within_the_window_gets_nothing_twice(serve, new_job, http, redis_url):
    """What waits for the window goes to the others before a newcomer's answer, which holds it, is made."""
    relay = await serve(redis_url, window=3600)
    writer = await new_job(relay.bus)
    first = await Reader.subscribe(http, relay.url, writer.job)
    for i in range(3):
        await writer.text(f"{i} ")
    head = (await writer.snapshot()).seq
    await wait_until(lambda: relay.feed(writer.job).head == head, "heard")
    second = await Reader.subscribe(http, relay.url, writer.job)
    await first.until(head)
    await writer.text("both")
    await wait_until(lambda: relay.feed(writer.job).head == head + 1, "heard")
    relay.relay.fanout.flush(writer.job)
    await second.until(head + 1)
    assert second.seqs == [head + 1]


async def test_a_socket_gets_one_write_for_all_its_jobs(serve, new_job, http, redis_url):
    """Events of several jobs in one tick of the loop cost a socket one write."""
    relay = await serve(redis_url)
    writers = [await new_job(relay.bus) for _ in range(5)]
    reader = await Reader.subscribe(http, relay.url, *(writer.job for writer in writers))
    (socket,) = relay.relay.sio.engine.websockets.values()
    writes: list[bytes] = []
    socket.transport = _Counting(socket.transport, writes)
    for writer in writers:
        relay.relay.fanout.add(writer.job, 1, 100, [b'{"seq":100}', b'{"seq":101}'])
    relay.relay.fanout.pause()
    await reader.until(101)
    await wait_until(lambda: relay.relay.deliveries == 10, "all of them")
    assert len(writes) == 1


class _Counting:
    """Notes what is written to the transport below."""

    def __init__(self, transport: Any, writes: list[bytes]) -> None:
        self._transport, self._writes = transport, writes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        self._writes.append(data)
        self._transport.write(data)


async def test_what_is_no_text_does_not_reach_a_socket(serve, new_job, subscriber, redis_url):
    """Browsers hang up at a frame that is no UTF-8: such a message is left out and the job read again."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    head = (await writer.snapshot()).seq
    bad = b'1 %d 1\n{"epoch":1,"seq":%d,"kind":"text","delta":"\xff"}' % (head + 1, head + 1)
    await relay.bus.redis.publish(f"job:event:{writer.job}", bad)
    await wait_until(lambda: relay.relay.resyncs == 1, "read again")
    await writer.text("good")
    await wait_until(lambda: watcher.snapshot.seq == head + 1, "goes on")
    assert watcher.sio.connected
    assert len(watcher.acks) == 1


async def test_nothing_is_kept_of_who_has_left(serve, new_job, subscriber, redis_url):
    """After the last subscriber the fan-out knows neither job nor socket."""
    relay = await serve(redis_url, linger=0)
    writer = await new_job(relay.bus)
    clients = [await subscriber(relay, writer.job).start() for _ in range(3)]
    assert len(relay.relay.fanout.members(writer.job)) == 3
    for client in clients:
        await client.sio.disconnect()
    await wait_until(lambda: not relay.relay.fanout.listening(writer.job), "left")
    await wait_until(lambda: not relay.relay.sio.engine.outlets, "no outlet is kept")
    manager = relay.relay.sio.manager
    await wait_until(lambda: manager.rooms == {} and manager._rooms_of == {}, "no room is kept")


async def test_the_library_can_do_it_too(serve, new_job, subscriber, redis_url):
    """With the direct way switched off `sio.emit` serves everybody, in order; who lags is cut."""
    relay = await serve(redis_url, server={**LIBRARY, "output_limit": 300_000})
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    await writer.many(300)
    late = await subscriber(relay, writer.job).start()
    sock = await stalled_client(relay.url, writer.job)
    await wait_until(lambda: relay.relay.sockets == 3, "the stalled one")
    while not relay.relay.cuts_by["slow"]:
        await writer.text("z" * 50_000)
    await writer.end()
    for client in (watcher, late):
        await wait_until(lambda client=client: client.snapshot.state == "completed", "the end")
        assert client.snapshot == await writer.snapshot()
    sock.close()


@pytest.mark.parametrize("transports", [["polling"], ["polling", "websocket"]])
async def test_polling_clients_are_served_where_it_is_switched_on(serve, new_job, http, redis_url, transports):
    """Long polling, and the upgrade from it: bursts do not drop the client, everything comes in order."""
    relay = await serve(redis_url, server={"polling": True})
    writer = await new_job(relay.bus)
    seqs: list[int] = []
    lost: list[str] = []
    client = socketio.AsyncClient(http_session=http, reconnection=False, handle_sigint=False)
    client.on("job:event", lambda event: seqs.append(event["seq"]))
    client.on("job:batch", lambda batch: seqs.extend(event["seq"] for event in batch))
    client.on("disconnect", lost.append)
    login = {"token": make_token(SECRET, "ada", 60)}
    await client.connect(relay.url, transports=transports, auth=login, wait_timeout=30)
    ack = await client.call("subscribe", {"job": writer.job})
    assert ack["ok"]
    for i in range(60):
        relay.relay.fanout.add(writer.job, 1, 1000 + 2 * i, [b'{"seq":%d}' % (1000 + 2 * i)])
        relay.relay.fanout.flush(writer.job)
    await wait_until(lambda: len(seqs) == 60, "all packets of the burst")
    await writer.end()
    await wait_until(lambda: len(seqs) == 61, "the end")
    assert seqs[:60] == [1000 + 2 * i for i in range(60)]
    assert not lost
    assert client.transport() == transports[-1]
    await client.disconnect()
    await wait_until(lambda: relay.relay.sockets == 0, "gone")


async def test_a_polling_client_that_stops_asking_is_forgotten(serve, new_job, http, redis_url):
    """It opens a session and never polls again: it is closed, and nothing of it stays."""
    relay = await serve(redis_url, server={"polling": True, "ping_interval": 0.5, "ping_timeout": 0.5})
    async with http.get(relay.url + "/socket.io/?EIO=4&transport=polling") as response:
        assert response.status == 200
    assert relay.relay.sio.engine.outlets
    await wait_until(lambda: not relay.relay.sio.engine.sockets, "the session is gone")
    await wait_until(lambda: not relay.relay.sio.engine.outlets, "its outlet too")


async def test_a_direct_socket_costs_no_task_of_its_own(serve, http, redis_url):
    """The library's writer and ping tasks are not there: what runs for a socket is aiohttp's."""
    relay = await serve(redis_url)
    raws = [await Raw.open(http, relay.url) for _ in range(3)]
    running = {task.get_coro().__qualname__.split(".")[0] for task in asyncio.all_tasks()}
    assert not running & {"AsyncSocket", "AsyncServer"}
    assert "RequestHandler" in running
    for raw in raws:
        await raw.ws.close()


async def test_an_answer_is_framed_once_for_late_subscribers(serve, new_job, http, redis_url):
    """Fifty late subscribers cost Redis one reading more than the first, and share one answer."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    await writer.many(250)
    readers = [await Reader.subscribe(http, relay.url, writer.job) for _ in range(2)]
    reads = relay.relay.watchlist.reads
    for _ in range(50):
        readers.append(await Reader.subscribe(http, relay.url, writer.job))
    assert relay.relay.watchlist.reads == reads
    for reader in readers:
        await reader.raw.ws.close()
