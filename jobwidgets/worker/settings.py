"""What a worker can be told. All times in seconds."""

import socket
from dataclasses import dataclass, field
from os import getpid
from secrets import token_hex

from ..protocol.records import DEFAULT_BEAT, DEFAULT_LEASE, DEFAULT_QUEUE


def _new_id() -> str:
    return f"{socket.gethostname()}-{getpid()}-{token_hex(3)}"


@dataclass(frozen=True, kw_only=True)
class WorkerSettings:
    """``modules`` are importable names; ``code_key`` lets the worker run functions sent from notebooks."""

    redis_url: str
    modules: tuple[str, ...] = ()
    queues: tuple[str, ...] = (DEFAULT_QUEUE,)
    concurrency: int = 8
    """Jobs at a time, over all queues."""
    code_key: bytes | None = None
    lease: float = DEFAULT_LEASE
    """A worker that has not been heard of for so long has lost its jobs."""
    beat: float = DEFAULT_BEAT
    """How often it is heard of."""
    grace: float = 10.0
    """How long a job may clean up after being told to stop."""
    max_attempts: int = 3
    """So many workers may be lost to one job; a failed attempt that is retried does not count."""
    max_parked: int = 200
    """So many jobs may wait in memory for an answer; beyond that the oldest are let go until they are answered."""
    max_parked_processes: int = 16
    """The same for jobs that run in processes of their own."""
    poll: float = 0.025
    """Pause between two looks at the queue that find it unchanged."""
    id: str = field(default_factory=_new_id)
    """Unique among workers."""

    @property
    def redelivery(self) -> float:
        """When docket hands a silent worker's deliveries to others: early enough to be there when the lease ends."""
        return self.lease / 2
