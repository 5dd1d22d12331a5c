"""Jobs of a user's own, in a directory of his own."""

import asyncio
import os

import jobwidgets as jw


@jw.job
async def greet(ctx, name: str = "you") -> str:
    with ctx.step("say it", detail={"name": name}):
        ctx.write(f"Hello, {name}.\nHow are you?")
        ctx.progress(1.0)
    return f"in {os.getcwd()}"


@jw.job
async def dawdle(ctx, seconds: float = 60.0) -> None:
    with ctx.step("dawdle"):
        ctx.progress(0.25, message="under way")
        await asyncio.sleep(seconds)


@jw.job
async def stumble(ctx) -> None:
    with ctx.step("stumble"):
        raise RuntimeError("over my own feet")
