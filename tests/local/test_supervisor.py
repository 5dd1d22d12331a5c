"""The supervisor keeps its members running, in order, and leaves nothing behind. Valkey is real here."""

import json
import os
import shutil
import signal
import time
from pathlib import Path

import pytest
import redis

from jobwidgets.local import logs
from jobwidgets.local.home import Home
from jobwidgets.local.processes import ProcessId, descendants, start_time, wait_gone
from jobwidgets.local.runtime import read_runtime
from jobwidgets.testing import wait_until_sync


def processes_of(stack) -> set[ProcessId]:
    """All processes of a stack, its supervisor and its watchdog too."""
    runtime = stack.runtime
    return {runtime.supervisor, *descendants(runtime.supervisor.pid)}


def test_the_members_start_in_order_and_stop_in_reverse(standin) -> None:
    """Valkey, server, worker run when the file says ready; SIGTERM ends the worker first, Valkey last, and the file."""
    stack = standin().ready()
    everything = processes_of(stack)
    assert len(everything) == 5, "supervisor, watchdog, three members"
    stack.process.send_signal(signal.SIGTERM)
    assert stack.process.wait(30) == 0
    assert wait_gone(everything, 30)
    lines = [line for line in stack.log().splitlines() if "has ended" in line or "is running" in line]
    named = [line.split(":")[-1].split()[0] for line in lines]
    assert [name for name in named if name != "watchdog"] == [
        "valkey",
        "server",
        "worker",
        "worker",
        "server",
        "valkey",
    ]
    assert "told to end by SIGTERM" in (stack.home.root / "note").read_text()
    assert read_runtime(stack.home) is None


@pytest.mark.parametrize("name", ["valkey", "server", "worker"])
def test_a_killed_member_comes_back_on_the_same_port(standin, name: str) -> None:
    """kill -9 of any member: it is started again, port and password stay, the others are left alone."""
    stack = standin().ready()
    before = stack.runtime
    old = {member: stack.member(member) for member in before.members}
    os.kill(old[name].pid, signal.SIGKILL)
    wait_until_sync(lambda: stack.runtime.members[name].restarts == 1, "the restart to be noted")
    stack.ready()
    after = stack.runtime
    assert (after.ports, after.redis_url, after.url) == (before.ports, before.redis_url, before.url)
    assert stack.member(name) != old[name]
    assert all(stack.member(other) == old[other] for other in old if other != name)
    assert "killed by SIGKILL" in stack.log()


def test_valkey_forgets_nothing_when_it_is_killed(standin) -> None:
    """What was acknowledged a second before kill -9 is there after the restart."""
    stack = standin().ready()
    with redis.Redis.from_url(stack.runtime.redis_url) as client:
        client.set("kept", "yes")
        os.kill(stack.member("valkey").pid, signal.SIGKILL)
        wait_until_sync(lambda: stack.runtime.members["valkey"].restarts == 1, "the restart to be noted")
        stack.ready()
        assert client.get("kept") == b"yes"


def test_a_stack_that_must_be_whole_ends_when_a_member_is_given_up(standin) -> None:
    """In the foreground a member that cannot be started ends the others and the supervisor, which tells why."""
    stack = standin("broken", all_or_nothing=True, crashes=2)
    assert stack.process.wait(30) == 1
    assert "giving up on the worker" in stack.log()
    assert read_runtime(stack.home) is None
    assert stack.log().rstrip().endswith("stopped")


def test_nothing_survives_the_supervisor(standin) -> None:
    """kill -9 of the supervisor: the watchdog ends every member, the worker with SIGTERM first."""
    stack = standin().ready()
    everything = processes_of(stack)
    stack.process.kill()
    stack.process.wait(30)
    assert wait_gone(everything, 30), [p for p in everything if p.alive]
    assert "told to end by SIGTERM" in (stack.home.root / "note").read_text()
    standin().ready()


def test_a_new_supervisor_clears_up_where_the_watchdog_died_too(standin) -> None:
    """Supervisor and watchdog killed at once: the next supervisor ends what they left, then starts its own."""
    first = standin().ready()
    left = {first.member(name) for name in first.runtime.members}
    (dog,) = processes_of(first) - left - {first.runtime.supervisor}
    os.kill(dog.pid, signal.SIGSTOP)
    first.process.kill()
    first.process.wait(30)
    os.kill(dog.pid, signal.SIGKILL)
    assert all(process.alive for process in left)
    second = standin().ready()
    assert not any(process.alive for process in left)
    assert second.runtime.url == first.runtime.url, "the port is the same again"


def test_a_killed_watchdog_is_replaced(standin) -> None:
    """The watchdog's death alone harms nobody, and the next one watches."""
    stack = standin().ready()
    members = {stack.member(name) for name in stack.runtime.members}
    (dog,) = processes_of(stack) - members - {stack.runtime.supervisor}
    os.kill(dog.pid, signal.SIGKILL)
    wait_until_sync(lambda: stack.log().count("watchdog is running") == 2, "a new watchdog")
    stack.process.kill()
    stack.process.wait(30)
    assert wait_gone(members, 30)


def test_a_member_that_cannot_run_is_given_up(standin) -> None:
    """After so many quick crashes it is left alone; log and runtime file say which, why, and where to look."""
    stack = standin("broken", crashes=3)
    wait_until_sync(lambda: (r := read_runtime(stack.home)) and r.state == "failed", "the stack to give up", 20)
    worker = stack.runtime.members["worker"]
    assert worker.state == "failed"
    assert "3 times in a row" in worker.message
    assert "ModuleNotFoundError: No module named 'my_jobs'" in worker.message
    assert str(stack.home.log("worker")) in worker.message
    assert "giving up on the worker" in stack.log()
    assert stack.runtime.members["server"].state == "running", "the others go on"


def test_a_member_that_does_not_listen_is_killed_after_its_grace(standin) -> None:
    """SIGTERM ignored for longer than the grace ends in SIGKILL; the rest still stops in order."""
    stack = standin("stubborn", grace=0.3).ready()
    everything = processes_of(stack)
    began = time.monotonic()
    stack.process.send_signal(signal.SIGTERM)
    assert stack.process.wait(30) == 0
    assert time.monotonic() - began < 20
    assert wait_gone(everything, 30)
    assert "worker did not end within" in stack.log()


def test_a_second_signal_does_not_wait(standin) -> None:
    """Ctrl-C twice: no grace."""
    stack = standin("stubborn", grace=60).ready()
    stack.process.send_signal(signal.SIGINT)
    note = stack.home.root / "note"
    wait_until_sync(lambda: "told to end" in note.read_text(), "the worker to be told")
    stack.process.send_signal(signal.SIGINT)
    assert stack.process.wait(30) == 0


def activity(home: Home, **values: float) -> None:
    """What the stand-in for the server answers from now on."""
    draft = home.root / "activity.draft"
    draft.write_text(json.dumps(values))
    draft.replace(home.root / "activity.json")


def test_the_stack_stops_when_nobody_needs_it(standin, home: Home) -> None:
    """Sockets or active jobs keep it up; without both it stops after the idle time."""
    activity(home, sockets=1, active_jobs=0, idle_seconds=100)
    stack = standin(idle=0.5).ready()
    with pytest.raises(AssertionError):
        wait_until_sync(lambda: stack.process.poll() is not None, "nothing", timeout=1.2)
    activity(home, sockets=0, active_jobs=1, idle_seconds=100)
    with pytest.raises(AssertionError):
        wait_until_sync(lambda: stack.process.poll() is not None, "nothing", timeout=1.2)
    activity(home, sockets=0, active_jobs=0, idle_seconds=100)
    assert stack.process.wait(30) == 0
    assert "idle for" in stack.log()


def test_whoever_looked_for_the_stack_keeps_it_up(standin, home: Home) -> None:
    """A kernel that has just found the stack, and not connected yet, is not left without it."""
    activity(home, sockets=0, active_jobs=0, idle_seconds=100)
    stack = standin(idle=0.6).ready()
    until = time.monotonic() + 1.5

    def used() -> bool:
        home.used_file.touch()
        return time.monotonic() > until

    wait_until_sync(used, "a while")
    assert stack.process.poll() is None
    assert stack.process.wait(30) == 0


def test_requests_count_as_use(standin, home: Home) -> None:
    """The server's own idle time counts too: launches between two looks are not overlooked."""
    activity(home, sockets=0, active_jobs=0, idle_seconds=0.1)
    stack = standin(idle=0.4).ready()
    with pytest.raises(AssertionError):
        wait_until_sync(lambda: stack.process.poll() is not None, "nothing", timeout=1.2)
    assert stack.process.poll() is None


def test_a_stack_without_its_home_stops(standin, home: Home) -> None:
    """rm -r of the home ends the stack instead of leaving it behind unseen."""
    stack = standin().ready()
    everything = processes_of(stack)
    shutil.rmtree(home.root)
    stack.process.wait(30)
    assert wait_gone(everything, 30)


def test_two_supervisors_never_share_a_home(standin, home: Home) -> None:
    """The second one does not get the lock, whatever the runtime file says."""
    from filelock import Timeout

    standin().ready()
    home.runtime_file.read_bytes()
    with pytest.raises(Timeout):
        home.supervisor_lock().acquire()


def test_logs_stay_small(standin, home: Home) -> None:
    """A member that talks a lot fills one file and one more, not the disk."""
    stack = standin("chatty", "broken", crashes=30, log_limit=100_000)
    wait_until_sync(lambda: (r := read_runtime(home)) and r.members["worker"].restarts > 8, "many starts", 30)
    old = home.log("worker").with_name("worker.log.1")
    assert old.stat().st_size <= 100_000
    assert home.log("worker").stat().st_size <= 100_000 + 3 * 51_000, "cut between two looks"
    assert stack.process.poll() is None


def test_a_cut_log_keeps_its_end(tmp_path: Path) -> None:
    """What was written last is kept, and writing goes on in the emptied file."""
    path = tmp_path / "a.log"
    with logs.open_log(path) as out:
        out.write(b"old\n" * 1000 + b"last words\n")
        assert not logs.cap(path, 10_000)
        assert logs.cap(path, 1_000)
        out.write(b"more\n")
    assert path.read_text() == "more\n"
    kept = path.with_name("a.log.1")
    assert kept.read_text().endswith("last words\n")
    assert kept.stat().st_size == 1_000
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_recycled_pid_is_nobody_we_know() -> None:
    """The same number with another start time is another process; a zombie is none."""
    me = ProcessId.of(os.getpid())
    assert me is not None
    assert me.alive
    assert not ProcessId(me.pid, me.started - 1).alive
    child = os.fork()
    if child == 0:
        os._exit(0)
    wait_until_sync(lambda: start_time(child) is None, "the child to be a zombie")
    assert os.waitpid(child, 0)[0] == child
