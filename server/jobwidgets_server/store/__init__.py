"""The durable record in SQL: SQLite (WAL) on one machine, PostgreSQL on many."""

from .jobs import JobFilter, JobStore, Position
from .rows import NewJob, StoredJob, queued_job

__all__ = ["JobFilter", "JobStore", "NewJob", "Position", "StoredJob", "queued_job"]
