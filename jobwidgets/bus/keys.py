"""Names of everything we keep on Redis.

All keys of a job, its shard's dirty marks and its shard's generation share one hash tag, ``{j0}`` to
``{j15}``, so that one script may touch them on a Redis Cluster. 16 shards spread over at most 16
nodes. The channel is ``job:event:<id>``, with sharded pub/sub ``job:event:{j3}:<id>``.
"""

import os
import zlib
from collections.abc import Mapping
from typing import Literal, NamedTuple

from ..protocol.errors import ConfigurationError

SHARDS = 16

PubSub = Literal["plain", "sharded"]
"""How events travel: to every node of a Redis Cluster, or only to those that serve the job's shard."""


def pubsub_of(environ: Mapping[str, str]) -> PubSub:
    """What ``JOBWIDGETS_PUBSUB`` says; the same for all that share a Redis. Raises `ConfigurationError`."""
    said = environ.get("JOBWIDGETS_PUBSUB") or "plain"
    if said == "plain" or said == "sharded":
        return said
    raise ConfigurationError(f"JOBWIDGETS_PUBSUB is {said!r}: use plain, or sharded on a Redis Cluster.")


def pubsub() -> PubSub:
    """How this process publishes and listens."""
    return _pubsub or pubsub_of(os.environ)


def use_pubsub(how: PubSub | None) -> None:
    """Publish and listen so from now on, in this process; None: as the environment says."""
    global _pubsub
    _pubsub = how


_pubsub: PubSub | None = None


def shard_of(job: str) -> int:
    """0 to 15, the same everywhere and for ever."""
    return zlib.crc32(job.encode()) % SHARDS


def channel(job: str) -> str:
    """Where the job's events are published. The scripts tell by the tag that it is a sharded one."""
    return f"job:event:{{j{shard_of(job)}}}:{job}" if pubsub() == "sharded" else f"job:event:{job}"


def pubsub_key() -> str:
    """How those who share this Redis Cluster publish and listen; with a TTL."""
    return "jw:pubsub"


def barrier_channel(listener: str) -> str:
    """Where a listener on a Redis Cluster sends itself marks, through every node: what came before them is here."""
    return f"jw:barrier:{listener}"


def dirty_key(shard: int) -> str:
    """Hash job → ``epoch:seq:state:children``: what the recorder has not stored yet."""
    return f"jw:{{j{shard}}}:dirty"


def recorder_lock_key(shard: int) -> str:
    """Held for moments by the server that records the shard."""
    return f"jw:{{j{shard}}}:recorder"


def generation_key(shard: int) -> str:
    """A random word that is gone when Redis has lost the shard's data: whoever remembers another one knows it."""
    return f"jw:{{j{shard}}}:generation"


def announced_key(shard: int) -> str:
    """Hash job → JSON of the `recovery.Announcement` of a worker whose job Redis has lost; with a TTL."""
    return f"jw:{{j{shard}}}:announced"


def wake_channel(worker: str) -> str:
    """Where a worker hears at once, by its id, that something was asked of a job it holds: the message is the job."""
    return f"jw:wake:{worker}"


def limit_key(name: str) -> str:
    """Sorted set job → when its hold ends (ms): who counts against the limit ``name`` now; with a TTL."""
    return f"jw:limit:{name}"


def type_key(name: str) -> str:
    """JSON of the `TypeInfo` some worker announced."""
    return f"jw:type:{name}"


def worker_key(worker: str) -> str:
    """JSON of the `WorkerInfo` of a live worker."""
    return f"jw:worker:{worker}"


class JobKeys(NamedTuple):
    """The keys of one job, in the order the scripts take them (``dirty`` and ``generation`` are its shard's)."""

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
    memo: str
    """Hash: what a new attempt starts from: results of finished steps, answers, the checkpoint's state, children."""
    moves: str
    """List: the last 1000 events of state, attempt and checkpoint, for the record."""
    log: str
    """Stream: every batch of events that is not archived, one entry each."""
    dirty: str
    generation: str

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
            f"{tag}:memo:{job}",
            f"{tag}:moves:{job}",
            f"{tag}:log:{job}",
            dirty_key(shard),
            generation_key(shard),
        )

    @property
    def own(self) -> tuple[str, ...]:
        """Without what its shard shares."""
        return self[:8]
