"""The relay put together: Redis' events in, Socket.IO rooms out."""

from jobwidgets.bus.commands import JobBus

from .fanout import Fanout
from .rooms import MAX_SUBSCRIPTIONS, SUBSCRIBE_TIMEOUT, Rooms
from .sessions import Sessions, Verify
from .socket_server import SocketServer
from .watch import LoadRecord
from .watchlist import CHECK_INTERVAL, LINGER, Watchlist

STOP_TIMEOUT = 2.0
"""Seconds clients have to answer the closing of their socket."""


class Relay:
    """Serves the events of jobs to their owners.

    Args:
        sio: the Socket.IO server; attach it to the web application.
        bus: reads jobs; its Redis client stays the caller's.
        redis_url: where the relay's own subscriber connection goes.
        load_record: owner and recorded snapshot of a job that Redis does not have.
        verify: whom a token names; raises `Unauthorized`.
        linger: seconds a job without subscribers stays watched.
        check_interval: seconds between comparisons of our heads with those on Redis.
        max_subscriptions: jobs per socket.
        subscribe_timeout: seconds.
    """

    def __init__(
        self,
        sio: SocketServer,
        bus: JobBus,
        redis_url: str,
        load_record: LoadRecord,
        *,
        verify: Verify,
        linger: float = LINGER,
        check_interval: float = CHECK_INTERVAL,
        max_subscriptions: int = MAX_SUBSCRIPTIONS,
        subscribe_timeout: float = SUBSCRIBE_TIMEOUT,
    ) -> None:
        self.sio = sio
        self._sessions = Sessions(sio, verify)
        self._rooms = Rooms(
            sio, self._sessions, Fanout(sio), max_subscriptions=max_subscriptions, timeout=subscribe_timeout
        )
        self.watchlist = Watchlist(
            redis_url, bus, load_record, self._rooms, linger=linger, check_interval=check_interval
        )
        self._rooms.watchlist = self.watchlist

    def install(self) -> None:
        """Register the handlers of the socket's events."""
        self.sio.on("connect", self._rooms.on_connect)
        self.sio.on("disconnect", self._rooms.on_disconnect)
        self.sio.on("subscribe", self._rooms.on_subscribe)
        self.sio.on("unsubscribe", self._rooms.on_unsubscribe)

    async def start(self) -> None:
        """Connect to Redis in the background; subscriptions wait for it."""
        self.watchlist.start()

    async def stop(self) -> None:
        """Close every socket within a few seconds (their clients connect again, elsewhere or later), then Redis."""
        await self.sio.close(STOP_TIMEOUT)
        await self.watchlist.stop()

    @property
    def sockets(self) -> int:
        """Authenticated connections."""
        return len(self._sessions)

    @property
    def watched(self) -> int:
        """Jobs followed on Redis."""
        return len(self.watchlist.watches)

    @property
    def resyncs(self) -> int:
        """Times a job was read again because something was or might have been missed."""
        return self.watchlist.resyncs

    @property
    def messages(self) -> int:
        """Messages received from Redis."""
        return self.watchlist.messages

    @property
    def cuts(self) -> int:
        """Sockets dropped for being slow, silent or not speaking the protocol."""
        return self.sio.cuts

    @property
    def connected(self) -> bool:
        """Is the relay listening to Redis?"""
        return self.watchlist.bridge.connected
