"""Removing what is kept long enough."""

from sqlalchemy import Select, exists, or_, select, tuple_
from sqlalchemy.orm import aliased

from .launching import Launching
from .models import OVER, Job


class Removing(Launching):
    """The end of the record."""

    async def expire(
        self, state: str, *, before: float | None, keep: int | None, limit: int, until: float | None = None
    ) -> int:
        """Remove up to ``limit`` jobs that ended as ``state``, the oldest first: those that ended before ``before``,
        and those beyond the ``keep`` latest, of which only such as ended before ``until``. How many went.

        Children of a job that is not over stay: it may ask for their ends, and they would be launched anew.
        """
        over = (Job.state == str(state), Job.ended.is_not(None))
        parent = aliased(Job)
        lives = exists().where(parent.id == Job.parent, parent.state.not_in(OVER))
        oldest = select(Job.id).where(*over, or_(Job.parent.is_(None), ~lives)).order_by(Job.ended, Job.id).limit(limit)
        async with self._write() as connection:

            async def found(which: Select[str]) -> list[str]:
                return list((await connection.execute(which)).scalars())

            gone = [] if before is None else await found(oldest.where(Job.ended < before))
            if keep is not None and len(gone) < limit:
                # The first one too many, and whatever ended before it.
                newest = select(Job.ended, Job.id).where(*over).order_by(Job.ended.desc(), Job.id.desc())
                if (first := (await connection.execute(newest.offset(keep).limit(1))).first()) is not None:
                    beyond = oldest.where(tuple_(Job.ended, Job.id) <= (first.ended, first.id))
                    gone = await found(beyond if until is None else beyond.where(Job.ended < until)) or gone
            return await self._delete_jobs(connection, gone) if gone else 0
