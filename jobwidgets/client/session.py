"""`Session`: one server, one connection, the jobs of this process."""

import threading
import time
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from ..protocol.errors import InvalidParams, JobWidgetsError, ServerUnreachable
from ..protocol.ids import check_job_id
from ..protocol.records import JobRecord, Priority, ScheduleRecord, ScheduleRequest
from ..protocol.state import ChildRef, JobSnapshot
from . import listing
from .connection import Connection
from .endpoint import Endpoint, FixedEndpoint
from .job import Job, initial_snapshot
from .launching import Launch, LaunchOptions, Origination, Retry
from .lifetime import track
from .listing import JobList
from .mapping import JobMap, launch_map
from .observers import Observers
from .origin import find_origin
from .outbox import Action, Outbox
from .rest import Rest
from .status import ConnectionStatus
from .times import Moment, Seconds
from .together import Together

EXIT_PATIENCE = 2.0
"""Seconds the process waits at its end for what the user asked for to reach the server."""
FLUSH_PATIENCE = 2.0
"""Seconds a launch waits for what was asked before it, so that the order stays the user's."""
CHILD_PATIENCE = 60.0
"""Seconds until a child that its parent has told of must be there."""

T = TypeVar("T")


class Session:
    """A server as one user sees it. Thread-safe; usable as a context manager.

    Nothing is contacted before the first call. ``token`` may be a callable that gives a token that is
    good now, for tokens that expire. ``origin()`` gives the place that jobs carry as theirs, by default the path of
    the notebook or of the script.
    """

    def __init__(
        self,
        url: str | Endpoint,
        token: str | Callable[[], str | None] | None = None,
        *,
        origin: Callable[[], str | None] = find_origin,
    ) -> None:
        self.origin = origin
        self.endpoint: Endpoint = FixedEndpoint(url, token) if isinstance(url, str) else url
        self.rest = Rest(self.endpoint)
        self._connection = Connection(self.endpoint)
        self._connection.observers.add(self._status_changed)
        self._outbox = Outbox(self._announce)
        self._observers: Observers[ConnectionStatus] = Observers()
        self._reached = False
        self._lock = threading.Lock()
        self._jobs: weakref.WeakValueDictionary[str, Job] = weakref.WeakValueDictionary()
        self._unfinished: dict[str, Job] = {}
        self._closed = False
        track(self)

    @property
    def url(self) -> str:
        """The server's URL."""
        return self.endpoint.url

    def page_url(self, job: str | None = None) -> str:
        """Where the web page is: the board of the user's jobs, or the page of this one. Whoever opens it is asked to
        sign in; `jobwidgets open` brings its user there signed in."""
        return f"{self.url}/" if job is None else f"{self.url}/jobs/{job}"

    @property
    def status(self) -> ConnectionStatus:
        """How the connection stands."""
        return self._connection.status

    @property
    def pending(self) -> int:
        """Number of the user's actions that the server has not been told yet."""
        return self._outbox.pending

    @property
    def unfinished(self) -> list[Job]:
        """The jobs launched or attached to here that are not over, oldest first."""
        return list(self._unfinished.values())

    def observe(self, callback: Callable[[ConnectionStatus], object]) -> Callable[[], None]:
        """Call ``callback(status)`` whenever `status`, `pending` or `unfinished` changes, until the returned
        function is called. On any thread; must be quick. What it raises is logged."""
        remove = self._observers.add(callback)
        self._start()
        return remove

    def launch(
        self,
        what: str | Callable[..., Any],
        /,
        params: dict[str, Any] | None = None,
        *,
        key: str | None = None,
        delay: Seconds | None = None,
        at: Moment | None = None,
        timeout: Seconds | None = None,
        retries: int | None = None,
        tags: Sequence[str] = (),
        priority: Priority | None = None,
        max_tokens: int | None = None,
        max_cost: float | None = None,
        **more: Any,
    ) -> Job:
        """Launch a job and return at once.

        Args:
            what: the name of a job type, a function marked with ``@job``, or a plain function
                ``f(ctx, …)``. A function no worker knows is sent to the worker by value.
            params: the job's parameters, JSON-able. Keyword arguments that are none of the options
                below are parameters too; a parameter that has the name of an option goes here.
            key: launching again with the same key gives the same job, also from a restarted kernel.
            delay: seconds (or a timedelta) before it may start.
            at: instead of ``delay`` the moment, a datetime or seconds since 1970.
            timeout: seconds (or a timedelta) one attempt may take.
            retries: how often a failed attempt is repeated.
            tags: up to 20 words to find it again by.
            priority: ``high``, ``normal`` or ``low``; if left out, what its type says.
            max_tokens: once it has used so many it pauses and asks whether to go on.
            max_cost: the same, in US dollars.

        While a server that was reached before is away, the launch is kept and sent when it is back
        (``job.pending``). Raises `ServerUnreachable` if none was ever reached, `UnknownJobType`,
        `InvalidParams`, `TooLarge`, `CodeNotAllowed`, `Unavailable`, `BadRequest`, and `IdempotencyConflict` if ``key``
        belongs to a job that was launched with something else.
        """
        options = LaunchOptions(
            key=key,
            delay=delay,
            at=at,
            timeout=timeout,
            retries=retries,
            tags=tags,
            priority=priority,
            max_tokens=max_tokens,
            max_cost=max_cost,
        )
        return self._originate(Launch(what, _parameters("launch", what, params, more), options, self.origin()))

    def map(
        self,
        what: str | Callable[..., Any],
        items: Iterable[Any],
        /,
        *,
        concurrency: int = 8,
        key: str | None = None,
        title: str | None = None,
        timeout: Seconds | None = None,
        retries: int | None = None,
        tags: Sequence[str] = (),
        priority: Priority | None = None,
        max_tokens: int | None = None,
        max_cost: float | None = None,
        **common: Any,
    ) -> JobMap:
        """Launch a job for each item and return at once.

        Args:
            what: as in `launch`.
            items: a mapping is an item's parameters by name; a tuple gives the first parameters, anything else the
                first one.
            concurrency: how many of them run at a time, over all workers, also after this process has ended.
            key: mapping again with the same key gives the same jobs for the same items, also from a restarted kernel;
                only items that are new to the key are launched.
            title: what the map is called where it is shown; the job's type if left out.
            common: parameters of all jobs; an item's own go before them.

        The other options as in `launch`, for each job. All jobs have their ids at once; those the server has not been
        told of yet are ``pending`` and shown as queued, and take the id of the job that has their ``key``. Raises
        what `launch` raises for the first item, and `InvalidParams`, naming the item, for one that cannot be right.
        """
        options = LaunchOptions(
            key=key,
            timeout=timeout,
            retries=retries,
            tags=tags,
            priority=priority,
            max_tokens=max_tokens,
            max_cost=max_cost,
        )
        return launch_map(self, what, items, common, options, concurrency=concurrency, title=title)

    def attach(self, job: str) -> Job:
        """The job with this id, live. Raises `NotFound` and `InvalidId`."""
        check_job_id(job)
        known = self._jobs.get(job)
        if known is not None and known.problem is None:
            return known
        return self._adopt(self._ask(lambda: self.rest.job(job)))

    def jobs(
        self,
        *,
        state: str | Sequence[str] | None = None,
        type: str | Sequence[str] | None = None,
        tag: str | Sequence[str] | None = None,
        since: datetime | Seconds | None = None,
        text: str | None = None,
        mine: bool = False,
        parent: str | None = None,
        schedule: str | None = None,
        limit: int = 50,
    ) -> JobList:
        """The user's latest jobs, newest first, as they stand in the record (which may lag by a moment).

        Args:
            state: only in this state, or in one of these; likewise ``type``.
            tag: only those that carry it, or all of these.
            since: only launched after this moment, or within the last so many seconds (or a timedelta).
            text: words to look for in id, type and parameters.
            mine: only those launched from this notebook or script, whichever kernel it had then.
            parent: only those that this job launched.
            schedule: only those that the schedule of this name launched.
            limit: at most so many.

        As the last line of a cell, a table, live for those that are not over. For a live job:
        ``attach(record.id)``. Raises `BadRequest`, and `ConfigurationError` for ``mine`` in a bare
        interpreter.
        """
        filters = listing.query(
            state=state,
            type=type,
            tag=tag,
            since_=since,
            text=text,
            parent=parent,
            schedule=schedule,
            origin=listing.own(self.origin()) if mine else None,
        )
        found = listing.collect(
            limit, lambda size, cursor: self._ask(lambda: self.rest.jobs(**filters, limit=size, cursor=cursor))
        )
        return JobList(found, self)

    def schedule(
        self,
        name: str,
        cron: str,
        what: str | Callable[..., Any],
        /,
        params: dict[str, Any] | None = None,
        *,
        timezone: str = "UTC",
        timeout: Seconds | None = None,
        retries: int | None = None,
        tags: Sequence[str] = (),
        priority: Priority | None = None,
        max_tokens: int | None = None,
        max_cost: float | None = None,
        **more: Any,
    ) -> ScheduleRecord:
        """Launch a job whenever ``cron`` comes round, with or without this notebook.

        Args:
            name: the schedule's; the same name again replaces it.
            cron: minute, hour, day of the month, month, day of the week, as in ``"0 8 * * 1-5"``.
            what: the name of a job type, or a function marked with ``@job`` that workers have.
            timezone: in which ``cron`` is read, as in ``"Europe/Berlin"``.

        The others as in `launch`. Raises `BadRequest` for what cannot be scheduled, and what `launch` raises.
        """
        options = LaunchOptions(
            timeout=timeout,
            retries=retries,
            tags=tags,
            priority=priority,
            max_tokens=max_tokens,
            max_cost=max_cost,
        )
        launch = Launch(what, _parameters("schedule", what, params, more), options)
        request = ScheduleRequest(name=name, cron=cron, request=launch.scheduled(), timezone=timezone)
        return self._ask(lambda: self.rest.schedule(request))

    def schedules(self) -> list[ScheduleRecord]:
        """The user's schedules, by name: when each was last and is next due, and what came of it."""
        return self._ask(self.rest.schedules)

    def unschedule(self, name: str) -> None:
        """Remove a schedule; jobs it launched run on. Raises `NotFound`."""
        self._ask(lambda: self.rest.unschedule(name))

    def check(self) -> "Session":
        """Return self if the server answers and accepts the token.

        Raises `ServerUnreachable` and `Unauthorized`.
        """
        self._ask(lambda: self.rest.jobs(limit=1))
        return self

    def close(self, timeout: float = EXIT_PATIENCE) -> None:
        """Send what is pending, for at most ``timeout`` seconds, and disconnect. Jobs run on."""
        if self._closed:
            return
        self._closed = True
        self._outbox.close(timeout)
        self._connection.close()
        self.rest.close()

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Session {self.url} {self.status.state}>"

    # for jobs

    def _start(self) -> None:
        self._connection.start()

    def _cancel(self, *jobs: Job) -> None:
        """Ask for all of them to be cancelled; they are told together."""
        living = [job for job in jobs if job.pending or not job.done]
        for job in living:
            job._cancel_asked()

        def perform(job: Job) -> None:
            if job.problem is None:
                self._ask(lambda: self.rest.cancel(job.id))

        self._put("cancelling", living, perform, Job._cancel_refused)

    def _retry(self, job: Job) -> Job:
        return self._originate(Retry(job.id, job.type))

    def _child(self, ref: ChildRef, parent: str) -> Job:
        with self._lock:
            known = self._jobs.get(ref.id)
            if known is not None and known.problem is None:
                return known
            job = Job(self, JobSnapshot(job=ref.id, type=ref.type, created=ref.at), parent=parent)
            self._jobs[job.id] = self._unfinished[job.id] = job
        self._follow(job, expected_until=time.monotonic() + CHILD_PATIENCE)
        self._announce()
        return job

    def _job_changed(self, job: Job) -> None:
        if job.done == (job.id in self._unfinished):
            with self._lock:
                if job.done:
                    self._unfinished.pop(job.id, None)
                else:
                    self._unfinished[job.id] = job
            self._announce()

    # launching and contact

    @property
    def _was_reached(self) -> bool:
        return self._reached or self._connection.ever_connected

    def _ask(self, call: Callable[[], T]) -> T:
        """Ask the server; an embedded stack that has stopped is started again first."""
        try:
            answer = call()
        except ServerUnreachable:
            if not self.endpoint.start():
                raise
            answer = call()
        if not self._reached or not self.status.connected:
            self._reached = True
            self._connection.wake()
        return answer

    def _caught_up(self) -> bool:
        """True once the server knows all that was asked for before."""
        return self._outbox.flush(FLUSH_PATIENCE if self.status.connected else 0.0)

    def _originate(self, launch: Origination) -> Job:
        if self._caught_up():
            try:
                return self._adopt(self._sent(launch))
            except ServerUnreachable:
                if not self._was_reached:
                    raise
        return self._launch_later(launch)[0]

    def _launch_later(self, *launches: Origination) -> list[Job]:
        """Jobs that have their ids at once; the server is told of them together."""
        jobs = [Job(self, JobSnapshot(job=launch.job, type=launch.type), pending=True) for launch in launches]
        by_job = dict(zip(jobs, launches, strict=True))
        with self._lock:
            for job in jobs:
                self._jobs[job.id] = self._unfinished[job.id] = job

        def perform(job: Job) -> None:
            record = self._sent(by_job[job])
            with self._lock:
                # With a key, the job may be there already under another id.
                self._jobs.pop(job.id, None)
                self._unfinished.pop(job.id, None)
                self._jobs[record.id] = self._unfinished[record.id] = job
            job._accepted(record)
            self._job_changed(job)
            self._follow(job)

        def failed(job: Job, error: JobWidgetsError) -> None:
            job._refused(error)
            self._job_changed(job)

        self._put("launching", jobs, perform, failed)
        self._connection.wake()
        return jobs

    def _put(
        self,
        doing: str,
        jobs: list[Job],
        perform: Callable[[Job], object],
        failed: Callable[[Job, JobWidgetsError], object],
    ) -> None:
        if len(jobs) == 1:
            [job] = jobs
            what = f"{doing} job {job.id} ({job.type})"
            self._outbox.put(Action(what, lambda: perform(job), lambda error: failed(job, error)))
        elif jobs:
            self._outbox.put(Together(doing, jobs, perform, failed).action())

    def _sent(self, launch: Origination) -> JobRecord:
        """Launch it. Of a job that is there already and over, the record comes with its result."""
        record = launch.send(self.rest, self._ask)
        if record.state.terminal and record.snapshot is None:
            return self._ask(lambda: self.rest.job(record.id))
        return record

    def _adopt(self, record: JobRecord) -> Job:
        with self._lock:
            known = self._jobs.get(record.id)
            if known is not None and known.problem is None:
                return known
            job = Job(self, initial_snapshot(record), parent=record.parent)
            job.params = record.params
            self._jobs[job.id] = job
            if not job.done:
                self._unfinished[job.id] = job
        self._follow(job)
        self._announce()
        return job

    def _follow(self, job: Job, *, expected_until: float = 0.0) -> None:
        watch = job._begin(expected_until)
        self._connection.watch(watch)
        gone = weakref.finalize(job, self._connection.unwatch, watch)
        gone.atexit = False

    def _status_changed(self, status: ConnectionStatus) -> None:
        if status.connected:
            self._outbox.wake()
        self._observers.notify(status)

    def _announce(self) -> None:
        self._observers.notify(self.status)

    def _after_fork(self) -> None:
        # Another thread of the parent may have held any of these.
        self._lock = threading.Lock()
        self.rest.after_fork()
        self._outbox.after_fork()
        self._connection.after_fork()
        for job in list(self._jobs.values()):
            job._after_fork()


def _parameters(
    call: str, what: str | Callable[..., Any], params: dict[str, Any] | None, more: dict[str, Any]
) -> dict[str, Any]:
    if not isinstance(params, Mapping | None):
        said = {repr(params)[:40]: f"parameters go by name, as in {call}('search', query=…)"}
        raise InvalidParams(what if isinstance(what, str) else getattr(what, "__name__", repr(what)), said)
    if twice := set(params or {}) & set(more):
        raise TypeError(f"{call}() got parameter {sorted(twice)[0]!r} twice, in params and by name")
    return {**(params or {}), **more}
