"""Redis loses its data under a running attempt: announced, put back, and on it goes; or it is over, or another's."""

import shutil
from typing import Any

import pytest
from msgspec.structs import replace

from jobwidgets.bus.keys import JobKeys, announced_key, shard_of
from jobwidgets.bus.recovery import ANNOUNCED_FOR, LOST, Announcement, Reseed
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Fenced, IllegalTransition
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.records import JobSpec
from jobwidgets.protocol.state import JobSnapshot, fold_all
from jobwidgets.testing import wait_until
from tests.bus.bench import JOB, Bench
from tests.conftest import ValkeyServer

KEYS = JobKeys.of(JOB)
SPEC = JobSpec(job=JOB, type="t", user="u")
PATIENCE = 30.0


async def announced(bench: Bench) -> Announcement:
    """What the attempt says, as soon as it says it."""

    async def look() -> Announcement | None:
        return (await bench.bus.announcements(shard_of(JOB))).get(JOB)

    return await wait_until(look, "the announcement", PATIENCE)


async def put_back(
    bench: Bench, said: Announcement, epoch: int = 2, snapshot: JobSnapshot | None = None
) -> JobSnapshot:
    """What the server does with an announcement. Returns what subscribers start the new epoch from."""
    snapshot = snapshot or said.snapshot
    what = Reseed(
        spec=SPEC, snapshot=snapshot, epoch=epoch, generation=1, log_bytes=1 << 20, memos=said.memos, owner=said
    )
    done, _ = await bench.bus.reseed(what)
    assert done
    await bench.bus.drop_announcement(JOB)
    return replace(snapshot, epoch=epoch)


async def goes_on(bench: Bench, start: JobSnapshot) -> None:
    """Everybody agrees in the new epoch: no event is lost, doubled or out of order."""
    stored = await bench.snapshot()
    assert stored.epoch == start.epoch
    assert bench.publisher.snapshot == stored

    def told() -> list[ev.Event]:
        return [e for e in bench.listener.events() if e.epoch == start.epoch]

    await wait_until(lambda: told() and told()[-1].seq == stored.seq, "the last event", PATIENCE)
    assert [e.seq for e in told()] == list(range(start.seq + 1, stored.seq + 1))
    assert fold_all(start, told()) == stored
    assert bench.fences == []


async def say(bench: Bench, *words: str) -> None:
    """Each in a batch of its own."""
    for word in words:
        bench.publisher.emit(ev.Text(job=JOB, delta=word))
        await bench.publisher.flush()


async def copied(bench: Bench) -> dict[str, Any]:
    dumps = {key: await bench.client.dump(key) for key in KEYS.own}
    return {key: dump for key, dump in dumps.items() if dump}


async def restored(bench: Bench, copy: dict[str, Any]) -> None:
    """Redis comes back as it was when the copy was made, as after a failover."""
    await bench.client.delete(*KEYS.own)
    for key, dump in copy.items():
        await bench.client.restore(key, 0, dump)


async def test_a_lost_job_goes_on(bench: Bench) -> None:
    """Redis is flushed between two batches: the attempt announces itself, waits, and what waited is said once."""
    p = bench.publisher
    p.emit(ev.Step(job=JOB, id="s", name="fetch", status="completed"), memos={"step:fetch#1": b"[1]"})
    p.emit(ev.Child(job=JOB, child="c1", type="t"), memos={"child:t#1": b"{}"})
    await say(bench, "one ", "two ")
    await bench.client.flushall()
    p.emit(ev.Text(job=JOB, delta="three "))
    p.emit(ev.Checkpoint(job=JOB, number=1), memos={"checkpoint": b"{}"})
    said = await announced(bench)
    assert p.recovering
    assert (said.attempt, said.token, said.worker, said.lease) == (1, p._token, "w", 10.0)
    assert said.snapshot.channel_text() == "one two "
    assert 0 < await bench.client.ttl(announced_key(shard_of(JOB))) <= ANNOUNCED_FOR
    p.emit(ev.Text(job=JOB, delta="four"))
    start = await put_back(bench, said)
    await p.flush()
    assert not p.recovering
    await goes_on(bench, start)
    stored = await bench.snapshot()
    assert stored.channel_text() == "one two three four"
    assert LOST in stored.channel_text(ev.LOG_CHANNEL)
    memos = {"step:fetch#1": b"[1]", "child:t#1": b"{}", "checkpoint": b"{}"}
    assert await bench.bus.memos(JOB) == memos == p.memos
    assert (await bench.bus.dirty(shard_of(JOB)))[JOB].children == 1
    p.emit(ev.State(job=JOB, state=JobState.COMPLETED))
    await p.flush()
    await goes_on(bench, start)


@pytest.mark.parametrize("refused", [False, True])
async def test_a_job_lost_between_a_batch_and_the_look_at_what_others_wrote(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    """It is announced with what the attempt had said, and goes on like any other."""
    p = bench.publisher
    await say(bench, "one ")
    await bench.bus.cancel(JOB)
    look = p._reading

    async def too_late(seq: int) -> Any:
        monkeypatch.setattr(p, "_reading", look)
        await bench.client.flushall()
        return await look(seq)

    monkeypatch.setattr(p, "_reading", too_late)
    if refused:
        p.emit(ev.State(job=JOB, state=JobState.WAITING_INPUT))
    else:
        p.emit(ev.Text(job=JOB, delta="two "))
        p.emit(ev.Step(job=JOB, id="a", name="a", status="completed"), memos={"step:a#1": b"{}"})
    said = await announced(bench)
    assert said.snapshot.channel_text() == ("one " if refused else "one two ")
    assert list(said.memos) == ([] if refused else ["step:a#1"])
    start = await put_back(bench, said)
    p.emit(ev.Text(job=JOB, delta="three"))
    await p.settle()
    await goes_on(bench, start)


async def test_it_happens_again(bench: Bench) -> None:
    """A second loss, while the first is not made good yet, and a third one afterwards change nothing."""
    await say(bench, "one ")
    await bench.client.flushall()
    bench.publisher.emit(ev.Text(job=JOB, delta="two "))
    await announced(bench)
    await bench.client.flushall()
    await put_back(bench, await announced(bench))
    await bench.publisher.flush()
    await bench.client.flushall()
    bench.publisher.emit(ev.Text(job=JOB, delta="three"))
    start = await put_back(bench, await announced(bench), epoch=3)
    await bench.publisher.flush()
    await goes_on(bench, start)
    assert (await bench.snapshot()).channel_text() == "one two three"


async def test_an_empty_redis_in_its_place(own_valkey: ValkeyServer) -> None:
    """Valkey dies and an empty one comes up on its address: after the outage the job is announced and goes on."""
    bench = await Bench(own_valkey.url).start()
    await say(bench, "one ")
    own_valkey.kill()
    bench.publisher.emit(ev.Text(job=JOB, delta="two"))
    await wait_until(lambda: bench.publisher.outage_since, "the outage is noticed", PATIENCE)
    shutil.rmtree(own_valkey.directory)
    own_valkey.directory.mkdir()
    own_valkey.start()
    await put_back(bench, await announced(bench))
    await bench.publisher.flush()
    stored = await bench.snapshot()
    assert (stored.epoch, stored.channel_text()) == (2, "one two")
    assert bench.publisher.snapshot == stored
    assert bench.fences == []
    await bench.close()


async def test_an_idle_attempt_is_told(bench: Bench) -> None:
    """A beat finds the job gone while nothing is to be sent: it is announced all the same."""
    p = bench.publisher
    await say(bench, "one ")
    head = p.snapshot.seq
    p.vanished()
    await p.flush()
    assert (p.snapshot.seq, p.recovering) == (head, False)
    await bench.client.flushall()
    p.vanished()
    start = await put_back(bench, await announced(bench))
    await p.flush()
    await say(bench, "two")
    await goes_on(bench, start)
    assert (await bench.snapshot()).channel_text() == "one two"


@pytest.mark.parametrize("idle", [False, True])
async def test_a_job_that_is_over_is_not_announced(bench: Bench, idle: bool) -> None:
    """The job's keys are gone but its shard's word is the same: it ended elsewhere, and the attempt stops."""
    p = bench.publisher
    await say(bench, "one")
    await bench.client.delete(*KEYS.own)
    if idle:
        p.vanished()
    else:
        p.emit(ev.Text(job=JOB, delta="two"))
    with pytest.raises(Fenced, match="is over"):
        await p.flush()
    assert len(bench.fences) == 1
    assert await bench.bus.announcements(shard_of(JOB)) == {}
    assert await bench.bus.read(JOB) is None


async def test_a_job_put_back_without_its_owner(bench: Bench) -> None:
    """The server did not hear the announcement in time and queued the job: the attempt stops and writes nothing."""
    p = bench.publisher
    await say(bench, "one")
    await bench.client.flushall()
    p.emit(ev.Text(job=JOB, delta="two"))
    said = await announced(bench)
    done, generation = await bench.bus.reseed(
        Reseed(spec=SPEC, snapshot=said.snapshot, epoch=2, generation=4, log_bytes=0, memos=said.memos)
    )
    assert (done, generation) == (True, 5)
    with pytest.raises(Fenced, match="went on without"):
        await p.flush()
    assert len(bench.fences) == 1
    stored = await bench.snapshot()
    assert (stored.state, stored.reason, stored.channel_text()) == (JobState.QUEUED, "redis lost data", "one")
    assert await bench.bus.announcements(shard_of(JOB)) == {}


async def test_what_a_server_knew_better_is_told(bench: Bench) -> None:
    """The record has a cancel that the attempt had not heard of: it hears of it when its job is back."""
    await say(bench, "one")
    await bench.client.flushall()
    bench.publisher.vanished()
    said = await announced(bench)
    start = await put_back(bench, said, snapshot=replace(said.snapshot, state=JobState.CANCELLING, reason="user"))
    await bench.publisher.flush()
    assert bench.states == [JobState.CANCELLING]
    await goes_on(bench, start)
    bench.publisher.emit(ev.State(job=JOB, state=JobState.CANCELLED))
    await bench.publisher.flush()


async def test_lost_writes_are_noticed(bench: Bench) -> None:
    """Redis came back with an older copy: the attempt announces what it knows, nothing is lost and nothing doubled."""
    p = bench.publisher
    await say(bench, "one ")
    copy = await copied(bench)
    p.emit(ev.Checkpoint(job=JOB, number=1), memos={"checkpoint": b"{}"})
    await say(bench, "two ", "three ")
    await restored(bench, copy)
    p.emit(ev.Text(job=JOB, delta="four"))
    said = await announced(bench)
    assert (await bench.snapshot()).channel_text() == "one "
    stranger = replace(said, token="stranger")
    assert not (await bench.bus.reseed(Reseed(
        spec=SPEC, snapshot=said.snapshot, epoch=2, generation=1, log_bytes=0, owner=stranger
    )))[0]  # fmt: skip
    start = await put_back(bench, said)
    await p.flush()
    await goes_on(bench, start)
    assert (await bench.snapshot()).channel_text() == "one two three four"
    assert await bench.bus.memos(JOB) == {"checkpoint": b"{}"}


async def test_lost_writes_of_others_are_noticed(bench: Bench) -> None:
    """The lost write was a cancel, which the attempt has read: it does not write into the hole."""
    p = bench.publisher
    await say(bench, "one ")
    copy = await copied(bench)
    await bench.bus.cancel(JOB, reason="enough")
    p.emit(ev.State(job=JOB, state=JobState.WAITING_INPUT))
    with pytest.raises(IllegalTransition):
        await p.flush()
    await restored(bench, copy)
    p.emit(ev.Text(job=JOB, delta="two"))
    start = await put_back(bench, await announced(bench))
    await p.flush()
    await goes_on(bench, start)
    stored = await bench.snapshot()
    assert (stored.state, stored.reason, stored.channel_text()) == (JobState.CANCELLING, "enough", "one two")


async def test_a_takeover_while_it_waits(bench: Bench) -> None:
    """Redis is back with an older copy and another worker gets the job before a server looks: the attempt stops."""
    await say(bench, "one ")
    copy = await copied(bench)
    await say(bench, "two ")
    await restored(bench, copy)
    bench.publisher.emit(ev.Text(job=JOB, delta="three"))
    await announced(bench)
    await bench.client.hset(KEYS.ctl, "lease", "1")
    for status in ("held", "granted"):
        claim = await bench.bus.claim(JOB, worker="w2", token="new", lease=60, beat=0, max_attempts=3)
        assert claim.status == status
    with pytest.raises(Fenced, match="went on without"):
        await bench.publisher.flush()
    assert (await bench.snapshot()).channel_text() == ""
    assert [s.text for s in (await bench.snapshot()).text] == ["one "]


async def test_a_job_without_a_word_is_over(bench: Bench) -> None:
    """An attempt that does not know its shard's word cannot tell loss from end: it stops."""
    bench.publisher._shard_word = None
    await bench.client.flushall()
    bench.publisher.emit(ev.Text(job=JOB, delta="x"))
    with pytest.raises(Fenced):
        await bench.publisher.flush()


async def test_an_attempt_may_be_closed_while_it_waits(bench: Bench) -> None:
    """A worker that is stopped does not wait for a server to put the job back."""
    await bench.client.flushall()
    bench.publisher.emit(ev.Text(job=JOB, delta="x"))
    await announced(bench)
    await bench.publisher.aclose()


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.WAITING_INPUT, JobState.CANCELLING])
async def test_a_job_put_back_from_the_record(bench: Bench, state: JobState) -> None:
    """Nobody announced it: what ran is queued, what was to be cancelled is, a question stays open, a delay stays."""
    base = replace(await bench.snapshot(), state=state, checkpoint=3)
    await bench.client.flushall()
    due = 9_999_999_999.0 if state is JobState.QUEUED else None
    what = Reseed(
        spec=SPEC, snapshot=base, epoch=7, generation=4, log_bytes=1 << 20, memos={"checkpoint": b"{}"}, not_before=due
    )
    done, generation = await bench.bus.reseed(what)
    assert done
    reading = await bench.bus.read(JOB)
    assert reading is not None
    expected = {JobState.RUNNING: JobState.QUEUED, JobState.CANCELLING: JobState.CANCELLED}.get(state, state)
    assert (reading.epoch, reading.state, reading.token, reading.memos) == (7, expected, None, 1)
    assert reading.generation == generation == (5 if expected is JobState.QUEUED else 4)
    assert await bench.bus.spec(JOB) == SPEC
    assert await bench.bus.reseed(replace(what, epoch=8)) == (False, generation)
    claim = await bench.bus.claim(JOB, worker="w", token="x", lease=60, beat=0, max_attempts=3)
    held = {JobState.QUEUED: "held", JobState.RUNNING: "granted", JobState.WAITING_INPUT: "waiting"}
    assert claim.status == held.get(state, "done")
    assert claim.shard_word
    if claim.status == "granted":
        assert claim.attempt == 2
        assert (await bench.snapshot()).attempts[-1].checkpoint == 3
