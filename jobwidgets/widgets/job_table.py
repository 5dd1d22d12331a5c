"""`JobTable`: many jobs in one widget."""

import logging
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from typing import Any

from traitlets import Dict, Float, TraitError, Unicode, observe, validate

from ..client.mapping import JobMap
from ..protocol.errors import Conflict, JobWidgetsError
from ..protocol.events import JobState
from ..protocol.ids import new_job_id
from . import static_html, static_table, table_rows
from .activity import Activity
from .display import CellDisplay, replaceable
from .flusher import Flusher, Sent
from .live_widget import LiveWidget
from .table_rows import Entry, FinishedJob, Source
from .watched import WatchedJob

logger = logging.getLogger("jobwidgets.widgets")

SAY_END_AGAIN = (1.0, 4.0)
"""Seconds after the end: Jupyter's server drops messages in silence, so the last word is said three times."""
FREEZE_AFTER = 0.4
"""Seconds a visible view shows the end before the static output takes its place."""
ROWS = 250
"""Rows in one message."""

Message = dict[str, Any]


class JobTable(LiveWidget):
    """Shows many jobs live, one row each: to be sorted, filtered, cancelled, retried; a row opens its job below.

    ``jobs`` is what `jobwidgets.map` or `jobwidgets.jobs` gave, or any list of jobs. Traits to `observe` or `link`:
    ``counts`` (number of jobs by state), ``progress`` (mean of the jobs, 0 to 1), ``selected`` (id of the job that is
    open, None if none is; setting it opens one).

    When all jobs are over, the output of every cell that displays this widget becomes a plain HTML table, so that
    the saved notebook shows it without a kernel; it is live again when jobs are retried. A terminal, which can replace
    nothing, gets a line for each job as it stands.
    """

    _view = "JobTable"

    title = Unicode(help="Shown in the header.").tag(sync=True)
    counts = Dict(help="Number of jobs by state.").tag(sync=True)
    progress = Float(0.0, help="Mean of the jobs, 0 to 1.").tag(sync=True)
    selected = Unicode(None, allow_none=True, help="Id of the job that is open.").tag(sync=True)
    view_key = Unicode(help="Marks the saved output of this widget.").tag(sync=True)

    def __init__(
        self, jobs: Source, *, title: str | None = None, flusher: Flusher | None = None, **options: Any
    ) -> None:
        self._reject_unknown(options)  # before jobs are attached to
        self._map = jobs if isinstance(jobs, JobMap) else None
        self._swaps = self._map.swaps if self._map is not None else 0
        self._entries = table_rows.entries(jobs)
        self._unobserve: list[Callable[[], None]] = []
        self._watches: dict[int, Callable[[], None]] = {}
        self._dirty: set[int] = set()
        self._told: list[tuple[list[Any], list[Any]]] = [_row(n, entry) for n, entry in enumerate(self._entries)]
        self._n = 0
        self._clients: dict[str, int] = {}  # a page's copy of this table → how many views it shows
        self._outbox: deque[Message] = deque()
        self._activity: Activity | None = None
        self._unwatch_opened: Callable[[], None] = lambda: None
        self._early: deque[tuple[str, Message]] = deque(maxlen=20)  # what pages said to a job that is not open yet
        self._activity_next = False
        self._displays: list[CellDisplay] = []  # live
        self._frozen: list[CellDisplay] = []
        self._ended = False
        self._say_end = False
        title = title or (self._map.title if self._map is not None else "Jobs")
        super().__init__(flusher, **{"title": title, "view_key": new_job_id(), **self._sums(), **options})
        for number in range(len(self._entries)):
            self._watch(number)
        if self._map is not None:
            self._unobserve.append(self._map.observe(self._look_for_swaps))
        self.mark()

    def stop_watching(self) -> None:
        """Called by `close`; the jobs go on."""
        for unobserve in (*self._unobserve, *self._watches.values(), self._unwatch_opened):
            unobserve()
        if self._activity is not None:
            self._activity.close()

    def close(self) -> None:
        """Remove every view and stop updating. The cells that showed it keep how the jobs stand, as plain HTML: a view
        without its widget would be an error when the notebook is opened again."""
        if self._closed:
            return
        with self._lock:
            displays, self._displays = self._displays, []
        super().close()
        for cell in displays:
            cell.replace(self._saved())

    def __repr__(self) -> str:
        return f"<JobTable {self.title}: {len(self._entries)} jobs, {static_table.counts_text(self._entries)}>"

    def _ipython_display_(self, **_: Any) -> None:
        cell = CellDisplay()
        if not self._over and not replaceable():
            cell.show({"text/plain": static_table.render_text(self._entries, title=self.title)})
            return
        if self._over:
            cell.show(self._saved())
            with self._lock:
                self._frozen.append(cell)
            return
        cell.show(*self._live())
        with self._lock:
            self._displays.append(cell)
            missed = self._ended
        if missed:
            self._flusher.submit(self._freeze)

    @validate("selected")
    def _check_selected(self, proposal: Any) -> str | None:
        job = proposal["value"]
        if job is not None and self._number(job) is None:
            raise TraitError(f"There is no job {job!r} in this table.")
        return job

    @observe("selected")
    def _selected_changed(self, _change: Any) -> None:
        self._flusher.submit(self._open_selected)

    # Watching: on any thread.

    def _watch(self, number: int) -> None:
        job = self._entries[number].job
        if isinstance(job, FinishedJob):
            return

        def changed(_job: Any) -> None:
            with self._lock:
                self._dirty.add(number)
            self.mark()

        self._watches[number] = job.observe(changed)

    def _look_for_swaps(self, jobs: JobMap) -> None:
        """Jobs of the map that were retried have others in their places."""
        if jobs.swaps != self._swaps:
            self._flusher.submit(self._follow_swaps)

    # Everything below runs on the flusher thread.

    def _follow_swaps(self) -> None:
        assert self._map is not None
        self._swaps = self._map.swaps
        for number, job in enumerate(self._map):
            if self._entries[number].job is not job:
                self._replace(number, job)

    def _replace(self, number: int, job: WatchedJob) -> None:
        """Show ``job`` in this row from now on."""
        was = self._entries[number].job.id
        self._watches.pop(number, lambda: None)()
        self._entries[number].job = job
        self._watch(number)
        with self._lock:
            self._dirty.add(number)
        if self.selected == was:
            self.selected = job.id
        self.mark()

    def flush(self) -> Sent:
        """Send what changed: the sums in one message, and one message of rows or what the open job has to say."""
        if self._closed or self.comm is None:
            return Sent()
        if self._ended and not self._over:
            self._thaw()
        sent = self._sync()
        sources = [self._flush_rows, self._flush_activity]
        if self._activity_next:
            sources.reverse()
        self._activity_next = not self._activity_next
        said = sources[0]()
        if not said.messages:
            other = sources[1]()
            said = Sent(other.messages, other.size, other.more or said.more)
        else:
            said = said._replace(more=True)  # the other one had no turn
        if not said.messages and self._over and not self._ended:
            self._end()
        elif not said.messages and self._say_end:
            self._say_end = False
            self.send_state(("counts", "progress"))
            self.send({"type": "end", "n": self._n})
            said = Sent(2, 1_000)
        waiting = bool(self._outbox or self._dirty or self._say_end) or (self._over and not self._ended)
        return Sent(sent.messages + said.messages, sent.size + said.size, said.more or waiting)

    def receive(self, message: dict[str, Any]) -> None:
        """What a page says: see `js/src/kernel/job_table.js`."""
        client, job = str(message.get("client"))[:64], str(message.get("job"))[:128]
        match message.get("type"):
            case "hello":
                self._clients.setdefault(client, 0)
                self._tell_everything(client)
            case "views":
                self._clients[client] = int(message.get("count", 0))
            case "bye":
                self._clients.pop(client, None)
            case "select":
                self._select(message.get("job"))
            case "activity":
                self._pass_on(job, message.get("message"))
            case "cancel":
                self._act(client, "cancel", job, self._cancel)
            case "cancel_all":
                self._act(client, "cancel_all", None, lambda _number: self._cancel_all())
            case "retry":
                self._act(client, "retry", job, lambda number: _aside(lambda: self._retry(client, job, number)))
            case "freeze":
                answer = {"model_id": self.model_id, "data": self._saved()}
                self._say({"type": "frozen", "to": client, **answer})
            case _:
                return

    # rows

    @property
    def _over(self) -> bool:
        return all(entry.job.snapshot.state.terminal or entry.job.problem is not None for entry in self._entries)

    def _sums(self) -> dict[str, Any]:
        counted = Counter(table_rows.standing(entry) for entry in self._entries)
        shares = [table_rows.share(entry) for entry in self._entries]
        return {
            "counts": {str(state): counted[state] for state in JobState},
            # Thousandths: what the bar can show.
            "progress": round(sum(shares) / len(shares), 3) if shares else 1.0,
        }

    def _sync(self) -> Sent:
        news = {name: value for name, value in self._sums().items() if getattr(self, name) != value}
        if not news:
            return Sent()
        with self.hold_sync():
            for name, value in news.items():
                self.set_trait(name, value)
        return Sent(1, 400)

    def _flush_rows(self) -> Sent:
        if not self._outbox:
            self._outbox.extend(self._deltas())
        if not self._outbox:
            return Sent()
        message = self._outbox.popleft()
        self.send(message)
        size = 200 + table_rows.size_of(message.get("rows", ())) + table_rows.size_of(message.get("heads", ()))
        return Sent(1, size, bool(self._outbox))

    def _deltas(self) -> list[Message]:
        """What has changed since the last of them, if a page is there to be told."""
        with self._lock:
            numbers, self._dirty = sorted(self._dirty), set()
        heads: list[Any] = []
        bodies: list[Any] = []
        for number in numbers:
            (old_head, old_body), (head, body) = self._told[number], _row(number, self._entries[number])
            self._told[number] = (head, body)
            if head != old_head:
                heads.append(head)
            if body != old_body or head != old_head:
                bodies.append(body)
        if not self._clients:
            return []
        return [
            self._numbered({"type": "rows", "heads": [h for h in heads if h[0] in here], "rows": part})
            for part in _parts(bodies)
            for here in [{body[0] for body in part}]
        ]

    def _numbered(self, message: Message) -> Message:
        self._n += 1
        return {**message, "n": self._n, "now": time.time()}

    def _tell_everything(self, client: str) -> None:
        if any(m.get("to") == client for m in self._outbox):
            return  # asked again before the first answer went out
        self._outbox.extend(self._deltas())
        whole = {"type": "table", "to": client, "n": self._n, "total": len(self._told), "now": time.time()}
        for part in _parts(self._told) or [[]]:
            at = part[0][0][0] if part else 0
            rows = {"at": at, "heads": [head for head, _ in part], "rows": [body for _, body in part]}
            self._outbox.append({**whole, **rows})
        self.mark()

    # the job that is open

    def _select(self, job: Any) -> None:
        if job is None or self._number(job) is not None:
            self.selected = job

    def _number(self, job: Any) -> int | None:
        return next((n for n, entry in enumerate(self._entries) if entry.job.id == job), None)

    def _open_selected(self) -> None:
        if self._activity is not None and self._activity.job.id == self.selected:
            return
        self._close_activity()
        number = self._number(self.selected)
        if number is None or self._closed:
            return
        job = self._entries[number].job
        if isinstance(job, FinishedJob):
            _aside(lambda: self._attach(job))
        else:
            self._open(job)

    def _attach(self, finished: FinishedJob) -> None:
        """Ask for all there is to know of a job; on a thread of its own."""
        try:
            job = finished.attach()
        except JobWidgetsError as why:
            refusal = {"type": "ack", "of": "open", "job": finished.id, "ok": False, "error": str(why)}
            self._flusher.submit(lambda: self._say(refusal))
            return
        self._flusher.submit(lambda: self._open(job))

    def _open(self, job: WatchedJob) -> None:
        if self.selected != job.id or self._activity is not None or self._closed:
            return  # something else was opened meanwhile, or this one already

        def send(message: Message) -> None:
            self.send({"type": "activity", "job": job.id, "message": message})

        number = self._number(job.id)
        name = self._entries[number].name if number is not None else ""
        self._activity = Activity(
            job,
            send,
            self._flusher,
            self.mark,
            title=f"{job.type} · {name}" if name else None,
            on_retry=lambda new: self._retried(job.id, new),
        )
        self._unwatch_opened = job.observe(lambda _job: self.mark())
        early = [message for to, message in self._early if to == job.id]
        self._early.clear()
        for message in early:
            self._activity.receive(message)
        self.mark()

    def _close_activity(self) -> None:
        if self._activity is not None:
            self._activity.close()
            self._unwatch_opened()
            self._activity = None

    def _pass_on(self, job: str, message: Any) -> None:
        if not isinstance(message, dict) or job != self.selected:
            return
        if self._activity is not None and self._activity.job.id == job:
            if message.get("type") == "retry" and self._map is not None:
                # The map has to know of it.
                self._activity.say({"type": "ack", "of": "retry", "to": message.get("client"), "ok": True})
                self.receive({"type": "retry", "client": message.get("client"), "job": job})
            else:
                self._activity.receive(message)
        else:
            self._early.append((job, message))

    def _flush_activity(self) -> Sent:
        if self._activity is None:
            return Sent()
        return self._activity.flush(self._activity.job.snapshot)

    # what the reader wants

    def _act(self, client: str, what: str, job: str | None, do: Callable[[int], object]) -> None:
        """Acknowledge at once; what comes of it is seen in the rows."""
        number = 0 if job is None else self._number(job)
        if number is None:
            return
        self._say({"type": "ack", "of": what, "to": client, "job": job, "ok": True})
        try:
            do(number)
        except JobWidgetsError as why:
            self._refuse(what, client, job, why)

    def _cancel(self, number: int) -> None:
        job = self._entries[number].job
        if not isinstance(job, FinishedJob):
            job.cancel()

    def _cancel_all(self) -> None:
        if self._map is not None:
            self._map.cancel()
            return
        for number, entry in enumerate(self._entries):
            if not entry.job.snapshot.state.terminal:
                self._cancel(number)

    def _retry(self, client: str, id: str, number: int) -> None:
        """Launch a job again; on a thread of its own."""
        try:
            if self._map is not None:
                self._map.retry(number)
                return
            again = _retried(self._entries[number].job)
        except JobWidgetsError as why:
            refusal = why
            self._flusher.submit(lambda: self._refuse("retry", client, id, refusal))
        else:
            self._flusher.submit(lambda: self._retried(id, again))

    def _retried(self, old: str, job: WatchedJob) -> None:
        number = self._number(old)
        if number is not None and not self._closed:
            self._replace(number, job)

    def _refuse(self, what: str, client: str, job: str | None, why: JobWidgetsError) -> None:
        self._say({"type": "ack", "of": what, "to": client, "job": job, "ok": False, "error": str(why)})

    def _say(self, message: Message) -> None:
        self.send(message)
        self._flusher.spend(1, 400)

    # the end

    def _end(self) -> None:
        with self._lock:
            self._ended = True
        for delay in SAY_END_AGAIN:
            self._flusher.later(delay, self._repeat_end)
        if any(self._clients.values()):
            self._flusher.later(FREEZE_AFTER, self._freeze)
        else:
            self._freeze()

    def _repeat_end(self) -> None:
        self._say_end = self._ended
        self.mark()

    def _freeze(self) -> None:
        """Replace every display of this widget by its saved form."""
        if not self._over:
            return
        with self._lock:
            displays, self._displays = self._displays, []
            self._frozen += displays
        saved = self._saved()
        for cell in displays:
            cell.replace(saved)
        self._flusher.spend(len(displays), len(displays) * len(saved["text/html"]))

    def _thaw(self) -> None:
        """Jobs were retried, or a new epoch brought them back: be live again where this table was shown."""
        with self._lock:
            self._ended = False
            displays, self._frozen = self._frozen, []
            self._displays += displays
        data, _ = self._live()
        for cell in displays:
            cell.replace(data)

    def _live(self) -> tuple[dict[str, Any], dict[str, Any]]:
        live = super()._repr_mimebundle_()
        data, metadata = live if isinstance(live, tuple) else (live, {})
        # Beside the widget for whoever opens a notebook that was saved in the middle and cannot show it.
        return {**(data or {}), **self._saved()}, metadata

    def _saved(self) -> dict[str, str]:
        below = ""
        if self._activity is not None:
            below = static_html.render_html(self._activity.job.snapshot, title=self._activity.title or "")
        return {
            "text/html": static_table.render_html(self._entries, title=self.title, key=self.view_key, below=below),
            "text/plain": static_table.render_text(self._entries, title=self.title),
        }


def _row(number: int, entry: Entry) -> tuple[list[Any], list[Any]]:
    return table_rows.head(number, entry), table_rows.body(number, entry)


def _parts(rows: Sequence[Any]) -> list[Any]:
    return [rows[at : at + ROWS] for at in range(0, len(rows), ROWS)]


def _retried(job: Any) -> WatchedJob:
    retry = getattr(job.attach() if isinstance(job, FinishedJob) else job, "retry", None)
    if retry is None:
        raise Conflict("This job cannot be launched again from here.")
    return retry()


def _aside(work: Callable[[], None]) -> None:
    """Do what asks the server and waits for its answer: the flusher serves all widgets and never waits."""
    threading.Thread(target=work, name="jobwidgets-aside", daemon=True).start()
