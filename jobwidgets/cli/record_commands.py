"""``show`` and ``events``: what is on record of a job."""

import asyncio
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from ..protocol.ids import check_job_id
from .arguments import open_session
from .job_commands import JobId

if TYPE_CHECKING:
    from ..client.job import Job
    from ..protocol.events import Event


def show(
    job: JobId,
    json: Annotated[bool, typer.Option("--json", help="For programs: {job, history, children}.")] = False,
) -> None:
    """Show all of a job: state, question, error, transitions, attempts, checkpoints, the jobs it launched."""
    from .record_views import Family, record_view
    from .terminal import output, print_json

    check_job_id(job)
    with open_session() as session:
        record = session.rest.job(job)
        history = session.rest.history(job)
        family = Family.of(record, lambda parent, limit: session.jobs(parent=parent, limit=limit))
    if json:
        print_json({"job": record, "history": history, "children": family.as_list()})
    else:
        output().print(record_view(record, history, family, time.time()))


def events(
    job: JobId,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what happens, until it is over.")] = False,
    after: Annotated[int, typer.Option(min=0, metavar="SEQ", help="Begin after this event.")] = 0,
    epoch: Annotated[int | None, typer.Option(min=1, help="The epoch SEQ is of (default: the first).")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line, as on the wire.")] = False,
) -> None:
    """Print a job's events from the first on, also of one that ended long ago."""
    check_job_id(job)
    with open_session() as session:
        asyncio.run(_print_events(session.attach(job), after, epoch, follow=follow, json=json))


async def _print_events(job: "Job", after: int, epoch: int | None, *, follow: bool, json: bool) -> None:
    from ..protocol.wire import encode_event
    from .record_views import event_line

    def line(event: "Event") -> str:
        return encode_event(event).decode() if json else event_line(event)

    async for event in job.events(after=after, epoch=epoch, follow=follow):
        sys.stdout.write(line(event) + "\n")
        if follow:
            sys.stdout.flush()
