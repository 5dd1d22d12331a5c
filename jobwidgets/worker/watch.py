"""`Watch`: how another job ends, as its parent sees it."""

from ..bus.commands import JobBus
from ..protocol.errors import NotFound, Unavailable
from ..protocol.memos import OutcomeMemo


class Watch:
    """Looks at another job of ``user`` now and then; a look reads what is new only."""

    def __init__(self, bus: JobBus, job: str, user: str) -> None:
        self._bus, self._job, self._user, self._epoch, self._seq = bus, job, user, 0, 0

    async def end(self) -> OutcomeMemo | None:
        """How the job ended, None while it has not. `NotFound` for a job of somebody else."""
        try:
            reading = await self._bus.read(self._job, self._epoch, self._seq)
            if reading is None:
                return None  # not launched yet, or lost by Redis and not back
            if reading.user != self._user:
                raise not_found(self._job)
            self._epoch, self._seq = reading.epoch, reading.seq
            if not reading.state.terminal:
                return None
            if reading.snapshot is None:
                reading = await self._bus.read(self._job)
        except Unavailable:
            return None
        if reading is None or reading.snapshot is None or not reading.state.terminal:
            return None
        job = reading.snapshot
        return OutcomeMemo(state=job.state.value, result=job.result, error=job.error, reason=job.reason)


def not_found(job: str) -> NotFound:
    """The same for a missing job and another user's."""
    return NotFound(f"You have no job {job!r}.", {"id": job})
