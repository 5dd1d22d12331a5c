"""The web page: a board of the user's jobs, and a page for each."""

from .pages import add_pages

__all__ = ["add_pages"]
