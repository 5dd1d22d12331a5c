"""The examination: which checks apply here, in which order, with what they need of each other."""

import asyncio
import os
from typing import Any

import httpx

from ...client.endpoint import check_url, is_loopback
from ...protocol.errors import NotFound
from ...protocol.ids import check_job_id
from ...protocol.wire import BACKLOG
from . import jobs, machine
from . import redis as redis_checks
from . import server as server_checks
from .finding import Finding, megabytes
from .server import Server
from .socket import Observed, Socket

LISTEN = 1.5
"""Seconds to listen to live jobs."""
AT_MOST = 5
"""Live jobs to listen to."""


async def examine(job: str | None = None) -> list[Finding]:
    """All findings for JOBWIDGETS_URL and JOBWIDGETS_TOKEN, or for the embedded stack, and for ``job`` if given.

    Raises `NotFound` if there is no such job, `ConfigurationError` for a URL that is none.
    """
    if job is not None:
        check_job_id(job)
    findings = [machine.versions()]
    url, token = os.environ.get("JOBWIDGETS_URL"), os.environ.get("JOBWIDGETS_TOKEN")
    redis_url = os.environ.get("REDIS_URL")
    embedded = not url
    if embedded:
        finding, runtime = machine.stack()
        findings.append(finding)
        if runtime is not None:
            url, token, redis_url = runtime.url, runtime.token, runtime.redis_url
    redis_trips: list[float] = []
    if redis_url:
        finding, redis_trips = await redis_checks.ask(redis_url, embedded=embedded)
        findings.append(finding)
    if not url:
        return findings
    url = check_url(url)
    server = await server_checks.ask(url, token, embedded=embedded)
    findings += server.findings
    if not server.authorized:
        return findings  # a socket would fail for the reason just told
    async with Socket(url, token) as socket:
        findings.append(socket.finding)
        if (slow := redis_checks.latency(socket.trips, redis_trips, _memory(server))) is not None:
            findings.append(slow)
        findings += await _live(server, socket, job, token, redis_url)
    return findings


async def _live(
    server: Server, socket: Socket, job: str | None, token: str | None, redis_url: str | None
) -> list[Finding]:
    """Listen to live jobs, on the socket and on Redis at the same time."""
    under_way = [one["id"] for one in server.unfinished if one["state"] != "queued"][:AT_MOST]
    watched = under_way if job is None else [job]
    record = await _record(server.url, token, job) if job is not None else {}
    if not server.redis_answers:
        return []  # nothing comes from it, and why has been told
    after: dict[str, Any] = {}
    observed: list[Observed] = []
    twice: dict[str, int] = {}
    if watched and socket.connected:

        async def look_again() -> None:
            # While the socket still listens: whatever the record has by now, the socket must get as well.
            if job is not None:
                after.update(await _record(server.url, token, job))

        listening = socket.observe(watched, LISTEN, BACKLOG, look_again)
        if redis_url:
            observed, twice = await asyncio.gather(listening, redis_checks.duplicates(redis_url, watched, LISTEN))
        else:
            observed = await listening
    resyncs = server.diagnostics.get("relay", {}).get("resyncs")
    over = bool(record.get("ended"))
    findings = [jobs.events(observed, twice), jobs.backlog([] if over else observed, resyncs)]
    if job is not None:
        findings += jobs.one_job(server, record, after, observed[0] if observed else None)
    return findings


async def _record(url: str, token: str | None, job: str) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=5, trust_env=not is_loopback(url)) as http:
        try:
            answer = await http.get(f"/api/jobs/{job}")
        except httpx.HTTPError:
            return {}
    if answer.status_code == 404:
        raise NotFound(f"You have no job {job!r}.")
    return answer.json() if answer.is_success else {}


def _memory(server: Server) -> str:
    used = server.diagnostics.get("redis", {}).get("used_memory")
    return f"with {megabytes(used)} in use" if used else ""
