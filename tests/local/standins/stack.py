"""Runs a real `Supervisor` with a real Valkey and stand-ins: ``stack.py HOME WORKER-WORDS…``."""

import asyncio
import json
import logging
import os
import sys
from pathlib import Path

from jobwidgets.local import boot, members
from jobwidgets.local.home import Home
from jobwidgets.local.members import Member
from jobwidgets.local.supervisor import Patience, Supervisor

here = Path(__file__).parent
home = Home(Path(sys.argv[1])).create()
options = json.loads(os.environ.get("STANDIN", "{}"))
logging.basicConfig(filename=home.log("supervisor"), level=logging.INFO)

lock = home.supervisor_lock()
lock.acquire()
identity, runtime = boot.describe(home, boot.Wanted(idle_seconds=options.get("idle", 0)))
valkey = members.stack_members(home, identity, runtime)[0]
env = {**members.process_environment(home), "STANDIN_TOKEN": runtime.token, "SOCKET_PORT": str(runtime.ports["http"])}
server = Member(
    "server",
    [sys.executable, str(here / "server.py"), str(home.root)],
    env,
    lambda _: members.server_ready(runtime),
    5.0,
    "valkey",
)
worker = Member(
    "worker",
    [sys.executable, str(here / "member.py"), str(home.root / "note"), *sys.argv[2:]],
    env,
    lambda _: (home.root / "note").exists(),
    options.get("grace", 5.0),
    "server",
)
patience = Patience(crashes=options.get("crashes", 4), first_delay=0.05, longest_delay=0.2, tick=0.1, ready_poll=0.02)
supervisor = Supervisor(
    home,
    runtime,
    [valkey, server, worker],
    patience=patience,
    log_limit=options.get("log_limit", 100_000),
    all_or_nothing=options.get("all_or_nothing", False),
)
asyncio.run(supervisor.run())
if supervisor.failure:
    sys.exit(supervisor.failure)
