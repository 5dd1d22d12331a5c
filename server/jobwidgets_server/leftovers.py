"""After Redis has started anew, with whatever copy it had: no keys of a finished job may live on for ever.

The record finds jobs that Redis lost; this is the other direction, which only Redis can be asked for. All jobs' keys
are looked at once. Where the record has the job's end an older copy goes, and an end that nobody let expire gets a
mark, by which the recorder does.
"""

from typing import cast

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.connection import translated
from jobwidgets.bus.keys import JobKeys
from jobwidgets.protocol.events import JobState

from .peek import mark, peek, remove
from .repairs import Repairs
from .store import JobStore
from .store.models import CREATING

_PATTERN = "jw:{j*}:ctl:*"
_PAGE = 500


async def sweep(bus: JobBus, store: JobStore, repairs: Repairs) -> int:
    """Look at every job on Redis once; how many jobs there were."""
    seen: int = 0
    jobs: list[str] = []
    with translated():
        async for key in bus.redis.scan_iter(match=_PATTERN, count=_PAGE):
            jobs.append(cast(bytes, key).decode().split(":ctl:", 1)[1])
            if len(jobs) >= _PAGE:
                seen += len(jobs)
                await _page(bus, store, repairs, jobs)
                jobs = []
    if jobs:
        await _page(bus, store, repairs, jobs)
    return seen + len(jobs)


async def _lasting(bus: JobBus, jobs: list[str]) -> list[str]:
    if not jobs:
        return []
    with translated():
        async with bus.redis.pipeline(transaction=False) as pipe:
            for job in jobs:
                pipe.ttl(JobKeys.of(job).ctl)
            ttls = await pipe.execute()
    return [job for job, ttl in zip(jobs, ttls, strict=True) if ttl == -1]


async def _page(bus: JobBus, store: JobStore, repairs: Repairs, jobs: list[str]) -> None:
    positions = await store.positions(jobs)
    over = {job: at for job, at in positions.items() if at.state != CREATING and JobState(at.state).terminal}
    # Last, because the recorder may be about to let a job expire.
    for there in await peek(bus, await _lasting(bus, list(over))):
        if there is None:
            continue
        recorded = over[there.job]
        if there.position < (recorded.epoch, recorded.seq):
            if await remove(bus, there.job, there.epoch, there.seq):
                repairs.tell("removed", there.job, was=str(there.state), recorded=recorded.state)
        elif await mark(bus, there):
            repairs.tell("marked", there.job)
