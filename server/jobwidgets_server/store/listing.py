"""Lists of an owner's jobs, newest first, page by page.

The keys of a page, (created, id), come from an index that has them in order already, and the rows are fetched by id.
Several states or types are as many walks, joined: no index is in order over several of its first values.
"""

import base64
import binascii
import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Select, and_, cast, column, select, table, text, tuple_, union_all
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from jobwidgets.protocol.errors import BadRequest
from jobwidgets.protocol.events import JobState

from .base import LIGHT, several
from .launching import Launching
from .models import CREATING, Job, JobTag
from .rows import StoredJob
from .search import fts_query, tsquery, words

WINDOW = 1000
"""So many jobs are looked at first for the words that are searched: common ones fill the page already."""
RARE = 5000
"""Words that at most so many jobs have are looked up, and the jobs sorted; others are met soon enough on a walk."""
MAX_WALKS = 24
MAX_QUERY_WORDS = 12

_PLANNING = text(
    "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true), "
    "set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), "
    "set_config('work_mem', '16MB', true)"
)
"""How PostgreSQL is to plan a page: for the values at hand, because a plan for unknown ones does not know a rare state,
tag or word from a common one; by walking indexes until the page is full, not by reading tables whole; with memory for a
bitmap of the jobs that have a word."""

_FTS = table("job_search", column("job"), column("job_search"))
_Key = tuple[float, str]


class JobFilter(NamedTuple):
    """Which of an owner's jobs. One of ``states``, one of ``types``, all ``tags``, a word beginning with each word
    of ``text`` (see `search`); ``since`` ≤ created < ``until``, in seconds since 1970."""

    states: Sequence[str] = ()
    types: Sequence[str] = ()
    tags: Sequence[str] = ()
    text: str | None = None
    since: float | None = None
    until: float | None = None
    origin: str | None = None
    parent: str | None = None
    schedule: str | None = None


class Listing(Launching):
    """The history of a user's jobs."""

    async def page(
        self, owner: str, which: JobFilter, *, limit: int, cursor: str | None = None
    ) -> tuple[list[StoredJob], str | None]:
        """``limit`` of the owner's jobs, newest first, and the cursor for the next ones (None: that was all).

        Raises `BadRequest` for a cursor that is not ours.
        """
        after = None if cursor is None else _decode_cursor(cursor)
        wanted = words(which.text, limit=MAX_QUERY_WORDS) if which.text else []
        if which.text and not wanted:
            return [], None  # nothing but punctuation: no job has such a word
        if wanted:
            await self.flush_marks()  # what this server has just launched is found too
        async with self._read() as connection:
            keys = await self._keys(connection, _Query(owner, which, after), wanted, limit + 1)
            ids = [id for _, id in keys[:limit]]
            found = {job.id: job for job in await several(connection, select(*LIGHT).where(Job.id.in_(ids)))}
        jobs = [found[id] for id in ids if id in found]
        return jobs, _encode_cursor(keys[limit - 1]) if len(keys) > limit else None

    async def _keys(
        self, connection: AsyncConnection, query: "_Query", wanted: Sequence[str], limit: int
    ) -> list[_Key]:
        if self._postgres:
            await connection.execute(_PLANNING)
        if not wanted:
            return await _fetch(connection, query.walk(limit))
        having = self._having(wanted)
        window = await _rows(connection, _marked(query.walk(WINDOW), having))
        hits = sorted(((row[0], row[1]) for row in window if row[2]), reverse=True)
        if len(hits) >= limit or len(window) < WINDOW:
            return hits[:limit]
        few = await _fetch(connection, self._lookup(query, wanted).limit(RARE + 1))
        if len(few) <= RARE:
            return sorted(few, reverse=True)[:limit]
        return await _fetch(connection, query.walk(limit, having))

    def _having(self, wanted: Sequence[str]) -> ColumnElement[bool]:
        """The job has these words."""
        if self._postgres:
            return Job.search.bool_op("@@")(cast(tsquery(wanted), TSQUERY))
        return Job.id.in_(select(_FTS.c.job).where(_match(wanted)))

    def _lookup(self, query: "_Query", wanted: Sequence[str]) -> Select[float, str]:
        """Keys of the jobs with these words, in no order."""
        if self._postgres:
            return query.select(self._having(wanted))
        return query.select(_match(wanted), start=_FTS.join(Job, Job.id == _FTS.c.job))


class _Query:
    """The statements for one filter, from ``after`` on."""

    def __init__(self, owner: str, which: JobFilter, after: _Key | None) -> None:
        self._owner, self._which, self._after = owner, which, after

    def select(self, *more: ColumnElement[bool], start: Any = Job) -> Select[float, str]:
        """Keys of all matches that also fulfil ``more``, in no order."""
        which = self._which
        wanted = [*self._range(Job.created, Job.id), Job.owner == self._owner, Job.state != CREATING, *self._rest()]
        if which.states:
            wanted.append(Job.state.in_(which.states))
        if which.types:
            wanted.append(Job.type.in_(which.types))
        return _tagged(select(Job.created, Job.id).select_from(start), which.tags).where(*wanted, *more)

    def walk(self, limit: int, *more: ColumnElement[bool]) -> Select[float, str]:
        """The first ``limit`` keys in order."""
        if self._which.tags and not (self._which.states or self._which.types or self._rest()):
            return self._walk_tag(limit, *more)
        walks = [
            _tagged(select(Job.created, Job.id), self._which.tags)
            .where(*self._range(Job.created, Job.id), Job.owner == self._owner, *branch, *self._rest(), *more)
            .order_by(Job.created.desc(), Job.id.desc())
            .limit(limit)
            for branch in self._branches()
        ]
        if len(walks) == 1:
            return walks[0]
        parts = [select(part.c.created, part.c.id) for part in (walk.subquery() for walk in walks)]
        joined = union_all(*parts).subquery()
        keys = select(joined.c.created, joined.c.id)
        return keys.order_by(joined.c.created.desc(), joined.c.id.desc()).limit(limit)

    def _walk_tag(self, limit: int, *more: ColumnElement[bool]) -> Select[float, str]:
        first, *others = self._which.tags
        tagged = select(JobTag.created, JobTag.job).join(Job, Job.id == JobTag.job)
        return (
            _tagged(tagged, others)
            .where(JobTag.owner == self._owner, JobTag.tag == first, *self._range(JobTag.created, JobTag.job))
            .where(Job.state != CREATING, *more)
            .order_by(JobTag.created.desc(), JobTag.job.desc())
            .limit(limit)
        )

    def _branches(self) -> list[list[ColumnElement[bool]]]:
        """One condition per walk; together they are those on state and type."""
        states, types = self._which.states, self._which.types
        if not states and not types:
            return [[Job.state != CREATING]]
        states = list(dict.fromkeys(states)) or list(JobState)
        if not types:
            return [[Job.state == str(state)] for state in states]
        types = list(dict.fromkeys(types))
        if len(states) * len(types) > MAX_WALKS:
            return [[Job.state == str(state), Job.type.in_(types)] for state in states]
        return [[Job.type == kind, Job.state == str(state)] for kind, state in itertools.product(types, states)]

    def _range(self, created: Any, id: Any) -> list[ColumnElement[bool]]:
        which = self._which
        wanted: list[ColumnElement[bool]] = []
        if which.since is not None:
            wanted.append(created >= which.since)
        if which.until is not None:
            wanted.append(created < which.until)
        if self._after is not None:
            wanted.append(tuple_(created, id) < self._after)
        return wanted

    def _rest(self) -> list[ColumnElement[bool]]:
        which = self._which
        given = ((Job.origin, which.origin), (Job.parent, which.parent), (Job.schedule, which.schedule))
        return [known == value for known, value in given if value is not None]


def _tagged(statement: Select[float, str], tags: Sequence[str]) -> Select[float, str]:
    """``statement`` for jobs that have all these tags."""
    for tag in dict.fromkeys(tags):
        has = aliased(JobTag)
        statement = statement.join(has, and_(has.job == Job.id, has.tag == tag))
    return statement


def _match(wanted: Sequence[str]) -> ColumnElement[bool]:
    return _FTS.c.job_search.op("MATCH", is_comparison=True)(fts_query(wanted))


def _marked(keys: Select[float, str], having: ColumnElement[bool]) -> Select[Any, Any, bool]:
    """These keys, and of each whether its job fulfils ``having``."""
    known = keys.subquery()
    created, id = known.c
    return select(created, id, having).join_from(known, Job, Job.id == id)


async def _rows(connection: AsyncConnection, statement: Any) -> Sequence[Any]:
    return (await connection.execute(statement)).all()


async def _fetch(connection: AsyncConnection, statement: Select[float, str]) -> list[_Key]:
    return [(row[0], row[1]) for row in await connection.execute(statement)]


def _encode_cursor(last: _Key) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(last)).decode().rstrip("=")


def _decode_cursor(cursor: str) -> _Key:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return msgspec.json.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=tuple[float, str])
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise BadRequest("The cursor is not one this server gave out; start again without it.") from None
