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

from ..group_wire import Figures, RollCall
from ..keys import ACTIVITY, BUS, COLLEAGUES, METRICS, RECORDER, RELAY, STORE
from ..metrics import exposition_of_all
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
    WorkersReport,
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
    return reply(Health(ok=True, workers=_workers(await _roll_call(request.app))))


async def readyz(request: web.Request) -> web.Response:
    """200 if Redis and the database answer and the relay listens, else 503; says which."""
    redis, database, roll = await asyncio.gather(
        _redis(request.app[BUS]), _database(request.app[STORE]), _roll_call(request.app)
    )
    relay = request.app[RELAY].connected
    ok = redis.ok and database.ok and relay
    answer = Readiness(ok=ok, redis=redis.ok, database=database.ok, relay=relay, workers=_workers(roll))
    return reply(answer, status=200 if ok else 503)


async def metrics(request: web.Request) -> web.Response:
    """Prometheus's text format. Where several processes share the port, the figures of all, each with its label
    ``worker``, whichever of them was asked."""
    roll = await _roll_call(request.app)
    text = request.app[METRICS].exposition() if roll is None else exposition_of_all(roll)
    return web.Response(body=text.encode(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def types(request: web.Request, user: str) -> web.Response:
    """The job types workers have announced."""
    return reply(TypeList(types=list((await request.app[BUS].types()).values())))


async def workers(request: web.Request, user: str) -> web.Response:
    """The workers alive."""
    return reply(WorkerList(workers=await request.app[BUS].workers()))


async def diagnostics(request: web.Request, user: str) -> web.Response:
    """What the server knows about its own health; answers also when everything else is down."""
    app = request.app
    redis, database, relay = await asyncio.gather(_redis(app[BUS]), _database(app[STORE]), _relay(app))
    return reply(
        Diagnostics(
            redis=redis,
            database=database,
            relay=relay,
            recorder=RecorderReport(backlog=app[RECORDER].backlog),
            versions=_versions(),
        )
    )


async def activity(request: web.Request, user: str) -> web.Response:
    """Whether anybody needs this server; asking does not count."""
    app = request.app
    active = await app[STORE].count_unfinished(_QUIET_AFTER)
    scheduled = bool(await app[STORE].due_schedules(_ANY_TIME, 1))
    sockets = (await _relay(app)).sockets
    if active or sockets or scheduled:
        app[ACTIVITY].touch()
    idle = round(app[ACTIVITY].idle_seconds, 3)
    return reply(ActivityAnswer(sockets=sockets, active_jobs=active, scheduled=scheduled, idle_seconds=idle))


def own_figures(app: web.Application, worker: int, round: int) -> Figures:
    """What this process tells its colleagues."""
    relay = app[RELAY]
    return Figures(round, worker, app[METRICS].exposition(), relay.sockets, relay.watched, relay.resyncs)


async def _roll_call(app: web.Application) -> RollCall | None:
    """The figures of all workers; None for a server that is alone, or that knows of itself only."""
    colleagues = app[COLLEAGUES]
    return None if colleagues is None else await colleagues.roll_call()


def _workers(roll: RollCall | None) -> WorkersReport | None:
    if roll is None:
        return None
    return WorkersReport(should_be=roll.workers, listening=roll.listening, answering=len(roll.figures))


async def _relay(app: web.Application) -> RelayReport:
    """Of all workers together; a job that clients of two of them watch is watched twice."""
    roll = await _roll_call(app)
    found = [own_figures(app, 0, 0)] if roll is None else roll.figures
    return RelayReport(
        sockets=sum(each.sockets for each in found),
        watched=sum(each.watched for each in found),
        resyncs=sum(each.resyncs for each in found),
    )


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
