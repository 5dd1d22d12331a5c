"""Fixtures of the browser tests: `lab`, a JupyterLab for the session, and `page`, a fresh page of it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from .lab import CHROMIUM, CHROMIUM_ARGS, RELEASED, LabPage, LabServer


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium. Ended with its module: while Playwright runs, no other event loop can."""
    if shutil.which(CHROMIUM) is None:
        pytest.skip(f"no Chromium at {CHROMIUM}; set JOBWIDGETS_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """A running JupyterLab with directories of its own."""
    server = LabServer(tmp_path_factory.mktemp("lab"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def page(lab: LabServer, chromium: Browser) -> Iterator[LabPage]:
    """A page of ``lab``. Afterwards its notebooks' kernels are ended, and no script error may have happened."""
    (lab.root / RELEASED).unlink(missing_ok=True)
    context = chromium.new_context(viewport={"width": 1100, "height": 900}, reduced_motion="no-preference")
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(error.stack or str(error)))
    yield LabPage(lab, page)
    context.close()
    lab.shut_down_kernels()
    assert not broken, f"scripts failed on the page: {broken}"


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: JOBWIDGETS_SHOTS or a temporary directory."""
    return Path(os.environ.get("JOBWIDGETS_SHOTS") or tmp_path_factory.mktemp("shots"))
