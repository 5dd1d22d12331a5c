"""Reads and checks what clients send, before anything is done with it."""

import difflib
import math
from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec
from aiohttp import web
from msgspec.structs import fields

from jobwidgets.protocol.errors import BadRequest, TooLarge
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.ids import check_job_id
from jobwidgets.protocol.records import LaunchRequest
from jobwidgets.protocol.wire import MAX_CODE_BYTES, MAX_PARAMS_BYTES

from ..store import JobFilter

MAX_BODY_BYTES = 64 * 1024
MAX_CODE_BODY_BYTES = 1536 * 1024
"""With a function in it, base64 and all."""
MAX_DEPTH = 32
MAX_TAGS = 20
MAX_PAGE = 200
DEFAULT_PAGE = 50
_YEAR = 366 * 24 * 3600.0

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
    if len(data) > MAX_BODY_BYTES and not (kind is LaunchRequest and body.get("code")):
        raise TooLarge("The request", len(data), MAX_BODY_BYTES)
    return convert_body(body, kind)


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
    known = [field.encode_name for field in fields(kind)]
    for name in body:
        if name not in known:
            close = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}."
            raise BadRequest(f"Unknown field {name[:60]!r}: {hint}", {"field": name[:60], "known": known})
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as why:
        complaint, _, where = str(why).partition(" - at `$")
        field = where.rstrip("`").lstrip(".")
        sentence = f"Field {field!r}: {complaint}." if field else f"{complaint}."
        raise BadRequest(sentence, {"field": field or None}) from None


def check_launch(request: LaunchRequest) -> LaunchRequest:
    """``request`` if its values make sense. Raises `BadRequest`, `InvalidId` or `TooLarge`."""
    _check_name("type", request.type, 128)
    if request.id is not None:
        check_job_id(request.id)
    if request.idempotency_key is not None:
        _check_name("idempotency_key", request.idempotency_key, 200)
    _check_number("delay", request.delay, 0, _YEAR)
    _check_number("timeout", request.timeout, 0.001, _YEAR)
    _check_number("retries", request.retries, 0, 1000)
    if len(request.tags) > MAX_TAGS:
        raise _field("tags", f"at most {MAX_TAGS} of them")
    for tag in request.tags:
        _check_name("tags", tag, 64)
    size = len(msgspec.json.encode(request.params))
    if size > MAX_PARAMS_BYTES:
        raise TooLarge("What 'params' holds", size, MAX_PARAMS_BYTES)
    if request.code is not None and len(request.code) > MAX_CODE_BYTES:
        raise TooLarge("The function", len(request.code), MAX_CODE_BYTES)
    return request


def check_text(field: str, value: str | None, limit: int) -> None:
    """At most ``limit`` characters."""
    if value is not None and len(value) > limit:
        raise _field(field, f"at most {limit} characters")


def _check_name(field: str, value: str, limit: int) -> None:
    if not 0 < len(value) <= limit or not value.isprintable() or value != value.strip():
        raise _field(field, f"1 to {limit} printable characters, no space at either end")


def _check_number(field: str, value: float | None, low: float, high: float) -> None:
    if value is not None and not (math.isfinite(value) and low <= value <= high):
        raise _field(field, f"a number from {low:g} to {high:g}")


def _field(name: str, wanted: str) -> BadRequest:
    return BadRequest(f"Field {name!r}: {wanted}.", {"field": name})


# ── queries ────────────────────────────────────────────────────────────────────────────────────


def check_query(request: web.Request, known: Iterable[str]) -> None:
    """Raise `BadRequest` for a query parameter this route does not have."""
    known = list(known)
    for name, value in request.query.items():
        if name not in known:
            raise BadRequest(f"Unknown query parameter {name[:60]!r}: known are {', '.join(known) or 'none'}.")
        if not value.isprintable() or len(value) > 500:
            raise BadRequest(f"Query parameter {name!r}: at most 500 printable characters.", {"field": name})


def job_filter(request: web.Request) -> JobFilter:
    """``state``, ``type`` and ``tag`` (several of each may be given) and ``q``."""
    states = _several(request, "state")
    for state in states:
        if state not in list(JobState):
            raise _field("state", f"one of {', '.join(JobState)}")
    return JobFilter(states, _several(request, "type"), _several(request, "tag"), request.query.get("q") or None)


def _several(request: web.Request, name: str) -> list[str]:
    return [part for value in request.query.getall(name, []) for part in value.split(",") if part]


def number(request: web.Request, name: str, default: int, low: int, high: int) -> int:
    """The whole number in query parameter ``name``."""
    raw = request.query.get(name)
    if raw is None:
        return default
    if not raw.isascii() or not raw.isdigit() or len(raw) > 16 or not low <= int(raw) <= high:
        raise _field(name, f"a whole number from {low} to {high}")
    return int(raw)
