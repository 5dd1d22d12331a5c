"""The web page folds and tells a job in JavaScript: it must come to the same as Python, exactly."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import Phase, assume, given, settings

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import Event
from jobwidgets.protocol.state import JobSnapshot, fold_all
from jobwidgets.protocol.wire import encode_event
from jobwidgets.widgets.activity_feed import artifact_row, step_rows
from jobwidgets.widgets.facts import head

from .strategies import JOB, histories

HERE = Path(__file__).parent
MODEL = HERE.parents[1] / "jobwidgets" / "widgets" / "js" / "src" / "model"
HISTORIES = 400
_NUMBER_LIKE = re.compile(rb'"(0|[1-9][0-9]*)":')
"""JavaScript puts such keys first; what is shown of them differs in order, and that is known."""


def random_histories() -> list[list[Event]]:
    """The same ones every time."""
    found: list[list[Event]] = []

    @settings(max_examples=HISTORIES, derandomize=True, database=None, phases=[Phase.generate], deadline=None)
    @given(histories())
    def collect(history: list[Event]) -> None:
        assume(not any(_NUMBER_LIKE.search(encode_event(event)) for event in history))
        found.append(history)

    collect()
    return found


def numbered(*batch: ev.KnownEvent) -> list[Event]:
    attempt = 1
    said: list[Event] = []
    for seq, event in enumerate(batch, 1):
        attempt = event.attempt or attempt
        said.append(msgspec.structs.replace(event, epoch=1, seq=seq, attempt=attempt, at=1e9 + seq / 7))
    return said


def chosen_histories() -> list[list[Event]]:
    """Where the two languages are likely to part: characters beyond 16 bits, limits, white space, numbers."""
    faces = "🙂" * 2_001
    waiting = ev.State(job=JOB, state=ev.JobState.WAITING_INPUT)
    running = ev.State(job=JOB, state=ev.JobState.RUNNING)
    asked = [
        event
        for n in range(55)
        for event in (
            ev.InputRequested(job=JOB, key=f"q{n}", prompt=f" a\u2003b\x1c {'p🙂' * (n * 10)}", schema={"enum": [n]}),
            waiting,
            ev.InputAnswered(job=JOB, key=f"q{n}", answer=[True, None, "ü" * n * 60][n % 3], timed_out=n % 7 == 0),
            running,
        )
    ]
    return [
        numbered(
            ev.Step(job=JOB, id="s", name=faces, detail=faces, arguments={"q": faces, "n": [], "m": {}}),
            ev.Step(
                job=JOB,
                id="s",
                name="s",
                status="failed",
                result=["\u007f\x01\u2028", {"a": [1, {"b": None}]}],
                error=faces,
            ),
            ev.Step(job=JOB, id="kept", name="k", status="completed", detail={"replayed": True}),
            ev.Step(job=JOB, id="more", name="k", status="completed", detail={"replayed": True, "n": 1}),
        ),
        numbered(
            ev.Text(job=JOB, delta="\x1c\u3000 same\ufeff"),
            ev.State(job=JOB, state=ev.JobState.COMPLETED, result="same\ufeff\x85"),
        ),
        numbered(ev.State(job=JOB, state=ev.JobState.COMPLETED, result={"long": ["🙂" * 9_000] * 8, "x": [1, 2.5]})),
        numbered(ev.State(job=JOB, state=ev.JobState.FAILED, error=ev.JobError("T" * 400, "m" * 10_001, "t" * 50_001))),
        numbered(*asked),
        numbered(ev.InputRequested(job=JOB, key="q", prompt="?", schema={"enum": ["ü" * 10_001]}), waiting),
        numbered(
            ev.UsageEvent(job=JOB, input_tokens=3, cost=0.1),
            ev.UsageEvent(job=JOB, output_tokens=4, cost=0.2, max_tokens=10, max_cost=0.5),
            ev.UsageEvent(job=JOB, cost=0.3, max_tokens=20),
        ),
        numbered(*(ev.Child(job=JOB, child=f"c{n}", type="t" * n) for n in range(90))),
        numbered(
            *(ev.Attempt(job=JOB, attempt=n, checkpoint=0) for n in range(1, 60)),
            ev.Progress(job=JOB, value=5, total=0),
            ev.Progress(job=JOB, value=5, total=3),
        ),
    ]


def in_javascript(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    run = subprocess.run(
        [node, str(HERE / "twins.mjs"), str(MODEL)],
        input=msgspec.json.encode(cases),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    return msgspec.json.decode(run.stdout)


def as_json(value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))


@pytest.mark.parametrize("cases", [chosen_histories, random_histories])
def test_javascript_and_python_agree(cases: Any):
    """Snapshot, head, rows of steps and artifacts are the same: from the beginning and from a snapshot in the middle,
    event by event and all at once. The snapshot that was folded upon stays what it was."""
    begin = JobSnapshot(job=JOB, epoch=1)
    whole = [(begin, history) for history in cases()]
    halves = [(fold_all(begin, history[: len(history) // 2]), history[len(history) // 2 :]) for _, history in whole]
    both = whole + halves
    told = in_javascript([{"snapshot": snapshot, "events": history} for snapshot, history in both])
    assert len(told) == len(both) >= 2 * 9
    for (snapshot, history), answer in zip(both, told, strict=True):
        wanted = fold_all(snapshot, history)
        assert msgspec.convert(answer["snapshot"], JobSnapshot) == wanted
        assert msgspec.convert(answer["oneByOne"], JobSnapshot) == wanted
        assert msgspec.convert(answer["before"], JobSnapshot) == snapshot
        assert answer["head"] == as_json(head(wanted))
        assert answer["rows"] == as_json(step_rows(wanted))
        assert answer["artifacts"] == as_json([artifact_row(wanted, ref, 1) for ref in wanted.artifacts.values()])
        step = wanted.current_step()
        assert answer["step"] == (step.id if step else None)
        assert answer["fraction"] == (wanted.progress.fraction if wanted.progress else None)
