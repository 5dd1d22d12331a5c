"""`Limits`: how many jobs of a type, or of a user, run at a time over all workers.

A job takes a place under each of its `records.Limit`s before it is claimed and gives it back when it ends or parks.
A place is a hold that its worker renews with the beats; one that nobody renews is free again.
"""

import hashlib
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any, cast

import redis.asyncio
from redis.exceptions import NoScriptError

from ..protocol.records import Limit
from .connection import translated
from .keys import limit_key

_TEXT = (files("jobwidgets.bus") / "lua" / "limit.lua").read_text()
_KEEP = 0


class Limits:
    """Places under limits, over one Redis client. ``hold`` in seconds. Methods raise `Unavailable`."""

    def __init__(self, client: redis.asyncio.Redis, hold: float) -> None:
        self._redis, self._hold = client, round(hold * 1000)
        self._sha = hashlib.sha1(_TEXT.encode(), usedforsecurity=False).hexdigest()

    async def take(self, job: str, limits: Sequence[Limit]) -> list[Limit] | None:
        """A place under every limit, or None and nothing taken.

        The answer names the limits of which the job had no place before: what to give back if it is not to run after
        all, because another worker has it already.
        """
        fresh: list[Limit] = []
        for limit in limits:
            got = await self._call(job, limit.name, max(1, limit.max))
            if not got:
                await self.give_back(job, fresh)
                return None
            if got == 1:
                fresh.append(limit)
        return fresh

    async def keep(self, places: Iterable[tuple[str, Limit]]) -> None:
        """Renew the holds of running jobs, one pipeline. A place that Redis has lost is taken again."""
        places = list(places)
        if not places:
            return
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                for job, limit in places:
                    pipe.eval(_TEXT, 1, limit_key(limit.name), *cast(Any, (job, _KEEP, self._hold)))
                await pipe.execute()

    async def give_back(self, job: str, limits: Iterable[Limit]) -> None:
        """The job no longer runs."""
        limits = list(limits)
        if not limits:
            return
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                for limit in limits:
                    pipe.zrem(limit_key(limit.name), job)
                await pipe.execute()

    async def running(self, name: str) -> list[str]:
        """The jobs that have a place under the limit."""
        with translated():
            rows = await cast(Any, self._redis.zrange(limit_key(name), 0, -1))
        return [job.decode() for job in rows]

    async def _call(self, job: str, name: str, places: int) -> int:
        arguments: Any = (limit_key(name), job, places, self._hold)
        with translated():
            try:
                return int(await cast(Any, self._redis.evalsha(self._sha, 1, *arguments)))
            except NoScriptError:
                return int(await cast(Any, self._redis.eval(_TEXT, 1, *arguments)))
