"""Prose of the page."""

import textwrap


def paragraph(text: str) -> list[str]:
    """``text`` in lines of at most 118 characters, however it is broken in the source, and an empty one after it."""
    return [*textwrap.wrap(" ".join(text.split()), 118, break_long_words=False, break_on_hyphens=False), ""]
