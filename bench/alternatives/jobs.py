"""Our jobs: as progress, of which readers need the latest, and as steps, of which they get each."""

import os

from jobwidgets import JobContext, job
from jobwidgets.protocol import events as ev

from .telling import Told


@job
async def tell_progress(ctx: JobContext, run: str, rate: float, seconds: float) -> None:
    """The updates, with ``ctx.progress``."""
    told = Told(os.environ["REDIS_URL"], run, rate, seconds)
    await told.all_async(lambda number: ctx.progress(number, 1e9))
    await ctx.flush()
    told.report()


@job
async def tell_step(ctx: JobContext, run: str, rate: float, seconds: float) -> None:
    """The updates, each an event of a step."""
    told = Told(os.environ["REDIS_URL"], run, rate, seconds)
    await told.all_async(lambda number: ctx.emit(ev.Step(job=ctx.id, id="s", name="step", detail=number)))
    await ctx.flush()
    told.report()
