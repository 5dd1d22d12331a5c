"""Commands that race for one job over connections of their own: one of them wins, all agree which."""

import concurrent.futures
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
import redis

from jobwidgets.bus import scripts
from jobwidgets.bus.keys import JobKeys, channel
from jobwidgets.bus.layout import delta
from jobwidgets.bus.replies import reading
from jobwidgets.bus.scripts import from_states
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import Event, JobState
from jobwidgets.protocol.state import MAX_ANSWERED, MAX_ANSWERED_PROMPT, JobSnapshot, apply, fold_all
from jobwidgets.protocol.wire import decode_events, encode_event, split_message

S = JobState
TOKEN = "owner"
ANSWER, CANCEL, APPEND = scripts.ANSWER, scripts.CANCEL, scripts.APPEND


class Hand(NamedTuple):
    """One who acts on jobs, over a connection that nobody else uses."""

    client: redis.Redis

    def claim(self, job: str, token: str = TOKEN, beat: int = 0) -> str:
        guards = [from_states(s) for s in (S.RUNNING, S.QUEUED, S.FAILED, S.CANCELLED)]
        return scripts.CLAIM.sync(self.client, job, "w", token, 60_000, beat, 3, *guards)[0].decode()

    def write(self, job: str, n: int, events: list[Event], base: JobSnapshot, attempt: int = 1) -> bytes:
        after = base
        for event in events:
            after = apply(after, event)
        last = events[-1]
        state = last.state if isinstance(last, ev.State) else None
        change = delta(base, after, moved=state is not None)
        return APPEND.sync(
            self.client, job, TOKEN, attempt, n, state or "", from_states(state) if state else "", repr(last.at),
            len(change.sets), len(change.deletes), len(change.pieces), 0, "", 0, *change.arguments(),
            *map(encode_event, events),
        )[0]  # fmt: skip

    def end(self, job: str, n: int, state: JobState, base: JobSnapshot) -> bytes:
        return self.write(job, n, [ev.State(job=job, attempt=1, at=5.0, state=state, result=1)], base)

    def cancel(self, job: str) -> str:
        return CANCEL.sync(self.client, job, "enough", from_states(S.CANCELLED), from_states(S.CANCELLING))[0].decode()

    def answer(self, job: str, command: str, answer: bytes) -> bytes:
        guards = from_states(S.RUNNING), from_states(S.QUEUED)
        kept = (answer, MAX_ANSWERED_PROMPT, MAX_ANSWERED)
        return ANSWER.sync(self.client, job, "k", b"{}", answer, command, *guards, *kept)[0]

    def snapshot(self, job: str) -> JobSnapshot:
        found = reading(job, scripts.READ.sync(self.client, job, 0, 0))
        assert found is not None
        assert found.snapshot is not None
        return found.snapshot


class Track:
    """Several hands that start at the same moment, give or take a little, and one subscriber."""

    def __init__(self, url: str, hands: int) -> None:
        self.hands = [Hand(redis.Redis.from_url(url)) for _ in range(hands)]
        self.judge = Hand(redis.Redis.from_url(url))
        self._pool = concurrent.futures.ThreadPoolExecutor(hands)
        self._line = threading.Barrier(hands)
        self._pubsub = self.judge.client.pubsub()
        self._random = random.Random(7)

    def close(self) -> None:
        self._pool.shutdown()
        self._pubsub.close()
        for hand in [*self.hands, self.judge]:
            hand.client.close()

    def job(self, number: int) -> str:
        """A queued job whose events the judge hears."""
        job = f"job-{number}"
        self._pubsub.subscribe(channel(job))
        while self._pubsub.get_message(timeout=30)["type"] != "subscribe":  # type: ignore[index]
            pass
        seed = [1, b"{}", "u", "t", "default", "1.000", 0, 1 << 20, "", "word"]
        assert scripts.SEED.sync(self.judge.client, job, *seed) == 1
        return job

    def race(self, *acts: Callable[[Hand], Any]) -> list[Any]:
        """Each act by its own hand, all at once; their results."""

        def run(hand: Hand, act: Callable[[Hand], Any], pause: float) -> Any:
            self._line.wait(30)
            until = time.perf_counter() + pause
            while time.perf_counter() < until:
                pass
            return act(hand)

        # A head start of up to a fifth of a millisecond, so that everybody wins now and then.
        pauses = [self._random.random() * 2e-4 for _ in acts]
        runs = [self._pool.submit(run, *each) for each in zip(self.hands, acts, pauses, strict=True)]
        return [r.result(60) for r in runs]

    def verdict(self, job: str) -> JobSnapshot:
        """What everybody has to agree on: the subscriber's fold is what Redis stores, and has at most one end."""
        stored = self.judge.snapshot(job)
        seen = JobSnapshot(job=job, type="t", epoch=1, created=1.0)
        ends = 0
        while seen.seq < stored.seq:
            message = self._pubsub.get_message(timeout=30)
            assert message is not None
            events = decode_events(split_message(message["data"])[2])
            ends += sum(isinstance(e, ev.State) and e.state.terminal for e in events)
            seen = fold_all(seen, events)
        assert seen == stored
        assert ends == stored.state.terminal
        self._pubsub.unsubscribe(channel(job))
        self.judge.client.delete(*JobKeys.of(job).own)
        return stored


def until_seen(outcomes: Counter[Any], kinds: int, at_least: int = 300) -> Iterator[int]:
    """Numbers of races, until each kind of outcome has been seen: on a busy machine one may be rare."""
    for number in range(10 * at_least):
        if number >= at_least and len(outcomes) >= kinds:
            return
        yield number


@pytest.fixture
def track(redis_url: str) -> Iterator[Track]:
    made = Track(redis_url, 2)
    yield made
    made.close()


def test_cancel_against_completion_a_thousand_times(track: Track) -> None:
    """Exactly one terminal event each time, whoever is first; a worker that hears of the cancel then says cancelled."""
    outcomes: Counter[str] = Counter()
    for number in until_seen(outcomes, 3, at_least=1000):
        job = track.job(number)
        assert track.judge.claim(job) == "granted"
        base = track.judge.snapshot(job)
        polite = number % 2 == 0

        def complete(hand: Hand, job: str = job, base: JobSnapshot = base, polite: bool = polite) -> bytes:
            if polite:  # the beat has told of the wish
                state = hand.client.hget(JobKeys.of(job).ctl, "state")
                if state == b"cancelling":
                    return hand.end(job, 1, S.CANCELLED, base)
            return hand.end(job, 1, S.COMPLETED, base)

        wrote, state = track.race(complete, lambda hand, job=job: hand.cancel(job))
        assert wrote == b"OK"
        assert state in ("cancelling", "completed")
        end = track.verdict(job)
        assert end.state is S.COMPLETED or (polite and state == "cancelling")
        outcomes[f"{state} {end.state}"] += 1
    assert set(outcomes) == {"cancelling completed", "cancelling cancelled", "completed completed"}, outcomes


def test_cancel_against_claim(track: Track) -> None:
    """A queued job is either cancelled, and no worker gets it, or a worker has it and is asked to stop."""
    outcomes: Counter[str] = Counter()
    for number in until_seen(outcomes, 2):
        job = track.job(number)
        got, state = track.race(lambda hand, job=job: hand.claim(job), lambda hand, job=job: hand.cancel(job))
        end = track.verdict(job)
        assert (got, state, end.state) in {("done", "cancelled", S.CANCELLED), ("granted", "cancelling", S.CANCELLING)}
        outcomes[got] += 1
    assert len(outcomes) == 2, outcomes


def test_two_claims(track: Track) -> None:
    """Of two workers with the same delivery one gets the job."""
    for number in range(300):
        job = track.job(number)
        got = track.race(lambda hand, job=job: hand.claim(job, "a"), lambda hand, job=job: hand.claim(job, "b"))
        assert sorted(got) in (["granted", "held"],)
        assert track.verdict(job).attempt == 1


def test_two_answers(track: Track) -> None:
    """The first valid answer wins, the other finds the question closed, and the job goes on once."""
    winners: Counter[bytes] = Counter()
    for number in until_seen(winners, 2):
        job = track.job(number)
        track.judge.claim(job)
        ask: list[Event] = [
            ev.InputRequested(job=job, attempt=1, at=3.0, key="k", prompt="Go on?"),
            ev.State(job=job, attempt=1, at=3.0, state=S.WAITING_INPUT),
        ]
        assert track.judge.write(job, 1, ask, track.judge.snapshot(job)) == b"OK"
        said = track.race(
            lambda hand, job=job: hand.answer(job, "a", b'"a"'), lambda hand, job=job: hand.answer(job, "b", b'"b"')
        )
        assert sorted(said) == [b"CLOSED", b"OK"]
        answers = decode_events(track.judge.client.lrange(JobKeys.of(job).tail, 0, -1))
        (answer,) = [e.answer for e in answers if isinstance(e, ev.InputAnswered)]
        assert answer == "ab"[said.index(b"OK")]
        assert track.verdict(job).state is S.RUNNING
        winners[answer] += 1
    assert len(winners) == 2, winners


def test_a_takeover_against_the_old_owners_write(track: Track) -> None:
    """What a thawed owner writes at the moment it is replaced is before the takeover, or refused."""
    outcomes: Counter[bytes] = Counter()
    for number in until_seen(outcomes, 2):
        job = track.job(number)
        track.judge.claim(job)
        base = track.judge.snapshot(job)
        track.judge.client.hset(JobKeys.of(job).ctl, "lease", "1")
        assert track.judge.claim(job, "new") == "held"
        wrote, got = track.race(
            lambda hand, job=job, base=base: hand.end(job, 1, S.COMPLETED, base),
            lambda hand, job=job: hand.claim(job, "new"),
        )
        end = track.verdict(job)
        assert (wrote, got, end.state) in {(b"OK", "done", S.COMPLETED), (b"FENCED", "granted", S.RUNNING)}
        assert end.attempt == (1 if wrote == b"OK" else 2)
        outcomes[wrote] += 1
    assert len(outcomes) == 2, outcomes
