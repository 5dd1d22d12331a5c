"""Launching, following, waiting, cancelling: a real client thread against a real socket server."""

import asyncio
import gc
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from jobwidgets.client import subscriptions
from jobwidgets.client.session import Session
from jobwidgets.client.waiting import heard
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import (
    InvalidId,
    InvalidParams,
    JobCancelled,
    JobFailed,
    NotFound,
    ServerUnreachable,
    StackError,
    TooLarge,
    Unauthorized,
    Unavailable,
    UnknownJobType,
    WaitInterrupted,
)
from jobwidgets.protocol.events import JobError, JobState
from jobwidgets.testing import wait_until, wait_until_sync

from .fake_relay import FakeRelay

PATIENCE = 30.0


def running(job: str) -> ev.State:
    return ev.State(job=job, state=JobState.RUNNING)


def completed(job: str, result: object = None) -> ev.State:
    return ev.State(job=job, state=JobState.COMPLETED, result=result)


def test_a_parameter_without_its_name(session: Session) -> None:
    """`launch("search", "x")`, the most natural slip, is told in one sentence."""
    with pytest.raises(InvalidParams, match="go by name"):
        session.launch("search", "x")  # type: ignore[arg-type]


def test_launch_and_follow(relay: FakeRelay, session: Session) -> None:
    """A launched job shows what the server says of it as it happens."""
    job = session.launch("search", query="x")
    assert job.state == "queued"
    assert session.unfinished == [job]
    relay.publish(job.id, running(job.id))
    relay.publish(job.id, ev.Step(job=job.id, id="a", name="reading"), ev.Progress(job=job.id, value=0.25))
    relay.publish(job.id, *(ev.Text(job=job.id, delta=f"{i} ") for i in range(5)), batch=True)
    wait_until_sync(lambda: job.text == "0 1 2 3 4 ", "the text")
    assert (job.state, job.step, job.progress) == ("running", "reading", 0.25)
    assert repr(job) == f"<Job {job.id} search running 25%: reading>"
    relay.publish(job.id, completed(job.id, {"n": 1}))
    assert job.result(timeout=PATIENCE) == {"n": 1}
    assert job.wait() is job
    wait_until_sync(lambda: session.unfinished == [], "the list of what is unfinished")


def test_result_of_a_failed_job_raises(relay: FakeRelay, session: Session) -> None:
    """`result` raises what happened; `wait` returns the job whatever its end."""
    job = session.launch("search")
    error = JobError("ValueError", "no such city", "Traceback …\nValueError: no such city")
    relay.publish(job.id, ev.State(job=job.id, state=JobState.FAILED, error=error))
    assert job.wait(PATIENCE) is job
    assert job.error == error
    with pytest.raises(JobFailed, match="ValueError: no such city") as caught:
        job.result()
    assert caught.value._render_traceback_()[0] == "Traceback …"


def test_params_travel_as_given(relay: FakeRelay, session: Session) -> None:
    """Keywords are parameters; those named like an option go through ``params``; options arrive as seconds."""
    session.launch("search", {"key": 1, "delay": "soon"}, query="x", timeout=timedelta(minutes=1), tags=["a"])
    launched = relay.launches[-1]
    assert launched.params == {"key": 1, "delay": "soon", "query": "x"}
    assert (launched.timeout, launched.delay, launched.tags) == (60.0, None, ["a"])
    assert launched.id
    assert launched.idempotency_key == launched.id
    with pytest.raises(TypeError, match="'query' twice"):
        session.launch("search", {"query": 1}, query=2)


def test_what_is_not_json_is_named(relay: FakeRelay, session: Session) -> None:
    """Parameters that cannot travel are refused before anything is sent, by name."""
    with pytest.raises(InvalidParams) as caught:
        session.launch("search", good=1, nan=float("nan"), lock=threading.Lock())
    assert set(caught.value.fields) == {"nan", "lock"}
    with pytest.raises(TooLarge):
        session.launch("search", text="x" * 70_000)
    assert relay.launches == []


def test_answers_become_exceptions(relay: FakeRelay, session: Session) -> None:
    """What the server refuses is raised as the class of its code, with its facts."""
    with pytest.raises(UnknownJobType, match="search") as caught:
        session.launch("serch")
    assert caught.value.known == ["search"]
    relay.away = Unavailable
    with pytest.raises(Unavailable):
        session.launch("search")
    assert relay.jobs == {}


def test_first_contact_fails_in_one_line(new_session: Callable[..., Session], relay: FakeRelay) -> None:
    """Where no server ever answered, the error is one line that names `jobwidgets doctor`."""
    relay.kill()
    session = new_session()
    for attempt in (lambda: session.launch("search"), lambda: session.attach("abc"), session.jobs, session.check):
        with pytest.raises(ServerUnreachable, match="jobwidgets doctor") as caught:
            attempt()
        assert len(caught.value._render_traceback_()) == 1
        assert "\n" not in str(caught.value)
        assert "connection refused" in str(caught.value)
    assert session.pending == 0
    relay.start()


def test_something_else_answers(new_session: Callable[..., Session]) -> None:
    """A server that is not ours is told apart from an error of ours."""
    import http.server

    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as other:
        threading.Thread(target=other.handle_request, daemon=True).start()
        with pytest.raises(ServerUnreachable, match="not as a jobwidgets server"):
            new_session(f"http://127.0.0.1:{other.server_port}").jobs()


def test_a_proxy_without_a_server_behind_it(new_session: Callable[..., Session]) -> None:
    """A proxy that has nobody to ask is called so: nginx says 502 or 504 then, HAProxy 503."""
    import http.server

    class Alone(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(503)

    with http.server.HTTPServer(("127.0.0.1", 0), Alone) as proxy:
        threading.Thread(target=proxy.handle_request, daemon=True).start()
        with pytest.raises(ServerUnreachable, match="its proxy answered"):
            new_session(f"http://127.0.0.1:{proxy.server_port}").jobs()


def test_attach(relay: FakeRelay, new_session: Callable[..., Session]) -> None:
    """Any session finds a job by its id, with all that happened before; an unknown id is an error."""
    first, second = new_session(), new_session()
    job = first.launch("search")
    relay.publish(job.id, running(job.id), ev.Text(job=job.id, delta="so far"))
    again = second.attach(job.id)
    assert again.text == "so far"
    assert second.attach(job.id) is again
    relay.publish(job.id, ev.Text(job=job.id, delta=" so good"))
    wait_until_sync(lambda: again.text == "so far so good", "the live text")
    with pytest.raises(NotFound):
        second.attach("nobody-knows-this")
    with pytest.raises(InvalidId):
        second.attach("../etc")


def test_same_key_same_job(relay: FakeRelay, session: Session) -> None:
    """Launching again with the same key gives the job of the first launch."""
    job = session.launch("search", key="report-7")
    assert session.launch("search", key="report-7") is job
    assert len(relay.jobs) == 1


def test_jobs_are_listed(relay: FakeRelay, session: Session) -> None:
    """Lists come newest first, over as many pages as it takes."""
    launched = [session.launch("search").id for _ in range(5)]
    assert [record.id for record in session.jobs()] == launched[::-1]
    assert [record.id for record in session.jobs(limit=2)] == launched[:-3:-1]
    assert session.jobs(state="completed") == []


def test_cancel_returns_at_once(relay: FakeRelay, session: Session) -> None:
    """A cancel does not wait for the server; the state tells when it is true."""
    job = session.launch("search")
    job.cancel()
    assert job.cancel_requested
    with pytest.raises(JobCancelled):
        job.result(timeout=PATIENCE)
    job.cancel()
    assert relay.cancelled == [job.id], "a job that is over is not cancelled again"


def test_a_launch_right_after_a_cancel_raises_as_usual(relay: FakeRelay, session: Session) -> None:
    """A cancel on its way does not turn the next launch into a delayed one."""
    job = session.launch("search")
    wait_until_sync(lambda: session.status.connected, "the connection")
    job.cancel()
    with pytest.raises(UnknownJobType):
        session.launch("serch")


def test_offline_actions_are_sent_in_order(relay: FakeRelay, session: Session) -> None:
    """What was asked for while the server was away happens when it is back, in order, once."""
    first = session.launch("search")
    wait_until_sync(lambda: session.status.connected, "the connection")
    relay.kill()
    second = session.launch("search", n=2)
    first.cancel()
    third = session.launch("search", n=3)
    third.cancel()
    assert (second.pending, third.pending, session.pending) == (True, True, 4)
    assert second.state == "queued"
    assert "waiting for the server" in repr(second)
    relay.start()
    with pytest.raises(JobCancelled):
        third.result(timeout=PATIENCE)
    assert list(relay.jobs) == [first.id, second.id, third.id]
    assert relay.cancelled == [first.id, third.id]
    wait_until_sync(lambda: session.pending == 0, "nothing is pending")
    assert not second.pending
    relay.publish(second.id, completed(second.id, 2))
    assert second.result(timeout=PATIENCE) == 2


@pytest.mark.parametrize("obstacle", [Unauthorized, StackError])
def test_what_an_expired_token_refuses_is_kept(
    relay: FakeRelay,
    session: Session,
    obstacle: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A cancel, and a launch behind it, wait, and the log says once for what, until the token is renewed or the
    embedded stack starts again."""
    monkeypatch.setattr("jobwidgets.client.session.FLUSH_PATIENCE", 0.0)
    first = session.launch("search")
    tries = []

    def refuse(call: Callable[[], object]) -> object:
        tries.append(call)
        raise obstacle("Mend it.")

    asked = session._ask
    session._ask = refuse  # type: ignore[method-assign]
    first.cancel()
    second = session.launch("search", n=2)
    wait_until_sync(lambda: len(tries) >= 2, "two tries")
    assert (session.pending, first.cancel_requested, second.pending, second.problem) == (2, True, True, None)
    session._ask = asked  # type: ignore[method-assign]
    with pytest.raises(JobCancelled):
        first.result(PATIENCE)
    wait_until_sync(lambda: not second.pending, "the launch")
    assert relay.cancelled == [first.id]
    assert list(relay.jobs) == [first.id, second.id]
    assert len([r for r in caplog.records if "must wait: Mend it." in r.message and r.levelname == "WARNING"]) == 1


def test_a_renewed_token_sends_the_cancel(relay: FakeRelay, new_session: Callable[..., Session]) -> None:
    """A cancel asked for with an expired token is carried out with the next one."""
    relay.tokens = {"old"}
    given = ["old"]
    session = new_session(token=lambda: given[-1])
    job = session.launch("search")
    wait_until_sync(lambda: session.status.connected, "the connection")
    relay.tokens = {"new"}
    relay.disconnect_all()
    job.cancel()
    wait_until_sync(lambda: "token has expired" in (session.status.error or ""), "the status")
    assert session.pending == 1
    given.append("new")
    with pytest.raises(JobCancelled):
        job.result(PATIENCE)
    wait_until_sync(lambda: session.pending == 0, "nothing is pending")


def test_a_refused_cancel_says_so(relay: FakeRelay, session: Session, caplog: pytest.LogCaptureFixture) -> None:
    """A cancel the server refuses for good is not requested any more, its observers hear why; asking again is a
    new wish."""
    job = session.launch("search")
    wait_until_sync(lambda: relay.subscribers(job.id) == 1, "the subscription")
    known = relay.jobs.pop(job.id)
    heard: list[str] = []
    job.observe(lambda job: heard.append(str(job.cancel_refusal)))
    job.cancel()
    # The subscription's own news may come first.
    wait_until_sync(lambda: any("You have no job" in said for said in heard), "the refusal")
    assert isinstance(job.cancel_refusal, NotFound)
    assert not job.cancel_requested
    assert f"cancelling job {job.id}" in caplog.text
    assert "was refused: You have no job" in caplog.text
    assert not job.done
    relay.jobs[job.id] = known
    job.cancel()
    assert job.cancel_refusal is None
    with pytest.raises(JobCancelled):
        job.result(PATIENCE)
    assert job.cancel_requested


def test_a_lost_answer_never_launches_twice(relay: FakeRelay, session: Session) -> None:
    """If the server took a launch and died before it could say so, the next try gives the same job."""
    session.launch("search")
    relay.hang_up_after_launch = 2
    job = session.launch("search", n=2)
    wait_until_sync(lambda: not job.pending, "the answer")
    assert len([request for request in relay.launches if request.params == {"n": 2}]) > 1
    assert len(relay.jobs) == 2
    relay.publish(job.id, completed(job.id))
    assert job.wait(PATIENCE).state == "completed"


def test_a_launch_refused_later_says_so(relay: FakeRelay, session: Session) -> None:
    """A launch made offline that the server then refuses ends the waiting with that error."""
    session.launch("search")
    wait_until_sync(lambda: session.status.connected, "the connection")
    relay.kill()
    job = session.launch("serch")
    relay.start()
    with pytest.raises(UnknownJobType):
        job.wait(PATIENCE)
    assert isinstance(job.problem, UnknownJobType)
    assert job.done
    assert job not in session.unfinished
    with pytest.raises(UnknownJobType):
        asyncio.run(job.result_async())


def test_a_job_that_vanished_says_so(relay: FakeRelay, session: Session) -> None:
    """Waiting for a job that the server no longer knows ends with an error, not never."""
    job = session.launch("search")
    wait_until_sync(lambda: relay.subscribers(job.id) == 1, "the subscription")
    del relay.jobs[job.id]
    relay.disconnect_all()
    with pytest.raises(NotFound):
        job.wait(PATIENCE)


def test_wait_times_out(relay: FakeRelay, session: Session) -> None:
    """A time-out names the job and its state, and the job is not touched."""
    job = session.launch("search")
    with pytest.raises(TimeoutError, match=f"Job {job.id} is still queued"):
        job.wait(timeout=0.05)
    assert relay.cancelled == []


class Pressed(threading.Event):
    """An event of which a wait is interrupted by Ctrl-C, soon after it has begun."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0
        self._timer = threading.Timer(0.05, self._press)

    def wait(self, timeout: float | None = None) -> bool:
        if self._timer.ident is None:
            self._timer.start()
        return super().wait(timeout)

    def _press(self) -> None:
        self.at = time.monotonic()
        os.kill(os.getpid(), signal.SIGINT)


def test_ctrl_c_ends_the_waiting_not_the_job(relay: FakeRelay, session: Session) -> None:
    """Within 0.3 s, with a sentence that says how to cancel."""
    job = session.launch("search")
    took: list[float] = []
    while len(took) < 10 and min(took, default=1) >= 0.3:  # a busy machine may be late for some of them
        job._over = pressed = Pressed()
        with pytest.raises(WaitInterrupted, match=r"job\.cancel\(\) stops it") as caught:
            job.wait(PATIENCE)
        took.append(time.monotonic() - pressed.at)
    assert min(took) < 0.3, took
    assert isinstance(caught.value, KeyboardInterrupt)
    assert job.id in caught.value._render_traceback_()[0]
    assert relay.cancelled == []


async def test_an_end_that_is_taken_back_is_waited_for_anew() -> None:
    """Calmly: what was heard once ends one wait only."""
    end, loop = asyncio.Event(), asyncio.get_running_loop()
    end.set()
    await heard(end, PATIENCE)
    began = loop.time()
    await heard(end, 0.05)
    assert loop.time() - began > 0.04


def test_observers_are_told_and_cannot_do_harm(
    relay: FakeRelay, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    """Each change calls the observers; what one raises is logged and hurts nobody."""
    job = session.launch("search")
    seen: list[str] = []

    def broken(_: object) -> None:
        raise RuntimeError("my mistake")

    job.observe(broken)
    remove = job.observe(lambda job: seen.append(job.text))
    relay.publish(job.id, ev.Text(job=job.id, delta="a"))
    wait_until_sync(lambda: seen[-1:] == ["a"], "the observer")
    assert "my mistake" in caplog.text
    remove()
    relay.publish(job.id, ev.Text(job=job.id, delta="b"))
    wait_until_sync(lambda: job.text == "ab", "the text")
    assert seen[-1] == "a"


async def test_await_gives_the_result(relay: FakeRelay, session: Session) -> None:
    """A job can be awaited, by several at once, and with a time-out."""
    job = await asyncio.to_thread(session.launch, "search")
    with pytest.raises(TimeoutError):
        await job.result_async(timeout=0.05)
    waiting = [asyncio.ensure_future(job.result_async()) for _ in range(3)]
    relay.publish(job.id, completed(job.id, "done"))
    assert await asyncio.gather(*waiting) == ["done"] * 3
    assert await job == "done"


async def test_events_come_once_and_in_order(relay: FakeRelay, session: Session) -> None:
    """The stream begins with the first event and ends with the last, through a lost connection too."""
    job = await asyncio.to_thread(session.launch, "search")
    relay.publish(job.id, running(job.id))
    seen: list[ev.Event] = []

    async def consume() -> None:
        async for event in job.events():
            seen.append(event)

    consumer = asyncio.ensure_future(consume())
    await wait_until(lambda: len(seen) == 2, "the events so far")
    relay.publish(job.id, *(ev.Text(job=job.id, delta=str(i)) for i in range(20)))
    await asyncio.to_thread(relay.kill)
    relay.jobs[job.id].append(ev.Text(job=job.id, delta="meanwhile"))
    await asyncio.to_thread(relay.start)
    await wait_until(lambda: len(seen) == 23, "the events of the outage")
    relay.publish(job.id, completed(job.id))
    await asyncio.wait_for(consumer, PATIENCE)
    assert [event.seq for event in seen] == list(range(1, 25))
    assert isinstance(seen[-1], ev.State)
    assert [e.seq async for e in job.events(after=22)] == [23, 24]
    assert [e.seq async for e in job.events(after=24)] == []


def test_events_work_in_another_loop(relay: FakeRelay, session: Session) -> None:
    """The stream may be consumed in a loop of another thread; it unsubscribes when it is left."""
    job = session.launch("search")
    wait_until_sync(lambda: job.snapshot.epoch == 1, "the first subscription")

    async def first() -> int:
        stream = job.events()
        async for event in stream:
            await stream.aclose()  # type: ignore[attr-defined]
            return event.seq
        return 0

    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(asyncio.run(first())))
    thread.start()
    thread.join(PATIENCE)
    assert found == [1]
    wait_until_sync(lambda: len(session._connection._subscriptions.watches()) == 1, "the stream to be left")


def test_finished_jobs_nobody_holds_are_let_go(relay: FakeRelay, session: Session) -> None:
    """A running job is followed even if nobody holds it; a finished one is unsubscribed when it is dropped."""
    job = session.launch("search")
    name = job.id
    wait_until_sync(lambda: relay.subscribers(name) == 1, "the subscription")
    del job
    gc.collect()
    assert [job.id for job in session.unfinished] == [name]
    relay.publish(name, completed(name))
    wait_until_sync(lambda: not session.unfinished, "the end")

    def let_go() -> bool:
        gc.collect()
        return name in relay.unsubscribed

    wait_until_sync(let_go, "the unsubscription")


def test_finished_jobs_make_room(
    relay: FakeRelay, session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """However many jobs the user holds, one that is launched when the others are over is followed; while too many
    run, the log says so once."""
    monkeypatch.setattr(subscriptions, "LINGER", 0.0)
    relay.max_subscriptions = 2
    jobs = [session.launch("search") for _ in range(5)]
    wait_until_sync(lambda: "may subscribe to 2 jobs" in caplog.text, "the warning")
    wait_until_sync(lambda: len(relay.subscribed) > 8, "more tries")
    followed = [job for job in jobs if relay.subscribers(job.id)]
    assert len(followed) == 2
    for job in jobs:
        relay.publish(job.id, completed(job.id, "done"))
    assert [job.result(PATIENCE) for job in jobs] == ["done"] * 5
    wait_until_sync(lambda: not any(relay.subscribers(job.id) for job in jobs), "the unsubscriptions")
    assert sorted(relay.unsubscribed) == sorted(job.id for job in jobs)
    assert len([r for r in caplog.records if "may subscribe" in r.message and r.levelname == "WARNING"]) == 1


async def test_events_of_a_job_that_is_not_watched_any_more(
    relay: FakeRelay, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A finished job's events can be read however long ago it was unsubscribed; nothing stays behind."""
    monkeypatch.setattr(subscriptions, "LINGER", 0.0)
    job = await asyncio.to_thread(session.launch, "search")
    relay.publish(job.id, running(job.id), ev.Text(job=job.id, delta="said"), completed(job.id, 1))
    await wait_until(lambda: job.id in relay.unsubscribed, "the unsubscription")
    for _ in range(2):
        assert [event.seq async for event in job.events()] == [1, 2, 3, 4]
        assert [event.seq async for event in job.events(after=3)] == [4]
        assert [event.seq async for event in job.events(after=4)] == []
    assert (job.text, await job) == ("said", 1)
    await wait_until(lambda: relay.subscribers(job.id) == 0, "the stream's unsubscription")
    assert session._connection._subscriptions.jobs == 0


def test_an_end_that_redis_lost_is_taken_back(relay: FakeRelay, session: Session) -> None:
    """A job that comes back in a new epoch after its end goes on, also over a lost connection."""
    job = session.launch("search")
    relay.publish(job.id, completed(job.id, "lost"))
    assert job.result(PATIENCE) == "lost"
    relay.kill()
    again = relay.jobs[job.id]
    again.snapshot, again.tail = replace(again.snapshot, epoch=2, seq=0, state=JobState.QUEUED, result=None), []
    again.append(running(job.id))
    relay.start()
    wait_until_sync(lambda: job.state == "running", "the new epoch")
    assert session.unfinished == [job]
    relay.publish(job.id, completed(job.id, "kept"))
    assert job.result(PATIENCE) == "kept"


def test_a_watch_that_ended_is_not_given_up_when_it_goes_on(
    relay: FakeRelay, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job whose end was taken back during the linger is watched until its next end."""
    job = session.launch("search")
    relay.publish(job.id, completed(job.id))
    job.wait(PATIENCE)
    (watch,) = session._connection._subscriptions.watches()
    wait_until_sync(lambda: watch.linger is not None, "the linger")
    again = relay.jobs[job.id]
    again.snapshot, again.tail = replace(again.snapshot, epoch=2, seq=0, state=JobState.QUEUED), []
    relay.publish(job.id, running(job.id))
    wait_until_sync(lambda: job.state == "running", "the new epoch")
    assert watch.linger is None
    monkeypatch.setattr(subscriptions, "LINGER", 0.0)
    relay.publish(job.id, completed(job.id))
    wait_until_sync(lambda: job.id in relay.unsubscribed, "the unsubscription")


def test_session_observers_hear_of_everything(relay: FakeRelay, session: Session) -> None:
    """Status, pending actions and unfinished jobs: a bar needs to observe one thing only."""
    heard: list[tuple[str, int, int]] = []
    session.observe(lambda status: heard.append((status.state, session.pending, len(session.unfinished))))
    wait_until_sync(lambda: ("connected", 0, 0) in heard, "connected")
    job = session.launch("search")
    wait_until_sync(lambda: ("connected", 0, 1) in heard, "the job")
    job.cancel()
    wait_until_sync(lambda: ("connected", 1, 1) in heard, "the pending cancel")
    wait_until_sync(lambda: heard[-1] == ("connected", 0, 0), "its end")


def test_expired_token_is_renewed(relay: FakeRelay, new_session: Callable[..., Session]) -> None:
    """A callable token is asked again when the server refuses the one it gave."""
    relay.tokens = {"one"}
    given = ["one"]
    session = new_session(token=lambda: given[-1])
    job = session.launch("search")
    wait_until_sync(lambda: session.status.connected, "the connection")
    relay.tokens = {"two"}
    with pytest.raises(Unauthorized, match="jobwidgets token"):
        session.jobs()
    given.append("two")
    assert len(session.jobs()) == 1
    relay.disconnect_all()
    wait_until_sync(lambda: relay.connects >= 2 and session.status.connected, "the new connection")
    relay.publish(job.id, completed(job.id))
    job.wait(PATIENCE)


def test_closed_sessions_leave_no_thread(relay: FakeRelay) -> None:
    """After `close` the threads are gone; jobs run on."""
    before = set(threading.enumerate())
    with Session(relay.url, "good") as session:
        job = session.launch("search")
        job2 = session.launch("search")
        job2.cancel()
        with pytest.raises(JobCancelled):
            job2.result(PATIENCE)
    wait_until_sync(lambda: set(threading.enumerate()) <= before, "the threads to end")
    assert relay.jobs[job.id].snapshot.state == "queued"
