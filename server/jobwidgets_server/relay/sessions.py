"""Who is connected: the user a token names, until the token expires; with a share token, to one job only."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from socketio.exceptions import ConnectionRefusedError

from jobwidgets.protocol.errors import JobWidgetsError

from ..auth import Identity
from ..logging import get_logger
from .socket_server import SocketServer

log = get_logger(__name__)

Verify = Callable[[object], Identity]
"""Whom a token names; raises `Unauthorized`."""

_LONGEST_SLEEP = 600.0
"""Timers run on a clock that stops while a laptop sleeps; so look again now and then."""
_GOODBYE = 1.0
"""Seconds a client has to leave by itself after it was told."""


@dataclass(eq=False)
class Session:
    """One authenticated socket. ``jobs``: what it subscribes to."""

    sid: str
    who: Identity
    jobs: set[str] = field(default_factory=set)
    timer: asyncio.TimerHandle | None = None


class Sessions:
    """All authenticated sockets by Socket.IO session id."""

    def __init__(self, server: SocketServer, verify: Verify) -> None:
        self._server, self._verify = server, verify
        self._sessions: dict[str, Session] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._sessions)

    def get(self, sid: str) -> Session | None:
        """The session, or None once it has ended."""
        return self._sessions.get(sid)

    def open(self, sid: str, auth: Any) -> None:
        """Admit a socket. Raises socketio's `ConnectionRefusedError` with our error as its data."""
        try:
            who = self._verify(auth.get("token") if isinstance(auth, dict) else None)
        except JobWidgetsError as error:
            raise ConnectionRefusedError(str(error), error.as_dict()) from None
        session = self._sessions[sid] = Session(sid, who)
        self._wait_for_expiry(session)

    def close(self, sid: str) -> Session | None:
        """The socket is gone; returns what it was."""
        session = self._sessions.pop(sid, None)
        if session is not None and session.timer is not None:
            session.timer.cancel()
        return session

    def _wait_for_expiry(self, session: Session) -> None:
        left = session.who.expires - time.time()
        if left > 0:
            wait = min(left, _LONGEST_SLEEP)
            session.timer = asyncio.get_running_loop().call_later(wait, self._wait_for_expiry, session)
        else:
            task = asyncio.create_task(self._expire(session), name=f"expire {session.sid}")
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    async def _expire(self, session: Session) -> None:
        log.info("token expired", user=session.who.user)
        eio_sid = self._server.engine_id(session.sid)
        await self._server.disconnect(session.sid)
        await asyncio.sleep(_GOODBYE)
        self._server.cut(eio_sid, "expired", "its token has expired")
