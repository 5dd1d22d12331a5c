"""``demo``, ``launch``, ``watch``, ``jobs``, ``cancel``: jobs of this user, on JOBWIDGETS_URL or the embedded stack."""

import json
import os
import sys
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..protocol.errors import ConfigurationError

if TYPE_CHECKING:
    from ..client.session import Session

DEMO_QUERY = "What does functools.lru_cache do?"


def demo(
    query: Annotated[str, typer.Argument(help="What to ask the standard library's documentation.")] = DEMO_QUERY,
) -> None:
    """Start the stack, launch the `search` agent and watch it live."""
    from .terminal import hint
    from .watching import DETACHED, follow

    with _session() as session:
        hint(f"search: {query}")
        code = follow(session.launch("search", {"query": query}))
    if code != DETACHED:
        hint("\nThe same in a notebook, with widgets: `make lab`, or")
        hint(f"    import jobwidgets as jw; jw.launch('search', query={query!r})")
    sys.exit(code)


def launch(
    type: Annotated[str, typer.Argument(metavar="TYPE", help="The job's type, e.g. search.")],
    params: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KEY=VALUE]...",
            help="Its parameters. A VALUE that is JSON is that (3, true, [1], '\"3\"'), else text.",
        ),
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Watch it live; exit as `watch` does.")] = False,
    key: Annotated[str | None, typer.Option(help="Launching again with the same key gives the same job.")] = None,
    delay: Annotated[float | None, typer.Option(metavar="SECONDS", help="Do not start it before.")] = None,
    timeout: Annotated[float | None, typer.Option(metavar="SECONDS", help="Time for one attempt.")] = None,
    retries: Annotated[int | None, typer.Option(help="How often a failed attempt is repeated.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="A word to find it again by; may be repeated.")] = None,
) -> None:
    """Launch a job and print its id."""
    from .terminal import hint
    from .watching import follow

    given = parameters(params or [])
    with _session() as session:
        job = session.launch(type, given, key=key, delay=delay, timeout=timeout, retries=retries, tags=tag or [])
        if watch:
            sys.exit(follow(job))
        sys.stdout.write(f"{job.id}\n")
        hint(f"jobwidgets watch {job.id}")


def watch(job: Annotated[str, typer.Argument(metavar="ID", help="As `launch` and `jobs` print it.")]) -> None:
    """Watch a job live. Exit code 0 if it completed, 1 if it failed or was cancelled, 130 after Ctrl-C."""
    from .watching import follow

    with _session() as session:
        sys.exit(follow(session.attach(job)))


def jobs(
    state: Annotated[str | None, typer.Option(help="Only these, e.g. running or failed.")] = None,
    type: Annotated[str | None, typer.Option(help="Only of this type.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only with this tag.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List your jobs, newest first."""
    from .terminal import hint, output, print_json
    from .views import job_table

    with _session() as session:
        found = session.jobs(state=state, type=type, tag=tag, limit=limit)
    if json:
        print_json(found)
    elif found:
        output().print(job_table(found, time.time()))
    else:
        hint("no jobs")


def cancel(job: Annotated[str, typer.Argument(metavar="ID", help="As `launch` and `jobs` print it.")]) -> None:
    """Ask for a job to be cancelled and print its state."""
    from ..protocol.ids import check_job_id

    check_job_id(job)
    with _session() as session:
        sys.stdout.write(f"{session.rest.cancel(job).state}\n")


def parameters(words: list[str]) -> dict[str, Any]:
    """``["n=3", "query=hello"]`` as ``{"n": 3, "query": "hello"}``. Raises `ConfigurationError`."""
    found: dict[str, Any] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or not name:
            raise ConfigurationError(f"{word!r} is not a parameter: write it as name=value.")
        if name in found:
            raise ConfigurationError(f"Parameter {name!r} is given twice.")
        try:
            found[name] = json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            found[name] = text
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")  # so "NaN" stays the word it is


def _session() -> "Session":
    from .. import local
    from ..client.session import default_session
    from .terminal import hint

    if not os.environ.get("JOBWIDGETS_URL") and local.find_stack() is None:
        hint("starting the embedded stack …")
    return default_session()
