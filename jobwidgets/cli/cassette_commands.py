"""``save`` and ``replay``: a job in a file, and out of it again."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from .arguments import open_session
from .job_commands import JobId

File = Annotated[Path, typer.Argument(metavar="FILE", help="Such as run.jobcast, or run.jobcast.gz.")]


def save(job: JobId, file: File) -> None:
    """Write all that a job said into FILE, to be played again without a server."""
    import warnings

    from ..client.cassettes import CassetteWarning
    from .terminal import hint, program, say

    with open_session() as session, warnings.catch_warnings(record=True, category=CassetteWarning) as told:
        warnings.simplefilter("always", CassetteWarning)
        session.attach(job).save(file)
    for warning in told:
        say(str(warning.message))
    hint(f"{program()} replay {file}")


def replay(
    file: File,
    speed: Annotated[float, typer.Option(metavar="TIMES", help="How many times as fast as it was.")] = 1.0,
    at_once: Annotated[bool, typer.Option("--at-once", help="Show how it ended, nothing else.")] = False,
) -> None:
    """Play a saved job, as `watch` shows one that runs; exit as `watch` does. No server is needed."""
    import warnings

    from ..client.cassettes import CassetteWarning
    from ..client.replayed import replay as play
    from .terminal import say
    from .watching import follow

    with warnings.catch_warnings(record=True, category=CassetteWarning) as told:
        warnings.simplefilter("always", CassetteWarning)
        job = play(file, None if at_once else speed)
    for warning in told:
        say(str(warning.message))
    sys.exit(follow(job))
