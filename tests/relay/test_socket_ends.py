"""However a socket ends, or does not: nothing of it stays, and what it asked for is bounded."""

import asyncio
import json
import socket
import time

import aiohttp
import pytest

from jobwidgets.testing import wait_until
from jobwidgets_server.auth import make_token
from jobwidgets_server.relay.frames import close_frame

from .raw import PATH, SECRET, Raw, stalled_client
from .test_conformance_wire import Polled

CLOSE = b"\x88\x82\0\0\0\0\x03\xe8"


def nothing_stays(relay) -> bool:
    engine, manager = relay.relay.sio.engine, relay.relay.sio.manager
    kept = (engine.sockets, engine.outlets, engine.websockets, relay.relay.sio.environ, manager.rooms)
    return not any(kept) and not manager._rooms_of and not manager.pending_connect and not relay.relay.sockets


async def test_a_refused_handshake_leaves_nothing(serve, http, redis_url):
    """Not the closed socket either: nobody else would sweep it."""
    relay = await serve(redis_url)
    async with http.get(relay.url + PATH, headers={"Upgrade": "websocket", "Connection": "Upgrade"}) as response:
        assert response.status == 400
    await wait_until(lambda: nothing_stays(relay), "nothing of it is kept")


@pytest.mark.parametrize("goodbye", [b"", CLOSE], ids=["half-closed", "close frame"])
async def test_who_leaves_without_reading_is_dropped(serve, new_job, redis_url, goodbye):
    """It says that it goes, but never takes what waits for it: transport and buffer do not stay."""
    relay = await serve(redis_url, server={"ping_interval": 0.3, "ping_timeout": 20})
    writer = await new_job(relay.bus)
    sock = await stalled_client(relay.url, writer.job)
    await wait_until(lambda: relay.relay.watched == 1, "subscribed")
    (websocket,) = relay.relay.sio.engine.websockets.values()
    transport = websocket.transport
    while transport.get_write_buffer_size() < 100_000:
        await writer.text("z" * 200_000)
    if goodbye:
        sock.send(goodbye)
    else:
        sock.shutdown(socket.SHUT_WR)
    await wait_until(lambda: nothing_stays(relay), "forgotten", timeout=15)
    await wait_until(lambda: not transport.get_write_buffer_size(), "its transport too", timeout=15)
    sock.close()


@pytest.mark.parametrize("packet", ["40", '421["unsubscribe",{"job":"a"}]'])
async def test_who_asks_without_reading_is_cut(serve, new_job, redis_url, packet):
    """Answers are not pushed out without end to a client that takes none, logged in or not."""
    relay = await serve(redis_url, server={"output_limit": 50_000})
    writer = await new_job(relay.bus)
    sock = await stalled_client(relay.url, writer.job)
    await wait_until(lambda: relay.relay.watched == 1, "subscribed")
    (websocket,) = relay.relay.sio.engine.websockets.values()
    data = packet.encode()
    frame = b"\x81" + bytes([0x80 | 126]) + len(data).to_bytes(2, "big") + b"\0\0\0\0" + data
    frame = frame * (60_000 // len(frame))
    loop, most = asyncio.get_running_loop(), 0

    async def ask() -> None:
        while True:
            await loop.sock_sendall(sock, frame)

    def cut() -> bool:
        nonlocal most
        most = max(most, websocket.waiting)
        return relay.relay.cuts_by["slow"] == 1

    asking = asyncio.create_task(ask())
    await wait_until(cut, "cut")
    asking.cancel()
    await asyncio.wait([asking])
    assert asking.cancelled() or asking.exception()
    assert most < 1_000_000
    sock.close()


async def test_a_failed_upgrade_leaves_the_polling_session(serve, http, redis_url):
    """A proxy that breaks websockets: the client goes on polling."""
    relay = await serve(redis_url, server={"polling": True})
    for words in ([], ["2probe"], ["2probe", "4x"]):
        session = Polled(http, relay.url)
        await session.open()
        await session.login()
        async with http.ws_connect(session.websocket) as ws:
            for word in words:
                await ws.send_str(word)
                if word == "2probe":
                    assert await ws.receive_str() == "3probe"
        await wait_until(lambda: not relay.relay.sio.engine.websockets, "the websocket is gone")
        assert (await session.push('421["unsubscribe",{"job":"a"}]'))[0] == 200
        heard = ""
        async with asyncio.timeout(30):
            while "43" not in heard:
                status, heard = await session.poll()
                assert status == 200
                await asyncio.sleep(0)
        assert '431[{"ok":true}]' in heard
        await session.push("1")


async def test_a_polling_request_that_is_too_large_ends_the_session(serve, http, redis_url):
    """It is answered, also when nobody polls."""
    relay = await serve(redis_url, server={"polling": True})
    session = Polled(http, relay.url)
    await session.open()
    await session.login()
    async with asyncio.timeout(30):
        status, _ = await session.push("4" + "x" * 70_000)
    assert status == 400
    await wait_until(lambda: nothing_stays(relay), "nothing of it is kept")


async def test_stop_does_not_wait_for_subscriptions_under_way(serve, http, redis_url):
    """Whoever waits for Redis or a record is let go."""

    async def slow(job: str):
        await asyncio.sleep(30)

    relay = await serve(redis_url, load_record=slow)
    raw = await Raw.open(http, relay.url)
    await raw.ws.send_str('421["subscribe",{"job":"a"}]')
    await wait_until(lambda: relay.relay.watched == 1, "under way")
    began = time.monotonic()
    await relay.runner.cleanup()
    assert time.monotonic() - began < 15
    await raw.ws.close()


async def test_stop_while_a_client_leaves(serve, http, redis_url):
    """A socket that ends by itself before its turn has come needs no goodbye, and the others get theirs."""
    relay = await serve(redis_url)
    leaving, staying = await Raw.open(http, relay.url), await Raw.open(http, relay.url)
    sockets = relay.relay.sio.engine.websockets
    (first, last) = sockets.values()
    await leaving.ws.close()
    await wait_until(lambda: first.ended, "it has left")
    sockets.clear()
    sockets.update({"left": first, "here": last})  # as when it leaves after the stop has listed it
    await relay.runner.cleanup()
    message = await staying.ws.receive(timeout=30)
    assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, 1001)


async def test_two_connects_are_one_session(serve, http, redis_url):
    """The second is refused, and nothing of it stays."""
    relay = await serve(redis_url)
    raw = await Raw.open(http, relay.url)
    for _ in range(3):
        await raw.ws.send_str("40" + json.dumps({"token": make_token(SECRET, "ada", 60)}))
        assert (await raw.ws.receive_str()).startswith("44")
    assert relay.relay.sockets == 1
    await raw.ws.close()
    await wait_until(lambda: nothing_stays(relay), "nothing of it is kept")


async def test_the_transport_in_the_address_decides(serve, http, redis_url):
    """However it is written: both kinds are pinged."""
    relay = await serve(redis_url, server={"polling": True, "ping_interval": 0.2, "ping_timeout": 60})
    async with http.get(relay.url + "/socket.io/?EIO=4&transport=polling&t=transport=websocket") as response:
        sid = json.loads((await response.text())[1:])["sid"]
    async with asyncio.timeout(30):
        async with http.get(relay.url + f"/socket.io/?EIO=4&transport=polling&sid={sid}") as response:
            assert await response.text() == "2"


async def test_what_was_missed_comes_in_pieces(serve, new_job, redis_url):
    """However long the tail is that a socket missed, no more waits for it than is allowed, and it gets all of it."""
    relay = await serve(redis_url, server={"output_limit": 50_000})
    writer = await new_job(relay.bus)
    sock = await stalled_client(relay.url, writer.job)
    await wait_until(lambda: relay.relay.watched == 1, "subscribed")
    (websocket,) = relay.relay.sio.engine.websockets.values()
    while not relay.relay.lagging:
        await writer.text("z" * 40_000)
    for _ in range(12):
        await writer.text("z" * 40_000)
    await wait_until(lambda: relay.feed(writer.job).head == writer.publisher.snapshot.seq, "heard")
    loop, most, read = asyncio.get_running_loop(), 0, 0
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    async with asyncio.timeout(60):
        while relay.relay.lagging:
            read += len(await loop.sock_recv(sock, 16_384))
            most = max(most, websocket.waiting)
    assert relay.relay.caught_up == 1
    assert most < 600_000
    sock.close()


def test_a_reason_is_cut_between_characters():
    """A goodbye that is no UTF-8 would be taken for an error of ours."""
    frame = close_frame(1002, "ab" + "²€" * 100)
    assert frame[1] <= 125
    assert frame[4:].decode().startswith("ab²€")
