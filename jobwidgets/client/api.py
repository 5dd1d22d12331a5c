"""`launch`, `attach` and `jobs` on the default session: what a notebook's cell calls."""

from collections.abc import Callable, Sequence
from typing import Any

from ..protocol.records import JobRecord
from .job import Job
from .launching import Seconds
from .session import Session, default_session


def launch(
    what: str | Callable[..., Any],
    /,
    params: dict[str, Any] | None = None,
    *,
    key: str | None = None,
    delay: Seconds | None = None,
    timeout: Seconds | None = None,
    retries: int | None = None,
    tags: Sequence[str] = (),
    **more: Any,
) -> Job:
    return default_session().launch(
        what, params, key=key, delay=delay, timeout=timeout, retries=retries, tags=tags, **more
    )


launch.__doc__ = Session.launch.__doc__


def attach(job: str) -> Job:
    """The job with this id, live. Raises `NotFound` and `InvalidId`."""
    return default_session().attach(job)


def jobs(
    *,
    state: str | None = None,
    type: str | None = None,
    tag: str | None = None,
    q: str | None = None,
    limit: int = 50,
) -> list[JobRecord]:
    return default_session().jobs(state=state, type=type, tag=tag, q=q, limit=limit)


jobs.__doc__ = Session.jobs.__doc__
