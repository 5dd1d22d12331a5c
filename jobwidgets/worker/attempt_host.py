"""`AttemptHost`: what an attempt's context stands on (`host.Host`): the publisher, and the waiting for others."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, NoReturn, TypeVar

import msgspec

from ..bus.commands import JobBus
from ..bus.delivery import Delivery
from ..bus.publisher import Publisher
from ..bus.replies import Beat, Reading
from ..protocol import events as ev
from ..protocol import memos as mm
from ..protocol.errors import Fenced, IllegalTransition, JobWidgetsError, Unavailable
from ..protocol.events import Event, JobState
from ..protocol.memos import AskMemo, OutcomeMemo
from ..protocol.records import Budget, JobSpec
from ..protocol.state import Usage
from ..protocol.wire import settled
from .crossing import Crossing
from .parking import Parking
from .waits import Waits
from .wake import Wakes
from .watch import Watch, not_found

_LOOK_UNASKED = 2.0
"""Seconds after which a job that waits looks without having been woken."""
_LAUNCHED = 0.25
"""Seconds between two looks whether a child has been launched."""
_LATE = 1.0
"""Seconds after a question's time for the server to close it, before the worker does."""

T = TypeVar("T")
log = logging.getLogger(__name__)


class AttemptHost:
    """Implements `host.Host` for the attempt that ``beat`` names."""

    def __init__(
        self,
        publisher: Publisher,
        spec: JobSpec,
        beat: Beat,
        *,
        bus: JobBus,
        delivery: Delivery,
        wakes: Wakes,
        parking: Parking,
        start_checkpoint: int,
    ) -> None:
        self.job, self.attempt = spec.job, beat.attempt
        self.user: str = spec.user
        self.params: Mapping[str, Any] = spec.params
        self.tags: Sequence[str] = spec.tags
        self.parent: str | None = spec.parent
        self.budget: Budget | None = spec.budget
        self.start_checkpoint = start_checkpoint
        self._publisher, self._spec, self._beat = publisher, spec, beat
        self._bus, self._delivery, self._wakes, self._parking = bus, delivery, wakes, parking
        self._closed = self._stopping = False
        self._poked = asyncio.Event()
        self._waits = Waits()
        self._withdrawal: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._thread = threading.get_ident()
        self._crossing = Crossing(self._emit_for_thread, lambda: publisher.pressure)
        self._name = f"job {spec.job} (attempt {beat.attempt})"

    @property
    def memos(self) -> Mapping[str, bytes]:
        """All that are on Redis."""
        return self._publisher.memos

    def usage(self) -> Usage:
        """With what has not been sent yet."""
        return self._publisher.snapshot.usage

    def poke(self) -> None:
        """Something was asked of the job: look what it is."""
        self._poked.set()

    def stop(self) -> None:
        """The function is being stopped: nothing new is asked or waited for."""
        self._stopping = True
        self._parking.over()

    def close(self) -> None:
        """Nothing more can be said."""
        self._closed = True

    async def over(self) -> None:
        """The function has ended: what it has left waiting gives up, and its open question is withdrawn."""
        self._parking.over()
        self._waits.give_up()
        await self._waits.gone()
        await self._withdrawn()

    async def aclose(self) -> None:
        """The attempt is over."""
        self.close()
        self._waits.give_up()
        if self._withdrawal is not None:
            self._withdrawal.cancel()
        await self._parking.end()

    def emit(self, event: Event) -> None:
        """From any thread."""
        if self._closed:
            raise Fenced("This attempt no longer owns the job; nothing more can be said.")
        if threading.get_ident() == self._thread:
            if self._crossing.waiting:
                self._crossing.take()
            self._publisher.emit(event)
        else:
            _, event = settled(event)  # complain in the thread that said it
            self._crossing.put(event)

    def _emit_for_thread(self, event: Event) -> None:
        if self._closed:
            return  # it came after the last word
        try:
            self._publisher.emit(event)
        except JobWidgetsError as why:
            log.warning("%s: an event of a thread was lost: %s", self._name, why)

    async def drain(self) -> None:
        """Until there is room."""
        await self._publisher.room()

    async def flush(self) -> None:
        """Until everything said so far is on Redis."""
        self._crossing.take()
        await self._publisher.settle()

    async def commit(self, events: Sequence[Event], memos: Mapping[str, bytes]) -> None:
        """The memos go with the last event."""
        if self._closed:
            raise Fenced("This attempt no longer owns the job; nothing more can be said.")
        self._crossing.take()
        *before, last = [*events, *self._carrier(events, memos)]
        for event in before:
            self._publisher.emit(event)
        self._publisher.emit(last, memos=memos)
        await self._publisher.settle()

    def _carrier(self, events: Sequence[Event], memos: Mapping[str, bytes]) -> list[Event]:
        # Memos travel with an event that is never joined with others; one that says nothing will do.
        if events and not (memos and isinstance(events[-1], ev.Text | ev.Progress)):
            return []
        return [ev.UsageEvent(job=self.job)]

    async def ask(self, key: str, prompt: str, schema: Any, timeout: float | None) -> AskMemo:
        """Parked until somebody answers, or the time is over."""
        with self._waits.one():
            async with self._turn:
                await self._withdrawn()
                if (memo := self._answered(key)) is not None:
                    return memo
                await self._unless_stopping()
                expires = None if timeout is None else round(time.time() + timeout, 3)
                question = ev.InputRequested(job=self.job, key=key, prompt=prompt, schema=schema, expires=expires)
                async with self._open(key):
                    await self._pose(question)
                async with self._parking.waiting(asking=True), self._open(key):
                    return await self._answer(question)

    @asynccontextmanager
    async def _open(self, key: str) -> AsyncIterator[None]:
        try:
            yield
        except asyncio.CancelledError:
            # Given up by the function (a time-out of its own) or left open by it: the job goes on.
            if not self._stopping and not self._closed:
                # In a task of its own: a question that stayed open would be in the way of all that follows.
                self._withdrawal = asyncio.create_task(self._withdraw(key), name=f"withdraw {key}")
                await self._withdrawn()
            raise

    async def _withdrawn(self) -> None:
        """Until a question that was given up is closed."""
        if self._withdrawal is not None:
            await asyncio.shield(self._withdrawal)

    def _answered(self, key: str) -> AskMemo | None:
        data = self._publisher.memos.get(mm.ASK + key)
        return None if data is None else msgspec.json.decode(data, type=AskMemo)

    async def _read_answer(self, key: str) -> AskMemo | None:
        """All other memos are our own, and known."""
        name = mm.ASK + key
        if (data := await _patiently(lambda: self._bus.memo(self.job, name))) is not None:
            self._publisher.memos[name] = data
        return self._answered(key)

    async def _pose(self, question: ev.InputRequested) -> None:
        self._publisher.emit(question)
        self._publisher.emit(ev.State(job=self.job, state=JobState.WAITING_INPUT))
        try:
            await self._publisher.flush()
        except IllegalTransition as why:
            if why.current == JobState.WAITING_INPUT:
                return  # it is open: Redis came back without it, and then with what this attempt had announced
            log.info("%s cannot ask: %s", self._name, why)
            await self._for_ever()  # a cancel came first; it stops the function

    async def _answer(self, question: ev.InputRequested) -> AskMemo:
        while True:
            self._poked.clear()
            reading = await self._look()
            if reading is not None and reading.state is JobState.RUNNING and not self._publisher.recovering:
                if (memo := await self._read_answer(question.key)) is not None:
                    return memo
                # Redis came back without the question.
                await self._pose(question)
            elif reading is not None and question.expires is not None and time.time() > question.expires + _LATE:
                await self._close(question.key)
            await _wait(self._poked, self._pause(question.expires))

    def _pause(self, expires: float | None) -> float:
        if expires is None:
            return _LOOK_UNASKED * 5
        return min(_LOOK_UNASKED * 5, max(_LATE / 2, expires + _LATE - time.time()))

    async def _look(self) -> Reading | None:
        head = self._publisher.snapshot
        try:
            return await self._bus.read(self.job, head.epoch, head.seq)
        except Unavailable:
            return None

    async def _withdraw(self, key: str) -> None:
        """The function waits no more: as if the question's time were over."""
        with suppress(IllegalTransition):
            await self._publisher.flush()
        memo = msgspec.json.encode(AskMemo(timed_out=True))
        command = f"withdrawn:{self._beat.token}:{key}"
        said = await _patiently(lambda: self._bus.answer(self.job, key, memo, None, command=command))
        await self._read_answer(key)
        if said.status == "ok":
            with suppress(Unavailable):
                await self._delivery.enqueue(self.job, said.generation, queue=said.queue)

    async def _close(self, key: str) -> None:
        """Nobody answered in time, and no server has said so."""
        memo = msgspec.json.encode(AskMemo(timed_out=True))
        try:
            said = await self._bus.answer(self.job, key, memo, None, command=f"late:{self._beat.token}:{key}")
            if said.status == "ok":
                self._poked.set()
                await self._delivery.enqueue(self.job, said.generation, queue=said.queue)
        except Unavailable as why:
            log.info("%s: its question is closed later: %s", self._name, why)

    async def outcome(self, child: str) -> OutcomeMemo:
        """Parked until the child is over."""
        with self._waits.one():
            watch = Watch(self._bus, child, self.user)
            if (end := await watch.end()) is not None:
                return end
            await self._unless_stopping()
            async with self._parking.waiting(), self._wakes.watching(child) as news:
                while (end := await watch.end()) is None:
                    await _wait(news, _LOOK_UNASKED)
                    news.clear()
            return end

    async def cancel(self, child: str) -> None:
        """The wish, and the signal that makes it quick."""
        with self._waits.one():
            if await _patiently(lambda: self._bus.owner(child)) not in (None, self.user):
                raise not_found(child)
            while (reply := await _patiently(lambda: self._bus.cancel(child))) is None:
                await asyncio.sleep(_LAUNCHED)  # asked for, and not launched yet
        if reply.changed:
            try:
                await self._delivery.cancel(child, reply.generation, queue=reply.queue)
            except Unavailable as why:
                log.info("job %s hears of its cancellation with its next beat: %s", child, why)

    async def _unless_stopping(self) -> None:
        if self._stopping:
            await self._for_ever()

    async def _for_ever(self) -> NoReturn:
        """Until the function is cancelled (again)."""
        await asyncio.get_running_loop().create_future()
        raise AssertionError


async def _patiently(call: Callable[[], Any]) -> Any:
    delay = 0.1
    while True:
        try:
            return await call()
        except Unavailable:
            await asyncio.sleep(delay)
            delay = min(2 * delay, 2.0)


async def _wait(event: asyncio.Event, timeout: float) -> None:
    try:
        async with asyncio.timeout(timeout):
            await event.wait()
    except TimeoutError:
        return
