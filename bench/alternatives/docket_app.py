"""A docket worker whose task tells with docket's own ``Progress``."""

import asyncio
import os
from datetime import timedelta

from docket import Docket, Progress, Worker

from .telling import Told

NAME = "bench-progress"


async def tell(run: str, rate: float, seconds: float, progress: Progress = Progress()) -> None:  # noqa: B008 - docket's way
    """The updates, with ``increment``."""
    told = Told(os.environ["REDIS_URL"], run, rate, seconds)
    await told.all_async(lambda number: progress.increment())
    told.report()


async def main() -> None:
    """Run until killed."""
    async with Docket(name=NAME, url=os.environ["REDIS_URL"]) as docket:
        docket.register(tell)
        async with Worker(docket, minimum_check_interval=timedelta(milliseconds=25)) as worker:
            await worker.run_forever()


if __name__ == "__main__":
    asyncio.run(main())
