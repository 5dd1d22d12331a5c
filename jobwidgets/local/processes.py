"""Which process is which: a pid together with its start time, and stopping it with all it started.

A pid alone proves nothing: after a crash or a reboot the number belongs to somebody else.
"""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import msgspec
import psutil


class ProcessId(msgspec.Struct, frozen=True):
    """A process for good: ``started`` tells it from a later one with the same ``pid``.

    On Linux ``started`` counts clock ticks since boot, which no change of the wall clock moves;
    elsewhere it is seconds since 1970 as the kernel noted them.
    """

    pid: int
    started: float

    @classmethod
    def of(cls, pid: int) -> "ProcessId | None":
        """The process that has ``pid`` now, or None."""
        started = start_time(pid)
        return None if started is None else cls(pid, started)

    @property
    def alive(self) -> bool:
        """True while this very process runs; a zombie does not."""
        return start_time(self.pid) == self.started


def start_time(pid: int) -> float | None:
    """When the process with ``pid`` began (unit: see `ProcessId`); None if there is none or only its zombie."""
    if sys.platform == "linux":
        try:
            stat = Path(f"/proc/{pid}/stat").read_bytes()
        except OSError:
            return None
        # The name in parentheses may itself hold spaces and parentheses.
        fields = stat[stat.rindex(b")") + 2 :].split()
        return None if fields[0] in (b"Z", b"X") else float(fields[19])
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else process.create_time()
    except psutil.Error:
        return None


def descendants(pid: int) -> list[ProcessId]:
    """What ``pid`` started, directly or not. Ask before it dies: afterwards nobody knows."""
    try:
        found = psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return []
    return [who for child in found if (who := ProcessId.of(child.pid)) is not None]


def send(who: ProcessId, number: int) -> bool:
    """Signal ``who`` if it still is who it was; False otherwise."""
    if not who.alive:
        return False
    try:
        os.kill(who.pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def kill_now(processes: Iterable[ProcessId]) -> None:
    """SIGKILL each of ``processes`` that is still there."""
    for who in processes:
        send(who, getattr(signal, "SIGKILL", signal.SIGTERM))


def stop(who: ProcessId, grace: float) -> bool:
    """Ask ``who`` to end, wait up to ``grace`` seconds, then kill it and what it started.

    True if it went by itself. For processes that are not our children: those are awaited instead.
    """
    family = descendants(who.pid) if who.alive else []
    send(who, signal.SIGTERM)
    went = wait_gone([who], grace)
    kill_now([who, *family])
    if not went:
        wait_gone([who], 5.0)
    return went


def wait_gone(processes: Iterable[ProcessId], timeout: float) -> bool:
    """Wait until none of ``processes`` is alive; False after ``timeout`` seconds."""
    waiting = list(processes)
    deadline = time.monotonic() + timeout
    while waiting := [who for who in waiting if who.alive]:
        if time.monotonic() > deadline:
            return False
        with contextlib.suppress(ChildProcessError):
            os.waitpid(waiting[0].pid, getattr(os, "WNOHANG", 0))  # a child of ours must not stay a zombie
        time.sleep(0.02)
    return True
