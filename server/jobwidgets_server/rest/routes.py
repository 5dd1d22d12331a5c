"""The table of all endpoints: what is routed and what OpenAPI describes."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from aiohttp import web

from jobwidgets.protocol.errors import (
    BadRequest,
    CodeNotAllowed,
    Conflict,
    IdempotencyConflict,
    InvalidAnswer,
    InvalidParams,
    JobWidgetsError,
    NotFound,
    NotWaiting,
    TooLarge,
    Unauthorized,
    Unavailable,
    UnknownJobType,
)
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.records import (
    History,
    JobPage,
    JobRecord,
    LaunchRequest,
    SchedulePage,
    ScheduleRecord,
    ScheduleRequest,
)

from ..auth import Identity, bearer, read_token
from ..keys import ACTIVITY, IDENTITY, SETTINGS
from . import jobs, schedules, system
from .events import MAX_EVENTS
from .lookup import no_such_job
from .requests import MAX_PAGE, check_query
from .shapes import (
    ActivityAnswer,
    CancelRequest,
    DeletedSchedule,
    Diagnostics,
    EventsAnswer,
    Health,
    InputRequest,
    Readiness,
    RetryRequest,
    ShareAnswer,
    ShareRequest,
    TypeList,
    WorkerList,
)

Public = Callable[[web.Request], Awaitable[web.Response]]
Private = Callable[[web.Request, str], Awaitable[web.Response]]


class Query(NamedTuple):
    """A query parameter, described."""

    name: str
    description: str
    schema: dict[str, Any]


class Route(NamedTuple):
    """One endpoint. ``answers`` maps a status to its shape; None stands for text. The first docstring line of
    the handler is its summary. ``idle``: asking does not count as using the server. ``shared``: a share token of the
    job in the path is good enough."""

    method: str
    path: str
    answers: dict[int, Any]
    private: Private | None = None
    public: Public | None = None
    body: Any = None
    body_optional: bool = False
    query: tuple[Query, ...] = ()
    errors: tuple[type[JobWidgetsError], ...] = ()
    idle: bool = False
    shared: bool = False

    @property
    def handler(self) -> Private | Public:
        """The function behind it."""
        found = self.private or self.public
        assert found is not None
        return found


_TEXT = {"type": "string"}
_TIME = {"type": "number", "minimum": 0}
_LIST = {"type": "array", "items": _TEXT}
_BODY = (BadRequest, TooLarge)
_JOB = (NotFound, Unavailable)

ROUTES: tuple[Route, ...] = (
    Route(
        "POST",
        "/api/jobs",
        {202: JobRecord, 200: JobRecord},
        private=jobs.launch,
        body=LaunchRequest,
        errors=(*_BODY, CodeNotAllowed, IdempotencyConflict, Conflict, UnknownJobType, InvalidParams, Unavailable),
    ),
    Route(
        "GET",
        "/api/jobs",
        {200: JobPage},
        private=jobs.index,
        query=(
            Query("state", "only these states", {"type": "array", "items": {"enum": [str(s) for s in JobState]}}),
            Query("type", "only these job types", _LIST),
            Query("tag", "only jobs that carry all these tags", _LIST),
            Query("text", "words to look for in what was asked for and what came of it", _TEXT),
            Query("q", "the same as `text`", _TEXT),
            Query("since", "only jobs made at this time or later, in seconds since 1970", _TIME),
            Query("until", "only jobs made before this time", _TIME),
            Query("origin", "only jobs launched from here (a notebook's path)", _TEXT),
            Query("parent", "only jobs that this job launched", _TEXT),
            Query("schedule", "only jobs that this schedule launched", _TEXT),
            Query("cursor", "from the page before", _TEXT),
            Query("limit", "jobs per page", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE}),
        ),
        errors=(BadRequest, Unavailable),
    ),
    Route("GET", "/api/jobs/{id}", {200: JobRecord}, private=jobs.show, errors=(BadRequest, *_JOB), shared=True),
    Route(
        "POST",
        "/api/jobs/{id}/cancel",
        {200: JobRecord, 202: JobRecord},
        private=jobs.cancel,
        body=CancelRequest,
        body_optional=True,
        errors=(*_BODY, *_JOB),
    ),
    Route(
        "POST",
        "/api/jobs/{id}/input",
        {200: JobRecord},
        private=jobs.answer,
        body=InputRequest,
        errors=(*_BODY, *_JOB, NotWaiting, InvalidAnswer),
    ),
    Route(
        "POST",
        "/api/jobs/{id}/retry",
        {202: JobRecord, 200: JobRecord},
        private=jobs.retry,
        body=RetryRequest,
        body_optional=True,
        errors=(*_BODY, *_JOB, CodeNotAllowed, Conflict, IdempotencyConflict, UnknownJobType, InvalidParams),
    ),
    Route(
        "GET",
        "/api/jobs/{id}/events",
        {200: EventsAnswer},
        private=jobs.events,
        query=(
            Query("after", "number of the last event known", {"type": "integer", "minimum": 0}),
            Query("epoch", "its epoch; the current one if not given", {"type": "integer", "minimum": 0}),
            Query("limit", "events per page", {"type": "integer", "minimum": 1, "maximum": MAX_EVENTS}),
        ),
        errors=(BadRequest, *_JOB),
        shared=True,
    ),
    Route(
        "GET",
        "/api/jobs/{id}/history",
        {200: History},
        private=jobs.history,
        errors=(BadRequest, *_JOB),
        shared=True,
    ),
    Route(
        "POST",
        "/api/jobs/{id}/share",
        {200: ShareAnswer},
        private=jobs.share,
        body=ShareRequest,
        body_optional=True,
        errors=(*_BODY, *_JOB),
    ),
    Route(
        "POST",
        "/api/schedules",
        {200: ScheduleRecord},
        private=schedules.put,
        body=ScheduleRequest,
        errors=(*_BODY, CodeNotAllowed, UnknownJobType, InvalidParams, Unavailable),
    ),
    Route("GET", "/api/schedules", {200: SchedulePage}, private=schedules.index, errors=(Unavailable,)),
    Route(
        "DELETE",
        "/api/schedules/{name}",
        {200: DeletedSchedule},
        private=schedules.delete,
        errors=(BadRequest, *_JOB),
    ),
    Route("GET", "/api/types", {200: TypeList}, private=system.types, errors=(Unavailable,)),
    Route("GET", "/api/workers", {200: WorkerList}, private=system.workers, errors=(Unavailable,)),
    Route("GET", "/api/diagnostics", {200: Diagnostics}, private=system.diagnostics),
    Route(
        "GET",
        "/api/activity",
        {200: ActivityAnswer},
        private=system.activity,
        errors=(Unavailable,),
        idle=True,
    ),
    Route("GET", "/healthz", {200: Health}, public=system.healthz),
    Route("GET", "/readyz", {200: Readiness, 503: Readiness}, public=system.readyz),
    Route("GET", "/metrics", {200: None}, public=system.metrics),
)


def add_routes(app: web.Application) -> None:
    """Register all of `ROUTES`."""
    for route in ROUTES:
        app.router.add_route(route.method, route.path, _guarded(route))


def _guarded(route: Route) -> Public:
    known = [query.name for query in route.query]

    async def handle(request: web.Request) -> web.Response:
        check_query(request, known)
        if route.public is not None:
            return await route.public(request)
        assert route.private is not None
        who = read_token(request.app[SETTINGS].jwt_secret, bearer(request.headers.get("Authorization")))
        if who.job is not None:
            _check_shared(route, request, who)
        if not route.idle:
            request.app[ACTIVITY].touch()
        request[IDENTITY] = who
        return await route.private(request, who.user)

    return handle


def _check_shared(route: Route, request: web.Request, who: Identity) -> None:
    """Refuse what a share token does not open, before anything is looked up: all of it is as if it were not there."""
    job = request.match_info.get("id")
    if job is None:
        raise Unauthorized("This token shows one job and opens nothing else: get one with `jobwidgets token`.")
    if not route.shared or not who.may_see(job):
        raise no_such_job(job)


def described_errors(route: Route) -> list[type[JobWidgetsError]]:
    """The errors a client may meet, `Unauthorized` included."""
    return [*([Unauthorized] if route.private else []), *dict.fromkeys(route.errors)]
