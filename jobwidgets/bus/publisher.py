"""`Publisher`: the one numbered writer of a job's attempt.

Events are folded here, cut into batches, each sent with one EVALSHA that checks ownership, numbers
the events, patches the snapshot, keeps the tail and publishes. A batch is immutable once sent: a
retry is byte-identical and Redis takes it wholly or knows it already. Through an outage events wait
here, within bounds, and go out afterwards without a duplicate. If Redis comes back without the job, or with an
older state of it, the publisher announces what it knows and waits until a server has put the job back (`recovery`).

One call is under way at a time, and what is said meanwhile makes the next batch: an idle publisher sends at once, a
busy one sends fewer and larger batches by itself. Text and its like wait for company, up to a whole batch or `LINGER`.
Who says more than Redis takes can see it (`Publisher.pressure`) and wait (`Publisher.room`).
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple, TypeVar

import redis.asyncio
from msgspec.structs import replace

from ..protocol import events as ev
from ..protocol.errors import Fenced, IllegalTransition, Unavailable
from ..protocol.events import Event, JobError, JobState
from ..protocol.records import DEFAULT_LEASE
from ..protocol.state import JobSnapshot, apply_all, fold_all
from ..protocol.wire import decode_events, encode_event
from . import scripts
from .commands import JobBus
from .connection import translated
from .layout import delta
from .outbox import Outbox, Unsent
from .recovery import Announcement
from .replies import Reading
from .scripts import Arg, from_states

LINGER = 0.1
"""Seconds text, progress and log lines may wait to be sent together."""
_PATIENT = frozenset({ev.Text, ev.Progress, ev.Log, ev.UsageEvent})
ROOMY = 1 / 16
"""Of the buffer (4 MB): who waits for room goes on when no more than this is taken. It is several batches, so that the
next one is always ready; the rest is for outages."""

T = TypeVar("T")
log = logging.getLogger(__name__)


class _Batch(NamedTuple):
    events: list[Unsent]
    after: JobSnapshot
    state: JobState | None
    arguments: list[Arg]

    @property
    def memos(self) -> dict[str, bytes]:
        return _memos(self.events)


def _memos(events: list[Unsent]) -> dict[str, bytes]:
    return {name: value for unsent in events if unsent.memos for name, value in unsent.memos.items()}


_LOOK_AGAIN = 0.3
"""Seconds between two looks whether a lost job is back."""


class Publisher:
    """Writes the events of one attempt of one job. Use it on one event loop only.

    Args:
        client: Redis; the caller closes it.
        snapshot: the job as read after the claim.
        token, attempt: what the claim gave.
        on_fenced: called once, when another attempt has taken over or the job is over elsewhere (`Fenced`);
            nothing more can be written then.
        on_state: called with a state that somebody else set (``cancelling``, ``running`` after an answer).
        linger: seconds text may wait for company.
        memos: the job's memos as read after the claim; kept up to date in `memos`.
        shard_word: what the claim gave; None where the job's loss cannot be told from its end.
        worker, lease: for an announcement (see `recovery`).
    """

    def __init__(
        self,
        client: redis.asyncio.Redis,
        snapshot: JobSnapshot,
        *,
        token: str,
        attempt: int,
        on_fenced: Callable[[Fenced], None],
        on_state: Callable[[JobState], None] | None = None,
        linger: float = LINGER,
        memos: Mapping[str, bytes] | None = None,
        shard_word: str | None = None,
        worker: str = "",
        lease: float = DEFAULT_LEASE,
    ) -> None:
        self.memos: dict[str, bytes] = dict(memos or {})
        """The memos that are on Redis."""
        self.recovering = False
        """Redis has lost the job; it is announced and waits to be put back."""
        self._shard_word, self._worker, self._lease = shard_word, worker, lease
        self.job = snapshot.job
        self.attempt = attempt
        self.outage_since: float | None = None
        """`time.monotonic()` of the first failed send, None while Redis answers."""
        self._redis = client
        self._bus = JobBus(client)
        self._token = token
        self._base = snapshot
        """The job as Redis has it, as far as we know."""
        self._on_fenced, self._on_state = on_fenced, on_state
        self._linger = linger
        self._outbox = Outbox()
        self._n = 0
        self._fence: Fenced | None = None
        self._refused: IllegalTransition | None = None
        self._gone = False
        self._due_at: float | None = None
        """When the next batch goes, by the loop's clock; 0 at once, None when nothing waits."""
        self._wake = asyncio.Event()
        self._taken = asyncio.Event()
        self._busy = self._calling = False
        """Something waits, or is under way; a batch is under way."""
        self._taken_out = 0
        """Events that have left the outbox."""
        self._settling: deque[tuple[int, asyncio.Future[None]]] = deque()
        """Who waits for what is in the outbox, each until so many have left it, and in `_settled` who waits for the
        batch that is under way."""
        self._settled: list[asyncio.Future[None]] = []
        self._under_way: list[Event] = []
        """Cut, and not in `_base` yet."""
        self._task: asyncio.Task[None] | None = None

    @property
    def snapshot(self) -> JobSnapshot:
        """The job including what has not been sent yet."""
        return apply_all(self._base, [*self._under_way, *self._outbox.peek()])

    @property
    def pressure(self) -> float:
        """How much of the buffer is taken: 0 to 1, where the oldest text gives way and other events are refused."""
        return self._outbox.pressure

    def emit(self, event: Event, *, memos: Mapping[str, bytes] | None = None, not_before: float | None = None) -> None:
        """Queue one event; never blocks. ``memos`` are committed with it, wholly or not at all; ``not_before``
        (seconds since 1970) goes with a move to ``queued``.

        Raises `TooLarge` or `ProtocolError` for an event that cannot travel, `BufferFull` where `room` was not awaited
        and nothing can give way, `Fenced` once another attempt owns the job.
        """
        if self._fence is not None:
            raise self._fence
        at = round(event.at or time.time(), 3)
        self._outbox.put(replace(event, job=self.job, epoch=0, seq=0, attempt=self.attempt, at=at), memos, not_before)
        self._busy = True
        if self._due_at != 0.0:
            if type(event) not in _PATIENT or self._outbox.full_batch:
                self._hurry()
            elif self._due_at is None:
                self._due_at = asyncio.get_running_loop().time() + self._linger
                self._wake.set()
        if self._task is None:
            self._start()

    def _hurry(self) -> None:
        self._due_at = 0.0
        self._wake.set()

    def _start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name=f"publisher {self.job}")

    async def flush(self) -> None:
        """`settle`, for who has emitted a state. Raises `IllegalTransition` (once) if it was not allowed; the other
        events of its batch were kept."""
        await self.settle()
        if (refused := self._refused) is not None:
            self._refused = None
            raise refused

    async def settle(self) -> None:
        """Return when everything emitted so far is on Redis; waits through an outage. Raises `Fenced`, also when the
        publisher is closed meanwhile."""
        if self._busy:
            settled = asyncio.get_running_loop().create_future()
            # Not until the outbox is empty: with somebody else who says much it never would be.
            self._settling.append((self._taken_out + len(self._outbox), settled))
            self._hurry()
            await settled
        if self._fence is not None:
            raise self._fence

    async def room(self, pressure: float = ROOMY) -> None:
        """Return when `pressure` is no higher than this; at once where it is not. Raises `Fenced`.

        Await it in a loop that says much: it lets the publisher send, and keeps what waits small.
        """
        if self._due_at == 0.0 and (not self._calling or self._outbox.full_batch):
            await asyncio.sleep(0)  # a loop that never gives way would be heard at its end only
        while self.pressure > pressure and self._fence is None:
            await self._taken.wait()
        if self._fence is not None:
            raise self._fence

    def vanished(self) -> None:
        """Somebody else (a beat) found that Redis does not know the job: find out, and announce it if it is lost."""
        self._start()
        self._gone = self._busy = True
        self._hurry()

    async def aclose(self) -> None:
        """Stop sending; what has not been sent is dropped, and who waits gets `Fenced`. Flush first to keep it."""
        if self._fence is None:
            self._fence = Fenced(f"Attempt {self.attempt} of job {self.job} is over; nothing more can be said.")
        task, self._task = self._task, None
        while task is not None and not task.done():
            # More than once: a cancel can get lost in a call to Redis that fails in the same moment.
            task.cancel()
            await asyncio.wait([task], timeout=1.0)
        self._give_up()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while True:
                while (due := self._due_at) is None or due > loop.time():
                    self._wake.clear()
                    await _wait(self._wake, due)
                self._due_at = None
                if self._gone:
                    self._gone = False
                    await self._look_for_it()
                await self._send_next()
        except Fenced as fence:
            self._stop(fence)
        except Exception as error:
            # Redis refuses what we send, or we have a bug: nothing this attempt writes can arrive any more, and
            # nobody may wait for it in vain.
            log.exception("job %s attempt %s: cannot publish", self.job, self.attempt)
            await self._fail(error)
            self._stop(Fenced(f"this attempt cannot publish: {error}"))

    async def _send_next(self) -> None:
        """One batch. What is said while it is under way is due on its own account."""
        events = self._outbox.cut()
        self._taken_out += len(events)
        if len(self._outbox):
            self._due_at = 0.0  # it did not fit: it follows at once
        # Of text that gave way nobody cuts anything: an empty outbox is enough.
        while self._settling and (self._settling[0][0] <= self._taken_out or not len(self._outbox)):
            self._settled.append(self._settling.popleft()[1])
        if events:
            self._calling = True
            await self._send(self._cut(events))
            self._calling = False
        self._busy = self._gone or len(self._outbox) > 0
        self._tell()

    def _tell(self) -> None:
        """Whoever waits for what has just been sent, or for room."""
        for settled in self._settled:
            if not settled.done():
                settled.set_result(None)
        self._settled.clear()
        self._taken.set()
        self._taken.clear()

    async def _fail(self, error: Exception) -> None:
        """The job is still ours: say why it ends, instead of letting two more attempts find out."""
        said = JobError(type(error).__name__, f"its events could not be published: {error}")
        event = ev.State(
            job=self.job, attempt=self.attempt, at=round(time.time(), 3), state=JobState.FAILED, error=said
        )
        try:
            await self._send(self._cut([Unsent(event, encode_event(event))]))
        except Exception:
            log.exception("job %s attempt %s: cannot say that it failed", self.job, self.attempt)

    def _stop(self, fence: Fenced) -> None:
        self._fence = fence
        self._give_up()
        self._on_fenced(fence)

    def _give_up(self) -> None:
        self._outbox.clear()
        self._under_way = []
        self._busy = False
        self._settled += (settled for _, settled in self._settling)
        self._settling.clear()
        self._tell()

    def _cut(self, events: list[Unsent]) -> _Batch:
        batch = [unsent.event for unsent in events]
        after = apply_all(self._base, batch)
        last = batch[-1]
        state = last.state if isinstance(last, ev.State) else None
        change = delta(self._base, after, batch, moved=state is not None)
        memos = _memos(events)
        not_before = events[-1].not_before
        arguments: list[Arg] = [
            self._token,
            self.attempt,
            self._n + 1,
            state or "",
            from_states(state) if state else "",
            repr(last.at),
            len(change.sets),
            len(change.deletes),
            len(change.pieces),
            len(memos),
            "" if not_before is None else round(not_before * 1000),
            self._base.seq,
            *change.arguments(),
            *(part for memo in memos.items() for part in memo),
            *(unsent.data for unsent in events),
        ]
        return _Batch(events, after, state, arguments)

    async def _send(self, batch: _Batch) -> None:
        self._under_way = [unsent.event for unsent in batch.events]
        answer = await self._call(batch)
        status, number, state = answer[0].decode(), int(answer[1]), answer[2].decode()
        if status == "MISSING":
            state = answer[3].decode()  # the shard's word, in the place of a state
        if status == "FENCED":
            raise Fenced(f"Job {self.job} belongs to another attempt now; attempt {self.attempt} stops.")
        if status in ("GAP", "MISSING"):
            if status == "GAP":
                log.warning("job %s: Redis has lost writes; its last batch is %s, ours %s.", self.job, number, self._n)
            await self._recover(lost=status == "GAP" or state != self._shard_word)
            await self._send(self._cut(batch.events))
            return
        if status == "CONFLICT":
            await self._refuse(batch, JobState(state))
            return
        self._n += 1
        if batch.state is not None:
            self._refused = None  # whoever made the move before this one waits no more
        self.memos |= batch.memos
        last = number + len(batch.events) - 1
        if number == self._base.seq + 1:
            self._base, self._under_way = replace(batch.after, seq=last), []
        else:
            await self._catch_up(batch, last)

    async def _call(self, batch: _Batch) -> list[bytes]:
        delay = 0.05
        while True:
            try:
                with translated():
                    answer = await scripts.APPEND(self._redis, self.job, *batch.arguments)
            except Unavailable as why:
                if self.outage_since is None:
                    self.outage_since = time.monotonic()
                    log.warning("job %s: %s Events wait here until Redis is back.", self.job, why)
                await asyncio.sleep(delay)
                delay = min(delay * 2, 2.0)
            else:
                if self.outage_since is not None:
                    away = time.monotonic() - self.outage_since
                    log.info("job %s: Redis is back after %.1f s.", self.job, away)
                    self.outage_since = None
                return answer

    async def _look_for_it(self) -> None:
        reading = await self._reading(0)
        if reading is None:
            word = await self._patiently(lambda: self._bus.generation(self.job))
            await self._recover(lost=word != self._shard_word)

    async def _recover(self, *, lost: bool) -> None:
        """Announce the job and wait until it is back. `Fenced` if it is over, or came back as another's."""
        if not lost or self._shard_word is None:
            raise Fenced(f"Job {self.job} is over: attempt {self.attempt} stops.")
        log.warning("job %s: Redis has lost it; attempt %s announces what it knows and waits.", self.job, self.attempt)
        self.recovering = True
        try:
            await self._announce()
            while (reading := await self._put_back()) is None:
                await asyncio.sleep(_LOOK_AGAIN)
                # Redis may lose that too.
                if not await self._patiently(lambda: self._bus.is_announced(self.job)):
                    await self._announce()
        finally:
            self.recovering = False
        await self._patiently(lambda: self._bus.drop_announcement(self.job))
        if reading.token != self._token:
            raise Fenced(f"Job {self.job} went on without attempt {self.attempt} when Redis had lost it.")
        assert reading.snapshot is not None
        changed = reading.state is not self._base.state
        self._base = reading.snapshot
        self._shard_word = await self._patiently(lambda: self._bus.generation(self.job)) or ""
        log.info("job %s: is back, in epoch %s.", self.job, reading.epoch)
        if changed:
            self._notify(reading.state)

    async def _announce(self) -> None:
        said = Announcement(
            snapshot=self._base,
            attempt=self.attempt,
            token=self._token,
            n=self._n,
            worker=self._worker,
            lease=self._lease,
            memos=self.memos,
        )
        await self._patiently(lambda: self._bus.announce(said))

    async def _put_back(self) -> Reading | None:
        """The job if it is there again, in an epoch after ours, or if another attempt got it meanwhile."""
        reading = await self._reading(0)
        if reading is None or (reading.epoch == self._base.epoch and reading.token == self._token):
            return None
        return reading

    async def _refuse(self, batch: _Batch, current: JobState) -> None:
        """Somebody moved the job first (a cancel): keep the events, drop our state, tell both sides."""
        assert batch.state is not None
        self._refused = IllegalTransition(current, batch.state)
        self._under_way = []
        if kept := batch.events[:-1]:
            await self._send(self._cut(kept))
        await self._read_others()

    async def _catch_up(self, batch: _Batch, last: int) -> None:
        """Others wrote between our batches: fold what they wrote and ours, in Redis's order."""
        before = self._base
        reading = await self._reading(before.seq)
        if reading is None:
            # Lost in this very moment: what others wrote we do not know, what we wrote is told all the same.
            self._base, self._under_way = replace(batch.after, seq=last), []
            await self._look_for_it()
            return
        if reading.epoch != before.epoch:
            raise Fenced(f"Job {self.job} was taken away from Redis or begun again there.")
        if reading.snapshot is not None:
            self._base = reading.snapshot
        else:
            self._base = fold_all(before, decode_events(reading.events))
        self._under_way = []
        if self._base.state is not before.state and self._base.state is not batch.state:
            self._notify(self._base.state)

    async def _read_others(self) -> None:
        reading = await self._reading(0)
        if reading is None or reading.snapshot is None:
            await self._look_for_it()
            return
        changed = reading.state is not self._base.state
        self._base = reading.snapshot
        if changed:
            self._notify(reading.state)

    async def _reading(self, seq: int) -> Reading | None:
        return await self._patiently(lambda: self._bus.read(self.job, self._base.epoch if seq else 0, seq))

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        """``call()``, again and again while Redis is away."""
        delay = 0.05
        while True:
            try:
                return await call()
            except Unavailable:
                await asyncio.sleep(delay)
                delay = min(delay * 2, 2.0)

    def _notify(self, state: JobState) -> None:
        if self._on_state is not None:
            self._on_state(state)


async def _wait(event: asyncio.Event, until: float | None) -> None:
    try:
        async with asyncio.timeout_at(until):
            await event.wait()
    except TimeoutError:
        return
