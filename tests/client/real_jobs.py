"""Jobs for the tests on real parts."""

import asyncio
from typing import Any

from jobwidgets.protocol.records import Backoff
from jobwidgets.worker.context import JobContext
from jobwidgets.worker.registry import job


@job
async def counting(ctx: JobContext, count: int, pause: float = 0.0) -> int:
    """Writes the numbers from 0, one by one."""
    with ctx.step("counting"):
        for n in range(count):
            ctx.write(f"{n} ")
            ctx.progress(n + 1, count)
            await asyncio.sleep(pause)
    return count


@job
async def breaking(ctx: JobContext) -> None:
    """Fails."""
    raise ValueError("broken on purpose")


@job
async def endless(ctx: JobContext) -> None:
    """Runs until it is cancelled."""
    ctx.write("here")
    await asyncio.sleep(3600)


@job
async def asking(ctx: JobContext) -> Any:
    """Returns what it was answered."""
    ctx.write("before ")
    said = await ctx.ask("Proceed?", {"enum": ["yes", "no"]})
    ctx.write(str(said))
    return said


@job(retries=2, backoff=Backoff(first=0.1))
async def stumbling(ctx: JobContext) -> int:
    """Succeeds at the second attempt."""
    if ctx.attempt == 1:
        raise ValueError("not yet")
    return ctx.attempt


@job
async def gathering(ctx: JobContext, count: int) -> list[Any]:
    """Has its children count."""
    children = [await ctx.launch("counting", count=n) for n in range(count)]
    return [await child.result() for child in children]


@job
async def squaring(ctx: JobContext, n: int, pause: float = 0.0, bad: int | None = None) -> dict[str, int]:
    """Fails where ``n`` is ``bad``."""
    ctx.progress(1, 2)
    await asyncio.sleep(pause)
    if n == bad:
        raise ValueError(f"{n} is bad")
    return {"square": n * n}
