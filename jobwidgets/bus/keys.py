"""Names of everything we keep on Redis.

All keys of a job, its shard's dirty marks and its shard's generation share one hash tag, ``{j0}`` to
``{j15}``, so that one script may touch them on a Redis Cluster. 16 shards spread over at most 16
nodes. The channel is ``job:event:<id>``.
"""

import zlib
from typing import NamedTuple

SHARDS = 16


def shard_of(job: str) -> int:
    """0 to 15, the same everywhere and for ever."""
    return zlib.crc32(job.encode()) % SHARDS


def channel(job: str) -> str:
    """Where the job's events are published."""
    return f"job:event:{job}"


def dirty_key(shard: int) -> str:
    """Hash job → ``epoch:seq:state``: what the recorder has not stored yet."""
    return f"jw:{{j{shard}}}:dirty"


def recorder_lock_key(shard: int) -> str:
    """Held for moments by the server that records the shard."""
    return f"jw:{{j{shard}}}:recorder"


def type_key(name: str) -> str:
    """JSON of the `TypeInfo` some worker announced."""
    return f"jw:type:{name}"


def worker_key(worker: str) -> str:
    """JSON of the `WorkerInfo` of a live worker."""
    return f"jw:worker:{worker}"


class JobKeys(NamedTuple):
    """The keys of one job, in the order the scripts take them (``dirty`` is its shard's)."""

    ctl: str
    """Hash: epoch, seq, state, attempt, token, lease, …: what the scripts guard."""
    snap: str
    """Hash: the snapshot's fields as JSON."""
    text: str
    """List: pieces of text, ``[channel, attempt, checkpoint, delta]``."""
    tail: str
    """List: the last 200 (up to 300) events as JSON."""
    spec: str
    """String: the `JobSpec` as JSON."""
    dirty: str

    @classmethod
    def of(cls, job: str) -> "JobKeys":
        shard = shard_of(job)
        tag = f"jw:{{j{shard}}}"
        return cls(
            f"{tag}:ctl:{job}",
            f"{tag}:snap:{job}",
            f"{tag}:text:{job}",
            f"{tag}:tail:{job}",
            f"{tag}:spec:{job}",
            dirty_key(shard),
        )

    @property
    def own(self) -> tuple[str, ...]:
        """Without the shared dirty hash."""
        return self[:5]
