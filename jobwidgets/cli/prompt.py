"""IPython in a terminal: a live view while one waits for a job, and a line below the prompt.

Only where there is a prompt that prompt_toolkit draws, on a real terminal: it redraws its own line, so nothing is ever
written into what the user types.
"""

import contextlib
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.live import Live

from ..protocol.state import JobSnapshot
from . import views
from .words import clean, duration, one_line

if TYPE_CHECKING:
    from ..client.job import Job
    from ..client.local_job import LocalJob
    from ..widgets import StatusBar

REFRESH = 0.5
"""Seconds between two looks of the line below the prompt."""
LINGER = 5.0
"""Seconds a job that is over stays there."""
FRAMES = 8
"""A second, of the live view."""

Line = Callable[[], str | None]
"""What to show now; None: nothing any more."""


def terminal_shell() -> Any:
    """The IPython shell whose prompt is on this terminal; None in a kernel, a pipe, or without IPython."""
    get_shell: Any = getattr(sys.modules.get("IPython"), "get_ipython", None)
    shell = get_shell() if get_shell is not None else None
    has_prompt = getattr(shell, "pt_app", None) is not None
    return shell if has_prompt and sys.stdout.isatty() and sys.stdin.isatty() else None


@contextlib.contextmanager
def live_view(job: "Job | LocalJob") -> Iterator[None]:
    """Show ``job`` live until the block ends; nothing outside of a terminal's prompt, or on another thread."""
    console = Console(highlight=False)
    here = threading.current_thread() is threading.main_thread() and terminal_shell() is not None
    if not here or console.is_dumb_terminal:
        yield
        return

    def view() -> Any:
        return views.job_view(
            job.snapshot, None, job.clock(), height=console.height - 1, width=console.width, program="jobwidgets"
        )

    live = Live(get_renderable=view, console=console, refresh_per_second=FRAMES, transient=True)
    with live:
        yield


def status_line(bar: "StatusBar") -> str:
    """A `StatusBar` on one line."""
    counts = bar.counts
    parts = [f"● {bar.connection['state']}"]
    parts += [f"{counts[name]} {word}" for name, word in _COUNTED if counts.get(name)]
    parts += [_named(job) for job in bar.jobs]
    return "  ".join(parts)


_COUNTED = (("running", "running"), ("queued", "queued"), ("waiting", "waiting for an answer"), ("failed", "failed"))


def _named(job: dict[str, Any]) -> str:
    share = f" {job['progress']:.0%}" if job["progress"] is not None else ""
    step = f" {one_line(job['step'], 30)}" if job["step"] else ""
    return f"{one_line(job['title'], 30)}{share}{step}"


def job_line(snapshot: JobSnapshot, now: float) -> str:
    """A job on one line."""
    begin = snapshot.started or snapshot.created
    progress = snapshot.progress
    share = progress.fraction if progress is not None and not snapshot.state.terminal else None
    step = snapshot.current_step()
    parts = [
        one_line(snapshot.type, 30),
        snapshot.state.value.replace("_", " "),
        f"{share:.0%}" if share is not None else "",
        one_line(step.name, 40) if step is not None else "",
        duration((snapshot.ended or now) - begin),
    ]
    return "  ".join(part for part in parts if part)


class Toolbar:
    """The lines below the prompt of ``shell``. What the user has put there stays; then there are none of ours."""

    def __init__(self, shell: Any) -> None:
        self._session = shell.pt_app
        self._lines: dict[object, Line] = {}

    def add(self, key: object, line: Line) -> bool:
        """Show ``line`` from now on, in the place of what had the same key. False if the place is taken."""
        if self._session.bottom_toolbar not in (None, self._render):
            return False
        self._lines[key] = line
        self._session.bottom_toolbar = self._render
        self._session.refresh_interval = REFRESH
        return True

    def _render(self) -> Any:
        shown: list[str] = []
        for key, line in list(self._lines.items()):
            text = line()
            if text is None:
                del self._lines[key]
            else:
                shown.append(clean(text).replace("\n", " ")[: shutil.get_terminal_size().columns - 1])
        if not shown:
            self._session.bottom_toolbar = None
            self._session.refresh_interval = 0
        # As text: no markup, no control sequences.
        return [("", "\n".join(shown))]


_toolbars: dict[int, Toolbar] = {}


def toolbar() -> Toolbar | None:
    """That of this terminal's prompt; None where there is none."""
    shell = terminal_shell()
    return None if shell is None else _toolbars.setdefault(id(shell), Toolbar(shell))


def show_status(bar: "StatusBar") -> None:
    """Keep ``bar`` below the prompt, if there is one."""
    if (place := toolbar()) is not None:
        place.add("status", lambda: status_line(bar))


def show_job(job: Any) -> None:
    """Keep ``job`` below the prompt until it has been over for a moment, if there is one."""
    over: list[float] = []

    def line() -> str | None:
        if job.done:
            over.append(time.monotonic())
        if over and time.monotonic() - over[0] > LINGER:
            return None
        return job_line(job.snapshot, job.clock())

    if (place := toolbar()) is not None:
        place.add(job.id, line)
