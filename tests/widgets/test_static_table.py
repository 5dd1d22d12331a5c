"""The saved form of a `JobTable`."""

from html.parser import HTMLParser
from typing import Any

from jobwidgets.protocol import events as ev
from jobwidgets.testing import FakeJob
from jobwidgets.widgets import static_table
from jobwidgets.widgets.table_rows import entries

EVIL = "</td><script>alert(1)</script><img src=x onerror=alert(1)>\u202e"


def made(**params: Any) -> FakeJob:
    job = FakeJob("crawl")
    job.params = params  # type: ignore[attr-defined]
    job.emit(
        ev.Attempt(job="", attempt=1),
        ev.State(
            job="",
            state=ev.JobState.RUNNING,
        ),
    )
    return job


class Seen(HTMLParser):
    """Tags, and the text of each cell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.cells: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells:
            self.cells[-1] += data


def test_one_row_a_job() -> None:
    """Name, state, progress, result, time, attempt; a line for each in plain text."""
    one, two = made(page=1), made(page=2)
    one.emit(ev.State(job="", state=ev.JobState.COMPLETED, result={"links": 3}))
    two.emit(ev.Progress(job="", value=0.5))
    two.emit(ev.State(job="", state=ev.JobState.FAILED, error=ev.JobError("ValueError", "bad")))
    seen = Seen(static_table.render_html(entries([one, two]), title="Crawl", key="k"))
    assert seen.cells[:4] == ["1", "Completed", "100 %", '{"links": 3}']
    assert seen.cells[6:10] == ["2", "Failed", "50 %", "ValueError: bad"]
    assert seen.tags.count("tr") == 3
    text = static_table.render_text(entries([one, two]), title="Crawl").splitlines()
    assert text[0] == "Crawl · 2 jobs · 1 completed, 1 failed"
    assert text[2].startswith("  2: Failed · 50 % · ValueError: bad")


def test_what_comes_from_a_job_is_text() -> None:
    """Types, parameters, errors and titles bring no tag and no attribute of their own."""
    job = FakeJob(EVIL)
    job.params = {EVIL: EVIL, "n": 1}  # type: ignore[attr-defined]
    job.emit(ev.State(job="", state=ev.JobState.FAILED, error=ev.JobError(EVIL, EVIL)))
    other = FakeJob(EVIL)
    seen = Seen(static_table.render_html(entries([job, other]), title=EVIL, key=EVIL))
    assert not {"script", "img"} & set(seen.tags)
    assert not [name for name in seen.attributes if name.startswith("on")]
    assert any("<script>" in cell for cell in seen.cells)


def test_a_long_list_is_cut() -> None:
    """A thousand rows are enough for a saved notebook; what is left out is counted."""
    job = made(n=1)
    html = static_table.render_html(entries([job] * 1_005))
    assert html.count("<tr") == 1_001
    assert "and 5 more" in html
    assert "and 805 more" in static_table.render_text(entries([job] * 1_005))
