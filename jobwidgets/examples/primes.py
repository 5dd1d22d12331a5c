"""`primes`: work for the processor. Not ``async``, so it runs in a process of its own and can be killed."""

from itertools import takewhile
from math import isqrt

from jobwidgets.worker.registry import job
from jobwidgets.worker.sync_context import SyncJobContext

BLOCK = 50_000


@job
def primes(ctx: SyncJobContext, limit: int = 1_000_000) -> dict[str, int]:
    """Count the primes below ``limit`` and name the largest, by trial division, a block at a time."""
    small: list[int] = []  # up to the root of `limit`: all that is needed to test the others
    count, largest = 0, 0
    for start in range(2, limit, BLOCK):
        with ctx.step(f"{start:,} and up") as step:
            found = 0
            for number in range(start, min(start + BLOCK, limit)):
                root = isqrt(number)
                if all(number % prime for prime in takewhile(lambda p, root=root: p <= root, small)):
                    found, largest = found + 1, number
                    if number * number < limit:
                        small.append(number)
            count += found
            step.update(f"{found:,} primes")
        ctx.progress(min(start + BLOCK, limit), total=limit)
    return {"count": count, "largest": largest}
