"""Finds, starts, replaces and stops the one stack of this user."""

import contextlib
import signal
import time
from collections.abc import Sequence

import msgspec
from filelock import Timeout

from ..protocol.errors import StackError
from . import logs, modules, valkey
from .boot import Wanted, spawn
from .home import Home
from .members import EXAMPLES
from .processes import kill_now, send, stop, wait_gone
from .runtime import Runtime, activity, own_environment, own_version, read_runtime

START_TIMEOUT = 60.0
STOP_TIMEOUT = 60.0
"""Longer than the graces of all members together."""


def ensure_stack(
    *,
    jobs: Sequence[str] = (),
    paths: Sequence[str] = (),
    idle_seconds: float | None = None,
    timeout: float = START_TIMEOUT,
) -> Runtime:
    """The stack of this user: found, or started and ready to take jobs.

    ``jobs``: modules its worker must serve beside those in ``JOBWIDGETS_JOBS``, imported from ``paths``
    (default: the current directory); without ``jobs`` a stack that is started serves those named last. With
    ``REDIS_URL`` set the stack uses that Redis instead of an embedded Valkey. A stack of another version, with
    another Redis or without a wanted module is replaced if nobody uses it. Raises `StackError` that says what
    to do, before anything is started or stopped if it is a module; waits at most ``timeout`` seconds.
    """
    wanted = Wanted.from_environment(jobs, paths, idle_seconds)
    home = Home.default().create()
    deadline = time.monotonic() + timeout
    found = _ready_now(home)
    if found is not None and _objections(found, wanted) == []:
        return found
    modules.check(home, wanted.jobs, wanted.paths)
    try:
        with home.start_lock(timeout):
            return _ensure(home, wanted, deadline)
    except Timeout:
        raise StackError(
            f"Another process has been starting or stopping the stack for {timeout:.0f} s "
            f"(lock: {home.root / 'start.lock'}). Try again; `jobwidgets status` shows what there is."
        ) from None


def find_stack() -> Runtime | None:
    """The stack if its supervisor runs; None otherwise. Starts nothing, asks nobody: cheap enough for every request."""
    found = read_runtime(Home.default())
    return found if found is not None and found.alive else None


def stop_stack(timeout: float = STOP_TIMEOUT) -> bool:
    """Stop the stack in order: the worker hands its jobs back, then the server, then Valkey. False if none ran.

    What a supervisor that was killed left behind is ended too. Raises `StackError` if it does not stop.
    """
    home = Home.default().create()
    try:
        with home.start_lock(timeout):
            found = read_runtime(home)
            if found is None:
                _check_lock_free(home)
                return False
            return _stop(home, found, timeout)
    except Timeout:
        raise StackError("Another process is starting or stopping the stack; try again.") from None


def _ensure(home: Home, wanted: Wanted, deadline: float) -> Runtime:
    """`ensure_stack` for the holder of the start lock."""
    while True:
        found = read_runtime(home)
        if found is None or not found.alive:
            _check_elsewhere(home, found)
            return _start(home, wanted, deadline)
        found = _settled(home, found, deadline)
        if found is None:
            continue  # it was stopping and has stopped
        if found.state == "failed":
            # Whatever was wrong may have been put right since; only what is wanted now is asked of the new one.
            _stop(home, found, STOP_TIMEOUT)
            return _start(home, wanted, deadline)
        objections = _objections(found, wanted)
        if not objections:
            return found
        if _in_use(found):
            if objections == [_OTHER_ENVIRONMENT]:
                return found  # it serves; `jobwidgets doctor` tells
            raise StackError(
                f"Your stack at {found.url} {' and '.join(objections)}, and it is in use. Stop it with "
                "`jobwidgets down` when its jobs have ended, or leave it and set JOBWIDGETS_HOME to another directory."
            )
        _stop(home, found, STOP_TIMEOUT)
        kept = [job for job in (*found.jobs, *found.dropped) if job not in EXAMPLES]
        if kept:
            # Remembered rather than named: one that cannot be imported any more must not be in the way.
            jobs, paths = dict.fromkeys([*wanted.jobs, *kept]), dict.fromkeys([*wanted.paths, *found.paths])
            modules.remember(home, list(jobs), list(paths))
            wanted = msgspec.structs.replace(wanted, named=False)
        return _start(home, wanted, deadline)


_OTHER_ENVIRONMENT = "runs in another Python environment"


def _objections(found: Runtime, wanted: Wanted) -> list[str]:
    """Why ``found`` will not do, as ends of a sentence that begins with "Your stack"."""
    reasons: list[str] = []
    if found.version != own_version():
        reasons.append(f"runs jobwidgets {found.version} and this is {own_version()}")
    if wanted.redis_url not in (None, found.redis_url):
        reasons.append("uses another Redis than REDIS_URL says")
    if missing := [job for job in wanted.jobs if job not in found.jobs]:
        reasons.append(f"does not serve {', '.join(missing)} (start `jobwidgets worker {' '.join(missing)}` beside it)")
    if found.environment != own_environment():
        reasons.append(_OTHER_ENVIRONMENT)
    return reasons


def _ready_now(home: Home) -> Runtime | None:
    """The stack if it runs and answers, without waiting for anything."""
    found = read_runtime(home)
    if found is None or not found.alive or found.state != "ready":
        return None
    # First leave a trace, then look: the supervisor closes the door first and then looks for traces.
    home.used_file.touch(mode=0o600)
    found = read_runtime(home)
    if found is None or found.state != "ready":
        return None
    try:
        activity(found)
    except OSError:
        return None
    return found


def _settled(home: Home, found: Runtime, deadline: float) -> Runtime | None:
    """Wait until the stack is ready and answers, or failed; None when it has gone. Raises `StackError`."""
    supervisor, why = found.supervisor, "it is still starting"
    while time.monotonic() < deadline:
        current = read_runtime(home)
        if current is None or not supervisor.alive:
            return None
        if current.state == "failed":
            return current
        if current.state == "ready":
            home.used_file.touch(mode=0o600)
            try:
                activity(current)
            except OSError as reason:
                why = f"its server does not answer: {reason}"
            else:
                if (after := read_runtime(home)) is not None and after.state == "ready":
                    return after
        time.sleep(0.05)
    raise StackError(f"Your stack at {found.url} is not ready ({why}). Look at {home.logs}, or run `jobwidgets down`.")


def _start(home: Home, wanted: Wanted, deadline: float) -> Runtime:
    if wanted.redis_url is None:
        valkey.binary()  # says at once, and to the user, what to do where there is none
    log = home.log("supervisor")
    said_before = log.stat().st_size if log.exists() else 0
    if wanted.named:
        modules.remember(home, wanted.jobs, wanted.paths)
    home.used_file.touch(mode=0o600)
    supervisor = spawn(home, wanted)
    while time.monotonic() < deadline:
        found = read_runtime(home)
        if found is not None and supervisor is not None and found.supervisor == supervisor:
            settled = _settled(home, found, deadline)
            if settled is not None and settled.state == "ready":
                return settled
            if settled is not None:
                _stop(home, settled, STOP_TIMEOUT)  # half a stack would take jobs and never run them
                raise StackError(f"The embedded stack could not be started. {settled.message}")
        if supervisor is None or not supervisor.alive:
            if found is not None and found.alive and found.supervisor != supervisor:
                # Somebody ran `jobwidgets up` at the same moment and was first.
                return _ensure(home, wanted, deadline)
            last = "; ".join(logs.last_lines(log, 2, since=said_before)) or "it said nothing"
            raise StackError(f"The supervisor ended at once: {last} (log: {log}).")
        time.sleep(0.02)
    raise StackError(f"The embedded stack was not ready in time. Look at {home.logs}, or run `jobwidgets down`.")


def _stop(home: Home, found: Runtime, timeout: float) -> bool:
    ran = found.alive
    if ran:
        send(found.supervisor, signal.SIGTERM)
        if not wait_gone([found.supervisor], timeout):
            kill_now([found.supervisor])
            wait_gone([found.supervisor], 5.0)
    if found.local:
        # Normally there is nothing left; a supervisor that was killed leaves it to us or to its watchdog.
        left = [info.process for info in reversed(found.members.values()) if info.process is not None]
        for process in left:
            ran = stop(process, 10.0) or ran if process.alive else ran
        if not wait_gone([found.supervisor, *left], 5.0):
            raise StackError(
                f"The stack does not stop: kill {', '.join(str(p.pid) for p in left if p.alive)} yourself."
            )
    current = read_runtime(home)
    if current is not None and current.supervisor == found.supervisor:
        with contextlib.suppress(FileNotFoundError):
            home.runtime_file.unlink()
    return ran


def _in_use(found: Runtime) -> bool:
    """Somebody is connected or a job is not over; a server that cannot tell counts as unused only if it is gone."""
    try:
        return not activity(found).idle
    except OSError:
        return found.state == "ready"


def _check_elsewhere(home: Home, found: Runtime | None) -> None:
    """Refuse to start beside a stack that we cannot see: on another machine with the same home directory."""
    if found is not None and not found.local and not _lock_is_free(home):
        raise StackError(
            f"A stack of yours runs on {found.host}, which shares {home.root} with this machine. Set JOBWIDGETS_URL "
            "and JOBWIDGETS_TOKEN to use a server that both reach, or JOBWIDGETS_HOME to a directory of this machine."
        )


def _check_lock_free(home: Home) -> None:
    if not _lock_is_free(home):
        raise StackError(
            f"A supervisor without a runtime file holds {home.root / 'supervisor.lock'}: it is starting. Try again."
        )


def _lock_is_free(home: Home) -> bool:
    lock = home.supervisor_lock()
    try:
        lock.acquire()
    except Timeout:
        return False
    lock.release()
    return True
