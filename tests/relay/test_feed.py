"""The pure part: whatever comes late, twice, in pieces or not at all, what leaves a feed is contiguous."""

import json
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from jobwidgets_server.relay.feed import CatchUp, Feed, Need, Outcome


def line(epoch: int, seq: int) -> bytes:
    return b'{"epoch":%d,"seq":%d}' % (epoch, seq)


def lines(epoch: int, first: int, last: int) -> list[bytes]:
    return [line(epoch, seq) for seq in range(first, last + 1)]


def snapshot(epoch: int, seq: int) -> bytes:
    return b'{"snapshot":[%d,%d]}' % (epoch, seq)


def opened(epoch: int = 1, seq: int = 5, **limits: int) -> Feed:
    feed = Feed(**limits)
    feed.on_reading(epoch, seq, snapshot(epoch, seq), [])
    return feed


def seqs(emitted: tuple[bytes, ...]) -> list[int]:
    return [json.loads(each)["seq"] for each in emitted]


def test_messages_before_the_first_reading_are_merged():
    """What came between the subscription's confirmation and the reading is neither lost nor doubled."""
    feed = Feed()
    for seq in (3, 4, 5, 6):
        assert feed.on_message(1, seq, [line(1, seq)]) == Outcome()
    outcome = feed.on_reading(1, 4, snapshot(1, 4), [])
    assert seqs(outcome.emit) == [5, 6]
    assert not outcome.read
    assert feed.catch_up(0, 0) == CatchUp(1, 6, snapshot(1, 4), (line(1, 5), line(1, 6)))


def test_next_message_goes_out():
    """A message that continues the head is sent on at once, as it is."""
    feed = opened()
    assert feed.on_message(1, 6, lines(1, 6, 8)).emit == tuple(lines(1, 6, 8))
    assert feed.head == 8


def test_duplicates_and_overlaps_are_cut():
    """Of a message that repeats known events only the new ones go out."""
    feed = opened()
    assert feed.on_message(1, 4, lines(1, 4, 5)) == Outcome()
    assert seqs(feed.on_message(1, 4, lines(1, 4, 7)).emit) == [6, 7]


def test_gap_asks_for_a_reading_and_holds():
    """After a gap nothing goes out until a reading has closed it; then everything does, once."""
    feed = opened()
    assert feed.on_message(1, 8, [line(1, 8)]) == Outcome(read=True)
    assert feed.on_message(1, 9, [line(1, 9)]) == Outcome()
    outcome = feed.on_reading(1, 8, None, lines(1, 6, 8))
    assert seqs(outcome.emit) == [6, 7, 8, 9]
    assert not outcome.broken


def test_gap_wider_than_the_tail_breaks_the_chain():
    """If Redis cannot say what was missed, the subscribers must be told to subscribe again."""
    feed = opened()
    assert feed.on_message(1, 900, [line(1, 900)]).read
    outcome = feed.on_reading(1, 900, snapshot(1, 900), [])
    assert outcome.broken
    assert not outcome.rewound
    assert feed.catch_up(1, 5) == CatchUp(1, 900, snapshot(1, 900), ())


def test_new_epoch_needs_a_new_snapshot():
    """An event of a later epoch is not sent on before the snapshot it continues has been read."""
    feed = opened(seq=50)
    assert feed.on_message(2, 1, [line(2, 1)]) == Outcome(read=True)
    outcome = feed.on_reading(2, 1, snapshot(2, 1), [])
    assert outcome.broken
    assert not outcome.rewound
    assert feed.catch_up(1, 50) == CatchUp(2, 1, snapshot(2, 1), ())


def test_message_of_a_past_epoch_is_dropped():
    """A straggler of an epoch that is over changes nothing."""
    feed = opened(epoch=2)
    assert feed.on_message(1, 6, [line(1, 6)]) == Outcome()
    assert (feed.epoch, feed.head) == (2, 5)


def test_redis_behind_us_is_a_rewind():
    """Redis lost writes that were delivered: subscribers would drop the coming events as duplicates."""
    feed = opened(seq=50)
    feed.hold()
    outcome = feed.on_reading(1, 40, snapshot(1, 40), [])
    assert outcome.rewound
    assert feed.head == 40


def test_reading_that_finds_nothing_new_breaks_nothing():
    """Reading again after a reconnection in which nothing happened sends nothing."""
    feed = opened()
    feed.hold()
    assert feed.on_reading(1, 5, None, []) == Outcome()
    feed.hold()
    assert feed.on_reading(1, 5, snapshot(1, 5), []) == Outcome()


def test_subscriber_in_the_tail_gets_only_what_is_missing():
    """Same epoch and a number still in the tail: the events after it, no snapshot."""
    feed = opened()
    feed.on_message(1, 6, lines(1, 6, 9))
    assert feed.catch_up(1, 7) == CatchUp(1, 9, None, (line(1, 8), line(1, 9)))
    assert feed.catch_up(1, 9) == CatchUp(1, 9, None, ())


def test_snapshot_is_assembled_once_per_head():
    """A thousand late subscribers are given the same object, which is framed once."""
    feed = opened()
    feed.on_message(1, 6, lines(1, 6, 9))
    first = feed.catch_up(0, 0)
    assert isinstance(first, CatchUp)
    assert all(feed.catch_up(0, seq) is first for seq in range(1000))
    feed.on_message(1, 10, [line(1, 10)])
    assert feed.catch_up(0, 0) is not first


def test_ring_is_bounded_and_a_stale_snapshot_is_read_anew():
    """When the tail has moved past the snapshot, a late subscriber costs one refresh, not a hole."""
    feed = opened(ring_events=10)
    feed.on_message(1, 6, lines(1, 6, 20))
    assert feed.catch_up(0, 0) is Need.SNAPSHOT
    assert feed.catch_up(1, 9) is Need.SNAPSHOT
    assert feed.catch_up(1, 10) == CatchUp(1, 20, None, tuple(lines(1, 11, 20)))
    feed.on_refresh(1, 18, snapshot(1, 18))
    assert feed.catch_up(0, 0) == CatchUp(1, 20, snapshot(1, 18), (line(1, 19), line(1, 20)))


def test_pinned_ring_outlasts_a_flood():
    """While a snapshot is being read the events after it are kept, however many come; within bounds."""
    feed = opened(ring_events=10, hold_bytes=20_000)
    feed.on_message(1, 6, lines(1, 6, 20))
    feed.pin()
    feed.on_message(1, 21, lines(1, 21, 300))
    feed.on_refresh(1, 22, snapshot(1, 22))
    assert feed.catch_up(0, 0) == CatchUp(1, 300, snapshot(1, 22), tuple(lines(1, 23, 300)))
    feed.unpin()
    assert feed.catch_up(0, 0) is Need.SNAPSHOT
    feed.pin()
    feed.on_message(1, 301, lines(1, 301, 5000))
    assert feed.catch_up(1, 301) is Need.SNAPSHOT


def test_ring_is_bounded_in_bytes():
    """Large events do not fill the relay's memory."""
    feed = opened(ring_bytes=100)
    for seq in range(6, 200):
        feed.on_message(1, seq, [line(1, seq) + b" " * 50])
    assert feed.catch_up(1, 199) == CatchUp(1, 199, None, ())
    assert feed.catch_up(1, 197) is Need.SNAPSHOT


def test_backlog_is_fetched_for_those_who_come_back():
    """A relay that has just begun to watch a job serves a returning subscriber from Redis' backlog."""
    feed = opened(seq=50, ring_events=20)
    feed.on_message(1, 51, lines(1, 51, 52))
    assert feed.backlog_start == 32
    assert feed.catch_up(1, 40) is Need.BACKLOG
    feed.on_backlog(1, 54, lines(1, 33, 54))
    assert feed.catch_up(1, 40) == CatchUp(1, 52, None, tuple(lines(1, 41, 52)))
    assert feed.catch_up(1, 32) == CatchUp(1, 52, None, tuple(lines(1, 33, 52)))
    assert feed.catch_up(0, 0) == CatchUp(1, 52, snapshot(1, 50), (line(1, 51), line(1, 52)))
    feed.on_message(1, 53, lines(1, 53, 53))
    assert feed.catch_up(1, 52) == CatchUp(1, 53, None, (line(1, 53),))


def test_backlog_that_is_gone_is_not_asked_for_twice():
    """If Redis has no backlog either, the subscriber gets the snapshot."""
    feed = opened(seq=50, ring_events=20)
    assert feed.catch_up(1, 40) is Need.BACKLOG
    feed.on_backlog(1, 50, [])
    assert feed.catch_up(1, 40) == CatchUp(1, 50, snapshot(1, 50), ())


def test_refresh_ahead_of_us_is_served():
    """A refreshed snapshot may be ahead of what this relay has heard; it is given out as it is."""
    feed = opened(ring_events=2)
    feed.on_message(1, 6, lines(1, 6, 9))
    feed.on_refresh(1, 12, snapshot(1, 12))
    assert feed.catch_up(0, 0) == CatchUp(1, 12, snapshot(1, 12), ())
    assert feed.catch_up(1, 12) == CatchUp(1, 12, None, ())
    feed.on_message(1, 10, lines(1, 10, 13))
    assert feed.catch_up(0, 0) == CatchUp(1, 13, snapshot(1, 12), (line(1, 13),))


def test_subscriber_ahead_of_us_is_believed_until_redis_says_otherwise():
    """Another relay may have been quicker; but if Redis itself is behind the subscriber, it gets the snapshot."""
    feed = opened(seq=5)
    assert feed.catch_up(1, 8) is Need.SNAPSHOT
    assert feed.catch_up(3, 1) is Need.SNAPSHOT
    assert feed.catch_up(1, 8, final=True) == CatchUp(1, 5, snapshot(1, 5), ())


def test_held_messages_are_bounded():
    """What comes while Redis does not answer is dropped beyond a limit, and read again."""
    feed = opened(hold_bytes=200)
    feed.hold()
    for seq in range(6, 60):
        feed.on_message(1, seq, [line(1, seq)])
    outcome = feed.on_reading(1, 7, None, lines(1, 6, 7))
    assert outcome.read
    assert feed.holding
    assert seqs(outcome.emit + feed.on_reading(1, 59, None, lines(1, 8, 59)).emit)[-1] == 59


@dataclass
class Redis:
    """A model of what the scripts do: numbers events, keeps a tail, can be read."""

    epoch: int = 1
    seq: int = 1
    messages: list[tuple[int, int, list[bytes]]] = field(default_factory=list)

    def publish(self, count: int) -> None:
        self.messages.append((self.epoch, self.seq + 1, lines(self.epoch, self.seq + 1, self.seq + count)))
        self.seq += count

    def begin_epoch(self) -> None:
        self.epoch, self.seq = self.epoch + 1, 0
        self.publish(1)

    def read(self, epoch: int, seq: int, tail: int = 8) -> tuple[int, int, bytes | None, list[bytes]]:
        if epoch == self.epoch and 0 <= self.seq - seq <= min(tail, self.seq):
            return self.epoch, self.seq, None, lines(epoch, seq + 1, self.seq)
        return self.epoch, self.seq, snapshot(self.epoch, self.seq), []


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), st.integers(1, 4)),
        st.tuples(st.just("deliver"), st.integers(1, 5)),
        st.tuples(st.just("lose"), st.integers(1, 12)),
        st.tuples(st.just("repeat"), st.integers(1, 4)),
        st.tuples(st.just("epoch"), st.just(0)),
        st.tuples(st.just("ask"), st.just(0)),
        st.tuples(st.just("answer"), st.just(0)),
        st.tuples(st.just("refresh"), st.just(0)),
        st.tuples(st.just("backlog"), st.just(0)),
        st.tuples(st.just("join"), st.integers(0, 30)),
    ),
    max_size=60,
)


@given(ACTIONS)
def test_any_history_leaves_subscribers_contiguous_and_complete(actions: list[tuple[str, int]]):
    """However messages are lost, repeated and delayed: each subscriber sees +1 steps or is told to start over,
    and once everything has been delivered and read, everybody stands at Redis' head."""
    redis, feed = Redis(), Feed()
    members: list[tuple[int, int]] = []
    delivered: list[tuple[int, int, list[bytes]]] = []
    answer = None

    def emit(emitted: tuple[bytes, ...]) -> None:
        for raw in emitted:
            event = json.loads(raw)
            at = event["epoch"], event["seq"]
            for i, have in enumerate(members):
                if at > have:
                    assert at == (have[0], have[1] + 1), (have, at)
                    members[i] = at

    def handle(outcome: Outcome) -> None:
        if outcome.broken or outcome.rewound:
            members[:] = [(feed.epoch, feed.head - len(outcome.emit))] * len(members)
        emit(outcome.emit)

    def take(message: tuple[int, int, list[bytes]]) -> None:
        handle(feed.on_message(*message))
        delivered.append(message)

    for action, number in [*actions, ("answer", 0), ("deliver", 10**6), ("ask", 0), ("answer", 0)]:
        if action == "publish":
            redis.publish(number)
        elif action == "epoch":
            redis.begin_epoch()
        elif action == "deliver":
            while redis.messages and number:
                take(redis.messages.pop(0))
                number -= 1
        elif action == "lose":
            del redis.messages[:number]
        elif action == "repeat":
            for message in delivered[-number:]:
                handle(feed.on_message(*message))
        elif action == "ask":
            feed.hold()
            answer = redis.read(feed.epoch, feed.head)
        elif action == "answer" and answer is not None:
            handle(feed.on_reading(*answer))
            answer = None
        elif action == "refresh" and not feed.cold:
            feed.on_refresh(redis.epoch, redis.seq, snapshot(redis.epoch, redis.seq))
        elif action == "backlog" and not feed.cold:
            epoch, seq, _, events = redis.read(feed.epoch, feed.backlog_start, tail=10**6)
            feed.on_backlog(epoch, seq, events)
        elif action == "join":
            known = feed.catch_up(feed.epoch, number)
            if isinstance(known, CatchUp) and (known.epoch, known.seq) >= (feed.epoch, feed.head):
                start = (known.epoch, number)
                if known.snapshot is not None:
                    start = tuple(json.loads(known.snapshot)["snapshot"])
                assert [json.loads(e)["seq"] for e in known.events] == list(range(start[1] + 1, known.seq + 1))
                members.append((known.epoch, known.seq))
    if feed.holding:
        handle(feed.on_reading(*redis.read(feed.epoch, feed.head)))
    assert (feed.epoch, feed.head) == (redis.epoch, redis.seq)
    assert all(member == (redis.epoch, redis.seq) for member in members)
