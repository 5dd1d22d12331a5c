"""What the worker and the process of a job say to each other: length-prefixed msgpack frames.

What a context asks of its `host.Host` is a `Request` with one of the calls below; many may be open at a time.
"""

import msgspec

from ..protocol.errors import ProtocolError
from ..protocol.events import JobError
from ..protocol.records import Budget
from ..protocol.state import Usage

HEADER_BYTES = 4
MAX_FRAME_BYTES = 4 * 1024 * 1024


class Start(msgspec.Struct, tag_field="frame", tag="start", frozen=True, omit_defaults=True):
    """Worker → process, first. ``params`` is JSON; ``module`` has the job, or ``code`` is a cloudpickle of it.

    What follows them is the host's, see `host.Host`: `process.JobProcess` fills it in.
    """

    job: str
    attempt: int
    user: str
    type: str
    params: bytes
    module: str | None = None
    code: bytes | None = None
    tags: list[str] = []
    parent: str | None = None
    memos: dict[str, bytes] = {}
    checkpoint: int = 0
    usage: Usage = Usage()
    budget: Budget | None = None


class Emitted(msgspec.Struct, tag_field="frame", tag="emitted", frozen=True):
    """Process → worker: events as JSON."""

    events: list[bytes]


class Flush(msgspec.Struct, tag_field="call", tag="flush", frozen=True):
    """`Host.flush`."""


class Drain(msgspec.Struct, tag_field="call", tag="drain", frozen=True):
    """`Host.drain`."""


class Commit(msgspec.Struct, tag_field="call", tag="commit", frozen=True):
    """`Host.commit`, events as JSON."""

    events: list[bytes]
    memos: dict[str, bytes]


class Ask(msgspec.Struct, tag_field="call", tag="ask", frozen=True):
    """`Host.ask`, ``schema`` as JSON. The reply's value is an `AskMemo`."""

    key: str
    prompt: str
    schema: bytes
    timeout: float | None = None


class Outcome(msgspec.Struct, tag_field="call", tag="outcome", frozen=True):
    """`Host.outcome`. The reply's value is an `OutcomeMemo`."""

    child: str


class CancelChild(msgspec.Struct, tag_field="call", tag="cancel", frozen=True):
    """`Host.cancel`."""

    child: str


Call = Flush | Drain | Commit | Ask | Outcome | CancelChild


class Request(msgspec.Struct, tag_field="frame", tag="request", frozen=True):
    """Process → worker: do this and send the `Reply` with the same number."""

    number: int
    call: Call


class Forget(msgspec.Struct, tag_field="frame", tag="forget", frozen=True):
    """Process → worker: nobody waits for this request any more."""

    number: int


class Reply(msgspec.Struct, tag_field="frame", tag="reply", frozen=True):
    """Worker → process: request ``number`` is done. ``value`` and ``error`` (`JobWidgetsError.as_dict`) are JSON."""

    number: int
    value: bytes = b"null"
    error: bytes | None = None


class Returned(msgspec.Struct, tag_field="frame", tag="returned", frozen=True):
    """Process → worker, last: the function returned ``result`` (JSON)."""

    result: bytes


class Raised(msgspec.Struct, tag_field="frame", tag="raised", frozen=True):
    """Process → worker, last: it raised."""

    error: JobError


class Pieces:
    """Bytes as they come from a socket, made into whole frames."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The frames that are whole now, without their lengths. `ProtocolError` for one that is too large."""
        rest, begin, whole = self._rest, 0, []
        rest += data
        while len(rest) >= begin + HEADER_BYTES:
            size = int.from_bytes(rest[begin : begin + HEADER_BYTES], "big")
            if size > MAX_FRAME_BYTES:
                raise ProtocolError(f"the job's process sent a frame of {size:,} bytes")
            end = begin + HEADER_BYTES + size
            if len(rest) < end:
                break
            whole.append(bytes(rest[begin + HEADER_BYTES : end]))
            begin = end
        del rest[:begin]
        return whole


ToProcess = Start | Reply
ToWorker = Emitted | Request | Forget | Returned | Raised
_encoder = msgspec.msgpack.Encoder()


def pack(frame: ToProcess | ToWorker) -> bytes:
    """A frame with its length in front."""
    data = _encoder.encode(frame)
    return len(data).to_bytes(HEADER_BYTES, "big") + data
