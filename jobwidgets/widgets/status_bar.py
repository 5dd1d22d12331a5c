"""`StatusBar`: the connection, and what the session's jobs are doing."""

import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from traitlets import Dict, Int, List, Unicode

from ..client.status import ConnectionStatus
from ..protocol.events import JobState
from ..protocol.ids import new_job_id
from ..protocol.state import JobSnapshot
from . import static_style as style
from .display import replaceable
from .facts import clip
from .flusher import Flusher, Sent, default_flusher
from .live_widget import LiveWidget
from .opened import OpenedJobs
from .watched import WatchedJob

MAX_NAMED = 6
"""Jobs shown by name; the rest is counted."""

_RUNNING = (JobState.RUNNING, JobState.CANCELLING)


class WatchedSession(Protocol):
    """What the widget needs of a session: `client.Session` has it, and `testing.FakeSession`."""

    @property
    def status(self) -> ConnectionStatus: ...
    @property
    def pending(self) -> int: ...
    @property
    def unfinished(self) -> Sequence[WatchedJob]: ...
    def observe(self, callback: Callable[[Any], object], /) -> Callable[[], None]: ...


class StatusBar(LiveWidget):
    """One line: connected / reconnecting / offline, latency, running, queued and failed jobs, those that wait for
    an answer, what runs now.

    One per notebook is enough: it follows all jobs of ``session`` (the default session if None), from
    whichever cell they were launched. A job's name scrolls to its activity where the page shows one, else it opens
    below the line.

    What is saved with the notebook is plain HTML: the counts, and when they were so. Front ends that let a widget at
    their document (JupyterLab, Notebook) save nothing else; elsewhere it stands beside the widget.

    Traits to `observe`: ``connection`` ({state, since, latency, error, retry_at, url}), ``counts``
    ({running, queued, waiting, failed}), ``jobs`` (those named), ``pending`` (actions waiting for the server).
    """

    _view = "StatusBar"

    connection = Dict(help="The connection to the server; `now` is the kernel's clock.").tag(sync=True)
    counts = Dict(help="Jobs of this session by state.").tag(sync=True)
    jobs = List(help="Jobs that ask or run now: id, title, state, progress, step.").tag(sync=True)
    pending = Int(0, help="What was asked while offline and waits for the server.").tag(sync=True)
    view_key = Unicode(help="Marks the saved output of this widget.").tag(sync=True)

    def __init__(
        self, session: WatchedSession | None = None, *, flusher: Flusher | None = None, **options: Any
    ) -> None:
        self._unobserve: Callable[[], None] = lambda: None
        # The session forgets a job when it is over; how it ended is counted here.
        self._watched: dict[WatchedJob, Callable[[], None]] = {}
        self._failed: set[str] = set()
        self._reject_unknown(options)  # before a default session starts servers
        if session is None:
            from ..client.default import default_session

            session = default_session()
        self.session: WatchedSession = session
        flusher = flusher or default_flusher()
        self._opened = OpenedJobs(self._job, self.send, flusher, self.mark)
        super().__init__(flusher, **{"view_key": new_job_id(), **self._traits_now(), **options})
        self._unobserve = session.observe(lambda _status: self.mark())
        self.mark()

    def stop_watching(self) -> None:
        """Called by `close`; the jobs go on."""
        self._unobserve()
        for unobserve in list(self._watched.values()):
            unobserve()
        self._watched.clear()
        self._opened.close()

    def _repr_mimebundle_(self, **options: Any) -> Any:
        if not replaceable():
            from ..cli.prompt import show_status

            show_status(self)
        live = super()._repr_mimebundle_(**options)
        data, metadata = live if isinstance(live, tuple) else (live, {})
        return {**(data or {}), **self._saved()}, metadata

    def _saved(self) -> dict[str, str]:
        """What is left without a kernel."""
        counts = ", ".join(f"{n} {kind}" for kind, n in self.counts.items() if n or kind == "running")
        when = time.strftime("%Y-%m-%d %H:%M")
        note = f"as of {when} · run the cell to see them live"
        html = (
            f'<div data-jobwidgets-bar="{self.view_key}" style="{style.ROOT}">'
            f'<div style="{style.ROW};padding:4px 12px"><strong style="font-weight:500">Jobs</strong> '
            f'<span>{counts}</span> <span style="{style.NUM}">{note}</span></div></div>'
        )
        return {"text/html": html, "text/plain": f"Jobs: {counts} (as of {when})"}

    def __repr__(self) -> str:
        c = self.counts
        asking = f", {c['waiting']} waiting for an answer" if c["waiting"] else ""
        return f"<StatusBar {self.connection['state']}, {c['running']} running, {c['queued']} queued{asking}>"

    def flush(self) -> Sent:
        """Send what changed, in one message, and what is new of a job that is open."""
        if self._closed or self.comm is None:
            return Sent()
        sent, opened = self._sync(), self._opened.flush()
        return Sent(sent.messages + opened.messages, sent.size + opened.size, opened.more)

    def receive(self, message: dict[str, Any]) -> None:
        """``hello`` of a page: the traits as they are, in case an update was dropped; ``activity {job, message}``: what
        it says to a job that is open below the line."""
        if message.get("type") == "hello":
            with self.hold_sync():
                self.connection = {**self.connection, "now": time.time()}
                self.send_state(("counts", "jobs", "pending"))
            self._flusher.spend(2, 2_000)
        elif message.get("type") == "activity" and isinstance(message.get("message"), dict):
            self._opened.receive(str(message.get("job"))[:128], message["message"])
            self.mark()

    def _job(self, id: str) -> WatchedJob | None:
        return next((job for job in (*self._watched, *self.session.unfinished) if job.id == id), None)

    def _sync(self) -> Sent:
        news = {k: v for k, v in self._traits_now().items() if self._shown(k) != v}
        if not news:
            return Sent()
        news["connection"] = {**news.get("connection", self.connection), "now": time.time()}
        with self.hold_sync():
            for name, value in news.items():
                self.set_trait(name, value)
        return Sent(1, 2_000)

    def _look(self) -> list[JobSnapshot]:
        """The snapshots of the jobs that are not over. Watches new ones, takes leave of those that are, and of those
        the server refused or does not know: for whoever looks at the bar they have failed."""
        for job in self.session.unfinished:
            if job not in self._watched:
                self._watched[job] = job.observe(lambda _job: self.mark())
        live: list[JobSnapshot] = []
        for job, unobserve in list(self._watched.items()):
            snapshot = job.snapshot
            over = snapshot.state.terminal
            if not over and job.problem is None:
                live.append(snapshot)
                self._failed.discard(snapshot.job)  # it came back
                continue
            unobserve()
            del self._watched[job]
            if not over or snapshot.state is JobState.FAILED:
                self._failed.add(snapshot.job)
        return live

    def _shown(self, name: str) -> Any:
        value = getattr(self, name)
        return {k: v for k, v in value.items() if k != "now"} if name == "connection" else value

    def _traits_now(self) -> dict[str, Any]:
        status = self.session.status
        snapshots = self._look()
        running = [s for s in snapshots if s.state in _RUNNING]
        waiting = [s for s in snapshots if s.state is JobState.WAITING_INPUT]
        # Those that ask come first: they wait for whoever looks at the bar.
        named = sorted(waiting, key=lambda s: s.created) + sorted(running, key=lambda s: s.created)
        return {
            "connection": {
                "state": status.state,
                "since": status.since,
                # Rounded: a figure that flickers helps nobody and would be sent each time.
                "latency": None if status.latency is None else _rounded(status.latency),
                "error": clip(status.error, 500) if status.error else None,
                "retry_at": status.retry_at,
                "url": status.url,
            },
            "counts": {
                "running": len(running),
                "queued": sum(s.state is JobState.QUEUED for s in snapshots),
                "waiting": len(waiting),
                "failed": len(self._failed),
            },
            "jobs": [_named(s) for s in named[:MAX_NAMED]],
            "pending": self.session.pending,
        }


def _named(snapshot: JobSnapshot) -> dict[str, Any]:
    step = snapshot.current_step()
    fraction = snapshot.progress.fraction if snapshot.progress else None
    return {
        "id": snapshot.job,
        "title": clip(snapshot.type, 80),
        "state": str(snapshot.state),
        # Whole percents: what the bar can show.
        "progress": None if fraction is None else round(fraction, 2),
        "step": clip(step.name, 80) if step else None,
    }


def _rounded(seconds: float) -> float:
    """To the millisecond below 10 ms, to 10 ms above."""
    return round(seconds, 3) if seconds < 0.01 else round(seconds, 2)
