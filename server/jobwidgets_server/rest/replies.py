"""How answers leave the server: JSON of one of the described shapes."""

from collections.abc import Mapping

import msgspec
from aiohttp import web

from jobwidgets.protocol.errors import JobWidgetsError

_encoder = msgspec.json.Encoder()


def reply(
    answer: msgspec.Struct | dict[str, object], *, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """``answer`` as JSON."""
    return web.Response(body=_encoder.encode(answer), status=status, content_type="application/json", headers=headers)


def error_reply(
    error: JobWidgetsError, *, status: int | None = None, headers: Mapping[str, str] | None = None
) -> web.Response:
    """``{"error": {"code", "message", "detail"}}`` with the error's status."""
    extra = dict(headers or {})
    if error.status == 401:
        extra["WWW-Authenticate"] = 'Bearer realm="jobwidgets"'
    elif error.status == 503:
        extra["Retry-After"] = "2"
    return reply({"error": error.as_dict()}, status=status or error.status, headers=extra)
