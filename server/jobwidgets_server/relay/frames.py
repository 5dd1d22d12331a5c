"""Socket.IO packets as bytes, made once for all sockets: event lines are put in as they came from Redis, never parsed.

A `Frame` is one packet in the form each kind of socket takes: a whole websocket frame (RFC 6455: a server's frames are
not masked, so the same bytes go to everybody), or an engine.io packet for the library's queue.
"""

from collections.abc import Iterable, Sequence

from engineio.packet import MESSAGE, Packet

from jobwidgets.protocol.wire import MAX_BATCH_BYTES

PING = b"\x81\x012"
"""The engine.io ping as a websocket frame."""
_TEXT = b"\x81"
_CLOSE = b"\x88"


class Frame:
    """One Socket.IO packet. ``wire``: it as a websocket frame; ``count``: how many events it carries."""

    __slots__ = ("_packet", "_start", "count", "wire")

    def __init__(self, payload: bytes, count: int = 0) -> None:
        """``payload``: the engine.io packet, with its leading ``4``."""
        self.count = count
        self.wire = text_frame(payload)
        self._start = len(self.wire) - len(payload)
        self._packet: Packet | None = None

    @property
    def size(self) -> int:
        """Bytes on the wire."""
        return len(self.wire)

    @property
    def payload(self) -> bytes:
        """The engine.io packet."""
        return self.wire[self._start :]

    @property
    def packet(self) -> Packet:
        """For sockets that the library serves. Shared: its encoded form is made once."""
        if self._packet is None:
            self._packet = Packet(MESSAGE, self.payload[1:].decode())
        return self._packet


def text_frame(payload: bytes) -> bytes:
    """A websocket frame with text."""
    size = len(payload)
    if size < 126:
        return b"%b%c%b" % (_TEXT, size, payload)
    if size < 65536:
        return b"%b\x7e%b%b" % (_TEXT, size.to_bytes(2, "big"), payload)
    return b"%b\x7f%b%b" % (_TEXT, size.to_bytes(8, "big"), payload)


def close_frame(code: int, reason: str) -> bytes:
    """The websocket's goodbye."""
    payload = code.to_bytes(2, "big") + reason.encode()[:120].decode(errors="ignore").encode()
    return b"%b%c%b" % (_CLOSE, len(payload), payload)


def event_frames(lines: Sequence[bytes]) -> list[Frame]:
    """``job:event`` for one line, ``job:batch`` for more; several batches where one would exceed 512 KB."""
    if len(lines) == 1:
        return [Frame(b'42["job:event",%b]' % lines[0], 1)]
    frames: list[Frame] = []
    batch: list[bytes] = []
    size = 0
    for line in lines:
        if batch and size + len(line) > MAX_BATCH_BYTES:
            frames.append(_batch(batch))
            batch, size = [], 0
        batch.append(line)
        size += len(line) + 1
    if batch:
        frames.append(_batch(batch))
    return frames


def _batch(lines: list[bytes]) -> Frame:
    if len(lines) == 1:
        return Frame(b'42["job:event",%b]' % lines[0], 1)
    return Frame(b'42["job:batch",[%b]]' % b",".join(lines), len(lines))


class Answer:
    """The acknowledgement of an event as JSON text, and the packets that follow it at once.

    May be shared: late subscribers of one job get the very same, and many clients number their first request alike.
    """

    __slots__ = ("_made", "followers", "json")

    def __init__(self, json: bytes, followers: Iterable[Frame] = ()) -> None:
        self.json = json
        self.followers = tuple(followers)
        self._made: dict[int, Frame] = {}

    def frames(self, id: int) -> tuple[Frame, ...]:
        """All packets of the answer to the request with this number."""
        frame = self._made.get(id)
        if frame is None:
            frame = Frame(b"43%d[%b]" % (id, self.json))
            if len(self._made) < _SHARED_IDS:
                self._made[id] = frame
        return (frame, *self.followers)


_SHARED_IDS = 4
