"""The REST client: synchronous, usable from any thread; answers of the server become our exceptions.

All calls may be sent again: a launch and a retry carry the new job's id and an idempotency key, an answer the id
of its command, a cancel twice is a cancel.
"""

import os
import threading
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
import msgspec

from ..protocol.errors import ServerUnreachable, error_from_dict
from ..protocol.records import (
    History,
    JobPage,
    JobRecord,
    LaunchRequest,
    SchedulePage,
    ScheduleRecord,
    ScheduleRequest,
    TypeInfo,
    WorkerInfo,
)
from ..protocol.state import JobSnapshot
from .endpoint import Endpoint, is_loopback

T = TypeVar("T")

_TIMEOUT = httpx.Timeout(15.0, connect=5.0)
_GATEWAY_ERRORS = frozenset({502, 503, 504})
"""A proxy answers in the place of a server that is away: 502 or 504 (nginx), 503 (HAProxy)."""


class _Types(msgspec.Struct):
    types: list[TypeInfo]


class _Workers(msgspec.Struct):
    workers: list[WorkerInfo]


class EventPage(msgspec.Struct, frozen=True):
    """Answer of ``GET /api/jobs/{id}/events``: events of ``epoch``; ``more`` of it follow. ``epochs``: those that have
    any. ``snapshot`` instead of events that are not kept."""

    epoch: int
    seq: int
    events: list[Any] = []
    snapshot: JobSnapshot | None = None
    epochs: list[int] = []
    more: bool = False


class ShareLink(msgspec.Struct, frozen=True):
    """Answer of ``POST /api/jobs/{id}/share``: a token that shows the job until ``expires`` (seconds since 1970)."""

    token: str
    expires: float


class Rest:
    """``/api`` of the server at ``endpoint``.

    Every method raises `ServerUnreachable` if no server answers and otherwise what the server
    answered, as the class of `protocol.errors` with that code.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._lock = threading.Lock()
        self._client: tuple[int, str, httpx.Client] | None = None
        self._abandoned: list[tuple[int, str, httpx.Client]] = []

    def launch(self, request: LaunchRequest) -> JobRecord:
        """``POST /api/jobs``. The same id and idempotency key again give the same job."""
        return self._call("POST", "/api/jobs", JobRecord, body=msgspec.json.encode(request))

    def job(self, job: str) -> JobRecord:
        """``GET /api/jobs/{id}``, with its snapshot."""
        return self._call("GET", _of(job), JobRecord)

    def jobs(self, **filters: Any) -> JobPage:
        """``GET /api/jobs``, newest first: ``state``, ``type``, ``tag``, ``text``, ``since``, ``origin``, ``parent``,
        ``schedule``, ``limit``, ``cursor``."""
        return self._call("GET", "/api/jobs", JobPage, query=_given(filters))

    def cancel(self, job: str) -> JobRecord:
        """``POST /api/jobs/{id}/cancel``. Of a job that is over it changes nothing."""
        return self._call("POST", _of(job, "cancel"), JobRecord, body=b"{}")

    def answer(self, job: str, answer: Any, *, key: str | None, command: str) -> JobRecord:
        """``POST /api/jobs/{id}/input``. The same ``command`` again changes nothing more."""
        body = {"answer": answer, "command": command} | ({"key": key} if key is not None else {})
        return self._call("POST", _of(job, "input"), JobRecord, body=msgspec.json.encode(body))

    def retry(self, job: str, *, new: str, key: str) -> JobRecord:
        """``POST /api/jobs/{id}/retry``: the job with id ``new``. The same again gives the same job."""
        body = {"id": new, "idempotency_key": key}
        return self._call("POST", _of(job, "retry"), JobRecord, body=msgspec.json.encode(body))

    def history(self, job: str) -> History:
        """``GET /api/jobs/{id}/history``."""
        return self._call("GET", _of(job, "history"), History)

    def events(self, job: str, *, after: int = 0, epoch: int | None = None, limit: int | None = None) -> EventPage:
        """``GET /api/jobs/{id}/events``: those of ``epoch`` (the latest if None) that follow event ``after``."""
        return self._call(
            "GET", _of(job, "events"), EventPage, query=_given({"after": after, "epoch": epoch, "limit": limit})
        )

    def share(self, job: str, expires: float | None) -> ShareLink:
        """``POST /api/jobs/{id}/share``, for so many seconds, or as long as the server thinks fit."""
        body = {} if expires is None else {"expires": expires}
        return self._call("POST", _of(job, "share"), ShareLink, body=msgspec.json.encode(body))

    def schedule(self, request: ScheduleRequest) -> ScheduleRecord:
        """``POST /api/schedules``. The same name again replaces the schedule."""
        return self._call("POST", "/api/schedules", ScheduleRecord, body=msgspec.json.encode(request))

    def schedules(self) -> list[ScheduleRecord]:
        """``GET /api/schedules``, by name."""
        return self._call("GET", "/api/schedules", SchedulePage).schedules

    def unschedule(self, name: str) -> None:
        """``DELETE /api/schedules/{name}``."""
        _check(self._send("DELETE", f"/api/schedules/{quote(name, safe='')}", None, None), self._endpoint.url)

    def types(self) -> list[TypeInfo]:
        """The job types that live workers have announced."""
        return self._call("GET", "/api/types", _Types).types

    def workers(self) -> list[WorkerInfo]:
        """The live workers."""
        return self._call("GET", "/api/workers", _Workers).workers

    def diagnostics(self) -> dict[str, Any]:
        """What the server knows about its own health."""
        return self._call("GET", "/api/diagnostics", dict[str, Any])

    def after_fork(self) -> None:
        """In a forked child: another thread may have held the lock."""
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the connections of this process."""
        with self._lock:
            held, self._client = self._client, None
        for pid, _, client in (*self._abandoned, *([held] if held else [])):
            if pid == os.getpid():
                client.close()

    def _call(self, method: str, path: str, answer: type[T], *, body: bytes | None = None, query: Any = None) -> T:
        return _read(self._send(method, path, body, query), answer, self._endpoint.url)

    def _send(self, method: str, path: str, body: bytes | None, query: Any) -> httpx.Response:
        url, token = self._endpoint.url, self._endpoint.token()
        client = self._connected(url)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = client.build_request(method, url + path, params=query, content=body, headers=headers)
        try:
            try:
                return client.send(request)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
                # The server may close an idle connection in the moment we use it.
                return client.send(request)
        except (httpx.TransportError, httpx.InvalidURL, OSError) as why:
            raise ServerUnreachable(url, _short(why)) from None

    def _connected(self, url: str) -> httpx.Client:
        with self._lock:
            if self._client is not None:
                pid, at, client = self._client
                if pid == os.getpid() and at == url:
                    return client
                # After a fork the sockets belong to the parent too: leave them open and unused. After
                # a move to another server a request may still be under way in another thread.
                self._abandoned.append(self._client)
            client = httpx.Client(timeout=_TIMEOUT, trust_env=not is_loopback(url))
            self._client = (os.getpid(), url, client)
            return client


def _of(job: str, what: str = "") -> str:
    return f"/api/jobs/{quote(job, safe='')}" + (f"/{what}" if what else "")


def _given(query: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in query.items() if value is not None}


def _read(response: httpx.Response, answer: type[T], url: str) -> T:
    _check(response, url)
    try:
        return msgspec.json.decode(response.content, type=answer)
    except msgspec.MsgspecError:
        raise _not_ours(response, url) from None


def _check(response: httpx.Response, url: str) -> None:
    if response.is_success:
        return
    try:
        told = msgspec.json.decode(response.content)
    except msgspec.MsgspecError:
        told = None
    if isinstance(told, dict) and isinstance(told.get("error"), dict):
        raise error_from_dict(told["error"])
    raise _not_ours(response, url)


def _not_ours(response: httpx.Response, url: str) -> ServerUnreachable:
    what = f"status {response.status_code}" if response.status_code not in _GATEWAY_ERRORS else "its proxy"
    return ServerUnreachable(url, f"{what} answered, but not as a jobwidgets server does")


def _short(why: Exception) -> str:
    if isinstance(why, httpx.TimeoutException):
        return "no answer in time"
    if isinstance(why, httpx.ConnectError):
        text = str(why)
        return "connection refused" if "refused" in text.lower() else text
    return str(why) or type(why).__name__
