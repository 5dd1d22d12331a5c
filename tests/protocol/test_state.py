"""What the state machine and `fold` promise."""

import itertools
import random
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import GapError, IllegalTransition
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.state import (
    MAX_ANSWERED,
    TRANSITIONS,
    Answered,
    JobSnapshot,
    Usage,
    check_transition,
    fold,
    fold_all,
    sources,
)

from .strategies import JOB, histories

ROOT = Path(__file__).parent.parent.parent
START = JobSnapshot(job=JOB, epoch=1)

# Written out once more, from the design, so that a change of the table is noticed.
ALLOWED = {
    ("queued", "running"), ("queued", "cancelled"), ("queued", "failed"),
    ("running", "waiting_input"), ("running", "queued"), ("running", "cancelling"), ("running", "completed"),
    ("running", "failed"),
    ("waiting_input", "running"), ("waiting_input", "queued"), ("waiting_input", "cancelling"),
    ("waiting_input", "cancelled"), ("waiting_input", "failed"),
    ("cancelling", "cancelled"), ("cancelling", "completed"), ("cancelling", "failed"),
}  # fmt: skip


@pytest.mark.parametrize(("current", "target"), list(itertools.product(JobState, JobState)))
def test_every_pair_of_states(current: JobState, target: JobState) -> None:
    """A move is possible exactly if the design names it; the scripts are told the same."""
    allowed = (current.value, target.value) in ALLOWED
    assert (current in sources(target)) == allowed
    if allowed:
        check_transition(current, target)
    else:
        with pytest.raises(IllegalTransition) as caught:
            check_transition(current, target)
        assert caught.value.current == current
        assert str(current) in str(caught.value)


def test_the_table_in_the_docs_is_the_state_machine() -> None:
    """docs/architecture.md names each allowed pair, who makes the move, and no other; its scripts exist."""
    page = (ROOT / "docs" / "architecture.md").read_text()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    moves = [row for row in rows if len(row) == 5 and row[0] in set(JobState)]
    assert {(source, target) for source, target, *_ in moves} == ALLOWED
    for _, _, owner, guard, _ in moves:
        assert guard
        scripts = re.findall(r"`(\w+\.lua)`", owner)
        assert scripts
        assert all((ROOT / "jobwidgets" / "bus" / "lua" / name).exists() for name in scripts)


def test_terminal_states_absorb() -> None:
    """Nothing follows an end, in the table and in `fold`."""
    for state in JobState:
        assert state.terminal == (not TRANSITIONS[state])
    done = fold(START, ev.State(job=JOB, epoch=1, seq=1, state=JobState.COMPLETED, result=7, at=1.0))
    later = fold(done, ev.State(job=JOB, epoch=1, seq=2, state=JobState.FAILED, at=2.0))
    assert (later.state, later.result, later.ended, later.seq) == (JobState.COMPLETED, 7, 1.0, 2)


@given(histories(), st.randoms(use_true_random=False))
def test_a_replayed_event_changes_nothing(history: list[ev.Event], rng: random.Random) -> None:
    """Duplicates, however old, leave the snapshot as it is."""
    snapshot = START
    for i, event in enumerate(history):
        snapshot = fold(snapshot, event)
        assert fold(snapshot, rng.choice(history[: i + 1])) is snapshot
    assert snapshot.seq == len(history)


@given(histories())
def test_a_gap_is_noticed(history: list[ev.Event]) -> None:
    """An event that does not follow raises `GapError` with what was expected."""
    for event in history[1:]:
        with pytest.raises(GapError) as caught:
            fold(START, event)
        assert (caught.value.expected, caught.value.got) == (1, event.seq)
    with pytest.raises(GapError):
        fold(START, ev.Text(job=JOB, epoch=2, seq=1, delta="another epoch"))


@given(histories(), st.lists(st.integers(0, 40)))
def test_fold_all_is_fold(history: list[ev.Event], cuts: list[int]) -> None:
    """Folding in batches, with joined text and repeated events, ends where one by one ends."""
    one = START
    for event in history:
        one = fold(one, event)
    many = START
    for cut in [*sorted(cuts), len(history)]:
        before, told = many, msgspec.json.encode(many)
        many = fold_all(many, history[:cut])
        assert msgspec.json.encode(before) == told, "what was folded upon stays what it was"
    assert many == one


@given(histories())
def test_snapshots_survive_the_wire(history: list[ev.Event]) -> None:
    """Encoding and decoding a snapshot in mid-history changes nothing that follows."""
    half = fold_all(START, history[: len(history) // 2])
    again = msgspec.json.decode(msgspec.json.encode(half), type=JobSnapshot)
    assert again == half
    assert fold_all(again, history) == fold_all(START, history)


def test_superseding_flags_and_never_truncates() -> None:
    """What a dead attempt wrote after the checkpoint is kept, but is not in the text any more."""
    events: list[ev.Event] = [
        ev.Attempt(job=JOB, attempt=1),
        ev.Text(job=JOB, attempt=1, delta="one "),
        ev.Checkpoint(job=JOB, attempt=1, number=1),
        ev.Text(job=JOB, attempt=1, delta="lost "),
        ev.Step(job=JOB, attempt=1, id="s", name="half done"),
        ev.Attempt(job=JOB, attempt=2, checkpoint=1),
        ev.Text(job=JOB, attempt=2, delta="two"),
    ]
    snapshot = fold_all(START, [replace(e, epoch=1, seq=i) for i, e in enumerate(events, 1)])
    assert snapshot.channel_text() == "one two"
    assert [s.text for s in snapshot.text] == ["one ", "lost ", "two"]
    assert snapshot.shown_status(snapshot.steps["s"]) == "interrupted"
    assert snapshot.current_step() is None


def numbered(*events: ev.Event) -> JobSnapshot:
    """The fold of ``events``, the n-th of them at n seconds."""
    return fold_all(START, [replace(e, epoch=1, seq=i, at=float(i)) for i, e in enumerate(events, 1)])


def test_what_a_step_leaves_out_is_kept() -> None:
    """Arguments, result and error stay until something else is said of them."""
    begun = ev.Step(job=JOB, id="s", name="search", arguments={"q": 1})
    found = ev.Step(job=JOB, id="s", name="search", result=[1])
    failed = ev.Step(job=JOB, id="s", name="search", status="failed", error="ValueError: no")
    step = numbered(begun, found, failed).steps["s"]
    assert (step.arguments, step.result, step.error, step.status) == ({"q": 1}, [1], "ValueError: no", "failed")
    again = numbered(begun, found, replace(found, result={"n": 2}, arguments=[])).steps["s"]
    assert (again.arguments, again.result, again.error) == ([], {"n": 2}, None)


def test_limits_stay_in_force_while_usage_adds_up() -> None:
    """What is spent adds up; a limit is replaced by the next one said, each on its own."""
    said = [
        ev.UsageEvent(job=JOB, max_tokens=100),
        ev.UsageEvent(job=JOB, input_tokens=30, cost=0.5, max_cost=2.0),
        ev.UsageEvent(job=JOB, output_tokens=5, max_tokens=200),
    ]
    assert numbered(*said).usage == Usage(30, 5, 0.5, max_tokens=200, max_cost=2.0)


def test_answers_are_kept_within_bounds() -> None:
    """The last 50 questions that were closed, numbered, each with the head of its prompt and of its answer."""
    events: list[ev.Event] = []
    for n in range(MAX_ANSWERED + 10):
        events += [
            ev.InputRequested(job=JOB, key=f"q{n}", prompt="é" * 900 if n % 2 else "Go on?"),
            ev.InputAnswered(job=JOB, key=f"q{n}", answer={"why": "x" * 3_000} if n % 2 else [n], timed_out=n == 58),
        ]
    answered = numbered(*events).answered
    assert [entry.order for entry in answered] == list(range(10, 60))
    assert answered[0] == Answered("q10", "Go on?", [10], at=22.0, order=10)
    assert [entry.key for entry in answered if entry.timed_out] == ["q58"]
    cut = answered[1]
    assert cut.prompt == "é" * 499 + "…"
    assert isinstance(cut.answer, str)
    assert (len(cut.answer), cut.answer[:11], cut.answer[-1]) == (2_000, '{"why":"xxx', "…")


def test_an_answer_to_an_unknown_question_has_no_prompt() -> None:
    """The prompt of another question is not shown with it."""
    (entry,) = numbered(
        ev.InputRequested(job=JOB, key="mine", prompt="Mine?"), ev.InputAnswered(job=JOB, key="other", answer=1)
    ).answered
    assert (entry.key, entry.prompt, entry.answer) == ("other", "", 1)
