"""What only a process of its own can show: imports, the end of the process, fork, Ctrl-C in a coroutine."""

import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import JobState
from jobwidgets.testing import wait_until_sync

from .fake_relay import FakeRelay

PATIENCE = 60.0


@contextmanager
def python(script: str, *, url: str = "") -> Iterator[subprocess.Popen[str]]:
    """Runs ``script`` in a fresh interpreter that treats every warning as an error, with URL set. Whatever becomes of
    the test, the process ends with the block."""
    code = f"URL = {url!r}\n" + textwrap.dedent(script)
    pipe = subprocess.PIPE
    command = [sys.executable, "-W", "error", "-c", code]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def line(process: subprocess.Popen[str]) -> str:
    """The next line it prints."""
    assert process.stdout is not None
    return process.stdout.readline()


def run(script: str, *, url: str = "") -> str:
    """The output of ``script``, which must end well and say nothing on stderr."""
    with python(script, url=url) as process:
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")
    return out


def test_import_is_cheap() -> None:
    """Importing jobwidgets loads nothing that is heavy or belongs to another side."""
    out = run(
        """
        import sys
        import jobwidgets
        heavy = ["IPython", "socketio", "engineio", "docket", "sqlalchemy", "jobwidgets_server", "aiohttp", "httpx",
                 "redis", "pydantic", "ipywidgets", "anywidget", "cloudpickle", "msgspec"]
        print([name for name in heavy if name in sys.modules])
        from jobwidgets import launch, attach, Session
        print([name for name in ("IPython", "docket", "sqlalchemy", "pydantic", "jobwidgets_server", "ipywidgets")
               if name in sys.modules])
        """
    )
    assert out.split("\n")[:2] == ["[]", "[]"]


@pytest.mark.parametrize("state", ["connected", "reconnecting", "never"])
def test_the_process_ends_quietly(relay: FakeRelay, state: str) -> None:
    """Whatever the connection is doing, the interpreter ends at once and says nothing."""
    script = """
    import sys
    from jobwidgets.client.session import Session
    session = Session(URL, "good")
    session.observe(lambda status: None)
    if sys.argv[-1] != "never":
        job = session.launch("search")
        while not session.status.connected: pass
    print("ready", flush=True)
    sys.stdin.readline()
    """
    if state == "never":
        relay.kill()
    with python(script.replace("sys.argv[-1]", repr(state)), url=relay.url) as process:
        assert line(process) == "ready\n"
        if state == "reconnecting":
            relay.kill()
        began = time.monotonic()
        out, err = process.communicate("go\n", timeout=PATIENCE)
        took = time.monotonic() - began
    assert (process.returncode, out, err) == (0, "", "")
    assert took < 20, "nothing is waited for"
    if state != "connected":
        relay.start()


def test_a_cancel_before_the_end_is_sent(relay: FakeRelay) -> None:
    """`job.cancel()` as a script's last line reaches the server."""
    job = run(
        """
        from jobwidgets.client.session import Session
        job = Session(URL, "good").launch("search")
        job.cancel()
        print(job.id)
        """,
        url=relay.url,
    ).strip()
    assert relay.cancelled == [job]


def test_what_could_not_be_sent_is_told(relay: FakeRelay) -> None:
    """A process that ends while the server is away says what the server was not told."""
    script = """
    import time
    from jobwidgets.client.session import Session
    session = Session(URL, "good")
    job = session.launch("search")
    while not session.status.connected: pass
    print(job.id, flush=True)
    while session.status.connected: time.sleep(0.01)
    job.cancel()
    """
    with python(script, url=relay.url) as process:
        job = line(process).strip()
        relay.kill()
        _, err = process.communicate(timeout=PATIENCE)
    assert err.startswith(f"not sent, the server was not reachable: cancelling job {job}")
    relay.start()


def test_a_forked_child_begins_anew(relay: FakeRelay) -> None:
    """After a fork the parent stays connected, undisturbed, and the child makes a connection of its own."""
    script = """
    import os, sys, warnings
    # The child leaves the parent's sockets as they are.
    warnings.simplefilter("ignore", ResourceWarning)
    from jobwidgets.client.session import Session
    session = Session(URL, "good")
    job = session.launch("search")
    while job.snapshot.epoch == 0: pass
    child = os.fork()
    if child == 0:
        assert not session.status.connected
        print("child", session.attach(job.id).wait(30).state, flush=True)
        sys.exit(0)
    print(job.id, flush=True)
    _, status = os.waitpid(child, 0)
    assert status == 0, status
    print("parent", job.wait(30).state, session.status.state)
    """
    with python(script, url=relay.url) as process:
        job = line(process).strip()
        # The parent's socket and the child's.
        wait_until_sync(lambda: relay.subscribers(job) == 2, "both to subscribe")
        assert relay.connects == 2
        relay.publish(job, ev.State(job=job, state=JobState.COMPLETED))
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")
    assert sorted(out.split("\n")[:2]) == ["child completed", "parent completed connected"]


@pytest.mark.parametrize("wait", ["job.wait()", "asyncio.run(job.result_async())"])
def test_ctrl_c(relay: FakeRelay, wait: str) -> None:
    """Ctrl-C gets through, in `wait` and in `await`; the job is left running."""
    script = f"""
    import asyncio, threading, time
    from jobwidgets.client.session import Session
    job = Session(URL, "good").launch("search")
    threading.Timer(0.5, print, ["waiting"], {{"flush": True}}).start()  # once the next statement waits
    try:
        {wait}
    except KeyboardInterrupt as why:
        print(why, flush=True)
    """
    with python(script, url=relay.url) as process:
        assert line(process) == "waiting\n"
        job = next(iter(relay.jobs))
        wait_until_sync(lambda: relay.subscribers(job) == 1, "the process to wait")
        process.send_signal(signal.SIGINT)
        said = line(process)
        assert process.wait(PATIENCE) == 0
    assert relay.cancelled == []
    if wait == "job.wait()":
        assert said == f"Job {job} runs on. job.cancel() stops it, jobwidgets.attach({job!r}) finds it again.\n"
