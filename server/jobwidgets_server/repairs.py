"""What is said of every repair: a line in the log, the metric ``jobwidgets_repairs``, a row in the job's history."""

import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter

from jobwidgets.protocol.events import JobState

from .logging import get_logger
from .store import JobStore

log = get_logger(__name__)


class Repairs:
    """Counts and tells repairs. ``what`` is a short word in the log and the metric, ``reason`` a reader's words."""

    def __init__(
        self,
        store: JobStore,
        *,
        registry: CollectorRegistry | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._clock = clock
        self._counter = Counter("jobwidgets_repairs", "Jobs put right", ["what"], registry=registry)

    def tell(self, what: str, job: str, **more: object) -> None:
        """A repair that the job's own events tell of, or of a job that is no more."""
        self._counter.labels(what).inc()
        log.warning("repaired", what=what, job=job, **more)

    async def note(self, what: str, job: str, state: JobState | str, reason: str, **more: object) -> None:
        """A repair that changed no state: it gets a row of its own among the job's transitions."""
        self.tell(what, job, **more)
        await self._store.note(job, at=round(self._clock(), 3), state=JobState(state), reason=reason)
