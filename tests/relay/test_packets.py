"""What goes out is JSON that any client reads, in packets of a size any client takes."""

import json

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from jobwidgets.protocol.errors import InvalidParams
from jobwidgets.protocol.wire import MAX_BATCH_BYTES, MAX_PACKET_BYTES, SubscribeAck
from jobwidgets_server.relay.answers import acknowledgement, refusal
from jobwidgets_server.relay.feed import CatchUp
from jobwidgets_server.relay.frames import Frame, event_frames

LIMIT = 1500


def decoded(frame: Frame) -> list:
    assert frame.payload[:2] == b"42"
    assert frame.packet.encode() == frame.payload.decode(), "both kinds of socket get the same packet"
    return json.loads(frame.payload[2:])


@given(st.text(max_size=4000), st.lists(st.text(max_size=300), max_size=5))
@example('"' * 4000, [])
@example("🎈" * 3000, ["\\" * 300])
def test_answer_of_any_content_fits_its_packets(text: str, notes: list[str]):
    """Whatever the snapshot holds, no packet is too large, and the parts joined are the whole answer."""
    snapshot = msgspec.json.encode({"job": "j", "reason": text})
    events = tuple(msgspec.json.encode({"note": note}) for note in notes)
    answer = acknowledgement("j", CatchUp(3, 9, snapshot, events), max_packet=LIMIT)
    ack = json.loads(answer.json)
    msgspec.convert(ack, SubscribeAck)
    assert (ack["ok"], ack["epoch"], ack["seq"]) == (True, 3, 9)
    assert len(answer.json) <= LIMIT
    if ack["parts"]:
        names, parts = zip(*(decoded(packet) for packet in answer.followers), strict=True)
        assert set(names) == {"job:part"}
        assert [(p["job"], p["n"], p["of"]) for p in parts] == [("j", n, ack["parts"]) for n in range(ack["parts"])]
        assert all(len(packet.payload) <= LIMIT for packet in answer.followers)
        ack = json.loads("".join(p["data"] for p in parts))
    assert (ack["epoch"], ack["seq"]) == (3, 9)
    assert ack["snapshot"]["reason"] == text
    assert [event["note"] for event in ack["events"]] == notes


def test_refusal_has_the_one_shape_of_errors():
    """``{"ok": false, "error": {"code", "message", "detail"}}``."""
    error = InvalidParams("search", {"query": "is missing"})
    assert json.loads(refusal(error).json) == {"ok": False, "error": error.as_dict()}


@given(st.lists(st.integers(0, 250_000), min_size=1, max_size=12))
def test_batches_keep_every_line_and_stay_below_the_limit(sizes: list[int]):
    """However many large events one tick brings: all of them, in order, no packet above what clients take."""
    lines = [b'{"seq":%d,"x":"%s"}' % (i, b"x" * size) for i, size in enumerate(sizes)]
    seqs: list[int] = []
    for frame in event_frames(lines):
        assert frame.size <= MAX_BATCH_BYTES + 100 < MAX_PACKET_BYTES
        name, body = decoded(frame)
        assert name == ("job:batch" if isinstance(body, list) else "job:event")
        assert not isinstance(body, list) or len(body) > 1
        seqs += [event["seq"] for event in (body if isinstance(body, list) else [body])]
    assert seqs == list(range(len(sizes)))
