"""What a type checker sees of the public API; checked by pyright, never run."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, assert_type

import jobwidgets as jw
from jobwidgets.client.replayed import ReplayedJob
from jobwidgets.protocol.events import Event, JobError, JobState
from jobwidgets.protocol.memos import CheckpointMemo
from jobwidgets.protocol.records import History, JobRecord, ScheduleRecord
from jobwidgets.protocol.state import JobSnapshot, PendingInput
from jobwidgets.widgets.watched import WatchedJob
from jobwidgets.worker.children import ChildJob
from jobwidgets.worker.steps import StepHandle
from jobwidgets.worker.sync_context import SyncChildJob


@jw.job
async def research(ctx: jw.JobContext, question: str, depth: int = 3) -> dict[str, int]:
    with ctx.step("Round 1"):
        ctx.write(question)
        ctx.progress(1, depth)
    return {"answer": 42}


@jw.job("renamed", timeout=60, retries=2)
def plain(ctx: jw.SyncJobContext, n: int) -> int:
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
assert_type(jw.jobs(state="running"), jw.JobList)
assert_type(jw.jobs()[0], JobRecord)
records: list[JobRecord] = jw.jobs()
assert_type(jw.jobs(state=["failed"], since=timedelta(hours=2), text="x", mine=True), jw.JobList)
assert_type(jw.launch("search", at=datetime.now(), priority="high", max_tokens=1000, max_cost=0.5, key="k"), jw.Job)
many = jw.map(research, ["?", ("??", 2), {"question": "???"}], concurrency=4, key="k", depth=3)
assert_type(many, jw.JobMap)
assert_type(many[0], jw.Job)
assert_type(many[1:], list[jw.Job])
assert_type(many.wait(timeout=1.0), jw.JobMap)
assert_type(many.results(errors="none"), list[Any])
assert_type(many.counts, dict[str, int])
assert_type(job.question, PendingInput | None)
assert_type(job.answer("yes"), None)
assert_type(job.answer_pending, bool)
assert_type(job.retry(), jw.Job)
assert_type(job.save("run.jobcast"), Path)
played = jw.replay("run.jobcast", speed=None, start=False)
assert_type(played, ReplayedJob)
assert_type(played.wait(), ReplayedJob)
assert_type(played.position, int)
watched: WatchedJob = played
jw.Scrubber(job, position=3, speed=2.0)
assert_type(job.children, list[jw.Job])
assert_type(job.parent, str | None)
assert_type(job.history(), History)
assert_type(job.last_error, JobError | None)
assert_type(jw.schedule("morning", "0 8 * * 1-5", "search", query="?", timezone="Europe/Berlin"), ScheduleRecord)
assert_type(jw.schedules(), list[ScheduleRecord])
assert_type(jw.unschedule("morning"), None)


async def follow() -> None:
    assert_type(await job, Any)
    assert_type(await many, list[Any])
    async for event in job.events(after=3, epoch=1):
        assert_type(event, Event)


class Page:
    """No JSON: comes back as something else."""


async def fetch(url: str) -> dict[str, int]:
    return {url: 1}


async def fetch_page() -> Page:
    return Page()


def count(n: int) -> int:
    return n


def page() -> Page:
    return Page()


@jw.job
async def durable(ctx: jw.JobContext) -> None:
    assert_type(ctx.step("plain"), StepHandle)
    async with ctx.step("plain", detail={"a": 1}, parent="1.1") as step:
        assert_type(step, StepHandle)
    async with ctx.step("tool", arguments={"q": 1}) as step:
        assert_type(step.result([1]), None)
    assert_type(await ctx.step("fetch", fetch, "url"), dict[str, int])
    assert_type(await ctx.step("fetch", fetch, "url", key="k"), dict[str, int])
    assert_type(await ctx.step("count", count, 3), int)
    assert_type(await ctx.step("page", fetch_page), Any)
    assert_type(await ctx.step("page", page), Any)
    assert_type(await ctx.checkpoint({"n": 1}), int)
    assert_type(ctx.resumed_from, CheckpointMemo | None)
    assert_type(await ctx.ask("Go?", {"type": "boolean"}, timeout=5, default=False), Any)
    child = await ctx.launch("search", query="?", tags=["a"], priority="low")
    assert_type(child, ChildJob)
    assert_type(await ctx.launch(research, {"question": "?"}, key="k"), ChildJob)
    assert_type(await child, Any)
    assert_type(await child.result(), Any)
    assert_type(await child.cancel(), None)
    assert_type(await ctx.usage(input_tokens=3, cost=0.1), None)
    ctx.usage(output_tokens=3)
    assert_type(await ctx.flush(), None)
    assert_type(ctx.tags, list[str])
    assert_type(ctx.parent, str | None)


@jw.job
def durable_plain(ctx: jw.SyncJobContext) -> None:
    assert_type(ctx.step("plain", arguments=[1]), StepHandle)
    assert_type(ctx.step("count", count, 3, key="k"), int)
    assert_type(ctx.step("page", page), Any)
    assert_type(ctx.checkpoint({"n": 1}), int)
    assert_type(ctx.resumed_from, CheckpointMemo | None)
    assert_type(ctx.ask("Go?"), Any)
    child = ctx.launch("search", query="?")
    assert_type(child, SyncChildJob)
    assert_type(child.result(), Any)
    assert_type(child.cancel(), None)
    assert_type(ctx.usage(input_tokens=3), None)
    assert_type(ctx.flush(), None)
