"""The session that `jobwidgets.launch` and its like use: of the environment, of `connect`, or the embedded stack's."""

import os
import threading
from collections.abc import Callable

from .endpoint import EmbeddedEndpoint
from .session import Session


def default_session() -> Session:
    """The session that `jobwidgets.launch` and its like use, made at the first call.

    ``JOBWIDGETS_URL`` and ``JOBWIDGETS_TOKEN`` say which server; without them it is this user's
    embedded stack, which is started if need be (that takes seconds and may raise `StackError`).
    """
    global _default
    with _default_lock:
        if _default is None or _default._closed:
            url = os.environ.get("JOBWIDGETS_URL")
            _default = Session(url, _token_of_environment) if url else Session(EmbeddedEndpoint())
        return _default


def _token_of_environment() -> str | None:
    # Looked at each time: a token that expired is replaced by setting the variable again.
    return os.environ.get("JOBWIDGETS_TOKEN") or None


def connect(url: str | None = None, token: str | Callable[[], str | None] | None = None) -> Session:
    """Use this server from now on, and find out now whether it answers and accepts the token.

    Without ``url``: as `default_session`. Raises `ServerUnreachable`, `Unauthorized`, `StackError`.
    """
    global _default
    if url is None:
        return default_session().check()
    session = Session(url, token)
    try:
        session.check()
    except BaseException:
        session.close()
        raise
    with _default_lock:
        # The jobs of the session used so far stay live.
        _default = session
    return session


_default: Session | None = None
_default_lock = threading.Lock()


def _after_fork() -> None:
    global _default_lock
    # Another thread of the parent may have held it.
    _default_lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
