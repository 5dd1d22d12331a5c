"""The web page as it is served: shell, scripts, headers. What it does is tested in tests/web."""

from pathlib import Path

import pytest

from .conftest import Server

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
    "font-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough here."""
    return f"sqlite:///{tmp_path / 'jobs.db'}"


@pytest.mark.parametrize("path", ["/", "/jobs/any-job-at-all", "/static/web.js"])
async def test_headers(server: Server, path: str):
    """Nobody needs a token for the page; it may load nothing from elsewhere, and tells nobody where it was."""
    answer = await server.get(path, user=None)
    assert answer.status == 200
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("path", "script"), [("/", "static/web.js"), ("/jobs/j1", "../static/web.js")])
async def test_shell_is_relative(server: Server, path: str, script: str):
    """Below whatever path a proxy serves it, the page finds its script."""
    answer = await server.get(path, user=None)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert f'src="{script}"' in answer.body
    assert "style=" not in answer.body
    assert "<style" not in answer.body


async def test_shell_does_not_tell_whether_there_is_a_job(server: Server):
    """The same bytes for a job, for another user's and for none."""
    job = (await server.launch())["id"]
    assert (await server.get(f"/jobs/{job}", user=None)).body == (await server.get("/jobs/none", user=None)).body


async def test_unchanged_files_are_not_sent_again(server: Server):
    """With the tag of the first answer the second is 304 and empty."""
    first = await server.get("/static/web.js", user=None)
    assert first.headers["Content-Type"] == "text/javascript; charset=utf-8"
    again = await server.get("/static/web.js", user=None, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body) == (304, "")
    other = await server.get("/static/web.js", user=None, headers={"If-None-Match": 'W/"other"'})
    assert (other.status, other.body) == (200, first.body)


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
async def test_compressed_where_it_is_understood(server: Server, accepted: str):
    """A script is much smaller on the way."""
    headers = {"Accept-Encoding": accepted}
    async with server.http.get(f"{server.url}/static/web.js", headers=headers) as response:
        assert response.headers.get("Content-Encoding", "identity") == accepted
        size = int(response.headers["Content-Length"])
        assert (size < len(await response.read())) == (accepted == "gzip")


@pytest.mark.parametrize("name", ["notebook.js", "theme.css", "..%2f__init__.py", "%2e%2e/%2e%2e/live_widget.py", ""])
async def test_nothing_else_is_served(server: Server, name: str):
    """Only the scripts of the page, whatever else lies beside them."""
    assert (await server.get(f"/static/{name}", user=None)).status == 404
