"""`JobTable` in JupyterLab: many rows that live, are sorted, filtered, opened, cancelled, and end as plain HTML."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from .lab import LabPage

pytestmark = pytest.mark.browser

SETUP = """
from jobwidgets.protocol import events as ev
from jobwidgets.testing import FakeJob
from jobwidgets.widgets import JobTable
S = ev.JobState
def fake(**params):
    job = FakeJob("crawl")
    job.params = params
    return job
def begin(job, attempt=1):
    job.emit(ev.Attempt(job="", attempt=attempt), ev.State(job="", state=S.RUNNING))
"""

HUNDRED = """
sites = ["docs.python.org", "numpy.org", "pytest.org", "scipy.org", "jupyter.org"]
jobs = [fake(site=sites[n % 5], page=n + 1, depth=2) for n in range(100)]
for n, job in enumerate(jobs[:88]):
    begin(job, 2 if n % 17 == 3 else 1)
    job.emit(ev.Step(job="", id="s", name=["Fetch", "Parse", "Index", "Summarise"][n % 4]))
    if n % 9: job.emit(ev.Progress(job="", value=(n * 37) % 100, total=100))
for n, job in enumerate(jobs[:70]):
    if n == 5: job.ask("The site asks for a login: skip it?", {"enum": ["skip", "stop"]})
    elif n == 11: job.cancel()
    elif n % 13 == 7: job.emit(ev.State(job="", state=S.FAILED, error=ev.JobError("TimeoutError", "no answer in 30 s")))
    elif n % 3: job.emit(ev.Text(job="", delta=f"Page {n}. "), ev.State(job="", state=S.COMPLETED, result={"links": n}))
table = JobTable(jobs, title="Crawl the documentation")
table
"""

END = """
for job in jobs:
    if not job.snapshot.state.terminal:
        if job.state == "queued": begin(job)
        job.emit(ev.State(job="", state=S.CANCELLED if job.state == "cancelling" else S.COMPLETED, result="x"))
"""


def rows(page: LabPage) -> Locator:
    return page.page.locator(".jw-table .jw-tbody > .jw-tr")


def shows(page: LabPage, names: list[str]) -> None:
    """Wait until the first rows have these names."""
    for number, name in enumerate(names):
        expect(rows(page).nth(number).locator(".jw-c-name")).to_have_text(name)


def test_a_hundred_jobs_from_first_row_to_saved_table(page: LabPage, shots: Path) -> None:
    """The rows live; they are sorted, filtered and walked with the keyboard; one is opened and answered, one cancelled,
    then all; a reload brings everything back; the end is plain HTML in the saved notebook."""
    answered = "print(jobs[5].answers, table.selected == jobs[5].id, [j.state for j in jobs].count('cancelling'))"
    page.new("table.ipynb", [SETUP, HUNDRED, "jobs[0].emit(ev.Progress(job='', value=0.5))", answered, END])
    page.focus_mode(1000, 900)
    page.run_cell(0)
    page.run_cell(1)
    expect(rows(page)).to_have_count(100)
    page.screenshot(shots / "table-light.png", page.output(1))
    page.set_theme("dark")
    page.screenshot(shots / "table-dark.png", page.output(1))
    page.focus_mode(560, 900)
    page.screenshot(shots / "table-narrow-dark.png", page.output(1))
    page.focus_mode(1000, 900)
    page.set_theme("light")

    page.run_cell(2)
    expect(rows(page).first.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "50")
    page.page.get_by_role("button", name="Job", exact=True).click()
    page.page.get_by_role("button", name="Job", exact=True).click()
    shows(page, ["site=scipy.org, page=99", "site=scipy.org, page=94"])
    page.page.get_by_role("button", name="Job", exact=True).click()
    page.page.get_by_role("button", name=re.compile(r"^Needs an answer")).click()
    expect(rows(page)).to_have_count(1)
    page.page.get_by_role("button", name=re.compile(r"^All")).click()

    rows(page).first.focus()
    page.page.keyboard.press("End")
    expect(rows(page).last).to_be_focused()
    # The head stays where it is, and does not cover the row.
    edges = """() => ['.jw-rows', '.jw-thead', '.jw-tr:focus'].map(s => document.querySelector('.jw-table ' + s)
        .getBoundingClientRect()).map(box => [box.top, box.bottom])"""
    (top, bottom), (head_top, head_bottom), (row_top, row_bottom) = page.page.evaluate(edges)
    assert abs(head_top - top) < 2
    assert head_bottom <= row_top < row_bottom <= bottom + 1

    cells = page.cell_count()
    rows(page).nth(4).click()
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("a")
    assert page.cell_count() == cells
    page.page.keyboard.press("Enter")
    opened = page.page.locator(".jw-open .jw-activity")
    expect(opened).to_contain_text("The site asks for a login")
    page.screenshot(shots / "table-open-light.png", page.output(1))
    page.save()
    page.reload()
    expect(opened).to_contain_text("The site asks for a login")
    expect(rows(page)).to_have_count(100)
    opened.get_by_role("button", name="skip").click()
    expect(rows(page).nth(5).locator(".jw-c-state")).to_contain_text("Running")
    rows(page).nth(9).hover()
    rows(page).nth(9).get_by_role("button").click()
    expect(rows(page).nth(9).locator(".jw-c-state")).to_contain_text("Cancelling")
    every = page.page.locator(".jw-cancel-all")
    every.click()
    expect(every).to_have_text(re.compile(r"Really cancel \d+\?"))
    every.click()
    expect(every).to_have_text(re.compile(r"Cancelling \d+…"))
    page.run_cell(3)
    expect(page.output(3).first).to_contain_text("{'question': 'skip'} True")
    page.run_cell(4)
    saved = page.output(1).locator("[data-jobwidgets-end] table")
    expect(saved.locator("tr")).to_have_count(101)
    page.save()
    (output,) = page.server.read_notebook("table.ipynb").cells[1].outputs
    assert output.data.keys() == {"text/html", "text/plain"}
    page.screenshot(shots / "table-saved-light.png", page.output(1))
