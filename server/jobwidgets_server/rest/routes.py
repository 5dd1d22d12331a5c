"""The table of all endpoints: what is routed and what OpenAPI describes."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from aiohttp import web

from jobwidgets.protocol.errors import (
    BadRequest,
    CodeNotAllowed,
    Conflict,
    IdempotencyConflict,
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
from jobwidgets.protocol.records import JobPage, JobRecord, LaunchRequest

from ..auth import bearer, read_token
from ..keys import ACTIVITY, SETTINGS
from . import jobs, system
from .requests import MAX_PAGE, check_query
from .shapes import (
    ActivityAnswer,
    CancelRequest,
    Diagnostics,
    EventsAnswer,
    Health,
    InputRequest,
    Readiness,
    RetryRequest,
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
    the handler is its summary. ``idle``: asking does not count as using the server."""

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

    @property
    def handler(self) -> Private | Public:
        """The function behind it."""
        found = self.private or self.public
        assert found is not None
        return found


_TEXT = {"type": "string"}
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
            Query("q", "text to look for in id, type and parameters", _TEXT),
            Query("cursor", "from the page before", _TEXT),
            Query("limit", "jobs per page", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE}),
        ),
        errors=(BadRequest, Unavailable),
    ),
    Route("GET", "/api/jobs/{id}", {200: JobRecord}, private=jobs.show, errors=(BadRequest, *_JOB)),
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
        {},
        private=jobs.answer,
        body=InputRequest,
        errors=(*_BODY, *_JOB, NotWaiting),
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
        ),
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
        settings = request.app[SETTINGS]
        user = read_token(settings.jwt_secret, bearer(request.headers.get("Authorization"))).user
        if not route.idle:
            request.app[ACTIVITY].touch()
        return await route.private(request, user)

    return handle


def described_errors(route: Route) -> list[type[JobWidgetsError]]:
    """The errors a client may meet, `Unauthorized` included."""
    return [*([Unauthorized] if route.private else []), *dict.fromkeys(route.errors)]
