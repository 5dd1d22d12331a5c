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
from .activity_feed import Message, step_rows
from .facts import Facts, channels, clip, head
from .static_style import ACCENT, BAD, CODE, CUT, DIM, LINE, MIX, MONO, NUM, RAISED, ROOT, ROW, STEP_TONES, TONES
from .static_text import attempt_name, middle_out, passages, render_answer, render_folded

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
        f'style="{ROOT}">{"".join(_parts(snapshot, title or snapshot.type, head(snapshot)))}</div>'
    )


def render_text(snapshot: JobSnapshot, *, title: str = "") -> str:
    """The same as lines of text, the streamed text shortened."""
    facts = head(snapshot)
    lines = [f"{title or snapshot.type} · {LABELS[snapshot.state]} · {_elapsed(snapshot)} · {snapshot.job}"]
    note = _note(snapshot)
    if note:
        lines.append(note)
    if snapshot.attempt > 1:
        lines.append(_capitalized(attempt_name(facts, snapshot.attempt)))
    if facts["question"]:
        lines.append(f"Asks: {clip(facts['question']['prompt'], MAX_PLAIN)}")
    if snapshot.error is not None:
        lines.append(f"{snapshot.error.type}: {middle_out(snapshot.error.message, MAX_PLAIN, 0)}")
    for row, depth in nested(step_rows(snapshot)):
        took = _took(row)
        more = ", ".join(filter(None, (took, _mark_of(row), "superseded" if row["superseded"] else "")))
        lines.append(f"  {'  ' * depth}{MARKS[row['status']]} {row['name']}{f' ({more})' if more else ''}")
    lines += [f"  → {child['type']} {child['id']}" for child in facts["children"]]
    text = middle_out(snapshot.channel_text(), MAX_PLAIN // 2, MAX_PLAIN // 2)
    said = [passage for passage in passages(snapshot, DEFAULT_CHANNEL) if passage.superseded]
    if text or said:
        lines.append("")
    lines += [f"[{len(p.text):,} characters of attempt {p.attempt}, superseded]" for p in said]
    if text:
        lines.append(text)
    result = facts["result"]
    if result is not None:
        lines += ["", f"Result: {clip(result, MAX_BRIEF if text else MAX_PLAIN)}"]
    return "\n".join(lines)


def render_brief(snapshot: JobSnapshot, *, title: str = "") -> str:
    """A job that goes on, in a few lines: state, progress, step and the end of its text so far."""
    progress = _percent(snapshot)
    state = f"{LABELS[snapshot.state]} {progress}".rstrip()
    step = snapshot.current_step()
    note = clip(snapshot.input.prompt, MAX_BRIEF) if snapshot.input else _note(snapshot)
    doing = dict.fromkeys(filter(None, [step.name if step else "", note]))
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


def _parts(snapshot: JobSnapshot, title: str, facts: Facts) -> Iterator[str]:
    yield _header(snapshot, title, facts)
    yield _bar(snapshot)
    yield _status(snapshot)
    if facts["question"]:
        yield _question(facts["question"]["prompt"])
    if snapshot.error is not None:
        yield _error(facts["error"])
    rows = step_rows(snapshot)
    if rows:
        yield _steps(rows)
    if facts["children"]:
        yield _children(facts)
    for name in channels(snapshot):
        said = passages(snapshot, name)
        if said:
            yield render_answer(said, facts) if name == DEFAULT_CHANNEL else render_folded(name, said, facts)
    if facts["result"] is not None:
        yield _result(facts["result"])


def _header(snapshot: JobSnapshot, title: str, facts: Facts) -> str:
    tone = TONES.get(snapshot.state, ACCENT)
    again = ""
    if snapshot.attempt > 1:
        name = escape(attempt_name(facts, snapshot.attempt))
        again = f'<span title="{name}" style="{NUM};min-width:0;{CUT}">{name}</span> '
    return (
        f'<div style="{ROW};padding:6px 12px 5px;min-height:24px;background:{RAISED}">'
        f'<span style="width:8px;height:8px;border-radius:50%;background:{tone};flex:none"></span>'
        f'<strong style="font-weight:600;min-width:0;{CUT}"><bdi>{escape(title)}</bdi></strong> '
        f'<span style="color:{tone};color:color-mix(in srgb,{tone} 75%,{MIX});font-weight:500;white-space:nowrap">'
        f"{LABELS[snapshot.state]}</span> "
        f'{again}<span style="flex:1"></span><span style="{NUM}">{_elapsed(snapshot)}</span> '
        f'<code title="{escape(snapshot.job)}" style="color:{DIM};background:none;padding:0 4px;'
        f'font:11px/20px {MONO};white-space:nowrap">{escape(short_id(snapshot.job))}</code></div>'
    )


def _bar(snapshot: JobSnapshot) -> str:
    fraction = snapshot.progress.fraction if snapshot.progress else None
    if snapshot.state is JobState.COMPLETED:
        fraction = 1.0
    tone = TONES.get(snapshot.state, ACCENT)
    return (
        f'<div style="height:2px;background:{LINE}"><div style="height:2px;width:{(fraction or 0) * 100:.1f}%;'
        f'background:{tone}"></div></div>'
    )


def _percent(snapshot: JobSnapshot) -> str:
    fraction = snapshot.progress.fraction if snapshot.progress else None
    return "" if fraction is None or snapshot.state is JobState.COMPLETED else f"{fraction * 100:.0f} %"


def _status(snapshot: JobSnapshot) -> str:
    if not _note(snapshot) and not _percent(snapshot):
        return ""
    return (
        f'<div style="{ROW};padding:5px 12px;color:{DIM};min-height:20px"><span style="flex:1;{CUT}"><bdi>'
        f'{escape(_note(snapshot))}</bdi></span> <span style="{NUM}">{_percent(snapshot)}</span></div>'
    )


def _note(snapshot: JobSnapshot) -> str:
    """The line under the bar; `note` in task_activity.js says the same."""
    said = snapshot.progress.message if snapshot.progress else None
    step = snapshot.current_step()
    match snapshot.state:
        case JobState.QUEUED:
            return "Waiting for a worker"
        case JobState.WAITING_INPUT:
            return said or (step.name if step else "")  # the question stands below
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


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _why(snapshot: JobSnapshot) -> str:
    done = "Failed" if snapshot.state is JobState.FAILED else "Stopped before the end"
    return f"{done} ({snapshot.reason})" if snapshot.reason else done


def _steps(rows: list[Message]) -> str:
    items: list[str] = []
    for row, depth in nested(rows):
        status = row["status"]
        dimmed, label, name = "", status, escape(row["name"])
        if row["superseded"]:
            dimmed, label, name = ";opacity:.6", f"{status}, superseded", f"<del>{name}</del>"
        about = escape(" · ".join(filter(None, (_mark_of(row), row["detail"]))))
        detail = (
            f'<span style="color:{DIM};min-width:0;flex:1 1 0;{CUT}" title="{about}"><bdi>{about}</bdi></span> '
            if about
            else '<span style="flex:1"></span> '
        )
        items.append(
            f'<li style="{ROW};height:22px;margin:0;padding:0 12px 0 {12 + depth * 18}px;list-style:none{dimmed}">'
            f'<span role="img" aria-label="{label}" style="width:14px;flex:none;text-align:center;'
            f'color:{STEP_TONES.get(status, DIM)}">{MARKS[status]}</span> '
            f'<span style="max-width:60%;{CUT}"><bdi>{name}</bdi></span> '
            f'{detail}<span style="{NUM}">{_took(row)}</span></li>'
        )
    return (
        f'<ul style="margin:0;padding:4px 0;border-top:1px solid {LINE};max-height:252px;overflow:auto">'
        f"{''.join(items)}</ul>"
    )


def _mark_of(row: Message) -> str:
    return "kept from an earlier attempt" if row["replayed"] else ""


def _question(prompt: str) -> str:
    tone = TONES[JobState.WAITING_INPUT]
    return (
        f'<div style="border-top:1px solid {LINE};padding:8px 12px;box-shadow:inset 3px 0 {tone};'
        f'overflow-wrap:anywhere;white-space:pre-wrap"><bdi>{escape(prompt)}</bdi></div>'
    )


def _children(facts: Facts) -> str:
    count = facts["childCount"]
    code = f"color:{DIM};background:none;padding:0;font:11px/20px {MONO}"
    items = [
        f'<span style="display:flex;gap:6px;white-space:nowrap"><bdi>{escape(child["type"])}</bdi> '
        f'<code title="{escape(child["id"])}" style="{code}">{escape(short_id(child["id"]))}</code></span> '
        for child in facts["children"]
    ]
    if count > len(items):
        items.append(f'<span style="{NUM}">and {count - len(items)} more</span>')
    label = "Child job" if count == 1 else f"{count} child jobs"
    return (
        f'<div style="display:flex;flex-wrap:wrap;gap:2px 12px;border-top:1px solid {LINE};padding:5px 12px">'
        f'<span style="color:{DIM}">{label}</span> {"".join(items)}</div>'
    )


def _error(error: Message) -> str:
    trace = ""
    if error["traceback"]:
        trace = (
            f'<details data-jobwidgets-channel="traceback"><summary style="cursor:pointer;color:{DIM}">Traceback'
            f'</summary><pre style="{CODE};max-height:320px">{escape(error["traceback"])}</pre></details>'
        )
    return (
        f'<div style="border-top:1px solid {LINE};padding:8px 12px;box-shadow:inset 3px 0 {BAD}">'
        f'<div style="overflow-wrap:anywhere;white-space:pre-wrap"><strong style="color:{BAD};font-weight:600">'
        f"<bdi>{escape(error['type'])}</bdi></strong> <bdi>{escape(error['message'])}</bdi></div>{trace}</div>"
    )


def _result(text: str) -> str:
    return (
        f'<div style="display:flex;gap:8px;border-top:1px solid {LINE};padding:6px 12px">'
        f'<span style="color:{DIM}">Result</span> <pre data-jobwidgets-result style="{CODE};flex:1;min-width:0;'
        f'line-height:20px;padding:0;max-height:240px">{escape(text)}</pre></div>'
    )


def _elapsed(snapshot: JobSnapshot) -> str:
    begin = snapshot.started or snapshot.created
    end = snapshot.ended or (time.time() if not snapshot.state.terminal else snapshot.updated)
    return duration(end - begin) if begin else ""


def _took(row: Message) -> str:
    return duration(row["ended"] - row["started"]) if row["ended"] and row["started"] else ""
