"""What a job asks, attempts and child jobs, in JupyterLab."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from jobwidgets.testing import wait_until_sync

from .lab import LabPage
from .test_task_activity import BUSY, SETUP, kernel_value, release

pytestmark = pytest.mark.browser


def form_of(page: LabPage, index: int = 0) -> Locator:
    return page.page.locator(".jw-activity").nth(index).locator(".jw-question")


def test_every_kind_of_question_has_its_form(page: LabPage, shots: Path) -> None:
    """Booleans and short choices are buttons, long choices a select; strings and numbers are typed and sent with
    Enter; a plain object is a form of its own; anything else is typed as JSON. What arrives has the type the schema
    wants."""
    make = """kinds = {
    "boolean": {"type": "boolean"},
    "buttons": {"enum": ["continue", "stop"], "default": "continue", "description": "Stopping keeps the partial text."},
    "select": {"enum": [f"region-{n}" for n in range(9)], "title": "Region"},
    "text": {"type": "string", "title": "A name for the report"},
    "free": None,
    "integer": {"type": "integer", "minimum": 1, "maximum": 10},
    "number": {"type": "number"},
    "json": {"type": "object", "properties": {"model": {"type": "string"}, "depth": {"type": "integer", "default": 2}},
             "additionalProperties": {"type": "string"}},
    "object": {"type": "object", "required": ["model", "tone"], "properties": {
        "model": {"type": "string", "title": "Model"}, "tone": {"enum": ["plain", "formal"], "title": "Tone"},
        "depth": {"type": "integer", "maximum": 5, "default": 2},
        "web": {"type": "boolean", "title": "Search the web"}}},
}
jobs = {kind: start(kind) for kind in kinds}
for kind, job in jobs.items():
    job.ask(f"Which {kind}?", kinds[kind], key=kind, expires=time.time() + 3600 if kind == "buttons" else None)
    display(TaskActivity(job))"""
    answers = "import json; print(json.dumps({kind: job.answers.get(kind) for kind, job in jobs.items()}))"
    page.new("kinds.ipynb", [SETUP, make, answers])
    page.focus_mode(900, 1500)
    page.run_cell(0)
    page.run_cell(1)
    forms = [form_of(page, i) for i in range(9)]
    expect(forms[8]).to_be_visible()
    expect(forms[1].locator(".jw-left")).to_contain_text(re.compile(r"5\d:"))
    page.screenshot(shots / "questions-light.png", page.cell(1).locator(".jp-OutputArea"))
    page.set_theme("dark")
    page.screenshot(shots / "questions-dark.png", page.cell(1).locator(".jp-OutputArea"))
    page.set_theme("light")

    forms[0].get_by_role("button", name="Yes").click()
    forms[1].get_by_role("button", name="stop").click()
    forms[2].get_by_role("button", name="Send").click()
    expect(forms[2].locator(".jw-refused")).to_have_text("Choose an answer.")
    forms[2].get_by_role("combobox", name="Region").select_option("region-7")
    forms[2].get_by_role("button", name="Send").click()
    for form, typed in ((forms[3], "Q3 <b>"), (forms[4], "anything")):
        form.get_by_role("textbox").fill(typed)
        form.get_by_role("textbox").press("Enter")
    box = forms[5].get_by_role("textbox")
    expect(forms[5]).to_contain_text("A whole number from 1 to 10")
    box.fill("2.5")
    box.press("Enter")
    expect(forms[5].locator(".jw-refused")).to_have_text("Type a whole number.")
    expect(box).to_have_attribute("aria-invalid", "true")
    box.fill("7")
    box.press("Enter")
    forms[6].get_by_role("textbox").fill("-0.25")
    forms[6].get_by_role("textbox").press("Enter")
    area = forms[7].get_by_role("textbox")
    assert json.loads(area.input_value()) == {"model": "", "depth": 2}
    area.fill("{model: 1}")
    area.press("Control+Enter")
    expect(forms[7].locator(".jw-refused")).to_contain_text("This is not JSON")
    page.screenshot(shots / "question-not-json.png", page.output(1).nth(7))
    area.fill('{"model": "small"}')
    area.press("Control+Enter")
    form = forms[8]
    form.get_by_role("button", name="Send").click()
    expect(form.locator(".jw-refused")).to_have_text("2 fields need another look.")
    expect(form.get_by_role("textbox", name="Model")).to_be_focused()
    page.screenshot(shots / "question-object.png", page.output(1).nth(8))
    page.page.keyboard.type("small")
    form.get_by_role("combobox", name="Tone").select_option("formal")
    form.get_by_role("checkbox", name="Search the web").check()
    form.get_by_role("textbox", name="depth").press("Enter")
    for form in forms:
        expect(form).to_be_hidden()
    assert kernel_value(page, 2) == {
        "boolean": True, "buttons": "stop", "select": "region-7", "text": "Q3 <b>", "free": "anything",
        "integer": 7, "number": -0.25, "json": {"model": "small"},
        "object": {"model": "small", "tone": "formal", "depth": 2, "web": True},
    }  # fmt: skip
    expect(page.page.locator(".jw-activity").nth(3).locator(".jw-told")).to_have_text(
        re.compile(r"Which text\?\s*→\s*Q3 <b>")
    )


def test_an_answer_reaches_a_busy_kernel(page: LabPage) -> None:
    """An answer gets through while a cell sleeps in a loop, by keyboard alone; keys typed into the form do nothing
    to the notebook; the job's question is announced; where the kernel does not react, the view says so."""
    busy = """job = start(); display(TaskActivity(job)); deaf = start("deaf")
quiet = TaskActivity(deaf); quiet.receive = lambda message: None; display(quiet); answered = []
job.observe(lambda job: "name" in job.answers and answered.append(time.time()))
def later():
    time.sleep(1)
    job.ask("Your name?", {"type": "string"}, key="name"); deaf.ask("Go on?", {"type": "boolean"})
threading.Thread(target=later).start()
"""
    seen = "import json; print(json.dumps([job.answers, answered[0], end]))"
    page.new("answer.ipynb", [SETUP, busy + BUSY, seen])
    page.run_cell(0)
    page.run_cell(1, wait=False)
    form, deaf = form_of(page, 0), form_of(page, 1)
    said = page.page.locator(".jw-activity").first.locator("[aria-live=polite]")
    expect(said).to_have_text("Job search asks: Your name?")
    box = form.get_by_role("textbox", name="Answer")
    box.focus()
    page.page.keyboard.type("abdd mxy 00")
    page.page.keyboard.press("Escape")
    expect(box).to_be_focused()
    expect(box).to_have_value("abdd mxy 00")
    page.page.keyboard.press("Enter")
    expect(form).to_be_hidden()
    deaf.get_by_role("button", name="Yes").press("Enter")
    expect(deaf.locator(".jw-became")).to_have_text(re.compile("Sending…|The kernel is busy"))
    expect(deaf.locator(".jw-became")).to_contain_text("The kernel is busy")
    release(page)
    page.wait_done(1)
    assert page.cell_count() == 3
    answers, at, end = kernel_value(page, 2)
    assert answers == {"name": "abdd mxy 00"}
    assert at < end, "the answer waited for the cell"


def test_what_becomes_of_an_answer(page: LabPage, shots: Path) -> None:
    """A refused answer is explained beside the form, which stays open and can be sent again; an answer on its way is
    told; one that was given elsewhere makes the form go away and is told in one line."""
    make = """from jobwidgets.protocol.errors import InvalidAnswer, NotWaiting
job = start("deploy"); taken = job.answer; sent = []
def refuse(value, key=None):
    sent.append(value)
    raise InvalidAnswer(job.id, [f"{value!r} is not of type 'string'"])
job.answer = refuse
job.ask("Deploy to which region?", {"type": "string"}, expires=time.time() + 600); bar = StatusBar(FakeSession(job))
display(bar, TaskActivity(job))"""
    slow = "job.answer = lambda value, key=None: sent.append(value)"
    elsewhere = 'taken("eu-west-1"); job.refuse_answer(NotWaiting())'
    page.new("refused-answer.ipynb", [SETUP, make, slow, elsewhere, "import json; print(json.dumps(sent))"])
    page.run_cell(0)
    page.run_cell(1)
    form = form_of(page)
    box = form.get_by_role("textbox")
    for _ in range(2):
        box.fill("moon")
        box.press("Enter")
        expect(form.locator(".jw-refused")).to_have_text("'moon' is not of type 'string'")
        expect(box).to_be_editable()
        expect(box).to_be_focused()
    page.screenshot(shots / "question-refused-light.png", page.output(1).nth(1))
    page.run_cell(2)
    box.press("Enter")
    expect(form.locator(".jw-became")).to_have_text("Answer sent")
    expect(box).not_to_be_editable()
    expect(form.locator(".jw-refused")).to_be_hidden()
    page.screenshot(shots / "question-sent-light.png", page.output(1).nth(1))
    asking = page.page.locator(".jw-statusbar").get_by_role("button", name="1 needs an answer")
    expect(asking).to_be_visible()
    page.screenshot(shots / "bar-asking-light.png", page.page.locator(".jw-statusbar"))
    asking.click()
    expect(box).to_be_focused()
    page.run_cell(3)
    expect(form).to_be_hidden()
    told = page.page.locator(".jw-activity .jw-told")
    expect(told).to_contain_text("Deploy to which region?")
    expect(told).to_contain_text("eu-west-1")
    expect(asking).to_be_hidden()
    page.screenshot(shots / "question-answered-light.png", page.output(1).nth(1))
    assert kernel_value(page, 4) == ["moon", "moon", "moon"]


def test_a_later_attempt_strikes_out_and_goes_on(page: LabPage, shots: Path) -> None:
    """What a dead attempt wrote after its checkpoint is struck out in place, not repeated; the new attempt, with why
    it was made, goes on below; the saved form shows the same, and names the child jobs."""
    make = """job = start("research"); display(TaskActivity(job))
job.emit(ev.Step(job="", id="a", name="Fetch the sources"), ev.Step(job="", id="a", name="Fetch the sources",
    status="completed"), ev.Child(job="", child="01k0search0000000000abc123", type="search"),
    ev.Child(job="", child="01k0search0000000000def456", type="summarise"))
text(job, "A checkpoint keeps what is written before it, ")
job.emit(ev.Checkpoint(job="", number=1), ev.Step(job="", id="b", name="Write", detail="draft 1"))
text(job, "up to here. " + "This part was lost with its worker. " * 4)
text(job, "INFO began\\n", "log")"""
    again = """job.emit(ev.State(job="", state=S.QUEUED, reason="worker lost"))
job.emit(ev.Attempt(job="", attempt=2, checkpoint=1), ev.State(job="", state=S.RUNNING),
    ev.Step(job="", id="c", name="Fetch the sources", status="completed", detail={"replayed": True}),
    ev.Step(job="", id="d", name="Write", detail="draft 2"))
text(job, "The second attempt goes on from the checkpoint.\\n" + "It writes a line or two more.\\n" * 3)
text(job, "INFO began again\\n", "log")"""
    end = """job.emit(ev.Step(job="", id="d", name="Write", status="completed"))
job.emit(ev.State(job="", state=S.COMPLETED, result={"words": 42}))"""
    page.new("attempts.ipynb", [SETUP, make, again, end])
    page.focus_mode(900, 1300)
    page.run_cell(0)
    page.run_cell(1)
    live = page.page.locator(".jw-activity")
    flow = live.get_by_role("log", name="Answer")
    expect(flow).to_contain_text("lost with its worker")
    # In one paragraph: a checkpoint in mid-sentence does not break it.
    expect(flow.locator("p")).to_have_count(1)
    page.run_cell(2)
    expect(flow).to_contain_text("goes on from the checkpoint")
    expect(flow.locator("del")).to_contain_text("up to here. This part was lost")
    expect(flow.locator("del")).to_contain_text("Superseded, attempt 1")
    expect(flow.locator(".jw-attempt")).to_have_text("attempt 2 · worker lost")
    shown = flow.evaluate("n => n.textContent")
    assert shown.count("up to here") == 1
    assert shown.index("before it") < shown.index("up to here") < shown.index("attempt 2") < shown.index("goes on")
    strike = flow.locator("del").evaluate("n => getComputedStyle(n).textDecorationLine")
    assert strike == "line-through"
    expect(live.locator(".jw-again")).to_have_text("attempt 2 · worker lost")
    expect(live.locator(".jw-step del")).to_have_text(["Write"])
    expect(live.locator(".jw-step").nth(2)).to_contain_text("kept from an earlier attempt")
    child = live.get_by_role("button", name="Copy the id of child job search")
    expect(child).to_be_visible()
    page.screenshot(shots / "attempts-light.png", page.output(1))
    page.set_theme("dark")
    page.screenshot(shots / "attempts-dark.png", page.output(1))
    page.set_theme("light")
    page.run_cell(3, wait=False)
    expect(live.locator(".jw-pill")).to_have_text("Completed")
    saved = page.output(1).locator("[data-jobwidgets-end]")
    saved.wait_for()
    page.screenshot(shots / "attempts-saved-light.png", page.output(1))
    expect(saved.locator("[data-jobwidgets-text] del")).to_contain_text("up to here. This part was lost")
    expect(saved).to_contain_text("attempt 2 · worker lost")
    expect(saved).to_contain_text("summarise")
    page.save()
    wait_until_sync(lambda: page.server.read_notebook("attempts.ipynb").cells[1].outputs, "the saved output")
    (output,) = page.server.read_notebook("attempts.ipynb").cells[1].outputs
    assert re.search("<del[^>]*>(<[^>]*>)*up to here", output.data["text/html"])
    assert "characters of attempt 1, superseded]" in output.data["text/plain"]
