"""Lists of jobs: what `Session.jobs` is asked for as a query, the pages of its answer put together, `JobList`."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..protocol.errors import ConfigurationError
from ..protocol.records import JobPage, JobRecord
from .frame import Row, dataframe
from .job import initial_snapshot
from .times import Seconds, since

if TYPE_CHECKING:
    from .session import Session

PAGE = 200
"""Jobs a server gives at once."""


class JobList(list[JobRecord]):
    """Records of jobs, newest first; as the last line of a cell, a table, live for those that are not over."""

    def __init__(self, records: Iterable[JobRecord], session: "Session") -> None:
        super().__init__(records)
        self.session = session

    def dataframe(self) -> Any:
        """A pandas ``DataFrame``, one row a job; columns as in `JobMap.dataframe`, results as far as the records have
        them. Raises `ConfigurationError` where pandas is missing."""
        return dataframe([Row(record.params, initial_snapshot(record)) for record in self])

    def _ipython_display_(self) -> None:
        from IPython.display import display

        from ..widgets import JobTable

        display(JobTable(self))


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
