"""The parent of ``jobwidgets server --workers N``: N server processes that share one port.

It claims the port, starts the workers (`group_worker`), waits until all listen, starts one anew that dies or hangs,
passes on the wish to stop, and brings together what they count. It serves nothing itself: the kernel gives each
connection to one of the listening sockets (SO_REUSEPORT), and a worker that dies takes its socket with it. (gunicorn
and nginx do likewise; unlike theirs our workers are programs of their own and not forks, so that none inherits a loop
or a lock.)
"""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from msgspec.structs import replace

from jobwidgets.protocol.errors import ConfigurationError

from .group_port import claimed_port
from .group_wire import (
    Alive,
    Ask,
    Figures,
    Listening,
    Refused,
    Report,
    RollCall,
    Start,
    ToWorker,
    decode_from_worker,
    encode,
)
from .logging import get_logger
from .process import local_url, write_ready
from .settings import Settings

log = get_logger(__name__)

STOP_PATIENCE = 4.5
"""Seconds workers have to stop; together with the rest a stop stays below 5 s."""
ROUND_PATIENCE = 0.5
"""Seconds workers have to tell their figures."""
TRIES = 4
"""So many starts in a row that came to nothing, and nobody listening, are enough."""
STEADY = 10.0
"""Seconds after which a worker that dies was no failed start."""
HUNG_AFTER = 30
"""Seconds without a word from a worker that listens, and it hangs."""
LONGEST_PAUSE = 5.0
LONGEST_LINE = 64 * 1024 * 1024


def _pauses() -> Iterator[float]:
    """Seconds before each further start."""
    pause = 0.1
    while True:
        yield pause
        pause = min(LONGEST_PAUSE, pause * 2)


class Place:
    """The place of one worker: keeps a process in it."""

    def __init__(self, worker: int, group: "Group") -> None:
        self.worker = worker
        self.listening = False
        self.process: asyncio.subprocess.Process | None = None
        self.failures = 0
        """Starts in a row that came to nothing."""
        self._group = group
        self._refused = ""
        self._silent = 0
        """Seconds it has said nothing."""

    async def keep(self) -> None:
        """Run until cancelled. Raises `ConfigurationError` when it makes no sense to try on."""
        pauses = _pauses()
        while True:
            began = time.monotonic()
            code, listened = await self._life()
            if listened and time.monotonic() - began >= STEADY:
                pauses = _pauses()
            self.failures = 0 if listened else self.failures + 1
            if self._hopeless():
                raise ConfigurationError(
                    self._refused
                    or f"A worker of the server ended {self.failures} times before it listened (exit code {code}); "
                    "the lines before this one say why."
                )
            pause = next(pauses)
            log.warning("worker ended", worker=self.worker, code=code, why=self._refused or None, again_in=pause)
            await asyncio.sleep(pause)
            self._group.restarts += 1

    def _hopeless(self) -> bool:
        if self._group.listening:
            return False
        # Before all have listened a refusal is about the settings; later it may be about the moment.
        return self.failures >= TRIES or (bool(self._refused) and not self._group.up)

    async def _life(self) -> tuple[int, bool]:
        """One process from start to end: its exit code, and whether it ever listened."""
        listened, self._refused = False, ""
        process = self.process = await asyncio.create_subprocess_exec(
            # -P: a logging.py in the current directory must not stand in for the real one.
            *(sys.executable, "-P", "-m", "jobwidgets_server.group_worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
            start_new_session=True,  # Ctrl-C is for the parent, which passes it on
        )
        assert process.stdout is not None
        # One of them records for all: it would be the same work once more for each, only to find it done.
        shared = self._group.shared
        self.tell(Start(self.worker, replace(shared, record=shared.record and self.worker == 0)))
        watching = asyncio.create_task(self._watch(process), name=f"watch {self.worker}")
        try:
            async for line in process.stdout:
                self._silent = 0
                match decode_from_worker(line):
                    case Alive():
                        pass
                    case Listening():
                        self.listening = listened = True
                        self._group.changed()
                    case Refused(why):
                        self._refused = why
                    case Figures() as figures:
                        self._group.heard(figures)
                    case Ask(ask):
                        self._group.answer(self, ask)
        finally:
            self.listening = False
            watching.cancel()
        return await process.wait(), listened

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        """Kill the process if it hangs: it would keep its share of the connections, and nobody might record."""
        self._silent = 0
        while True:
            # Counted, not timed: while this process sleeps, with the laptop or in a debugger, nobody is late.
            await asyncio.sleep(1)
            self._silent += self.listening
            if self._silent >= self._group.hung_after:
                log.error("worker hangs", worker=self.worker, pid=process.pid, silent=self._silent, advice="killing it")
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                return

    def tell(self, message: ToWorker) -> None:
        """Write to the worker, if it is there."""
        if self.process is not None and self.process.stdin is not None:
            with contextlib.suppress(ConnectionError, RuntimeError):  # it has just ended
                self.process.stdin.write(encode(message))


class Group:
    """The workers on ``settings.port``, which `group_port.claimed_port` has claimed."""

    def __init__(self, settings: Settings, *, hung_after: int = HUNG_AFTER) -> None:
        self.hung_after = hung_after
        self.shared = replace(settings, ready_file=None)
        self.places = [Place(worker, self) for worker in range(settings.workers)]
        self.restarts = 0
        self.up = False
        """Have all listened at one time?"""
        self._all = asyncio.Event()
        self._round = 0
        self._rounds: dict[int, dict[int, asyncio.Future[Figures]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def listening(self) -> int:
        """Workers that take connections."""
        return sum(place.listening for place in self.places)

    async def run(self, stop: asyncio.Event, on_up: Callable[[], None]) -> None:
        """Keep the workers until ``stop`` is set, then end them within 5 s. ``on_up`` is called once, when all listen.

        Raises `ConfigurationError` if they cannot start.
        """
        keeping = [asyncio.create_task(place.keep(), name=f"worker {place.worker}") for place in self.places]
        stopping = asyncio.create_task(stop.wait())
        up = asyncio.create_task(self._all.wait())
        try:
            waited: list[asyncio.Task[Any]] = [*keeping, stopping]
            done, _ = await asyncio.wait([*waited, up], return_when=asyncio.FIRST_COMPLETED)
            if up in done:
                on_up()
                done, _ = await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            mine: list[asyncio.Task[Any]] = [*keeping, stopping, up, *self._tasks]
            for task in mine:
                task.cancel()
            await asyncio.gather(*mine, return_exceptions=True)
            await self._end()

    async def _end(self) -> None:
        alive = [place.process for place in self.places if place.process and place.process.returncode is None]
        for process in alive:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        if not alive:
            return
        ends = [asyncio.create_task(process.wait()) for process in alive]
        _, late = await asyncio.wait(ends, timeout=STOP_PATIENCE)
        for process in alive:
            if process.returncode is None:
                log.warning("worker killed", pid=process.pid, why=f"it did not stop within {STOP_PATIENCE:g} s")
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
        if late:
            await asyncio.wait(late)

    def changed(self) -> None:
        """A worker listens."""
        if not self.up and self.listening == len(self.places):
            self.up = True
            self._all.set()

    # ── figures ────────────────────────────────────────────────────────────────────────────────

    def answer(self, place: Place, ask: int) -> None:
        """Collect everybody's figures for a worker."""
        task = asyncio.create_task(self._answer(place, ask))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, place: Place, ask: int) -> None:
        self._round += 1
        number, loop = self._round, asyncio.get_running_loop()
        waiting = self._rounds[number] = {each.worker: loop.create_future() for each in self.places if each.listening}
        try:
            for each in self.places:
                if each.worker in waiting:
                    each.tell(Report(number))
            if waiting:
                await asyncio.wait(waiting.values(), timeout=ROUND_PATIENCE)
        finally:
            del self._rounds[number]
        figures = [future.result() for future in waiting.values() if future.done()]
        place.tell(RollCall(ask, len(self.places), self.listening, self.restarts, figures))

    def heard(self, figures: Figures) -> None:
        """A worker has answered."""
        future = self._rounds.get(figures.round, {}).get(figures.worker)
        if future is not None and not future.done():
            future.set_result(figures)


async def run_group(
    settings: Settings,
    *,
    stop: asyncio.Event,
    on_ready: Callable[[str], None] | None = None,
    hung_after: int = HUNG_AFTER,
) -> None:
    """Run ``settings.workers`` servers on one port until ``stop`` is set; then stop them within 5 s. One that is silent
    for ``hung_after`` seconds is killed and replaced.

    When all listen the ready file is written, with the pid of this process, and ``on_ready`` is called with the URL.
    Raises `ConfigurationError` when the port is taken or the workers cannot start.
    """
    with claimed_port(settings.host, settings.port) as port:
        url = local_url(settings.host, port)

        def up() -> None:
            log.info("listening", url=url, workers=settings.workers, pid=os.getpid())
            if settings.ready_file is not None:
                write_ready(settings.ready_file, url, port)
            if on_ready is not None:
                on_ready(url)

        await Group(replace(settings, port=port), hung_after=hung_after).run(stop, up)
        log.info("stopped", workers=settings.workers)
