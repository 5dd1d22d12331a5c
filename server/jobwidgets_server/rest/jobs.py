"""The job endpoints: launch, look, list, cancel, answer, retry, events, history, share."""

import msgspec
from aiohttp import web
from msgspec.structs import replace

from jobwidgets.bus.commands import new_token
from jobwidgets.protocol.errors import Conflict, JobWidgetsError, Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.ids import check_job_id
from jobwidgets.protocol.records import History, JobPage, LaunchRequest

from ..auth import make_share_token, read_token
from ..keys import ANSWERS, CANCELLER, IDENTITY, LAUNCHER, METRICS, SETTINGS, STORE
from ..logging import get_logger
from ..rules import MAX_KEY_CHARS, check_name, check_text, wrong
from ..specs import request_of
from .events import DEFAULT_EVENTS, MAX_EVENTS, epochs, replay
from .lookup import Found, find, full_record
from .replies import reply
from .requests import DEFAULT_PAGE, MAX_PAGE, job_filter, number, public_url, read_body
from .shapes import CancelRequest, InputRequest, RawEventsAnswer, RetryRequest, ShareAnswer, ShareRequest

log = get_logger(__name__)

MAX_SHARED = 90 * 86400
"""Seconds a link that shows a job may be good for."""
_MAX_SEQ = 2**53 - 1
"""The largest number every JSON reader holds exactly."""


async def launch(request: web.Request, user: str) -> web.Response:
    """202 with the new job, 200 with the job of an earlier, equal request."""
    return await _launch(request, user, await read_body(request, LaunchRequest), None)


async def _launch(request: web.Request, user: str, wanted: LaunchRequest, retry_of: str | None) -> web.Response:
    launches = request.app[METRICS].launches
    try:
        job, created = await request.app[LAUNCHER].launch(user, wanted, retry_of=retry_of)
    except JobWidgetsError as why:
        launches.labels(why.code).inc()
        raise
    launches.labels("created" if created else "repeated").inc()
    log.info("launched", job=job.id, type=job.type, user=user, repeated=not created)
    return reply(job.record(), status=202 if created else 200, headers={"Location": f"/api/jobs/{job.id}"})


async def _found(request: web.Request, user: str) -> Found:
    return await find(request.app, user, check_job_id(request.match_info["id"]))


async def show(request: web.Request, user: str) -> web.Response:
    """The job with its snapshot: live from Redis, else from the record."""
    record = await full_record(request.app, await _found(request, user))
    if request[IDENTITY].job is not None:
        # A link shows the job, not where else in its owner's work it belongs.
        record = replace(record, origin=None, parent=None, schedule=None, retry_of=None)
    return reply(record)


async def index(request: web.Request, user: str) -> web.Response:
    """A page of the user's jobs, newest first, from the record."""
    limit = number(request, "limit", DEFAULT_PAGE, 1, MAX_PAGE)
    jobs, cursor = await request.app[STORE].page(
        user, job_filter(request), limit=limit, cursor=request.query.get("cursor")
    )
    return reply(JobPage(jobs=[job.record() for job in jobs], cursor=cursor))


async def cancel(request: web.Request, user: str) -> web.Response:
    """202 while the worker has yet to stop, 200 once the job is over; again and again without harm."""
    body = await read_body(request, CancelRequest, optional=True)
    check_text("reason", body.reason, 500)
    found = await _found(request, user)
    theirs = found.foreign and found.reading is None
    told = None if theirs else await request.app[CANCELLER].cancel(found.job, body.reason)
    if told is None and (found.stored is None or not JobState(found.stored.state).terminal):
        raise Unavailable("Redis does not know this job at the moment, so it cannot be cancelled; try again.")
    record = await full_record(request.app, await _found(request, user))
    return reply(record, status=200 if record.state.terminal else 202)


async def answer(request: web.Request, user: str) -> web.Response:
    """Answers the job's question; the first valid answer counts. 409 for a job that asks nothing (any more)."""
    body = await read_body(request, InputRequest)
    if body.command is not None:
        check_name("command", body.command, MAX_KEY_CHARS)
    found = await _found(request, user)
    answers = request.app[METRICS].answers
    try:
        command = body.command or new_token()
        await request.app[ANSWERS].answer(found.job, body.key, body.answer, command=command)
    except JobWidgetsError as why:
        answers.labels(why.code).inc()
        raise
    answers.labels("answered").inc()
    log.info("answered", job=found.job, user=user)
    return reply(await full_record(request.app, await _found(request, user)))


async def retry(request: web.Request, user: str) -> web.Response:
    """A new job with the parameters of one that is over; ``retry_of`` names the old one."""
    body = await read_body(request, RetryRequest, optional=True)
    found = await _found(request, user)
    state = found.snapshot().state
    old = await request.app[STORE].get(found.job, code=True)
    if old is None or old.owner != user or old.external:
        raise Conflict(f"Job {found.job} was not launched here, so it cannot be launched again.")
    if not state.terminal:
        raise Conflict(
            f"Job {found.job} is {state}; only a job that is over can be retried. Cancel it first.",
            {"state": str(state)},
        )
    wanted = replace(request_of(old), id=body.id, idempotency_key=body.idempotency_key)
    return await _launch(request, user, wanted, old.id)


async def share(request: web.Request, user: str) -> web.Response:
    """A link that shows this job, to whoever has it, and nothing else.

    It cannot be taken back before it expires, other than with a new JWT_SECRET.
    """
    body = await read_body(request, ShareRequest, optional=True)
    if not 1 <= body.expires <= MAX_SHARED:
        raise wrong("expires", f"seconds, from 1 to {MAX_SHARED} (90 days)")
    found = await _found(request, user)
    secret = request.app[SETTINGS].jwt_secret
    token = make_share_token(secret, user, found.job, body.expires)
    log.info("shared", job=found.job, user=user, seconds=body.expires)
    url = f"{public_url(request)}/jobs/{found.job}#token={token}"
    return reply(ShareAnswer(url=url, token=token, expires=read_token(secret, token).expires))


async def history(request: web.Request, user: str) -> web.Response:
    """The job's life as recorded: its moves, attempts and checkpoints. It may lag behind by a moment."""
    found = await _found(request, user)
    if found.foreign and found.stored is None:
        return reply(History(transitions=[], attempts=[], checkpoints=[]))
    return reply(await request.app[STORE].history(found.job))


async def events(request: web.Request, user: str) -> web.Response:
    """The events after ``after`` of ``epoch`` (the current one if not given), page by page; or the snapshot.

    A job that is over can be replayed from its first event, epoch by epoch. A later epoch, of a job that Redis had
    lost, goes on counting where the one before ended; ``after`` 0 is before its first event all the same.
    """
    after = number(request, "after", 0, 0, _MAX_SEQ)
    limit = number(request, "limit", DEFAULT_EVENTS, 1, MAX_EVENTS)
    found = await _found(request, user)
    known = found.snapshot()
    epoch = number(request, "epoch", known.epoch, 0, _MAX_SEQ)
    told = await replay(request.app, found, epoch, after, limit)
    snapshot = None
    if told.events is None:
        # Read again: it must not be older than what made us give up.
        snapshot = known = (await _found(request, user)).snapshot()
        epoch = snapshot.epoch
    return reply(
        RawEventsAnswer(
            epoch=epoch,
            epochs=await epochs(request.app, found),
            seq=snapshot.seq if snapshot else told.last,
            snapshot=snapshot,
            events=[msgspec.Raw(line) for line in told.events or []],
            more=told.more,
        )
    )
