"""``server``, ``worker``, ``doctor``, ``version``: what runs on servers, and what looks after them."""

import asyncio
import os
import sys
from typing import Annotated

import typer

from ..protocol.errors import ConfigurationError
from ..protocol.records import DEFAULT_BEAT, DEFAULT_LEASE


def server(
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Processes that share the port (default: JOBWIDGETS_WORKERS, or 1).",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Run a server: REST, Socket.IO and the recorder.

    REDIS_URL, DATABASE_URL and JWT_SECRET must be set; SOCKET_PORT (3000), JOBWIDGETS_HOST (0.0.0.0),
    JOBWIDGETS_CODE_KEY (allows functions of notebooks), JOBWIDGETS_ALLOWED_HOSTS,
    JOBWIDGETS_CORS_ORIGINS, JOBWIDGETS_LOG_FORMAT and JOBWIDGETS_LOG_LEVEL may be, and so may JOBWIDGETS_KEEP
    (how long jobs stay on record), JOBWIDGETS_EVENT_LOG_BYTES and JOBWIDGETS_ARCHIVE_BYTES (events kept of each),
    JOBWIDGETS_MAX_RUNNING_PER_USER, and what the workers have of JOBWIDGETS_LEASE, JOBWIDGETS_BEAT and
    JOBWIDGETS_MAX_ATTEMPTS. How it serves: JOBWIDGETS_WORKERS, JOBWIDGETS_RECORD, JOBWIDGETS_POLLING
    and JOBWIDGETS_FANOUT. docs/deployment.md tells of each.
    """
    from jobwidgets_server.process import run_server
    from jobwidgets_server.settings import settings_from_env

    given = {} if workers is None else {"JOBWIDGETS_WORKERS": str(workers)}
    run_server(settings_from_env({**os.environ, **given}))


def worker(
    modules: Annotated[list[str], typer.Argument(metavar="MODULE...", help="Modules with @job functions.")],
    path: Annotated[
        list[str] | None,
        typer.Option(help="Directory the modules are imported from (default: the current one)."),
    ] = None,
    queue: Annotated[list[str] | None, typer.Option(help="Queue to take jobs from (default: default).")] = None,
    concurrency: Annotated[int, typer.Option(min=1, help="Jobs at a time.")] = 8,
    lease: Annotated[
        float,
        typer.Option(
            envvar="JOBWIDGETS_LEASE",
            metavar="SECONDS",
            help="Not heard of for so long, it has lost its jobs to others.",
        ),
    ] = DEFAULT_LEASE,
    beat: Annotated[
        float, typer.Option(envvar="JOBWIDGETS_BEAT", metavar="SECONDS", help="How often it lets itself be heard.")
    ] = DEFAULT_BEAT,
    grace: Annotated[
        float, typer.Option(envvar="JOBWIDGETS_GRACE", metavar="SECONDS", help="Time jobs have to stop when told to.")
    ] = 10.0,
    max_attempts: Annotated[
        int,
        typer.Option(min=1, envvar="JOBWIDGETS_MAX_ATTEMPTS", help="So many workers lost to a job, and it has failed."),
    ] = 3,
    check: Annotated[bool, typer.Option("--check", help="Only import the modules and list their jobs.")] = False,
) -> None:
    """Run a worker for the jobs in MODULE... until SIGTERM, which hands running jobs back.

    REDIS_URL says where the jobs are; without it the embedded stack of this user gets one more worker.
    JOBWIDGETS_CODE_KEY, the same as the server's, lets it run functions of notebooks. The server must know of
    another lease, beat or number of attempts by the same variables.
    """
    from ..worker.main import load_offers, run_worker

    for place in reversed(path or [os.getcwd()]):
        if place not in sys.path:
            sys.path.insert(0, place)
    if check:
        for kind, offer in load_offers(modules).items():
            sys.stdout.write(f"{kind}  ({offer.module})\n")
        return
    redis_url, code_key = _where_jobs_are()
    run_worker(
        redis_url,
        modules,
        queues=queue or ["default"],
        concurrency=concurrency,
        code_key=code_key,
        lease=lease,
        beat=beat,
        grace=grace,
        max_attempts=max_attempts,
    )


def _where_jobs_are() -> tuple[str, str | None]:
    """REDIS_URL and JOBWIDGETS_CODE_KEY, from the environment or from the stack that runs."""
    code_key = os.environ.get("JOBWIDGETS_CODE_KEY") or None
    if given := os.environ.get("REDIS_URL"):
        return given, code_key
    from .. import local
    from ..local.home import Home

    runtime = local.find_stack()
    if runtime is None:
        raise ConfigurationError(
            "Set REDIS_URL (redis://[:password@]host:6379/0), or start the embedded stack: `jobwidgets up`."
        )
    return runtime.redis_url, code_key or Home.default().identity().code_key


def doctor(
    job: Annotated[str | None, typer.Argument(metavar="[JOB_ID]", help="Look at this job too.")] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Find out what is wrong, say so and say what to do. Exit code 1 if something is."""
    from .doctor import examine
    from .doctor.report import show
    from .terminal import output, print_json

    findings = asyncio.run(examine(job))
    if json:
        print_json([finding.as_dict() for finding in findings])
    else:
        show(findings, output())
    if any(finding.verdict == "fail" for finding in findings):
        sys.exit(1)


def version() -> None:
    """Print the version."""
    from ..local.runtime import own_version

    sys.stdout.write(f"jobwidgets {own_version()}\n")
