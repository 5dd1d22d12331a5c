"""Worker processes on a real Valkey, jobs put on the queue as the server does it, and what must hold afterwards."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest

from jobwidgets.bus.commands import JobBus, new_token
from jobwidgets.bus.connection import connect
from jobwidgets.bus.delivery import Delivery
from jobwidgets.bus.replies import AnswerReply, Reading
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Unavailable
from jobwidgets.protocol.events import Event
from jobwidgets.protocol.ids import new_job_id
from jobwidgets.protocol.memos import CHILD, AskMemo, ChildMemo
from jobwidgets.protocol.records import JobSpec
from jobwidgets.protocol.state import JobSnapshot, fold_all
from jobwidgets.protocol.wire import decode_events
from jobwidgets.testing import wait_until

T = TypeVar("T")
HERE = Path(__file__).parent
LEASE, BEAT, GRACE = 1.5, 0.3, 1.0
CODE_KEY = "k" * 32

_BOOT = """
import os, sys
from jobwidgets.worker.main import run_worker
url, lease, beat, grace, concurrency, key, queues, *modules = sys.argv[1:]
run_worker(url, modules, lease=float(lease), beat=float(beat), grace=float(grace), concurrency=int(concurrency),
           code_key=key or None, queues=queues.split(","))
"""


@dataclass
class WorkerProcess:
    """One ``jobwidgets worker`` and its log."""

    process: subprocess.Popen[bytes]
    log: Path

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.process.wait(30)

    def said(self, what: str) -> int:
        """How often ``what`` is in the log."""
        return self.log.read_text().count(what)


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[..., WorkerProcess]]:
    """``start_worker(url, …)`` → `WorkerProcess`; all are killed at the end, their logs printed."""
    started: list[WorkerProcess] = []

    def start(
        url: str,
        *modules: str,
        concurrency: int = 8,
        code_key: str = "",
        queues: str = "default",
        lease: float = LEASE,
        beat: float = BEAT,
        grace: float = GRACE,
    ) -> WorkerProcess:
        log = tmp_path / f"worker{len(started)}.log"
        options = [str(o) for o in (lease, beat, grace, concurrency, code_key, queues)]
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-W", "error", "-c", _BOOT, url, *options, *(modules or ("sample_jobs",))],
                cwd=HERE,
                stdout=out,
                stderr=out,
                env={**os.environ, "REDIS_URL": url},
            )
        started.append(WorkerProcess(process, log))
        return started[-1]

    yield start
    for worker in started:
        if worker.process.poll() is None:
            worker.signal(signal.SIGCONT)
            worker.kill()
        print(f"--- {worker.log.name}\n{worker.log.read_text()}")


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """``call()`` until Redis answers."""
    answer: list[T] = []

    async def once() -> bool:
        try:
            answer.append(await call())
        except Unavailable:
            return False
        return True

    await wait_until(once, "Redis to answer")
    return answer[0]


@dataclass
class Desk:
    """The server's side of the queue: launches jobs and looks at them."""

    bus: JobBus
    delivery: Delivery
    tmp_path: Path
    launched: list[str] = field(default_factory=list)

    def trace(self, name: str = "trace") -> Path:
        """A file for a job's side effects."""
        path = self.tmp_path / name
        path.touch()
        return path

    async def launch(self, type: str, **options: Any) -> str:
        """Seed a job and put it on the queue; ``options`` are `JobSpec` fields."""
        job = options.pop("job", None) or new_job_id()
        spec = JobSpec(job=job, type=type, user="ann", **options)
        await patiently(lambda: self.bus.seed(spec, created=time.time()))
        await patiently(lambda: self.delivery.enqueue(job, 1, queue=spec.lane))
        self.launched.append(job)
        return job

    async def cancel(self, job: str, *, wake: bool = True) -> None:
        """As the server does it: the wish first, then the signal. ``wake`` False: the signal is lost."""
        reply = await self.bus.cancel(job)
        assert reply is not None
        if wake:
            await self.delivery.cancel(job, reply.generation, queue=reply.queue)

    async def answer(self, job: str, key: str, answer: Any, *, deliver: bool = True) -> AnswerReply:
        """As the server does it: the answer first, then the delivery. ``deliver`` False: the server dies in between."""
        memo = msgspec.json.encode(AskMemo(answer))
        reply = await self.bus.answer(job, key, memo, msgspec.json.encode(answer), command=new_token())
        if deliver and reply.status == "ok":
            await self.delivery.enqueue(job, reply.generation, queue=reply.queue)
        return reply

    async def adopt(self, job: str) -> list[str]:
        """Launch the children that the job asked for, as the server does it."""
        known = {name: memo for name, memo in (await self.bus.memos(job)).items() if name.startswith(CHILD)}
        fresh: list[str] = []
        for memo in known.values():
            request = msgspec.json.decode(memo, type=ChildMemo).request
            assert request.id is not None
            if request.id not in self.launched:
                fresh.append(request.id)
                await self.launch(request.type, job=request.id, params=request.params, parent=job)
        return fresh

    async def read(self, job: str) -> Reading:
        reading = await patiently(lambda: self.bus.read(job))
        assert reading is not None
        return reading

    async def snapshot(self, job: str) -> JobSnapshot:
        snapshot = (await self.read(job)).snapshot
        assert snapshot is not None
        return snapshot

    async def events(self, job: str) -> list[Event]:
        """All events from the first (as long as the backlog still has them)."""
        reading = await self.bus.read(job, 1, 0)
        assert reading is not None
        return decode_events(reading.events)

    async def until(self, job: str, *states: str, timeout: float = 30) -> JobSnapshot:
        """Wait for one of the states; check what must hold of any job."""

        async def there() -> bool:
            return (await self.read(job)).state in states

        await wait_until(there, f"job {job} to be {' or '.join(states)}", timeout)
        snapshot = await self.snapshot(job)
        if snapshot.state.terminal:
            await self.check(job)
        return snapshot

    async def check(self, job: str) -> None:
        """Numbers without a hole, one end, and the fold of the events is the snapshot."""
        events = await self.events(job)
        assert [e.seq for e in events] == list(range(1, len(events) + 1))
        ends = [e for e in events if isinstance(e, ev.State) and e.state.terminal]
        assert len(ends) == 1
        assert events[-1] is ends[0]
        stored = await self.snapshot(job)
        begin = JobSnapshot(job=job, type=stored.type, epoch=1, created=stored.created)
        folded = fold_all(begin, events)
        assert (folded.state, folded.attempt, folded.channel_text()) == (
            stored.state,
            stored.attempt,
            stored.channel_text(),
        )
        assert [s.status for s in folded.step_list()] == [s.status for s in stored.step_list()]
        assert folded.result == stored.result

    async def states(self, job: str) -> list[str]:
        """The states a job went through."""
        return [e.state.value for e in await self.events(job) if isinstance(e, ev.State)]


async def _open(url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    client = connect(url)
    async with Delivery(url) as delivery:
        yield Desk(JobBus(client), delivery, tmp_path)
    await client.aclose()


@pytest.fixture
async def desk(redis_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A `Desk` on the shared Valkey."""
    async for desk in _open(redis_url, tmp_path):
        yield desk


@pytest.fixture
async def own_desk(own_valkey: Any, tmp_path: Path) -> AsyncIterator[Desk]:
    """A `Desk` on a Valkey that the test may kill."""
    async for desk in _open(own_valkey.url, tmp_path):
        yield desk


def lines(path: Path) -> list[str]:
    """What jobs noted."""
    return path.read_text().split("\n")[:-1]


async def appears(path: Path, line: str, timeout: float = 30) -> None:
    """Wait for a note."""
    await wait_until(lambda: line in lines(path), f"{line!r} in {path.name}", timeout)
