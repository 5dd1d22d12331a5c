"""The durable record in SQL: SQLite (WAL) on one machine, PostgreSQL on many."""

from .jobs import JobFilter, JobStore, Position, Recorded, Unfinished
from .rows import NewJob, StoredJob, StoredSchedule, queued_job

__all__ = [
    "JobFilter",
    "JobStore",
    "NewJob",
    "Position",
    "Recorded",
    "StoredJob",
    "StoredSchedule",
    "Unfinished",
    "queued_job",
]
