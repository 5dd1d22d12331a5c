"""Launch long-running agent jobs from a notebook cell and watch them live, inline.

    import jobwidgets as jw
    job = jw.launch("search", query="...")   # returns at once
    job                                       # last line of a cell: live

Importing this is cheap: each name below is loaded at its first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bus.external import publish_job_progress as publish_job_progress
    from .bus.external import publish_job_progress_async as publish_job_progress_async
    from .client.api import attach as attach
    from .client.api import jobs as jobs
    from .client.api import launch as launch
    from .client.api import map as map
    from .client.api import schedule as schedule
    from .client.api import schedules as schedules
    from .client.api import unschedule as unschedule
    from .client.default import connect as connect
    from .client.job import Job as Job
    from .client.listing import JobList as JobList
    from .client.mapping import JobMap as JobMap
    from .client.replayed import replay as replay
    from .client.session import Session as Session
    from .protocol.errors import AskTimeout as AskTimeout
    from .protocol.errors import BudgetExhausted as BudgetExhausted
    from .protocol.errors import ChildFailed as ChildFailed
    from .protocol.errors import IdempotencyConflict as IdempotencyConflict
    from .protocol.errors import InvalidAnswer as InvalidAnswer
    from .protocol.errors import JobCancelled as JobCancelled
    from .protocol.errors import JobFailed as JobFailed
    from .protocol.errors import JobWidgetsError as JobWidgetsError
    from .protocol.errors import MemoMismatch as MemoMismatch
    from .protocol.errors import NotWaiting as NotWaiting
    from .widgets import JobTable as JobTable
    from .widgets import Scrubber as Scrubber
    from .widgets import StatusBar as StatusBar
    from .widgets import TaskActivity as TaskActivity
    from .worker.context import JobContext as JobContext
    from .worker.registry import job as job
    from .worker.sync_context import SyncJobContext as SyncJobContext

    __version__: str

_HOMES = {
    "AskTimeout": ".protocol.errors",
    "BudgetExhausted": ".protocol.errors",
    "ChildFailed": ".protocol.errors",
    "IdempotencyConflict": ".protocol.errors",
    "InvalidAnswer": ".protocol.errors",
    "Job": ".client.job",
    "JobCancelled": ".protocol.errors",
    "JobContext": ".worker.context",
    "JobFailed": ".protocol.errors",
    "JobList": ".client.listing",
    "JobMap": ".client.mapping",
    "JobTable": ".widgets",
    "JobWidgetsError": ".protocol.errors",
    "MemoMismatch": ".protocol.errors",
    "NotWaiting": ".protocol.errors",
    "Session": ".client.session",
    "Scrubber": ".widgets",
    "StatusBar": ".widgets",
    "SyncJobContext": ".worker.sync_context",
    "TaskActivity": ".widgets",
    "attach": ".client.api",
    "connect": ".client.default",
    "job": ".worker.registry",
    "jobs": ".client.api",
    "launch": ".client.api",
    "map": ".client.api",
    "publish_job_progress": ".bus.external",
    "publish_job_progress_async": ".bus.external",
    "replay": ".client.replayed",
    "schedule": ".client.api",
    "schedules": ".client.api",
    "unschedule": ".client.api",
}

__all__ = [*_HOMES, "__version__"]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        value: Any = version("jobwidgets")
    elif name in _HOMES:
        value = getattr(import_module(_HOMES[name], __name__), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def load_ipython_extension(shell: Any) -> None:
    """``%load_ext jobwidgets``: the magics ``%%job``, ``%job`` and ``%jobs``."""
    from .magics import register

    register(shell)
