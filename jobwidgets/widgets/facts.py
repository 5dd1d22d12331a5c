"""What a reader is told of a job besides its steps and text: the question, attempts, children, error, result. Pure."""

import json
from typing import Any

import msgspec

from ..protocol.events import DEFAULT_CHANNEL, JobState
from ..protocol.state import JobSnapshot

MAX_DETAIL = 2_000
MAX_PROMPT = 10_000
MAX_RESULT = 50_000
"""Characters shown of a step's detail, of a question, of a result or a traceback."""
MAX_SCHEMA = 20_000
"""Bytes of a JSON schema that a form is made from; the answer to a larger one is typed as JSON."""
MAX_CHILDREN = 50
MAX_ATTEMPTS = 50
"""So many children, and so many of the latest attempts, are listed."""

Facts = dict[str, Any]


def clip(text: str, limit: int) -> str:
    """``text``, or its head and a note of what was left out."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}… ({len(text) - limit:,} more characters)"


def plain(value: Any, limit: int, *, indent: int | None = None) -> str:
    """Any JSON value for a reader: strings as they are, the rest as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clip(value, limit)
    return clip(json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=indent, default=str), limit)


def shown_detail(detail: Any) -> tuple[Any, bool]:
    """A step's detail without the mark that its result was kept from an earlier attempt, and that mark."""
    if not isinstance(detail, dict) or detail.get("replayed") is not True:
        return detail, False
    return {name: value for name, value in detail.items() if name != "replayed"} or None, True


def channels(snapshot: JobSnapshot) -> list[str]:
    """Channels with text: the answer first, then as they spoke."""
    return sorted(snapshot.channels(), key=lambda name: name != DEFAULT_CHANNEL)


def head(snapshot: JobSnapshot) -> Facts:
    """Times in seconds since 1970, the error, the result, the open question, attempts after the first, children."""
    error = snapshot.error
    children = list(snapshot.children.values())
    return {
        "created": snapshot.created,
        "started": snapshot.started,
        "ended": snapshot.ended,
        "reason": snapshot.reason,
        "question": question(snapshot),
        "attempts": attempts(snapshot),
        "children": [{"id": child.id, "type": clip(child.type, 80)} for child in children[:MAX_CHILDREN]],
        "childCount": len(children),
        "error": None
        if error is None
        else {
            "type": clip(error.type, 300),
            "message": clip(error.message, 10_000),
            "traceback": clip(error.traceback, MAX_RESULT) if error.traceback else None,
        },
        "result": result_text(snapshot),
    }


def question(snapshot: JobSnapshot) -> Facts | None:
    """What the job asks, with the schema its form is made from; None while it asks nothing."""
    asked = snapshot.input
    if asked is None or snapshot.state is not JobState.WAITING_INPUT:
        return None
    small = len(msgspec.json.encode(asked.schema)) <= MAX_SCHEMA
    return {
        "key": asked.key,
        "prompt": clip(asked.prompt, MAX_PROMPT),
        # An empty list makes no form: the answer is typed as JSON, and the server checks it against the whole schema.
        "schema": asked.schema if small else [],
        "expires": asked.expires,
    }


def attempts(snapshot: JobSnapshot) -> list[Facts]:
    """The attempts after the first: their number ``n`` and ``why`` they were made, None where nobody knows."""
    later = [start for start in snapshot.attempts if start.attempt > 1]
    return [{"n": s.attempt, "why": clip(s.why, MAX_DETAIL) if s.why else None} for s in later[-MAX_ATTEMPTS:]]


def result_text(snapshot: JobSnapshot) -> str | None:
    """The result for a reader; None where there is none or the text above it says the same."""
    if snapshot.result is None:
        return None
    text = plain(snapshot.result, MAX_RESULT, indent=2)
    said = snapshot.channel_text()
    return None if text.strip() == said.strip() else text
