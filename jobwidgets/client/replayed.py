"""`replay`: a cassette played as if its job ran now, for the same widgets, without a server."""

import bisect
import math
import threading
import time
from pathlib import Path

from ..protocol import events as ev
from ..protocol.errors import BadRequest, Conflict, NotWaiting, WaitInterrupted
from ..protocol.state import TRANSITIONS
from .cassettes import load
from .local_job import LocalJob
from .tape import Tape, play

_FRAME = 0.02
"""Seconds: events closer than that are played together."""
_LONGEST_SLEEP = 3600.0
"""Seconds: what a very slow replay would sleep may be more than the system can."""


def replay(path: str | Path, speed: float | None = 1.0, *, start: bool = True) -> "ReplayedJob":
    """Play the cassette in ``path``: a job that reads, displays and is waited for like any other.

    Args:
        speed: how many times as fast as it was; None or infinity: its end at once.
        start: play now; else with `ReplayedJob.resume`.

    Pauses longer than two seconds are cut to two. Warns (`CassetteWarning`) if the file does not hold all of the job.
    Raises `CassetteError` for a file that is no cassette, or one of a newer version, and `BadRequest` for a speed that
    is none.
    """
    cassette = load(path)
    job = ReplayedJob(Tape(cassette.start, cassette.events, cassette.final), speed)
    if start:
        job.resume()
    return job


class ReplayedJob(LocalJob):
    """A recorded job. Its times are those of the recording; ``position`` of ``length`` events have been played.

    `cancel` stops the replay: the job ends as cancelled, with the reason ``replay stopped``, whatever the recording
    holds beyond. What the recorded job asked was answered then; it cannot be answered again.
    """

    def __init__(self, tape: Tape, speed: float | None = 1.0) -> None:
        super().__init__(tape.snapshot(0), tape.events)
        self._tape = tape
        self._speed = _checked_speed(speed)
        self._wake = threading.Condition(threading.RLock())
        self._playing = False
        self._stopped = False
        self._began = (0.0, 0.0)  # a reading of the clock, and where on the timeline that was
        self._thread: threading.Thread | None = None
        self._note_end()

    @property
    def length(self) -> int:
        """Events of the recording."""
        return len(self._tape)

    @property
    def position(self) -> int:
        """How many of them have been played."""
        return min(self._length, self.length)

    @property
    def playing(self) -> bool:
        """True while time passes."""
        return self._playing

    @property
    def pace(self) -> float:
        """Seconds that pass in the recording in one second: 0 while it does not play."""
        return self._speed if self._playing else 0.0

    @property
    def speed(self) -> float:
        """How many times as fast as it was; may be set."""
        return self._speed

    @speed.setter
    def speed(self, value: float | None) -> None:
        with self._wake:
            value = _checked_speed(value)
            if value == math.inf and self._playing:
                self.seek(self.length)
            self._began = time.monotonic(), self._passed()
            self._speed = value
            self._wake.notify()
            self._changed()

    def resume(self) -> None:
        """Play on from where it is. Raises `Conflict` after `cancel`."""
        with self._wake:
            self._check_stopped()
            if self._speed == math.inf:
                self._go(self.length)
                return
            self._playing = self.position < self.length
            self._set_clock()
            if self._playing and self._thread is None:
                name = f"jobwidgets-replay-{self.id}"
                self._thread = threading.Thread(target=self._run, name=name, daemon=True)
                self._thread.start()
            self._wake.notify()
            self._changed()

    def pause(self) -> None:
        """Stay where it is, until `resume`."""
        with self._wake:
            self._playing = False
            self._wake.notify()
            self._changed()

    def seek(self, position: int) -> None:
        """Go to after the first ``position`` events (0 to ``length``; beyond: the nearest), and play on from there if
        it plays. Raises `Conflict` after `cancel`."""
        with self._wake:
            self._check_stopped()
            position = min(self.length, max(0, position))
            self._playing = self._playing and position < self.length
            self._go(position)
            self._set_clock()
            self._wake.notify()

    def cancel(self) -> None:
        """Stop the replay. The job ends as cancelled; nothing changes for one that is over."""
        with self._wake:
            if self.state.terminal:
                return
            self._stopped, self._playing = True, False
            snapshot, log = self.snapshot, [*self._log[: self._length]]
            epoch, seq = max(1, snapshot.epoch), snapshot.seq
            for state in (ev.JobState.CANCELLING, ev.JobState.CANCELLED):
                if state in TRANSITIONS[snapshot.state]:
                    seq += 1
                    event = ev.State(
                        job=self.id, epoch=epoch, seq=seq, attempt=snapshot.attempt, at=self._time(), state=state,
                        reason="replay stopped",
                    )  # fmt: skip
                    log.append(event)
                    snapshot = play(snapshot, [event])
            self._log = log
            self._become(snapshot, len(log))
            self._wake.notify()

    def answer(self, value: object, *, key: str | None = None) -> None:
        """Raises `NotWaiting`: the recording goes on with the answer that was given then."""
        raise NotWaiting("This is a replay: the job goes on with the answer it was given when it was recorded.")

    def retry(self) -> LocalJob:
        """Raises `Conflict`: there is no server that could launch it."""
        raise Conflict(
            f"This is a replay: launch a job of type {self.type!r}, or jobwidgets.attach({self.id!r}).retry() where "
            "the recorded job is."
        )

    def clock(self) -> float:
        """The time it is in the recording, in seconds since 1970."""
        with self._wake:
            return self._time()

    def _standing(self) -> str:
        return f"{super()._standing()}, event {self.position:,} of {self.length:,} of a replay"

    def _interrupted(self) -> WaitInterrupted:
        return WaitInterrupted(self.id, f"The replay of job {self.id} goes on; job.cancel() stops it.")

    def _check_stopped(self) -> None:
        if self._stopped:
            raise Conflict("This replay was stopped: jobwidgets.replay(…) begins another.")

    def _set_clock(self) -> None:
        self._began = time.monotonic(), self._tape.due[self.position]

    def _passed(self) -> float:
        """Where on the timeline it is now."""
        at, place = self._began
        return place + (time.monotonic() - at) * self._speed if self._playing else self._tape.due[self.position]

    def _time(self) -> float:
        position = self.position
        return self._tape.time(position) + max(0.0, self._passed() - self._tape.due[position])

    def _run(self) -> None:
        while True:
            with self._wake:
                if not self._playing:
                    self._thread = None
                    return
                due = bisect.bisect_right(self._tape.due, self._passed(), lo=self.position + 1) - 1
                if due > self.position:
                    self._playing = due < self.length
                    self._go(due)
                    continue
                wait = (self._tape.due[self.position + 1] - self._passed()) / self._speed
                self._wake.wait(min(max(_FRAME, wait), _LONGEST_SLEEP))

    def _go(self, position: int) -> None:
        self._become(self._tape.snapshot(position), position)


def _checked_speed(speed: float | None) -> float:
    if speed is None:
        return math.inf
    if isinstance(speed, bool) or not isinstance(speed, int | float) or not speed > 0:
        raise BadRequest(f"speed= takes a number above 0, or None for at once, not {speed!r}.")
    return float(speed)
