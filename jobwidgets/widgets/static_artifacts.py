"""What a job made, in its saved form: images and tables as they are, plots as the last picture of them, files to save.

Everything is in the page itself: images and files as ``data:`` addresses. Names and contents are only ever text;
HTML is a file like any other. `js/src/views/artifacts.js` does the same live.
"""

import base64
import csv
import io
import json
from collections.abc import Mapping
from html import escape
from typing import Any

import msgspec

from .activity_feed import Message
from .image_size import MAX_PIXELS, image_size
from .static_markdown import render_markdown
from .static_style import ACCENT, CODE, CUT, DIM, LINE, NUM, ROW

MAX_ROWS = 200
"""Rows shown of a table."""
MAX_TEXT = 50_000
"""Characters shown of a text."""
MAX_HTML = 1_600_000
"""Characters of all of them as HTML: Jupyter's server drops an output of more than 3 MB in silence, and the text of the
job wants its share. What does not fit is named; an image that is shown is left without its download first."""

_IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_PLOTS = ("application/vnd.plotly.", "application/vnd.vega")
_TABLE = "application/vnd.jobwidgets.table+json"
_BOX = f"border-top:1px solid {LINE};padding:6px 12px"
_SCROLL = "max-height:320px;overflow:auto"
_TOO_LARGE = f'<span style="color:{DIM}">Too large to be kept here.</span>'


def render_artifacts(rows: list[Message], pictures: Mapping[str, str]) -> str:
    """``rows`` as `activity_feed.final` has them; ``pictures``: of plots, PNG as ``data:`` address by artifact id."""
    html: list[str] = []
    room = MAX_HTML
    for row in rows:
        html.append(_artifact(row, pictures.get(row["id"]), room))
        room -= len(html[-1])
    return "".join(html)


def artifact_lines(rows: list[Message]) -> list[str]:
    """A line each, for plain text."""
    return [f"  ▪ {row['name']} ({row['mediaType']})" for row in rows]


def _artifact(row: Message, picture: str | None, room: int) -> str:
    faded = ";opacity:.6" if row["superseded"] else ""
    name = f"<bdi>{escape(row['name'])}</bdi>"
    if row["superseded"]:
        name = f'<span role="group" aria-label="superseded"><del>{name}</del></span>'
    content = _content(row, picture)
    if len(content) > room:
        content = _TOO_LARGE
    link = _link(row)
    if len(link) + len(content) > room:
        link = ""
    title = f'<div style="{ROW}"><span style="{CUT}">{name}</span><span style="flex:1"></span>{link}</div>'
    return f'<div data-jobwidgets-artifact style="{_BOX}{faded}">{title}{content}</div>'


def _content(row: Message, picture: str | None) -> str:
    kind, data = _bare(row["mediaType"]), row["data"]
    if data is None:
        return _TOO_LARGE if row.get("left") else ""
    if picture is not None:
        return _image(picture, row["name"])
    if kind in _IMAGES and isinstance(data, str):
        return _bitmap(kind, _clean(data), row["name"])
    if kind == "image/svg+xml" and isinstance(data, str):
        encoded = base64.b64encode(data.encode("utf-8", "replace")).decode()
        return _image(f"data:image/svg+xml;base64,{encoded}", row["name"])
    if kind == _TABLE and isinstance(data, dict):
        return _table(data.get("columns"), data.get("rows"))
    if kind == "text/csv" and isinstance(data, str):
        lines = list(csv.reader(io.StringIO(data[:1_000_000])))
        return _table(lines[0], lines[1:]) if lines else ""
    if kind == "text/markdown" and isinstance(data, str):
        return f'<div style="{_SCROLL}">{render_markdown(data[:MAX_TEXT])}</div>'
    if kind.startswith(_PLOTS):
        return f'<span style="color:{DIM}">A plot: its data is in the file.</span>'
    if kind == "text/plain" and isinstance(data, str):
        return f'<pre style="{CODE};{_SCROLL}">{escape(data[:MAX_TEXT])}</pre>'
    if kind == "application/json":
        text = json.dumps(msgspec.to_builtins(data), ensure_ascii=False, indent=2, default=str)[:MAX_TEXT]
        return f'<details><summary style="cursor:pointer;color:{DIM}">JSON</summary><pre style="{CODE};{_SCROLL}">' + (
            f"{escape(text)}</pre></details>"
        )
    return ""


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _clean(text: str) -> str:
    """Only what base64 is made of."""
    return "".join(c for c in text if c.isascii() and (c.isalnum() or c in "+/="))


def _bitmap(kind: str, encoded: str, name: str) -> str:
    try:
        size = image_size(base64.b64decode(encoded))
    except ValueError:
        size = None
    if size is None:
        return f'<span style="color:{DIM}">It cannot be shown. This is no image of that kind.</span>'
    if size[0] * size[1] > MAX_PIXELS:
        too_many = f"{size[0]} × {size[1]} pixels are too many to show."
        return f'<span style="color:{DIM}">It cannot be shown. {too_many}</span>'
    return _image(f"data:{kind};base64,{encoded}", name)


def _image(address: str, name: str) -> str:
    return f'<img alt="{escape(name)}" src="{escape(address)}" style="display:block;max-width:100%;margin-top:4px">'


def _table(columns: Any, rows: Any) -> str:
    if not isinstance(columns, list) or not isinstance(rows, list):
        return ""
    cell = "border:1px solid #8886;padding:2px 8px;text-align:"
    head = "".join(f'<th style="{cell}left">{escape(str(name))}</th>' for name in columns)
    lines: list[str] = []
    for row in rows[:MAX_ROWS]:
        values = row if isinstance(row, list) else [row]
        cells = [
            f'<td style="{cell}{"right" if isinstance(v, int | float) else "left"}">{escape(_cell(v))}</td>'
            for v in values
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    more = len(rows) - MAX_ROWS
    note = f'<span style="{NUM}">and {more:,} more rows</span>' if more > 0 else ""
    return (
        f'<div style="{_SCROLL};margin-top:4px"><table style="border-collapse:collapse;font-size:12px">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>{note}"
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(msgspec.to_builtins(value), ensure_ascii=False, default=str)


def _link(row: Message) -> str:
    """A way to save it: the type is one that no browser opens, whatever the name ends in."""
    data = row["data"]
    if data is None:
        return ""
    binary = isinstance(data, str) and not _is_text(_bare(row["mediaType"]))
    if isinstance(data, str) and binary:
        encoded = _clean(data)
    else:
        text = data if isinstance(data, str) else json.dumps(msgspec.to_builtins(data), ensure_ascii=False, default=str)
        encoded = base64.b64encode(text.encode("utf-8", "replace")).decode()
    return (
        f'<a download="{escape(_file_name(row))}" href="data:application/octet-stream;base64,{encoded}" '
        f'style="color:{ACCENT};white-space:nowrap">Download</a>'
    )


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") or kind.endswith(("+xml", "+json", "/json", "/xml", "/javascript"))


def _file_name(row: Message) -> str:
    name = "".join("_" if c in '/\\:*?"<>|' or not c.isprintable() else c for c in row["name"]).strip(". ")
    return name or "artifact"
