"""What a terminal shows of a job: pure functions of a snapshot."""

import io
import time

import pytest
from rich.console import Console

from jobwidgets.cli import views
from jobwidgets.cli.blocks import text_block
from jobwidgets.cli.lines import plain_lines
from jobwidgets.cli.watching import PlainPrinter
from jobwidgets.client.status import ConnectionStatus
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import JobError, JobState
from jobwidgets.protocol.records import JobRecord
from jobwidgets.protocol.state import JobSnapshot, ProgressValue, fold

EVIL = "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x1b[0m\u202egnp.exe\x08\r\x9b31m"


class Story:
    """A job told event by event."""

    def __init__(self) -> None:
        self.snapshot = JobSnapshot(job="j1", type="search", epoch=1, created=100.0)

    def tell(self, kind, **fields) -> JobSnapshot:
        seq = self.snapshot.seq + 1
        event = kind(job="j1", epoch=1, seq=seq, attempt=1, at=100.0 + seq, **fields)
        self.snapshot = fold(self.snapshot, event)
        return self.snapshot


def shown(renderable, width: int = 80, height: int = 24) -> str:
    out = io.StringIO()
    Console(file=out, width=width, height=height, legacy_windows=False).print(renderable)
    return out.getvalue()


def a_run() -> Story:
    story = Story()
    story.tell(ev.State, state=JobState.RUNNING)
    story.tell(ev.Step, id="a", name="Plan", status="completed")
    story.tell(ev.Step, id="b", name="Search", detail={"n": 3})
    story.tell(ev.Step, id="c", name="Deeper", parent="b")
    story.tell(ev.Progress, value=0.5, message="half way")
    story.tell(ev.Text, delta="Hello, world.\nMore")
    return story


def test_a_running_job() -> None:
    """State, bar, steps with their children indented, text; the status line on top."""
    status = ConnectionStatus("connected", 100.0, latency=0.0012, url="http://h:1")
    text = shown(views.job_view(a_run().snapshot, status, 110.0))
    lines = text.splitlines()
    assert lines[0].startswith("● connected  http://h:1  1.2 ms")
    assert "running" in lines[1]
    assert "search" in lines[1]
    assert "50%" in lines[2]
    assert "half way" in lines[2]
    assert lines[3].startswith("✓ Plan")
    assert lines[4].startswith("▸ Search")
    assert '{"n": 3}' in lines[4]
    assert lines[5].startswith("  ▸ Deeper")
    assert text.endswith("Hello, world.\nMore\n")


def test_a_lost_connection() -> None:
    """How long it has been away, when the next try comes, and why."""
    status = ConnectionStatus("reconnecting", 100.0, error="connection refused", retry_at=113.0, url="http://h:1")
    line = views.status_line(status, 110.0).plain
    assert line == "● reconnecting for 10 s, next try in 3.0 s  connection refused"


@pytest.mark.parametrize("height", [10, 16, 24, 50])
def test_a_large_job_fits_the_screen(height: int) -> None:
    """However many steps and however much text: not more rows than the terminal has, and the end is what shows."""
    story = Story()
    story.tell(ev.State, state=JobState.RUNNING)
    for n in range(60):
        story.tell(ev.Step, id=str(n), name=f"step {n}", status="completed" if n < 59 else "running")
        story.tell(ev.Text, delta=f"line {n} " + "word " * 40 + "\n")
    story.tell(ev.Log, message="a log line")
    status = ConnectionStatus("connected", 100.0, url="http://h:1")
    text = shown(views.job_view(story.snapshot, status, 300.0, height=height, width=80))
    assert len(text.splitlines()) <= height
    assert "▸ step 59" in text
    assert "step 0 " not in text
    whole = shown(views.job_view(story.snapshot, status, 300.0))
    assert "step 0 " in whole
    assert "line 0 " in whole


def test_a_job_cannot_drive_the_terminal() -> None:
    """Escape sequences, control characters and direction overrides of a job reach no terminal, wherever they stand."""
    story = Story()
    story.tell(ev.State, state=JobState.RUNNING, reason=EVIL)
    story.tell(ev.Step, id="a", name=EVIL, detail=EVIL)
    story.tell(ev.Progress, value=0.5, message=EVIL)
    story.tell(ev.Text, delta=EVIL)
    story.tell(ev.Log, message=EVIL)
    story.tell(ev.InputRequested, key="k", prompt=EVIL)
    story.tell(ev.State, state=JobState.FAILED, error=JobError(EVIL, EVIL, EVIL), reason=EVIL)
    out = io.StringIO()
    printer = PlainPrinter(out)
    printer.show(story.snapshot)
    printer.end()
    text = shown(views.job_view(story.snapshot, None, 110.0)) + out.getvalue()
    assert not {ch for ch in text if ch in "\x1b\x07\x08\r\x9b\u202e"}
    assert "owned" not in text
    assert "red" in text


def test_a_list_of_jobs_keeps_its_ids() -> None:
    """On a narrow terminal the step gives way: id, type, state and times stay readable, one line a job."""
    records = [
        JobRecord(
            id="01jd0000000000000000000000",
            type="search",
            owner="ada",
            state=JobState.RUNNING,
            step="Read the documentation of functools",
            progress=ProgressValue(value=0.5),
            created=100.0,
            started=101.0,
        )
    ]
    for width in (80, 200):
        _, line = shown(views.job_table(records, 160.0), width=width).splitlines()
        for part in ("01jd0000000000000000000000", "search", "running", "50%", "Read", "1 min 00 s", "59 s"):
            assert part in line, (width, line)
        assert ("…" in line) == (width == 80)


def test_plain_lines_tell_each_thing_once() -> None:
    """Into a pipe: what begins, the text as it streams, what ended; nothing twice however often it is shown."""
    out = io.StringIO()
    printer = PlainPrinter(out)
    story = a_run()
    printer.show(story.snapshot)
    printer.show(story.snapshot)
    story.tell(ev.Text, delta=" text.")
    printer.show(story.tell(ev.Progress, value=0.7))
    story.tell(ev.Step, id="c", name="Deeper", parent="b", status="completed")
    story.tell(ev.Step, id="b", name="Search", status="failed")
    printer.show(story.tell(ev.State, state=JobState.FAILED, error=JobError("ValueError", "no good")))
    printer.end()
    assert out.getvalue().splitlines() == [
        "running",
        '▸ Search  {"n": 3}',
        "  ▸ Deeper",
        "50 %  half way",
        "Hello, world.",
        "More",
        "✓ Plan",
        "70 %",
        " text.",
        '✗ Search  {"n": 3}',
        "  ✓ Deeper",
        "failed",
        "ValueError: no good",
    ]


def test_a_result_without_text_is_shown() -> None:
    """A job that only returns something shows what it returned."""
    story = Story()
    story.tell(ev.State, state=JobState.RUNNING)
    story.tell(ev.State, state=JobState.COMPLETED, result={"answer": 42})
    assert '"answer": 42' in shown(views.job_view(story.snapshot, None, 110.0))


def test_superseded_text_is_not_repeated() -> None:
    """A second attempt's text replaces the first one's: the reader is told, and sees the new one whole."""
    out = io.StringIO()
    printer = PlainPrinter(out)
    story = Story()
    story.tell(ev.State, state=JobState.RUNNING)
    printer.show(story.tell(ev.Text, delta="first"))
    seq = story.snapshot.seq
    story.snapshot = fold(story.snapshot, ev.Attempt(job="j1", epoch=1, seq=seq + 1, attempt=2, at=200.0))
    text = ev.Text(job="j1", epoch=1, seq=seq + 2, attempt=2, at=200.0, delta="second")
    story.snapshot = fold(story.snapshot, text)
    printer.show(story.snapshot)
    printer.end()
    assert out.getvalue().splitlines()[-2:] == ["(an earlier attempt's text is superseded)", "second"]


def test_superseded_text_is_struck_out() -> None:
    """What a later attempt superseded stays readable, struck out; the new text begins on a line of its own."""
    story = Story()
    story.tell(ev.State, state=JobState.RUNNING)
    story.tell(ev.Text, delta="kept ")
    story.tell(ev.Checkpoint, number=1)
    story.tell(ev.Text, delta="lost ")
    seq = story.snapshot.seq
    attempt = ev.Attempt(job="j1", epoch=1, seq=seq + 1, attempt=2, checkpoint=1, at=200.0)
    again = ev.Text(job="j1", epoch=1, seq=seq + 2, attempt=2, at=200.0, delta="again")
    story.snapshot = fold(fold(story.snapshot, attempt), again)
    for rows in (None, 10):
        text = text_block(story.snapshot, "answer", rows, 80)
        assert text is not None
        assert text.plain == "kept lost \nagain"
        struck = "".join(text.plain[span.start : span.end] for span in text.spans if "strike" in str(span.style))
        assert struck.strip() == "lost"
    assert "attempt 2" in shown(views.job_view(story.snapshot, None, 210.0))


def test_text_is_cut_to_its_rows() -> None:
    """Only the last rows are shown, long lines broken at the width, struck or not."""
    story = Story()
    story.tell(ev.State, state=JobState.RUNNING)
    story.tell(ev.Text, delta="".join(f"line {n} " + "x" * 30 + "\n" for n in range(50)))
    text = text_block(story.snapshot, "answer", 4, 20)
    assert text is not None
    assert text.plain.split("\n") == ["line 48 xxxxxxxxxxxx", "x" * 18, "line 49 xxxxxxxxxxxx", "x" * 18]


def test_a_question_says_how_to_answer() -> None:
    """Its choices are numbered; another terminal can answer it; in a pipe too."""
    story = a_run()
    story.tell(ev.InputRequested, key="k", prompt="Proceed?", schema={"enum": ["yes", "later"]})
    story.tell(ev.State, state=JobState.WAITING_INPUT)
    text = shown(views.job_view(story.snapshot, None, 110.0, program="bin/jobwidgets"))
    assert text.endswith("? Proceed?\n[1] yes  [2] later\nanswer with: bin/jobwidgets answer j1\n")
    out = io.StringIO()
    printer = PlainPrinter(out)
    printer.show(story.snapshot)
    assert "? Proceed?" in out.getvalue()
    assert " answer j1" in out.getvalue()


def test_children_are_lines() -> None:
    """A job's children stand below its steps; of many those that go on are shown."""
    story = a_run()
    for n in range(8):
        story.tell(ev.Child, child=f"kid{n}", type="fetch")
    over = [JobSnapshot(job=f"kid{n}", type="fetch", state=JobState.COMPLETED) for n in range(7)]
    live = JobSnapshot(job="kid7", type="fetch", state=JobState.RUNNING, progress=ProgressValue(0.25))
    lines = [line.plain for line in views.child_lines([*over, live], 110.0, 3)]
    assert len(lines) == 4
    assert lines[2].startswith("↳ running  fetch  kid7")
    assert lines[2].endswith("25%")
    assert lines[3] == "  … 5 more"
    assert "kid7" in shown(views.job_view(story.snapshot, None, 110.0, children=[live]))
    assert "↳ fetch  kid3" in plain_lines(None, story.snapshot)[0]


def test_what_failed_before_is_told() -> None:
    """While a job is repeated its latest failure is there."""
    story = a_run()
    story.tell(ev.State, state=JobState.QUEUED, reason="retry: ValueError", error=JobError("ValueError", "no city"))
    assert "failed before: ValueError: no city" in shown(views.job_view(story.snapshot, None, 110.0))


def test_durations_read_well() -> None:
    """From tenths of a second to days."""
    given = [0, 3.21, 59.4, 60, 247, 7500, 100 * 3600]
    assert [views.duration(s) for s in given] == [
        "0.0 s",
        "3.2 s",
        "59 s",
        "1 min 00 s",
        "4 min 07 s",
        "2 h 05 min",
        "4 d 4 h",
    ]


def test_a_view_of_a_long_text_is_cheap() -> None:
    """A frame of a job with a megabyte of text takes no longer than a frame may."""
    story = a_run()
    story.tell(ev.Text, delta="word " * 200_000)
    began = time.process_time()
    for _ in range(5):
        shown(views.job_view(story.snapshot, None, 110.0, height=24, width=80))
    assert (time.process_time() - began) / 5 < 0.05
