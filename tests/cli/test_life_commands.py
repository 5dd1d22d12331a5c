"""Questions, retries, records, events and schedules from the command line, against a real stack.

Most commands run in the process of the tests (`here`); some in one of their own, as a user runs them (`cli`).
"""

import json
import subprocess
import sys
import time

import pytest

from jobwidgets.client.session import Session
from jobwidgets.protocol.records import DEFAULT_BEAT, Budget, JobRecord
from jobwidgets.testing import wait_until_sync

PATIENCE = 60.0


def until(stack, job: str, state: str) -> JobRecord:
    """The job's record once it is in ``state``."""
    with Session(stack.url, stack.token) as session:

        def reached() -> JobRecord | None:
            found = session.rest.job(job)
            assert found.state == state or not found.state.terminal, found
            return found if found.state == state else None

        return wait_until_sync(reached, f"{state} of {job}", PATIENCE)


def test_a_question_is_answered(stack, here) -> None:
    """`answer` says what the question is when the answer is missing, refuses what does not fit, and answers."""
    job = here("launch", "consult", 'choices=["left", "right"]').out.strip()
    until(stack, job, "waiting_input")
    missing = here("answer", job)
    assert missing.code == 2
    assert "? Which way?" in missing.err
    assert "[2] right" in missing.err
    wrong = here("answer", job, "up")
    assert wrong.code == 2
    assert "does not fit the question" in wrong.err
    # The list is the record's, which may lag by a moment.
    wait_until_sync(lambda: "? Which way?" in here("jobs", "--state", "waiting_input").out, "it is listed", PATIENCE)
    assert f"answer {job}" in here("show", job).out
    done = here("answer", job, "right")
    assert done.code == 0
    assert done.out.strip() in ("running", "queued", "completed")
    watched = here("watch", job)
    assert watched.code == 0
    assert "going right" in watched.out
    late = here("answer", job, "left")
    assert late.code == 2
    assert "is completed: it asks nothing" in late.err


def test_text_that_looks_like_json_stays_text(stack, cli) -> None:
    """Where the question wants text it gets text, a leading minus included."""
    job = cli("launch", "consult").out.strip()
    until(stack, job, "waiting_input")
    assert cli("answer", job, "-42").code == 0
    assert until(stack, job, "completed").result == "-42"


def test_a_question_is_asked_on_a_terminal(stack, here, on_terminal) -> None:
    """Without VALUE the question is shown with its choices; one that is wrong is asked for again."""
    job = here("launch", "consult", 'choices=["left", "right"]').out.strip()
    until(stack, job, "waiting_input")
    code, shown = on_terminal("answer", job, press=[("> ", b"up\n"), ("> ", b"2\n")], timeout=PATIENCE)
    assert code == 0
    assert "[2] right" in shown
    assert until(stack, job, "completed").result == "right"


def test_a_watched_question_is_answered_with_a_key(stack, here, on_terminal) -> None:
    """The live view numbers the choices, says how to answer elsewhere, and takes the number; then it goes on."""
    words = ("launch", "consult", 'choices=["left", "right"]', "--watch")
    code, shown = on_terminal(*words, press=[("[2] right", b"2")], timeout=PATIENCE)
    assert code == 0, shown
    assert "answer with: " in shown
    assert "going right" in shown


def test_retry_is_a_new_job(stack, here) -> None:
    """It prints the new id and nothing else; a job that goes on cannot be retried."""
    job = here("launch", "greet", "name=Ada").out.strip()
    until(stack, job, "completed")
    again = here("retry", job)
    assert again.code == 0
    assert until(stack, again.out.strip(), "completed").retry_of == job
    assert here("retry", job, "--watch").code == 0
    running = here("launch", "dawdle").out.strip()
    refused = here("retry", running)
    assert refused.code == 2
    assert "only a job that is over" in refused.err
    here("cancel", running)


def test_events_are_printed(stack, here) -> None:
    """From the first on, one a line: for people, and as JSON; with --follow until the job is over."""
    job = here("launch", "greet").out.strip()
    followed = here("events", job, "--follow", "--json")
    assert followed.code == 0
    events = [json.loads(line) for line in followed.out.splitlines()]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert (events[-1]["kind"], events[-1]["state"]) == ("state", "completed")
    assert here("events", job, "--json").out == followed.out
    assert [json.loads(line)["seq"] for line in here("events", job, "--json", "--after", "3").out.splitlines()] == [
        event["seq"] for event in events[3:]
    ]
    lines = here("events", job).out.splitlines()
    assert len(lines) == len(events)
    assert "  step  " in "\n".join(lines)
    running = here("launch", "dawdle").out.strip()
    until(stack, running, "running")
    assert here("events", running).code == 0, "without --follow it does not wait"
    here("cancel", running)


def test_show_tells_a_jobs_life(stack, here) -> None:
    """Attempts, moves, checkpoints and failures; for programs all of it as JSON."""
    job = here("launch", "trip", "--tag", "north", "--priority", "high", "--max-tokens", "5000").out.strip()
    told = until(stack, job, "completed")
    assert (told.attempt, told.failures, told.priority) == (2, 1, "high")
    assert told.budget == Budget(max_tokens=5000)

    def moves() -> list[str]:
        history = json.loads(here("show", job, "--json").out)["history"]
        return [move["state"] for move in history["transitions"]] if len(history["attempts"]) == 2 else []

    # The record is written a moment after the job has ended.
    whole = ["queued", "running", "queued", "running", "completed"]
    wait_until_sync(lambda: moves() == whole, "the record tells its life", PATIENCE)
    text = here("show", job).out
    for part in ("completed  trip", "north", "priority", "transitions", "attempts", "checkpoints", "over my own feet"):
        assert part in text, part


def test_show_has_the_children(stack, here) -> None:
    """As a tree, and they say who launched them."""
    job = here("launch", "delegate").out.strip()
    until(stack, job, "completed")
    (listed,) = wait_until_sync(lambda: json.loads(here("jobs", "--parent", job, "--json").out), "the child", PATIENCE)
    assert listed["type"] == "greet"
    assert listed["parent"] == job
    tree = here("show", job).out
    assert "jobs it launched" in tree
    assert listed["id"] in tree
    assert job in here("show", listed["id"]).out


def test_lists_are_filtered(stack, here) -> None:
    """By several states, by age, by text and by tag; what is launched here carries no origin."""
    job = here("launch", "greet", "name=Aloysius", "--tag", "odd").out.strip()
    until(stack, job, "completed")

    def ids(*words: str) -> list[str]:
        return [one["id"] for one in json.loads(here("jobs", "--json", *words).out)]

    wait_until_sync(lambda: job in ids("--state", "completed"), "the record", PATIENCE)
    assert ids("--text", "Aloysius", "--since", "2h", "--state", "completed", "--state", "failed") == [job]
    assert ids("--tag", "odd", "--since", time.strftime("%Y-%m-%d", time.localtime(time.time() - 86400))) == [job]
    assert ids("--tag", "odd", "--since", "2100-01-01") == []
    assert "origin" not in json.loads(here("show", job, "--json").out)["job"]


def test_a_delayed_launch(stack, here) -> None:
    """--at names the moment; the job waits until then."""
    job = here(
        "launch", "greet", "--at", time.strftime("%Y-%m-%dT%H:%M", time.localtime(time.time() + 7200))
    ).out.strip()
    told = until(stack, job, "queued")
    assert told.not_before is not None
    assert told.not_before > time.time()
    assert "not before" in here("show", job).out
    here("cancel", job)


def test_schedules(stack, cli, here) -> None:
    """Added, listed, replaced, removed; mistakes cost one line."""
    added = cli("schedule", "add", "morning", "0 8 * * 1-5", "greet", "name=Ada", "--timezone", "Europe/Berlin")
    assert added.code == 0
    assert "next at" in added.err
    assert "morning" in here("schedule", "list").out
    (listed,) = json.loads(here("schedule", "list", "--json").out)
    assert (listed["name"], listed["cron"], listed["params"]) == ("morning", "0 8 * * 1-5", {"name": "Ada"})
    bad = here("schedule", "add", "morning", "every day", "greet")
    assert bad.code == 2
    assert len(bad.err.strip().splitlines()) == 1
    assert here("schedule", "remove", "morning").code == 0
    gone = here("schedule", "remove", "morning")
    assert gone.code == 2
    assert "morning" in gone.err
    assert "no schedules" in here("schedule", "list").err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("answer", "nosuchjob", "yes"), "nosuchjob"),
        (("answer", "a/b", "yes"), "is not a job id"),
        (("retry", "nosuchjob"), "nosuchjob"),
        (("show", "nosuchjob"), "nosuchjob"),
        (("events", "nosuchjob"), "nosuchjob"),
        (("launch", "greet", "--priority", "urgent"), "one of high, normal, low"),
        (("launch", "greet", "--at", "soon"), "is no point in time"),
        (("launch", "greet", "--at", "23:00", "--delay", "5"), "not both"),
        (("jobs", "--since", "yesterday"), "is not a duration"),
        (("jobs", "--since", "2030-13-01"), "is no point in time"),
    ],
)
def test_a_mistake_costs_one_line(stack, here, words: tuple[str, ...], says: str) -> None:
    """Exit code 2 and one line on standard error that says what is wrong; nothing on standard output."""
    done = here(*words)
    assert done.code == 2
    assert done.out == ""
    assert says in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_key_for_something_else(stack, here) -> None:
    """Launching with a key again finds the job; with other parameters the line says whose key it is."""
    job = here("launch", "greet", "name=Ada", "--key", "cli-key").out.strip()
    assert here("launch", "greet", "name=Ada", "--key", "cli-key").out.strip() == job
    other = here("launch", "greet", "name=Eve", "--key", "cli-key")
    assert other.code == 2
    assert f"belongs to job {job}" in other.err
    assert "another name" in other.err


def test_a_worker_is_told_its_times(no_stack, cli, tmp_path) -> None:
    """By options and by the environment; a lease without room for its beats is refused before anything starts."""
    (tmp_path / "chores.py").write_text("import jobwidgets as jw\n@jw.job\nasync def sweep(ctx):\n    return 1\n")
    words = ("worker", "chores", "--path", str(tmp_path))
    env = {"REDIS_URL": "redis://127.0.0.1:1/0"}
    for more, extra in (
        (("--lease", "2", "--beat", "5"), {}),
        ((), {"JOBWIDGETS_LEASE": "2", "JOBWIDGETS_BEAT": "5"}),
    ):
        done = cli(*words, *more, env={**env, **extra})
        assert done.code == 2
        assert "a lease of 2 s needs a beat" in done.err
    code = (
        "import json, jobwidgets.worker.main as m\n"
        "m.run_worker = lambda url, modules, **how: print(json.dumps(how))\n"
        "from jobwidgets.cli import main\n"
        f"main(['worker', 'chores', '--path', {str(tmp_path)!r}, '--grace', '3'])\n"
    )
    given = subprocess.run(
        [sys.executable, "-c", code],
        env={"REDIS_URL": "redis://127.0.0.1:1/0", "JOBWIDGETS_LEASE": "9", "JOBWIDGETS_MAX_ATTEMPTS": "5"},
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    how = json.loads(given.stdout)
    assert (how["lease"], how["beat"], how["grace"], how["max_attempts"]) == (9.0, DEFAULT_BEAT, 3.0, 5)
