"""The traps of Socket.IO servers, each sprung on ours. These tests also guard our reach into the libraries' insides."""

import asyncio
import json
import time

import aiohttp
import pytest
import socketio
from structlog.testing import capture_logs

from jobwidgets.testing import wait_until
from jobwidgets_server.auth import make_token
from tests.relay.raw import PATH, SECRET, Raw, expect_pongs, stalled_client

QUICK_PINGS = {"ping_interval": 0.2, "ping_timeout": 0.3}


async def test_reserved_event_names_are_dropped(serve, http, redis_url):
    """A client event named connect or disconnect does not run our handlers."""
    relay = await serve(redis_url)
    raw = await Raw.open(http, relay.url)
    await raw.ws.send_str('42["disconnect","forged"]')
    await raw.ws.send_str('42["connect",{},{"token":"forged"}]')
    await raw.ws.send_str('42["no such event"]')
    assert (await raw.call("unsubscribe", {"job": "a"}))["ok"]
    assert relay.relay.sockets == 1
    await raw.ws.close()


@pytest.mark.parametrize(
    "packet",
    [
        '451-["subscribe",{"_placeholder":true,"num":0}]',
        "461-[1]",
        b"binary",
        "b4AAAA",
        "44{}",
        "42" + "[" * 5000,
        "4" + "[" * 30_000,
        "42[]",
        "42{}",
        "42[7]",
        "4",
        "",
        "x",
        "2probe",
        "5",
        "42²[1]",
        "42" + "9" * 200 + '["subscribe"]',
    ],
)
async def test_what_is_not_our_protocol_ends_the_socket(serve, http, redis_url, packet):
    """Binary attachments, foreign and malformed packets: the socket is closed, nothing stays, no traceback."""
    relay = await serve(redis_url)
    raw = await Raw.open(http, relay.url)
    with capture_logs() as logs:
        await (raw.ws.send_bytes(packet) if isinstance(packet, bytes) else raw.ws.send_str(packet))
        assert await raw.closed()
        await wait_until(lambda: relay.relay.sockets == 0 and not relay.relay.sio.engine.websockets, "cleaned up")
    assert not [entry for entry in logs if entry["log_level"] == "error"]


async def test_messages_are_bounded(serve, http, redis_url):
    """More than 64 KB from a client closes its socket."""
    relay = await serve(redis_url)
    raw = await Raw.open(http, relay.url)
    await raw.ws.send_str('42["subscribe","' + "x" * 70_000 + '"]')
    assert await raw.closed()


async def test_answers_keep_the_order_of_requests(serve, http, redis_url):
    """A slow subscription is answered before what was asked after it."""

    async def slow(job: str):
        await asyncio.sleep(0.2)

    relay = await serve(redis_url, load_record=slow)
    raw = await Raw.open(http, relay.url)
    await raw.ws.send_str('421["subscribe",{"job":"a"}]')
    await raw.ws.send_str('422["unsubscribe",{"job":"a"}]')
    answers = [await raw.ws.receive_str() for _ in range(2)]
    assert [answer[:3] for answer in answers] == ["431", "432"]
    await raw.ws.close()


async def test_no_compression(serve, http, redis_url):
    """A client that offers permessage-deflate does not get it: it would cost 200 KB a connection."""
    relay = await serve(redis_url)
    async with http.ws_connect(relay.url + PATH, compress=15) as ws:
        assert ws.compress == 0


async def test_silent_client_is_dropped(serve, http, redis_url):
    """A client that answers no ping is closed, and nothing of it is left."""
    relay = await serve(redis_url, server=QUICK_PINGS)
    raw = await Raw.open(http, relay.url, login=False)  # which a busy machine may not get done in time
    assert await raw.closed()
    await wait_until(lambda: not relay.relay.sio.engine.websockets, "connection gone")
    await wait_until(lambda: not relay.relay.sio.engine.sockets, "engine.io socket gone")
    assert relay.relay.sockets == 0
    assert relay.relay.cuts_by["silent"] == 1


async def test_client_that_answers_pings_stays(serve, new_job, subscriber, redis_url):
    """Short pings do not disturb a client that answers them."""
    relay = await serve(redis_url, server={**QUICK_PINGS, "ping_timeout": 20})
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    began = time.monotonic()
    await wait_until(lambda: time.monotonic() - began > 1.2, "several pings")
    await writer.text("still here")
    await wait_until(lambda: watcher.heard, "live")
    assert len(watcher.acks) == 1


async def test_dead_client_with_output_waiting_is_dropped_with_its_transport(serve, new_job, redis_url):
    """After a ping time-out the transport is aborted: a peer that does not read would keep everything for hours."""
    relay = await serve(redis_url, server={**QUICK_PINGS, "ping_timeout": 60})
    writer = await new_job(relay.bus)
    with capture_logs() as logs:
        sock = await stalled_client(relay.url, writer.job)
        await wait_until(lambda: relay.relay.watched == 1, "subscribed")
        engine = relay.relay.sio.engine
        while not any(socket.waiting > 100_000 for socket in engine.websockets.values()):
            await writer.text("z" * 200_000)
        expect_pongs(relay, 0.3)
        await wait_until(lambda: not engine.websockets, "connection gone")
        await wait_until(lambda: not engine.sockets, "engine.io socket gone")
    await wait_until(lambda: relay.relay.sockets == 0, "its session too")
    assert any("ping" in entry.get("reason", "") for entry in logs)
    sock.close()


async def test_large_answer_is_no_lagging(serve, new_job, subscriber, redis_url):
    """A snapshot larger than the output limit reaches a client that reads, with live events behind it."""
    relay = await serve(redis_url, server={"output_limit": 100_000})
    writer = await new_job(relay.bus)
    for _ in range(10):
        await writer.text("z" * 200_000)
    watcher = subscriber(relay, writer.job)
    await watcher.connect()
    for i in range(20):
        await writer.text(f"live{i}")
    final = await writer.snapshot()
    await wait_until(lambda: watcher.snapshot.seq == final.seq, "everything")
    assert watcher.snapshot == final
    assert relay.relay.cuts == 0


async def test_stop_is_fast_whatever_the_clients_do(serve, new_job, subscriber, http, redis_url):
    """Stopping closes every socket within seconds: polite clients, clients that never answer, stalled ones."""
    relay = await serve(redis_url)
    writer = await new_job(relay.bus)
    watcher = await subscriber(relay, writer.job).start()
    silent = await Raw.open(http, relay.url)
    sock = await stalled_client(relay.url, writer.job)
    await wait_until(lambda: relay.relay.sockets == 3, "three clients")
    began = time.monotonic()
    await relay.runner.cleanup()
    assert time.monotonic() - began < 15
    assert relay.relay.sockets == 0
    assert await silent.closed()
    await wait_until(lambda: not watcher.sio.connected, "the polite one knows")
    sock.close()


async def test_polling_is_refused_clearly(serve, http, redis_url):
    """Where polling is not switched on it gets 400 and a sentence that says what to do."""
    relay = await serve(redis_url)
    for method, query in (("GET", "EIO=4&transport=polling"), ("GET", ""), ("POST", "EIO=4&transport=polling")):
        async with http.request(method, f"{relay.url}/socket.io/?{query}") as response:
            assert response.status == 400
            assert "transports: ['websocket']" in (await response.json())["error"]["message"]


async def test_bad_handshake_leaves_nothing(serve, http, redis_url):
    """A websocket handshake without a key is refused and forgotten."""
    relay = await serve(redis_url)
    headers = {"Upgrade": "websocket", "Connection": "Upgrade"}
    async with http.get(relay.url + PATH, headers=headers) as response:
        assert response.status == 400
    engine = relay.relay.sio.engine
    await wait_until(lambda: not engine.websockets, "forgotten")
    await wait_until(lambda: all(s.closed for s in engine.sockets.values()), "closed")


@pytest.mark.parametrize(
    ("origin", "allowed", "ok"),
    [
        (None, (), True),
        ("same", (), True),
        ("https://evil.example", (), False),
        ("null", (), False),
        ("https://lab.example", ("https://lab.example",), True),
        ("https://lab.example.evil", ("https://lab.example",), False),
        ("https://anything.example", ("*",), True),
    ],
)
async def test_origin(serve, http, redis_url, origin, allowed, ok):
    """Web pages connect from our own host or from an allowed origin; clients that are no browsers send none."""
    relay = await serve(redis_url, server={"allowed_origins": allowed})
    origin = relay.url if origin == "same" else origin
    headers = {"Origin": origin} if origin else {}
    if ok:
        async with http.ws_connect(relay.url + PATH, headers=headers) as ws:
            assert (await ws.receive_str()).startswith("0")
    else:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect(relay.url + PATH, headers=headers)
        assert refused.value.status == 400


@pytest.mark.parametrize(
    "auth",
    [
        None,
        {},
        {"token": 7},
        {"token": "garbage"},
        {"token": make_token(SECRET, "ada", -5)},
        {"token": make_token("another secret of thirty-two bytes!", "ada", 60)},
    ],
)
async def test_bad_token_is_refused_with_a_code(serve, http, redis_url, auth):
    """Missing, garbled, expired and foreign tokens: refused at connect, code ``unauthorized``."""
    relay = await serve(redis_url)
    client = socketio.AsyncClient(http_session=http, reconnection=False, handle_sigint=False)
    errors: list[dict] = []
    client.on("connect_error", errors.append)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(relay.url, transports=["websocket"], auth=auth, wait_timeout=30)
    assert errors[0]["data"]["code"] == "unauthorized"
    assert relay.relay.sockets == 0
    await client.disconnect()


async def test_token_expiry_disconnects(serve, new_job, subscriber, redis_url):
    """When the token's time is over the socket is disconnected, and its room left."""
    relay = await serve(redis_url, linger=0)
    writer = await new_job(relay.bus)
    watcher = subscriber(relay, writer.job, ttl=4)
    reasons: list[str] = []
    watcher.sio.on("disconnect", reasons.append)
    await watcher.start()
    await wait_until(lambda: reasons, "disconnected")
    assert reasons == [watcher.sio.reason.SERVER_DISCONNECT]
    await wait_until(lambda: relay.relay.sockets == 0 and relay.relay.watched == 0, "left")


async def test_expired_client_that_stays_is_cut(serve, http, redis_url):
    """A client that ignores the disconnection loses its transport a moment later."""
    relay = await serve(redis_url)
    raw = await Raw.open(http, relay.url, login=False)
    await raw.ws.send_str("40" + json.dumps({"token": make_token(SECRET, "ada", 1.5)}))
    assert await raw.closed()


async def test_socket_without_a_token_is_not_kept(serve, http, redis_url):
    """A socket that never logs in is closed."""
    relay = await serve(redis_url, server={"connect_timeout": 0.2})
    raw = await Raw.open(http, relay.url, login=False)
    assert await raw.closed()
    await wait_until(lambda: not relay.relay.sio.engine.websockets, "gone")


async def test_event_before_login_is_ignored(serve, http, redis_url):
    """Without a session there is no subscription."""
    relay = await serve(redis_url)
    raw = await Raw.open(http, relay.url, login=False)
    await raw.ws.send_str('421["subscribe",{"job":"a"}]')
    await raw.ws.send_str("40" + json.dumps({"token": make_token(SECRET, "ada", 60)}))
    assert (await raw.ws.receive_str()).startswith("40")
    assert relay.relay.watched == 0
    await raw.ws.close()
