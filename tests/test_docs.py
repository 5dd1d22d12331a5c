"""The documentation is true."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_state_diagram_is_fresh() -> None:
    """docs/architecture.md shows the table `TRANSITIONS` as it is."""
    subprocess.run([sys.executable, ROOT / "docs" / "state_diagram.py", "--check"], check=True)
