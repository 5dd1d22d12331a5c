"""`TaskActivity`: one job, live in a cell, and what stays of it in the saved notebook."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from traitlets import Dict, Float, Int, Unicode

from ..protocol.errors import JobWidgetsError, NotWaiting
from ..protocol.ids import new_job_id
from ..protocol.state import JobSnapshot
from . import static_html
from .activity_feed import ActivityFeed, Message, final, size_of
from .display import CellDisplay, replaceable
from .facts import head
from .flusher import Flusher, Sent
from .live_widget import LiveWidget, script, stylesheet
from .questions import Asked, Questions, answer_in, refusal_text
from .watched import WatchedJob

logger = logging.getLogger("jobwidgets.widgets")

SAY_END_AGAIN = (1.0, 4.0)
"""Seconds after the end: Jupyter's server drops messages in silence, so the last word is said three times."""
FREEZE_AFTER = 0.4
"""Seconds a visible view shows the end before the static output takes its place."""

_SYNCED = ("title", "state", "progress", "message", "step", "attempt", "info")


class TaskActivity(LiveWidget):
    """Shows ``job`` live: state, progress, steps, streaming text, log, child jobs, error, result, and Cancel.

    What the job asks is answered in a form made from the JSON schema of the answer. What a later attempt
    superseded is struck out.

    ``title`` replaces the job's type in the header. Traits to `observe` or `link`: ``state`` (a
    `JobState` value), ``progress`` (0 to 1, None when it cannot be told), ``message``, ``step`` (name of the
    current one), ``attempt``. They follow the job; setting them changes only what is shown.

    When the job ends, the output of every cell that displays this widget becomes plain HTML, so that the
    saved notebook shows the result without a kernel. A terminal, which can replace nothing, gets a few lines
    of how the job stands when it is displayed.
    """

    _esm = script("dom.js", "text_pane.js", "question_form.js", "task_activity.js")
    _css = stylesheet("task_activity.css")

    job_id = Unicode(help="Id of the job.").tag(sync=True)
    title = Unicode(help="Shown in the header.").tag(sync=True)
    state = Unicode("queued", help="State of the job.").tag(sync=True)
    progress = Float(None, allow_none=True, help="0 to 1, None: cannot be told.").tag(sync=True)
    message = Unicode(None, allow_none=True, help="What the job says beside its progress.").tag(sync=True)
    step = Unicode(None, allow_none=True, help="Name of the current step.").tag(sync=True)
    attempt = Int(0, help="Which attempt this is, from 1.").tag(sync=True)
    info = Dict(help="Times, error, result, question; `now` is the kernel's clock.").tag(sync=True)
    final = Dict(None, allow_none=True, help="Steps and full text, once the job has ended.").tag(sync=True)
    view_key = Unicode(help="Marks the saved output of this widget.").tag(sync=True)

    def __init__(
        self, job: WatchedJob, *, title: str | None = None, flusher: Flusher | None = None, **options: Any
    ) -> None:
        self.job = job
        self._title = title
        self._feed = ActivityFeed()
        self._clients: dict[str, int] = {}  # a page's model of this widget → how many views it shows
        self._outbox: deque[Message] = deque()
        self._displays: list[CellDisplay] = []
        self._refusal: JobWidgetsError | None = None
        self._answer_refusal: JobWidgetsError | None = None
        self._questions = Questions()
        self._ended = False
        self._say_end = False
        self._unobserve: Callable[[], None] = lambda: None
        super().__init__(
            flusher,
            **{"job_id": job.id, "view_key": new_job_id(), **self._traits_now(job.snapshot), **options},
        )
        self._unobserve = job.observe(lambda _job: self.mark())
        self.mark()

    def stop_watching(self) -> None:
        """Called by `close`; the job goes on."""
        self._unobserve()

    def __repr__(self) -> str:
        return f"<TaskActivity {self.title} {self.job_id} {self.state}>"

    def _ipython_display_(self, **_: Any) -> None:
        cell = CellDisplay()
        snapshot = self.job.snapshot
        if not snapshot.state.terminal and not replaceable():
            cell.show({"text/plain": static_html.render_brief(snapshot, title=self.title)})
            return
        saved = self._saved(snapshot)
        if snapshot.state.terminal:
            cell.show(saved)
            return
        live = super()._repr_mimebundle_()
        data, metadata = live if isinstance(live, tuple) else (live, {})
        # Beside the widget for whoever opens a notebook that was saved in the middle and cannot show it.
        cell.show({**(data or {}), **saved}, metadata)
        with self._lock:
            self._displays.append(cell)
            missed = self._ended
        if missed:
            self._flusher.submit(self._freeze)

    # Everything below runs on the flusher thread, except `_pass_on` and `_look_up`.

    def flush(self) -> Sent:
        """Send what changed: traits in one message, and one message of steps and text."""
        if self._closed or self.comm is None:
            return Sent()
        snapshot = self.job.snapshot
        if not snapshot.state.terminal:
            self._ended = False  # also after an end: a new epoch may bring a job back
        sent = self._sync(snapshot)
        self._tell_refusals()
        if not snapshot.state.terminal and (asked := self._questions.answered_elsewhere()):
            _aside(lambda: self._look_up(asked))
        if not self._outbox and self._clients:
            self._outbox.extend(self._feed.advance(snapshot))
        if self._outbox:
            message = self._outbox.popleft()
            self.send(message)
            sent = Sent(sent.messages + 1, sent.size + size_of(message))
        elif snapshot.state.terminal and not self._ended:
            sent = self._end(snapshot, sent)
        elif self._say_end:
            self._say_end = False
            self.send_state(_SYNCED)
            self.send(self._feed.end())
            sent = Sent(sent.messages + 2, sent.size + 1_000)
        ending = self._say_end or (snapshot.state.terminal and not self._ended)
        # What came in while older messages were waiting is looked at again.
        behind = bool(self._clients) and (snapshot.epoch, snapshot.seq) != self._feed.mark
        return sent._replace(more=bool(self._outbox) or ending or behind)

    def receive(self, message: dict[str, Any]) -> None:
        """``hello``, ``views``, ``bye``, ``cancel``, ``answer`` and ``freeze`` of a page."""
        client = str(message.get("client"))[:64]
        match message.get("type"):
            case "hello":
                self._clients.setdefault(client, 0)
                self._tell_everything(client)
            case "views":
                self._clients[client] = int(message.get("count", 0))
            case "bye":
                self._clients.pop(client, None)
            case "cancel":
                self._cancel(client)
            case "answer":
                self._answer(client, str(message.get("key")), message.get("value"))
            case "freeze":
                # The page was reloaded since the display: update_display does not reach its output any
                # more, so the view puts the saved form there itself.
                answer = {"model_id": self.model_id, "data": self._saved(self.job.snapshot)}
                self._say({"type": "frozen", "to": client, **answer})
            case _:
                return

    def _tell_everything(self, client: str) -> None:
        if any(m.get("to") == client for m in self._outbox):
            return  # asked again before the first answer went out
        snapshot = self.job.snapshot
        self._outbox.extend(self._feed.advance(snapshot))
        self._outbox.extend(self._feed.everything(snapshot, client))
        self.mark()

    def _cancel(self, client: str) -> None:
        self._say({"type": "ack", "to": client, "ok": True})
        try:
            self.job.cancel()
        except JobWidgetsError as why:
            self._say({"type": "ack", "to": client, "ok": False, "error": str(why)})

    def _answer(self, client: str, key: str, value: Any) -> None:
        self._say({"type": "ack", "of": "answer", "to": client, "ok": True, "key": key})
        self._questions.given(key, value)
        _aside(lambda: self._pass_on(key, value))

    def _pass_on(self, key: str, value: Any) -> None:
        try:
            self.job.answer(value, key=key)
        except JobWidgetsError as why:
            refusal = why
        except Exception as why:
            logger.exception("an answer could not be passed on")
            refusal = JobWidgetsError(f"{type(why).__name__}: {why}")
        else:
            return
        self._flusher.submit(lambda: self._refuse_answer(key, refusal))

    def _look_up(self, asked: Asked) -> None:
        """The snapshot does not say what the answer was, the job's events do."""
        try:
            found = answer_in(self.job, asked)
        except JobWidgetsError as why:
            # A line without the answer will do.
            logger.debug("the answer to %r was not found: %s", asked.question.key, why)
            return
        if found is not None and not found.timed_out:
            self._questions.given(asked.question.key, found.answer)
            self.mark()

    def _refuse_answer(self, key: str, refusal: JobWidgetsError) -> None:
        """Every page is told, whoever asked."""
        if refusal is self._answer_refusal or self._closed:
            return
        self._answer_refusal = refusal
        self._questions.refused(key)
        error = refusal_text(refusal)
        self._outbox.append({"type": "ack", "of": "answer", "ok": False, "key": key, "error": error})
        self.mark()

    def _tell_refusals(self) -> None:
        """The server refused what had been passed on to it: every page is told, whoever asked."""
        refusal = self.job.cancel_refusal
        if refusal is not None and refusal is not self._refusal:
            self._outbox.append({"type": "ack", "ok": False, "error": str(refusal)})
        self._refusal = refusal
        refusal = self.job.answer_refusal
        if refusal is not None and refusal is not self._answer_refusal:
            question = self.job.question
            if isinstance(refusal, NotWaiting) or question is None:
                self._answer_refusal = refusal
                self._questions.too_late()
                self.mark()
            else:
                self._refuse_answer(question.key, refusal)

    def _say(self, message: Message) -> None:
        self.send(message)
        self._flusher.spend(1, size_of(message))

    def _traits_now(self, snapshot: JobSnapshot) -> dict[str, Any]:
        step = snapshot.current_step()
        progress = snapshot.progress
        return {
            "title": self._title or snapshot.type or self.job.type,
            "state": str(snapshot.state),
            "progress": progress.fraction if progress else None,
            "message": progress.message if progress else None,
            "step": step.name if step else None,
            "attempt": snapshot.attempt,
            "info": {
                **head(snapshot),
                "answering": self.job.answer_pending,
                "told": self._questions.told(snapshot),
                "pending": self.job.pending,
                "problem": self._problem(),
            },
        }

    def _problem(self) -> str | None:
        return str(self.job.problem) if self.job.problem else None

    def _sync(self, snapshot: JobSnapshot) -> Sent:
        news = {k: v for k, v in self._traits_now(snapshot).items() if self._shown(k) != v}
        if not news:
            return Sent()
        news["info"] = {**news.get("info", self.info), "now": time.time()}
        with self.hold_sync():
            for name, value in news.items():
                self.set_trait(name, value)
        return Sent(1, 1_000 + len(str(news["info"])))

    def _shown(self, name: str) -> Any:
        value = getattr(self, name)
        return {k: v for k, v in value.items() if k != "now"} if name == "info" else value

    def _end(self, snapshot: JobSnapshot, sent: Sent) -> Sent:
        self.final = final(snapshot)
        with self._lock:
            self._ended = True
        for delay in SAY_END_AGAIN:
            self._flusher.later(delay, self._repeat_end)
        if any(self._clients.values()):
            self._flusher.later(FREEZE_AFTER, self._freeze)
        else:
            self._freeze()
        return Sent(sent.messages + 1, sent.size + len(snapshot.channel_text()) + 1_000)

    def _repeat_end(self) -> None:
        self._say_end = True
        self.mark()

    def _freeze(self) -> None:
        """Replace every display of this widget by its saved form."""
        with self._lock:
            displays, self._displays = self._displays, []
        saved = self._saved(self.job.snapshot)
        for cell in displays:
            cell.replace(saved)
        self._flusher.spend(len(displays), len(displays) * len(saved["text/html"]))

    def _saved(self, snapshot: JobSnapshot) -> dict[str, str]:
        return {
            "text/html": static_html.render_html(snapshot, title=self.title, key=self.view_key),
            "text/plain": static_html.render_text(snapshot, title=self.title),
        }


def _aside(work: Callable[[], None]) -> None:
    """Do what asks the server and waits for its answer: the flusher serves all widgets and never waits."""
    threading.Thread(target=work, name="jobwidgets-answer", daemon=True).start()
