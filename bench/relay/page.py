"""The figures as Markdown: tables by peer, and the ratios to what was aimed at."""

from collections.abc import Callable, Iterable
from statistics import median
from typing import Any

from ..page import Target
from .scenarios import FLOOD_WINDOW, SHAPES

OURS = "jobwidgets"
RELAY = "jobwidgets-relay"
YARDSTICK = "node"

CPU_RATIO, P99_RATIO, FLOOD_RATIO, MEMORY_RATIO, LATE_RATIO = 0.6, 1.0, 15.0, 1.0, 1.2
STALL_BYTES = 2 * 2**20
TWO_RATIO = 1.7


def rows(found: dict[str, Any]) -> list[str]:
    """The section of the page."""
    return [
        "## The relay beside its peers",
        "",
        "What one delivery costs the server: user and system time of its process, over the deliveries that arrived.",
        "The server runs on one core; its Redis, the publisher and the load client (raw sockets, epoll, nothing",
        "parsed) share the other. Websockets only and no compression, for all. The peers are set up as their",
        "documentation says and get their events from a process of its own: redis-adapter and python-socketio as",
        "their emitters publish them, the streams adapter as an entry of its stream, NATS as PUB; jobwidgets through",
        "the script that every worker calls, for jobs that were launched and claimed. Its server also copies running",
        "jobs into SQL; the second line is one with `JOBWIDGETS_RECORD=0`, which only serves. The peers keep nothing",
        "and authenticate nobody.",
        "",
        *_shapes(found),
        *_calibration(found),
        *_memory(found),
        *_late(found),
        *_stall(found),
        *_two(found),
    ]


def targets(found: dict[str, Any]) -> list[Target]:
    """What was aimed at, and whether it is kept. Compared is the server that only serves, as its peers do."""
    return [*_shape_targets(found), *_further_targets(found)]


def _shape_targets(found: dict[str, Any]) -> list[Target]:
    lines = []
    steady = [shape for shape in SHAPES if shape != "flood"]
    for key, most, what in (("cpu_us", CPU_RATIO, "CPU per delivery"), ("p99", P99_RATIO, "end-to-end p99")):
        for shape in steady:
            if (ratio := _ratio(found, shape, RELAY, key)) is not None:
                title = f"Relay, {SHAPES[shape].title}: {what}, against Node + redis-adapter"
                lines.append(Target(title, f"≤ {most:.1f} ×", f"{ratio:.2f} ×", ratio <= most))
    if (ratio := _ratio(found, "flood", RELAY, "rate")) is not None:
        title = "Relay, flood, 100 clients: deliveries/s, against the same"
        lines.append(Target(title, f"≥ {FLOOD_RATIO:.0f} ×", f"{ratio:.0f} ×", ratio >= FLOOD_RATIO))
    lost = [one for one in found["shapes"] if one["peer"].startswith(OURS) and not one["complete"]]
    rounds = sum(one["peer"].startswith(OURS) for one in found["shapes"])
    lines.append(Target("Rounds in which every delivery arrived", "all", f"{rounds - len(lost)} of {rounds}", not lost))
    return lines


def _further_targets(found: dict[str, Any]) -> list[Target]:
    lines = []
    memory = {one["peer"]: list(one["per_connection"].values())[-1] for one in found["memory"]}
    if YARDSTICK in memory and OURS in memory:
        ratio = memory[OURS] / memory[YARDSTICK]
        count = list(found["memory"][0]["per_connection"])[-1]
        title = f"Memory per idle connection, {int(count):,} of them, against the same"
        lines.append(Target(title, f"≤ {MEMORY_RATIO:.1f} ×", f"{ratio:.2f} ×", ratio <= MEMORY_RATIO))
    late = median(one["tail"] / one["bare"] for one in found["late"])
    title = "Late subscriber with 200 events: CPU against a bare handshake"
    lines.append(Target(title, f"≤ {LATE_RATIO:.1f} ×", f"{late:.2f} ×", late <= LATE_RATIO))
    stall, _ = found["stall"]
    title = f"Stalled client at {stall['rate']:,} events/s for {stall['seconds']:.0f} s: growth of the relay"
    grown = f"{stall['growth'] / 2**20:.1f} MB"
    lines.append(Target(title, f"≤ {STALL_BYTES / 2**20:.0f} MB", grown, stall["growth"] <= STALL_BYTES))
    two = median(one["2"]["rate"] / one["1"]["rate"] for one in found["two"])
    lines.append(Target("Two relays against one, on two cores", f"≥ {TWO_RATIO} ×", f"{two:.2f} ×", two >= TWO_RATIO))
    return lines


def _ratio(found: dict[str, Any], shape: str, name: str, key: str = "cpu_us") -> float | None:
    """Median over the rounds of the ratio to Node in the same round."""
    of = {(one["round"], one["peer"]): one[key] for one in found["shapes"] if one["scenario"] == shape}
    ratios = [value / of[number, YARDSTICK] for (number, peer), value in of.items()
              if peer == name and of.get((number, YARDSTICK))]  # fmt: skip
    return median(ratios) if ratios else None


def _shapes(found: dict[str, Any]) -> list[str]:
    lines = []
    for shape, (title, *_) in SHAPES.items():
        rounds = [one for one in found["shapes"] if one["scenario"] == shape]
        if not rounds:
            continue
        lines += [f"**{title}**", ""]
        lines += [
            "| server | CPU µs/delivery (low–high) | to Node | deliveries/s | p50 / p99 ms | its core | load client "
            "| complete |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for name in found["titles"]:
            if mine := [one for one in rounds if one["peer"] == name]:
                lines.append(_row(found, shape, name, mine))
        lines.append("")
    return [
        *lines,
        f"Medians of the rounds, the peers in turn in each. In a flood the publisher is at most {FLOOD_WINDOW} events",
        "ahead of the mean of the receivers, and the delays say how long those take; jobwidgets gets 25 events in one",
        "message there, as its publisher sends what waits in batches, the others 25 messages in one write.",
        "",
    ]


def _row(found: dict[str, Any], shape: str, name: str, mine: list[dict[str, Any]]) -> str:
    def middle(key: str) -> float:
        return median(one[key] or 0.0 for one in mine)

    cpu, ratio = [one["cpu_us"] for one in mine], _ratio(found, shape, name)
    full = sum(one["complete"] for one in mine)
    return (
        f"| {found['titles'][name]} | {_short(middle('cpu_us'))} ({_short(min(cpu))}–{_short(max(cpu))}) "
        f"| {'–' if ratio is None else f'{ratio:.2f}'} | {middle('rate'):,.0f} "
        f"| {middle('p50'):.2f} / {middle('p99'):.1f} "
        f"| {middle('server_cpu'):.0%} | {middle('load_cpu'):.0%} | {full} of {len(mine)} |"
    )


def _short(value: float) -> str:
    return f"{value:.2f}" if value < 1 else f"{value:.1f}"


def _calibration(found: dict[str, Any]) -> list[str]:
    return [
        "The load client itself, from a sender that does nothing else, in the same run:",
        "",
        *(
            f"- {one['rate']:,.0f}/s with {together} in a write ({one['load_cpu']:.0%} of its core)"
            for together, one in found["calibration"].items()
        ),
        "",
        "Where it was near a whole core in a table above, or a server far from it in a flood, deliveries/s are a limit",
        "of the load, not of that server, and only the CPU per delivery compares.",
        "",
    ]


def _memory(found: dict[str, Any]) -> list[str]:
    counts = list(found["memory"][0]["per_connection"])
    return [
        "**Memory per idle connection** (growth of the resident set of a fresh server; kB)",
        "",
        f"| server | started, MB | {' | '.join(f'{int(count):,} connections' for count in counts)} |",
        f"|---|---|{'---|' * len(counts)}",
        *(
            f"| {found['titles'][one['peer']]} | {one['idle'] / 2**20:.0f} | {_kilobytes(one['per_connection'])} |"
            for one in found["memory"]
        ),
        "",
    ]


def _kilobytes(by_count: dict[str, float]) -> str:
    return " | ".join(f"{value / 1024:.1f}" for value in by_count.values())


def _middle(many: Iterable[Any], value: Callable[[Any], float]) -> float:
    return median(value(one) for one in many)


def _late(found: dict[str, Any]) -> list[str]:
    late = found["late"]
    bare, tail, whole = (_middle(late, lambda one, key=key: one[key]) for key in ("bare", "tail", "snapshot"))
    events = _middle(late, lambda one: one["tail_events"])
    return [
        f"**Late subscribers**, {late[0]['count']:,} one after the other, CPU of the server for each: a handshake with",
        f"its token {bare:,.0f} µs; one that subscribes and is behind by {events:.0f} events, which it gets,",
        f"{tail:,.0f} µs ({tail / bare:.2f} handshakes); one that knows nothing and gets the snapshot {whole:,.0f} µs.",
        "",
    ]


def _stall(found: dict[str, Any]) -> list[str]:
    one, control = found["stall"]
    before, stalled = one["before"], one["stalled"]
    everything = "everything" if stalled["complete"] else "NOT everything"
    return [
        f"**A client that stops reading** for {one['seconds']:.0f} s at {one['rate']:,} events/s: the server that only",
        f"serves grew by {one['growth'] / 2**20:.1f} MB at most,",
        f"and by {control['growth'] / 2**20:.1f} MB where that client",
        f"read. The ten others got {everything}; p50 / p99 {stalled['p50']:.1f} / {stalled['p99']:.1f} ms, before it",
        f"{before['p50']:.1f} / {before['p99']:.1f} ms, where all read {control['stalled']['p50']:.1f} / "
        f"{control['stalled']['p99']:.1f} ms.",
        "",
    ]


def _two(found: dict[str, Any]) -> list[str]:
    two = found["two"]
    rates = [median(one[count]["rate"] for one in two) for count in ("1", "2")]
    gain = median(one["2"]["rate"] / one["1"]["rate"] for one in two)
    cpu = [median(one[count]["cpu_us"] for one in two) for count in ("1", "2")]
    load = [median(one[count]["load_cpu"] for one in two) for count in ("1", "2")]
    busy = [median(sum(one[count]["server_cpu"]) / int(count) for one in two) for count in ("1", "2")]
    return [
        f"**Two relays** on {two[0]['cores']} cores, 100 clients in a flood: one {rates[0]:,.0f} deliveries/s, two",
        f"{rates[1]:,.0f} ({gain:.2f} ×), {cpu[0]:.2f} and {cpu[1]:.2f} µs of CPU per delivery. One relay kept its",
        f"core busy for {busy[0]:.0%}, of two each {busy[1]:.0%}; the load client needed {load[0]:.0%} and",
        f"{load[1]:.0%} of a core,",
        "and the second relay shares that core with it, with Redis and with the publisher. One relay leaves most of",
        "its core unused in a flood, because events travel in batches: what limits both is the load, on the other",
        "core. What a delivery costs with one and with two says whether they get in each other's way.",
        "",
    ]
