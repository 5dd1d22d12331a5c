"""A job's record as rich shows it: what is known of it, its history, its family, its events. Pure functions."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from ..protocol.events import Event, Opaque
from ..protocol.records import History, JobRecord, ScheduleRecord
from ..protocol.state import JobSnapshot
from .blocks import question_block
from .views import STATE_STYLES, end_block
from .words import clean, duration, one_line

MAX_FAMILY = 200
"""Jobs shown of a tree."""


@dataclass
class Family:
    """A job and what it launched, and what those launched; ``more``: some are left out."""

    record: JobRecord
    children: "list[Family]" = field(default_factory=list)
    more: bool = False

    @classmethod
    def of(cls, record: JobRecord, children: Callable[[str, int], list[JobRecord]]) -> "Family":
        """The tree below ``record``; ``children(id, limit)`` gives one level, newest first."""
        root = cls(record)
        level, left = [root], MAX_FAMILY
        while level and left > 0:
            below: list[Family] = []
            for family in level:
                found = children(family.record.id, left + 1) if left > 0 else []
                family.more = len(found) > left
                family.children = [cls(child) for child in found[:left][::-1]]
                left -= len(family.children)
                below += family.children
            level = below
        return root

    def as_list(self) -> list[dict[str, Any]]:
        """For programs."""
        return [{"job": child.record, "children": child.as_list()} for child in self.children]


def record_view(record: JobRecord, history: History, family: Family, now: float) -> RenderableType:
    """All of it, one part under the other."""
    parts: list[RenderableType] = [_head(record), _facts(record, now)]
    snapshot = record.snapshot or JobSnapshot(job=record.id, input=record.input)
    if question := question_block(snapshot):
        parts += [Text(""), *question]
    failed_before = snapshot.last_error if snapshot.error is None else None
    if failed_before is not None:
        parts += [Text(""), Text(f"failed before: {clean(failed_before.type)}: {one_line(failed_before.message, 500)}")]
    if (end := end_block(snapshot)) is not None:
        parts += [Text(""), end]
    parts += _section("transitions", _transitions(history))
    if history.attempts:
        parts += _section("attempts", _attempts(history))
    if history.checkpoints:
        numbers = [f"{c.number} (attempt {c.attempt}, {clock(c.at)})" for c in history.checkpoints]
        parts += _section("checkpoints", Text(", ".join(numbers)))
    if family.children:
        parts += _section("jobs it launched", _tree(family))
    return Group(*parts)


def event_line(event: Event) -> str:
    """``1:12  10:03:04.123  text  {"delta": …}``."""
    known = msgspec.to_builtins(event)
    kind = event.kind if isinstance(event, Opaque) else known["kind"]
    rest = {k: v for k, v in known.items() if k not in ("job", "epoch", "seq", "at", "kind", "attempt")}
    said = f"  {one_line(rest, 200)}" if rest else ""
    return (
        f"{event.epoch}:{event.seq}  {clock(event.at, '%H:%M:%S')}.{int(event.at % 1 * 1000):03d}  {clean(kind)}{said}"
    )


def clock(at: float, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    """A moment in local time."""
    return time.strftime(form, time.localtime(at))


def schedule_table(found: Sequence[ScheduleRecord], now: float) -> Table:
    """The schedules, one a row."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("name", "cron", "timezone", "type", "next", "last", ""):
        table.add_column(heading, no_wrap=heading != "", overflow="fold")
    for one in found:
        last = f"{duration(now - one.last)} ago" if one.last else ""
        table.add_row(
            Text(clean(one.name)),
            one.cron,
            one.timezone,
            Text(clean(one.type)),
            clock(one.next) if one.next else "",
            last,
            Text(one_line(one.problem, 200), style="red") if one.problem else Text(one.last_job or "", style="dim"),
        )
    return table


def _head(record: JobRecord) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(record.state.value.replace("_", " "), style=f"bold {STATE_STYLES[record.state]}")
    line.append(f"  {clean(record.type)}", style="bold")
    line.append(f"  {record.id}", style="dim")
    if record.reason:
        line.append(f"  ({one_line(record.reason)})", style="dim")
    return line


def _facts(record: JobRecord, now: float) -> RenderableType:
    budget, usage = record.budget, record.usage
    took = (record.ended or now) - record.started if record.started is not None else None
    facts = {
        "parameters": one_line(record.params, 500) if record.params else None,
        "tags": ", ".join(record.tags),
        "created": clock(record.created),
        "not before": clock(record.not_before) if record.not_before else None,
        "started": clock(record.started) if record.started else None,
        "ended": clock(record.ended) if record.ended else None,
        "took": duration(took) if took is not None else None,
        "attempt": f"{record.attempt}" + (f", {record.failures} failed" if record.failures else ""),
        "priority": record.priority if record.priority != "normal" else None,
        "budget": _spent(budget.max_tokens, budget.max_cost) if budget else None,
        "used": _spent(usage.input_tokens + usage.output_tokens, usage.cost) if usage else None,
        "launched by": record.parent,
        "schedule": record.schedule,
        "retry of": record.retry_of,
        "from": record.origin,
    }
    table = Table.grid(padding=(0, 2))
    for name, value in facts.items():
        if value:
            table.add_row(Text(name, style="dim"), Text(one_line(value, 1000)))
    return table


def _spent(tokens: int | None, cost: float | None) -> str:
    parts = [f"{tokens:,} tokens" if tokens else "", f"${cost:.4f}" if cost else ""]
    return ", ".join(part for part in parts if part)


def _section(title: str, body: RenderableType) -> list[RenderableType]:
    return [Text(""), Text(title, style="bold"), body]


def _transitions(history: History) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    for move in history.transitions:
        table.add_row(
            Text(clock(move.at), style="dim"),
            # A repair says what was put right; the state stayed what it was.
            Text(move.state.value.replace("_", " ") if move.seq else "repaired", style=STATE_STYLES[move.state]),
            Text(f"attempt {move.attempt}" if move.attempt else "", style="dim"),
            Text(one_line(move.reason, 200) if move.reason else ""),
        )
    return table


def _attempts(history: History) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    for attempt in history.attempts:
        took = duration(attempt.ended - attempt.started) if attempt.ended is not None else "goes on"
        begin = f"from checkpoint {attempt.checkpoint}" if attempt.checkpoint else ""
        why = one_line(attempt.why, 200) if attempt.why else ""
        table.add_row(
            Text(f"{attempt.attempt}"),
            Text(clock(attempt.started), style="dim"),
            Text(took),
            Text(one_line(attempt.worker or "", 60), style="dim"),
            Text(begin, style="dim"),
            Text(why),
        )
    return table


def _tree(family: Family) -> Tree:
    tree = Tree(Text(family.record.id, style="dim"), guide_style="dim")

    def grow(branch: Tree, below: Family) -> None:
        for child in below.children:
            grow(branch.add(_head(child.record)), child)
        if below.more:
            branch.add(Text("…", style="dim"))

    grow(tree, family)
    return tree
