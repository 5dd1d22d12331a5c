"""Watching a job: a live view on a terminal, plain lines into a pipe; both from the same snapshots."""

import sys
import threading
import time
from typing import TextIO

from rich.console import Console, RenderableType
from rich.live import Live

from ..client.job import Job
from ..client.local_job import LocalJob
from ..client.status import ConnectionStatus
from ..protocol.errors import JobWidgetsError
from ..protocol.events import DEFAULT_CHANNEL, JobState
from ..protocol.state import JobSnapshot
from . import views
from .asking import MAX_KEYS, by_key, choices
from .keys import Keyboard
from .lines import plain_lines
from .terminal import hint, output, program
from .words import clean

Followed = Job | LocalJob
"""A job of a server, or one that is played in this process."""

FRAME = 0.08
"""Seconds between two frames of the live view."""
FOLLOWED = 20
"""So many children are followed too."""
DETACHED = 130


def follow(job: Followed) -> int:
    """Show ``job`` until it is over or Ctrl-C; the exit code: 0 completed, 1 failed or cancelled, 130 detached.

    Raises what keeps the job from being followed (`Job.problem`).
    """
    console = output()
    try:
        if console.is_terminal and not console.is_dumb_terminal:
            _live(job, console)
        else:
            _plain(job, sys.stdout)
    except KeyboardInterrupt:
        _say_detached(job)
        return DETACHED
    if job.problem is not None and not job.state.terminal:
        raise job.problem
    return 0 if job.state is JobState.COMPLETED else 1


def _say_detached(job: Followed) -> None:
    if not isinstance(job, Job):
        hint("\nthe replay was stopped")
        return
    hint(f"\ndetached; job {job.id} runs on")
    hint(f"  {program()} watch {job.id}     to see it again")
    hint(f"  {program()} cancel {job.id}    to end it")


def _live(job: Followed, console: Console) -> None:
    changed = threading.Event()
    remove = job.observe(lambda _: changed.set())
    keyboard = Keyboard()
    answering = _Answering(job, keyboard) if isinstance(job, Job) else None
    try:
        with Live(console=console, auto_refresh=False, transient=True, vertical_overflow="crop") as live:
            while not job.done:
                # First the keys, then the invitation to press one.
                if answering is not None and (complaint := answering.look()):
                    live.console.print(complaint, style="red", markup=False)
                live.update(_view(job, console, height=console.height), refresh=True)
                # Also without news: the clocks and the pulse move.
                changed.wait(0.25)
                changed.clear()
                time.sleep(FRAME)
        console.print(_view(job, console))
    finally:
        keyboard.close()
        remove()


def _view(job: Followed, console: Console, height: int | None = None) -> RenderableType:
    return views.job_view(
        job.snapshot,
        _status(job),
        job.clock(),
        height=height,
        width=console.width,
        # Each of them is a subscription: of a job with very many the number must do.
        children=[child.snapshot for child in job.children] if len(job.snapshot.children) <= FOLLOWED else (),
        program=_program(job),
    )


def _status(job: Followed) -> ConnectionStatus | None:
    return job.session.status if isinstance(job, Job) else None


def _program(job: Followed) -> str | None:
    """How to call this program to answer; None where nothing can be answered."""
    return program() if isinstance(job, Job) else None


class _Answering:
    """Lets a question that has few choices be answered by pressing a key."""

    def __init__(self, job: Job, keyboard: Keyboard) -> None:
        self._job, self._keyboard = job, keyboard
        self._answered: str | None = None

    def look(self) -> str | None:
        """Send the answer if a key was pressed; the complaint if it was refused."""
        question = self._job.question
        simple = question is not None and question.key != self._answered and 0 < len(choices(question)) <= MAX_KEYS
        self._keyboard.listen(simple)
        if question is None or not simple:
            return None
        for key in self._keyboard.pressed():
            meant, value = by_key(question, key)
            if meant:
                try:
                    self._job.answer(value, key=question.key)
                    self._answered = question.key
                except JobWidgetsError as why:
                    return str(why)
                break
        return None


def _plain(job: Followed, out: TextIO) -> None:
    printer = PlainPrinter(out, _program(job))
    changed = threading.Event()
    remove = job.observe(lambda _: changed.set())
    connection = "connecting"
    try:
        while True:
            over = job.done  # before the look: what came with the end is then shown
            if (status := _status(job)) is not None and status.state not in (connection, "connecting"):
                if connection != "connecting" or not status.connected:
                    printer.line(views.status_line(status, time.time()).plain)
                connection = status.state
            if job.snapshot.epoch or over:
                printer.show(job.snapshot)
            if over:
                break
            changed.wait(0.25)
            changed.clear()
        printer.end()
    finally:
        remove()


class PlainPrinter:
    """Prints what is new in each snapshot: lines for states and steps, the answer as it streams in between."""

    def __init__(self, out: TextIO, program: str | None = "jobwidgets") -> None:
        self._out, self._program = out, program
        self._last: JobSnapshot | None = None
        self._text = ""
        self._within_line = False

    def show(self, snapshot: JobSnapshot) -> None:
        """Print what ``snapshot`` has beyond the one before."""
        began, ended = plain_lines(self._last, snapshot, self._program)
        for line in began:
            # Progress alone is no reason to break a sentence that is being written.
            if not (self._within_line and line[:1].isdigit()):
                self.line(line)
        self._stream(snapshot)
        for line in ended:
            self.line(line)
        self._last = snapshot
        self._out.flush()

    def line(self, text: str) -> None:
        """One line of its own."""
        if self._within_line:
            self._out.write("\n")
            self._within_line = False
        self._out.write(f"{text}\n")
        self._out.flush()

    def end(self) -> None:
        """Finish the line that is being written, and print a result that no text has told."""
        if self._within_line:
            self._out.write("\n")
            self._within_line = False
        if self._last is not None and self._last.error is None and (end := views.end_block(self._last)) is not None:
            self._out.write(f"{end}\n")
        self._out.flush()

    def _stream(self, snapshot: JobSnapshot) -> None:
        text = clean(snapshot.channel_text(DEFAULT_CHANNEL))
        if not text.startswith(self._text):
            self.line("(an earlier attempt's text is superseded)")
            self._text = ""
        if fresh := text[len(self._text) :]:
            self._out.write(fresh)
            self._within_line = not fresh.endswith("\n")
            self._text = text
