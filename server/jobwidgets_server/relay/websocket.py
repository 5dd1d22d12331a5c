"""One websocket, driven by ourselves: no writer task, no ping task, no queue.

Takes the place of engineio's aiohttp driver and of its websocket loop. Frames go straight to the transport; what the
library sends by itself (the opening, acknowledgements of connects, goodbyes) takes the same way, so the order holds.
No compression (a client could ask for 200 KB of zlib state), text packets of the expected form only.
"""

import asyncio
from typing import TYPE_CHECKING, Any

from aiohttp import WSCloseCode, WSMsgType, web
from engineio.async_socket import AsyncSocket
from engineio.packet import Packet

from .frames import PING, Frame, close_frame, text_frame
from .outlet import Outlet

if TYPE_CHECKING:
    from .engine import Engine

LAST_WORDS = 2.0
"""Seconds a socket that is cut may take to read why."""


class Websocket(Outlet):
    """What engineio calls for a websocket (``handler`` is the method of its socket that would serve it).

    ``direct`` False, and every upgraded polling socket: the library's own loop and queue serve it.
    """

    __slots__ = ("_connection", "_cut", "_engine", "_handler", "_socket", "_ws", "gone", "ping_deadline")

    def __init__(self, engine: "Engine", handler: Any) -> None:
        super().__init__(handler.__self__.sid)
        self.gone = asyncio.Event()
        self.ping_deadline = 0.0
        self._cut = False
        self._engine = engine
        self._handler: Any = handler
        self._socket: AsyncSocket = handler.__self__
        self._ws: web.WebSocketResponse | None = None
        self._connection: Any = None
        """The transport, also where frames must not be written straight to it."""

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        request: web.Request = environ["aiohttp.request"]
        engine, socket = self._engine, self._socket
        ws = self._ws = web.WebSocketResponse(compress=False, max_msg_size=engine.max_http_buffer_size)
        upgrade, reason = socket.connected, engine.reason.TRANSPORT_ERROR
        try:
            await ws.prepare(request)
            self._connection = request.transport
            engine.websockets[socket.sid] = self
            if engine.direct and not upgrade:
                self.transport = self._connection
                reason = await self._converse(ws)
            else:
                await self._handler(self)
        finally:
            if engine.websockets.get(socket.sid) is self:
                del engine.websockets[socket.sid]
            self.gone.set()
            connection = self._connection
            self.transport = self._connection = self._handler = self._ws = None
            if connection is not None and connection.get_write_buffer_size():
                # It may have said goodbye and never take what waits for it.
                asyncio.get_running_loop().call_later(LAST_WORDS, connection.abort)
            if upgrade and not socket.upgraded and not self._cut:
                # The upgrade failed; the session goes on polling.
                socket.upgrading = False
            else:
                # Whatever went wrong, engineio must not keep the socket, nor its writer wait for more.
                socket.queue.put_nowait(None)
                await socket.close(wait=False, abort=True, reason=reason)
                engine.sockets.pop(socket.sid, None)
        return ws

    async def _converse(self, ws: web.WebSocketResponse) -> str:
        """Serve the socket until it ends; the reason why."""
        socket, reasons = self._socket, self._engine.reason
        socket.connected = socket.upgraded = True
        socket.send = self._send  # pyright: ignore[reportAttributeAccessIssue]
        while not socket.queue.empty():
            await self._send(socket.queue.get_nowait())
            socket.queue.task_done()
        self._engine.heartbeat.add(self)
        trigger = self._engine._trigger_event
        while True:
            message = await ws.receive()
            if message.type is not WSMsgType.TEXT or not acceptable(message.data):
                break
            kind = message.data[0]
            if kind == "4":
                await trigger("message", socket.sid, message.data[1:], run_async=False)
            elif kind == "3":
                self._engine.heartbeat.answered(self)
            else:
                await ws.close()
                return reasons.CLIENT_DISCONNECT
        if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED):
            return reasons.TRANSPORT_CLOSE
        await ws.close(code=WSCloseCode.PROTOCOL_ERROR)
        return reasons.TRANSPORT_ERROR

    @property
    def open(self) -> bool:
        """Can it be written to?"""
        return self.transport is not None and not self.transport.is_closing()

    @property
    def ended(self) -> bool:
        """Nothing of it is left."""
        return self.gone.is_set()

    def ping(self) -> None:
        """An engine.io ping."""
        self.transport.write(PING)

    @property
    def waiting(self) -> int:
        if self.transport is None:
            return self._socket.queue.waiting
        return self.transport.get_write_buffer_size()

    def write(self, frame: Frame) -> None:
        if self.open:
            self.transport.write(frame.wire)
        elif self.transport is None and not self._socket.closed:
            self._socket.queue.put_nowait(frame.packet)

    async def _send(self, packet: Packet) -> None:
        """In the place of `AsyncSocket.send`: what the library has to say."""
        encoded = packet.encode()
        if self.open and isinstance(encoded, str):
            self.transport.write(text_frame(encoded.encode()))

    # What the library's own loop calls.

    async def send(self, message: str) -> None:
        """Write one packet; returns when the transport has room again."""
        await self._opened().send_str(message)
        self._socket.queue.waiting -= len(message)

    async def wait(self) -> str:
        """The next packet. `OSError` ends the socket: closed, or not what a client may send."""
        message = await self._opened().receive()
        if message.type is not WSMsgType.TEXT or not acceptable(message.data, upgrading=self._socket.upgrading):
            raise OSError("the websocket ended or carried something else than packets of a client")
        return message.data

    async def close(self) -> None:
        """Close in good order (engineio calls it when its writer ends)."""
        if self._ws is not None:
            await self._ws.close()

    async def say_goodbye(self, timeout: float) -> None:
        """Close; drop the transport if the peer does not answer within ``timeout`` seconds."""
        ws = self._ws
        if ws is None:
            return  # it has ended by itself since we listed it
        try:
            async with asyncio.timeout(timeout):
                await ws.close(code=WSCloseCode.GOING_AWAY, message=b"server stopping")
        except (TimeoutError, ConnectionError):
            self._drop()

    def _opened(self) -> web.WebSocketResponse:
        if self._ws is None:
            raise OSError("the websocket has ended")  # the library's loop expects this one
        return self._ws

    def cut(self, code: int, reason: str) -> bool:
        transport = self._connection
        if transport is None or self._cut:
            return False
        self._cut = True
        if transport.is_closing():
            # The peer has closed its side and does not take what waits.
            transport.abort()
            return True
        transport.write(close_frame(code, reason))
        # Closing sends what waits first; a peer that does not read would keep it for hours.
        transport.close()
        asyncio.get_running_loop().call_later(LAST_WORDS, transport.abort)
        return True

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.abort()


def acceptable(text: str, *, upgrading: bool = False) -> bool:
    """Is this a packet a client may send: a pong, a close, or a message with a Socket.IO packet in it?"""
    if text.startswith("4"):
        return len(text) > 1 and text[1] in "0123456"
    if upgrading and text in ("2probe", "5"):
        return True
    return text == "1" or (text.startswith("3") and len(text) <= 16)
