"""From a launch to the first line of the job, and jobs a second through one worker; beside docket alone."""

import asyncio
import time
from statistics import median
from typing import TYPE_CHECKING, Any, cast

from .timing import Percentiles

if TYPE_CHECKING:
    from .stack import Stack

PACKAGES = ("pydocket", "sqlalchemy", "aiohttp")
PAUSE = 0.02


class _Began:
    """When each job began."""

    def __init__(self, stack: "Stack") -> None:
        import redis

        from .jobs import BEGAN

        self.key = BEGAN
        self.client = redis.Redis.from_url(stack.redis_url)
        self.client.delete(self.key)

    def wait(self, count: int, seconds: float = 120) -> dict[int, float]:
        deadline = time.monotonic() + seconds
        while self.client.llen(self.key) < count:
            if time.monotonic() > deadline:
                raise SystemExit(f"{self.client.llen(self.key)} of {count} jobs began")
            time.sleep(0.002)
        rows = [row.decode().split() for row in cast(list[bytes], self.client.lrange(self.key, 0, -1))]
        return {int(number): float(at) for number, at in rows}


def _rate(began: dict[int, float]) -> float:
    times = sorted(began.values())
    return (len(times) - 1) / (times[-1] - times[0])


async def _plain(stack: "Stack", count: int, many: int) -> tuple[Percentiles, float]:
    from docket import Docket

    from .jobs import stamp_task
    from .stack import running

    async with Docket(name="bench-plain", url=stack.redis_url) as docket:
        docket.register(stamp_task)
        with running(stack, "bench.docket_worker"):
            began = _Began(stack)
            await docket.add(stamp_task, key="warm")(-1)
            began.wait(1)
            asked: dict[int, float] = {}
            for number in range(count):
                asked[number] = time.time()
                await docket.add(stamp_task, key=f"one-{time.time_ns()}")(number)
                began.wait(number + 2)
                await asyncio.sleep(PAUSE)
            at = began.wait(count + 1)
            latency = Percentiles.of([at[number] - asked[number] for number in range(count)])
        # The backlog is there before its worker starts: what counts is how fast it is worked off.
        began = _Began(stack)
        for number in range(many):
            await docket.add(stamp_task, key=f"many-{time.time_ns()}")(number)
        with running(stack, "bench.docket_worker"):
            return latency, _rate(began.wait(many))


def _ours(stack: "Stack", count: int, many: int) -> tuple[Percentiles, Percentiles, float]:
    import httpx

    from .stack import running, wait_for_type

    worker = ("jobwidgets", "worker", "bench.jobs")
    headers = {"Authorization": f"Bearer {stack.token}"}
    with httpx.Client(base_url=stack.server_url, headers=headers, timeout=30) as http:

        def launch(number: int) -> None:
            answer = http.post("/api/jobs", json={"type": "stamp", "params": {"number": number}})
            answer.raise_for_status()

        with running(stack, *worker):
            wait_for_type(stack, "stamp")
            began = _Began(stack)
            launch(-1)
            began.wait(1)
            asked: dict[int, float] = {}
            calls: list[float] = []
            for number in range(count):
                asked[number] = time.time()
                launch(number)
                calls.append(time.time() - asked[number])
                began.wait(number + 2)
                time.sleep(PAUSE)
            at = began.wait(count + 1)
            latency = Percentiles.of([at[number] - asked[number] for number in range(count)])
        began = _Began(stack)
        for number in range(many):
            launch(number)
        with running(stack, *worker):
            return latency, Percentiles.of(calls), _rate(began.wait(many))


def measure(rounds: int, quick: bool) -> dict[str, Any]:
    """Interleaved rounds of 200 jobs one at a time and a backlog of 500. Latencies in ms, rates in jobs a second;
    ``call`` is the launch call itself."""
    from .stack import running_stack

    count, many = (20, 50) if quick else (200, 500)
    found = []
    with running_stack() as stack:
        for _ in range(rounds):
            plain, plain_rate = asyncio.run(_plain(stack, count, many))
            ours, call, our_rate = _ours(stack, count, many)
            found.append(
                {
                    "plain": plain._asdict(),
                    "ours": ours._asdict(),
                    "call": call._asdict(),
                    "plain_rate": plain_rate,
                    "our_rate": our_rate,
                }
            )
    return {"jobs": count, "backlog": many, "rounds": found}


def rows(found: dict[str, Any]) -> list[str]:
    """The section of the page."""
    rounds = found["rounds"]

    def pair(both: dict[str, float]) -> str:
        return f"{both['p50']:.1f} / {both['p99']:.1f}"

    ratio = median(r["ours"]["p50"] / r["plain"]["p50"] for r in rounds)
    added = median(r["ours"]["p50"] - r["plain"]["p50"] for r in rounds)
    work = median(1000 / r["our_rate"] - 1000 / r["plain_rate"] for r in rounds)
    return [
        "## Launch → first line of the job, and jobs a second",
        "",
        "One worker (8 slots), interleaved with docket alone (`docket.add` → task; same check interval, same slots).",
        f"Latency: {found['jobs']} jobs, one at a time: from before the call to the first line of the function; ours",
        "is all of `POST /api/jobs` (token, validation, SQL record on SQLite, keys on Redis, queue), claim and",
        f"attempt. Rate: a backlog of {found['backlog']} jobs worked off; ours writes claim, attempt, states and",
        "result of each. p50 / p99 in ms.",
        "",
        "| round | docket | jobwidgets | of that the call | docket jobs/s | jobwidgets jobs/s |",
        "|---|---|---|---|---|---|",
        *(
            f"| {i} | {pair(r['plain'])} | {pair(r['ours'])} | {pair(r['call'])} "
            f"| {r['plain_rate']:.0f} | {r['our_rate']:.0f} |"
            for i, r in enumerate(rounds, 1)
        ),
        "",
        f"Median: {ratio:.1f} × docket's own latency, {added:.1f} ms more; {work:.1f} ms more of a worker per job.",
        "",
    ]
