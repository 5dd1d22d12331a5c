"""The schedule endpoints: make or replace, list, delete."""

from aiohttp import web

from jobwidgets.protocol.errors import NotFound
from jobwidgets.protocol.records import SchedulePage, ScheduleRequest

from ..keys import SCHEDULES, STORE
from ..logging import get_logger
from ..rules import check_schedule_name
from .replies import reply
from .requests import read_body
from .shapes import DeletedSchedule

log = get_logger(__name__)


async def put(request: web.Request, user: str) -> web.Response:
    """Launches a job whenever the time comes round; the same name again replaces the schedule."""
    return reply(await request.app[SCHEDULES].put(user, await read_body(request, ScheduleRequest)))


async def index(request: web.Request, user: str) -> web.Response:
    """The user's schedules, by name."""
    kept = await request.app[STORE].schedules(user)
    return reply(SchedulePage(schedules=[schedule.record() for schedule in kept]))


async def delete(request: web.Request, user: str) -> web.Response:
    """Launches nothing any more; the jobs it has launched stay as they are."""
    name = check_schedule_name(request.match_info["name"])
    if not await request.app[STORE].delete_schedule(user, name):
        raise NotFound(f"You have no schedule {name!r}.", {"name": name})
    log.info("schedule deleted", owner=user, schedule=name)
    return reply(DeletedSchedule(name=name))
