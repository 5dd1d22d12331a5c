"""Lists of jobs: what `Session.jobs` is asked for as a query, and the pages of its answer put together."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from ..protocol.errors import ConfigurationError
from ..protocol.records import JobPage, JobRecord
from .times import Seconds, since

PAGE = 200
"""Jobs a server gives at once."""


def query(
    *,
    state: str | Sequence[str] | None,
    type: str | Sequence[str] | None,
    tag: str | Sequence[str] | None,
    since_: datetime | Seconds | None,
    text: str | None,
    parent: str | None,
    schedule: str | None,
    origin: str | None,
) -> dict[str, Any]:
    """The filters as ``GET /api/jobs`` takes them."""
    return {
        "state": _joined(state),
        "type": _joined(type),
        "tag": _joined(tag),
        "since": since(since_),
        "text": text,
        "parent": parent,
        "schedule": schedule,
        "origin": origin,
    }


def own(origin: str | None) -> str:
    """``origin``, which must be known. Raises `ConfigurationError`."""
    if origin is None:
        raise ConfigurationError(
            "mine=True finds the jobs of a notebook or a script; from a bare interpreter they carry no such mark. "
            "Launch with tags=[…] and look for tag=… instead."
        )
    return origin


def collect(limit: int, page: Callable[[int, str | None], JobPage]) -> list[JobRecord]:
    """Up to ``limit`` jobs, from as many pages ``page(size, cursor)`` as it takes."""
    found: list[JobRecord] = []
    cursor: str | None = None
    while len(found) < limit:
        answer = page(min(limit - len(found), PAGE), cursor)
        found += answer.jobs
        cursor = answer.cursor
        if cursor is None:
            break
    return found


def _joined(value: str | Sequence[str] | None) -> str | None:
    return value if value is None or isinstance(value, str) else ",".join(value)
