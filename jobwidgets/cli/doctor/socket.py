"""A real Socket.IO connection: does it come up, how quick is it, what does it deliver of a job?"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import socketio
from socketio.exceptions import SocketIOError

from ...client.endpoint import is_loopback
from ...protocol.ids import new_job_id
from .finding import Finding, fail, milliseconds, ok

CONNECT_TIMEOUT = 5
PINGS = 20


@dataclass
class Observed:
    """What came of one job: ``duplicates`` were delivered before, ``holes`` are events that never came.

    ``head`` is the last (epoch, seq). ``overflow``: the server cannot hand out the last events any more, fewer
    than it should keep. ``span``: seconds that the kept events reach back, None where all there ever were
    are kept.
    """

    job: str
    error: str = ""
    head: tuple[int, int] = (0, 0)
    received: int = 0
    duplicates: int = 0
    holes: int = 0
    overflow: bool = False
    span: float | None = None
    live: bool = False
    _early: list[dict[str, Any]] = field(default_factory=list)

    def take(self, event: dict[str, Any]) -> None:
        """A live event, in the order of its arrival."""
        if not self.live:
            self._early.append(event)
            return
        at = (int(event.get("epoch", 0)), int(event.get("seq", 0)))
        self.received += 1
        if at <= self.head:
            self.duplicates += 1
            return
        if at[0] == self.head[0]:
            self.holes += at[1] - self.head[1] - 1
        self.head = at

    def begin(self, head: tuple[int, int]) -> None:
        """The subscription is answered: everything up to ``head`` is known, what came meanwhile may overlap."""
        self.head, self.live = head, True
        for event in self._early:
            if (int(event.get("epoch", 0)), int(event.get("seq", 0))) > head:
                self.take(event)


class Socket:
    """One connection with this token. Use as an async context manager; ``finding`` says how connecting went."""

    def __init__(self, url: str, token: str | None) -> None:
        self._url, self._token = url, token
        self._watched: dict[str, Observed] = {}
        self._refusal = ""
        self.connected = False
        self.trips: list[float] = []
        self.finding: Finding = fail("socket", "not tried", "")

    async def __aenter__(self) -> "Socket":
        self._http = aiohttp.ClientSession(trust_env=not is_loopback(self._url))
        self._sio = socketio.AsyncClient(
            reconnection=False, handle_sigint=False, logger=False, engineio_logger=False, http_session=self._http
        )
        self._sio.on("connect_error", self._refused)
        self._sio.on("job:event", self._event)
        self._sio.on("job:batch", self._batch)
        self.finding = await self._connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._sio.connected:
            await self._sio.disconnect()
        await self._http.close()

    def _refused(self, data: Any = None) -> None:
        self._refusal = str(data.get("message") or data) if isinstance(data, dict) else str(data or "")

    def _event(self, event: Any) -> None:
        if isinstance(event, dict) and (observed := self._watched.get(str(event.get("job")))) is not None:
            observed.take(event)

    def _batch(self, events: Any) -> None:
        for event in events if isinstance(events, list) else []:
            self._event(event)

    async def _connect(self) -> Finding:
        began = time.perf_counter()
        path = urlsplit(self._url).path.strip("/") + "/socket.io"
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT):
                await self._sio.connect(
                    self._url,
                    auth={"token": self._token},
                    transports=["websocket"],
                    socketio_path=path,
                    wait_timeout=CONNECT_TIMEOUT,
                )
            took = time.perf_counter() - began
            for _ in range(PINGS):
                began = time.perf_counter()
                # An unsubscribe of a job nobody watches is answered by the relay alone.
                await self._sio.call("unsubscribe", {"job": new_job_id()}, timeout=CONNECT_TIMEOUT)
                self.trips.append(time.perf_counter() - began)
        except TimeoutError:
            why = f"no answer within {CONNECT_TIMEOUT:g} s"
        except (SocketIOError, aiohttp.ClientError, OSError) as error:
            why = self._refusal or str(error) or type(error).__name__
        else:
            self.connected = True
            return ok("socket", f"connected in {milliseconds(took)}, {len(self.trips)} round trips answered")
        if "token" in why.lower():
            advice = "Get a token with `jobwidgets token` and set JOBWIDGETS_TOKEN."
        else:
            advice = "If REST answers, a proxy in between does not pass WebSockets on: let it upgrade /socket.io/."
        return fail("socket", f"not connected: {why}", advice)

    async def observe(
        self, jobs: list[str], seconds: float, backlog: int, halfway: Callable[[], Awaitable[None]]
    ) -> list[Observed]:
        """Subscribe ``jobs``, listen for ``seconds`` and tell what came of each; do ``halfway`` in between."""
        self._watched = {job: Observed(job) for job in jobs}
        for observed in self._watched.values():
            await self._subscribe(observed, backlog)
        await asyncio.sleep(seconds / 2)
        await halfway()
        await asyncio.sleep(seconds / 2)
        for job in jobs:
            await self._sio.emit("unsubscribe", {"job": job})
        return list(self._watched.values())

    async def _subscribe(self, observed: Observed, backlog: int) -> None:
        try:
            first = await self._ask({"job": observed.job})
            if not first.get("ok"):
                observed.error = str((first.get("error") or {}).get("message") or "refused")
                return
            epoch, head = int(first.get("epoch", 0)), int(first.get("seq", 0))
            observed.begin((epoch, head))
            # Ask once more like somebody who was away for the last events: are they still there?
            since = max(1, head - backlog)
            again = await self._ask({"job": observed.job, "epoch": epoch, "seq": since})
            events = again.get("events") or []
            if again.get("ok") and (again.get("snapshot") or len(events) < head - since):
                observed.overflow = True
            elif head > backlog and events:
                observed.span = float(events[-1].get("at", 0)) - float(events[0].get("at", 0))
        except (SocketIOError, TimeoutError) as why:
            observed.error = str(why) or type(why).__name__

    async def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        answer: Any = await self._sio.call("subscribe", request, timeout=CONNECT_TIMEOUT)
        return answer if isinstance(answer, dict) else {}
