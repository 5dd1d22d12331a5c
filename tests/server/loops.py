"""For the tests of the server's loops: jobs without a server, a worker's side of one, Redis as it was before."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from jobwidgets.bus.commands import JobBus, new_token
from jobwidgets.bus.delivery import Delivery
from jobwidgets.bus.keys import SHARDS, recorder_lock_key
from jobwidgets.bus.publisher import Publisher
from jobwidgets.bus.replies import Beat, BeatReply
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Fenced
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.memos import CHILD, ChildMemo
from jobwidgets.protocol.records import LaunchRequest
from jobwidgets_server import reconciler as reconciler_module
from jobwidgets_server.cancelling import Canceller
from jobwidgets_server.children import Adopter
from jobwidgets_server.launch import Launcher
from jobwidgets_server.recorder import Recorder
from jobwidgets_server.specs import SpecMaker
from jobwidgets_server.store import JobStore, NewJob

from .conftest import spec

LEASE, BEAT = 1.0, 0.25
"""Of the workers in these tests, in seconds."""


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


async def launched(
    bus: JobBus,
    store: JobStore,
    job: str = "j1",
    *,
    delivery: Delivery | None = None,
    run_at: float | None = None,
    **more: Any,
) -> str:
    """A launched job, without a server; in the queue if there is a ``delivery``."""
    new = NewJob(spec(job, **more), created=round(time.time(), 3), run_at=run_at)
    assert await store.insert(new)
    assert await bus.seed(new.spec, created=new.created, not_before=run_at)
    assert await store.commit_queued(job, epoch=1, generation=1)
    if delivery is not None:
        await delivery.enqueue_after(job, 1, run_at - time.time() if run_at else 0, queue=new.spec.lane)
        await store.mark_enqueued(job, 1)
    return job


async def row(store: JobStore, job: str) -> Any:
    found = await store.get(job, code=True)
    assert found is not None
    return found


async def marks(bus: JobBus) -> dict[str, Any]:
    return {job: mark for shard in range(SHARDS) for job, mark in (await bus.dirty(shard)).items()}


async def repairs_of(store: JobStore, job: str) -> list[str | None]:
    """The reasons of the repairs in the job's history."""
    return [t.reason for t in (await store.history(job)).transitions if t.seq == 0]


class Attempt:
    """A worker's side of one attempt: the claim, the one numbered writer, the beats."""

    def __init__(self, bus: JobBus, job: str, lease: float) -> None:
        self.bus, self.job, self.lease = bus, job, lease
        self.token = new_token()
        self.number = 0
        self.fences: list[Fenced] = []
        self.publisher: Any = None

    @classmethod
    async def claim(cls, bus: JobBus, job: str, *, worker: str = "w1", lease: float = LEASE) -> "Attempt":
        """As a worker takes a job that was delivered."""
        self = cls(bus, job, lease)
        claim = await bus.claim(job, worker=worker, token=self.token, lease=lease, beat=BEAT, max_attempts=3)
        assert claim.status == "granted", claim
        self.number = claim.attempt
        reading = await bus.read(job)
        assert reading is not None
        assert reading.snapshot is not None
        self.publisher = Publisher(
            bus.redis,
            reading.snapshot,
            token=self.token,
            attempt=claim.attempt,
            on_fenced=self.fences.append,
            memos=await bus.memos(job),
            shard_word=claim.shard_word,
            worker=worker,
            lease=lease,
        )
        return self

    async def beat(self) -> BeatReply:
        [reply] = await self.bus.beat([Beat(self.job, self.number, self.token)], self.lease)
        return reply

    async def emit(self, *events: ev.Event, memos: dict[str, Any] | None = None) -> None:
        """Events, the last of them with ``memos`` (encoded here), on Redis when this returns."""
        encoded = {name: msgspec.json.encode(value) for name, value in (memos or {}).items()}
        for event in events[:-1]:
            self.publisher.emit(event)
        self.publisher.emit(events[-1], memos=encoded)
        await self.publisher.flush()

    async def launch(self, child: str, **request: Any) -> None:
        """``ctx.launch``."""
        wanted = LaunchRequest(id=child, **{"type": "search", "params": {"query": "life"}, **request})
        memo = ChildMemo(digest="d", request=wanted)
        await self.emit(ev.Child(job=self.job, child=child, type=wanted.type), memos={f"{CHILD}{child}": memo})

    async def ask(self, key: str = "q", expires: float | None = None) -> None:
        """``ctx.ask``: the job waits."""
        await self.emit(
            ev.InputRequested(job=self.job, key=key, prompt="Go on?", expires=expires),
            ev.State(job=self.job, state=JobState.WAITING_INPUT),
        )

    async def end(self, state: JobState = JobState.COMPLETED, result: Any = None) -> None:
        await self.emit(ev.State(job=self.job, state=state, result=result))
        await self.close()

    async def close(self) -> None:
        """The worker is gone: nothing more is sent."""
        await self.publisher.aclose()


class Parts:
    """The server's parts on one store and one Redis."""

    def __init__(self, bus: JobBus, store: JobStore, delivery: Delivery) -> None:
        self.bus, self.store, self.delivery = bus, store, delivery
        self.canceller = Canceller(bus, store, delivery)
        specs = SpecMaker(bus, signing_key=None, max_running_per_user=None)
        self.launcher = Launcher(store, bus, delivery, specs)

    def adopter(self) -> Adopter:
        """That of one more server."""
        return Adopter(self.bus, self.store, self.launcher, self.canceller)

    def recorder(self, **more: Any) -> Recorder:
        """That of one more server."""
        return Recorder(self.bus, self.store, keep_finished=3600, **{"adopter": self.adopter(), **more})

    def reconciler(self, **more: Any) -> reconciler_module.Reconciler:
        """That of one more server. Its lock is free for it."""
        given = {"canceller": self.canceller, "adopter": self.adopter(), "lease": LEASE, "beat": BEAT, **more}
        return reconciler_module.Reconciler(self.bus, self.store, self.delivery, **given)

    async def record(self) -> None:
        """Until everything is recorded. What another recorder holds is let go: nobody waits for it to run out."""
        clock = Clock()
        recorder = self.recorder(clock=clock)
        await self.bus.redis.delete(*(recorder_lock_key(shard) for shard in range(SHARDS)))
        while await marks(self.bus):
            await recorder.turn()
            clock.ahead += 10


@asynccontextmanager
async def parts_on(bus: JobBus, store: JobStore, url: str) -> AsyncIterator[Parts]:
    async with Delivery(url) as delivery:
        yield Parts(bus, store, delivery)


async def turn(reconciler: reconciler_module.Reconciler) -> None:
    """One round with a walk, whoever holds the lock."""
    await reconciler._bus.redis.delete("jw:lock:reconciler")
    reconciler._next_walk = 0.0
    await reconciler.turn()


async def copy_of(bus: JobBus) -> dict[bytes, Any]:
    """All of Redis as it is now."""
    return {key: await bus.redis.dump(key) async for key in bus.redis.scan_iter()}


async def come_back_with(bus: JobBus, copy: dict[bytes, Any]) -> None:
    """Redis starts anew with an older copy."""
    await bus.redis.flushall()
    for key, value in copy.items():
        await bus.redis.restore(key, 0, value)


async def lasting_jobs(bus: JobBus) -> set[str]:
    """Jobs of which some key has no TTL."""
    found: set[str] = set()
    async for key in bus.redis.scan_iter(match="jw:{j*}:*:*"):
        if await bus.redis.ttl(key) == -1:
            found.add(key.decode().split(":", 3)[3])
    return found


async def gather_turns(*turns: Any) -> None:
    """Several servers at once."""
    await asyncio.gather(*(one() for one in turns))
