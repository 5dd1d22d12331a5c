"""`Intake`: one queue's deliveries, through docket. The only module that knows docket's worker.

docket delivers at least once; everything else is ours (see `runner`). Two of its habits are covered here
with a look at its internals, in `loop_stopping` and `cancelled_by_docket`:

- On any Redis error its loop waits for the running tasks before it reconnects, so a short outage would stop
  new work until the longest job ends. Our tasks only follow a job, so they return when the loop wants to end.
- A cancelled task and a task cancelled by a shutdown look the same from inside.

A delivery is left pending or put off by raising `AdmissionBlocked`, docket's own signal for "not now".
"""

import asyncio
import logging
from datetime import timedelta

from docket import CurrentExecution, Execution, Worker
from docket.dependencies import AdmissionBlocked
from redis.exceptions import RedisError

from ..bus.delivery import TASK, make_docket, parse_delivery_key
from ..protocol.errors import JobWidgetsError
from .attempt import Attempt
from .runner import Runner, Verdict
from .settings import WorkerSettings

_RECONNECT = 0.3
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


class Intake:
    """Takes deliveries of ``queue`` until `stop`; starts again whatever docket stumbles over."""

    def __init__(self, queue: str, runner: Runner, settings: WorkerSettings) -> None:
        self.queue = queue
        self._runner, self._settings = runner, settings
        self._worker: Worker | None = None
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin in a task of its own."""
        self._task = asyncio.create_task(self._serve(), name=f"intake {self.queue}")

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
            log.warning("docket's loop of queue %r does not end (Redis may be away); it is dropped", self.queue)
            self._task.cancel()
            await asyncio.wait({self._task}, timeout=1)

    async def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                await self._serve_once()
            except (RedisError, OSError) as why:
                log.warning("queue %r cannot be read: %s", self.queue, why)
            except Exception:
                log.exception("docket's loop of queue %r ended; it is started again", self.queue)
            if not self._stop.is_set():
                await asyncio.wait({asyncio.ensure_future(self._stop.wait())}, timeout=1)

    async def _serve_once(self) -> None:
        settings = self._settings
        connections = 2 * settings.concurrency + _SPARE_CONNECTIONS
        async with make_docket(settings.redis_url, self.queue, connections=connections) as docket:
            docket.register(self._follow, names=[TASK])
            async with Worker(
                docket,
                name=settings.id,
                concurrency=settings.concurrency,
                redelivery_timeout=timedelta(seconds=settings.redelivery),
                reconnection_delay=timedelta(seconds=_RECONNECT),
                minimum_check_interval=timedelta(seconds=settings.poll),
                scheduling_resolution=timedelta(seconds=max(0.1, settings.poll)),
                schedule_automatic_tasks=False,
            ) as worker:
                self._worker = worker
                loop = asyncio.create_task(worker.run_forever(), name=f"docket {self.queue}")
                stop = asyncio.create_task(self._stop.wait())
                await asyncio.wait({loop, stop}, return_when=asyncio.FIRST_COMPLETED)
                stop.cancel()
            # Leaving the worker has ended its loop.
            await loop

    async def _follow(self, job_id: str, execution: Execution = CurrentExecution()) -> None:  # noqa: B008  docket's way
        assert self._worker is not None
        worker = self._worker
        stopping = loop_stopping(worker)
        cancelled = False

        def pass_on(attempt: Attempt) -> None:
            if cancelled:
                attempt.cancel()

        job, _ = parse_delivery_key(execution.key)
        assert job == job_id
        while True:
            try:
                verdict = await self._runner.deliver(job_id, stopping, on_attempt=pass_on)
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
