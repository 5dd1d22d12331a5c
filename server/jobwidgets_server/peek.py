"""A cheap look at many jobs on Redis: the fields the repairs need, without snapshot and text, one pipeline."""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import msgspec
from redis.exceptions import WatchError

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.connection import translated
from jobwidgets.bus.keys import JobKeys
from jobwidgets.bus.layout import delta
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.state import JobSnapshot

from .store import StoredJob

_FIELDS = (
    "epoch",
    "seq",
    "state",
    "attempt",
    "generation",
    "queue",
    "user",
    "external",
    "children",
    "token",
    "lease",
    "not_before",
    "updated",
)

_CHILD = "child:"
"""How a child's field of the snapshot begins (`bus.layout`)."""


class Peek(NamedTuple):
    """Where a job stands on Redis. ``lease`` (when it ends), ``not_before`` and ``updated`` in seconds since 1970."""

    job: str
    epoch: int
    seq: int
    state: JobState
    attempt: int
    generation: int
    lane: str
    user: str
    external: bool
    children: int
    token: str | None
    lease: float
    not_before: float | None
    updated: float

    @property
    def position(self) -> tuple[int, int]:
        """What is compared with the record's."""
        return self.epoch, self.seq


async def peek(bus: JobBus, jobs: Sequence[str]) -> list[Peek | None]:
    """Each job, None where Redis does not know it (or has something under its name that is no job)."""
    if not jobs:
        return []
    with translated():
        async with bus.redis.pipeline(transaction=False) as pipe:
            for job in jobs:
                pipe.hmget(JobKeys.of(job).ctl, *_FIELDS)
            rows = await pipe.execute(raise_on_error=False)
        for row in rows:
            if isinstance(row, Exception) and not str(row).startswith("WRONGTYPE"):
                raise row
    return [_peek(job, row) for job, row in zip(jobs, rows, strict=True)]


async def peek_one(bus: JobBus, job: str) -> Peek | None:
    """One job."""
    return (await peek(bus, [job]))[0]


async def redis_time(bus: JobBus) -> float:
    """Redis's clock, by which leases end."""
    with translated():
        seconds, micros = await bus.redis.time()
    return seconds + micros / 1e6


async def announced_children(bus: JobBus, job: str) -> list[str]:
    """The ids of the jobs that the job has launched or wants to be launched."""
    with translated():
        names = await cast(Any, bus.redis.hkeys(JobKeys.of(job).snap))
    return [name.decode().removeprefix(_CHILD) for name in names if name.startswith(_CHILD.encode())]


async def remove(bus: JobBus, job: str, epoch: int, seq: int) -> bool:
    """Delete the job's keys if they stand exactly at ``(epoch, seq)``; False if not."""
    keys = JobKeys.of(job)
    with translated():
        async with bus.redis.pipeline(transaction=True) as pipe:
            try:
                await pipe.watch(keys.ctl)
                have = await cast(Any, pipe.hmget(keys.ctl, "epoch", "seq"))
                if have != [str(epoch).encode(), str(seq).encode()]:
                    return False
                pipe.multi()
                pipe.delete(*keys.own)
                pipe.hdel(keys.dirty, job)
                await pipe.execute()
            except WatchError:
                return False
    return True


async def mark(bus: JobBus, found: Peek) -> bool:
    """Wake the recorder for a job that has no dirty mark. False if it had one."""
    value = f"{found.epoch}:{found.seq}:{found.state}:{found.children}"
    with translated():
        return bool(await cast(Any, bus.redis.hsetnx(JobKeys.of(found.job).dirty, found.job, value)))


async def clear_damaged(bus: JobBus, job: str) -> bool:
    """Delete the keys of a job if there are some and they are not a job's. False if there was nothing to clear."""
    keys = JobKeys.of(job)
    with translated():
        async with bus.redis.pipeline(transaction=True) as pipe:
            try:
                await pipe.watch(keys.ctl)
                if not await cast(Any, pipe.exists(keys.ctl)) or await peek_one(bus, job) is not None:
                    return False
                pipe.multi()
                pipe.delete(*keys.own)
                pipe.hdel(keys.dirty, job)
                await pipe.execute()
            except WatchError:
                return False
    return True


async def show_end(bus: JobBus, row: StoredJob, seconds: int) -> bool:
    """Put the recorded end of a job (``row`` with its code) on Redis for ``seconds``: to be read, nothing happens.

    False if the job is there, or not over in the record.
    """
    keys, end = JobKeys.of(row.id), row.snapshot
    if end is None or not end.state.terminal:
        return False
    change = delta(JobSnapshot(job=row.id), end)
    ctl = {"epoch": end.epoch, "seq": end.seq, "state": str(end.state), "attempt": end.attempt}
    ctl |= {"generation": row.generation, "user": row.owner, "type": row.type, "queue": row.lane, "external": 0}
    ctl |= {"created": f"{row.created:.3f}", "updated": f"{end.updated:.3f}", "children": len(end.children)}
    with translated():
        async with bus.redis.pipeline(transaction=True) as pipe:
            try:
                await pipe.watch(keys.ctl)
                if await cast(Any, pipe.exists(keys.ctl)):
                    return False
                pipe.multi()
                pipe.delete(*keys.own)
                pipe.hset(keys.ctl, mapping=cast(Any, ctl))
                pipe.set(keys.spec, msgspec.json.encode(row.spec()))
                if change.sets:
                    pipe.hset(keys.snap, mapping=cast(Any, change.sets))
                if change.pieces:
                    pipe.rpush(keys.text, *change.pieces)
                for key in keys.own:
                    pipe.expire(key, seconds)
                await pipe.execute()
            except WatchError:
                return False
    return True


def _peek(job: str, row: Any) -> Peek | None:
    try:
        return None if isinstance(row, Exception) else _peeked(job, row)
    except ValueError:
        return None


def _peeked(job: str, row: list[bytes | None]) -> Peek | None:
    epoch, seq, state, attempt, generation, lane, user, external, children, token, lease, not_before, updated = row
    if epoch is None or seq is None or state is None:
        return None
    return Peek(
        job=job,
        epoch=int(epoch),
        seq=int(seq),
        state=JobState(state.decode()),
        attempt=int(attempt or 0),
        generation=int(generation or 0),
        lane=(lane or b"").decode(),
        user=(user or b"").decode(),
        external=external == b"1",
        children=int(children or 0),
        token=token.decode() if token else None,
        lease=float(lease or 0) / 1000,
        not_before=float(not_before) / 1000 if not_before else None,
        updated=float(updated or 0),
    )
