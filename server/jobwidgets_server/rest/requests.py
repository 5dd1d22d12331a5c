"""Reads and checks what clients send, before anything is done with it."""

import difflib
import math
from collections.abc import Iterable
from typing import Any, TypeVar, get_args

import msgspec
from aiohttp import web
from msgspec.structs import fields

from jobwidgets.protocol.errors import BadRequest, TooLarge
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.ids import check_job_id
from jobwidgets.protocol.records import PRIORITIES, LaunchRequest, ScheduleRequest

from ..rules import MAX_ORIGIN_CHARS, check_schedule_name, kept_origin, wrong
from ..store import JobFilter

MAX_BODY_BYTES = 64 * 1024
MAX_CODE_BODY_BYTES = 1536 * 1024
"""With a function in it, base64 and all."""
MAX_DEPTH = 32
MAX_QUERY_CHARS = 500
_LAST_MOMENT = 1e12
MAX_PAGE = 200
DEFAULT_PAGE = 50

T = TypeVar("T", bound=msgspec.Struct)


async def read_body(request: web.Request, kind: type[T], *, optional: bool = False) -> T:
    """The JSON body as ``kind``. With ``optional``, no body at all gives ``kind()``.

    Raises `BadRequest` (not JSON, nested too deeply, wrong or unknown fields) and `TooLarge`.
    """
    data = await _read(request)
    if not data and optional:
        return kind()
    if request.content_type != "application/json":
        raise BadRequest("Send JSON, and the header 'Content-Type: application/json' with it.")
    body = decode_body(data)
    if len(data) > MAX_BODY_BYTES and not _brings_code(body, kind):
        raise TooLarge("The request", len(data), MAX_BODY_BYTES)
    return convert_body(body, kind)


def _brings_code(body: dict[str, Any], kind: type[msgspec.Struct]) -> bool:
    launch = body.get("request") if kind is ScheduleRequest else body if kind is LaunchRequest else None
    return isinstance(launch, dict) and bool(launch.get("code"))


async def _read(request: web.Request) -> bytes:
    size = request.content_length or 0
    if size > MAX_CODE_BODY_BYTES:
        raise TooLarge("The request", size, MAX_CODE_BODY_BYTES)
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        # More came than was announced; the application's client_max_size stopped it.
        raise TooLarge("The request", MAX_CODE_BODY_BYTES + 1, MAX_CODE_BODY_BYTES) from None
    except web.RequestPayloadError as why:
        raise BadRequest(f"The request's body could not be read: {why}.") from None


def decode_body(data: bytes) -> dict[str, Any]:
    """A JSON object, not nested deeper than 32."""
    try:
        body = msgspec.json.decode(data)
    except RecursionError:
        raise _too_deep() from None
    except msgspec.MsgspecError as why:
        raise BadRequest(f"The request's body is not JSON: {why}.") from None
    except UnicodeDecodeError:
        raise BadRequest("The request's body is not JSON: it is not UTF-8.") from None
    if _depth(body) > MAX_DEPTH:
        raise _too_deep()
    if not isinstance(body, dict):
        raise BadRequest("The request's body must be a JSON object.")
    return body


def _too_deep() -> BadRequest:
    return BadRequest(f"The request's body is nested deeper than {MAX_DEPTH} levels.")


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level and depth <= MAX_DEPTH:
        depth += 1
        inner: list[Any] = []
        for item in level:
            children = item.values() if isinstance(item, dict) else item
            inner += [child for child in children if isinstance(child, dict | list)]
        level = inner
    return depth + bool(level)


def convert_body(body: dict[str, Any], kind: type[T]) -> T:
    """``body`` as ``kind``; a field that ``kind`` does not have is an error, for it is a typing mistake."""
    _check_fields(body, kind, "")
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as why:
        complaint, _, where = str(why).partition(" - at `$")
        field = where.rstrip("`").lstrip(".")
        if field.rpartition(".")[2] == "priority":
            complaint = f"one of {', '.join(PRIORITIES)}"
        sentence = f"Field {field!r}: {complaint}." if field else f"{complaint}."
        raise BadRequest(sentence, {"field": field or None}) from None


def _check_fields(body: dict[str, Any], kind: type[msgspec.Struct], path: str) -> None:
    known = {field.encode_name: field.type for field in fields(kind)}
    for name, value in body.items():
        if name not in known:
            close = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}."
            raise BadRequest(
                f"Unknown field {path + name[:60]!r}: {hint}", {"field": path + name[:60], "known": list(known)}
            )
        inner = [part for part in (known[name], *get_args(known[name])) if _is_struct(part)]
        if inner and isinstance(value, dict):
            _check_fields(value, inner[0], f"{path}{name}.")


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def public_url(request: web.Request) -> str:
    """Where the client reaches this server, as far as it or its proxy says; without a slash at the end."""
    scheme = request.headers.get("X-Forwarded-Proto", request.scheme).partition(",")[0].strip()
    host = request.headers.get("X-Forwarded-Host", request.host).partition(",")[0].strip()
    return f"{'https' if scheme == 'https' else 'http'}://{host}"


# ── queries ────────────────────────────────────────────────────────────────────────────────────


def check_query(request: web.Request, known: Iterable[str]) -> None:
    """Raise `BadRequest` for a query parameter this route does not have."""
    known = list(known)
    for name, value in request.query.items():
        if name not in known:
            raise BadRequest(f"Unknown query parameter {name[:60]!r}: known are {', '.join(known) or 'none'}.")
        most = MAX_ORIGIN_CHARS if name == "origin" else MAX_QUERY_CHARS
        if not value.isprintable() or len(value) > most:
            raise BadRequest(f"Query parameter {name!r}: at most {most} printable characters.", {"field": name})


def job_filter(request: web.Request) -> JobFilter:
    """``state``, ``type`` and ``tag`` (several of each may be given), ``text`` (or ``q``), ``since``, ``until``,
    ``origin``, ``parent`` and ``schedule``."""
    states = _several(request, "state")
    for state in states:
        if state not in list(JobState):
            raise wrong("state", f"one of {', '.join(JobState)}")
    query = request.query
    return JobFilter(
        states=states,
        types=_several(request, "type"),
        tags=_several(request, "tag"),
        text=query.get("text") or query.get("q") or None,
        since=_moment(request, "since"),
        until=_moment(request, "until"),
        origin=kept_origin(query.get("origin")),
        parent=check_job_id(query["parent"]) if query.get("parent") else None,
        schedule=check_schedule_name(query["schedule"]) if query.get("schedule") else None,
    )


def _moment(request: web.Request, name: str) -> float | None:
    raw = request.query.get(name)
    if not raw:
        return None
    try:
        value = float(raw)
    except ValueError:
        value = math.nan
    if not 0 <= value <= _LAST_MOMENT:
        raise wrong(name, "a point in time, in seconds since 1970")
    return value


def _several(request: web.Request, name: str) -> list[str]:
    return [part for value in request.query.getall(name, []) for part in value.split(",") if part]


def number(request: web.Request, name: str, default: int, low: int, high: int) -> int:
    """The whole number in query parameter ``name``."""
    raw = request.query.get(name)
    if raw is None:
        return default
    if not raw.isascii() or not raw.isdigit() or len(raw) > 16 or not low <= int(raw) <= high:
        raise wrong(name, f"a whole number from {low} to {high}")
    return int(raw)
