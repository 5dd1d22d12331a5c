"""How long to wait before the next try: exponential, with jitter, without end."""

import random
from collections.abc import Callable, Iterator


def delays(
    first: float = 0.2, cap: float = 10.0, *, factor: float = 2.0, rng: Callable[[], float] = random.random
) -> Iterator[float]:
    """Seconds to wait before each further try.

    The n-th lies between half and all of ``min(cap, first * factor**n)``: the random half keeps a
    thousand kernels from coming back to a restarted server in step; the fixed half keeps one unlucky
    kernel from hammering it.
    """
    ceiling = first
    while True:
        yield ceiling * (0.5 + rng() / 2)
        ceiling = min(cap, ceiling * factor)
