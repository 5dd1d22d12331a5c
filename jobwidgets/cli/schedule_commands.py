"""``schedule add, list, remove``: jobs that are launched again and again."""

import time
from typing import Annotated

import typer

from .arguments import open_session, parameters
from .arguments import priority as priority_of
from .job_commands import MaxCost, MaxTokens, Params, PriorityWord, Retries, Tags, Timeout

schedules = typer.Typer(help="Launch jobs again and again, like cron.", no_args_is_help=True)


@schedules.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The schedule's; the same name again replaces it.")],
    cron: Annotated[
        str,
        typer.Argument(metavar="CRON", help="Minute, hour, day, month, weekday: '0 8 * * 1-5' is 8:00 on workdays."),
    ],
    type: Annotated[str, typer.Argument(metavar="TYPE", help="The job's type, e.g. search.")],
    params: Params = None,
    timezone: Annotated[str, typer.Option(help="In which CRON is read, e.g. Europe/Berlin.")] = "UTC",
    timeout: Timeout = None,
    retries: Retries = None,
    tag: Tags = None,
    priority: PriorityWord = None,
    max_tokens: MaxTokens = None,
    max_cost: MaxCost = None,
) -> None:
    """Launch a job whenever CRON comes round."""
    from .record_views import clock
    from .terminal import say

    given, rank = parameters(params or []), priority_of(priority)
    with open_session() as session:
        made = session.schedule(
            name,
            cron,
            type,
            given,
            timezone=timezone,
            timeout=timeout,
            retries=retries,
            tags=tag or [],
            priority=rank,
            max_tokens=max_tokens,
            max_cost=max_cost,
        )
    say(f"{made.name}: {made.type}, next at {clock(made.next)}" if made.next else f"{made.name}: {made.type}")


@schedules.command("list")
def list_(json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """List your schedules."""
    from .record_views import schedule_table
    from .terminal import hint, output, print_json

    with open_session() as session:
        found = session.schedules()
    if json:
        print_json(found)
    elif found:
        output().print(schedule_table(found, time.time()))
    else:
        hint("no schedules")


@schedules.command()
def remove(name: Annotated[str, typer.Argument(metavar="NAME", help="As `schedule list` prints it.")]) -> None:
    """Remove a schedule; jobs it launched run on."""
    with open_session() as session:
        session.unschedule(name)
