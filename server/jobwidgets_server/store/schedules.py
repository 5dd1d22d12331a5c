"""Schedules: what is launched again and again. Two servers agree on each turn by its due time."""

from typing import Any, cast

import msgspec
from sqlalchemy import delete, func, select, update

from jobwidgets.protocol.records import ScheduleRequest

from .base import Database, count
from .models import ScheduleRow
from .rows import StoredSchedule, plain_text, stored_schedule

_COLUMNS = ScheduleRow.__table__.c


class Schedules(Database):
    """The table of schedules."""

    async def put_schedule(
        self, owner: str, request: ScheduleRequest, *, next: float | None, now: float
    ) -> StoredSchedule:
        """Make the owner's schedule of this name, or give it another request; ``next`` is when it is due."""
        changed = {
            "cron": request.cron,
            "timezone": request.timezone,
            "request": msgspec.json.encode(request.request).decode(),
            "next": next,
            "problem": None,
        }
        made = self._insert(ScheduleRow).values(owner=owner, name=request.name, created=now, **changed)
        statement = made.on_conflict_do_update(index_elements=[ScheduleRow.owner, ScheduleRow.name], set_=changed)
        mine = select(*_COLUMNS).where(ScheduleRow.owner == owner, ScheduleRow.name == request.name)
        async with self._write() as connection:
            await connection.execute(statement)
            return stored_schedule(cast(Any, (await connection.execute(mine)).mappings().one()))

    async def schedules(self, owner: str) -> list[StoredSchedule]:
        """The owner's schedules, by name."""
        return await self._schedules(select(*_COLUMNS).where(ScheduleRow.owner == owner).order_by(ScheduleRow.name))

    async def due_schedules(self, now: float, limit: int) -> list[StoredSchedule]:
        """Schedules of all owners that were due before ``now``, the most overdue first."""
        due = select(*_COLUMNS).where(ScheduleRow.next <= now).order_by(ScheduleRow.next).limit(limit)
        return await self._schedules(due)

    async def _schedules(self, statement: Any) -> list[StoredSchedule]:
        async with self._read() as connection:
            return [stored_schedule(cast(Any, row)) for row in (await connection.execute(statement)).mappings()]

    async def delete_schedule(self, owner: str, name: str) -> bool:
        """False if there was none of this name."""
        gone = delete(ScheduleRow).where(ScheduleRow.owner == owner, ScheduleRow.name == name)
        async with self._write() as connection:
            return count(await connection.execute(gone)) == 1

    async def advance_schedule(
        self, owner: str, name: str, *, due: float, next: float | None, job: str | None, problem: str | None
    ) -> bool:
        """The turn due at ``due`` is done: it launched ``job``, or could not (``problem``). False if it was done
        already, or the schedule was changed meanwhile."""
        turn = (
            update(ScheduleRow)
            .where(ScheduleRow.owner == owner, ScheduleRow.name == name, ScheduleRow.next == due)
            .values(next=next, last=due, last_job=func.coalesce(job, ScheduleRow.last_job), problem=plain_text(problem))
        )
        return await self._changed(turn) == 1
