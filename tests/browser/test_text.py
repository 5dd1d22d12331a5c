"""The text of a job in a browser, on a plain page: Markdown while it is written, channels, where the reader is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from jobwidgets.protocol import events as ev
from jobwidgets.testing import FakeJob, wait_until_sync

from .scripted import Scripted

pytestmark = pytest.mark.browser

REPORT = r"""# What the measurements say

The **median** fell from 41 ms to *28 ms* in `relay.py`: see [the report](https://example.org/report).

1. Read the logs
   - 120 files, of which **3** have no date
2. Fit $y_1 = a_1 x$ by least squares

- [x] done
- [ ] to do

| Percentile | Before (ms) | After (ms) | A column with a long name |
|:-----------|------------:|-----------:|---------------------------|
| p50 | 41.2 | 28.0 | `relay_with_a_long_name_that_does_not_break` |
| p99 | 402.0 | 371.5 | and more |

> A quotation.

```python
class Relay:
    def __init__(self, limit: int = 200) -> None:
        self.names = {"a": 1.5, "b": None}  # a comment that makes this line quite a bit longer than a narrow box is
```

$$
\sum_{i=1}^n x_i^2
$$
"""


@pytest.fixture
def scripted(chromium: Browser) -> Iterator[Scripted]:
    """A fresh page; no script on it may have failed, and it may have asked for nothing but itself."""
    context = chromium.new_context(viewport={"width": 900, "height": 1500})
    scripted = Scripted(context)
    broken: list[str] = []
    asked: list[str] = []
    scripted.page.on("pageerror", lambda error: broken.append(error.stack or str(error)))
    scripted.page.on("request", lambda request: asked.append(request.url))
    yield scripted
    context.close()
    assert (broken, asked) == ([], [])


def running() -> FakeJob:
    job = FakeJob("report")
    job.emit(ev.Attempt(job="", attempt=1), ev.State(job="", state=ev.JobState.RUNNING))
    return job


def say(job: FakeJob, text: str, channel: str = "answer") -> None:
    job.emit(ev.Text(job="", delta=text, channel=channel))


def to_end(scroller: Locator) -> float:
    return scroller.evaluate("n => n.scrollHeight - n.scrollTop - n.clientHeight")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_markdown_is_accessible_and_fits(scripted: Scripted, scheme: str, shots: Path) -> None:
    """axe finds nothing in a text with everything in it, nor in a log; in 320 px wide tables and code scroll by
    themselves and the page does not."""
    page = scripted.page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.evaluate("dark => document.body.style.background = dark ? '#111418' : '#fff'", scheme == "dark")
    job = running()
    say(job, REPORT)
    job.emit(*(ev.Log(job="", level=level, message="a line") for level in ("debug", "info", "warning", "error")))
    scripted.show(job)
    expect(page.locator(".hljs-keyword").first).to_have_text("class")
    assert scripted.faults() == []
    page.screenshot(path=shots / f"text-{scheme}.png")
    page.set_viewport_size({"width": 320, "height": 1500})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator(".jw-scroller").first.evaluate("n => n.scrollWidth - n.clientWidth") == 0
    for wide in (".jw-table", ".jw-code pre"):
        assert page.locator(wide).first.evaluate("n => n.scrollWidth > n.clientWidth"), wide
    page.screenshot(path=shots / f"text-narrow-{scheme}.png")
    page.get_by_role("tab", name="Log").click()
    expect(page.locator(".jw-level")).to_have_text(["DEBUG", "INFO", "WARNING", "ERROR"])
    assert scripted.faults() == []


def test_the_reader_stays_where_they_read(scripted: Scripted) -> None:
    """The end is followed while Markdown grows; once the reader scrolls away, what they read does not move, whatever
    comes, nor when they look at another channel meanwhile; the way back is offered."""
    job = running()
    say(job, REPORT * 4)
    say(job, "INFO x\n", "log")
    scripted.show(job)
    scroller = scripted.page.get_by_role("log", name="Answer")
    wait_until_sync(lambda: scroller.evaluate("n => n.scrollHeight") > 1000, "the text")
    for _ in range(3):
        say(job, REPORT)
        scripted.update(job)
        wait_until_sync(lambda: to_end(scroller) < 2, "the end")
    scroller.hover()
    scripted.page.mouse.wheel(0, -700)
    jump = scripted.page.get_by_role("button", name="Jump to end")
    expect(jump).to_be_visible()
    heading = """n => { const top = n.getBoundingClientRect().top;
        const at = [...n.querySelectorAll('h3, p, td')].findIndex(one => one.getBoundingClientRect().top > top);
        return [at, Math.round(n.querySelectorAll('h3, p, td')[at].getBoundingClientRect().top)]; }"""
    wait_until_sync(lambda: to_end(scroller) >= 699, "the whole scrolling")
    at = scroller.evaluate(heading)
    say(job, REPORT * 3)
    scripted.update(job)
    wait_until_sync(lambda: to_end(scroller) > 2000, "more text")
    assert scroller.evaluate(heading) == at
    scripted.page.get_by_role("tab", name="Log").click()
    expect(scroller).to_be_hidden()
    say(job, REPORT)
    scripted.update(job)
    scripted.page.get_by_role("tab", name="Answer").click()
    wait_until_sync(lambda: scroller.evaluate(heading) == at, "the same place")
    jump.click()
    wait_until_sync(lambda: to_end(scroller) < 2, "the end")
    expect(jump).to_be_hidden()


def test_what_is_selected_stays_selected(scripted: Scripted) -> None:
    """A reader can select words of the last paragraph while it grows."""
    job = running()
    say(job, "Some **bold** words and")
    scripted.show(job)
    bold = scripted.page.locator(".jw-markdown strong")
    bold.dblclick()
    for n in range(5):
        say(job, f" more {n} *and")
        scripted.update(job)
    expect(scripted.page.locator(".jw-markdown p")).to_contain_text("more 4")
    assert scripted.page.evaluate("getSelection().toString()").strip() == "bold"


def test_a_long_text_is_drawn_in_slices(scripted: Scripted) -> None:
    """96 kB at once (a page that is opened late) are drawn over many frames: none of them works long."""
    job = running()
    say(job, (REPORT * 120)[:96_000])
    # Looking begins before there is anything to see: a busy machine may be slow to ask.
    scripted.page.evaluate(
        """() => { window.frames_seen = new Promise(done => { let frames = 0, before = -1;
            const look = () => { const now = document.querySelectorAll('.jw-block').length;
                frames += now !== before; before = now;
                if (now >= 40) done(frames); else requestAnimationFrame(look); };
            look(); }); }"""
    )
    scripted.show(job)
    assert scripted.page.evaluate("frames_seen") >= 6  # one of them before the first block
