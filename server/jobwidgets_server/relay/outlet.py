"""What the fan-out writes to: one socket, how much waits for it, and which jobs it was not told of.

`Outlet` is the common part. A websocket's outlet (`websocket.Websocket`) has a ``transport`` and takes frames straight;
`QueueOutlet` stands for a socket the library serves itself (polling, or everything with the fan-out ``library``).
"""

import asyncio
import contextlib
from collections.abc import Iterable
from typing import Any, NamedTuple

from engineio.async_socket import AsyncSocket
from engineio.exceptions import QueueEmpty
from engineio.packet import Packet

from .frames import Frame

MAX_POLL_PACKETS = 16
"""More in one answer, and python-engineio's client takes none of them."""


class Position(NamedTuple):
    """Up to where a socket has heard a job."""

    epoch: int
    seq: int


class Outlet:
    """One socket. Answers that it asked for do not count as lagging."""

    __slots__ = ("asked", "granted", "lag_since", "lag_size", "missed", "over", "sid", "transport")

    def __init__(self, sid: str) -> None:
        self.sid = sid
        """The engine.io session's id."""
        self.over = False
        """The session has ended."""
        self.transport: Any = None
        """Where frames may be written straight to; None: only through `write`."""
        self.missed: dict[str, Position] | None = None
        """Jobs that were skipped, and up to where they were told; None while the socket keeps up."""
        self.granted = 0
        """Bytes of answers that may still wait."""
        self.asked = 0
        """Bytes it has sent since too much waits for it; the server's own."""
        self.lag_since, self.lag_size = 0.0, 0
        """When the last byte left a lagging socket, and how much waited then; the fan-out's own."""

    @property
    def waiting(self) -> int:
        """Bytes not yet taken by the network."""
        raise NotImplementedError

    @property
    def excess(self) -> int:
        """Bytes that wait, without the answers."""
        waiting = self.waiting
        if self.granted > waiting:
            self.granted = waiting
        return waiting - self.granted

    def write(self, frame: Frame) -> None:
        """Send it after everything before."""
        raise NotImplementedError

    def answer(self, frames: Iterable[Frame]) -> None:
        """Send what the client asked for, of whatever size."""
        self.granted = min(self.granted, self.waiting)
        for frame in frames:
            self.granted += frame.size
            self.write(frame)

    def cut(self, code: int, reason: str) -> bool:
        """Drop the socket, telling why if it still listens. False if it is closing already."""
        raise NotImplementedError


class OutputQueue(asyncio.Queue[Packet | None]):
    """The library's queue of a socket, which counts its characters."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = 0
        """Characters not yet handed to the network."""

    def _put(self, item: Packet | None) -> None:
        if item is not None:
            self.waiting += len(item.encode() or "")
        super()._put(item)


class QueueOutlet(Outlet):
    """A socket that takes its packets from a queue, 16 at a time."""

    __slots__ = ("_socket",)

    def __init__(self, socket: AsyncSocket) -> None:
        super().__init__(socket.sid)
        self._socket = socket

    @property
    def waiting(self) -> int:
        return self._socket.queue.waiting

    def write(self, frame: Frame) -> None:
        if not self._socket.closed:
            self._socket.queue.put_nowait(frame.packet)

    def end(self) -> None:
        """Whoever takes packets from the queue has had the last."""
        self._socket.queue.put_nowait(None)

    def cut(self, code: int, reason: str) -> bool:
        if self._socket.closed or self._socket.closing:
            return False
        task = asyncio.ensure_future(self._close())
        _closing.add(task)
        task.add_done_callback(_closing.discard)
        return True

    async def _close(self) -> None:
        socket = self._socket
        await socket.close(wait=False, abort=True, reason=socket.server.reason.SERVER_DISCONNECT)
        socket.queue.put_nowait(None)
        socket.server.sockets.pop(socket.sid, None)


_closing: set["asyncio.Task[None]"] = set()


async def poll(socket: AsyncSocket) -> list[Packet]:
    """In the place of `AsyncSocket.poll`: at most 16 packets, counted."""
    queue: OutputQueue = socket.queue
    try:
        async with asyncio.timeout(socket.server.ping_interval + socket.server.ping_timeout):
            first = await queue.get()
    except (TimeoutError, asyncio.CancelledError):
        raise QueueEmpty from None
    queue.task_done()
    if first is None:
        return []
    packets = [first]
    with contextlib.suppress(asyncio.QueueEmpty):
        while len(packets) < MAX_POLL_PACKETS:
            packet = queue.get_nowait()
            queue.task_done()
            if packet is None:
                queue.put_nowait(None)
                break
            packets.append(packet)
    if not socket.upgraded:  # a websocket counts what it has sent
        queue.waiting -= sum(len(packet.encode() or "") for packet in packets)
    return packets
