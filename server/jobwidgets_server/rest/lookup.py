"""One job from both places that know it: Redis (live) and the record (durable)."""

import asyncio
from typing import NamedTuple

from aiohttp import web
from msgspec.structs import replace

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.replies import Reading
from jobwidgets.protocol.errors import NotFound, Unavailable
from jobwidgets.protocol.records import JobRecord, JobSpec
from jobwidgets.protocol.state import JobSnapshot, Usage

from ..keys import BUS, STORE
from ..store import JobStore, StoredJob


class Found(NamedTuple):
    """A job of the user who asked. At least one of ``stored`` and ``reading`` is there; ``foreign``: the other one is
    the job of another user, who reports under an id that was used before."""

    job: str
    stored: StoredJob | None
    reading: Reading | None
    foreign: bool = False

    @property
    def live(self) -> Reading | None:
        """The reading, unless the record is further (Redis lost something)."""
        reading, stored = self.reading, self.stored
        if reading and stored and (reading.epoch, reading.seq) < (stored.epoch, stored.seq):
            return None
        return reading

    def snapshot(self) -> JobSnapshot:
        """The newest snapshot."""
        if (live := self.live) is not None and live.snapshot is not None:
            return live.snapshot
        assert self.stored is not None
        return self.stored.last_snapshot()


async def find(app: web.Application, user: str, job: str) -> Found:
    """The job, if ``user`` owns it.

    Raises `NotFound` (the same for a missing job and another user's) and `Unavailable` when neither place can
    be asked, or the one that can does not know the job.
    """
    store, bus = app[STORE], app[BUS]
    stored, reading = await asyncio.gather(_stored(store, job), _reading(bus, job))
    away = [answer for answer in (stored, reading) if isinstance(answer, Unavailable)]
    row = stored if isinstance(stored, StoredJob) else None
    live = reading if isinstance(reading, Reading) else None
    if stored is None and live is not None and not live.external:
        live = None  # what a failed launch left behind
    if row is None and live is None:
        raise away[0] if away else no_such_job(job)
    foreign = row is not None and live is not None and live.user != row.owner
    if foreign and row is not None:
        row, live = (row, None) if row.owner == user else (None, live)
    owner = live.user if live is not None else row.owner if row is not None else None
    if owner != user:
        raise no_such_job(job)
    return Found(job, row, live, foreign)


def no_such_job(job: str) -> NotFound:
    """What is answered for a missing job, for another user's, and for what a share token does not open."""
    return NotFound(f"You have no job {job!r}.", {"id": job})


async def _stored(store: JobStore, job: str) -> StoredJob | Unavailable | None:
    try:
        return await store.get(job)
    except Unavailable as why:
        return why


async def _reading(bus: JobBus, job: str) -> Reading | Unavailable | None:
    try:
        return await bus.read(job)
    except Unavailable as why:
        return why


async def full_record(app: web.Application, found: Found) -> JobRecord:
    """The job as REST answers it, with its snapshot."""
    stored, live = found.stored, found.live
    if live is None:
        assert stored is not None
        return stored.record()
    if stored is not None:
        known = stored.record()
    else:
        spec = await app[BUS].spec(found.job) or JobSpec(job=found.job, type=live.type, user=live.user)
        known = JobRecord(
            id=found.job,
            type=live.type,
            owner=live.user,
            state=live.state,
            params=spec.params,
            tags=spec.tags,
            priority=spec.priority,
            budget=spec.budget,
            parent=spec.parent,
        )
    snapshot = found.snapshot()
    step = snapshot.current_step()
    return replace(
        known,
        state=live.state,
        epoch=live.epoch,
        seq=live.seq,
        attempt=live.attempt,
        progress=snapshot.progress,
        step=step.name if step else None,
        reason=snapshot.reason,
        result=snapshot.result,
        error=snapshot.error,
        usage=snapshot.usage if snapshot.usage != Usage() else None,
        failures=snapshot.failures,
        input=snapshot.input,
        created=snapshot.created,
        started=snapshot.started,
        ended=snapshot.ended,
        snapshot=snapshot,
    )
