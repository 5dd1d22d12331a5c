"""`TaskActivity` in Notebook 7, which the same server serves: live, cancelled, and static in the end."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from jobwidgets.testing import wait_until_sync

from .lab import LabServer

pytestmark = pytest.mark.browser

START = """
from jobwidgets.testing import FakeJob, demo_script
job = FakeJob("search").play(demo_script(20_000))
job
"""


@pytest.fixture
def notebook(lab: LabServer, chromium: Browser) -> Iterator[Page]:
    """Notebook 7 with a cell that starts a job. No script but Notebook's own may fail (it stumbles over settings that
    only JupyterLab has)."""
    pytest.importorskip("notebook")
    lab.write_notebook("seven.ipynb", [START])
    context = chromium.new_context(viewport={"width": 1100, "height": 900})
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(error.stack or str(error)))
    page.goto(f"{lab.url}/notebooks/seven.ipynb")
    yield page
    context.close()
    lab.shut_down_kernels()
    assert not [stack for stack in broken if "/static/notebook/" not in stack]


def test_a_job_in_notebook_7(lab: LabServer, notebook: Page) -> None:
    """It streams, Cancel reaches the kernel and is seen to work, and what stays is plain HTML, saved with the file."""
    notebook.locator(".jp-Notebook .jp-CodeCell .cm-content").click(timeout=30_000)
    expect(notebook.locator(".jp-Notebook-ExecutionIndicator")).to_have_attribute("data-status", "idle")
    notebook.keyboard.press("Shift+Enter")
    pill = notebook.locator(".jw-activity .jw-pill")
    expect(pill).to_have_text("Running")
    expect(notebook.locator(".jw-texts")).to_contain_text("A queue passes items")

    notebook.get_by_role("button", name="Cancel job search").click()
    saved = notebook.locator("[data-jobwidgets-end]")
    expect(saved).to_contain_text("Cancelled")
    expect(saved).to_contain_text("A queue passes items")
    expect(pill).to_have_count(0)
    notebook.keyboard.press("Control+s")
    wait_until_sync(lambda: "data-jobwidgets-end" in (lab.root / "seven.ipynb").read_text(), "the file")
