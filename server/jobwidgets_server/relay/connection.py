"""One websocket under engineio, and the bounded queue of what waits to be written to it.

Takes the place of engineio's own aiohttp driver: no compression (a client could ask for 200 KB of
zlib state per connection), text frames of the expected form only, output that is counted, a
transport that can be aborted.
"""

import asyncio
from collections.abc import Iterable
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web
from engineio.packet import Packet


def _size(packet: Packet) -> int:
    return len(packet.encode() or "")


class OutputQueue(asyncio.Queue[Packet | None]):
    """Counts characters: queued, and not yet written to the transport."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = 0
        self._granted = 0
        self._moved = asyncio.Event()

    def _put(self, item: Packet | None) -> None:
        if item is not None:
            self.waiting += _size(item)
        super()._put(item)

    def excess(self, packet: Packet) -> int:
        """What would wait with ``packet``, without the answers the client asked for."""
        return self.waiting - self._granted + _size(packet)

    def grant(self, answer: Iterable[Packet]) -> None:
        """Queue an answer of whatever size: the client asked for it, it does not count as lagging."""
        for packet in answer:
            self._granted += _size(packet)
            self.put_nowait(packet)

    def sent(self, size: int) -> None:
        """So much was written."""
        self.waiting -= size
        self._granted = min(self._granted, self.waiting)
        self._moved.set()

    async def below(self, limit: int) -> None:
        """Return when less than ``limit`` waits."""
        while self.waiting > limit:
            self._moved.clear()
            await self._moved.wait()


class Connection:
    """What engineio calls for each websocket (``handler`` is the method of its socket that serves it)."""

    def __init__(self, handler: Any, registry: "dict[str, Connection]", *, max_size: int) -> None:
        self.gone = asyncio.Event()
        self._handler = handler
        self._socket = handler.__self__
        self._registry = registry
        self._max_size = max_size
        self._ws: web.WebSocketResponse | None = None
        self._transport: asyncio.BaseTransport | None = None

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        request: web.Request = environ["aiohttp.request"]
        self._ws = web.WebSocketResponse(compress=False, max_msg_size=self._max_size)
        self._transport = request.transport
        self._registry[self._socket.sid] = self
        try:
            await self._ws.prepare(request)
            await self._handler(self)
        finally:
            del self._registry[self._socket.sid]
            self.gone.set()
            # Whatever went wrong, engineio must not keep the socket, nor its writer wait for more.
            self._socket.queue.put_nowait(None)
            await self._socket.close(wait=False, abort=True, reason=self._socket.server.reason.TRANSPORT_ERROR)
        return self._ws

    async def send(self, message: str) -> None:
        """Write one packet; returns when the transport has room again."""
        assert self._ws is not None
        await self._ws.send_str(message)
        self._socket.queue.sent(len(message))

    async def wait(self) -> str:
        """The next packet. `OSError` ends the socket: closed, or not what a client may send."""
        assert self._ws is not None
        message = await self._ws.receive()
        if message.type is not WSMsgType.TEXT or not acceptable(message.data):
            raise OSError("the websocket ended or carried something else than packets of a client")
        return message.data

    async def close(self) -> None:
        """Close in good order (engineio calls it when its writer ends)."""
        assert self._ws is not None
        await self._ws.close()

    async def say_goodbye(self, timeout: float) -> None:
        """Close; drop the transport if the peer does not answer within ``timeout`` seconds."""
        assert self._ws is not None
        try:
            async with asyncio.timeout(timeout):
                await self._ws.close(code=WSCloseCode.GOING_AWAY, message=b"server stopping")
        except (TimeoutError, ConnectionError):
            self.abort()

    def abort(self) -> bool:
        """Drop the transport with all that waits for it. False if it is closing already."""
        transport = self._transport
        if not isinstance(transport, asyncio.Transport) or transport.is_closing():
            return False
        transport.abort()
        return True


def acceptable(text: str) -> bool:
    """Is this a packet a client may send: a pong, a close, or a message with a Socket.IO packet in it?"""
    if text.startswith("4"):
        return len(text) > 1 and text[1] in "0123456"
    return text == "1" or (text.startswith("3") and len(text) <= 16)
