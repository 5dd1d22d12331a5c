"""A job as plain HTML and as plain text: what a saved notebook shows without kernel or JavaScript.

It looks like the end state of the live view (`js/src/styles/activity.css`): change both. Styles are inline and
nothing is fetched, because GitHub and untrusted notebooks drop everything else; the markup alone (headings,
lists, `<pre>`, `<details>`) must still read well. Everything that comes from a job is escaped.
"""

import time
from collections.abc import Iterator, Mapping
from html import escape

from ..protocol.events import DEFAULT_CHANNEL, JobState
from ..protocol.state import JobSnapshot
from .activity_feed import Message, final_artifacts, step_rows
from .facts import Facts, channels, clip, head
from .static_artifacts import artifact_lines, render_artifacts
from .static_steps import mark_of, nested, render_steps, took
from .static_style import ACCENT, BAD, CODE, CUT, DIM, LINE, MARKS, MIX, MONO, NUM, RAISED, ROOT, ROW, TONES, duration
from .static_text import attempt_name, middle_out, passages, render_answer, render_folded

MAX_PLAIN = 4_000
MAX_ANSWERS = 3
"""Answered questions shown at once, as live; the others are folded."""
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
_NO_PICTURES: Mapping[str, str] = {}


def short_id(job: str) -> str:
    """The end of a long id: ids begin with the time and end with what is random."""
    return job if len(job) <= 12 else f"…{job[-6:]}"


def render_html(
    snapshot: JobSnapshot, *, title: str = "", key: str = "", pictures: Mapping[str, str] = _NO_PICTURES
) -> str:
    """One `<div>`. ``key`` marks it for the live view that hands over to it; ``pictures``: see `render_artifacts`."""
    parts = _parts(snapshot, title or snapshot.type, head(snapshot), pictures)
    return (
        f'<div data-jobwidgets-end="{escape(key)}" data-jobwidgets-job="{escape(snapshot.job)}" '
        f'style="{ROOT}">{"".join(parts)}</div>'
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
    lines += [f"{entry['prompt']} → {_answer(entry)}" for entry in facts["answered"]]
    for row, depth in nested(step_rows(snapshot)):
        more = ", ".join(filter(None, (took(row), mark_of(row), "superseded" if row["superseded"] else "")))
        lines.append(f"  {'  ' * depth}{MARKS[row['status']]} {row['name']}{f' ({more})' if more else ''}")
    lines += artifact_lines(final_artifacts(snapshot))
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


def _parts(snapshot: JobSnapshot, title: str, facts: Facts, pictures: Mapping[str, str]) -> Iterator[str]:
    yield _header(snapshot, title, facts)
    yield _bar(snapshot)
    yield _status(snapshot, facts)
    if facts["answered"]:
        yield _answered(facts["answered"])
    if facts["question"]:
        yield _question(facts["question"]["prompt"])
    if snapshot.error is not None:
        yield _error(facts["error"])
    rows = step_rows(snapshot)
    if rows:
        yield render_steps(rows)
    if facts["children"]:
        yield _children(facts)
    for name in channels(snapshot):
        said = passages(snapshot, name)
        if said:
            yield render_answer(said, facts) if name == DEFAULT_CHANNEL else render_folded(name, said, facts)
    yield render_artifacts(final_artifacts(snapshot), pictures)
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


def _status(snapshot: JobSnapshot, facts: Facts) -> str:
    spent = _usage(facts["usage"])
    if not _note(snapshot) and not _percent(snapshot) and not spent:
        return ""
    return (
        f'<div style="{ROW};padding:5px 12px;color:{DIM};min-height:20px"><span style="flex:1;{CUT}"><bdi>'
        f'{escape(_note(snapshot))}</bdi></span> <span style="{NUM}">{escape(spent)}</span> '
        f'<span style="{NUM}">{_percent(snapshot)}</span></div>'
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


def _answered(all: list[Facts]) -> str:
    rows = [
        f'<div style="{ROW}"><span style="{CUT}"><bdi>{escape(entry["prompt"])}</bdi></span> '
        f'<span style="color:{DIM}">→</span> <bdi style="min-width:0;overflow-wrap:anywhere;'
        f'{f"color:{DIM}" if entry["timedOut"] else "font-weight:500"}">{escape(_answer(entry))}</bdi></div>'
        for entry in all
    ]
    earlier = ""
    if (count := len(rows) - MAX_ANSWERS) > 0:
        label = f"{count} earlier {'answer' if count == 1 else 'answers'}"
        earlier = (
            f'<details><summary style="cursor:pointer;color:{DIM}">{label}</summary>{"".join(rows[:count])}</details>'
        )
    return f'<div style="border-top:1px solid {LINE};padding:5px 12px">{earlier}{"".join(rows[-MAX_ANSWERS:])}</div>'


def _answer(entry: Facts) -> str:
    return "not answered in time" if entry["timedOut"] else entry["answer"]


def _usage(usage: Facts | None) -> str:
    """`usageText` in usage.js says the same."""
    if usage is None:
        return ""
    parts: list[str] = []
    tokens, most = usage["inputTokens"] + usage["outputTokens"], usage["maxTokens"]
    if tokens or most:
        parts.append(f"{tokens:,} of {most:,} tokens" if most else f"{tokens:,} tokens")
    cost, limit = usage["cost"], usage["maxCost"]
    if cost or limit:
        parts.append(f"{_money(cost)} of {_money(limit)}" if limit else _money(cost))
    return " · ".join(parts)


def _money(dollars: float) -> str:
    if dollars == 0 or dollars >= 0.01:
        return f"${dollars:,.2f}"
    return "<$0.0001" if dollars < 0.0001 else f"${dollars:.4f}".rstrip("0")


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
