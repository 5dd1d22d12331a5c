"""What is typed on the command line, made values: parameters, points in time; and the session it is meant for."""

import json
import os
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from ..protocol.errors import BadRequest, ConfigurationError
from ..protocol.records import PRIORITIES, Priority

if TYPE_CHECKING:
    from ..client.session import Session


def parameters(words: list[str]) -> dict[str, Any]:
    """``["n=3", "query=hello"]`` as ``{"n": 3, "query": "hello"}``. Raises `ConfigurationError`."""
    found: dict[str, Any] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or not name:
            raise ConfigurationError(f"{word!r} is not a parameter: write it as name=value.")
        if name in found:
            raise ConfigurationError(f"Parameter {name!r} is given twice.")
        found[name] = json_or_text(text)
    return found


def json_or_text(text: str) -> Any:
    """What ``text`` says as JSON, else the text itself."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return text


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")  # so "NaN" stays the word it is


def moment(text: str, now: float | None = None) -> float:
    """``2030-01-31T08:00``, ``2030-01-31`` or ``08:00`` (the next one), in local time unless it names another, as
    seconds since 1970. Raises `ConfigurationError`."""
    here = datetime.fromtimestamp(time.time() if now is None else now)
    try:
        if len(text) <= 5 and ":" in text:
            hour, minute = text.split(":")
            found = here.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
            return (found if found > here else found + timedelta(days=1)).timestamp()
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError, OSError):
        raise ConfigurationError(
            f"{text!r} is no point in time: write 2030-01-31T08:00, 2030-01-31T08:00+01:00, or 08:00."
        ) from None


def priority(text: str | None) -> Priority | None:
    """One of high, normal, low. Raises `BadRequest`."""
    if text is not None and text not in PRIORITIES:
        raise BadRequest(f"--priority is one of {', '.join(PRIORITIES)}, not {text!r}.")
    return cast("Priority | None", text)


def open_session() -> "Session":
    """The session of JOBWIDGETS_URL or of the embedded stack, which is started if need be."""
    from .. import local
    from ..client.default import default_session
    from .terminal import hint

    if not os.environ.get("JOBWIDGETS_URL") and local.find_stack() is None:
        hint("starting the embedded stack …")
    session = default_session()
    session.origin = _nowhere
    return session


def _nowhere() -> None:
    """This program is no script of its user's."""
