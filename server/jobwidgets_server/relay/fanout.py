"""From event lines to sockets: framed once, one write per socket and tick, never more than a socket can take.

What one tick of the loop brings for a job is framed once for all its subscribers. A job that is busy is sent at most
every `WINDOW` seconds; the first event after a pause goes at once. A socket for which too much waits is skipped, and
brought up to date from the job's tail when it has read what it has (`catching_up.CatchingUp`).
"""

import asyncio
from collections.abc import Iterable, Sequence
from time import monotonic as now  # asking for the loop costs a system call in Python 3.11
from typing import Protocol

from .catching_up import CatchingUp, Since
from .frames import Frame, event_frames
from .outlet import Outlet, Position
from .socket_server import SocketServer

WINDOW = 0.005
"""Seconds between two packets of a busy job."""


def room_of(job: str) -> str:
    """The Socket.IO room of a job's subscribers."""
    return f"job:{job}"


class Fanout(Protocol):
    """Who hears which job, and how they are told: `Direct`, or `library_fanout.ByLibrary`."""

    skips: int
    deliveries: int

    @property
    def caught_up(self) -> int:
        """Times a skipped socket was brought up to date."""
        ...

    @property
    def lagging(self) -> int:
        """Sockets that are behind now."""
        ...

    def join(self, job: str, sid: str) -> None:
        """This session hears the job from now on. Raises nothing if it is gone."""

    def leave(self, job: str, sid: str) -> None:
        """It hears it no more."""

    def listening(self, job: str) -> bool:
        """Does anybody here hear the job?"""
        ...

    def members(self, job: str) -> list[str]:
        """The sessions that do."""
        ...

    def add(self, job: str, epoch: int, first: int, lines: Sequence[bytes]) -> None:
        """Send the events ``first``, ``first + 1``, … of ``epoch`` at the next `pause`, in this order."""

    def pause(self) -> None:
        """Nothing more comes in this tick: send."""

    def flush(self, job: str) -> None:
        """Send what is pending for a job now; before somebody joins who has it already."""

    def stop(self) -> None:
        """Send nothing more."""


class _Room:
    """The subscribers of one job and what waits to be sent to them."""

    __slots__ = ("epoch", "first", "job", "lines", "outlets", "sent", "timer")

    def __init__(self, job: str) -> None:
        self.job = job
        self.outlets: dict[str, Outlet] = {}
        self.lines: list[bytes] = []
        self.epoch, self.first = 0, 0
        """Number of the first of ``lines``."""
        self.sent = 0.0
        self.timer: asyncio.TimerHandle | None = None


class Direct:
    """Writes to the transports. ``since`` tells what a socket that was skipped has missed."""

    def __init__(self, server: SocketServer, since: Since, *, window: float = WINDOW) -> None:
        self.skips = 0
        """Times a packet was not written to a socket because too much waited for it."""
        self.deliveries = 0
        """Events written, counted for each socket."""
        self._server, self._window = server, window
        self._rooms: dict[str, _Room] = {}
        self._ready: list[_Room] = []
        self._late = CatchingUp(server, since, self.flush)

    @property
    def caught_up(self) -> int:
        """Times a skipped socket was brought up to date."""
        return self._late.caught_up

    @property
    def lagging(self) -> int:
        """Sockets that are behind now."""
        return len(self._late)

    def join(self, job: str, sid: str) -> None:
        """This session hears the job from now on."""
        outlet = self._server.outlet(sid)
        if outlet is not None:
            if outlet.missed:  # the answer it gets now holds what it missed
                outlet.missed.pop(job, None)
            room = self._rooms.get(job)
            if room is None:
                room = self._rooms[job] = _Room(job)
            room.outlets[sid] = outlet

    def leave(self, job: str, sid: str) -> None:
        """It hears it no more."""
        room = self._rooms.get(job)
        if room is None:
            return
        outlet = room.outlets.pop(sid, None)
        if outlet is not None and outlet.missed:
            outlet.missed.pop(job, None)
        if not room.outlets:
            del self._rooms[job]
            room.lines = []
            if room.timer is not None:
                room.timer.cancel()

    def listening(self, job: str) -> bool:
        """Does anybody here hear the job?"""
        return job in self._rooms

    def members(self, job: str) -> list[str]:
        """The sessions that do."""
        room = self._rooms.get(job)
        return [] if room is None else list(room.outlets)

    def add(self, job: str, epoch: int, first: int, lines: Sequence[bytes]) -> None:
        """Send ``lines`` at the next `pause`, or when the job's window is over."""
        room = self._rooms.get(job)
        if room is None:
            return
        if room.lines:
            if epoch == room.epoch and first == room.first + len(room.lines):
                room.lines.extend(lines)
                return
            self.flush(job)
        room.epoch, room.first = epoch, first
        room.lines = list(lines)
        wait = room.sent + self._window - now()
        if wait > 0:
            if room.timer is None:
                room.timer = asyncio.get_running_loop().call_later(wait, self._window_over, room)
            return
        self._ready.append(room)

    def pause(self) -> None:
        """Send what has been added since the last time, each socket in one write."""
        ready = self._ready
        if not ready:
            return
        self._ready = []
        at = now()
        if len(ready) == 1:
            if ready[0].lines:
                self._send(ready[0], at)
        else:
            self._send_many([room for room in ready if room.lines], at)

    def flush(self, job: str) -> None:
        """Send what is pending for a job now."""
        room = self._rooms.get(job)
        if room is not None and room.lines:
            self._send(room, now())

    def stop(self) -> None:
        """Send nothing more."""
        self._late.stop()
        for room in self._rooms.values():
            if room.timer is not None:
                room.timer.cancel()
        self._rooms.clear()

    def _window_over(self, room: _Room) -> None:
        room.timer = None
        if room.lines:
            self._send(room, now())

    def _take(self, room: _Room, at: float) -> tuple[list[Frame], int, bytes]:
        """What waits for the room: framed, counted, and in one piece."""
        lines, room.lines = room.lines, []
        room.sent = at
        frames = event_frames(lines)
        return frames, len(lines), frames[0].wire if len(frames) == 1 else b"".join([frame.wire for frame in frames])

    def _send(self, room: _Room, at: float) -> None:
        frames, count, wire = self._take(room, at)
        large = len(wire) > self._server.output_limit
        written = 0
        for outlet in room.outlets.values():
            transport = outlet.transport
            # Nothing waits for it: the usual case, kept free of calls.
            if transport is None or outlet.missed or transport.get_write_buffer_size() or large:
                self._carefully(outlet, room, frames)
            else:
                transport.write(wire)
                written += 1
        self.deliveries += written * count

    def _send_many(self, rooms: Iterable[_Room], at: float) -> None:
        """Several jobs in one tick: a socket that hears more than one of them gets one write."""
        joined: dict[Outlet, list[bytes]] = {}
        for room in rooms:
            frames, count, wire = self._take(room, at)
            large = len(wire) > self._server.output_limit
            for outlet in room.outlets.values():
                transport = outlet.transport
                if transport is None or outlet.missed or transport.get_write_buffer_size() or large:
                    self._carefully(outlet, room, frames)
                    continue
                self.deliveries += count
                if outlet in joined:
                    joined[outlet].append(wire)
                else:
                    joined[outlet] = [wire]
        for outlet, wires in joined.items():
            outlet.transport.write(wires[0] if len(wires) == 1 else b"".join(wires))

    def _carefully(self, outlet: Outlet, room: _Room, frames: list[Frame]) -> None:
        """Write while there is room, and remember from where on it was skipped."""
        if outlet.missed is not None and room.job in outlet.missed:
            self.skips += 1
            return
        told = room.first - 1
        for frame in frames:
            # A packet larger than the limit goes when nothing else waits, or it would never go.
            if outlet.waiting and outlet.excess + frame.size > self._server.output_limit:
                self.skips += 1
                self._late.add(outlet, room.job, Position(room.epoch, told))
                return
            outlet.write(frame)
            told += frame.count
            self.deliveries += frame.count
