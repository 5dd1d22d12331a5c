"""Single keys of the terminal while something else is shown: the answer to a simple question."""

import os
import select
import sys
from typing import Any


class Keyboard:
    """This terminal's keys, read one by one while `listen` is on; a dead one where there is no terminal.

    Ctrl-C stays what it is. `close` leaves the terminal as it was.
    """

    def __init__(self) -> None:
        self._fd: int | None = None
        self._before: Any = None
        try:
            fd = sys.stdin.fileno()
            # A program in the background would be stopped for touching the terminal.
            if os.isatty(fd) and os.tcgetpgrp(fd) == os.getpgrp():
                self._fd = fd
        except (OSError, ValueError, AttributeError):
            pass  # no file, no terminal, or no POSIX

    def listen(self, on: bool) -> None:
        """Have keys come one by one and unseen, or as usual."""
        if self._fd is None or on == (self._before is not None):
            return
        import termios
        import tty

        if on:
            self._before = termios.tcgetattr(self._fd)
            tty.setcbreak(self._fd, termios.TCSADRAIN)  # what was typed already counts
        else:
            termios.tcsetattr(self._fd, termios.TCSADRAIN, self._before)
            self._before = None

    def pressed(self) -> str:
        """The keys pressed since the last look, without waiting."""
        if self._before is None or self._fd is None or not select.select([self._fd], [], [], 0)[0]:
            return ""
        return os.read(self._fd, 64).decode(errors="replace")

    def close(self) -> None:
        """No more keys."""
        self.listen(False)
