"""`Slots`: which jobs may run in this worker now, strictly by priority.

A delivery that has arrived, but has not got its slot yet, counts already: one of a higher priority keeps a slot from
those of lower ones while it is still being looked at.
"""

import asyncio
from collections import Counter
from itertools import count
from types import TracebackType
from typing import Literal, Self


class Arrival:
    """A delivery on its way to a slot: use it with ``with``; `settle` says that it needs none (any more)."""

    def __init__(self, slots: "Slots", rank: int) -> None:
        self.rank = rank
        self._slots, self._coming = slots, False

    def __enter__(self) -> Self:
        self._coming = True
        self._slots.arrived(self.rank, 1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[False]:
        self.settle()
        return False

    def settle(self) -> None:
        """It has its slot, joined a run that is under way, or was put off."""
        if self._coming:
            self._coming = False
            self._slots.arrived(self.rank, -1)


class Slots:
    """``capacity`` jobs at a time. A rank is a priority's place in `records.PRIORITIES`: the lower goes first."""

    def __init__(self, capacity: int) -> None:
        self.used = 0
        self._capacity = capacity
        self._coming: Counter[int] = Counter()
        self._waiting: list[tuple[int, int, int, asyncio.Future[None]]] = []
        self._order = count()

    @property
    def spare(self) -> int:
        """Slots that nobody has."""
        return self._capacity - self.used

    def free(self, rank: int) -> int:
        """Slots for deliveries of ``rank`` that have not arrived yet."""
        return max(0, self.spare - sum(n for other, n in self._coming.items() if other <= rank))

    def coming(self, rank: int) -> bool:
        """Whether something of a higher priority has arrived and has no slot yet."""
        return any(n for other, n in self._coming.items() if other < rank)

    def arrived(self, rank: int, change: int) -> None:
        """For `Arrival`."""
        self._coming[rank] += change
        self._hand_out()

    async def take(self, rank: int, *, timeout: float | None = None, began: bool = False) -> bool:
        """Wait for a slot; False after ``timeout`` seconds. A job that ``began`` before goes first within its rank."""
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        place = (rank, 0 if began else 1, next(self._order), mine)
        self._waiting.append(place)
        self._waiting.sort(key=lambda one: one[:3])
        self._hand_out()
        try:
            await asyncio.wait({mine}, timeout=timeout)
        except asyncio.CancelledError:
            if mine.done():
                self.give_back()
            raise
        finally:
            if not mine.done():
                self._waiting.remove(place)
                # It may have stood in the way of others.
                self._hand_out()
        return mine.done()

    def give_back(self) -> None:
        """A slot is free again."""
        self.used -= 1
        self._hand_out()

    def _hand_out(self) -> None:
        while self._waiting:
            rank, _, _, future = self._waiting[0]
            # Whoever waits has been looked at: those still coming are the arrivals less the waiting.
            higher = sum(n for other, n in self._coming.items() if other < rank)
            if self.spare - higher <= 0:
                return
            del self._waiting[0]
            self.used += 1
            future.set_result(None)
