"""Removes jobs that have been over for long enough, or of which there are enough: the setting ``JOBWIDGETS_KEEP``.

A few at a time, so that nobody waits for it; any number of servers may do it at once. With a job goes all that
is recorded of it; its keys on Redis have been gone for long.
"""

import time
from collections.abc import Callable, Sequence

from prometheus_client import CollectorRegistry, Counter

from .keep import KeepRule
from .logging import get_logger
from .outage import Loop
from .store import JobStore

log = get_logger(__name__)

LOOK_EVERY = 60.0
BATCH = 200
"""Jobs per transaction."""
MAX_BATCHES = 50
"""Per turn and state; the next turn goes on."""
MIN_AGE = 60.0
"""Seconds for which any job that is over stays: whoever waits for it sees its end, however few are kept."""


class Retention:
    """Runs while its ``loop`` does. ``rules``: one per state, see `keep.parse_keep`."""

    def __init__(
        self,
        store: JobStore,
        rules: Sequence[KeepRule],
        *,
        registry: CollectorRegistry | None = None,
        clock: Callable[[], float] = time.time,
        min_age: float = MIN_AGE,
    ) -> None:
        self._store = store
        self._rules = rules
        self._clock = clock
        self._min_age = min_age
        self.loop = Loop("retention", self.turn, LOOK_EVERY)
        self._removed = Counter("jobwidgets_removed", "Jobs removed from the record", ["state"], registry=registry)

    async def turn(self) -> None:
        """Apply every rule once."""
        for rule in self._rules:
            if removed := await self._apply(rule):
                log.info("removed", state=str(rule.state), jobs=removed)

    async def _apply(self, rule: KeepRule) -> int:
        state, age, keep = rule
        now, removed = self._clock(), 0
        before = None if age is None else now - max(age, self._min_age)
        for _ in range(MAX_BATCHES):
            gone = await self._store.expire(state, before=before, keep=keep, limit=BATCH, until=now - self._min_age)
            self._removed.labels(str(state)).inc(gone)
            removed += gone
            if gone < BATCH:
                break
        return removed
