"""What happens to open sessions when the process ends or forks."""

import atexit
import os
import weakref
from typing import Protocol


class Mortal(Protocol):
    """A session, as far as its end is concerned."""

    def close(self) -> None:
        """End in good order."""
        ...

    def _after_fork(self) -> None:
        """Begin anew in a forked child, without touching what is the parent's."""
        ...


_open: "weakref.WeakSet[Mortal]" = weakref.WeakSet()


def track(session: Mortal) -> None:
    """Close ``session`` at the end of the process, and tell it of forks."""
    _open.add(session)


def _close_all() -> None:
    for session in list(_open):
        session.close()


def _forked() -> None:
    for session in list(_open):
        session._after_fork()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
