"""`StatusBar` in JupyterLab."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from .lab import LabPage
from .test_task_activity import SETUP

pytestmark = pytest.mark.browser


def test_connection_and_jobs(page: LabPage, shots: Path) -> None:
    """The bar tells the connection with countdown and since-when, counts jobs, names what runs, scrolls to it,
    and notices when its kernel is gone."""
    make = """job, other = start("transcode"), start("elsewhere")
job.emit(ev.Progress(job="", value=0.4, message="frame 400")); session = FakeSession(job, other, FakeJob("nightly"))
StatusBar(session)"""
    spacer = "from IPython.display import HTML; HTML('<div style=\"height:1500px\"></div>')"
    away = """session.pending = 2
session.status = ConnectionStatus("reconnecting", time.time() - 3, None, "connection refused", time.time() + 600)"""
    offline = 'session.status = ConnectionStatus("offline", time.time() - 300, None, "connection refused")'
    back = 'session.status = ConnectionStatus("connected", time.time(), 0.002)'
    page.new("bar.ipynb", [SETUP, make, spacer, "TaskActivity(job)", away, offline, back])
    page.focus_mode()
    for index in range(4):
        page.run_cell(index)
    bar = page.page.locator(".jw-statusbar")
    expect(bar.locator(".jw-state")).to_have_text("Connected")
    expect(bar).to_contain_text("2 ms")
    expect(bar).to_contain_text("2 running")
    expect(bar).to_contain_text("1 queued")
    page.screenshot(shots / "bar-connected-light.png", bar)

    activity = page.cell(3).locator(".jw-activity")
    bar.scroll_into_view_if_needed()
    expect(activity).not_to_be_in_viewport()
    bar.get_by_role("button", name="Show job transcode").click()
    expect(activity).to_be_in_viewport()
    # A job that the page does not show opens below the line, live, and can be closed.
    bar.get_by_role("button", name="Show job elsewhere").click()
    opened = bar.locator(".jw-activity")
    expect(opened.locator(".jw-pill")).to_have_text("Running")
    expect(bar.get_by_role("button", name="Show job elsewhere")).to_have_attribute("aria-expanded", "true")
    page.screenshot(shots / "bar-opened-light.png", bar)
    opened.get_by_role("button", name="Cancel job elsewhere").click()
    expect(opened.locator(".jw-pill")).to_have_text("Cancelling")
    bar.get_by_role("button", name="Close").click()
    expect(opened).to_have_count(0)

    page.run_cell(4)
    expect(bar.locator(".jw-state")).to_have_text("Reconnecting")
    expect(bar).to_contain_text("next try in")
    expect(bar).to_contain_text("2 actions wait · connection refused")
    page.screenshot(shots / "bar-reconnecting-light.png", bar)
    page.run_cell(5)
    expect(bar.locator(".jw-state")).to_have_text("Offline")
    expect(bar).to_contain_text("since 5 min")
    page.set_theme("dark")
    page.screenshot(shots / "bar-offline-dark.png", bar)
    page.run_cell(6)
    expect(bar.locator(".jw-state")).to_have_text("Connected")

    page.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    expect(bar.locator(".jw-state")).to_have_text("Kernel gone")
    expect(activity.locator(".jw-note")).to_contain_text("jw.attach(")
    expect(activity.get_by_role("button", name="Cancel")).to_have_count(0)


def test_what_is_saved_of_the_bar(page: LabPage, shots: Path) -> None:
    """The notebook keeps a plain line with the counts; the live line is put over it, after a reload too, and without a
    kernel the plain one remains."""
    make = "session = FakeSession(start(), FakeJob('waits'))\nStatusBar(session)"
    page.new("bar-saved.ipynb", [SETUP, make, "session.add(start('late'))"])
    page.run_cell(0)
    page.run_cell(1)
    bar, plain = page.page.locator(".jw-statusbar"), page.page.locator("[data-jobwidgets-bar]")
    expect(plain).to_have_count(1)
    expect(bar).to_have_count(1)
    expect(plain).to_be_hidden()
    page.save()
    (output,) = page.server.read_notebook("bar-saved.ipynb").cells[1].outputs
    assert output.data.keys() == {"text/html", "text/plain"}
    page.reload()
    expect(bar).to_contain_text("1 running")
    expect(plain).to_be_hidden()
    page.run_cell(2)
    expect(bar).to_contain_text("2 running")
    page.save()
    page.server.shut_down_kernels()
    page.open("bar-saved.ipynb")
    expect(plain).to_be_visible()
    expect(plain).to_contain_text("1 running, 1 queued as of")
    expect(bar).to_have_count(0)
    page.screenshot(shots / "bar-saved.png", page.output(1))
