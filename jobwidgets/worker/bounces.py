"""`Bounces`: jobs of the queue that this worker cannot run, and how long each is left to other workers."""

import logging

from ..protocol.records import JobSpec

_BOUNCE = (0.25, 5.0)
_PATIENT_BOUNCES = 10
_MAX_BOUNCES = 10_000

log = logging.getLogger(__name__)


class Bounces:
    """Counts how often each job came by."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._unknown: set[str] = set()

    def put_off(self, spec: JobSpec) -> float:
        """Seconds until the job may come again; warns once of each type."""
        if spec.type not in self._unknown:
            self._unknown.add(spec.type)
            what = "functions sent from notebooks" if spec.code is not None else f"job type {spec.type!r}"
            log.warning("This worker does not run %s; such jobs are left to other workers of the queue.", what)
        if len(self._seen) > _MAX_BOUNCES:
            self._seen.clear()
        seen = self._seen[spec.job] = self._seen.get(spec.job, -1) + 1
        shortest, longest = _BOUNCE
        # Where another worker serves the type, chance soon brings it there; where none does, there is no hurry.
        return min(longest, shortest * 2 ** max(0, min(seen - _PATIENT_BOUNCES, 10)))

    def forget(self, job: str) -> None:
        """It runs here after all."""
        self._seen.pop(job, None)
