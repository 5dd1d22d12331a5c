"""The fan-out through `sio.emit` and nothing else: for the day a new release of the library breaks the direct one."""

import asyncio
import json
from collections.abc import Sequence

from ..logging import get_logger
from .fanout import room_of
from .frames import Frame, event_frames
from .socket_server import NAMESPACE, SocketServer

log = get_logger(__name__)

QUEUED = 16 * 1024 * 1024
"""Bytes of events that may wait to be emitted, of all jobs together."""


class ByLibrary:
    """Slower, and a socket that lags is cut instead of skipped."""

    def __init__(self, server: SocketServer) -> None:
        self.skips = self.caught_up = self.deliveries = 0
        self.lagging = 0
        self._server = server
        self._packets: asyncio.Queue[tuple[str, Frame]] = asyncio.Queue()
        self._queued = 0
        self._task: asyncio.Task[None] | None = None

    def join(self, job: str, sid: str) -> None:
        """This session hears the job from now on."""
        self._server.manager.basic_enter_room(sid, NAMESPACE, room_of(job))

    def leave(self, job: str, sid: str) -> None:
        """It hears it no more."""
        self._server.manager.basic_leave_room(sid, NAMESPACE, room_of(job))

    def listening(self, job: str) -> bool:
        """Does anybody here hear the job?"""
        return room_of(job) in self._server.manager.rooms.get(NAMESPACE, {})

    def members(self, job: str) -> list[str]:
        """The sessions that do."""
        return [sid for sid, _ in self._server.manager.get_participants(NAMESPACE, room_of(job))]

    def add(self, job: str, epoch: int, first: int, lines: Sequence[bytes]) -> None:
        """Emit, in this order."""
        if not self.listening(job):
            return
        for frame in event_frames(lines):
            if self._queued and self._queued + frame.size > QUEUED:
                # Who comes back gets what it has missed from the tail.
                self._server.start_over(self.members(job), "more was said than could be sent")
                break
            self._queued += frame.size
            self._packets.put_nowait((job, frame))
        if self._task is None:
            self._task = asyncio.create_task(self._emit_for_ever(), name="relay fan-out")

    def pause(self) -> None:
        """Nothing to do: everything is on its way."""

    def flush(self, job: str) -> None:
        """Nothing to do: who joins meanwhile may hear events twice, which every client drops."""

    def stop(self) -> None:
        """Send nothing more."""
        if self._task is not None:
            self._task.cancel()

    async def _emit_for_ever(self) -> None:
        while True:
            job, frame = await self._packets.get()
            self._queued -= frame.size
            name, data = json.loads(frame.payload[2:])
            try:
                await self._server.emit(name, data, room=room_of(job))
            except Exception:
                log.exception("cannot emit", job=job)
                self._server.start_over(self.members(job), "what the job said could not be sent")
                continue
            members = self.members(job)
            self.deliveries += frame.count * len(members)
            for sid in members:
                outlet = self._server.outlet(sid)
                if outlet is not None and outlet.excess > self._server.output_limit:
                    reason = f"it is too slow: {outlet.waiting:,} characters wait for it"
                    self._server.cut(outlet.sid, "slow", reason)
