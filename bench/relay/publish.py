"""The publisher: a process of its own that sends numbered events the way each peer is meant to get them.

jobwidgets gets them through the real script ``append.lua``, one call an event, or one for a run of events in a
flood; Socket.IO's adapters and python-socketio in the documented form of their emitters; NATS as PUB. All carry
the same JSON object. Each write is a pipeline on one raw connection: what the publisher costs is not measured, but
it must not slow what is.

Run as ``python -m bench.relay.publish FILE``: commands as JSON lines on stdin, one answer each on stdout; in FILE
the load client counts deliveries.
"""

import json
import mmap
import socket
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import hiredis
import msgspec

from jobwidgets.bus.keys import JobKeys
from jobwidgets.bus.scripts import APPEND, KEYS
from jobwidgets.protocol.events import Text
from jobwidgets.protocol.wire import encode_event

from .load import SIGN

_PLACE = "@place@"
_SIGN = SIGN.encode()
_NAP = 0.0002
"""Seconds between two looks whether the receivers have caught up."""


class Wire:
    """One connection to Redis or NATS; answers are read so that they do not pile up."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        assert parts.hostname is not None
        self.sock = socket.create_connection((parts.hostname, parts.port or 6379))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = hiredis.Reader()
        self.owed = 0
        if parts.scheme == "nats":
            self.sock.sendall(b'CONNECT {"verbose":false,"pedantic":false}\r\nPING\r\n')
            while b"PONG" not in self.sock.recv(65536):
                pass
        elif parts.password:
            self.call("AUTH", parts.password)

    def call(self, *command: str | bytes | int) -> Any:
        """One command to Redis and its answer."""
        self.send(hiredis.pack_command(command), 1)
        return self.settle(0)

    def send(self, data: bytes, answers: int) -> None:
        """Write ``data``, to which Redis will give so many answers."""
        self.sock.sendall(data)
        self.owed += answers

    def settle(self, owing: int) -> Any:
        """Return when no more than ``owing`` answers are missing; raises what Redis says is wrong."""
        answer = None
        while self.owed > owing:
            self.reader.feed(self.sock.recv(1 << 20))
            while (answer_now := self.reader.gets()) is not False:
                if isinstance(answer_now, Exception):
                    raise answer_now
                answer = answer_now
                self.owed -= 1
                if isinstance(answer, list) and answer and answer[0] in (b"FENCED", b"GAP", b"CONFLICT", b"MISSING"):
                    raise RuntimeError(f"append.lua refuses: {answer}")
        return answer


def _template(job: str, text: str) -> tuple[bytes, bytes]:
    event = Text(job=job, attempt=1, at=round(time.time(), 3), delta=text)
    before, _, after = encode_event(event).partition(_PLACE.encode())
    return before, after


class Append:
    """jobwidgets: the script every worker calls, with a batch number and a piece of text for the snapshot."""

    def __init__(self, wire: Wire, job: str, text: str) -> None:
        self.before, self.after = _template(job, text)
        ctl = JobKeys.of(job).ctl
        self.token, n, seq, attempt = wire.call("HMGET", ctl, "token", "n", "seq", "attempt")
        self.n, self.seq, self.attempt = int(n or 0), int(seq), attempt
        self.prefix = ("EVALSHA", APPEND.sha, KEYS, *APPEND.arguments(job, ()))

    def pack(self, stamps: list[bytes]) -> tuple[bytes, int]:
        """The bytes that publish one event per stamp, and how many answers follow."""
        self.n += 1
        deltas = [_SIGN + stamp for stamp in stamps]
        pieces = [b'["answer",1,0,"%s"]' % delta for delta in deltas]
        events = [self.before + delta + self.after for delta in deltas]
        command = (*self.prefix, self.token, self.attempt, self.n, "", "", f"{time.time():.3f}", 0, 0, len(pieces), 0,
                   "", self.seq, *pieces, *events)  # fmt: skip
        self.seq += len(events)
        return hiredis.pack_command(command), 1


class _Numbered:
    """Peers number nothing: the events carry numbers all the same, so that the load is the same."""

    def __init__(self, wire: Wire, job: str, text: str) -> None:
        before, self.after = _template(job, text)
        self.rest = before[1:]
        self.job, self.seq = job, 0

    def event(self, stamp: bytes) -> bytes:
        self.seq += 1
        return b'{"epoch":1,"seq":%d,' % self.seq + self.rest + _SIGN + stamp + self.after

    def one(self, stamp: bytes) -> bytes:
        raise NotImplementedError

    def pack(self, stamps: list[bytes]) -> tuple[bytes, int]:
        return b"".join(map(self.one, stamps)), len(stamps)


class Emitter(_Numbered):
    """@socket.io/redis-adapter: what @socket.io/redis-emitter publishes: ``socket.io#/#<room>#``, msgpack."""

    def one(self, stamp: bytes) -> bytes:
        packet = {"type": 2, "data": ["job:event", json.loads(self.event(stamp))], "nsp": "/"}
        options = {"rooms": [self.job], "flags": {}, "except": []}
        message = msgspec.msgpack.encode(["emitter", packet, options])
        return hiredis.pack_command(("PUBLISH", f"socket.io#/#{self.job}#", message))


class Streams(_Numbered):
    """@socket.io/redis-streams-adapter: what another server's adapter adds to the stream."""

    def one(self, stamp: bytes) -> bytes:
        data = b'{"opts":{"rooms":["%s"],"except":[],"flags":{}},"packet":{"type":2,"data":["job:event",%s],"nsp":"/"}}'
        fields = ("uid", "emitter", "nsp", "/", "type", "3", "data", data % (self.job.encode(), self.event(stamp)))
        return hiredis.pack_command(("XADD", "socket.io", "MAXLEN", "~", "10000", "*", *fields))


class WriteOnly(_Numbered):
    """python-socketio: what a write-only ``RedisManager`` publishes: JSON on ``socketio``."""

    def one(self, stamp: bytes) -> bytes:
        message = (
            b'{"method":"emit","event":"job:event","data":[%s],"binary":false,"namespace":"/","room":"%s",'
            b'"skip_sid":null,"callback":null,"host_id":"publisher"}'
        )
        return hiredis.pack_command(("PUBLISH", "socketio", message % (self.event(stamp), self.job.encode())))


class Pub(_Numbered):
    """NATS: PUB."""

    def one(self, stamp: bytes) -> bytes:
        event = self.event(stamp)
        return b"PUB job.%s %d\r\n%s\r\n" % (self.job.encode(), len(event), event)

    def pack(self, stamps: list[bytes]) -> tuple[bytes, int]:
        return super().pack(stamps)[0], 0


FORMS: dict[str, Callable[[Wire, str, str], Any]] = {
    "append": Append,
    "emitter": Emitter,
    "streams": Streams,
    "write-only": WriteOnly,
    "nats": Pub,
}


class Publisher:
    """Keeps connection and numbers between runs."""

    def __init__(self, counter: mmap.mmap) -> None:
        self.counter = counter
        self.wires: dict[str, Wire] = {}
        self.jobs: dict[tuple[str, str], Any] = {}

    def run(self, url: str, form: str, jobs: list[str], seconds: float, rate: float = 0.0, fan: int = 1,
            chunk: int = 1, window: int = 0, total: int = 0) -> dict[str, Any]:  # fmt: skip
        """Publish to ``jobs`` in turn.

        ``rate``: events a second in all, one after the other. 0: as fast as possible, ``chunk`` events at a time
        to a job, and never more than ``window`` events ahead of receivers, of which every event has ``fan``.
        ``total``: no more than so many events.
        """
        wire = self.wires.get(url)
        if wire is None:
            wire = self.wires[url] = Wire(url)
            if form == "append":
                wire.call("SCRIPT", "LOAD", APPEND.text)
        for job in jobs:
            if (url, job) not in self.jobs:
                self.jobs[url, job] = FORMS[form](wire, job, _PLACE)
        targets = [self.jobs[url, job] for job in jobs]
        began = time.monotonic_ns()
        if rate:
            sent = self._paced(wire, targets, seconds, rate)
        else:
            sent = self._flood(wire, targets, seconds, fan, chunk, window, total or 1 << 62)
        wire.settle(0)
        return {"sent": sent, "began_ns": began, "ended_ns": time.monotonic_ns()}

    def _paced(self, wire: Wire, targets: list[Any], seconds: float, rate: float) -> int:
        count, began = round(seconds * rate), time.monotonic()
        sent = 0
        while sent < count:
            now = time.monotonic()
            due = min(count, int((now - began) * rate) + 1)
            for number in range(sent, due):
                data, answers = targets[number % len(targets)].pack([_stamp()])
                wire.send(data, answers)
            sent = due
            wire.settle(100)
            ahead = began + sent / rate - time.monotonic()
            if ahead > 0:
                time.sleep(ahead)
        return sent

    def _flood(self, wire: Wire, targets: list[Any], seconds: float, fan: int, chunk: int, window: int,
               total: int) -> int:  # fmt: skip
        until, sent = time.monotonic() + seconds, 0
        for target in _in_turn(targets):
            while sent + chunk - int.from_bytes(self.counter[:8], "little") // fan > window > 0:
                if time.monotonic() > until:
                    return sent
                time.sleep(_NAP)
            if time.monotonic() > until or sent + chunk > total:
                return sent
            stamp = _stamp()
            wire.send(*target.pack([stamp] * chunk))
            sent += chunk
            wire.settle(20)
        return sent


def _in_turn(targets: list[Any]) -> Iterator[Any]:
    while True:
        yield from targets


def _stamp() -> bytes:
    return b"%019d" % time.monotonic_ns()


def main() -> None:
    """Serve until stdin ends."""
    with open(sys.argv[1], "r+b") as file:
        publisher = Publisher(mmap.mmap(file.fileno(), 8))
    for line in sys.stdin:
        try:
            answer = publisher.run(**json.loads(line))
        except (OSError, RuntimeError, hiredis.HiredisError) as why:
            answer = {"error": repr(why)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
