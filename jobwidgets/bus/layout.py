"""How a `JobSnapshot` lies on Redis: which fields a change touches, and the way back.

The scripts own epoch, seq, state, attempt and updated (hash ``ctl``); everything else is a field of
the hash ``snap`` as JSON, and text is a list of pieces. Only differences are ever written: an event
costs what it changes, not what the job has said so far.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

import msgspec

from ..protocol import events as ev
from ..protocol.errors import ProtocolError
from ..protocol.events import Event, JobError, JobState
from ..protocol.state import (
    Answered,
    ArtifactRef,
    AttemptStart,
    ChildRef,
    JobSnapshot,
    PendingInput,
    ProgressValue,
    StepNode,
    TextSegment,
    Usage,
)

_encode = msgspec.json.Encoder().encode

_SINGLE: dict[str, Any] = {
    "reason": str,
    "progress": ProgressValue,
    "usage": Usage,
    "input": PendingInput,
    "result": Any,
    "error": JobError,
    "failures": int,
    "last_error": JobError,
    "checkpoint": int,
    "started": float,
    "ended": float,
}
_MANY: dict[str, tuple[str, Any]] = {
    "step:": ("steps", StepNode),
    "artifact:": ("artifacts", ArtifactRef),
    "child:": ("children", ChildRef),
}


_MOVED = ("reason", "input", "result", "error", "ended")
"""What every move sets."""


class Delta(NamedTuple):
    """What lies between two snapshots: fields to set, fields to delete, pieces of text to push."""

    sets: dict[str, bytes]
    deletes: list[str]
    pieces: list[bytes]

    def arguments(self) -> Iterator[str | bytes]:
        """As ``append.lua`` takes them after the three counts."""
        for name, value in self.sets.items():
            yield name
            yield value
        yield from self.deletes
        yield from self.pieces


def delta(
    before: JobSnapshot, after: JobSnapshot, batch: Sequence[Event] | None = None, *, moved: bool = False
) -> Delta:
    """The difference. Cheap because `fold` leaves what an event does not touch as the same object.

    ``batch``: the events in between, where they are known. Then only the steps, artifacts and children that they name
    are looked at, not the ten thousand that the job may have.
    ``moved``: a move lies in between. What it sets is written even where it is as it was, because somebody else
    may have made a move that ``before`` does not know of.
    """
    sets: dict[str, bytes] = {}
    deletes: list[str] = []
    for name in _SINGLE:
        old, new = getattr(before, name), getattr(after, name)
        if (new is old or new == old) and not (moved and name in _MOVED):
            continue
        if new is None:
            deletes.append(name)
        else:
            sets[name] = _encode(new)
    for prefix, (attribute, _) in _MANY.items():
        old_items, new_items = getattr(before, attribute), getattr(after, attribute)
        if new_items is not old_items:
            for key in new_items if batch is None else _named(batch, attribute):
                item = new_items[key]
                if old_items.get(key) is not item:
                    sets[prefix + key] = _encode(item)
    for start in after.attempts[len(before.attempts) :]:
        sets[f"start:{start.attempt}"] = _encode(start)
    if after.answered is not before.answered:
        known, kept = ({entry.order for entry in snapshot.answered} for snapshot in (before, after))
        sets |= {f"answered:{entry.order}": _encode(entry) for entry in after.answered if entry.order not in known}
        deletes += [f"answered:{order}" for order in sorted(known - kept)]
    return Delta(sets, deletes, list(_pieces(before, after)))


def _named(batch: Sequence[Event], attribute: str) -> Iterator[str]:
    """Each once, in the order in which they are named first."""
    match attribute:
        case "steps":
            names = [event.id for event in batch if type(event) is ev.Step]
        case "artifacts":
            names = [event.id for event in batch if type(event) is ev.Artifact]
        case _:
            names = [event.child for event in batch if type(event) is ev.Child]
    return iter(dict.fromkeys(names))


def _pieces(before: JobSnapshot, after: JobSnapshot) -> Iterator[bytes]:
    if after.text is before.text:
        return
    for old, segment in zip_longest(before.text, after.text):
        if segment is not old:
            new = segment.text[len(old.text) :] if old is not None else segment.text
            if new:
                yield _encode((segment.channel, segment.attempt, segment.checkpoint, new))


def assemble(
    job: str,
    *,
    type: str,
    epoch: int,
    seq: int,
    state: JobState,
    attempt: int,
    created: float,
    updated: float,
    fields: Mapping[bytes, bytes],
    pieces: Sequence[bytes],
) -> JobSnapshot:
    """The snapshot that `delta` wrote piece by piece. `ProtocolError` if the fields are not ours."""
    single: dict[str, Any] = {}
    many: dict[str, dict[str, Any]] = {"steps": {}, "artifacts": {}, "children": {}}
    starts: list[AttemptStart] = []
    answered: list[Answered] = []
    try:
        for raw, value in fields.items():
            name = raw.decode()
            if name in _SINGLE:
                single[name] = msgspec.json.decode(value, type=_SINGLE[name])
            elif name.startswith("start:"):
                starts.append(msgspec.json.decode(value, type=AttemptStart))
            elif name.startswith("answered:"):
                answered.append(msgspec.json.decode(value, type=Answered))
            else:
                for prefix, (attribute, kind) in _MANY.items():
                    if name.startswith(prefix):
                        many[attribute][name[len(prefix) :]] = msgspec.json.decode(value, type=kind)
        text = _join(pieces)
    except (msgspec.MsgspecError, UnicodeDecodeError) as why:
        raise ProtocolError(f"the snapshot of job {job} on Redis is damaged: {why}") from why
    return JobSnapshot(
        job=job,
        type=type,
        epoch=epoch,
        seq=seq,
        state=state,
        attempt=attempt,
        created=created,
        updated=updated,
        text=text,
        attempts=tuple(sorted(starts, key=lambda s: s.attempt)),
        answered=tuple(sorted(answered, key=lambda entry: entry.order)),
        steps=dict(sorted(many["steps"].items(), key=lambda item: item[1].order)),
        artifacts=many["artifacts"],
        children=dict(sorted(many["children"].items(), key=lambda item: item[1].order)),
        **single,
    )


def _join(pieces: Sequence[bytes]) -> tuple[TextSegment, ...]:
    segments: dict[tuple[str, int, int], list[str]] = {}
    for piece in pieces:
        channel, attempt, checkpoint, text = msgspec.json.decode(piece, type=tuple[str, int, int, str])
        segments.setdefault((channel, attempt, checkpoint), []).append(text)
    return tuple(TextSegment(*label, "".join(parts)) for label, parts in segments.items())
