"""Parameters of a launch: made plain JSON here, where the complaint can still name the parameter."""

import json
from typing import Any

import msgspec

from ..protocol.errors import InvalidParams, TooLarge
from ..protocol.wire import MAX_PARAMS_BYTES


def as_json(job_type: str, params: dict[str, Any]) -> dict[str, Any]:
    """``params`` with dates, dataclasses, sets and the like turned into JSON values.

    Raises `InvalidParams` that names what is not JSON (NaN is not), and `TooLarge` above 64 KiB.
    """
    plain: dict[str, Any] = {}
    complaints: dict[str, str] = {}
    size = 0
    for name, value in params.items():
        try:
            plain[name] = msgspec.to_builtins(value)
            text = json.dumps({name: plain[name]}, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
            size += len(text.encode())
        except (TypeError, ValueError, RecursionError) as why:
            complaints[name] = f"is not JSON: {str(why)[:200]}"
    if complaints:
        raise InvalidParams(job_type, complaints)
    if size > MAX_PARAMS_BYTES:
        raise TooLarge(f"What is passed to job {job_type!r}", size, MAX_PARAMS_BYTES)
    return plain
