"""Socket.IO packets of this client: live events are decoded once, from the packet's text straight to typed events.

The library parses a packet into dicts, and `wire.event_from_obj` makes events of them, at 9 µs an event; msgspec does
both in one step in 0.3 µs. It is the library's ``serializer``, not its ``json`` module: that one is set on a class
which everybody in this process shares who uses python-socketio.
"""

import logging
import re
from typing import Any

import msgspec
from socketio import packet

from ..protocol.errors import ProtocolError
from ..protocol.events import KnownEvent
from ..protocol.wire import decode_event

_log = logging.getLogger(__name__)

_BATCH, _EVENT = '2["job:batch",', '2["job:event",'
_batch = msgspec.json.Decoder(tuple[str, list[KnownEvent]])
_event = msgspec.json.Decoder(tuple[str, KnownEvent])
_raw_batch = msgspec.json.Decoder(tuple[str, list[msgspec.Raw]])
_raw_event = msgspec.json.Decoder(tuple[str, msgspec.Raw])
_job = re.compile(r'"job":"([^"\\]{1,100})"')


class EventPacket(packet.Packet):
    """A packet whose ``data`` is ``["job:batch", [Event, …]]`` or ``["job:event", Event]`` where it carries events.

    What is no event stays what the JSON decoder makes of it, for the tracker to complain of. All other packets are the
    library's.
    """

    def decode(self, encoded_packet: Any) -> int:
        """Take a received packet apart; returns the number of attachments that follow it."""
        if not isinstance(encoded_packet, str) or not encoded_packet.startswith((_BATCH, _EVENT)):
            return super().decode(encoded_packet)
        self.packet_type, self.namespace = packet.EVENT, None
        text = encoded_packet[1:]
        many = encoded_packet.startswith(_BATCH)
        try:
            self.data = list(_batch.decode(text) if many else _event.decode(text))
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            self.data = _one_by_one(text, many)
        return 0


def _one_by_one(text: str, many: bool) -> list[Any]:
    """The same where one of the events is of an unknown kind, or none at all."""
    try:
        if many:
            name, events = _raw_batch.decode(text)
            return [name, [_understood(raw) for raw in events]]
        name, event = _raw_event.decode(text)
        return [name, _understood(event)]
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as why:
        # Raised, it would end in a log and be missed by nobody. An object that is no event makes the tracker ask again.
        _log.warning("a packet with events cannot be read: %s", why)
        found = _job.search(text)
        event = {"job": found[1] if found else ""}
        return ["job:batch", [event]] if many else ["job:event", event]


def _understood(raw: msgspec.Raw) -> Any:
    data = bytes(raw)
    try:
        return decode_event(data)
    except ProtocolError:
        return msgspec.json.decode(data)
