"""Log files of the stack, bounded in size without a process in between.

The processes write to a descriptor opened for appending, so the file can be copied and cut off under
them: nothing has to be piped through the supervisor, whose death would then break their output.
"""

from pathlib import Path
from typing import BinaryIO

LIMIT = 5 * 1024 * 1024
"""Bytes after which a log moves to ``<name>.log.1``; so twice as much is kept."""


def open_log(path: Path) -> BinaryIO:
    """``path`` for appending, readable by the user only."""
    path.touch(mode=0o600)
    return path.open("ab", buffering=0)


def cap(path: Path, limit: int = LIMIT) -> bool:
    """Move what is in ``path`` aside if it is larger than ``limit`` bytes; True if it was.

    Lines written between the copy and the cut are lost: acceptable for logs, never done to data.
    """
    try:
        if path.stat().st_size <= limit:
            return False
        with path.open("rb") as log:
            log.seek(-limit, 2)
            kept = log.read()
    except FileNotFoundError:
        return False
    old = path.with_name(path.name + ".1")
    old.touch(mode=0o600)
    old.write_bytes(kept)
    with path.open("r+b") as log:
        log.truncate(0)
    return True


def last_lines(path: Path, count: int = 3, *, since: int = 0) -> list[str]:
    """The last ``count`` non-empty lines written after offset ``since``; none if there is no file."""
    try:
        with path.open("rb") as log:
            size = log.seek(0, 2)
            start = max(since if since <= size else 0, size - 16 * 1024)
            log.seek(start)
            text = log.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return []
    return [line.rstrip() for line in text.splitlines() if line.strip()][-count:]
