"""What may be asked for: the bounds of every field of a launch and of a schedule, with a sentence for each."""

import math
import re

import msgspec

from jobwidgets.protocol.errors import BadRequest, TooLarge
from jobwidgets.protocol.ids import check_job_id
from jobwidgets.protocol.records import MAX_TYPE_CHARS, Backoff, LaunchRequest, ScheduleRequest
from jobwidgets.protocol.wire import MAX_CODE_BYTES, MAX_PARAMS_BYTES

MAX_TAGS = 20
MAX_TAG_CHARS = 64
MAX_ORIGIN_CHARS = 1000
_KEPT_ORIGIN_CHARS = 512
MAX_KEY_CHARS = 200
MAX_RUNNING = 100_000
MAX_GROUP_CHARS = 200
_YEAR = 366 * 24 * 3600.0
_QUEUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
"""No dots: a queue and its priorities share the names of dockets (`records.lane_of`)."""
_SCHEDULE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_ONLY_WITH_CODE = ("queue", "max_running", "max_running_per_user")


def check_launch(request: LaunchRequest, now: float) -> LaunchRequest:
    """``request`` if its values make sense. Raises `BadRequest`, `InvalidId` or `TooLarge`."""
    check_name("type", request.type, MAX_TYPE_CHARS)
    if request.id is not None:
        check_job_id(request.id)
    if request.idempotency_key is not None:
        check_name("idempotency_key", request.idempotency_key, MAX_KEY_CHARS)
    if request.delay is not None and request.at is not None:
        raise wrong("at", "either 'delay' (seconds from now) or 'at' (seconds since 1970), not both")
    check_number("delay", request.delay, 0, _YEAR)
    check_number("at", request.at, 0, now + _YEAR)
    check_number("timeout", request.timeout, 0.001, _YEAR)
    check_number("retries", request.retries, 0, 1000)
    _check_backoff(request.backoff)
    check_number("max_tokens", request.max_tokens, 1, 10**15)
    check_number("max_cost", request.max_cost, 1e-9, 10**12)
    check_number("max_running", request.max_running, 1, MAX_RUNNING)
    check_number("max_running_per_user", request.max_running_per_user, 1, MAX_RUNNING)
    _check_group(request)
    if request.queue is not None and not _QUEUE.fullmatch(request.queue):
        raise wrong("queue", "1 to 64 letters, digits, '_' and '-', the first a letter or digit")
    if request.code is None:
        for name in _ONLY_WITH_CODE:
            if getattr(request, name) is not None:
                raise wrong(name, "only where 'code' is sent; a job type of a worker brings its own")
    if request.origin is not None:
        check_text("origin", request.origin, MAX_ORIGIN_CHARS)
        if not request.origin.isprintable():
            raise wrong("origin", "printable characters")
    _check_size(request)
    return request


def _check_group(request: LaunchRequest) -> None:
    if (request.group is None) != (request.group_limit is None):
        raise wrong("group", "together with 'group_limit', how many of the group run at a time")
    if request.group is not None:
        check_name("group", request.group, MAX_GROUP_CHARS)
    check_number("group_limit", request.group_limit, 1, MAX_RUNNING)


def _check_backoff(backoff: Backoff | None) -> None:
    if backoff is not None:
        check_number("backoff.first", backoff.first, 0, _YEAR)
        check_number("backoff.longest", backoff.longest, backoff.first, _YEAR)


def _check_size(request: LaunchRequest) -> None:
    if len(request.tags) > MAX_TAGS:
        raise wrong("tags", f"at most {MAX_TAGS} of them")
    for tag in request.tags:
        check_name("tags", tag, MAX_TAG_CHARS)
    size = len(msgspec.json.encode(request.params))
    if size > MAX_PARAMS_BYTES:
        raise TooLarge("What 'params' holds", size, MAX_PARAMS_BYTES)
    if request.code is not None and len(request.code) > MAX_CODE_BYTES:
        raise TooLarge("The function", len(request.code), MAX_CODE_BYTES)


def kept_origin(origin: str | None) -> str | None:
    """What the record can hold of it: the end of a long path says more than its beginning."""
    return origin[-_KEPT_ORIGIN_CHARS:] if origin else None


def check_schedule(wanted: ScheduleRequest, now: float) -> ScheduleRequest:
    """``wanted`` if all but its time makes sense. Raises what `check_launch` raises."""
    check_schedule_name(wanted.name)
    request = wanted.request
    for name in ("id", "idempotency_key", "at"):
        if getattr(request, name) is not None:
            raise wrong(f"request.{name}", "not in a schedule, which launches a new job each time")
    check_launch(request, now)
    return wanted


def check_schedule_name(name: str) -> str:
    """``name`` if it may be a schedule's. Raises `BadRequest`."""
    if not _SCHEDULE.fullmatch(name):
        raise wrong("name", "1 to 100 letters, digits, '_', '.' or '-', the first a letter or digit")
    return name


def check_text(field: str, value: str | None, limit: int) -> None:
    """At most ``limit`` characters."""
    if value is not None and len(value) > limit:
        raise wrong(field, f"at most {limit} characters")


def check_name(field: str, value: str, limit: int) -> None:
    """Something to be found again by."""
    if not 0 < len(value) <= limit or not value.isprintable() or value != value.strip():
        raise wrong(field, f"1 to {limit} printable characters, no space at either end")


def check_number(field: str, value: float | None, low: float, high: float) -> None:
    """A finite number from ``low`` to ``high``, or None."""
    if value is not None and not (math.isfinite(value) and low <= value <= high):
        raise wrong(field, f"a number from {low:g} to {high:g}")


def wrong(name: str, wanted: str) -> BadRequest:
    """The error for a field that is not as ``wanted``."""
    return BadRequest(f"Field {name!r}: {wanted}.", {"field": name})
