"""`Tape`: a job's log, and the job after any number of its events, quickly."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from ..protocol.events import Event, JobState
from ..protocol.state import JobSnapshot, fold_all

KEYFRAME = 256
"""Events between two snapshots that are kept: no more have to be folded to get anywhere."""
LONGEST_PAUSE = 2.0
"""Seconds: a job that waited for a day is not waited for."""


def play(snapshot: JobSnapshot, events: Sequence[Event]) -> JobSnapshot:
    """`fold_all` that goes on where events are missing, and in a new epoch, with what is known by then."""
    begin = 0
    for i, event in enumerate(events):
        if i == begin:
            snapshot = before(snapshot, event)
        if i + 1 == len(events) or not _follows(event, events[i + 1]):
            snapshot = fold_all(snapshot, events[begin : i + 1])
            begin = i + 1
    return snapshot


def before(snapshot: JobSnapshot, event: Event) -> JobSnapshot:
    """``snapshot`` as one that ``event`` follows."""
    if snapshot.epoch and event.epoch != snapshot.epoch and snapshot.state.terminal:
        # Redis lost the end: the job goes on, as if it had not been.
        snapshot = replace(snapshot, state=JobState.QUEUED, reason=None, result=None, error=None, ended=None)
    return replace(snapshot, epoch=event.epoch, seq=event.seq - 1)


def _follows(event: Event, following: Event) -> bool:
    return (following.epoch, following.seq) == (event.epoch, event.seq + 1)


class Tape:
    """The events of a job from ``start`` on; more may come. ``final``, if it is known, is the job after the last one:
    it counts where the events do not lead to it. Not thread-safe."""

    def __init__(self, start: JobSnapshot, events: Iterable[Event] = (), final: JobSnapshot | None = None) -> None:
        self.events: list[Event] = []
        self.due = [0.0]
        """When the event that makes so many is due, in seconds after the first; long pauses are cut."""
        self.final: JobSnapshot | None = None
        self._frames = [start]
        self._last = 0, start
        self.extend(events)
        self.final = final

    def __len__(self) -> int:
        return len(self.events)

    def extend(self, events: Iterable[Event]) -> None:
        """More events; what was the end no longer is."""
        for event in events:
            pause = event.at - self.events[-1].at if self.events else 0.0
            self.due.append(self.due[-1] + min(LONGEST_PAUSE, max(0.0, pause)))
            if not self.events:
                self._frames[0] = before(self._frames[0], event)
                self._last = 0, self._frames[0]
            self.events.append(event)
            self.final = None
            if len(self.events) % KEYFRAME == 0:
                self._frames.append(play(self._frames[-1], self.events[-KEYFRAME:]))

    def snapshot(self, position: int) -> JobSnapshot:
        """The job after the first ``position`` events."""
        if position == len(self.events) and self.final is not None:
            return self.final
        frame = position // KEYFRAME
        at, snapshot = frame * KEYFRAME, self._frames[frame]
        if at <= self._last[0] <= position:
            at, snapshot = self._last
        snapshot = play(snapshot, self.events[at:position])
        self._last = position, snapshot
        return snapshot

    def time(self, position: int) -> float:
        """When the job was there, in seconds since 1970."""
        return self.events[position - 1].at if position else self._frames[0].created
