"""A plain docket worker, set up as its documentation says, with our check interval and concurrency."""

import asyncio
import os
from datetime import timedelta

from docket import Docket, Worker

from .jobs import stamp_task


async def main() -> None:
    """Run until killed."""
    async with Docket(name="bench-plain", url=os.environ["REDIS_URL"]) as docket:
        docket.register(stamp_task)
        async with Worker(docket, concurrency=8, minimum_check_interval=timedelta(milliseconds=25)) as worker:
            await worker.run_forever()


if __name__ == "__main__":
    asyncio.run(main())
