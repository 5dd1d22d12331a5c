"""What a type checker sees of the public API; checked by pyright, never run."""

from typing import Any, assert_type

import jobwidgets as jw
from jobwidgets.protocol.events import Event, JobState
from jobwidgets.protocol.records import JobRecord
from jobwidgets.protocol.state import JobSnapshot


@jw.job
async def research(ctx: jw.JobContext, question: str, depth: int = 3) -> dict[str, int]:
    with ctx.step("Round 1"):
        ctx.write(question)
        ctx.progress(1, depth)
    return {"answer": 42}


@jw.job("renamed", timeout=60, retries=2)
def plain(ctx: jw.JobContext, n: int) -> int:
    ctx.log("counting", level="warning")
    return n


job = jw.launch("search", query="?")
assert_type(job, jw.Job)
assert_type(jw.launch(research, question="?", tags=["a"]), jw.Job)
assert_type(job.state, JobState)
assert_type(job.progress, float | None)
assert_type(job.step, str | None)
assert_type(job.text, str)
assert_type(job.snapshot, JobSnapshot)
assert_type(job.wait(timeout=1.0), jw.Job)
assert_type(job.result(), Any)
assert_type(jw.attach("id"), jw.Job)
assert_type(jw.jobs(state="running"), list[JobRecord])


async def follow() -> None:
    assert_type(await job, Any)
    async for event in job.events():
        assert_type(event, Event)
