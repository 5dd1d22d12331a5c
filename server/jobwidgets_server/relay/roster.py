"""Socket.IO's table of rooms, with each session's rooms beside it.

The library's own looks through all rooms of all sessions when one session leaves: with ten thousand of them a restart
of whatever they came through would take it minutes.
"""

from typing import Any

import socketio


class Roster(socketio.AsyncManager):
    """The library's manager for one process."""

    def __init__(self) -> None:
        super().__init__()
        self._rooms_of: dict[str, set[str | None]] = {}

    def basic_enter_room(self, sid: str, namespace: str, room: Any, eio_sid: str | None = None) -> None:
        """As the library's."""
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._rooms_of.setdefault(sid, set()).add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: Any) -> None:
        """As the library's."""
        super().basic_leave_room(sid, namespace, room)
        rooms = self._rooms_of.get(sid)
        if rooms is not None:
            rooms.discard(room)
            if not rooms:
                del self._rooms_of[sid]

    def basic_disconnect(self, sid: str, namespace: str, **_: Any) -> None:
        """The same in time that depends on the session's rooms only."""
        for room in list(self._rooms_of.get(sid, ())):
            self.basic_leave_room(sid, namespace, room)
        if sid in self.callbacks:
            del self.callbacks[sid]
        for pending in (self.pending_connect, self.pending_disconnect):
            waiting = pending.get(namespace, [])
            if sid in waiting:
                waiting.remove(sid)
                if not waiting:
                    del pending[namespace]
