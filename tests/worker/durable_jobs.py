"""Jobs of memoised steps that kill their worker in the middle of some of them, for tests with worker processes."""

import os
import signal
from pathlib import Path

from sample_jobs import note

from jobwidgets import JobContext, SyncJobContext, job

FATAL = ("a2", "b1")


def dies_here(trace: str, part: str) -> bool:
    """Whether the worker is to be killed now: the first time such a part runs."""
    note(trace, part)
    return part in FATAL and Path(trace).read_text().split().count(part) == 1


@job
async def book(ctx: JobContext, trace: str) -> list[str]:
    """Two chapters of two parts, a checkpoint between them."""

    async def part(name: str) -> str:
        ctx.write(f"<{name}>")
        await ctx.flush()
        if dies_here(trace, name):
            os.kill(os.getpid(), signal.SIGKILL)
        return name.upper()

    async def chapter(name: str) -> str:
        return await ctx.step("part", part, f"{name}1") + await ctx.step("part", part, f"{name}2")

    first = await ctx.step("chapter", chapter, "a")
    if ctx.resumed_from is None:
        await ctx.checkpoint("between")
    return [first, await ctx.step("chapter", chapter, "b")]


@job
def plain_book(ctx: SyncJobContext, trace: str) -> list[str]:
    """The same in a process of its own."""

    def part(name: str) -> str:
        ctx.write(f"<{name}>")
        ctx.flush()
        if dies_here(trace, name):
            os.kill(os.getppid(), signal.SIGKILL)
            signal.pause()  # until the worker's end ends us
        return name.upper()

    def chapter(name: str) -> str:
        return ctx.step("part", part, f"{name}1") + ctx.step("part", part, f"{name}2")

    first = ctx.step("chapter", chapter, "a")
    if ctx.resumed_from is None:
        ctx.checkpoint("between")
    return [first, ctx.step("chapter", chapter, "b")]
