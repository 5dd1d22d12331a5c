"""The recorded life of a job: transitions, attempts, checkpoints, memos; whatever comes twice, late or in part."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import Event, JobError, JobState
from jobwidgets.protocol.records import Backoff, Budget, JobSpec, Limit, Transition
from jobwidgets.protocol.state import AttemptStart, JobSnapshot, PendingInput
from jobwidgets_server.store import JobStore, NewJob

from .test_store import add, at


def _state(seq: int, state: str, attempt: int, reason: str | None = None, epoch: int = 1) -> ev.State:
    return ev.State(
        job="j1", epoch=epoch, seq=seq, attempt=attempt, at=100.0 + seq, state=JobState(state), reason=reason
    )


def _attempt(seq: int, number: int, checkpoint: int = 0) -> ev.Attempt:
    worker = f"w{number}"
    return ev.Attempt(job="j1", epoch=1, seq=seq, attempt=number, at=100.0 + seq, checkpoint=checkpoint, worker=worker)


LIFE: list[Event] = [
    _state(1, "queued", 0),
    _attempt(2, 1),
    _state(3, "running", 1),
    ev.Checkpoint(job="j1", epoch=1, seq=4, attempt=1, at=104.0, number=1),
    _state(6, "queued", 1, "worker lost"),
    _attempt(7, 2, checkpoint=1),
    _state(8, "running", 2),
    _state(9, "waiting_input", 2),
    _state(10, "running", 2),
    ev.Checkpoint(job="j1", epoch=1, seq=11, attempt=2, at=111.0, number=2),
    _state(12, "queued", 2, "retry: ValueError"),
    _attempt(13, 3, checkpoint=2),
    _state(14, "running", 3),
    _state(15, "completed", 3),
]
"""Three attempts: lost, failed, completed."""


def _look(seq: int, state: str = "running", moves: Sequence[Event] = (), **more: Any) -> Any:
    memos = more.pop("memos", None)
    return at(JobSnapshot(job="j1", seq=seq, state=JobState(state), **({"epoch": 1} | more)), moves=moves, memos=memos)


async def _check_whole_life(store: JobStore) -> None:
    history = await store.history("j1")
    assert [(t.seq, str(t.state), t.reason) for t in history.transitions] == [
        (e.seq, str(e.state), e.reason) for e in LIFE if isinstance(e, ev.State)
    ]
    assert [(a.attempt, a.worker, a.checkpoint, a.started, a.ended, a.why) for a in history.attempts] == [
        (1, "w1", 0, 102.0, 106.0, "queued: worker lost"),
        (2, "w2", 1, 107.0, 112.0, "queued: retry: ValueError"),
        (3, "w3", 2, 113.0, 115.0, "completed"),
    ]
    assert [(c.number, c.attempt, c.at) for c in history.checkpoints] == [(1, 1, 104.0), (2, 2, 111.0)]


@pytest.mark.parametrize(
    "looks", [[15], [3, 8, 15], [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15], [8, 8, 3, 15, 15, 1]]
)
async def test_life_is_recorded_however_it_is_looked_at(store: JobStore, looks: list[int]):
    """All moves are on record after the last look, whether the recorder looked once, at every event, twice at the
    same, or wrote an old look late."""
    await add(store, "j1", created=101.0)
    for upto in looks:
        moves = [event for event in LIFE if event.seq <= upto]
        state = next(e.state for e in reversed(moves) if isinstance(e, ev.State))
        await store.record([_look(upto, state, moves)], 200.0)
    await _check_whole_life(store)
    found = await store.get("j1")
    assert found is not None
    assert (found.state, found.seq) == ("completed", 15)


async def test_a_queued_job_has_begun(store: JobStore):
    """The first transition is on record as soon as the job is in the queue, and the recorder does not repeat it."""
    await add(store, "j1", created=101.0)
    await store.flush_marks()
    first = (await store.history("j1")).transitions
    assert first == [Transition(epoch=1, seq=1, at=101.0, state=JobState.QUEUED)]
    await store.record([_look(3, "running", LIFE[:3])], 200.0)
    await store.mark_enqueued("j1", 1)
    await store.flush_marks()
    assert (await store.history("j1")).transitions[:-1] == first


async def test_two_recorders_at_once(store: JobStore, database_url: str):
    """Two servers that record the same job at the same time write its life once."""
    await add(store, "j1", created=101.0)
    other = JobStore(database_url)
    await other.start()
    for upto in range(1, 16):
        look = _look(upto, "running" if upto < 15 else "completed", [e for e in LIFE if e.seq <= upto])
        await asyncio.gather(store.record([look], 200.0), other.record([look], 200.0))
    await other.stop()
    await _check_whole_life(store)


async def test_moves_that_redis_no_longer_has(store: JobStore):
    """Where the list of moves was cut, the snapshot still tells of the attempts."""
    await add(store, "j1", created=101.0)
    starts = tuple(AttemptStart(n, n - 1, 100.0 + seq, f"w{n}") for n, seq in ((1, 2), (2, 7), (3, 13)))
    await store.record([_look(15, "completed", LIFE[-2:], attempts=starts)], 200.0)
    history = await store.history("j1")
    assert [(a.attempt, a.started, a.ended, a.why) for a in history.attempts] == [
        (1, 102.0, 107.0, "replaced"),
        (2, 107.0, 113.0, "replaced"),
        (3, 113.0, 115.0, "completed"),
    ]


async def test_nothing_of_half_a_record_stays(store: JobStore, monkeypatch: pytest.MonkeyPatch):
    """A record that breaks off before its last statement leaves no trace, and the next one writes all."""
    await add(store, "j1", created=101.0)
    for broken in ("_record_life", "_store_life", "_record_memos"):
        with monkeypatch.context() as patch:

            async def breaks(*_args: Any) -> None:
                raise ConnectionResetError("the server died")

            patch.setattr(store, broken, breaks)
            with pytest.raises(Exception, match="the server died"):
                await store.record([_look(15, "completed", LIFE, memos={"checkpoint": b"{}"})], 200.0)
        found = await store.get("j1")
        assert found is not None
        assert (found.state, found.seq) == ("queued", 1)
        await store.flush_marks()
        assert [t.seq for t in (await store.history("j1")).transitions] == [1]
        assert await store.memos("j1") == {}
    await store.record([_look(15, "completed", LIFE, memos={"checkpoint": b"{}"})], 200.0)
    await _check_whole_life(store)
    assert await store.memos("j1") == {"checkpoint": b"{}"}


async def test_a_job_that_is_being_launched_has_no_life(store: JobStore):
    """Rows of unfinished launches, and jobs without a row, are left alone."""
    assert await store.insert(NewJob(JobSpec(job="j1", type="search", user="ada"), created=1.0))
    nobody = at(JobSnapshot(job="j9", epoch=1, seq=3), moves=[_state(1, "queued", 0)], memos={"a": b"1"})
    await store.record([_look(3, "running", LIFE[:3], memos={"a": b"1"}), nobody], 200.0)
    assert (await store.history("j1")).transitions == []
    assert await store.memos("j1") == {}
    assert await store.commit_queued("j1", epoch=1, generation=1)
    await store.record([_look(3, "running", LIFE[:3], memos={"a": b"1"})], 200.0)
    assert len((await store.history("j1")).transitions) == 2


async def test_repairs_stand_among_the_transitions(store: JobStore):
    """A note shows where it was made, changes nothing, and is there once."""
    await add(store, "j1", created=101.0)
    await store.record([_look(15, "completed", LIFE)], 200.0)
    for _ in range(2):
        await store.note("j1", at=106.5, state="queued", reason="enqueued again")
    await store.note("j1", at=300.0, state=JobState.COMPLETED, reason="late")
    await store.note("j9", at=300.0, state="queued", reason="no such job")
    transitions = (await store.history("j1")).transitions
    assert [t.seq for t in transitions] == [1, 3, 6, 0, 8, 9, 10, 12, 14, 15, 0]
    assert transitions[3] == Transition(epoch=1, seq=0, at=106.5, state=JobState.QUEUED, reason="enqueued again")
    await _look_again(store)


async def _look_again(store: JobStore) -> None:
    before = await store.history("j1")
    await store.record([_look(15, "completed", LIFE)], 201.0)
    assert await store.history("j1") == before


async def test_memos_of_the_newest_look(store: JobStore):
    """Memos grow and change with newer looks; an old look written late does not bring old ones back."""
    await add(store, "j1", created=101.0)
    await store.record([_look(3, memos={"checkpoint": b'{"number":1}', "step:a#1": b"\x00\xff"})], 10.0)
    await store.record([_look(5, memos=None)], 11.0)
    await store.record([_look(9, memos={"checkpoint": b'{"number":2}', "step:a#1": b"\x00\xff", "ask:k": b"1"})], 12.0)
    await store.record([_look(4, memos={"checkpoint": b'{"number":1}'})], 13.0)
    assert await store.memos("j1") == {"checkpoint": b'{"number":2}', "step:a#1": b"\x00\xff", "ask:k": b"1"}


async def test_an_epoch_is_taken_once(store: JobStore):
    """Of many servers that find Redis empty one gets the new epoch; then nothing of the old one is recorded."""
    await add(store, "j1", created=101.0)
    await store.record([_look(9)], 10.0)
    taken = await asyncio.gather(*(store.take_epoch("j1", 1) for _ in range(5)))
    assert sorted(taken, key=str) == [2, None, None, None, None]
    await store.record([_look(12)], 11.0)
    found = await store.get("j1")
    assert found is not None
    assert (found.epoch, found.seq) == (2, 0)
    await store.record([_look(1, "queued", [_state(1, "queued", 1, "redis lost data", epoch=2)], epoch=2)], 12.0)
    found = await store.get("j1")
    assert found is not None
    assert (found.epoch, found.seq, found.state) == (2, 1, "queued")
    assert await store.take_epoch("nobody", 1) is None


async def test_shard_words(store: JobStore):
    """Each shard has the word it was given last."""
    assert await store.shard_words() == {}
    for shard, word in ((3, "a"), (4, "b"), (3, "c")):
        await store.set_shard_word(shard, word)
    assert await store.shard_words() == {3: "c", 4: "b"}


async def test_questions_whose_time_is_over(store: JobStore):
    """An open question is found once its time is over, and not when it was answered or has no time."""
    for job, expires in (("j1", 50.0), ("j2", 60.0), ("j3", None), ("j4", 40.0)):
        await add(store, job)
        asks = PendingInput(f"key-{job}", "Proceed?", {"type": "boolean"}, 1.0, expires)
        waiting = JobSnapshot(job=job, epoch=1, seq=5, state=JobState.WAITING_INPUT, input=asks)
        await store.record([at(waiting)], 10.0)
    await store.record([at(JobSnapshot(job="j4", epoch=1, seq=7, state=JobState.RUNNING))], 11.0)
    assert await store.overdue_questions(55.0, 10) == [("j1", "key-j1")]
    assert await store.overdue_questions(1000.0, 10) == [("j1", "key-j1"), ("j2", "key-j2")]
    found = await store.get("j3")
    assert found is not None
    assert found.input == PendingInput("key-j3", "Proceed?", {"type": "boolean"}, 1.0)
    assert found.record().input == found.input


async def test_unfinished_jobs_one_portion_after_another(store: JobStore):
    """The walk over unfinished jobs meets each of them once, and no external, unlaunched or finished one."""
    for n in range(7):
        await add(store, f"j{n}")
    await store.record([at(JobSnapshot(job="j3", epoch=1, seq=5, state=JobState.FAILED, ended=9.0))], 10.0)
    await store.record([at(JobSnapshot(job="x1", epoch=1, seq=5, state=JobState.RUNNING), external=True)], 10.0)
    assert await store.insert(NewJob(JobSpec(job="j99", type="search", user="ada"), created=1.0))
    met: list[str] = []
    while portion := await store.unfinished(met[-1] if met else "", 2):
        met += [job.id for job in portion]
    assert met == ["j0", "j1", "j2", "j4", "j5", "j6"]


async def test_everything_of_a_specification_is_kept(store: JobStore):
    """A job read from the record has the specification it was launched with, to the last option."""
    spec = JobSpec(
        job="j1", type="search", user="ada", params={"a": [1, None]}, queue="gpu", priority="high", timeout=9.0,
        retries=4, backoff=Backoff(first=2.0), limits=[Limit(name="type:search", max=2)], budget=Budget(max_cost=1.5),
        parent="j0", tags=["b", "a"], code=b"\x80", signature="s",
    )  # fmt: skip
    assert await store.insert(NewJob(spec, created=1.0, origin="a.ipynb", schedule="daily", run_at=7.0))
    assert await store.commit_queued("j1", epoch=1, generation=1)
    error = JobError("ValueError", "no")
    failed = JobSnapshot(job="j1", epoch=1, seq=8, attempt=2, state=JobState.QUEUED, failures=2, last_error=error)
    await store.record([at(failed)], 10.0)
    found = await store.get("j1", code=True)
    assert found is not None
    assert found.spec() == spec
    assert found.lane == spec.lane
    assert (found.origin, found.schedule, found.run_at, found.failures) == ("a.ipynb", "daily", 7.0, 2)
    record = found.record()
    assert (record.priority, record.budget, record.failures) == ("high", Budget(max_cost=1.5), 2)
