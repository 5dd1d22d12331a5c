"""`Intake`: one lane's deliveries, through docket. The only module that knows docket's worker.

docket delivers at least once; everything else is ours (see `runner`). Two of its habits are covered here
with a look at its internals, in `loop_stopping`, `cancelled_by_docket` and `SlotWorker`:

- On any Redis error its loop waits for the running tasks before it reconnects, so a short outage would stop
  new work until the longest job ends. Our tasks only follow a job, so they return when the loop wants to end.
- A cancelled task and a task cancelled by a shutdown look the same from inside.
- It takes as many deliveries as it has room for. Ours takes one only while a slot is free for it, so that a delivery
  waits on Redis, where any worker may have it, and what has the higher priority is taken first.

A delivery is left pending or put off by raising `AdmissionBlocked`, docket's own signal for "not now".
"""

import asyncio
import logging
import time
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, cast

from docket import CurrentExecution, Docket, Execution, Worker
from docket.dependencies import AdmissionBlocked
from redis.exceptions import RedisError

from ..bus.delivery import TASK, make_docket, parse_delivery_key
from ..protocol.errors import JobWidgetsError
from .attempt import Attempt
from .runner import Runner
from .settings import WorkerSettings
from .slots import Arrival, Slots
from .taking import first
from .verdict import Verdict

_RECONNECT = 0.3
_IDLE = 0.1
"""Seconds a look at an empty lane lasts; it ends at once when something comes."""
_QUIET = 1.0
"""Seconds without a delivery after which a lane counts as empty."""
_SPARE_CONNECTIONS = 32
_STOP_WITHIN = 5.0

log = logging.getLogger(__name__)


def loop_stopping(worker: Worker) -> asyncio.Event:
    """Set when the loop that runs our task wants to end: to reconnect, or because the worker stops."""
    session = worker._processing_session  # pyright: ignore[reportPrivateUsage]
    if session is None:
        raise JobWidgetsError("docket runs a task without a session: this version of pydocket is not supported")
    return session.stopping


def cancelled_by_docket(worker: Worker) -> bool:
    """True if the current task was cancelled through ``docket.cancel``, and not by a shutdown."""
    return asyncio.current_task() in worker._cancelled_by_docket  # pyright: ignore[reportPrivateUsage]


_arrival: ContextVar[Arrival] = ContextVar("jobwidgets_arrival")


class SlotWorker(Worker):
    """docket's worker, but its room is what it follows now and the slots that are free for its rank.

    docket reads both properties anew in every round of its loop.
    """

    slots: Slots
    rank: int
    _busy: int = 0
    _last: float = 0.0

    @property
    def concurrency(self) -> int:  # pyright: ignore[reportIncompatibleVariableOverride]
        """How many deliveries it may have."""
        return self._busy + self.slots.free(self.rank)

    @concurrency.setter
    def concurrency(self, value: int) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]
        """docket's own setting does not count."""

    @property
    def minimum_check_interval(self) -> timedelta:  # pyright: ignore[reportIncompatibleVariableOverride]
        """How long a look at the lane may last: short while ended deliveries are to be acknowledged.

        docket also sleeps so long when it is full, which it is before the tasks it has just made have begun.
        """
        waiting = self._busy or not self.slots.spare or time.monotonic() - self._last < _QUIET
        return self._poll if waiting else max(self._poll, timedelta(seconds=_IDLE))

    @minimum_check_interval.setter
    def minimum_check_interval(self, value: timedelta) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]
        self._poll = value

    async def _execute(self, execution: Execution, session: Any) -> None:
        self._busy += 1
        self._last = time.monotonic()
        try:
            with Arrival(self.slots, self.rank) as arrival:
                _arrival.set(arrival)
                await super()._execute(execution, session)
        finally:
            self._busy -= 1


class Intake:
    """Takes deliveries of ``lane`` until `stop`; starts again whatever docket stumbles over.

    ``rank`` is that of the lane's priority (see `Slots`).
    """

    def __init__(self, lane: str, rank: int, runner: Runner, settings: WorkerSettings) -> None:
        self.lane, self.rank = lane, rank
        self._docket: Docket | None = None
        self._runner, self._settings = runner, settings
        self._worker: Worker | None = None
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin in a task of its own."""
        self._task = asyncio.create_task(self._serve(), name=f"intake {self.lane}")

    def close(self) -> None:
        """Take nothing more, without waiting."""
        self._stop.set()

    async def stop(self) -> None:
        """Take nothing more; return when docket's loop has ended, after some seconds in any case."""
        self.close()
        if self._task is None:
            return
        _, late = await asyncio.wait({self._task}, timeout=_STOP_WITHIN)
        if late:
            log.warning("docket's loop of lane %r does not end (Redis may be away); it is dropped", self.lane)
            self._task.cancel()
            await asyncio.wait({self._task}, timeout=1)

    async def waiting(self) -> bool:
        """Whether a delivery lies there that nobody has taken. False where that cannot be told now."""
        docket = self._docket
        if docket is None:
            return False
        try:
            async with docket.redis() as client, client.pipeline(transaction=False) as pipe:
                cast(Any, pipe).xlen(docket.stream_key)
                cast(Any, pipe).xpending(docket.stream_key, docket.worker_group_name)
                length, pending = await pipe.execute()
        except (RedisError, OSError):
            return False
        # docket deletes what is acknowledged.
        return length > pending["pending"]

    async def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                await self._serve_once()
            except (RedisError, OSError) as why:
                log.warning("lane %r cannot be read: %s", self.lane, why)
            except Exception:
                log.exception("docket's loop of lane %r ended; it is started again", self.lane)
            if not self._stop.is_set():
                await first(self._stop, timeout=1)

    async def _serve_once(self) -> None:
        settings = self._settings
        connections = 2 * settings.concurrency + _SPARE_CONNECTIONS
        async with make_docket(settings.redis_url, self.lane, connections=connections) as docket:
            docket.register(self._follow, names=[TASK])
            async with self._docket_worker(docket) as worker:
                self._docket = docket
                self._worker = worker
                loop = asyncio.create_task(worker.run_forever(), name=f"docket {self.lane}")
                stop = asyncio.create_task(self._stop.wait())
                await asyncio.wait({loop, stop}, return_when=asyncio.FIRST_COMPLETED)
                stop.cancel()
                self._docket = None
            # Leaving the worker has ended its loop.
            await loop

    def _docket_worker(self, docket: Docket) -> Worker:
        settings = self._settings
        worker = SlotWorker(
            docket,
            name=settings.id,
            redelivery_timeout=timedelta(seconds=settings.redelivery),
            reconnection_delay=timedelta(seconds=_RECONNECT),
            minimum_check_interval=timedelta(seconds=settings.poll),
            scheduling_resolution=timedelta(seconds=max(0.1, settings.poll)),
            schedule_automatic_tasks=False,
        )
        worker.slots, worker.rank = self._runner.slots, self.rank
        return worker

    async def _follow(self, job_id: str, execution: Execution = CurrentExecution()) -> None:  # noqa: B008  docket's way
        assert self._worker is not None
        worker = self._worker
        stopping = loop_stopping(worker)
        cancelled = False

        def pass_on(attempt: Attempt) -> None:
            if cancelled:
                attempt.cancel()

        job, generation = parse_delivery_key(execution.key)
        assert job == job_id
        while True:
            try:
                verdict = await self._runner.deliver(
                    job_id, stopping, generation=generation, on_attempt=pass_on, arrival=_arrival.get()
                )
                break
            except asyncio.CancelledError:
                if cancelled or not cancelled_by_docket(worker):
                    raise
                # The user's wish. The job ends in its own time; this task keeps following it.
                cancelled = True
                task = asyncio.current_task()
                assert task is not None
                task.uncancel()
        _carry_out(verdict, execution)


def _carry_out(verdict: Verdict, execution: Execution) -> None:
    if verdict.acknowledge:
        return
    if verdict.delay is None:
        raise AdmissionBlocked(execution, reason="left for redelivery", handled=True)
    raise AdmissionBlocked(execution, reason="put off", retry_delay=timedelta(seconds=verdict.delay))
