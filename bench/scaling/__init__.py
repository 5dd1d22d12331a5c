"""What a relay costs per event, delivery, connection and job, fitted from real runs; and what many subscribers need.

The tables of docs/scaling.md are written from here, see `filled`.
"""

import re
from typing import Any

from ..text import paragraph
from . import model

PACKAGES = ("python-socketio", "aiohttp")
LIMIT = 1200
_MARKED = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.S)


def measure(rounds: int, quick: bool) -> dict[str, Any]:
    """Runs at three sizes or more each, on a real server process; idle connections only once, they take a minute."""
    from . import runs

    return runs.measure(rounds, quick)


def rows(found: dict[str, Any]) -> list[str]:
    """The section of the page."""
    return [
        "## Scaling",
        "",
        *paragraph("""
            Least squares over runs at three or four sizes each, one server process without the recording, events of
            text one at a time. What follows for up to a million subscribers is in [scaling.md](scaling.md).
        """),
        *costs(found),
        "",
    ]


def filled(text: str, found: dict[str, Any]) -> str:
    """docs/scaling.md with its tables, between ``<!-- table: name -->`` and ``<!-- end -->``, written anew."""
    tables = {"costs": costs(found), "own": needs(found, "own"), "crowd": needs(found, "crowd"), "runs": runs_of(found)}

    def table(match: re.Match[str]) -> str:
        return "\n".join([match[1].rstrip("\n"), *tables[match[2]], match[3]])

    return _MARKED.sub(table, text)


def costs(found: dict[str, Any]) -> list[str]:
    """The fitted coefficients, as a table."""
    fit = model.fitted(found)
    cpu, size = model.microseconds, model.bytes_
    return [
        "| what | CPU | memory |",
        "|---|---|---|",
        f"| relay process, idle | {fit.idle_cpu * 100:.1f} % of a core | {size(fit.idle_memory)} |",
        f"| idle connection | {cpu(fit.connection_cpu)} a second | {size(fit.connection_memory)} |",
        f"| a connection made, with its subscription | {cpu(fit.handshake)} once | |",
        f"| watched job, nothing happening | {cpu(fit.job_cpu)} a second | {size(fit.job_memory)} |",
        f"| event of a watched job, in the relay | {cpu(fit.event)} | |",
        f"| delivery of it to one subscriber | {cpu(fit.delivery)} | |",
        f"| event, in Redis (script, snapshot, tail) | {cpu(fit.redis_event)} | |",
        f"| PUBLISH of it to one more relay, in Redis | {cpu(fit.redis_relay)} | |",
        f"| bytes of a delivery | {size(fit.bytes)} | |",
    ]


def needs(found: dict[str, Any], shape: str) -> list[str]:
    """What so many subscribers need, as a table."""
    fit = model.fitted(found)
    lines = [
        "| subscribers | events/s | deliveries/s | relay cores busy | relay processes | relay memory "
        "| Redis cores busy | Redis primaries | to the subscribers | most loaded, with one of each |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for subscribers in model.SUBSCRIBERS:
        need = model.need(fit, shape, subscribers)
        nodes = f"{need.redis_nodes}" + (f" (> {model.SHARDS}, see below)" if need.redis_nodes > model.SHARDS else "")
        lines.append(
            f"| {subscribers:,} | {need.events:,.0f} | {need.deliveries:,.0f} | {need.relay_cores:.2f} | {need.relays} "
            f"| {model.bytes_(need.memory)} | {need.redis_cores:.2f} | {nodes} | {model.bits(need.bandwidth)} "
            f"| {need.first} |"
        )
    return lines


def runs_of(found: dict[str, Any]) -> list[str]:
    """The runs the coefficients are fitted from, as a table."""
    lines = ["| run | size | measured | by the fit |", "|---|---|---|---|"]
    for name, unit, points, line in model.lines(found):
        for at, value in points:
            lines.append(f"| {name} | {at:,.0f} | {value:,.4g} {unit} | {line(at):,.4g} {unit} |")
    return lines
