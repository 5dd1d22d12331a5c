"""Another module of jobs, for a worker that does not know the first."""

from jobwidgets.worker.context import JobContext
from jobwidgets.worker.registry import job


@job
async def elsewhere(ctx: JobContext) -> str:
    return "here"
