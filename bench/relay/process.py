"""Processes under measurement: on which core they run, what CPU time and memory they have used."""

import os
import resource
from collections.abc import Callable

import psutil

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def cores() -> tuple[set[int], set[int]]:
    """Where the server under test runs, and where Redis, publisher and load client do. The same on one core."""
    allowed = sorted(os.sched_getaffinity(0))
    return {allowed[0]}, set(allowed[1:]) or {allowed[0]}


def pinned(where: set[int]) -> Callable[[], None]:
    """For ``preexec_fn``: the new process and its threads stay on ``where``."""
    return lambda: os.sched_setaffinity(0, where)


def open_files() -> None:
    """As many file descriptors as this process may have; children inherit it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _family(pid: int) -> list[int]:
    return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]


def cpu_seconds(pid: int) -> float:
    """utime + stime of the process and of those it started that still run."""
    total = 0
    for one in _family(pid):
        with open(f"/proc/{one}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICK


def rss_bytes(pid: int) -> int:
    """Resident memory of the process and of those it started."""
    total = 0
    for one in _family(pid):
        with open(f"/proc/{one}/statm") as file:
            total += int(file.read().split()[1])
    return total * _PAGE
