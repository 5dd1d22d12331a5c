"""A job as plain HTML and as plain text: what a saved notebook shows without kernel or JavaScript.

It looks like the end state of the live view (`static/task_activity.css`): change both. Styles are inline and
nothing is fetched, because GitHub and untrusted notebooks drop everything else; the markup alone (headings,
lists, `<pre>`, `<details>`) must still read well. Everything that comes from a job is escaped.
"""

import time
from collections.abc import Iterator
from html import escape

from ..protocol.events import DEFAULT_CHANNEL, JobState
from ..protocol.state import JobSnapshot
from .activity_feed import Message, channels, clip, head, step_rows

MAX_HEAD = 100_000
MAX_TAIL = 300_000
"""Characters kept of a longer text in a saved notebook: its first and its last."""
MAX_PLAIN = 4_000
MAX_BRIEF = 300
"""Characters kept of a text in a terminal, and of a result in plain text that mostly repeats what stands above it."""

LABELS = {
    JobState.QUEUED: "Queued",
    JobState.RUNNING: "Running",
    JobState.WAITING_INPUT: "Needs an answer",
    JobState.CANCELLING: "Cancelling",
    JobState.COMPLETED: "Completed",
    JobState.FAILED: "Failed",
    JobState.CANCELLED: "Cancelled",
}
MARKS = {"completed": "✓", "failed": "✕", "cancelled": "–", "interrupted": "–", "running": "●"}


# Colours: JupyterLab's, else VS Code's, else one that reads on white and on black.
_FG = "var(--jp-ui-font-color1,var(--vscode-foreground,inherit))"
_MIX = "var(--jp-ui-font-color1,var(--vscode-foreground,#808080))"
_DIM = "var(--jp-ui-font-color2,var(--vscode-descriptionForeground,#767676))"
_LINE = "var(--jp-border-color2,var(--vscode-widget-border,#8886))"
_RAISED = "#80808017"
_OK = "var(--jp-success-color1,var(--vscode-testing-iconPassed,#388e3c))"
_BAD = "var(--jp-error-color1,var(--vscode-errorForeground,#d32f2f))"
_ACCENT = "var(--jp-brand-color1,var(--vscode-progressBar-background,#1976d2))"
_UI = "var(--jp-ui-font-family,var(--vscode-font-family,system-ui,sans-serif))"
_TEXT = "var(--jp-content-font-family,var(--vscode-font-family,system-ui,sans-serif))"
_MONO = "var(--jp-code-font-family,var(--vscode-editor-font-family,ui-monospace,monospace))"

_TONES = {
    JobState.COMPLETED: _OK,
    JobState.FAILED: _BAD,
    JobState.CANCELLED: _DIM,
    JobState.QUEUED: _DIM,
}
_STEP_TONES = {"completed": _OK, "failed": _BAD, "running": _ACCENT}

_ROOT = (
    f"box-sizing:border-box;border:1px solid {_LINE};border-radius:6px;overflow:hidden;margin:2px 0;"
    f"max-width:100%;color:{_FG};font:13px/20px {_UI}"
)
_ROW = "display:flex;align-items:center;gap:8px;min-width:0"
_CUT = "overflow:hidden;text-overflow:ellipsis;white-space:nowrap"
_NUM = f"color:{_DIM};font-variant-numeric:tabular-nums;white-space:nowrap"
_CODE = (
    f"margin:0;border:0;background:none;color:inherit;font:12px/18px {_MONO};white-space:pre-wrap;"
    "word-break:normal;overflow-wrap:anywhere;overflow:auto"
)


def duration(seconds: float) -> str:
    """As the views write it: ``0.4 s``, ``42 s``, ``3:07``, ``1:02:03``."""
    seconds = max(0.0, seconds)
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = int(seconds + 0.5)
    if whole < 60:
        return f"{whole} s"
    minutes, secs = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"


def short_id(job: str) -> str:
    """The end of a long id: ids begin with the time and end with what is random."""
    return job if len(job) <= 12 else f"…{job[-6:]}"


def render_html(snapshot: JobSnapshot, *, title: str = "", key: str = "") -> str:
    """One `<div>`. ``key`` marks it for the live view that hands over to it."""
    return (
        f'<div data-jobwidgets-end="{escape(key)}" data-jobwidgets-job="{escape(snapshot.job)}" '
        f'style="{_ROOT}">{"".join(_parts(snapshot, title or snapshot.type))}</div>'
    )


def render_text(snapshot: JobSnapshot, *, title: str = "") -> str:
    """The same as lines of text, the streamed text shortened."""
    lines = [f"{title or snapshot.type} · {LABELS[snapshot.state]} · {_elapsed(snapshot)} · {snapshot.job}"]
    note = _note(snapshot)
    if note:
        lines.append(note)
    if snapshot.error is not None:
        lines.append(f"{snapshot.error.type}: {_middle_out(snapshot.error.message, MAX_PLAIN, 0)}")
    for row, depth in nested(step_rows(snapshot)):
        took = _took(row)
        lines.append(f"  {'  ' * depth}{MARKS[row['status']]} {row['name']}{f' ({took})' if took else ''}")
    text = _middle_out(snapshot.channel_text(), MAX_PLAIN // 2, MAX_PLAIN // 2)
    if text:
        lines += ["", text]
    result = head(snapshot)["result"]
    if result is not None:
        lines += ["", f"Result: {clip(result, MAX_BRIEF if text else MAX_PLAIN)}"]
    return "\n".join(lines)


def render_brief(snapshot: JobSnapshot, *, title: str = "") -> str:
    """A job that goes on, in a few lines: state, progress, step and the end of its text so far."""
    progress = _percent(snapshot)
    state = f"{LABELS[snapshot.state]} {progress}".rstrip()
    step = snapshot.current_step()
    doing = dict.fromkeys([step.name, _note(snapshot)] if step else [_note(snapshot)])
    lines = [f"{title or snapshot.type} · {state} · {_elapsed(snapshot)} · {snapshot.job}", " · ".join(doing)]
    text = snapshot.channel_text().strip()
    if text:
        lines.append(text if len(text) <= MAX_BRIEF else f"…{text[-MAX_BRIEF:]}")
    return "\n".join(lines)


def nested(rows: list[Message]) -> Iterator[tuple[Message, int]]:
    """Rows with their depth, children right after their parent. A row of an unknown parent is at the top."""
    known = {row["id"] for row in rows}
    children: dict[str | None, list[Message]] = {}
    for row in rows:
        parent = row["parent"] if row["parent"] in known and row["parent"] != row["id"] else None
        children.setdefault(parent, []).append(row)
    stack = [(row, 0) for row in reversed(children.pop(None, []))]
    while stack:
        row, depth = stack.pop()
        yield row, depth
        stack += [(child, depth + 1) for child in reversed(children.pop(row["id"], []))]


def _parts(snapshot: JobSnapshot, title: str) -> Iterator[str]:
    yield _header(snapshot, title)
    yield _bar(snapshot)
    yield _status(snapshot)
    if snapshot.error is not None:
        yield _error(head(snapshot)["error"])
    rows = step_rows(snapshot)
    if rows:
        yield _steps(rows)
    for name in channels(snapshot):
        text = snapshot.channel_text(name)
        if not text:
            continue
        yield _answer(text) if name == DEFAULT_CHANNEL else _folded(name, text)
    result = head(snapshot)["result"]
    if result is not None:
        yield _result(result)


def _header(snapshot: JobSnapshot, title: str) -> str:
    tone = _TONES.get(snapshot.state, _ACCENT)
    again = f'<span style="{_NUM}">attempt {snapshot.attempt}</span> ' if snapshot.attempt > 1 else ""
    return (
        f'<div style="{_ROW};padding:6px 12px 5px;min-height:24px;background:{_RAISED}">'
        f'<span style="width:8px;height:8px;border-radius:50%;background:{tone};flex:none"></span>'
        f'<strong style="font-weight:600;min-width:0;{_CUT}"><bdi>{escape(title)}</bdi></strong> '
        f'<span style="color:{tone};color:color-mix(in srgb,{tone} 75%,{_MIX});font-weight:500;white-space:nowrap">'
        f"{LABELS[snapshot.state]}</span> "
        f'{again}<span style="flex:1"></span><span style="{_NUM}">{_elapsed(snapshot)}</span> '
        f'<code title="{escape(snapshot.job)}" style="color:{_DIM};background:none;padding:0 4px;'
        f'font:11px/20px {_MONO};white-space:nowrap">{escape(short_id(snapshot.job))}</code></div>'
    )


def _bar(snapshot: JobSnapshot) -> str:
    fraction = snapshot.progress.fraction if snapshot.progress else None
    if snapshot.state is JobState.COMPLETED:
        fraction = 1.0
    tone = _TONES.get(snapshot.state, _ACCENT)
    return (
        f'<div style="height:2px;background:{_LINE}"><div style="height:2px;width:{(fraction or 0) * 100:.1f}%;'
        f'background:{tone}"></div></div>'
    )


def _percent(snapshot: JobSnapshot) -> str:
    fraction = snapshot.progress.fraction if snapshot.progress else None
    return "" if fraction is None or snapshot.state is JobState.COMPLETED else f"{fraction * 100:.0f} %"


def _status(snapshot: JobSnapshot) -> str:
    return (
        f'<div style="{_ROW};padding:5px 12px;color:{_DIM};min-height:20px"><span style="flex:1;{_CUT}"><bdi>'
        f'{escape(_note(snapshot))}</bdi></span> <span style="{_NUM}">{_percent(snapshot)}</span></div>'
    )


def _note(snapshot: JobSnapshot) -> str:
    """The line under the bar; `note` in task_activity.js says the same."""
    said = snapshot.progress.message if snapshot.progress else None
    step = snapshot.current_step()
    match snapshot.state:
        case JobState.QUEUED:
            return "Waiting for a worker"
        case JobState.WAITING_INPUT:
            return snapshot.input.prompt if snapshot.input else "Waiting for an answer"
        case JobState.CANCELLING:
            return "Waiting for the job to stop"
        case JobState.COMPLETED:
            return said or "Done"
        case JobState.FAILED:
            return said or _why(snapshot)
        case JobState.CANCELLED:
            return _why(snapshot)
        case _:
            return said or (step.name if step else "Working")


def _why(snapshot: JobSnapshot) -> str:
    done = "Failed" if snapshot.state is JobState.FAILED else "Stopped before the end"
    return f"{done} ({snapshot.reason})" if snapshot.reason else done


def _steps(rows: list[Message]) -> str:
    items: list[str] = []
    for row, depth in nested(rows):
        status = row["status"]
        struck = ";text-decoration:line-through;opacity:.6" if row["superseded"] else ""
        detail = (
            f'<span style="color:{_DIM};min-width:0;flex:1 1 0;{_CUT}" title="{escape(row["detail"])}"><bdi>'
            f"{escape(row['detail'])}</bdi></span> "
            if row["detail"]
            else '<span style="flex:1"></span> '
        )
        items.append(
            f'<li style="{_ROW};height:22px;margin:0;padding:0 12px 0 {12 + depth * 18}px;list-style:none{struck}">'
            f'<span role="img" aria-label="{status}" style="width:14px;flex:none;text-align:center;'
            f'color:{_STEP_TONES.get(status, _DIM)}">{MARKS[status]}</span> '
            f'<span style="max-width:60%;{_CUT}"><bdi>{escape(row["name"])}</bdi></span> '
            f'{detail}<span style="{_NUM}">{_took(row)}</span></li>'
        )
    return (
        f'<ul style="margin:0;padding:4px 0;border-top:1px solid {_LINE};max-height:252px;overflow:auto">'
        f"{''.join(items)}</ul>"
    )


def _answer(text: str) -> str:
    return (
        f'<pre data-jobwidgets-text style="margin:0;padding:10px 12px;border:0;border-top:1px solid {_LINE};'
        f"background:none;color:inherit;font:14px/22px {_TEXT};white-space:pre-wrap;word-break:normal;"
        f'overflow-wrap:anywhere;max-height:420px;box-sizing:border-box;overflow:auto">{escape(_shortened(text))}</pre>'
    )


def _folded(name: str, text: str) -> str:
    lines = text.count("\n")
    count = f"{lines:,} {'line' if lines == 1 else 'lines'}"
    return (
        f'<details data-jobwidgets-channel="{escape(name)}" style="border-top:1px solid {_LINE}">'
        f'<summary style="padding:4px 12px;cursor:pointer;color:{_DIM}">'
        f'<bdi style="color:{_FG};margin-right:4px">{escape(name.capitalize())}</bdi> '
        f'<span style="{_NUM}">{count}</span></summary>'
        f'<pre style="{_CODE};padding:2px 12px 10px;max-height:240px">{escape(_shortened(text))}</pre></details>'
    )


def _error(error: Message) -> str:
    trace = ""
    if error["traceback"]:
        trace = (
            f'<details data-jobwidgets-channel="traceback"><summary style="cursor:pointer;color:{_DIM}">Traceback'
            f'</summary><pre style="{_CODE};max-height:320px">{escape(error["traceback"])}</pre></details>'
        )
    return (
        f'<div style="border-top:1px solid {_LINE};padding:8px 12px;box-shadow:inset 3px 0 {_BAD}">'
        f'<div style="overflow-wrap:anywhere;white-space:pre-wrap"><strong style="color:{_BAD};font-weight:600">'
        f"<bdi>{escape(error['type'])}</bdi></strong> <bdi>{escape(error['message'])}</bdi></div>{trace}</div>"
    )


def _result(text: str) -> str:
    return (
        f'<div style="display:flex;gap:8px;border-top:1px solid {_LINE};padding:6px 12px">'
        f'<span style="color:{_DIM}">Result</span> <pre data-jobwidgets-result style="{_CODE};flex:1;min-width:0;'
        f'line-height:20px;padding:0;max-height:240px">{escape(text)}</pre></div>'
    )


def _elapsed(snapshot: JobSnapshot) -> str:
    begin = snapshot.started or snapshot.created
    end = snapshot.ended or (time.time() if not snapshot.state.terminal else snapshot.updated)
    return duration(end - begin) if begin else ""


def _took(row: Message) -> str:
    return duration(row["ended"] - row["started"]) if row["ended"] and row["started"] else ""


def _shortened(text: str) -> str:
    return _middle_out(text, MAX_HEAD, MAX_TAIL)


def _middle_out(text: str, first: int, last: int) -> str:
    left_out = len(text) - first - last
    if left_out <= 0:
        return text
    tail = text[-last:] if last else ""
    return f"{text[:first]}\n… {left_out:,} characters left out …\n{tail}"
