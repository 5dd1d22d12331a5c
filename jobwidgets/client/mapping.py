"""`JobMap`: one job for each item of a list, as one thing."""

import asyncio
import contextlib
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from msgspec.structs import replace

from ..protocol.errors import BadRequest, InvalidParams, JobWidgetsError, MapInterrupted
from ..protocol.events import JobState
from ..protocol.ids import new_job_id
from . import items as item_params
from .frame import Row, dataframe
from .functions import Target, target_of
from .job import Job
from .launching import Launch, LaunchOptions, Retry
from .observers import Observers
from .params import as_json
from .waiting import PIECE, Interrupts, heard

if TYPE_CHECKING:
    from .session import Session

Errors = Literal["raise", "return", "none"]
_MAX_RUNNING = 100_000

_log = logging.getLogger(__name__)


class JobMap(Sequence[Job]):
    """The jobs of a `map`, in the order of its items; as the last line of a cell, a live table.

    ``params`` are those of each job, ``concurrency`` how many run at a time, ``title`` what the table is called.
    All attributes are live; none of them blocks or asks the server.
    """

    def __init__(
        self, session: "Session", jobs: Sequence[Job], params: Sequence[dict[str, Any]], *, title: str, concurrency: int
    ) -> None:
        self.session = session
        self.title = title
        self.concurrency = concurrency
        self.params = tuple(params)
        self.swaps = 0
        """How often jobs were retried and have others in their places."""
        self._jobs = list(jobs)
        self._observers: Observers[JobMap] = Observers()
        # One place a job. No lock: each is written for itself, and the sums are made when they are asked for.
        self._states: list[JobState] = [job.state for job in jobs]
        self._shares = [0.0 for _ in jobs]
        self._open = set(range(len(jobs)))
        self._over = threading.Event()
        for number, job in enumerate(self._jobs):
            self._watch(number, job)
        self._note_end()

    # a sequence

    def __len__(self) -> int:
        return len(self._jobs)

    @overload
    def __getitem__(self, index: int) -> Job: ...
    @overload
    def __getitem__(self, index: slice) -> list[Job]: ...
    def __getitem__(self, index: int | slice) -> Job | list[Job]:
        return self._jobs[index]

    # how it stands

    @property
    def done(self) -> bool:
        """True once every job is over, or cannot be followed any further."""
        return self._over.is_set()

    @property
    def counts(self) -> dict[str, int]:
        """Number of jobs by state; all states are there. A job that the server refused has ``failed``."""
        counted = Counter(self._states)
        return {str(state): counted[state] for state in JobState}

    @property
    def progress(self) -> float:
        """The mean of the jobs, from 0 to 1; one that is over counts 1, whatever its end."""
        return sum(self._shares) / len(self._shares) if self._shares else 1.0

    def __repr__(self) -> str:
        return f"<JobMap {self.title}: {len(self)} jobs, {self._standing()}>"

    def _ipython_display_(self) -> None:
        from IPython.display import display

        from ..widgets import JobTable

        display(JobTable(self))

    def observe(self, callback: Callable[["JobMap"], object]) -> Callable[[], None]:
        """Call ``callback(map)`` after each change of a job, until the returned function is called.

        It is called on the connection's thread and must be quick. What it raises is logged.
        """
        return self._observers.add(callback)

    # what one can do

    def wait(self, timeout: float | None = None) -> "JobMap":
        """Wait until all jobs are over, whatever their ends, and return the map.

        Raises `TimeoutError` after ``timeout`` seconds. Ctrl-C ends the waiting, not the jobs.
        """
        self.session._start()
        deadline = _Deadline(timeout)
        try:
            while not self._over.wait(deadline.piece()):
                self._while_waiting(deadline)
        except KeyboardInterrupt:
            raise MapInterrupted(self._standing()) from None
        return self

    def results(self, errors: Errors = "raise", timeout: float | None = None) -> list[Any]:
        """What the jobs returned, in the order of the items; waits for them like `wait`.

        ``errors`` says what becomes of a job that has failed or was cancelled: ``raise`` raises the error of the first
        one, ``return`` puts the error into its place, ``none`` puts None there.
        """
        if errors not in ("raise", "return", "none"):
            raise BadRequest(f"errors= is one of raise, return, none, not {errors!r}.")
        self.wait(timeout)
        return self._outcomes(errors)

    def __await__(self) -> Generator[Any, None, list[Any]]:
        return self._wait_async().__await__()

    def dataframe(self) -> Any:
        """A pandas ``DataFrame``, one row a job, as of now: a column for each parameter, ``state``, the result
        (``result``, or a column for each entry where results are dicts), ``error``, ``seconds`` and ``id``.

        A name that is taken already gets ``result.`` before it. Raises `ConfigurationError` where pandas is missing.
        """
        return dataframe([Row(params, job.snapshot) for params, job in zip(self.params, self._jobs, strict=True)])

    def cancel(self) -> None:
        """Ask for all jobs that are not over to be cancelled; returns at once."""
        self.session._cancel(*self._jobs)

    def retry_failed(self) -> "JobMap":
        """Launch each job that has failed again; the new jobs take the places of the old ones. Returns the map."""
        self.retry(*(n for n, job in enumerate(self._jobs) if job.state is JobState.FAILED))
        return self

    def retry(self, *numbers: int) -> None:
        """Launch the jobs at these places again, which must be over; the new jobs take their places.

        Raises `BadRequest` for one that is not over.
        """
        old = [self._jobs[number] for number in numbers]
        for job in old:
            if not job.state.terminal:
                raise BadRequest(f"Job {job.id} is {job.state}; only a job that is over can be retried.")
        again = [Retry(job.id, job.type) for job in old]
        for number, job in zip(numbers, self.session._launch_later(*again), strict=True):
            job.params = self.params[number]
            self._jobs[number] = job
            self._watch(number, job)
        if numbers:
            self.swaps += 1
            self._note_end()
            self._observers.notify(self)

    # inside

    def _watch(self, number: int, job: Job) -> None:
        def changed(job: Job) -> None:
            if self._jobs[number] is not job:
                return
            self._look(number, job)
            self._note_end()
            self._observers.notify(self)

        job.observe(changed)
        self._look(number, job)

    def _look(self, number: int, job: Job) -> None:
        # Threads that tell of two changes at once must not leave the older one behind: whoever is last looks again.
        while True:
            seen = state, over = job.state, job.done
            self._states[number] = JobState.FAILED if over and not state.terminal else state
            self._shares[number] = 1.0 if over else (job.progress or 0.0)
            (self._open.discard if over else self._open.add)(number)
            if seen == (job.state, job.done):
                return

    def _note_end(self) -> None:
        while True:
            over = not self._open
            (self._over.set if over else self._over.clear)()
            if over == (not self._open):
                return

    def _standing(self) -> str:
        return ", ".join(f"{n} {state}" for state, n in self.counts.items() if n) or "none"

    def _while_waiting(self, deadline: "_Deadline") -> None:
        if deadline.passed:
            raise TimeoutError(f"{len(self._open)} of {len(self)} jobs are not over yet: {self._standing()}.")
        if JobState.WAITING_INPUT in self._states:
            for job in self._jobs:
                if (hint := job._hint()) is not None:
                    _log.warning("%s", hint)

    async def _wait_async(self) -> list[Any]:
        self.session._start()
        loop, over = asyncio.get_running_loop(), asyncio.Event()

        def notice(_map: "JobMap") -> None:
            if self.done:
                # The waiter's loop may be gone in the meantime.
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(over.set)

        remove = self.observe(notice)
        try:
            with Interrupts(over) as interrupts:
                while not self.done:
                    await heard(over, PIECE)
                    if interrupts.noticed:
                        raise MapInterrupted(self._standing())
                    self._while_waiting(_Deadline(None))
        finally:
            remove()
        return self._outcomes("raise")

    def _outcomes(self, errors: Errors) -> list[Any]:
        found: list[Any] = []
        for job in self._jobs:
            try:
                found.append(job._checked()._outcome())
            except JobWidgetsError as why:
                if errors == "raise":
                    raise
                found.append(why if errors == "return" else None)
        return found


class _Deadline:
    def __init__(self, timeout: float | None) -> None:
        self._at = None if timeout is None else time.monotonic() + timeout

    @property
    def passed(self) -> bool:
        return self._at is not None and time.monotonic() >= self._at

    def piece(self) -> float:
        """Seconds to wait now."""
        return PIECE if self._at is None else min(PIECE, max(0.0, self._at - time.monotonic()))


def launch_map(
    session: "Session",
    what: str | Callable[..., Any],
    items: Iterable[Any],
    common: dict[str, Any],
    options: LaunchOptions,
    *,
    concurrency: int,
    title: str | None,
) -> JobMap:
    """What `Session.map` does."""
    if isinstance(concurrency, bool) or not isinstance(concurrency, int) or not 1 <= concurrency <= _MAX_RUNNING:
        raise BadRequest(f"concurrency= takes a whole number from 1 to {_MAX_RUNNING:,}, not {concurrency!r}.")
    if isinstance(items, str | bytes | Mapping) or not isinstance(items, Iterable):
        raise BadRequest(f"map() takes a list of items, not one {type(items).__name__}.")
    target, listed = target_of(what), list(items)
    types = session._ask(session.rest.types) if target.function is None and item_params.by_position(listed) else None
    plain = _checked(target, item_params.parameters(target, listed, common, types))
    # The group is the key's, so that the same cell in a new kernel shares its turn with the jobs that are there.
    group = options.key or str(new_job_id())
    keys = [None] * len(plain) if options.key is None else item_params.keys(options.key, plain)
    origin = session.origin()
    launches = [
        Launch(target, params, replace(options, key=key, group=group, group_limit=concurrency), origin)
        for params, key in zip(plain, keys, strict=True)
    ]
    jobs = _launched(session, launches)
    for job, params in zip(jobs, plain, strict=True):
        job.params = params
    return JobMap(session, jobs, plain, title=title or target.type, concurrency=concurrency)


def _launched(session: "Session", launches: list[Launch]) -> list[Job]:
    if not launches:
        return []
    first, *rest = launches
    # The first is launched here and now: what is wrong with it is likely to be wrong with all.
    jobs = [session._originate(first)]
    if first.request.code is not None:
        for launch in rest:
            launch.take_code_along()
    return jobs + session._launch_later(*rest)


def _checked(target: Target, all_params: list[dict[str, Any]]) -> list[dict[str, Any]]:
    plain: list[dict[str, Any]] = []
    for number, params in enumerate(all_params):
        try:
            plain.append(as_json(target.type, params))
            target.check(plain[-1])
        except InvalidParams as why:
            raise item_params.misfit(target, number, why) from None
    return plain
