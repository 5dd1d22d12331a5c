"""The relay put together: Redis' events in, Socket.IO rooms out."""

from collections.abc import Mapping

from jobwidgets.bus.commands import JobBus

from .fanout import WINDOW, Direct, Fanout
from .library_fanout import ByLibrary
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
        window: seconds between two packets of a busy job.
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
        window: float = WINDOW,
    ) -> None:
        self.sio = sio
        self._sessions = Sessions(sio, verify)
        self.fanout: Fanout = (
            Direct(sio, lambda job, at: self.watchlist.since(job, at), window=window) if sio.direct else ByLibrary(sio)
        )
        self._rooms = Rooms(
            sio, self._sessions, self.fanout, max_subscriptions=max_subscriptions, timeout=subscribe_timeout
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
        self.fanout.stop()
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
    def cuts_by(self) -> Mapping[str, int]:
        """The same by why: ``slow``, ``silent``, ``protocol``, ``login``, ``expired``, ``start over``."""
        return self.sio.cuts_by

    @property
    def deliveries(self) -> int:
        """Events written to sockets, counted for each of them."""
        return self.fanout.deliveries

    @property
    def skips(self) -> int:
        """Packets not written to a socket because too much waited for it."""
        return self.fanout.skips

    @property
    def caught_up(self) -> int:
        """Times a skipped socket was brought up to date from the tail."""
        return self.fanout.caught_up

    @property
    def lagging(self) -> int:
        """Sockets that are behind now."""
        return self.fanout.lagging

    @property
    def connected(self) -> bool:
        """Is the relay listening to Redis?"""
        return self.watchlist.bridge.connected
