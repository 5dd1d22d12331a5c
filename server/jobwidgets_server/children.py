"""`Adopter`: launches the jobs that a job has asked for.

A worker has no business with SQL: it commits the request for a child as a memo, together with the event that tells
of it. The recorder sees the count of children in the dirty mark and has them adopted at once; the reconciler does the
same for what was left over. A launch has its id and may be repeated, so several servers may adopt the same child.
"""

import itertools
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

import msgspec
from sqlalchemy.exc import DBAPIError

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.connection import translated
from jobwidgets.bus.keys import JobKeys
from jobwidgets.protocol.errors import JobWidgetsError, RateLimited, Unavailable, UnknownJobType
from jobwidgets.protocol.memos import CHILD, OUTCOME, ChildMemo
from jobwidgets.protocol.records import LaunchRequest

from .cancelling import PARENT_CANCELLED, STOPPED, Canceller
from .launch import Launcher
from .logging import get_logger
from .peek import Peek, announced_children, peek_one, show_end
from .store import JobStore
from .store.models import OVER

log = get_logger(__name__)

TRY_AGAIN = 5.0
"""Seconds until a child that could be neither launched nor refused is tried again."""
BATCH = 500
AT_ONCE = 100
"""Children of one job launched in one go: others have to be looked after in between."""
MEMORY = 10_000
"""Parents of which is remembered how many children are launched."""
ENDS_EVERY = 30.0
"""Seconds between two looks at the ends of a job's children."""
SHOWN_FOR = 3600
"""Seconds for which an end that was put back stays on Redis, at least until somebody looks again."""


class Adopter:
    """Brings the children of jobs into being."""

    def __init__(self, bus: JobBus, store: JobStore, launcher: Launcher, canceller: Canceller) -> None:
        self._bus = bus
        self._store = store
        self._launcher = launcher
        self._canceller = canceller
        self._known: dict[str, tuple[int, int]] = {}
        """Per parent: epoch, and how many of its children are launched."""
        self._not_before: dict[str, float] = {}
        """Parents of a child that could not be launched: when to try again (`time.monotonic`)."""
        self._shown: dict[str, float] = {}
        """Per parent: when to look at the ends of its children again (`time.monotonic`)."""

    def due(self, job: str, epoch: int, children: int) -> bool:
        """May the job have children that are not launched? ``children``: how many it has announced."""
        return self.owes(job, epoch, children) and self._not_before.get(job, 0.0) <= time.monotonic()

    def owes(self, job: str, epoch: int, children: int) -> bool:
        """As far as is known here, are some of the ``children`` it has announced not launched?"""
        known = self._known.get(job)
        return children > 0 and (known is None or known[0] != epoch or known[1] < children)

    def forget(self, job: str) -> None:
        """The job is over."""
        self._known.pop(job, None)
        self._not_before.pop(job, None)

    async def adopt(self, parent: str) -> list[str]:
        """Launch what ``parent`` has asked for and nobody has launched; the ids. `Unavailable`: to be done again."""
        found = await peek_one(self._bus, parent)
        if found is None or found.external:
            return []
        requests = await self._requests(parent)
        known = {id for some in _batches(requests) for id in await self._store.lineage(some)}
        new = [request for id, request in requests.items() if id not in known]
        launched = [request for request in new[:AT_ONCE] if await self._launch(found, request)]
        if launched and (now := await peek_one(self._bus, parent)) is not None and now.state in STOPPED:
            # Cancelled before they were there, so the cancel could not find them.
            for request in launched:
                await self._canceller.cancel(cast(str, request.id), PARENT_CANCELLED)
        if len(launched) == len(new):
            if len(self._known) >= MEMORY:
                self._known.clear()  # another look costs little, and finds them launched
            self._known[parent] = (found.epoch, found.children)
        elif len(launched) < len(new[:AT_ONCE]):
            self._not_before[parent] = time.monotonic() + TRY_AGAIN
        return [cast(str, request.id) for request in launched]

    async def show_ends(self, parents: Sequence[str]) -> list[str]:
        """Put back the ends of children that Redis has no longer, because their keys have expired or were lost.

        A parent that is not over may ask for them at any time. The children's ids.
        """
        now = time.monotonic()
        due = [parent for parent in parents if self._shown.get(parent, 0.0) <= now]
        if len(self._shown) >= MEMORY:
            self._shown.clear()
        self._shown.update(dict.fromkeys(due, now + ENDS_EVERY))
        shown: list[str] = []
        for parent in due:
            children = await announced_children(self._bus, parent)
            there = await self._bus.heads(children)
            if not (gone := [child for child, at in zip(children, there, strict=True) if at is None]):
                continue
            awaited = await self._requests(parent)
            asked = _batches([child for child in gone if child in awaited])
            found = [item for some in asked for item in (await self._store.lineage(some)).items()]
            for child in (child for child, (state, of) in found if of == parent and state in OVER):
                row = await self._store.get(child, code=True)
                if row is not None and await show_end(self._bus, row, SHOWN_FOR):
                    log.info("end put back", job=child, parent=parent)
                    shown.append(child)
        return shown

    async def _launch(self, parent: Peek, request: LaunchRequest) -> bool:
        """False if there is nothing under the child's id afterwards."""
        try:
            await self._launch_or_refuse(parent, request)
        except Unavailable:
            raise
        except (JobWidgetsError, DBAPIError) as why:
            # One impossible child must not keep the others from being launched.
            log.error("child not launched", job=request.id, parent=parent.job, error=f"{type(why).__name__}: {why}")
            return False
        return True

    async def _launch_or_refuse(self, parent: Peek, request: LaunchRequest) -> None:
        try:
            await self._launcher.launch(parent.user, request, parent=parent.job)
        except (Unavailable, RateLimited):
            raise
        except UnknownJobType as why:
            if not why.known:
                raise  # no worker has announced itself: Redis is new, and they will in a moment
            await self._refuse(parent, request, why)
        except JobWidgetsError as why:
            await self._refuse(parent, request, why)
        else:
            log.info("child launched", job=request.id, parent=parent.job, type=request.type)

    async def _refuse(self, parent: Peek, request: LaunchRequest, why: JobWidgetsError) -> None:
        """Its parent waits for it: it must exist, and say why it cannot run."""
        await self._launcher.refuse(parent.user, request, parent.job, why)

    async def _requests(self, parent: str) -> dict[str, LaunchRequest]:
        """By id, without those whose end the parent has seen already: they need not be there any more."""
        found: dict[str, LaunchRequest] = {}
        over: set[str] = set()
        keys = JobKeys.of(parent)
        with translated():
            scan = self._bus.redis.hscan_iter
            rows = [row async for row in cast(Any, scan(keys.memo, match=f"{CHILD}*", count=500))]
            ends = [row async for row in cast(Any, scan(keys.memo, match=f"{OUTCOME}*", count=500))]
        over.update(name.decode().removeprefix(OUTCOME) for name, _ in ends)
        for raw, value in rows:
            key = raw.decode().removeprefix(CHILD)
            try:
                request = msgspec.json.decode(value, type=ChildMemo).request
            except msgspec.MsgspecError as why:
                log.error("child cannot be read", job=parent, key=key, error=str(why))
                continue
            if request.id and key not in over:
                found[request.id] = request
        return found


def _batches(jobs: Iterable[str]) -> Iterator[list[str]]:
    """No more ids at a time than a statement takes."""
    rest = iter(jobs)
    while some := list(itertools.islice(rest, BATCH)):
        yield some
