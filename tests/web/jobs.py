"""Jobs for the tests of the web page. They run in the test's own process: a test opens the gates they wait at."""

import asyncio
import threading

from jobwidgets.worker.context import JobContext
from jobwidgets.worker.registry import job

enough = threading.Event()
"""Set: `counting` ends."""


@job
async def counting(ctx: JobContext) -> int:
    """Writes the numbers from 0, until it is enough."""
    n = 0
    while not enough.is_set():
        ctx.write(f"{n} ")
        ctx.progress(min(n, 99), 100)
        n += 1
        await asyncio.sleep(0.02)
    return n


@job
async def endless(ctx: JobContext, topic: str = "nothing") -> None:
    """Runs until it is cancelled."""
    with ctx.step("thinking"):
        ctx.write("here")
        await asyncio.sleep(3600)


@job
async def asking(ctx: JobContext) -> str:
    """Returns what it was answered."""
    ctx.write("Before I go on: ")
    said = await ctx.ask("Which colour?", {"enum": ["red", "green"]})
    ctx.write(f"{said} it is.")
    return f"painted {said}"


@job
async def breaking(ctx: JobContext) -> None:
    """Fails."""
    raise ValueError("broken on purpose")


@job
async def drawing(ctx: JobContext) -> None:
    """Shows figures that are drawn by libraries."""
    bars = [{"type": "bar", "x": ["ebb", "flood"], "y": [2, 3]}]
    ctx.artifact("bars", {"data": bars, "layout": {"title": {"text": "Tides"}}}, "application/vnd.plotly.v1+json")
    points = {"values": [{"hour": 1, "level": 3}, {"hour": 2, "level": 5}]}
    axes = {name: {"field": field, "type": "quantitative"} for name, field in (("x", "hour"), ("y", "level"))}
    ctx.artifact("line", {"data": points, "mark": "line", "encoding": axes}, "application/vnd.vegalite.v5+json")


@job
async def survey(ctx: JobContext, question: str, sources: list[str], depth: int = 2) -> str:
    """Looks like an agent at work: for the pictures."""
    with ctx.step("Plan", detail="3 sources, 2 rounds"):
        ctx.log("planned the rounds")
    with ctx.step("Read the sources"):
        for source in sources:
            with ctx.step(f"read {source}"):
                ctx.log(f"fetched {source}")
                await asyncio.sleep(0.05)
    ctx.progress(2, 3, message="Writing the summary")
    with ctx.step("Write the summary"):
        ctx.write(
            "Tides follow the moon because its pull is stronger on the near side of the Earth than on the far side.\n\n"
            "Three things shape what one sees at a given coast:\n\n"
            "- the *phase* of the moon: spring tides at new and full moon,\n"
            "- the **shape of the sea floor**, which delays and lifts the wave,\n"
            "- the weather: a low pressure of 20 hPa lifts the sea by about 20 cm.\n"
        )
        if depth > 2:
            await asyncio.sleep(3600)
    return "See above."
