"""What the worker and the process of a sync job say to each other: length-prefixed msgpack frames."""

import msgspec

from ..protocol.events import JobError

HEADER_BYTES = 4
MAX_FRAME_BYTES = 4 * 1024 * 1024


class Start(msgspec.Struct, tag_field="frame", tag="start", frozen=True):
    """Worker → process, first. ``params`` is JSON; ``module`` has the job, or ``code`` is a cloudpickle of it."""

    job: str
    attempt: int
    user: str
    type: str
    params: bytes
    module: str | None = None
    code: bytes | None = None


class Flushed(msgspec.Struct, tag_field="frame", tag="flushed", frozen=True):
    """Worker → process: everything before `Flush` ``number`` is on Redis."""

    number: int


class Emitted(msgspec.Struct, tag_field="frame", tag="emitted", frozen=True):
    """Process → worker: one event as JSON."""

    event: bytes


class Flush(msgspec.Struct, tag_field="frame", tag="flush", frozen=True):
    """Process → worker: tell me when what I said is on Redis."""

    number: int


class Returned(msgspec.Struct, tag_field="frame", tag="returned", frozen=True):
    """Process → worker, last: the function returned ``result`` (JSON)."""

    result: bytes


class Raised(msgspec.Struct, tag_field="frame", tag="raised", frozen=True):
    """Process → worker, last: it raised."""

    error: JobError


ToProcess = Start | Flushed
ToWorker = Emitted | Flush | Returned | Raised
_encoder = msgspec.msgpack.Encoder()


def pack(frame: ToProcess | ToWorker) -> bytes:
    """A frame with its length in front."""
    data = _encoder.encode(frame)
    return len(data).to_bytes(HEADER_BYTES, "big") + data
