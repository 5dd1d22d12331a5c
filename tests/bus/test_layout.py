"""The snapshot on Redis is the fold of the events, however they were cut."""

from hypothesis import given
from hypothesis import strategies as st

from jobwidgets.bus.layout import Delta, assemble, delta
from jobwidgets.protocol.events import Event
from jobwidgets.protocol.state import JobSnapshot, fold_all
from tests.protocol.strategies import JOB, histories


class Stored:
    """What the scripts would have written."""

    def __init__(self) -> None:
        self.fields: dict[bytes, bytes] = {}
        self.pieces: list[bytes] = []

    def patch(self, change: Delta) -> None:
        self.fields.update({name.encode(): value for name, value in change.sets.items()})
        for name in change.deletes:
            self.fields.pop(name.encode(), None)
        self.pieces += change.pieces


@given(histories(), st.lists(st.integers(0, 40)))
def test_patches_add_up_to_the_snapshot(history: list[Event], cuts: list[int]) -> None:
    """Whatever the batches, `assemble` gives what `fold` gives."""
    stored, snapshot = Stored(), JobSnapshot(job=JOB, epoch=1)
    for cut in [*sorted(cuts), len(history)]:
        after = fold_all(snapshot, history[:cut])
        stored.patch(delta(snapshot, after))
        snapshot = after
    read = assemble(
        JOB,
        type="",
        epoch=snapshot.epoch,
        seq=snapshot.seq,
        state=snapshot.state,
        attempt=snapshot.attempt,
        created=snapshot.created,
        updated=snapshot.updated,
        fields=stored.fields,
        pieces=stored.pieces,
    )
    assert read.attempts == tuple({a.attempt: a for a in read.attempts}.values())
    # An attempt number begins once in real life; random histories repeat it, and Redis keeps one of each.
    unique = len({a.attempt for a in snapshot.attempts}) == len(snapshot.attempts)
    ordered = list(snapshot.attempts) == sorted(snapshot.attempts, key=lambda a: a.attempt)
    if unique and ordered:
        assert read == snapshot


def test_only_the_last_answers_stay() -> None:
    """A question that gives way to a newer one is deleted, and only the new one is written."""
    from jobwidgets.protocol import events as ev

    def answers(first: int, last: int) -> list[Event]:
        return [ev.InputAnswered(job=JOB, epoch=1, seq=n, key=f"q{n}", answer=n) for n in range(first, last + 1)]

    full = fold_all(JobSnapshot(job=JOB, epoch=1), answers(1, 50))
    change = delta(full, fold_all(full, answers(51, 52)))
    assert sorted(change.sets) == ["answered:50", "answered:51"]
    assert change.deletes == ["answered:0", "answered:1"]


def test_a_patch_costs_what_changed() -> None:
    """One word on a long text writes one short piece."""
    from jobwidgets.protocol import events as ev

    long = fold_all(JobSnapshot(job=JOB, epoch=1), [ev.Text(job=JOB, epoch=1, seq=1, delta="word " * 100_000)])
    change = delta(long, fold_all(long, [ev.Text(job=JOB, epoch=1, seq=2, delta="end")]))
    assert change == Delta({}, [], [b'["answer",0,0,"end"]'])


@given(histories(), st.integers(0, 40))
def test_what_a_batch_names_is_all_that_changed(history: list[Event], cut: int) -> None:
    """The difference is the same whether everything is compared or only what the events name."""
    before = fold_all(JobSnapshot(job=JOB, epoch=1), history[:cut])
    after = fold_all(before, history[cut:])
    known, whole = delta(before, after, history[cut:]), delta(before, after)
    assert known == whole
