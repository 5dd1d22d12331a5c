"""``open`` and ``share``: the web page of the server, and links that show one job of it."""

import sys
import webbrowser
from typing import TYPE_CHECKING, Annotated

import typer

from ..protocol.ids import check_job_id
from .arguments import open_session
from .job_commands import JobId

if TYPE_CHECKING:
    from pathlib import Path

_DOOR = """\
<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={url}">
<title>jobwidgets</title>
<a href="{url}">jobwidgets</a>
"""


def open_page(
    job: Annotated[str | None, typer.Argument(metavar="[ID]", help="The job to show; left out, all of them.")] = None,
    print_: Annotated[
        bool, typer.Option("--print", help="Print the address instead. Whoever has it can do what you can.")
    ] = False,
) -> None:
    """Open the web page in your browser, signed in as you."""
    from .terminal import hint

    if job is not None:
        check_job_id(job)
    with open_session() as session:
        page = session.page_url(session.rest.job(job).id if job is not None else None)
        token = session.check().endpoint.token()
    address = f"{page}#token={token}" if token else page
    if print_:
        sys.stdout.write(f"{address}\n")
    elif not webbrowser.open(_door(address).as_uri()):
        hint("No browser could be started here. Open this one yourself, and keep it to yourself:")
        sys.stdout.write(f"{address}\n")
    else:
        hint(f"opened {page}")


def _door(address: str) -> "Path":
    """A file that only this user can read and that leads to ``address``: other users see what programs are called with.
    The next call takes its place."""
    from html import escape

    from ..local.home import Home, write_private

    path = Home.default().create().root / "open.html"
    write_private(path, _DOOR.format(url=escape(address)).encode())
    return path


def share(
    job: JobId,
    expires: Annotated[str, typer.Option(help="How long the link is good: seconds, or like 90m, 12h, 30d.")] = "7d",
) -> None:
    """Print a link that shows this job, live, to whoever has it, and nothing else."""
    from .stack_commands import seconds

    check_job_id(job)
    span = seconds(expires)
    with open_session() as session:
        sys.stdout.write(f"{session.attach(job).share(expires=span)}\n")
