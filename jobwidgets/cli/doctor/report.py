"""The findings as a table."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..words import clean
from .finding import Finding

MARKS = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "fail": ("✗", "red")}


def show(findings: Sequence[Finding], console: Console) -> None:
    """One line a check: mark, name, what was measured; what to do under it."""
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        mark, style = MARKS[finding.verdict]
        text = Text(clean(finding.measured))
        if finding.advice:
            text.append(f"\n→ {clean(finding.advice)}", style=style)
        table.add_row(Text(mark, style=f"bold {style}"), Text(finding.check, style="bold"), text)
    console.print(table)
    wrong = sum(finding.verdict == "fail" for finding in findings)
    doubtful = sum(finding.verdict == "warn" for finding in findings)
    if wrong or doubtful:
        console.print(f"{wrong} wrong, {doubtful} to look at", style="red" if wrong else "yellow")
    else:
        console.print("all is well", style="green")
