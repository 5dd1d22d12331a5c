"""`launch` and its like on the default session: what a notebook's cell calls."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from ..protocol.records import Priority, ScheduleRecord
from .default import default_session
from .job import Job
from .listing import JobList
from .mapping import JobMap
from .session import Session
from .times import Moment, Seconds


def launch(
    what: str | Callable[..., Any],
    /,
    params: dict[str, Any] | None = None,
    *,
    key: str | None = None,
    delay: Seconds | None = None,
    at: Moment | None = None,
    timeout: Seconds | None = None,
    retries: int | None = None,
    tags: Sequence[str] = (),
    priority: Priority | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
    **more: Any,
) -> Job:
    return default_session().launch(
        what,
        params,
        key=key,
        delay=delay,
        at=at,
        timeout=timeout,
        retries=retries,
        tags=tags,
        priority=priority,
        max_tokens=max_tokens,
        max_cost=max_cost,
        **more,
    )


def map(
    what: str | Callable[..., Any],
    items: Iterable[Any],
    /,
    *,
    concurrency: int = 8,
    key: str | None = None,
    title: str | None = None,
    timeout: Seconds | None = None,
    retries: int | None = None,
    tags: Sequence[str] = (),
    priority: Priority | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
    **common: Any,
) -> JobMap:
    return default_session().map(
        what,
        items,
        concurrency=concurrency,
        key=key,
        title=title,
        timeout=timeout,
        retries=retries,
        tags=tags,
        priority=priority,
        max_tokens=max_tokens,
        max_cost=max_cost,
        **common,
    )


def attach(job: str) -> Job:
    """The job with this id, live. Raises `NotFound` and `InvalidId`."""
    return default_session().attach(job)


def jobs(
    *,
    state: str | Sequence[str] | None = None,
    type: str | Sequence[str] | None = None,
    tag: str | Sequence[str] | None = None,
    since: datetime | Seconds | None = None,
    text: str | None = None,
    mine: bool = False,
    parent: str | None = None,
    schedule: str | None = None,
    limit: int = 50,
) -> JobList:
    return default_session().jobs(
        state=state,
        type=type,
        tag=tag,
        since=since,
        text=text,
        mine=mine,
        parent=parent,
        schedule=schedule,
        limit=limit,
    )


def schedule(
    name: str,
    cron: str,
    what: str | Callable[..., Any],
    /,
    params: dict[str, Any] | None = None,
    *,
    timezone: str = "UTC",
    timeout: Seconds | None = None,
    retries: int | None = None,
    tags: Sequence[str] = (),
    priority: Priority | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
    **more: Any,
) -> ScheduleRecord:
    return default_session().schedule(
        name,
        cron,
        what,
        params,
        timezone=timezone,
        timeout=timeout,
        retries=retries,
        tags=tags,
        priority=priority,
        max_tokens=max_tokens,
        max_cost=max_cost,
        **more,
    )


def schedules() -> list[ScheduleRecord]:
    return default_session().schedules()


def unschedule(name: str) -> None:
    return default_session().unschedule(name)


for _function in (launch, map, jobs, schedule, schedules, unschedule):
    _function.__doc__ = getattr(Session, _function.__name__).__doc__
