"""`Taker`: from a delivered job id to a claimed job with a seat, or to what becomes of the delivery instead."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from ..bus.commands import new_token
from ..bus.limits import Limits
from ..bus.replies import Beat, Claim
from ..protocol.errors import Unavailable
from ..protocol.records import JobSpec
from .attempt import Claimed, Parts
from .bounces import Bounces
from .lease import Holding, LeaseKeeper
from .lines import Lines
from .registry import JobDefinition
from .runnable import Runnable
from .seat import Seat
from .slots import Arrival, Slots
from .verdict import ACKNOWLEDGE, LEAVE, Verdict

_CALL_RETRIES = (0.05, 0.2, 0.5)
"""Seconds after each failed try of a call that is not given up lightly."""
_SLOT_WITHIN = 1.0
"""Seconds a delivery waits for a slot; then another worker may have it."""
_FULL = (0.2, 0.5)
"""Seconds (from, to) before a delivery comes again that found no slot."""
_MOMENT = 10
"""Rounds of the event loop."""
_DRAINING = 0.2
_MAX_UNHEARD = 1000

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Offer:
    """A definition and the module a process imports it from."""

    definition: JobDefinition
    module: str


class Lane(Protocol):
    """Where deliveries of one priority come from."""

    rank: int

    async def waiting(self) -> bool:
        """Whether a delivery lies on Redis that no worker has taken."""
        ...


class Taken(NamedTuple):
    """A job that is ours, and all that is needed to run it."""

    what: Runnable
    claimed: Claimed
    seat: Seat


class Taker:
    """``lanes`` are those the worker takes deliveries from; ``closed`` once it drains."""

    def __init__(
        self, parts: Parts, keeper: LeaseKeeper, offers: Mapping[str, Offer], slots: Slots, places: Limits
    ) -> None:
        self._bus, self._settings = parts.bus, parts.settings
        self._keeper, self._offers, self._slots, self._places = keeper, offers, slots, places
        self.lanes: Sequence[Lane] = ()
        self.closed = False
        self._bounces, self._lines = Bounces(), Lines()
        self._unheard: dict[str, str] = {}
        """The tokens of claims whose answer was lost, by job: one that was granted after all is ours."""

    async def take(self, job: str, arrival: Arrival | None) -> Taken | Verdict:
        """Claim the job if it can run here now. Never raises, but for its own cancellation."""
        try:
            spec = await patiently(lambda: self._bus.spec(job))
            if spec is None:
                log.info("job %s is unknown; its delivery is dropped", job)
                return ACKNOWLEDGE
            what = self._runnable(spec)
            if what is None:
                return Verdict(delay=self._bounces.put_off(spec))
            if self.closed:
                return Verdict(delay=_DRAINING)
            return await self._with_seat(what, arrival)
        except Unavailable as why:
            log.warning("job %s cannot be claimed now: %s", job, why)
        except Exception:
            # An error here must not reach docket, which would drop the delivery.
            log.exception("job %s cannot be claimed", job)
        return LEAVE

    def _runnable(self, spec: JobSpec) -> Runnable | None:
        if spec.code is not None:
            return Runnable(spec, None, None) if self._settings.code_key is not None else None
        offer = self._offers.get(spec.type)
        return Runnable(spec, offer.definition, offer.module) if offer else None

    async def _with_seat(self, what: Runnable, arrival: Arrival | None) -> Taken | Verdict:
        seat = Seat(self._slots, self._places, what.spec.job, what.spec.limits, what.rank)
        status = await seat.take(arrival, self._higher_waits, _SLOT_WITHIN)
        if status == "full":
            return Verdict(delay=random.uniform(*_FULL))
        if status == "limited":
            return Verdict(delay=self._lines.refused(what.spec.limits))
        self._lines.seated(what.spec.limits)
        taken: Taken | Verdict = LEAVE
        try:
            taken = await self._claim(what, seat)
        finally:
            if isinstance(taken, Verdict):
                await seat.refuse()
        return taken

    async def _higher_waits(self, rank: int) -> bool:
        for lane in self.lanes:
            if lane.rank < rank and await lane.waiting():
                return True
        # One that was taken from its lane before we looked there may be here only in a moment.
        for _ in range(_MOMENT):
            await asyncio.sleep(0)
        return self._slots.coming(rank)

    async def _claim(self, what: Runnable, seat: Seat) -> Taken | Verdict:
        if self.closed:
            return Verdict(delay=_DRAINING)
        job = what.spec.job
        token = self._unheard.pop(job, None) or new_token()
        try:
            claim = await patiently(lambda: self._ask(job, token))
        except Unavailable:
            if len(self._unheard) >= _MAX_UNHEARD:
                self._unheard.clear()
            self._unheard[job] = token
            raise
        if claim.status == "held":
            return Verdict(delay=max(0.05, claim.retry_after))
        if claim.status != "granted":
            return ACKNOWLEDGE
        beat, lost = Beat(job, claim.attempt, token), asyncio.Event()
        self._keeper.hold(Holding(beat, on_lost=lost.set, on_vanished=lost.set, limits=lambda: seat.held))
        claimed = await self._first_look(beat, claim.shard_word, lost)
        if claimed is None:
            self._keeper.release(beat)
            return LEAVE
        self._bounces.forget(job)
        return Taken(what, claimed, seat)

    async def _ask(self, job: str, token: str) -> Claim:
        settings = self._settings
        return await self._bus.claim(
            job,
            worker=settings.id,
            token=token,
            lease=settings.lease,
            beat=settings.beat,
            max_attempts=settings.max_attempts,
        )

    async def _first_look(self, beat: Beat, shard_word: str, lost: asyncio.Event) -> Claimed | None:
        """The job after our claim; waits through an outage, since the lease is ours. None if it was lost."""
        while not lost.is_set():
            try:
                reading = await self._bus.read(beat.job)
                memos = await self._bus.memos(beat.job) if reading is not None and reading.memos else {}
            except Unavailable:
                if self.closed:
                    return None
                await first(lost, timeout=0.5)
                continue
            if reading is None or reading.snapshot is None:
                return None
            return Claimed(beat, shard_word, reading.snapshot, memos)
        return None


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """``call()``, and again while Redis is away, for about a second."""
    for pause in _CALL_RETRIES:
        try:
            return await call()
        except Unavailable:
            await asyncio.sleep(pause)
    return await call()


async def first(*events: asyncio.Event, timeout: float | None = None) -> None:
    """Return when one of the events is set, or after ``timeout`` seconds."""
    waiters = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiters, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for waiter in waiters:
            waiter.cancel()
