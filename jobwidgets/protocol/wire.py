"""Bytes to events and back; the shapes of the socket's acknowledgements; the protocol's limits."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from .errors import ProtocolError, TooLarge
from .events import Event, EventBase, KnownEvent, Opaque, Text
from .state import JobSnapshot

BACKLOG = 200
"""Events kept for replay."""
MAX_EVENT_BYTES = 256 * 1024
MAX_BATCH_BYTES = 512 * 1024
MAX_BATCH_EVENTS = 500
MAX_PARAMS_BYTES = 64 * 1024
MAX_CODE_BYTES = 1024 * 1024
MAX_PACKET_BYTES = 1024 * 1024
"""What does not fit into one packet of this size follows as ``job:part`` packets."""


class SubscribeAck(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The answer to ``subscribe``.

    ``snapshot`` is absent where the client's own is good enough; ``events`` follow it (or the
    client's ``seq``). ``parts`` > 0: the JSON of ``snapshot`` and ``events`` did not fit and comes
    in that many ``job:part`` packets before anything live.
    """

    ok: bool
    epoch: int = 0
    seq: int = 0
    snapshot: JobSnapshot | None = None
    events: list[Any] = []
    parts: int = 0
    error: dict[str, Any] | None = None


class _Header(msgspec.Struct):
    kind: str


_known: msgspec.json.Decoder[KnownEvent] = msgspec.json.Decoder(KnownEvent)
_KnownEvents: Any = list[KnownEvent]
_kinds = frozenset(str(cls.__struct_config__.tag) for cls in KnownEvent.__args__)
_encoder = msgspec.json.Encoder()


_SAID = (Text, Opaque)
"""Kinds that hold nothing a decoder could find fault with, once they are encoded."""


def encode_event(event: Event) -> bytes:
    """One JSON object. Raises `TooLarge` above 256 KB and `ProtocolError` for what a reader could not decode.

    Structs do not check what they are made of, and NaN is written as null: what readers would refuse must not
    get into a job, where it would stay.
    """
    return settled(event)[0]


def settled(event: Event) -> tuple[bytes, Event]:
    """`encode_event`, and the event as a reader gets it: what its values were made of may change, this does not."""
    if type(event) is Text:
        check_text(event)
    try:
        data = _encoder.encode(event)
    except (TypeError, ValueError, RecursionError) as why:
        raise ProtocolError(f"an event carries a value that is not JSON: {why}") from why
    if len(data) > MAX_EVENT_BYTES:
        raise TooLarge("An event", len(data), MAX_EVENT_BYTES)
    if isinstance(event, _SAID):
        return data, event
    try:
        return data, _known.decode(data)
    except msgspec.ValidationError as why:
        raise ProtocolError(f"an event carries a wrong value: {why}") from None


def check_text(event: Text) -> None:
    """`ProtocolError` unless delta and channel are text."""
    for value in (event.delta, event.channel):
        if not isinstance(value, str):
            raise ProtocolError(f"text must be str, not {type(value).__name__}: decode it first")


def decode_event(data: bytes | str) -> Event:
    """The event in a JSON text; `ProtocolError` if it is none."""
    try:
        return _known.decode(data)
    except msgspec.ValidationError as why:
        return _opaque(data, why)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as why:
        raise ProtocolError(f"not JSON: {why}") from why


def _opaque(data: bytes | str, why: Exception) -> Event:
    try:
        if msgspec.json.decode(data, type=_Header).kind not in _kinds:
            return msgspec.json.decode(data, type=Opaque)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass  # not even a header: the first complaint says more
    raise ProtocolError(f"not an event: {why}") from why


def event_from_obj(obj: Any) -> Event:
    """The event in what a JSON decoder already made of it (the socket client does); an event stays itself."""
    if isinstance(obj, EventBase | Opaque):
        return obj  # pyright: ignore[reportReturnType] - all that are made of it are in the union
    try:
        return msgspec.convert(obj, KnownEvent)
    except msgspec.ValidationError as why:
        if isinstance(obj, dict) and isinstance(obj.get("kind"), str) and obj["kind"] not in _kinds:
            return msgspec.convert(obj, Opaque)
        raise ProtocolError(f"not an event: {why}") from why


def events_from_objs(objs: Iterable[Any]) -> list[Event]:
    """`event_from_obj` over many, at a fraction of the price: each call of ``convert`` looks at the whole union."""
    objs = list(objs)
    if all(isinstance(obj, dict) for obj in objs):
        try:
            return msgspec.convert(objs, _KnownEvents)
        except msgspec.ValidationError:
            pass  # one of them: which, and whether it is only of another kind, is told below
    return [event_from_obj(obj) for obj in objs]


def encode_snapshot(snapshot: JobSnapshot) -> bytes:
    """One JSON object."""
    return _encoder.encode(snapshot)


def decode_snapshot(data: bytes | str) -> JobSnapshot:
    """Inverse of `encode_snapshot`; `ProtocolError` if it is none."""
    try:
        return msgspec.json.decode(data, type=JobSnapshot)
    except msgspec.MsgspecError as why:
        raise ProtocolError(f"not a snapshot: {why}") from why


def split_message(payload: bytes) -> tuple[int, int, list[bytes]]:
    """Take a message of ``job:event:{job}`` apart: ``(epoch, first seq, one JSON object per event)``.

    The first line is ``epoch first count``, then one event a line.
    """
    head, _, body = payload.partition(b"\n")
    try:
        epoch, first, count = map(int, head.split())
    except ValueError:
        raise ProtocolError(f"not a message header: {head[:60]!r}") from None
    lines = body.split(b"\n") if body else []
    if len(lines) != count:
        raise ProtocolError(f"the header promises {count} events, {len(lines)} came")
    return epoch, first, lines


def decode_events(lines: Sequence[bytes | str]) -> list[Event]:
    """`decode_event` over many."""
    return [decode_event(line) for line in lines]
