"""Finding jobs by words: which words a job has, and how each database keeps and finds them.

A word is a run of letters and digits, lower case. PostgreSQL has the words of a job in the column
``jobs.search``, a ``tsvector`` of exactly these words (no dictionary, whatever the server's locale) under a GIN
index. SQLite has them in the FTS5 table ``job_search``, whose row number is a digest of the job's id. In both, a job
has the words it was launched with (id, type, tags, parameters) and, once it is over, those of its end.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Text, func, text, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.expression import literal
from sqlalchemy.types import TypeDecorator, TypeEngine

from jobwidgets.protocol.state import JobSnapshot

MAX_WORDS = 400
"""Words kept of what a job was launched with, and as many of its end."""
MAX_WORD = 64
SAID_CHARS = 4000
"""Of the final text, and of the error, so much is searched."""

_WORD = re.compile(r"[^\W_]+")


class SearchWords(TypeDecorator[list[str]]):
    """A job's words in its row: a ``tsvector`` on PostgreSQL, NULL elsewhere. Write it with `tsvector`."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())


def words(*texts: str, limit: int = MAX_WORDS) -> list[str]:
    """The different words in ``texts``, in order, at most ``limit``."""
    found: dict[str, None] = {}
    for one in texts:
        for match in _WORD.finditer(one):
            found[match[0].lower()[:MAX_WORD]] = None
            if len(found) >= limit:
                return [*found]
    return [*found]


def row_words(job: str, type: str, tags: str, params: str) -> list[str]:
    """The words a job is launched with, from its row's JSON."""
    return words(job, type, *_texts(msgspec.json.decode(tags)), *_texts(msgspec.json.decode(params)))


def said_words(snapshot: JobSnapshot) -> list[str]:
    """The words of a job's end."""
    said: list[str] = [snapshot.reason or ""]
    if snapshot.error is not None:
        said += [snapshot.error.type, snapshot.error.message[:SAID_CHARS]]
    said.append(snapshot.channel_text()[:SAID_CHARS])
    if isinstance(snapshot.result, str):
        said.append(snapshot.result[:SAID_CHARS])
    return words(*said)


def _texts(value: Any) -> Iterator[str]:
    """Every name and value in parameters, as text."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield str(name)
            yield from _texts(item)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for item in value:
            yield from _texts(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def tsvector(found: Sequence[str] | ColumnElement[Any]) -> ColumnElement[Any]:
    """``found`` as PostgreSQL's ``tsvector``, word for word."""
    given = found if isinstance(found, ColumnElement) else literal(list(found), ARRAY(Text))
    return func.array_to_tsvector(type_coerce(given, ARRAY(Text)))


def and_these(found: Sequence[str] | ColumnElement[Any], known: ColumnElement[Any]) -> ColumnElement[Any]:
    """PostgreSQL: ``known``, a ``tsvector`` or NULL, with ``found`` added."""
    return func.coalesce(known, tsvector([])).op("||")(tsvector(found))


def tsquery(found: Sequence[str]) -> str:
    """PostgreSQL's query for jobs that have, for each of ``found``, a word that begins so."""
    return " & ".join(f"'{word}':*" for word in found)


def fts_query(found: Sequence[str]) -> str:
    """The same for FTS5."""
    return " AND ".join(f'"{word}"*' for word in found)


def fts_row(job: str) -> int:
    """The number of the job's row in ``job_search``: 63 bits, so that two of a million jobs hardly ever share one."""
    return int.from_bytes(hashlib.blake2b(job.encode(), digest_size=8).digest(), "big") >> 1


async def fts_asked(connection: AsyncConnection, rows: Mapping[str, Sequence[str]]) -> None:
    """SQLite: the words jobs are launched with."""
    await _fts(connection, "asked", rows)


async def fts_said(connection: AsyncConnection, rows: Mapping[str, Sequence[str]]) -> None:
    """SQLite: the words of jobs' ends."""
    await _fts(connection, "said", rows)


async def _fts(connection: AsyncConnection, column: str, rows: Mapping[str, Sequence[str]]) -> None:
    # Either may come first: a job may be over before its launch has been marked.
    given = [{"row": fts_row(job), "job": job, "found": " ".join(found)} for job, found in rows.items()]
    there = (
        "INSERT INTO job_search (rowid, job, asked, said) SELECT :row, :job, '', '' "
        "WHERE NOT EXISTS (SELECT 1 FROM job_search WHERE rowid = :row)"
    )
    await connection.execute(text(there), given)
    await connection.execute(text(f"UPDATE job_search SET {column} = :found WHERE rowid = :row"), given)


async def fts_delete(connection: AsyncConnection, jobs: Iterable[str]) -> None:
    """SQLite: the words of jobs that go."""
    statement = text("DELETE FROM job_search WHERE rowid = :row")
    await connection.execute(statement, [{"row": fts_row(job)} for job in jobs])
