"""What a reader is told of a job besides steps, text and artifacts: questions, attempts, children, usage, error,
result. Pure."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from ..protocol.events import DEFAULT_CHANNEL, LOG_CHANNEL, JobState
from ..protocol.state import ChildRef, JobSnapshot, Usage

MAX_DETAIL = 2_000
MAX_PROMPT = 10_000
MAX_RESULT = 50_000
"""Characters shown of a step's detail, of a question, of a result or a traceback."""
MAX_SCHEMA = 20_000
"""Bytes of a JSON schema that a form is made from; the answer to a larger one is typed as JSON."""
MAX_CHILDREN = 50
MAX_ATTEMPTS = 50
MAX_ANSWERED = 20
"""So many children, and so many of the latest attempts and of the questions closed last, are listed."""
MAX_ANSWER = 200
"""Characters shown of a question that was answered, and of its answer."""

Facts = dict[str, Any]
_NOBODY: Mapping[str, JobSnapshot] = {}


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
    """Channels with text: the answer first, then as they spoke, the log last."""
    return sorted(snapshot.channels(), key=lambda name: (name != DEFAULT_CHANNEL, name == LOG_CHANNEL))


def head(snapshot: JobSnapshot, children: Mapping[str, JobSnapshot] = _NOBODY) -> Facts:
    """Times in seconds since 1970, error, result, usage, the open question and those answered, attempts after the
    first, children. ``children``: as far as they are watched here too, by id; of the others only the type is known.

    ``updated`` changes with every event: see `lasting`.
    """
    error = snapshot.error
    family = list(snapshot.children.values())
    return {
        "created": snapshot.created,
        "started": snapshot.started,
        "ended": snapshot.ended,
        "updated": snapshot.updated,
        "reason": snapshot.reason,
        "question": question(snapshot),
        "answered": answered(snapshot),
        "attempts": attempts(snapshot),
        "usage": usage(snapshot.usage),
        "children": [_child(child, children.get(child.id)) for child in family[:MAX_CHILDREN]],
        "childCount": len(family),
        "error": None
        if error is None
        else {
            "type": clip(error.type, 300),
            "message": clip(error.message, 10_000),
            "traceback": clip(error.traceback, MAX_RESULT) if error.traceback else None,
        },
        "result": result_text(snapshot),
    }


def lasting(info: Mapping[str, Any]) -> Facts:
    """A head without the times that alone are not worth a message."""
    return {name: value for name, value in info.items() if name not in ("now", "updated")}


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


def answered(snapshot: JobSnapshot) -> list[Facts]:
    """The last questions that were closed, oldest first: ``key``, ``prompt``, ``answer`` as text ("" for one that
    timed out) and ``timedOut``."""
    return [
        {
            "key": entry.key,
            "prompt": one_line(entry.prompt),
            "answer": "" if entry.timed_out else answer_text(entry.answer),
            "timedOut": entry.timed_out,
        }
        for entry in snapshot.answered[-MAX_ANSWERED:]
    ]


def answer_text(value: Any) -> str:
    """An answer for a reader."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "null" if value is None else plain(value, MAX_ANSWER)


def one_line(text: str) -> str:
    """The head of a question in one line."""
    return clip(" ".join(text.split()), MAX_ANSWER)


def usage(spent: Usage) -> Facts | None:
    """Tokens and US dollars spent, and the limits they are held to (None for none); None where nothing is known."""
    if spent == Usage():
        return None
    return {
        "inputTokens": spent.input_tokens,
        "outputTokens": spent.output_tokens,
        "cost": spent.cost,
        "maxTokens": spent.max_tokens,
        "maxCost": spent.max_cost,
    }


def _child(child: ChildRef, live: JobSnapshot | None) -> Facts:
    told: Facts = {"id": child.id, "type": clip(child.type, 80)}
    if live is not None:
        told["state"] = str(live.state)
        told["progress"] = live.progress.fraction if live.progress else None
    return told


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
