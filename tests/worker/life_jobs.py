"""Jobs that wait, resume, retry and spend, for tests with worker processes. Side effects go to files."""

import asyncio
import threading
import time
from typing import Any

from sample_jobs import note, there

from jobwidgets import JobContext, SyncJobContext, job
from jobwidgets.protocol.errors import BudgetExhausted


async def until_there(path: str) -> None:
    """Wait for a file."""
    while not there(path):
        await asyncio.sleep(0.02)


@job
async def asks(ctx: JobContext, trace: str, questions: int = 1) -> list[Any]:
    """Asks its user some questions, one after the other."""
    note(trace, f"start {ctx.attempt}")
    answers: list[Any] = []
    for i in range(questions):
        answers.append(await ctx.ask(f"Question {i}?", key=f"q{i}"))
        note(trace, f"answer {answers[-1]} in {ctx.attempt}")
    return answers


@job
async def asks_in_time(ctx: JobContext, seconds: float) -> Any:
    """Waits for an answer for so long only."""
    return await ctx.ask("Quick?", timeout=seconds, default="nobody")


@job
def asks_from_a_process(ctx: SyncJobContext, trace: str) -> Any:
    """A plain function that asks."""
    note(trace, f"start {ctx.attempt}")
    return ctx.ask("And you?", key="q0")


@job(timeout=2.0)
async def asks_under_a_timeout(ctx: JobContext, trace: str, gate: str) -> str:
    """Its time is for work, not for waiting."""
    note(trace, "start")
    await ctx.ask("Slowly?", key="q0")
    note(trace, "answered")
    await until_there(gate)
    return "done"


@job
async def parent(ctx: JobContext, kind: str = "child", trace: str = "", children: int = 1) -> list[Any]:
    """Launches children and waits for them together."""
    handles = [await ctx.launch(kind, {"trace": trace}) for _ in range(children)]
    return await asyncio.gather(*(handle.result() for handle in handles))


@job
async def child(ctx: JobContext, trace: str) -> str:
    """Comes to an end."""
    note(trace, f"child {ctx.id}")
    return "from the child"


@job
async def resumes(ctx: JobContext, trace: str, until: str) -> dict[str, Any]:
    """A memoised step, a checkpoint, then work that can be interrupted."""
    note(trace, f"start {ctx.attempt}")

    async def fetch() -> str:
        note(trace, f"fetch in {ctx.attempt}")
        ctx.write("fetched ")
        return "page"

    page = await ctx.step("fetch", fetch)
    was = ctx.resumed_from
    done = was.state["done"] if was is not None else 0
    for i in range(done, 3):
        note(trace, f"item {i} in {ctx.attempt}")
        ctx.write(f"item{i} ")
        await ctx.checkpoint({"done": i + 1})
        if i == 1:
            note(trace, f"between in {ctx.attempt}")
            await until_there(until)
    return {"page": page, "resumed": done}


@job
async def saves_on_the_way_out(ctx: JobContext, trace: str, until: str) -> str:
    """Keeps its state when it is stopped."""
    was = ctx.resumed_from
    count = was.state if was is not None else 0
    note(trace, f"start {ctx.attempt} from {count}")
    try:
        await until_there(until)
    except asyncio.CancelledError:
        number = await ctx.checkpoint(count + 1)
        note(trace, f"saved {number}")
        raise
    return f"resumed from {count}"


@job(retries=2, backoff=0.01)
async def fails_unless(ctx: JobContext, trace: str, until: str, good: str) -> str:
    """Waits for a file, then fails unless there is another one."""
    note(trace, f"start {ctx.attempt}")
    await until_there(until)
    if not there(good):
        raise RuntimeError(f"attempt {ctx.attempt} is bad")
    return "good"


@job(retries=3)
async def spends(ctx: JobContext) -> None:
    """Spends what it was not granted."""
    raise BudgetExhausted("100 of 10 tokens are used")


@job
async def crowd(ctx: JobContext, trace: str, until: str) -> None:
    """Notes when it comes and goes."""
    note(trace, "+")
    await until_there(until)
    note(trace, "-")


@job
async def brief(ctx: JobContext, trace: str, name: str = "") -> str:
    """Notes that it ran."""
    note(trace, f"+{name}")
    await asyncio.sleep(0.1)
    note(trace, f"-{name}")
    return name


@job
async def counts(ctx: JobContext, trace: str, until: str) -> int:
    """Writes numbers; one memoised step at the beginning."""
    note(trace, f"start {ctx.attempt}")
    first = await ctx.step("first", lambda: note(trace, "step") or 7)
    count = 0
    while not there(until):
        ctx.write(f"{count} ")
        count += 1
        await asyncio.sleep(0.01)
    return first * 1_000_000 + count


@job
async def gives_up(ctx: JobContext, again: bool = False) -> Any:
    """Waits for an answer no longer than it likes, then perhaps asks something else."""
    try:
        await asyncio.wait_for(ctx.ask("Now?", key="q0"), 0.2)
    except TimeoutError:
        return await ctx.ask("And now?", key="q1") if again else "gave up"


@job
async def leaves_a_question(ctx: JobContext) -> str:
    """Returns while a task of it still asks."""
    left.append(asyncio.create_task(ctx.ask("Anybody?", key="q0")))
    await asyncio.sleep(0.2)
    return "left"


@job
def leaves_a_question_behind(ctx: SyncJobContext) -> str:
    """The same with a thread of a process."""
    threading.Thread(target=ctx.ask, args=("Anybody?",), daemon=True).start()
    time.sleep(0.2)
    return "left"


left: list[object] = []
"""Tasks are kept alive by those who know them."""
