"""The watching side of every alternative: each starts its worker, launches jobs that tell, and sees what comes."""

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Protocol

from jobwidgets.client.connection import Connection
from jobwidgets.client.endpoint import FixedEndpoint
from jobwidgets.client.session import Session
from jobwidgets.client.subscriptions import Watch
from jobwidgets.client.tracker import Outcome, Tracker
from jobwidgets.local import valkey
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import JobWidgetsError
from jobwidgets.protocol.state import JobSnapshot
from jobwidgets.testing import wait_until_sync

from ..stack import Stack, running, wait_for_type
from ..timing import family

Seen = Callable[[int], None]
"""Told the number of an update when it is seen; on any thread."""


class Way(Protocol):
    """One way to see the progress of a running job."""

    def pids(self) -> list[int]:
        """Every process between the job's function and the watcher, but for Redis."""
        ...

    def launch(self, run: str, rate: float, seconds: float) -> Any:
        """Start a job that tells; what is needed to watch it."""
        ...

    def watch(self, job: Any, seen: Seen) -> Callable[[], None]:
        """Watch the job from now on, until the returned function is called: the watcher is gone then. Watched again
        with the same ``job``, it goes on as a watcher does that had lost its connection."""
        ...


class CeleryWay:
    """``AsyncResult`` asked again and again."""

    def __init__(self, app: Any, pid: int, every: float) -> None:
        self._app, self._pid, self._every = app, pid, every

    def pids(self) -> list[int]:
        return family(self._pid)

    def launch(self, run: str, rate: float, seconds: float) -> Any:
        return self._app.send_task("bench.alternatives.celery_app.tell", (run, rate, seconds))

    def watch(self, job: Any, seen: Seen) -> Callable[[], None]:
        stop = threading.Event()

        def look() -> None:
            last = 0
            while not stop.wait(self._every):
                info = job.info  # asks the backend
                number = info.get("n", 0) if isinstance(info, dict) else 0
                if number != last:
                    last = number
                    seen(number)

        return _on_thread(look, stop.set)


class DaskWay:
    """``log_event`` and ``subscribe_topic``."""

    def __init__(self, address: str, pids: list[int]) -> None:
        from distributed import Client

        self._client = Client(address, set_as_default=False)
        self._pids = pids

    def pids(self) -> list[int]:
        return [pid for parent in self._pids for pid in family(parent)]

    def launch(self, run: str, rate: float, seconds: float) -> Any:
        from .dask_task import tell

        return run, self._client.submit(tell, run, rate, seconds, pure=False)

    def watch(self, job: Any, seen: Seen) -> Callable[[], None]:
        topic, _ = job
        self._client.subscribe_topic(topic, lambda event: seen(event[1]))
        return lambda: self._client.unsubscribe_topic(topic)

    def close(self) -> None:
        self._client.close()


class DocketWay:
    """docket's ``Progress`` and ``Execution.subscribe``."""

    def __init__(self, url: str, pid: int) -> None:
        self._url, self._pid = url, pid

    def pids(self) -> list[int]:
        return family(self._pid)

    def launch(self, run: str, rate: float, seconds: float) -> Any:
        from docket import Docket

        from .docket_app import NAME, tell

        async def add() -> None:
            async with Docket(name=NAME, url=self._url) as docket:
                docket.register(tell)
                await docket.add(tell, key=run)(run, rate, seconds)

        asyncio.run(add())
        return run

    def watch(self, job: Any, seen: Seen) -> Callable[[], None]:
        from docket import Docket

        from .docket_app import NAME

        loop = asyncio.new_event_loop()
        ready = threading.Event()

        async def listen() -> None:
            async with Docket(name=NAME, url=self._url) as docket:
                execution = await docket.get_execution(job)
                assert execution is not None
                subscribed = asyncio.Event()
                telling = asyncio.ensure_future(subscribed.wait())
                telling.add_done_callback(lambda _: ready.set())
                async for event in execution.subscribe(ready=subscribed):
                    if event["type"] == "progress" and event["current"]:
                        seen(event["current"])

        def run() -> None:
            task = loop.create_task(listen())
            stopping.append(lambda: loop.call_soon_threadsafe(task.cancel))
            try:
                loop.run_until_complete(asyncio.wait([task]))
            finally:
                loop.close()

        stopping: list[Callable[[], object]] = []
        stop = _on_thread(run, lambda: stopping[0]())
        ready.wait(10)
        return stop


class OurWay:
    """A job of ours and a connection's watch: what `Job.events` and the widgets stand on."""

    def __init__(self, stack: Stack, pids: list[int], kind: str) -> None:
        self._stack, self._pids, self._kind = stack, pids, kind
        self._session = Session(stack.server_url, stack.token)

    def pids(self) -> list[int]:
        return [pid for parent in self._pids for pid in family(parent)]

    def launch(self, run: str, rate: float, seconds: float) -> Any:
        job = self._session.launch(f"tell_{self._kind}", run=run, rate=rate, seconds=seconds)
        return Tracker(JobSnapshot(job=job.id))

    def watch(self, job: Any, seen: Seen) -> Callable[[], None]:
        connection = Connection(FixedEndpoint(self._stack.server_url, self._stack.token))
        connection.watch(Watch(job.snapshot.job, job, _Listener(job, seen)))
        wait_until_sync(lambda: job.snapshot.seq > 0, "the job's snapshot", poll=0.002)
        return connection.close

    def close(self) -> None:
        self._session.close()


class _Listener:
    def __init__(self, tracker: Tracker, seen: Seen) -> None:
        self._tracker, self._seen = tracker, seen

    def applied(self, outcome: Outcome) -> None:
        if outcome.replaced:
            snapshot = self._tracker.snapshot
            step = snapshot.steps.get("s")
            if step is not None:
                self._seen(step.detail)
            elif snapshot.progress is not None and snapshot.progress.value:
                self._seen(int(snapshot.progress.value))
        for event in outcome.events:
            if isinstance(event, ev.Step):
                self._seen(event.detail)
            elif isinstance(event, ev.Progress) and event.value is not None:
                self._seen(int(event.value))

    def refused(self, error: JobWidgetsError) -> None:
        raise error


def _on_thread(run: Callable[[], None], stop: Callable[[], object]) -> Callable[[], None]:
    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def stopped() -> None:
        stop()
        thread.join(5)

    return stopped


@contextmanager
def all_ways(stack: Stack) -> Iterator[dict[str, Way]]:
    """Every way with its worker running, by name."""
    # Celery's module reads the URL when it is imported.
    os.environ["REDIS_URL"] = stack.redis_url
    from .celery_app import app

    port = valkey.free_port()
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as closing:
        celery = closing.enter_context(
            running(
                stack, "celery", "-A", "bench.alternatives.celery_app", "worker", "--concurrency=1", "--loglevel=error"
            )
        )
        docket = closing.enter_context(running(stack, "bench.alternatives.docket_app"))
        options = ("--host", "127.0.0.1", "--no-dashboard")
        scheduler = closing.enter_context(
            running(stack, "distributed.cli.dask_scheduler", *options, "--port", str(port))
        )
        worker = closing.enter_context(
            running(stack, "distributed.cli.dask_worker", address, *options, "--no-nanny", "--nthreads", "1")
        )
        ours = closing.enter_context(running(stack, "jobwidgets", "worker", "bench.alternatives.jobs"))
        wait_for_type(stack, "tell_step")
        wait_until_sync(lambda: app.control.ping(timeout=0.5), "Celery's worker")
        dask = DaskWay(address, [scheduler, worker])
        closing.callback(dask.close)
        steps, progress = (OurWay(stack, [stack.server_pid, ours], kind) for kind in ("step", "progress"))
        closing.callback(steps.close)
        closing.callback(progress.close)
        yield {
            "Celery `update_state`, asked every 0.5 s": CeleryWay(app, celery, 0.5),
            "Celery `update_state`, asked every 0.05 s": CeleryWay(app, celery, 0.05),
            "Dask `log_event`, `subscribe_topic`": dask,
            "docket `Progress`, `subscribe`": DocketWay(stack.redis_url, docket),
            "jobwidgets `ctx.progress`": progress,
            "jobwidgets, a step event each": steps,
        }
