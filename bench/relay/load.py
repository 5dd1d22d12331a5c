"""The load client: thousands of websockets in one process that parses nothing it does not have to.

Raw sockets on epoll. Handshakes are written by hand; afterwards a socket is read in large pieces in which
markers are counted (`MARK`, once per event) and the times of sending behind them read. Both Socket.IO dialects
are the same here: a server that knows ``subscribe {job}`` and acknowledges it. NATS speaks its own.

Run as ``python -m bench.relay.load FILE``: commands as JSON lines on stdin, one answer each on stdout; the number
of deliveries so far stands in the first 8 bytes of FILE all the time, for a publisher that must not run ahead.
"""

import json
import mmap
import resource
import select
import socket
import struct
import sys
import time
from array import array
from typing import Any

SIGN = "@t:"
MARK = b'"delta":"@t:'
"""Once in every event, followed by 19 digits: `time.monotonic_ns()` when it was sent. Long, because a long needle is
found fastest."""
DIGITS = 19
BUFFER = 1024 * 1024
TOGETHER = 50
"""Handshakes under way at a time."""
PING = b"\x81\x012"
PONG = b"\x81\x81\0\0\0\x003"
_EDGE = len(MARK) - 1
_GET = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def masked(text: str, opcode: int = 1) -> bytes:
    """A client's frame; the mask is zero, which leaves the payload as it is."""
    data = text.encode()
    head = bytes([0x80 | opcode])
    if len(data) < 126:
        return head + bytes([0x80 | len(data)]) + bytes(4) + data
    return head + b"\xfe" + struct.pack(">H", len(data)) + bytes(4) + data


class Client:
    """One socket. ``script``: what to wait for and what to say then, until it is ready."""

    __slots__ = ("carry", "count", "inbox", "script", "sock", "stage")

    def __init__(self, sock: socket.socket, script: list[tuple[bytes, bytes]]) -> None:
        self.sock, self.script = sock, script
        self.stage = self.count = 0
        self.inbox = bytearray()
        self.carry = b""

    @property
    def ready(self) -> bool:
        return self.stage == len(self.script)


class Load:
    """All sockets and what came over them."""

    def __init__(self, counter: mmap.mmap) -> None:
        self.poll = select.epoll()
        self.poll.register(0, select.EPOLLIN)
        self.counter = counter
        self.clients: list[Client] = []
        self.by_fd: dict[int, Client] = {}
        self.buffer = bytearray(BUFFER)
        self.view = memoryview(self.buffer)
        self.commands = b""
        self.every = True
        self.reset({})
        self.closed = 0

    # ── what comes ─────────────────────────────────────────────────────────────────────────────

    def turn(self, timeout: float = -1) -> None:
        """One look at everything that is readable."""
        for fd, _ in self.poll.poll(timeout):
            if fd == 0:
                self.hear()
            elif (client := self.by_fd.get(fd)) is not None:
                self.read(client)
        self.counter[:8] = self.deliveries.to_bytes(8, "little")

    def read(self, client: Client) -> None:
        try:
            size = client.sock.recv_into(self.view)
        except BlockingIOError:
            return
        except OSError:
            size = 0
        if not size:
            self.drop(client)
            self.closed += 1
            return
        if not client.ready:
            self.shake(client, bytes(self.view[:size]))
            return
        now = time.monotonic_ns()
        buffer = self.buffer
        found = buffer.count(MARK, 0, size)
        # A marker may begin in one piece and end in the next.
        found += (client.carry + buffer[: min(size, _EDGE)]).count(MARK)
        client.carry = bytes(buffer[max(0, size - _EDGE) : size])
        if found:
            self.deliveries += found
            client.count += found
            self.last = now
            at = buffer.find(MARK, 0, size)
            while 0 <= at <= size - len(MARK) - DIGITS:
                begin = at + len(MARK)
                self.delays.append(now - int(buffer[begin : begin + DIGITS]))
                at = buffer.find(MARK, begin, size) if self.every else -1
        # In a flood large pieces are not searched for a ping: that would cost as much as counting, and a flood is over
        # before a ping is due twice.
        edges = buffer[:size] if self.every or size <= 4096 else buffer[:8] + buffer[size - 8 : size]
        if PING in edges:
            client.sock.send(PONG)
        elif b"PING\r\n" in edges:
            client.sock.send(masked("PONG\r\n"))

    def shake(self, client: Client, data: bytes) -> None:
        client.inbox += data
        wanted, answer = client.script[client.stage]
        if wanted not in client.inbox:
            return
        client.stage += 1
        self.handshake_events += client.inbox.count(MARK)
        client.inbox.clear()
        if answer:
            client.sock.send(answer)
        if client.ready:
            self.waiting -= 1

    def drop(self, client: Client) -> None:
        self.by_fd.pop(client.sock.fileno(), None)
        client.sock.close()

    # ── what is asked ──────────────────────────────────────────────────────────────────────────

    def hear(self) -> None:
        data = sys.stdin.buffer.raw.read(65536 * 16)
        if not data:
            raise SystemExit
        *lines, self.commands = (self.commands + data).split(b"\n")
        for line in lines:
            command = json.loads(line)
            answer = getattr(self, command.pop("op"))(command)
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()

    def connect(self, command: dict[str, Any]) -> dict[str, Any]:
        """``dialect``, ``port``, ``token``, ``jobs`` (a socket each; null: no subscription), ``after`` (epoch, seq)."""
        began = time.monotonic()
        self.handshake_events, jobs, failed = 0, list(command["jobs"]), self.closed
        for start in range(0, len(jobs), TOGETHER):
            some = jobs[start : start + TOGETHER]
            self.waiting = len(some)
            for job in some:
                self.open(command, job)
            deadline = time.monotonic() + 30
            while self.waiting > self.closed - failed:
                self.turn(1)
                if time.monotonic() > deadline:
                    stuck = next(c for c in self.clients if not c.ready)
                    return {"error": f"no {stuck.script[stuck.stage][0]!r}, but {bytes(stuck.inbox)[-300:]!r}"}
        return {"ready": sum(c.ready for c in self.clients), "seconds": time.monotonic() - began,
                "failed": self.closed - failed, "events": self.handshake_events}  # fmt: skip

    def open(self, command: dict[str, Any], job: str | None) -> None:
        port = command["port"]
        sock = socket.create_connection(("127.0.0.1", port))
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if command["dialect"] == "nats":
            subscribe = f"SUB job.{job} 1\r\n" if job else ""
            hello = masked(f'CONNECT {{"verbose":false,"pedantic":false}}\r\n{subscribe}PING\r\n', 2)
            script = [(b"INFO {", hello), (b"PONG", b"")]
            path = "/"
        else:
            token = command.get("token")
            script = [(b"0{", masked("40" + (json.dumps({"token": token}) if token else "")))]
            if job:
                ask = {"job": job, **(command.get("after") or {})}
                script += [(b"40{", masked("420" + json.dumps(["subscribe", ask]))), (b'430[{"ok":true', b"")]
            else:
                script += [(b"40{", b"")]
            path = "/socket.io/?EIO=4&transport=websocket"
        sock.sendall(_GET.format(path=path, port=port).encode())
        client = Client(sock, script)
        self.clients.append(client)
        self.by_fd[sock.fileno()] = client
        self.poll.register(sock.fileno(), select.EPOLLIN)

    def reset(self, command: dict[str, Any]) -> dict[str, Any]:
        """Count from zero. ``every``: take the time of every event, not of one of each piece read."""
        self.every = bool(command.get("every", True))
        self.deliveries = self.last = self.handshake_events = self.waiting = 0
        self.delays = array("q")
        self.counter[:8] = bytes(8)
        for client in self.clients:
            client.count = 0
        self.cpu_before, self.began = _cpu(), time.monotonic()
        return {}

    def count(self, _: dict[str, Any]) -> dict[str, Any]:
        """How many came so far."""
        return {"deliveries": self.deliveries, "closed": self.closed}

    def report(self, command: dict[str, Any]) -> dict[str, Any]:
        """Everything since `reset`; times in ms, ``cpu`` as a share of one core. ``only``: of these sockets."""
        delays = sorted(self.delays)
        only = command.get("only")
        counts = [c.count for i, c in enumerate(self.clients) if only is None or i in only]
        return {
            "deliveries": self.deliveries,
            "least": min(counts, default=0),
            "most": max(counts, default=0),
            "closed": self.closed,
            "last_ns": self.last,
            "p50": delays[len(delays) // 2] / 1e6 if delays else None,
            "p99": delays[len(delays) * 99 // 100] / 1e6 if delays else None,
            "max": delays[-1] / 1e6 if delays else None,
            "cpu": (_cpu() - self.cpu_before) / (time.monotonic() - self.began),
        }

    def stall(self, command: dict[str, Any]) -> dict[str, Any]:
        """Read nothing more from ``clients`` (their numbers)."""
        for number in command["clients"]:
            self.poll.unregister(self.clients[number].sock.fileno())
        return {}

    def resume(self, command: dict[str, Any]) -> dict[str, Any]:
        """Read them again."""
        for number in command["clients"]:
            self.poll.register(self.clients[number].sock.fileno(), select.EPOLLIN)
        return {}

    def close(self, _: dict[str, Any]) -> dict[str, Any]:
        """Close all."""
        for client in self.clients:
            self.drop(client)
        self.clients, self.closed = [], 0
        return {}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Serve until stdin ends."""
    with open(sys.argv[1], "r+b") as file:
        load = Load(mmap.mmap(file.fileno(), 8))
    while True:
        load.turn()


if __name__ == "__main__":
    main()
