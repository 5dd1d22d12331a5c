"""What happens around every request: Host check, CORS, errors in one shape, figures, a line in the log."""

import time

from aiohttp import web
from aiohttp.typedefs import Handler

from jobwidgets.protocol.errors import BadRequest, JobWidgetsError, NotFound, TooLarge
from jobwidgets.protocol.ids import new_job_id

from ..keys import METRICS, SETTINGS
from ..logging import get_logger
from .replies import error_reply
from .routes import ROUTES

log = get_logger(__name__)

_OURS = frozenset(route.path for route in ROUTES) | {"/api/openapi.json"}
_QUIET = frozenset({"/healthz", "/readyz", "/metrics", "/api/activity"})


@web.middleware
async def around(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The one middleware. No exception and no traceback gets past it."""
    began = time.perf_counter()
    route = _route(request)
    response = await _answer(request, handler)
    if route in _OURS or response.status >= 400:
        seconds = time.perf_counter() - began
        metrics = request.app[METRICS]
        metrics.requests.labels(request.method if route else "other", route or "other", response.status).inc()
        metrics.seconds.labels(route or "other").observe(seconds)
        write = log.debug if route in _QUIET else log.info
        write(
            "request",
            method=request.method,
            path=request.path,
            status=response.status,
            ms=round(seconds * 1000, 1),
        )
    return response


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        _check_host(request)
        if request.method == "OPTIONS" and (preflight := _preflight(request)) is not None:
            return preflight
        return await handler(request)
    except JobWidgetsError as why:
        if why.status >= 500 and why.status != 503:
            log.error("request failed", path=request.path, exc_info=why)
        return error_reply(why)
    except web.HTTPException as why:
        if why.status < 400:
            raise
        return _http_error(request, why)
    except (ConnectionResetError, ConnectionAbortedError) as why:
        # The client is gone: nobody reads the answer, and it is no bug.
        log.debug("client gone", path=request.path, error=str(why))
        return error_reply(BadRequest("The connection was closed."))
    except Exception as why:
        number = new_job_id()
        log.error("bug", path=request.path, incident=number, exc_info=why)
        return error_reply(
            JobWidgetsError(
                f"An error inside the server; its log tells more under incident {number}.", {"incident": number}
            )
        )


def _route(request: web.Request) -> str | None:
    resource = request.match_info.route.resource
    return None if resource is None else resource.canonical


def _check_host(request: web.Request) -> None:
    # Not request.url.host: that is parsed leniently, and a name we misread is a name we must not trust.
    name = request.headers.get("Host", "")
    name = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
    if not request.app[SETTINGS].check_host(name):
        raise BadRequest(
            f"This server does not answer to the name {name[:100]!r}; add it to JOBWIDGETS_ALLOWED_HOSTS if it should."
        )


def _http_error(request: web.Request, why: web.HTTPException) -> web.Response:
    if isinstance(why, web.HTTPNotFound):
        return error_reply(NotFound(f"There is nothing at {request.path[:200]}; see /api/openapi.json."))
    if isinstance(why, web.HTTPRequestEntityTooLarge):
        limit = request.client_max_size
        return error_reply(TooLarge("The request", limit + 1, limit))
    headers = {}
    sentence = f"{why.reason}."
    if isinstance(why, web.HTTPMethodNotAllowed):
        headers["Allow"] = ", ".join(sorted(why.allowed_methods))
        sentence = f"{request.path[:200]} takes {headers['Allow']}, not {request.method}."
    return error_reply(BadRequest(sentence), status=why.status, headers=headers)


# ── CORS ───────────────────────────────────────────────────────────────────────────────────────


def _allowed_origin(request: web.Request) -> str | None:
    origin = request.headers.get("Origin")
    allowed = origin is not None and origin.lower() in request.app[SETTINGS].cors_origins
    return origin if allowed and request.path.startswith("/api/") else None


def _preflight(request: web.Request) -> web.Response | None:
    if "Access-Control-Request-Method" not in request.headers or _allowed_origin(request) is None:
        return None
    return web.Response(
        status=204,
        headers={
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Max-Age": "600",
        },
    )


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal ``on_response_prepare``: CORS for the configured origins, no sniffing of types, no version numbers."""
    response.headers["Server"] = "jobwidgets"
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if request.app[SETTINGS].cors_origins and request.path.startswith("/api/"):
        response.headers.add("Vary", "Origin")
        if (origin := _allowed_origin(request)) is not None:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "Location, Retry-After"
