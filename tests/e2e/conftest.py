"""A JupyterLab whose kernels use a fresh embedded stack: everything is real."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import shots as shots
from tests.browser.conftest import start_chromium
from tests.browser.lab import LabPage, LabServer

ROOT = Path(__file__).parent.parent.parent

chromium = pytest.fixture(scope="module")(start_chromium)


class StackCommand:
    """The command line, as the user of this stack would call it."""

    def __init__(self, home: Path) -> None:
        unset = ("JOBWIDGETS_URL", "JOBWIDGETS_TOKEN", "REDIS_URL", "DATABASE_URL")
        self.env = {**{k: v for k, v in os.environ.items() if k not in unset}, "JOBWIDGETS_HOME": str(home)}

    def __call__(self, *args: str, check: bool = True, timeout: float = 90) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "jobwidgets", *args]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, check=check, timeout=timeout)

    def status(self) -> dict[str, Any]:
        return msgspec.json.decode(self("status", "--json").stdout)


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StackCommand]:
    """Nothing is started yet: the first launch does that."""
    command = StackCommand(tmp_path_factory.mktemp("home") / "jobwidgets")
    yield command
    command("down")


@pytest.fixture(scope="package")
def lab(tmp_path_factory: pytest.TempPathFactory, stack: StackCommand) -> Iterator[LabServer]:
    """JupyterLab with the example notebooks."""
    server = LabServer(tmp_path_factory.mktemp("lab"), env={"JOBWIDGETS_HOME": stack.env["JOBWIDGETS_HOME"]})
    shutil.copytree(ROOT / "notebooks", server.root)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def page(lab: LabServer, chromium: Browser) -> Iterator[LabPage]:
    """A page of ``lab``; no script error may have happened on it."""
    context = chromium.new_context(viewport={"width": 1100, "height": 900})
    opened = context.new_page()
    broken: list[str] = []
    opened.on("pageerror", lambda error: broken.append(error.stack or str(error)))
    yield LabPage(lab, opened)
    context.close()
    lab.shut_down_kernels()
    assert not broken, f"scripts failed on the page: {broken}"
