"""From event lines to sockets: what one loop tick brings for a job is framed once and put on every member's queue."""

import asyncio

from jobwidgets.protocol.wire import MAX_BATCH_BYTES

from .socket_server import NAMESPACE, SocketServer, frame


def room_of(job: str) -> str:
    """The Socket.IO room of a job's subscribers."""
    return f"job:{job}"


def packets(lines: list[bytes]) -> list[str]:
    """``job:event`` for one line, ``job:batch`` for more; several batches where one would exceed 512 KB."""
    found: list[str] = []
    batch: list[bytes] = []
    size = 0
    for line in [*lines, b""]:
        if batch and (not line or size + len(line) > MAX_BATCH_BYTES):
            name, body = ("event", batch[0]) if len(batch) == 1 else ("batch", b"[" + b",".join(batch) + b"]")
            found.append(f'2["job:{name}",{body.decode()}]')
            batch, size = [], 0
        batch.append(line)
        size += len(line) + 1
    return found


class Fanout:
    """Collects lines per job and sends them at the end of the tick."""

    def __init__(self, server: SocketServer) -> None:
        self._server = server
        self._pending: dict[str, list[bytes]] = {}

    def add(self, job: str, lines: tuple[bytes, ...]) -> None:
        """Send ``lines`` to the members of the job's room soon, in this order."""
        if not self._pending:
            asyncio.get_running_loop().call_soon(self._flush_all)
        self._pending.setdefault(job, []).extend(lines)

    def flush(self, job: str) -> None:
        """Send what is pending for a job now; before somebody joins who has it already."""
        if lines := self._pending.pop(job, None):
            members = list(self._server.manager.get_participants(NAMESPACE, room_of(job)))
            for text in packets(lines) if members else ():
                packet = frame(text)
                for _, eio_sid in members:
                    self._server.push(eio_sid, packet)

    def _flush_all(self) -> None:
        for job in list(self._pending):
            self.flush(job)
