"""One real stack for all tests of the command line, and a way to run commands against it."""

import contextlib
import io
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jobwidgets import local
from jobwidgets.cli import main
from jobwidgets.local.runtime import Runtime

PROJECT = Path(__file__).parent / "project"
CONFIGURED = ("REDIS_URL", "JOBWIDGETS_URL", "JOBWIDGETS_TOKEN", "JOBWIDGETS_JOBS", "JWT_SECRET", "DATABASE_URL")


@dataclass
class Done:
    """What a command came to."""

    code: int
    out: str
    err: str


def run_cli(*words: str, env: dict[str, str] | None = None, timeout: float = 60) -> Done:
    """``jobwidgets WORDS…`` to its end; a traceback is a failure whatever the test looks for."""
    done = subprocess.run(
        [sys.executable, "-m", "jobwidgets", *words],
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def run_here(*words: str, env: dict[str, str] | None = None) -> Done:
    """`run_cli` without a process of its own, which takes a second or two to start."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, Path(os.devnull).open() as nothing:
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdin", nothing)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main([*words])
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
    assert "Traceback" not in err.getvalue(), err.getvalue()
    return Done(code, out.getvalue(), err.getvalue())


def run_on_terminal(*words: str, press: list[tuple[str, bytes]], timeout: float = 60) -> tuple[int, str]:
    """Run a command on a terminal of its own. Whenever the screen shows the next text of ``press``, its keys are
    pressed. The exit code, and all that was shown."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        os.execv(sys.executable, [sys.executable, "-m", "jobwidgets", *words])
    shown, seen, left = b"", 0, list(press)
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break
            if not data:
                break
            shown += data
        if left and left[0][0] in shown[seen:].decode(errors="replace"):
            os.write(terminal, left.pop(0)[1])
            seen = len(shown)
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode(errors="replace")


@pytest.fixture(scope="session")
def _stack_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("cli") / "home"
    with pytest.MonkeyPatch.context() as patch:
        for name in CONFIGURED:
            patch.delenv(name, raising=False)
        patch.setenv("JOBWIDGETS_HOME", str(root))
        local.ensure_stack(jobs=["errands"], paths=[str(PROJECT)])
        yield root
        local.stop_stack()


@pytest.fixture
def stack(_stack_home: Path, monkeypatch: pytest.MonkeyPatch) -> Runtime:
    """A stack that runs, with the jobs of ``project/errands.py``."""
    for name in CONFIGURED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JOBWIDGETS_HOME", str(_stack_home))
    return local.ensure_stack()


@pytest.fixture
def no_stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home in which nothing runs."""
    for name in CONFIGURED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JOBWIDGETS_HOME", str(tmp_path / "home"))


@pytest.fixture
def cli() -> Callable[..., Done]:
    """`run_cli`."""
    return run_cli


@pytest.fixture
def here() -> Callable[..., Done]:
    """`run_here`."""
    return run_here


@pytest.fixture
def on_terminal() -> Callable[..., tuple[int, str]]:
    """`run_on_terminal`."""
    return run_on_terminal
