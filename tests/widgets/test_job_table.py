"""`JobTable`: what goes over the wire, and what stays."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.testing.globalipapp import start_ipython
from traitlets import TraitError

from jobwidgets.client.listing import JobList
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import NotFound, ServerUnreachable
from jobwidgets.protocol.records import JobRecord
from jobwidgets.testing import FakeJob, wait_until_sync
from jobwidgets.widgets import JobTable
from jobwidgets.widgets.flusher import Flusher

from .recording import by_hand, comm_of, say, settled

S = ev.JobState


def fake(type: str = "crawl", **params: Any) -> FakeJob:
    job = FakeJob(type)
    job.params = params  # type: ignore[attr-defined]
    return job


def begin(job: FakeJob) -> FakeJob:
    job.emit(ev.Attempt(job="", attempt=1), ev.State(job="", state=S.RUNNING))
    return job


def end(job: FakeJob, state: ev.JobState = S.COMPLETED, **more: Any) -> None:
    job.emit(ev.State(job="", state=state, **more))


class Page:
    """A page's copy of the table, kept as `table_store.js` keeps it."""

    def __init__(self, table: JobTable, client: str = "page") -> None:
        self.table, self.client = table, client
        self.say("hello")

    def say(self, type: str, **more: Any) -> None:
        say(self.table, {"type": type, "client": self.client, **more})

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [m for m in comm_of(self.table).custom if m.get("to") in (None, self.client)]

    def told(self, type: str) -> list[dict[str, Any]]:
        return [m for m in self.messages if m["type"] == type]

    @property
    def rows(self) -> list[list[Any]]:
        """Heads and bodies put together, without their numbers."""
        heads: dict[int, list[Any]] = {}
        bodies: dict[int, list[Any]] = {}
        n: int | None = None
        for message in self.messages:
            if message["type"] == "table":
                if message["at"] == 0:
                    heads, bodies, n = {}, {}, message["n"]
                assert message["at"] == len(heads)
            elif message["type"] == "rows" and n is not None and message["n"] > n:
                assert message["n"] == n + 1
                n = message["n"]
            else:
                continue
            heads |= {head[0]: head[1:] for head in message["heads"]}
            bodies |= {body[0]: body[1:] for body in message["rows"]}
        return [[*heads[number], *bodies[number]] for number in sorted(heads)]

    def states(self) -> list[str]:
        return [row[4] for row in self.rows]


@pytest.fixture
def tables() -> Iterator[list[JobTable]]:
    """Tables to be closed at the end."""
    made: list[JobTable] = []
    yield made
    for table in made:
        table.close()


def test_a_row_tells_how_its_job_stands(flusher: Flusher, tables: list[JobTable]) -> None:
    """Name, state, progress, step, times and attempt; the name is what tells the parameters of one from others'."""
    jobs = [begin(fake(site="a.org", depth=1)), fake(site="b.org", depth=1), begin(fake(site="c.org", depth=1))]
    jobs[0].emit(ev.Step(job="", id="s", name="Fetch\nall"), ev.Progress(job="", value=1, total=3))
    end(jobs[2], S.FAILED, error=ev.JobError("ValueError", "no such page"))
    table = JobTable(jobs, title="Crawl", flusher=flusher)
    tables.append(table)
    page = Page(table)
    wait_until_sync(lambda: len(page.rows) == 3, "the rows")
    first, second, third = page.rows
    assert first[:4] == [jobs[0].id, "crawl", "a.org", "site=a.org, depth=1"]
    assert first[4:7] == ["running", 333, "Fetch all"]
    assert (round(jobs[0].snapshot.started or 0, 2), None, 1) == tuple(first[7:])
    assert second[4:] == ["queued", None, "", None, None, 0]
    assert third[4:7] == ["failed", None, "ValueError: no such page"]
    assert table.counts == {
        "queued": 1, "running": 1, "waiting_input": 0, "cancelling": 0, "completed": 0, "failed": 1, "cancelled": 0,
    }  # fmt: skip
    assert table.progress == pytest.approx(0.444, abs=0.001)


def test_only_what_changed_is_sent(flusher: Flusher, tables: list[JobTable]) -> None:
    """A change of one row is one row on the wire, nothing is sent while nobody looks, and a late page has it all."""
    jobs = [begin(fake(n=n)) for n in range(300)]
    table = JobTable(jobs, flusher=flusher)
    tables.append(table)
    jobs[0].emit(ev.Progress(job="", value=0.5))
    wait_until_sync(lambda: table.progress > 0, "a flush")
    assert comm_of(table).custom == []
    page = Page(table)
    wait_until_sync(lambda: len(page.rows) == 300, "the rows")
    assert len(page.told("table")) == 2
    jobs[7].emit(ev.Progress(job="", value=0.25))
    wait_until_sync(lambda: page.rows[7][5] == 250, "the change")
    [delta] = page.told("rows")
    assert (delta["heads"], [row[0] for row in delta["rows"]]) == ([], [7])
    late = Page(table, "late")
    wait_until_sync(lambda: len(late.rows) == 300, "the rows")
    assert late.rows == page.rows


def test_hundreds_of_live_rows_all_reach_their_end(flusher: Flusher, tables: list[JobTable]) -> None:
    """500 jobs at full speed: every row is right in the end, within the kernel's budget of messages and bytes."""
    jobs = [fake(n=n) for n in range(500)]
    table = JobTable(jobs, flusher=flusher)
    tables.append(table)
    page = Page(table)
    wait_until_sync(lambda: len(page.rows) == 500, "the rows")

    began = time.monotonic()

    def run(part: list[FakeJob]) -> None:
        for job in part:
            begin(job)
        for share in (0.2, 0.5, 0.8):
            for job in part:
                job.emit(ev.Progress(job="", value=share))
        for number, job in enumerate(part):
            end(job, S.FAILED if number % 10 == 0 else S.COMPLETED)

    threads = [threading.Thread(target=run, args=(jobs[at::4],)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = [str(job.snapshot.state) for job in jobs]
    wait_until_sync(lambda: page.states() == expected, "all ends on the page")
    assert (table.counts["failed"], table.counts["completed"], table.progress) == (52, 448, 1.0)
    assert len(page.told("rows")) < 50 + 20 * (time.monotonic() - began), "twenty flushes a second"


def test_the_end_is_said_three_times(flusher: Flusher, tables: list[JobTable], monkeypatch: pytest.MonkeyPatch) -> None:
    """Jupyter drops messages in silence: the sums and the number of the last rows are sent again twice."""
    monkeypatch.setattr("jobwidgets.widgets.job_table.SAY_END_AGAIN", (3600.0, 7200.0))
    repeats = by_hand(flusher, 3600.0, 7200.0)
    job = begin(fake())
    table = JobTable([job], flusher=flusher)
    tables.append(table)
    page = Page(table)
    wait_until_sync(lambda: page.rows, "the rows")
    end(job)
    settled(flusher, lambda: len(repeats) == 2, "the end")
    for count, repeat in enumerate(repeats, 1):
        flusher.submit(repeat)
        settled(flusher, lambda count=count: len(page.told("end")) == count, f"repetition {count}")
    assert {message["n"] for message in page.told("end")} == {page.told("rows")[-1]["n"]}
    assert len([u for u in comm_of(table).updates if u.get("counts", {}).get("completed") == 1]) == 3


def test_cancel_and_retry_of_one_and_of_all(flusher: Flusher, tables: list[JobTable]) -> None:
    """Each is acknowledged at once; a retried job takes the place of the old one; a refusal says why."""
    jobs = [begin(fake(n=n)) for n in range(3)]
    again = fake(n=0)
    jobs[0].retry = lambda: again  # type: ignore[attr-defined]
    table = JobTable(jobs, flusher=flusher)
    tables.append(table)
    page = Page(table)
    page.say("cancel", job=jobs[0].id)
    wait_until_sync(lambda: jobs[0].state == "cancelling", "the wish")
    assert jobs[1].state == "running"
    page.say("cancel_all")
    wait_until_sync(lambda: table.counts["cancelling"] == 3, "all wishes")
    assert [(ack["of"], ack["job"], ack["ok"]) for ack in page.told("ack")] == [
        ("cancel", jobs[0].id, True),
        ("cancel_all", None, True),
    ]
    end(jobs[0], S.CANCELLED)
    page.say("retry", job=jobs[0].id)
    wait_until_sync(lambda: page.rows and page.rows[0][0] == again.id, "the new job")
    end(jobs[1], S.FAILED)
    jobs[1].retry = _refuse  # type: ignore[attr-defined]
    page.say("retry", job=jobs[1].id)
    wait_until_sync(lambda: page.told("ack")[-1]["ok"] is False, "the refusal")
    assert page.told("ack")[-1]["error"]
    begin(again)
    wait_until_sync(lambda: page.states()[0] == "running", "the new job to be followed")


def _refuse() -> None:
    raise ServerUnreachable("http://nowhere")


def test_a_row_opens_its_job(flusher: Flusher, tables: list[JobTable]) -> None:
    """``selected`` follows the page and leads it; only the open job's conversation is passed on."""
    jobs = [begin(fake(n=n)) for n in range(2)]
    jobs[1].emit(ev.Text(job="", delta="hello "))
    table = JobTable(jobs, flusher=flusher)
    tables.append(table)
    page = Page(table)

    def told(job: FakeJob, type: str) -> list[dict[str, Any]]:
        return [m["message"] for m in page.told("activity") if m["job"] == job.id and m["message"]["type"] == type]

    page.say("select", job=jobs[1].id)
    wait_until_sync(lambda: table.selected == jobs[1].id, "the selection")
    page.say("activity", job=jobs[1].id, message={"type": "hello", "client": "inner"})
    wait_until_sync(lambda: told(jobs[1], "snapshot"), "the snapshot")
    assert told(jobs[1], "head")[0]["state"] == "running"
    jobs[1].emit(ev.Text(job="", delta="world"))
    wait_until_sync(lambda: told(jobs[1], "delta"), "what was written then")
    page.say("activity", job=jobs[1].id, message={"type": "cancel", "client": "inner"})
    wait_until_sync(lambda: jobs[1].state == "cancelling", "the wish")
    table.selected = jobs[0].id
    page.say("activity", job=jobs[1].id, message={"type": "hello", "client": "inner"})
    page.say("activity", job=jobs[0].id, message={"type": "hello", "client": "inner"})
    wait_until_sync(lambda: told(jobs[0], "snapshot"), "the other job")
    assert len(told(jobs[1], "snapshot")) == 1
    with pytest.raises(TraitError, match="no job 'nobody' in this table"):
        table.selected = "nobody"
    page.say("select", job="nobody")
    page.say("select", job=None)
    wait_until_sync(lambda: table.selected is None, "nothing to be open")


def test_the_end_of_the_open_job_is_said_again(
    flusher: Flusher, tables: list[JobTable], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its page may have missed the last message of it, also while other jobs of the table go on."""
    monkeypatch.setattr("jobwidgets.widgets.activity.SAY_END_AGAIN", (3600.0, 7200.0))
    repeats = by_hand(flusher, 3600.0, 7200.0)
    jobs = [begin(fake(n=n)) for n in range(2)]
    table = JobTable(jobs, flusher=flusher)
    tables.append(table)
    page = Page(table)
    page.say("select", job=jobs[0].id)
    page.say("activity", job=jobs[0].id, message={"type": "hello", "client": "inner"})
    wait_until_sync(lambda: page.told("activity"), "the open job")
    jobs[0].emit(ev.Text(job="", delta="the last word"))
    end(jobs[0])

    def ends() -> list[int]:
        return [m["message"]["n"] for m in page.told("activity") if m["message"]["type"] == "end"]

    settled(flusher, lambda: len(repeats) == 2, "the end")
    for count, repeat in enumerate(repeats, 1):
        flusher.submit(repeat)
        settled(flusher, lambda count=count: len(ends()) == count, f"end {count}")
    assert ends() == [1, 1]


def test_what_the_open_job_says_waits_for_no_other(flusher: Flusher, tables: list[JobTable]) -> None:
    """Where its row has changed as well, both are told."""
    job = begin(fake())
    table = JobTable([job, begin(fake())], flusher=flusher)
    tables.append(table)
    page = Page(table)
    page.say("select", job=job.id)
    page.say("activity", job=job.id, message={"type": "hello", "client": "inner"})
    for n in range(6):
        job.emit(ev.Step(job="", id="s", name=f"step {n}"), ev.Text(job="", delta=f"{n} "))

        def told(n: int = n) -> bool:
            said = [m["message"].get("text", ()) for m in page.told("activity")]
            return any(f"{n} " in span["text"] for spans in said for span in spans)

        wait_until_sync(told, f"text {n}")


class Listed:
    """A session as a `JobList` knows it: it attaches to finished jobs when they are opened."""

    def __init__(self, known: dict[str, FakeJob]) -> None:
        self.known = known
        self.attached: list[str] = []

    def attach(self, job: str) -> FakeJob:
        self.attached.append(job)
        if job not in self.known:
            raise NotFound
        return self.known[job]

    def _adopt(self, record: JobRecord) -> FakeJob:
        return self.known[record.id]


def test_a_list_of_jobs_is_live_where_jobs_live(flusher: Flusher, tables: list[JobTable]) -> None:
    """Records of finished jobs are shown as they are and asked for when they are opened; the others are followed."""
    live, over = begin(fake(n=1)), begin(fake(n=2))
    end(over, result="the answer")
    session = Listed({live.id: live, over.id: over})
    records = [
        JobRecord(id=live.id, type="crawl", owner="ann", state=S.QUEUED, params={"n": 1}),
        JobRecord(id=over.id, type="crawl", owner="ann", state=S.COMPLETED, params={"n": 2}, started=1.0, ended=3.0),
        JobRecord(id="gone", type="crawl", owner="ann", state=S.FAILED, params={"n": 3}),
    ]
    listed = JobList(records, session)  # type: ignore[arg-type]
    assert listed == records
    table = JobTable(listed, flusher=flusher)
    tables.append(table)
    page = Page(table)
    wait_until_sync(lambda: page.rows, "the rows")
    assert page.states() == ["running", "completed", "failed"]
    assert session.attached == []
    page.say("select", job=over.id)
    page.say("activity", job=over.id, message={"type": "hello", "client": "inner"})
    wait_until_sync(lambda: [m for m in page.told("activity") if m["message"]["type"] == "snapshot"], "its text")
    page.say("select", job="gone")
    wait_until_sync(lambda: page.told("ack"), "the refusal")
    assert (page.told("ack")[0]["of"], page.told("ack")[0]["ok"]) == ("open", False)
    end(live)
    wait_until_sync(lambda: page.states()[0] == "completed", "the end of the live one")


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """An IPython with a kernel as far as displays can tell, and what was published there."""
    shell = start_ipython() or InteractiveShell.instance()
    published: list[dict[str, Any]] = []
    monkeypatch.setattr(shell, "kernel", object(), raising=False)
    monkeypatch.setattr(shell.display_pub, "publish", lambda data, **more: published.append({"data": data, **more}))
    return published


def test_at_the_end_it_is_plain_html_and_live_again_after_a_retry(
    flusher: Flusher, tables: list[JobTable], shell: list[dict[str, Any]]
) -> None:
    """The output becomes a table without a widget; when a job is retried the same output is live once more."""
    jobs = [begin(fake(n=n)) for n in range(2)]
    again = begin(fake(n=1))
    jobs[1].retry = lambda: again  # type: ignore[attr-defined]
    table = JobTable(jobs, flusher=flusher)
    tables.append(table)
    table._ipython_display_()
    assert "application/vnd.jupyter.widget-view+json" in shell[0]["data"]
    end(jobs[0])
    end(jobs[1], S.FAILED)
    wait_until_sync(lambda: len(shell) == 2, "the static output")
    assert shell[1]["data"].keys() == {"text/html", "text/plain"}
    assert shell[1]["update"] is True
    assert "<table" in shell[1]["data"]["text/html"]
    assert "1 completed, 1 failed" in shell[1]["data"]["text/plain"]
    say(table, {"type": "retry", "client": "page", "job": jobs[1].id})
    wait_until_sync(lambda: len(shell) == 3, "the live output")
    assert "application/vnd.jupyter.widget-view+json" in shell[2]["data"]
    end(again)
    wait_until_sync(lambda: len(shell) == 4, "the second end")
    assert "2 completed" in shell[3]["data"]["text/plain"]


def test_a_finished_job_is_opened_once(flusher: Flusher, tables: list[JobTable]) -> None:
    """Chosen again while the server is still asked for it, it is watched once: nothing is left behind."""
    job = begin(fake())
    end(job)
    asked = threading.Barrier(3)

    class Slow(Listed):
        def attach(self, job: str) -> FakeJob:
            found = super().attach(job)
            asked.wait(30)
            return found

    session = Slow({job.id: job})
    record = JobRecord(id=job.id, type="crawl", owner="ann", state=S.COMPLETED)
    table = JobTable(JobList([record], session), flusher=flusher)  # type: ignore[arg-type]
    tables.append(table)
    for selected in (job.id, None, job.id):
        table.selected = selected
        flushed = threading.Event()
        flusher.submit(flushed.set)
        assert flushed.wait(30)
    asked.wait(30)
    wait_until_sync(lambda: table._activity is not None, "the job to be open")
    wait_until_sync(lambda: "jobwidgets-aside" not in {t.name for t in threading.enumerate()}, "the second answer")
    flushed = threading.Event()
    flusher.submit(flushed.set)
    assert flushed.wait(30)
    assert len(job._observers) == 1


def test_closed_means_closed(flusher: Flusher) -> None:
    """No job is watched any more."""
    jobs = [begin(fake(n=n)) for n in range(2)]
    table = JobTable(jobs, flusher=flusher)
    table.selected = jobs[0].id
    wait_until_sync(lambda: table._activity is not None, "the open job")
    table.close()
    for job in jobs:
        begin(job)
    assert not flusher._pacer._due
    with pytest.raises(TypeError, match="no option 'titel'; did you mean 'title'"):
        JobTable(jobs, titel="x", flusher=flusher)
