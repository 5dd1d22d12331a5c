"""What the recorder stores of a job, read from Redis in one transaction, so that its parts fit together."""

from collections.abc import Callable
from typing import Any, NamedTuple, cast

from jobwidgets.bus import scripts
from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.connection import translated
from jobwidgets.bus.keys import JobKeys
from jobwidgets.bus.replies import Reading, reading
from jobwidgets.protocol.events import Event
from jobwidgets.protocol.state import JobSnapshot
from jobwidgets.protocol.wire import decode_events


class Observed(NamedTuple):
    """One look. ``memos`` None where they were not asked for."""

    reading: Reading
    snapshot: JobSnapshot
    moves: list[Event]
    memos: dict[str, bytes] | None


async def observe(bus: JobBus, job: str, wants_memos: Callable[[Reading], bool]) -> Observed | None:
    """The job with its moves, and with its memos if ``wants_memos(reading)``. None if Redis does not know it.

    Raises `ProtocolError` for keys that are damaged.
    """
    seen = await _look(bus, job, memos=False)
    if seen is not None and wants_memos(seen.reading):
        # Again, and all of it: memos that are newer than the snapshot would tell of steps it does not have.
        seen = await _look(bus, job, memos=True)
    return seen


async def _look(bus: JobBus, job: str, *, memos: bool) -> Observed | None:
    keys = JobKeys.of(job)
    with translated():
        async with bus.redis.pipeline(transaction=True) as pipe:
            # The text and not its digest: inside a transaction there is no second try with a script that is not loaded.
            pipe.eval(scripts.READ.text, scripts.KEYS, *scripts.Script.arguments(job, (0, 0)))
            pipe.lrange(keys.moves, 0, -1)
            if memos:
                pipe.hgetall(keys.memo)
            answers = cast(list[Any], await pipe.execute())
    found = reading(job, answers[0])
    if found is None or found.snapshot is None:
        return None
    kept = None
    if memos:
        kept = {name.decode(): value for name, value in answers[2].items()}
    return Observed(found, found.snapshot, decode_events(answers[1]), kept)
