"""`Canceller`: a cancel reaches the job, its delivery in the queue, and every job it launched, however deep.

The wish is a state on Redis; everything here may be done again without harm, so the reconciler simply repeats what a
crash or an outage left out. A child that its parent has announced and nobody has launched yet is cancelled by the
`children.Adopter` as soon as it is.
"""

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.delivery import Delivery
from jobwidgets.bus.replies import CommandReply
from jobwidgets.protocol.errors import Unavailable
from jobwidgets.protocol.events import JobState

from .logging import get_logger
from .peek import announced_children
from .store import JobStore

log = get_logger(__name__)

PARENT_CANCELLED = "parent cancelled"
STOPPED = frozenset({JobState.CANCELLING, JobState.CANCELLED})
"""What a parent is when its children are to end."""


class Canceller:
    """Cancels jobs. One for all requests."""

    def __init__(self, bus: JobBus, store: JobStore, delivery: Delivery) -> None:
        self._bus = bus
        self._store = store
        self._delivery = delivery

    async def cancel(self, job: str, reason: str | None = None) -> CommandReply | None:
        """Ask for the end of the job and of all it launched; what the job itself answered (see `JobBus.cancel`).

        None for a job Redis does not know. Raises `Unavailable` only if the job itself could not be told.
        """
        told = await self._one(job, reason)
        if told is not None and told.state in STOPPED:
            await self._descend(job)
        return told

    async def _one(self, job: str, reason: str | None) -> CommandReply | None:
        told = await self._bus.cancel(job, reason=reason)
        if told is None or not told.changed:
            return told
        log.info("cancelled", job=job, state=str(told.state), reason=reason)
        if told.queue:  # an external job is in none of our queues
            try:
                await self._delivery.cancel(job, told.generation, queue=told.queue)
            except Unavailable as why:
                # The wish stands in the job: its worker sees it at the next beat, the next one at its claim.
                log.warning("delivery not cancelled", job=job, error=str(why))
        return told

    async def _descend(self, job: str) -> None:
        seen, todo = {job}, [job]
        owner = await self._owner(job)
        while todo:
            for child in await self._children(todo.pop()):
                if child in seen:
                    continue
                seen.add(child)
                if owner is None or await self._owner(child) not in (None, owner):
                    log.warning("no child of this job", job=job, child=child)  # its function said so
                    continue
                todo.append(child)  # also one that is over: it may have children that it did not wait for
                try:
                    await self._one(child, PARENT_CANCELLED)
                except Unavailable as why:
                    log.warning("child not cancelled yet", job=child, error=str(why))

    async def _owner(self, job: str) -> str | None:
        try:
            return await self._bus.owner(job)
        except Unavailable:
            return None

    async def _children(self, job: str) -> list[str]:
        """As the job itself has announced them, and as the record has them."""
        found: dict[str, None] = {}
        try:
            found.update(dict.fromkeys(await announced_children(self._bus, job)))
            found.update((child.id, None) for child in await self._store.children(job))
        except Unavailable as why:
            # The reconciler repeats it.
            log.warning("children not read", job=job, error=str(why))
        return list(found)
