"""What the parent of a group and its workers say to each other: a JSON object a line, on the worker's stdin and stdout.

The pipes are private, so nothing here is a stable format: both ends are always of one version. Their end tells each
side that the other is gone.
"""

from pathlib import Path
from typing import Any

import msgspec

from .settings import Settings

BEAT = 1.0
"""Seconds between two `Alive`."""


class Start(msgspec.Struct, frozen=True, tag="start"):
    """The first line to a worker. ``settings`` carry the port that all of them share."""

    worker: int
    settings: Settings


class Listening(msgspec.Struct, frozen=True, tag="listening"):
    """A worker takes connections."""


class Alive(msgspec.Struct, frozen=True, tag="alive"):
    """A worker's loop turns: said every `BEAT` seconds."""


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """A worker cannot start with these settings; ``why`` is the sentence for whoever made them."""

    why: str


class Report(msgspec.Struct, frozen=True, tag="report"):
    """The parent asks a worker for its `Figures`, under the number of a round."""

    round: int


class Figures(msgspec.Struct, frozen=True, tag="figures"):
    """What one worker counts. ``exposition`` is its /metrics, as text; the others are of its relay."""

    round: int
    worker: int
    exposition: str
    sockets: int
    watched: int
    resyncs: int


class Ask(msgspec.Struct, frozen=True, tag="ask"):
    """A worker wants the figures of all; ``ask`` is its own number for it."""

    ask: int


class RollCall(msgspec.Struct, frozen=True, tag="roll-call"):
    """The answer to `Ask`. ``workers``: how many there should be; ``listening``: how many take connections;
    ``restarts``: how often one was started anew; ``figures``: of those that answered in time."""

    ask: int
    workers: int
    listening: int
    restarts: int
    figures: list[Figures]


ToWorker = Start | Report | RollCall
FromWorker = Listening | Alive | Refused | Figures | Ask


def _encode_path(value: Any) -> str:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError(type(value))


_encoder = msgspec.json.Encoder(enc_hook=_encode_path)
_to_worker = msgspec.json.Decoder(ToWorker, dec_hook=lambda type, value: type(value))
_from_worker = msgspec.json.Decoder(FromWorker)


def encode(message: ToWorker | FromWorker) -> bytes:
    """One line."""
    return _encoder.encode(message) + b"\n"


def decode_to_worker(line: bytes) -> ToWorker:
    """What the parent said."""
    return _to_worker.decode(line)


def decode_from_worker(line: bytes) -> FromWorker:
    """What a worker said."""
    return _from_worker.decode(line)
