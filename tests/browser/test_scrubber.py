"""`Scrubber` in JupyterLab: a recorded job moved through by mouse, keys and play."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from jobwidgets.testing import wait_until_sync

from .lab import LabPage

pytestmark = pytest.mark.browser

CASSETTE = Path(__file__).parent.parent.parent / "notebooks" / "search.jobcast"

SETUP = (
    f"import jobwidgets as jw\njob = jw.replay({str(CASSETTE)!r}, speed=None)\nscrubber = jw.Scrubber(job)\nscrubber"
)


def test_a_recorded_job_is_moved_through(page: LabPage, shots: Path) -> None:
    """It begins at the end; Home shows the beginning, the arrows one event each, play goes on from there to the end; no
    key is taken for a shortcut of the notebook, and Python sees the position."""
    page.new("scrub.ipynb", [SETUP, "print(scrubber.position, scrubber.snapshot.state.value)"])
    page.focus_mode(900, 1400)
    page.run_cell(0)
    slider = page.page.locator(".jw-scrubber input[type=range]")
    pill = page.page.locator(".jw-past .jw-pill")
    text = page.page.locator(".jw-past .jw-texts")
    expect(pill).to_have_text("Completed")
    expect(text).to_contain_text("subprocess")
    length = int(slider.get_attribute("max") or 0)
    assert length > 80
    page.screenshot(shots / "scrubber.png", page.output(0))

    slider.focus()
    slider.press("Home")
    expect(pill).to_have_text("Queued")
    expect(text).not_to_contain_text("subprocess")
    for _ in range(4):
        slider.press("ArrowRight")
    expect(pill).to_have_text("Running")
    expect(slider).to_have_attribute("aria-valuetext", f"event 4 of {length}, 0.0 s, running")
    for key in "ab":  # would insert cells
        slider.press(key)
    assert page.cell_count() == 2

    def told() -> bool:  # the kernel may hear of the last key after it has run the cell
        page.run_cell(1)
        return page.output(1).first.inner_text().split() == ["4", "running"]

    wait_until_sync(told, "Python to see the position")

    page.page.locator(".jw-speed").select_option("16")
    slider.press(" ")
    expect(pill).to_have_text("Completed")
    expect(page.page.get_by_role("button", name="Play")).to_be_visible()
    expect(slider).to_have_value(str(length))
    assert page.page.locator(".jw-past .jw-cancel:visible").count() == 0
