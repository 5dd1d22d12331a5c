"""A table of jobs as plain HTML and as plain text: what a saved notebook shows without kernel or JavaScript.

It looks like the end state of the live view (`js/src/styles/table.css`); see `static_html` for why styles are inline.
Everything that comes from a job is escaped.
"""

import time
from collections import Counter
from collections.abc import Sequence
from html import escape

from ..protocol.events import JobState
from ..protocol.state import JobSnapshot
from .static_html import LABELS, duration
from .static_style import ACCENT, CUT, DIM, LINE, NUM, RAISED, ROOT, ROW, TONES
from .table_rows import Entry, line, standing

MAX_ROWS = 1_000
"""Rows of the HTML."""
MAX_LINES = 200
"""Rows of the text."""

# A table has thousands of cells: each says as little as it can, colours have short names at the root.
_COLOURS = f"--d:{DIM};--l:{LINE}"
_CELL = f"padding:2px 8px;text-align:left;{CUT}"
_NUMBER = "padding:2px 8px;text-align:right;color:var(--d)"
_COLUMNS = (
    ("Job", 28),
    ("State", 16),
    ("Progress", 12),
    ("Step or result", 25),
    ("Time", 9),
    ("Attempt", 10),
)
"""Names, and widths in percent."""
_FITS = 24
"""Characters that are seen whole in any width."""
_NUMBERS = {"Progress", "Time", "Attempt"}


def counts_text(entries: Sequence[Entry]) -> str:
    """As in ``98 completed, 2 failed``."""
    counted = Counter(standing(entry) for entry in entries)
    return ", ".join(f"{counted[state]} {LABELS[state].lower()}" for state in JobState if counted[state]) or "no jobs"


def render_html(entries: Sequence[Entry], *, title: str = "", key: str = "", below: str = "") -> str:
    """One `<div>` with a `<table>`. ``key`` marks it for the live view that hands over to it; ``below`` is the HTML of
    the job that was open."""
    head = "".join(_column(name, width) for name, width in _COLUMNS)
    rows = "".join(_row(entry) for entry in entries[:MAX_ROWS])
    more = ""
    if len(entries) > MAX_ROWS:
        more = f'<div style="padding:4px 12px;color:{DIM}">and {len(entries) - MAX_ROWS:,} more</div>'
    return (
        f'<div data-jobwidgets-end="{escape(key)}" style="{ROOT};{_COLOURS}">'
        f'<div style="{ROW};padding:6px 12px 5px;min-height:24px;background:{RAISED}">'
        f'<strong style="font-weight:600;min-width:0;{CUT}"><bdi>{escape(title)}</bdi></strong> '
        f'<span style="{NUM}">{_jobs(len(entries))} · {counts_text(entries)}</span></div>'
        f'<div data-jobwidgets-rows style="max-height:420px;overflow:auto;border-top:1px solid {LINE}">'
        f'<table style="width:100%;min-width:640px;margin:0;border:0;border-collapse:collapse;table-layout:fixed;'
        f'font:inherit;font-variant-numeric:tabular-nums"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}</div>{below}'
    )


def render_text(entries: Sequence[Entry], *, title: str = "") -> str:
    """The same as lines of text."""
    lines = [f"{title} · {_jobs(len(entries))} · {counts_text(entries)}"]
    for entry in entries[:MAX_LINES]:
        state = LABELS[standing(entry)]
        parts = [state, _percent(entry), line(entry), _took(entry.job.snapshot)]
        lines.append(f"  {_name(entry)}: {' · '.join(part for part in parts if part)}")
    if len(entries) > MAX_LINES:
        lines.append(f"  and {len(entries) - MAX_LINES:,} more")
    return "\n".join(lines)


def _jobs(count: int) -> str:
    return f"{count:,} {'job' if count == 1 else 'jobs'}"


def _column(name: str, width: int) -> str:
    align = "right" if name in _NUMBERS else "left"
    return (
        f'<th scope="col" style="width:{width}%;text-align:{align};padding:3px 8px;border:0;font-weight:500;'
        f'color:{DIM};{CUT}">{name}</th>'
    )


def _row(entry: Entry) -> str:
    snapshot, state = entry.job.snapshot, standing(entry)
    tone = "var(--d)" if TONES.get(state) == DIM else TONES.get(state, ACCENT)
    attempt = str(snapshot.attempt) if snapshot.attempt > 1 else ""
    return (
        f'<tr style="background:none;border-top:1px solid var(--l)">'
        f'<td style="{_CELL}" title="{escape(snapshot.job)}"><bdi>{escape(_name(entry))}</bdi></td>'
        f'<td style="{_CELL};color:{tone}">{LABELS[state]}</td>'
        f"{_number(_percent(entry))}{_line(line(entry))}{_number(_took(snapshot))}{_number(attempt)}</tr>"
    )


def _line(text: str) -> str:
    if not text:
        return "<td></td>"
    title = f' title="{escape(text)}"' if len(text) > _FITS else ""
    return f'<td style="{_CELL}"{title}><bdi>{escape(text)}</bdi></td>'


def _number(text: str) -> str:
    return f'<td style="{_NUMBER}">{text}</td>' if text else "<td></td>"


def _name(entry: Entry) -> str:
    return entry.name or entry.job.snapshot.type


def _percent(entry: Entry) -> str:
    snapshot = entry.job.snapshot
    fraction = snapshot.progress.fraction if snapshot.progress else None
    if snapshot.state is JobState.COMPLETED:
        fraction = 1.0
    return "" if fraction is None else f"{fraction * 100:.0f} %"


def _took(snapshot: JobSnapshot) -> str:
    if snapshot.started is None:
        return ""
    end = snapshot.ended or (snapshot.updated if snapshot.state.terminal else time.time())
    return duration(end - snapshot.started)
