"""The user's job modules: tried out before anything is started, and remembered for a stack that starts by itself.

A module is tried in a process that is thrown away, by the worker's own loader (``jobwidgets worker
--check``): importing it here would run the user's code in the supervisor or in his kernel.
"""

import signal
import subprocess
import sys
from collections.abc import Sequence

import msgspec

from ..protocol.errors import StackError
from .home import Home, write_private
from .members import EXAMPLES, process_environment

CHECK_TIMEOUT = 60.0
"""Seconds to import all modules of a worker."""


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """The modules that ``jobwidgets up`` was given last, and the directories they are imported from."""

    jobs: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


def remember(home: Home, jobs: Sequence[str], paths: Sequence[str]) -> None:
    """Replace what is remembered."""
    write_private(home.modules_file, msgspec.json.encode(Remembered(jobs=tuple(jobs), paths=tuple(paths))))


def recall(home: Home) -> Remembered:
    """What is remembered; nothing if the file is missing or cannot be understood."""
    try:
        return msgspec.json.decode(home.modules_file.read_bytes(), type=Remembered)
    except (FileNotFoundError, msgspec.MsgspecError):
        return Remembered()


def check(home: Home, jobs: Sequence[str], paths: Sequence[str]) -> None:
    """Raises `StackError` if a worker could not serve ``jobs`` (beside the examples)."""
    if jobs and (wrong := _complaint(home, jobs, paths)) is not None:
        raise StackError(f"{wrong} Nothing was started or stopped.")


def usable(
    home: Home, jobs: Sequence[str], paths: Sequence[str], *, beside: Sequence[str] = ()
) -> tuple[list[str], dict[str, str]]:
    """Those of ``jobs`` that a worker can serve beside the examples and ``beside``, and why the others not."""
    if not jobs or _complaint(home, [*beside, *jobs], paths) is None:
        return list(jobs), {}
    good: list[str] = []
    bad: dict[str, str] = {}
    for job in jobs:
        if (wrong := _complaint(home, [*beside, *good, job], paths)) is None:
            good.append(job)
        else:
            bad[job] = wrong
    return good, bad


def _complaint(home: Home, jobs: Sequence[str], paths: Sequence[str]) -> str | None:
    """Why a worker cannot load ``jobs``; None if it can."""
    modules = dict.fromkeys([*EXAMPLES, *jobs])
    places = [word for path in paths for word in ("--path", path)]
    argv = [sys.executable, "-P", "-m", "jobwidgets", "worker", "--check", *modules, *places]
    try:
        done = subprocess.run(
            argv,
            cwd=home.work,
            env=process_environment(home),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=CHECK_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"Importing {', '.join(jobs)} took longer than {CHECK_TIMEOUT:.0f} s."
    if done.returncode == 0:
        return None
    said = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    if done.returncode > 0 and said:
        return said[-1].removeprefix("jobwidgets: ")
    how = signal.Signals(-done.returncode).name if done.returncode < 0 else f"exit code {done.returncode}"
    return f"Importing {', '.join(jobs)} ends the process ({how})."
