"""`publish_job_progress`: progress of jobs that run elsewhere (Celery, RQ, Ray, a script).

Such *external* jobs have no lease: whoever knows the id and the owner may report. The first call
creates the job on Redis and the recorder adds its row, so nothing else has to be set up. A cancel is
a wish that the return value carries; the reconciler leaves these jobs alone.
"""

import asyncio
import secrets
import time
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import redis
import redis.asyncio

from ..protocol import events as ev
from ..protocol.errors import BadRequest, Conflict, IllegalTransition, NotExternal, NotFound
from ..protocol.events import Event, JobError, JobState
from ..protocol.ids import check_job_id
from ..protocol.records import MAX_TYPE_CHARS, MAX_USER_CHARS
from ..protocol.state import TRANSITIONS, JobSnapshot, apply
from ..protocol.wire import encode_event
from . import scripts
from .agreement import check, check_sync
from .connection import connect, connect_sync, translated
from .layout import delta
from .replies import Reading, reading
from .scripts import Arg, from_states

_TRIES = 50
"""Two callers that report the same job at once: one of them reads again. So often at most."""


class ExternalProgress(NamedTuple):
    """Where the job stands after the call. ``cancel_asked``: its user wants it to stop."""

    seq: int
    state: JobState
    cancel_asked: bool


class _Call(NamedTuple):
    job: str
    user: str
    state: JobState
    step: str | None
    progress: tuple[float | None, float] | None
    message: str | None
    result: Any
    error: str | None
    type: str
    id: str


def publish_job_progress(
    client: redis.Redis | redis.RedisCluster | str,
    job_id: str,
    user_id: str,
    state: str = "running",
    step: str | None = None,
    progress: float | tuple[float, float] | None = None,
    *,
    message: str | None = None,
    result: Any = None,
    error: str | None = None,
    type: str = "external",
) -> ExternalProgress:
    """Report the progress of a job that is not run by a jobwidgets worker.

    Args:
        client: a `redis.Redis`, a `redis.RedisCluster` or a Redis URL.
        job_id: any id of yours: 1 to 128 letters, digits, ``_ . -``.
        user_id: the owner, the ``sub`` of the token that will watch it.
        state: ``queued``, ``running``, ``completed``, ``failed`` or ``cancelled``.
        step: name of the step that runs now; the one before is marked completed.
        progress: a fraction between 0 and 1, or ``(value, total)``.
        message: shown beside the progress.
        result, error: with ``completed`` and ``failed``. ``result`` must be JSON.
        type: what kind of job the lists show.

    Returns `ExternalProgress`. Raises `InvalidId`, `NotFound` for another user's job, `NotExternal` for a job a
    jobwidgets worker owns, `IllegalTransition` after the end, `Unavailable` when Redis is away (call again:
    nothing was changed or the call is recognised), `ConfigurationError` where JOBWIDGETS_PUBSUB is not the servers'.
    """
    call = _call(job_id, user_id, state, step, progress, message, result, error, type)
    own = connect_sync(client) if isinstance(client, str) else None
    redis_client = own or cast(redis.Redis, client)
    try:
        check_sync(redis_client)
        for attempt in range(_TRIES):
            with translated():
                found = reading(call.job, scripts.READ.sync(redis_client, call.job, 0, 0))
            plan = _plan(call, found)
            if plan is None:
                return _unchanged(found)
            with translated():
                answer = scripts.EXTERNAL.sync(redis_client, call.job, *plan)
            done = _outcome(call, answer)
            if done is not None:
                return done
            time.sleep(0.001 * attempt)
    finally:
        if own is not None:
            own.close()
    raise Conflict(f"Job {job_id} is reported from too many places at once; try again.")


async def publish_job_progress_async(
    client: redis.asyncio.Redis | redis.asyncio.RedisCluster | str,
    job_id: str,
    user_id: str,
    state: str = "running",
    step: str | None = None,
    progress: float | tuple[float, float] | None = None,
    *,
    message: str | None = None,
    result: Any = None,
    error: str | None = None,
    type: str = "external",
) -> ExternalProgress:
    """`publish_job_progress` for asyncio; ``client`` is a `redis.asyncio.Redis` (or ``RedisCluster``) or a URL."""
    call = _call(job_id, user_id, state, step, progress, message, result, error, type)
    own = connect(client) if isinstance(client, str) else None
    redis_client = own or cast(redis.asyncio.Redis, client)
    try:
        await check(redis_client)
        for attempt in range(_TRIES):
            with translated():
                found = reading(call.job, await scripts.READ(redis_client, call.job, 0, 0))
            plan = _plan(call, found)
            if plan is None:
                return _unchanged(found)
            with translated():
                answer = await scripts.EXTERNAL(redis_client, call.job, *plan)
            done = _outcome(call, answer)
            if done is not None:
                return done
            await asyncio.sleep(0.001 * attempt)
    finally:
        if own is not None:
            await own.aclose()
    raise Conflict(f"Job {job_id} is reported from too many places at once; try again.")


def _call(
    job: str,
    user: str,
    state: str,
    step: str | None,
    progress: float | tuple[float, float] | None,
    message: str | None,
    result: Any,
    error: str | None,
    type: str,
) -> _Call:
    check_job_id(job)
    allowed = (JobState.QUEUED, JobState.RUNNING, JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED)
    if state not in allowed:
        raise BadRequest(f"{state!r} is no state of an external job: use one of {', '.join(allowed)}.")
    if not isinstance(user, str) or not 0 < len(user) <= MAX_USER_CHARS:
        raise BadRequest(
            "user_id must be the owner (the `sub` of the token that will watch the job), "
            f"1 to {MAX_USER_CHARS} characters."
        )
    if not 0 < len(type) <= MAX_TYPE_CHARS:
        raise BadRequest(f"type must have 1 to {MAX_TYPE_CHARS} characters.")
    if step is not None:
        step = str(step)
    done = None if progress is None else _progress(progress)
    return _Call(job, user, JobState(state), step, done, message, result, error, type, secrets.token_hex(8))


def _progress(given: Any) -> tuple[float | None, float]:
    try:
        pair: Any = given if isinstance(given, Sequence) and not isinstance(given, str) else (given, 1.0)
        done, whole = pair
        value, total = ev.finite(done), ev.finite(whole)
    except (TypeError, ValueError):
        raise BadRequest(f"progress must be a number from 0 to 1 or (value, total), not {given!r}.") from None
    return (None, 1.0) if total is None else (value, total)


def _plan(call: _Call, found: Reading | None) -> list[Arg] | None:
    """What to write, given what is there: folded here, checked again in the script. None: it says all that already."""
    now = time.time()
    if found is not None:
        _check_owner(call, found)
        assert found.snapshot is not None
        before = found.snapshot
    else:
        before = JobSnapshot(job=call.job, type=call.type, epoch=1, seq=1)
    events = _events(call, before, now)
    if not events and found is not None:
        return None
    after = before
    for event in events:
        after = apply(after, event)
    change = delta(before, after)
    moves = after.state is not before.state
    via = next((e.state for e in events if isinstance(e, ev.State)), after.state)
    return [
        call.user,
        call.id,
        found.epoch if found else 0,
        found.seq if found else 0,
        after.state if moves else "",
        from_states(via) if moves else "",
        f"{now:.3f}",
        call.type,
        len(change.sets),
        len(change.deletes),
        *change.arguments(),
        *(encode_event(e) for e in events),
    ]


def _check_owner(call: _Call, found: Reading) -> None:
    if found.user != call.user:
        raise NotFound(f"User {call.user!r} has no job {call.job!r}.")
    if not found.external:
        raise NotExternal(f"Job {call.job} was launched through jobwidgets: only its worker reports its progress.")


def _events(call: _Call, before: JobSnapshot, now: float) -> list[Event]:
    events: list[Event] = []
    end = call.state.terminal
    if call.state is not before.state:
        path = [call.state]
        if before.state is JobState.QUEUED and call.state is JobState.COMPLETED:
            path = [JobState.RUNNING, call.state]
        current = before.state
        if current is JobState.CANCELLING and call.state is JobState.RUNNING:
            path = []  # it has not noticed the wish yet; that is no contradiction
        elif current is JobState.RUNNING and call.state is JobState.CANCELLED:
            path = [JobState.CANCELLING, call.state]
        for state in path:
            if state not in TRANSITIONS[current]:
                raise _illegal(call, current)
            current = state
        opening, closing = (path[:-1], path[-1:]) if end else (path, [])
        events += [ev.State(job=call.job, at=now, state=state) for state in opening]
    elif end:
        return []  # the same end, said again
    else:
        closing = []
    running = before.current_step()
    if running is not None and (end or (call.step and call.step != running.name)):
        status = {JobState.FAILED: "failed", JobState.CANCELLED: "cancelled"}.get(call.state, "completed")
        events.append(ev.Step(job=call.job, at=now, id=running.id, name=running.name, status=status))  # type: ignore[arg-type]
    if call.step and (running is None or call.step != running.name):
        number = len(before.steps) + 1
        status = "completed" if end else "running"
        events.append(ev.Step(job=call.job, at=now, id=f"s{number}", name=call.step, status=status))  # type: ignore[arg-type]
    if call.progress is not None or call.message is not None:
        value, total = call.progress or (None, 1.0)
        events.append(ev.Progress(job=call.job, at=now, value=value, total=total, message=call.message))
    for state in closing:
        error = JobError("ExternalError", call.error or "no reason was given") if state is JobState.FAILED else None
        events.append(ev.State(job=call.job, at=now, state=state, result=call.result, error=error))
    return events


def _illegal(call: _Call, current: str) -> IllegalTransition:
    error = IllegalTransition(current, call.state)
    if JobState(current).terminal:
        error.message = f"Job {call.job!r} is {current} and stays so: report a new run under a new id."
    return error


def _unchanged(found: Reading | None) -> ExternalProgress:
    assert found is not None
    return ExternalProgress(found.seq, found.state, found.cancel_asked)


def _outcome(call: _Call, answer: Any) -> ExternalProgress | None:
    status = answer[0].decode()
    if status in ("OK", "DUP"):
        return ExternalProgress(int(answer[1]), call.state, bool(answer[2]))
    if status == "CONFLICT":
        raise _illegal(call, answer[2].decode())
    return None  # moved on, or created by somebody else, in between: read again
