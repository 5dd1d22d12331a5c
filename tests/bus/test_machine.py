"""The scripts against a model: random histories of launches, claims, beats, writes, cancels and crashes."""

from typing import Any

import pytest
import redis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from jobwidgets.bus import scripts
from jobwidgets.bus.commands import new_token, reading
from jobwidgets.bus.keys import JobKeys, channel, dirty_key, shard_of
from jobwidgets.bus.layout import delta
from jobwidgets.bus.scripts import from_states
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.records import JobSpec
from jobwidgets.protocol.state import TRANSITIONS, JobSnapshot, apply, fold_all
from jobwidgets.protocol.wire import decode_events, encode_event, split_message

LEASE = 3_600_000
MAX_LOST = 3


class Writer:
    """A worker as it sees itself: it may have been replaced without knowing."""

    def __init__(self, token: str, attempt: int, base: JobSnapshot) -> None:
        self.token, self.attempt, self.base, self.n = token, attempt, base, 0
        self.last: list[Any] | None = None
        self.last_first = 0


class Scripts(RuleBasedStateMachine):
    """One job; the subscriber's fold, the snapshot on Redis and a model of ownership must always agree."""

    client: redis.Redis

    @initialize()
    def start(self) -> None:
        self.client.flushall()
        self.job = "job-m"
        self.pubsub = self.client.pubsub()
        self.pubsub.subscribe(channel(self.job))
        self.pubsub.get_message(timeout=5)
        self.seen = JobSnapshot(job=self.job, type="t", epoch=1, created=1.0)
        self.ends = 0
        self.owner: Writer | None = None
        self.former: list[Writer] = []
        self.expired = False
        self.lost = 0
        args = [1, b"{}", "u", "t", "default", "1.000", 0, 65536, "", "word"]
        assert self.call(scripts.SEED, *args) == 1
        assert self.call(scripts.SEED, *args) == 0

    def teardown(self) -> None:
        if hasattr(self, "pubsub"):
            self.pubsub.close()

    def call(self, script: scripts.Script, *args: Any) -> Any:
        return script.sync(self.client, self.job, *args)

    def read(self, epoch: int = 0, seq: int = 0) -> Any:
        return reading(self.job, self.call(scripts.READ, epoch, seq))

    def claim(self, beat_ms: int, token: str | None = None) -> tuple[str, str, Any]:
        token = token or new_token()
        answer = self.call(
            scripts.CLAIM, "w", token, LEASE, beat_ms, MAX_LOST, from_states(JobState.RUNNING),
            from_states(JobState.QUEUED), from_states(JobState.FAILED), from_states(JobState.CANCELLED),
        )  # fmt: skip
        return answer[0].decode(), token, answer

    @precondition(lambda self: self.owner is not None)
    @rule()
    def the_owner_claims_again(self) -> None:
        """The answer to its claim was lost; the second one changes nothing."""
        assert self.owner is not None
        status, _, answer = self.claim(0, self.owner.token)
        assert (status, int(answer[2])) == ("granted", self.owner.attempt)

    @rule()
    def a_worker_claims(self) -> None:
        state = self.seen.state
        status, token, answer = self.claim(0)
        if state.terminal:
            assert status == "done"
        elif state is JobState.QUEUED:
            assert status == "granted"
            self.granted(token, int(answer[2]))
        elif state is JobState.WAITING_INPUT:
            assert status == "waiting"
        elif not self.expired:
            assert status == "held"
        else:
            # the first look at an expired lease never takes over
            if status == "held":
                status, token, answer = self.claim(0)
            self.retire()
            if state is JobState.CANCELLING:
                assert status == "done"
                assert self.read().state is JobState.CANCELLED
            else:
                self.lost += 1
                if self.lost >= MAX_LOST:
                    assert (status, self.read().snapshot.reason) == ("done", "attempts-exhausted")
                else:
                    assert status == "granted"
                    self.granted(token, int(answer[2]))

    def granted(self, token: str, attempt: int) -> None:
        self.retire()
        assert attempt == self.seen.attempt + 1
        self.owner = Writer(token, attempt, self.read().snapshot)
        self.expired = False

    def retire(self) -> None:
        if self.owner is not None:
            self.former.append(self.owner)
        self.owner = None

    @precondition(lambda self: self.owner is not None)
    @rule()
    def the_lease_runs_out(self) -> None:
        self.client.hset(JobKeys.of(self.job).ctl, "lease", "1")
        self.expired = True

    @precondition(lambda self: self.owner is not None)
    @rule()
    def the_owner_beats(self) -> None:
        assert self.owner is not None
        owned, state = self.call(scripts.BEAT, self.owner.token, self.owner.attempt, LEASE)
        assert (owned, state.decode()) == (1, self.seen.state)
        self.expired = False

    def write(self, writer: Writer, events: list[ev.Event], target: JobState | None, n: int) -> Any:
        from msgspec.structs import replace

        stamped = [replace(e, attempt=writer.attempt, at=float(self.seen.seq + 10)) for e in events]
        after = writer.base
        for event in stamped:
            after = apply(after, event)
        change = delta(writer.base, after)
        args = [
            writer.token, writer.attempt, n, target or "", from_states(target) if target else "", repr(stamped[-1].at),
            len(change.sets), len(change.deletes), len(change.pieces), 0, "", *change.arguments(), *map(encode_event, stamped),
        ]  # fmt: skip
        return self.call(scripts.APPEND, *args), args

    @precondition(lambda self: self.owner is not None)
    @rule(
        words=st.lists(st.text(min_size=1, max_size=3), min_size=1, max_size=4),
        move=st.none() | st.sampled_from(list(JobState)),
    )
    def the_owner_writes(self, words: list[str], move: JobState | None) -> None:
        owner, target = self.owner, move
        assert owner is not None
        owner.base = self.read().snapshot
        events: list[ev.Event] = [ev.Text(job=self.job, delta=w) for w in words]
        events.append(ev.Step(job=self.job, id=words[0], name=words[0]))
        if target:
            events.append(ev.State(job=self.job, state=target, result=words))
        answer, args = self.write(owner, events, target, owner.n + 1)
        if target and target not in TRANSITIONS[self.seen.state]:
            assert answer[0] == b"CONFLICT"
            return
        assert answer[0] == b"OK"
        assert answer[1] == self.seen.seq + 1
        owner.n += 1
        owner.last, owner.last_first = args, int(answer[1])
        if target is JobState.QUEUED or (target and target.terminal):
            self.former.append(owner)
            self.owner = None

    @precondition(lambda self: self.owner is not None and self.owner.last is not None)
    @rule()
    def the_owner_sends_its_last_batch_again(self) -> None:
        assert self.owner is not None
        assert self.owner.last is not None
        answer = self.call(scripts.APPEND, *self.owner.last)
        assert answer[:2] == [b"DUP", self.owner.last_first]

    @precondition(lambda self: self.owner is not None)
    @rule(ahead=st.integers(2, 5))
    def a_hole_is_refused(self, ahead: int) -> None:
        assert self.owner is not None
        answer, _ = self.write(self.owner, [ev.Text(job=self.job, delta="x")], None, self.owner.n + ahead)
        assert answer[:2] == [b"GAP", self.owner.n]

    @precondition(lambda self: self.former)
    @rule(data=st.data())
    def a_former_owner_writes(self, data: st.DataObject) -> None:
        ghost = data.draw(st.sampled_from(self.former))
        answer, _ = self.write(ghost, [ev.Text(job=self.job, delta="ghost")], None, ghost.n + 1)
        assert answer[0] == b"FENCED"
        assert self.call(scripts.BEAT, ghost.token, ghost.attempt, LEASE)[0] == 0

    @precondition(lambda self: self.former and self.former[-1].last is not None)
    @rule()
    def the_batch_that_ended_an_attempt_is_sent_again(self) -> None:
        ghost = self.former[-1]
        answer = self.call(scripts.APPEND, *ghost.last)
        assert answer[0] in (b"DUP", b"FENCED")
        if answer[0] == b"DUP":
            assert answer[1] == ghost.last_first

    @rule()
    def somebody_cancels(self) -> None:
        before = self.seen.state
        answer = self.call(scripts.CANCEL, "enough", from_states(JobState.CANCELLED), from_states(JobState.CANCELLING))
        after = JobState(answer[0].decode())
        if before.terminal or before is JobState.CANCELLING:
            assert (after, answer[1]) == (before, 0)
        elif before is JobState.QUEUED:
            assert after is JobState.CANCELLED
        elif before is JobState.WAITING_INPUT:
            assert after is (JobState.CANCELLED if self.expired else JobState.CANCELLING)
        else:
            assert after is JobState.CANCELLING
        if after.terminal and not before.terminal:
            self.retire()

    @rule()
    def the_recorder_stores(self) -> None:
        marks = self.client.hgetall(dirty_key(shard_of(self.job)))
        if marks:
            assert marks == {b"job-m": f"1:{self.seen.seq}:{self.seen.state}".encode()}
            assert self.call(scripts.RECORDED, 1, self.seen.seq - 1, "") == 0
        assert self.call(scripts.RECORDED, 1, self.seen.seq, "") == 1
        assert not self.client.hgetall(dirty_key(shard_of(self.job)))

    @invariant()
    def the_subscriber_sees_what_redis_stores(self) -> None:
        if not hasattr(self, "pubsub"):
            return
        stored = self.read()
        while self.seen.seq < stored.seq:
            message = self.pubsub.get_message(timeout=5)
            assert message is not None
            epoch, first, lines = split_message(message["data"])
            assert (epoch, first) == (1, self.seen.seq + 1)
            for event in decode_events(lines):
                if isinstance(event, ev.State):
                    if event.seq > 1:
                        assert event.state in TRANSITIONS[self.seen.state], (self.seen.state, event)
                    self.ends += event.state.terminal
                self.seen = fold_all(self.seen, [event])
        assert self.ends <= 1
        assert stored.snapshot == self.seen
        missed = self.read(1, max(0, self.seen.seq - 5))
        assert [e.seq for e in decode_events(missed.events)] == list(
            range(max(0, self.seen.seq - 5) + 1, self.seen.seq + 1)
        )


def _run(redis_url: str, examples: int, steps: int) -> None:
    with redis.Redis.from_url(redis_url) as client:
        machine = type("Machine", (Scripts,), {"client": client})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


def test_the_scripts_keep_the_protocol(redis_url: str) -> None:
    """A short slice of random histories; `make chaos` runs many more."""
    _run(redis_url, 60, 30)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_scripts_keep_the_protocol_for_long(redis_url: str) -> None:
    """The same, 2,000 histories of 60 steps."""
    _run(redis_url, 2000, 60)


def test_a_spec_is_what_was_launched(redis_url: str) -> None:
    """What a worker reads is what was seeded; an event without TTL is left on no key of a recorded end."""
    import msgspec

    spec = JobSpec(job="j", type="t", user="u", params={"a": [1, None]}, code=b"\x00\x01", tags=["x"])
    with redis.Redis.from_url(redis_url) as client:
        scripts.SEED.sync(client, "j", 1, msgspec.json.encode(spec), "u", "t", "default", "1.000", 0, 65536, "", "word")
        keys = JobKeys.of("j")
        assert msgspec.json.decode(client.get(keys.spec), type=JobSpec) == spec
        scripts.CANCEL.sync(client, "j", "", from_states(JobState.CANCELLED), from_states(JobState.CANCELLING))
        assert {client.ttl(k) for k in client.keys("*")} == {-1}
        assert scripts.RECORDED.sync(client, "j", 1, 2, 60) == 1
        left = client.keys("*")
        assert left
        assert all(0 < client.ttl(k) <= 60 for k in left)
