"""The Socket.IO server as we run it: python-socketio on aiohttp, hardened.

What is covered, each measured on the plain library: events named ``connect`` or ``disconnect`` ran our handlers with
forged arguments; binary attachments grew without end; malformed frames left a socket behind; a ping time-out left
transport and queue alive; polling clients choke on bursts; a disconnect cost time for every room there is.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import socketio
from aiohttp import web
from socketio import packet as sio_packet

from jobwidgets.protocol.errors import BadRequest, JobWidgetsError, Unavailable

from ..logging import get_logger
from .engine import Engine
from .frames import Answer
from .outlet import Outlet
from .roster import Roster

log = get_logger(__name__)

MAX_INCOMING = 64 * 1024
"""Characters of one message from a client: a token and a job id need far less."""
OUTPUT_LIMIT = 256 * 1024
"""Bytes that may wait for one socket, beside its answers; whoever lags more is skipped until they are gone."""
STALL_TIMEOUT = 30.0
GONE_TIMEOUT = 0.5
"""Seconds that stopping waits for sockets that were told to go."""
CONNECT_TIMEOUT = 10.0
"""Seconds a socket may stay open without a namespace (and so without a token)."""
ASKING = 256
"""Bytes that a request counts for beside its own: its answer."""
NAMESPACE = "/"

_CODES = {"slow": 1008, "silent": 1001, "protocol": 1002, "login": 1008, "expired": 1008, "start over": 1012}
"""Why sockets are cut, and the close code (RFC 6455) that says so."""


class SocketServer(socketio.AsyncServer):
    """Handlers run one at a time per socket and return an `Answer` (or None: no acknowledgement).

    Args:
        allowed_origins: origins (``https://host``) of web pages that may connect beside those of our own
            host; ``*`` for all. Clients that are no browsers send none and may always connect.
        polling: serve long polling and upgrades from it too. Needs sticky sessions where there are several servers.
        direct: write to websockets ourselves; False: everything takes the library's way.
        ping_interval, ping_timeout: seconds.
        output_limit: bytes that may wait for one socket.
        stall_timeout: seconds without a byte taken, and a socket that lags is cut.
    """

    def __init__(
        self,
        *,
        allowed_origins: Collection[str] = (),
        polling: bool = False,
        direct: bool = True,
        ping_interval: float = 25,
        ping_timeout: float = 20,
        max_incoming: int = MAX_INCOMING,
        output_limit: int = OUTPUT_LIMIT,
        stall_timeout: float = STALL_TIMEOUT,
        connect_timeout: float = CONNECT_TIMEOUT,
    ) -> None:
        quiet = logging.getLogger("jobwidgets_server.relay.socketio")
        quiet.setLevel(logging.ERROR)  # below it the libraries log every packet
        self.direct = direct
        self.polling = polling
        self.cuts_by: Counter[str] = Counter()
        """Sockets we dropped, by why."""
        self.closing = False
        self.output_limit = output_limit
        self.stall_timeout = stall_timeout
        self._allowed_origins = frozenset(allowed_origins)
        self._connect_timeout = connect_timeout
        super().__init__(
            client_manager=Roster(),
            async_mode="aiohttp",
            async_handlers=False,  # handlers that run side by side answer out of order
            transports=["polling", "websocket"] if polling else ["websocket"],
            allow_upgrades=polling,
            cors_allowed_origins=self._origin_allowed,
            max_http_buffer_size=max_incoming,
            ping_interval=ping_interval,
            ping_timeout=ping_timeout,
            monitor_clients=polling or not direct,  # the heartbeat watches the others
            logger=quiet,  # pyright: ignore[reportArgumentType]
            engineio_logger=quiet,
            # For `Engine`:
            silent=lambda sid: self.cut(sid, "silent", "it did not answer a ping"),
        )

    def _engineio_server_class(self) -> Any:
        def engine(**options: Any) -> Engine:
            return Engine(direct=self.direct, **options)

        return engine

    @property
    def engine(self) -> Engine:
        """What is below Socket.IO."""
        return cast(Engine, self.eio)

    @property
    def cuts(self) -> int:
        """Sockets we dropped: too slow, silent, or not speaking the protocol."""
        return self.cuts_by.total()

    def attach(self, app: web.Application, socketio_path: str = "socket.io") -> None:
        """Serve ``/socket.io/``."""
        app.router.add_route("*", f"/{socketio_path.strip('/')}/", self._serve)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if self.closing:
            return _refusal(Unavailable("This server is stopping; connect again in a moment."))
        if not self.polling and (request.method != "GET" or request.query.get("transport") != "websocket"):
            return _refusal(
                BadRequest(
                    "Only websockets are served here: connect with transports: ['websocket'], or start the server with "
                    "JOBWIDGETS_POLLING=1."
                )
            )
        return await self.handle_request(request)

    def _origin_allowed(self, origin: str, environ: dict[str, Any]) -> bool:
        if origin in self._allowed_origins or "*" in self._allowed_origins:
            return True
        host = environ.get("HTTP_X_FORWARDED_HOST") or environ.get("HTTP_HOST") or ""
        return bool(host) and urlsplit(origin).netloc.lower() == host.split(",")[0].strip().lower()

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> None:
        transport = parse_qs(environ["QUERY_STRING"]).get("transport", ["polling"])[0]
        # Headers are of no use to us; kept, they would be kilobytes a socket.
        await super()._handle_eio_connect(eio_sid, {})
        self.engine.admit(eio_sid, transport)
        asyncio.get_running_loop().call_later(self._connect_timeout, self._expect_namespace, eio_sid)

    def _expect_namespace(self, eio_sid: str) -> None:
        if eio_sid in self.engine.outlets and self.manager.sid_from_eio_sid(eio_sid, NAMESPACE) is None:
            self.cut(eio_sid, "login", "it did not authenticate in time")

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        if self._deaf(eio_sid, len(data)):
            self.cut(eio_sid, "slow", "it asks on and on and does not read the answers")
            return
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
            self.cut(eio_sid, "protocol", f"it does not speak the protocol: {why}")
            return
        if kind == sio_packet.EVENT:
            if name in self.reserved_events or name not in self.handlers[NAMESPACE]:
                log.debug("event dropped", event_name=name[:60])
                return
            await self._handle_event(eio_sid, packet.namespace, packet.id, body)
        elif kind == sio_packet.CONNECT and packet.namespace not in (None, NAMESPACE):
            # In the protocol's words: the JavaScript client makes an error without a message of the library's.
            refused = sio_packet.Packet(sio_packet.CONNECT_ERROR, {"message": "Invalid namespace"}, packet.namespace)
            await self._send_packet(eio_sid, refused)
        elif kind == sio_packet.CONNECT:
            await self._handle_connect(eio_sid, packet.namespace, body)
        elif kind == sio_packet.DISCONNECT:
            await self._handle_disconnect(eio_sid, packet.namespace, self.reason.CLIENT_DISCONNECT)
        # An ACK answers nothing: we never ask for one.

    def _deaf(self, eio_sid: str, asked: int) -> bool:
        """Does it go on asking while much waits for it? Refusals are answers too, and may repeat what it sent."""
        outlet = self.engine.outlets.get(eio_sid)
        if outlet is None:
            return False
        outlet.asked = 0 if outlet.waiting <= self.output_limit else outlet.asked + asked + ASKING
        return outlet.asked > self.output_limit

    async def _handle_event_internal(
        self, server: Any, sid: str, eio_sid: str, data: list[Any], namespace: str, id: int | None
    ) -> None:
        # The end of the handler and the sending of its answer are one step of the loop: nothing live that the
        # answer does not know can come between them.
        answer = await self._trigger_event(data[0], namespace, sid, *data[1:])
        if isinstance(answer, Answer) and id is not None and (outlet := self.engine.outlets.get(eio_sid)) is not None:
            outlet.answer(answer.frames(id))

    async def _handle_eio_disconnect(self, eio_sid: str, reason: str) -> None:
        await super()._handle_eio_disconnect(eio_sid, reason)
        if reason == self.reason.PING_TIMEOUT:
            self.cut(eio_sid, "silent", "it did not answer a ping")
        self.engine.dismiss(eio_sid)

    def outlet(self, sid: str) -> Outlet | None:
        """Where packets for a Socket.IO session go; None if it is gone."""
        return self.engine.outlets.get(self.engine_id(sid))

    async def drained(self, sid: str, timeout: float) -> None:
        """Return when little waits for the socket; cut it if that takes longer than ``timeout`` seconds."""
        outlet = self.outlet(sid)
        if outlet is None:
            return
        deadline = asyncio.get_running_loop().time() + timeout
        while outlet.waiting > self.output_limit // 2:
            if asyncio.get_running_loop().time() > deadline:
                self.cut(self.engine_id(sid), "slow", "it does not read what it asked for")
                return
            await asyncio.sleep(0.02)

    def cut(self, eio_sid: str, why: str, reason: str) -> None:
        """Drop one socket at once; its client may connect again. ``why``: one of few words, for the metrics."""
        outlet = self.engine.websockets.get(eio_sid) or self.engine.outlets.get(eio_sid)
        if outlet is not None and outlet.cut(_CODES[why], reason):
            self.cuts_by[why] += 1
            log.warning("socket cut", why=why, reason=reason, socket=eio_sid)

    def start_over(self, sids: Iterable[str], reason: str) -> None:
        """Make these sessions connect and subscribe anew."""
        for sid in sids:
            self.cut(self.engine_id(sid), "start over", reason)

    def engine_id(self, sid: str) -> str:
        """The engine.io session id under a Socket.IO session id, '' if it is gone."""
        return self.manager.eio_sid_from_sid(sid, NAMESPACE) or ""

    async def close(self, timeout: float) -> None:
        """Close every socket: politely, and by force after ``timeout`` seconds."""
        self.closing = True
        await asyncio.gather(*(w.say_goodbye(timeout) for w in list(self.engine.websockets.values())))
        # Those that are busy with a request end with what it waits for.
        gone = [asyncio.ensure_future(w.gone.wait()) for w in list(self.engine.websockets.values())]
        if gone:
            _, busy = await asyncio.wait(gone, timeout=GONE_TIMEOUT)
            for waiting in busy:
                waiting.cancel()
        for outlet in list(self.engine.outlets.values()):  # what polls
            outlet.cut(1001, "server stopping")
        self.engine.heartbeat.stop()
        await self.shutdown()


def _refusal(error: JobWidgetsError) -> web.Response:
    return web.json_response({"error": error.as_dict()}, status=error.status)
