"""Each script on a real Redis: what it guards, what it changes, what it answers."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from jobwidgets.bus.commands import JobBus, new_token
from jobwidgets.bus.connection import connect
from jobwidgets.bus.keys import JobKeys, generation_key, shard_of, wake_channel
from jobwidgets.bus.publisher import Publisher
from jobwidgets.bus.recovery import Reseed
from jobwidgets.bus.replies import Beat, Mark, Reading
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Fenced
from jobwidgets.protocol.events import JobError, JobState
from jobwidgets.protocol.memos import AskMemo
from jobwidgets.protocol.records import JobSpec
from jobwidgets.protocol.state import MAX_ANSWERED, JobSnapshot, fold_all
from jobwidgets.protocol.wire import MAX_BATCH_EVENTS, decode_events
from jobwidgets.testing import wait_until

JOB = "job-1"
KEYS = JobKeys.of(JOB)
YES = msgspec.json.encode(AskMemo(answer=True))


class Desk:
    """A bus, and a job on it."""

    def __init__(self, url: str) -> None:
        self.client: Any = connect(url)
        self.blocking: Any = connect(url, blocking=True)
        self.bus = JobBus(self.client)

    async def close(self) -> None:
        await self.client.aclose()
        await self.blocking.aclose()

    async def read(self) -> Reading:
        reading = await self.bus.read(JOB)
        assert reading is not None
        return reading

    async def snapshot(self) -> JobSnapshot:
        snapshot = (await self.read()).snapshot
        assert snapshot is not None
        return snapshot

    async def seed(self, **options: Any) -> None:
        assert await self.bus.seed(JobSpec(job=JOB, type="t", user="u"), created=1.0, **options)

    async def claim(self, worker: str = "w") -> Publisher:
        token = new_token()
        claim = await self.bus.claim(JOB, worker=worker, token=token, lease=60, beat=0, max_attempts=3)
        assert claim.status == "granted", claim
        memos = await self.bus.memos(JOB)
        return Publisher(
            self.client,
            await self.snapshot(),
            token=token,
            attempt=claim.attempt,
            on_fenced=lambda _: None,
            memos=memos,
        )

    async def expire(self) -> None:
        await self.client.hset(KEYS.ctl, "lease", "1")

    async def ask(self, publisher: Publisher, key: str = "k", prompt: str = "Go on?") -> None:
        publisher.emit(ev.InputRequested(job=JOB, key=key, prompt=prompt, schema={"type": "boolean"}, expires=9.5))
        publisher.emit(ev.State(job=JOB, state=JobState.WAITING_INPUT))
        await publisher.flush()

    async def events(self) -> list[ev.Event]:
        return decode_events(await self.client.lrange(KEYS.tail, 0, -1))


@pytest.fixture
async def desk(redis_url: str) -> AsyncIterator[Desk]:
    made = Desk(redis_url)
    yield made
    await made.close()


def beat_of(publisher: Publisher) -> Beat:
    return Beat(JOB, publisher.attempt, publisher._token)


async def test_a_delayed_job_is_held_until_its_time(desk: Desk) -> None:
    """`not_before` of a launch: a claim is told how long to wait; afterwards the job is granted and forgets it."""
    await desk.seed(not_before=time.time() + 100)
    claim = await desk.bus.claim(JOB, worker="w", token="a", lease=60, beat=5, max_attempts=3)
    assert claim.status == "held"
    assert 50 < claim.retry_after <= 100
    assert (await desk.read()).state is JobState.QUEUED
    await desk.client.hset(KEYS.ctl, "not_before", round(time.time() * 1000) - 1)
    await (await desk.claim()).aclose()
    assert not await desk.client.hexists(KEYS.ctl, "not_before")


async def test_a_retry_waits_for_its_backoff(desk: Desk) -> None:
    """`not_before` of a move to queued goes with that move, and counts the failure."""
    await desk.seed()
    p = await desk.claim()
    p.emit(
        ev.State(job=JOB, state=JobState.QUEUED, reason="retry: no", error=JobError("ValueError", "no")),
        not_before=time.time() + 100,
    )
    await p.flush()
    claim = await desk.bus.claim(JOB, worker="w", token="a", lease=60, beat=5, max_attempts=3)
    assert claim.status == "held"
    assert claim.retry_after > 50
    snapshot = await desk.snapshot()
    assert (snapshot.failures, snapshot.last_error, snapshot.error) == (1, JobError("ValueError", "no"), None)
    assert p.snapshot == snapshot
    await p.aclose()


async def test_memos_are_committed_with_their_events(desk: Desk) -> None:
    """A batch's memos are there when it is, a refused batch leaves none, and the next attempt finds them."""
    await desk.seed()
    p = await desk.claim()
    p.emit(ev.Step(job=JOB, id="s", name="fetch", status="completed"), memos={"step:fetch#1": b"[1]"})
    p.emit(ev.Checkpoint(job=JOB, number=1), memos={"checkpoint": b"{}"})
    await p.flush()
    assert await desk.bus.memos(JOB) == {"step:fetch#1": b"[1]", "checkpoint": b"{}"} == p.memos
    counted = (await desk.read()).memos
    assert counted == 2
    p.emit(ev.Checkpoint(job=JOB, number=2), memos={"checkpoint": b'{"n":2}'})
    await p.flush()
    assert (await desk.read()).memos > counted
    await desk.expire()
    assert (await desk.bus.claim(JOB, worker="w2", token="x", lease=60, beat=0, max_attempts=9)).status == "held"
    new = await desk.claim()
    assert new.memos == {"step:fetch#1": b"[1]", "checkpoint": b'{"n":2}'}
    assert (await desk.snapshot()).attempts[-1].checkpoint == 2
    p.emit(ev.Step(job=JOB, id="g", name="ghost"), memos={"step:ghost#1": b"1"})
    with pytest.raises(Fenced):
        await p.flush()
    assert "step:ghost#1" not in await desk.bus.memos(JOB)
    await p.aclose()
    await new.aclose()


async def test_an_answer_resumes_the_owner_that_waits(desk: Desk) -> None:
    """With a living lease the job runs on in the same attempt, and there is a new delivery to make."""
    await desk.seed()
    p = await desk.claim()
    await desk.ask(p)
    asked = (await desk.snapshot()).input
    assert asked is not None
    assert (asked.key, asked.schema, asked.expires) == ("k", {"type": "boolean"}, 9.5)
    before = (await desk.read()).generation
    reply = await desk.bus.answer(JOB, "k", YES, b"true", command="c1")
    assert (reply.status, reply.state, reply.generation, reply.queue) == ("ok", "running", before + 1, "default")
    assert await desk.bus.memos(JOB) == {"ask:k": YES}
    reading = await desk.read()
    assert (reading.attempt, reading.generation, reading.snapshot.input) == (1, before + 1, None)  # type: ignore[union-attr]
    answered = (await desk.events())[-2]
    assert isinstance(answered, ev.InputAnswered)
    assert (answered.key, answered.answer, answered.timed_out) == ("k", True, False)
    p.emit(ev.State(job=JOB, state=JobState.COMPLETED))
    await p.flush()
    assert p.snapshot == await desk.snapshot()
    await p.aclose()


@pytest.mark.parametrize("gone", ["expired", "suspended"])
async def test_an_answer_queues_a_job_that_nobody_holds(desk: Desk, gone: str) -> None:
    """Without a living owner the job is queued with a new delivery, and what its owner still writes is refused."""
    await desk.seed()
    p = await desk.claim()
    await desk.ask(p)
    if gone == "expired":
        await desk.expire()
    else:
        assert await desk.bus.suspend(beat_of(p))
    before = (await desk.read()).generation
    reply = await desk.bus.answer(JOB, "k", YES, b"true", command="c1")
    assert (reply.status, reply.state, reply.generation) == ("ok", "queued", before + 1)
    assert (await desk.read()).token is None
    p.emit(ev.Text(job=JOB, delta="ghost"))
    with pytest.raises(Fenced):
        await p.flush()
    new = await desk.claim()
    assert new.memos == {"ask:k": YES}
    assert new.attempt == 2
    await p.aclose()
    await new.aclose()


async def test_the_first_answer_counts(desk: Desk) -> None:
    """The same command again is recognised, another key or a later answer finds the question closed."""
    await desk.seed()
    assert (await desk.bus.answer(JOB, "k", YES, b"true", command="c")).status == "closed"
    p = await desk.claim()
    await desk.ask(p)
    assert (await desk.bus.answer(JOB, "other", YES, b"true", command="c0")).status == "closed"
    assert (await desk.bus.answer(JOB, "k", YES, b"true", command="c1")).status == "ok"
    head = (await desk.read()).seq
    again = await desk.bus.answer(JOB, "k", b"{}", b"false", command="c1")
    assert (again.status, again.generation) == ("ok", (await desk.read()).generation)
    assert (await desk.bus.answer(JOB, "k", b"{}", b"false", command="c2")).status == "closed"
    assert (await desk.bus.answer("job-none", "k", YES, b"1", command="c")).status == "missing"
    assert (await desk.read()).seq == head
    assert await desk.bus.memos(JOB) == {"ask:k": YES}
    await p.aclose()


async def test_a_question_times_out(desk: Desk) -> None:
    """Too late is an answer too: the memo and the event say so, and an answer after it finds the question closed."""
    await desk.seed()
    p = await desk.claim()
    await desk.ask(p)
    late = msgspec.json.encode(AskMemo(timed_out=True))
    assert (await desk.bus.answer(JOB, "k", late, None, command="t")).status == "ok"
    told = (await desk.events())[-2]
    assert isinstance(told, ev.InputAnswered)
    assert (told.timed_out, told.answer) == (True, None)
    assert (await desk.snapshot()).reason == "not answered in time"
    assert (await desk.bus.answer(JOB, "k", YES, b"true", command="c")).status == "closed"
    assert await desk.bus.memos(JOB) == {"ask:k": late}
    await p.aclose()


async def test_the_snapshot_keeps_the_last_answers(desk: Desk) -> None:
    """Whoever answers, and whether the owner is still there: the snapshot is the fold of the events, with the last 50
    answers; it stays so when Redis loses the job and it is put back."""
    await desk.seed()
    p = await desk.claim()
    start = await desk.snapshot()
    heard = start
    for n in range(MAX_ANSWERED + 3):
        await desk.ask(p, f"q{n}", "Über {}? \x00🦉 " * 60 if n % 10 == 9 else f"Go {n}?")
        if n == MAX_ANSWERED:
            assert await desk.bus.suspend(beat_of(p))
        value = None if n % 10 == 5 else msgspec.json.encode({"n": n, "long": 'é"/' * (n % 10 * 100), "none": []})
        assert (await desk.bus.answer(JOB, f"q{n}", YES, value, command=f"c{n}")).status == "ok"
        if n == MAX_ANSWERED:
            await p.aclose()
            p = await desk.claim()
        heard = fold_all(heard, await desk.events())
        assert heard == await desk.snapshot()
    answered = heard.answered
    assert [entry.key for entry in answered] == [f"q{n}" for n in range(3, MAX_ANSWERED + 3)]
    assert answered[1].answer == {"n": 4, "long": 'é"/' * 400, "none": []}
    assert (answered[2].answer, answered[2].timed_out) == (None, True)
    assert len(answered[6].prompt) == 500
    assert isinstance(answered[6].answer, str)
    assert len(answered[6].answer) == 2_000
    await desk.client.flushall()
    back = Reseed(
        spec=JobSpec(job=JOB, type="t", user="u"), snapshot=heard, epoch=2, generation=1, log_bytes=0, memos=p.memos
    )
    assert (await desk.bus.reseed(back))[0]
    assert (await desk.snapshot()).answered == answered
    await p.aclose()
    p = await desk.claim()
    await desk.ask(p, "after")
    assert (await desk.bus.answer(JOB, "after", YES, b"true", command="c")).status == "ok"
    assert [entry.order for entry in (await desk.snapshot()).answered] == list(range(4, MAX_ANSWERED + 4))
    assert (await desk.snapshot()).answered[:-1] == answered[1:]
    await p.aclose()


async def test_only_a_waiting_job_is_suspended(desk: Desk) -> None:
    """Suspending needs the owner's token and an open question; afterwards nobody holds the job."""
    await desk.seed()
    p = await desk.claim()
    assert not await desk.bus.suspend(beat_of(p))
    await desk.ask(p)
    assert not await desk.bus.suspend(beat_of(p)._replace(token="stranger"))
    assert await desk.bus.suspend(beat_of(p))
    reading = await desk.read()
    assert (reading.state, reading.token, reading.worker) == (JobState.WAITING_INPUT, None, None)
    assert not (await desk.bus.beat([beat_of(p)], 60))[0].owned
    claim = await desk.bus.claim(JOB, worker="w", token="a", lease=60, beat=0, max_attempts=3)
    assert claim.status == "waiting"
    reply = await desk.bus.cancel(JOB)
    assert reply is not None
    assert reply.state is JobState.CANCELLED
    await p.aclose()


@pytest.mark.parametrize("command", ["answer", "cancel"])
async def test_who_holds_the_job_is_woken(desk: Desk, command: str) -> None:
    """The worker that holds the job hears of an answer or a cancel at once, on its own channel."""
    heard: list[bytes] = []
    pubsub = desk.blocking.pubsub()
    await pubsub.subscribe(wake_channel("w7"), wake_channel("other"))

    async def listen() -> None:
        async for message in pubsub.listen():
            heard.append(message["data"])

    listener = asyncio.create_task(listen())
    await wait_until(lambda: len(heard) == 2, "both subscriptions")
    await desk.seed()
    p = await desk.claim("w7")
    await desk.ask(p)
    if command == "answer":
        await desk.bus.answer(JOB, "k", YES, b"true", command="c")
    else:
        await desk.bus.cancel(JOB)
    await wait_until(lambda: len(heard) == 3, "the message to the worker")
    assert heard[2] == JOB.encode()
    listener.cancel()
    await asyncio.wait([listener])
    await pubsub.aclose()
    await p.aclose()


async def test_an_orphan_is_believed_at_the_second_look(desk: Desk) -> None:
    """A job is queued when its lease was found over twice without a beat in between; a beat makes the look void."""
    await desk.seed()
    p = await desk.claim()

    async def look() -> Any:
        return await desk.bus.orphan(JOB, beat=0, max_attempts=3)

    living = await look()
    assert (living.changed, living.look_again > 50) == (False, True)
    await desk.expire()
    assert not (await look()).changed
    await desk.bus.beat([beat_of(p)], 60)
    await desk.expire()
    assert not (await look()).changed
    found = await look()
    reading = await desk.read()
    assert (found.state, found.changed, found.generation) == (JobState.QUEUED, True, reading.generation)
    assert (reading.state, reading.snapshot.reason, reading.lost) == (JobState.QUEUED, "worker lost", 1)  # type: ignore[union-attr]
    assert reading.snapshot.failures == 0  # type: ignore[union-attr]
    assert not (await look()).changed
    assert await desk.bus.orphan("job-none", beat=0, max_attempts=3) is None
    p.emit(ev.Text(job=JOB, delta="ghost"))
    with pytest.raises(Fenced):
        await p.flush()
    await p.aclose()


async def test_two_looks_within_a_beat_are_one(desk: Desk) -> None:
    """An outage expires every lease at once: two looks in a moment take no job away."""
    await desk.seed()
    p = await desk.claim()
    await desk.expire()
    for _ in range(5):
        reply = await desk.bus.orphan(JOB, beat=60, max_attempts=3)
        assert reply is not None
        assert not reply.changed
        assert reply.look_again <= 60
    assert (await desk.read()).token == p._token
    await p.aclose()


async def test_the_cap_ends_a_job_that_kills_its_workers(desk: Desk) -> None:
    """After exactly so many lost workers the job fails, `attempts-exhausted`, with what is known of the last one."""
    await desk.seed()
    for lost in range(1, 4):
        p = await desk.claim(f"w{lost}")
        await desk.expire()
        await desk.bus.orphan(JOB, beat=0, max_attempts=3)
        reply = await desk.bus.orphan(JOB, beat=0, max_attempts=3)
        assert reply is not None
        assert reply.state == (JobState.QUEUED if lost < 3 else JobState.FAILED)
        await p.aclose()
    snapshot = await desk.snapshot()
    assert (snapshot.reason, snapshot.attempt, snapshot.failures) == ("attempts-exhausted", 3, 1)
    assert snapshot.error == snapshot.last_error
    assert snapshot.error is not None
    assert "3 times" in snapshot.error.message
    assert "w3" in snapshot.error.message


async def test_a_job_that_cannot_be_launched_is_refused(desk: Desk) -> None:
    """Refusing fails a job nobody has had, says why, and does nothing to any other."""
    assert not await desk.bus.refuse(JOB, JobError("X", "x"))
    await desk.seed()
    error = JobError("UnknownJobType", "No worker knows it.")
    assert await desk.bus.refuse(JOB, error)
    snapshot = await desk.snapshot()
    assert (snapshot.state, snapshot.reason, snapshot.error) == (JobState.FAILED, "refused", error)
    assert not await desk.bus.refuse(JOB, error)
    await desk.client.flushall()
    await desk.seed()
    p = await desk.claim()
    p.emit(ev.State(job=JOB, state=JobState.QUEUED))
    await p.flush()
    assert not await desk.bus.refuse(JOB, error)
    await p.aclose()


async def test_children_count_in_the_mark(desk: Desk) -> None:
    """The recorder sees in the mark that there is a child to adopt; text that looks like one does not count."""
    await desk.seed()
    p = await desk.claim()
    p.emit(ev.Text(job=JOB, delta='{"kind":"child"}'))
    p.emit(ev.Child(job=JOB, child="c1", type="t"), memos={"child:t#1": b"{}"})
    p.emit(ev.Child(job=JOB, child="c2", type="t"), memos={"child:t#2": b"{}"})
    await p.flush()
    marks = await desk.bus.dirty(shard_of(JOB))
    assert marks == {JOB: Mark(1, p.snapshot.seq, JobState.RUNNING, 2)}
    assert list((await desk.snapshot()).children) == ["c1", "c2"]
    await p.aclose()


async def test_the_log_keeps_every_batch_until_it_is_archived(desk: Desk) -> None:
    """Beyond the backlog of 200 too: log and archive together replay the job; what was not read stays in the log."""
    await desk.seed()
    p = await desk.claim()
    for i in range(600):
        p.emit(ev.Step(job=JOB, id=f"s{i}", name="x"))
    await p.flush()
    entries = await desk.bus.log(JOB, count=2)
    assert len(entries) == 2
    p.emit(ev.Step(job=JOB, id="last", name="x"))
    await p.flush()
    await desk.bus.archived(JOB, entries)
    rest = await desk.bus.log(JOB)
    assert (await desk.bus.log(JOB, after=rest[0].id)) == rest[1:]
    lines = [line for entry in [*entries, *rest] for line in entry.lines]
    assert [e.seq for e in decode_events(lines)] == list(range(1, p.snapshot.seq + 1))
    assert (await desk.read()).log_bytes == sum(entry.size for entry in rest)
    await desk.bus.archived(JOB, rest)
    await desk.bus.archived(JOB, rest)
    await desk.bus.archived(JOB, [])
    assert (await desk.read()).log_bytes == 0
    await p.aclose()


async def test_the_log_keeps_to_its_cap(desk: Desk) -> None:
    """The oldest batches give way, the size stays true even where dropped batches are archived afterwards."""
    await desk.seed(log_bytes=5_000)
    p = await desk.claim()
    early = await desk.bus.log(JOB)
    for i in range(40):
        p.emit(ev.Step(job=JOB, id=f"s{i}", name="x" * 200))
        await p.flush()
    kept = await desk.bus.log(JOB)
    size = (await desk.read()).log_bytes
    assert 4_000 < size == sum(entry.size for entry in kept) <= 5_000
    assert kept[-1].first == p.snapshot.seq
    await desk.bus.archived(JOB, early)
    await desk.bus.archived(JOB, [*early, *kept[:2]])
    assert (await desk.read()).log_bytes == sum(entry.size for entry in await desk.bus.log(JOB))
    p.emit(ev.Step(job=JOB, id="big", name="x" * 6_000))
    await p.flush()
    assert (await desk.bus.log(JOB), (await desk.read()).log_bytes) == ([], 0)
    await p.aclose()


async def test_no_log_if_so_wished(desk: Desk) -> None:
    """A cap of 0 keeps nothing."""
    await desk.seed(log_bytes=0)
    await (await desk.claim()).aclose()
    assert not await desk.client.exists(KEYS.log)


async def test_the_list_of_moves_is_bounded(desk: Desk) -> None:
    """Of states, attempts and checkpoints the last thousand are kept; other events are not in it."""
    await desk.seed()
    p = await desk.claim()
    for i in range(1, 3 * MAX_BATCH_EVENTS):
        p.emit(ev.Checkpoint(job=JOB, number=i))
        p.emit(ev.Step(job=JOB, id="s", name="x"))
    await p.flush()
    moves = decode_events(await desk.bus.moves(JOB))
    assert 1000 <= len(moves) <= 1100
    assert isinstance(moves[-1], ev.Checkpoint)
    assert {type(move) for move in moves} == {ev.Checkpoint}
    assert [m.number for m in moves if isinstance(m, ev.Checkpoint)] == list(
        range(3 * MAX_BATCH_EVENTS - len(moves), 3 * MAX_BATCH_EVENTS)
    )
    await p.aclose()


async def test_a_shard_keeps_its_word(desk: Desk) -> None:
    """The first job gives the shard a word, later ones keep it, claims tell it; without the data it is gone."""
    assert await desk.bus.generation(JOB) is None
    assert await desk.bus.generations() == [None] * 16
    await desk.seed()
    word = await desk.bus.generation(JOB)
    assert word
    assert (await desk.bus.generations())[shard_of(JOB)] == word
    other = next(f"j{i}" for i in range(1000) if shard_of(f"j{i}") == shard_of(JOB))
    assert await desk.bus.seed(JobSpec(job=other, type="t", user="u"), created=1.0)
    assert await desk.bus.set_generation(shard_of(JOB), "mine") == word
    claim = await desk.bus.claim(JOB, worker="w", token="a", lease=60, beat=5, max_attempts=3)
    assert claim.shard_word == word
    await desk.client.delete(*KEYS.own)
    over = (await desk.bus.beat([Beat(JOB, 1, "a")], 60))[0]
    assert (over.owned, over.state, over.shard_word) == (False, "", word)
    await desk.client.delete(generation_key(shard_of(JOB)))
    lost = (await desk.bus.beat([Beat(JOB, 1, "a")], 60))[0]
    assert (lost.owned, lost.state, lost.shard_word) == (False, "", "")
    assert await desk.bus.set_generation(shard_of(JOB), "mine") == "mine"


async def test_a_recorded_end_expires_as_a_whole(desk: Desk) -> None:
    """Every key a job can have gets the TTL, also memos, moves and log; what is archived afterwards takes none away."""
    await desk.seed()
    p = await desk.claim()
    p.emit(ev.Text(job=JOB, delta="x"), memos={"step:x#1": b"1"})
    p.emit(ev.Checkpoint(job=JOB, number=1), memos={"checkpoint": b"1"})
    p.emit(ev.State(job=JOB, state=JobState.COMPLETED))
    await p.flush()
    assert all([await desk.client.exists(key) for key in KEYS.own])
    assert not await desk.bus.recorded(JOB, 1, p.snapshot.seq - 1, ttl=60)
    assert await desk.bus.recorded(JOB, 1, p.snapshot.seq, ttl=60)
    await desk.bus.archived(JOB, await desk.bus.log(JOB))
    await desk.bus.cancel(JOB)
    await desk.bus.answer(JOB, "k", YES, b"1", command="c")
    left = await desk.client.keys("jw:*")
    assert len(left) == 1 + len(KEYS.own)
    for key in left:
        assert 0 < await desk.client.ttl(key) <= 60 or key.decode() == KEYS.generation
    assert await desk.bus.recorded("job-none", 1, 1, ttl=60)
    await p.aclose()


async def test_what_is_recorded_is_what_was_launched(desk: Desk) -> None:
    """What a worker reads is what was seeded, and a seed that is taken back leaves nothing."""
    spec = JobSpec(job=JOB, type="t", user="u", params={"a": [1, None]}, code=b"\x00\x01", tags=["x"], priority="high")
    assert await desk.bus.seed(spec, created=1.0)
    assert await desk.bus.spec(JOB) == spec
    assert (await desk.read()).queue == "default.high" == spec.lane
    assert not await desk.bus.seed(replace(spec, type="other"), created=2.0)
    assert await desk.bus.forget(JOB)
    assert [key.decode() for key in await desk.client.keys("jw:*")] == [KEYS.generation]
    await desk.bus.seed(spec, created=1.0)
    await (await desk.claim()).aclose()
    assert not await desk.bus.forget(JOB)
