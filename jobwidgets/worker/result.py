"""What a job or a step of it may return: anything JSON-able up to 256 KB, dataclasses and pydantic models too."""

from typing import Any

import msgspec

from ..protocol.errors import ProtocolError, TooLarge
from ..protocol.wire import MAX_EVENT_BYTES

_ENVELOPE_BYTES = 1024
"""Room for the event around the result."""
MAX_RESULT_BYTES = MAX_EVENT_BYTES - _ENVELOPE_BYTES


def encode_result(value: Any, what: str = "The result", limit: int = MAX_RESULT_BYTES) -> bytes:
    """JSON, in which NaN and infinity become null: JSON has neither.

    Raises `ProtocolError` for what is not JSON-able, `TooLarge` above ``limit``; both name ``what`` it is."""
    try:
        data = msgspec.json.encode(value, enc_hook=_model)
    except (TypeError, ValueError, RecursionError) as why:
        raise ProtocolError(f"{what} is a value that is not JSON: {why}") from None
    if len(data) > limit:
        raise TooLarge(what, len(data), limit)
    return data


def plain(value: Any, what: str, limit: int = MAX_RESULT_BYTES) -> Any:
    """``value`` as JSON gives it back, a copy of its own; raises as `encode_result`."""
    return msgspec.json.decode(encode_result(value, what, limit))


def _model(value: Any) -> Any:
    dump = getattr(value, "model_dump", None)
    if callable(dump):
        return dump(mode="json")
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
