"""Acknowledgements of ``subscribe`` as JSON text, put together from ready-made JSON: nothing is parsed.

A `CatchUp` object shared by many late subscribers is framed once.
"""

import json
from typing import Any

from jobwidgets.protocol.errors import JobWidgetsError
from jobwidgets.protocol.wire import MAX_PACKET_BYTES

from .feed import CatchUp
from .frames import Answer, Frame

_ROOM_FOR_FRAME = 512
"""Bytes for what stands around the JSON in a packet: event name, job id, numbers."""

DONE = Answer(b'{"ok":true}')


def refusal(error: JobWidgetsError) -> Answer:
    """``{"ok": false, "error": {"code", "message", "detail"}}``."""
    return Answer(json.dumps({"ok": False, "error": error.as_dict()}, default=str).encode())


def acknowledgement(job: str, known: CatchUp, *, max_packet: int = MAX_PACKET_BYTES) -> Answer:
    """`wire.SubscribeAck`; above ``max_packet`` bytes followed by ``job:part`` packets.

    The ``data`` of the parts, joined in the order of ``n`` (from 0), is the JSON of ``{"epoch", "seq",
    "snapshot", "events"}``.
    """
    body = b'"epoch":%d,"seq":%d,"snapshot":%s,"events":[%s]' % (
        known.epoch,
        known.seq,
        known.snapshot or b"null",
        b",".join(known.events),
    )
    if len(body) + _ROOM_FOR_FRAME <= max_packet:
        return Answer(b'{"ok":true,%b,"parts":0}' % body)
    pieces = _pieces(f"{{{body.decode()}}}", max_packet)
    parts = [_event("job:part", {"job": job, "n": n, "of": len(pieces), "data": data}) for n, data in enumerate(pieces)]
    summary = {"ok": True, "epoch": known.epoch, "seq": known.seq, "events": [], "parts": len(parts)}
    return Answer(json.dumps(summary).encode(), [Frame(part) for part in parts])


def _event(name: str, data: Any) -> bytes:
    return b"42" + json.dumps([name, data], ensure_ascii=False, separators=(",", ":")).encode()


def _pieces(text: str, max_packet: int) -> list[str]:
    # As a JSON string a character grows to 2 bytes at most (\" and \\; JSON has no raw control characters),
    # or is up to 4 bytes of UTF-8.
    step = (max_packet - _ROOM_FOR_FRAME) // (2 if text.isascii() else 4)
    return [text[i : i + step] for i in range(0, len(text), step)]
