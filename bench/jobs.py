"""The jobs the benchmarks run: one that says when it began, beside the same as a plain docket task; two that talk."""

import asyncio
import os
import time
from functools import cache

import redis

from jobwidgets import JobContext, SyncJobContext, job

from .publishing import event_maker

BEGAN = "bench:began"


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(os.environ["REDIS_URL"])


@job
async def stamp(ctx: JobContext, number: int) -> None:
    """Note the moment."""
    _client().rpush(BEGAN, f"{number} {time.time()!r}")


async def stamp_task(number: int) -> None:
    """The same for docket alone."""
    _client().rpush(BEGAN, f"{number} {time.time()!r}")


@job
async def talk(ctx: JobContext, kind: str, count: int) -> dict[str, float]:
    """So many events as fast as they are taken. ``seconds`` until all are on Redis, and this process's CPU seconds."""
    make = event_maker(kind)
    cpu, began = time.process_time(), time.perf_counter()
    for i in range(count):
        ctx.emit(make(i))
        if i % 500 == 499:
            await asyncio.sleep(0)
    await ctx.flush()
    return {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}


@job
def talk_plain(ctx: SyncJobContext, kind: str, count: int) -> dict[str, float]:
    """The same in a process of its own, where every call returns when the worker has taken it."""
    make = event_maker(kind)
    cpu, began = time.process_time(), time.perf_counter()
    for i in range(count):
        ctx.emit(make(i))
    ctx.flush()
    return {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
