"""What the context in a job's process asks for, done on the attempt's host: any number of requests at a time."""

import asyncio
from collections.abc import Callable

import msgspec

from ..protocol import events as ev
from ..protocol.errors import BufferFull, Fenced, JobWidgetsError, ProtocolError
from ..protocol.events import Event
from ..protocol.wire import decode_event
from .frames import Ask, Call, CancelChild, Commit, Drain, Flush, Outcome, Reply, Request
from .host import Host

_SAID = (ev.Progress, ev.Step, ev.Text, ev.Log, ev.Artifact, ev.UsageEvent)
_COMMITTED = (ev.Step, ev.Checkpoint, ev.Child)
"""What a function may say; its state is the worker's business."""
_BUFFER_PAUSE = 0.1


class Service:
    """Serves one process. ``reply`` takes what goes back; ``failed`` hears of what must end the process: `Fenced`,
    or a fault that is not the job's."""

    def __init__(self, host: Host, reply: Callable[[Reply], None], failed: Callable[[Exception], None]) -> None:
        self._host, self._reply, self._failed = host, reply, failed
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def say(self, lines: list[bytes]) -> None:
        """Take events that the function emitted."""
        for data in lines:
            await emit(self._host, _event(data, _SAID))

    async def room(self) -> None:
        """Until there is some: meanwhile nothing is read from the process, and what it says next waits there."""
        try:
            await self._host.drain()
        except Fenced as why:
            self._failed(why)

    async def begin(self, request: Request) -> None:
        """Do it in a task; it has begun, and its events have their place, when this returns."""
        if isinstance(request.call, Commit):
            for data in request.call.events:
                _event(data, _COMMITTED)
        task = asyncio.create_task(self._serve(request), name=f"job {self._host.job} request {request.number}")
        self._tasks[request.number] = task
        task.add_done_callback(lambda _: self._tasks.pop(request.number, None))
        await asyncio.sleep(0)

    def forget(self, number: int) -> None:
        """Nobody waits for this one any more."""
        if (task := self._tasks.get(number)) is not None:
            task.cancel()

    async def aclose(self) -> None:
        """Give up all that is under way."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _serve(self, request: Request) -> None:
        try:
            reply = Reply(request.number, await self._do(request.call))
        except Fenced as why:
            self._failed(why)
        except JobWidgetsError as why:
            self._reply(Reply(request.number, error=msgspec.json.encode(why.as_dict())))
        except Exception as why:  # noqa: BLE001  a fault of ours: the attempt must hear of it
            self._failed(why)
        else:
            self._reply(reply)

    async def _do(self, call: Call) -> bytes:
        match call:
            case Flush():
                await self._host.flush()
            case Drain():
                await self._host.drain()
            case Commit(events=events, memos=memos):
                known = [_event(data, _COMMITTED) for data in events]
                await self._commit(known, memos)
            case Ask(key=key, prompt=prompt, schema=schema, timeout=timeout):
                answer = await self._host.ask(key, prompt, msgspec.json.decode(schema), timeout)
                return msgspec.json.encode(answer)
            case Outcome(child=child):
                return msgspec.json.encode(await self._host.outcome(child))
            case CancelChild(child=child):
                await self._host.cancel(child)
        return b"null"

    async def _commit(self, events: list[Event], memos: dict[str, bytes]) -> None:
        while True:
            try:
                return await self._host.commit(events, memos)
            except BufferFull:
                await asyncio.sleep(_BUFFER_PAUSE)


async def emit(host: Host, event: Event) -> None:
    """Say it; not returning makes the function wait, which is better than losing it."""
    while True:
        try:
            return host.emit(event)
        except BufferFull:
            await asyncio.sleep(_BUFFER_PAUSE)


def _event(data: bytes, allowed: tuple[type, ...]) -> Event:
    event = decode_event(data)
    if not isinstance(event, allowed):
        raise ProtocolError(f"a job's function may not send events of kind {type(event).__name__}")
    return event
