"""The job endpoints: launch, look, list, cancel, answer, retry, events."""

import msgspec
from aiohttp import web

from jobwidgets.protocol.errors import Conflict, JobWidgetsError, NotWaiting, Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.ids import check_job_id
from jobwidgets.protocol.records import JobPage, LaunchRequest

from ..keys import BUS, DELIVERY, LAUNCHER, METRICS, STORE
from ..logging import get_logger
from .lookup import Found, find, full_record
from .replies import reply
from .requests import DEFAULT_PAGE, MAX_PAGE, check_launch, check_text, job_filter, number, read_body
from .shapes import CancelRequest, InputRequest, RawEventsAnswer, RetryRequest

log = get_logger(__name__)

_MAX_SEQ = 2**53 - 1
"""The largest number every JSON reader holds exactly."""


async def launch(request: web.Request, user: str) -> web.Response:
    """202 with the new job, 200 with the job of an earlier, equal request."""
    return await _launch(request, user, check_launch(await read_body(request, LaunchRequest)), None)


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
    return reply(await full_record(request.app, await _found(request, user)))


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
    done = await request.app[BUS].cancel(found.job, reason=body.reason)
    if done is None:
        if found.stored is None or not JobState(found.stored.state).terminal:
            raise Unavailable("Redis does not know this job at the moment, so it cannot be cancelled; try again.")
    elif done.changed:
        log.info("cancelled", job=found.job, user=user, state=str(done.state))
        if done.queue:  # an external job is in none of our queues
            try:
                await request.app[DELIVERY].cancel(found.job, done.generation, queue=done.queue)
            except Unavailable as why:
                # The wish stands in the job: its worker sees it at the next beat, the next one at its claim.
                log.warning("worker not woken", job=found.job, error=str(why))
    record = await full_record(request.app, await _found(request, user))
    return reply(record, status=200 if record.state.terminal else 202)


async def answer(request: web.Request, user: str) -> web.Response:
    """409 for a job that asks nothing."""
    await read_body(request, InputRequest)
    found = await _found(request, user)
    state = found.snapshot().state
    if state is JobState.WAITING_INPUT:
        # Only workers of others (external jobs) can be in this state: we have no way to reach them.
        raise NotWaiting(f"Job {found.job} takes its answers elsewhere, not through this server.")
    raise NotWaiting(f"Job {found.job} is {state}: it asks nothing.", {"state": str(state)})


async def retry(request: web.Request, user: str) -> web.Response:
    """A new job with the parameters of one that is over; ``retry_of`` names the old one."""
    body = await read_body(request, RetryRequest, optional=True)
    found = await _found(request, user)
    state = found.snapshot().state
    old = await request.app[STORE].get(found.job, code=True)
    if old is None or old.external:
        raise Conflict(f"Job {found.job} was not launched here, so it cannot be launched again.")
    if not state.terminal:
        raise Conflict(
            f"Job {found.job} is {state}; only a job that is over can be retried. Cancel it first.",
            {"state": str(state)},
        )
    wanted = LaunchRequest(
        type=old.type,
        params=old.params,
        id=body.id,
        idempotency_key=body.idempotency_key,
        timeout=old.timeout,
        retries=old.retries,
        tags=old.tags,
        code=old.code,
    )
    return await _launch(request, user, check_launch(wanted), old.id)


async def events(request: web.Request, user: str) -> web.Response:
    """The events after ``after`` of ``epoch`` (the current one if not given), or the snapshot."""
    after = number(request, "after", 0, 0, _MAX_SEQ)
    found = await _found(request, user)
    live = found.live
    if live is not None:
        # Not what `find` read: between the two, events may have come.
        epoch = number(request, "epoch", live.epoch, 0, _MAX_SEQ)
        live = await request.app[BUS].read(found.job, epoch, after)
    if live is None:
        snapshot = found.snapshot()
        return reply(RawEventsAnswer(epoch=snapshot.epoch, seq=snapshot.seq, snapshot=snapshot, events=[]))
    return reply(
        RawEventsAnswer(
            epoch=live.epoch,
            seq=live.seq,
            snapshot=live.snapshot,
            events=[msgspec.Raw(event) for event in live.events],
        )
    )
