"""Widgets for notebooks: the state of the connection, and jobs as they run, one by one or many in a table."""

from .job_table import JobTable
from .scrubber import Scrubber
from .status_bar import StatusBar
from .task_activity import TaskActivity

__all__ = ["JobTable", "Scrubber", "StatusBar", "TaskActivity"]
