"""A server beside others that leaves the record to them."""

import asyncio

from msgspec.structs import replace

from .conftest import running

LOOPS = {"recorder", "reconciler", "schedules", "retention"}


def at_work() -> set[str]:
    return {task.get_name() for task in asyncio.all_tasks()} & LOOPS


async def test_a_server_that_only_serves_runs_no_loops(settings):
    """With ``record`` off nothing records, repairs, schedules or cleans up; requests are answered all the same."""
    async with running(settings):
        assert at_work() == LOOPS
    async with running(replace(settings, record=False)) as server:
        assert not at_work()
        assert (await server.get("/healthz")).status == 200
