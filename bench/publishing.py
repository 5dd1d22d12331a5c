"""What it costs to publish: one event beside a raw EVALSHA of the same script, and many a second from one process."""

import asyncio
import time
from collections.abc import Callable
from statistics import median
from typing import TYPE_CHECKING, Any

from .text import paragraph
from .timing import Percentiles

if TYPE_CHECKING:
    import redis
    import redis.asyncio

    from jobwidgets.bus.publisher import Publisher
    from jobwidgets.client.session import Session
    from jobwidgets.protocol.events import Event

PACKAGES = ("pydocket",)
RATIO = 2.0
"""What one event may cost, in raw calls."""
RATE = 80_000
"""Events a second from one process."""
PAUSE = 0.002
"""Seconds between two calls: neither side finds the caches warmer than the other."""
STEPS = 200
"""So many steps begin and end, again and again, while steps are published in batches."""
KINDS = ("step", "log", "text")


def measure(rounds: int, quick: bool) -> dict[str, Any]:
    """Interleaved rounds. Latencies in ms, rates in events a second, CPU in µs an event."""
    from jobwidgets.client.session import Session

    from .stack import running, running_stack, running_store, wait_for_type

    count, many, told = (100, 10_000, 2_000) if quick else (1_000, 100_000, 50_000)
    found: dict[str, Any] = {
        "one": [],
        "sync": [],
        "many": [],
        "jobs": [],
        "count": count,
        "events": many,
        "told": told,
    }
    with running_store() as url:
        for number in range(rounds):
            found["one"].append({kind: asyncio.run(_one(url, f"{kind}{number}", kind, count)) for kind in KINDS})
            found["sync"].append(_one_sync(url, f"sync{number}", count))
            found["many"].append({kind: asyncio.run(_many(url, f"{kind}m{number}", kind, many)) for kind in KINDS})
    with running_stack() as stack, running(stack, "jobwidgets", "worker", "bench.jobs"):
        wait_for_type(stack, "talk")
        session = Session(stack.server_url, stack.token)
        try:
            for _ in range(rounds):
                found["jobs"].append(
                    {job: {kind: _job(session, job, kind, told) for kind in KINDS} for job in ("talk", "talk_plain")}
                )
        finally:
            session.close()
    return found


async def _one(url: str, name: str, kind: str, count: int) -> dict[str, Any]:
    """`emit` and `flush` of one event, then the very call that made, on another job, as a bare EVALSHA."""
    one, other = _twins(name)
    client, calls = _recording(url)
    try:
        publisher = await _claimed(client, one)
        await _claimed(client, other)
        make = event_maker(kind)
        ours: list[float] = []
        raw: list[float] = []
        for i in range(count):
            calls.clear()
            began = time.perf_counter()
            publisher.emit(make(i))
            await publisher.flush()
            ours.append(time.perf_counter() - began)
            (call,) = calls
            again = _renamed(call, one, other)
            await asyncio.sleep(PAUSE)
            began = time.perf_counter()
            answer = await client.evalsha(*again)  # type: ignore[misc]
            raw.append(time.perf_counter() - began)
            assert answer[0] == b"OK", answer
            await asyncio.sleep(PAUSE)
        await publisher.aclose()
    finally:
        await client.aclose()
    return {"ours": Percentiles.of(ours)._asdict(), "raw": Percentiles.of(raw)._asdict()}


def _one_sync(url: str, name: str, count: int) -> dict[str, Any]:
    """`publish_job_progress`, then the call of its script that wrote, on another job, as a bare EVALSHA."""
    import redis

    from jobwidgets.bus.external import publish_job_progress
    from jobwidgets.bus.scripts import EXTERNAL

    one, other = _twins(name)
    calls: list[tuple[Any, ...]] = []

    class Recording(redis.Redis):
        def execute_command(self, *args: Any, **options: Any) -> Any:
            calls.append(args)
            return super().execute_command(*args, **options)

    ours: list[float] = []
    raw: list[float] = []
    with Recording.from_url(url) as client:
        # An external job's epoch is the minute it is first told of.
        while time.time() % 60 > 59:
            time.sleep(0.1)
        for job in (one, other):
            publish_job_progress(client, job, "bench", step="begun")
        for i in range(count):
            calls.clear()
            began = time.perf_counter()
            publish_job_progress(client, one, "bench", progress=(i, count), message=f"at {i}")
            ours.append(time.perf_counter() - began)
            (call,) = [call for call in calls if call[1] == EXTERNAL.sha]
            again = _renamed(call, one, other)
            time.sleep(PAUSE)
            began = time.perf_counter()
            answer: Any = client.evalsha(*again)
            raw.append(time.perf_counter() - began)
            assert answer[0] == b"OK", answer
            time.sleep(PAUSE)
    return {"ours": Percentiles.of(ours)._asdict(), "raw": Percentiles.of(raw)._asdict()}


async def _many(url: str, name: str, kind: str, count: int) -> dict[str, float]:
    """Emit as fast as the loop allows and flush; then the same batches as bare EVALSHAs, one after the other."""
    one, other = _twins(name)
    client, calls = _recording(url)
    try:
        publisher = await _claimed(client, one)
        await _claimed(client, other)
        make = event_maker(kind)
        events = [make(i) for i in range(count)]
        calls.clear()
        cpu, began = time.process_time(), time.perf_counter()
        for i, event in enumerate(events):
            publisher.emit(event)
            if i % 500 == 499:
                await asyncio.sleep(0)
        await publisher.flush()
        took, used = time.perf_counter() - began, time.process_time() - cpu
        again = [_renamed(call, one, other) for call in calls]
        await publisher.aclose()
        cpu, began = time.process_time(), time.perf_counter()
        for call in again:
            answer = await client.evalsha(*call)  # type: ignore[misc]
            assert answer[0] == b"OK", answer
        raw, raw_used = time.perf_counter() - began, time.process_time() - cpu
    finally:
        await client.aclose()
    return {
        "rate": count / took,
        "cpu": used / count * 1e6,
        "calls": len(again),
        "raw_rate": count / raw,
        "raw_cpu": raw_used / count * 1e6,
    }


def _job(session: "Session", job: str, kind: str, count: int) -> dict[str, float]:
    """The same through a job's context in a real worker: ``talk`` is a coroutine, ``talk_plain`` a plain function in a
    process of its own, whose calls block."""
    said = session.launch(job, kind=kind, count=count).result(timeout=120)
    return {"rate": count / said["seconds"], "cpu": said["cpu"] / count * 1e6}


def event_maker(kind: str) -> "Callable[[int], Event]":
    """Makes the n-th event of a kind."""
    from jobwidgets.protocol import events as ev

    def step(i: int) -> "Event":
        status = "completed" if i // STEPS % 2 else "running"
        return ev.Step(job="", id=f"s{i % STEPS}", name=f"tool {i % STEPS}", status=status)

    def log(i: int) -> "Event":
        return ev.Log(job="", message=f"line {i} of what is going on")

    def text(i: int) -> "Event":
        return ev.Text(job="", delta=f"word{i % 10} ")

    return {"step": step, "log": log, "text": text}[kind]


def _twins(name: str) -> tuple[str, str]:
    """Two ids of the same length and shard: a call for one is a call for the other once the id is replaced."""
    from jobwidgets.bus.keys import shard_of

    first = f"bench-{name}-0000"
    others = (f"bench-{name}-{number:04}" for number in range(1, 10_000))
    return first, next(other for other in others if shard_of(other) == shard_of(first))


def _renamed(call: tuple[Any, ...], one: str, other: str) -> list[Any]:
    """The arguments of an EVALSHA, for the other job."""

    def renamed(part: Any) -> Any:
        if isinstance(part, str):
            return part.replace(one, other)
        return part.replace(one.encode(), other.encode()) if isinstance(part, bytes) else part

    return [renamed(part) for part in call[1:]]


def _recording(url: str) -> "tuple[redis.asyncio.Redis, list[tuple[Any, ...]]]":
    """A client as a worker has it, and the commands it has sent."""
    import redis.asyncio

    from jobwidgets.bus.connection import connect

    calls: list[tuple[Any, ...]] = []

    class Recording(redis.asyncio.Redis):
        async def execute_command(self, *args: Any, **options: Any) -> Any:
            calls.append(args)
            return await super().execute_command(*args, **options)

    return Recording.from_pool(connect(url).connection_pool), calls


async def _claimed(client: "redis.asyncio.Redis", job: str) -> "Publisher":
    from jobwidgets.bus.commands import JobBus
    from jobwidgets.bus.publisher import Publisher
    from jobwidgets.bus.scripts import APPEND
    from jobwidgets.protocol.errors import Fenced
    from jobwidgets.protocol.records import JobSpec

    def fenced(fence: Fenced) -> None:
        raise fence

    await client.script_load(APPEND.text)
    bus, token = JobBus(client), "0" * 32
    await bus.seed(JobSpec(job=job, type="bench", user="bench"), created=time.time())
    claim = await bus.claim(job, worker="bench", token=token, lease=600, beat=60, max_attempts=1)
    reading = await bus.read(job)
    assert reading is not None
    assert reading.snapshot is not None
    return Publisher(client, reading.snapshot, token=token, attempt=claim.attempt, on_fenced=fenced)


def targets(found: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    """The lines of the table at the top."""
    ratio = _ratio(found["one"], "step")
    lines = [
        ("Publish one event, p50, against a raw EVALSHA of it", f"≤ {RATIO:.0f} ×", f"{ratio:.2f} ×", ratio <= RATIO)
    ]
    for kind in KINDS:
        rate = median(r[kind]["rate"] for r in found["many"])
        lines.append(
            (f"Publish in batches, {kind} events, one process", f"≥ {RATE:,}/s", f"{rate:,.0f}/s", rate >= RATE)
        )
    return lines


def _ratio(rounds: list[dict[str, Any]], kind: str) -> float:
    return median(r[kind]["ours"]["p50"] / r[kind]["raw"]["p50"] for r in rounds)


def rows(found: dict[str, Any]) -> list[str]:
    """The section of the page."""

    def pair(rounds: list[dict[str, Any]], side: str) -> str:
        p50, p99 = (median(r[side][name] for r in rounds) for name in ("p50", "p99"))
        return f"{p50:.3f} / {p99:.3f}"

    def one(kind: str) -> str:
        rounds = [r[kind] for r in found["one"]]
        return f"| {kind} | {pair(rounds, 'raw')} | {pair(rounds, 'ours')} | {_ratio(found['one'], kind):.2f} |"

    sync = [{"sync": r} for r in found["sync"]]

    def many(kind: str) -> str:
        rounds = [r[kind] for r in found["many"]]
        rate, cpu, calls, raw, raw_cpu = (
            median(r[name] for r in rounds) for name in ("rate", "cpu", "calls", "raw_rate", "raw_cpu")
        )
        return f"| {kind} | {rate:,.0f} | {cpu:.1f} | {calls:,.0f} | {raw:,.0f} | {raw_cpu:.1f} |"

    def job(name: str, kind: str) -> str:
        rate, cpu = (median(r[name][kind][figure] for r in found["jobs"]) for figure in ("rate", "cpu"))
        what = {"talk": "`async def`", "talk_plain": "`def`, in its own process"}[name]
        return f"| {what} | {kind} | {rate:,.0f} | {cpu:.1f} |"

    return [
        "## Publishing",
        "",
        *paragraph(f"""
            One event: `Publisher.emit` and `flush`, {found["count"]:,} times, each followed by the EVALSHA it
            made: same script, arguments, client and process, sent bare for another job. `publish_job_progress`,
            with the blocking client, reads the job first: two calls. p50 / p99 in ms.
        """),
        "| event | raw EVALSHA | published | ratio of the p50 |",
        "|---|---|---|---|",
        *(one(kind) for kind in KINDS),
        f"| `publish_job_progress` | {pair(found['sync'], 'raw')} | {pair(found['sync'], 'ours')} "
        f"| {_ratio(sync, 'sync'):.2f} |",
        "",
        *paragraph(f"""
            {found["events"]:,} events as fast as the loop allows, until `flush` has returned; then the same
            batches as bare calls, one after the other. CPU: µs of this process per event. Steps and logs cannot
            be merged; text is, to few large events.
        """),
        "| events | published/s | CPU | calls | bare calls, events/s | CPU |",
        "|---|---|---|---|---|---|",
        *(many(kind) for kind in KINDS),
        "",
        *paragraph(f"""
            {found["told"]:,} events of one job in a worker, through its context (`ctx.emit`), until `ctx.flush`
            has returned, with the server recording beside it. CPU: µs an event of the process the function runs
            in: the worker itself, or the process of the plain function.
        """),
        "| job | events | events/s | CPU |",
        "|---|---|---|---|",
        *(job(name, kind) for name in ("talk", "talk_plain") for kind in KINDS),
        "",
    ]
