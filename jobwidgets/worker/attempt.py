"""One attempt at one job: runs the function, stops it when it must, writes how it ended.

It outlives the delivery that started it: docket may lose Redis and forget it, the lease is what counts.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Literal, NamedTuple

import msgspec

from ..bus.commands import JobBus
from ..bus.delivery import Delivery
from ..bus.publisher import Publisher
from ..bus.replies import Beat
from ..protocol import events as ev
from ..protocol.errors import BufferFull, Fenced, IllegalTransition, Unavailable
from ..protocol.events import JobState
from ..protocol.state import JobSnapshot
from .attempt_host import AttemptHost
from .code import check_code
from .context import JobContext
from .ending import CANCELLED, DRAINED, Ending, Exited, judge, timed_out
from .frames import Start
from .parking import Parking
from .process import JobProcess
from .result import encode_result
from .runnable import Runnable
from .seat import Seat
from .settings import WorkerSettings
from .wake import Wakes

StopWhy = Literal["suspend", "drain", "timeout", "cancel", "suspended", "fenced"]
_WEIGHT: tuple[StopWhy, ...] = ("suspend", "drain", "timeout", "cancel", "suspended", "fenced")
"""Of two reasons to stop the later in this list counts."""
_SILENT: tuple[StopWhy, ...] = ("suspended", "fenced")
"""The job is not ours (any more): nothing is written."""
_PROCESS_MARGIN = 2.0
"""Seconds beyond the grace for a process to be killed and its last words to be read."""
_LAST_CALL = 1.0
"""Seconds after the second cancellation of a function that ignored the first."""

log = logging.getLogger(__name__)


class Claimed(NamedTuple):
    """What the claim of a job gave, and what was read right after it."""

    beat: Beat
    shard_word: str
    snapshot: JobSnapshot
    memos: Mapping[str, bytes]


class Parts(NamedTuple):
    """What attempts need of their worker."""

    bus: JobBus
    delivery: Delivery
    wakes: Wakes
    settings: WorkerSettings


class Attempt:
    """Start it with `run` as a task of its own; `cancel`, `drain`, `suspend` and `abort` may be called at any time.

    Afterwards ``ending`` says how it ended, None if the attempt lost the job, or let go of it while it waits for its
    user (``suspended``). ``done`` is the runner's: set when nothing remains to be done about the job here.
    ``on_parking`` is called when ``parking`` changes.
    """

    def __init__(
        self, parts: Parts, what: Runnable, claimed: Claimed, seat: Seat, *, on_parking: Callable[[], None]
    ) -> None:
        settings, snapshot, beat = parts.settings, claimed.snapshot, claimed.beat
        self.what, self.beat, self.seat = what, beat, seat
        self.done = asyncio.Event()
        self.ending: Ending | None = None
        self.suspended = False
        self.followed_by: int | None = None
        """The generation of the job's deliveries after this attempt, if it was queued again."""
        self.parking = Parking(seat, on_parking)
        self.abandoned: asyncio.Task[Any] | None = None
        """The function, if it would not stop."""
        self._bus, self._grace, self._code_key = parts.bus, settings.grace, settings.code_key
        self._stop: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._why: StopWhy | None = None
        self._process: JobProcess | None = None
        self._over = False
        self._body_task: asyncio.Task[Any] | None = None
        self._name = f"job {beat.job} ({what.spec.type}, attempt {beat.attempt})"
        self._publisher = Publisher(
            parts.bus.redis,
            snapshot,
            token=beat.token,
            attempt=beat.attempt,
            on_fenced=lambda _: self.abort(),
            on_state=self._on_state,
            memos=claimed.memos,
            shard_word=claimed.shard_word,
            worker=settings.id,
            lease=settings.lease,
        )
        self.host = AttemptHost(
            self._publisher,
            what.spec,
            beat,
            bus=parts.bus,
            delivery=parts.delivery,
            wakes=parts.wakes,
            parking=self.parking,
            start_checkpoint=snapshot.checkpoint,
        )
        self._on_state(snapshot.state)

    @property
    def snapshot(self) -> JobSnapshot:
        """The job including what has not been sent yet."""
        return self._publisher.snapshot

    def cancel(self) -> None:
        """The user wants the job to end."""
        self._ask("cancel")

    def drain(self) -> None:
        """The worker stops: give the job back to the queue, or let go of it if it waits for its user."""
        self._ask("suspend" if self.parking.asking else "drain")

    def suspend(self) -> None:
        """Let go of the job if it waits for its user; its answer queues it."""
        if self.parking.asking:
            self._ask("suspend")

    def abort(self) -> None:
        """Another attempt owns the job: stop at once, write nothing."""
        if self._over:
            return
        self._ask("fenced")
        if self._process is not None:
            self._process.kill()

    def vanished(self) -> None:
        """Redis does not know the job: it is over, or Redis has lost it."""
        if not self._over and not self._publisher.recovering:
            self._publisher.vanished()

    def poke(self) -> None:
        """Something may have been asked of the job, or answered."""
        self.host.poke()

    def _ask(self, why: StopWhy) -> None:
        # The first reason stops the function; a weightier one that follows decides how the attempt ends.
        if self._why is None or _WEIGHT.index(why) > _WEIGHT.index(self._why):
            self._why = why
        if self._why in _SILENT:
            self.host.close()
        if not self._stop.done():
            self._stop.set_result(None)

    def _on_state(self, state: JobState) -> None:
        if state is JobState.CANCELLING:
            self.cancel()
        self.poke()

    async def run(self) -> None:
        """Run to the end. Never raises, but for its own cancellation."""
        began = time.monotonic()
        log.info("%s: started", self._name)
        try:
            ending = await self._execute()
            self.ending = await self._write_end(ending) if ending is not None else None
        except Fenced as why:
            log.warning("%s: %s", self._name, why)
        except Exception:
            # Ours or Redis's fault, not the job's: leave it to another attempt, after the lease.
            log.exception("%s: given up", self._name)
        finally:
            self._over = True
            if self._body_task is not None and not self._body_task.done():
                self._body_task.cancel()
                if self._process is not None:
                    self._process.kill()
            await self.host.aclose()
            await self._publisher.aclose()
        state = "suspended" if self.suspended else self.ending.state if self.ending is not None else "not ours any more"
        log.info("%s: %s after %.3f s", self._name, state, time.monotonic() - began)

    async def _execute(self) -> Ending | None:
        if self._why is None:
            body = self._body_task = asyncio.create_task(self._body(), name=f"job {self.beat.job}")
            await self._until_over(body)
            if body.done() and self._why not in _SILENT:
                return judge(self.what, body, self.snapshot.failures)
            if self._why == "suspend":
                await self._let_go()
            await self._halt(body)
        match self._why:
            case "fenced":
                return None
            case "suspended":
                self.suspended = True
                return None
            case "cancel":
                return CANCELLED
            case "timeout":
                return timed_out(self.what, self.snapshot.failures)
            case _:
                return DRAINED

    async def _until_over(self, body: asyncio.Task[Any]) -> None:
        """Until the function has ended, is to be stopped or has used up its time. That stands still while it waits."""
        left, changed = self.what.timeout, self.parking.changed
        while not (body.done() or self._stop.done()):
            changed.clear()
            began, ticking = time.monotonic(), left is not None and not self.parking.parked
            waiter = asyncio.ensure_future(changed.wait())
            try:
                await asyncio.wait(
                    {body, self._stop, waiter},
                    timeout=left if ticking else None,
                    return_when=asyncio.FIRST_COMPLETED,
                )
            finally:
                waiter.cancel()
            if ticking and left is not None:
                left -= time.monotonic() - began
                if left <= 0 and not (body.done() or self._stop.done()):
                    self._ask("timeout")

    async def _let_go(self) -> None:
        try:
            gone = await self._bus.suspend(self.beat)
        except Unavailable as why:
            log.info("%s: it cannot be suspended now: %s", self._name, why)
            gone = False
        # Answered meanwhile: it goes back to the queue like any other.
        self._ask("suspended" if gone else "drain")

    async def _halt(self, body: asyncio.Task[Any]) -> None:
        self.host.stop()
        body.cancel()
        await asyncio.wait({body}, timeout=self._grace + (_PROCESS_MARGIN if self._process else 0))
        if not body.done():
            # It swallowed the first cancellation, or still cleans up.
            body.cancel()
            await asyncio.wait({body}, timeout=_LAST_CALL)
        if not body.done():
            self.abandoned = body
            log.error("%s: the function does not stop; it is left behind and can say nothing more", self._name)
            body.add_done_callback(_retrieve)
        elif not body.cancelled() and (why := body.exception()) is not None and self._why not in _SILENT:
            log.info("%s: the function failed while it was stopped: %r", self._name, why)

    async def _body(self) -> Any:
        spec, definition = self.what.spec, self.what.definition
        check_code(self._code_key, spec)
        if not self.what.in_process:
            assert definition is not None
            arguments = definition.arguments(spec.params)
            try:
                value = await definition.fn(JobContext(self.host), **arguments)
            except (SystemExit, KeyboardInterrupt) as exit:
                raise Exited from exit
            finally:
                await self.host.over()
            return msgspec.json.decode(encode_result(value))
        start = Start(
            job=spec.job,
            attempt=self.beat.attempt,
            user=spec.user,
            type=spec.type,
            params=msgspec.json.encode(spec.params),
            module=self.what.module,
            code=spec.code,
        )
        self._process = JobProcess(start, self.host, grace=self._grace, on_over=self.parking.over)
        return await self._process.run()

    async def _write_end(self, ending: Ending) -> Ending:
        self._over = True
        self.host.close()
        if ending.log is not None:
            with suppress(BufferFull):
                self._publisher.emit(ev.Log(job=self.beat.job, level="error", message=ending.log))
        for end in (ending, CANCELLED):
            self._publisher.emit(
                ev.State(job=self.beat.job, state=end.state, reason=end.reason, result=end.result, error=end.error),
                not_before=time.time() + end.delay if end.delay else None,
            )
            try:
                await self._publisher.flush()
            except IllegalTransition as why:
                # A cancel came first: a job that is to end may not go back to the queue.
                log.info("%s: %s", self._name, why)
            else:
                return end
        raise Fenced(f"Job {self.beat.job} was ended by somebody else.")


def _retrieve(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (why := task.exception()) is not None:
        log.info("a function that was left behind ended: %r", why)
