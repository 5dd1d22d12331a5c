"""Jobs for the tests on real parts."""

import asyncio

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
