"""Share tokens: a link that shows one job, and nothing else is there for whoever holds it."""

import asyncio
import re
import time
from pathlib import Path
from typing import Any

import jwt
import msgspec
import pytest
import socketio

from jobwidgets.bus.commands import JobBus
from jobwidgets.protocol.errors import Unauthorized
from jobwidgets.protocol.records import JobRecord
from jobwidgets_server.auth import make_share_token, make_token, read_token
from jobwidgets_server.rest.routes import ROUTES

from .conftest import SECRET, Answer, Server
from .test_jobs import finish

OPEN = {"/api/jobs/{id}", "/api/jobs/{id}/events", "/api/jobs/{id}/history"}
"""What a link opens, by GET."""


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough here."""
    return f"sqlite:///{tmp_path / 'jobs.db'}"


def as_bearer(token: str) -> dict[str, Any]:
    return {"user": None, "headers": {"Authorization": f"Bearer {token}"}}


@pytest.fixture
async def job(server: Server, bus: JobBus) -> str:
    """A job of ada's that is over, launched from a notebook."""
    made = (await server.launch(origin="/home/ada/secret/plan.ipynb"))["id"]
    await finish(bus, made)
    return made


@pytest.fixture
async def link(server: Server, job: str) -> Any:
    """What sharing it answered."""
    answer = await server.post(f"/api/jobs/{job}/share")
    assert answer.status == 200, answer
    return answer.body


async def test_link_shows_the_job(server: Server, job: str, link: Any):
    """Record with parameters, text and result; events; history."""
    shown = await server.get(f"/api/jobs/{job}", **as_bearer(link["token"]))
    record = msgspec.convert(shown.body, JobRecord)
    assert (record.id, record.params, record.result) == (job, {"query": "life"}, 42)
    assert record.snapshot is not None
    assert record.snapshot.channel_text() == "forty-two"
    events = (await server.get(f"/api/jobs/{job}/events", **as_bearer(link["token"]))).body["events"]
    assert [event["seq"] for event in events] == list(range(1, record.seq + 1))
    assert (await server.get(f"/api/jobs/{job}/history", **as_bearer(link["token"]))).status == 200


async def test_link_does_not_tell_where_the_job_belongs(server: Server, job: str, link: Any):
    """The notebook's path is its owner's business."""
    assert (await server.get(f"/api/jobs/{job}")).body["origin"].endswith("plan.ipynb")
    assert "origin" not in (await server.get(f"/api/jobs/{job}", **as_bearer(link["token"]))).body


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
async def test_every_other_route_is_closed(server: Server, job: str, link: Any, route: Any):
    """With a share token a route answers 401, or the very 404 of a job that does not exist; only three open."""

    async def ask(id: str) -> Answer:
        path = re.sub(r"\{\w+\}", id, route.path)
        return await server.call(route.method, path, {} if route.method == "POST" else None, **as_bearer(link["token"]))

    other = (await server.launch())["id"]
    answers = [await ask(job), await ask(other), await ask("nothing")]
    if route.public is not None:
        return
    if route.method == "GET" and route.path in OPEN:
        assert answers.pop(0).status == 200
    for answer, id in zip(reversed(answers), ("nothing", other, job), strict=False):
        if "{id}" in route.path:
            assert (answer.status, answer.code) == (404, "not-found")
            assert answer.body["error"]["message"] == f"You have no job {id!r}."
        else:
            assert (answer.status, answer.code) == (401, "unauthorized")


async def test_cancel_through_a_link_does_nothing(server: Server):
    """A running job stays as it is."""
    job = (await server.launch())["id"]
    token = make_share_token(SECRET, "ada", job, 60)
    assert (await server.post(f"/api/jobs/{job}/cancel", {}, **as_bearer(token))).status == 404
    assert (await server.get(f"/api/jobs/{job}", **as_bearer(token))).body["state"] == "queued"


async def test_link_of_another_users_job_cannot_be_made(server: Server, job: str):
    """Sharing asks for the job like everything else."""
    assert (await server.post(f"/api/jobs/{job}/share", user="eve")).status == 404
    assert (await server.post("/api/jobs/nothing/share")).status == 404


async def test_expiry(server: Server, job: str, link: Any):
    """A week if nothing is said, 90 days at most, and after it the link is dead."""
    assert link["expires"] == pytest.approx(time.time() + 7 * 86400, abs=5)
    month = await server.post(f"/api/jobs/{job}/share", {"expires": 30 * 86400})
    assert month.body["expires"] == pytest.approx(time.time() + 30 * 86400, abs=5)
    for wrong in (0, -1, 91 * 86400):
        refused = await server.post(f"/api/jobs/{job}/share", {"expires": wrong})
        assert (refused.status, refused.code) == (400, "bad-request")
        assert "90 days" in refused.body["error"]["message"]
    late = make_share_token(SECRET, "ada", job, -1)
    assert (await server.get(f"/api/jobs/{job}", **as_bearer(late))).code == "unauthorized"


async def test_url_is_the_page_as_the_client_reaches_it(server: Server, job: str, link: Any):
    """Behind a proxy it carries the proxy's name; the token stands in the fragment."""
    assert link["url"] == f"{server.url}/jobs/{job}#token={link['token']}"
    proxy = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "jobs.example"}
    there = await server.post(f"/api/jobs/{job}/share", headers=proxy)
    assert there.body["url"].startswith(f"https://jobs.example/jobs/{job}#token=")


async def test_socket_hears_its_job_only(server: Server, job: str, link: Any):
    """Subscribing to another job of the same user answers as if it did not exist."""
    other = (await server.launch())["id"]
    sio = socketio.AsyncClient(http_session=server.http, reconnection=False, handle_sigint=False)
    await sio.connect(server.url, transports=["websocket"], auth={"token": link["token"]})
    try:
        assert (await sio.call("subscribe", {"job": job}, timeout=30))["ok"]
        missing = await sio.call("subscribe", {"job": "nothing"}, timeout=30)
        refused = await sio.call("subscribe", {"job": other}, timeout=30)
        assert not refused["ok"]
        assert refused == missing
    finally:
        await sio.disconnect()


async def test_socket_is_closed_when_the_link_expires(server: Server, job: str):
    """The server says goodbye at the moment the token is over."""
    sio = socketio.AsyncClient(http_session=server.http, reconnection=False, handle_sigint=False)
    gone = asyncio.Event()
    sio.on("disconnect", lambda reason=None: gone.set())
    await sio.connect(server.url, transports=["websocket"], auth={"token": make_share_token(SECRET, "ada", job, 1.5)})
    await asyncio.wait_for(gone.wait(), 5)
    await sio.disconnect()


def test_a_share_token_is_no_users_token():
    """It names its job; and whatever takes only the audience ``jobwidgets`` refuses it."""
    token = make_share_token(SECRET, "ada", "j1", 60)
    assert read_token(SECRET, token).job == "j1"
    assert read_token(SECRET, make_token(SECRET, "ada", 60)).job is None
    with pytest.raises(jwt.InvalidAudienceError):
        jwt.decode(token, SECRET, algorithms=["HS256"], audience="jobwidgets")


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"job": ""},
        {"job": 7},
        {"job": ["j1"]},
        {"job": "j1", "scope": "write"},
        {"job": "j1", "scope": None},
        {"aud": ["jobwidgets", "jobwidgets-share"]},
    ],
)
def test_a_share_token_without_its_job_opens_nothing(claims: dict[str, Any]):
    """It is never taken for a user's token."""
    said = {"sub": "ada", "aud": "jobwidgets-share", "exp": time.time() + 60, "scope": "read", **claims}
    with pytest.raises(Unauthorized, match="shows no job"):
        read_token(SECRET, jwt.encode(said, SECRET, algorithm="HS256"))
