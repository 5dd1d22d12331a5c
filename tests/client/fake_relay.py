"""A small server that speaks the real protocol on real sockets, in a thread, and misbehaves on demand."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import msgspec
import socketio
from aiohttp import web
from msgspec.structs import replace
from socketio.exceptions import ConnectionRefusedError

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import (
    CodeNotAllowed,
    Conflict,
    IdempotencyConflict,
    InvalidAnswer,
    JobWidgetsError,
    NotFound,
    NotWaiting,
    RateLimited,
    Unauthorized,
    UnknownJobType,
)
from jobwidgets.protocol.events import Event, JobState
from jobwidgets.protocol.records import (
    Budget,
    History,
    JobPage,
    JobRecord,
    LaunchRequest,
    SchedulePage,
    ScheduleRecord,
    ScheduleRequest,
    Transition,
    TypeInfo,
)
from jobwidgets.protocol.state import JobSnapshot, fold
from jobwidgets.protocol.wire import BACKLOG

T = TypeVar("T")


class FakeJob:
    """A job as the server has it: its snapshot, the tail of its events, and all of them in ``log``."""

    def __init__(
        self, request: LaunchRequest, job: str, now: float, *, retry_of: str | None = None, parent: str | None = None
    ) -> None:
        self.request = request
        self.retry_of, self.parent = retry_of, parent
        self.log: list[Event] = []
        self.commands: set[str] = set()
        self.snapshot = JobSnapshot(job=job, type=request.type, epoch=1, created=now)
        self.tail: list[Event] = []
        self.append(ev.State(job=job, state=JobState.QUEUED))

    def append(self, event: Event) -> Event:
        numbered = replace(event, epoch=self.snapshot.epoch, seq=self.snapshot.seq + 1, at=time.time())
        self.snapshot = fold(self.snapshot, numbered)
        self.tail = [*self.tail, numbered][-BACKLOG:]
        self.log.append(numbered)
        return numbered

    def new_epoch(self, state: JobState = JobState.QUEUED) -> None:
        """As after Redis has lost its data."""
        self.snapshot = replace(self.snapshot, epoch=self.snapshot.epoch + 1, state=state, result=None)
        self.tail = []

    def page(self, epoch: int | None, after: int, limit: int) -> dict[str, Any]:
        """What is kept of ``epoch``."""
        epoch = self.snapshot.epoch if epoch is None else epoch
        found = [e for e in self.log if e.epoch == epoch and e.seq > after]
        gone = not found and epoch == self.snapshot.epoch and after < self.snapshot.seq
        return {
            "epoch": epoch,
            "epochs": sorted({e.epoch for e in self.log}),
            "seq": self.snapshot.seq,
            "snapshot": self.snapshot if gone else None,
            "events": found[:limit],
            "more": len(found) > limit,
        }

    def record(self, *, full: bool) -> JobRecord:
        s, asked = self.snapshot, self.request
        budget = Budget(max_tokens=asked.max_tokens, max_cost=asked.max_cost)
        return JobRecord(
            id=s.job,
            type=s.type,
            owner="ada",
            state=s.state,
            params=self.request.params,
            tags=self.request.tags,
            priority=asked.priority or "normal",
            budget=budget if budget != Budget() else None,
            origin=asked.origin,
            parent=self.parent,
            retry_of=self.retry_of,
            created=s.created,
            snapshot=s if full else None,
        )

    def after(self, epoch: int, seq: int) -> dict[str, Any]:
        """The body of a subscription's answer."""
        s = self.snapshot
        if epoch == s.epoch and s.seq - len(self.tail) <= seq <= s.seq:
            return {"epoch": s.epoch, "seq": s.seq, "events": [e for e in self.tail if e.seq > seq]}
        return {"epoch": s.epoch, "seq": s.seq, "snapshot": s, "events": []}


class FakeRelay:
    """Start it, launch through it, `publish` into it, and `kill` it. All methods may be called from any thread."""

    def __init__(self) -> None:
        self.jobs: dict[str, FakeJob] = {}
        self.types = ["search"]
        self.tokens: set[str] | None = None
        """Tokens that are accepted; None: all."""
        self.code_allowed = True
        self.away: type[JobWidgetsError] | None = None
        """Raised by every REST request and subscription."""
        self.refuse_sockets: str | None = None
        self.lose: Callable[[Event], bool] = lambda event: False
        """Live events that are not delivered."""
        self.part_size: int | None = None
        self.silent = False
        """Nothing is answered any more on sockets; they stay open."""
        self.subscribe_delay = 0.0
        self.max_subscriptions = 1000
        """Jobs one socket may subscribe to."""
        self.hang_up_after_launch = 0
        """So many launches are carried out, and the connection dropped instead of an answer."""
        self.launches: list[LaunchRequest] = []
        self.cancelled: list[str] = []
        self.answers: list[dict[str, Any]] = []
        self.hang_up_after_answer = 0
        self.valid: Callable[[Any], bool] = lambda answer: True
        """What the open question's schema allows."""
        self.queries: list[dict[str, str]] = []
        self.event_page = 1000
        """Events given at once, whatever was asked for."""
        self.before_page: Callable[[], object] = lambda: None
        """Called before each page of events."""
        self.schedules: dict[str, ScheduleRequest] = {}
        self.subscribed: list[dict[str, Any]] = []
        self.unsubscribed: list[str] = []
        self.connects = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "FakeRelay":
        """Listen, on the same port as before."""
        self._run(self._start())
        return self

    def kill(self) -> None:
        """Gone, as after kill -9: connections break, nothing listens."""
        self._run(self._kill())

    def close(self) -> None:
        self.kill()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def disconnect_all(self) -> None:
        """What a server does when a token expires or it wants everybody to start over."""
        self._run(self._disconnect_all())

    def publish(self, job: str, *events: Event, batch: bool = False) -> None:
        """Append to the job and deliver to its subscribers."""
        self._run(self._publish(job, events, batch))

    def emit(self, job: str, name: str, data: Any) -> None:
        """Send anything to the subscribers of a job."""
        self._run(self._sio.emit(name, msgspec.to_builtins(data), room=f"job:{job}"))

    def subscribers(self, job: str) -> int:
        return len(list(self._sio.manager.get_participants("/", f"job:{job}"))) if self._listening(job) else 0

    def _listening(self, job: str) -> bool:
        return f"job:{job}" in self._sio.manager.rooms.get("/", {})

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _start(self) -> None:
        self._sio = socketio.AsyncServer(async_mode="aiohttp", async_handlers=False)
        app = web.Application(middlewares=[self._around])
        self._sio.attach(app)
        self._sio.on("connect", self._on_connect)
        self._sio.on("subscribe", self._on_subscribe)
        self._sio.on("unsubscribe", self._on_unsubscribe)
        app.add_routes(
            [
                web.post("/api/jobs", self._launch),
                web.get("/api/jobs", self._index),
                web.get("/api/types", self._types),
                web.get("/api/jobs/{id}", self._show),
                web.post("/api/jobs/{id}/cancel", self._cancel),
                web.post("/api/jobs/{id}/input", self._answer),
                web.post("/api/jobs/{id}/retry", self._retry),
                web.get("/api/jobs/{id}/history", self._history),
                web.get("/api/jobs/{id}/events", self._events),
                web.get("/api/schedules", self._schedule_index),
                web.post("/api/schedules", self._schedule),
                web.delete("/api/schedules/{name}", self._unschedule),
            ]
        )
        self._runner = web.AppRunner(app, shutdown_timeout=0, handle_signals=False, access_log=None)
        await self._runner.setup()
        self._server: Any = self._runner.server
        self._listener = socket.create_server(("127.0.0.1", self.port))
        await web.SockSite(self._runner, self._listener).start()
        self.port = self._listener.getsockname()[1]

    async def _kill(self) -> None:
        if self._listener.fileno() >= 0:
            # Before the listener is closed, what it has taken must be set up: asyncio of Python 3.11 loses track of
            # a connection in between.
            asyncio.get_running_loop().remove_reader(self._listener)
            await asyncio.sleep(0.005)
        for site in list(self._runner.sites):
            await site.stop()
        await self._abort_all()
        await self._sio.shutdown()
        await self._runner.cleanup()
        # engineio leaves its pings behind.
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await self._abort_all()

    async def _abort_all(self) -> None:
        # Connections that were just taken become known, and aborted ones are closed, in the turns to come. The
        # handlers forget transports that are closing, the server does not.
        for _ in range(5):
            for transport in list(self._server._connections.values()):
                transport.abort()
            await asyncio.sleep(0.001)

    async def _disconnect_all(self) -> None:
        for sid, _ in list(self._sio.manager.get_participants("/", None)):
            await self._sio.disconnect(sid)

    async def _publish(self, job: str, events: tuple[Event, ...], batch: bool) -> None:
        numbered = [self.jobs[job].append(event) for event in events]
        sent = [msgspec.to_builtins(event) for event in numbered if not self.lose(event)]
        if batch:
            await self._sio.emit("job:batch", sent, room=f"job:{job}")
        else:
            for event in sent:
                await self._sio.emit("job:event", event, room=f"job:{job}")

    def _check(self, token: Any) -> None:
        if self.away is not None:
            raise self.away()
        if self.tokens is not None and token not in self.tokens:
            raise Unauthorized("The token has expired: get one with `jobwidgets token`.")

    async def _on_connect(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        self.connects += 1
        if self.refuse_sockets is not None:
            raise ConnectionRefusedError(self.refuse_sockets)
        try:
            self._check((auth or {}).get("token"))
        except JobWidgetsError as why:
            raise ConnectionRefusedError(str(why), why.as_dict()) from None

    async def _on_subscribe(self, sid: str, data: dict[str, Any]) -> dict[str, Any]:
        self.subscribed.append(data)
        await asyncio.sleep(self.subscribe_delay)
        await self._speak()
        try:
            self._check(next(iter(self.tokens or [None])))
            job = self.jobs.get(data["job"])
            if job is None:
                raise NotFound(f"You have no job {data['job']!r}.")
            if len(self._sio.rooms(sid)) > self.max_subscriptions:  # one is the socket's own
                raise RateLimited(f"A connection may subscribe to {self.max_subscriptions} jobs.")
        except JobWidgetsError as error:
            return {"ok": False, "error": error.as_dict()}
        await self._sio.enter_room(sid, f"job:{data['job']}")
        answer = job.after(data["epoch"], data["seq"])
        if self.part_size is None:
            return {"ok": True, "parts": 0, **msgspec.to_builtins(answer)}
        text = msgspec.json.encode(answer).decode()
        pieces = [text[i : i + self.part_size] for i in range(0, len(text), self.part_size)]
        asyncio.get_running_loop().call_soon(asyncio.ensure_future, self._send_parts(sid, data["job"], pieces))
        return {"ok": True, "epoch": answer["epoch"], "seq": answer["seq"], "events": [], "parts": len(pieces)}

    async def _speak(self) -> None:
        while self.silent:
            await asyncio.sleep(0.02)

    async def _send_parts(self, sid: str, job: str, pieces: list[str]) -> None:
        for n, data in enumerate(pieces):
            part = {"job": job, "n": n, "of": len(pieces), "data": data}
            await self._sio.emit("job:part", part, to=sid)

    async def _on_unsubscribe(self, sid: str, data: dict[str, Any]) -> dict[str, Any]:
        await self._speak()
        if data["job"]:
            self.unsubscribed.append(data["job"])
            await self._sio.leave_room(sid, f"job:{data['job']}")
        return {"ok": True}

    @web.middleware
    async def _around(self, request: web.Request, handler: Any) -> web.StreamResponse:
        try:
            if request.path.startswith("/api"):
                self._check(request.headers.get("Authorization", "").removeprefix("Bearer "))
            return await handler(request)
        except JobWidgetsError as why:
            return _json({"error": why.as_dict()}, why.status)

    async def _launch(self, request: web.Request) -> web.Response:
        wanted = msgspec.json.decode(await request.read(), type=LaunchRequest)
        self.launches.append(wanted)
        if wanted.code is not None and not self.code_allowed:
            raise CodeNotAllowed()
        if wanted.code is None and wanted.type not in self.types:
            raise UnknownJobType(wanted.type, self.types)
        assert wanted.id is not None
        repeats = [job for job in self.jobs.values() if job.request.idempotency_key == wanted.idempotency_key]
        job = repeats[0] if repeats else FakeJob(wanted, wanted.id, time.time())
        if replace(wanted, id=None, origin=None) != replace(job.request, id=None, origin=None):
            raise IdempotencyConflict("The key was used for another request.", {"id": job.snapshot.job})
        self.jobs[job.snapshot.job] = job
        if self.hang_up_after_launch:
            self.hang_up_after_launch -= 1
            assert request.transport is not None
            request.transport.abort()
        return _json(job.record(full=False), 200 if repeats else 202)

    def _job(self, request: web.Request) -> FakeJob:
        job = self.jobs.get(request.match_info["id"])
        if job is None:
            raise NotFound(f"You have no job {request.match_info['id']!r}.")
        return job

    async def _show(self, request: web.Request) -> web.Response:
        return _json(self._job(request).record(full=True))

    async def _index(self, request: web.Request) -> web.Response:
        self.queries.append(dict(request.query))
        start, limit = int(request.query.get("cursor", 0)), int(request.query.get("limit", 50))
        found = [j.record(full=False) for j in reversed(list(self.jobs.values()))]
        if state := request.query.get("state"):
            found = [record for record in found if record.state in state.split(",")]
        if origin := request.query.get("origin"):
            found = [record for record in found if record.origin == origin]
        more = str(start + limit) if len(found) > start + limit else None
        return _json(JobPage(jobs=found[start : start + limit], cursor=more))

    async def _types(self, request: web.Request) -> web.Response:
        return _json({"types": [TypeInfo(name=name, schema={}) for name in self.types]})

    async def _cancel(self, request: web.Request) -> web.Response:
        job = self._job(request)
        self.cancelled.append(job.snapshot.job)
        if not job.snapshot.state.terminal:
            await self._publish(job.snapshot.job, (ev.State(job=job.snapshot.job, state=JobState.CANCELLED),), False)
        return _json(job.record(full=True))

    async def _answer(self, request: web.Request) -> web.Response:
        job, body = self._job(request), await request.json()
        self.answers.append(body)
        if body["command"] not in job.commands:
            question = job.snapshot.input
            if question is None or body.get("key", question.key) != question.key:
                raise NotWaiting(f"Job {job.snapshot.job} is {job.snapshot.state}: it asks nothing.")
            if not self.valid(body["answer"]):
                raise InvalidAnswer(job.snapshot.job, ["no such choice"])
            job.commands.add(body["command"])
            name = job.snapshot.job
            told = ev.InputAnswered(job=name, key=question.key, answer=body["answer"])
            await self._publish(name, (told, ev.State(job=name, state=JobState.RUNNING)), False)
        if self.hang_up_after_answer:
            self.hang_up_after_answer -= 1
            assert request.transport is not None
            request.transport.abort()
        return _json(job.record(full=True))

    async def _retry(self, request: web.Request) -> web.Response:
        old, body = self._job(request), await request.json()
        if not old.snapshot.state.terminal:
            raise Conflict(f"Job {old.snapshot.job} is {old.snapshot.state}; only a job that is over can be retried.")
        new = FakeJob(replace(old.request, id=body["id"]), body["id"], time.time(), retry_of=old.snapshot.job)
        return _json(self.jobs.setdefault(body["id"], new).record(full=False), 202)

    async def _history(self, request: web.Request) -> web.Response:
        moves = [
            Transition(epoch=e.epoch, seq=e.seq, at=e.at, state=e.state)
            for e in self._job(request).log
            if isinstance(e, ev.State)
        ]
        return _json(History(transitions=moves, attempts=[], checkpoints=[]))

    async def _events(self, request: web.Request) -> web.Response:
        job, query = self._job(request), request.query
        await asyncio.to_thread(self.before_page)
        epoch = int(query["epoch"]) if "epoch" in query else None
        limit = min(self.event_page, int(query.get("limit", 1000)))
        return _json(job.page(epoch, int(query.get("after", 0)), limit))

    async def _schedule(self, request: web.Request) -> web.Response:
        wanted = msgspec.json.decode(await request.read(), type=ScheduleRequest)
        self.schedules[wanted.name] = wanted
        return _json(_schedule_record(wanted), 201)

    async def _schedule_index(self, request: web.Request) -> web.Response:
        return _json(SchedulePage(schedules=[_schedule_record(s) for s in self.schedules.values()]))

    async def _unschedule(self, request: web.Request) -> web.Response:
        if self.schedules.pop(request.match_info["name"], None) is None:
            raise NotFound(f"You have no schedule {request.match_info['name']!r}.")
        return web.Response(status=204)


def _schedule_record(wanted: ScheduleRequest) -> ScheduleRecord:
    asked = wanted.request
    return ScheduleRecord(
        name=wanted.name, cron=wanted.cron, type=asked.type, params=asked.params, timezone=wanted.timezone
    )


def _json(answer: Any, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(answer), status=status, content_type="application/json")
