"""What is measured of every peer: CPU time of the server per delivery, delays, and whether everything came."""

import time
from typing import Any, NamedTuple

from .control import Load
from .process import cpu_seconds
from .servers import Server

WARM_UP = 0.5


class Shape(NamedTuple):
    """``jobs`` with ``clients`` each, ``rate`` events a second in all (0: as many as go)."""

    title: str
    jobs: int
    clients: int
    rate: float


SHAPES = {
    "jobs": Shape("1000 jobs × 1 client, 2,000 events/s in all", 1000, 1, 2000),
    "room": Shape("1 job × 100 clients, 100 events/s", 1, 100, 100),
    "crowd": Shape("1 job × 1000 clients, 10 events/s", 1, 1000, 10),
    "flood": Shape("1 job × 100 clients, as fast as it goes", 1, 100, 0),
}
FLOOD_CHUNK = 25
"""Events that the publisher sends at once in a flood."""
FLOOD_WINDOW = 500
"""Events it may be ahead of the receivers: their mean, which it reads from memory they share."""


def measure(load: Load, server: Server, name: str, seconds: float, *, window: int = FLOOD_WINDOW,
            chunk: int = FLOOD_CHUNK) -> dict[str, Any]:  # fmt: skip
    """One round of one shape. Times in ms, ``cpu_us`` of the server per delivery, shares of a core from 0 to 1."""
    shape = SHAPES[name]
    flood = not shape.rate
    # A flood's text would otherwise be in the answer to whoever subscribes in the next round.
    jobs = server.new_jobs(1) if flood else server.keep_jobs(shape.jobs)
    load.connect(server, [job for job in jobs for _ in range(shape.clients)])
    how = {"chunk": chunk, "window": window, "fan": shape.clients} if flood else {"rate": shape.rate}
    try:
        _run(load, server, jobs, WARM_UP, shape.clients, how)
        cpu, began = cpu_seconds(server.pid), time.monotonic()
        sent, came = _run(load, server, jobs, seconds, shape.clients, how)
        used, lasted = cpu_seconds(server.pid) - cpu, time.monotonic() - began
        said = load.clients.ask(op="report")
    finally:
        load.clients.ask(op="close")
    expected = sent["sent"] * shape.clients
    each = expected // len(jobs) // shape.clients
    busy = max(said["last_ns"] - sent["began_ns"], 1) / 1e9
    return {
        "peer": server.name,
        "scenario": name,
        "events": sent["sent"],
        "deliveries": came,
        "expected": expected,
        "complete": came == expected and said["least"] == said["most"] == each and not said["closed"],
        "closed": said["closed"],
        "cpu_us": used / max(came, 1) * 1e6,
        "server_cpu": used / lasted,
        "rate": came / busy,
        "p50": said["p50"],
        "p99": said["p99"],
        "load_cpu": said["cpu"],
    }


def _run(load: Load, server: Server, jobs: list[str], seconds: float, fan: int,
         how: dict[str, Any]) -> tuple[dict[str, Any], int]:  # fmt: skip
    """Publish, wait until it has all come. In a flood one event of each piece read tells the delay: to take apart every
    one would make the load client the limit."""
    load.clients.ask(op="reset", every="rate" in how)
    load.publish(server, jobs, seconds, **how)
    sent = load.published()
    return sent, load.wait_for(sent["sent"] * fan)
