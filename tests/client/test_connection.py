"""The connection: its status, and that it always comes back with every event."""

import logging
import socket
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from jobwidgets.client.backoff import delays
from jobwidgets.client.connection import Connection
from jobwidgets.client.endpoint import FixedEndpoint
from jobwidgets.client.session import Session
from jobwidgets.client.status import ConnectionStatus
from jobwidgets.client.subscriptions import WINDOW, Watch
from jobwidgets.client.tracker import Outcome, Tracker
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import JobWidgetsError, Unavailable
from jobwidgets.protocol.events import Event, JobState
from jobwidgets.protocol.state import JobSnapshot
from jobwidgets.testing import wait_until_sync

from .fake_relay import FakeRelay


class Notes:
    """A listener that writes down what it is told."""

    def __init__(self, job: str) -> None:
        self.watch = Watch(job, Tracker(JobSnapshot(job=job)), self)
        self.events: list[Event] = []
        self.replaced = 0
        self.refusals: list[JobWidgetsError] = []

    @property
    def snapshot(self) -> JobSnapshot:
        return self.watch.tracker.snapshot

    def applied(self, outcome: Outcome) -> None:
        self.events += outcome.events
        self.replaced += outcome.replaced

    def refused(self, error: JobWidgetsError) -> None:
        self.refusals.append(error)


@pytest.fixture
def connect(relay: FakeRelay) -> Iterator[Callable[..., Connection]]:
    """Makes connections to the relay with the given options."""
    made: list[Connection] = []

    def make(token: object = "good", **options: float) -> Connection:
        made.append(Connection(FixedEndpoint(relay.url, token), **options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for connection in made:
        connection.close()


def launched(relay: FakeRelay) -> str:
    """A job on the relay that this client did not launch."""
    with Session(relay.url, "good") as session:
        return session.launch("search").id


def texts(job: str, count: int, word: str = ".") -> list[Event]:
    return [ev.Text(job=job, delta=f"{word}{n} ") for n in range(count)]


def up(connection: Connection) -> bool:
    return connection.status.connected


def test_status_tells_the_whole_story(relay: FakeRelay, connect: Callable[..., Connection]) -> None:
    """connecting → connected → reconnecting (with the next try) → offline → connected, and since when."""
    connection = connect(offline_after=1.0)
    story: list[ConnectionStatus] = []
    connection.observers.add(story.append)
    assert connection.status.state == "connecting"
    began = time.time()
    connection.start()
    wait_until_sync(lambda: connection.status.latency is not None, "the first round trip")
    first = connection.status
    assert first.state == "connected"
    assert (first.latency or 0) > 0
    assert began <= first.since <= time.time()
    relay.kill()
    wait_until_sync(lambda: connection.status.state == "offline", "being called offline")
    offline = connection.status
    wait_until_sync(lambda: any(s.error == "Connection refused" for s in story), "a try in vain")
    relay.start()
    connection.wake()
    wait_until_sync(lambda: up(connection), "the reconnection")
    waiting = [s for s in story if s.state == "reconnecting" and s.retry_at]
    assert waiting, "a countdown can be shown"
    assert waiting[0].since == offline.since, "offline counts from the loss"
    assert all(s.latency is None for s in story if s.state in ("reconnecting", "offline"))
    assert any(s.error == "Connection refused" for s in story), {s.error for s in story}
    assert connection.status.error is None
    order = [a.state for a, b in pairwise([*story, story[0]]) if a.state != b.state]
    assert order == ["connecting", "connected", "reconnecting", "offline", "connected"]


def test_nothing_is_lost_or_doubled_over_reconnects(relay: FakeRelay, connect: Callable[..., Connection]) -> None:
    """After a reconnect only what was missed is asked for, and every event is applied exactly once."""
    job = launched(relay)
    connection, notes = connect(), Notes(job)
    connection.watch(notes.watch)
    wait_until_sync(lambda: notes.snapshot.seq == 1, "the subscription")
    for outage in range(3):
        relay.publish(job, *texts(job, 10), batch=bool(outage % 2))
        relay.kill()
        for event in texts(job, 10, "missed"):
            relay.jobs[job].append(event)
        relay.start()
        wait_until_sync(lambda: notes.snapshot == relay.jobs[job].snapshot, "all events")
    assert [e.seq for e in notes.events] == list(range(2, 62))
    assert notes.replaced == 1, "the first answer only"
    assert relay.subscribed[-1]["epoch"] == 1
    assert relay.subscribed[-1]["seq"] >= 41


def test_sleeping_through_a_thousand_events(relay: FakeRelay, connect: Callable[..., Connection]) -> None:
    """Who was away for longer than the backlog comes back to the same snapshot as one that never slept."""
    job = launched(relay)
    connection, notes = connect(), Notes(job)
    connection.watch(notes.watch)
    wait_until_sync(lambda: notes.snapshot.seq == 1, "the subscription")
    relay.kill()
    for event in texts(job, 1000):
        relay.jobs[job].append(event)
    relay.start()
    wait_until_sync(lambda: notes.snapshot == relay.jobs[job].snapshot, "the snapshot")
    assert notes.snapshot.seq == 1001


def test_a_thousand_deltas_in_a_second(relay: FakeRelay, connect: Callable[..., Connection]) -> None:
    """A stream of single events arrives complete and in order."""
    job = launched(relay)
    connection, notes = connect(), Notes(job)
    connection.watch(notes.watch)
    wait_until_sync(lambda: notes.snapshot.seq == 1, "the subscription")
    asked = len(relay.subscribed)
    relay.publish(job, *texts(job, 1000))
    wait_until_sync(lambda: notes.snapshot.seq == 1001, "the last delta")
    assert [e.seq for e in notes.events] == list(range(2, 1002))
    assert notes.snapshot.channel_text() == "".join(f".{n} " for n in range(1000))
    assert len(relay.subscribed) == asked, "and nothing had to be asked for"


def test_lost_events_are_fetched(relay: FakeRelay, connect: Callable[..., Connection]) -> None:
    """A gap in what comes live is noticed and filled."""
    job = launched(relay)
    connection, notes = connect(), Notes(job)
    connection.watch(notes.watch)
    wait_until_sync(lambda: notes.snapshot.seq == 1, "the subscription")
    relay.lose = lambda event: event.seq in (3, 4)
    relay.publish(job, *texts(job, 6))
    wait_until_sync(lambda: notes.snapshot.seq == 7, "the missing events")
    assert [e.seq for e in notes.events] == [2, 3, 4, 5, 6, 7]


def test_events_during_a_slow_subscription(relay: FakeRelay, connect: Callable[..., Connection]) -> None:
    """What happens while the answer is on its way is neither lost nor doubled."""
    job = launched(relay)
    connection, notes = connect(), Notes(job)
    relay.subscribe_delay = 0.2
    connection.watch(notes.watch)
    wait_until_sync(lambda: len(relay.subscribed) == 1, "the request")
    relay.publish(job, *texts(job, 5))
    wait_until_sync(lambda: notes.snapshot.seq == 6, "all events")
    relay.publish(job, *texts(job, 5))
    wait_until_sync(lambda: notes.snapshot == relay.jobs[job].snapshot, "the live ones too")


def test_an_answer_in_parts(relay: FakeRelay, connect: Callable[..., Connection]) -> None:
    """A snapshot of a megabyte comes in pieces and is whole."""
    job = launched(relay)
    for event in texts(job, 300, "é" * 1000):
        relay.jobs[job].append(event)
    relay.part_size = 100_000
    connection, notes = connect(), Notes(job)
    connection.watch(notes.watch)
    wait_until_sync(lambda: notes.snapshot.seq == 301, "the parts")
    relay.publish(job, *texts(job, 1))
    wait_until_sync(lambda: notes.snapshot == relay.jobs[job].snapshot, "what follows")


def test_a_disconnecting_server_is_reconnected_to(relay: FakeRelay, connect: Callable[..., Connection]) -> None:
    """When the server sends us away (an expired token, a new start) we come back at once."""
    job = launched(relay)
    connection, notes = connect(ping_every=3600), Notes(job)  # no ping finds out
    connection.watch(notes.watch)
    wait_until_sync(lambda: notes.snapshot.seq == 1, "the subscription")
    connects = relay.connects
    relay.disconnect_all()
    wait_until_sync(lambda: relay.connects > connects and up(connection), "the reconnection")
    relay.publish(job, *texts(job, 2))
    wait_until_sync(lambda: notes.snapshot.seq == 3, "events")


def test_a_refused_connection_is_tried_again(relay: FakeRelay, connect: Callable[..., Connection]) -> None:
    """A refusal is shown with the server's words, and tries go on with whatever token there is by then."""
    relay.tokens = {"new"}
    given = ["old"]
    connection = connect(token=lambda: given[-1])
    connection.start()
    wait_until_sync(lambda: connection.status.state == "offline", "being called offline")
    assert relay.connects >= 2, "more than one try"
    assert "expired" in (connection.status.error or "")
    given.append("new")
    wait_until_sync(lambda: up(connection), "the connection")


def test_a_failing_token_callable_is_survived(relay: FakeRelay, connect: Callable[..., Connection]) -> None:
    """Whatever the user's own function raises is shown, and it is asked again."""
    faults = [RuntimeError("vault sealed"), ValueError("no"), None]

    def token() -> str:
        if fault := faults.pop(0):
            raise fault
        return "good"

    connection = connect(token=token)
    story: list[ConnectionStatus] = []
    connection.observers.add(story.append)
    connection.start()
    wait_until_sync(lambda: up(connection), "the connection")
    assert any(s.error == "RuntimeError: vault sealed" for s in story)


def test_a_silent_server_is_left(relay: FakeRelay, connect: Callable[..., Connection]) -> None:
    """A server that answers nothing any more is noticed long before the transport's own time-out."""
    connection = connect(ping_every=0.05, ping_timeout=0.3)
    connection.start()
    wait_until_sync(lambda: connection.status.latency is not None, "the first round trip")
    story: list[ConnectionStatus] = []
    connection.observers.add(story.append)
    relay.silent = True
    wait_until_sync(lambda: any(s.state == "reconnecting" for s in story), "the silence to be noticed")
    assert any(s.error == "the server does not answer" for s in story)
    relay.silent = False
    wait_until_sync(lambda: up(connection), "the reconnection")


def test_a_server_waiting_for_redis_is_not_left(relay: FakeRelay, connect: Callable[..., Connection]) -> None:
    """Refusals that take long are answers: the connection stays, the subscriptions are tried again."""
    job = launched(relay)
    connection = connect(ping_every=0.05, ping_timeout=1.5)
    connection.start()
    wait_until_sync(lambda: up(connection), "the connection")
    connects = relay.connects
    relay.away, relay.subscribe_delay = Unavailable, 0.2  # one after the other: a ping waits for all of them
    notes = [Notes(job) for _ in range(9)]
    for note in notes:
        connection.watch(note.watch)
    wait_until_sync(lambda: len(relay.subscribed) > 18, "more tries")
    relay.away, relay.subscribe_delay = None, 0.0
    wait_until_sync(lambda: all(note.snapshot.seq == 1 for note in notes), "the subscriptions")
    assert relay.connects == connects


def test_nobody_listens_at_first(relay: FakeRelay, connect: Callable[..., Connection]) -> None:
    """Who finds nobody says why at once, is `offline` after the second try, and comes up when the server does."""
    relay.kill()
    connection = connect()
    story: list[ConnectionStatus] = []
    connection.observers.add(story.append)
    connection.start()
    wait_until_sync(lambda: connection.status.state == "offline", "being called offline")
    assert not connection.ever_connected
    first = next(s for s in story if s.error)
    assert (first.state, first.error) == ("connecting", "Connection refused")
    assert first.retry_at
    assert next(s for s in story if s.state == "offline").error == "Connection refused"
    relay.start()
    connection.wake()
    wait_until_sync(lambda: up(connection), "the connection")


def test_many_jobs_are_resubscribed_in_a_window(relay: FakeRelay, connect: Callable[..., Connection]) -> None:
    """Three hundred jobs come back after an outage, never more than a window of requests at a time."""
    with Session(relay.url, "good") as session:
        jobs = [session.launch("search").id for _ in range(300)]
    connection = connect()
    notes = [Notes(job) for job in jobs]
    for note in notes:
        connection.watch(note.watch)
    wait_until_sync(lambda: all(note.snapshot.seq == 1 for note in notes), "the subscriptions")
    relay.kill()
    for job in jobs:
        relay.jobs[job].append(ev.State(job=job, state=JobState.RUNNING))
    most = 0

    def back() -> bool:
        nonlocal most
        most = max(most, len(connection._subscriptions._asked))
        return all(note.snapshot.state == "running" for note in notes)

    relay.start()
    wait_until_sync(back, "all jobs", poll=0.001)
    assert 0 < most <= WINDOW


def test_unwatching_tells_the_relay_once(relay: FakeRelay, connect: Callable[..., Connection]) -> None:
    """The relay is told when the last watch of a job goes, not before."""
    job = launched(relay)
    connection = connect()
    one, two = Notes(job), Notes(job)
    connection.watch(one.watch)
    connection.watch(two.watch)
    wait_until_sync(lambda: one.snapshot.seq == two.snapshot.seq == 1, "the subscriptions")
    connection.unwatch(one.watch)
    relay.publish(job, *texts(job, 1))
    wait_until_sync(lambda: two.snapshot.seq == 2, "the event")
    assert one.snapshot.seq == 1
    assert relay.subscribers(job) == 1
    connection.unwatch(two.watch)
    wait_until_sync(lambda: relay.subscribers(job) == 0, "the unsubscription")


def test_nonsense_from_the_server_is_survived(
    relay: FakeRelay, connect: Callable[..., Connection], caplog: pytest.LogCaptureFixture
) -> None:
    """Packets that make no sense are complained of in the log; the job goes on from a fresh snapshot."""
    job = launched(relay)
    connection, notes = connect(), Notes(job)
    connection.watch(notes.watch)
    wait_until_sync(lambda: notes.snapshot.seq == 1, "the subscription")
    for name, data in [
        ("job:event", "text"),
        ("job:batch", {"a": 1}),
        ("job:batch", [1, None]),
        ("job:part", 7),
        ("job:part", {"job": job, "data": "{}"}),
        ("job:event", {"job": job, "kind": "text"}),
        ("other", 1),
    ]:
        relay.emit(job, name, data)
    relay.publish(job, *texts(job, 1))
    wait_until_sync(lambda: notes.snapshot.seq == 2, "the event")
    assert caplog.text.count("asking for its snapshot") == 1


def test_a_hanging_connect_times_out(connect: Callable[..., Connection], monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that takes the connection and says nothing does not hold us for ever."""
    monkeypatch.setattr("jobwidgets.client.connection.CONNECT_TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        connection = Connection(FixedEndpoint(f"http://127.0.0.1:{mute.getsockname()[1]}"))
        try:
            connection.start()
            wait_until_sync(lambda: connection.status.error == "no answer in time", "the time-out")
        finally:
            connection.close()


def test_closing_does_not_wait_for_a_mute_server() -> None:
    """`close` ends a connection that is still being made, too."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        connection = Connection(FixedEndpoint(f"http://127.0.0.1:{mute.getsockname()[1]}"))
        connection.start()
        mute.accept()[0].close()
        accepted, _ = mute.accept()
        began = time.monotonic()
        connection.close(60)
        assert time.monotonic() - began < 30, "`close` does not use up its patience"
        accepted.close()


def test_a_proxy_is_not_asked_for_this_machine(
    relay: FakeRelay, new_session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy for the outside world in the environment does not break the embedded stack."""
    for name in ("HTTP_PROXY", "http_proxy", "WS_PROXY", "ws_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    session = new_session()
    job = session.launch("search")
    wait_until_sync(lambda: session.status.connected, "the connection")
    relay.publish(job.id, ev.State(job=job.id, state=JobState.COMPLETED))
    assert job.wait(30).state == "completed"


def test_the_library_keeps_quiet(
    relay: FakeRelay, connect: Callable[..., Connection], caplog: pytest.LogCaptureFixture
) -> None:
    """Losing and finding a server writes nothing into the user's notebook."""
    caplog.set_level(logging.INFO)
    connection = connect()
    connection.start()
    wait_until_sync(lambda: up(connection), "the connection")
    relay.kill()
    wait_until_sync(lambda: not up(connection), "the loss")
    relay.start()
    wait_until_sync(lambda: up(connection), "the reconnection")
    assert [r for r in caplog.records if r.name.startswith(("jobwidgets.client", "engineio.client"))] == []


def test_waits_grow_with_jitter() -> None:
    """From 0.2 s to 10 s, each between half and all of its bound, for ever."""
    low, high = delays(rng=lambda: 0.0), delays(rng=lambda: 1.0)
    pairs = [(next(low), next(high)) for _ in range(12)]
    assert pairs[0] == (0.1, 0.2)
    assert pairs[1] == (0.2, 0.4)
    assert pairs[-1] == (5.0, 10.0)
    assert all(a == b / 2 for a, b in pairs)
