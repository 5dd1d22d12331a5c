"""`TaskActivity`: one job, live in a cell, and what stays of it in the saved notebook."""

from collections.abc import Callable
from typing import Any

from traitlets import Dict, Float, Int, Unicode

from ..protocol.ids import new_job_id
from ..protocol.state import JobSnapshot
from . import static_html
from .activity import Activity
from .activity_feed import final, size_of
from .display import CellDisplay, replaceable
from .facts import lasting
from .flusher import Flusher, Sent, default_flusher
from .live_widget import LiveWidget
from .pictures import Pictures
from .watched import WatchedJob

SAY_END_AGAIN = (1.0, 4.0)
"""Seconds after the end: Jupyter's server drops messages in silence, so the last word is said three times."""
FREEZE_AFTER = 0.4
"""Seconds a visible view shows the end before the static output takes its place."""

PICTURES_WITHIN = 2.0
"""Seconds pages have to make pictures of its plots."""

_SYNCED = ("title", "state", "progress", "message", "step", "attempt", "info")


class TaskActivity(LiveWidget):
    """Shows ``job`` live: state, progress, steps, streaming text, log, child jobs, error, result, and Cancel.

    What the job asks is answered in a form made from the JSON schema of the answer. What a later attempt
    superseded is struck out.

    ``title`` replaces the job's type in the header. Traits to `observe` or `link`: ``state`` (a
    `JobState` value), ``progress`` (0 to 1, None when it cannot be told), ``message``, ``step`` (name of the
    current one), ``attempt``. They follow the job; setting them changes only what is shown.

    Where the reader asks for it, a job that failed or was cancelled is launched again, and the widget shows the new
    job: ``job`` and ``job_id`` are then those of the new one.

    When the job ends, the output of every cell that displays this widget becomes plain HTML, so that the
    saved notebook shows the result without a kernel. A terminal, which can replace nothing, gets a few lines
    of how the job stands when it is displayed.
    """

    _view = "TaskActivity"

    job_id = Unicode(help="Id of the job.").tag(sync=True)
    title = Unicode(help="Shown in the header.").tag(sync=True)
    state = Unicode("queued", help="State of the job.").tag(sync=True)
    progress = Float(None, allow_none=True, help="0 to 1, None: cannot be told.").tag(sync=True)
    message = Unicode(None, allow_none=True, help="What the job says beside its progress.").tag(sync=True)
    step = Unicode(None, allow_none=True, help="Name of the current step.").tag(sync=True)
    attempt = Int(0, help="Which attempt this is, from 1.").tag(sync=True)
    info = Dict(help="Times, error, result, question; `now` is the job's clock.").tag(sync=True)
    final = Dict(None, allow_none=True, help="Steps and full text, once the job has ended.").tag(sync=True)
    view_key = Unicode(help="Marks the saved output of this widget.").tag(sync=True)

    def __init__(
        self, job: WatchedJob, *, title: str | None = None, flusher: Flusher | None = None, **options: Any
    ) -> None:
        self.job = job
        self._displays: list[CellDisplay] = []  # live
        self._frozen: list[CellDisplay] = []
        self._ended = False
        self._say_end = False
        self._pictures = Pictures()
        self._unobserve: Callable[[], None] = lambda: None
        self._flusher = flusher = flusher or default_flusher()
        self._activity = self._converse(job, title)
        head = self._activity.head(job.snapshot)
        super().__init__(flusher, **{"job_id": job.id, "view_key": new_job_id(), **head, **options})
        self._unobserve = job.observe(lambda _job: self.mark())
        self.mark()

    def stop_watching(self) -> None:
        """Called by `close`; the job goes on."""
        self._unobserve()
        self._activity.close()

    def close(self) -> None:
        """Remove every view and stop updating. The cells that showed it keep how the job stands, as plain HTML: a view
        without its widget would be an error when the notebook is opened again."""
        if self._closed:
            return
        with self._lock:
            displays, self._displays = self._displays, []
        super().close()
        for cell in displays:
            cell.replace(self._saved(self.job.snapshot))

    def __repr__(self) -> str:
        return f"<TaskActivity {self.title} {self.job_id} {self.state}>"

    def _ipython_display_(self, **_: Any) -> None:
        cell = CellDisplay()
        snapshot = self.job.snapshot
        if not snapshot.state.terminal and not replaceable():
            from ..cli.prompt import show_job

            cell.show({"text/plain": static_html.render_brief(snapshot, title=self.title)})
            show_job(self.job)
            return
        if snapshot.state.terminal:
            cell.show(self._saved(snapshot))
            with self._lock:
                self._frozen.append(cell)
            return
        cell.show(*self._live())
        with self._lock:
            self._displays.append(cell)
            missed = self._ended
        if missed:
            self._flusher.submit(self._freeze)

    # Everything below runs on the flusher thread.

    def flush(self) -> Sent:
        """Send what changed: traits in one message, and one message of steps and text."""
        if self._closed or self.comm is None:
            return Sent()
        snapshot = self.job.snapshot
        if not snapshot.state.terminal:
            self._ended = False  # also after an end: a new epoch may bring a job back
        sent = self._sync(snapshot)
        said = self._activity.flush(snapshot)
        sent = Sent(sent.messages + said.messages, sent.size + said.size)
        if said.messages == 0 and snapshot.state.terminal and not self._ended:
            sent = self._end(snapshot, sent)
        elif said.messages == 0 and self._say_end:
            self._say_end = False
            self.send_state(_SYNCED)
            self._activity.say_end()
            sent = Sent(sent.messages + 2, sent.size + 1_000)
        ending = self._say_end or (snapshot.state.terminal and not self._ended)
        return sent._replace(more=said.more or ending)

    def receive(self, message: dict[str, Any]) -> None:
        """What pages say to an `Activity`, ``picture`` and ``freeze``."""
        if self._activity.receive(message):
            return
        if message.get("type") == "picture":
            self._take_picture(message)
        elif message.get("type") == "freeze":
            self._freeze_there(message)

    def _freeze_there(self, message: dict[str, Any]) -> None:
        # The page was reloaded since the display: update_display does not reach its output any more, so the view
        # puts the saved form there itself.
        answer = {"model_id": self.model_id, "data": self._saved(self.job.snapshot)}
        self._activity.say({"type": "frozen", "to": str(message.get("client"))[:64], **answer})

    def _sync(self, snapshot: JobSnapshot) -> Sent:
        now = self._activity.head(snapshot)
        news = {k: v for k, v in now.items() if self._known(k, getattr(self, k)) != self._known(k, v)}
        if not news:
            return Sent()
        news["info"] = {**news.get("info", self.info), "now": self.job.clock()}
        with self.hold_sync():
            for name, value in news.items():
                self.set_trait(name, value)
        return Sent(1, 1_000 + len(str(news["info"])))

    @staticmethod
    def _known(name: str, value: Any) -> Any:
        return lasting(value) if name == "info" else value

    def _end(self, snapshot: JobSnapshot, sent: Sent) -> Sent:
        self.final = final(snapshot)
        with self._lock:
            self._ended = True
        for delay in SAY_END_AGAIN:
            self._flusher.later(delay, self._repeat_end)
        if not self._activity.seen:
            self._freeze()
        elif self._pictures.missing(snapshot):
            self._activity.say({"type": "pictures"})
            self._flusher.later(PICTURES_WITHIN, self._freeze)
        else:
            self._flusher.later(FREEZE_AFTER, self._freeze)
        return Sent(sent.messages + 1, sent.size + size_of(self.final))

    def _take_picture(self, message: dict[str, Any]) -> None:
        snapshot = self.job.snapshot
        self._pictures.take(message, snapshot)
        if self._ended and not self._pictures.missing(snapshot):
            self._freeze()

    def _repeat_end(self) -> None:
        self._say_end = True
        self.mark()

    def _freeze(self) -> None:
        """Replace every display of this widget by its saved form, unless there is another job by now."""
        if not self.job.snapshot.state.terminal:
            return
        with self._lock:
            displays, self._displays = self._displays, []
            self._frozen += displays
        saved = self._saved(self.job.snapshot)
        for cell in displays:
            cell.replace(saved)
        self._flusher.spend(len(displays), len(displays) * len(saved["text/html"]))

    def _show_instead(self, job: WatchedJob) -> None:
        """``job`` repeats this one: this widget shows it from now on, in every cell and wherever else it is."""
        self._unobserve()
        was, self.job = self._activity, job
        was.close()
        self._activity = self._converse(job, was.title)
        self._activity.take_over(was)
        self._pictures = Pictures()
        with self._lock:
            self._ended = False
            displays, self._frozen = self._frozen, []
            self._displays += displays
        self.job_id, self.final = job.id, None
        self._unobserve = job.observe(lambda _job: self.mark())
        self.mark()
        data, metadata = self._live()
        for cell in displays:
            cell.replace(data, metadata)
        # Where that does not reach the output (the page was reloaded since), the page does it itself.
        self._activity.say({"type": "live", "data": data})

    def _converse(self, job: WatchedJob, title: str | None) -> Activity:
        return Activity(job, self.send, self._flusher, self.mark, title=title, heads=False, on_retry=self._show_instead)

    def _live(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Data and metadata of the live view, and beside it the saved form: for whoever opens a notebook that was
        saved in the middle and cannot show the widget."""
        live = super()._repr_mimebundle_()
        data, metadata = live if isinstance(live, tuple) else (live, {})
        return {**(data or {}), **self._saved(self.job.snapshot)}, metadata

    def _saved(self, snapshot: JobSnapshot) -> dict[str, str]:
        return {
            "text/html": static_html.render_html(
                snapshot, title=self.title, key=self.view_key, pictures=self._pictures
            ),
            "text/plain": static_html.render_text(snapshot, title=self.title),
        }
