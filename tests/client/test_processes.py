"""What only a process of its own can show: imports, the end of the process, fork, Ctrl-C in a coroutine."""

import signal
import subprocess
import sys
import textwrap
import time

import pytest

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import JobState
from jobwidgets.testing import wait_until_sync

from .fake_relay import FakeRelay


def python(script: str, *, url: str = "") -> subprocess.Popen[str]:
    """Runs ``script`` in a fresh interpreter that treats every warning as an error, with URL set."""
    code = f"URL = {url!r}\n" + textwrap.dedent(script)
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(script: str, *, url: str = "") -> str:
    """The output of ``script``, which must end well and say nothing on stderr."""
    process = python(script, url=url)
    out, err = process.communicate(timeout=30)
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
    script = script.replace("sys.argv[-1]", repr(state))
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", f"URL = {relay.url!r}\n" + textwrap.dedent(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "ready\n"
    if state == "reconnecting":
        relay.kill()
    began = time.monotonic()
    out, err = process.communicate("go\n", timeout=10)
    assert (process.returncode, out, err) == (0, "", "")
    assert time.monotonic() - began < 2
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
    process = python(
        """
        import time
        from jobwidgets.client.session import Session
        session = Session(URL, "good")
        job = session.launch("search")
        while not session.status.connected: pass
        print(job.id, flush=True)
        while session.status.connected: time.sleep(0.01)
        job.cancel()
        """,
        url=relay.url,
    )
    assert process.stdout is not None
    job = process.stdout.readline().strip()
    relay.kill()
    _, err = process.communicate(timeout=10)
    assert err.strip() == f"not sent, the server was not reachable: cancelling job {job}"
    relay.start()


def test_a_forked_child_begins_anew(relay: FakeRelay) -> None:
    """After a fork the parent stays connected, undisturbed, and the child makes a connection of its own."""
    process = python(
        """
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
            print("child", session.attach(job.id).wait(10).state, flush=True)
            sys.exit(0)
        print(job.id, flush=True)
        _, status = os.waitpid(child, 0)
        assert status == 0, status
        print("parent", job.wait(10).state, session.status.state)
        """,
        url=relay.url,
    )
    assert process.stdout is not None
    job = process.stdout.readline().strip()
    # The parent's socket and the child's.
    wait_until_sync(lambda: relay.subscribers(job) == 2, "both to subscribe")
    assert relay.connects == 2
    relay.publish(job, ev.State(job=job, state=JobState.COMPLETED))
    out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, "")
    assert sorted(out.split("\n")[:2]) == ["child completed", "parent completed connected"]


@pytest.mark.parametrize("wait", ["job.wait()", "asyncio.run(job.result_async())"])
def test_ctrl_c(relay: FakeRelay, wait: str) -> None:
    """Ctrl-C gets through within 0.3 s, in `wait` and in `await`; the job is left running."""
    process = python(
        f"""
        import asyncio, threading, time
        from jobwidgets.client.session import Session
        job = Session(URL, "good").launch("search")
        print("waiting", flush=True)
        try:
            {wait}
        except KeyboardInterrupt as why:
            print(why, flush=True)
        """,
        url=relay.url,
    )
    with process:
        _press(process, relay, quiet=wait != "job.wait()")


def _press(process: subprocess.Popen[str], relay: FakeRelay, *, quiet: bool) -> None:
    assert process.stdout is not None
    process.stdout.readline()
    job = next(iter(relay.jobs))
    wait_until_sync(lambda: relay.subscribers(job) == 1, "the process to wait")
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    said = process.stdout.readline()
    assert time.monotonic() - began < 0.3
    assert process.wait(10) == 0
    assert relay.cancelled == []
    if not quiet:
        assert said == f"Job {job} runs on. job.cancel() stops it, jobwidgets.attach({job!r}) finds it again.\n"
