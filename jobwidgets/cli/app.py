"""The commands in the order ``--help`` shows them. What each does stands in the module of its group."""

import typer

from . import (
    cassette_commands,
    job_commands,
    page_commands,
    record_commands,
    schedule_commands,
    server_commands,
    stack_commands,
)

app = typer.Typer(
    name="jobwidgets",
    help="Launch long-running agent jobs and watch them live.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

TRY = "Try"
JOBS = "Jobs"
STACK = "The embedded stack (this machine, this user)"
SERVERS = "On servers"

app.command(rich_help_panel=TRY)(job_commands.demo)
app.command(rich_help_panel=TRY)(server_commands.doctor)
app.command(rich_help_panel=JOBS)(job_commands.launch)
app.command(rich_help_panel=JOBS)(job_commands.watch)
app.command(rich_help_panel=JOBS)(job_commands.jobs)
app.command(rich_help_panel=JOBS)(record_commands.show)
app.command(rich_help_panel=JOBS)(record_commands.events)
# An answer may begin with a minus.
app.command(rich_help_panel=JOBS, context_settings={"ignore_unknown_options": True})(job_commands.answer)
app.command(rich_help_panel=JOBS)(job_commands.cancel)
app.command(rich_help_panel=JOBS)(job_commands.retry)
app.command(rich_help_panel=JOBS)(cassette_commands.save)
app.command(rich_help_panel=JOBS)(cassette_commands.replay)
app.command("open", rich_help_panel=JOBS)(page_commands.open_page)
app.command(rich_help_panel=JOBS)(page_commands.share)
app.add_typer(schedule_commands.schedules, name="schedule", rich_help_panel=JOBS)
app.command(rich_help_panel=STACK)(stack_commands.up)
app.command(rich_help_panel=STACK)(stack_commands.down)
app.command(rich_help_panel=STACK)(stack_commands.status)
app.command(rich_help_panel=STACK)(stack_commands.token)
app.command(rich_help_panel=SERVERS)(server_commands.server)
app.command(rich_help_panel=SERVERS)(server_commands.worker)
app.command(rich_help_panel=SERVERS)(server_commands.version)
