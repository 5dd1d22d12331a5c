"""The web page's routes: one HTML shell, and the scripts that draw it, out of the installed package.

The shell is the same for everybody and every path: who may see what is decided where the script asks, over REST and
Socket.IO, with the token that it alone holds. Tokens stand in fragments, which browsers send nobody. There are no
cookies, so another page can do nothing in its visitor's name.
"""

import asyncio
import gzip
import hashlib
from importlib.resources import files
from typing import NamedTuple

from aiohttp import web

from jobwidgets.protocol.errors import NotFound

SCRIPTS = ("web.js", "plotly.js", "vega.js")
"""What is served of the bundles; the last two are asked for once a job shows such a figure."""

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    # Always asked for again, and mostly answered 304: a new version is seen at the next load.
    "Cache-Control": "no-cache",
}

_SHELL = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>jobwidgets</title>
<link rel="icon" href="data:,">
<script type="module" src="{root}static/web.js"></script>
</head>
<body>
<noscript>This page shows live jobs: it needs JavaScript.</noscript>
</body>
</html>
"""


class _File(NamedTuple):
    """Something static, as it is sent."""

    kind: str
    body: bytes
    zipped: bytes
    tag: str


def add_pages(app: web.Application) -> None:
    """Serve ``/``, ``/jobs/{id}`` and ``/static/…``. All links are relative: a proxy may serve us below a path."""
    board = _file("text/html", _SHELL.format(root="").encode())
    job = _file("text/html", _SHELL.format(root="../").encode())
    bundles = _Bundles()

    async def show_board(request: web.Request) -> web.Response:
        return _answer(request, board)

    async def show_job(request: web.Request) -> web.Response:
        return _answer(request, job)

    async def show_script(request: web.Request) -> web.Response:
        return _answer(request, await bundles.file(request.match_info["name"]))

    app.router.add_get("/", show_board)
    app.router.add_get("/jobs/{id}", show_job)
    app.router.add_get("/static/{name}", show_script)


class _Bundles:
    """The scripts, read and compressed once, when they are first asked for."""

    def __init__(self) -> None:
        self._known: dict[str, _File] = {}

    async def file(self, name: str) -> _File:
        """Raises `NotFound`."""
        if name not in self._known:
            try:
                if name not in SCRIPTS:
                    raise FileNotFoundError(name)
                self._known[name] = await asyncio.to_thread(_read, name)
            except FileNotFoundError:
                raise NotFound(f"There is nothing at /static/{name[:200]}.") from None
        return self._known[name]


def _read(name: str) -> _File:
    # As data, without importing anything of it: the server knows nothing of widgets.
    return _file("text/javascript", files("jobwidgets").joinpath("widgets", "static", name).read_bytes())


def _file(kind: str, body: bytes) -> _File:
    return _File(kind, body, gzip.compress(body, 6, mtime=0), hashlib.sha256(body).hexdigest()[:32])


def _answer(request: web.Request, file: _File) -> web.Response:
    zipped = "gzip" in request.headers.get("Accept-Encoding", "").lower()
    # Weak: the same tag whether compressed or not.
    headers = {**_HEADERS, "ETag": f'W/"{file.tag}"', "Vary": "Accept-Encoding"}
    if any(tag.value in (file.tag, "*") for tag in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    if zipped:
        headers["Content-Encoding"] = "gzip"
    body = file.zipped if zipped else file.body
    return web.Response(body=body, content_type=file.kind, charset="utf-8", headers=headers)
