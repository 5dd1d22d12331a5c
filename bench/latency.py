"""How long from a publish to the subscription's callback, beside a bare Redis pub/sub round trip in the same run."""

import asyncio
import threading
import time
from statistics import median
from typing import TYPE_CHECKING, Any

from .timing import Percentiles

if TYPE_CHECKING:
    from jobwidgets.client.session import Session

    from .stack import Stack

PACKAGES = ("python-socketio", "aiohttp")
PROMISED = 200
"""Milliseconds, p99."""
PAUSE = 0.01
"""Seconds between two events: an idle machine, not a flood."""


def bare(stack: "Stack", count: int) -> Percentiles:
    """PUBLISH on one connection, received on another in a thread of its own, one at a time."""
    import redis

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


async def path(stack: "Stack", session: "Session", count: int) -> Percentiles:
    """`Publisher.emit` of a step until `job.observe`'s callback has it folded."""
    from jobwidgets.bus.commands import JobBus, new_token
    from jobwidgets.bus.connection import connect
    from jobwidgets.bus.publisher import Publisher
    from jobwidgets.protocol import events as ev
    from jobwidgets.protocol.errors import Fenced
    from jobwidgets.protocol.records import TypeInfo, WorkerInfo

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


def measure(rounds: int, quick: bool) -> dict[str, Any]:
    """Interleaved rounds of 300 events."""
    from jobwidgets.client.session import Session

    from .stack import running_stack

    count = 50 if quick else 300
    with running_stack() as stack:
        session = Session(stack.server_url, stack.token)
        try:
            found = [
                {
                    "bare": bare(stack, count)._asdict(),
                    "path": asyncio.run(path(stack, session, count))._asdict(),
                }
                for _ in range(rounds)
            ]
        finally:
            session.close()
    return {"events": count, "rounds": found}


def targets(found: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    """The lines of the table at the top."""
    p99 = median(r["path"]["p99"] for r in found["rounds"])
    return [("Publish → subscription callback, p99", f"< {PROMISED} ms", f"{p99:.2f} ms", p99 < PROMISED)]


def rows(found: dict[str, Any]) -> list[str]:
    """The section of the page."""
    rounds = found["rounds"]
    p50, p99 = median(r["path"]["p50"] for r in rounds), median(r["path"]["p99"] for r in rounds)
    ratio = median(r["path"]["p50"] / r["bare"]["p50"] for r in rounds)
    return [
        "## Publish → subscription callback",
        "",
        "One step event at a time, 10 ms apart: `Publisher.emit` → script on Redis → relay → Socket.IO → fold →",
        "`job.observe` callback; beside a bare PUBLISH → subscriber (redis-py, threads) on the same Valkey.",
        f"Milliseconds; {found['events']} events a round.",
        "",
        "| round | bare p50 | bare p99 | path p50 | path p99 |",
        "|---|---|---|---|---|",
        *(
            f"| {i} | {r['bare']['p50']:.2f} | {r['bare']['p99']:.2f} "
            f"| {r['path']['p50']:.2f} | {r['path']['p99']:.2f} |"
            for i, r in enumerate(rounds, 1)
        ),
        "",
        f"Median: p50 {p50:.2f} ms, p99 {p99:.2f} ms (promised: under {PROMISED} ms); p50 is {ratio:.1f} × the bare",
        "round trip.",
        "",
    ]
