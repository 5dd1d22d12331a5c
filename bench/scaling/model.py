"""From runs to coefficients, and from coefficients to what so many subscribers need. Pure arithmetic."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

SUBSCRIBERS = (100, 1_000, 10_000, 100_000, 1_000_000)
SHARDS = 16
"""A job's keys are on one of so many shards: more Redis primaries than that have nothing to do."""
BUSY = 0.6
"""How busy a core may be: what is above is for bursts."""
RECONNECT = 30.0
"""Seconds in which a process takes up the connections of one that died."""
NETWORK = 10e9 / 8
"""Bytes a second of the network that "one of each" has, and the memory of its machine."""
MEMORY = 16e9
STREAMING = 0.1
"""Of the jobs that are watched by their own user, so many stream at a moment."""
RATE = 10.0
"""Events a second of a job that streams: text is sent ten times a second at most, however fast it is written."""
CROWD_JOBS = 10

Points = list[tuple[float, float]]


class Fit(NamedTuple):
    """Seconds of CPU (a second, where something lasts) and bytes."""

    idle_cpu: float
    idle_memory: float
    connection_cpu: float
    connection_memory: float
    handshake: float
    job_cpu: float
    job_memory: float
    event: float
    delivery: float
    redis_event: float
    redis_relay: float
    bytes: float


class Need(NamedTuple):
    """Of so many subscribers. ``first``: what would be most loaded if there were one of everything."""

    events: float
    deliveries: float
    relay_cores: float
    relays: int
    memory: float
    redis_cores: float
    redis_nodes: int
    bandwidth: float
    first: str


def line(points: Points, relative: bool = False) -> tuple[float, float]:
    """``(at zero, slope)`` of the line through the points with the least squares, neither below zero.

    ``relative``: of the error in percent of each point, where the points are of very different size.
    """
    relative = relative and all(y > 0 for _, y in points)
    weights = [1 / y**2 if relative else 1.0 for _, y in points]
    total = sum(weights)
    mean_x = sum(w * x for w, (x, _) in zip(weights, points, strict=True)) / total
    mean_y = sum(w * y for w, (_, y) in zip(weights, points, strict=True)) / total
    spread = sum(w * (x - mean_x) ** 2 for w, (x, _) in zip(weights, points, strict=True))
    slope = sum(w * (x - mean_x) * (y - mean_y) for w, (x, y) in zip(weights, points, strict=True)) / spread
    start = mean_y - slope * mean_x
    # A cost is not negative: then the line through zero, or a level one.
    if slope < 0:
        return max(0.0, mean_y), 0.0
    if start < 0:
        through = sum(w * x * y for w, (x, y) in zip(weights, points, strict=True))
        return 0.0, through / sum(w * x * x for w, (x, _) in zip(weights, points, strict=True))
    return start, slope


def _points(found: dict[str, Any], run: str, size: str, figure: str) -> Points:
    return [(point[size], point[figure]) for point in found[run]]


def fitted(found: dict[str, Any]) -> Fit:
    """The coefficients of what was measured."""
    idle_cpu, connection_cpu = line(_points(found, "connections", "sockets", "cpu"))
    idle_memory, connection_memory = line(_points(found, "connections", "sockets", "memory"))
    _, job_cpu = line(_points(found, "jobs", "jobs", "cpu"))
    _, job_memory = line(_points(found, "jobs", "jobs", "memory"))
    event, delivery = line(_points(found, "fan", "clients", "cpu"), relative=True)
    redis_event, redis_relay = line(_points(found, "redis", "relays", "cpu"), relative=True)
    return Fit(
        idle_cpu,
        idle_memory,
        connection_cpu,
        connection_memory,
        line(_points(found, "jobs", "jobs", "handshake"))[1],
        # A job was watched by one connection, whose cost is counted as such.
        max(0.0, job_cpu - connection_cpu),
        max(0.0, job_memory - connection_memory),
        event,
        delivery,
        redis_event,
        redis_relay,
        found["bytes"],
    )


def lines(found: dict[str, Any]) -> list[tuple[str, str, Points, Callable[[float], float]]]:
    """Each fit: what it is, its unit, the points, and the line."""
    rows = (
        ("server with idle connections", "% of a core", "connections", "sockets", "cpu", 100),
        ("the same, memory", "MB", "connections", "sockets", "memory", 1e-6),
        ("jobs with one idle subscriber", "% of a core", "jobs", "jobs", "cpu", 100),
        ("the same, memory", "MB", "jobs", "jobs", "memory", 1e-6),
        ("the same, connecting and subscribing", "s", "jobs", "jobs", "handshake", 1),
        ("one event to so many subscribers", "µs", "fan", "clients", "cpu", 1e6),
        ("one event to so many relays, Redis", "µs", "redis", "relays", "cpu", 1e6),
    )
    made = []
    for name, unit, run, size, figure, scale in rows:
        points = [(at, value * scale) for at, value in _points(found, run, size, figure)]
        start, slope = line(points, relative=run in ("fan", "redis"))
        made.append((name, unit, points, lambda at, start=start, slope=slope: start + slope * at))
    return made


def need(fit: Fit, shape: str, subscribers: int) -> Need:
    """``own``: everybody watches a job of their own; ``crowd``: everybody watches the same few jobs."""
    if shape == "own":
        jobs, events = float(subscribers), subscribers * STREAMING * RATE
        deliveries = events
    else:
        jobs, events = float(CROWD_JOBS), CROWD_JOBS * RATE
        deliveries = subscribers * RATE
    most = BUSY * RECONNECT / fit.handshake  # connections of a process that can come back in time
    relays = 1
    while True:
        # An event of a job that one user watches goes to one relay; of a job that all watch, to every relay.
        hearing = 1.0 if shape == "own" else float(relays)
        watched = jobs if shape == "own" else jobs * relays
        cores = (
            relays * fit.idle_cpu
            + subscribers * fit.connection_cpu
            + watched * fit.job_cpu
            + events * hearing * fit.event
            + deliveries * fit.delivery
        )
        wanted = max(1, math.ceil(cores / BUSY), math.ceil(subscribers / most))
        if wanted <= relays:
            break
        relays = wanted
    memory = relays * fit.idle_memory + subscribers * fit.connection_memory + watched * fit.job_memory
    redis = events * (fit.redis_event + hearing * fit.redis_relay)
    bandwidth = deliveries * fit.bytes
    loads = {
        "relay CPU": cores / BUSY,
        "relay's connections": subscribers / most,
        "Redis": redis / BUSY,
        "network": bandwidth / NETWORK,
        "memory": memory / MEMORY,
    }
    first = max(loads, key=lambda name: loads[name])
    return Need(
        events,
        deliveries,
        cores,
        relays,
        memory,
        redis,
        max(1, math.ceil(redis / BUSY)),
        bandwidth,
        f"{first} ({loads[first]:.0%})" if loads[first] < 1 else f"{first} ({loads[first]:,.1f} ×)",
    )


def microseconds(seconds: float) -> str:
    return f"{seconds * 1e6:,.1f} µs" if seconds < 0.0009995 else f"{seconds * 1e3:,.2f} ms"


def bytes_(count: float) -> str:
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{count / size:,.1f} {unit}"
    return f"{count:.0f} B"


def bits(per_second: float) -> str:
    for unit, size in (("Gbit/s", 1e9), ("Mbit/s", 1e6)):
        if per_second * 8 >= size:
            return f"{per_second * 8 / size:,.1f} {unit}"
    return f"{per_second * 8 / 1e3:,.0f} kbit/s"
