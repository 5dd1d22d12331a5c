"""Ends the stack if its supervisor dies without having done so (``kill -9``, out of memory).

Reads a pipe that only the supervisor holds open: each line is the whole list of members,
``[[pid, started, grace], …]`` in the order they are to be stopped. End of file without the line
``"done"`` before means that the supervisor is gone. The kernel's own means (PR_SET_PDEATHSIG) is not
used: it fires when the spawning *thread* ends, and only Linux has it.
"""

import signal
import sys

import msgspec

from .processes import ProcessId, stop

Watched = list[tuple[int, float, float]]


def encode(members: Watched) -> bytes:
    """One line for the pipe."""
    return msgspec.json.encode(members) + b"\n"


DONE = b'"done"\n'


def main() -> None:
    """Run until the pipe ends."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    members: Watched = []
    for line in sys.stdin.buffer:
        if line == DONE:
            return
        if line.endswith(b"\n"):  # a supervisor killed in the middle of a line leaves half of one
            members = msgspec.json.decode(line, type=Watched)
    for pid, started, grace in members:
        stop(ProcessId(pid, started), grace)


if __name__ == "__main__":
    main()
