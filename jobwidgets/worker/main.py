"""A worker process: loads job modules, starts the parts, stops them in order on SIGTERM or SIGINT."""

import asyncio
import contextlib
import importlib
import logging
import os
import signal
import socket
import sys
import sysconfig
import threading
import time
import traceback
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Self

from ..bus.commands import JobBus
from ..bus.connection import connect
from ..bus.delivery import Delivery
from ..bus.limits import Limits
from ..protocol.code import code_key as checked_code_key
from ..protocol.errors import ConfigurationError, JobWidgetsError, Unavailable
from ..protocol.records import DEFAULT_BEAT, DEFAULT_LEASE, DEFAULT_QUEUE, PRIORITIES, WorkerInfo, lane_of
from .attempt import Parts
from .intake import Intake
from .lease import LeaseKeeper, hold_for
from .logs import configure_logs
from .registry import jobs_in
from .runner import Runner
from .settings import WorkerSettings
from .slots import Slots
from .taking import Offer
from .wake import Wakes

_EXIT_WITHIN = 1.0

log = logging.getLogger(__name__)


def load_offers(modules: Iterable[str]) -> dict[str, Offer]:
    """Import the modules and return their jobs by type name. Raises `ConfigurationError` that names the module."""
    offers: dict[str, Offer] = {}
    for name in modules:
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as why:
            if why.name is not None and (name == why.name or name.startswith(f"{why.name}.")):
                raise ConfigurationError(
                    f"There is no module {name!r}; give the name as in `import {name}`, from the folder it is in."
                ) from why
            raise ConfigurationError(f"Module {name!r} needs {why.name!r}, which is not installed.") from why
        except JobWidgetsError:
            raise  # a job that cannot be one: the sentence names it
        except (Exception, SystemExit) as why:
            said = f"{type(why).__name__}: {why.msg if isinstance(why, SyntaxError) else why}"
            raise ConfigurationError(f"Module {name!r} cannot be imported: {said} ({_where(why)}).") from why
        found = jobs_in(module)
        if not found:
            raise ConfigurationError(f"Module {name!r} has no jobs; mark functions with `@jobwidgets.job`.")
        for kind, definition in found.items():
            other = offers.setdefault(kind, Offer(definition, name))
            if other.definition is not definition:
                raise ConfigurationError(f"Modules {other.module!r} and {name!r} both have a job {kind!r}.")
    return offers


def _where(why: BaseException) -> str:
    """``file:line`` of the user's own code that ``why`` came from: no library's, where there is such."""
    if isinstance(why, SyntaxError) and why.filename:
        return f"{why.filename}:{why.lineno}"
    # Libraries may well lie below the directory of the standard library, and with a venv beside the user's files.
    libraries = tuple(sysconfig.get_path(place) for place in ("stdlib", "platstdlib", "purelib", "platlib"))
    frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(why.__traceback__)]
    own = [place for place in frames if not place[0].startswith(("<", *libraries)) and place[0] != __file__]
    file, line = (own or frames)[-1]
    return f"{file}:{line}"


class Worker:
    """All parts of one worker on the running loop: ``async with Worker(settings): …`` stops it by a drain."""

    def __init__(self, settings: WorkerSettings) -> None:
        self.settings = settings
        offers = load_offers(settings.modules)
        if not offers and settings.code_key is None:
            raise ConfigurationError(
                "This worker would run nothing: name a module with jobs, or set JOBWIDGETS_CODE_KEY."
            )
        self._queues = tuple(dict.fromkeys(settings.queues))
        self._client = connect(settings.redis_url)
        self._delivery = Delivery(settings.redis_url)
        self._started = time.time()
        infos = [offer.definition.info for offer in offers.values()]
        self._types = sorted(info.name for info in infos)
        self._keeper = LeaseKeeper(
            settings.redis_url, lease=settings.lease, beat=settings.beat, info=self._info, types=infos
        )
        self._wakes = Wakes(settings.redis_url, settings.id, on_wake=self._wake, on_gap=self._wake_all)
        self.runner = Runner(
            Parts(JobBus(self._client), self._delivery, self._wakes, settings),
            self._keeper,
            offers,
            Slots(settings.concurrency),
            Limits(self._client, hold_for(settings.lease)),
        )
        self._intakes = [
            Intake(lane_of(queue, priority), rank, self.runner, settings)
            for queue in self._queues
            for rank, priority in enumerate(PRIORITIES)
        ]
        self.runner.taker.lanes = self._intakes

    def _wake(self, job: str) -> None:
        self.runner.wake(job)

    def _wake_all(self) -> None:
        self.runner.wake_all()

    def _info(self, running: int) -> WorkerInfo:
        settings = self.settings
        return WorkerInfo(
            id=settings.id,
            host=socket.gethostname(),
            pid=os.getpid(),
            types=self._types,
            queues=list(self._queues),
            concurrency=settings.concurrency,
            running=max(0, running - self.runner.parked),
            parked=self.runner.parked,
            started=self._started,
            version=_version(),
            code=settings.code_key is not None,
        )

    async def __aenter__(self) -> Self:
        # `ConfigurationError`: better not to run than to run unheard. Redis may be away yet; the beats look again.
        with contextlib.suppress(Unavailable):
            await JobBus(self._client).agree()
        self._keeper.start()
        self._wakes.start()
        for intake in self._intakes:
            intake.start()
        log.info(
            "worker %s takes jobs of %s: %s%s",
            self.settings.id,
            ", ".join(self._queues),
            ", ".join(self._types) or "no types of its own",
            ", and functions sent from notebooks" if self.settings.code_key else "",
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The order is the point: deliveries of drained jobs are acknowledged while docket's loops end.
        self.runner.close()
        for intake in self._intakes:
            intake.close()
        await self.runner.drain()
        await asyncio.gather(*(intake.stop() for intake in self._intakes))
        await self._keeper.stop()
        await self._wakes.stop()
        await self._delivery.__aexit__(None, None, None)
        await self._client.aclose()
        log.info("worker %s has stopped", self.settings.id)


def run_worker(
    redis_url: str,
    modules: Sequence[str],
    *,
    queues: Sequence[str] = (DEFAULT_QUEUE,),
    concurrency: int = 8,
    code_key: str | None = None,
    lease: float = DEFAULT_LEASE,
    beat: float = DEFAULT_BEAT,
    grace: float = 10.0,
    max_attempts: int = 3,
    log_level: str = "INFO",
) -> None:
    """Run a worker until SIGTERM or SIGINT, then hand its jobs back and return. A second signal ends it at once.

    ``modules`` are looked for in the current folder too. ``code_key``: text of ``JOBWIDGETS_CODE_KEY``, None
    to refuse functions sent from notebooks. ``lease``, ``beat`` and ``grace`` in seconds. Raises `ConfigurationError`.
    """
    if not 0 < beat <= lease / 2:
        raise ConfigurationError(f"a lease of {lease:g} s needs a beat of at most half of it, not {beat:g} s")
    if (here := os.getcwd()) not in sys.path:
        sys.path.insert(0, here)
    settings = WorkerSettings(
        redis_url=redis_url,
        modules=tuple(modules),
        queues=tuple(queues),
        concurrency=concurrency,
        code_key=None if code_key is None else checked_code_key(code_key),
        lease=lease,
        beat=beat,
        grace=grace,
        max_attempts=max_attempts,
    )
    configure_logs(log_level)
    asyncio.run(_until_signal(settings))


async def _until_signal(settings: WorkerSettings) -> None:
    stop = asyncio.Event()

    def asked(name: str) -> None:
        if stop.is_set():
            log.warning("%s again: ending at once; running jobs are taken over when their leases end", name)
            os._exit(1)
        log.info("%s: handing running jobs back", name)
        stop.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked, number.name)
    async with Worker(settings):
        await stop.wait()
    # Functions that would not stop, and threads they left behind, do not hold up the exit.
    last = threading.Timer(_EXIT_WITHIN, os._exit, (0,))
    last.daemon = True
    last.start()


def _version() -> str:
    try:
        return version("jobwidgets")
    except PackageNotFoundError:
        return ""
