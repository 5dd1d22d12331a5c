"""The embedded stack from outside the notebook: a session, a plain HTTP client, a subscriber that is not ours."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import httpx
import msgspec
import pytest
import redis

from jobwidgets.client.session import Session
from jobwidgets.protocol.events import Event
from jobwidgets.protocol.state import JobSnapshot, fold_all
from jobwidgets.protocol.wire import decode_events, split_message
from jobwidgets.testing import wait_until_sync
from jobwidgets.worker.context import JobContext

from .conftest import StackCommand

pytestmark = pytest.mark.timeout(120)
DELTAS = 1000


def stream(ctx: JobContext, go: float) -> int:
    """A thousand deltas in a second."""
    import time

    time.sleep(max(0.0, go - time.time()))
    for i in range(DELTAS):
        ctx.write(f"{i} ")
        time.sleep(0.001)
    return DELTAS


@pytest.fixture
def session(stack: StackCommand) -> Iterator[Session]:
    stack("up")
    with Session(stack.status()["url"], stack("token").stdout.strip()) as session:
        yield session


class Outsider:
    """SUBSCRIBE job:event:<id> with the plain Redis client, as `valkey-cli` would."""

    def __init__(self, url: str, job: str) -> None:
        self.events: list[Event] = []
        self._client = redis.Redis.from_url(url, socket_timeout=None)
        self._pubsub = self._client.pubsub()
        self._pubsub.subscribe(f"job:event:{job}")
        self._pubsub.get_message(timeout=30)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while not self._stop.is_set():
            message = self._pubsub.get_message(timeout=0.1)
            if message is not None:
                self.events += decode_events(split_message(message["data"])[2])

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        self._pubsub.close()
        self._client.close()


def test_a_thousand_deltas_in_a_second(stack: StackCommand, session: Session) -> None:
    """They arrive complete: live, for a subscriber that is not ours, and for one that slept through all of them."""
    # Late enough that everybody listens before the first word.
    job = session.launch(stream, go=time.time() + 3)
    outsider = Outsider(_redis_url(stack), job.id)
    try:
        assert job.result(timeout=60) == DELTAS
        text = "".join(f"{i} " for i in range(DELTAS))
        assert job.text == text
        wait_until_sync(lambda: outsider.events and outsider.events[-1].seq == job.snapshot.seq, "the last event")
    finally:
        outsider.close()
    first = outsider.events[0].seq
    assert [e.seq for e in outsider.events] == list(range(first, job.snapshot.seq + 1))
    before = JobSnapshot(job=job.id, epoch=job.snapshot.epoch, seq=first - 1)
    assert fold_all(before, outsider.events).channel_text() == text
    with Session(session.url, stack("token").stdout.strip()) as late:
        slept = late.attach(job.id)
        assert slept.wait(60).snapshot == job.snapshot


def _redis_url(stack: StackCommand) -> str:
    from pathlib import Path

    from jobwidgets.local.home import Home
    from jobwidgets.local.runtime import read_runtime

    runtime = read_runtime(Home(Path(stack.env["JOBWIDGETS_HOME"])))
    assert runtime is not None
    return runtime.redis_url


def test_with_curl(stack: StackCommand, session: Session) -> None:
    """POST, GET and cancel, with a token from the command line and nothing else of ours."""
    headers = {"Authorization": f"Bearer {stack('token').stdout.strip()}"}
    with httpx.Client(base_url=session.url, headers=headers) as http:
        made = http.post("/api/jobs", json={"type": "countdown", "params": {"seconds": 600}})
        assert made.status_code == 202
        path = f"/api/jobs/{made.json()['id']}"
        wait_until_sync(lambda: http.get(path).json()["state"] == "running", "the job to run")
        # The worker may have stopped it before the answer is written.
        assert http.post(f"{path}/cancel").json()["state"] in ("cancelling", "cancelled")
        wait_until_sync(lambda: http.get(path).json()["state"] == "cancelled", "the job to stop")
        wrong = http.post("/api/jobs", json={"type": "countdwon"})
        assert wrong.status_code == 422
        assert "countdown" in msgspec.json.decode(wrong.content)["error"]["detail"]["known"]


def test_launch_and_watch_in_the_shell(stack: StackCommand, session: Session) -> None:
    """The steps, the text and the end as lines where there is no terminal; the exit code says how it ended."""
    done = stack("launch", "countdown", "steps=2", "seconds=0.2", "text=Ready", "--watch")
    assert "Ready" in done.stdout
    assert "completed" in done.stdout
    failed = stack("launch", "countdown", "steps=2", "seconds=0.2", "fail_at=1", "--watch", check=False)
    assert failed.returncode == 1
    assert "held at T minus 1" in failed.stdout + failed.stderr
    assert "Traceback" not in failed.stderr


def test_ctrl_c_detaches(stack: StackCommand, session: Session) -> None:
    """It ends the watching, not the job, and says with commands that work here how to go on."""
    command = [sys.executable, "-m", "jobwidgets", "launch", "countdown", "seconds=600", "--watch"]
    with subprocess.Popen(command, env=stack.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watch:
        assert watch.stdout is not None
        while "T minus 5" not in watch.stdout.readline():
            assert watch.poll() is None
        watch.send_signal(signal.SIGINT)
        _, said = watch.communicate(timeout=60)
    assert watch.returncode == 130
    again, cancel = (line.split("  ")[1].split() for line in said.splitlines()[-2:])
    assert (again[-2], cancel[-2]) == ("watch", "cancel")
    job = session.attach(cancel[-1])
    assert job.state == "running"
    subprocess.run(cancel, env=stack.env, check=True, capture_output=True, timeout=60)
    assert job.wait(60).state == "cancelled"
