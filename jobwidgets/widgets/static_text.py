"""The text of a job in its saved form: what each attempt wrote, superseded or not, shortened where it is long."""

import itertools
from collections.abc import Callable
from html import escape
from typing import NamedTuple

from ..protocol.events import DEFAULT_CHANNEL
from ..protocol.state import JobSnapshot
from .facts import Facts
from .static_markdown import render_markdown
from .static_style import CODE, CUT, DIM, FG, LINE, NUM, PROSE, UI

MAX_HEAD = 100_000
MAX_TAIL = 300_000
"""Characters kept of a longer text in a saved notebook: its first and its last."""
MARKDOWN = (DEFAULT_CHANNEL, "reasoning")
"""The channels whose text is Markdown."""
MAX_SUPERSEDED = 20_000
"""Characters kept of what one attempt wrote and a later one superseded."""


class Passage(NamedTuple):
    """What an attempt wrote in one go."""

    attempt: int
    superseded: bool
    text: str


def passages(snapshot: JobSnapshot, channel: str) -> list[Passage]:
    """The text of ``channel`` in order, superseded or not."""
    found: list[Passage] = []
    for segment in snapshot.text:
        if segment.channel != channel:
            continue
        old = snapshot.superseded(segment.attempt, segment.checkpoint)
        if found and (found[-1].attempt, found[-1].superseded) == (segment.attempt, old):
            found[-1] = found[-1]._replace(text=found[-1].text + segment.text)
        else:
            found.append(Passage(segment.attempt, old, segment.text))
    return found


def attempt_name(facts: Facts, number: int) -> str:
    """``attempt 2 · worker lost``; `attemptName` in task_activity.js says the same."""
    why = next((one["why"] for one in facts["attempts"] if one["n"] == number), None)
    return f"attempt {number} · {why}" if why else f"attempt {number}"


def render_answer(said: list[Passage], facts: Facts) -> str:
    """The text a job is there for, in a box that scrolls."""
    frame = f"padding:10px 12px;border-top:1px solid {LINE};max-height:420px;box-sizing:border-box;overflow:auto"
    return f'<div data-jobwidgets-text style="{PROSE};{frame}">{_passages(said, facts, _prose)}</div>'


def render_folded(name: str, said: list[Passage], facts: Facts) -> str:
    """Another channel, folded."""
    lines = sum(passage.text.count("\n") for passage in said)
    count = f"{lines:,} {'line' if lines == 1 else 'lines'}"
    prose = name in MARKDOWN
    return (
        f'<details data-jobwidgets-channel="{escape(name)}" style="border-top:1px solid {LINE}">'
        f'<summary style="padding:4px 12px;cursor:pointer;color:{DIM}">'
        f'<bdi style="color:{FG};margin-right:4px">{escape(name.capitalize())}</bdi> '
        f'<span style="{NUM}">{count}</span></summary>'
        f'<div style="padding:2px 12px 10px;max-height:240px;overflow:auto{f";{PROSE}" if prose else ""}">'
        f"{_passages(said, facts, _prose if prose else _plain)}</div></details>"
    )


def _prose(text: str) -> str:
    return render_markdown(text)


def _plain(text: str) -> str:
    return f'<pre style="{CODE}">{escape(text)}</pre>'


def _passages(said: list[Passage], facts: Facts, render: Callable[[str], str]) -> str:
    """The text, and before each attempt after the first to speak a line that says which one it is."""
    html: list[str] = []
    # What counts is shortened as if it were one text; what was superseded gets little room of its own.
    live = sum(len(passage.text) for passage in said if not passage.superseded)
    at = 0
    for attempt, group in itertools.groupby(said, key=lambda passage: passage.attempt):
        if html:
            html.append(_attempt_mark(attempt_name(facts, attempt)))
        for _, superseded, text in group:
            if superseded:
                text = middle_out(text, MAX_SUPERSEDED // 2, MAX_SUPERSEDED // 2)
                label = f'role="group" aria-label="Attempt {attempt}, superseded"'
                html.append(
                    f'<div {label} style="opacity:.6;text-decoration:line-through"><del>{render(text)}</del></div>'
                )
                continue
            first, last = max(0, MAX_HEAD - at), max(0, at + len(text) - (live - MAX_TAIL))
            at += len(text)
            html.append(render(middle_out(text, first, last)))
    return "".join(html)


def _attempt_mark(name: str) -> str:
    return (
        f'<div style="display:flex;align-items:center;gap:8px;margin:4px 0;color:{DIM};font:12px/20px {UI}">'
        f'<span title="{escape(name)}" style="min-width:0;{CUT}">{escape(name)}</span> '
        f'<span style="flex:1;border-top:1px solid {LINE}"></span></div>'
    )


def middle_out(text: str, first: int, last: int) -> str:
    """The first and last characters of ``text``, and how many are left out."""
    left_out = len(text) - first - last
    if left_out <= 0:
        return text
    tail = text[-last:] if last else ""
    return f"{text[:first]}\n\n… {left_out:,} characters left out …\n\n{tail}"
