"""`Scrubber`: a job's event log to move through; what is shown is the fold of so many events."""

import threading
from collections.abc import Callable
from typing import Any

from traitlets import Bool, Float, Int, List, Unicode

from ..protocol.ids import new_job_id
from ..protocol.state import JobSnapshot
from . import static_html
from .activity import Activity
from .display import CellDisplay, replaceable
from .flusher import Flusher, Sent, default_flusher
from .live_widget import LiveWidget
from .past import Loader, Past, marks
from .watched import WatchedJob

PIECE = 2_000
"""Events taken in at a time: other widgets want their turn too."""
MAX_MARKS = 200
"""Marks on the slider; of more, those that come first are shown."""


class Scrubber(LiveWidget):
    """Moves through the event log of ``job``, finished or running: after each event, all that was known by then.

    Traits to `observe` or `link`: ``position``, how many events are played, from 0 to ``length``; it may be set.
    ``at``: when that was, in seconds since 1970. ``playing`` and ``speed`` (times as fast as it was) may be set too.
    At the end of the log of a running job it follows what comes.

    The events are fetched from the job's server once; ``loading`` until all that is kept has come, ``problem`` says why
    not.
    """

    _view = "Scrubber"

    job_id = Unicode(help="Id of the job.").tag(sync=True)
    title = Unicode(help="Shown in the header.").tag(sync=True)
    view_key = Unicode(help="Tells this widget's views apart from others.").tag(sync=True)
    position = Int(0, min=0, help="So many events are played.").tag(sync=True)
    length = Int(0, help="Events there are.").tag(sync=True)
    at = Float(0.0, help="When the job was at `position`, seconds since 1970.").tag(sync=True)
    created = Float(0.0, help="When the job was launched, seconds since 1970.").tag(sync=True)
    playing = Bool(False, help="Whether time passes.").tag(sync=True)
    speed = Float(1.0, min=0.01, max=1000.0, help="How many times as fast as it was.").tag(sync=True)
    marks = List(help="Where something happened: {at: position, kind, label}.").tag(sync=True)
    loading = Bool(True, help="Whether kept events are still coming.").tag(sync=True)
    problem = Unicode(None, allow_none=True, help="Why there are no more events.").tag(sync=True)

    def __init__(
        self, job: WatchedJob, *, title: str | None = None, flusher: Flusher | None = None, **options: Any
    ) -> None:
        self.job = job
        self._telling: int | None = None  # the thread on which traits are set to what is known already
        self._unobserve: Callable[[], None] = lambda: None
        self._displays: list[CellDisplay] = []
        self._finished = False
        self._reject_unknown(options)
        flusher = flusher or default_flusher()
        self._past = Past(job.snapshot)
        title = title or job.snapshot.type or job.type
        self._activity = Activity(self._past, self.send, flusher, self.mark, title=title)
        self._loader = Loader(job, self.mark)
        super().__init__(
            flusher,
            **{"job_id": job.id, "view_key": new_job_id(), "title": title, "created": job.snapshot.created, **options},
        )
        self._past.speed = self.speed
        if "position" in options:
            self._past.move(self.position)
        self._unobserve = self._past.observe(lambda _job: self.mark())
        self.observe(self._set, ["position", "playing", "speed"])
        self._loader.start()

    @property
    def snapshot(self) -> JobSnapshot:
        """The job at ``position``."""
        return self._past.snapshot

    def play(self) -> None:
        """Let time pass from here; from the beginning, if this is the end."""
        self._past.play()

    def pause(self) -> None:
        """Stay here."""
        self._past.pause()

    def stop_watching(self) -> None:
        """Called by `close`; the job goes on."""
        self._loader.stop()
        self._past.pause()
        self._unobserve()
        self._activity.close()

    def close(self) -> None:
        """Remove every view. The cells that showed it keep how the job stands, as plain HTML."""
        displays, self._displays = self._displays, []
        super().close()
        for cell in displays:
            cell.replace(self._saved())

    def __repr__(self) -> str:
        return f"<Scrubber {self.job_id} event {self.position:,} of {self.length:,}>"

    def _ipython_display_(self, **_: Any) -> None:
        cell = CellDisplay()
        if not replaceable():
            cell.show({"text/plain": static_html.render_text(self.job.snapshot, title=self.title)})
            return
        live = super()._repr_mimebundle_()
        data, metadata = live if isinstance(live, tuple) else (live, {})
        # Beside the widget for whoever opens the saved notebook and has no kernel to scrub with.
        cell.show({**(data or {}), **self._saved()}, metadata)
        self._displays.append(cell)

    def _saved(self) -> dict[str, str]:
        snapshot = self.job.snapshot
        return {
            "text/html": static_html.render_html(snapshot, title=self.title, key=self.view_key),
            "text/plain": static_html.render_text(snapshot, title=self.title),
        }

    def _set(self, change: Any) -> None:
        """A trait was set: by the user, unless `_sync` is at it on this thread."""
        if self._telling == threading.get_ident():
            return
        match change.name:
            case "position":
                self._past.move(change.new)
            case "playing":
                self._past.play() if change.new else self._past.pause()
            case "speed":
                self._past.speed = change.new

    # Everything below runs on the flusher thread.

    def flush(self) -> Sent:
        """Take in what was loaded, and send what changed."""
        if self._closed or self.comm is None:
            return Sent()
        more = self._take_in()
        sent = self._sync()
        said = self._activity.flush(self._past.snapshot)
        return Sent(sent.messages + said.messages, sent.size + said.size, more or said.more)

    def receive(self, message: dict[str, Any]) -> None:
        """What pages say to an `Activity`, and ``seek {position}``, ``play``, ``pause``, ``speed {value}``."""
        if self._activity.receive(message):
            return
        match message.get("type"):
            case "seek":
                self._past.move(int(message.get("position", 0)))
            case "play":
                self.play()
            case "pause":
                self.pause()
            case "speed":
                self.speed = float(message.get("value", 1.0))
            case _:
                return

    def _take_in(self) -> bool:
        """Lengthen the past by what has come; True if there is more of it."""
        past, loader = self._past, self._loader
        end, caught_up = loader.end, loader.caught_up  # before the look: what came with them is then taken in
        events = loader.take(PIECE)
        if events:
            if found := [*marks(events, past.length)]:
                self.marks = [*self.marks, *found][:MAX_MARKS]
            past.lengthen(events)
        if loader.waiting:
            return True
        past.loaded = past.loaded or caught_up
        if end is not None and not self._finished:
            self._finished = True
            past.finish(end)
        return False

    def _sync(self) -> Sent:
        past = self._past
        now = {
            "position": past.position,
            "length": past.length,
            "at": past.at,
            "playing": past.playing,
            "loading": not past.loaded,
            "problem": self._loader.problem,
        }
        news = {name: value for name, value in now.items() if getattr(self, name) != value}
        if not news:
            return Sent()
        self._telling = threading.get_ident()
        try:
            with self.hold_sync():
                for name, value in news.items():
                    self.set_trait(name, value)
        finally:
            self._telling = None
        return Sent(1, 300)
