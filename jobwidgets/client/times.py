"""Points in time and spans as a user gives them, made the plain seconds that travel."""

import math
import time
from datetime import datetime, timedelta

from ..protocol.errors import BadRequest

Seconds = float | timedelta
Moment = float | datetime

_LONG_AGO = 1e9
"""2001, in seconds since 1970: nobody means a span of so many seconds."""


def span(name: str, value: Seconds | None) -> float | None:
    """A span in seconds. Raises `BadRequest` for what is no span."""
    return None if value is None else _finite(name, value.total_seconds() if isinstance(value, timedelta) else value)


def moment(name: str, value: Moment | None) -> float | None:
    """A point in time in seconds since 1970; a datetime without a time zone is local time.

    Raises `BadRequest` for what is none, a span above all.
    """
    if value is None:
        return None
    if isinstance(value, timedelta):
        raise BadRequest(f"{name}= takes a point in time; a span from now goes into delay=.")
    seconds = value.timestamp() if isinstance(value, datetime) else _finite(name, value)
    if seconds < _LONG_AGO:
        raise BadRequest(
            f"{name}= takes a datetime, or seconds since 1970 as time.time() gives them, not {value!r}; "
            "a span from now goes into delay=."
        )
    return seconds


def since(value: datetime | Seconds | None) -> float | None:
    """The point in time that ``jobs(since=…)`` means: itself, or so long ago."""
    if isinstance(value, datetime):
        return value.timestamp()
    seconds = span("since", value)
    return seconds if seconds is None or seconds >= _LONG_AGO else time.time() - seconds


def _finite(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadRequest(f"{name}= takes a number of seconds, a datetime or a timedelta, not {str(value)[:60]!r}.")
    return float(value)
