"""IPython in a terminal: what a job shows there, on a terminal that answers like a real one."""

import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import threading
from collections.abc import Iterator
from fcntl import ioctl
from pathlib import Path
from types import SimpleNamespace

import pytest

from jobwidgets.cli.prompt import Toolbar
from jobwidgets.testing import wait_until_sync

SETUP = (
    "from jobwidgets.testing import FakeJob, FakeSession; from jobwidgets.widgets import StatusBar; "
    "from jobwidgets.protocol import events as ev; import threading; S = ev.JobState; "
    "job = FakeJob('search'); session = FakeSession(job)"
)
RUN = (
    "job.emit(ev.State(job='', state=S.RUNNING), ev.Step(job='', id='1', name='Thi\\x1b[2Jnk'), "
    "ev.Progress(job='', value=0.4))"
)
END = "threading.Timer(1, lambda: job.emit(ev.State(job='', state=S.COMPLETED, result=6 * 7))).start()"

_WHERE = b"\x1b[6n"
_CODES = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[=>78])")


class Terminal:
    """A program on a terminal of its own, 100 columns wide; all it ever showed, without control sequences."""

    def __init__(self, *command: str, home: Path) -> None:
        self.raw = b""
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.environ.update(TERM="xterm-256color", IPYTHONDIR=str(home), PYTHONWARNINGS="ignore")
            os.execv(command[0], command)
        ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self._from = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while True:
            try:
                select.select([self._fd], [], [])
                data = os.read(self._fd, 65536)
            except (OSError, ValueError):
                return
            if not data:
                return
            self.raw += data
            if _WHERE in data:
                os.write(self._fd, b"\x1b[5;1R")  # where the cursor is: without it no toolbar is drawn

    @property
    def shown(self) -> str:
        """What came since the last `type`."""
        return _CODES.sub("", self.raw[self._from :].decode(errors="replace"))

    def type(self, keys: str) -> None:
        self._from = len(self.raw)
        os.write(self._fd, keys.encode())

    def until(self, text: str) -> None:
        try:
            wait_until_sync(lambda: text in self.shown, text, timeout=30)
        except AssertionError:
            pytest.fail(f"no {text!r} on the terminal, which shows {self.shown!r}")

    def enter(self, code: str, answer: str) -> None:
        """Type ``code`` and wait for ``answer``."""
        self.type(code + "\r")
        self.until(answer)

    def close(self) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._fd)


@pytest.fixture
def ipython(tmp_path: Path) -> Iterator[Terminal]:
    """IPython at its first prompt, which knows a job and a session."""
    options = ("--no-banner", "--no-confirm-exit", "--colors=NoColor")
    terminal = Terminal(sys.executable, "-m", "IPython", *options, home=tmp_path)
    terminal.until("In [1]:")
    terminal.enter(SETUP, "In [2]:")
    yield terminal
    terminal.close()


@pytest.mark.timeout(120)
def test_a_job_in_a_terminal(ipython: Terminal) -> None:
    """StatusBar and job stand below the prompt and are kept up to date there while the user types; waiting shows the
    job live, an interrupt ends the waiting, and what the user typed is never touched."""
    ipython.enter("StatusBar(session)", "● connected")
    ipython.enter(RUN, "search 40% Think")  # only what changed is drawn
    assert b"\x1b[2J" not in ipython.raw
    ipython.enter("job", "search  running  40%  Think")
    ipython.type("21 *")
    ipython.until("21 *")
    ipython.enter(" 2", ": 42")
    for form in ("job.wait()", "await job"):
        ipython.enter(form, "▸ Think")
        ipython.type("\x03")
        ipython.until("WaitInterrupted: Job ")
        ipython.until("goes on; job.cancel() stops it.")
        ipython.until("In [")
    ipython.enter(f"{END}; job.result()", ": 42")
    ipython.enter("job.state", "'completed'")
    ipython.enter("", "search  completed")


def test_without_a_prompt_nothing_is_drawn(tmp_path: Path) -> None:
    """A script and a pipe get no live view, whatever they wait for."""
    import subprocess

    code = f"from IPython.core.interactiveshell import InteractiveShell\nInteractiveShell.instance()\n{SETUP}\n{RUN}\n"
    code += f"{END}\nStatusBar(session)._repr_mimebundle_()\nprint(job.result())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("42\n", "")


def test_a_toolbar_of_the_users_own_stays() -> None:
    """Where there is one, ours is left out; ours goes when it has nothing more to show."""
    session = SimpleNamespace(bottom_toolbar=None, refresh_interval=0)
    bar = Toolbar(SimpleNamespace(pt_app=session))
    lines: list[str | None] = ["one\x1b[2J", None]
    assert bar.add("job", lambda: lines.pop(0))
    assert session.bottom_toolbar() == [("", "one")]
    assert session.bottom_toolbar() == [("", "")]
    assert (session.bottom_toolbar, session.refresh_interval) == (None, 0)
    session.bottom_toolbar = "mine"
    assert not bar.add("job", lambda: "two")
    assert session.bottom_toolbar == "mine"
