"""Draws the diagram and the table of a job's states in docs/architecture.md from `MOVES`.

python docs/state_diagram.py          # write them
python docs/state_diagram.py --check  # exit 1 if the page is not fresh
"""

import sys
from pathlib import Path

from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.state import MOVES, TRANSITIONS

PAGE = Path(__file__).with_name("architecture.md")
BEGIN, END = "<!-- states: made by docs/state_diagram.py -->\n", "<!-- end of states -->"


def diagram() -> str:
    """A Mermaid state diagram, which GitHub renders."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {JobState.QUEUED}"]
    for state, targets in TRANSITIONS.items():
        lines += [f"    {state} --> {target}" for target in JobState if target in targets]
        if not targets:
            lines.append(f"    {state} --> [*]")
    return "\n".join([*lines, "```", ""])


def table() -> str:
    """Every move: who makes it, when it may be made, and the reason its event carries."""
    rows = ["| from | to | made by | when | reason it gives |", "|---|---|---|---|---|"]
    rows += [f"| {m.source} | {m.target} | {_code(m.owner)} | {m.guard} | {m.reason or '–'} |" for m in MOVES]
    return "\n".join([*rows, ""])


def _code(owner: str) -> str:
    return " ".join(
        f"`{word.rstrip(',')}`{',' if word.endswith(',') else ''}" if ".lua" in word else word for word in owner.split()
    )


def fresh(page: str) -> str:
    """``page`` with diagram and table as `MOVES` has them now. `ValueError` for a page without their place."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} has lost the lines {BEGIN.strip()!r} and {END!r}")
    return f"{before}{BEGIN}{diagram()}\n{table()}{END}{after}"


if __name__ == "__main__":
    page = PAGE.read_text()
    if "--check" in sys.argv:
        sys.exit(page != fresh(page))
    PAGE.write_text(fresh(page))
