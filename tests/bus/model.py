"""The world of the protocol's state machine: one job on a real Redis, a subscriber, workers, the server's record."""

import asyncio
from typing import Any, NamedTuple, cast

import redis
from msgspec.structs import replace

from jobwidgets.bus import scripts
from jobwidgets.bus.commands import JobBus, new_token
from jobwidgets.bus.connection import connect
from jobwidgets.bus.keys import JobKeys, channel, shard_of
from jobwidgets.bus.outbox import Unsent
from jobwidgets.bus.publisher import Publisher
from jobwidgets.bus.recovery import Announcement
from jobwidgets.bus.replies import Beat, Claim, LogEntry, Mark, Reading
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import Event, JobState
from jobwidgets.protocol.records import JobSpec
from jobwidgets.protocol.state import TRANSITIONS, JobSnapshot, fold, fold_all
from jobwidgets.protocol.wire import decode_events, encode_event, split_message

LEASE = 3600.0
MAX_LOST = 3
WHOLE_LOG = 1 << 20
"""A log cap that no history here reaches."""


class Sent(NamedTuple):
    """A batch as it went out, to be sent again."""

    arguments: list[Any]
    first: int


class Writer:
    """A worker as it sees itself, maybe long replaced. Its batches are cut by the real `Publisher`."""

    def __init__(self, client: Any, token: str, claim: Claim, reading: Reading, memos: dict[str, bytes]) -> None:
        assert reading.snapshot is not None
        self.token, self.attempt, self.word = token, claim.attempt, claim.shard_word
        self.publisher = Publisher(
            client, reading.snapshot, token=token, attempt=claim.attempt, on_fenced=lambda _: None, memos=memos
        )
        self.last: Sent | None = None

    @property
    def base(self) -> JobSnapshot:
        return self.publisher._base

    @property
    def n(self) -> int:
        return self.publisher._n

    def batch(self, events: list[Event], memos: dict[str, bytes], not_before: float | None, ahead: int = 0) -> Any:
        """What the publisher would send now; ``ahead``: with so many batches missing before it."""
        at = self.base.updated + 1
        stamped = [replace(e, attempt=self.attempt, at=at) for e in events]
        unsent = [Unsent(e, encode_event(e), {}, not_before) for e in stamped]
        unsent[0] = unsent[0]._replace(memos=memos)
        self.publisher._n += ahead
        cut = self.publisher._cut(unsent)
        self.publisher._n -= ahead
        return cut

    @property
    def beat(self) -> Beat:
        return Beat(self.base.job, self.attempt, self.token)

    def announcement(self) -> Announcement:
        return Announcement(
            snapshot=self.base,
            attempt=self.attempt,
            token=self.token,
            n=self.n,
            worker="w0",
            lease=LEASE,
            memos=self.publisher.memos,
        )


class Copy(NamedTuple):
    """All keys of the job at some moment, as Redis would come back with them after a failover."""

    dumps: dict[str, bytes]
    token: str
    n: int
    seq: int


class World:
    """Redis and everybody around one job. Commands go through `JobBus`, as server and workers send them."""

    def __init__(self, client: redis.Redis, url: str) -> None:
        self.client = client
        self._runner = asyncio.Runner()
        self._async = self._runner.run(self._connect(url))
        self.bus = JobBus(self._async)
        self.pubsub = client.pubsub()

    @staticmethod
    async def _connect(url: str) -> Any:
        return connect(url)

    def close(self) -> None:
        self.pubsub.close()
        self._runner.run(self._async.aclose())
        self._runner.close()

    def do(self, command: Any) -> Any:
        """The result of one of the bus's coroutines."""
        return self._runner.run(command)

    def launch(self, job: str, cap: int, not_before: float | None) -> None:
        """A new job and a subscriber who is there from the start."""
        self.client.flushall()
        self.pubsub.unsubscribe()
        self.pubsub.subscribe(channel(job))
        while (message := self.pubsub.get_message(timeout=30)) is not None and message["type"] != "subscribe":
            pass
        self.job, self.cap = job, cap
        self.keys = JobKeys.of(job)
        self.spec = JobSpec(job=job, type="t", user="u")
        self.epoch = 1
        self.begin_epoch(JobSnapshot(job=job, type="t", epoch=1, created=1.0))
        seed: Any = {"created": 1.0, "not_before": not_before, "log_bytes": cap}
        assert self.do(self.bus.seed(self.spec, **seed))
        assert not self.do(self.bus.seed(self.spec, **seed))
        self.hear()

    def begin_epoch(self, seen: JobSnapshot) -> None:
        """The subscriber starts again from ``seen``; log and list of moves begin there."""
        self.seen = self.start = seen
        self.ends = 0
        self.moves: list[Event] = []
        self.archive: list[LogEntry] = []

    def read(self, epoch: int = 0, seq: int = 0) -> Reading:
        reading = self.do(self.bus.read(self.job, epoch, seq))
        assert reading is not None
        return reading

    def claim(self, worker: str, token: str | None = None) -> tuple[Claim, str]:
        """Two looks need not be a moment apart here: the beat is 0."""
        token = token or new_token()
        claim = self.bus.claim(self.job, worker=worker, token=token, lease=LEASE, beat=0, max_attempts=MAX_LOST)
        return self.do(claim), token

    def beat(self, writer: Writer) -> Any:
        return self.do(self.bus.beat([writer.beat], LEASE))[0]

    def suspend(self, writer: Writer) -> bool:
        return self.do(self.bus.suspend(writer.beat))

    def append(self, arguments: list[Any]) -> list[Any]:
        return scripts.APPEND.sync(self.client, self.job, *arguments)

    def send(
        self,
        writer: Writer,
        events: list[Event],
        memos: dict[str, bytes] | None = None,
        not_before: float | None = None,
    ) -> bytes:
        """One batch, as the publisher sends it and takes the answer."""
        batch = writer.batch(events, memos or {}, not_before)
        answer = self.append(batch.arguments)
        if answer[0] == b"OK":
            publisher, first = writer.publisher, answer[1]
            writer.last = Sent(batch.arguments, first)
            publisher._n += 1
            publisher.memos |= batch.memos
            if first == publisher._base.seq + 1:
                publisher._base = replace(batch.after, seq=first + len(events) - 1)
            else:
                publisher._base = self.read().snapshot  # type: ignore[assignment]
        elif answer[0] == b"CONFLICT":
            writer.publisher._base = self.read().snapshot  # type: ignore[assignment]
        return answer[0]

    def hear(self) -> None:
        """The subscriber folds what was published, and finds every rule of the sequence kept."""
        head = int(cast(bytes, self.client.hget(self.keys.ctl, "seq")))
        while self.seen.seq < head:
            message = self.pubsub.get_message(timeout=30)
            assert message is not None, "an event was stored but not published"
            epoch, first, lines = split_message(message["data"])
            assert (epoch, first) == (self.epoch, self.seen.seq + 1)
            for event in decode_events(lines):
                assert event.attempt >= self.seen.attempt, "an older attempt wrote after a takeover"
                if isinstance(event, ev.State) and event.seq > 1:
                    assert event.state in TRANSITIONS[self.seen.state], (self.seen.state, event)
                    self.ends += event.state.terminal
                if isinstance(event, ev.State | ev.Attempt | ev.Checkpoint):
                    self.moves.append(event)
                self.seen = fold(self.seen, event)
        assert self.seen.seq == head

    def copy(self, writer: Writer) -> Copy:
        dumps = {key: self.client.dump(key) for key in self.keys.own}
        found = {key: dump for key, dump in dumps.items() if dump is not None}
        return Copy(cast(Any, found), writer.token, writer.n, self.seen.seq)

    def restore(self, copy: Copy) -> None:
        self.client.delete(*self.keys.own)
        for key, dump in copy.dumps.items():
            self.client.restore(key, 0, dump)

    def look(self) -> "View":
        """Everything there is to see, once the subscriber has heard what was published."""
        self.hear()
        since = max(self.start.seq, self.seen.seq - 5)
        return self.do(self._look(since))

    async def _look(self, since: int) -> "View":
        job = self.job
        shard = shard_of(job)
        async with self._async.pipeline(transaction=False) as pipe:
            for key in self.keys.own:
                pipe.ttl(key)
            ttls = await pipe.execute()
        reading, missed = await self.bus.read(job), await self.bus.read(job, self.epoch, since)
        assert reading is not None
        assert missed is not None
        return View(
            reading,
            [e.seq for e in decode_events(missed.events)] == list(range(since + 1, self.seen.seq + 1)),
            decode_events(await self.bus.moves(job)),
            await self.bus.log(job),
            await self.bus.memos(job),
            (await self.bus.dirty(shard)).get(job),
            {ttl > 0 for ttl in ttls if ttl != -2},
        )

    # what must hold at any time

    def check_views(self, view: "View") -> None:
        """The subscriber's fold, the snapshot on Redis and the replay of the tail are one."""
        assert view.reading.snapshot == self.seen
        assert view.tail_is_whole
        assert self.ends == view.reading.state.terminal

    def check_moves(self, view: "View") -> None:
        """The list of moves has exactly the events of state, attempt and checkpoint."""
        assert view.moves == self.moves

    def check_log(self, view: "View") -> None:
        """What is archived and what is in the log replay the epoch; the log keeps to its cap and knows its size."""
        assert view.reading.log_bytes == sum(entry.size for entry in view.log) <= self.cap
        kept = [*self.archive, *view.log] if self.cap == WHOLE_LOG else view.log
        events = decode_events([line for entry in kept for line in entry.lines])
        if self.cap == WHOLE_LOG:
            assert fold_all(self.start, events) == self.seen
        assert [e.seq for e in events] == list(range(self.seen.seq - len(events) + 1, self.seen.seq + 1))
        assert [entry.first for entry in kept] == [decode_events(entry.lines)[0].seq for entry in kept]
        assert all(entry.epoch == self.epoch for entry in kept)

    def check_mark(self, view: "View") -> None:
        """The mark for the recorder, if there is one, tells of the last event."""
        seen = self.seen
        assert view.mark in (None, Mark(seen.epoch, seen.seq, seen.state, len(seen.children)))


class View(NamedTuple):
    """What lies on Redis. ``expiring``: whether the keys have a TTL, all that there are."""

    reading: Reading
    tail_is_whole: bool
    moves: list[Event]
    log: list[LogEntry]
    memos: dict[str, bytes]
    mark: Mark | None
    expiring: set[bool]


def over(state: JobState) -> bool:
    """A worker that wrote this state has let the job go."""
    return state is JobState.QUEUED or state.terminal
