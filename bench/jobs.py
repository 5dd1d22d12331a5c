"""What the delivery benchmark runs: a job, and the same as a plain docket task, that say when they began."""

import os
import time
from functools import cache

import redis

from jobwidgets import JobContext, job

BEGAN = "bench:began"


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(os.environ["REDIS_URL"])


@job
async def stamp(ctx: JobContext, number: int) -> None:
    """Note the moment."""
    _client().rpush(BEGAN, f"{number} {time.time()!r}")


async def stamp_task(number: int) -> None:
    """The same for docket alone."""
    _client().rpush(BEGAN, f"{number} {time.time()!r}")
