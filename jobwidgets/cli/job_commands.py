"""``demo``, ``launch``, ``watch``, ``jobs``, ``cancel``, ``retry``, ``answer``: jobs of this user, on JOBWIDGETS_URL
or the embedded stack."""

import sys
import time
from typing import Annotated

import typer

from ..protocol.errors import ConfigurationError, NotWaiting
from ..protocol.ids import check_job_id, new_job_id
from .arguments import moment, open_session, parameters
from .arguments import priority as priority_of

DEMO_QUERY = "What does functools.lru_cache do?"

JobId = Annotated[str, typer.Argument(metavar="ID", help="As `launch` and `jobs` print it.")]
Params = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[KEY=VALUE]...",
        help="Its parameters. A VALUE that is JSON is that (3, true, [1], '\"3\"'), else text.",
    ),
]
Timeout = Annotated[float | None, typer.Option(metavar="SECONDS", help="Time for one attempt.")]
Retries = Annotated[int | None, typer.Option(help="How often a failed attempt is repeated.")]
Tags = Annotated[list[str] | None, typer.Option(help="A word to find it again by; may be repeated.")]
PriorityWord = Annotated[str | None, typer.Option(help="high, normal or low.")]
MaxTokens = Annotated[int | None, typer.Option(help="Having used so many it asks whether to go on.")]
MaxCost = Annotated[float | None, typer.Option(metavar="DOLLARS", help="Having cost so much it asks too.")]


def demo(
    query: Annotated[str, typer.Argument(help="What to ask the standard library's documentation.")] = DEMO_QUERY,
) -> None:
    """Start the stack, launch the `search` agent and watch it live."""
    from .terminal import hint
    from .watching import DETACHED, follow

    with open_session() as session:
        hint(f"search: {query}")
        code = follow(session.launch("search", {"query": query}))
    if code != DETACHED:
        hint("\nThe same in a notebook, with widgets: `make lab`, or")
        hint(f"    import jobwidgets as jw; jw.launch('search', query={query!r})")
    sys.exit(code)


def launch(
    type: Annotated[str, typer.Argument(metavar="TYPE", help="The job's type, e.g. search.")],
    params: Params = None,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Watch it live; exit as `watch` does.")] = False,
    key: Annotated[str | None, typer.Option(help="Launching again with the same key gives the same job.")] = None,
    delay: Annotated[float | None, typer.Option(metavar="SECONDS", help="Do not start it before.")] = None,
    at: Annotated[str | None, typer.Option(metavar="WHEN", help="Nor before 2030-01-31T08:00, or 08:00.")] = None,
    timeout: Timeout = None,
    retries: Retries = None,
    tag: Tags = None,
    priority: PriorityWord = None,
    max_tokens: MaxTokens = None,
    max_cost: MaxCost = None,
) -> None:
    """Launch a job and print its id."""
    from .terminal import hint, program
    from .watching import follow

    given, rank = parameters(params or []), priority_of(priority)
    when = moment(at) if at is not None else None
    with open_session() as session:
        job = session.launch(
            type,
            given,
            key=key,
            delay=delay,
            at=when,
            timeout=timeout,
            retries=retries,
            tags=tag or [],
            priority=rank,
            max_tokens=max_tokens,
            max_cost=max_cost,
        )
        if watch:
            sys.exit(follow(job))
        sys.stdout.write(f"{job.id}\n")
        hint(f"{program()} watch {job.id}")


def watch(job: JobId) -> None:
    """Watch a job live. Exit code 0 if it completed, 1 if it failed or was cancelled, 130 after Ctrl-C."""
    from .watching import follow

    with open_session() as session:
        sys.exit(follow(session.attach(job)))


def jobs(
    state: Annotated[
        list[str] | None, typer.Option(help="Only these, e.g. running or failed; may be repeated.")
    ] = None,
    type: Annotated[list[str] | None, typer.Option(help="Only of this type; may be repeated.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only with this tag; may be repeated.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="WHEN", help="Only of the last 90s, 15m, 2h, 30d; or after 2030-01-31T08:00.")
    ] = None,
    text: Annotated[str | None, typer.Option(help="Only with this in id, type or parameters.")] = None,
    parent: Annotated[str | None, typer.Option(metavar="ID", help="Only those that this job launched.")] = None,
    schedule: Annotated[str | None, typer.Option(metavar="NAME", help="Only those of this schedule.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List your jobs, newest first."""
    from .stack_commands import seconds
    from .terminal import hint, output, print_json
    from .views import job_table

    # Durations end in a letter or are bare numbers; points in time have a dash or a colon.
    begin = None if since is None else moment(since) if {"-", ":"} & set(since[1:]) else time.time() - seconds(since)
    with open_session() as session:
        found = session.jobs(
            state=state, type=type, tag=tag, since=begin, text=text, parent=parent, schedule=schedule, limit=limit
        )
    if json:
        print_json(found)
    elif found:
        output().print(job_table(found, time.time()))
    else:
        hint("no jobs")


def cancel(job: JobId) -> None:
    """Ask for a job to be cancelled and print its state."""
    check_job_id(job)
    with open_session() as session:
        sys.stdout.write(f"{session.rest.cancel(job).state}\n")


def retry(
    job: JobId,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Watch it live; exit as `watch` does.")] = False,
) -> None:
    """Launch a new job that does again what a job that is over did, and print its id."""
    from .terminal import hint, program
    from .watching import follow

    check_job_id(job)
    with open_session() as session:
        again = session.attach(job).retry()
        if watch:
            sys.exit(follow(again))
        sys.stdout.write(f"{again.id}\n")
        hint(f"{program()} watch {again.id}")


def answer(
    job: JobId,
    value: Annotated[
        str | None,
        typer.Argument(metavar="[VALUE]", help="JSON, or text. Left out, the question is shown and asked here."),
    ] = None,
    key: Annotated[str | None, typer.Option(help="The question's key: nothing else is answered then.")] = None,
) -> None:
    """Answer a job's question and print its state then."""
    from .asking import ask_on_terminal, question_lines, read_line, value_of
    from .terminal import hint, program, say

    check_job_id(job)
    with open_session() as session:
        record = session.rest.job(job)
        question = record.snapshot.input if record.snapshot is not None else record.input
        if question is None or (key is not None and key != question.key):
            what = "that question is not open" if question is not None else "it asks nothing"
            raise NotWaiting(f"Job {job} is {record.state.value}: {what}.")
        command = new_job_id()
        asked = question.key

        def send(given: object) -> None:
            nonlocal record
            record = session.rest.answer(job, given, key=asked, command=command)

        if value is not None:
            send(value_of(question, value))
        elif sys.stdin.isatty():
            ask_on_terminal(question, send, say, read_line)
        else:
            for line in question_lines(question):
                hint(line)
            raise ConfigurationError(f"Give the answer too: {program()} answer {job} VALUE")
    sys.stdout.write(f"{record.state.value}\n")
