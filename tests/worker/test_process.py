"""The process of a sync job, without a queue: what it inherits, what it may say, how it ends."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cloudpickle
import msgspec
import pytest

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import BufferFull, JobFailed
from jobwidgets.protocol.events import Event
from jobwidgets.testing import FakeHost, wait_until
from jobwidgets.worker.frames import Start
from jobwidgets.worker.process import JobProcess
from jobwidgets.worker.registry import job

from .test_cancel import alive


class Emitting(FakeHost):
    """Gives what is emitted to a function."""

    def __init__(self, emit: Callable[[Event], None]) -> None:
        super().__init__()
        self.give = emit

    def emit(self, event: Event) -> None:
        self.give(event)


def process(
    fn: Any, emit: Callable[[Event], None] = lambda _: None, *, grace: float = 1.0, **params: Any
) -> JobProcess:
    """One that runs a function of this file, sent as a notebook's function is."""
    start = Start("j1", 1, "ann", "fn", msgspec.json.encode(params), code=cloudpickle.dumps(fn))
    return JobProcess(start, Emitting(emit), grace=grace)


def by_value(source: str) -> Any:
    """A function as a notebook has it: in `__main__`, so that it travels by value."""
    space: dict[str, Any] = {"__name__": "__main__", "job": job}
    exec(source, space)
    return space["fn"]


async def test_the_worker_s_secrets_and_files_stay_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The process has stdin, stdout, stderr and its link; no key, no addresses with passwords; a group of its own."""
    monkeypatch.setenv("JOBWIDGETS_CODE_KEY", "hush")
    monkeypatch.setenv("REDIS_URL", "redis://:hush@h/0")
    monkeypatch.setenv("KEPT", "yes")
    source = """
def fn(ctx):
    import os
    links = [f"/proc/self/fd/{n}" for n in os.listdir("/proc/self/fd") if int(n) > 2]
    sockets = [n for n in links if os.path.exists(n) and os.readlink(n).startswith(("socket", "/"))]
    return {"env": dict(os.environ), "sockets": len(sockets), "leader": os.getpgrp() == os.getpid(),
            "stdin": os.readlink("/proc/self/fd/0")}
"""
    with (tmp_path / "file").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        seen = await process(by_value(source)).run()
    assert "hush" not in str(seen["env"])
    assert seen["env"]["KEPT"] == "yes"
    assert (seen["sockets"], seen["leader"], seen["stdin"]) == (1, True, "/dev/null")


async def test_output_becomes_log_events(tmp_path: Path) -> None:
    """Lines of stdout are info, of stderr warnings; a progress bar shows its last state; no line is too long."""
    said: list[Event] = []
    source = """
def fn(ctx):
    import sys
    print("one"); print("two", flush=True)
    sys.stderr.write("10%\\r50%\\r100%\\n"); sys.stderr.flush()
    sys.stdout.write("x" * 20000 + "\\n"); sys.stdout.write("no newline")
"""
    await process(by_value(source), said.append).run()
    logs = [(e.level, e.message) for e in said if isinstance(e, ev.Log)]
    assert [m for level, m in logs if level == "warning"] == ["100%"]
    info = [m for level, m in logs if level == "info"]
    assert info[:2] == ["one", "two"]
    assert "".join(info[2:-1]) == "x" * 20000
    assert info[-1] == "no newline"
    assert max(map(len, info)) <= 8192


async def test_a_traceback_begins_with_the_function() -> None:
    """What runs the function, this package and asyncio, is not shown; what the function calls is, asyncio too."""
    source = (
        "import asyncio\n"
        "async def hurt():\n  return await asyncio.wait_for(asyncio.gather(later()), 5)\n"
        "async def later():\n  raise ValueError('it broke')\n"
        "async def fn(ctx):\n  await hurt()\n"
    )
    with pytest.raises(JobFailed) as caught:
        await process(by_value(source)).run()
    assert caught.value.error is not None
    trace = caught.value.error.traceback or ""
    head, *frames = [line for line in trace.splitlines() if not line.startswith("    ")]
    assert head == "Traceback (most recent call last):"
    assert frames[0].endswith("in fn")
    assert frames[1].endswith("in hurt")
    assert frames[-2].endswith("in later")
    assert any("asyncio" in frame for frame in frames[2:-2]), "the function's own calls stay"
    assert "jobwidgets/worker" not in trace


async def test_a_full_buffer_makes_the_function_wait() -> None:
    """Nothing it says is lost while Redis is away for long."""
    said: list[Event] = []
    full = True

    def emit(event: Event) -> None:
        if full:
            raise BufferFull
        said.append(event)

    running = asyncio.create_task(process(by_value("def fn(ctx):\n  for i in range(9): ctx.log(i)\n"), emit).run())
    await asyncio.wait({running}, timeout=0.6)
    assert not running.done()
    full = False
    await running
    assert [e.message for e in said if isinstance(e, ev.Log)] == [str(i) for i in range(9)]


async def test_words_of_a_process_travel_together() -> None:
    """A call for each token is cheap: whole and in order, before what is said after them, in few events."""
    source = """
def fn(ctx):
    for i in range(20_000):
        ctx.write(f"{i} ")
    with ctx.step("after"):
        ctx.write("last")
"""
    said: list[Event] = []
    await process(by_value(source), said.append).run()
    text = [e.delta for e in said if isinstance(e, ev.Text)]
    assert "".join(text) == "".join(f"{i} " for i in range(20_000)) + "last"
    assert len(text) < 1_000
    assert [type(e) for e in said[-3:]] == [ev.Step, ev.Text, ev.Step]


async def test_a_function_cannot_move_its_job() -> None:
    """Only the worker says how a job ends; a process that claims otherwise fails."""
    source = """
def fn(ctx):
    from jobwidgets.protocol import events as ev
    ctx.emit(ev.State(job=ctx.id, state=ev.JobState.COMPLETED))
    import time; time.sleep(30)
"""
    said: list[Event] = []
    running = process(by_value(source), said.append)
    with pytest.raises(Exception, match="may not send events of kind State"):
        await running.run()
    assert said == []
    assert running.pid is not None
    assert not alive(running.pid)


async def test_an_event_that_cannot_travel_is_refused_where_it_was_said() -> None:
    """The function sees the error at its own line."""
    with pytest.raises(JobFailed) as caught:
        await process(by_value("def fn(ctx):\n  ctx.step('s', detail=object()).__enter__()\n")).run()
    assert caught.value.error.type == "ProtocolError"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (b"not a pickle", "cannot be loaded here"),
        (cloudpickle.dumps(5), "is not a function"),
        (b"cno_such_module\nfn\n.", "needs the module 'no_such_module'"),
    ],
    ids=["garbage", "number", "module"],
)
async def test_code_that_cannot_be_loaded_says_why(code: bytes, said: str) -> None:
    """A readable error for the job's owner."""
    start = Start("j1", 1, "ann", "fn", b"{}", code=code)
    with pytest.raises(JobFailed) as caught:
        await JobProcess(start, FakeHost(), grace=1).run()
    assert caught.value.error.type == "ConfigurationError"
    assert said in caught.value.error.message


async def test_an_async_function_is_cancelled_in_its_process() -> None:
    """A notebook's coroutine gets its CancelledError and may clean up."""
    said: list[Event] = []
    source = """
async def fn(ctx):
    import asyncio
    ctx.write("a")
    try:
        await asyncio.sleep(60)
    finally:
        ctx.write("cleaned")
"""
    running = asyncio.create_task(process(by_value(source), said.append).run())
    await wait_until(lambda: said, "the function to run")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert [e.delta for e in said if isinstance(e, ev.Text)] == ["a", "cleaned"]


async def test_what_the_function_started_ends_with_it() -> None:
    """Processes of its group are gone when the job is over, and do not hold it up."""
    source = """
def fn(ctx):
    import subprocess, threading, time
    threading.Thread(target=time.sleep, args=(60,)).start()
    return subprocess.Popen(["sleep", "60"]).pid
"""
    pid = await asyncio.wait_for(process(by_value(source)).run(), 30)
    await wait_until(lambda: not alive(pid), "the grandchild to be gone")


async def test_a_stop_never_tears_a_frame() -> None:
    """SIGTERM while the function waits in the middle of a large event: the event arrives whole, the end is clean."""
    said: list[Event] = []
    full = False

    def emit(event: Event) -> None:
        if full:
            raise BufferFull
        said.append(event)

    source = """
def fn(ctx):
    with ctx.step("flood"):
        while True:
            ctx.artifact("big", "x" * 200_000, "text/plain")
"""
    running = asyncio.create_task(process(by_value(source), emit, grace=5).run())
    await wait_until(lambda: len(said) > 3, "the flood")
    full = True
    await asyncio.wait({running}, timeout=0.5)  # the pipe fills up and the function waits
    running.cancel()
    await asyncio.wait({running}, timeout=0.3)
    full = False
    with pytest.raises(asyncio.CancelledError):
        await running
    last = said[-1]
    assert isinstance(last, ev.Step)
    assert last.status == "cancelled"


async def test_a_function_that_waits_for_room_is_stopped_and_cleans_up() -> None:
    """Redis takes nothing, the function waits until it is heard: a stop reaches it all the same, at once."""
    source = """
def fn(ctx):
    with ctx.step("flood"):
        while True:
            ctx.write("x" * 10_000)
"""

    class Full(FakeHost):
        waiting = 0

        async def drain(self) -> None:
            self.waiting += 1
            await asyncio.Event().wait()

    host = Full()
    start = Start("j1", 1, "ann", "fn", b"{}", code=cloudpickle.dumps(by_value(source)))
    running = asyncio.create_task(JobProcess(start, host, grace=30).run())
    await wait_until(lambda: host.waiting, "no room")
    await asyncio.wait({running}, timeout=0.2)  # the pipe fills up and the function waits
    running.cancel()
    async with asyncio.timeout(20):
        await asyncio.wait({running})
    assert running.cancelled()
    assert [step.status for step in host.snapshot.steps.values()] == ["cancelled"]


def test_the_process_does_not_load_the_servers_libraries() -> None:
    """Starting one is quick because it imports neither docket nor Redis."""
    import subprocess

    code = "import sys, jobwidgets.worker.child; print([m for m in ('docket', 'redis', 'aiohttp') if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
