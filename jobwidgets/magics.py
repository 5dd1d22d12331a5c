"""The magics of ``%load_ext jobwidgets``: ``%%job`` makes a cell a job, ``%job`` shows one, ``%jobs`` lists them."""

import argparse
import traceback
from collections.abc import Mapping
from typing import Any

import cloudpickle
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, cell_magic, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from .client import api
from .client.job import Job
from .protocol.errors import BadRequest, TooLarge
from .protocol.events import JobState
from .protocol.ids import check_job_id
from .protocol.records import PRIORITIES
from .protocol.wire import MAX_CODE_BYTES
from .worker.cell import CTX, CellCode, cell_job, names_used

DEFAULT_NAME = "cell"
"""The type of a job whose cell has no name."""
_STATES = [state.value for state in JobState]


def register(shell: InteractiveShell) -> None:
    """Make the magics known to ``shell``."""
    shell.register_magics(JobMagics)


def _words(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


def _name(text: str) -> str:
    if not text.isidentifier() or text == CTX:
        raise argparse.ArgumentTypeError(f"{text!r} is no name for a variable")
    return text


class CellSyntaxError(BadRequest):
    """A cell that is no Python; its message has the line."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


@magics_class
class JobMagics(Magics):
    """``%%job``, ``%job`` and ``%jobs``."""

    @magic_arguments()
    @argument("name", nargs="?", type=_name, help="A name: the job's type, and the variable that gets the Job.")
    @argument("--timeout", type=float, metavar="SECONDS", help="Time for one attempt.")
    @argument("--retries", type=int, metavar="N", help="How often a failed attempt is repeated.")
    @argument("--tags", type=_words, default=[], metavar="A,B", help="Words to find it again by.")
    @argument("--priority", choices=PRIORITIES, help="high, normal or low.")
    @argument("--delay", type=float, metavar="SECONDS", help="Do not start it before.")
    @argument("--key", help="Running the cell again with the same key gives the same job.")
    @argument("--sync", action="store_true", help="Run it in a process of its own: for code that blocks.")
    @cell_magic("job")
    def job_cell(self, line: str, cell: str) -> Job:
        """Run the cell as a job and show it live.

        The cell runs in the worker, with ``ctx`` (see `JobContext`): ``ctx.step("…")``, ``ctx.progress(3, 10)``,
        ``ctx.write("…")``, ``await ctx.ask("…")``. The names it uses of this notebook travel by value, as they are now;
        what it assigns stays there. The value of its last expression is the job's result. ``await`` works.

            %%job squares --tags demo
            for n in range(10):
                ctx.progress(n + 1, 10)
            [n * n for n in range(10)]

            squares.result()
        """
        options = parse_argstring(self.job_cell, line)
        code = _code(options.name or DEFAULT_NAME, line, cell, asynchronous=not options.sync)
        code.values = travelling(code, self._namespace())
        job = api.launch(
            cell_job(options.name or DEFAULT_NAME, code),
            timeout=options.timeout,
            retries=options.retries,
            tags=options.tags,
            priority=options.priority,
            delay=options.delay,
            key=options.key,
        )
        if options.name:
            self._shell().push({options.name: job})
        return job

    @line_magic("job")
    def job_line(self, line: str) -> Job:
        """Show a job live, by its id: ``%job 01jd…``. What it gives is the `Job`: ``job = %job 01jd…``."""
        if not line.strip():
            raise UsageError("%job takes the id of a job; %jobs lists yours, and %%job makes a cell one")
        return api.attach(check_job_id(line.strip()))

    @magic_arguments()
    @argument(
        "--state", action="append", choices=[state.value for state in JobState], help="Only these; may be repeated."
    )
    @argument("--type", action="append", help="Only of this type; may be repeated.")
    @argument("--text", help="Only with this in id, type or parameters.")
    @argument("-n", type=int, default=20, dest="limit", help="At most so many.")
    @line_magic
    def jobs(self, line: str) -> Any:
        """List your latest jobs, newest first, as `jobwidgets.jobs` does."""
        options = parse_argstring(self.jobs, line)
        return api.jobs(state=options.state, type=options.type, text=options.text, limit=options.limit)

    def _shell(self) -> InteractiveShell:
        assert self.shell is not None
        return self.shell

    def _namespace(self) -> dict[str, Any]:
        """What the user has in this notebook, without what IPython put there."""
        shell = self._shell()
        hidden = shell.user_ns_hidden
        return {name: value for name, value in shell.user_ns.items() if hidden.get(name, shell) is not value}


def _code(name: str, line: str, cell: str, *, asynchronous: bool) -> CellCode:
    # With a line for the magic: the cell's lines are counted as the notebook counts them.
    source = f"# %%job {line}\n{cell}"
    try:
        return CellCode(name, source, asynchronous=asynchronous)
    except SyntaxError as why:
        text = (why.text or "").lstrip()
        if text.startswith(("%", "!")):
            raise UsageError(
                f"line {why.lineno}: {text.strip()[:60]!r} is for this notebook only; a job's cell is plain Python"
            ) from None
        raise CellSyntaxError("".join(traceback.format_exception_only(why)).rstrip()) from None


def travelling(cell: CellCode, namespace: Mapping[str, Any]) -> dict[str, Any]:
    """What the names that ``cell`` uses mean in ``namespace``. Raises `BadRequest` for a value that cannot be sent, and
    `TooLarge`; both name it. What it uses only after an exception stays behind then."""
    needed = names_used(cell, surely=True)
    values = {name: namespace[name] for name in sorted(names_used(cell)) if name in namespace}
    sizes: dict[str, int] = {}
    for name, value in values.items():
        try:
            sizes[name] = len(cloudpickle.dumps(value))
        except Exception as why:  # noqa: BLE001  what the value drags along may raise whatever it likes
            if name not in needed:
                continue
            raise BadRequest(
                f"The variable {name!r} ({type(value).__name__}) cannot be sent to the worker: {why}. Make it inside "
                "the cell: open files, connections, locks and the like stay where they were made."
            ) from None
    if sum(sizes.values()) > MAX_CODE_BYTES:
        sizes = {name: size for name, size in sizes.items() if name in needed}
    if sum(sizes.values()) > MAX_CODE_BYTES:
        largest = max(sizes, key=lambda name: sizes[name])
        raise TooLarge(f"The variable {largest!r} that the cell uses", sizes[largest], MAX_CODE_BYTES)
    return {name: values[name] for name in sizes}
