"""From a cell to a live widget with everything real: Valkey, relay, worker, kernel, JupyterLab in Chromium."""

import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.lab import LabPage

from .conftest import StackCommand

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

# The pictures of the README are made here: `make screenshots` says where they go.

# Notes what a reader would see of the first live job on the page: each width of its bar, each length of its text.
OBSERVE = """
() => {
  window.seen = {bars: new Set(), lengths: [], states: []};
  new MutationObserver(() => {
    const card = document.querySelector('.jw-activity[data-jobwidgets-job]');
    if (!card || card.dataset.jobwidgetsJob !== (seen.job ??= card.dataset.jobwidgetsJob)) return;
    const now = card.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow');
    if (now) seen.bars.add(Number(now));
    const length = card.querySelector('[data-channel=answer]')?.textContent.length ?? 0;
    if (length !== seen.lengths.at(-1)) seen.lengths.push(length);
    const state = card.dataset.state;
    if (state !== seen.states.at(-1)) seen.states.push(state);
  }).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
}
"""


def test_the_quickstart(page: LabPage, stack: StackCommand, shots: Path) -> None:
    """Run All: the stack starts, the bar moves, the text streams, the job completes, Cancel cancels."""
    page.open("quickstart.ipynb")
    page.focus_mode()
    page.page.evaluate(OBSERVE)
    page.page.evaluate("void jupyterapp.commands.execute('notebook:run-all-cells')")
    page.page.wait_for_function("seen.lengths.at(-1) > 350", timeout=240_000)
    for theme in ("light", "dark"):
        page.set_theme(theme)
        page.page.locator(".jw-statusbar").first.evaluate(
            "bar => { const box = bar.closest('.jp-WindowedPanel-outer') ?? bar.closest('.jp-Notebook');"
            " box.scrollTop += bar.getBoundingClientRect().top - 230; }"
        )
        # What came into sight is drawn with the next frame.
        page.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        page.screenshot(shots / f"quickstart-{theme}.png")
    page.set_theme("light")
    page.wait_done(page.cell_count() - 1, timeout=200)
    assert not page.errors()
    seen = page.page.evaluate("({bars: [...seen.bars], lengths: seen.lengths, states: seen.states})")
    assert len(seen["bars"]) >= 4, seen
    assert seen["bars"] == sorted(seen["bars"])
    assert len(seen["lengths"]) >= 10, "the text should come in many pieces"
    # A mark of Markdown's goes away when the word it marks is complete.
    pairs = zip(seen["lengths"], seen["lengths"][1:], strict=False)
    assert all(after > before - 20 for before, after in pairs), "text never shrinks while the job runs"
    assert seen["states"][-1] == "completed"
    expect(page.page.locator(".jw-statusbar")).to_contain_text("Connected")
    outputs = page.page.locator(".jp-OutputArea-output")
    assert outputs.filter(has_text="'cancelled'").count() >= 1


def test_the_relay_is_killed(page: LabPage, stack: StackCommand) -> None:
    """kill -9 of the server in mid-job: the status bar shows it, it comes back, nothing is lost or doubled."""
    page.new(
        "relay.ipynb",
        [
            "import jobwidgets as jw\njw.StatusBar()",
            "job = jw.launch('countdown', steps=60, seconds=12, text='end')\njob",
            "seen = []\nasync for event in job.events(): seen.append(event.seq)\n"
            "print('complete' if seen == list(range(1, len(seen) + 1)) else seen, job.text)",
        ],
    )
    page.run_cell(0, timeout=60)
    page.run_cell(1)
    bar, card = page.page.locator(".jw-statusbar"), page.page.locator(".jw-activity")
    expect(card).to_have_attribute("data-state", "running", timeout=60_000)
    expect(card).to_contain_text("55 …", timeout=60_000)
    page.run_cell(2, wait=False)
    server = stack.status()["pids"]["server"]
    os.kill(server, signal.SIGKILL)
    expect(bar).not_to_contain_text("Connected", timeout=30_000)
    expect(bar).to_contain_text("Connected", timeout=60_000)
    assert stack.status()["pids"]["server"] != server
    # At the end the saved form takes the live view's place.
    expect(page.output(1)).to_contain_text("Completed", timeout=60_000)
    expected = "".join(f"{n} … " for n in range(60, 0, -1)) + "end"
    assert " ".join(page.output(1).inner_text().split()).count(expected) == 1
    page.wait_done(2)
    assert "complete " + expected in " ".join(page.output(2).inner_text().split())


def test_cancel_by_click(page: LabPage, stack: StackCommand) -> None:
    """A click on Cancel while a cell keeps the kernel busy: the job says cancelling and ends cancelled."""
    page.new(
        "cancel.ipynb",
        [
            "import time\nimport jobwidgets as jw\njob = jw.launch('countdown', seconds=600)\njob",
            "end = time.monotonic() + 60\n"
            "while time.monotonic() < end and not job.done: time.sleep(0.05)\n"
            "print(job.state)",
        ],
    )
    page.run_cell(0, timeout=60)
    card = page.page.locator(".jw-activity")
    expect(card).to_have_attribute("data-state", "running", timeout=60_000)
    page.run_cell(1, wait=False)
    card.get_by_role("button", name="Cancel job").click()
    expect(page.output(0)).to_contain_text("Cancelled", timeout=60_000)
    page.wait_done(1)
    assert page.output(1).inner_text().strip() == "cancelled"


def test_a_kernel_restart_loses_nothing(page: LabPage, stack: StackCommand) -> None:
    """The kernel dies, the job runs on; a new kernel attaches by id and sees all of it."""
    page.new(
        "restart.ipynb",
        [
            "import jobwidgets as jw\njob = jw.launch('countdown', steps=20, seconds=8, text='end')\nprint(job.id)",
            "import os\nos._exit(1)",
        ],
    )
    page.run_cell(0, timeout=60)
    job_id = page.output(0).inner_text().strip()
    page.server.shut_down_kernels()
    page.new(
        "again.ipynb",
        [
            f"import jobwidgets as jw\njob = jw.attach({job_id!r})\njob",
            "print(job.wait(60).state, job.text.split()[0], job.text.split()[-1])",
        ],
    )
    page.run_cell(0, timeout=60)
    page.run_cell(1, timeout=60)
    assert page.output(1).inner_text().strip() == "completed 20 end"
