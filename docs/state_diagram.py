"""Draws the diagram of a job's states in docs/architecture.md from `TRANSITIONS`.

python docs/state_diagram.py          # write it
python docs/state_diagram.py --check  # exit 1 if the page is not fresh
"""

import sys
from pathlib import Path

from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.state import TRANSITIONS

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


def fresh(page: str) -> str:
    """``page`` with the diagram as the table has it now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{diagram()}{END}{after}"


if __name__ == "__main__":
    page = PAGE.read_text()
    if "--check" in sys.argv:
        sys.exit(page != fresh(page))
    PAGE.write_text(fresh(page))
