"""What the scripts answer, as types; and how their raw answers are read."""

from typing import Any, Literal, NamedTuple

from ..protocol.errors import ProtocolError
from ..protocol.events import JobState
from ..protocol.state import JobSnapshot
from ..protocol.wire import split_message
from .layout import assemble


class Reading(NamedTuple):
    """One atomic look at a job. ``snapshot`` is None where ``events`` continue what the reader has.

    ``queue`` is the lane it waits in (`records.lane_of`), ``memos`` grows whenever a memo is written, ``log_bytes``
    is what its event log takes, ``lost`` how many workers it has lost.
    """

    epoch: int
    seq: int
    state: JobState
    attempt: int
    user: str
    type: str
    generation: int
    external: bool
    queue: str
    created: float
    cancel_asked: bool
    snapshot: JobSnapshot | None
    events: list[bytes]
    memos: int = 0
    worker: str | None = None
    token: str | None = None
    log_bytes: int = 0
    lost: int = 0


ClaimStatus = Literal["granted", "held", "waiting", "done", "missing"]


class Claim(NamedTuple):
    """What a worker's claim came to. ``retry_after`` in seconds, for ``held``; ``shard_word`` is the shard's
    generation, to be remembered (see `recovery`)."""

    status: ClaimStatus
    state: str
    attempt: int
    generation: int
    retry_after: float
    shard_word: str = ""


class Beat(NamedTuple):
    """Who says that it is alive."""

    job: str
    attempt: int
    token: str


class BeatReply(NamedTuple):
    """``owned`` False: another attempt has the job, or, where ``state`` is empty, Redis does not know it;
    ``shard_word`` then tells whether it is over or lost. ``state`` cancelling is the wish to stop."""

    owned: bool
    state: str
    shard_word: str = ""


class CommandReply(NamedTuple):
    """The state after a command; ``changed`` False if it had nothing to do."""

    state: JobState
    changed: bool
    generation: int
    queue: str


class AnswerReply(NamedTuple):
    """What became of an answer: ``ok`` (also when the same command came twice), ``closed`` (the question is not open),
    or ``missing``. ``state`` is the job's now; after ``ok`` delivery ``generation`` has to be made."""

    status: Literal["ok", "closed", "missing"]
    state: str
    generation: int
    queue: str


class OrphanReply(NamedTuple):
    """The state after a look at a job that seemed to be orphaned; ``changed`` if it was. ``look_again`` in seconds."""

    state: JobState
    changed: bool
    generation: int
    queue: str
    look_again: float


class LogEntry(NamedTuple):
    """One batch of the event log: its events are numbered from ``first``; ``lines`` are events as JSON."""

    id: str
    epoch: int
    first: int
    lines: list[bytes]
    size: int


class Mark(NamedTuple):
    """How far a job has come that the recorder has not stored; ``children`` is how many it has launched."""

    epoch: int
    seq: int
    state: JobState
    children: int = 0


def log_entry(id: str, message: bytes) -> LogEntry:
    epoch, first, lines = split_message(message)
    return LogEntry(id, epoch, first, lines, len(message))


def mark(value: bytes) -> Mark:
    epoch, seq, state, children = value.decode().split(":")
    return Mark(int(epoch), int(seq), JobState(state), int(children))


def reading(job: str, answer: Any) -> Reading | None:
    """What ``read.lua`` answered. `ProtocolError` if it cannot be understood."""
    if not answer:
        return None
    ctl, form = answer[0], answer[1]
    try:
        epoch, seq, attempt, generation = int(ctl[0]), int(ctl[1]), int(ctl[3]), int(ctl[6])
        state, created, updated = JobState(ctl[2].decode()), float(ctl[8]), float(ctl[9])
    except (TypeError, ValueError) as why:
        raise ProtocolError(f"the keys of job {job} on Redis are damaged: {why}") from why
    kind = ctl[5].decode()
    snapshot, events = None, []
    if form == b"tail":
        events = list(answer[2])
    else:
        flat = answer[2]
        snapshot = assemble(
            job,
            type=kind,
            epoch=epoch,
            seq=seq,
            state=state,
            attempt=attempt,
            created=created,
            updated=updated,
            fields=flat if isinstance(flat, dict) else dict(zip(flat[::2], flat[1::2], strict=True)),
            pieces=answer[3],
        )
    return Reading(
        epoch=epoch,
        seq=seq,
        state=state,
        attempt=attempt,
        user=ctl[4].decode(),
        type=kind,
        generation=generation,
        external=ctl[7] == b"1",
        queue=(ctl[10] or b"").decode(),
        created=created,
        cancel_asked=ctl[11] is not None,
        snapshot=snapshot,
        events=events,
        memos=int(ctl[12] or 0),
        worker=ctl[13].decode() if ctl[13] else None,
        token=ctl[14].decode() if ctl[14] else None,
        log_bytes=int(ctl[15] or 0),
        lost=int(ctl[16] or 0),
    )
