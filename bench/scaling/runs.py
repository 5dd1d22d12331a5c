"""The runs: one server process and its Redis, loaded at several sizes, with the load client of the relay bench."""

import select
import socket
import threading
import time
from typing import Any

import redis

from jobwidgets.bus.keys import channel
from jobwidgets.protocol.events import Text
from jobwidgets.protocol.wire import encode_event

from ..relay.control import Load
from ..relay.process import cpu_seconds, open_files, rss_bytes
from ..relay.servers import Server, running

PEER = "jobwidgets-relay"
"""The server without the recording, which costs the same whether anybody watches or not."""
SIZES = {"connections": (250, 1_000, 2_500), "jobs": (100, 300, 900), "fan": (1, 10, 100, 800), "redis": (1, 8, 32)}
QUICK = {"connections": (50, 100, 200), "jobs": (10, 30, 90), "fan": (1, 10, 100), "redis": (1, 8, 32)}
SETTLE = 1.0
RATE = 10
"""Events a second to one job: each is written alone, which is the dearest."""
MOST_JOBS = 100
MOST_CLIENTS = 800
"""So many jobs at a time for one subscriber each, and fewer for more: enough happens to be measured."""
REDIS_RATE = 2_000


def measure(rounds: int, quick: bool) -> dict[str, Any]:
    """All of it. CPU in seconds (a second), memory in bytes."""
    open_files()
    sizes = QUICK if quick else SIZES
    idle, short = (5.0, 2.0) if quick else (26.0, 5.0)  # idle: a ping of every connection is in it
    found: dict[str, Any] = {"connections": [], "jobs": [], "fan": [], "redis": [], "bytes": _bytes()}
    with running(PEER) as server, Load() as load:
        for size in sizes["fan"]:  # the first events warm everything up
            _fan(load, server, size, 1.0)
        for _ in range(rounds):
            found["fan"] += [_fan(load, server, size, short) for size in sizes["fan"]]
            found["redis"] += [_redis(load, server, size, short / 2) for size in sizes["redis"]]
    # A process of its own for the memory: what one run has freed would serve the next.
    with running(PEER) as server, Load() as load:
        found["connections"] = [_idle(server, 0, short), *_connections(load, server, sizes["connections"], idle)]
    with running(PEER) as server, Load() as load:
        found["jobs"] = _jobs(load, server, sizes["jobs"], idle / 2)
    return found


def _idle(server: Server, sockets: int, seconds: float) -> dict[str, float]:
    time.sleep(SETTLE)
    cpu, began = cpu_seconds(server.pid), time.monotonic()
    time.sleep(seconds)
    used = (cpu_seconds(server.pid) - cpu) / (time.monotonic() - began)
    return {"sockets": sockets, "cpu": used, "memory": rss_bytes(server.pid)}


def _connections(load: Load, server: Server, sizes: tuple[int, ...], seconds: float) -> list[dict[str, float]]:
    found, there = [], 0
    for size in sizes:
        nothing: list[str | None] = [None] * (size - there)
        load.connect(server, nothing)
        there = size
        found.append(_idle(server, size, seconds))
    return found


def _jobs(load: Load, server: Server, sizes: tuple[int, ...], seconds: float) -> list[dict[str, float]]:
    jobs = server.keep_jobs(max(sizes))
    found, there, handshakes = [], 0, 0.0
    for size in sizes:
        cpu = cpu_seconds(server.pid)
        load.connect(server, jobs[there:size])
        handshakes += cpu_seconds(server.pid) - cpu
        there = size
        idle = _idle(server, size, seconds)
        found.append({"jobs": size, "cpu": idle["cpu"], "memory": idle["memory"], "handshake": handshakes})
    return found


def _fan(load: Load, server: Server, clients: int, seconds: float) -> dict[str, float]:
    """CPU of the server per event, with so many subscribers of each job."""
    jobs = server.keep_jobs(max(1, min(MOST_JOBS, MOST_CLIENTS // clients)))
    load.connect(server, [job for job in jobs for _ in range(clients)])
    try:
        load.clients.ask(op="reset", every=False)
        before = _idle(server, clients, seconds)["cpu"]
        cpu, began = cpu_seconds(server.pid), time.monotonic()
        load.publish(server, jobs, seconds, rate=RATE * len(jobs))
        sent = load.published()["sent"]
        came = load.wait_for(sent * clients)
        used = cpu_seconds(server.pid) - cpu - before * (time.monotonic() - began)
    finally:
        load.clients.ask(op="close")
    if came != sent * clients:
        raise SystemExit(f"{came} of {sent * clients} deliveries came")
    return {"clients": clients, "cpu": max(0.0, used) / sent}


def _redis(load: Load, server: Server, relays: int, seconds: float) -> dict[str, float]:
    """CPU of Redis per event, with so many connections that subscribe to its channel, as every relay's would."""
    (job,) = server.new_jobs(1)
    stop = threading.Event()
    with redis.Redis.from_url(server.redis_url) as client:
        listeners = [redis.Redis.from_url(server.redis_url, socket_timeout=None) for _ in range(relays)]
        hearing = [listener.pubsub() for listener in listeners]
        for pubsub in hearing:
            pubsub.subscribe(channel(job))
            pubsub.get_message(timeout=5)
        # Read raw: parsing would cost more than all of Redis.
        connections: list[Any] = [pubsub.connection for pubsub in hearing]
        sockets: list[socket.socket] = [connection._sock for connection in connections]
        thread = threading.Thread(target=_drain, args=(sockets, stop))
        thread.start()
        try:
            before = client.info("cpu")
            load.publish(server, [job], seconds, rate=REDIS_RATE)
            sent = load.published()["sent"]
            after = client.info("cpu")
        finally:
            stop.set()
            thread.join()
            for pubsub, listener in zip(hearing, listeners, strict=True):
                pubsub.close()
                listener.close()
    used = sum(after[name] - before[name] for name in ("used_cpu_user", "used_cpu_sys"))
    return {"relays": relays, "cpu": used / sent}


def _drain(sockets: list[socket.socket], stop: threading.Event) -> None:
    while not stop.is_set():
        for ready in select.select(sockets, [], [], 0.05)[0]:
            ready.recv(1 << 20)


def _bytes() -> int:
    """Of an event as it goes to a subscriber: its line, the packet around it, and the heads of websocket and TCP/IP."""
    event = Text(job="0" * 26, epoch=1, seq=1000, attempt=1, at=1.7e9, delta="x" * 24)
    return len(encode_event(event)) + len('42["job:event",]') + 4 + 52
