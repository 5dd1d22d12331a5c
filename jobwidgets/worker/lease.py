"""`LeaseKeeper`: a thread that says for all running jobs that their worker lives, and hears the answers.

A thread, because a job that blocks the event loop must not make the worker look dead. It has an event
loop and a Redis connection of its own; what it hears it hands to the worker's loop.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..bus.agreement import HELD
from ..bus.commands import JobBus
from ..bus.connection import connect
from ..bus.limits import Limits
from ..bus.replies import Beat
from ..protocol.errors import ConfigurationError, Unavailable
from ..protocol.events import JobState
from ..protocol.records import Limit, TypeInfo, WorkerInfo

_BATCH = 200
"""Beats in one pipeline."""
_WITHDRAW_WITHIN = 1.0

log = logging.getLogger(__name__)


def _nothing() -> None:
    """For a callback that nobody needs."""


class Holding(NamedTuple):
    """A job this worker holds, and who is told what the beats hear of it.

    ``on_lost``: another attempt has it. ``on_wish``: its user wants it cancelled. ``on_running``: it runs, as it does
    once it was answered. ``on_vanished``: Redis does not know it. All but the first may come repeatedly. ``limits``
    is asked, from the thread, under which limits the job has a place now.
    """

    beat: Beat
    on_lost: Callable[[], None]
    on_wish: Callable[[], None] = _nothing
    on_running: Callable[[], None] = _nothing
    on_vanished: Callable[[], None] = _nothing
    limits: Callable[[], Sequence[Limit]] = tuple


def hold_for(lease: float) -> float:
    """How long a place under a limit is held without a beat: longer than the lease, so that nobody takes it while its
    job still counts as running."""
    return 2 * lease


class LeaseKeeper:
    """Beats for the held jobs every ``beat`` seconds and announces the worker at least as often.

    ``info`` is asked for the worker's announcement from the thread. Callbacks run on the loop that
    called `start`.
    """

    def __init__(
        self,
        url: str,
        *,
        lease: float,
        beat: float,
        info: Callable[[int], WorkerInfo],
        types: Sequence[TypeInfo],
    ) -> None:
        self._url, self._lease, self._beat = url, lease, beat
        self._info, self._types = info, types
        self._held: dict[str, Holding] = {}
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="leases", daemon=True)
        self._home: asyncio.AbstractEventLoop | None = None
        self._own: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._started = threading.Event()
        self._agree_at = 0.0

    def start(self) -> None:
        """Start the thread; call on the worker's loop."""
        self._home = asyncio.get_running_loop()
        self._thread.start()
        self._started.wait()

    def hold(self, holding: Holding) -> None:
        """Beat for this job from now on; takes the place of what was held of it before."""
        with self._lock:
            self._held[holding.beat.job] = holding

    def release(self, beat: Beat) -> None:
        """Stop beating for this attempt."""
        with self._lock:
            held = self._held.get(beat.job)
            if held is not None and held.beat == beat:
                del self._held[beat.job]

    async def stop(self) -> None:
        """End the thread and take the announcement back, within about a second."""
        if self._own is not None and self._stopping is not None:
            self._own.call_soon_threadsafe(self._stopping.set)
        await asyncio.to_thread(self._thread.join, _WITHDRAW_WITHIN + 6)

    def _run(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._own = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        self._started.set()
        client = connect(self._url)
        bus, places = JobBus(client), Limits(client, hold_for(self._lease))
        away_since: float | None = None
        try:
            while not self._stopping.is_set():
                began = time.monotonic()
                pause = self._beat
                try:
                    await self._round(bus, places)
                except Unavailable as why:
                    pause = min(self._beat, 1.0)
                    if away_since is None:
                        away_since = began
                        log.warning("Leases cannot be renewed: %s Running jobs go on.", why)
                except Exception:
                    # Without this thread every job of the worker would be lost.
                    log.exception("Leases cannot be renewed")
                else:
                    if away_since is not None:
                        log.info("Leases are renewed again after %.1f s.", time.monotonic() - away_since)
                        away_since = None
                await self._rest(pause - (time.monotonic() - began))
            await self._withdraw(bus)
        finally:
            await client.aclose()

    async def _rest(self, seconds: float) -> None:
        assert self._stopping is not None
        try:
            async with asyncio.timeout(max(0.01, seconds)):
                await self._stopping.wait()
        except TimeoutError:
            return

    async def _round(self, bus: JobBus, places: Limits) -> None:
        with self._lock:
            held = list(self._held.values())
        for i in range(0, len(held), _BATCH):
            some = held[i : i + _BATCH]
            replies = await bus.beat([one.beat for one in some], self._lease)
            for one, reply in zip(some, replies, strict=True):
                if reply.owned:
                    if reply.state == JobState.CANCELLING:
                        self._tell(one, one.on_wish)
                    elif reply.state == JobState.RUNNING and one.on_running is not _nothing:
                        self._tell(one, one.on_running)
                else:
                    self._tell(one, one.on_lost if reply.state else one.on_vanished)
            renewed = [one.limits() for one in some]
            await places.keep((one.beat.job, it) for one, had in zip(some, renewed, strict=True) for it in had)
            # One that was given back meanwhile may have been taken again by that.
            for one, had in zip(some, renewed, strict=True):
                if had:
                    has = one.limits()
                    await places.give_back(one.beat.job, [it for it in had if it not in has])
        await self._agree(bus)
        # Twice the beat and a bit: one late round does not make the worker vanish from the list.
        await bus.announce_worker(self._info(len(held)), self._types, ttl=max(3 * self._beat, self._lease))

    async def _agree(self, bus: JobBus) -> None:
        if time.monotonic() < self._agree_at:
            return
        self._agree_at = time.monotonic() + HELD / 3
        try:
            await bus.agree()
        except ConfigurationError as why:
            log.error("Nobody hears this worker's jobs as they run: %s", why)

    def _tell(self, held: Holding, what: Callable[[], None]) -> None:
        assert self._home is not None
        self._home.call_soon_threadsafe(self._if_held, held, what)

    def _if_held(self, held: Holding, what: Callable[[], None]) -> None:
        # An attempt that ended while its beat was under way has no lease to lose.
        with self._lock:
            current = self._held.get(held.beat.job)
        if current is held:
            what()

    async def _withdraw(self, bus: JobBus) -> None:
        try:
            async with asyncio.timeout(_WITHDRAW_WITHIN):
                await bus.withdraw_worker(self._info(0).id)
        except (Unavailable, TimeoutError) as why:
            log.info("The worker's announcement stays until it expires: %s", why)
