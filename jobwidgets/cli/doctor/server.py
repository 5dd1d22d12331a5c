"""Checks by REST: is the server there, does it take the token, do Redis, the database and the workers do their part?"""

import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from .finding import Finding, fail, megabytes, milliseconds, ok, warn

TIMEOUT = 5.0
SLOW, TOO_SLOW = 0.05, 0.2
"""Seconds for one round trip; 200 ms is what the whole way from a job to a widget may take."""
EMBEDDED = "Look at `jobwidgets status` and the logs it names, then: jobwidgets down; jobwidgets up."


@dataclass
class Server:
    """What the server told. ``authorized`` is False where the token was refused or none was there."""

    url: str
    embedded: bool
    reached: bool = False
    authorized: bool = False
    diagnostics: dict[str, Any] = field(default_factory=dict)
    workers: list[dict[str, Any]] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    unfinished: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def redis_answers(self) -> bool:
        """False where the server itself says that its Redis does not answer."""
        return bool(self.diagnostics.get("redis", {}).get("ok", True))


async def ask(url: str, token: str | None, *, embedded: bool) -> Server:
    """Ask everything there is to ask; what cannot be asked has no finding."""
    from ...client.endpoint import is_loopback

    server = Server(url, embedded)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with httpx.AsyncClient(
        base_url=url, headers=headers, timeout=TIMEOUT, trust_env=not is_loopback(url)
    ) as http:
        await _reach(http, server)
        if server.reached:
            await _authorize(http, server, token)
        if server.authorized:
            server.diagnostics = await _get(http, server, "/api/diagnostics")
            _judge_diagnostics(server)
            server.workers = (await _get(http, server, "/api/workers")).get("workers", [])
            server.types = [kind["name"] for kind in (await _get(http, server, "/api/types")).get("types", [])]
            for state in ("queued", "running", "waiting_input", "cancelling"):
                answer = await _get(http, server, f"/api/jobs?state={state}&limit=100")
                server.unfinished += answer.get("jobs", [])
            if server.redis_answers:  # they are known from Redis alone
                server.findings.append(_workers(server))
                server.findings.append(_queue(server))
        elif server.reached:
            server.findings += await _ready(http)
    return server


async def _reach(http: httpx.AsyncClient, server: Server) -> None:
    began = time.perf_counter()
    try:
        answer = await http.get("/healthz")
        took = time.perf_counter() - began
        alive = _is_ours(answer)
    except (httpx.HTTPError, httpx.InvalidURL) as why:
        advice = EMBEDDED if server.embedded else "Check JOBWIDGETS_URL, and that `jobwidgets server` runs there."
        server.findings.append(fail("server", f"nothing answers at {server.url} ({_short(why)})", advice))
        return
    if not alive:
        told = f"{server.url} answers (status {answer.status_code}), but not as a jobwidgets server does"
        server.findings.append(fail("server", told, "Check JOBWIDGETS_URL, and what a proxy in between does."))
        return
    server.reached = True
    server.findings.append(ok("server", f"{server.url} answers in {milliseconds(took)}"))
    server.findings.append(_clock(answer.headers.get("Date")))


def _is_ours(answer: httpx.Response) -> bool:
    try:
        return answer.json()["ok"] is True
    except (ValueError, KeyError, TypeError):
        return False


def _clock(date: str | None) -> Finding:
    """Tokens carry times: clocks that disagree make good tokens look expired."""
    try:
        skew = time.time() - parsedate_to_datetime(date or "").timestamp()
    except ValueError:
        return warn("clock", "the server does not say what time it is", "A proxy seems to drop the Date header.")
    if abs(skew) < 5:  # the header counts whole seconds
        return ok("clock", "agrees with the server's")
    verdict = fail if abs(skew) > 60 else warn
    told = f"this machine's clock is {abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} the server's"
    return verdict("clock", told, "Set both by NTP: tokens expire by the clock, and times shown are off.")


async def _authorize(http: httpx.AsyncClient, server: Server, token: str | None) -> None:
    advice = "Make one with `jobwidgets token` where JWT_SECRET of that server is set, and set JOBWIDGETS_TOKEN."
    if not token:
        server.findings.append(fail("token", "there is none", advice))
        return
    try:
        answer = await http.get("/api/jobs", params={"limit": 1})
    except httpx.HTTPError as why:
        server.findings.append(fail("token", f"the server does not answer ({_short(why)})", EMBEDDED))
        return
    if answer.status_code in (401, 403):
        server.findings.append(fail("token", _message(answer), advice))
        return
    server.authorized = True
    left = _expires(token) - time.time()
    if left < 600:
        server.findings.append(warn("token", f"it expires in {max(0, left) / 60:.0f} min", advice))
    else:
        server.findings.append(ok("token", f"accepted, good for {left / 3600:,.0f} h"))


def _expires(token: str) -> float:
    import jwt

    return float(jwt.decode(token, options={"verify_signature": False})["exp"])


async def _get(http: httpx.AsyncClient, server: Server, path: str) -> dict[str, Any]:
    try:
        answer = await http.get(path)
        if answer.is_success:
            return answer.json()
        told = _message(answer)
    except (httpx.HTTPError, ValueError) as why:
        told = _short(why)
    # Redis and database have findings of their own; whatever else fails must not be kept quiet.
    if not any(finding.verdict == "fail" for finding in server.findings):
        server.findings.append(fail("api", f"{path}: {told}", "Look at the server's log."))
    return {}


async def _ready(http: httpx.AsyncClient) -> list[Finding]:
    """Without a token the server only says whether its parts answer."""
    try:
        told = (await http.get("/readyz")).json()
    except (httpx.HTTPError, ValueError) as why:
        return [fail("api", f"/readyz: {_short(why)}", "Look at the server's log.")]
    return [
        ok(part, "answers the server") if told.get(part) else fail(part, "does not answer the server", advice)
        for part, advice in (("redis", REDIS_AWAY), ("database", DATABASE_AWAY))
    ]


REDIS_AWAY = "Start it, or correct REDIS_URL of the server. Jobs are refused until then; nothing recorded is lost."
DATABASE_AWAY = "Start it, or correct DATABASE_URL of the server. Running jobs go on; new ones are refused until then."


def _judge_diagnostics(server: Server) -> None:
    if not server.diagnostics:
        return
    server.findings.append(judge_redis("redis", server.diagnostics.get("redis", {})))
    database = server.diagnostics.get("database", {})
    if not database.get("ok"):
        told = f"{database.get('url')}: {database.get('error')}"
        server.findings.append(fail("database", told, DATABASE_AWAY))
    else:
        latency = (database.get("latency_ms") or 0) / 1000
        told = f"{database.get('url')} answers the server in {milliseconds(latency)}"
        slow = warn("database", told, "Launches and lists will be slow: look at the database's load.")
        server.findings.append(slow if latency > TOO_SLOW else ok("database", told))
    backlog = server.diagnostics.get("recorder", {}).get("backlog") or 0
    if backlog > 1000:
        advice = "The database is too slow for what goes on: lists lag behind; live views do not."
        server.findings.append(warn("recorder", f"{backlog:,} jobs wait to be recorded", advice))


def judge_redis(check: str, told: dict[str, Any]) -> Finding:
    """Redis by what INFO says: reachable, allowed to forget nothing, with room, quick."""
    if not told.get("ok"):
        why = str(told.get("error") or "no answer")
        if any(word in why.upper() for word in ("PASSWORD", "WRONGPASS", "NOAUTH", "AUTHENTICATION")):
            advice = "The password in REDIS_URL is wrong or missing: redis://:PASSWORD@host:port/0."
            return fail(check, why, advice)
        return fail(check, why, REDIS_AWAY)
    latency = (told.get("latency_ms") or 0) / 1000
    used, limit = told.get("used_memory") or 0, told.get("maxmemory") or 0
    memory = f"{megabytes(used)} used" + (f" of {megabytes(limit)}" if limit else ", no limit")
    measured = f"{told.get('version')}, {milliseconds(latency)}, {memory}"
    if limit and told.get("policy") != "noeviction":
        advice = "It may forget keys of live jobs: CONFIG SET maxmemory-policy noeviction."
        return fail(check, f"{measured}, policy {told.get('policy')}", advice)
    if limit and used > 0.75 * limit:
        advice = "When it is full jobs cannot report any more: raise maxmemory or shorten how long it keeps ended jobs."
        return (fail if used > 0.9 * limit else warn)(check, measured, advice)
    if latency > SLOW:
        advice = "Look for slow commands (SLOWLOG GET), swapping, or a long way between server and Redis."
        return (fail if latency > TOO_SLOW else warn)(check, measured, advice)
    return ok(check, measured)


RESTART = "The stack's own worker does not run: read logs/worker.log, then jobwidgets down; jobwidgets up."


def _workers(server: Server) -> Finding:
    workers = server.workers
    if not workers:
        advice = RESTART if server.embedded else "Start one: jobwidgets worker MODULE (with the server's REDIS_URL)."
        return fail("workers", "no worker is connected", advice)
    running = sum(worker.get("running", 0) for worker in workers)
    room = sum(worker.get("concurrency", 0) for worker in workers)
    types = sorted({kind for worker in workers for kind in worker.get("types", [])})
    told = f"{len(workers)} with {running} of {room} places taken, for {', '.join(types) or 'functions only'}"
    if running >= room:
        return warn("workers", told, "Further jobs wait: start more workers or raise --concurrency.")
    return ok("workers", told)


def worker_command(server: Server) -> str:
    """How a module gets a worker here. Not `up`: the stack is in use by the very job that waits."""
    return "jobwidgets worker MODULE" + (", or jobwidgets down; jobwidgets up MODULE" if server.embedded else "")


def unserved(server: Server) -> list[dict[str, Any]]:
    """The queued jobs that no live worker will take, however long one waits."""
    served = {kind for worker in server.workers for kind in worker.get("types", [])}
    # A type that no worker ever announced is a function of a notebook: it travels with its code, and
    # any worker that takes code can run it.
    takes_code = any(worker.get("code") for worker in server.workers)
    return [
        job
        for job in server.unfinished
        if job["state"] == "queued"
        and job["type"] not in served
        and not (takes_code and job["type"] not in server.types)
    ]


def _queue(server: Server) -> Finding:
    queued = [job for job in server.unfinished if job["state"] == "queued"]
    lost = unserved(server)
    if lost:
        kinds = ", ".join(sorted({job["type"] for job in lost}))
        advice = f"Start a worker with the module that has {kinds}: {worker_command(server)}."
        return fail("queue", f"{len(lost)} queued jobs do not start: no worker serves {kinds}", advice)
    late = [job for job in queued if time.time() - max(job.get("created", 0), job.get("not_before") or 0) > 60]
    if late:
        told = f"{len(late)} of {len(queued)} queued jobs have waited for more than a minute"
        return warn("queue", told, "The workers are busy: jobwidgets jobs --state queued.")
    return ok("queue", f"{len(queued)} queued, {len(server.unfinished) - len(queued)} under way")


def _message(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return f"status {answer.status_code}"


def _short(why: Exception) -> str:
    if isinstance(why, httpx.TimeoutException):
        return f"no answer within {TIMEOUT:g} s"
    text = str(why) or type(why).__name__
    return "connection refused" if "refused" in text.lower() or "All connection attempts failed" in text else text
