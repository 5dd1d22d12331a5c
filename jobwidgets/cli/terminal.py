"""The two consoles: results go to standard output, everything said about them to standard error."""

import os
import shutil
import sys
from pathlib import Path

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


def say(message: str) -> None:
    """A line on standard error that is to be read."""
    errors().print(message, markup=False, soft_wrap=True)


def program() -> str:
    """How to call this program again from where the reader is: it may not be on their PATH (`make demo`)."""
    if shutil.which("jobwidgets"):
        return "jobwidgets"
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return f"{sys.executable} -m jobwidgets"
    return os.path.relpath(called) if called.is_relative_to(Path.cwd()) else str(called)


def print_json(value: object) -> None:
    """``value`` as indented JSON on standard output, never coloured or wrapped."""
    import msgspec

    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")
