"""The rows of a `JobTable`: where they come from, and what a page is told of each. Pure but for attaching to jobs.

A row's head ``[index, id, type, name, params]`` seldom changes; its body does:

    [index, state, progress, step, started, ended, attempt]

with ``progress`` in thousandths or None, ``step`` a line on what it does, asks, failed of or returned, times in seconds
since 1970 or None.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from ..client.job import initial_snapshot
from ..client.listing import JobList
from ..client.mapping import JobMap
from ..protocol.errors import JobWidgetsError
from ..protocol.events import JobState
from ..protocol.records import JobRecord
from ..protocol.state import JobSnapshot
from .facts import clip, plain
from .watched import WatchedJob

MAX_LINE = 160
"""Characters of a step, of an error, of parameters in a row."""

Head = list[Any]
Body = list[Any]
Source = JobMap | JobList | Iterable[WatchedJob]


class Shown(Protocol):
    """What a row needs of a job."""

    @property
    def snapshot(self) -> JobSnapshot: ...


class FinishedJob:
    """A job that was over when it was listed: only its record is known, until somebody opens it."""

    problem: JobWidgetsError | None = None
    cancel_refusal: JobWidgetsError | None = None
    pending = False

    def __init__(self, record: JobRecord, session: Any) -> None:
        self.snapshot = initial_snapshot(record)
        self._session = session

    @property
    def id(self) -> str:
        """The job's id."""
        return self.snapshot.job

    def attach(self) -> WatchedJob:
        """The job with all there is to know. Asks the server."""
        return self._session.attach(self.id)


class Entry:
    """One row: a job, its parameters, and a ``name`` that tells it from the others; empty without parameters."""

    __slots__ = ("job", "name", "params")

    def __init__(self, job: "WatchedJob | FinishedJob", params: dict[str, Any]) -> None:
        self.job = job
        self.params = params
        self.name = params_text(params)


def entries(source: Source) -> list[Entry]:
    """The rows of ``source``. Jobs of a `JobList` that are not over are followed from now on."""
    found = _entries(source)
    _name(found)
    return found


def _name(found: Sequence[Entry]) -> None:
    """Name rows of one type by the parameters in which they differ; what they share says nothing."""
    if len(found) < 2 or len({entry.job.snapshot.type for entry in found}) > 1:
        return
    first = found[0].params
    names = dict.fromkeys(name for entry in found for name in entry.params)
    differ = [name for name in names if any(e.params.get(name, e) != first.get(name, e) for e in found)]
    if not differ:
        return
    for entry in found:
        own = {name: entry.params[name] for name in differ if name in entry.params}
        entry.name = one_line(plain(own[differ[0]], MAX_LINE)) if own and len(differ) == 1 else params_text(own)


def _entries(source: Source) -> list[Entry]:
    if isinstance(source, JobMap):
        return [Entry(job, params) for job, params in zip(source, source.params, strict=True)]
    if isinstance(source, JobList):
        session = source.session
        return [
            Entry(FinishedJob(r, session) if r.state.terminal else session._adopt(r), r.params)  # pyright: ignore[reportPrivateUsage]
            for r in source
        ]
    return [Entry(job, dict(getattr(job, "params", None) or {})) for job in source]


def head(index: int, entry: Entry) -> Head:
    """What tells the row from others."""
    snapshot = entry.job.snapshot
    return [index, snapshot.job, clip(snapshot.type, 80), entry.name, params_text(entry.params)]


def body(index: int, entry: Entry) -> Body:
    """How the job stands."""
    job = entry.job
    snapshot = job.snapshot
    progress = snapshot.progress.fraction if snapshot.progress else None
    state = standing(entry)
    return [
        index,
        str(state),
        None if progress is None else round(progress * 1000),
        line(entry),
        _moment(snapshot.started),
        _moment(snapshot.ended),
        snapshot.attempt,
    ]


def _moment(at: float | None) -> float | None:
    return None if at is None else round(at, 2)


def standing(entry: Entry) -> JobState:
    """The state the row is counted under: a job that cannot be followed has failed for whoever looks at the table."""
    state = entry.job.snapshot.state
    return JobState.FAILED if entry.job.problem is not None and not state.terminal else state


def share(entry: Entry) -> float:
    """What of the job is done, from 0 to 1."""
    snapshot = entry.job.snapshot
    if snapshot.state.terminal or entry.job.problem is not None:
        return 1.0
    return (snapshot.progress.fraction if snapshot.progress else None) or 0.0


def line(entry: Entry) -> str:
    """What the job does, asks, failed of or returned."""
    return one_line(_said(entry))


def _said(entry: Entry) -> str:
    job, snapshot = entry.job, entry.job.snapshot
    if job.problem is not None and not snapshot.state.terminal:
        return f"Not followed any more: {job.problem}"
    if job.cancel_refusal is not None and not snapshot.state.terminal:
        return f"Not cancelled: {job.cancel_refusal}"
    message = (snapshot.progress.message if snapshot.progress else None) or ""
    match snapshot.state:
        case JobState.QUEUED:
            return "Waiting for the server" if job.pending else ""
        case JobState.WAITING_INPUT:
            return snapshot.input.prompt if snapshot.input else ""
        case JobState.FAILED:
            error = snapshot.error
            return f"{error.type}: {error.message}" if error else snapshot.reason or ""
        case JobState.CANCELLED:
            return snapshot.reason or ""
        case JobState.COMPLETED:
            return plain(snapshot.result, MAX_LINE)
        case _:
            step = snapshot.current_step()
            return step.name if step else message


def params_text(params: dict[str, Any]) -> str:
    """Parameters for a reader."""
    return one_line(", ".join(f"{name}={plain(value, MAX_LINE)}" for name, value in params.items()))


def one_line(text: str) -> str:
    """The beginning of ``text``, without line breaks."""
    flat = " ".join(text[: 2 * MAX_LINE].split())
    return flat if len(flat) <= MAX_LINE else f"{flat[: MAX_LINE - 1]}…"


def size_of(rows: Sequence[Sequence[Any]]) -> int:
    """Bytes on the wire, roughly."""
    return sum(60 + sum(len(cell) for cell in row if isinstance(cell, str)) for row in rows)
