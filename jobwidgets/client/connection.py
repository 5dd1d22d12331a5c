"""The one Socket.IO connection of a process: its own thread and loop, supervised, for ever coming back.

A kernel's own loop is already running and may be blocked for minutes, so the connection has its own
thread. The library reconnects after a lost transport, but not after the server disconnected us or
refused us; so its reconnection is off and `Connection` tries again after whatever ended the last try.
"""

import asyncio
import contextlib
import logging
import os
import random
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import socketio
from socketio.exceptions import SocketIOError

from .backoff import delays
from .endpoint import Endpoint, is_loopback
from .observers import Observers
from .packets import EventPacket
from .status import ConnectionStatus
from .subscriptions import Subscriptions, Watch

OFFLINE_AFTER = 15.0
"""Seconds without success until ``connecting`` or ``reconnecting`` is called ``offline``."""
FIRST_TRIES = 2
"""So many failures in a row, with never a success, are ``offline`` at once: nothing is there to come back."""
PING_EVERY = 10.0
PING_TIMEOUT = 10.0
CONNECT_TIMEOUT = 10
STABLE_AFTER = 5.0
"""A connection that lasted so many seconds was good: the next loss starts with short waits again."""
GOODBYE = 1.0
"""Seconds a connection has to end in good order when it is closed."""
MAX_PACKET = 16 * 1024 * 1024

_log = logging.getLogger(__name__)
_library_log = logging.getLogger("jobwidgets.client.socketio")
# What the library finds worth a warning is an ordinary loss of connection, which the status tells.
_library_log.addHandler(logging.NullHandler())
_library_log.setLevel(logging.ERROR)


class Connection:
    """Keeps a socket to ``endpoint`` open from the first `start` or `watch` until `close`.

    All methods may be called from any thread. Observers are called on the connection's thread.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        offline_after: float = OFFLINE_AFTER,
        ping_every: float = PING_EVERY,
        ping_timeout: float = PING_TIMEOUT,
        rng: Callable[[], float] = random.random,
    ) -> None:
        self._endpoint = endpoint
        self._offline_after = offline_after
        self._ping_every, self._ping_timeout = ping_every, ping_timeout
        self._rng = rng
        self.status = ConnectionStatus("connecting", time.time(), url=endpoint.url)
        self.observers: Observers[ConnectionStatus] = Observers()
        self.ever_connected = False
        self._closed = False
        self._reset()

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._subscriptions = Subscriptions()
        self._wake = asyncio.Event()
        self._stop = asyncio.Event()
        self._offline_timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Start the thread, if it does not run yet."""
        with self._lock:
            if self._thread is not None or self._closed:
                return
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(
                target=self._run, args=(self._loop,), name="jobwidgets connection", daemon=True
            )
            self._thread.start()

    def watch(self, watch: Watch) -> None:
        """Keep ``watch`` up to date from now on."""
        self.start()
        self._soon(self._subscriptions.add, watch)

    def unwatch(self, watch: Watch) -> None:
        """Stop keeping ``watch`` up to date."""
        self._soon(self._subscriptions.remove, watch)

    def wake(self) -> None:
        """Try to connect now instead of at ``status.retry_at``."""
        self.start()
        self._soon(self._wake.set)

    def close(self, timeout: float = 3.0) -> None:
        """Disconnect and end the thread; wait up to ``timeout`` seconds for it."""
        with self._lock:
            self._closed = True
            thread = self._thread
        if thread is None:
            return
        self._soon(self._stop.set)
        if thread is not threading.current_thread():
            thread.join(timeout)

    def after_fork(self) -> None:
        """In a forked child: leave the parent's socket alone; the next `start` begins anew, with all watches."""
        watches = self._subscriptions.watches()
        # Kept for ever: closing the loop or its transports here would reach into the epoll set that the
        # child shares with its parent, and make the parent deaf.
        _parents.append((self._loop, self._thread, self._subscriptions, self._wake, self._stop))
        self._reset()
        for watch in watches:
            watch.timeout = watch.linger = None
            watch.tracker.lost()
            self._subscriptions.add(watch)
        self.status = replace(self.status, state="connecting", since=time.time(), latency=None, retry_at=None)

    def _soon(self, call: Callable[..., object], *args: Any) -> None:
        loop = self._loop
        if loop is None:
            return
        # Closed between the look and the call: then nothing is left to be told.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(call, *args)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(self._supervise())
        finally:
            leftover = asyncio.all_tasks(loop)
            for task in leftover:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*leftover, return_exceptions=True))
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    async def _supervise(self) -> None:
        waits = delays(rng=self._rng)
        failures = 0
        self._lost("connecting", None)
        while not self._stop.is_set():
            began = time.monotonic()
            self._wake.clear()
            error = await self._until_stopped(self._try())
            if error is None:
                break
            if time.monotonic() - began > STABLE_AFTER:
                waits = delays(rng=self._rng)
            wait = next(waits)
            failures += 1
            if self.status.connected:
                self._lost("reconnecting", error)
            state = self.status.state
            if state == "connecting" and failures >= FIRST_TRIES:
                state = "offline"
            self._tell(state=state, error=error, retry_at=time.time() + wait)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(_first(self._wake, self._stop), wait)
            self._tell(retry_at=None)

    async def _until_stopped(self, work: Coroutine[Any, Any, str]) -> str | None:
        """The result of ``work``, or None if `close` was called; a connection may then still say goodbye."""
        task, stopping = asyncio.ensure_future(work), asyncio.ensure_future(self._stop.wait())
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not self._stop.is_set():
            stopping.cancel()
            return task.result()
        await asyncio.wait({task}, timeout=GOODBYE if self.status.connected else 0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return None

    async def _try(self) -> str:
        """Connect and stay connected as long as it lasts; the reason why it is over."""
        refusal: list[str] = []
        try:
            url, token = self._endpoint.url, self._endpoint.token()
            self._tell(url=url)
            async with aiohttp.ClientSession(trust_env=not is_loopback(url)) as http:
                sio = self._client(http, refusal)
                try:
                    async with asyncio.timeout(CONNECT_TIMEOUT):
                        await sio.connect(
                            url,
                            auth={"token": token},
                            transports=["websocket"],
                            socketio_path=urlsplit(url).path.strip("/") + "/socket.io",
                            wait_timeout=CONNECT_TIMEOUT,
                        )
                    return await self._stay(sio)
                finally:
                    await _drop(sio)
        except TimeoutError:
            return "no answer in time"
        except SocketIOError as why:
            return _transport_fault(why) or next(iter(refusal), str(why))
        except Exception as why:  # noqa: BLE001
            # Also a token callable of the user's may raise, and it may raise anything.
            _log.debug("cannot connect", exc_info=True)
            return f"{type(why).__name__}: {why}"

    def _client(self, http: aiohttp.ClientSession, refusal: list[str]) -> socketio.AsyncClient:
        sio = socketio.AsyncClient(
            reconnection=False,
            handle_sigint=False,
            serializer=EventPacket,  # pyright: ignore[reportArgumentType] - it takes a class of packets too
            logger=_library_log,  # pyright: ignore[reportArgumentType] - it takes a logger too
            engineio_logger=_library_log,
            http_session=http,
            request_timeout=1,
            websocket_extra_options={"max_msg_size": MAX_PACKET},
        )
        sio.on("job:event", self._subscriptions.on_event)
        sio.on("job:batch", self._subscriptions.on_batch)
        sio.on("job:part", self._subscriptions.on_part)
        sio.on("connect_error", lambda data=None: refusal.append(_refusal(data)))
        return sio

    async def _stay(self, sio: socketio.AsyncClient) -> str:
        async def send(event: str, payload: Any, on_answer: Callable[..., None]) -> None:
            # Disconnected in this moment: the next connection subscribes everything again.
            with contextlib.suppress(SocketIOError):
                await sio.emit(event, payload, callback=on_answer)

        self.ever_connected = True
        if self._offline_timer is not None:
            self._offline_timer.cancel()
        self._tell(state="connected", since=time.time(), latency=None, error=None, retry_at=None)
        self._subscriptions.opened(send)
        # Also after the server has sent us away, the library hangs up and stops reading; and it does so where
        # it tells nobody.
        reading = sio.eio.read_loop_task
        waiting = [asyncio.ensure_future(self._stop.wait()), asyncio.ensure_future(self._ping(sio))]
        try:
            if reading is not None:
                await asyncio.wait([*waiting, reading], return_when=asyncio.FIRST_COMPLETED)
            lost = reading is None or reading.done()
            return "the connection was lost" if lost else "the server does not answer"
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            self._subscriptions.closed()

    async def _ping(self, sio: socketio.AsyncClient) -> None:
        """Measure the round trip now and then; returns when the server is silent for too long."""
        loop = asyncio.get_running_loop()
        while True:
            answered: asyncio.Future[float] = loop.create_future()
            began = time.perf_counter()
            # The cheapest request that every relay acknowledges: to unsubscribe from nothing.
            await sio.emit("unsubscribe", {"job": ""}, callback=partial(_stop_watch, answered, began))
            while not answered.done():
                heard = self._subscriptions.heard
                await asyncio.wait({answered}, timeout=self._ping_timeout)
                # A relay that waits for its Redis answers late, but it does answer other requests.
                if not answered.done() and self._subscriptions.heard == heard:
                    return
            self._tell(latency=answered.result())
            await asyncio.sleep(self._ping_every)

    def _lost(self, state: Any, error: str | None) -> None:
        self._tell(state=state, since=time.time(), latency=None, error=error, retry_at=None)
        loop = asyncio.get_running_loop()
        self._offline_timer = loop.call_later(self._offline_after, lambda: self._tell(state="offline"))

    def _tell(self, **changes: Any) -> None:
        status = replace(self.status, **changes)
        if status != self.status:
            self.status = status
            self.observers.notify(status)


_parents: list[Any] = []


async def _first(*events: asyncio.Event) -> None:
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()


def _stop_watch(answered: "asyncio.Future[float]", began: float, *_: Any) -> None:
    # Here, not where it is awaited: a burst of events may be worked off before that.
    if not answered.done():
        answered.set_result(time.perf_counter() - began)


async def _drop(sio: socketio.AsyncClient) -> None:
    """End a client in whatever state it is, without waiting for a peer that may be frozen."""
    try:
        async with asyncio.timeout(1.5):
            await sio.eio.disconnect(abort=True)
    except (TimeoutError, OSError, aiohttp.ClientError):
        _log.debug("the connection did not close in time", exc_info=True)
    loops = [t for t in (sio.eio.read_loop_task, sio.eio.write_loop_task) if t is not None]
    for task in loops:
        task.cancel()
    await asyncio.gather(*loops, return_exceptions=True)


def _refusal(data: Any) -> str:
    """The server's sentence in what a refused connection carries."""
    if isinstance(data, dict):
        return str(data.get("message") or data)
    return str(data) if data else "the server refused the connection"


def _transport_fault(why: SocketIOError) -> str | None:
    """What stands behind the library's "Connection error"; None if we were connected and refused."""
    cause: BaseException | None = why
    while cause is not None:
        if isinstance(cause, aiohttp.WSServerHandshakeError):
            return f"status {cause.status} answered"
        if isinstance(cause, aiohttp.ServerDisconnectedError):
            return "the server hung up"
        if isinstance(cause, OSError) and cause.errno:
            return os.strerror(cause.errno)
        cause = cause.__cause__ or cause.__context__
    return None
