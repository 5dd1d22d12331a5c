"""`Seat`: what one job needs to run here: a slot of this worker and a place under each of its limits.

A job that waits for an answer, or for a child, gives its seat back and takes it again before it goes on.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal

from ..bus.limits import Limits
from ..protocol.errors import Unavailable
from ..protocol.records import Limit
from .slots import Arrival, Slots

_LOOK = 0.05
"""Seconds between two looks whether a job of a higher priority has been taken."""
_AGAIN = (0.3, 1.0)
"""Seconds between two tries of a job that has begun to get a place under its limits."""

log = logging.getLogger(__name__)

SeatStatus = Literal["taken", "full", "limited"]


class Seat:
    """One job's. ``limits`` are those it counts against, ``rank`` its priority (see `Slots`)."""

    def __init__(self, slots: Slots, places: Limits, job: str, limits: Sequence[Limit], rank: int) -> None:
        self._slots, self._places, self._job, self._rank = slots, places, job, rank
        self._limits = tuple(limits)
        self._fresh: Sequence[Limit] = ()
        self._slot = False
        self.held: tuple[Limit, ...] = ()
        """The limits under which it has a place now: to be renewed with the beats."""

    async def take(
        self, arrival: Arrival | None, higher_waits: Callable[[int], Awaitable[bool]], timeout: float
    ) -> SeatStatus:
        """Before the claim. ``higher_waits``: whether a delivery of a higher priority than this rank waits on Redis.

        ``full``: no slot within ``timeout`` seconds; ``limited``: one of the limits is reached.
        """
        deadline = time.monotonic() + timeout
        while True:
            if not await self._slots.take(self._rank, timeout=max(0.0, deadline - time.monotonic())):
                return "full"
            # Where slots are left over, a higher priority finds one anyway.
            if self._rank == 0 or self._slots.spare > 0 or not await self._yields(higher_waits):
                break
            self._slots.give_back()
            if time.monotonic() + _LOOK > deadline:
                return "full"
            await asyncio.sleep(_LOOK)
        self._slot = True
        if arrival is not None:
            arrival.settle()
        try:
            fresh = await self._places.take(self._job, self._limits) if self._limits else []
        except BaseException:
            self._leave_slot()
            raise
        if fresh is None:
            self._leave_slot()
            return "limited"
        self._fresh, self.held = fresh, self._limits
        return "taken"

    async def _yields(self, higher_waits: Callable[[int], Awaitable[bool]]) -> bool:
        try:
            return await higher_waits(self._rank)
        except BaseException:
            self._slots.give_back()
            raise

    async def refuse(self) -> None:
        """The claim was not granted: give back what was not there before."""
        self._leave_slot()
        await self._give_back(self._fresh)

    async def leave(self) -> None:
        """The job no longer runs, or parks."""
        self._leave_slot()
        await self._give_back(self.held)

    def lose(self) -> None:
        """Another worker has the job, and its places."""
        self._leave_slot()
        self.held = ()

    async def again(self) -> None:
        """Take the seat again; returns when the job may go on."""
        while self._limits and not self.held:
            try:
                if await self._places.take(self._job, self._limits) is not None:
                    self.held = self._limits
                    break
            except Unavailable:
                pass  # wait, as for a place
            await asyncio.sleep(random.uniform(*_AGAIN))
        if not self._slot:
            await self._slots.take(self._rank, began=True)
            self._slot = True

    def _leave_slot(self) -> None:
        if self._slot:
            self._slot = False
            self._slots.give_back()

    async def _give_back(self, limits: Sequence[Limit]) -> None:
        self.held = ()
        if not limits:
            return
        try:
            await self._places.give_back(self._job, limits)
        except Unavailable as why:
            log.info("job %s: its places are free when their holds end: %s", self._job, why)
