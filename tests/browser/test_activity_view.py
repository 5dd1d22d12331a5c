"""The view of a job in Chromium: what needs a browser, but no notebook."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from jobwidgets.protocol import events as ev
from jobwidgets.testing import FakeJob, wait_until_sync

from .lab import LabPage
from .scripted import Scripted
from .test_task_activity import SETUP

pytestmark = pytest.mark.browser

S = ev.JobState
FORM = {
    "type": "object",
    "description": "What the report is to cover.",
    "required": ["topic", "tone"],
    "properties": {
        "topic": {"type": "string", "title": "Topic", "minLength": 3, "description": "What it is about."},
        "depth": {"type": "integer", "title": "Depth", "minimum": 1, "maximum": 5, "default": 2},
        "tone": {"enum": ["plain", "formal", "friendly"], "title": "Tone"},
        "web": {
            "type": "boolean",
            "title": "Search the web",
            "default": True,
            "description": "Slower, but up to date.",
        },
        "sites": {"type": "array", "items": {"type": "string"}, "title": "Sites to read first"},
    },
}
TEXT = """## Queues in Python

A queue passes items *between* tasks: `put()` waits while it is full, `get()` while it is empty.

| queue | between | waits |
|---|---|---|
| `asyncio.Queue` | tasks | the task |
| `queue.Queue` | threads | the thread |

```python
queue = asyncio.Queue(maxsize=8)
await queue.put(item)
```
"""


def running(type: str = "research", began: float | None = None) -> FakeJob:
    job = FakeJob(type)
    at = began or time.time()
    job.emit(ev.Attempt(job="", attempt=1, at=at), ev.State(job="", state=S.RUNNING, at=at))
    return job


def rich_job() -> FakeJob:
    """A job with everything there is to show, as of three minutes after its start."""
    at = time.time() - 187
    job = running(began=at)

    def step(id: str, name: str, took: float | None = None, status: Any = "completed", **more: Any) -> None:
        nonlocal at
        result, error = more.pop("result", None), more.pop("error", None)
        job.emit(ev.Step(job="", id=id, name=name, at=at, **more))
        if took is not None:
            at += took
            job.emit(ev.Step(job="", id=id, name=name, status=status, result=result, error=error, at=at, **more))

    step("plan", "Plan the research", 1.4, detail="3 queries")
    step("search", "Search the documentation")
    found = {"passages": [{"title": "asyncio.Queue", "score": 0.92}]}
    step("q0", "search", 0.8, parent="search", arguments={"query": "asyncio.Queue", "limit": 5}, result=found)
    step("q1", "search", 1.1, parent="search", arguments={"query": "queue.Queue", "limit": 5}, result={"passages": []})
    step("q2", "fetch", 4.2, "failed", parent="search", error="TimeoutError: no answer in 4 s")
    job.emit(ev.Step(job="", id="search", name="Search the documentation", status="completed", at=at))
    step("index", "Index the passages")
    for n in range(34):
        step(f"i{n}", f"embed passage {n}", 0.1, parent="index")
    job.emit(ev.Step(job="", id="index", name="Index the passages", status="completed", at=at))
    step("write", "Write the answer", detail="SmolLM2-135M")
    job.emit(
        ev.Log(job="", message="asyncio.Queue: 2 passages"),
        ev.Text(job="", channel="reasoning", delta="The reader wants to know **which** queue to use.\n"),
        ev.Text(job="", delta=TEXT),
        ev.UsageEvent(job="", input_tokens=3120, output_tokens=1084, cost=0.0213, max_tokens=5000),
        ev.Child(job="", child="01k0search0000000000abc123", type="search"),
        ev.Artifact(
            job="", id="t", name="sources.csv", media_type="text/csv", data="source,passages\nasyncio,2\nqueue,3\n"
        ),
    )
    job.ask("Search the web too?", {"type": "boolean"}, key="k1")
    job.answer(True)
    job.ask("Which region?", key="k2")
    job.emit(
        ev.InputAnswered(job="", key="k2", timed_out=True),
        ev.State(job="", state=S.RUNNING, reason="not answered in time"),
        ev.Progress(job="", value=3, total=8, message="Wrote 3 of 8 sections"),
    )
    return job


@pytest.fixture(params=["light", "dark", "narrow"])
def looks(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[tuple[str, Scripted]]:
    """A page in one of its looks, with the name of that."""
    dark, width = request.param == "dark", 320 if request.param == "narrow" else 860
    context = chromium.new_context(viewport={"width": width, "height": 1300}, color_scheme="dark" if dark else "light")
    yield request.param, Scripted(context, "#111418" if dark else "#fff")
    context.close()


@pytest.fixture
def scripted(chromium: Browser) -> Iterator[Scripted]:
    context = chromium.new_context(viewport={"width": 860, "height": 900})
    yield Scripted(context)
    context.close()


def test_everything_at_once(looks: tuple[str, Scripted], shots: Path) -> None:
    """A job with tool calls, channels, usage, an artifact and answers, one that asks for an object, and one that
    failed: axe-core finds nothing, nothing is wider than the page."""
    name, scripted = looks
    page = scripted.page
    scripted.show(rich_job())
    page.locator(".jw-row", has_text="asyncio.Queue").click()
    expect(page.get_by_role("treeitem", name="Index the passages (34)")).to_have_attribute("aria-expanded", "false")
    asking = running("report")
    asking.ask("What shall the report cover?", FORM, expires=time.time() + 300)
    scripted.show(asking)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("textbox", name="Topic")).to_be_focused()
    failed = running("index-docs")
    failed.emit(ev.State(job="", state=S.FAILED, error=ev.JobError("FileNotFoundError", "No such file: '/nowhere'")))
    scripted.show(failed)
    expect(page.get_by_role("button", name="Retry job index-docs")).to_be_visible()
    expect(page.get_by_role("meter")).to_have_attribute("aria-valuenow", "84")
    expect(page.get_by_text("4,204 of 5,000 tokens · $0.02")).to_be_visible()
    page.screenshot(path=shots / f"job-{name}.png", full_page=True, animations="disabled")
    assert scripted.faults() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("[...document.querySelectorAll('.jw-card')].every(n => n.scrollWidth <= n.clientWidth)")


def test_retry_in_a_live_view(scripted: Scripted) -> None:
    """The button asks once, tells how far it is, and says why it was refused; it is gone with the kernel."""
    job = running()
    scripted.show(job)
    retry = scripted.page.locator(".jw-retry")
    expect(retry).to_be_hidden()
    job.emit(ev.State(job="", state=S.CANCELLED))
    scripted.update(job)
    retry.click()
    retry.click(force=True)
    assert [m["type"] for m in scripted.heard].count("retry") == 1
    expect(retry).to_have_text("Asking…")
    scripted.tell(job, {"type": "ack", "of": "retry", "ok": True})
    expect(retry).to_have_text("Launching…")
    scripted.tell(job, {"type": "ack", "of": "retry", "ok": False, "error": "The server said no."})
    expect(retry).to_have_text("Retry")
    expect(scripted.page.locator(".jw-note")).to_have_text("Not launched again: The server said no.")
    scripted.page.evaluate("for (const one of shown.values()) one.model.emit('comm_live_update')")
    expect(retry).to_be_hidden()


def test_the_pace_is_told_once_it_means_something(scripted: Scripted) -> None:
    """Things a second and the time left stand beside the progress, and go away with the end."""
    job = running()
    scripted.show(job)
    pace = scripted.page.locator(".jw-pace")
    began = time.time()
    for n in range(1, 9):
        scripted.clock = lambda n=n: began + n
        job.emit(ev.Progress(job="", value=12 * n, total=240))
        scripted.update(job)
        if n < 3:
            expect(pace).to_be_empty()
    expect(pace).to_have_text("12/s · about 20 s left")
    job.emit(ev.State(job="", state=S.COMPLETED))
    scripted.update(job)
    expect(pace).to_be_empty()


def test_thousands_of_steps_are_followed_and_each_costs_itself(scripted: Scripted) -> None:
    """2,000 steps at once are laid out together, not one by one; one more changes a few nodes, however many there are;
    the end is in sight, and stays so; a reader who scrolled up is left alone."""
    job = running()
    scripted.show(job)
    devtools = scripted.page.context.new_cdp_session(scripted.page)
    devtools.send("Performance.enable")

    def layouts() -> int:
        return next(
            m["value"] for m in devtools.send("Performance.getMetrics")["metrics"] if m["name"] == "LayoutCount"
        )

    before = layouts()
    job.emit(*(ev.Step(job="", id=str(n), name=f"step {n}", status="completed") for n in range(2000)))
    scripted.update(job)
    tree = scripted.page.get_by_role("tree")
    expect(tree.get_by_text("step 1999")).to_be_in_viewport()
    assert layouts() - before < 50
    tree.evaluate(
        """tree => { window.touched = new Set();
             const every = { childList: true, subtree: true, attributes: true, characterData: true };
             new MutationObserver(records => { for (const { type, target, addedNodes, removedNodes } of records)
                 for (const node of type === 'childList' ? [...addedNodes, ...removedNodes] : [target])
                     touched.add(node); }).observe(tree, every); }"""
    )
    job.emit(ev.Step(job="", id="new", name="a new one"))
    scripted.update(job)
    expect(tree.get_by_text("a new one")).to_be_in_viewport()
    assert scripted.page.evaluate("touched.size") < 20
    tree.hover()
    scripted.page.mouse.wheel(0, -2000)
    scripted.page.wait_for_function("document.querySelector('.jw-steps').scrollTop < 42500")
    top = tree.evaluate("n => n.scrollTop")
    job.emit(ev.Step(job="", id="newer", name="a newer one"))
    scripted.update(job)
    expect(tree.get_by_text("a newer one")).to_have_count(1)
    assert tree.evaluate("n => n.scrollTop") == top


def test_a_thousand_views_leave_nothing(scripted: Scripted) -> None:
    """1,000 renders and disposals of a rich job leave no listeners and no nodes."""
    page = scripted.page
    devtools = page.context.new_cdp_session(page)
    scripted.show(rich_job())
    again = """async (count) => {
      const [[key, { model, el, close }]] = shown;
      const messages = window.kept ??= (close(), [...window.told]);
      for (let i = 0; i < count; i++) {
        show(key, model.state, messages);
        if (i % 50 === 0) await new Promise(requestAnimationFrame);
        shown.get(key).close();
      }
      await new Promise(requestAnimationFrame);
    }"""

    def counters() -> dict[str, int]:
        devtools.send("HeapProfiler.collectGarbage")
        return devtools.send("Memory.getDOMCounters")

    page.evaluate(again, 20)
    before = counters()
    page.evaluate(again, 1000)

    def collected() -> bool:
        after = counters()
        return after["jsEventListeners"] - before["jsEventListeners"] <= 5 and after["nodes"] - before["nodes"] <= 50

    wait_until_sync(collected, "that nothing is left")


def test_tree_and_retry_in_a_notebook(page: LabPage, shots: Path) -> None:
    """Steps are walked with the keyboard without the notebook noticing. The saved form of a job that failed has a live
    Retry: refused, it says why; taken, the new job is shown in that output, after a reload of the page too; without
    the kernel there is none."""
    make = """job = start("index")
steps = (("a", "Read", None), ("b", "open", "a"), ("c", "Write", None))
job.emit(*(ev.Step(job="", id=i, name=n, parent=p, arguments={"n": n}) for i, n, p in steps))
again = [start("index"), start("index")]
def refuse(): raise JobWidgetsError("The server said no.")
job.retry = refuse
display(TaskActivity(job))"""
    fail = 'job.emit(ev.State(job="", state=S.FAILED, error=ev.JobError("ValueError", "no")))'
    allow = "job.retry = lambda: again[0]; again[0].retry = lambda: again[1]"
    second = 'again[0].emit(ev.State(job="", state=S.CANCELLED))'
    setup = SETUP + "from jobwidgets.protocol.errors import JobWidgetsError\n"
    page.new("retry.ipynb", [setup, make, fail, allow, second])
    page.run_cell(0)
    page.run_cell(1)
    live = page.page.locator(".jw-activity:not(.jw-at-end)")
    tree = live.get_by_role("tree", name="Steps")
    tree.get_by_role("treeitem", name="Read").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.page.keyboard.press(key)
    write = tree.get_by_role("treeitem", name="Write")
    expect(write).to_be_focused()
    expect(write).to_have_attribute("aria-expanded", "true")
    expect(write.get_by_role("region", name="Arguments")).to_contain_text('"n": "Write"')
    for key in ("Home", "ArrowLeft", "End", "*", "a", "d", "d"):
        page.page.keyboard.press(key)
    expect(write).to_be_focused()
    assert page.cell_count() == 5

    page.run_cell(2)
    saved = page.output(1).locator("[data-jobwidgets-end]")
    retry = saved.get_by_role("button", name="Retry")
    expect(retry).to_be_visible()
    page.screenshot(shots / "retry-light.png", page.output(1))
    retry.click()
    expect(saved.get_by_role("status")).to_have_text("The server said no.")
    page.run_cell(3)
    retry.click()
    expect(live.locator(".jw-pill")).to_have_text("Running")
    expect(saved).to_have_count(0)
    page.run_cell(4)
    expect(saved).to_contain_text("Cancelled")
    page.save()
    page.reload()
    expect(retry).to_be_visible()
    retry.click()
    expect(live.locator(".jw-pill")).to_have_text("Running")
    page.page.evaluate(
        "code => jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({code}).done",
        "again[1].emit(ev.State(job='', state=S.CANCELLED))",
    )
    expect(retry).to_be_visible()
    page.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    expect(retry).to_have_count(0)
