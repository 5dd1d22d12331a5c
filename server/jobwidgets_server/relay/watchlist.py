"""The jobs this relay follows: opened once however many subscribe, read again when in doubt, let go after a linger.

Order of opening, which is what makes it lose nothing: subscribe on Redis and await the confirmation,
hold what comes, read the job in one atomic script, merge. A feed of our own cannot prove that it is
not deaf, so the heads of all watched jobs are compared with Redis every few seconds.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.replies import Reading
from jobwidgets.protocol.errors import JobWidgetsError, NotFound, ProtocolError
from jobwidgets.protocol.state import JobSnapshot
from jobwidgets.protocol.wire import encode_snapshot, split_message

from ..logging import get_logger
from .bridge import delays
from .catching_up import Missed
from .feed import CatchUp, Need, Outcome
from .outlet import Position
from .shards import open_bridge
from .watch import Audience, LoadRecord, Watch

log = get_logger(__name__)

LINGER = 10.0
"""Seconds a job without subscribers stays watched: a reload of the page comes back to a warm tail."""
CHECK_INTERVAL = 3.0
"""Seconds between two comparisons of our heads with those on Redis."""
CONCURRENT_READS = 16
PIN = 2.0
"""Seconds a flooded feed keeps what follows a snapshot that was asked for."""


class Watchlist:
    """All watched jobs. Everything runs on one event loop; plain attributes count what happened."""

    def __init__(
        self,
        url: str,
        bus: JobBus,
        load_record: LoadRecord,
        audience: Audience,
        *,
        linger: float = LINGER,
        check_interval: float = CHECK_INTERVAL,
    ) -> None:
        self.bridge = open_bridge(
            url, on_message=self._on_message, on_connected=self._on_connected, on_pause=audience.pause
        )
        self.watches: dict[str, Watch] = {}
        self.messages = 0
        """Messages received from Redis."""
        self.resyncs = 0
        """Times a job was read again because something was or might have been missed."""
        self.reads = 0
        """Readings asked of Redis, for whatever reason."""
        self._bus, self._load_record, self._audience = bus, load_record, audience
        self._linger, self._check_interval = linger, check_interval
        self._reading = asyncio.Semaphore(CONCURRENT_READS)
        self._checking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Connect to Redis and begin checking heads."""
        self.bridge.start()
        self._checking = asyncio.create_task(self._check_for_ever(), name="relay heads")

    async def stop(self) -> None:
        """Stop listening and forget everything."""
        tasks = [task for watch in self.watches.values() for task in watch.tasks()]
        if self._checking is not None:
            tasks.append(self._checking)
        for watch in list(self.watches.values()):
            self._drop(watch)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        await self.bridge.stop()

    def warm(self, job: str) -> Watch | None:
        """The watch of a job that is open already, kept from being let go; whoever does not stay calls `release`."""
        watch = self.watches.get(job)
        if watch is None or watch.opening is not None or (watch.feed.cold and watch.finished is None):
            return None
        if watch.linger is not None:
            watch.linger.cancel()
            watch.linger = None
        return watch

    async def open(self, job: str) -> Watch:
        """The watch of a job, opened if need be. Raises `NotFound`, `Unavailable`.

        Whoever opens and does not stay calls `release`.
        """
        watch = self.watches.get(job)
        if watch is None:
            watch = self.watches[job] = Watch(job)
        if watch.linger is not None:
            watch.linger.cancel()
            watch.linger = None
        if watch.opening is None and watch.feed.cold and watch.finished is None:
            watch.opening = self._spawn(self._open(watch), f"open {job}")
        if watch.opening is not None:
            # Shared by all who wait, so nobody's time-out may cancel it.
            await asyncio.shield(watch.opening)
        return watch

    def release(self, job: str) -> None:
        """Nobody here subscribes to the job any more: let it go, unless somebody comes back soon."""
        watch = self.watches.get(job)
        if watch is not None and watch.linger is None:
            watch.linger = asyncio.get_running_loop().call_later(self._linger, self._lingered, watch)

    async def refresh(self, watch: Watch, need: Need) -> None:
        """Read what a feed needs for late subscribers, once for all who wait. Raises `Unavailable`."""
        if need not in watch.refreshing:
            watch.refreshing[need] = self._spawn(self._refresh(watch, need), f"refresh {watch.job}")
        await asyncio.shield(watch.refreshing[need])

    def resync(self, watch: Watch, why: str) -> None:
        """Read what the feed lacks and send it to the subscribers, as often as it takes."""
        watch.feed.hold()
        self.resyncs += 1
        log.debug("resync", job=watch.job, reason=why, epoch=watch.feed.epoch, head=watch.feed.head)
        if watch.resyncing is not None or watch.opening is not None:
            watch.resync_again = True  # the reading under way may be older than the reason to read again
        else:
            watch.resyncing = self._spawn(self._resync(watch), f"resync {watch.job}")

    def since(self, job: str, at: Position) -> Missed | None:
        """What a subscriber who was skipped at ``at`` has missed (see `catching_up.Since`)."""
        watch = self.watches[job]
        feed = watch.feed
        if watch.finished is not None:
            if (watch.finished.epoch, watch.finished.seq) != at:
                raise LookupError(job)
            return Missed([], True)
        if feed.cold or feed.holding:
            return None  # a reading is under way
        known = feed.catch_up(*at)
        if isinstance(known, CatchUp) and known.snapshot is None:
            return Missed(list(known.events), True)
        if feed.latest is None:
            raise LookupError(job)
        return Missed([feed.latest], False)

    async def check(self) -> None:
        """Compare our heads with those on Redis. Raises `Unavailable`."""
        # Who has heard something new since the last time needs no proof: what it may have missed after that shows next
        # time, when it has heard nothing.
        live = [w for w in self.watches.values() if w.comparable and not w.heard]
        for watch in self.watches.values():
            watch.heard = False
        before = [(w.feed.epoch, w.feed.head) for w in live]
        heads = await self._bus.heads([w.job for w in live])
        # Messages and replies share one stream: after this, what we have not heard will never come.
        await self.bridge.barrier()
        deaf = 0
        for watch, had, head in zip(live, before, heads, strict=True):
            if not watch.comparable or self.watches.get(watch.job) is not watch:
                continue
            if watch.feed.cold:
                if head is not None:
                    self.resync(watch, "back on Redis")
            elif head is None:
                self.resync(watch, "gone from Redis")
            elif head < had:
                self.resync(watch, "Redis went back in time")
            elif head > (watch.feed.epoch, watch.feed.head):
                deaf += 1
        if deaf:
            log.warning("deaf listener", jobs=deaf, watched=len(live))
            self.bridge.reconnect("deaf")  # which reads every job again

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=f"relay {name}")
        task.add_done_callback(_look_at_end)
        return task

    async def _open(self, watch: Watch) -> None:
        opened_before = watch.feed.epoch > 0
        try:
            await self.bridge.subscribe(watch.job)
            watch.listening = True
            while watch.feed.cold and watch.finished is None:
                reading = await self._read(watch, watch.feed.epoch, watch.feed.head)
                if reading is not None:
                    watch.resync_again |= self._apply(watch, reading).read
                elif found := await self._load_record(watch.job):
                    self._take_from_record(watch, *found)
                else:
                    raise NotFound()
        except BaseException:
            if not opened_before:
                self._drop(watch)
            raise
        finally:
            watch.opening = None
        if watch.resync_again and watch.finished is None:
            self.resync(watch, "something came between")

    def _take_from_record(self, watch: Watch, owner: str, snapshot: JobSnapshot) -> None:
        watch.owner = owner
        watch.over = snapshot.state.terminal
        if watch.over:
            watch.finished = CatchUp(snapshot.epoch, snapshot.seq, encode_snapshot(snapshot), ())
            self.bridge.unsubscribe(watch.job)
        else:
            # Redis has lost it: show what is known, and go on when it is there again, under its next epoch.
            watch.feed.on_reading(snapshot.epoch, snapshot.seq, encode_snapshot(snapshot), [])

    async def _refresh(self, watch: Watch, need: Need) -> None:
        feed = watch.feed
        try:
            after = (feed.epoch, feed.backlog_start)
            if need is Need.SNAPSHOT:
                after = (0, 0)
                self._pin(watch)
            reading = await self._read(watch, *after)
            if reading is None:
                self.resync(watch, "gone from Redis")
            elif need is Need.BACKLOG:
                feed.on_backlog(reading.epoch, reading.seq, reading.events)
            elif reading.snapshot is not None:
                snapshot = encode_snapshot(reading.snapshot)
                if feed.on_refresh(reading.epoch, reading.seq, snapshot).read:
                    self.resync(watch, "another epoch")
        finally:
            del watch.refreshing[need]
        if watch.resyncing is not None:
            await asyncio.shield(watch.resyncing)

    def _pin(self, watch: Watch) -> None:
        watch.feed.pin()
        if watch.unpin is not None:
            watch.unpin.cancel()
        watch.unpin = asyncio.get_running_loop().call_later(PIN, watch.feed.unpin)

    async def _resync(self, watch: Watch) -> None:
        waits = delays(0.05, 2.0)
        try:
            while self.watches.get(watch.job) is watch and watch.finished is None:
                watch.resync_again = False
                watch.feed.hold()
                try:
                    reading = await self._read(watch, watch.feed.epoch, watch.feed.head)
                    if reading is None:
                        await self._gone(watch)
                        return
                    again = await self._apply_to_subscribers(watch, reading)
                except JobWidgetsError as why:
                    log.info("cannot resync yet", job=watch.job, error=str(why))
                    await asyncio.sleep(next(waits))
                    continue
                if not again and not watch.resync_again:
                    return
        finally:
            watch.resyncing = None

    async def _apply_to_subscribers(self, watch: Watch, reading: Reading) -> bool:
        outcome = self._apply(watch, reading)
        if outcome.rewound:
            self._audience.start_over(watch.job, "Redis lost writes that had been delivered")
        elif outcome.broken:
            watch.cut_off = True
        if outcome.emit or outcome.rewound:
            watch.cut_off = False
        if watch.cut_off:
            # More was missed than the tail holds, or the epoch is another: the latest event, which does not
            # continue what the subscribers have, tells them to subscribe again.
            last = await self._bus.read(watch.job, reading.epoch, reading.seq - 1)
            if last is not None and last.events:
                self._audience.hear(watch.job, last.epoch, last.seq - len(last.events) + 1, last.events[:1])
                self._audience.pause()
            watch.cut_off = False
        return outcome.read

    async def _gone(self, watch: Watch) -> None:
        """A job that was watched has no keys any more: over and expired, or Redis lost its data."""
        had = watch.feed.epoch, watch.feed.head
        watch.feed.forget()
        found = await self._load_record(watch.job)
        if found is None or not found[1].state.terminal:
            # It stays subscribed: the first event of its next epoch brings everybody back.
            log.warning("job gone from Redis", job=watch.job)
            return
        self._take_from_record(watch, *found)
        if (found[1].epoch, found[1].seq) != had:
            self._audience.start_over(watch.job, "the job ended unheard")

    async def _read(self, watch: Watch, epoch: int, seq: int) -> Reading | None:
        self.reads += 1
        async with self._reading:
            return await self._bus.read(watch.job, epoch, seq)

    def _apply(self, watch: Watch, reading: Reading) -> Outcome:
        watch.owner = reading.user
        snapshot = encode_snapshot(reading.snapshot) if reading.snapshot is not None else None
        outcome = watch.feed.on_reading(reading.epoch, reading.seq, snapshot, reading.events)
        watch.over = reading.state.terminal
        if outcome.emit:
            self._hear(watch, outcome.emit)
            self._audience.pause()
        return outcome

    def _hear(self, watch: Watch, lines: Sequence[bytes]) -> None:
        watch.told(lines)
        # What a feed lets through ends at its head.
        feed = watch.feed
        watch.heard = True
        self._audience.hear(watch.job, feed.epoch, feed.head - len(lines) + 1, lines)

    def _on_message(self, job: str, payload: bytes) -> None:
        self.messages += 1
        watch = self.watches.get(job)
        if watch is None or watch.finished is not None:
            return
        try:
            if not payload.isascii():
                payload.decode()  # a browser hangs up at a frame that is no UTF-8
            epoch, first, lines = split_message(payload)
        except (ProtocolError, UnicodeDecodeError) as why:
            log.warning("message not understood", job=job, error=str(why))
            self.resync(watch, "a message could not be understood")
            return
        outcome = watch.feed.on_message(epoch, first, lines)
        if outcome.emit:
            self._hear(watch, outcome.emit)
        if outcome.read:
            self.resync(watch, "a gap" if epoch == watch.feed.epoch else "another epoch")
        elif watch.feed.cold and not watch.tasks():
            self.resync(watch, "back on Redis")

    def _on_connected(self) -> None:
        for watch in self.watches.values():
            if watch.listening and watch.finished is None:
                self.resync(watch, "connected anew")

    def _lingered(self, watch: Watch) -> None:
        watch.linger = None
        if not self._audience.listening(watch.job):
            self._drop(watch)

    def _drop(self, watch: Watch) -> None:
        for timer in (watch.linger, watch.unpin):
            if timer is not None:
                timer.cancel()
        watch.linger = watch.unpin = None
        if self.watches.get(watch.job) is watch:
            del self.watches[watch.job]
            self.bridge.unsubscribe(watch.job)

    async def _check_for_ever(self) -> None:
        while True:
            await asyncio.sleep(self._check_interval)
            try:
                await self.check()
            except JobWidgetsError as why:
                log.info("heads not checked", error=str(why))


def _look_at_end(task: asyncio.Task[None]) -> None:
    """Errors with a name reach whoever waits, or nobody waits any more; others are bugs and must be seen."""
    if not task.cancelled() and (error := task.exception()) and not isinstance(error, JobWidgetsError):
        log.error("relay task failed", task=task.get_name(), exc_info=error)
