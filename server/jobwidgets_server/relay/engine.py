"""engine.io as we run it. The one module, with `outlet` and `websocket`, that reaches into the library's insides.

tests/relay/test_engine.py fails loudly when the library changes. `Engine` is engineio's server with another websocket
driver, bounded queues, and pings from one timer; ``direct=False`` leaves sockets to the library's own loops.
"""

import asyncio
from functools import partial
from typing import Any, cast

import engineio
from engineio.async_socket import AsyncSocket

from .heartbeat import Heartbeat
from .outlet import Outlet, OutputQueue, QueueOutlet, poll
from .websocket import Websocket


class Engine(engineio.AsyncServer):
    """Args beside engineio's: ``direct``: write websockets ourselves; ``silent``: called with the session id of one
    that does not answer pings."""

    def __init__(self, *, direct: bool, silent: Any, **options: Any) -> None:
        super().__init__(**options)
        self.direct = direct
        self.websockets: dict[str, Websocket] = {}
        """Open websockets by session id."""
        self.outlets: dict[str, Outlet] = {}
        """Every session's, by its id."""
        self.heartbeat = Heartbeat(self.ping_interval, self.ping_timeout, lambda socket: silent(socket.sid))
        self._async: Any = {**cast(Any, self._async), "websocket": self._driver}

    def create_queue(self, *_: Any, **__: Any) -> OutputQueue:
        """Counts what waits."""
        return OutputQueue()

    def _driver(self, handler: Any, _: Any) -> Websocket:
        websocket = Websocket(self, handler)
        sid = handler.__self__.sid
        if sid in self.outlets and not handler.__self__.connected:
            self.outlets[sid] = websocket
        return websocket

    def admit(self, sid: str, transport: str) -> None:
        """A session has begun: decide who serves it. Called before anything is sent to it."""
        socket: AsyncSocket = self.sockets[sid]
        self.outlets[sid] = QueueOutlet(socket)
        if self.direct and transport == "websocket":
            # The heartbeat pings it.
            socket.last_ping = None
            socket.schedule_ping = _nothing  # pyright: ignore[reportAttributeAccessIssue]
        else:
            socket.poll = partial(poll, socket)  # pyright: ignore[reportAttributeAccessIssue]

    async def disconnect(self, sid: str | None = None) -> None:
        """As the library's, without waiting until the client has read its goodbye: it may never ask for it."""
        socket = self.sockets.get(sid)
        if socket is not None:
            await socket.close(wait=False, reason=self.reason.SERVER_DISCONNECT)
            self.sockets.pop(sid, None)

    def dismiss(self, sid: str) -> None:
        """The session has ended."""
        outlet = self.outlets.pop(sid, None)
        if outlet is None:
            return
        outlet.over = True
        if isinstance(outlet, QueueOutlet):
            # A poll under way, or the library's writer, ends after what is said last.
            asyncio.get_running_loop().call_soon(outlet.end)


def _nothing() -> None:
    return None
