"""``subscribe`` and ``unsubscribe``: who may hear which job, and from where on.

The answer is taken from the job's feed and the room is joined without an `await` in between, so
what the answer does not hold comes live.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec

from jobwidgets.protocol.errors import BadRequest, JobWidgetsError, NotFound, RateLimited, Unavailable
from jobwidgets.protocol.ids import check_job_id

from ..logging import get_logger
from .answers import DONE, acknowledgement, refusal
from .fanout import Fanout
from .feed import CatchUp, Need
from .frames import Answer
from .sessions import Session, Sessions
from .socket_server import SocketServer
from .watch import Watch
from .watchlist import Watchlist

log = get_logger(__name__)

MAX_SUBSCRIPTIONS = 1000
"""Jobs one socket may subscribe to, beside those that are over: nothing comes of them, and clients let them go."""
SUBSCRIBE_TIMEOUT = 5.0
"""Seconds a subscription may take; a Redis that is away answers no sooner."""
_REFRESHES = 3


class SubscribeRequest(msgspec.Struct):
    """What a client sends: the job, and where it stands."""

    job: str
    epoch: int = 0
    seq: int = 0


class Rooms:
    """The subscribers of this relay; the `Audience` of its watch list."""

    watchlist: Watchlist
    """Set by whoever puts the relay together: rooms and watch list need each other."""

    def __init__(
        self,
        server: SocketServer,
        sessions: Sessions,
        fanout: Fanout,
        *,
        max_subscriptions: int = MAX_SUBSCRIPTIONS,
        timeout: float = SUBSCRIBE_TIMEOUT,
    ) -> None:
        self._server, self._sessions, self._fanout = server, sessions, fanout
        self._max_subscriptions, self._timeout = max_subscriptions, timeout
        self._framed: tuple[str, CatchUp, Answer] | None = None

    def hear(self, job: str, epoch: int, first: int, lines: Sequence[bytes]) -> None:
        """Send these events to every subscriber of the job."""
        self._fanout.add(job, epoch, first, lines)

    def pause(self) -> None:
        """Nothing more comes at this moment: send what was heard."""
        self._fanout.pause()

    def listening(self, job: str) -> bool:
        """Does anybody here subscribe to the job?"""
        return self._fanout.listening(job)

    def start_over(self, job: str, reason: str) -> None:
        """Make every subscriber of the job connect and subscribe anew."""
        self._server.start_over(self._fanout.members(job), reason)

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Handshake: ``auth: {token}``."""
        self._sessions.open(sid, auth)

    async def on_disconnect(self, sid: str, reason: str) -> None:
        """The socket is gone, for whatever reason."""
        session = self._sessions.close(sid)
        for job in session.jobs if session is not None else ():
            self._leave(sid, job)

    async def on_subscribe(self, sid: str, data: Any = None, *_: Any) -> Answer | None:
        """``{job, epoch?, seq?}`` → `wire.SubscribeAck`."""
        session = self._sessions.get(sid)
        if session is None:
            return None
        try:
            request = msgspec.convert(data, SubscribeRequest)
            return await self._subscribe(session, request)
        except msgspec.ValidationError as why:
            return refusal(BadRequest(f"subscribe takes {{job, epoch?, seq?}}: {why}."))
        except JobWidgetsError as error:
            return refusal(error)
        except TimeoutError:
            return refusal(Unavailable("Redis did not answer in time; the job itself is not affected."))
        except Exception:
            log.exception("subscribe failed")
            return refusal(JobWidgetsError("The server failed to subscribe you; its log says why."))

    async def on_unsubscribe(self, sid: str, data: Any = None, *_: Any) -> Answer:
        """``{job}`` → ``{ok}``; no error if it was not subscribed."""
        session = self._sessions.get(sid)
        job = data.get("job") if isinstance(data, dict) else None
        if session is not None and isinstance(job, str) and job in session.jobs:
            session.jobs.discard(job)
            self._leave(sid, job)
        return DONE

    async def _subscribe(self, session: Session, request: SubscribeRequest) -> Answer | None:
        job = check_job_id(request.job)
        if not session.who.may_see(job):
            raise NotFound()  # as if it did not exist
        if job not in session.jobs and self._full(session):
            raise RateLimited(
                f"A connection may subscribe to {self._max_subscriptions} jobs that are not over; "
                "unsubscribe from some, or wait until some are."
            )
        await self._server.drained(session.sid, self._timeout)
        try:
            watch = self.watchlist.warm(job)
            if watch is not None and watch.owner == session.who.user:
                # The usual case of a late subscriber: nothing has to be waited for.
                known = watch.catch_up(request.epoch, request.seq)
                if isinstance(known, CatchUp):
                    return self._enter(session, watch, known)
            async with asyncio.timeout(self._timeout):
                return await self._join(session, job, request)
        finally:
            if not self.listening(job):
                self.watchlist.release(job)

    def _full(self, session: Session) -> bool:
        if len(session.jobs) < self._max_subscriptions:
            return False
        watches = self.watchlist.watches
        live = sum((watch := watches.get(job)) is None or not watch.over for job in session.jobs)
        return live >= self._max_subscriptions

    async def _join(self, session: Session, job: str, request: SubscribeRequest) -> Answer | None:
        refreshed = 0
        while True:
            watch = await self.watchlist.open(job)
            if watch.owner != session.who.user:
                raise NotFound()
            known = watch.catch_up(request.epoch, request.seq, final=refreshed >= _REFRESHES)
            if isinstance(known, Need):
                refreshed += 1
                await self.watchlist.refresh(watch, known)
            elif self.watchlist.watches.get(job) is watch:
                # From here to the return there is no await.
                return self._enter(session, watch, known)

    def _enter(self, session: Session, watch: Watch, known: CatchUp) -> Answer | None:
        if self._sessions.get(session.sid) is not session:
            return None  # it left while we were reading
        self._fanout.flush(watch.job)
        if watch.finished is None:
            self._fanout.join(watch.job, session.sid)
            session.jobs.add(watch.job)
        if self._framed is None or self._framed[1] is not known:
            self._framed = watch.job, known, acknowledgement(watch.job, known)
        return self._framed[2]

    def _leave(self, sid: str, job: str) -> None:
        self._fanout.leave(job, sid)
        if not self.listening(job):
            self.watchlist.release(job)
