"""A whole run: rounds in turn over all peers, then what is measured once."""

import os
import sys
from contextlib import ExitStack
from typing import Any

from . import further
from .control import Load
from .process import open_files
from .scenarios import SHAPES, measure
from .servers import DEFAULT_PEERS, PEERS, running


def everything(rounds: int = 3, quick: bool = False, peers: tuple[str, ...] = DEFAULT_PEERS) -> dict[str, Any]:
    """All figures of the page, as JSON. Takes about 12 minutes; ``quick``: 2, only to see that it runs."""
    open_files()
    found: dict[str, Any] = {"cores": os.cpu_count(), "titles": {name: PEERS[name].title for name in peers}}
    found["shapes"] = shapes(1 if quick else rounds, 1.0 if quick else 4.0, peers)
    _say("the load client")
    found["calibration"] = further.calibrate(1.0 if quick else 3.0)
    found["memory"] = []
    for name in peers:
        if name != "jobwidgets-relay":
            _say(f"memory: {name}")
            found["memory"].append(further.memory(name, (100, 300) if quick else (1000, 3000)))
    _say("late subscribers")
    found["late"] = [further.late("jobwidgets-relay", 100 if quick else 1000) for _ in range(1 if quick else rounds)]
    _say("a stalled client")
    # Without recording: a recorder reads the whole text every few seconds, which grows by more than any client.
    lasts = 3.0 if quick else 60.0
    found["stall"] = [further.stall("jobwidgets-relay", lasts, 5000, reading=reading) for reading in (False, True)]
    _say("two relays")
    found["two"] = [further.two(1.0 if quick else 3.0) for _ in range(1 if quick else rounds)]
    return found


def shapes(rounds: int, seconds: float, peers: tuple[str, ...]) -> list[dict[str, Any]]:
    """Every shape with every peer in turn, ``rounds`` times. All servers run all the time, idle but for one."""
    found: list[dict[str, Any]] = []
    with ExitStack() as stack:
        servers = [stack.enter_context(running(name)) for name in peers]
        load = stack.enter_context(Load())
        for number in range(rounds):
            for shape in SHAPES:
                for server in servers:
                    one = measure(load, server, shape, seconds)
                    _say(f"round {number + 1}, {shape}, {server.name}: {one['cpu_us']:.1f} µs")
                    found.append({"round": number, **one})
    return found


def _say(what: str) -> None:
    print(f"relay: {what}", file=sys.stderr, flush=True)
