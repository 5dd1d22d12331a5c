"""How long from a publish to the subscription's callback, beside a bare Redis pub/sub round trip in the same run."""

import asyncio
import statistics
import threading
import time
from typing import NamedTuple

import redis

from jobwidgets.bus.commands import JobBus, new_token
from jobwidgets.bus.connection import connect
from jobwidgets.bus.publisher import Publisher
from jobwidgets.client.session import Session
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Fenced
from jobwidgets.protocol.records import TypeInfo, WorkerInfo

from .stack import Stack

PAUSE = 0.01
"""Seconds between two events: an idle machine, not a flood."""


class Percentiles(NamedTuple):
    """Milliseconds."""

    p50: float
    p99: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Percentiles":
        cuts = statistics.quantiles(seconds, n=100)
        return cls(cuts[49] * 1000, cuts[98] * 1000)


class Latency(NamedTuple):
    """One round: bare pub/sub and the whole path."""

    bare: Percentiles
    path: Percentiles


def bare(stack: Stack, count: int) -> Percentiles:
    """PUBLISH on one connection, received on another in a thread of its own, one at a time."""
    times: list[float] = []
    came = threading.Event()
    with (
        redis.Redis.from_url(stack.redis_url) as out,
        redis.Redis.from_url(stack.redis_url, socket_timeout=None) as back,
    ):
        pubsub = back.pubsub()
        pubsub.subscribe("bench")
        pubsub.get_message(timeout=5)

        def listen() -> None:
            for _ in range(count):
                while (message := pubsub.get_message(timeout=5)) is None:
                    pass
                times.append(time.perf_counter() - float(message["data"]))
                came.set()

        thread = threading.Thread(target=listen)
        thread.start()
        for _ in range(count):
            came.clear()
            out.publish("bench", repr(time.perf_counter()))
            came.wait(5)
            time.sleep(PAUSE)
        thread.join()
        pubsub.close()
    return Percentiles.of(times)


async def path(stack: Stack, session: Session, count: int) -> Percentiles:
    """`Publisher.emit` of a step until `job.observe`'s callback has it folded."""
    client = connect(stack.redis_url)
    bus, token = JobBus(client), new_token()
    # The bench is the worker: it announces a type, launches a job of it and claims it.
    worker = WorkerInfo(id="bench", host="", pid=0, types=["bench"], queues=["default"], concurrency=1)
    await bus.announce_worker(worker, [TypeInfo(name="bench", schema={})], ttl=600)
    job = await asyncio.to_thread(session.launch, "bench")
    claim = await bus.claim(job.id, worker="bench", token=token, lease=600, beat=60, max_attempts=1)
    reading = await bus.read(job.id)
    assert reading is not None
    assert reading.snapshot is not None

    def fenced(fence: Fenced) -> None:
        raise fence

    publisher = Publisher(client, reading.snapshot, token=token, attempt=claim.attempt, on_fenced=fenced)
    loop = asyncio.get_running_loop()
    arrived: dict[int, float] = {}
    came = asyncio.Event()

    def seen(_: object) -> None:
        now = time.perf_counter()
        step = job.snapshot.steps.get("s") if job.snapshot else None
        if step is not None:
            arrived.setdefault(step.detail, now)
            loop.call_soon_threadsafe(came.set)

    stop = job.observe(seen)
    times: list[float] = []
    for i in range(count):
        began = time.perf_counter()
        publisher.emit(ev.Step(job=job.id, id="s", name="step", detail=i))
        while i not in arrived:
            await asyncio.wait_for(came.wait(), 10)
            came.clear()
        times.append(arrived[i] - began)
        await asyncio.sleep(PAUSE)
    stop()
    publisher.emit(ev.State(job=job.id, state=ev.JobState.COMPLETED))
    await publisher.flush()
    await publisher.aclose()
    await client.aclose()
    return Percentiles.of(times)


def measure(stack: Stack, rounds: int = 3, count: int = 300) -> list[Latency]:
    """Interleaved rounds."""
    session = Session(stack.server_url, stack.token)
    try:
        return [Latency(bare(stack, count), asyncio.run(path(stack, session, count))) for _ in range(rounds)]
    finally:
        session.close()
