"""`Session`: one server, one connection, the jobs of this process. What `jobwidgets.launch` and its like use."""

import os
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from ..protocol.errors import InvalidParams, JobWidgetsError, ServerUnreachable
from ..protocol.ids import check_job_id
from ..protocol.records import JobRecord
from ..protocol.state import JobSnapshot
from .connection import Connection
from .endpoint import EmbeddedEndpoint, Endpoint, FixedEndpoint
from .job import Job, initial_snapshot
from .launching import Launch, Seconds
from .lifetime import track
from .observers import Observers
from .outbox import Action, Outbox
from .rest import Rest
from .status import ConnectionStatus

EXIT_PATIENCE = 2.0
"""Seconds the process waits at its end for what the user asked for to reach the server."""
FLUSH_PATIENCE = 2.0
"""Seconds a launch waits for what was asked before it, so that the order stays the user's."""

T = TypeVar("T")


class Session:
    """A server as one user sees it. Thread-safe; usable as a context manager.

    Nothing is contacted before the first call. ``token`` may be a callable that gives a token that is
    good now, for tokens that expire.
    """

    def __init__(self, url: str | Endpoint, token: str | Callable[[], str | None] | None = None) -> None:
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
        timeout: Seconds | None = None,
        retries: int | None = None,
        tags: Sequence[str] = (),
        **more: Any,
    ) -> Job:
        """Launch a job and return at once.

        Args:
            what: the name of a job type, a function marked with ``@job``, or a plain function
                ``f(ctx, …)``. A function no worker knows is sent to the worker by value.
            params: the job's parameters, JSON-able. Keyword arguments that are none of the options
                below are parameters too; a parameter that has the name of an option goes here.
            key: launching again with the same key gives the same job.
            delay: seconds (or a timedelta) before it may start.
            timeout: seconds (or a timedelta) one attempt may take.
            retries: how often a failed attempt is repeated.
            tags: up to 20 words to find it again by.

        While a server that was reached before is away, the launch is kept and sent when it is back
        (``job.pending``). Raises `ServerUnreachable` if none was ever reached, `UnknownJobType`,
        `InvalidParams`, `TooLarge`, `CodeNotAllowed`, `Unavailable`.
        """
        if not isinstance(params, Mapping | None):
            said = {repr(params)[:40]: "parameters go by name, as in launch('search', query=…)"}
            raise InvalidParams(what if isinstance(what, str) else getattr(what, "__name__", repr(what)), said)
        if twice := set(params or {}) & set(more):
            raise TypeError(f"launch() got parameter {sorted(twice)[0]!r} twice, in params and by name")
        launch = Launch(
            what,
            {**(params or {}), **more},
            key=key,
            delay=delay,
            timeout=timeout,
            retries=retries,
            tags=tags,
        )
        if self._outbox.flush(FLUSH_PATIENCE if self.status.connected else 0.0):
            try:
                return self._adopt(launch.send(self.rest, self._ask))
            except ServerUnreachable:
                if not self._was_reached:
                    raise
        return self._launch_later(launch)

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
        state: str | None = None,
        type: str | None = None,
        tag: str | None = None,
        q: str | None = None,
        limit: int = 50,
    ) -> list[JobRecord]:
        """The user's latest jobs, newest first, as they stand in the record (which may lag by a moment).

        ``q`` is looked for in id, type and parameters. For a live job: ``attach(record.id)``.
        """
        found: list[JobRecord] = []
        cursor: str | None = None
        while len(found) < limit:
            wanted = min(limit - len(found), 200)
            page = self._ask(
                lambda wanted=wanted, cursor=cursor: self.rest.jobs(
                    state=state, type=type, tag=tag, q=q, limit=wanted, cursor=cursor
                )
            )
            found += page.jobs
            cursor = page.cursor
            if cursor is None:
                break
        return found

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

    def _cancel(self, job: Job) -> None:
        if job.done and not job.pending:
            return
        job._cancel_asked()

        def perform() -> None:
            if job.problem is None:
                self._ask(lambda: self.rest.cancel(job.id))

        self._outbox.put(Action(f"cancelling job {job.id}", perform, job._cancel_refused))

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

    def _launch_later(self, launch: Launch) -> Job:
        job = Job(self, JobSnapshot(job=launch.job, type=launch.type), pending=True)
        with self._lock:
            self._jobs[job.id] = self._unfinished[job.id] = job

        def perform() -> None:
            record = launch.send(self.rest, self._ask)
            with self._lock:
                # With a key, the job may be there already under another id.
                self._jobs.pop(job.id, None)
                self._unfinished.pop(job.id, None)
                self._jobs[record.id] = self._unfinished[record.id] = job
            job._accepted(record)
            self._follow(job)

        def failed(error: JobWidgetsError) -> None:
            job._refused(error)
            self._job_changed(job)

        self._outbox.put(Action(f"launching job {job.id} ({job.type})", perform, failed))
        self._connection.wake()
        return job

    def _adopt(self, record: JobRecord) -> Job:
        with self._lock:
            known = self._jobs.get(record.id)
            if known is not None and known.problem is None:
                return known
            job = Job(self, initial_snapshot(record))
            self._jobs[job.id] = job
            if not job.done:
                self._unfinished[job.id] = job
        self._follow(job)
        self._announce()
        return job

    def _follow(self, job: Job) -> None:
        watch = job._begin()
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
        global _default_lock
        # Another thread of the parent may have held any of these.
        _default_lock = threading.Lock()
        self._lock = threading.Lock()
        self.rest.after_fork()
        self._outbox.after_fork()
        self._connection.after_fork()
        for job in list(self._jobs.values()):
            job._after_fork()


def default_session() -> Session:
    """The session that `jobwidgets.launch` and its like use, made at the first call.

    ``JOBWIDGETS_URL`` and ``JOBWIDGETS_TOKEN`` say which server; without them it is this user's
    embedded stack, which is started if need be (that takes seconds and may raise `StackError`).
    """
    global _default
    with _default_lock:
        if _default is None or _default._closed:
            url = os.environ.get("JOBWIDGETS_URL")
            _default = Session(url, _token_of_environment) if url else Session(EmbeddedEndpoint())
        return _default


def _token_of_environment() -> str | None:
    # Looked at each time: a token that expired is replaced by setting the variable again.
    return os.environ.get("JOBWIDGETS_TOKEN") or None


def connect(url: str | None = None, token: str | Callable[[], str | None] | None = None) -> Session:
    """Use this server from now on, and find out now whether it answers and accepts the token.

    Without ``url``: as `default_session`. Raises `ServerUnreachable`, `Unauthorized`, `StackError`.
    """
    global _default
    if url is None:
        return default_session().check()
    session = Session(url, token)
    try:
        session.check()
    except BaseException:
        session.close()
        raise
    with _default_lock:
        # The jobs of the session used so far stay live.
        _default = session
    return session


_default: Session | None = None
_default_lock = threading.Lock()
