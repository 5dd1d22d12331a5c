"""What a view of one job must be told: rows of steps and spans of text, as deltas or from the start. Pure.

Text lies in segments, numbered as in `JobSnapshot.text`: one for what an attempt wrote on a channel between two
checkpoints. Segments only grow, and at most once one is superseded; then its number is told, never its text again.
Every delta has a number ``n`` and every span of text its place in its segment (``at``, ``to``, counted in code
points), so a view that missed a message notices and asks again. The messages:

    snapshot  {to, n, steps, text, old}    everything up to n, for the client ``to`` (None: for all)
    more      {to, text}                   text that did not fit into the snapshot
    delta     {n, steps?, text, old?}      what changed since n - 1; ``old``: segments superseded from now on
    end       {n}                          nothing comes after n
"""

from typing import Any, NamedTuple

from ..protocol.state import JobSnapshot, StepNode, TextSegment
from .facts import MAX_DETAIL, clip, plain, shown_detail

CHUNK = 48_000
"""Characters of text in one message."""

Message = dict[str, Any]


def step_row(snapshot: JobSnapshot, step: StepNode) -> Message:
    """A step as the view draws it. ``replayed``: its result was kept from an earlier attempt."""
    detail, replayed = shown_detail(step.detail)
    return {
        "id": step.id,
        "parent": step.parent,
        "order": step.order,
        "name": clip(step.name, 300),
        "status": snapshot.shown_status(step),
        "detail": plain(detail, MAX_DETAIL),
        "started": step.started,
        "ended": step.ended,
        "superseded": snapshot.superseded(step.attempt, step.checkpoint),
        "replayed": replayed,
    }


def step_rows(snapshot: JobSnapshot) -> list[Message]:
    """All steps in the order they began."""
    return [step_row(snapshot, step) for step in snapshot.step_list()]


class _Told(NamedTuple):
    """What a segment is, how much of it was told, and whether it was told to be superseded."""

    channel: str
    attempt: int
    checkpoint: int
    length: int
    superseded: bool


class _Span(NamedTuple):
    """The text of segment ``number`` from ``at`` on."""

    number: int
    segment: TextSegment
    at: int = 0


class ActivityFeed:
    """The deltas of one job for any number of views."""

    def __init__(self) -> None:
        self.n = 0
        self.mark = (0, 0)
        """Epoch and seq of the snapshot that was told last."""
        self._steps: dict[str, tuple[StepNode, str, bool]] = {}
        self._told: list[_Told] = []

    def advance(self, snapshot: JobSnapshot) -> list[Message]:
        """The messages that bring every view from where they are to ``snapshot``."""
        epoch, seq = self.mark
        self.mark = (snapshot.epoch, snapshot.seq)
        now = _tell(snapshot)
        if epoch and (snapshot.epoch != epoch or snapshot.seq < seq or not _grown(self._told, now)):
            # Another history (Redis was lost, the client resynced): numbers and lengths prove nothing, start over.
            self._steps, self._told = {}, now
            self._changed_rows(snapshot)
            self.n += 1
            return self.everything(snapshot, None)
        told, self._told = self._told, now
        rows = self._changed_rows(snapshot)
        lengths = [t.length for t in told] + [0] * (len(now) - len(told))
        spans = [_Span(i, s, lengths[i]) for i, s in enumerate(snapshot.text) if len(s.text) > lengths[i]]
        old = [i for i, t in enumerate(now) if t.superseded and not (i < len(told) and told[i].superseded)]
        messages: list[Message] = []
        for chunk in _chunks(spans) or ([[]] if rows or old else []):
            self.n += 1
            message: Message = {"type": "delta", "n": self.n, "text": chunk}
            if rows:
                message["steps"], rows = rows, []
            if old:
                message["old"], old = old, []
            messages.append(message)
        return messages

    def everything(self, snapshot: JobSnapshot, to: str | None) -> list[Message]:
        """All of ``snapshot`` for one client. `advance` must have seen it."""
        first, *rest = _chunks([_Span(i, s) for i, s in enumerate(snapshot.text)]) or [[]]
        whole: Message = {
            "type": "snapshot",
            "to": to,
            "n": self.n,
            "steps": step_rows(snapshot),
            "text": first,
            "old": superseded_segments(snapshot),
        }
        return [whole, *({"type": "more", "to": to, "text": chunk} for chunk in rest)]

    def end(self) -> Message:
        """Lets a view that missed the last delta notice."""
        return {"type": "end", "n": self.n}

    def _changed_rows(self, snapshot: JobSnapshot) -> list[Message]:
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
        return rows


def superseded_segments(snapshot: JobSnapshot) -> list[int]:
    """The numbers of the segments that a later attempt superseded."""
    return [i for i, s in enumerate(snapshot.text) if snapshot.superseded(s.attempt, s.checkpoint)]


def _tell(snapshot: JobSnapshot) -> list[_Told]:
    return [
        _Told(s.channel, s.attempt, s.checkpoint, len(s.text), snapshot.superseded(s.attempt, s.checkpoint))
        for s in snapshot.text
    ]


def _grown(before: list[_Told], now: list[_Told]) -> bool:
    """Whether ``now`` is ``before`` with more text, more segments, more of them superseded."""
    return len(now) >= len(before) and all(
        new[:3] == old[:3] and new.length >= old.length and new.superseded >= old.superseded
        for old, new in zip(before, now, strict=False)
    )


def _span(span: _Span, start: int, end: int) -> Message:
    number, segment, _ = span
    return {
        "seg": number,
        "ch": segment.channel,
        "attempt": segment.attempt,
        "at": start,
        "to": end,
        "text": segment.text[start:end],
    }


def _chunks(spans: list[_Span]) -> list[list[Message]]:
    """Spans of at most `CHUNK` characters a message, in order."""
    messages: list[list[Message]] = []
    room = 0
    for span in spans:
        start = span.at
        while start < len(span.segment.text):
            if room == 0:
                messages.append([])
                room = CHUNK
            end = min(start + room, len(span.segment.text))
            messages[-1].append(_span(span, start, end))
            room -= end - start
            start = end
    return messages


def size_of(message: Message) -> int:
    """Bytes on the wire, roughly: the text counts, a row is a few hundred."""
    text = sum(80 + len(span["text"]) * (1 if span["text"].isascii() else 3) for span in message.get("text", ()))
    return 300 + text + sum(250 + len(row["detail"]) for row in message.get("steps", ()))


def final(snapshot: JobSnapshot, limit: int = 1_000_000) -> Message:
    """Everything at the end, as one value: what a saved widget state shows without its kernel."""
    texts: list[Message] = []
    for i, segment in enumerate(snapshot.text):
        text = clip(segment.text, limit)
        span = {"seg": i, "ch": segment.channel, "attempt": segment.attempt, "at": 0, "to": len(text), "text": text}
        texts.append(span)
    return {"steps": step_rows(snapshot), "text": texts, "old": superseded_segments(snapshot)}
