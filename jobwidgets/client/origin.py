"""Where jobs are launched from: the notebook, else the script. `Session.jobs` finds them by it after a restart."""

import os
import sys
from pathlib import Path
from typing import Any

MAX_CHARS = 1000
"""The end of a longer path says more than its beginning."""


def find_origin() -> str | None:
    """The path of the notebook whose kernel this is, or of the script that runs; None in a bare interpreter."""
    found = os.environ.get("JPY_SESSION_NAME") or _vs_code_notebook() or _script()
    return found[-MAX_CHARS:] if found else None


def _vs_code_notebook() -> str | None:
    get_shell: Any = getattr(sys.modules.get("IPython"), "get_ipython", None)
    shell = get_shell() if get_shell is not None else None
    found = shell.user_ns.get("__vsc_ipynb_file__") if shell is not None else None
    return found if isinstance(found, str) else None


def _script() -> str | None:
    main = sys.modules.get("__main__")
    script = getattr(main, "__file__", None)
    return str(Path(script).absolute()) if isinstance(script, str) else None
