"""A job, its steps and the connection as rich shows them: pure functions from a snapshot to a renderable.

Everything here takes what it shows and the time ``now`` (seconds since 1970) as arguments, so a test,
a terminal and a notebook without widgets see the same.
"""

import json
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from ..client.status import ConnectionStatus
from ..protocol.events import LOG_CHANNEL, JobState
from ..protocol.records import JobRecord
from ..protocol.state import JobSnapshot, StepNode
from .blocks import question_block, text_block
from .words import clean, duration, one_line

STATE_STYLES = {
    JobState.QUEUED: "cyan",
    JobState.RUNNING: "blue",
    JobState.WAITING_INPUT: "yellow",
    JobState.CANCELLING: "yellow",
    JobState.COMPLETED: "green",
    JobState.FAILED: "red",
    JobState.CANCELLED: "bright_black",
}
STEP_MARKS = {
    "running": ("▸", "blue"),
    "completed": ("✓", "green"),
    "failed": ("✗", "red"),
    "cancelled": ("–", "bright_black"),
    "interrupted": ("…", "bright_black"),
}
_CONNECTION_STYLES = {"connected": "green", "connecting": "cyan", "reconnecting": "yellow", "offline": "red"}


def status_line(status: ConnectionStatus, now: float) -> Text:
    """The connection: one line, like ``● connected  http://127.0.0.1:40113  1.2 ms``."""
    line = Text("● ", style=_CONNECTION_STYLES.get(status.state, "red"), no_wrap=True, overflow="ellipsis")
    line.append(status.state)
    if status.state == "connected":
        line.append(f"  {status.url}", style="dim")
        if status.latency is not None:
            line.append(f"  {status.latency * 1000:.1f} ms", style="dim")
        return line
    if status.state != "connecting":
        line.append(f" for {duration(now - status.since)}")
    if status.retry_at is not None and status.retry_at > now:
        line.append(f", next try in {duration(status.retry_at - now)}")
    if status.error:
        line.append(f"  {one_line(status.error, 200)}", style="dim")
    return line


def state_line(snapshot: JobSnapshot, now: float) -> Text:
    """State, type, id, attempt and time: ``running  search  01jd…  attempt 2  12 s``."""
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(snapshot.state.value.replace("_", " "), style=f"bold {STATE_STYLES[snapshot.state]}")
    line.append(f"  {clean(snapshot.type)}", style="bold")
    line.append(f"  {snapshot.job}", style="dim")
    if snapshot.attempt > 1:
        line.append(f"  attempt {snapshot.attempt}", style="yellow")
    if snapshot.state is JobState.QUEUED:
        line.append(f"  for {duration(now - snapshot.created)}", style="dim")
    elif snapshot.started is not None:
        line.append(f"  {duration((snapshot.ended or now) - snapshot.started)}", style="dim")
    usage = snapshot.usage
    if tokens := usage.input_tokens + usage.output_tokens:
        line.append(f"  {tokens:,} tokens", style="dim")
    if usage.cost:
        line.append(f"  ${usage.cost:.4f}", style="dim")
    if snapshot.reason:
        line.append(f"  ({one_line(snapshot.reason)})", style="dim")
    return line


def progress_line(snapshot: JobSnapshot, now: float) -> RenderableType | None:
    """Bar, per cent, message; a pulse where a running job cannot tell; None where there is nothing to show."""
    progress = snapshot.progress
    if progress is None and snapshot.state is not JobState.RUNNING:
        return None
    fraction = progress.fraction if progress is not None else None
    if fraction is None and snapshot.state.terminal:
        return None
    row = Table.grid(padding=(0, 1))
    bar = ProgressBar(total=1.0, completed=fraction or 0.0, pulse=fraction is None, width=40, animation_time=now)
    message = one_line(progress.message) if progress is not None and progress.message else ""
    row.add_row(bar, Text(f"{fraction:4.0%}" if fraction is not None else "  …"), Text(message, style="dim"))
    return row


def step_depths(snapshot: JobSnapshot) -> dict[str, int]:
    """How deep each step is nested; 0 for those without a parent."""
    depth: dict[str, int] = {}
    for step in snapshot.step_list():
        depth[step.id] = depth.get(step.parent, -1) + 1 if step.parent else 0
    return depth


def step_lines(snapshot: JobSnapshot, now: float, limit: int | None = None) -> list[Text]:
    """One line a step, children indented; at most ``limit`` lines, of which running steps are the last to go."""
    depth = step_depths(snapshot)
    shown = snapshot.step_list()
    hidden = 0
    while limit is not None and len(shown) + (hidden > 0) > limit:
        over = next((step for step in shown if snapshot.shown_status(step) != "running"), shown[0])
        shown.remove(over)
        hidden += 1
    lines = [Text(f"  … {hidden} more", style="dim")] if hidden else []
    return lines + [_step_line(snapshot, step, depth[step.id], now) for step in shown]


def _step_line(snapshot: JobSnapshot, step: StepNode, depth: int, now: float) -> Text:
    status = snapshot.shown_status(step)
    mark, style = STEP_MARKS[status]
    superseded = snapshot.superseded(step.attempt, step.checkpoint)
    line = Text("  " * min(depth, 8), no_wrap=True, overflow="ellipsis")
    line.append(f"{mark} ", style=style)
    line.append(one_line(step.name, 80), style="strike dim" if superseded else "")
    if status != "interrupted":
        line.append(f"  {duration((step.ended or now) - step.started)}", style="dim")
    if step.detail is not None:
        line.append(f"  {one_line(step.detail, 80)}", style="dim")
    if step.arguments is not None:
        line.append(f"  {one_line(step.arguments, 80)}", style="dim")
    if step.error is not None:
        line.append(f"  {one_line(step.error, 200)}", style="red")
    elif step.result is not None:
        line.append(f"  → {one_line(step.result, 80)}", style="dim")
    return line


def child_lines(children: Sequence[JobSnapshot], now: float, limit: int | None = None) -> list[Text]:
    """One line a child: its state, type, id and progress; at most ``limit``, those that go on before those that are
    over."""
    shown = list(children)
    while limit is not None and len(shown) > max(1, limit):
        shown.remove(next((child for child in shown if child.state.terminal), shown[0]))
    lines: list[Text] = []
    for child in shown:
        line = Text("↳ ", no_wrap=True, overflow="ellipsis")
        line.append_text(state_line(child, now))
        if child.progress is not None and child.progress.fraction is not None and not child.state.terminal:
            line.append(f"  {child.progress.fraction:.0%}")
        lines.append(line)
    if hidden := len(children) - len(shown):
        lines.append(Text(f"  … {hidden} more", style="dim"))
    return lines


def end_block(snapshot: JobSnapshot) -> RenderableType | None:
    """What came of it: the error with its traceback, or the result where there is no text that says it."""
    if snapshot.error is not None:
        error = snapshot.error
        lines = Text(f"{clean(error.type)}: {clean(error.message)}", style="red")
        return Group(lines, Text(clean(error.traceback), style="dim")) if error.traceback else lines
    if snapshot.state is JobState.COMPLETED and snapshot.result is not None and not snapshot.channel_text():
        value = snapshot.result
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
        return Text(clean(text))
    return None


def job_view(
    snapshot: JobSnapshot,
    status: ConnectionStatus | None,
    now: float,
    *,
    height: int | None = None,
    width: int = 80,
    children: Sequence[JobSnapshot] = (),
    program: str | None = "jobwidgets",
) -> RenderableType:
    """All of a job. With ``height`` (rows) it fits a screen and shows the end of steps and text, else everything.
    ``program``: how to call this program to answer, None where that cannot be done."""
    parts: list[RenderableType] = []
    if status is not None:
        parts.append(status_line(status, now))
    parts.append(state_line(snapshot, now))
    if snapshot.last_error is not None and snapshot.error is None:
        error = snapshot.last_error
        parts.append(Text(f"failed before: {one_line(f'{error.type}: {error.message}', width - 15)}", style="dim"))
    if (bar := progress_line(snapshot, now)) is not None:
        parts.append(bar)
    question = question_block(snapshot, program)
    room = None if height is None else max(4, height - len(parts) - 2 - (len(question) + 1 if question else 0))
    steps = step_lines(snapshot, now, None if room is None else max(2, room // 2))
    kin = child_lines(children, now, None if room is None else max(1, room // 4))
    parts += steps + kin
    channels = snapshot.channels()
    for channel in channels:
        log = channel == LOG_CHANNEL
        rows = None if room is None else (2 if log else room - len(steps) - len(kin) - 1 - 3 * (len(channels) - 1))
        if rows is not None and (rows < 1 or (log and len(channels) > 1 and room is not None and room < 12)):
            continue
        if (text := text_block(snapshot, channel, rows, width)) is not None:
            parts += [Text(""), _dimmed(text) if log else text]
    if question:
        parts += [Text(""), *question]
    if (end := end_block(snapshot)) is not None:
        parts += [Text(""), end]
    return Group(*parts)


def _dimmed(text: Text) -> Text:
    text.stylize("dim")
    return text


def job_table(records: Sequence[JobRecord], now: float) -> Table:
    """A list of jobs, one a row, newest first as they came. Where it is narrow the step is cut, never an id."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("id", no_wrap=True, min_width=max([26, *(len(record.id) for record in records)]))
    for heading in ("type", "state", "", "step", "age", "took"):
        # rich narrows first what may wrap; the step's cells do not wrap all the same.
        table.add_column(heading, no_wrap=heading != "step", overflow="ellipsis")
    for record in records:
        fraction = record.progress.fraction if record.progress is not None else None
        took = duration((record.ended or now) - record.started) if record.started is not None else ""
        table.add_row(
            record.id,
            Text(clean(record.type)),
            Text(record.state.value.replace("_", " "), style=STATE_STYLES[record.state]),
            f"{fraction:.0%}" if fraction is not None else "",
            Text(_doing(record), no_wrap=True),
            duration(now - record.created),
            took,
        )
    return table


def _doing(record: JobRecord) -> str:
    if record.error is not None:
        return one_line(record.error.message, 40)
    if record.input is not None and record.state is JobState.WAITING_INPUT:
        return f"? {one_line(record.input.prompt, 38)}"
    return one_line(record.step or "", 40)
