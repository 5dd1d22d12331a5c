"""What a reader is told of a job besides steps, text and artifacts."""

from typing import Any

from jobwidgets.protocol import events as ev
from jobwidgets.testing import FakeJob
from jobwidgets.widgets.activity_feed import artifact_row, final, size_of, step_row
from jobwidgets.widgets.facts import head, lasting


def running() -> FakeJob:
    job = FakeJob()
    job.emit(ev.Attempt(job="", attempt=1), ev.State(job="", state=ev.JobState.RUNNING))
    return job


def asked(job: FakeJob, number: int, answer: Any, *, timed_out: bool = False) -> None:
    job.ask(f"Question\n{number}?", key=f"q{number}")
    job.emit(
        ev.InputAnswered(job="", key=f"q{number}", answer=answer, timed_out=timed_out),
        ev.State(job="", state=ev.JobState.RUNNING),
    )


def test_the_head_has_usage_and_its_limits() -> None:
    """Nothing where nothing is known; a limit alone is something."""
    job = running()
    assert head(job.snapshot)["usage"] is None
    job.emit(ev.UsageEvent(job="", input_tokens=3, output_tokens=2, cost=0.25, max_tokens=10))
    assert head(job.snapshot)["usage"] == {
        "inputTokens": 3, "outputTokens": 2, "cost": 0.25, "maxTokens": 10, "maxCost": None,
    }  # fmt: skip


def test_the_head_has_the_last_answers_for_a_reader() -> None:
    """The last 20, oldest first, each in a line; one that timed out has none."""
    job = running()
    for n in range(25):
        asked(job, n, {"n": "x" * 900} if n == 7 else n % 2 == 0, timed_out=n == 24)
    answered = head(job.snapshot)["answered"]
    assert [entry["key"] for entry in answered] == [f"q{n}" for n in range(5, 25)]
    assert answered[0] == {"key": "q5", "prompt": "Question 5?", "answer": "No", "timedOut": False}
    assert answered[1]["answer"] == "Yes"
    assert answered[2]["answer"].startswith('{"n": "xxx')
    assert len(answered[2]["answer"]) < 250
    assert answered[-1] == {"key": "q24", "prompt": "Question 24?", "answer": "", "timedOut": True}


def test_the_head_has_the_children_that_are_watched() -> None:
    """Of the others only the type is known."""
    job, child = running(), running()
    child.emit(ev.Progress(job="", value=1, total=4))
    job.emit(ev.Child(job="", child=child.id, type="fetch"), ev.Child(job="", child="other", type="fetch"))
    assert head(job.snapshot, {child.id: child.snapshot})["children"] == [
        {"id": child.id, "type": "fetch", "state": "running", "progress": 0.25},
        {"id": "other", "type": "fetch"},
    ]


def test_text_alone_changes_only_when_the_head_was_updated() -> None:
    """A job that writes need not send its head again."""
    job = running()
    before = head(job.snapshot)
    job.emit(ev.Text(job="", delta="word", at=2e9))
    after = head(job.snapshot)
    assert (after["updated"], before["updated"] < 2e9) == (2e9, True)
    assert lasting(after) == lasting(before)


def test_a_row_shows_a_tool_call() -> None:
    """Arguments, result and error are texts for a reader, cut; nothing is an empty text."""
    job = running()
    job.emit(
        ev.Step(job="", id="a", name="search", arguments={"q": "é"}, result=["x" * 9_000], error="E: " + "y" * 9_000),
        ev.Step(job="", id="b", name="bare", result="<b>"),
    )
    tool, bare = (step_row(job.snapshot, step) for step in job.snapshot.step_list())
    assert tool["arguments"] == '{"q": "é"}'
    assert tool["result"].startswith('["xxx')
    assert all(2_000 <= len(tool[name]) < 2_050 for name in ("result", "error"))
    assert (bare["arguments"], bare["result"], bare["error"]) == ("", "<b>", "")
    assert size_of({"steps": [tool]}) > size_of({"steps": [bare]}) + 4_000


def test_the_end_keeps_the_artifacts_that_fit() -> None:
    """Of one for which there is no room its name and size stay."""
    job = running()
    for n in range(5):
        job.emit(ev.Artifact(job="", id=str(n), name="big", media_type="text/plain", data="x" * 240_000))
    job.emit(ev.Artifact(job="", id="small", name="small", media_type="text/plain", data="y"))
    rows = final(job.snapshot)["artifacts"]
    assert [row["data"] is not None for row in rows] == [True, True, True, True, False, True]
    assert rows[4]["left"] > 240_000
    assert rows[5] == artifact_row(job.snapshot, job.snapshot.artifacts["small"], 1)
