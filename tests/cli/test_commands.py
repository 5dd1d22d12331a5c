"""The commands as a user types them, against a real stack."""

import json
import signal
import subprocess
import sys
import time
from datetime import datetime

import pytest

from jobwidgets import local
from jobwidgets.cli.arguments import moment, parameters
from jobwidgets.cli.stack_commands import seconds
from jobwidgets.local.processes import descendants, wait_gone
from jobwidgets.protocol.errors import ConfigurationError
from jobwidgets.testing import wait_until_sync


def test_help_is_quick() -> None:
    """--help imports none of the heavy parts, and names every command."""
    heavy = ["socketio", "aiohttp", "sqlalchemy", "redis", "httpx", "docket", "IPython", "pydantic", "rich.live"]
    code = (
        "import sys, jobwidgets.cli as c\n"
        "try: c.main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print([m for m in {heavy} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    for command in [
        "up",
        "down",
        "status",
        "server",
        "worker",
        "launch",
        "watch",
        "jobs",
        "show",
        "events",
        "answer",
        "cancel",
        "retry",
        "save",
        "replay",
        "schedule",
        "token",
        "doctor",
        "demo",
        "version",
    ]:
        assert f" {command} " in done.stdout


def test_status_shows_the_stack(stack, here) -> None:
    """For people a table, for programs JSON with url, pids and versions; no secret in either."""
    told = json.loads(here("status", "--json").out)
    assert told["running"] is True
    assert told["url"] == stack.url
    assert told["pids"] == stack.pids
    assert told["versions"]["jobwidgets"]
    shown = here("status")
    assert shown.code == 0
    assert stack.url in shown.out
    assert "valkey" in shown.out
    password = stack.redis_url.split("@")[0].rsplit(":", 1)[1]
    assert stack.token not in shown.out + json.dumps(told)
    assert password not in shown.out + json.dumps(told)


def test_status_and_down_without_a_stack(no_stack, here) -> None:
    """They start nothing and say how to start one."""
    told = here("status")
    assert told.code == 1
    assert "`jobwidgets up` starts one" in told.out
    assert json.loads(here("status", "--json").out)["running"] is False
    assert "no stack is running" in here("down").out


def test_launch_watch_and_list(stack, cli) -> None:
    """`launch` prints the id and nothing else; watch replays a job that is over; jobs finds it again."""
    launched = cli("launch", "greet", "name=World", "--tag", "hello")
    assert launched.code == 0
    job = launched.out.strip()
    assert job.isalnum()
    watched = cli("watch", job)
    assert watched.code == 0
    assert "✓ say it" in watched.out
    assert "Hello, World.\nHow are you?\n" in watched.out
    assert watched.out.rstrip().endswith("completed")
    listed = json.loads(cli("jobs", "--type", "greet", "--tag", "hello", "--json").out)
    assert [one["id"] for one in listed] == [job]
    assert job in cli("jobs").out


def test_launch_and_watch_at_once_fails_like_the_job(stack, here) -> None:
    """A job that raises: exit code 1, its error in one line, no traceback of ours."""
    done = here("launch", "stumble", "--watch")
    assert done.code == 1
    assert "✗ stumble" in done.out
    assert "RuntimeError: over my own feet" in done.out


def test_a_saved_job_is_replayed_without_a_server(stack, cli, here, tmp_path, monkeypatch) -> None:
    """What `save` writes `replay` shows as `watch` did, with the same exit code; a wrong file is one line."""
    job = cli("launch", "stumble").out.strip()
    watched = cli("watch", job)
    file = str(tmp_path / "run.jobcast.gz")
    saved = here("save", job, file)
    assert (saved.code, saved.out) == (0, "")
    monkeypatch.setenv("JOBWIDGETS_HOME", str(tmp_path / "nothing runs here"))
    for options in (["--speed", "20"], ["--at-once"]):
        replayed = here("replay", file, *options)
        assert replayed.code == watched.code == 1
        assert "RuntimeError: over my own feet" in replayed.out
    assert "✗ stumble" in replayed.out
    (tmp_path / "wrong").write_text("no cassette")
    wrong = here("replay", str(tmp_path / "wrong"))
    assert (wrong.code, wrong.out) == (2, "")
    assert "wrong is not a jobcast" in wrong.err


def test_cancel_ends_a_job(stack, here) -> None:
    """cancel says what the job is now; watching it then ends with exit code 1."""
    job = here("launch", "dawdle").out.strip()
    assert here("cancel", job).out.strip() in ("cancelling", "cancelled")
    watched = here("watch", job)
    assert watched.code == 1
    assert "cancelled" in watched.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("launch", "serch"), "No worker knows a job type 'serch'. Known types:"),
        (("launch", "greet", "name=3"), "name: must be a string"),
        (("launch", "greet", "oops"), "name=value"),
        (("watch", "nosuchjob"), "nosuchjob"),
        (("cancel", "a/b"), "is not a job id"),
        (("token", "--ttl", "soon"), "15m"),
        (("jobs", "--state", "sleepy"), "one of queued, running"),
    ],
)
def test_a_mistake_costs_one_line(stack, here, words: tuple[str, ...], says: str) -> None:
    """Exit code 2 and one line on standard error that says what is wrong; nothing on standard output."""
    done = here(*words)
    assert done.code == 2
    assert done.out == ""
    assert says in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_server_that_is_away_is_told(no_stack, cli) -> None:
    """With JOBWIDGETS_URL pointing nowhere: one line that names the doctor; no stack is started instead."""
    done = cli("jobs", env={"JOBWIDGETS_URL": "http://127.0.0.1:1", "JOBWIDGETS_TOKEN": "x"})
    assert done.code == 2
    assert "jobwidgets doctor" in done.err
    assert json.loads(cli("status", "--json").out)["running"] is False


def test_server_and_worker_say_what_they_need(no_stack, here) -> None:
    """Without configuration the error names the variables."""
    assert "JWT_SECRET" in here("server").err
    told = here("worker", "errands")
    assert told.code == 2
    assert "REDIS_URL" in told.err


def test_a_token_opens_the_stack(stack, cli, here) -> None:
    """`token` makes one for the stack's user; with JWT_SECRET set it is signed with that."""
    token = here("token", "--ttl", "5m").out.strip()
    env = {"JOBWIDGETS_URL": stack.url, "JOBWIDGETS_TOKEN": token}
    assert cli("jobs", env=env).code == 0
    foreign = here("token", "--user", "ada", env={"JWT_SECRET": "x" * 40}).out.strip()
    refused = cli("jobs", env={**env, "JOBWIDGETS_TOKEN": foreign})
    assert refused.code == 2
    assert "jobwidgets token" in refused.err


def test_ctrl_c_detaches(stack, here, on_terminal) -> None:
    """On a terminal the view is live; Ctrl-C leaves the job running, says how to go on, and exits 130."""
    code, shown = on_terminal("launch", "dawdle", "--watch", press=[("25%", b"\x03")])
    assert code == 130
    assert "● " in shown
    assert "connected" in shown
    assert "under way" in shown
    assert "Traceback" not in shown
    job = shown.split("jobwidgets cancel ")[1].split()[0]
    assert f"jobwidgets watch {job}" in shown
    # The list is the record's, which may lag by a moment.
    wait_until_sync(
        lambda: [one["id"] for one in json.loads(here("jobs", "--state", "running", "--json").out)][:1] == [job],
        "it is listed",
    )
    assert here("cancel", job).code == 0


def test_a_worker_joins_the_stack(stack, cli, tmp_path) -> None:
    """`jobwidgets worker MODULE`, nothing configured: the stack serves one more module, from this directory."""
    (tmp_path / "chores.py").write_text("import jobwidgets as jw\n@jw.job\nasync def sweep(ctx):\n    return 1\n")
    worker = subprocess.Popen(
        [sys.executable, "-m", "jobwidgets", "worker", "chores"], cwd=tmp_path, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 30
        while (done := cli("launch", "sweep", "--watch")).code == 2:
            assert time.monotonic() < deadline, done.err
        assert done.code == 0
    finally:
        worker.terminate()
        worker.wait(30)


def test_up_in_the_foreground(no_stack, cli, tmp_path) -> None:
    """`up --foreground` stays until Ctrl-C and then stops all in order; a second one says that the first runs."""
    up = subprocess.Popen([sys.executable, "-m", "jobwidgets", "up", "--foreground"], stderr=subprocess.PIPE, text=True)
    try:
        wait_until_sync(lambda: (r := local.find_stack()) is not None and r.state == "ready", "the stack", 60)
        second = cli("up", "--foreground")
        assert second.code == 0
        assert "runs already at http://127.0.0.1" in second.out
        runtime = local.find_stack()
        assert runtime is not None
        assert runtime.supervisor.pid == up.pid
        assert runtime.idle_seconds == 0, "in the foreground it does not stop by itself"
        processes = descendants(up.pid)
        up.send_signal(signal.SIGINT)
        _, said = up.communicate(timeout=60)
    finally:
        up.kill()
        local.stop_stack()
    assert up.returncode == 0
    assert "stopping: SIGINT" in said
    assert said.index("worker has ended") < said.index("server has ended") < said.index("valkey has ended")
    assert wait_gone(processes, 30)


def test_up_returns_and_serves_the_modules(no_stack, cli, tmp_path) -> None:
    """`up` prints the URL when the stack is ready and returns; later it says that it runs, or adds a module."""
    (tmp_path / "chores.py").write_text("import jobwidgets as jw\n@jw.job\nasync def sweep(ctx):\n    return 1\n")
    try:
        first = cli("up")
        assert first.code == 0
        assert first.out.startswith("ready at http://127.0.0.1")
        assert cli("up", "--detach").out.startswith("runs already at http")
        bad = cli("up", "nope_jobs")
        assert bad.code == 2
        assert "There is no module 'nope_jobs'" in bad.err
        for more in ((), ("--foreground",)):
            served = cli("up", "chores", "--path", str(tmp_path), *more)
            assert served.code == 0, served.err
            assert served.out.startswith("runs already" if more else "ready at")
        assert cli("launch", "sweep", "--watch").code == 0
    finally:
        local.stop_stack()


@pytest.mark.parametrize("how", ["--detach", "--foreground"])
def test_up_with_a_bad_module_starts_nothing(no_stack, cli, tmp_path, how: str) -> None:
    """A module that cannot be imported ends `up` with exit code 2, its name, its error and its line; nothing runs."""
    (tmp_path / "slip.py").write_text("import jobwidgets\nprint('hello'\n")
    done = cli("up", "slip", "--path", str(tmp_path), how)
    assert done.code == 2
    assert "Module 'slip' cannot be imported: SyntaxError" in done.err
    assert "slip.py:2" in done.err
    assert "bug" not in done.err
    assert cli("status").code == 1


def test_a_worker_can_check_its_modules(no_stack, cli, tmp_path) -> None:
    """`worker --check` needs no Redis: it lists the jobs of the modules, or says what is wrong with one."""
    (tmp_path / "chores.py").write_text("import jobwidgets as jw\n@jw.job\nasync def sweep(ctx):\n    return 1\n")
    assert cli("worker", "--check", "chores", "--path", str(tmp_path)).out == "sweep  (chores)\n"
    assert cli("worker", "--check", "nope", "--path", str(tmp_path)).code == 2


def test_ids_are_whole_in_a_pipe(stack, cli, here) -> None:
    """A list that goes into a pipe is not cut to the width of a terminal nobody has."""
    job = here("launch", "stumble").out.strip()
    here("watch", job)
    # The list is the record's, which may lag by a moment.
    wait_until_sync(lambda: job in here("jobs", "--state", "failed", "--json").out, "the record")
    listed = cli("jobs", env={"COLUMNS": "40"}).out
    assert any(job in line and "over my own feet" in line for line in listed.splitlines())


def test_a_secret_that_is_too_short_makes_no_token(no_stack, here) -> None:
    """`token` refuses a JWT_SECRET that every server would refuse, in the server's words."""
    done = here("token", env={"JWT_SECRET": "short"})
    assert done.code == 2
    assert done.out == ""
    assert "JWT_SECRET has 5 bytes; it needs at least 32" in done.err
    assert "Warning" not in done.err


def test_parameters_are_json_or_text() -> None:
    """What parses as JSON is that; everything else is the text itself."""
    words = ["n=3", "x=1.5", "on=true", "none=null", "xs=[1]", "s=hello world", 'q="3"', "e=", "nan=NaN", "u=a=b"]
    assert parameters(words) == {
        "n": 3,
        "x": 1.5,
        "on": True,
        "none": None,
        "xs": [1],
        "s": "hello world",
        "q": "3",
        "e": "",
        "nan": "NaN",
        "u": "a=b",
    }
    with pytest.raises(ConfigurationError, match="twice"):
        parameters(["a=1", "a=2"])


def test_moments() -> None:
    """A date with or without a time, and a time of day, which is the next one; nonsense is refused."""
    noon = datetime(2030, 1, 31, 12, 0).timestamp()
    assert moment("2030-01-31T12:00") == noon
    assert moment("2030-01-31T12:00+00:00") == 1896091200
    assert moment("2030-01-31") == noon - 12 * 3600
    assert moment("13:30", now=noon) == noon + 5400
    assert moment("11:00", now=noon) == noon + 23 * 3600
    for text in ("", "soon", "25:00", "12", "2030-02-31"):
        with pytest.raises(ConfigurationError, match="point in time"):
            moment(text)


def test_durations() -> None:
    """Seconds with or without a unit; nonsense is refused."""
    assert [seconds(text) for text in ("90", "90s", "15m", "12h", "30d")] == [90, 90, 900, 43200, 2592000]
    for text in ("", "-1", "0", "soon", "inf", "nan", "1y"):
        with pytest.raises(ConfigurationError):
            seconds(text)
