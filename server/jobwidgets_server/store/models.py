"""The tables. What changes here needs a migration in ``migrations/versions``; a test compares the two."""

from sqlalchemy import BigInteger, Boolean, Double, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

CREATING = "creating"
"""State of a row whose launch is not finished: nobody but the launch sees it."""


class Base(DeclarativeBase):
    """Metadata of the schema."""


class Job(Base):
    """One job. Times are seconds since 1970 UTC; JSON is kept as text because nothing in it is queried.

    ``generation`` is the delivery in force and ``enqueued`` says that the queue has taken it; ``run_at`` is
    when a delayed job may start. ``epoch`` and ``seq`` say up to which event the live half of the row
    (state to ``ended`` and ``snapshot``) is recorded; ``recorded`` is when.
    """

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(String(128), primary_key=True)
    owner: Mapped[str] = mapped_column(String(256))
    type: Mapped[str] = mapped_column(String(128))
    params: Mapped[str] = mapped_column(Text, default="{}")
    tags: Mapped[str] = mapped_column(Text, default="[]")
    queue: Mapped[str] = mapped_column(String(64), default="")
    timeout: Mapped[float | None] = mapped_column(Double)
    retries: Mapped[int | None] = mapped_column(Integer)
    code: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    signature: Mapped[str | None] = mapped_column(String(64))
    external: Mapped[bool] = mapped_column(Boolean, default=False)
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
    progress: Mapped[str | None] = mapped_column(Text)
    step: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
    usage: Mapped[str | None] = mapped_column(Text)
    snapshot: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    created: Mapped[float] = mapped_column(Double)
    started: Mapped[float | None] = mapped_column(Double)
    ended: Mapped[float | None] = mapped_column(Double)
    recorded: Mapped[float] = mapped_column(Double, default=0.0)

    __table_args__ = (
        Index("uq_jobs_owner_idempotency_key", "owner", "idempotency_key", unique=True),
        Index("ix_jobs_owner_created", "owner", "created", "id"),
        Index("ix_jobs_state", "state", "created"),
    )


class JobTag(Base):
    """The tags again, one a row, for the filter."""

    __tablename__ = "job_tags"

    tag: Mapped[str] = mapped_column(String(64), primary_key=True)
    job: Mapped[str] = mapped_column(
        String(128), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True, index=True
    )
