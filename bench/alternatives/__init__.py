"""Seeing the progress of a running job: what users have today beside ours, in one interleaved run."""

import bisect
import json
import time
from statistics import median
from typing import TYPE_CHECKING, Any, cast

from ..text import paragraph
from ..timing import Percentiles, cpu_seconds

if TYPE_CHECKING:
    import redis

    from ..stack import Stack
    from .ways import Way

PACKAGES = ("celery", "kombu", "distributed", "pydocket", "python-socketio")
PACE = 20
"""Updates a second while latency and CPU are measured."""
AWAY_PACE = 100
"""Updates a second while the watcher goes away and comes back."""
AWAY = 1.0
"""Seconds it is away."""
QUIET = 1.5
"""Seconds without anything new after which nothing more is expected."""


def measure(rounds: int, quick: bool) -> dict[str, Any]:
    """Interleaved rounds over all ways."""
    import redis

    from ..stack import running_stack
    from .ways import all_ways

    paced, flood = (2.0, 0.5) if quick else (6.0, 2.0)
    found: dict[str, Any] = {"paced": paced, "flood": flood, "ways": {}}
    with (
        running_stack() as stack,
        redis.Redis.from_url(stack.redis_url, socket_timeout=None) as store,
        all_ways(stack) as ways,
    ):
        for number in range(rounds):
            for place, (name, way) in enumerate(ways.items()):
                bench = _Bench(stack, store, way, f"{number}-{place}")
                found["ways"].setdefault(name, []).append({**bench.paced(paced), **bench.flood(flood), **bench.away()})
    return found


class _Bench:
    """One way in one round."""

    def __init__(self, stack: "Stack", store: "redis.Redis", way: "Way", name: str) -> None:
        self._stack, self._store, self._way, self._name = stack, store, way, name

    def paced(self, seconds: float) -> dict[str, Any]:
        """How long until the watcher knows of an update: it or a later one is seen. CPU in percent of a core."""
        run = f"{self._name}:paced"
        seen = _Seen()
        job = self._way.launch(run, PACE, seconds)
        stop = self._way.watch(job, seen)
        before = self._cpu()
        told = self._told(run)
        used = [after - first for after, first in zip(self._cpu(), before, strict=True)]
        seen.settle(len(told))
        stop()
        waits = seen.waits(told)
        return {
            "latency": Percentiles.of(waits)._asdict(),
            "paced_seen": len(seen.numbers()) / len(told),
            "cpu_behind": used[0] / seconds * 100,
            "cpu_watcher": used[1] / seconds * 100,
        }

    def flood(self, seconds: float) -> dict[str, Any]:
        """As fast as the job can: made and seen a second."""
        run = f"{self._name}:flood"
        seen = _Seen()
        job = self._way.launch(run, 0, seconds)
        stop = self._way.watch(job, seen)
        told = self._told(run)
        seen.settle(len(told))
        stop()
        took = max(seen.last, told[-1]) - told[0]
        return {"made": len(told) / (told[-1] - told[0]), "arrived": len(seen.numbers()) / took}

    def away(self) -> dict[str, Any]:
        """The watcher loses its connection for a second; how many of the updates of that time it never sees."""
        run = f"{self._name}:away"
        seen = _Seen()
        job = self._way.launch(run, AWAY_PACE, 3 * AWAY)
        stop = self._way.watch(job, seen)
        self._go(run)
        time.sleep(AWAY)
        stop()
        left = time.time()
        time.sleep(AWAY)
        back = time.time()
        stop = self._way.watch(job, seen)
        told = self._told(run, go=False)
        seen.settle(len(told))
        stop()
        missing = [i for i, at in enumerate(told, 1) if left < at < back]
        # A poll sees few of them also while it is there: lost is only what came while it was away.
        return {"away_told": len(missing), "away_lost": len(set(missing) - seen.numbers())}

    def _go(self, run: str) -> None:
        self._store.rpush(f"bench:go:{run}", 1)

    def _told(self, run: str, go: bool = True) -> list[float]:
        if go:
            self._go(run)
        answer = cast("list[bytes] | None", self._store.blpop([f"bench:told:{run}"], timeout=90))
        assert answer is not None, f"{run}: the job has not said when it told"
        return json.loads(answer[1])

    def _cpu(self) -> tuple[float, float]:
        return cpu_seconds(*self._way.pids(), self._stack.store_pid), time.process_time()


class _Seen:
    """What the watcher saw, and when."""

    def __init__(self) -> None:
        self._at: list[tuple[float, int]] = []

    def __call__(self, number: int) -> None:
        self._at.append((time.time(), number))

    @property
    def last(self) -> float:
        """When something was seen last."""
        return self._at[-1][0] if self._at else 0.0

    def numbers(self) -> set[int]:
        return {number for _, number in self._at}

    def settle(self, last: int) -> None:
        """Until the last update was seen, or nothing comes any more."""
        until = time.time() + QUIET
        while time.time() < max(until, self.last + QUIET) and last not in (number for _, number in self._at[-50:]):
            time.sleep(0.01)

    def waits(self, told: list[float]) -> list[float]:
        """For each update the seconds until it, or a later one, was seen; those that were not count to the end."""
        rows = sorted((number, at) for at, number in self._at)
        numbers = [number for number, _ in rows]
        earliest = [at for _, at in rows]
        for i in range(len(earliest) - 2, -1, -1):
            earliest[i] = min(earliest[i], earliest[i + 1])
        waits = []
        for number, at in enumerate(told, 1):
            place = bisect.bisect_left(numbers, number)
            # Of the very last ones a poll may see nothing: the task's end takes their place.
            if place < len(rows):
                waits.append(earliest[place] - at)
        return waits


def rows(found: dict[str, Any]) -> list[str]:
    """The section of the page."""

    def row(name: str, rounds: list[dict[str, Any]]) -> str:
        p50, p99 = (median(r["latency"][cut] for r in rounds) for cut in ("p50", "p99"))
        seen, made, arrived, behind, watcher, lost, told = (
            median(r[figure] for r in rounds)
            for figure in ("paced_seen", "made", "arrived", "cpu_behind", "cpu_watcher", "away_lost", "away_told")
        )
        return (
            f"| {name} | {p50:,.1f} / {p99:,.1f} | {seen:.0%} | {made:,.0f} | {arrived:,.0f} "
            f"| {lost:.0f} of {told:.0f} | {behind:.1f} + {watcher:.1f} |"
        )

    return [
        "## Seeing the progress of a running job: the alternatives",
        "",
        *paragraph(f"""
            One job, one watcher, the same Valkey, interleaved. *Known after*: milliseconds (p50 / p99) from an update
            until the watcher has it or a later one, {PACE} updates a second for {found["paced"]:g} s; *seen*: how
            many of them it saw. *Made*, *arrived*: updates a second when the job tells as fast as it can for
            {found["flood"]:g} s. *Lost*: at {AWAY_PACE} a second the watcher is cut off for {AWAY:.0f} s; the
            updates of that time that it never sees. CPU: percent of a core at {PACE} a second, of worker, Redis and
            what is between + of the watcher.
        """),
        "| way | known after | seen | made/s | arrived/s | lost | CPU |",
        "|---|---|---|---|---|---|---|",
        *(row(name, rounds) for name, rounds in found["ways"].items()),
        "",
        *paragraph("""
            `ctx.progress` waits up to 100 ms for company and only the latest travels, so most updates are never seen
            one by one, there or away; a watcher that comes back has the latest at once, from the snapshot. Of other
            events the last 200 come back one by one, and what is older is in the snapshot. Celery keeps the latest
            update; with Dask's topics and docket's subscription a watcher that comes back waits for the next one.
        """),
    ]
