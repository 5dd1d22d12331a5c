"""The relay's one connection to Redis' pub/sub: subscribed job by job, confirmed, supervised.

It reconnects with a growing delay, subscribes everything again, and only then tells its owner, who
reads again what may have been missed. Messages are handed on in the order Redis sent them. On a Redis
Cluster any node tells everything, so one connection is enough (see `route`); for sharded pub/sub see `shards`.
"""

import asyncio
import random
from collections.abc import Callable, Iterator

from jobwidgets.bus.keys import channel
from jobwidgets.protocol.errors import ConfigurationError, JobWidgetsError, Unavailable

from ..logging import get_logger
from .listener import Listener, open_listener
from .route import route_to

log = get_logger(__name__)

ANSWER_TIMEOUT = 5.0
"""Seconds Redis may take to answer on this connection."""


def delays(first: float = 0.05, cap: float = 2.0) -> Iterator[float]:
    """Seconds to wait before each further try; random, so that many relays do not come back in step."""
    ceiling = first
    while True:
        yield ceiling * (0.5 + random.random() / 2)
        ceiling = min(cap, ceiling * 2)


class Bridge:
    """Keeps the subscriptions of ``wanted`` jobs alive.

    Args:
        url: ``redis://``, ``rediss://``, ``unix://`` or ``redis+cluster://``, with password.
        on_message: called with job and payload of each message, at once.
        on_pause: called when all messages that came at once have been handed on.
        on_connected: called after each (re)connection, when all wanted jobs are subscribed.
    """

    def __init__(
        self,
        url: str,
        *,
        on_message: Callable[[str, bytes], None],
        on_connected: Callable[[], None],
        on_pause: Callable[[], None] | None = None,
        answer_timeout: float = ANSWER_TIMEOUT,
    ) -> None:
        self._route = route_to(url)  # complains now, not in a background task
        self.reconnects = 0
        """Connections made after the first."""
        self.run_id = ""
        """Which Redis process we listen to; changes when it is restarted or replaced."""
        self._on_message, self._on_connected, self.on_pause = on_message, on_connected, on_pause
        self._timeout = answer_timeout
        self._wanted: dict[bytes, str] = {}
        self._listener: Listener | None = None
        self._up = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._refused: ConfigurationError | None = None

    @property
    def connected(self) -> bool:
        """True while every wanted job is subscribed or about to be."""
        return self._listener is not None

    def start(self) -> None:
        """Connect and stay connected until `stop`."""
        self._task = asyncio.create_task(self._supervise(), name="relay bridge")

    async def stop(self) -> None:
        """Close the connection."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None
        await self._route.aclose()

    async def subscribe(self, job: str) -> None:
        """Return when Redis has confirmed the subscription, after an outage too: bound it with a timeout.

        Raises `ConfigurationError` where the workers publish otherwise than we listen (``JOBWIDGETS_PUBSUB``).
        """
        name = channel(job).encode()
        self._wanted[name] = job
        while name in self._wanted:
            listener = await self._current()
            if name in listener.confirmed:
                return
            try:
                async with asyncio.timeout(self._timeout):
                    await listener.subscribe([name])
            except TimeoutError:
                self.reconnect("no answer to SUBSCRIBE")
            except Unavailable:
                if not listener.lost.done():
                    raise

    def unsubscribe(self, job: str) -> None:
        """Stop listening to a job."""
        name = channel(job).encode()
        self._wanted.pop(name, None)
        if self._listener is not None:
            self._listener.unsubscribe(name)

    async def barrier(self) -> None:
        """Return when every message published before this call has been handed on.

        Raises `Unavailable`; a connection that does not answer is dropped and made anew.
        """
        listener = self._listener
        if listener is None:
            raise Unavailable("The relay is not connected to Redis.")
        try:
            async with asyncio.timeout(self._timeout):
                await self._route.barrier(listener)
        except TimeoutError:
            self.reconnect("no answer to PING")
            raise Unavailable("Redis does not answer on the relay's connection.") from None

    def reconnect(self, why: str) -> None:
        """Drop the connection; the supervisor makes a new one."""
        if self._listener is not None:
            log.warning("redis listener dropped", reason=why)
            self._listener.abort()

    async def _current(self) -> Listener:
        while (listener := self._listener) is None or listener.lost.done():
            if self._refused is not None:
                raise self._refused
            # Lost in this very moment, the supervisor only has not seen it yet: let it, or we would ask for ever.
            self._up.clear()
            await self._up.wait()
        return listener

    async def _supervise(self) -> None:
        waits, away = delays(), False
        while True:
            try:
                async with asyncio.timeout(self._timeout):
                    listener, run_id = await open_listener(
                        await self._route.url(), self._handed, on_pause=self.on_pause
                    )
                self._refused = None
            except (OSError, UnicodeError, TimeoutError, JobWidgetsError) as why:
                if isinstance(why, ConfigurationError) and self._refused is None:
                    self._refused = why
                    self._up.set()  # who waits is told
                    log.error("relay cannot listen", error=str(why))
                elif not away:
                    log.warning("redis unreachable", error=str(why) or type(why).__name__)
                    away = True
                await asyncio.sleep(next(waits))
                continue
            try:
                if await self._resume(listener, run_id):
                    waits, away = delays(), False
                    await listener.lost
            finally:
                self._listener = None
                self._up.clear()
                listener.abort()
            # Also after a connection that was good: a Redis that closes each one at once must not be stormed.
            away = True
            log.warning("redis connection lost", watched=len(self._wanted))
            await asyncio.sleep(next(waits))

    async def _resume(self, listener: Listener, run_id: str) -> bool:
        """Subscribe everything on a fresh connection and have the owner catch up. False: it broke meanwhile."""
        if self.run_id and run_id != self.run_id and not self._route.many:
            log.warning("redis was restarted or replaced", run_id=run_id, before=self.run_id)
        again, self.run_id = bool(self.run_id), run_id or "unknown"
        try:
            async with asyncio.timeout(self._timeout + len(self._wanted) / 10_000):
                await listener.subscribe([*self._route.own, *self._wanted])
        except (TimeoutError, Unavailable) as why:
            log.warning("redis did not confirm the subscriptions", error=str(why) or type(why).__name__)
            return False
        self.reconnects += again
        self._listener = listener
        self._up.set()
        log.info("redis connected", watched=len(self._wanted), run_id=self.run_id)
        self._on_connected()
        return True

    def _handed(self, name: bytes, payload: bytes) -> None:
        job = self._wanted.get(name)
        if job is not None:
            self._on_message(job, payload)
        else:
            self._route.heard(name, payload)
