"""The Socket.IO server as we run it: python-socketio on aiohttp, websocket only, hardened.

Everything that reaches into python-socketio's and engineio's insides stands here and in
`connection`; tests/relay/test_socket_server.py fails loudly when the libraries change. What is
covered, each measured on the plain library: events named ``connect`` or ``disconnect`` ran our
handlers with forged arguments; binary attachments grew without end; malformed frames left a socket
behind; a ping time-out left transport and queue alive; polling clients choke on bursts.
"""

import asyncio
import logging
from collections.abc import Collection, Iterable
from typing import Any, cast
from urllib.parse import urlsplit

import socketio
from aiohttp import web
from engineio.packet import MESSAGE, Packet
from socketio import packet as sio_packet

from jobwidgets.protocol.errors import BadRequest, JobWidgetsError, Unavailable

from ..logging import get_logger
from .connection import Connection, OutputQueue

log = get_logger(__name__)

MAX_INCOMING = 64 * 1024
"""Characters of one message from a client: a token and a job id need far less."""
OUTPUT_LIMIT = 4 * 1024 * 1024
"""Characters that may wait for one socket, beside its answers; who lags more is cut."""
CONNECT_TIMEOUT = 10.0
"""Seconds a socket may stay open without a namespace (and so without a token)."""
NAMESPACE = "/"


def frame(text: str) -> Packet:
    """A Socket.IO packet, already encoded, that many sockets can share."""
    return Packet(MESSAGE, text)


class Answer:
    """The acknowledgement of an event as JSON text, and the packets that follow it at once."""

    __slots__ = ("followers", "json")

    def __init__(self, json: str, followers: Iterable[Packet] = ()) -> None:
        self.json = json
        self.followers = tuple(followers)


class SocketServer(socketio.AsyncServer):
    """Handlers run one at a time per socket and return an `Answer` (or None: no acknowledgement).

    Args:
        allowed_origins: origins (``https://host``) of web pages that may connect beside those of our own
            host; ``*`` for all. Clients that are no browsers send none and may always connect.
        ping_interval, ping_timeout: seconds.
        output_limit: characters that may wait for one socket.
    """

    def __init__(
        self,
        *,
        allowed_origins: Collection[str] = (),
        ping_interval: float = 25,
        ping_timeout: float = 20,
        max_incoming: int = MAX_INCOMING,
        output_limit: int = OUTPUT_LIMIT,
        connect_timeout: float = CONNECT_TIMEOUT,
    ) -> None:
        quiet = logging.getLogger("jobwidgets_server.relay.socketio")
        quiet.setLevel(logging.ERROR)  # below it the libraries log every packet
        super().__init__(
            async_mode="aiohttp",
            async_handlers=False,  # handlers that run side by side answer out of order
            transports=["websocket"],
            allow_upgrades=False,
            cors_allowed_origins=self._origin_allowed,
            max_http_buffer_size=max_incoming,
            ping_interval=ping_interval,
            ping_timeout=ping_timeout,
            logger=quiet,  # pyright: ignore[reportArgumentType]
            engineio_logger=quiet,
        )
        self.connections: dict[str, Connection] = {}
        """Open websockets by engine.io session id."""
        self.cuts = 0
        """Sockets we dropped: too slow, silent, or not speaking the protocol."""
        self.closing = False
        self.output_limit = output_limit
        self._allowed_origins = frozenset(allowed_origins)
        self._connect_timeout = connect_timeout
        self.eio._async = {**self.eio._async, "websocket": self._connection}
        self.eio.create_queue = OutputQueue

    def attach(self, app: web.Application, socketio_path: str = "socket.io") -> None:
        """Serve ``/socket.io/``."""
        app.router.add_route("*", f"/{socketio_path.strip('/')}/", self._serve)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if self.closing:
            return _refusal(Unavailable("This server is stopping; connect again in a moment."))
        if request.method != "GET" or request.query.get("transport") != "websocket":
            return _refusal(BadRequest("Only websockets are served here: connect with transports: ['websocket']."))
        return await self.handle_request(request)

    def _origin_allowed(self, origin: str, environ: dict[str, Any]) -> bool:
        if origin in self._allowed_origins or "*" in self._allowed_origins:
            return True
        host = environ.get("HTTP_X_FORWARDED_HOST") or environ.get("HTTP_HOST") or ""
        return bool(host) and urlsplit(origin).netloc.lower() == host.split(",")[0].strip().lower()

    def _connection(self, handler: Any, engine: Any) -> Connection:
        return Connection(handler, self.connections, max_size=engine.max_http_buffer_size)

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> None:
        await super()._handle_eio_connect(eio_sid, environ)
        asyncio.get_running_loop().call_later(self._connect_timeout, self._expect_namespace, eio_sid)

    def _expect_namespace(self, eio_sid: str) -> None:
        if eio_sid in self.connections and self.manager.sid_from_eio_sid(eio_sid, NAMESPACE) is None:
            self.cut(eio_sid, "it did not authenticate in time")

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        try:
            packet = sio_packet.Packet(encoded_packet=data)
            kind, body, name = packet.packet_type, cast(Any, packet.data), ""
            if kind == sio_packet.EVENT:
                if not (isinstance(body, list) and body and isinstance(body[0], str)):
                    raise ValueError("an event without a name")
                name = body[0]
            elif kind == sio_packet.CONNECT:
                if not (body is None or isinstance(body, dict)):
                    raise ValueError("auth must be an object")
            elif kind not in (sio_packet.DISCONNECT, sio_packet.ACK):
                # Attachments would wait in memory for others that never come.
                raise ValueError("binary data and errors are not taken from clients")
        except (ValueError, TypeError, RecursionError) as why:
            self.cut(eio_sid, f"it does not speak the protocol: {why}")
            return
        if kind == sio_packet.EVENT:
            if name in self.reserved_events or name not in self.handlers[NAMESPACE]:
                log.debug("event dropped", event_name=name[:60])
                return
            await self._handle_event(eio_sid, packet.namespace, packet.id, body)
        elif kind == sio_packet.CONNECT:
            await self._handle_connect(eio_sid, packet.namespace, body)
        elif kind == sio_packet.DISCONNECT:
            await self._handle_disconnect(eio_sid, packet.namespace, self.reason.CLIENT_DISCONNECT)
        # An ACK answers nothing: we never ask for one.

    async def _handle_event_internal(
        self, server: Any, sid: str, eio_sid: str, data: list[Any], namespace: str, id: int | None
    ) -> None:
        # The end of the handler and the queueing of its answer are one step of the loop: nothing live that the
        # answer does not know can come between them.
        answer = await self._trigger_event(data[0], namespace, sid, *data[1:])
        if isinstance(answer, Answer) and id is not None:
            packets = (frame(f"{sio_packet.ACK}{id}[{answer.json}]"), *answer.followers)
            if (queue := self._queue(eio_sid)) is not None:
                queue.grant(packets)

    async def _handle_eio_disconnect(self, eio_sid: str, reason: str) -> None:
        await super()._handle_eio_disconnect(eio_sid, reason)
        if reason == self.reason.PING_TIMEOUT:
            self.cut(eio_sid, "it did not answer a ping")

    def _queue(self, eio_sid: str) -> OutputQueue | None:
        socket = self.eio.sockets.get(eio_sid)
        return None if socket is None or socket.closed else socket.queue

    def push(self, eio_sid: str, packet: Packet) -> None:
        """Queue a live packet for one socket, or cut the socket if too much waits for it already."""
        queue = self._queue(eio_sid)
        if queue is None:
            return
        if queue.excess(packet) > self.output_limit:
            self.cut(eio_sid, f"it is too slow: {queue.waiting:,} characters wait for it")
        else:
            queue.put_nowait(packet)

    async def drained(self, sid: str, timeout: float) -> None:
        """Return when little waits for the socket; cut it if that takes longer than ``timeout`` seconds."""
        eio_sid = self.engine_id(sid)
        queue = self._queue(eio_sid)
        if queue is None:
            return
        try:
            async with asyncio.timeout(timeout):
                await queue.below(self.output_limit // 2)
        except TimeoutError:
            self.cut(eio_sid, "it does not read what it asked for")

    def cut(self, eio_sid: str, reason: str) -> None:
        """Drop one socket at once; its client may connect again."""
        connection = self.connections.get(eio_sid)
        if connection is not None and connection.abort():
            self.cuts += 1
            log.warning("socket cut", reason=reason, socket=eio_sid)

    def engine_id(self, sid: str) -> str:
        """The engine.io session id under a Socket.IO session id, '' if it is gone."""
        return self.manager.eio_sid_from_sid(sid, NAMESPACE) or ""

    async def close(self, timeout: float) -> None:
        """Close every socket: politely, and by force after ``timeout`` seconds."""
        self.closing = True
        await asyncio.gather(*(c.say_goodbye(timeout) for c in list(self.connections.values())))
        await asyncio.gather(*(c.gone.wait() for c in list(self.connections.values())))
        await self.shutdown()


def _refusal(error: JobWidgetsError) -> web.Response:
    return web.json_response({"error": error.as_dict()}, status=error.status)
