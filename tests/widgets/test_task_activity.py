"""`TaskActivity`: what goes over the wire, and what stays."""

import threading
import time
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.testing.globalipapp import start_ipython
from traitlets import TraitError

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import InvalidAnswer, NotFound, NotWaiting, ServerUnreachable
from jobwidgets.testing import FakeJob, demo_job
from jobwidgets.widgets import TaskActivity
from jobwidgets.widgets.flusher import Flusher

from .recording import by_hand, comm_of, say, settled

S = ev.JobState


def running(**options: Any) -> FakeJob:
    job = FakeJob("search", **options)
    job.emit(ev.Attempt(job="", attempt=1), ev.State(job="", state=S.RUNNING))
    return job


def text_seen(widget: TaskActivity) -> str:
    """The answer as a page that came at the start has it."""
    text = ""
    for message in comm_of(widget).custom:
        if message["type"] == "snapshot":
            text = ""
        for span in message.get("text", ()):
            if span["ch"] == "answer":
                assert span["at"] == len(text)
                text += span["text"]
    return text


def test_misspelt_options_are_rejected(flusher: Flusher) -> None:
    """A misspelt keyword raises and names the right one."""
    with pytest.raises(TypeError, match="no option 'titel'; did you mean 'title'"):
        TaskActivity(FakeJob(), titel="x", flusher=flusher)


def test_traits_follow_the_job(flusher: Flusher) -> None:
    """state, progress, message, step and attempt are there to observe, from the flusher's thread."""
    job = running()
    widget = TaskActivity(job, flusher=flusher)
    assert (widget.state, widget.attempt, widget.title) == ("running", 1, "search")
    seen: list[tuple[float | None, str]] = []
    widget.observe(lambda change: seen.append((change["new"], threading.current_thread().name)), "progress")
    job.emit(ev.Step(job="", id="s", name="Read"), ev.Progress(job="", value=2, total=8, message="2 of 8"))
    settled(flusher, lambda: widget.progress == 0.25, "the progress")
    assert (widget.message, widget.step) == ("2 of 8", "Read")
    assert seen == [(0.25, "jobwidgets-flusher")]
    widget.close()


def test_one_update_per_flush(flusher: Flusher) -> None:
    """Traits that change together travel in one message."""
    job = running()
    widget = TaskActivity(job, flusher=flusher)
    settled(flusher, lambda: widget.state == "running", "the first flush")
    before = len(comm_of(widget).messages)
    job.emit(ev.Step(job="", id="s", name="Read"), ev.Progress(job="", value=2, total=8, message="2 of 8"))
    settled(flusher, lambda: widget.step == "Read", "the update")
    (update,) = comm_of(widget).messages[before:]
    assert {"progress", "message", "step"} <= update["state"].keys()
    widget.close()


def test_text_is_not_sent_until_somebody_looks(flusher: Flusher) -> None:
    """Without a page there are no deltas; the first page gets everything in its snapshot."""
    job = running()
    widget = TaskActivity(job, flusher=flusher)
    job.emit(ev.Text(job="", delta="before "), ev.Progress(job="", value=1, total=2))
    settled(flusher, lambda: widget.progress == 0.5, "a flush")
    assert comm_of(widget).custom == []
    say(widget, {"type": "hello", "client": "page"})
    settled(flusher, lambda: text_seen(widget) == "before ", "the snapshot")
    job.emit(ev.Text(job="", delta="after"))
    settled(flusher, lambda: text_seen(widget) == "before after", "the delta")
    kinds = [(m["type"], m.get("to")) for m in comm_of(widget).custom]
    assert kinds[-2:] == [("snapshot", "page"), ("delta", None)]
    widget.close()


def test_a_fast_job_arrives_complete_at_20_hz(flusher: Flusher) -> None:
    """2,000 deltas in a second: the text is complete, in some twenty messages a second, linear in size."""
    job = running()
    widget = TaskActivity(job, flusher=flusher)
    say(widget, {"type": "hello", "client": "page"})
    begin = time.monotonic()
    for n in range(2000):
        job.emit(ev.Text(job="", delta=f"token{n} "))
        if n % 2 == 0:
            time.sleep(0.0005)
    job.emit(ev.State(job="", state=S.COMPLETED))
    settled(flusher, lambda: widget.final, "the end")
    took = time.monotonic() - begin
    assert text_seen(widget) == job.text
    deltas = [m for m in comm_of(widget).custom if m["type"] == "delta"]
    assert len(deltas) <= took * 20 + 3
    assert sum(len(s["text"]) for m in deltas for s in m["text"]) <= len(job.text)
    widget.close()


def test_the_end_is_said_three_times(flusher: Flusher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jupyter drops messages in silence: the end is sent at once and twice more, the full text once."""
    monkeypatch.setattr("jobwidgets.widgets.task_activity.SAY_END_AGAIN", (3600.0, 7200.0))
    repeats = by_hand(flusher, 3600.0, 7200.0)
    job = running()
    widget = TaskActivity(job, flusher=flusher)
    say(widget, {"type": "hello", "client": "page"})
    job.emit(ev.Text(job="", delta="all of it"), ev.State(job="", state=S.COMPLETED, result=7))
    settled(flusher, lambda: len(repeats) == 2, "the end")
    ends = lambda: [m for m in comm_of(widget).custom if m["type"] == "end"]  # noqa: E731
    for count, repeat in enumerate(repeats, 1):
        flusher.submit(repeat)
        settled(flusher, lambda count=count: len(ends()) == count, f"repeat {count}")
    told = [u for u in comm_of(widget).updates if u.get("state") == "completed"]
    assert len(told) == 3
    assert told[-1]["info"]["result"] == "7"
    full = [u["final"] for u in comm_of(widget).updates if u.get("final")]
    assert [f["text"][0]["text"] for f in full] == ["all of it"]
    widget.close()


def test_hello_after_the_end_gets_the_whole_text(flusher: Flusher) -> None:
    """A page reloaded after the end is answered like any other."""
    job = demo_job(speed=50)
    widget = TaskActivity(job, flusher=flusher)
    job.wait(30)
    settled(flusher, lambda: widget.final, "the end")
    say(widget, {"type": "hello", "client": "late"})
    settled(flusher, lambda: text_seen(widget) == job.text, "the text")
    widget.close()


def test_cancel_is_acknowledged_and_passed_on(flusher: Flusher) -> None:
    """A click is acknowledged to its page, the job is asked, the handler itself does nothing but enqueue."""
    job = running()
    asked_on: list[str] = []
    cancel = job.cancel
    job.cancel = lambda: (asked_on.append(threading.current_thread().name), cancel())[1]  # type: ignore[method-assign]
    widget = TaskActivity(job, flusher=flusher)
    say(widget, {"type": "cancel", "client": "page"})
    settled(flusher, lambda: widget.state == "cancelling", "the state")
    assert {"type": "ack", "to": "page", "ok": True} in comm_of(widget).custom
    assert asked_on == ["jobwidgets-flusher"]
    widget.close()


def test_a_refused_cancel_says_why(flusher: Flusher) -> None:
    """An error of the client reaches the page as text."""
    job = running()

    def refuse() -> None:
        raise ServerUnreachable("http://nowhere")

    job.cancel = refuse  # type: ignore[method-assign]
    widget = TaskActivity(job, flusher=flusher)
    say(widget, {"type": "cancel", "client": "page"})
    settled(flusher, lambda: len(comm_of(widget).custom) == 2, "both answers")
    assert "jobwidgets doctor" in comm_of(widget).custom[-1]["error"]
    widget.close()


def test_a_cancel_refused_later_is_told(flusher: Flusher) -> None:
    """What the server refuses after the click was passed on reaches every page, each refusal once."""
    job = running()
    widget = TaskActivity(job, flusher=flusher)
    for why in ("first", "second"):
        job.refuse_cancel(NotFound(why))
        settled(
            flusher,
            lambda why=why: comm_of(widget).custom[-1:] == [{"type": "ack", "ok": False, "error": why}],
            "the refusal",
        )
    job.emit(ev.Progress(job="", value=1, total=2))
    settled(flusher, lambda: widget.progress == 0.5, "a flush after it")
    assert len(comm_of(widget).custom) == 2
    widget.close()


def acks(widget: TaskActivity) -> list[dict[str, Any]]:
    return [m for m in comm_of(widget).custom if m["type"] == "ack"]


def answered(widget: TaskActivity) -> list[tuple[str, str]]:
    """The questions that were closed, and what became of them."""
    return [(a["prompt"], "too late" if a["timedOut"] else a["answer"]) for a in widget.info["answered"]]


def test_a_question_travels_with_its_schema(flusher: Flusher) -> None:
    """The page gets prompt, schema and expiry; after the answer there is a line on it, whoever gave it."""
    job = running()
    widget = TaskActivity(job, flusher=flusher)
    job.ask("Go on?", {"type": "boolean"}, key="q1", expires=2e9)
    settled(flusher, lambda: widget.info["question"], "the question")
    assert widget.info["question"] == {
        "key": "q1", "prompt": "Go on?", "schema": {"type": "boolean"}, "expires": 2e9,
    }  # fmt: skip
    say(widget, {"type": "answer", "client": "page", "key": "q1", "value": True})
    settled(flusher, lambda: answered(widget) == [("Go on?", "Yes")], "the line")
    assert job.answers == {"q1": True}
    assert widget.info["question"] is None
    assert acks(widget) == [{"type": "ack", "of": "answer", "to": "page", "ok": True, "key": "q1"}]
    job.ask("Sure?", {"type": "array", "items": {"enum": ["x" * 100] * 1000}}, key="q2")
    assert settled(flusher, lambda: widget.info["question"], "the second question")["schema"] == []
    job.answer(["x", 1])
    settled(flusher, lambda: answered(widget)[1:] == [("Sure?", '["x", 1]')], "the answer that was given elsewhere")
    job.ask("Still there?", key="q3")
    job.emit(
        ev.InputAnswered(job="", key="q3", timed_out=True),
        ev.State(job="", state=S.RUNNING, reason="not answered in time"),
    )
    settled(flusher, lambda: answered(widget)[2:] == [("Still there?", "too late")], "the last line")
    widget.close()


def test_an_answer_that_came_too_late_is_not_told(flusher: Flusher) -> None:
    """An answer that waited for the server while somebody else answered: the other one is shown, and no refusal."""
    job = running()
    theirs = job.answer
    job.answer = lambda value, *, key=None: None  # type: ignore[method-assign]
    widget = TaskActivity(job, flusher=flusher)
    job.ask("Go on?", {"type": "boolean"}, key="q")
    settled(flusher, lambda: widget.info["question"], "the question")
    say(widget, {"type": "answer", "client": "page", "key": "q", "value": True})
    settled(flusher, lambda: acks(widget), "the click")
    theirs(False)
    job.refuse_answer(NotWaiting())
    settled(flusher, lambda: answered(widget) == [("Go on?", "No")], "the other answer")
    assert len(acks(widget)) == 1
    widget.close()


def test_an_answer_blocks_nobody(flusher: Flusher) -> None:
    """While the server takes its time over an answer, this widget and the others go on."""
    job, other = running(), running()
    held, asked = threading.Event(), threading.Event()

    def slow(value: Any, *, key: str | None = None) -> None:
        asked.set()
        held.wait(30)

    job.answer = slow  # type: ignore[method-assign]
    widget, second = TaskActivity(job, flusher=flusher), TaskActivity(other, flusher=flusher)
    job.ask("Go on?", key="q")
    say(widget, {"type": "answer", "client": "page", "key": "q", "value": "yes"})
    assert asked.wait(30)
    job.emit(ev.Progress(job="", value=1, total=4))
    other.emit(ev.Progress(job="", value=1, total=2))
    settled(flusher, lambda: (widget.progress, second.progress) == (0.25, 0.5), "both updates")
    held.set()
    widget.close()
    second.close()


def test_a_refused_answer_says_why_to_every_page(flusher: Flusher) -> None:
    """What the schema refuses, at once or later, is told each time, and the question stays open."""
    job = running()

    def refuse(value: Any, *, key: str | None = None) -> None:
        raise InvalidAnswer(job.id, [f"{value!r} is not a number"])

    job.answer = refuse  # type: ignore[method-assign]
    widget = TaskActivity(job, flusher=flusher)
    job.ask("How many?", {"type": "number"}, key="q")
    for _ in range(2):
        say(widget, {"type": "answer", "client": "page", "key": "q", "value": "x"})
        refused = {"type": "ack", "of": "answer", "ok": False, "key": "q", "error": "'x' is not a number"}
        settled(flusher, lambda refused=refused: acks(widget)[-1:] == [refused], "the refusal")
        comm_of(widget).messages.clear()
    job.refuse_answer(InvalidAnswer(job.id, ["too late", "too large"]))
    settled(flusher, lambda: acks(widget), "the later refusal")
    assert acks(widget)[0]["error"] == "too late; too large"
    assert widget.info["question"]["key"] == "q"
    widget.close()


def test_a_broken_client_is_a_refusal(flusher: Flusher, caplog: pytest.LogCaptureFixture) -> None:
    """Any exception of ``answer`` ends in the log and beside the form."""
    job = running()
    job.answer = lambda value, *, key=None: 1 / 0  # type: ignore[method-assign]
    widget = TaskActivity(job, flusher=flusher)
    job.ask("Go on?", key="q")
    say(widget, {"type": "answer", "client": "page", "key": "q", "value": "yes"})
    settled(flusher, lambda: len(acks(widget)) == 2, "the refusal")
    assert acks(widget)[1]["error"] == "ZeroDivisionError: division by zero"
    assert "could not be passed on" in caplog.text
    widget.close()


def test_it_remembers_why_attempts_were_made(flusher: Flusher) -> None:
    """A reason that was there only for a moment is shown with the attempt that followed it."""
    job = running()
    widget = TaskActivity(job, flusher=flusher)
    job.emit(ev.State(job="", state=S.QUEUED, reason="drain"))
    job.emit(ev.Attempt(job="", attempt=2), ev.State(job="", state=S.RUNNING))
    settled(flusher, lambda: widget.info["attempts"] == [{"n": 2, "why": "drain"}], "the second attempt")
    job.emit(ev.State(job="", state=S.COMPLETED))
    settled(flusher, lambda: widget.final, "the end")
    assert "attempt 2 · drain" in widget._saved(job.snapshot)["text/html"]
    widget.close()


@pytest.mark.parametrize(
    "content", [{}, {"type": "nonsense"}, {"type": None}, "text", None, {"type": "views"}, {"type": "answer"}]
)
def test_strange_messages_change_nothing(flusher: Flusher, content: Any) -> None:
    """What no page of ours sends is ignored."""
    job = running()
    widget = TaskActivity(job, flusher=flusher)
    say(widget, content)
    say(widget, {"type": "hello", "client": "page"})
    settled(flusher, lambda: comm_of(widget).custom, "the answer to hello")
    widget.close()


class Parent(FakeJob):
    """A job whose child jobs are followed here."""

    def __init__(self, *children: FakeJob) -> None:
        super().__init__("parent")
        self.family = list(children)
        self.emit(*(ev.Child(job="", child=child.id, type=child.type) for child in children))

    @property
    def children(self) -> Any:
        return self.family


def test_children_are_told_as_they_get_on(flusher: Flusher) -> None:
    """State and progress of child jobs come with the head and change with them; closed means closed for them too."""
    child = FakeJob("child")
    widget = TaskActivity(Parent(child), flusher=flusher)
    assert [(c["state"], c["progress"]) for c in widget.info["children"]] == [("queued", None)]
    child.emit(ev.Attempt(job="", attempt=1), ev.State(job="", state=S.RUNNING), ev.Progress(job="", value=0.5))
    settled(flusher, lambda: widget.info["children"][0].get("progress") == 0.5, "the child's progress")
    assert widget.info["children"][0]["state"] == "running"
    widget.close()
    assert not child._observers


def test_very_many_children_are_only_counted(flusher: Flusher) -> None:
    """Following each of a thousand child jobs would be a thousand subscriptions."""
    children = [FakeJob("child") for _ in range(51)]
    widget = TaskActivity(Parent(*children), flusher=flusher)
    assert widget.info["childCount"] == 51
    assert not any(child._observers for child in children)
    widget.close()


def test_tokens_alone_are_told_once_a_second(flusher: Flusher, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that counts every token does not fill the wire with it; at the end the last count is told."""
    monkeypatch.setattr("jobwidgets.widgets.activity.USAGE_EVERY", 600.0)
    job = running()
    widget = TaskActivity(job, flusher=flusher)
    for n in range(1, 6):
        job.emit(ev.UsageEvent(job="", output_tokens=1), ev.Progress(job="", value=n, total=10))
        settled(flusher, lambda n=n: widget.progress == n / 10, "the progress")
    assert widget.info["usage"]["outputTokens"] == 1
    assert widget.info["done"] == 5
    job.emit(ev.State(job="", state=S.COMPLETED))
    settled(flusher, lambda: widget.final, "the end")
    assert widget.info["usage"]["outputTokens"] == 5
    widget.close()


def retried(job: FakeJob) -> FakeJob:
    """Lets ``job`` be launched again; returns the job that this makes."""
    again = running()
    job.retry = lambda: again  # type: ignore[attr-defined]
    return again


def test_retry_shows_the_new_job_in_the_same_place(flusher: Flusher, published: list[dict[str, Any]]) -> None:
    """The saved form in the cell becomes the live view of the new job, which then leaves its own saved form; pages
    are told everything anew."""
    job = running()
    widget = TaskActivity(job, flusher=flusher, title="My title")
    widget._ipython_display_()
    say(widget, {"type": "hello", "client": "page"})
    job.emit(ev.Text(job="", delta="first"), ev.State(job="", state=S.FAILED))
    settled(flusher, lambda: len(published) == 2, "the saved form")
    again = retried(job)
    again.emit(ev.Text(job="", delta="second"))
    say(widget, {"type": "retry", "client": "page"})
    settled(flusher, lambda: len(published) == 3, "the live view")
    assert WIDGET in published[2]["data"]
    assert {m["id"] for m in published} == {published[0]["id"]}
    assert (widget.job, widget.job_id, widget.title) == (again, again.id, "My title")
    settled(flusher, lambda: text_seen(widget) == "second", "its text")
    assert widget.state == "running"
    assert WIDGET in next(m for m in comm_of(widget).custom if m["type"] == "live")["data"]
    again.emit(ev.State(job="", state=S.COMPLETED))
    settled(flusher, lambda: len(published) == 4, "the second saved form")
    assert "second" in published[3]["data"]["text/html"]
    assert not job._observers
    widget.close()


def test_a_retry_that_is_refused_says_why(flusher: Flusher) -> None:
    """Also where the job cannot be launched again at all."""
    job = running()
    job.emit(ev.State(job="", state=S.CANCELLED))
    widget = TaskActivity(job, flusher=flusher)

    def refuse() -> None:
        raise ServerUnreachable("http://nowhere")

    job.retry = refuse  # type: ignore[attr-defined]
    say(widget, {"type": "retry", "client": "page"})
    settled(flusher, lambda: len(acks(widget)) == 2, "the refusal")
    assert acks(widget)[0] == {"type": "ack", "of": "retry", "to": "page", "ok": True}
    assert acks(widget)[1]["of"] == "retry"
    assert "jobwidgets doctor" in acks(widget)[1]["error"]
    assert widget.job is job
    widget.close()


def test_closed_means_closed(flusher: Flusher) -> None:
    """After `close` the job is not watched any more and nothing is sent."""
    job = running()
    widget = TaskActivity(job, flusher=flusher)
    sent = comm_of(widget)
    widget.close()
    before = len(sent.messages)
    job.emit(ev.Progress(job="", value=1))
    done = threading.Event()
    flusher.submit(done.set)
    assert done.wait(30)
    assert len(sent.messages) == before
    assert not job._observers


def test_wrong_types_are_refused(flusher: Flusher) -> None:
    """Traits are typed."""
    with pytest.raises(TraitError):
        TaskActivity(FakeJob(), flusher=flusher, progress="half")


def test_a_page_that_asked_in_vain_gets_the_views_once(flusher: Flusher) -> None:
    """What it asked while the kernel was busy is answered with one copy of them: more at a time would be dropped."""
    widget = TaskActivity(running(), flusher=flusher)
    for _ in range(20):
        say(widget, {"type": "code"})
    settled(flusher, lambda: comm_of(widget).custom, "the views")
    (message,) = comm_of(widget).custom
    assert message["type"] == "code"
    assert "export" in message["text"]
    widget.close()


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What IPython would publish: data, display id, whether it is an update."""
    shell = InteractiveShell.instance() if InteractiveShell.initialized() else start_ipython()
    assert shell is not None
    messages: list[dict[str, Any]] = []

    def publish(data: Any, metadata: Any = None, *, transient: Any = None, update: bool = False, **_: Any) -> None:
        messages.append({"data": data, "id": (transient or {}).get("display_id"), "update": update})

    monkeypatch.setattr(shell.display_pub, "publish", publish)
    monkeypatch.setattr(shell, "kernel", object(), raising=False)
    monkeypatch.setattr("jobwidgets.widgets.display.get_ipython", lambda: shell)
    monkeypatch.setattr(InteractiveShell, "initialized", classmethod(lambda cls: True))
    return messages


WIDGET = "application/vnd.jupyter.widget-view+json"


def test_the_end_replaces_every_display(flusher: Flusher, published: list[dict[str, Any]]) -> None:
    """While it runs a cell shows the widget; at the end each display becomes HTML and text, and nothing else."""
    job = running()
    widget = TaskActivity(job, flusher=flusher)
    widget._ipython_display_()
    widget._ipython_display_()
    assert [WIDGET in m["data"] for m in published] == [True, True]
    job.emit(ev.Text(job="", delta="the answer"), ev.State(job="", state=S.COMPLETED))
    settled(flusher, lambda: len(published) == 4, "both updates")
    for shown, replaced in zip(published[:2], published[2:], strict=True):
        assert replaced["id"] == shown["id"]
        assert replaced["update"]
        assert replaced["data"].keys() == {"text/html", "text/plain"}
        assert "the answer" in replaced["data"]["text/html"]
    widget.close()


def test_closed_by_its_user_it_leaves_no_broken_view(flusher: Flusher, published: list[dict[str, Any]]) -> None:
    """Closed before the end was shown, or while the job goes on, its cells keep what is known as HTML and text: a
    widget that is gone would be "Error displaying widget" in the notebook."""
    job = running()
    widget = TaskActivity(job, flusher=flusher)
    widget._ipython_display_()
    job.emit(ev.Text(job="", delta="so far"))
    widget.close()
    assert [WIDGET in m["data"] for m in published] == [True, False]
    assert published[1]["update"]
    assert "so far" in published[1]["data"]["text/html"]
    widget.close()
    assert len(published) == 2


def test_a_page_that_shows_it_sees_the_end_first(
    flusher: Flusher, published: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a view on the page the replacement waits a moment, so that the end is seen to happen."""
    monkeypatch.setattr("jobwidgets.widgets.task_activity.FREEZE_AFTER", 0.3)
    job = running()
    widget = TaskActivity(job, flusher=flusher)
    widget._ipython_display_()
    say(widget, {"type": "hello", "client": "page"})
    say(widget, {"type": "views", "client": "page", "count": 1})
    at_the_end: list[tuple[int, float]] = []
    widget.observe(lambda _: at_the_end.append((len(published), time.monotonic())), "final")
    job.emit(ev.State(job="", state=S.CANCELLED))
    settled(flusher, lambda: len(published) == 2, "the replacement")
    ((shown, at),) = at_the_end
    assert shown == 1
    assert time.monotonic() - at >= 0.3
    widget.close()


def test_a_finished_job_is_shown_as_it_is_saved(flusher: Flusher, published: list[dict[str, Any]]) -> None:
    """Displaying a job that is over needs no widget at all."""
    job = running()
    job.emit(ev.State(job="", state=S.FAILED, error=ev.JobError("ValueError", "no", None)))
    widget = TaskActivity(job, flusher=flusher)
    widget._ipython_display_()
    assert published[0]["data"].keys() == {"text/html", "text/plain"}
    assert "ValueError: no" in published[0]["data"]["text/plain"]
    widget.close()


def test_a_terminal_gets_a_few_lines_once(
    flusher: Flusher, published: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a kernel nothing can be replaced: a running job prints how it stands, and nothing when it ends."""
    monkeypatch.setattr("jobwidgets.widgets.display.get_ipython", lambda: InteractiveShell.instance())
    monkeypatch.delattr(InteractiveShell.instance(), "kernel")
    job = running()
    job.emit(
        ev.Step(job="", id="s", name="Read"), ev.Progress(job="", value=2, total=8), ev.Text(job="", delta="so far")
    )
    widget = TaskActivity(job, flusher=flusher)
    widget._ipython_display_()
    (shown,) = published
    assert shown["data"].keys() == {"text/plain"}
    head, *rest = shown["data"]["text/plain"].splitlines()
    assert head.startswith("search · Running 25 % · ")
    assert rest == ["Read", "so far"]
    job.emit(ev.State(job="", state=S.COMPLETED, result={"text": "so far"}))
    settled(flusher, lambda: widget._ended, "the end")
    done = threading.Event()
    flusher.submit(done.set)
    assert done.wait(30)
    assert len(published) == 1
    widget.close()
