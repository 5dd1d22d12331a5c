"""Answers to the questions of jobs: checked against the question's schema; the first valid one counts.

The script on Redis decides which answer that is, together with the move of the job. Afterwards there is a new
delivery to make, so that a worker gets the job if the one that asked is gone.
"""

from typing import Any

import msgspec

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.delivery import Delivery
from jobwidgets.bus.replies import AnswerReply
from jobwidgets.protocol.errors import InvalidAnswer, NotFound, NotWaiting, Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.memos import AskMemo

from .logging import get_logger
from .params import BROKEN, problems_of
from .store import JobStore

log = get_logger(__name__)


class Answers:
    """Answers questions and closes those whose time is over."""

    def __init__(self, bus: JobBus, store: JobStore, delivery: Delivery) -> None:
        self._bus = bus
        self._store = store
        self._delivery = delivery

    async def answer(self, job: str, key: str | None, value: Any, *, command: str) -> AnswerReply:
        """Answer question ``key``, or the one that is open.

        ``command`` names this call: the same one again changes nothing more and succeeds too. Raises `NotWaiting`
        (nothing is asked, or something else), `InvalidAnswer` (the question stays open), `NotFound`, `Unavailable`.
        """
        reading = await self._bus.read(job)
        if reading is None:
            raise await self._not_here(job)
        pending = reading.snapshot.input if reading.snapshot is not None else None
        if reading.external:
            # Only workers of others can be in this state: we have no way to reach them.
            raise NotWaiting(f"Job {job} takes its answers elsewhere, not through this server.")
        if reading.state is JobState.WAITING_INPUT and pending is not None and key in (None, pending.key):
            if problems := self._problems(job, pending.schema, value):
                raise InvalidAnswer(job, problems)
            key = pending.key
        # Also where nothing is asked: this very command may have been carried out before.
        memo = msgspec.json.encode(AskMemo(answer=value))
        reply = await self._bus.answer(job, key or "", memo, msgspec.json.encode(value), command=command)
        if reply.status == "missing":
            raise await self._not_here(job)
        if reply.status == "closed":
            raise _closed(job, key, reply.state)
        await self._deliver(job, reply)
        return reply

    async def expire(self, job: str, key: str) -> bool:
        """Nobody answered question ``key`` in time: the job goes on without. False if it is not open any more."""
        memo = msgspec.json.encode(AskMemo(timed_out=True))
        reply = await self._bus.answer(job, key, memo, None, command=f"expire:{key}")
        if reply.status != "ok":
            return False
        await self._deliver(job, reply)
        return True

    def _problems(self, job: str, schema: Any, value: Any) -> list[str]:
        if schema is None:
            return []
        try:
            problems = problems_of(schema, value, extra="was not asked for")
            return [f"{name}: {why}" if name else f"it {why}" for name, why in problems.items()]
        except BROKEN as why:
            # Its author's mistake: refusing every answer would only leave the job waiting for ever.
            log.warning("broken schema", job=job, error=(str(why).splitlines() or [type(why).__name__])[0])
            return []

    async def _deliver(self, job: str, reply: AnswerReply) -> None:
        try:
            await self._delivery.enqueue(job, reply.generation, queue=reply.queue)
        except Unavailable as why:
            # The answer counts all the same; the reconciler makes the delivery.
            log.warning("enqueue failed", job=job, error=str(why))

    async def _not_here(self, job: str) -> Exception:
        stored = await self._store.get(job)
        if stored is None:
            return NotFound(f"You have no job {job!r}.", {"id": job})
        if JobState(stored.state).terminal:
            return _closed(job, None, stored.state)
        return Unavailable("Redis does not know this job at the moment, so it cannot be answered; try again.")


def _closed(job: str, key: str | None, state: str) -> NotWaiting:
    if state == JobState.WAITING_INPUT:
        return NotWaiting(f"Job {job} does not ask {key!r} (any more).", {"state": state, "key": key})
    return NotWaiting(f"Job {job} is {state}: it asks nothing.", {"state": state})
