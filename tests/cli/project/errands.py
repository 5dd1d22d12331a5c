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


@jw.job
async def consult(ctx, choices: list | None = None) -> object:
    said = await ctx.ask("Which way?", {"enum": choices} if choices else {"type": "string"})
    ctx.write(f"going {said}")
    return said


@jw.job(retries=1)
async def trip(ctx) -> int:
    ctx.write(f"attempt {ctx.attempt}")
    await ctx.checkpoint({"n": 1})
    if ctx.attempt == 1:
        raise RuntimeError("over my own feet")
    return ctx.attempt


@jw.job
async def delegate(ctx) -> object:
    child = await ctx.launch("greet", name="child")
    return await child.result()
