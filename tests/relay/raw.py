"""Clients that speak engine.io by hand, and so can break its rules."""

import asyncio
import json
import socket
from typing import Any

import aiohttp

from jobwidgets_server.auth import make_token

PATH = "/socket.io/?EIO=4&transport=websocket"
SECRET = "a secret of at least thirty-two bytes"


class Raw:
    """A client that speaks engine.io by hand and so can break its rules."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws

    @classmethod
    async def open(cls, http: aiohttp.ClientSession, url: str, *, login: bool = True) -> "Raw":
        raw = cls(await http.ws_connect(url + PATH, max_msg_size=0))
        assert (await raw.ws.receive_str()).startswith("0")
        if login:
            await raw.ws.send_str("40" + json.dumps({"token": make_token(SECRET, "ada", 60)}))
            while (answer := await raw.ws.receive_str()) == "2":
                pass  # pings go on meanwhile
            assert answer.startswith("40")
        return raw

    async def call(self, name: str, data: object, id: int = 1) -> dict:
        await self.ws.send_str(f"42{id}" + json.dumps([name, data]))
        while not (text := await self.ws.receive_str()).startswith(f"43{id}"):
            pass
        return json.loads(text[2 + len(str(id)) :])[0]

    async def closed(self) -> bool:
        while True:
            message = await self.ws.receive(timeout=30)
            if message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR):
                return True


def expect_pongs(relay: Any, within: float) -> None:
    """From now on a ping must be answered ``within`` seconds. A test that needs impatience says so when it is ready:
    with a short time-out from the beginning a busy machine loses its clients before it has come so far."""
    engine = relay.relay.sio.engine
    engine.heartbeat._timeout = within
    engine.heartbeat._awaited.clear()
    for websocket in engine.websockets.values():
        engine.heartbeat.answered(websocket)  # asked anew


async def stalled_client(url: str, job: str) -> socket.socket:
    """Subscribes over a bare TCP socket with a small buffer, and never reads again."""
    host, port = url.removeprefix("http://").split(":")
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(sock, (host, int(port)))
    handshake = (
        f"GET {PATH} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )

    def masked(text: str) -> bytes:
        data = text.encode()
        return b"\x81" + bytes([0x80 | 126]) + len(data).to_bytes(2, "big") + b"\0\0\0\0" + data

    await loop.sock_sendall(sock, handshake.encode())
    await loop.sock_recv(sock, 4096)
    token = make_token(SECRET, "ada", 60)
    await loop.sock_sendall(sock, masked("40" + json.dumps({"token": token, "pad": "x" * 126})))
    await loop.sock_sendall(sock, masked('421["subscribe",' + json.dumps({"job": job, "pad": "x" * 126}) + "]"))
    return sock
