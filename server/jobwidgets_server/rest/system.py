"""The endpoints about the server itself: health, metrics, types, workers, diagnostics, activity."""

import asyncio
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any, cast

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.connection import translated
from jobwidgets.protocol.errors import Unavailable

from ..keys import ACTIVITY, BUS, METRICS, RECORDER, RELAY, STORE
from ..store import JobStore
from .replies import reply
from .shapes import (
    ActivityAnswer,
    DatabaseReport,
    Diagnostics,
    Health,
    Readiness,
    RecorderReport,
    RedisReport,
    RelayReport,
    TypeList,
    WorkerList,
)

_PATIENCE = 2.0
"""Seconds a dependency gets to answer before it counts as away."""
_QUIET_AFTER = 3600.0
"""An external job not heard of for so many seconds does not keep the server busy."""
_ANY_TIME = 1e12
"""Far in the future, in seconds since 1970."""
_PACKAGES = (
    "jobwidgets",
    "aiohttp",
    "python-socketio",
    "python-engineio",
    "redis",
    "pydocket",
    "sqlalchemy",
    "msgspec",
)


async def healthz(request: web.Request) -> web.Response:
    """The process answers."""
    return reply(Health(ok=True))


async def readyz(request: web.Request) -> web.Response:
    """200 if Redis and the database answer, else 503; says which."""
    redis, database = await asyncio.gather(_redis(request.app[BUS]), _database(request.app[STORE]))
    ok = redis.ok and database.ok
    return reply(Readiness(ok=ok, redis=redis.ok, database=database.ok), status=200 if ok else 503)


async def metrics(request: web.Request) -> web.Response:
    """Prometheus's text format."""
    figures = request.app[METRICS]
    figures.sockets.set(request.app[RELAY].sockets)
    return web.Response(body=figures.exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def types(request: web.Request, user: str) -> web.Response:
    """The job types workers have announced."""
    return reply(TypeList(types=list((await request.app[BUS].types()).values())))


async def workers(request: web.Request, user: str) -> web.Response:
    """The workers alive."""
    return reply(WorkerList(workers=await request.app[BUS].workers()))


async def diagnostics(request: web.Request, user: str) -> web.Response:
    """What the server knows about its own health; answers also when everything else is down."""
    app = request.app
    redis, database = await asyncio.gather(_redis(app[BUS]), _database(app[STORE]))
    relay = app[RELAY]
    return reply(
        Diagnostics(
            redis=redis,
            database=database,
            relay=RelayReport(sockets=relay.sockets, watched=relay.watched, resyncs=relay.resyncs),
            recorder=RecorderReport(backlog=app[RECORDER].backlog),
            versions=_versions(),
        )
    )


async def activity(request: web.Request, user: str) -> web.Response:
    """Whether anybody needs this server; asking does not count."""
    app = request.app
    active = await app[STORE].count_unfinished(_QUIET_AFTER)
    scheduled = bool(await app[STORE].due_schedules(_ANY_TIME, 1))
    sockets = app[RELAY].sockets
    if active or sockets or scheduled:
        app[ACTIVITY].touch()
    idle = round(app[ACTIVITY].idle_seconds, 3)
    return reply(ActivityAnswer(sockets=sockets, active_jobs=active, scheduled=scheduled, idle_seconds=idle))


async def _redis(bus: JobBus) -> RedisReport:
    try:
        async with asyncio.timeout(_PATIENCE):
            latency = await bus.ping()
            with translated():
                info = cast(dict[str, Any], await bus.redis.info())
    except Unavailable as why:
        return RedisReport(ok=False, error=str(why))
    except TimeoutError:
        return RedisReport(ok=False, error=f"Redis did not answer within {_PATIENCE:g} s.")
    return RedisReport(
        ok=True,
        latency_ms=round(latency * 1000, 3),
        used_memory=info.get("used_memory"),
        maxmemory=info.get("maxmemory"),
        policy=info.get("maxmemory_policy"),
        version=str(info.get("valkey_version") or info.get("redis_version")),
    )


async def _database(store: JobStore) -> DatabaseReport:
    url = store.url.set(drivername=store.url.get_backend_name()).render_as_string(hide_password=True)
    try:
        async with asyncio.timeout(_PATIENCE):
            latency = await store.ping()
    except Unavailable as why:
        return DatabaseReport(ok=False, url=url, error=str(why))
    except TimeoutError:
        return DatabaseReport(ok=False, url=url, error=f"The database did not answer within {_PATIENCE:g} s.")
    return DatabaseReport(ok=True, url=url, latency_ms=round(latency * 1000, 3))


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue  # a source checkout that is not installed
    return found
