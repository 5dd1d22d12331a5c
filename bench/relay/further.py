"""What is measured beside the four shapes: memory, late subscribers, a client that does not read, two relays, and the
load client itself."""

import asyncio
import subprocess
import sys
import time
from contextlib import ExitStack
from typing import Any

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.connection import connect
from jobwidgets.local import valkey

from .control import Load
from .process import cores, cpu_seconds, pinned, rss_bytes
from .scenarios import FLOOD_CHUNK, FLOOD_WINDOW
from .servers import PEERS, Peer, Server, running

TAIL = 200
SETTLE = 1.0
"""Seconds until a server has done what connecting started."""


def memory(name: str, steps: tuple[int, ...]) -> dict[str, Any]:
    """Growth of RSS per idle connection, in bytes, on a fresh server: authenticated, subscribed to nothing."""
    found = {}
    with running(name) as server, Load() as load:
        time.sleep(SETTLE)
        before, there = rss_bytes(server.pid), 0
        for count in steps:
            load.connect(server, [None] * (count - there))
            there = count
            time.sleep(SETTLE)
            found[str(count)] = (rss_bytes(server.pid) - before) / count
    return {"peer": name, "idle": before, "per_connection": found}


def late(name: str, count: int) -> dict[str, Any]:
    """Server CPU in µs of a bare handshake, of one that subscribes and is given 200 events, and of one that is given
    the snapshot. Only jobwidgets gives any of it."""
    with running(name) as server, Load() as load:
        job = server.new_jobs(1)[0]
        load.publish(server, [job], 5, total=TAIL + 10, chunk=TAIL + 10)
        load.published()
        head = asyncio.run(_head(server, job))
        found: dict[str, Any] = {"peer": name, "count": count}
        kinds: tuple[tuple[str, str | None, dict[str, int]], ...] = (
            ("bare", None, {}),
            ("tail", job, {"epoch": 1, "seq": head - TAIL}),
            ("snapshot", job, {}),
        )
        for kind, wanted, after in kinds:
            load.connect(server, [wanted] * 20, after=after)  # what the first costs once is not counted
            load.clients.ask(op="reset")
            before = cpu_seconds(server.pid)
            said = load.connect(server, [wanted] * count, after=after)
            time.sleep(SETTLE / 2)
            found[kind] = (cpu_seconds(server.pid) - before) / count * 1e6
            # What came with the first piece of an answer, and with the others.
            events = said["events"] + load.clients.ask(op="count")["deliveries"]
            found[f"{kind}_events"] = events / count
            load.clients.ask(op="close")
            time.sleep(SETTLE / 2)
    return found


async def _head(server: Server, job: str) -> int:
    client = connect(server.redis_url)
    [head] = await JobBus(client).heads([job])
    await client.aclose()
    assert head is not None
    return head[1]


def stall(name: str, seconds: float, rate: float, others: int = 10, *, reading: bool = False) -> dict[str, Any]:
    """One of ``others`` + 1 clients stops reading while ``rate`` events a second come; before that, the same without.

    RSS in bytes, delays of the others in ms. ``reading``: that client reads after all, which tells what the server
    grows by for the job itself.
    """
    with running(name) as server, Load() as load:
        job = server.new_jobs(1)[0]
        load.connect(server, [job] * (others + 1))
        found: dict[str, Any] = {"peer": name, "seconds": seconds, "rate": rate, "reading": reading}
        watching = list(range(1, others + 1))
        peak = 0
        for kind, lasts in (("before", min(seconds, 5.0)), ("stalled", seconds)):
            load.clients.ask(op="reset")
            if kind == "stalled":
                if not reading:
                    load.clients.ask(op="stall", clients=[0])
                found["rss"] = rss_bytes(server.pid)
            load.publish(server, [job], lasts, rate=rate)
            until = time.monotonic() + lasts
            while time.monotonic() < until:
                time.sleep(0.25)
                peak = max(peak, rss_bytes(server.pid))
            sent = load.published()["sent"]
            load.wait_for(sent * (others + (reading or kind == "before")), patience=2)
            said = load.clients.ask(op="report", only=watching)
            found[kind] = {
                "p50": said["p50"],
                "p99": said["p99"],
                "complete": said["least"] == said["most"] == sent,
                "closed": said["closed"],
                "load_cpu": said["cpu"],
            }
        found["growth"] = peak - found["rss"]
        found["growth_after"] = rss_bytes(server.pid) - found["rss"]
    return found


def two(seconds: float, clients: int = 100) -> dict[str, Any]:
    """A flood with one relay and with two on a core each, half of the clients on each. Of two, one shares its core with
    Redis, publisher and load client; shares of a core tell who was busy."""
    found: dict[str, Any] = {}
    core, rest = cores()
    for count in (1, 2):
        with ExitStack() as stack:
            servers = [stack.enter_context(running("jobwidgets-relay"))]
            if count == 2:
                servers.append(stack.enter_context(running("jobwidgets-relay", servers[0], rest)))
            load = stack.enter_context(Load())
            job = servers[0].new_jobs(1)[0]
            for server in servers:
                load.connect(server, [job] * (clients // count))
            found[str(count)] = _flood(load, servers, job, seconds, clients)
    found["cores"] = len(core | rest)
    return found


def _flood(load: Load, servers: list[Server], job: str, seconds: float, clients: int) -> dict[str, Any]:
    load.clients.ask(op="reset", every=False)
    before = [cpu_seconds(server.pid) for server in servers]
    began = time.monotonic()
    load.publish(servers[0], [job], seconds, fan=clients, chunk=FLOOD_CHUNK, window=FLOOD_WINDOW)
    sent = load.published()
    came = load.wait_for(sent["sent"] * clients)
    lasted = time.monotonic() - began
    used = [cpu_seconds(server.pid) - at for server, at in zip(servers, before, strict=True)]
    said = load.clients.ask(op="report")
    return {
        "rate": came / ((said["last_ns"] - sent["began_ns"]) / 1e9),
        "complete": came == sent["sent"] * clients,
        "cpu_us": sum(used) / came * 1e6,
        "server_cpu": [one / lasted for one in used],
        "load_cpu": said["cpu"],
    }


def calibrate(seconds: float, clients: int = 100) -> dict[str, Any]:
    """What the load client reads from a sender that does nothing else, deliveries a second, by events in a write."""
    found = {}
    core, _ = cores()
    for together in (1, FLOOD_CHUNK):
        port = valkey.free_port()
        argv = [sys.executable, "-m", "bench.relay.sender", str(port), str(clients), str(together), str(seconds)]
        sender = subprocess.Popen(argv, stdout=subprocess.PIPE, preexec_fn=pinned(core))
        assert sender.stdout is not None
        sender.stdout.readline()  # it listens
        with Load() as load:
            load.connect(_Bare(port), ["job"] * clients)
            load.clients.ask(op="reset", every=False)
            sent = int(sender.stdout.readline())
            came = load.wait_for(sent)
            said = load.clients.ask(op="report")
            found[str(together)] = {
                "rate": came / seconds,
                "complete": came == sent,
                "load_cpu": said["cpu"],
            }
        sender.wait(10)
    return found


class _Bare(Server):
    """What the load client needs to know of a sender."""

    def __init__(self, port: int) -> None:
        self.name, self.peer, self.port, self.secret = "sender", Peer("sender", ""), port, ""


def known(names: list[str]) -> list[str]:
    """``names``, if they are all peers. Raises `SystemExit`."""
    if unknown := [name for name in names if name not in PEERS]:
        raise SystemExit(f"There is no peer {unknown[0]}: choose of {', '.join(PEERS)}.")
    return names
