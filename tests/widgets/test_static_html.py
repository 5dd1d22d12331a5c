"""What stays in the saved notebook."""

import base64
import struct
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.state import AttemptStart
from jobwidgets.testing import FakeJob, demo_script
from jobwidgets.widgets.image_size import image_size
from jobwidgets.widgets.static_html import (
    MAX_BRIEF,
    duration,
    nested,
    render_brief,
    render_html,
    render_text,
)
from jobwidgets.widgets.static_text import MAX_HEAD, MAX_SUPERSEDED, MAX_TAIL

HOSTILE = [
    "<script>boom()</script>",
    "</pre><img src=x onerror=boom()>",
    "\"'><svg/onload=boom()>",
    "<style>*{display:none}</style>",
    "javascript:boom()",
    "[x](javascript:boom()) [x]( JaVa\tScript:boom()) <javascript:boom()>",
    '![x](https://evil.example/x.png) ![x](data:text/html,boom) <https://evil.example/"onclick=boom()>',
    "[x](https://evil.example 'a\" onmouseover=\"boom()')",
    "| <b onclick=boom()> | `<i>` |\n|---|:-:|\n| <svg> | \u202egnp.exe \x1b[31m |",
    "```<img src=x>\n<img src=x onerror=boom()>\n```",
    "$<img src=x onerror=boom()>$ $$<script>boom()</script>$$",
    "]]><!--",
    "&lt;script&gt;",
]


class Parsed(HTMLParser):
    """Tags, attributes and text of a piece of HTML, and whether the tags close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.text = ""
        self.lines = ""  # the same with a break after each block
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.lines += "" if tag in ("span", "strong", "bdi", "code", "del") else "\n"

    def handle_data(self, data: str) -> None:
        self.text += data
        self.lines += data


MARKDOWN = {"p", "em", "s", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "blockquote", "hr", "br", "a"}
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
TAGS = (
    {"div", "span", "strong", "bdi", "code", "ul", "li", "pre", "details", "summary", "del", "img"} | MARKDOWN | TABLE
)
ATTRIBUTES = {
    "style", "title", "role", "aria-label", "alt", "src", "href", "download", "rel", "target", "start",
    "data-jobwidgets-end", "data-jobwidgets-job", "data-jobwidgets-text", "data-jobwidgets-channel",
    "data-jobwidgets-result", "data-jobwidgets-artifact",
}  # fmt: skip
VOID = {"img", "br", "hr"}


TABLE_TYPE = "application/vnd.jobwidgets.table+json"


def hostile_job(text: str) -> FakeJob:
    job = FakeJob(text)
    job.emit(
        ev.Attempt(job="", attempt=2),
        ev.State(job="", state=ev.JobState.RUNNING),
        ev.Progress(job="", value=1, total=3, message=text),
        ev.Step(job="", id=text, name=text, detail=text, arguments={text: text}, result=text, error=text),
        ev.Step(job="", id="2", parent=text, name=text, detail={text: text}),
        ev.Text(job="", delta=text),
        ev.Text(job="", delta=text, channel=text or "x"),
        ev.Log(job="", message=text),
        ev.InputRequested(job="", key=text, prompt=text),
        ev.InputAnswered(job="", key=text, answer=text),
        *(
            ev.Artifact(job="", id=f"{kind}{text}", name=text, media_type=kind, data=text)
            for kind in (
                "image/png",
                "image/svg+xml",
                "text/html",
                "text/markdown",
                "text/csv",
                "text/plain",
                "x/y",
                text,
            )
        ),
        ev.Artifact(
            job="", id="table", name=text, media_type=TABLE_TYPE, data={"columns": [text], "rows": [[text], [1]]}
        ),
        ev.Artifact(job="", id="json", name=text, media_type="application/json", data={text: text}),
        ev.Child(job="", child=text, type=text),
        ev.Attempt(job="", attempt=3),
        ev.Text(job="", delta=text),
        ev.State(
            job="", state=ev.JobState.FAILED, reason=text, result={text: text}, error=ev.JobError(text, text, text)
        ),
    )
    return job


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_a_job_says_becomes_markup(text: str) -> None:
    """Names, details, text, errors, results and artifacts add no tag and no attribute, and no address but links to
    http, https or mailto (which are clicked, never fetched) and data in the page itself, none of it HTML."""
    snapshot = replace(
        hostile_job(text).snapshot, attempts=(AttemptStart(1, 0, 1.0), AttemptStart(2, 0, 2.0, why=text))
    )
    parsed = Parsed(render_html(snapshot, title=text, key=text))
    assert parsed.tags <= TAGS
    assert parsed.attributes <= ATTRIBUTES
    assert parsed.open == []
    allowed = ("https://evil.example", "data:image/png;", "data:image/svg+xml;", "data:application/octet-stream;")
    assert [address for address in parsed.addresses if not address.startswith(allowed)] == []
    assert parsed.text.count(text) >= 10


@given(st.text(alphabet=st.sampled_from("<>&\"'/ \n\tab{}=;:-!"), max_size=40))
def test_any_text_survives_unchanged(text: str) -> None:
    """Markup characters in any order stay text."""
    parsed = Parsed(render_html(hostile_job(text).snapshot, title=text, key=text))
    assert parsed.tags <= TAGS
    assert parsed.open == []
    assert text in parsed.text


def test_nothing_is_fetched() -> None:
    """No address outside the page: no url() or @import, images and files are in it."""
    job = FakeJob()
    job.emit(*(event for _, event in demo_script()))
    html = render_html(job.snapshot)
    for word in ("url(", "@import", "http", "<link", "<style"):
        assert word not in html
    assert all(address.startswith("data:") for address in Parsed(html).addresses)


def test_text_is_markdown_and_the_log_is_not() -> None:
    """Answer and reasoning are drawn as Markdown: tables, code, maths as typed; log lines stay lines."""
    job = FakeJob()
    text = "## Title\n\n| a | b |\n|---|--:|\n| 1 | **2** |\n\n```py\nx = a_b_c\n```\n\nIt costs $5, $a_i*b*c$ too.\n"
    job.emit(
        ev.Text(job="", delta=text), ev.Text(job="", delta="*so*", channel="reasoning"), ev.Log(job="", message="*no*")
    )
    html = render_html(job.snapshot)
    for tag in ("<h2", "<table", "<th", "<td", "<strong>2</strong>", "<em>so</em>", "text-align:right"):
        assert tag in html
    for words in ("x = a_b_c", "$a_i*b*c$", "It costs $5,", "INFO *no*"):
        assert words in Parsed(html).text


def test_tool_calls_open_to_what_went_in_and_came_out() -> None:
    """A step with arguments, result or error can be opened in the saved form; all of them together stay bounded."""
    job = FakeJob()
    job.emit(
        ev.Step(job="", id="1", name="search", arguments={"query": "queues"}, result=[1, 2], status="completed"),
        ev.Step(job="", id="2", name="fetch", error="OSError: no disk", status="failed"),
        ev.Step(job="", id="3", name="quiet", status="completed"),
    )
    html = render_html(job.snapshot)
    assert html.count("<details><summary") == 2
    for words in ('{"query": "queues"}', "[1, 2]", "OSError: no disk"):
        assert words in Parsed(html).text
    many = FakeJob()
    many.emit(*(ev.Step(job="", id=str(i), name="call", arguments="x" * 1_900) for i in range(1_500)))
    html = render_html(many.snapshot)
    assert len(html) < 1_500_000
    assert "and 500 more" in html


def png(width: int, height: int) -> str:
    """The head of one."""
    return base64.b64encode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)).decode()


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (base64.b64decode(png(7, 9)), (7, 9)),
        (b"GIF89a" + struct.pack("<HH", 7, 9), (7, 9)),
        (b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x06\0\0\x08\0\0", (7, 9)),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(10) + struct.pack("<HH", 7, 9), (7, 9)),
        (b"RIFF\0\0\0\0WEBPVP8L" + bytes(5) + struct.pack("<I", 6 | 8 << 14), (7, 9)),
        (b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc0\0\x11\x08" + struct.pack(">HH", 9, 7), (7, 9)),
        (b"\xff\xd8\xff\xe0\0\x04", None),
        (b"\x89PNG", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_the_head_of_an_image_says_how_large_it_is(head: bytes, size: tuple[int, int] | None) -> None:
    """Of every kind that is shown; what is cut short or something else has none."""
    assert image_size(head) == size


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (base64.b64encode(b"<script>").decode(), "This is no image of that kind."),
        ("no base64", "This is no image of that kind."),
        (png(8_000, 8_000), "8000 × 8000 pixels are too many to show."),
    ],
)
def test_images_that_the_live_view_refuses_are_not_shown(data: str, why: str) -> None:
    """What is no image, and what would fill the reader's memory, is named, with the reason."""
    job = FakeJob()
    job.emit(ev.Artifact(job="", id="i", name="dot", media_type="image/png", data=data))
    html = render_html(job.snapshot)
    assert "<img" not in html
    assert why in Parsed(html).text


def test_artifacts_leave_an_output_that_jupyter_lets_through() -> None:
    """Whatever a job made, its saved form stays below what Jupyter's server drops as one message: images that fit are
    shown, without a download if that would be too much; the rest is named."""
    job = FakeJob()
    large = png(2, 3) + "A" * 240_000
    job.emit(
        *(ev.Artifact(job="", id=f"i{i}", name=f"image {i}", media_type="image/png", data=large) for i in range(4)),
        ev.Artifact(job="", id="s", name="drawing", media_type="image/svg+xml", data="é" * 15_000),
        ev.Artifact(
            job="", id="t", name="wide", media_type=TABLE_TYPE, data={"columns": [], "rows": [[1] * 200] * 200}
        ),
    )
    pictures = {"p": "data:image/png;base64," + "A" * 280_000}
    job.emit(ev.Artifact(job="", id="p", name="plot", media_type="application/vnd.plotly.v1+json", data={}))
    html = render_html(job.snapshot, pictures=pictures)
    assert len(html) < 1_700_000
    assert html.count("<img") >= 4
    assert "Too large to be kept here." in html
    for name in ("image 0", "image 3", "drawing", "wide", "plot"):
        assert name in Parsed(html).text


def test_artifacts_are_in_the_page() -> None:
    """Images and tables are shown, plots as their last picture, files can be saved; what is too large is named."""
    job = FakeJob()
    job.emit(
        ev.Artifact(job="", id="i", name="dot", media_type="image/png", data=png(2, 3)),
        ev.Artifact(job="", id="t", name="rows", media_type=TABLE_TYPE, data={"columns": ["n"], "rows": [[7]] * 300}),
        ev.Artifact(job="", id="p", name="loss", media_type="application/vnd.vegalite.v6+json", data={"mark": "line"}),
        ev.Artifact(job="", id="f", name="a/b.pdf", media_type="application/pdf", data="JVBERi0="),
        *(ev.Artifact(job="", id=f"big{i}", name="big", media_type="x/y", data="A" * 250_000) for i in range(5)),
    )
    html = render_html(job.snapshot, pictures={"p": "data:image/png;base64,AAAA"})
    assert f'src="data:image/png;base64,{png(2, 3)}"' in html
    assert 'src="data:image/png;base64,AAAA"' in html
    assert html.count('text-align:right">7<') == 200
    assert "and 100 more rows" in html
    assert 'download="a_b.pdf" href="data:application/octet-stream;base64,JVBERi0="' in html
    assert "Too large to be kept here." in html
    assert "▪ dot (image/png)" in render_text(job.snapshot)


def test_usage_and_answers_are_told() -> None:
    """What was spent of what, and which questions were answered how, in HTML and in plain text."""
    job = FakeJob()
    job.emit(
        ev.UsageEvent(job="", input_tokens=1_000, output_tokens=204, cost=0.02, max_tokens=5_000),
        ev.InputRequested(job="", key="q", prompt="Proceed?"),
        ev.InputAnswered(job="", key="q", answer=True),
        ev.InputRequested(job="", key="r", prompt="Which one?"),
        ev.InputAnswered(job="", key="r", timed_out=True),
    )
    shown = Parsed(render_html(job.snapshot)).text
    assert "1,204 of 5,000 tokens · $0.02" in shown
    for line in ("Proceed? → Yes", "Which one? → not answered in time"):
        assert line in shown
        assert line in render_text(job.snapshot).splitlines()


def test_it_reads_well_without_styles() -> None:
    """GitHub drops styles: the words and their order tell the story."""
    job = FakeJob("search")
    job.emit(*(event for _, event in demo_script(words=40)))
    text = " ".join(Parsed(render_html(job.snapshot)).lines.split())
    assert text.startswith("search Completed 0.0 s …")
    assert text.index("Plan") < text.index("Write the answer") < text.index("A queue passes") < text.rindex("Result")
    assert "Log 3 lines INFO asyncio.Queue: 2 passages" in text


def test_plain_text_tells_the_same() -> None:
    """The text/plain form has state, steps, error and text."""
    text = render_text(hostile_job("oops").snapshot)
    assert text.splitlines()[0].startswith("oops · Failed · ")
    for line in ("oops: oops", "  – oops (superseded)", "    – oops (superseded)", "  → oops oops"):
        assert line in text.splitlines()


def test_plain_text_says_long_things_once() -> None:
    """Below the job's text its result is cut short, for it mostly says the same; alone it is shown."""
    answer = "word " * 400
    job = FakeJob()
    job.emit(ev.Text(job="", delta=answer), ev.State(job="", state=ev.JobState.COMPLETED, result={"answer": answer}))
    text = render_text(job.snapshot)
    assert text.count("word") < 400 + MAX_BRIEF / 4
    assert text.endswith(" more characters)")
    quiet = FakeJob()
    quiet.emit(ev.State(job="", state=ev.JobState.COMPLETED, result={"answer": answer}))
    assert render_text(quiet.snapshot).count("word") == 400


def second_attempt(kept: str = "Kept. ", lost: str = "Lost. ", new: str = "New.") -> FakeJob:
    """A job whose worker was lost after its first checkpoint; a second attempt goes on."""
    job = FakeJob("research")
    job.emit(
        ev.Attempt(job="", attempt=1),
        ev.State(job="", state=ev.JobState.RUNNING),
        ev.Text(job="", delta=kept),
        ev.Checkpoint(job="", number=1),
        ev.Step(job="", id="a", name="Write"),
        ev.Text(job="", delta=lost),
        ev.State(job="", state=ev.JobState.QUEUED, reason="worker lost"),
        ev.Attempt(job="", attempt=2, checkpoint=1),
        ev.State(job="", state=ev.JobState.RUNNING),
        ev.Step(job="", id="b", name="Fetch", status="completed", detail={"replayed": True}),
        ev.Text(job="", delta=new),
    )
    return job


def test_superseded_text_is_struck_out() -> None:
    """What a later attempt superseded stays where it was, marked as such for eyes and screen readers; the next
    attempt says who it is and why, and goes on below. In plain text it is counted."""
    snapshot = second_attempt().snapshot
    html = render_html(snapshot)
    struck = (
        '<div role="group" aria-label="Attempt 1, superseded" style="opacity:.6;text-decoration:line-through"><del>'
    )
    assert html.count("Lost.") == 1
    assert html.index(struck) < html.index("Lost.")
    assert html.index("Kept.") < html.index(struck) < html.rindex("attempt 2 · worker lost") < html.index("New.")
    assert 'aria-label="interrupted, superseded"' in html
    assert "<del>Write</del>" in html
    assert "kept from an earlier attempt" in html
    text = render_text(snapshot).splitlines()
    for line in ("Attempt 2 · worker lost", "[6 characters of attempt 1, superseded]", "Kept. New."):
        assert line in text
    assert "  – Write (superseded)" in text


def test_why_there_is_another_attempt() -> None:
    """The reason the job was queued for stands at the attempt that followed."""
    assert "attempt 2 · worker lost" in render_html(second_attempt().snapshot)
    job = FakeJob()
    job.emit(
        ev.Attempt(job="", attempt=1),
        ev.State(job="", state=ev.JobState.RUNNING),
        ev.State(job="", state=ev.JobState.QUEUED, reason="retry: OSError: no disk", error=ev.JobError("OSError", "")),
        ev.Attempt(job="", attempt=2),
        ev.State(job="", state=ev.JobState.RUNNING),
    )
    assert "attempt 2 · retry: OSError: no disk" in render_html(job.snapshot)


def test_long_superseded_text_is_short() -> None:
    """Text that counts keeps its room however much was superseded."""
    html = render_html(second_attempt("a" * 90_000, "b" * 3_000_000, "c" * 90_000).snapshot)
    assert len(html) < 90_000 * 2 + MAX_SUPERSEDED + 10_000
    assert "a" * 90_000 in html
    assert "c" * 90_000 in html
    long = render_html(second_attempt("a" * MAX_HEAD, "b", "c" * 1_000 + "d" * MAX_TAIL).snapshot)
    assert "1,000 characters left out" in long
    assert "c" not in Parsed(long).text.replace("characters", "").replace("research", "").replace("Fetch", "")[2_000:]


def test_an_open_question_is_told() -> None:
    """HTML, plain text and the lines for a terminal have the prompt of an open question, children their ids."""
    job = FakeJob("deploy", id="01k0parent00000000000abcdef")
    job.emit(
        ev.Attempt(job="", attempt=1),
        ev.State(job="", state=ev.JobState.RUNNING),
        *(ev.Child(job="", child=f"01k0child{n:017}", type="build") for n in range(60)),
    )
    job.ask("Deploy <now>?", {"type": "boolean"})
    html = render_html(job.snapshot)
    assert "Deploy &lt;now&gt;?" in html
    assert "60 child jobs" in html
    assert "and 10 more" in html
    assert 'title="01k0child00000000000000049"' in html
    text = render_text(job.snapshot)
    assert "Asks: Deploy <now>?" in text
    assert "  → build 01k0child00000000000000000" in text
    assert "Deploy <now>?" in render_brief(job.snapshot)
    job.answer(value=True)
    assert "Asks" not in render_text(job.snapshot)
    assert "Deploy <now>? → Yes" in render_text(job.snapshot)


def test_brief_is_brief() -> None:
    """However much a running job has written, a terminal gets the end of it."""
    job = FakeJob("search")
    job.emit(
        ev.State(job="", state=ev.JobState.RUNNING),
        ev.Progress(job="", value=1, total=3, message="reading"),
        *(ev.Step(job="", id=str(n), name=f"Step {n}") for n in range(50)),
        ev.Text(job="", delta="a" * 5_000 + "the end"),
    )
    head, note, text = render_brief(job.snapshot).splitlines()
    assert head.startswith("search · Running 33 % · ")
    assert note == "Step 49 · reading"
    assert text.startswith("…a")
    assert text.endswith("the end")
    assert len(text) == MAX_BRIEF + 1


def test_long_text_keeps_both_ends() -> None:
    """A text of millions of characters does not end up in the notebook; the reader is told what is missing."""
    job = FakeJob()
    job.emit(ev.Text(job="", delta="a" * MAX_HEAD + "b" * 1_234_567 + "c" * MAX_TAIL))
    html = render_html(job.snapshot)
    assert len(html) < MAX_HEAD + MAX_TAIL + 10_000
    assert "1,234,567 characters left out" in html
    assert "b" * 100 not in html


def test_steps_nest_and_loops_end() -> None:
    """Children follow their parent; rows that name themselves or nobody as parent are at the top."""
    rows = [
        {"id": "a", "parent": None},
        {"id": "b", "parent": None},
        {"id": "a1", "parent": "a"},
        {"id": "self", "parent": "self"},
        {"id": "lost", "parent": "gone"},
        {"id": "a11", "parent": "a1"},
    ]
    shown = [(row["id"], depth) for row, depth in nested(rows)]
    assert shown == [("a", 0), ("a1", 1), ("a11", 2), ("b", 0), ("self", 0), ("lost", 0)]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-1, "0.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"), (59.6, "1:00"), (187, "3:07"), (3723, "1:02:03")],
)
def test_durations(seconds: float, text: str) -> None:
    """As the live view writes them."""
    assert duration(seconds) == text
