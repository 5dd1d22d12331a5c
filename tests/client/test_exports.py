"""The public names of the package: adding or removing one is a decision, so it shows here."""

import importlib.metadata

import pytest

import jobwidgets

PUBLIC = [
    "AskTimeout",
    "BudgetExhausted",
    "ChildFailed",
    "IdempotencyConflict",
    "InvalidAnswer",
    "Job",
    "JobCancelled",
    "JobContext",
    "JobFailed",
    "JobList",
    "JobMap",
    "JobTable",
    "JobWidgetsError",
    "MemoMismatch",
    "NotWaiting",
    "Scrubber",
    "Session",
    "StatusBar",
    "SyncJobContext",
    "TaskActivity",
    "__version__",
    "attach",
    "connect",
    "job",
    "jobs",
    "launch",
    "map",
    "publish_job_progress",
    "publish_job_progress_async",
    "replay",
    "schedule",
    "schedules",
    "unschedule",
]


def test_public_names() -> None:
    """Exactly these, each there, each listed."""
    assert sorted(jobwidgets.__all__) == PUBLIC
    assert set(PUBLIC) <= set(dir(jobwidgets))
    for name in PUBLIC:
        assert getattr(jobwidgets, name) is not None


def test_other_names_are_missing_as_usual() -> None:
    """A misspelt name is an AttributeError that names the module."""
    with pytest.raises(AttributeError, match="module 'jobwidgets' has no attribute 'lunch'"):
        jobwidgets.lunch  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(ImportError):
        from jobwidgets import lunch  # type: ignore[attr-defined]  # noqa: F401


def test_version() -> None:
    """The version is that of the installed distribution."""
    assert jobwidgets.__version__ == importlib.metadata.version("jobwidgets")
