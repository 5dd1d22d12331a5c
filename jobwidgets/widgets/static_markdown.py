"""Markdown as HTML for the saved form: inline styles, no HTML of the text's own, nothing that is fetched.

The parser is markdown-it-py's (CommonMark, tables, strikethrough). Raw HTML is shown as it was typed, an image as a
link, maths ($…$, $$…$$) as typed; links go to http, https and mailto only. `js/src/views/markdown.js` does the same
live.
"""

import functools
import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .static_style import ACCENT, CODE, DIM, LINE, MONO, RAISED

_LINK = re.compile(r"(?i)(https?:|mailto:)")
_CELL = "border:1px solid #8886;padding:3px 8px;text-align:left"
_TITLE = "margin:10px 0 0;font-weight:600;line-height:1.35;font-size:"
_STYLES = {
    "p": "margin:10px 0 0;white-space:pre-wrap",  # line breaks stay, as in the live view
    "h1": f"{_TITLE}18px",
    "h2": f"{_TITLE}16px",
    "h3": f"{_TITLE}15px",
    "h4": f"{_TITLE}14px",
    "h5": f"{_TITLE}14px",
    "h6": f"{_TITLE}14px",
    "ul": "margin:10px 0 0;padding-left:22px",
    "ol": "margin:10px 0 0;padding-left:22px",
    "li": "margin:0",
    "blockquote": f"margin:10px 0 0;padding:0 0 0 10px;border-left:3px solid {LINE};color:{DIM}",
    "table": "border-collapse:collapse;margin:10px 0 0;display:block;max-width:100%;overflow:auto;font-size:13px",
    "th": f"{_CELL};font-weight:600",
    "td": _CELL,
    "hr": f"border:0;border-top:1px solid {LINE};margin:10px 0 0",
}
_CODE_BLOCK = f"{CODE};background:{RAISED};border-radius:4px;padding:8px 10px;margin:10px 0 0;white-space:pre"
_CODE_SPAN = f"font:12px/1.4 {MONO};background:{RAISED};border-radius:3px;padding:1px 4px;color:inherit"
_SAFE = f'rel="noopener noreferrer nofollow" target="_blank" style="color:{ACCENT}"'
_LONGEST_MATH = 2_000
"""Characters after a dollar in which the other one is looked for."""


def render_markdown(text: str) -> str:
    """``text`` as HTML."""
    # As live: room above each block, none above the first.
    return f'<div style="margin-top:-10px">{_parser().render(text)}</div>'


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable(["table", "strikethrough"])
    parser.validateLink = lambda url: _LINK.match(url.strip()) is not None  # type: ignore[method-assign]
    parser.inline.ruler.before("escape", "math", _math)
    return parser


def _math(state: StateInline, silent: bool) -> bool:
    """``$…$`` as pandoc has it: no space inside the dollars, no digit after them. ``$$…$$`` may hold anything."""
    if state.src[state.pos] != "$":
        return False
    found = _MATH.match(state.src, state.pos, min(state.posMax, state.pos + _LONGEST_MATH))
    if found is None:
        return False
    if not silent:
        state.push("math", "", 0).content = found.group()
    state.pos = found.end()
    return True


_MATH = re.compile(r"\$\$(?!\$).+?\$\$|\$(?=[^\s$])[^$\n]*?(?<=[^\s\\])\$(?!\d)", re.DOTALL)


class _Renderer(RendererHTML):
    @staticmethod
    def renderAttrs(token: Token) -> str:
        """Every tag has the style of its kind, and nothing that an attribute of the text's could change."""
        if token.nesting < 0:
            return ""
        style = _STYLES.get(token.tag, "")
        align = str(token.attrGet("style") or "")
        if token.tag in ("td", "th") and align in _ALIGNMENTS:
            style += f";{align}"
        kept = [("start", str(token.attrGet("start")))] if token.tag == "ol" and token.attrGet("start") else []
        if style:
            kept.append(("style", style))
        return "".join(f' {name}="{escape(value)}"' for name, value in kept)

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        address = escape(str(tokens[idx].attrGet("href") or ""))
        return f'<a href="{address}" title="{address}" {_SAFE}>'

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        address = escape(str(tokens[idx].attrGet("src") or ""))
        name = escape(tokens[idx].content or "image")
        return f'<a href="{address}" title="{address}" {_SAFE}>{name}</a>'

    def math(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f'<span style="font-family:{MONO};font-size:.92em">{escape(tokens[idx].content)}</span>'

    def code_inline(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f'<code style="{_CODE_SPAN}">{escape(tokens[idx].content)}</code>'

    def code_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f'<pre style="{_CODE_BLOCK}">{escape(tokens[idx].content)}</pre>\n'

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self.code_block(tokens, idx, options, env)


_ALIGNMENTS = ("text-align:left", "text-align:center", "text-align:right")
