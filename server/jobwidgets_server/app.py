"""The composition root: makes every part, wires them, starts and stops them in order."""

import asyncio
import functools
import os
from collections.abc import AsyncIterator, Callable
from importlib.metadata import PackageNotFoundError, version
from typing import cast

import msgspec
from aiohttp import web

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.connection import connect
from jobwidgets.bus.delivery import Delivery
from jobwidgets.protocol.errors import ConfigurationError, Unavailable
from jobwidgets.protocol.state import JobSnapshot

from .activity import Activity
from .answering import Answers
from .auth import read_token
from .cancelling import Canceller
from .children import Adopter
from .colleagues import Colleagues
from .keys import (
    ACTIVITY,
    ADOPTER,
    ANSWERS,
    BUS,
    CANCELLER,
    COLLEAGUES,
    DELIVERY,
    LAUNCHER,
    METRICS,
    RECORDER,
    RELAY,
    SCHEDULES,
    SETTINGS,
    STORE,
)
from .launch import Launcher
from .logging import get_logger
from .metrics import Metrics
from .openapi import openapi_document
from .outage import retry_until_there
from .process import local_url, write_ready
from .reconciler import Reconciler
from .recorder import Recorder
from .relay import Relay, SocketServer
from .rest.middleware import add_headers, around
from .rest.requests import MAX_CODE_BODY_BYTES
from .rest.routes import add_routes
from .rest.system import own_figures
from .retention import Retention
from .scheduling import Schedules
from .settings import Settings
from .specs import SpecMaker
from .store import JobStore
from .web import add_pages

log = get_logger(__name__)

SHUTDOWN_TIMEOUT = 2.0
"""Seconds requests under way get at the end; with everything else a stop stays below 5 s."""


def make_app(settings: Settings, colleagues: Colleagues | None = None) -> web.Application:
    """The whole server. Raises `ConfigurationError`; connects to nothing before it is started.

    ``colleagues``: the other servers on the same port, if it is one of several.
    """
    app = web.Application(middlewares=[around], client_max_size=MAX_CODE_BODY_BYTES)
    app[SETTINGS] = settings
    app[METRICS] = Metrics()
    app[ACTIVITY] = Activity()
    app[COLLEAGUES] = colleagues
    app.on_response_prepare.append(add_headers)
    # Cleaned up in the reverse of this order.
    _add_bus(app)
    _add_store(app)
    _add_delivery(app)
    _add_commands(app)
    _add_loops(app)
    _add_relay(app)
    add_routes(app)
    _add_openapi(app)
    add_pages(app)
    return app


def _add_bus(app: web.Application) -> None:
    client = connect(app[SETTINGS].redis_url)
    app[BUS] = JobBus(client)

    async def lifetime(_: web.Application) -> AsyncIterator[None]:
        yield
        await client.aclose()

    app.cleanup_ctx.append(lifetime)


def _add_store(app: web.Application) -> None:
    store = app[STORE] = JobStore(app[SETTINGS].database_url)

    async def lifetime(_: web.Application) -> AsyncIterator[None]:
        later: asyncio.Task[None] | None = None
        try:
            await store.start()
        except Unavailable as why:
            # Running jobs stream on without the database; launching answers 503 until it is there.
            log.warning("database away", error=str(why))
            later = asyncio.create_task(retry_until_there("database", store.start))
        yield
        if later is not None:
            later.cancel()
            await asyncio.gather(later, return_exceptions=True)
        await store.stop()

    app.cleanup_ctx.append(lifetime)


def _add_delivery(app: web.Application) -> None:
    delivery = app[DELIVERY] = Delivery(app[SETTINGS].redis_url)

    async def lifetime(_: web.Application) -> AsyncIterator[None]:
        async with delivery:
            yield

    app.cleanup_ctx.append(lifetime)


def _add_commands(app: web.Application) -> None:
    settings, store, bus, delivery = app[SETTINGS], app[STORE], app[BUS], app[DELIVERY]
    specs = SpecMaker(bus, signing_key=settings.signing_key(), max_running_per_user=settings.max_running_per_user)
    app[LAUNCHER] = Launcher(store, bus, delivery, specs, log_bytes=settings.event_log_bytes)
    app[ANSWERS] = Answers(bus, store, delivery)
    app[CANCELLER] = Canceller(bus, store, delivery)
    app[ADOPTER] = Adopter(bus, store, app[LAUNCHER], app[CANCELLER])


def _add_loops(app: web.Application) -> None:
    settings, store, bus, delivery = app[SETTINGS], app[STORE], app[BUS], app[DELIVERY]
    registry = app[METRICS].registry
    recorder = app[RECORDER] = Recorder(
        bus,
        store,
        keep_finished=settings.keep_finished,
        archive_bytes=settings.archive_bytes,
        adopter=app[ADOPTER],
        registry=registry,
    )
    reconciler = Reconciler(
        bus,
        store,
        delivery,
        canceller=app[CANCELLER],
        adopter=app[ADOPTER],
        answers=app[ANSWERS],
        lease=settings.lease,
        beat=settings.beat,
        max_attempts=settings.max_attempts,
        log_bytes=settings.event_log_bytes,
        registry=registry,
    )
    schedules = app[SCHEDULES] = Schedules(store, app[LAUNCHER], registry=registry)
    retention = Retention(store, settings.keep, registry=registry)
    loops = [recorder.loop, reconciler.loop, schedules.loop, retention.loop] if settings.record else []

    async def lifetime(_: web.Application) -> AsyncIterator[None]:
        for loop in loops:
            loop.start()
        yield
        await asyncio.gather(*(loop.stop() for loop in loops))

    app.cleanup_ctx.append(lifetime)


def _add_relay(app: web.Application) -> None:
    settings, store = app[SETTINGS], app[STORE]

    async def load_finished(job: str) -> tuple[str, JobSnapshot] | None:
        stored = await store.get(job)
        return None if stored is None else (stored.owner, stored.last_snapshot())

    sio = SocketServer(
        allowed_origins=settings.cors_origins, polling=settings.polling, direct=settings.fanout == "direct"
    )
    sio.attach(app)
    relay = app[RELAY] = Relay(
        sio,
        app[BUS],
        settings.redis_url,
        load_finished,
        verify=functools.partial(read_token, settings.jwt_secret),
    )
    relay.install()

    async def start(_: web.Application) -> None:
        await relay.start()

    async def stop(_: web.Application) -> None:
        # On shutdown, not at clean-up: aiohttp waits for open websockets in between, a minute if it must.
        await relay.stop()

    app.on_startup.append(start)
    app.on_shutdown.append(stop)
    app[METRICS].watch(relay)
    if (colleagues := app[COLLEAGUES]) is not None:
        colleagues.figures = functools.partial(own_figures, app, colleagues.worker)


def _add_openapi(app: web.Application) -> None:
    document = msgspec.json.encode(openapi_document(_version()))

    async def openapi(_: web.Request) -> web.Response:
        return web.Response(body=document, content_type="application/json")

    app.router.add_get("/api/openapi.json", openapi)


def _version() -> str:
    try:
        return version("jobwidgets")
    except PackageNotFoundError:
        return "0+source"


async def serve(
    settings: Settings,
    *,
    on_ready: Callable[[str], None] | None = None,
    stop: asyncio.Event | None = None,
    colleagues: Colleagues | None = None,
) -> None:
    """Run one server until ``stop`` is set; then stop within 5 s.

    ``on_ready`` is called with the URL, which carries the real port, once requests are taken. With ``colleagues`` it is
    one of several on the port, and the ready file is their parent's.
    """
    runner = web.AppRunner(make_app(settings, colleagues), access_log=None, shutdown_timeout=SHUTDOWN_TIMEOUT)
    try:
        await runner.setup()
        site = web.TCPSite(runner, settings.host, settings.port, reuse_port=colleagues is not None)
        try:
            await site.start()
        except OSError as why:
            raise ConfigurationError(
                f"The server cannot listen on {settings.host} port {settings.port}: {why.strerror}. Set SOCKET_PORT "
                "(or JOBWIDGETS_HOST) to something free."
            ) from None
        port = cast(int, runner.addresses[0][1])
        url = local_url(settings.host, port)
        log.info("listening", url=url, pid=os.getpid())
        if settings.ready_file is not None:
            write_ready(settings.ready_file, url, port)
        if on_ready is not None:
            on_ready(url)
        await (stop or asyncio.Event()).wait()
        log.info("stopping")
    finally:
        await runner.cleanup()
