"""A claimed job, its publisher and a subscriber, on a real Redis."""

import asyncio
from typing import Any

import redis.asyncio

from jobwidgets.bus.commands import JobBus, new_token
from jobwidgets.bus.connection import connect
from jobwidgets.bus.keys import channel
from jobwidgets.bus.publisher import Publisher
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Fenced
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.records import JobSpec
from jobwidgets.protocol.state import JobSnapshot, fold_all
from jobwidgets.protocol.wire import decode_events, split_message

JOB = "job-1"


class Listener:
    """A subscriber that is not ours: plain SUBSCRIBE."""

    def __init__(self, client: redis.asyncio.Redis) -> None:
        self._pubsub = client.pubsub()
        self.messages: list[bytes] = []
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        await self._pubsub.subscribe(channel(JOB))
        first = await self._pubsub.get_message(timeout=30)
        assert first is not None
        self._task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for message in self._pubsub.listen():
            if message["type"] == "message":
                self.messages.append(message["data"])

    async def close(self) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.wait([self._task])
        await self._pubsub.aclose()

    @property
    def head(self) -> int:
        """The number of the last event heard; 0 before the first."""
        events = self.events()
        return events[-1].seq if events else 0

    def events(self) -> list[ev.Event]:
        return [e for m in self.messages for e in decode_events(split_message(m)[2])]


class Bench:
    """A claimed job and its publisher."""

    def __init__(self, url: str) -> None:
        self.client: Any = connect(url)
        self.blocking = connect(url, blocking=True)
        self.bus = JobBus(self.client)
        self.listener = Listener(self.blocking)
        self.fences: list[Fenced] = []
        self.states: list[JobState] = []

    async def start(self) -> "Bench":
        await self.listener.start()
        await self.bus.seed(JobSpec(job=JOB, type="t", user="u"), created=1.0)
        self.publisher = await self.claim()
        return self

    async def claim(self, lease: float = 10.0, beat: float = 0.05) -> Publisher:
        token = new_token()
        claim = await self.bus.claim(JOB, worker="w", token=token, lease=lease, beat=beat, max_attempts=9)
        assert claim.status == "granted", claim
        reading = await self.bus.read(JOB)
        assert reading is not None
        assert reading.snapshot is not None
        return Publisher(
            self.client,
            reading.snapshot,
            token=token,
            attempt=claim.attempt,
            on_fenced=self.fences.append,
            on_state=self.states.append,
            linger=0.02,
            memos=await self.bus.memos(JOB),
            shard_word=claim.shard_word,
            worker="w",
            lease=lease,
        )

    async def snapshot(self) -> JobSnapshot:
        reading = await self.bus.read(JOB)
        assert reading is not None
        assert reading.snapshot is not None
        return reading.snapshot

    async def close(self) -> None:
        await self.publisher.aclose()
        await self.listener.close()
        await self.client.aclose()
        await self.blocking.aclose()


def fold_from_start(events: list[ev.Event]) -> JobSnapshot:
    return fold_all(JobSnapshot(job=JOB, type="t", epoch=1, created=1.0), events)
