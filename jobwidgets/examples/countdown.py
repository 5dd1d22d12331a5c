"""`countdown`: the smallest job with steps, progress and text. For trying things out, and for tests."""

import asyncio
from typing import Annotated

from pydantic import Field

from jobwidgets.worker.context import JobContext
from jobwidgets.worker.registry import job


@job
async def countdown(
    ctx: JobContext,
    steps: Annotated[int, Field(ge=1, le=1000)] = 5,
    seconds: Annotated[float, Field(ge=0, le=86400)] = 5.0,
    text: str = "Lift-off!",
    fail_at: int | None = None,
) -> str:
    """Count ``steps`` down to zero in ``seconds``, then write ``text``.

    With ``fail_at=n`` it raises a `RuntimeError` when it comes to n.
    """
    for number in range(steps, 0, -1):
        with ctx.step(f"T minus {number}"):
            if number == fail_at:
                raise RuntimeError(f"held at T minus {number}")
            ctx.write(f"{number} … ")
            await asyncio.sleep(seconds / steps)
        ctx.progress(steps - number + 1, total=steps)
    ctx.write(f"{text}\n")
    return text
