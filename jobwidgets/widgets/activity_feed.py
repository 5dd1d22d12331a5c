"""What a view of one job must be told: rows of steps, spans of text, artifacts, as deltas or from the start. Pure.

Text lies in segments, numbered as in `JobSnapshot.text`: one for what an attempt wrote on a channel between two
checkpoints. Segments only grow, and at most once one is superseded; then its number is told, never its text again.
Every delta has a number ``n`` and every span of text its place in its segment (``at``, ``to``, counted in code
points), so a view that missed a message notices and asks again. The messages:

    snapshot  {to, n, more, steps, text, old, artifacts?}   everything up to n, for the client ``to`` (None: for all)
    more      {to, text, steps?, artifacts?}          what did not fit into it: so many follow at once
    delta     {n, steps?, text, old?, artifacts?}     what changed since n - 1; ``old``: segments superseded from now on
    end       {n}                                     nothing comes after n

An artifact is always told as a whole, one of more than `CHUNK` characters in a message of its own. Steps are many in a
long job: they are divided between messages like artifacts.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import msgspec

from ..protocol.state import ArtifactRef, JobSnapshot, StepNode, TextSegment
from .facts import MAX_DETAIL, clip, plain, shown_detail

CHUNK = 48_000
"""Characters of text in one message, and of artifacts' JSON where there are several."""
MAX_FINAL_ARTIFACTS = 1_000_000
"""Characters of artifacts that are kept at the end; of those that do not fit only the name stays."""
MAX_FINAL_STEPS = 300_000
"""Characters of steps that are kept at the end with their details; of those that do not fit only the row stays."""

Message = dict[str, Any]


def step_row(snapshot: JobSnapshot, step: StepNode) -> Message:
    """A step as the view draws it: ``detail``, ``arguments``, ``result`` and ``error`` as texts, "" for none.

    ``replayed``: its result was kept from an earlier attempt.
    """
    detail, replayed = shown_detail(step.detail)
    return {
        "id": step.id,
        "parent": step.parent,
        "order": step.order,
        "name": clip(step.name, 300),
        "status": snapshot.shown_status(step),
        "detail": plain(detail, MAX_DETAIL),
        "arguments": plain(step.arguments, MAX_DETAIL),
        "result": plain(step.result, MAX_DETAIL),
        "error": clip(step.error or "", MAX_DETAIL),
        "started": step.started,
        "ended": step.ended,
        "superseded": snapshot.superseded(step.attempt, step.checkpoint),
        "replayed": replayed,
    }


def step_rows(snapshot: JobSnapshot) -> list[Message]:
    """All steps in the order they began."""
    return [step_row(snapshot, step) for step in snapshot.step_list()]


def artifact_row(snapshot: JobSnapshot, ref: ArtifactRef, version: int) -> Message:
    """An artifact as the view draws it. ``data`` is JSON or base64, as the media type has it; ``version`` grows with
    every change."""
    return {
        "id": ref.id,
        "name": clip(ref.name, 300),
        "mediaType": clip(ref.media_type, 300),
        "data": ref.data,
        "version": version,
        "superseded": snapshot.superseded(ref.attempt, ref.checkpoint),
    }


_LONG = ("detail", "arguments", "result", "error")


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


class _Shown(NamedTuple):
    """An artifact as it was told last."""

    ref: ArtifactRef
    superseded: bool
    version: int

    def still(self, ref: ArtifactRef, superseded: bool) -> bool:
        """Whether there is nothing new to tell. After a new subscription all objects are new, and mostly equal."""
        return self.superseded == superseded and (self.ref is ref or self.ref == ref)


class ActivityFeed:
    """The deltas of one job for any number of views."""

    def __init__(self) -> None:
        self.n = 0
        self.mark = (0, 0)
        """Epoch and seq of the snapshot that was told last."""
        self._steps: dict[str, tuple[StepNode, str, bool]] = {}
        self._told: list[_Told] = []
        self._artifacts: dict[str, _Shown] = {}

    def advance(self, snapshot: JobSnapshot) -> list[Message]:
        """The messages that bring every view from where they are to ``snapshot``."""
        epoch, seq = self.mark
        self.mark = (snapshot.epoch, snapshot.seq)
        now = _tell(snapshot)
        if epoch and (snapshot.epoch != epoch or snapshot.seq < seq or not _grown(self._told, now)):
            # Another history (Redis was lost, the client resynced): numbers and lengths prove nothing, start over.
            self._steps, self._told = {}, now
            self._changed_rows(snapshot)
            self._changed_artifacts(snapshot)
            self.n += 1
            return self.everything(snapshot, None)
        told, self._told = self._told, now
        rows = self._changed_rows(snapshot)
        lengths = [t.length for t in told] + [0] * (len(now) - len(told))
        spans = [_Span(i, s, lengths[i]) for i, s in enumerate(snapshot.text) if len(s.text) > lengths[i]]
        old = [i for i, t in enumerate(now) if t.superseded and not (i < len(told) and told[i].superseded)]
        messages: list[Message] = [{"type": "delta", "text": chunk} for chunk in _chunks(spans)]
        if old and not messages:
            messages.append({"type": "delta", "text": []})
        if old:
            messages[0]["old"] = old
        _pack(messages, "steps", rows, _step_size, {"type": "delta"})
        _pack(messages, "artifacts", self._changed_artifacts(snapshot), _json_size, {"type": "delta"})
        for message in messages:
            self.n += 1
            message["n"] = self.n
        return messages

    def everything(self, snapshot: JobSnapshot, to: str | None) -> list[Message]:
        """All of ``snapshot`` for one client. `advance` must have seen it."""
        first, *rest = _chunks([_Span(i, s) for i, s in enumerate(snapshot.text)]) or [[]]
        artifacts = (artifact_row(snapshot, shown.ref, shown.version) for shown in self._artifacts.values())
        whole: Message = {
            "type": "snapshot",
            "to": to,
            "n": self.n,
            "more": 0,
            "steps": [],
            "text": first,
            "old": superseded_segments(snapshot),
        }
        messages: list[Message] = [whole, *({"type": "more", "to": to, "text": chunk} for chunk in rest)]
        _pack(messages, "steps", step_rows(snapshot), _step_size, {"type": "more", "to": to})
        _pack(messages, "artifacts", artifacts, _json_size, {"type": "more", "to": to})
        whole["more"] = len(messages) - 1
        return messages

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

    def _changed_artifacts(self, snapshot: JobSnapshot) -> list[Message]:
        rows: list[Message] = []
        before, self._artifacts = self._artifacts, {}
        for id, ref in snapshot.artifacts.items():
            known, superseded = before.get(id), snapshot.superseded(ref.attempt, ref.checkpoint)
            if known is None or not known.still(ref, superseded):
                known = _Shown(ref, superseded, known.version + 1 if known else 1)
                rows.append(artifact_row(snapshot, ref, known.version))
            self._artifacts[id] = known
        return rows


def _pack(
    messages: list[Message], name: str, rows: Iterable[Message], size_of_row: Callable[[Message], int], more: Message
) -> None:
    """Put ``rows`` as ``name`` into the first of ``messages``, and into others made of ``more`` if they do not fit."""
    at, room = (messages[0], CHUNK) if messages else (None, 0)
    for row in rows:
        size = size_of_row(row)
        if at is None or size > room:
            at, room = {**more, "text": []}, CHUNK
            messages.append(at)
        at.setdefault(name, []).append(row)
        room -= size


def _step_size(row: Message) -> int:
    return 300 + sum(len(row[name]) for name in _LONG)


def _json_size(value: Any) -> int:
    return len(msgspec.json.encode(value))


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
    """Bytes on the wire, roughly: text and artifacts count, a row of a step is a few hundred."""
    text = sum(80 + len(span["text"]) * (1 if span["text"].isascii() else 3) for span in message.get("text", ()))
    steps = sum(map(_step_size, message.get("steps", ())))
    return 300 + text + steps + sum(_json_size(row) for row in message.get("artifacts", ()))


def final(snapshot: JobSnapshot, limit: int = 1_000_000) -> Message:
    """Everything at the end, as one value: what a saved widget state shows without its kernel.

    Of more than ``limit`` characters of text the last segments are kept, of very many steps only the rows.
    """
    texts: list[Message] = []
    for i, segment in reversed([*enumerate(snapshot.text)]):
        text = clip(segment.text, limit)
        limit = max(0, limit - len(text))
        span = {"seg": i, "ch": segment.channel, "attempt": segment.attempt, "at": 0, "to": len(text), "text": text}
        texts.insert(0, span)
    return {
        "steps": _final_steps(snapshot),
        "text": texts,
        "old": superseded_segments(snapshot),
        "artifacts": final_artifacts(snapshot),
    }


def _final_steps(snapshot: JobSnapshot) -> list[Message]:
    rows: list[Message] = []
    room = MAX_FINAL_STEPS
    for row in step_rows(snapshot):
        room -= _step_size(row)
        rows.append(row if room > 0 else {**row, **dict.fromkeys(_LONG, "")})
    return rows


def final_artifacts(snapshot: JobSnapshot) -> list[Message]:
    """All artifacts as they are kept at the end; of those above `MAX_FINAL_ARTIFACTS` together without their data."""
    rows: list[Message] = []
    room = MAX_FINAL_ARTIFACTS
    for ref in snapshot.artifacts.values():
        row = artifact_row(snapshot, ref, 1)
        size = _json_size(row)
        if size > room:
            row, size = {**row, "data": None, "left": size}, 0
        rows.append(row)
        room -= size
    return rows
