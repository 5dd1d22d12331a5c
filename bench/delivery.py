"""From a launch to the first line of the job, and jobs a second through one worker; beside docket alone."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, cast

import httpx
import redis
from docket import Docket

from .jobs import BEGAN, stamp_task
from .latency import Percentiles
from .stack import Stack

PAUSE = 0.02


class Delivery(NamedTuple):
    """One round. Latencies in milliseconds, rates in jobs a second; ``call`` is the launch call itself."""

    plain: Percentiles
    ours: Percentiles
    call: Percentiles
    plain_rate: float
    our_rate: float


@contextmanager
def _worker(stack: Stack, *argv: str) -> Iterator[None]:
    environment = {**os.environ, "REDIS_URL": stack.redis_url}
    process = subprocess.Popen([sys.executable, "-m", *argv], env=environment, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


class _Began:
    """When each job began."""

    def __init__(self, stack: Stack) -> None:
        self.client = redis.Redis.from_url(stack.redis_url)
        self.client.delete(BEGAN)

    def wait(self, count: int, seconds: float = 120) -> dict[int, float]:
        deadline = time.monotonic() + seconds
        while self.client.llen(BEGAN) < count:
            if time.monotonic() > deadline:
                raise SystemExit(f"{self.client.llen(BEGAN)} of {count} jobs began")
            time.sleep(0.002)
        rows = [row.decode().split() for row in cast(list[bytes], self.client.lrange(BEGAN, 0, -1))]
        return {int(number): float(at) for number, at in rows}


def _rate(began: dict[int, float]) -> float:
    times = sorted(began.values())
    return (len(times) - 1) / (times[-1] - times[0])


async def _plain(stack: Stack, count: int, many: int) -> tuple[Percentiles, float]:
    async with Docket(name="bench-plain", url=stack.redis_url) as docket:
        docket.register(stamp_task)
        with _worker(stack, "bench.docket_worker"):
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
        with _worker(stack, "bench.docket_worker"):
            return latency, _rate(began.wait(many))


def _ours(stack: Stack, count: int, many: int) -> tuple[Percentiles, Percentiles, float]:
    worker = ("jobwidgets", "worker", "bench.jobs")
    headers = {"Authorization": f"Bearer {stack.token}"}
    with httpx.Client(base_url=stack.server_url, headers=headers, timeout=30) as http:

        def launch(number: int) -> None:
            answer = http.post("/api/jobs", json={"type": "stamp", "params": {"number": number}})
            answer.raise_for_status()

        def known() -> bool:
            return any(kind["name"] == "stamp" for kind in http.get("/api/types").json()["types"])

        with _worker(stack, *worker):
            while not known():
                time.sleep(0.05)
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
        with _worker(stack, *worker):
            return latency, Percentiles.of(calls), _rate(began.wait(many))


def measure(stack: Stack, rounds: int = 3, count: int = 200, many: int = 500) -> list[Delivery]:
    """Interleaved rounds."""
    found = []
    for _ in range(rounds):
        plain, plain_rate = asyncio.run(_plain(stack, count, many))
        ours, call, our_rate = _ours(stack, count, many)
        found.append(Delivery(plain, ours, call, plain_rate, our_rate))
    return found
