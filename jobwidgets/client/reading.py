"""`JobReading`: what a job's snapshot tells, by name; the same for jobs of a server, recorded ones and fakes."""

import time
from typing import Any

from ..protocol.errors import JobCancelled, JobFailed
from ..protocol.events import DEFAULT_CHANNEL, JobError, JobState
from ..protocol.state import JobSnapshot, PendingInput


class JobReading:
    """The reading side of a job; all of it follows from `snapshot`."""

    _text: tuple[JobSnapshot, str] | None = None

    @property
    def snapshot(self) -> JobSnapshot:
        """All that is known of the job, as of one moment; immutable."""
        raise NotImplementedError

    @property
    def id(self) -> str:
        """The job's id."""
        return self.snapshot.job

    @property
    def type(self) -> str:
        """The job's type."""
        return self.snapshot.type

    @property
    def state(self) -> JobState:
        """``queued``, ``running``, ``waiting_input``, ``cancelling``, ``completed``, ``failed`` or ``cancelled``."""
        return self.snapshot.state

    @property
    def progress(self) -> float | None:
        """From 0 to 1; None while it cannot be told."""
        progress = self.snapshot.progress
        return None if progress is None else progress.fraction

    @property
    def step(self) -> str | None:
        """The name of the step that began last among those still running."""
        step = self.snapshot.current_step()
        return None if step is None else step.name

    @property
    def text(self) -> str:
        """What the job has written to channel ``answer``, without what a later attempt superseded."""
        snapshot, known = self.snapshot, self._text
        if known is None or known[0] is not snapshot:
            known = self._text = snapshot, snapshot.channel_text(DEFAULT_CHANNEL)
        return known[1]

    @property
    def error(self) -> JobError | None:
        """Why the job failed: ``type``, ``message``, ``traceback``."""
        return self.snapshot.error

    @property
    def question(self) -> PendingInput | None:
        """What the job asks: ``prompt``, ``schema`` of the answer, ``key``, ``expires``. None if it asks nothing."""
        return self.snapshot.input

    @property
    def attempt(self) -> int:
        """The number of the attempt that runs or ran last; 0 before the first."""
        return self.snapshot.attempt

    @property
    def failures(self) -> int:
        """How many attempts have failed; one that lost its worker, or was handed on, did not."""
        return self.snapshot.failures

    @property
    def last_error(self) -> JobError | None:
        """What the latest failed attempt failed of, also while the job is repeated."""
        return self.snapshot.last_error

    def clock(self) -> float:
        """The time it is for the job, in seconds since 1970: now, or the time of a recording."""
        return time.time()

    @property
    def pace(self) -> float:
        """Seconds that pass on `clock` in one second."""
        return 1.0

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} {self.type} {self._standing()}>"

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self._display_())

    def _display_(self) -> Any:
        """What marimo shows of it."""
        from ..widgets import TaskActivity

        watched: Any = self  # what it lacks, everything that can be read this way has
        return TaskActivity(watched)

    def _standing(self) -> str:
        """How it stands, in a few words."""
        what = str(self.state)
        if self.progress is not None and not self.state.terminal:
            what += f" {self.progress:.0%}"
        return what if self.step is None else f"{what}: {self.step}"

    def _outcome(self) -> Any:
        """What the job returned. Raises `JobFailed` and `JobCancelled`."""
        match self.state:
            case JobState.FAILED:
                raise JobFailed(self.id, self.error, self.snapshot.reason)
            case JobState.CANCELLED:
                raise JobCancelled(self.id)
            case _:
                return self.snapshot.result
