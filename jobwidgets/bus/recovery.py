"""When Redis has lost its data: what a worker announces so that its job goes on, and how a job is put back.

Every shard has a generation, a random word. A job key that is missing while the word is the one the worker
remembers means that the job is over; another word, or none, means that Redis lost the shard. The worker then
announces all it knows of its job and waits; only a server puts jobs back, with an epoch it has taken in SQL.
"""

from collections.abc import Iterator, Mapping

import msgspec

from ..protocol import events as ev
from ..protocol.events import Event, JobState
from ..protocol.records import JobSpec
from ..protocol.state import JobSnapshot, apply
from ..protocol.wire import encode_event
from .layout import delta

ANNOUNCED_FOR = 3600
"""Seconds an announcement is kept."""
LOST = "Redis lost its data; the job goes on from what is known of it."
REASON = "redis lost data"


class Announcement(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker knows of a job that Redis has lost. ``n``: its batches so far; ``lease`` in seconds."""

    snapshot: JobSnapshot
    attempt: int
    token: str
    n: int
    worker: str
    lease: float
    memos: dict[str, bytes] = {}


class Reseed(msgspec.Struct, frozen=True, kw_only=True):
    """All that puts a job back. ``owner`` None: nobody has it now.

    ``snapshot`` is the job as last known (from the record, or the owner's announcement); ``epoch`` the new
    one, taken in SQL before. ``generation`` is that of the last delivery; ``not_before`` in seconds since 1970;
    ``lost`` is how many workers it has lost so far.
    """

    spec: JobSpec
    snapshot: JobSnapshot
    epoch: int
    generation: int
    log_bytes: int
    memos: Mapping[str, bytes] = {}
    not_before: float | None = None
    owner: Announcement | None = None
    lost: int = 0

    def events(self, at: float) -> list[Event]:
        """What the job's subscribers are told: a line in its log, and that it is queued if it lost its worker."""
        job, attempt, state = self.spec.job, self.snapshot.attempt, self.snapshot.state
        told: list[Event] = [ev.Log(job=job, attempt=attempt, at=at, level="warning", message=LOST)]
        if self.owner is None and state is JobState.RUNNING:
            told.append(ev.State(job=job, attempt=attempt, at=at, state=JobState.QUEUED, reason=REASON))
        if self.owner is None and state is JobState.CANCELLING:
            told.append(ev.State(job=job, attempt=attempt, at=at, state=JobState.CANCELLED, reason=REASON))
        return told

    def arguments(self, word: str, at: float) -> Iterator[str | bytes | int | float]:
        """As ``reseed.lua`` takes them."""
        spec, owner, events = self.spec, self.owner, self.events(at)
        after = self.snapshot
        for event in events:
            after = apply(after, event)
        # Against an empty job: every field there is.
        change = delta(JobSnapshot(job=spec.job), after)
        pieces = [msgspec.json.encode((s.channel, s.attempt, s.checkpoint, s.text)) for s in after.text]
        yield from (
            self.epoch,
            msgspec.json.encode(spec),
            spec.user,
            spec.type,
            spec.lane,
            f"{self.snapshot.created:.3f}",
            self.log_bytes,
            word,
            owner.token if owner else "",
            self.snapshot.seq,
            after.state,
            after.attempt,
            self.generation,
            "" if self.not_before is None else round(self.not_before * 1000),
            f"{at:.3f}",
            round(owner.lease * 1000) if owner else "",
            owner.n if owner else 0,
            owner.worker if owner else "",
            self.lost,
            len(change.sets),
            len(pieces),
            len(self.memos),
        )
        for name, value in change.sets.items():
            yield name
            yield value
        yield from pieces
        for name, value in self.memos.items():
            yield name
            yield value
        yield from (encode_event(event) for event in events)


def decode_announcements(rows: Mapping[bytes, bytes]) -> dict[str, Announcement]:
    """The hash of announcements, by job."""
    return {job.decode(): msgspec.json.decode(value, type=Announcement) for job, value in rows.items()}


def encode_announcement(announcement: Announcement) -> bytes:
    """For the hash of announcements."""
    return msgspec.json.encode(announcement)
