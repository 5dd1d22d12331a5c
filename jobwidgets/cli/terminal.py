"""The two consoles: results go to standard output, everything said about them to standard error."""

import sys

from rich.console import Console
from rich.markup import escape

_UNLIMITED = 10_000
"""Columns where nobody looks at a screen: a file or a pipe must not lose what does not fit on one."""


def output() -> Console:
    """Where results go."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else _UNLIMITED)


def errors() -> Console:
    """Where hints and complaints go, so that ``$(jobwidgets launch …)`` is the id and nothing else."""
    return Console(stderr=True, highlight=False)


def hint(message: str) -> None:
    """A dim line on standard error."""
    errors().print(f"[dim]{escape(message)}[/dim]", soft_wrap=True)


def print_json(value: object) -> None:
    """``value`` as indented JSON on standard output, never coloured or wrapped."""
    import msgspec

    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")
