"""Jobs that worker processes of the tests run. Side effects go to files named by a parameter."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from jobwidgets.protocol.errors import Fenced
from jobwidgets.worker.context import JobContext
from jobwidgets.worker.registry import job
from jobwidgets.worker.sync_context import SyncJobContext


def note(trace: str, what: str) -> None:
    """Append one line to a file, atomically."""
    with Path(trace).open("a") as file:
        file.write(f"{what}\n")


def there(path: str) -> bool:
    """Whether a test has made a file."""
    return Path(path).exists()


@job
async def talk(ctx: JobContext, words: int = 3) -> dict[str, int]:
    with ctx.step("speak", detail={"words": words}):
        for i in range(words):
            ctx.write(f"word{i} ")
            ctx.progress(i + 1, words)
    ctx.usage(output_tokens=words)
    return {"words": words}


@job
def compute(ctx: SyncJobContext, a: int, b: int = 2) -> dict[str, int]:
    print("from stdout")
    print("from stderr", file=sys.stderr)
    with ctx.step("add"):
        ctx.write("adding")
    ctx.flush()
    return {"sum": a + b, "pid": os.getpid()}


@job
async def boom(ctx: JobContext) -> None:
    with ctx.step("fragile"):
        ctx.write("before")
        raise ValueError("it broke")


@job("sync-boom")
def sync_boom(ctx: SyncJobContext) -> None:
    raise KeyError("lost")


@job
async def exits(ctx: JobContext) -> None:
    sys.exit(3)


@job
def dies(ctx: SyncJobContext) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@job
async def unwritable(ctx: JobContext) -> object:
    return object()


@job(retries=2)
async def flaky(ctx: JobContext, trace: str) -> int:
    note(trace, f"attempt {ctx.attempt}")
    if ctx.attempt < 2:
        raise RuntimeError("try again")
    return ctx.attempt


@job
async def hold(ctx: JobContext, trace: str, until: str) -> str:
    """Runs until a file appears; says how it was stopped otherwise."""
    try:
        with ctx.step("hold"):
            ctx.write(f"holding in attempt {ctx.attempt}. ")
            await ctx.flush()
            note(trace, f"start {ctx.attempt}")
            while not there(until):
                await asyncio.sleep(0.02)
    except asyncio.CancelledError:
        note(trace, f"stopped {ctx.attempt}")
        raise
    note(trace, f"end {ctx.attempt}")
    return f"attempt {ctx.attempt}"


@job(retries=5)
async def fails_later(ctx: JobContext, trace: str, until: str) -> None:
    """Fails as soon as a file appears."""
    note(trace, f"start {ctx.attempt}")
    while not there(until):
        await asyncio.sleep(0.02)
    raise RuntimeError("too bad")


@job
async def stubborn(ctx: JobContext, trace: str) -> None:
    """Ignores being cancelled once."""
    note(trace, "start")
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        note(trace, "ignored")
    await asyncio.sleep(60)


@job
def spin(ctx: SyncJobContext, trace: str) -> None:
    """A loop that only a signal can end."""
    ctx.write("spinning")
    ctx.flush()
    note(trace, f"pid {os.getpid()}")
    with ctx.step("spin"):
        while True:
            pass


@job
def deaf(ctx: SyncJobContext, trace: str) -> None:
    """Ignores SIGTERM."""
    ctx.flush()
    note(trace, f"pid {os.getpid()}")
    while True:
        try:
            time.sleep(60)
        except SystemExit:
            note(trace, "ignored")


@job
async def block(ctx: JobContext, trace: str, seconds: float) -> None:
    """Blocks the worker's event loop."""
    note(trace, f"start {ctx.attempt}")
    time.sleep(seconds)  # noqa: ASYNC251  that is the point
    note(trace, f"end {ctx.attempt}")


@job
async def stream(ctx: JobContext, trace: str, until: str) -> int:
    """Writes numbers as long as it runs."""
    note(trace, f"start {ctx.attempt}")
    count = 0
    while not there(until):
        ctx.write(f"{count} ")
        count += 1
        await asyncio.sleep(0.01)
    return count


@job(timeout=0.3)
async def slow(ctx: JobContext) -> None:
    await asyncio.sleep(60)


@job
async def poison(ctx: JobContext, trace: str) -> None:
    """Kills its worker."""
    note(trace, f"start {ctx.attempt}")
    await ctx.flush()
    os.kill(os.getpid(), signal.SIGKILL)


@job
async def threads(ctx: JobContext) -> None:
    """Speaks from another thread."""
    await asyncio.to_thread(ctx.write, "from a thread")
    await asyncio.sleep(0.05)


@job
async def immortal(ctx: JobContext, trace: str) -> None:
    """Survives every cancellation."""
    note(trace, "start")
    while True:
        try:
            await asyncio.sleep(0.1)
            ctx.write("still here ")
        except asyncio.CancelledError:
            continue
        except Fenced as why:
            note(trace, f"refused {type(why).__name__}")
