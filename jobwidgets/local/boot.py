"""The life of a supervisor process: takes the lock, chooses ports, writes down what it is, runs.

`supervise` runs the stack in this process (``jobwidgets up --foreground``); `spawn` starts such a process
that outlives the one that asked.
"""

import asyncio
import logging
import os
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import TextIO

import msgspec
from filelock import Timeout

from ..protocol.errors import StackError
from . import logs, modules, valkey
from .home import Home, Identity
from .members import EXAMPLES, process_environment, stack_members
from .processes import ProcessId
from .runtime import Runtime, own_environment, own_python, own_version
from .supervisor import Supervisor

TOKEN_TTL = 30 * 86400.0
"""Seconds a token of the embedded stack is good for; the supervisor makes a new one each day."""
DEFAULT_IDLE_SECONDS = 1800.0


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants of a stack. ``jobs``: modules for the worker, beside the examples; ``named``: he named
    some himself, so those he named before are forgotten; ``paths``: directories they are imported from;
    ``redis_url``: a Redis of the user's own, None for the embedded Valkey; ``idle_seconds``: 0 for never."""

    jobs: tuple[str, ...] = ()
    named: bool = False
    paths: tuple[str, ...] = ()
    redis_url: str | None = None
    idle_seconds: float = DEFAULT_IDLE_SECONDS

    @classmethod
    def from_environment(
        cls, jobs: Sequence[str] = (), paths: Sequence[str] = (), idle_seconds: float | None = None
    ) -> "Wanted":
        """What the arguments and the environment say; ``paths`` defaults to the current directory.

        ``JOBWIDGETS_JOBS`` (modules, separated by commas or blanks), ``REDIS_URL``, ``JOBWIDGETS_IDLE_SECONDS``.

        Raises `StackError` for an idle time that is no number.
        """
        named = os.environ.get("JOBWIDGETS_JOBS", "").replace(",", " ").split()
        text = os.environ.get("JOBWIDGETS_IDLE_SECONDS", str(DEFAULT_IDLE_SECONDS))
        if idle_seconds is None:
            try:
                idle_seconds = max(0.0, float(text))
            except ValueError:
                raise StackError(f"JOBWIDGETS_IDLE_SECONDS is {text!r}: use seconds, 0 for never.") from None
        return cls(
            jobs=tuple(dict.fromkeys([*named, *jobs])),
            named=bool(jobs),
            paths=tuple(map(os.path.abspath, paths)) or _current_directory(),
            redis_url=os.environ.get("REDIS_URL") or None,
            idle_seconds=idle_seconds,
        )


def _current_directory() -> tuple[str, ...]:
    try:
        return (os.getcwd(),)
    except FileNotFoundError:  # deleted under us
        return ()


def supervise(wanted: Wanted, *, console: TextIO | None = None) -> None:
    """Run a stack in this process until it is told to stop. Lines about it go to the log and to ``console``.

    Modules that are ``named`` are taken as they are (`modules.check` them first), else those remembered are
    served again as far as they still can be. With a ``console``, whose reader nobody else will tell, a
    stack of which a member is given up while it starts is stopped. Raises `StackError` for that, if another
    supervisor has this home, or if nothing can be started here.
    """
    home = Home.default().create()
    lock = home.supervisor_lock()
    try:
        lock.acquire(timeout=1.0)  # somebody may be looking, for a moment, whether it is free
    except Timeout:
        raise StackError("A stack of yours runs already: see `jobwidgets status`.") from None
    try:
        os.umask(0o077)
        _log_to(home, console)
        logging.getLogger("jobwidgets.supervisor").info("supervisor %d of jobwidgets %s", os.getpid(), own_version())
        wanted, dropped = _with_remembered(home, wanted)
        identity, runtime = describe(home, wanted)
        runtime.dropped = dropped
        members = stack_members(home, identity, runtime)
        supervisor = Supervisor(
            home,
            runtime,
            members,
            fresh_token=lambda: mint(identity, identity.user, TOKEN_TTL),
            all_or_nothing=console is not None,
        )
        asyncio.run(supervisor.run())
    finally:
        lock.release()
    if supervisor.failure:
        raise StackError(f"The embedded stack could not be started. {supervisor.failure}")


def _with_remembered(home: Home, wanted: Wanted) -> tuple[Wanted, dict[str, str]]:
    """``wanted`` with the modules remembered unless some were named, and those that cannot be served any more."""
    known = modules.recall(home)
    again = [job for job in known.jobs if job not in wanted.jobs]
    if wanted.named or not again:
        return wanted, {}
    paths = tuple(dict.fromkeys([*known.paths, *wanted.paths]))
    good, bad = modules.usable(home, again, paths, beside=wanted.jobs)
    for job, why in bad.items():
        logging.getLogger("jobwidgets.supervisor").warning("not serving %s as before: %s", job, why)
    return msgspec.structs.replace(wanted, jobs=(*wanted.jobs, *good), paths=paths), bad


def describe(home: Home, wanted: Wanted) -> tuple[Identity, Runtime]:
    """The identity of ``home`` with ports that are free now, and the runtime of a stack about to start."""
    identity = home.identity()
    me = ProcessId.of(os.getpid())
    assert me is not None, "a process that runs has a start time"
    if not valkey.is_free(identity.http_port):
        identity.http_port = valkey.free_port()
    if wanted.redis_url is None and not valkey.is_free(identity.redis_port):
        identity.redis_port = valkey.free_port()
    home.save_identity(identity)
    own_redis = f"redis://:{identity.redis_password}@127.0.0.1:{identity.redis_port}/0"
    ports = {"http": identity.http_port}
    if wanted.redis_url is None:
        ports["redis"] = identity.redis_port
    runtime = Runtime(
        supervisor=me,
        url=f"http://127.0.0.1:{identity.http_port}",
        token=mint(identity, identity.user, TOKEN_TTL),
        user=identity.user,
        host=socket.gethostname(),
        version=own_version(),
        python=own_python(),
        environment=own_environment(),
        home=str(home.root),
        redis_url=wanted.redis_url or own_redis,
        embedded_redis=wanted.redis_url is None,
        jobs=list(dict.fromkeys([*EXAMPLES, *wanted.jobs])),
        paths=list(wanted.paths),
        ports=ports,
        started=time.time(),
        idle_seconds=wanted.idle_seconds,
    )
    return identity, runtime


def mint(identity: Identity, user: str, ttl: float) -> str:
    """A token for ``user`` of the embedded stack, good for ``ttl`` seconds."""
    from jobwidgets_server.auth import make_token

    return make_token(identity.jwt_secret, user, ttl)


def spawn(home: Home, wanted: Wanted) -> ProcessId | None:
    """Start a supervisor that outlives this process; None if it has ended already.

    Through a shell that ends at once, in a session of its own: a kernel that shuts down ends all its
    descendants, so the supervisor must not be one.
    """
    argv = [sys.executable, "-P", "-m", "jobwidgets", "up", "--supervise", "--idle", f"{wanted.idle_seconds:g}"]
    # What JOBWIDGETS_JOBS names travels in the environment: on the command line it would count as named by the user.
    argv += [*(word for path in wanted.paths for word in ("--path", path)), *(wanted.jobs if wanted.named else ())]
    env = process_environment(home)
    if wanted.redis_url is not None:
        env["REDIS_URL"] = wanted.redis_url
    with logs.open_log(home.log("supervisor")) as out:
        if sys.platform == "win32":
            flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
            started = subprocess.Popen(
                argv, cwd=home.work, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, creationflags=flags
            )
            return ProcessId.of(started.pid)
        line = f"{shlex.join(argv)} </dev/null >&2 & echo $!"
        shell = subprocess.run(
            ["/bin/sh", "-c", line],
            cwd=home.work,
            env=env,
            stdout=subprocess.PIPE,
            stderr=out,
            start_new_session=True,
            check=True,
        )
    return ProcessId.of(int(shell.stdout))


def _log_to(home: Home, console: TextIO | None) -> None:
    logger = logging.getLogger("jobwidgets.supervisor")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    where: list[logging.Handler] = [logging.FileHandler(home.log("supervisor"), encoding="utf-8")]
    if console is not None:
        where.append(logging.StreamHandler(console))
    for handler in where:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
