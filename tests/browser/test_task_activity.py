"""`TaskActivity` in JupyterLab: renders, streams, cancels, survives, ends."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from jobwidgets.testing import wait_until_sync

from .lab import RELEASED, LabPage

pytestmark = pytest.mark.browser

SETUP = """
import threading, time
from IPython.display import display
from jobwidgets.client.status import ConnectionStatus
from jobwidgets.protocol import events as ev
from jobwidgets.testing import FakeJob, FakeSession, demo_job
from jobwidgets.widgets import StatusBar, TaskActivity
S = ev.JobState
def start(type="search"):
    job = FakeJob(type)
    job.emit(ev.Attempt(job="", attempt=1), ev.State(job="", state=S.RUNNING))
    return job
def text(job, delta, channel="answer"):
    job.emit(ev.Text(job="", delta=delta, channel=channel))
"""

BUSY = f"import os\nwhile not os.path.exists('{RELEASED}'): time.sleep(0.02)\nend = time.time()"
"""Keeps the kernel busy until `release`."""


def release(page: LabPage) -> None:
    """Let a cell that runs `BUSY` end."""
    (page.server.root / RELEASED).touch()


def answer(page: LabPage) -> str:
    """The text the page shows, letter by letter."""
    return squeezed(page.page.get_by_role("log", name="Answer").first.evaluate("node => node.textContent"))


def squeezed(text: str) -> str:
    """``text`` without white space: Markdown does not keep it."""
    return "".join(text.split())


def wait_text(page: LabPage, expected: str) -> None:
    wanted = squeezed(expected)
    wait_until_sync(lambda: answer(page) == wanted, f"{len(wanted)} characters on the page", timeout=60, poll=0.05)


def kernel_value(page: LabPage, index: int) -> Any:
    """Run the cell ``index``, which prints JSON."""
    page.run_cell(index)
    return json.loads(page.output(index).first.inner_text())


def test_a_run_from_start_to_saved_result(page: LabPage, shots: Path) -> None:
    """A job is seen to run: state, steps, progress, text; its end takes the same place as plain HTML, saved
    with the notebook, readable without a kernel. Light, dark and narrow are photographed."""
    demo = """from jobwidgets.testing import demo_script
seen = threading.Event()
def script():
    for n, step in enumerate(demo_script(240)):
        if n == 180: seen.wait()  # in the middle of its text, until the page has been looked at
        yield step
job = FakeJob("search").play(script()); widget = TaskActivity(job)
widget"""
    page.new("run.ipynb", [SETUP, demo, "seen.set()\njob.wait(60)\nprint(repr(job.text))"])
    page.focus_mode(1000, 1500)
    page.run_cell(0)
    page.run_cell(1)
    live = page.page.locator(".jw-activity")
    expect(live.locator(".jw-pill")).to_have_text("Running")
    expect(live.locator(".jw-step")).to_have_count(6)
    bar = live.get_by_role("progressbar")
    expect(bar).to_have_attribute("aria-valuenow", re.compile(r"[5-9]\d"))
    page.screenshot(shots / "running-light.png", page.output(1))
    page.set_theme("dark")
    page.screenshot(shots / "running-dark.png", page.output(1))
    page.focus_mode(520, 1500)
    page.screenshot(shots / "running-narrow-dark.png", page.output(1))
    page.focus_mode(1000, 1500)
    page.run_cell(2)
    saved = page.output(1).locator("[data-jobwidgets-end]")
    saved.wait_for()
    expect(live).to_have_count(0)
    expect(saved).to_contain_text("Completed")
    page.screenshot(shots / "completed-dark.png", page.output(1))
    page.set_theme("light")
    page.screenshot(shots / "completed-light.png", page.output(1))
    page.save()
    (output,) = page.server.read_notebook("run.ipynb").cells[1].outputs
    assert output.data.keys() == {"text/html", "text/plain"}

    page.server.shut_down_kernels()
    page.reload()
    saved.wait_for()
    text = saved.locator("[data-jobwidgets-text]").inner_text()
    assert text.strip() == eval(page.output(2).first.inner_text()).strip()
    assert "Error displaying widget" not in page.page.locator(".jp-Notebook").inner_text()
    page.screenshot(shots / "reopened-light.png", page.output(1))


def test_streams_complete_while_the_kernel_is_busy(page: LabPage) -> None:
    """20,000 characters at full speed, written while a cell keeps the kernel busy, arrive letter by letter."""
    stream = """job = start(); display(TaskActivity(job))
def write():
    for n in range(2500):
        text(job, f"{n:06d} " + ("\\n" if n % 12 == 11 else " "))
        if n % 5 == 0: time.sleep(0.001)
threading.Thread(target=write).start()
"""
    page.new("stream.ipynb", [SETUP, stream + BUSY, "1"])
    page.run_cell(0)
    page.run_cell(1, wait=False)
    expected = "".join(f"{n:06d} " + ("\n" if n % 12 == 11 else " ") for n in range(2500))
    assert len(expected) == 20_000
    wait_text(page, expected)
    # Still running: the text did not wait for the cell.
    assert "*" in page.cell(1).locator(".jp-InputPrompt").inner_text()

    # The reader scrolls up: the text grows on without moving them; one click brings them back.
    scroller = page.page.get_by_role("log", name="Answer")
    jump = page.page.get_by_role("button", name="Jump to end")
    wait_until_sync(lambda: scroller.evaluate("n => n.scrollHeight - n.scrollTop - n.clientHeight") < 2, "the end")
    expect(jump).to_be_hidden()
    scroller.hover()
    page.page.mouse.wheel(0, -600)
    expect(jump).to_be_visible()
    release(page)
    page.wait_done(1)
    page.page.evaluate("jupyterapp.shell.currentWidget.content.activeCellIndex = 2")
    # Between two blocks of text the point hits no text: look a little further down.
    first_line = """n => { const box = n.getBoundingClientRect();
        for (let y = 30; y < 90; y += 4) {
            const at = document.caretPositionFromPoint(box.left + 20, box.top + y);
            const text = at?.offsetNode?.data?.slice(at.offset, at.offset + 60);
            if (text?.length > 30) return text;
        }
        return ""; }"""
    line = scroller.evaluate(first_line)
    assert len(line) > 30
    page.page.evaluate(
        "code => jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({code}).done",
        "text(job, 'more\\n' * 30)",
    )
    wait_text(page, expected + "more\n" * 30)
    assert scroller.evaluate(first_line) == line
    jump.click()
    wait_until_sync(lambda: scroller.evaluate("n => n.scrollHeight - n.scrollTop - n.clientHeight") < 2, "the end")
    expect(jump).to_be_hidden()


def test_a_refused_cancel_can_be_asked_again(page: LabPage) -> None:
    """What the server refuses after the click is shown beside the job, and the button is there again."""
    refuse = """from jobwidgets.protocol.errors import NotFound
job = start(); job.cancel = lambda: job.refuse_cancel(NotFound("The server said no."))
TaskActivity(job)"""
    page.new("refused.ipynb", [SETUP, refuse])
    page.run_cell(0)
    page.run_cell(1)
    activity = page.page.locator(".jw-activity")
    button = activity.get_by_role("button", name="Cancel")
    for _ in range(2):
        button.click()
        expect(activity.locator(".jw-note")).to_have_text("Not cancelled: The server said no.")
        expect(button).to_be_enabled()
        expect(button).to_have_text("Cancel")


def test_cancel_reaches_a_busy_kernel(page: LabPage) -> None:
    """A click gets through while a cell sleeps in a loop, and the button tells how far it has come; where the
    kernel does not react, the view says so after two seconds."""
    busy = """job = start(); widget = TaskActivity(job); display(widget)
deaf = start("deaf"); quiet = TaskActivity(deaf); quiet.receive = lambda message: None; display(quiet)
begin = time.time()
asked = []
job.observe(lambda job: asked.append((job.state, time.time())))
"""
    seen = "import json; print(json.dumps([asked[0][0], asked[0][1], end]))"
    finish = 'job.emit(ev.State(job="", state=S.CANCELLED, reason="user"))'
    page.new("cancel.ipynb", [SETUP, busy + BUSY, seen, finish])
    page.run_cell(0)
    page.run_cell(1, wait=False)
    first, second = (page.page.locator(".jw-activity").nth(i) for i in (0, 1))
    expect(first.locator(".jw-pill")).to_have_text("Running")
    first.get_by_role("button", name="Cancel job search").click()
    expect(first.locator(".jw-pill")).to_have_text("Cancelling")
    second.get_by_role("button", name="Cancel job deaf").click()
    expect(second.locator(".jw-note")).to_have_text(re.compile("Asking to cancel…|The kernel is busy"))
    expect(second.locator(".jw-note")).to_contain_text("The kernel is busy")
    assert "*" in page.cell(1).locator(".jp-InputPrompt").inner_text()
    release(page)
    page.wait_done(1)
    state, at, end = kernel_value(page, 2)
    assert state == "cancelling"
    assert at < end, "the click waited for the cell"
    page.run_cell(3)
    expect(page.output(1).first).to_contain_text("Cancelled")


def test_a_reload_changes_nothing(page: LabPage) -> None:
    """After a reload in mid-stream the text is the same and goes on; a job that ends afterwards still leaves
    plain HTML in the saved notebook."""
    page.new("reload.ipynb", [SETUP + "job = start(); text(job, 'before\\n' * 50); TaskActivity(job)", "1"])
    page.run_cell(0)
    wait_text(page, "before\n" * 50)
    page.save()
    page.reload()
    wait_text(page, "before\n" * 50)
    page.page.evaluate(
        "code => jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({code}).done",
        "text(job, 'after'); job.emit(ev.State(job='', state=S.COMPLETED))",
    )
    wait_text(page, "before\n" * 50 + "after")
    saved = page.output(0).locator("[data-jobwidgets-end]")
    saved.wait_for()
    page.save()
    (output,) = page.server.read_notebook("reload.ipynb").cells[0].outputs
    assert output.data.keys() == {"text/html", "text/plain"}


def test_keys_and_names(page: LabPage) -> None:
    """Keys pressed in the widget do nothing to the notebook; everything has a role and a name; only changes of
    the state are announced; without motion where the reader wants none."""
    make = """job = start(); text(job, "some text\\n" * 60); text(job, "INFO a line\\n" * 30, "log")
job.emit(ev.Step(job="", id="a", name="Read", arguments={"path": "a.txt"}))
display(TaskActivity(job), StatusBar(FakeSession(job)))"""
    page.new("keys.ipynb", [SETUP, make, 'job.emit(ev.State(job="", state=S.CANCELLING))'])
    page.run_cell(0)
    page.run_cell(1)
    live = page.page.locator(".jw-activity")
    tab, row = live.get_by_role("tab", name="Log"), live.get_by_role("treeitem", name="Read")
    for inside in (
        live.get_by_role("log", name="Answer"),
        tab,
        live.get_by_role("log", name="Log"),
        row,
        live.get_by_label("Arguments", exact=True),
        live.get_by_role("button", name="Copy: Arguments"),
        live.get_by_role("button", name="Cancel job search"),
        page.page.locator(".jw-statusbar").get_by_role("button", name="Show job search"),
    ):
        inside.focus()
        expect(inside).to_be_focused()
        if inside == tab:
            page.page.keyboard.press("Enter")
        if inside == row:
            page.page.keyboard.press("ArrowRight")  # opens its arguments
        for key in ("a", "b", "d", "d", "x", "m", "y", "0", "0", "Shift+Enter"):
            page.page.keyboard.press(key)
    assert page.cell_count() == 3
    types = page.page.evaluate("[...jupyterapp.shell.currentWidget.content.widgets].map(c => c.model.type)")
    assert types == ["code", "code", "code"]
    assert page.page.locator(".jp-Dialog").count() == 0

    # Keys of the widget's own still work.
    tab.focus()
    page.page.keyboard.press("ArrowLeft")
    expect(live.get_by_role("tab", name="Answer")).to_be_focused()
    scroller = live.get_by_role("log", name="Answer")
    scroller.focus()
    page.page.keyboard.press("Home")
    expect(page.page.get_by_role("button", name="Jump to end").first).to_be_visible()

    expect(live.get_by_role("progressbar", name="Progress")).to_have_count(1)
    expect(live.get_by_role("status")).to_have_text("Job search: Cancelling")  # by Shift+Enter on Cancel
    assert live.locator("[aria-live=polite]").count() == 1
    live.get_by_role("button", name="Copy the job id").click()
    expect(live.get_by_role("status")).to_have_text("Job id copied")
    page.page.emulate_media(reduced_motion="reduce")
    moving = "n => n.getAnimations({subtree: true}).filter(a => a.playState === 'running').length"
    wait_until_sync(lambda: live.evaluate(moving) == 0, "that nothing moves")


def test_the_end_takes_the_same_place(page: LabPage, shots: Path) -> None:
    """When the saved form replaces the live view nothing moves: same box, same scroll position."""
    make = """import traceback
try: open("/nowhere/at/all")
except OSError: trace = traceback.format_exc()
job = start("index-docs"); job.emit(ev.Attempt(job="", attempt=3), ev.Step(job="", id="a", name="Read the files"))
job.emit(ev.Step(job="", id="b", parent="a", name="open", detail="/nowhere/at/all " * 20))
job.emit(ev.Progress(job="", value=3, total=8, message="3 of 8 files"))
text(job, "".join(f"Line {i} of the answer, which goes on for a while.\\n" for i in range(40)))
text(job, "INFO read a file\\n" * 9, "log")
view = TaskActivity(job); display(view)"""
    fail = """import jobwidgets.widgets.task_activity as live
from jobwidgets.widgets.flusher import default_flusher
live.FREEZE_AFTER = 3600  # the end is looked at before it is replaced
job.emit(ev.Step(job="", id="b", parent="a", name="open", status="failed"))
job.emit(ev.State(job="", state=S.FAILED, error=ev.JobError("FileNotFoundError", "No such file: '/nowhere'", trace)))
"""
    page.new("place.ipynb", [SETUP, make, fail])
    page.focus_mode(1100, 1300)
    page.run_cell(0)
    page.run_cell(1)
    live = page.page.locator(".jw-activity")
    scroller = live.get_by_role("log", name="Answer")
    scroller.hover()
    page.page.mouse.wheel(0, -200)
    expect(live.get_by_role("button", name="Jump to end").first).to_be_visible()
    page.run_cell(2, wait=False)
    expect(live.locator(".jw-pill")).to_have_text("Failed")
    before = live.locator(".jw-card").bounding_box()
    read = scroller.evaluate("n => n.scrollTop")
    page.page.evaluate(
        "code => jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({code}).done",
        "default_flusher().submit(view._freeze)",
    )
    saved = page.output(1).locator("[data-jobwidgets-end]")
    saved.wait_for()
    after = saved.bounding_box()
    assert before is not None
    assert after is not None
    for side in ("x", "y", "width", "height"):
        assert abs(before[side] - after[side]) <= 2, side
    text = saved.locator("[data-jobwidgets-text]")
    wait_until_sync(lambda: text.evaluate("n => n.scrollTop") == read, "the scroll position")
    assert saved.locator("details[open]").count() == 0
    page.screenshot(shots / "failed-light.png", page.output(1))
    page.set_theme("dark")
    page.screenshot(shots / "failed-dark.png", page.output(1))
