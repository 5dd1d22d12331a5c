"""The steps and tool calls of a job in its saved form: a row each, which opens to arguments, result and error."""

from collections.abc import Iterator
from html import escape

from .activity_feed import Message
from .static_style import BAD, CODE, CUT, DIM, LINE, MARKS, NUM, ROW, STEP_TONES, duration

MAX_STEPS = 1_000
"""Rows kept."""
MAX_DETAILS = 300_000
"""Characters of arguments, results and errors kept of all steps; those of later steps are left out."""


def render_steps(rows: list[Message]) -> str:
    """A list; rows that have more to say open."""
    items: list[str] = []
    room = MAX_DETAILS
    opens = any(map(_more, rows))
    for row, depth in nested(rows):
        if len(items) == MAX_STEPS:
            items.append(f'<li style="{_item(0)}"><span style="{NUM}">and {len(rows) - MAX_STEPS:,} more</span></li>')
            break
        more = _more(row) if room > 0 else ""
        room -= len(more)
        items.append(_step(row, depth, more, opens))
    return (
        f'<ul style="margin:0;padding:4px 0;border-top:1px solid {LINE};max-height:252px;overflow:auto">'
        f"{''.join(items)}</ul>"
    )


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


def mark_of(row: Message) -> str:
    """What is special about it."""
    return "kept from an earlier attempt" if row["replayed"] else ""


def took(row: Message) -> str:
    """How long it took, "" if it never ended."""
    return duration(row["ended"] - row["started"]) if row["ended"] and row["started"] else ""


def _item(depth: int) -> str:
    return f"margin:0;padding:0 12px 0 {12 + depth * 18}px;list-style:none"


def _step(row: Message, depth: int, more: str, opens: bool) -> str:
    faded = ";opacity:.6" if row["superseded"] else ""
    if not more:
        beside = '<span style="width:9px;flex:none"></span>' if opens else ""  # where others have their marker
        return f'<li style="{_item(depth)};{ROW};height:22px{faded}">{beside}{_row(row)}</li>'
    # A flex row for its summary would lose the marker that says that it opens.
    line = "display:inline-flex;width:calc(100% - 18px);vertical-align:top;align-items:center;gap:8px;height:22px"
    return (
        f'<li style="{_item(depth)}{faded}"><details><summary style="cursor:pointer;line-height:22px">'
        f'<span style="{line}">{_row(row)}</span></summary>{more}</details></li>'
    )


def _row(row: Message) -> str:
    status = row["status"]
    label, name = status, escape(row["name"])
    if row["superseded"]:
        label, name = f"{status}, superseded", f"<del>{name}</del>"
    about = escape(" · ".join(filter(None, (mark_of(row), row["detail"]))))
    detail = (
        f'<span style="color:{DIM};min-width:0;flex:1 1 0;{CUT}" title="{about}"><bdi>{about}</bdi></span> '
        if about
        else '<span style="flex:1"></span> '
    )
    return (
        f'<span role="img" aria-label="{label}" style="width:14px;flex:none;text-align:center;'
        f'color:{STEP_TONES.get(status, DIM)}">{MARKS[status]}</span> '
        f'<span style="max-width:60%;{CUT}"><bdi>{name}</bdi></span> '
        f'{detail}<span style="{NUM}">{took(row)}</span>'
    )


def _more(row: Message) -> str:
    parts = [
        f'<div style="color:{DIM}">{label}</div><pre style="{CODE};margin:0 0 4px{tone}">{escape(row[name])}</pre>'
        for label, name, tone in (
            ("Arguments", "arguments", ""),
            ("Result", "result", ""),
            ("Error", "error", f";color:{BAD}"),
        )
        if row[name]
    ]
    if not parts:
        return ""
    return f'<div style="margin:2px 0 6px 24px;max-height:200px;overflow:auto">{"".join(parts)}</div>'
