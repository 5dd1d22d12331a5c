"""The whole protocol against a model: random histories of everything that workers, users, servers and Redis may do."""

import time
from typing import Any, cast

import msgspec
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
from msgspec.structs import replace

from jobwidgets.bus.keys import shard_of
from jobwidgets.bus.recovery import Announcement, Reseed
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import Event, JobError, JobState
from jobwidgets.protocol.state import TRANSITIONS, JobSnapshot

from .model import MAX_LOST, WHOLE_LOG, Copy, World, Writer, over

S = JobState
CAPS = [WHOLE_LOG, 1500, WHOLE_LOG, 0]
IDLE = 3
"""So many steps are tried on a job that is over or waits for a worker; then it is claimed, or there is another one."""
AFTER_A_QUESTION = [
    "", "cancel", "answer", "time-out", "crash answer", "suspend answer", "suspend time-out", "suspend cancel",
    "crash cancel", "answer end", "cancel end", "answer cancel", "wrong answer answer", "suspend wrong answer",
]  # fmt: skip
workers = st.sampled_from(["w0", "w1", "w2"])
words = st.lists(st.text(min_size=1, max_size=3), min_size=1, max_size=4)
# Mostly a job goes on.
targets = st.sampled_from([None] * 8 + [*S])
later = st.sampled_from([None, 3600.0])

owned = precondition(lambda self: self.owner is not None)


class Protocol(RuleBasedStateMachine):
    """One job after another. ``owner`` is who would be believed; ``former`` were replaced and may not know it."""

    client: redis.Redis
    url: str

    @initialize(first=st.integers(0, len(CAPS) - 1))
    def start(self, first: int) -> None:
        self.world = World(self.client, self.url)
        self.jobs = first
        self.launch()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.close()

    def launch(self) -> None:
        """The next job: every third one is delayed, the others are claimed at once."""
        self.jobs += 1
        delay = 3600.0 if self.jobs % 3 == 0 else None
        self.owner: Writer | None = None
        self.former: list[Writer] = []
        self.expired = False
        self.lost = self.questions = self.idle = 0
        self.delayed = delay is not None
        self.memos: dict[str, bytes] = {}
        self.answered: tuple[str, bytes, str] | None = None
        self.copy: Copy | None = None
        self.expiring = False
        self.world.launch(f"job-{self.jobs}", CAPS[self.jobs % len(CAPS)], self.at(delay))
        self.bus = self.world.bus
        # What the launch itself wrote into the record.
        self.record = (self.seen, {}, 0)
        if delay is None:
            self.take("w0")
            self.world.hear()

    @property
    def seen(self) -> JobSnapshot:
        return self.world.seen

    @property
    def held(self) -> bool:
        return self.owner is not None and not self.expired

    @staticmethod
    def at(delay: float | None) -> float | None:
        return None if delay is None else time.time() + delay

    def retire(self) -> None:
        if self.owner is not None:
            self.former.append(self.owner)
        self.owner = None

    # workers

    @rule(worker=workers, losses=st.integers(0, MAX_LOST))
    def a_worker_claims(self, worker: str, losses: int) -> None:
        """Some jobs kill their workers, one after the other."""
        self.take(worker)
        for _ in range(losses):
            self.world.hear()
            if self.owner is not None:
                self.the_lease_runs_out()
                self.take(worker)

    def take(self, worker: str) -> None:
        state, attempt = self.seen.state, self.seen.attempt
        claim, token = self.world.claim(worker)
        if state.terminal:
            assert claim.status == "done"
        elif state is S.WAITING_INPUT:
            assert claim.status == "waiting"
        elif self.delayed or (state is not S.QUEUED and not self.expired):
            assert claim.status == "held"
            assert claim.retry_after > 1000
        elif state is S.QUEUED:
            self.granted(claim, token, attempt)
        else:
            if claim.status == "held":  # the first look at an expired lease never takes over
                claim, token = self.world.claim(worker)
            self.retire()
            if state is S.CANCELLING:
                assert (claim.status, claim.state) == ("done", S.CANCELLED)
            elif self.one_more_lost():
                assert (claim.status, claim.state) == ("done", S.FAILED)
            else:
                self.granted(claim, token, attempt)

    def granted(self, claim: Any, token: str, before: int) -> None:
        assert (claim.status, claim.attempt) == ("granted", before + 1)
        self.retire()
        memos = self.world.do(self.bus.memos(self.world.job))
        self.owner = Writer(self.world._async, token, claim, self.world.read(), memos)
        self.expired = False

    def one_more_lost(self) -> bool:
        self.lost += 1
        if self.lost < MAX_LOST:
            return False
        stored = self.world.read().snapshot
        assert stored is not None
        assert stored.reason == "attempts-exhausted"
        assert stored.error == stored.last_error is not None
        return True

    @owned
    @rule(worker=workers)
    def the_owner_claims_again(self, worker: str) -> None:
        """The answer to its claim was lost; the second one changes nothing."""
        assert self.owner is not None
        claim, _ = self.world.claim(worker, self.owner.token)
        assert (claim.status, claim.attempt) == ("granted", self.owner.attempt)

    @precondition(lambda self: self.delayed)
    @rule()
    def its_time_comes(self) -> None:
        self.client.hset(self.world.keys.ctl, "not_before", "1")
        self.delayed = False

    @owned
    @rule()
    def the_lease_runs_out(self) -> None:
        """The owner crashed or is frozen; if it thaws it writes on, as the owner or as a former one."""
        self.client.hset(self.world.keys.ctl, "lease", "1")
        self.expired = True

    @owned
    @rule()
    def the_owner_beats(self) -> None:
        assert self.owner is not None
        assert self.world.beat(self.owner)[:2] == (True, self.seen.state)
        self.expired = False

    def write(self, events: list[Event], memos: dict[str, bytes] | None = None, delay: float | None = None) -> None:
        owner, state = self.owner, self.seen.state
        assert owner is not None
        move = events[-1].state if isinstance(events[-1], ev.State) else None
        said = self.world.send(owner, events, memos, self.at(delay))
        if move is not None and move not in TRANSITIONS[state]:
            assert said == b"CONFLICT"
            return
        assert said == b"OK"
        self.memos |= memos or {}
        if move is not None and over(move):
            self.retire()
            self.delayed = move is S.QUEUED and delay is not None

    def say(self, kind: type[Any], **fields: Any) -> Any:
        return kind(job=self.world.job, **fields)

    @owned
    @rule(words=words, move=targets)
    def the_owner_writes(self, words: list[str], move: JobState | None) -> None:
        events = [self.say(ev.Text, delta=w) for w in words]
        events.append(self.say(ev.Step, id=words[0], name=words[0], arguments={"words": words}, result=words[1:]))
        events.append(self.say(ev.UsageEvent, input_tokens=1, max_tokens=len(words)))
        if move is S.WAITING_INPUT:
            # No worker waits without a question; what it knows of an older one may be out of date.
            events.append(self.say(ev.InputRequested, key="again", prompt="Go on?"))
        if move is not None:
            events.append(self.say(ev.State, state=move, result=words))
        self.write(events, {f"step:{words[0]}#1": b'"done"'})

    @owned
    @rule()
    def the_owner_makes_a_checkpoint(self) -> None:
        number = self.seen.checkpoint + 1
        self.write([self.say(ev.Checkpoint, number=number)], {"checkpoint": b"%d" % number})

    @owned
    @rule()
    def the_owner_launches_a_child(self) -> None:
        child = f"child-{len(self.seen.children)}"
        self.write([self.say(ev.Child, child=child, type="t")], {f"child:{child}": b"{}"})

    @owned
    @rule(delay=later)
    def the_attempt_fails_and_is_retried(self, delay: float | None) -> None:
        error = JobError("ValueError", "no")
        self.write([self.say(ev.State, state=S.QUEUED, reason="retry", error=error)], delay=delay)
        self.world.hear()
        self.take("w1")

    @owned
    @rule(then=st.sampled_from(AFTER_A_QUESTION))
    def the_owner_asks(self, then: str) -> None:
        self.questions += 1
        prompt = "Go on?" if self.questions % 2 else "Für \x00 wen? 🦉\n" * 60
        asked = self.say(ev.InputRequested, key=f"q{self.questions}", prompt=prompt)
        self.write([asked, self.say(ev.State, state=S.WAITING_INPUT)])
        for next_ in then.split():
            self.world.hear()
            if next_ in ("answer", "time-out", "wrong"):
                self.somebody_answers(right=next_ != "wrong", in_time=next_ != "time-out")
            elif next_ == "cancel":
                self.somebody_cancels()
            elif self.owner is None:
                return
            elif next_ == "end":
                self.the_owner_writes(words=["end"], move=S.COMPLETED)
            elif next_ == "crash":
                self.the_lease_runs_out()
            else:
                self.the_owner_suspends()

    @owned
    @rule()
    def the_owner_suspends(self) -> None:
        assert self.owner is not None
        done = self.world.suspend(self.owner)
        assert done == (self.seen.state is S.WAITING_INPUT)
        if done:
            self.retire()

    @precondition(lambda self: self.owner is not None and self.owner.last is not None)
    @rule()
    def the_owner_sends_its_last_batch_again(self) -> None:
        assert self.owner is not None
        assert self.owner.last is not None
        assert self.world.append(self.owner.last.arguments)[:2] == [b"DUP", self.owner.last.first]

    @owned
    @rule(ahead=st.integers(1, 4))
    def a_hole_is_refused(self, ahead: int) -> None:
        assert self.owner is not None
        batch = self.owner.batch([self.say(ev.Text, delta="x")], {"step:x#1": b"0"}, None, ahead)
        assert self.world.append(batch.arguments)[:2] == [b"GAP", self.owner.n]

    @precondition(lambda self: self.former)
    @rule(data=st.data(), move=targets)
    def a_former_owner_thaws(self, data: st.DataObject, move: JobState | None) -> None:
        ghost = data.draw(st.sampled_from(self.former))
        events = [self.say(ev.Text, delta="ghost")]
        if move is not None:
            events.append(self.say(ev.State, state=move))
        assert self.world.send(ghost, events, {"step:ghost#1": b"0"}) == b"FENCED"
        assert not self.world.beat(ghost).owned
        assert not self.world.suspend(ghost)

    @precondition(lambda self: self.former and self.former[-1].last is not None)
    @rule()
    def the_batch_that_ended_an_attempt_is_sent_again(self) -> None:
        last = self.former[-1].last
        assert last is not None
        answer = self.world.append(last.arguments)
        assert answer[0] == b"FENCED" or answer[:2] == [b"DUP", last.first]

    # users and servers

    @rule()
    def somebody_cancels(self) -> None:
        before = self.seen.state
        reply = self.world.do(self.bus.cancel(self.world.job, reason="enough"))
        if before.terminal or before is S.CANCELLING:
            assert (reply.state, reply.changed) == (before, False)
            return
        nobody = before is S.QUEUED or (before is S.WAITING_INPUT and not self.held)
        assert (reply.state, reply.changed) == (S.CANCELLED if nobody else S.CANCELLING, True)
        if nobody:
            self.retire()

    @rule(right=st.booleans(), in_time=st.booleans())
    def somebody_answers(self, right: bool, in_time: bool) -> None:
        before, open_ = self.seen.state, self.seen.input
        key = open_.key if open_ is not None and right else "q0"
        memo, command = b'{"answer":1}' if in_time else b'{"timed_out":true}', f"{self.seen.epoch}-{self.seen.seq}"
        answer = (b'{"x":[1]}', msgspec.json.encode({"é": '"/' * 1_500}))[self.seen.seq % 2] if in_time else None
        generation = self.world.read().generation
        reply = self.world.do(self.bus.answer(self.world.job, key, memo, answer, command=command))
        if before is not S.WAITING_INPUT or open_ is None or not right:
            assert (reply.status, reply.state) == ("closed", before)
            return
        assert (reply.status, reply.generation) == ("ok", generation + 1)
        assert reply.state == (S.RUNNING if self.held else S.QUEUED)
        assert self.world.read().generation == reply.generation
        self.answered = key, memo, command
        self.memos[f"ask:{key}"] = memo
        if not self.held:
            self.retire()

    @precondition(lambda self: self.answered is not None)
    @rule(same=st.booleans())
    def the_answer_comes_again(self, same: bool) -> None:
        """The same command is recognised; another one comes too late; neither changes anything."""
        assert self.answered is not None
        key, _, command = self.answered
        command = command if same else "another"
        reply = self.world.do(self.bus.answer(self.world.job, key, b"{}", b"2", command=command))
        assert (reply.status, reply.state) == ("ok" if same else "closed", self.seen.state)

    @rule(lost=st.booleans())
    def the_reconciler_looks_for_orphans(self, lost: bool) -> None:
        if lost and self.owner is not None:
            self.the_lease_runs_out()
        state = self.seen.state
        look = lambda: self.world.do(self.bus.orphan(self.world.job, beat=0, max_attempts=MAX_LOST))  # noqa: E731
        reply = look()
        if state not in (S.RUNNING, S.CANCELLING) or not self.expired:
            assert (reply.state, reply.changed) == (state, False)
            return
        if not reply.changed:
            reply = look()
        self.retire()
        expected = S.CANCELLED if state is S.CANCELLING else S.FAILED if self.one_more_lost() else S.QUEUED
        assert (reply.state, reply.changed) == (expected, True)
        assert reply.generation == self.world.read().generation

    @rule(really=st.sampled_from([False, False, True]))
    def the_launcher_refuses(self, really: bool) -> None:
        fresh = self.seen.state is S.QUEUED and self.seen.attempt == 0
        if really or not fresh:
            assert self.world.do(self.bus.refuse(self.world.job, JobError("Refused", "no such type"))) == fresh

    @rule()
    def the_recorder_stores(self) -> None:
        seen = self.seen
        assert not self.world.do(self.bus.recorded(seen.job, seen.epoch, seen.seq - 1))
        self.record = seen, dict(self.memos), self.world.read().generation
        self.expiring = self.expiring or seen.state.terminal
        ttl = 3600.0 if seen.state.terminal else None
        assert self.world.do(self.bus.recorded(seen.job, seen.epoch, seen.seq, ttl=ttl))
        assert not self.world.do(self.bus.dirty(shard_of(seen.job)))

    @rule(count=st.integers(1, 5))
    def the_log_is_archived(self, count: int) -> None:
        entries = self.world.do(self.bus.log(self.world.job, count=count))
        self.world.do(self.bus.archived(self.world.job, entries))
        self.world.archive += entries

    # Redis

    def put_back(self, snapshot: JobSnapshot, memos: dict[str, bytes], generation: int, owner: Any) -> None:
        """A server has taken the next epoch and puts the job back."""
        world = self.world
        world.epoch += 1
        what = Reseed(
            spec=world.spec, snapshot=snapshot, epoch=world.epoch, generation=generation, log_bytes=world.cap,
            memos=memos, owner=owner,
        )  # fmt: skip
        while world.pubsub.get_message() is not None:
            pass
        stranger = replace(owner, token="stranger") if owner is not None else None
        if self.client.exists(world.keys.ctl):
            assert not world.do(self.bus.reseed(replace(what, owner=stranger)))[0]
        assert world.do(self.bus.reseed(what))[0]
        assert not world.do(self.bus.reseed(replace(what, epoch=99, owner=stranger)))[0]
        world.begin_epoch(replace(snapshot, epoch=world.epoch))
        world.hear()
        self.memos, self.answered, self.copy = dict(memos), None, None
        self.lost, self.delayed, self.expired = 0, False, False
        if owner is None:
            self.retire()

    def rejoin(self) -> None:
        assert self.owner is not None
        self.owner.publisher._base = self.world.read().snapshot  # type: ignore[assignment]
        self.owner.word = self.world.do(self.bus.generation(self.world.job))
        self.owner.last = None

    def announce(self) -> Announcement:
        assert self.owner is not None
        shard = shard_of(self.world.job)
        self.world.do(self.bus.announce(self.owner.announcement()))
        said = self.world.do(self.bus.announcements(shard))
        self.world.do(self.bus.drop_announcement(self.world.job))
        assert self.world.do(self.bus.announcements(shard)) == {}
        return said[self.world.job]

    @precondition(lambda self: not self.seen.state.terminal and not self.record[0].state.terminal)
    @rule(announced=st.booleans())
    def redis_loses_everything(self, announced: bool) -> None:
        self.client.flushall()
        job = self.world.job
        assert self.world.do(self.bus.read(job)) is None
        assert self.world.claim("w0")[0].status == "missing"
        assert self.world.do(self.bus.cancel(job)) is None
        assert self.world.do(self.bus.orphan(job, beat=0, max_attempts=MAX_LOST)) is None
        assert self.world.do(self.bus.answer(job, "q1", b"{}", b"1", command="c")).status == "missing"
        assert self.client.keys("*") == []
        if self.owner is not None:
            batch = self.owner.batch([self.say(ev.Text, delta="x")], {}, None)
            assert self.world.append(batch.arguments) == [b"MISSING", 0, b"", b""]
            assert self.world.beat(self.owner) == (False, "", "")
            assert self.owner.word
        if self.owner is not None and announced:
            said = self.announce()
            self.put_back(said.snapshot, said.memos, self.record[2], said)
            self.rejoin()
        else:
            self.put_back(*self.record, None)
        assert self.world.do(self.bus.generation(job))

    @owned
    @rule()
    def redis_is_copied(self) -> None:
        assert self.owner is not None
        self.copy = self.world.copy(self.owner)

    @precondition(lambda self: self.owner is not None and self.copy is not None and self.copy.token == self.owner.token)
    @rule()
    def redis_comes_back_with_the_copy(self) -> None:
        owner, copy = self.owner, self.copy
        assert owner is not None
        assert copy is not None
        self.world.restore(copy)
        if copy.n < owner.n or copy.seq < owner.base.seq:
            batch = owner.batch([self.say(ev.Text, delta="x")], {"step:x#1": b"0"}, None)
            assert self.world.append(batch.arguments)[:2] == [b"GAP", copy.n]
        said = self.announce()
        self.put_back(said.snapshot, said.memos, self.record[2], said)
        self.rejoin()

    # always

    @invariant()
    def all_views_agree(self) -> None:
        if not hasattr(self, "world"):
            return
        view = self.world.look()
        self.world.check_views(view)
        self.world.check_moves(view)
        self.world.check_log(view)
        self.world.check_mark(view)
        assert view.memos == self.memos
        assert view.reading.token == (self.owner.token if self.owner is not None else None)
        assert view.expiring == {self.expiring}
        self.idle = self.idle + 1 if over(self.seen.state) else 0
        if self.idle > IDLE:
            self.go_on()

    def go_on(self) -> None:
        self.idle = 0
        if self.seen.state.terminal:
            self.launch()
        else:
            self.its_time_comes()
            self.take("w0")
            self.world.hear()


def _run(redis_url: str, examples: int, steps: int) -> None:
    with redis.Redis.from_url(redis_url) as client:
        machine = type("Machine", (Protocol,), {"client": client, "url": redis_url})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                report_multiple_bugs=False,
                suppress_health_check=cast(Any, list(HealthCheck)),
            ),
        )


@pytest.mark.timeout(300)
def test_the_scripts_keep_the_protocol(redis_url: str) -> None:
    """A short slice of random histories; `make chaos` runs many more."""
    _run(redis_url, 60, 40)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_the_scripts_keep_the_protocol_for_long(redis_url: str) -> None:
    """The same, 2,000 histories of 60 steps."""
    _run(redis_url, 2000, 60)
