"""`Runner`: what this worker runs. Decides what becomes of a delivery, owns the attempts, hands them back on a drain.

A delivery only says "look at this job". Whether it runs here is decided by the claim; a job that runs
here goes on whatever becomes of its delivery.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ..bus.commands import Beat, JobBus, new_token
from ..bus.delivery import Delivery
from ..protocol.errors import Unavailable
from ..protocol.events import JobState
from ..protocol.records import JobSpec
from ..protocol.state import JobSnapshot
from .attempt import Attempt
from .lease import LeaseKeeper
from .registry import JobDefinition
from .runnable import Runnable
from .settings import WorkerSettings

_CALL_RETRIES = (0.05, 0.2, 0.5)
"""Seconds after each failed try of a call that is not given up lightly."""
_FULL = 0.5
_DRAINING = 0.2
_DRAIN_MARGIN = 3.0
"""Seconds beyond the grace for the last words to reach Redis."""
_BOUNCE = (0.25, 5.0)
_PATIENT_BOUNCES = 10
_MAX_BOUNCES = 10_000

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """What becomes of a delivery: acknowledged, put off for ``delay`` seconds, or (both unset) left pending."""

    acknowledge: bool = False
    delay: float | None = None


ACKNOWLEDGE = Verdict(acknowledge=True)
LEAVE = Verdict()
"""docket hands it to somebody again when its redelivery time-out has passed."""


@dataclass(frozen=True)
class Offer:
    """A definition and the module a process imports it from."""

    definition: JobDefinition
    module: str


class Runner:
    """Lives on the worker's event loop."""

    def __init__(
        self,
        bus: JobBus,
        delivery: Delivery,
        keeper: LeaseKeeper,
        offers: Mapping[str, Offer],
        settings: WorkerSettings,
    ) -> None:
        self._bus, self._delivery, self._keeper = bus, delivery, keeper
        self._offers, self._settings = offers, settings
        self.attempts: dict[str, Attempt] = {}
        self.draining = False
        self._taking: dict[str, asyncio.Task[Attempt | Verdict]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._bounces: dict[str, int] = {}
        self._unknown: set[str] = set()

    async def deliver(
        self, job: str, stopping: asyncio.Event, *, on_attempt: Callable[[Attempt], None] | None = None
    ) -> Verdict:
        """Look at the job: run it, or follow the run that is under way here, or put it off.

        Returns early when ``stopping`` is set (docket's loop wants to end, for instance to reconnect):
        the run goes on and the delivery is left. Safe to be cancelled and called again.
        """
        attempt = self.attempts.get(job)
        if attempt is None:
            taken = await self._take_once(job)
            if isinstance(taken, Verdict):
                return taken
            attempt = taken
        if on_attempt is not None:
            on_attempt(attempt)
        await _first(attempt.done, stopping)
        if self.draining and not attempt.done.is_set():
            # `drain` ends the attempt within this time; its delivery can then be acknowledged.
            await _first(attempt.done, timeout=self._settings.grace + _DRAIN_MARGIN)
        if attempt.done.is_set() and attempt.ending is not None:
            return ACKNOWLEDGE
        # A lost job's delivery belongs to whoever has it now.
        return LEAVE

    async def drain(self) -> None:
        """Take nothing more; give every running job back to the queue. Bounded by the grace and a few seconds."""
        self.draining = True
        if self._taking:
            await asyncio.wait(list(self._taking.values()), timeout=_DRAIN_MARGIN)
        for attempt in self.attempts.values():
            attempt.drain()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self._settings.grace + _DRAIN_MARGIN)
            for task in late:
                log.error("gave up on handing back: %s", task.get_name())
                task.cancel()

    async def _take_once(self, job: str) -> Attempt | Verdict:
        # Copies of one delivery arrive together: one claims, the others share what it finds.
        task = self._taking.get(job)
        if task is None:
            if len(self.attempts.keys() | self._taking.keys()) >= self._settings.concurrency:
                # More deliveries than slots: docket has forgotten what runs here. Another worker may be free.
                return Verdict(delay=_FULL)
            task = self._taking[job] = asyncio.create_task(self._take(job), name=f"claim {job}")
            task.add_done_callback(lambda _: self._taking.pop(job, None))
        # A cancelled delivery must not tear a claim in two.
        return await asyncio.shield(task)

    async def _take(self, job: str) -> Attempt | Verdict:
        try:
            spec = await _patiently(lambda: self._bus.spec(job))
            if spec is None:
                log.info("job %s is unknown; its delivery is dropped", job)
                return ACKNOWLEDGE
            what = self._runnable(spec)
            if what is None:
                return self._bounce(spec)
            if self.draining:
                return Verdict(delay=_DRAINING)
            beat = await self._claim(what)
            return beat if isinstance(beat, Verdict) else await self._begin(what, beat)
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

    def _bounce(self, spec: JobSpec) -> Verdict:
        if spec.type not in self._unknown:
            self._unknown.add(spec.type)
            what = "functions sent from notebooks" if spec.code is not None else f"job type {spec.type!r}"
            log.warning("This worker does not run %s; such jobs are left to other workers of the queue.", what)
        if len(self._bounces) > _MAX_BOUNCES:
            self._bounces.clear()
        seen = self._bounces[spec.job] = self._bounces.get(spec.job, -1) + 1
        shortest, longest = _BOUNCE
        # Where another worker serves the type, chance soon brings it there; where none does, there is no hurry.
        return Verdict(delay=min(longest, shortest * 2 ** max(0, min(seen - _PATIENT_BOUNCES, 10))))

    async def _claim(self, what: Runnable) -> Beat | Verdict:
        token, settings = new_token(), self._settings
        claim = await _patiently(
            lambda: self._bus.claim(
                what.spec.job,
                worker=settings.id,
                token=token,
                lease=settings.lease,
                beat=settings.beat,
                max_attempts=settings.max_attempts,
            )
        )
        if claim.status == "granted":
            return Beat(what.spec.job, claim.attempt, token)
        if claim.status == "held":
            return Verdict(delay=max(0.05, claim.retry_after))
        return ACKNOWLEDGE

    async def _begin(self, what: Runnable, beat: Beat) -> Attempt | Verdict:
        lost = asyncio.Event()
        self._keeper.hold(beat, on_lost=lost.set, on_wish=lambda: None)
        snapshot = await self._first_look(beat.job, lost)
        if snapshot is None:
            self._keeper.release(beat)
            return LEAVE
        attempt = Attempt(
            self._bus.redis,
            what,
            snapshot,
            beat,
            grace=self._settings.grace,
            code_key=self._settings.code_key,
        )
        self.attempts[beat.job] = attempt
        self._bounces.pop(beat.job, None)
        self._keeper.hold(beat, on_lost=attempt.abort, on_wish=attempt.cancel)
        task = asyncio.create_task(self._see_through(attempt), name=f"attempt {beat.attempt} of job {beat.job}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return attempt

    async def _first_look(self, job: str, lost: asyncio.Event) -> JobSnapshot | None:
        """The job after our claim; waits through an outage, since the lease is ours. None if it was lost."""
        while not (lost.is_set() or self.draining):
            try:
                reading = await self._bus.read(job)
            except Unavailable:
                await _first(lost, timeout=0.5)
                continue
            return reading.snapshot if reading is not None else None
        return None

    async def _see_through(self, attempt: Attempt) -> None:
        try:
            await attempt.run()
            if attempt.ending is not None and attempt.ending.state is JobState.QUEUED:
                await self._requeue(attempt)
        finally:
            self._keeper.release(attempt.beat)
            del self.attempts[attempt.beat.job]
            attempt.done.set()

    async def _requeue(self, attempt: Attempt) -> None:
        assert attempt.ending is not None
        spec, delay = attempt.what.spec, attempt.ending.delay
        head = attempt.snapshot
        try:
            now = await _patiently(lambda: self._bus.read(spec.job, head.epoch, head.seq))
            if now is None or now.state is not JobState.QUEUED:
                return
            generation = now.generation
            await _patiently(lambda: self._delivery.enqueue_after(spec.job, generation, delay, queue=spec.queue))
        except Unavailable as why:
            # Its present delivery stays pending, is handed out again and finds the job queued.
            log.warning("job %s cannot be queued again now: %s", spec.job, why)
            attempt.ending = None


async def _patiently(call: Callable[[], Awaitable[T]]) -> T:
    """``call()``, and again while Redis is away, for about a second."""
    for pause in _CALL_RETRIES:
        try:
            return await call()
        except Unavailable:
            await asyncio.sleep(pause)
    return await call()


async def _first(*events: asyncio.Event, timeout: float | None = None) -> None:
    """Return when one of the events is set, or after ``timeout`` seconds."""
    waiters = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiters, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for waiter in waiters:
            waiter.cancel()
