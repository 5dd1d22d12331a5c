"""The publisher on a real Valkey: complete, in order, once; through outages and takeovers."""

import asyncio
import signal
from collections.abc import AsyncIterator

import pytest
import redis.asyncio

from jobwidgets.bus.commands import JobBus, new_token
from jobwidgets.bus.connection import connect
from jobwidgets.bus.keys import channel
from jobwidgets.bus.outbox import Unsent
from jobwidgets.bus.publisher import Publisher
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Fenced, IllegalTransition, ProtocolError, Rewound, Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.records import JobSpec
from jobwidgets.protocol.state import JobSnapshot, fold_all
from jobwidgets.protocol.wire import decode_events, split_message
from jobwidgets.testing import wait_until
from tests.conftest import ValkeyServer

JOB = "job-1"


class Listener:
    """A subscriber that is not ours: plain SUBSCRIBE."""

    def __init__(self, client: redis.asyncio.Redis) -> None:
        self._pubsub = client.pubsub()
        self.messages: list[bytes] = []
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        await self._pubsub.subscribe(channel(JOB))
        first = await self._pubsub.get_message(timeout=5)
        assert first is not None
        self._task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for message in self._pubsub.listen():
            if message["type"] == "message":
                self.messages.append(message["data"])

    async def close(self) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.wait([self._task])
        await self._pubsub.aclose()

    def events(self) -> list[ev.Event]:
        return [e for m in self.messages for e in decode_events(split_message(m)[2])]


class Bench:
    """A claimed job and its publisher."""

    def __init__(self, url: str) -> None:
        self.client = connect(url)
        self.blocking = connect(url, blocking=True)
        self.bus = JobBus(self.client)
        self.listener = Listener(self.blocking)
        self.fences: list[Fenced] = []
        self.states: list[JobState] = []

    async def start(self) -> "Bench":
        await self.listener.start()
        await self.bus.seed(JobSpec(job=JOB, type="t", user="u"), created=1.0)
        self.publisher = await self.claim()
        return self

    async def claim(self, lease: float = 10.0, beat: float = 0.05) -> Publisher:
        token = new_token()
        claim = await self.bus.claim(JOB, worker="w", token=token, lease=lease, beat=beat, max_attempts=9)
        assert claim.status == "granted", claim
        reading = await self.bus.read(JOB)
        assert reading is not None
        assert reading.snapshot is not None
        return Publisher(
            self.client,
            reading.snapshot,
            token=token,
            attempt=claim.attempt,
            on_fenced=self.fences.append,
            on_state=self.states.append,
            linger=0.02,
        )

    async def snapshot(self) -> JobSnapshot:
        reading = await self.bus.read(JOB)
        assert reading is not None
        assert reading.snapshot is not None
        return reading.snapshot

    async def close(self) -> None:
        await self.publisher.aclose()
        await self.listener.close()
        await self.client.aclose()
        await self.blocking.aclose()


@pytest.fixture
async def bench(redis_url: str) -> AsyncIterator[Bench]:
    made = await Bench(redis_url).start()
    yield made
    await made.close()


def fold_from_start(events: list[ev.Event]) -> JobSnapshot:
    return fold_all(JobSnapshot(job=JOB, type="t", epoch=1, created=1.0), events)


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
    await wait_until(lambda: bench.listener.events()[-1].seq == stored.seq, "the last event")
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
    await wait_until(lambda: bench.listener.events()[-1].seq == 5, "text and state")
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
    assert await bench.client.llen(f"{_tail()}") <= 300


def _tail() -> str:
    from jobwidgets.bus.keys import JobKeys

    return JobKeys.of(JOB).tail


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
    await bench.client.hset(_ctl(), "lease", "1")
    first = await bench.bus.claim(JOB, worker="w2", token=new_token(), lease=10, beat=0.02, max_attempts=9)
    assert first.status == "held"
    new = None

    async def claimed() -> bool:
        nonlocal new
        try:
            new = await bench.claim(beat=0.02)
        except AssertionError:
            return False
        return True

    await wait_until(claimed, "the takeover")
    assert new is not None
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


def _ctl() -> str:
    from jobwidgets.bus.keys import JobKeys

    return JobKeys.of(JOB).ctl


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


async def test_cancel_against_completion(redis_url: str) -> None:
    """Whatever races, there is one end."""
    for round_ in range(30):
        bench = Bench(redis_url)
        await bench.client.flushall()
        await bench.start()
        p = bench.publisher
        p.emit(ev.State(job=JOB, state=JobState.COMPLETED))
        if round_ % 2:
            await asyncio.sleep(0)
        await asyncio.gather(p.flush(), bench.bus.cancel(JOB))
        stored = await bench.snapshot()
        assert stored.state is JobState.COMPLETED
        await wait_until(lambda b=bench, s=stored: b.listener.events()[-1].seq == s.seq, "the last event")
        ends = [e for e in bench.listener.events() if isinstance(e, ev.State) and e.state.terminal]
        assert len(ends) == 1
        await bench.close()


async def test_lost_writes_are_noticed(bench: Bench) -> None:
    """Redis came back with an older copy: the attempt stops instead of continuing with a hole."""
    p = bench.publisher
    for i in range(3):
        p.emit(ev.Text(job=JOB, delta=str(i)))
        await p.flush()
    await bench.client.hset(_ctl(), "n", "1")
    p.emit(ev.Text(job=JOB, delta="x"))
    with pytest.raises(Rewound):
        await p.flush()


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
