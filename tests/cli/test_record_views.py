"""A job's record on a terminal: pure functions of what the server answers."""

import io

from rich.console import Console

from jobwidgets.cli.record_views import Family, event_line, record_view
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import JobError, JobState
from jobwidgets.protocol.records import AttemptRecord, Budget, CheckpointRecord, History, JobRecord, Transition
from jobwidgets.protocol.state import JobSnapshot, PendingInput, Usage

EVIL = "\x1b]0;owned\x07\x1b[31mred"


def shown(renderable: object) -> str:
    out = io.StringIO()
    Console(file=out, width=160, legacy_windows=False).print(renderable)
    return out.getvalue()


def a_record(job: str = "j1", **fields: object) -> JobRecord:
    return JobRecord(
        **{"id": job, "type": "search", "owner": "ada", "state": JobState.RUNNING, "created": 100.0, **fields}
    )  # type: ignore[arg-type]


NO_HISTORY = History(transitions=[], attempts=[], checkpoints=[])


def test_all_of_a_job_is_there() -> None:
    """Facts, question, failures, moves with their reasons, repairs, attempts, checkpoints and the tree of children."""
    snapshot = JobSnapshot(
        job="j1", input=PendingInput("k", "Proceed?", {"enum": ["yes"]}), last_error=JobError("ValueError", "no city")
    )
    record = a_record(
        state=JobState.WAITING_INPUT,
        params={"query": "x"},
        tags=["a", "b"],
        attempt=2,
        failures=1,
        priority="high",
        budget=Budget(max_tokens=1000),
        usage=Usage(10, 20, 0.5),
        parent="mother",
        origin="/home/ada/report.ipynb",
        started=101.0,
        snapshot=snapshot,
    )
    history = History(
        transitions=[
            Transition(epoch=1, seq=1, at=100.0, state=JobState.QUEUED),
            Transition(epoch=1, seq=0, at=101.0, state=JobState.QUEUED, reason="delivered again"),
            Transition(epoch=1, seq=2, at=102.0, state=JobState.RUNNING, attempt=1),
        ],
        attempts=[
            AttemptRecord(attempt=1, worker="w1", started=102.0, ended=103.5, why="queued: retry"),
            AttemptRecord(attempt=2, worker="w2", started=104.0, checkpoint=1),
        ],
        checkpoints=[CheckpointRecord(number=1, attempt=1, at=103.0)],
    )
    family = Family(record, [Family(a_record("kid1"), [Family(a_record("grandkid"))]), Family(a_record("kid2"))])
    text = shown(record_view(record, history, family, 110.0))
    for part in (
        "waiting input  search  j1",
        '{"query": "x"}',
        "a, b",
        "2, 1 failed",
        "1,000 tokens",
        "30 tokens, $0.5000",
        "mother",
        "/home/ada/report.ipynb",
        "? Proceed?",
        "failed before: ValueError: no city",
        "repaired",
        "delivered again",
        "w1",
        "1.5 s",
        "queued: retry",
        "goes on",
        "from checkpoint 1",
        "1 (attempt 1, ",
        "grandkid",
        "kid2",
    ):
        assert part in text, part
    assert text.index("kid1") < text.index("grandkid") < text.index("kid2")


def test_a_record_cannot_drive_the_terminal() -> None:
    """Whatever a job says is cleaned."""
    record = a_record(type=EVIL, params={"x": EVIL}, tags=[EVIL], reason=EVIL, origin=EVIL, error=JobError(EVIL, EVIL))
    history = History(
        transitions=[Transition(epoch=1, seq=1, at=1.0, state=JobState.QUEUED, reason=EVIL)],
        attempts=[AttemptRecord(attempt=1, worker=EVIL, why=EVIL)],
        checkpoints=[],
    )
    text = shown(record_view(record, history, Family(record, [Family(record)]), 110.0))
    text += event_line(ev.Log(job="j1", epoch=1, seq=1, at=1.0, message=EVIL))
    assert not {"\x1b", "\x07"} & set(text)
    assert text.count("owned") == text.count("\\u001b]0;owned"), "only where JSON has made it harmless"


def test_a_family_has_its_limits() -> None:
    """A tree is asked for level by level, oldest first, and ends at so many jobs; that there are more is shown."""
    asked: list[tuple[str, int]] = []

    def children(parent: str, limit: int) -> list[JobRecord]:
        asked.append((parent, limit))
        found = {"j1": 150, "j1.1": 150}.get(parent, 0)
        return [a_record(f"{parent}.{n}") for n in range(found)][::-1][:limit]

    family = Family.of(a_record(), children)
    assert [child.record.id for child in family.children] == [f"j1.{n}" for n in range(150)]
    below = family.children[1]
    assert len(below.children) == 50
    assert below.more
    assert not family.more
    assert "…" in shown(record_view(a_record(), NO_HISTORY, family, 110.0))


def test_events_are_lines() -> None:
    """Number, time, kind and what it carries, on one line; an unknown kind too."""
    line = event_line(ev.Text(job="j1", epoch=1, seq=12, at=1000.25, attempt=1, delta="a\nb"))
    assert line.startswith("1:12  ")
    assert ".250  text  " in line
    assert '"delta"' in line
    assert "\n" not in line
    assert "  hologram" in event_line(ev.Opaque(kind="hologram", job="j1", epoch=1, seq=13, at=1.0))
