"""The working side of every alternative: numbered updates, paced or not, and when each was told."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator

import redis

GO_AFTER = 30.0
"""Seconds a job waits for its watcher."""


class Told:
    """One job's updates, 1 to n. ``rate`` a second, 0: no pause between them; ``seconds`` in all."""

    def __init__(self, url: str, run: str, rate: float, seconds: float) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=None)
        self._run, self._rate, self._seconds = run, rate, seconds
        self._at: list[float] = []

    def all(self, tell: Callable[[int], object]) -> None:
        """For a plain function."""
        self._wait()
        for number, pause in self._numbers():
            time.sleep(pause)
            self._at.append(time.time())
            tell(number)

    async def all_async(self, tell: Callable[[int], Awaitable[object] | None]) -> None:
        """For a coroutine."""
        self._wait()
        for number, pause in self._numbers():
            await asyncio.sleep(pause)
            self._at.append(time.time())
            waiting = tell(number)
            if waiting is not None:
                await waiting

    def report(self) -> None:
        """Hand the times to whoever measures."""
        self._redis.rpush(f"bench:told:{self._run}", json.dumps(self._at))
        self._redis.close()

    def _wait(self) -> None:
        if self._redis.blpop([f"bench:go:{self._run}"], timeout=GO_AFTER) is None:
            raise TimeoutError("nobody watches")

    def _numbers(self) -> Iterator[tuple[int, float]]:
        began = time.perf_counter()
        number = 0
        while True:
            now = time.perf_counter() - began
            due = number / self._rate if self._rate else now
            if max(due, now) >= self._seconds:
                return
            number += 1
            yield number, max(0.0, due - now)
