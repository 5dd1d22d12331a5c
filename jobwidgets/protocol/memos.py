"""What a new attempt of a job starts from: results of finished steps, answers, its checkpoint, its children.

Memos lie in one hash beside the job's other keys, are committed together with the events that tell of them, and
are recorded. The names (fields of the hash) are made here, the values are the structs below as JSON.
"""

import hashlib
from typing import Any

import msgspec

from .records import LaunchRequest

CHECKPOINT = "checkpoint"
STEP, ASK, CHILD, OUTCOME = "step:", "ask:", "child:", "outcome:"
"""Prefixes of the names; what follows is the key of the step, the question or the child (for both the last)."""


class CheckpointMemo(msgspec.Struct, frozen=True, omit_defaults=True):
    """The state given to ``ctx.checkpoint`` last. ``number`` counts a job's checkpoints from 1."""

    number: int
    state: Any
    attempt: int
    at: float


class StepMemo(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step that finished. ``digest`` of what it was called with; ``said`` is the text written in it, (channel, text);
    ``checkpoint`` is the number of the one before its end, ``began`` of the one before its beginning."""

    digest: str
    result: msgspec.Raw
    checkpoint: int = 0
    said: list[tuple[str, str]] = []
    began: int = 0


class AskMemo(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer to a question, or that there was none in time."""

    answer: Any = None
    timed_out: bool = False


class ChildMemo(msgspec.Struct, frozen=True, omit_defaults=True):
    """A child to be launched: ``request.id`` is its id. ``digest`` of what was asked for."""

    digest: str
    request: LaunchRequest


class OutcomeMemo(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a child ended, as the parent saw it: its state, result and error as `state.JobSnapshot` has them."""

    state: str
    result: Any = None
    error: Any = None
    reason: str | None = None


def digest(*values: Any) -> str:
    """A short, stable digest of JSON-able values. Raises `TypeError` for others."""
    data = msgspec.json.encode(values, order="sorted")
    return hashlib.sha256(data).hexdigest()[:16]
