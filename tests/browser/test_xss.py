"""What a job says is text: nothing of it runs, nothing is fetched; live in Lab, saved, and as a page of its own."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from .lab import LabPage, LabServer

CORPUS = [
    "<script>boom()</script>",
    "</script><script>boom()</script>",
    "<svg onload=boom()><script>boom()</script></svg>",
    "<img src=x onerror=boom()>",
    "<img src=https://evil.example/a.png srcset='https://evil.example/b.png 2x'>",
    "![a](https://evil.example/c.png) ![b](//evil.example/d.png)",
    "[click](javascript:boom()) [click](JaVaScRiPt&colon;boom()) [click](data:text/html,<script>boom()</script>)",
    "<a href=javascript:boom() autofocus onfocus=boom()>x</a>",
    "<iframe srcdoc='<script>parent.boom()</script>'></iframe><object data=https://evil.example/e></object>",
    "<style>@import url(https://evil.example/f.css); * { background: url(https://evil.example/g.png) }</style>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=boom()&gt;'>",
    "<form action=https://evil.example/h><input name=attributes><input type=submit></form>",
    "<base href=https://evil.example/><link rel=prefetch href=https://evil.example/i>",
    "| <img src=x onerror=boom()> | `<svg onload=boom()>` |\n|---|---|\n| [x](vbscript:boom()) | b |",
    "```html\n<img src=x onerror=boom()>\n``` \n$<img src=x onerror=boom()>$\n$$</div><script>boom()</script>$$",
    "\x1b[31mred\x1b]8;;javascript:boom()\x07link\x1b]8;;\x07 \u202egnp.exe\u202c \u2066x",
]

SETUP = f"""
from jobwidgets.protocol import events as ev
from jobwidgets.testing import FakeJob, FakeSession
import jobwidgets as jw
CORPUS = {CORPUS!r}
ALL = "\\n\\n".join(CORPUS)
TABLE = "application/vnd.jobwidgets.table+json"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="parent.boom()">'
VEGA = "application/vnd.vegalite.v6+json"

def hostile(title):
    job = FakeJob(title)
    job.emit(ev.Attempt(job="", attempt=1, worker=ALL), ev.State(job="", state=ev.JobState.RUNNING))
    for i, text in enumerate(CORPUS):
        job.emit(
            ev.Step(job="", id=str(i), name=text, detail=text, arguments={{text: text}}, result=text, error=text),
            ev.Text(job="", delta=text + "\\n\\n"),
            ev.Text(job="", delta=text + "\\n\\n", channel="reasoning"),
            ev.Text(job="", delta=text, channel=text[:60]),
            ev.Log(job="", message=text),
            ev.Child(job="", child=f"{{i}}{{text}}", type=text),
            ev.Artifact(job="", id=f"h{{i}}", name=text, media_type="text/html", data=text),
            ev.Artifact(job="", id=f"m{{i}}", name=text, media_type="text/markdown", data=text),
            ev.Artifact(job="", id=f"s{{i}}", name=text, media_type="image/svg+xml", data=SVG + text + "</svg>"),
            ev.Artifact(job="", id=f"t{{i}}", name=text, media_type=TABLE, data=dict(columns=[text], rows=[[text]])),
            ev.Artifact(job="", id=f"u{{i}}", name=text, media_type=text, data=text),
        )
    job.emit(
        ev.Artifact(job="", id="vega", name="vega", media_type=VEGA, data={{
            "data": {{"url": "https://evil.example/data.json"}}, "mark": {{"type": "image"}},
            "encoding": {{"url": {{"value": "https://evil.example/j.png"}},
                "href": {{"value": "javascript:boom()"}}}}}}),
        ev.Artifact(job="", id="plotly", name=ALL, media_type="application/vnd.plotly.v1+json", data={{
            "data": [{{"type": "scatter", "y": [1, 2], "text": [ALL, ALL], "mode": "text"}}],
            "layout": {{"title": {{"text": ALL}}, "images": [{{"source": "https://evil.example/k.png"}}]}}}}),
        ev.Progress(job="", value=1, total=2, message=ALL),
        ev.InputRequested(job="", key=ALL, prompt=ALL, schema={{"type": "object", "title": ALL, "properties": {{
            ALL: {{"type": "string", "title": ALL, "description": ALL, "default": ALL, "enum": CORPUS}}}}}}),
        ev.State(job="", state=ev.JobState.WAITING_INPUT),
    )
    return job

job = hostile(CORPUS[0])
"""
SHOW = """
from IPython.display import display
listed = hostile(ALL)
table = jw.JobTable([listed], title=ALL)
display(jw.TaskActivity(job, title=ALL), jw.StatusBar(FakeSession(job)), table)
table.selected = listed.id
"""
END = """
job.answer(ALL)
job.emit(ev.State(job="", state=ev.JobState.FAILED, reason=ALL, result={ALL: ALL}, error=ev.JobError(ALL, ALL, ALL)))
"""

_LIVING = """() => [...document.querySelectorAll(':is(.jw, [data-jobwidgets-end]) '
  + ':is(script, iframe, object, embed, form[action], base, link, style)')].map(node => node.outerHTML.slice(0, 200))"""
_HANDLERS = """() => [...document.querySelectorAll('.jw *, [data-jobwidgets-end] *')].flatMap(node =>
  [...node.attributes].filter(({name, value}) => /^on/i.test(name) || /^\\s*(javascript|vbscript)/i.test(value)
    || (/^(src|srcset|data|action|formaction|poster|background)$/.test(name) && !/^(data:|blob:)/.test(value)))
  .map(({name, value}) => `${node.tagName} ${name}=${value.slice(0, 80)}`))"""


class Watch:
    """What the page runs and asks for that it should not."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        page.add_init_script("window.boom = () => { window.__boomed = (window.__boomed ?? 0) + 1 }")
        page.on("request", lambda request: self.asked.append(request.url))

    def assert_quiet(self) -> None:
        """Nothing ran, nothing was fetched, nothing is there that could."""
        assert self.page.evaluate("window.__boomed ?? 0") == 0
        assert [url for url in self.asked if "evil" in url] == []
        assert self.page.evaluate(_LIVING) == []
        assert self.page.evaluate(_HANDLERS) == []


def test_nothing_a_job_says_runs_or_is_fetched(
    page: LabPage, lab: LabServer, chromium: Browser, tmp_path: Path
) -> None:
    """Scripts, handlers, links, remote content through every field of a job: live, ended, saved, and as a page."""
    watch = Watch(page.page)
    lab.write_notebook("xss.ipynb", [SETUP, SHOW, END])
    page.open("xss.ipynb")  # loaded anew: what is watched is there from the page's beginning
    page.run_cell(0)
    page.run_cell(1)
    shown = page.cell(1)
    expect(shown.locator(".jw-activity[data-state=waiting_input]")).to_have_count(2)  # one is open below the table
    expect(shown).to_contain_text("gnp.exe")
    for row in shown.locator("[role=treeitem]").all()[:3]:
        row.click()
    for tab in shown.locator("[role=tab]").all():
        tab.click()
    watch.assert_quiet()

    page.run_cell(2)
    expect(shown.locator("[data-jobwidgets-end]").first).to_be_visible()
    watch.assert_quiet()
    page.save()
    page.open("xss.ipynb", kernel=False)
    expect(page.cell(1).locator("[data-jobwidgets-end]").first).to_be_visible()
    watch.assert_quiet()

    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "html", "--output-dir", tmp_path, lab.root / "xss.ipynb"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    plain = chromium.new_page()
    converted = Watch(plain)
    plain.goto((tmp_path / "xss.html").as_uri(), wait_until="domcontentloaded")
    expect(plain.locator("[data-jobwidgets-end]").first).to_be_visible()
    converted.assert_quiet()
    plain.close()
