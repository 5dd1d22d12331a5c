"""`Runner`: what this worker runs. Decides what becomes of a delivery, owns the attempts, hands them back on a drain.

A delivery only says "look at this job". Whether it runs here is decided by the claim; a job that runs
here goes on whatever becomes of its delivery.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping

from ..bus.limits import Limits
from ..protocol.errors import Unavailable
from ..protocol.events import JobState
from .attempt import Attempt, Parts
from .lease import Holding, LeaseKeeper
from .slots import Arrival, Slots
from .taking import Offer, Taken, Taker, first, patiently
from .verdict import ACKNOWLEDGE, LEAVE, Verdict

_DRAIN_MARGIN = 3.0
"""Seconds beyond the grace for the last words to reach Redis."""

log = logging.getLogger(__name__)


class Runner:
    """Lives on the worker's event loop."""

    def __init__(
        self, parts: Parts, keeper: LeaseKeeper, offers: Mapping[str, Offer], slots: Slots, places: Limits
    ) -> None:
        self._parts, self._keeper = parts, keeper
        self._bus, self._delivery, self._settings = parts.bus, parts.delivery, parts.settings
        self.slots = slots
        self.taker = Taker(parts, keeper, offers, slots, places)
        self.attempts: dict[str, Attempt] = {}
        self.parked = 0
        """How many attempts hold no seat now: they wait for an answer or a child."""
        self.draining = False
        self._taking: dict[str, asyncio.Task[Attempt | Verdict]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def deliver(
        self,
        job: str,
        stopping: asyncio.Event,
        *,
        generation: int = 0,
        on_attempt: Callable[[Attempt], None] | None = None,
        arrival: Arrival | None = None,
    ) -> Verdict:
        """Look at the job: run it, or follow the run that is under way here, or put it off.

        ``generation`` is the delivery's. Returns early when ``stopping`` is set (docket's loop wants to end, for
        instance to reconnect): the run goes on and the delivery is left. Safe to be cancelled and called again.
        """
        while True:
            attempt = self.attempts.get(job)
            if attempt is None:
                taken = await self._take_once(job, arrival)
                if isinstance(taken, Verdict):
                    return taken
                attempt = taken
            if arrival is not None:
                arrival.settle()
            if on_attempt is not None:
                on_attempt(attempt)
            verdict = await self._follow(attempt, stopping)
            # One that was made for the attempt after this one has only been waiting: it is not over with it.
            if verdict != ACKNOWLEDGE or attempt.followed_by is None or generation < attempt.followed_by:
                return verdict

    async def _follow(self, attempt: Attempt, stopping: asyncio.Event) -> Verdict:
        while not (attempt.done.is_set() or stopping.is_set()):
            if not attempt.parking.asking:
                await first(attempt.done, stopping, attempt.parking.asked)
            elif await self._waits(attempt):
                # A question holds no worker: its answer brings a delivery of its own.
                return ACKNOWLEDGE
            else:
                await first(attempt.done, stopping, attempt.parking.answered)
        if self.draining and not attempt.done.is_set():
            # `drain` ends the attempt within this time; its delivery can then be acknowledged.
            await first(attempt.done, timeout=self._settings.grace + _DRAIN_MARGIN)
        if attempt.done.is_set() and attempt.ending is not None:
            return ACKNOWLEDGE
        # A lost job's delivery belongs to whoever has it now.
        return LEAVE

    async def _waits(self, attempt: Attempt) -> bool:
        """Whether the job still waits for its user; if not, tell the attempt, which has not heard of it yet."""
        head = attempt.snapshot
        try:
            reading = await self._bus.read(attempt.beat.job, head.epoch, head.seq)
        except Unavailable:
            return False
        if reading is not None and reading.state is JobState.WAITING_INPUT:
            return True
        attempt.poke()
        return False

    def wake(self, job: str) -> None:
        """Something was asked of the job."""
        attempt = self.attempts.get(job)
        if attempt is not None:
            task = asyncio.create_task(self._look_at(attempt), name=f"look at job {job}")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def wake_all(self) -> None:
        """Something may have been asked of any of them."""
        for attempt in self.attempts.values():
            attempt.poke()

    async def _look_at(self, attempt: Attempt) -> None:
        head = attempt.snapshot
        try:
            reading = await self._bus.read(attempt.beat.job, head.epoch, head.seq)
        except Unavailable:
            return  # the next beat hears of it
        if reading is not None and reading.token == attempt.beat.token and reading.state is JobState.CANCELLING:
            attempt.cancel()
        attempt.poke()

    def close(self) -> None:
        """Take nothing more."""
        self.draining = self.taker.closed = True

    async def drain(self) -> None:
        """Take nothing more; give every running job back to the queue. Bounded by the grace and a few seconds."""
        self.close()
        if self._taking:
            await asyncio.wait(list(self._taking.values()), timeout=_DRAIN_MARGIN)
        for attempt in self.attempts.values():
            attempt.drain()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self._settings.grace + _DRAIN_MARGIN)
            for task in late:
                log.error("gave up on handing back: %s", task.get_name())
                task.cancel()

    async def _take_once(self, job: str, arrival: Arrival | None) -> Attempt | Verdict:
        # Copies of one delivery arrive together: one claims, the others share what it finds.
        while True:
            task, shared = self._taking.get(job), True
            if task is None:
                shared = False
                task = self._taking[job] = asyncio.create_task(self._take(job, arrival), name=f"claim {job}")
                task.add_done_callback(lambda _: self._taking.pop(job, None))
            # A cancelled delivery must not tear a claim in two.
            found = await asyncio.shield(task)
            # That the job needed no worker was true before this delivery was made, perhaps.
            if not (shared and found == ACKNOWLEDGE):
                return found

    async def _take(self, job: str, arrival: Arrival | None) -> Attempt | Verdict:
        taken = await self.taker.take(job, arrival)
        return taken if isinstance(taken, Verdict) else self._begin(taken)

    def _begin(self, taken: Taken) -> Attempt:
        seat, beat = taken.seat, taken.claimed.beat
        attempt = Attempt(self._parts, taken.what, taken.claimed, seat, on_parking=self._parking_changed)
        self.attempts[beat.job] = attempt
        self._keeper.hold(
            Holding(
                beat,
                on_lost=attempt.abort,
                on_wish=attempt.cancel,
                on_running=attempt.poke,
                on_vanished=attempt.vanished,
                limits=lambda: seat.held,
            )
        )
        task = asyncio.create_task(self._see_through(attempt), name=f"attempt {beat.attempt} of job {beat.job}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if self.draining:
            attempt.drain()  # claimed just before, and perhaps too late for `drain` to see it
        return attempt

    async def _see_through(self, attempt: Attempt) -> None:
        try:
            await attempt.run()
            if attempt.ending is None and not attempt.suspended:
                attempt.seat.lose()
            # Before another worker gets the job: its places are the job's, not the attempt's.
            await attempt.seat.leave()
            if attempt.ending is not None and attempt.ending.state is JobState.QUEUED:
                await self._requeue(attempt)
        finally:
            self._keeper.release(attempt.beat)
            attempt.seat.lose()
            del self.attempts[attempt.beat.job]
            self._parking_changed()
            attempt.done.set()

    async def _requeue(self, attempt: Attempt) -> None:
        assert attempt.ending is not None
        spec, delay = attempt.what.spec, attempt.ending.delay
        head = attempt.snapshot
        try:
            now = await patiently(lambda: self._bus.read(spec.job, head.epoch, head.seq))
            if now is None:
                return
            generation = attempt.followed_by = now.generation
            if now.state is not JobState.QUEUED:
                return
            await patiently(lambda: self._delivery.enqueue_after(spec.job, generation, delay, queue=spec.lane))
        except Unavailable as why:
            # Its present delivery stays pending, is handed out again and finds the job queued.
            log.warning("job %s cannot be queued again now: %s", spec.job, why)
            attempt.ending = None

    def _parking_changed(self) -> None:
        self.parked = sum(attempt.parking.parked for attempt in self.attempts.values())
        for in_process, most in (
            (False, self._settings.max_parked),
            (True, self._settings.max_parked_processes),
        ):
            asking = [a for a in self.attempts.values() if a.parking.asking and a.what.in_process is in_process]
            if (too_many := len(asking) - most) > 0:
                asking.sort(key=lambda attempt: attempt.parking.asking_since or 0.0)
                for attempt in asking[:too_many]:
                    attempt.suspend()
