"""The publisher on a real Valkey: complete, in order, once; through outages and takeovers."""

import asyncio
import signal

import pytest

from jobwidgets.bus.commands import JobBus, new_token
from jobwidgets.bus.connection import connect
from jobwidgets.bus.keys import JobKeys
from jobwidgets.bus.outbox import Unsent
from jobwidgets.bus.publisher import ROOMY, Publisher
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Fenced, IllegalTransition, ProtocolError, Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.wire import decode_events
from jobwidgets.testing import wait_until
from tests.bus.bench import JOB, Bench, fold_from_start
from tests.conftest import ValkeyServer

KEYS = JobKeys.of(JOB)


async def test_everything_arrives_once_and_in_order(bench: Bench) -> None:
    """1,000 deltas, steps and the end: the listener's fold, Redis's snapshot and the publisher's are one."""
    p = bench.publisher
    p.emit(ev.Step(job=JOB, id="s1", name="Write"))
    for i in range(1000):
        p.emit(ev.Text(job=JOB, delta=f"{i} "))
        if i % 100 == 0:
            p.emit(ev.Progress(job=JOB, value=i / 1000))
            await asyncio.sleep(0)
    p.emit(ev.Step(job=JOB, id="s1", name="Write", status="completed", detail={"words": 1000}))
    p.emit(ev.State(job=JOB, state=JobState.COMPLETED, result={"ok": True}))
    await p.flush()
    stored = await bench.snapshot()
    assert stored.channel_text() == "".join(f"{i} " for i in range(1000))
    assert (stored.state, stored.result) == (JobState.COMPLETED, {"ok": True})
    await wait_until(lambda: bench.listener.head == stored.seq, "the last event")
    events = bench.listener.events()
    assert [e.seq for e in events] == list(range(1, len(events) + 1))
    assert fold_from_start(events) == stored == p.snapshot


async def test_a_state_is_sent_at_once(redis_url: str) -> None:
    """Text waits for company, a state takes along what waits and goes."""
    bench = await Bench(redis_url).start()
    patient = Publisher(
        bench.client,
        bench.publisher.snapshot,
        token="x",
        attempt=1,
        on_fenced=bench.fences.append,
        linger=3600,
    )
    patient._token = bench.publisher._token
    patient.emit(ev.Text(job=JOB, delta="hello"))
    patient.emit(ev.State(job=JOB, state=JobState.COMPLETED))
    await wait_until(lambda: bench.listener.head == 5, "text and state")
    await patient.aclose()
    await bench.close()


async def test_a_thousand_events_leave_a_backlog_and_a_whole_snapshot(bench: Bench) -> None:
    """Who slept through 1,000 events gets the snapshot; who missed 150 gets exactly those."""
    p = bench.publisher
    for i in range(1000):
        p.emit(ev.Step(job=JOB, id=f"s{i}", name=str(i)))
    await p.flush()
    head = (await bench.bus.heads([JOB]))[0]
    assert head == (1, 1003)
    late = await bench.bus.read(JOB, 1, 853)
    assert late is not None
    assert late.snapshot is None
    assert [e.seq for e in decode_events(late.events)] == list(range(854, 1004))
    later = await bench.bus.read(JOB, 1, 3)
    assert later is not None
    assert later.snapshot is not None
    assert len(later.snapshot.steps) == 1000
    other = await bench.bus.read(JOB, 2, 900)
    assert other is not None
    assert other.snapshot is not None
    assert await bench.client.llen(KEYS.tail) <= 300


async def test_an_outage_loses_and_doubles_nothing(own_valkey: ValkeyServer) -> None:
    """Valkey is killed and comes back: what was emitted meanwhile arrives once, in order."""
    bench = await Bench(own_valkey.url).start()
    p = bench.publisher
    for i in range(50):
        p.emit(ev.Text(job=JOB, delta=f"{i} "))
        p.emit(ev.Step(job=JOB, id=f"s{i}", name=str(i)))
        if i == 10:
            own_valkey.kill()
        if i == 40:
            await wait_until(lambda: p.outage_since, "the outage is noticed")
            own_valkey.start()
        await asyncio.sleep(0)
    p.emit(ev.State(job=JOB, state=JobState.COMPLETED))
    await p.flush()
    stored = await bench.snapshot()
    assert stored.channel_text() == "".join(f"{i} " for i in range(50))
    assert stored == p.snapshot
    assert p.outage_since is None
    await bench.close()


async def test_a_reply_that_is_lost_doubles_nothing(own_valkey: ValkeyServer) -> None:
    """Valkey takes a batch but freezes before it can answer: sent again, it is known."""
    bench = await Bench(own_valkey.url).start()
    p = bench.publisher
    client = connect(own_valkey.url + "?socket_timeout=0.2")
    p._redis = client
    p.emit(ev.Text(job=JOB, delta="one "))
    await p.flush()
    own_valkey.signal(signal.SIGSTOP)
    p.emit(ev.Text(job=JOB, delta="two "))
    p.emit(ev.State(job=JOB, state=JobState.COMPLETED))
    await wait_until(lambda: p.outage_since, "the time-out")
    own_valkey.signal(signal.SIGCONT)
    await p.flush()
    stored = await bench.snapshot()
    assert stored.channel_text() == "one two "
    assert stored.seq == p.snapshot.seq == 6
    await client.aclose()
    await bench.close()


async def test_an_old_owner_is_fenced(bench: Bench) -> None:
    """After a takeover nothing of the old attempt is written, and it is told."""
    old = bench.publisher
    old.emit(ev.Text(job=JOB, delta="mine "))
    await old.flush()
    await bench.client.hset(KEYS.ctl, "lease", "1")
    first = await bench.bus.claim(JOB, worker="w2", token=new_token(), lease=10, beat=0.02, max_attempts=9)
    assert first.status == "held"

    async def claimed() -> Publisher | None:
        try:
            return await bench.claim(beat=0.02)
        except AssertionError:
            return None

    new = await wait_until(claimed, "the takeover")
    old.emit(ev.Text(job=JOB, delta="ghost "))
    with pytest.raises(Fenced):
        await old.flush()
    with pytest.raises(Fenced):
        old.emit(ev.Text(job=JOB, delta="ghost "))
    assert len(bench.fences) == 1
    new.emit(ev.Text(job=JOB, delta="yours"))
    new.emit(ev.State(job=JOB, state=JobState.COMPLETED))
    await new.flush()
    stored = await bench.snapshot()
    assert [s.text for s in stored.text] == ["mine ", "yours"]
    assert stored.channel_text() == "yours"
    assert stored.attempt == 2
    await new.aclose()


async def test_a_cancel_in_between_is_folded_and_told(bench: Bench) -> None:
    """What others write between two batches is part of the publisher's snapshot."""
    p = bench.publisher
    p.emit(ev.Text(job=JOB, delta="a"))
    await p.flush()
    reply = await bench.bus.cancel(JOB, reason="enough")
    assert reply is not None
    assert reply.state is JobState.CANCELLING
    p.emit(ev.Text(job=JOB, delta="b"))
    await p.flush()
    assert bench.states == [JobState.CANCELLING]
    assert p.snapshot == await bench.snapshot()
    # running is no longer a source: the move is refused, what came with it is kept
    p.emit(ev.Text(job=JOB, delta="c"))
    p.emit(ev.State(job=JOB, state=JobState.WAITING_INPUT))
    with pytest.raises(IllegalTransition):
        await p.flush()
    p.emit(ev.State(job=JOB, state=JobState.CANCELLED))
    await p.flush()
    stored = await bench.snapshot()
    assert (stored.channel_text(), stored.state) == ("abc", JobState.CANCELLED)
    assert p.snapshot == stored


@pytest.mark.parametrize("question", [False, True])
async def test_a_move_on_top_of_what_others_wrote(bench: Bench, question: bool) -> None:
    """The first thing after a cancel or an answer is the end: subscriber and Redis agree on reason, input and all."""
    p = bench.publisher
    if question:
        p.emit(ev.InputRequested(job=JOB, key="k", prompt="Go on?"))
        p.emit(ev.State(job=JOB, state=JobState.WAITING_INPUT))
        await p.flush()
        await bench.bus.answer(JOB, "k", b'{"answer":true}', b"true", command="c")
    else:
        await bench.bus.cancel(JOB, reason="enough")
    p.emit(ev.State(job=JOB, state=JobState.COMPLETED, result=True))
    await p.flush()
    stored = await bench.snapshot()
    await wait_until(lambda: bench.listener.head == stored.seq, "the last event")
    assert fold_from_start(bench.listener.events()) == stored == p.snapshot


async def test_wrong_password_and_no_server() -> None:
    """Both are `Unavailable` with a sentence, from every command."""
    for url, word in (("redis://127.0.0.1:1/0", "cannot be reached"),):
        client = connect(url)
        with pytest.raises(Unavailable, match=word):
            await JobBus(client).read(JOB)
        await client.aclose()


async def test_a_wrong_password_is_named(own_valkey: ValkeyServer) -> None:
    """The sentence says that it is the password."""
    client = connect(own_valkey.url.replace(own_valkey.password, "wrong"))
    with pytest.raises(Unavailable, match="password"):
        await JobBus(client).heads([JOB])
    await client.aclose()


async def test_values_that_no_reader_could_decode(bench: Bench) -> None:
    """They are refused where they are said; nothing of them gets into the job."""
    p = bench.publisher
    before = p.snapshot
    wrong: list[ev.Event] = [
        ev.Progress(job=JOB, value=3, total=float("inf")),
        ev.Progress(job=JOB, value="half"),  # type: ignore[arg-type]
        ev.Step(job=JOB, id="s", name=5),  # type: ignore[arg-type]
        ev.UsageEvent(job=JOB, cost=float("nan")),
        ev.Text(job=JOB, delta=b"bytes"),  # type: ignore[arg-type]
    ]
    for event in wrong:
        with pytest.raises(ProtocolError):
            p.emit(event)
    await p.flush()
    assert p.snapshot == before == await bench.snapshot()


async def test_an_attempt_that_cannot_publish_says_so(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug of ours ends the job as failed with its message, once, and nobody waits in vain."""
    p = bench.publisher
    cut = p._outbox.cut

    def broken() -> list[Unsent]:
        cut()
        raise RuntimeError("a bug")

    monkeypatch.setattr(p._outbox, "cut", broken)
    p.emit(ev.Step(job=JOB, id="s", name="step"))
    with pytest.raises(Fenced):
        await p.flush()
    stored = await bench.snapshot()
    assert stored.state is JobState.FAILED
    assert stored.error is not None
    assert "a bug" in stored.error.message


async def test_a_refused_move_is_told_to_who_made_it(bench: Bench) -> None:
    """Somebody else who waits for words of his own at the same time is not told, and does not take it away."""
    p = bench.publisher
    await bench.bus.cancel(JOB)
    p.emit(ev.Text(job=JOB, delta="a"))
    other = asyncio.create_task(p.settle())
    await asyncio.sleep(0)
    p.emit(ev.State(job=JOB, state=JobState.WAITING_INPUT))
    with pytest.raises(IllegalTransition):
        await p.flush()
    await other
    assert (await bench.snapshot()).channel_text() == "a"


async def test_a_move_counts_although_one_before_it_was_refused(bench: Bench) -> None:
    """Who makes the last move is told about that one, not about a refusal that nobody waited for."""
    p = bench.publisher
    await bench.bus.cancel(JOB)
    p.emit(ev.State(job=JOB, state=JobState.WAITING_INPUT))
    p.emit(ev.State(job=JOB, state=JobState.CANCELLED))
    await p.flush()
    assert (await bench.snapshot()).state is JobState.CANCELLED


async def test_room_is_waited_for_and_bounds_what_waits(own_valkey: ValkeyServer) -> None:
    """Who awaits room stands still while Redis does, at a small part of the buffer, and loses nothing."""
    bench = await Bench(own_valkey.url).start()
    p = bench.publisher
    p._outbox._limit = 200_000  # else the test would have to say four megabytes

    async def talk() -> None:
        for i in range(2000):
            p.emit(ev.Step(job=JOB, id=f"s{i % 50}", name=f"step {i}"))
            await p.room()

    own_valkey.signal(signal.SIGSTOP)
    talking = asyncio.create_task(talk())
    await wait_until(lambda: p.pressure > ROOMY, "the buffer to fill")
    done, _ = await asyncio.wait({talking}, timeout=0.1)
    assert not done
    assert p.pressure < 2 * ROOMY
    own_valkey.signal(signal.SIGCONT)
    await talking
    await p.flush()
    assert (await bench.snapshot()).seq == p.snapshot.seq == 2003
    await bench.close()


async def test_who_settles_does_not_wait_for_what_is_said_later(bench: Bench) -> None:
    """Words that stream all the time, each waiting for company, hold nobody up who waits for his own."""
    p = bench.publisher
    p._linger = 3600

    async def stream() -> None:
        while True:
            p.emit(ev.Text(job=JOB, delta="word "))
            await asyncio.sleep(0)

    streaming = asyncio.create_task(stream())
    for _ in range(20):
        p.emit(ev.Log(job=JOB, message="mine"))
        await asyncio.wait_for(p.settle(), 30)
        assert p._base.channel_text("log").endswith("INFO mine\n")
    streaming.cancel()
    await asyncio.wait({streaming})


async def test_words_that_come_during_a_call_wait_for_company_too(bench: Bench) -> None:
    """A stream of single words is not a stream of single calls."""
    p = bench.publisher
    p._linger = 0.05
    began = asyncio.get_running_loop().time()
    for i in range(300):
        p.emit(ev.Text(job=JOB, delta=f"{i} "))
        await asyncio.sleep(0.0005)
    await p.flush()
    assert p._n <= (asyncio.get_running_loop().time() - began) / 0.05 + 2


async def test_who_settles_does_not_wait_for_what_others_say_after(bench: Bench) -> None:
    """A checkpoint beside a task that never stops talking is on Redis soon."""
    p, on = bench.publisher, True

    async def flood() -> None:
        while on:
            for i in range(200):
                p.emit(ev.Step(job=JOB, id=f"s{i % 50}", name="x" * 2000))
            await p.room()

    flooding = asyncio.create_task(flood())
    try:
        await wait_until(lambda: p.pressure > ROOMY, "much waits")
        p.emit(ev.Step(job=JOB, id="mine", name="mine"))
        async with asyncio.timeout(30):
            await p.settle()
        assert "mine" in (await bench.snapshot()).steps
    finally:
        on = False
        await flooding


async def test_what_is_under_way_counts(own_valkey: ValkeyServer) -> None:
    """What was spent is not forgotten between the moment it is sent and Redis's answer: a budget looks at it."""
    bench = await Bench(own_valkey.url).start()
    p = bench.publisher
    own_valkey.signal(signal.SIGSTOP)
    p.emit(ev.UsageEvent(job=JOB, input_tokens=5))
    settled = asyncio.create_task(p.settle())
    await wait_until(lambda: p._calling, "the call")
    assert p.snapshot.usage.input_tokens == 5
    p.emit(ev.UsageEvent(job=JOB, input_tokens=2))
    assert p.snapshot.usage.input_tokens == 7
    own_valkey.signal(signal.SIGCONT)
    await settled
    assert p.snapshot.usage.input_tokens == 7
    await bench.close()


async def test_closing_lets_nobody_wait(own_valkey: ValkeyServer) -> None:
    """Who waits for room, or for what was said, hears that the publisher was closed while Redis was away."""
    bench = await Bench(own_valkey.url).start()
    p = bench.publisher
    own_valkey.kill()
    p.emit(ev.Text(job=JOB, delta="x" * 6_000_000))
    waiting = [asyncio.create_task(p.settle()), asyncio.create_task(p.room())]
    await wait_until(lambda: p.outage_since, "the outage is noticed")
    await p.aclose()
    async with asyncio.timeout(30):
        heard = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(each) for each in heard] == [Fenced, Fenced]
    with pytest.raises(Fenced):
        p.emit(ev.Text(job=JOB, delta="late"))
    own_valkey.start()
    await bench.close()
