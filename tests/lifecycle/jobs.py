"""Jobs whose life the tests follow. What they do outside (a line in a file per run) shows what ran how often."""

import asyncio
import os
import signal
import time
from pathlib import Path

from jobwidgets import JobContext, SyncJobContext, job


def note(path: str, word: str) -> None:
    """Append a line: visible to the test, whatever becomes of the process."""
    with Path(path).open("a") as out:
        out.write(f"{word}\n")


async def until(path: str) -> None:
    """Wait for the test to make this file."""
    while not os.access(path, os.R_OK):
        await asyncio.sleep(0.02)


@job
async def chapters(ctx: JobContext, diary: str, gate: str, count: int = 4, stop_at: int = 2) -> list[str]:
    """Memoised steps with text in each; waits for ``gate`` before step ``stop_at``."""

    async def write(number: int) -> str:
        note(diary, f"chapter {number}")
        ctx.write(f"[{number}]")
        return f"c{number}"

    written = []
    for number in range(count):
        if number == stop_at:
            ctx.write("~")
            note(diary, f"waiting {ctx.attempt}")
            await until(gate)
        written.append(await ctx.step("write", write, number))
    return written


@job
async def counting(ctx: JobContext, diary: str, gate: str, count: int = 6, stop_at: int = 4) -> int:
    """Goes on from its checkpoint; waits for ``gate`` at ``stop_at``."""
    start = ctx.resumed_from.state if ctx.resumed_from else 0
    note(diary, f"from {start}")
    for number in range(start, count):
        if number == stop_at:
            ctx.write("lost ")
            await ctx.flush()
            note(diary, f"waiting {ctx.attempt}")
            await until(gate)
        ctx.write(f"{number} ")
        ctx.progress(number + 1, count)
        await ctx.checkpoint(number + 1)
    return count


@job
async def deadly(ctx: JobContext, diary: str) -> None:
    """Kills its worker each time."""
    note(diary, f"attempt {ctx.attempt}")
    ctx.write("about to ")
    await ctx.flush()
    os.kill(os.getpid(), signal.SIGKILL)


@job
async def patient(ctx: JobContext, gate: str) -> str:
    """Runs until the test says so."""
    ctx.write("started ")
    await ctx.flush()
    await until(gate)
    ctx.write("done")
    return "done"


@job
def stubborn(ctx: SyncJobContext, diary: str) -> None:
    """A plain function that never looks up."""
    ctx.write("partial")
    ctx.flush()
    note(diary, str(os.getpid()))
    while True:
        time.sleep(0.05)


@job
async def asking(ctx: JobContext, diary: str, patience: float | None = None) -> str:
    """Asks whether to go on."""
    note(diary, f"attempt {ctx.attempt}")
    ctx.write("before ")
    schema = {"type": "string", "enum": ["yes", "no"]}
    said = await ctx.ask("Proceed?", schema, timeout=patience, default="nobody")
    ctx.write(f"said {said}")
    return said


@job
def asking_plainly(ctx: SyncJobContext) -> int:
    """The same from a plain function in its own process."""
    return ctx.ask("How many?", {"type": "integer"}) * 2


@job(retries=3, backoff=0.05)
async def flaky(ctx: JobContext, diary: str, failures: int = 2) -> int:
    """Fails some times, then completes."""
    note(diary, f"attempt {ctx.attempt}")
    if ctx.attempt <= failures:
        raise RuntimeError(f"failure {ctx.attempt}")
    return ctx.attempt


@job
async def family(ctx: JobContext, gate: str, depth: int = 1, wait: bool = True) -> list[str]:
    """Launches two children, each again down to ``depth``."""
    if depth == 0:
        await until(gate)
        return [ctx.id]
    children = [await ctx.launch("family", {"gate": gate, "depth": depth - 1}, tags=["child"]) for _ in range(2)]
    if not wait:
        return [child.id for child in children]
    return [ctx.id] + [name for child in children for name in await child.result()]


@job
async def spending(ctx: JobContext) -> int:
    """Uses 100 tokens a turn, five turns."""
    for turn in range(5):
        ctx.write(f"turn {turn} ")
        await ctx.usage(input_tokens=60, output_tokens=40)
    return 500


@job(max_running=2)
async def crowded(ctx: JobContext, diary: str, gate: str) -> None:
    """At most two at a time."""
    note(diary, "in")
    await until(gate)
    note(diary, "out")


@job
async def quick(ctx: JobContext, diary: str, word: str = "ran") -> str:
    """Says that it ran."""
    note(diary, word)
    return word
