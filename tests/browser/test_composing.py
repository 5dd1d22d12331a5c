"""The widgets among other widgets, many at a time, and for everybody."""

from playwright.sync_api import expect

from ..front_end import FRONT_END
from .lab import LabPage

SETUP = """
import threading, time
import ipywidgets as w
from IPython.display import display
from jobwidgets.protocol import events as ev
from jobwidgets.testing import FakeJob, FakeSession, demo_script
import jobwidgets as jw

def start(job):
    job.emit(ev.Attempt(job="", attempt=1), ev.State(job="", state=ev.JobState.RUNNING))
    return job
"""

COMPOSED = """
job, other = start(FakeJob("one")), start(FakeJob("two"))
activity, beside = jw.TaskActivity(job), jw.TaskActivity(other)
bar, heard = w.FloatProgress(max=1.0), []
w.dlink((activity, "progress"), (bar, "value"), lambda share: share or 0.0)
activity.observe(lambda change: heard.append(change.new), "state")
other.emit(ev.Text(job="", delta="Hidden at first. "))
w.Tab([w.VBox([bar, activity]), w.Accordion([beside], titles=["Two"])], titles=["One", "Two"])
"""
GOES_ON = """
job.emit(ev.Progress(job="", value=1, total=4), ev.Text(job="", delta="Visible. "))
other.emit(ev.Text(job="", delta="Written meanwhile."))
job.emit(ev.State(job="", state=ev.JobState.COMPLETED))
"""

MANY = """
jobs = [start(FakeJob()) for _ in range(100)]
views = [jw.TaskActivity(job, title=f"job {i}") for i, job in enumerate(jobs)]
display(w.VBox(views))
def stream(job):
    for n in range(40):
        job.emit(ev.Text(job="", delta=f"word {n} "), ev.Progress(job="", value=n, total=40))
        time.sleep(0.05)
    job.emit(ev.State(job="", state=ev.JobState.COMPLETED))
threads = [threading.Thread(target=stream, args=(job,)) for job in jobs]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""

RICH = """
rich = FakeJob("search")
rich.emit(*(event for _, event in list(demo_script())[:-1]))
rich.emit(ev.Text(job="", delta="Let me see.", channel="reasoning"))
rich.ask("Proceed?", {"type": "object", "required": ["name"], "properties": {
    "name": {"type": "string", "description": "Yours"}, "count": {"type": "integer", "minimum": 1},
    "sure": {"type": "boolean"}}})
display(jw.StatusBar(FakeSession(rich)), jw.TaskActivity(rich))
"""


def test_they_are_widgets_among_widgets(page: LabPage) -> None:
    """In a VBox, a Tab and an Accordion, linked and observed; what was hidden is complete when it is shown. axe-core
    finds nothing in a job that has everything, in light and dark."""
    page.new("composing.ipynb", [SETUP, COMPOSED, GOES_ON, "bar.value, heard", RICH])
    page.run_cell(0)
    page.run_cell(1)
    shown = page.cell(1)
    expect(shown.locator(".jw-activity[data-state=running]").first).to_be_visible()
    page.run_cell(2)
    expect(shown.locator(".jw-activity[data-state=completed]")).to_contain_text("Visible.")
    page.run_cell(3)
    expect(page.output(3)).to_contain_text("(0.25, ['completed'])")
    shown.get_by_role("tab", name="Two").click()
    shown.locator(".jupyter-widget-Collapse-header, .p-Collapse-header, .lm-Collapse-header").first.click()
    expect(shown.get_by_text("Hidden at first. Written meanwhile.")).to_be_visible()

    page.run_cell(4)
    expect(page.cell(4).locator(".jw-activity[data-state=waiting_input]")).to_be_visible()
    page.page.add_script_tag(path=FRONT_END / "node_modules" / "axe-core" / "axe.min.js")
    for theme in ("light", "dark"):
        page.set_theme(theme)
        found = page.page.evaluate("async () => (await axe.run({include: [['.jw']]})).violations")
        told = [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found]
        assert told == [], theme


def test_a_hundred_jobs_reach_their_end(page: LabPage) -> None:
    """A hundred views that stream at once in one cell stay below Jupyter's message limits: each shows its end and
    its whole text."""
    page.new("hundred.ipynb", [SETUP, MANY])
    page.run_cell(0)
    page.run_cell(1, timeout=60)
    shown = page.cell(1)
    expect(shown.locator(".jw-activity[data-state=completed]")).to_have_count(100)
    text = "".join(f"word {n} " for n in range(40)).strip()
    whole = """text => [...document.querySelectorAll('.jw-activity')]
        .filter(node => node.textContent.replace(/\\s+/g, ' ').includes(text)).length === 100"""
    page.page.wait_for_function(whole, arg=text, timeout=30_000)
    expect(shown.get_by_text("Error displaying widget")).to_have_count(0)
