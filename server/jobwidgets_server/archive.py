"""`Archive`: moves a job's event log from Redis into the record, compressed, so that a finished job can be replayed.

Chunks are numbered by their first event and the store takes an event once, so a crash between storing and trimming, or
two servers at a time, only repeat work. What the cap on Redis has dropped before it could be stored is a gap in the
replay.
"""

from jobwidgets.bus.commands import JobBus

from .store import JobStore

ARCHIVE_ABOVE = 256 * 1024
"""Bytes of event log on Redis at which the log of a job that goes on is archived."""
ARCHIVE_BYTES = 64 * 1024 * 1024
PAGE = 200
"""Batches per chunk."""


class Archive:
    """Archives the logs of jobs, of each at most ``cap`` bytes (compressed), and then no more: the newest stays on
    Redis for as long as the job's keys."""

    def __init__(self, bus: JobBus, store: JobStore, *, cap: int = ARCHIVE_BYTES) -> None:
        self._bus = bus
        self._store = store
        self._cap = cap

    async def take(self, job: str) -> int:
        """Archive what the job's log holds now; how many events that was."""
        taken = 0
        while entries := await self._bus.log(job, count=PAGE):
            if await self._store.archive_size(job) >= self._cap:
                break
            await self._store.archive(job, entries)
            await self._bus.archived(job, entries)
            taken += sum(len(entry.lines) for entry in entries)
            if len(entries) < PAGE:
                break
        return taken
