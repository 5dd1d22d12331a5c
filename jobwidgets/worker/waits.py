"""`Waits`: what a function waits for now (answers, children), so that none of it outlives the function."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..protocol.errors import Fenced


class Waits:
    """One attempt's."""

    def __init__(self) -> None:
        self._over = False
        self._tasks: dict[object, asyncio.Task[Any] | None] = {}
        self._changed = asyncio.Event()

    @contextmanager
    def one(self) -> Iterator[None]:
        """The current task waits within the block. Raises `Fenced` once the function is over."""
        if self._over:
            raise Fenced("The job's function is over; there is nothing to wait for any more.")
        me = object()
        self._tasks[me] = asyncio.current_task()
        try:
            yield
        finally:
            del self._tasks[me]
            self._changed.set()

    def give_up(self) -> None:
        """The function is over: cancel whoever waits, but for the current task."""
        self._over = True
        for task in set(self._tasks.values()):
            if task is not None and task is not asyncio.current_task():
                task.cancel()

    async def gone(self) -> None:
        """Until nobody waits any more."""
        while self._tasks:
            self._changed.clear()
            await self._changed.wait()
