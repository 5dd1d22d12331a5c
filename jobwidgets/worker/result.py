"""What a job function may return: anything JSON-able up to 256 KB, dataclasses and pydantic models too."""

from typing import Any

import msgspec

from ..protocol.errors import ProtocolError, TooLarge
from ..protocol.wire import MAX_EVENT_BYTES

_ENVELOPE_BYTES = 1024
"""Room for the event around the result."""


def encode_result(value: Any) -> bytes:
    """JSON, in which NaN and infinity become null: JSON has neither.

    Raises `ProtocolError` for what is not JSON-able, `TooLarge` above 256 KB."""
    try:
        data = msgspec.json.encode(value, enc_hook=_model)
    except (TypeError, ValueError, RecursionError) as why:
        raise ProtocolError(f"the job returned a value that is not JSON: {why}") from None
    if len(data) > MAX_EVENT_BYTES - _ENVELOPE_BYTES:
        raise TooLarge("The result", len(data), MAX_EVENT_BYTES - _ENVELOPE_BYTES)
    return data


def _model(value: Any) -> Any:
    dump = getattr(value, "model_dump", None)
    if callable(dump):
        return dump(mode="json")
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
