"""`Watch`: how another job ends, as its parent sees it."""

from ..bus.commands import JobBus
from ..protocol.errors import Unavailable
from ..protocol.memos import OutcomeMemo


class Watch:
    """Looks at another job now and then; a look reads what is new only."""

    def __init__(self, bus: JobBus, job: str) -> None:
        self._bus, self._job, self._epoch, self._seq = bus, job, 0, 0

    async def end(self) -> OutcomeMemo | None:
        """How the job ended, None while it has not."""
        try:
            reading = await self._bus.read(self._job, self._epoch, self._seq)
            if reading is None:
                return None  # not launched yet, or lost by Redis and not back
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
