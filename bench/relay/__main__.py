"""``python -m bench.relay --scenario flood --peers jobwidgets,node --quick``: some of it, while working on a relay."""

import argparse
import json
from contextlib import ExitStack

from .control import Load
from .process import cores, open_files
from .scenarios import SHAPES, measure
from .servers import DEFAULT_PEERS, PEERS, running


def main() -> None:
    """Measure what is asked for, one line a round."""
    parser = argparse.ArgumentParser(prog="python -m bench.relay", description=__doc__)
    parser.add_argument("--scenario", default=",".join(SHAPES), help=f"of {', '.join(SHAPES)} (comma between)")
    parser.add_argument("--peers", default=",".join(DEFAULT_PEERS), help=f"of {', '.join(PEERS)}")
    parser.add_argument("--rounds", type=int, default=None)
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--seconds", type=float, default=None)
    parser.add_argument("--window", type=int, default=500, help="flood: events ahead of the receivers")
    parser.add_argument("--chunk", type=int, default=25, help="flood: events published at once")
    parser.add_argument(
        "--wait", action="store_true", help="show the servers' pids and wait for Enter before measuring"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a round")
    asked = parser.parse_args()
    open_files()
    rounds = asked.rounds or (1 if asked.quick else 3)
    seconds = asked.seconds or (2.0 if asked.quick else 5.0)
    with ExitStack() as stack:
        servers = [stack.enter_context(running(name)) for name in asked.peers.split(",")]
        for server in servers:
            print(f"{server.name}: pid {server.pid}, port {server.port}, log {server.log}, cores {cores()}")
        if asked.wait:
            input("Enter to begin ")
        load = stack.enter_context(Load())
        for number in range(rounds):
            for scenario in asked.scenario.split(","):
                for server in servers:
                    found = measure(load, server, scenario, seconds, window=asked.window, chunk=asked.chunk)
                    print(json.dumps(found) if asked.json else _line(number, found), flush=True)


def _line(number: int, found: dict[str, object]) -> str:
    return (
        "{n} {scenario:6} {peer:18} {cpu_us:7.2f} µs/delivery  {rate:10,.0f}/s  p50 {p50:7.2f} p99 {p99:7.2f} ms  "
        "server {server_cpu:4.0%} load {load_cpu:4.0%}  {deliveries:,} of {expected:,}{sign}"
    ).format(n=number + 1, sign="" if found["complete"] else "  INCOMPLETE", **found)


if __name__ == "__main__":
    main()
