"""The tables. What changes here needs a migration in ``migrations/versions``; a test compares the two.

Times are seconds since 1970 UTC; JSON is kept as text because nothing in it is queried.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from .search import SearchWords

CREATING = "creating"
"""State of a row whose launch is not finished: nobody but the launch sees it."""

# Conditions of partial indexes. Queries must use the same words, or the planners do not see that the index fits.
OVER = ("completed", "failed", "cancelled")
UNFINISHED = "state NOT IN ('completed', 'failed', 'cancelled')"
LAUNCHING = "state = 'creating'"
UNENQUEUED = "state = 'queued' AND enqueued IS FALSE AND external IS FALSE"


class Base(DeclarativeBase):
    """Metadata of the schema."""


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, postgresql_where=text(where), sqlite_where=text(where))


def _job(*, primary_key: bool = True) -> Mapped[str]:
    """The job that a row belongs to, and goes with."""
    return mapped_column(String(128), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=primary_key)


class Job(Base):
    """One job.

    ``generation`` is the delivery in force and ``enqueued`` says that the queue has taken it; ``run_at`` is
    when a delayed job may start. ``epoch`` and ``seq`` say up to which event the live half of the row
    (state to ``ended`` and ``snapshot``) is recorded; ``recorded`` is when. ``search`` holds its words on
    PostgreSQL (see `search`). ``input_expires`` repeats what ``input`` says.
    """

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(String(128), primary_key=True)
    owner: Mapped[str] = mapped_column(String(256))
    type: Mapped[str] = mapped_column(String(128))
    params: Mapped[str] = mapped_column(Text, default="{}")
    tags: Mapped[str] = mapped_column(Text, default="[]")
    queue: Mapped[str] = mapped_column(String(64), default="")
    priority: Mapped[str] = mapped_column(String(8), default="normal")
    timeout: Mapped[float | None] = mapped_column(Double)
    retries: Mapped[int | None] = mapped_column(Integer)
    backoff: Mapped[str | None] = mapped_column(Text)
    limits: Mapped[str] = mapped_column(Text, default="[]")
    budget: Mapped[str | None] = mapped_column(Text)
    code: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    signature: Mapped[str | None] = mapped_column(String(64))
    external: Mapped[bool] = mapped_column(Boolean, default=False)
    parent: Mapped[str | None] = mapped_column(String(128))
    schedule: Mapped[str | None] = mapped_column(String(128))
    origin: Mapped[str | None] = mapped_column(String(512))
    retry_of: Mapped[str | None] = mapped_column(String(128))
    idempotency_key: Mapped[str | None] = mapped_column(String(200))
    body_hash: Mapped[str | None] = mapped_column(String(64))
    generation: Mapped[int] = mapped_column(Integer, default=0)
    enqueued: Mapped[bool] = mapped_column(Boolean, default=False)
    run_at: Mapped[float | None] = mapped_column(Double)

    epoch: Mapped[int] = mapped_column(Integer, default=0)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[str] = mapped_column(String(16))
    attempt: Mapped[int] = mapped_column(Integer, default=0)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    progress: Mapped[str | None] = mapped_column(Text)
    step: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
    usage: Mapped[str | None] = mapped_column(Text)
    input: Mapped[str | None] = mapped_column(Text)
    input_expires: Mapped[float | None] = mapped_column(Double)
    snapshot: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    created: Mapped[float] = mapped_column(Double)
    started: Mapped[float | None] = mapped_column(Double)
    ended: Mapped[float | None] = mapped_column(Double)
    recorded: Mapped[float] = mapped_column(Double, default=0.0)
    search: Mapped[list[str] | None] = mapped_column(SearchWords, deferred=True)

    __table_args__ = (
        Index("uq_jobs_owner_idempotency_key", "owner", "idempotency_key", unique=True),
        # Lists, newest first: each of these is read backwards from its end until the page is full.
        Index("ix_jobs_owner_created", "owner", "created", "id"),
        Index("ix_jobs_owner_state", "owner", "state", "created", "id"),
        Index("ix_jobs_owner_type", "owner", "type", "state", "created", "id"),
        _partial("ix_jobs_owner_origin", "owner", "origin", "created", "id", where="origin IS NOT NULL"),
        _partial("ix_jobs_owner_schedule", "owner", "schedule", "created", "id", where="schedule IS NOT NULL"),
        _partial("ix_jobs_parent", "parent", "created", "id", where="parent IS NOT NULL"),
        Index("ix_jobs_search", "search", postgresql_using="gin").ddl_if(dialect="postgresql"),
        # Looking after: few rows each, however long the history.
        _partial("ix_jobs_unfinished", "id", where=UNFINISHED),
        _partial("ix_jobs_launching", "created", where=LAUNCHING),
        _partial("ix_jobs_unenqueued", "created", where=UNENQUEUED),
        _partial("ix_jobs_input_expires", "input_expires", where="input_expires IS NOT NULL"),
        Index("ix_jobs_state_ended", "state", "ended", "id"),
    )


class JobTag(Base):
    """The tags again, one a row, for the filter; with what lists of them are sorted by."""

    __tablename__ = "job_tags"

    tag: Mapped[str] = mapped_column(String(64), primary_key=True)
    job: Mapped[str] = mapped_column(
        String(128), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    owner: Mapped[str] = mapped_column(String(256))
    created: Mapped[float] = mapped_column(Double)

    __table_args__ = (Index("ix_job_tags_owner", "owner", "tag", "created", "job"),)


class TransitionRow(Base):
    """One event of state. ``seq`` 0: a repair, told apart by ``at``."""

    __tablename__ = "transitions"

    job: Mapped[str] = _job()
    epoch: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[float] = mapped_column(Double, primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    attempt: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str | None] = mapped_column(Text)


class AttemptRow(Base):
    """One attempt. ``ended`` and ``why`` come from the event that follows: queued or over, or the next attempt."""

    __tablename__ = "attempts"

    job: Mapped[str] = _job()
    attempt: Mapped[int] = mapped_column(Integer, primary_key=True)
    worker: Mapped[str | None] = mapped_column(Text)
    checkpoint: Mapped[int] = mapped_column(Integer)
    started: Mapped[float] = mapped_column(Double)
    ended: Mapped[float | None] = mapped_column(Double)
    why: Mapped[str | None] = mapped_column(Text)


class CheckpointRow(Base):
    """One checkpoint; the state of the last one is a memo."""

    __tablename__ = "checkpoints"

    job: Mapped[str] = _job()
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    attempt: Mapped[int] = mapped_column(Integer)
    at: Mapped[float] = mapped_column(Double)


class MemoRow(Base):
    """What a new attempt starts from (`jobwidgets.protocol.memos`). ``digest`` tells whether ``value`` changed."""

    __tablename__ = "memos"

    job: Mapped[str] = _job()
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[str] = mapped_column(String(16))
    value: Mapped[bytes] = mapped_column(LargeBinary)


class EventChunk(Base):
    """A run of archived events, numbered ``first`` to ``last``; ``data`` as `archive` packs it, ``size`` its bytes."""

    __tablename__ = "event_chunks"

    job: Mapped[str] = _job()
    epoch: Mapped[int] = mapped_column(Integer, primary_key=True)
    first: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)
    size: Mapped[int] = mapped_column(Integer)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ScheduleRow(Base):
    """What is launched again and again. ``request`` is a `LaunchRequest` as JSON; ``next`` is when it is due."""

    __tablename__ = "schedules"

    owner: Mapped[str] = mapped_column(String(256), primary_key=True)
    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    cron: Mapped[str] = mapped_column(Text)
    timezone: Mapped[str] = mapped_column(String(64))
    request: Mapped[str] = mapped_column(Text)
    created: Mapped[float] = mapped_column(Double)
    next: Mapped[float | None] = mapped_column(Double, index=True)
    last: Mapped[float | None] = mapped_column(Double)
    last_job: Mapped[str | None] = mapped_column(String(128))
    problem: Mapped[str | None] = mapped_column(Text)


class ShardRow(Base):
    """The word that Redis had for a shard: another one, or none, means that it lost the shard's data."""

    __tablename__ = "shards"

    shard: Mapped[int] = mapped_column(Integer, primary_key=True)
    word: Mapped[str] = mapped_column(String(64))
