"""The relay against engine.io protocol 4 and Socket.IO protocol 5, byte by byte: the cases of their public test suites
(socketio/engine.io-protocol, socketio/socket.io-protocol) that a relay without binary data and without custom
namespaces has, written from the specifications."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from jobwidgets.testing import wait_until
from jobwidgets_server.auth import make_token

from .raw import PATH, SECRET, Raw, expect_pongs

LOGIN = "40" + json.dumps({"token": make_token(SECRET, "ada", 86_400)})
OPTIONS = {"ping_interval": 31, "ping_timeout": 17}
HASTY = {"ping_interval": 0.3, "ping_timeout": 60}
SEPARATOR = "\x1e"


def opened(text: str) -> dict[str, Any]:
    assert text[0] == "0"
    return json.loads(text[1:])


class Polled:
    """A session by long polling, by hand."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http, self.base = http, f"{url}/socket.io/?EIO=4&transport=polling"
        self.heard: list[str] = []
        """Packets, as they came."""

    async def open(self) -> dict[str, Any]:
        _, text = await self.poll()
        handshake = opened(text)
        self.base += f"&sid={handshake['sid']}"
        return handshake

    async def poll(self) -> tuple[int, str]:
        async with self.http.get(self.base) as response:
            text = await response.text()
            self.heard += text.split(SEPARATOR)
            return response.status, text

    async def push(self, text: str) -> tuple[int, str]:
        async with self.http.post(self.base, data=text) as response:
            return response.status, await response.text()

    async def login(self) -> None:
        assert await self.push(LOGIN) == (200, "OK")
        while not any(packet.startswith("40{") for packet in self.heard):  # a ping may come first
            assert (await self.poll())[0] == 200

    @property
    def websocket(self) -> str:
        return self.base.replace("transport=polling", "transport=websocket")


# engine.io over a websocket


async def test_handshake(serve, http, redis_url):
    """The open packet has exactly the fields of the protocol; nothing to upgrade to."""
    relay = await serve(redis_url, server=OPTIONS)
    async with http.ws_connect(relay.url + PATH) as ws:
        handshake = opened(await ws.receive_str())
    assert isinstance(handshake.pop("sid"), str)
    assert handshake == {"upgrades": [], "pingInterval": 31_000, "pingTimeout": 17_000, "maxPayload": 65_536}


@pytest.mark.parametrize(
    "query", ["transport=websocket", "EIO=abc&transport=websocket", "EIO=4", "EIO=4&transport=abc"]
)
async def test_bad_handshakes_are_refused(serve, http, redis_url, query):
    """Another protocol or transport is no session."""
    relay = await serve(redis_url)
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await http.ws_connect(f"{relay.url}/socket.io/?{query}")
    assert refused.value.status == 400


async def test_heartbeat_and_end(serve, http, redis_url):
    """The server pings and takes a pong for an answer; without one it closes; a close packet closes too."""
    relay = await serve(redis_url, server=HASTY)
    silent, leaving = await Raw.open(http, relay.url), await Raw.open(http, relay.url)
    assert await silent.ws.receive_str() == "2"
    await silent.ws.send_str("3")
    await leaving.ws.send_str("1")
    assert await leaving.closed()
    assert await silent.ws.receive_str() == "2"
    expect_pongs(relay, 0.2)
    assert await silent.closed()
    await wait_until(lambda: relay.relay.sockets == 0, "both are gone")


# Socket.IO


async def test_connect_packets(serve, http, redis_url):
    """CONNECT with a good token answers the session's id and nothing else; others are refused in an object with a
    message, without harm to the connection."""
    relay = await serve(redis_url)
    raw = await Raw.open(http, relay.url, login=False)
    for refused in ("40", '40{"token":"garbage"}'):
        await raw.ws.send_str(refused)
        answer = await raw.ws.receive_str()
        assert answer.startswith("44{")
        assert json.loads(answer[2:])["data"]["code"] == "unauthorized"
    for namespace in ("/nowhere,", "/nowhere"):
        await raw.ws.send_str(f"40{namespace}")
        assert await raw.ws.receive_str() == '44/nowhere,{"message":"Invalid namespace"}'
    await raw.ws.send_str(LOGIN)
    answer = await raw.ws.receive_str()
    assert answer.startswith("40{")
    assert list(json.loads(answer[2:])) == ["sid"], "no pid: connection state recovery is not offered"
    assert relay.relay.sockets == 1
    await raw.ws.close()


async def test_event_and_ack_packets(serve, http, redis_url):
    """Answers carry the id of the question, whatever it is; what has none is not answered, nor are stray packets."""
    relay = await serve(redis_url)
    raw = await Raw.open(http, relay.url)
    await raw.ws.send_str('42["unsubscribe",{"job":"a"}]')
    await raw.ws.send_str("431[]")
    await raw.ws.send_str("3")
    await raw.ws.send_str('427["no such event"]')
    await raw.ws.send_str('42/nowhere,8["unsubscribe",{"job":"a"}]')
    for id in ("0", "7", "4294967296"):
        await raw.ws.send_str(f'42{id}["unsubscribe",{{"job":"a"}},"more"]')
        assert await raw.ws.receive_str() == f'43{id}[{{"ok":true}}]'
    await raw.ws.close()


async def test_disconnect_packet(serve, http, redis_url):
    """After DISCONNECT nothing is answered or sent; the connection is good for another CONNECT."""
    relay = await serve(redis_url)
    raw = await Raw.open(http, relay.url)
    await raw.ws.send_str("41")
    await raw.ws.send_str('421["unsubscribe",{"job":"a"}]')
    await wait_until(lambda: relay.relay.sockets == 0, "the session is over")
    await raw.ws.send_str(LOGIN)
    assert (await raw.ws.receive_str()).startswith("40{")
    assert (await raw.call("unsubscribe", {"job": "a"}, 2))["ok"]
    await raw.ws.close()


@pytest.mark.parametrize("packet", ["abc", "4abc", "40[1]", '451-["x",{"_placeholder":true,"num":0}]', b"\x01\x02"])
async def test_invalid_packets_close_the_connection(serve, http, redis_url, packet):
    """Whatever is no packet, or carries binary data, ends it; another connection does not notice."""
    relay = await serve(redis_url)
    raw, other = await Raw.open(http, relay.url), await Raw.open(http, relay.url)
    await (raw.ws.send_bytes(packet) if isinstance(packet, bytes) else raw.ws.send_str(packet))
    assert await raw.closed()
    assert (await other.call("unsubscribe", {"job": "a"}))["ok"]
    await wait_until(lambda: relay.relay.sockets == 1, "only the other is left")
    await other.ws.close()


# engine.io by polling


async def test_polling_session(serve, http, redis_url):
    """Open, push, poll; several packets in one request; other methods, sessions and protocols are refused."""
    relay = await serve(redis_url, server={**OPTIONS, "polling": True})
    session = Polled(http, relay.url)
    handshake = await session.open()
    assert handshake["upgrades"] == ["websocket"]
    assert (handshake["pingInterval"], handshake["pingTimeout"]) == (31_000, 17_000)
    await session.login()
    asked = SEPARATOR.join(f'42{id}["unsubscribe",{{"job":"a"}}]' for id in (1, 2, 3))
    assert (await session.push(asked))[0] == 200
    heard: list[str] = []
    while len(heard) < 3:
        status, text = await session.poll()
        assert status == 200
        heard += text.split(SEPARATOR)
    assert heard == [f'43{id}[{{"ok":true}}]' for id in (1, 2, 3)]
    base = f"{relay.url}/socket.io/"
    for method, query in [
        ("GET", "transport=polling"),
        ("GET", "EIO=abc&transport=polling"),
        ("GET", "EIO=4&transport=abc"),
        ("POST", "EIO=4&transport=polling"),
        ("GET", "EIO=4&transport=polling&sid=unknown"),
        ("PUT", "EIO=4&transport=polling"),
    ]:
        async with http.request(method, f"{base}?{query}") as response:
            assert response.status in (400, 405), (method, query)


async def test_polling_sessions_end(serve, http, redis_url):
    """A close packet, an invalid one and silence each end the session; then it is unknown."""
    relay = await serve(redis_url, server={**HASTY, "ping_timeout": 2, "polling": True})
    closing, invalid, silent = sessions = [Polled(http, relay.url) for _ in range(3)]
    for session in sessions:
        await session.open()
        await session.login()
    await closing.push("1")
    await invalid.push("abc")
    while "2" not in silent.heard:
        assert (await silent.poll())[0] == 200
    async with asyncio.timeout(30):
        for session in sessions:
            while (await session.poll())[0] != 400:
                pass
    await wait_until(lambda: relay.relay.sockets == 0, "all are gone")


async def test_upgrade(serve, http, redis_url):
    """Probe, upgrade, and on: what is said meanwhile arrives; then it takes no polls and no second websocket."""
    relay = await serve(redis_url, server={"polling": True})
    session = Polled(http, relay.url)
    await session.open()
    await session.login()
    polling = asyncio.ensure_future(session.poll())
    async with http.ws_connect(session.websocket) as ws:
        await ws.send_str("2probe")
        assert await ws.receive_str() == "3probe"
        assert await polling == (200, "6")
        await ws.send_str("5")
        await ws.send_str('421["unsubscribe",{"job":"a"}]')
        heard = [await ws.receive_str()]
        if heard[-1] == "6":
            heard.append(await ws.receive_str())
        assert heard[-1] == '431[{"ok":true}]'
        assert (await session.poll())[0] == 400
        with pytest.raises((aiohttp.WSServerHandshakeError, TypeError)):
            async with http.ws_connect(session.websocket) as second:
                await second.receive_str()
        await ws.send_str('422["unsubscribe",{"job":"a"}]')
        assert await ws.receive_str() == '432[{"ok":true}]'
