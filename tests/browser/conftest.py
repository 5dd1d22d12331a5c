"""Fixtures of the browser tests: `lab`, a JupyterLab for all of them, and `page`, a page of it without a notebook."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from .lab import CHROMIUM, CHROMIUM_ARGS, RELEASED, VIEWPORT, LabPage, LabServer

expect.set_options(timeout=30_000)  # Playwright's own 5 s are too short for a busy machine


def start_chromium() -> Iterator[Browser]:
    """A headless Chromium. While Playwright runs, no other event loop can: it ends before other tests begin."""
    if shutil.which(CHROMIUM) is None:
        pytest.skip(f"no Chromium at {CHROMIUM}; set JOBWIDGETS_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


chromium = pytest.fixture(scope="package")(start_chromium)


@pytest.fixture(scope="package")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """A running JupyterLab with directories of its own."""
    server = LabServer(tmp_path_factory.mktemp("lab"))
    server.start()
    yield server
    server.stop()


class OnePage:
    """The page that the tests have one after the other, and what failed on it."""

    def __init__(self, lab: LabServer, chromium: Browser) -> None:
        self._lab, self._chromium = lab, chromium
        self._page: LabPage | None = None
        self.broken: list[str] = []

    def get(self) -> LabPage:
        if self._page is None:
            page = self._chromium.new_context(viewport=VIEWPORT, reduced_motion="no-preference").new_page()
            page.on("pageerror", lambda error: self.broken.append(error.stack or str(error)))
            self._page = LabPage(self._lab, page)
        return self._page

    def close(self) -> None:
        """The next test gets a new one."""
        if self._page is not None:
            self._page.page.context.close()
        self._page = None


@pytest.fixture(scope="package")
def one_page(lab: LabServer, chromium: Browser) -> Iterator[OnePage]:
    """See `OnePage`."""
    one = OnePage(lab, chromium)
    yield one
    one.close()


@pytest.fixture
def page(lab: LabServer, one_page: OnePage, request: pytest.FixtureRequest) -> Iterator[LabPage]:
    """A page of ``lab`` without a notebook. Afterwards its notebooks' kernels are ended, and no script error may have
    happened. Who comes after a test that failed gets a new page."""
    (lab.root / RELEASED).unlink(missing_ok=True)
    failed = request.session.testsfailed
    one_page.broken.clear()
    page = one_page.get()
    yield page
    broken = list(one_page.broken)  # what Lab says of a notebook that is taken from it is not meant
    if request.session.testsfailed == failed:
        page.leave()
    else:
        one_page.close()
    lab.shut_down_kernels()
    assert not broken, f"scripts failed on the page: {broken}"


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: JOBWIDGETS_SHOTS or a temporary directory."""
    return Path(os.environ.get("JOBWIDGETS_SHOTS") or tmp_path_factory.mktemp("shots"))
