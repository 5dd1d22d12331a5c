"""Widgets for notebooks: the state of the connection, and jobs as they run."""

from .status_bar import StatusBar
from .task_activity import TaskActivity

__all__ = ["StatusBar", "TaskActivity"]
