"""The command line: ``jobwidgets up, launch, watch, doctor, …``.

`main` is the entry point. Every command imports what it needs when it runs, so that ``--help`` is quick
and a broken extra breaks one command only.
"""

import os
import sys

from ..protocol.errors import JobWidgetsError

EXIT_ERROR = 2
EXIT_BUG = 70
EXIT_DETACHED = 130


def main(argv: list[str] | None = None) -> None:
    """Run the command in ``argv`` (default: of this process) and exit.

    Exit codes: 0; 1 for a job that failed and for a finding of ``doctor``; 2 for an error, told in one
    line; 130 for Ctrl-C.
    """
    from .app import app

    try:
        app(args=argv, prog_name="jobwidgets")
    except JobWidgetsError as why:
        _complain(str(why))
        sys.exit(EXIT_ERROR)
    except KeyboardInterrupt:
        sys.exit(EXIT_DETACHED)
    except BrokenPipeError:
        # `jobwidgets jobs | head`: the reader has seen enough. Python must not write at exit again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(0)
    except Exception as why:
        if os.environ.get("JOBWIDGETS_DEBUG"):
            raise
        _complain(
            f"Unexpected {type(why).__name__}: {why}. This is a bug in jobwidgets; JOBWIDGETS_DEBUG=1 shows where."
        )
        sys.exit(EXIT_BUG)


def _complain(message: str) -> None:
    from .terminal import errors

    line = " ".join(message.split())
    errors().print(f"jobwidgets: {line}", style="red", markup=False, highlight=False, soft_wrap=True)
