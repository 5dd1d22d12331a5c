"""One attempt at one job: runs the function, stops it when it must, writes how it ended.

It outlives the delivery that started it: docket may lose Redis and forget it, the lease is what counts.
"""

import asyncio
import logging
import random
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
import redis.asyncio

from ..bus.commands import Beat
from ..bus.publisher import Publisher
from ..protocol import events as ev
from ..protocol.errors import (
    BufferFull,
    CodeNotAllowed,
    ConfigurationError,
    Fenced,
    IllegalTransition,
    InvalidParams,
    JobFailed,
    JobWidgetsError,
)
from ..protocol.events import Event, JobError, JobState
from ..protocol.state import JobSnapshot
from ..protocol.wire import encode_event
from .code import check_code
from .context import JobContext
from .failure import job_error
from .frames import Start
from .process import JobProcess
from .result import encode_result
from .runnable import Runnable

StopWhy = Literal["cancel", "drain", "fenced", "timeout"]
_PROCESS_MARGIN = 2.0
"""Seconds beyond the grace for a process to be killed and its last words to be read."""
_LAST_CALL = 1.0
"""Seconds after the second cancellation of a function that ignored the first."""
_NO_RETRY = (InvalidParams, CodeNotAllowed, ConfigurationError)
_BACKOFF = 1.0
_MAX_BACKOFF = 30.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ending:
    """How an attempt ended. ``state`` queued: the job goes on in another attempt, in ``delay`` seconds."""

    state: JobState
    reason: str | None = None
    result: Any = None
    error: JobError | None = None
    delay: float = 0.0


class _Exited(Exception):
    """The function raised SystemExit or KeyboardInterrupt, which asyncio would let end the whole worker."""


class Attempt:
    """Start it with `run` as a task of its own; `cancel`, `drain` and `abort` may be called at any time.

    Afterwards ``ending`` says how it ended, None if the attempt lost the job. ``done`` is the runner's: set when
    nothing remains to be done about the job here.
    """

    def __init__(
        self,
        client: redis.asyncio.Redis,
        what: Runnable,
        snapshot: JobSnapshot,
        beat: Beat,
        *,
        grace: float,
        code_key: bytes | None = None,
    ) -> None:
        self.what, self.beat = what, beat
        self.done = asyncio.Event()
        self.ending: Ending | None = None
        self.abandoned: asyncio.Task[Any] | None = None
        """The function, if it would not stop."""
        self._grace, self._code_key = grace, code_key
        self._stop: asyncio.Future[StopWhy] = asyncio.get_running_loop().create_future()
        self._why: StopWhy | None = None
        self._process: JobProcess | None = None
        self._over = False
        self._thread = threading.get_ident()
        self._loop = asyncio.get_running_loop()
        self._body_task: asyncio.Task[Any] | None = None
        self._name = f"job {beat.job} ({what.spec.type}, attempt {beat.attempt})"
        self._publisher = Publisher(
            client,
            snapshot,
            token=beat.token,
            attempt=beat.attempt,
            on_fenced=lambda _: self.abort(),
            on_state=self._on_state,
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
        """The worker stops: give the job back to the queue."""
        self._ask("drain")

    def abort(self) -> None:
        """Another attempt owns the job: stop at once, write nothing."""
        if self._over:
            return
        self._ask("fenced")
        if self._process is not None:
            self._process.kill()

    def _ask(self, why: StopWhy) -> None:
        # The first reason stops the function; a fence or a cancel that follows decides how the attempt ends.
        if self._why is None or why == "fenced" or (why == "cancel" and self._why != "fenced"):
            self._why = why
        if not self._stop.done():
            self._stop.set_result(why)

    def _on_state(self, state: JobState) -> None:
        if state is JobState.CANCELLING:
            self.cancel()

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
            await self._publisher.aclose()
        state = self.ending.state if self.ending is not None else "not ours any more"
        log.info("%s: %s after %.3f s", self._name, state, time.monotonic() - began)

    async def _execute(self) -> Ending | None:
        match self._why:
            case "fenced":
                return None
            case "cancel":
                return Ending(JobState.CANCELLED)
            case "drain":
                return Ending(JobState.QUEUED, reason="drain")
        timeout = self.what.timeout
        body = self._body_task = asyncio.create_task(self._body(), name=f"job {self.beat.job}")
        await asyncio.wait({body, self._stop}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        if body.done() and self._why != "fenced":
            return self._judge(body)
        if not self._stop.done():
            self._ask("timeout")
        await self._halt(body)
        match self._why:
            case "fenced":
                return None
            case "cancel":
                return Ending(JobState.CANCELLED)
            case "drain":
                return Ending(JobState.QUEUED, reason="drain")
            case _:
                error = JobError("TimeoutError", f"The job did not finish within {timeout:g} s.")
                return self._failed(error, reason="timeout")

    def _judge(self, body: asyncio.Task[Any]) -> Ending:
        if body.cancelled():
            why: BaseException = asyncio.CancelledError("the function was cancelled from within")
        elif (failure := body.exception()) is None:
            return Ending(JobState.COMPLETED, result=body.result())
        else:
            why = failure
        if isinstance(why, Fenced):
            raise why
        if isinstance(why, JobFailed):
            return self._failed(why.error, again=why.error.type not in {kind.__name__ for kind in _NO_RETRY})
        if isinstance(why, _Exited) and why.__cause__ is not None:
            why = why.__cause__
        return self._failed(job_error(why), again=not isinstance(why, _NO_RETRY))

    def _failed(self, error: JobError, *, again: bool = True, reason: str | None = None) -> Ending:
        if not again or self.beat.attempt > self.what.retries:
            return Ending(JobState.FAILED, reason=reason, error=error)
        delay = min(_MAX_BACKOFF, _BACKOFF * 2 ** (self.beat.attempt - 1)) * random.uniform(0.5, 1.0)
        said = f"{error.type}: {error.message.splitlines()[0] if error.message else ''}"[:300]
        message = f"Attempt {self.beat.attempt} failed, another follows in {delay:.1f} s.\n{error.traceback or said}"
        with suppress(BufferFull):
            self._publisher.emit(ev.Log(job=self.beat.job, level="error", message=message))
        return Ending(JobState.QUEUED, reason=f"retry: {said}", delay=delay)

    async def _halt(self, body: asyncio.Task[Any]) -> None:
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
        elif not body.cancelled() and (why := body.exception()) is not None and self._why != "fenced":
            log.info("%s: the function failed while it was being stopped: %r", self._name, why)

    async def _body(self) -> Any:
        spec, definition = self.what.spec, self.what.definition
        check_code(self._code_key, spec)
        if spec.code is None and definition is not None and definition.info.kind == "async":
            arguments = definition.arguments(spec.params)
            context = JobContext(
                self._emit,
                self._publisher.flush,
                job=spec.job,
                attempt=self.beat.attempt,
                user=spec.user,
                params=spec.params,
            )
            try:
                value = await definition.fn(context, **arguments)
            except (SystemExit, KeyboardInterrupt) as exit:
                raise _Exited from exit
            return msgspec.json.decode(encode_result(value))
        self._process = JobProcess(
            Start(
                job=spec.job,
                attempt=self.beat.attempt,
                user=spec.user,
                type=spec.type,
                params=msgspec.json.encode(spec.params),
                module=self.what.module,
                code=spec.code,
            ),
            self._emit,
            self._publisher.flush,
            grace=self._grace,
        )
        return await self._process.run()

    def _emit(self, event: Event) -> None:
        if self._over or self._why == "fenced":
            raise Fenced("This attempt no longer owns the job; nothing more can be said.")
        if threading.get_ident() == self._thread:
            self._publisher.emit(event)
        else:
            encode_event(event)  # complain in the thread that said it
            self._loop.call_soon_threadsafe(self._emit_for_thread, event)

    def _emit_for_thread(self, event: Event) -> None:
        try:
            self._publisher.emit(event)
        except JobWidgetsError as why:
            log.warning("%s: an event of a thread was lost: %s", self._name, why)

    async def _write_end(self, ending: Ending) -> Ending:
        self._over = True
        for state in (ending, Ending(JobState.CANCELLED)):
            self._publisher.emit(
                ev.State(
                    job=self.beat.job,
                    state=state.state,
                    reason=state.reason,
                    result=state.result,
                    error=state.error,
                )
            )
            try:
                await self._publisher.flush()
            except IllegalTransition as why:
                # A cancel came first: a job that is to end may not go back to the queue.
                log.info("%s: %s", self._name, why)
            else:
                return state
        raise Fenced(f"Job {self.beat.job} was ended by somebody else.")


def _retrieve(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (why := task.exception()) is not None:
        log.info("a function that was left behind ended: %r", why)
