"""``up``, ``down``, ``status``, ``token``: the embedded stack of this user."""

import os
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from ..protocol.errors import ConfigurationError

if TYPE_CHECKING:
    from rich.table import Table

    from ..local.runtime import Runtime


def up(
    modules: Annotated[
        list[str] | None,
        typer.Argument(metavar="[MODULE]...", help="Modules with your @job functions, beside the examples."),
    ] = None,
    detach: Annotated[
        bool,
        typer.Option(
            "--detach/--foreground",
            "-d/-f",
            help="Return when the stack is ready, or stay until Ctrl-C or SIGTERM (for systemd and containers).",
        ),
    ] = True,
    path: Annotated[
        list[str] | None,
        typer.Option(help="Directory the modules are imported from (default: the current one)."),
    ] = None,
    idle: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS",
            help="Stop after so long without jobs and connections; 0 for never. "
            "Default: JOBWIDGETS_IDLE_SECONDS or 1800; never with --foreground.",
        ),
    ] = None,
    supervise: Annotated[bool, typer.Option("--supervise", hidden=True)] = False,
) -> None:
    """Start Valkey, server and worker for this user, or find them running.

    The MODULEs are tried first: if one cannot be imported nothing is started. They are remembered: a
    stack that is started without any, also one that starts by itself, serves them again. A stack that
    runs serves them beside its own; one that is stopped forgets its own for those named now.

    Jobs run in the directory work/ of JOBWIDGETS_HOME. With REDIS_URL set that Redis is used instead of
    Valkey (a database number of your own, please: redis://host:6379/1).
    """
    from .. import local
    from ..local import modules as job_modules
    from ..local.boot import Wanted
    from ..local.boot import supervise as run_stack
    from ..local.home import Home
    from .terminal import hint, output

    if supervise:
        run_stack(Wanted.from_environment(modules or [], path or [], idle))
        return
    before = local.find_stack()
    if detach or before is not None:
        runtime = local.ensure_stack(jobs=modules or [], paths=path or [], idle_seconds=idle)
        found = before is not None and before.supervisor == runtime.supervisor
        output().print(f"{'runs already' if found else 'ready'} at {runtime.url}", soft_wrap=True)
        for module, why in runtime.dropped.items():
            hint(f"not served any more: {module}: {why}")
        hint("jobwidgets status shows it, jobwidgets down stops it")
        return
    if idle is None and "JOBWIDGETS_IDLE_SECONDS" not in os.environ:
        idle = 0.0
    wanted = Wanted.from_environment(modules or [], path or [], idle)
    home = Home.default().create()
    job_modules.check(home, wanted.jobs, wanted.paths)
    if wanted.named:
        job_modules.remember(home, wanted.jobs, wanted.paths)
    hint("starting; Ctrl-C stops the stack in order, twice at once")
    run_stack(wanted, console=sys.stderr)


def down() -> None:
    """Stop the stack in order: jobs that run go back to the queue and go on after the next start.

    Its modules are remembered for that start, see `up`.
    """
    from .. import local
    from .terminal import output

    output().print("stopped" if local.stop_stack() else "no stack is running")


def status(
    json: Annotated[bool, typer.Option("--json", help="For programs: url, pids, versions, …")] = False,
) -> None:
    """Show the stack: where it listens and how its members are. Exit code 1 if none runs or one was given up."""
    from ..local.home import Home
    from ..local.runtime import read_runtime
    from .terminal import output, print_json

    home = Home.default()
    found = read_runtime(home)
    alive = found is not None and found.alive
    if json:
        print_json({"running": alive, **(found.public() if found is not None and alive else {"home": str(home.root)})})
    elif found is None or not alive:
        state = "no stack is running" if found is None else f"the stack of {_ago(found.started)} ago was killed"
        output().print(f"{state} (home: {home.root}); `jobwidgets up` starts one", soft_wrap=True)
    else:
        console = output()
        console.print(f"[bold]{found.state}[/bold] at [link={found.url}]{found.url}[/link]", soft_wrap=True)
        if found.message:
            console.print(found.message, style="red", markup=False, soft_wrap=True)
        console.print(_members(found))
        for module, why in found.dropped.items():
            console.print(f"not served any more: {module}: {why}", style="yellow", markup=False, soft_wrap=True)
        console.print(f"jobs  {', '.join(found.jobs)}\nhome  {found.home}", style="dim", markup=False, soft_wrap=True)
    if not alive or (found is not None and found.state == "failed"):
        sys.exit(1)


def _members(found: "Runtime") -> "Table":
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("process", "pid", "state", "restarts", ""):
        table.add_column(heading)
    table.add_row(
        "supervisor", str(found.supervisor.pid), "running", "", f"jobwidgets {found.version}, up {_ago(found.started)}"
    )
    colours = {"running": "green", "failed": "red"}
    for name, info in found.members.items():
        pid = str(info.process.pid) if info.process is not None else "–"
        table.add_row(
            name, pid, f"[{colours.get(info.state, 'yellow')}]{info.state}[/]", str(info.restarts), info.message
        )
    return table


def _ago(then: float) -> str:
    from .words import duration

    return duration(time.time() - then)


def token(
    user: Annotated[str | None, typer.Option(help="Whose jobs the token opens (default: you).")] = None,
    ttl: Annotated[str, typer.Option(help="How long it is good: seconds, or like 90m, 12h, 30d.")] = "12h",
) -> None:
    """Print a token for REST and JOBWIDGETS_TOKEN, signed with JWT_SECRET or else for the embedded stack."""
    from jobwidgets_server.auth import make_token

    from ..local.home import Home, login_name

    secret = os.environ.get("JWT_SECRET")
    if not secret:
        home = Home.default()
        if not home.identity_file.exists():
            raise ConfigurationError(
                "There is no embedded stack yet (`jobwidgets up` starts one) and JWT_SECRET, the secret of "
                "a server, is not set."
            )
        identity = home.identity()
        secret, user = identity.jwt_secret, user or identity.user
    sys.stdout.write(make_token(secret, user or login_name(), seconds(ttl)) + "\n")


def seconds(text: str) -> float:
    """``90``, ``90s``, ``15m``, ``12h`` or ``30d`` in seconds. Raises `ConfigurationError`."""
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    number, unit = (text[:-1], units[text[-1]]) if text[-1:] in units else (text, 1)
    try:
        value = float(number) * unit
    except ValueError:
        value = 0.0
    if not 0 < value <= 10 * 366 * 86400:
        raise ConfigurationError(f"{text!r} is not a duration: write 90s, 15m, 12h or 30d.")
    return value
