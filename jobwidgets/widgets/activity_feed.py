"""What a view of one job must be told: rows of steps and spans of text, as deltas or from the start. Pure.

Every delta has a number ``n`` and every span of text its place (``at``, ``to``, counted in code points), so
a view that missed a message notices and asks again. The messages:

    snapshot  {to, n, steps, text, open}   everything up to n, for the client ``to`` (None: for all)
    more      {to, text}                   text that did not fit into the snapshot
    delta     {n, steps?, text?}           what changed since n - 1
    end       {n}                          nothing comes after n
"""

import json
from typing import Any

import msgspec

from ..protocol.events import DEFAULT_CHANNEL
from ..protocol.state import JobSnapshot, StepNode, TextSegment

CHUNK = 48_000
"""Characters of text in one message."""
MAX_DETAIL = 2_000
MAX_RESULT = 50_000

Message = dict[str, Any]


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


def step_row(snapshot: JobSnapshot, step: StepNode) -> Message:
    """A step as the view draws it."""
    return {
        "id": step.id,
        "parent": step.parent,
        "order": step.order,
        "name": clip(step.name, 300),
        "status": snapshot.shown_status(step),
        "detail": plain(step.detail, MAX_DETAIL),
        "started": step.started,
        "ended": step.ended,
        "superseded": snapshot.superseded(step.attempt, step.checkpoint),
    }


def step_rows(snapshot: JobSnapshot) -> list[Message]:
    """All steps in the order they began."""
    return [step_row(snapshot, step) for step in snapshot.step_list()]


def channels(snapshot: JobSnapshot) -> list[str]:
    """Channels with text: the answer first, then as they spoke."""
    return sorted(snapshot.channels(), key=lambda name: name != DEFAULT_CHANNEL)


def head(snapshot: JobSnapshot) -> Message:
    """The rest: times in seconds since 1970, the error, the result, the open question."""
    error = snapshot.error
    return {
        "created": snapshot.created,
        "started": snapshot.started,
        "ended": snapshot.ended,
        "reason": snapshot.reason,
        "asks": clip(snapshot.input.prompt, MAX_DETAIL) if snapshot.input else None,
        "error": None
        if error is None
        else {
            "type": clip(error.type, 300),
            "message": clip(error.message, 10_000),
            "traceback": clip(error.traceback, MAX_RESULT) if error.traceback else None,
        },
        "result": result_text(snapshot),
    }


def result_text(snapshot: JobSnapshot) -> str | None:
    """The result for a reader; None where there is none or the text above it says the same."""
    if snapshot.result is None:
        return None
    text = plain(snapshot.result, MAX_RESULT, indent=2)
    said = snapshot.channel_text()
    return None if text.strip() == said.strip() else text


class _Cursor:
    """How far a channel was told: the segments and their lengths."""

    def __init__(self) -> None:
        self.told: list[tuple[tuple[int, int], int]] = []
        self.at = 0

    def advance(self, segments: list[TextSegment]) -> tuple[int, str] | None:
        """``(offset, text)`` to append, offset 0 to start over, or None."""
        now = [((s.attempt, s.checkpoint), len(s.text)) for s in segments]
        told, self.told = self.told, now
        if now == told:
            return None
        last = len(told) - 1
        grows = len(now) >= len(told) and all(
            new[0] == old[0] and (new[1] == old[1] or (i == last and new[1] > old[1]))
            for i, (old, new) in enumerate(zip(told, now, strict=False))
        )
        if not grows:
            self.at = sum(length for _, length in now)
            return 0, "".join(s.text for s in segments)
        known = told[last][1] if told else 0
        parts = [s.text for s in segments[max(last, 0) :]]
        text = "".join(parts)[known:]
        at, self.at = self.at, self.at + len(text)
        return (at, text) if text else None


class ActivityFeed:
    """The deltas of one job for any number of views."""

    def __init__(self) -> None:
        self.n = 0
        self.mark = (0, 0)
        """Epoch and seq of the snapshot that was told last."""
        self._steps: dict[str, tuple[StepNode, str, bool]] = {}
        self._cursors: dict[str, _Cursor] = {}

    def advance(self, snapshot: JobSnapshot) -> list[Message]:
        """The messages that bring every view from where they are to ``snapshot``."""
        epoch, seq = self.mark
        self.mark = (snapshot.epoch, snapshot.seq)
        if epoch and (snapshot.epoch != epoch or snapshot.seq < seq):
            # Another history (Redis was lost, the client resynced): lengths prove nothing, start over.
            self._steps, self._cursors = {}, {}
            self._note(snapshot)
            self.n += 1
            return self.everything(snapshot, None)
        rows, spans = self._note(snapshot)
        messages: list[Message] = []
        for chunk in _chunks(spans) or ([[]] if rows else []):
            self.n += 1
            message: Message = {"type": "delta", "n": self.n, "text": chunk}
            if rows:
                message["steps"], rows = rows, []
            messages.append(message)
        return messages

    def everything(self, snapshot: JobSnapshot, to: str | None) -> list[Message]:
        """All of ``snapshot`` for one client. `advance` must have seen it."""
        texts = [(name, 0, snapshot.channel_text(name)) for name in channels(snapshot)]
        first, *rest = _chunks(texts) or [[]]
        whole: Message = {
            "type": "snapshot",
            "to": to,
            "n": self.n,
            "steps": step_rows(snapshot),
            "text": first,
        }
        return [whole, *({"type": "more", "to": to, "text": chunk} for chunk in rest)]

    def end(self) -> Message:
        """Lets a view that missed the last delta notice."""
        return {"type": "end", "n": self.n}

    def _note(self, snapshot: JobSnapshot) -> tuple[list[Message], list[tuple[str, int, str]]]:
        rows: list[Message] = []
        for step in snapshot.step_list():
            shown = (
                step,
                snapshot.shown_status(step),
                snapshot.superseded(step.attempt, step.checkpoint),
            )
            if self._steps.get(step.id) != shown:
                self._steps[step.id] = shown
                rows.append(step_row(snapshot, step))
        spans: list[tuple[str, int, str]] = []
        for name in channels(snapshot):
            segments = [
                s for s in snapshot.text if s.channel == name and not snapshot.superseded(s.attempt, s.checkpoint)
            ]
            news = self._cursors.setdefault(name, _Cursor()).advance(segments)
            if news is not None:
                spans.append((name, *news))
        return rows, spans


def _chunks(texts: list[tuple[str, int, str]]) -> list[list[Message]]:
    """Spans of at most `CHUNK` characters a message, in order."""
    messages: list[list[Message]] = []
    room = 0
    for channel, at, text in texts:
        start = 0
        while start < len(text) or start == 0:
            if room == 0:
                messages.append([])
                room = CHUNK
            piece = text[start : start + room]
            end = at + start + len(piece)
            messages[-1].append({"ch": channel, "at": at + start, "to": end, "text": piece})
            room -= len(piece)
            start += max(len(piece), 1)
    return messages


def size_of(message: Message) -> int:
    """Bytes on the wire, roughly: the text counts, a row is a few hundred."""
    text = sum(len(span["text"]) * (1 if span["text"].isascii() else 3) for span in message.get("text", ()))
    return 300 + text + sum(250 + len(row["detail"]) for row in message.get("steps", ()))


def final(snapshot: JobSnapshot, limit: int = 1_000_000) -> Message:
    """Everything at the end, as one value: what a saved widget state shows without its kernel."""
    texts: list[Message] = []
    for name in channels(snapshot):
        text = clip(snapshot.channel_text(name), limit)
        texts.append({"ch": name, "at": 0, "to": len(text), "text": text})
    return {"steps": step_rows(snapshot), "text": texts}
