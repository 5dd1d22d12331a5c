"""Schedules: a job is launched whenever a cron expression comes round in its time zone.

Any number of servers may look: a turn's idempotency key names the schedule and the time it was due, so all of them
launch one job, and the row goes on to its next turn by compare-and-set. Turns missed while no server ran, or while
Redis or the database were away, collapse into one.
"""

import functools
import math
import time
import zoneinfo
from collections.abc import Callable
from datetime import UTC, datetime

from cronsim import CronSim, CronSimError
from msgspec.structs import replace
from prometheus_client import CollectorRegistry, Counter

from jobwidgets.protocol.errors import BadRequest, IdempotencyConflict, JobWidgetsError, Unavailable, UnknownJobType
from jobwidgets.protocol.records import ScheduleRecord, ScheduleRequest

from .launch import Launcher
from .logging import get_logger
from .outage import Loop
from .rules import check_schedule, wrong
from .store import JobStore
from .store.rows import StoredSchedule

log = get_logger(__name__)

LOOK_EVERY = 1.0
BATCH = 100
PATIENCE = 60.0
"""Seconds after its start for which a server waits for the workers to announce their types."""
_MAX_CRON_CHARS = 200


def next_turn(cron: str, timezone: str, after: float) -> float:
    """The first time after ``after`` (seconds since 1970) at which ``cron`` comes round in ``timezone``.

    Where the clock is set forward, a time that is skipped comes right after the gap; where it is set back, a time
    that comes twice counts once (as Debian's cron does it). Raises `BadRequest` with a sentence for whoever wrote it.
    """
    if timezone not in _timezones():
        raise wrong("timezone", "a name of the IANA time zone database such as 'Europe/Berlin' or 'UTC'")
    if len(cron) > _MAX_CRON_CHARS or len(cron.split()) != 5:
        raise wrong("cron", "five fields, 'minute hour day-of-month month day-of-week', such as '30 2 * * 1-5'")
    begin = datetime.fromtimestamp(math.floor(after), UTC).astimezone(zoneinfo.ZoneInfo(timezone))
    try:
        return next(CronSim(cron, begin)).timestamp()
    except CronSimError as why:
        field = str(why).removeprefix("Bad ")
        raise wrong("cron", f"the {field} of {cron!r} is not one that cron knows") from None
    except StopIteration:
        raise wrong("cron", f"{cron!r} never comes round") from None


@functools.cache
def _timezones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


class Schedules:
    """Keeps schedules, and launches what is due while its ``loop`` runs."""

    def __init__(
        self,
        store: JobStore,
        launcher: Launcher,
        *,
        registry: CollectorRegistry | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._launcher = launcher
        self._clock = clock
        self._began = clock()
        self.loop = Loop("schedules", self.turn, LOOK_EVERY)
        self._turns = Counter("jobwidgets_schedule_turns", "Turns of schedules", ["outcome"], registry=registry)

    async def put(self, owner: str, wanted: ScheduleRequest) -> ScheduleRecord:
        """Make or replace a schedule. Raises what a launch raises, and `BadRequest` for a time that cannot be."""
        now = self._clock()
        check_schedule(wanted, now)
        turn = next_turn(wanted.cron, wanted.timezone, now)
        await self._launcher.check(owner, wanted.request)
        stored = await self._store.put_schedule(owner, wanted, next=turn, now=round(now, 3))
        log.info("scheduled", owner=owner, schedule=wanted.name, cron=wanted.cron, timezone=wanted.timezone)
        return stored.record()

    async def turn(self) -> None:
        """Launch what is due now."""
        away: Unavailable | None = None
        for schedule in await self._store.due_schedules(self._clock(), BATCH):
            try:
                await self._launch(schedule)
            except Unavailable as why:
                # It stays due. The others may still do: it may be this one that cannot be launched.
                away = why
        if away is not None:
            raise away

    async def _launch(self, schedule: StoredSchedule) -> None:
        due = schedule.next
        if due is None:
            return
        job: str | None = None
        problem: str | None = None
        # Keys belong to their owner, who needs no mention here.
        request = replace(schedule.request, idempotency_key=f"schedule:{schedule.name}:{due:.0f}")
        try:
            launched, _ = await self._launcher.launch(schedule.owner, request, schedule=schedule.name)
            job = launched.id
        except Unavailable:
            raise
        except IdempotencyConflict as why:
            # Replaced in the moment of its turn: another server has launched what it was before.
            job = why.detail["id"] if isinstance(why.detail, dict) else None
        except JobWidgetsError as why:
            if isinstance(why, UnknownJobType) and self._clock() - self._began < PATIENCE:
                return  # we have only just started, as the workers may have
            problem = str(why)
        try:
            following = next_turn(schedule.cron, schedule.timezone, max(due, self._clock()))
        except BadRequest as why:
            # The time zone database of this server may be another than that of the one that took it.
            following, problem = None, problem or str(why)
        done = await self._store.advance_schedule(
            schedule.owner, schedule.name, due=due, next=following, job=job, problem=problem
        )
        if not done:
            return  # another server was faster, or it was deleted or replaced
        self._turns.labels("launched" if problem is None else "failed").inc()
        tell = log.info if problem is None else log.warning
        tell("turn of a schedule", owner=schedule.owner, schedule=schedule.name, job=job, problem=problem)
