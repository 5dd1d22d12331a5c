"""What an event costs the client: the packet's text as it comes off the socket → decoded → tracker → snapshot."""

import asyncio
import json
import time
from statistics import median
from typing import TYPE_CHECKING, Any

from .text import paragraph

if TYPE_CHECKING:
    from jobwidgets.client.tracker import Outcome
    from jobwidgets.protocol.errors import JobWidgetsError

    from .stack import Stack

PACKAGES = ("python-socketio", "python-engineio", "aiohttp")
RATE = 100_000
"""Events a second and core."""
JOB = "0" * 26
BATCH = 50
"""Events in a ``job:batch`` packet."""
READ = 5_000
"""Events between two looks at the snapshot: a view looks 20 times a second, so this is one at the promised rate."""
KINDS = ("text", "mixed")


def measure(rounds: int, quick: bool) -> dict[str, Any]:
    """Interleaved rounds. CPU time, so that what else runs here does not matter: µs an event."""
    from .stack import running, running_stack, wait_for_type

    count = 5_000 if quick else 100_000
    found: dict[str, Any] = {"events": count, "rounds": [], "socket": []}
    for _ in range(rounds):
        found["rounds"].append(
            {
                kind: {
                    "batch": asyncio.run(_fold(_packets(kind, count, BATCH), READ)) / count * 1e6,
                    "read": asyncio.run(_fold(_packets(kind, count, BATCH), BATCH)) / count * 1e6,
                    "single": asyncio.run(_fold(_packets(kind, count // 5, 1), READ)) / (count // 5) * 1e6,
                }
                for kind in KINDS
            }
        )
    with running_stack() as stack, running(stack, "jobwidgets", "worker", "bench.jobs"):
        wait_for_type(stack, "talk")
        for _ in range(rounds):
            found["socket"].append(_connected(stack, 5_000 if quick else 50_000))
    return found


def _packets(kind: str, count: int, size: int) -> list[str]:
    """Socket.IO packets as the relay sends them."""
    events = [_event(kind, seq) for seq in range(1, count + 1)]
    if size == 1:
        return ["2" + json.dumps(["job:event", event], separators=(",", ":")) for event in events]
    batches = [events[i : i + size] for i in range(0, count, size)]
    return ["2" + json.dumps(["job:batch", batch], separators=(",", ":")) for batch in batches]


def _event(kind: str, seq: int) -> dict[str, Any]:
    """Text: a token each. Mixed: of ten events six tokens on two channels, progress, a log line, usage and a step."""
    head = {"job": JOB, "epoch": 1, "seq": seq, "attempt": 1, "at": 1.7e9 + seq / 1000}
    turn = seq % 10 if kind == "mixed" else 0
    if turn < 6:
        channel = {"channel": "reasoning"} if kind == "mixed" and seq // 10 % 3 == 0 else {}
        return {"kind": "text", **head, "delta": f"word{seq % 10} ", **channel}
    said: dict[int, dict[str, Any]] = {
        6: {"kind": "progress", "value": seq % 1000, "total": 1000.0},
        7: {"kind": "log", "message": f"line {seq} of what is going on"},
        8: {"kind": "usage", "input_tokens": 3},
        9: {
            "kind": "step",
            "id": f"s{seq // 20 % 200}",
            "name": "tool",
            "status": ("running", "completed")[seq // 10 % 2],
        },
    }
    return {**said[turn], **head}


class _Listener:
    """Counts what it is told."""

    def __init__(self) -> None:
        self.events = self.replaced = 0

    def applied(self, outcome: "Outcome") -> None:
        self.events += len(outcome.events)
        self.replaced += outcome.replaced

    def refused(self, error: "JobWidgetsError") -> None:
        raise error


async def _fold(packets: list[str], read: int) -> float:
    """CPU seconds from the packets' text to the snapshot, through the very client object a connection makes."""
    import aiohttp

    from jobwidgets.client.connection import Connection
    from jobwidgets.client.endpoint import FixedEndpoint
    from jobwidgets.client.subscriptions import Watch
    from jobwidgets.client.tracker import Tracker
    from jobwidgets.protocol.state import JobSnapshot

    connection = Connection(FixedEndpoint("http://127.0.0.1", "none"))
    tracker, listener = Tracker(JobSnapshot(job=JOB, epoch=1)), _Listener()

    async def send(event: str, payload: Any, on_answer: Any) -> None:
        on_answer({"ok": True, "epoch": 1, "seq": 0, "events": [], "parts": 0})

    async with aiohttp.ClientSession() as http:
        client = connection._client(http, [])  # what it hangs on the socket is what counts
        subscriptions = connection._subscriptions
        subscriptions.opened(send)
        subscriptions.add(Watch(JOB, tracker, listener))
        await asyncio.sleep(0)
        per = 1 if '"job:event"' in packets[0] else BATCH
        every = max(1, read // per)
        began = time.process_time()
        for number, packet in enumerate(packets):
            await client._handle_eio_message(packet)
            if number % every == 0:
                _ = tracker.snapshot
        snapshot = tracker.snapshot
        used = time.process_time() - began
        subscriptions.closed()
    assert listener.events == snapshot.seq, (listener.events, snapshot.seq)
    assert snapshot.seq >= len(packets) * per - per, snapshot.seq
    return used


def _connected(stack: "Stack", count: int) -> dict[str, float]:
    """A job in a worker says ``count`` log lines as fast as it can; CPU of this process, which only listens."""
    from jobwidgets.client.connection import Connection
    from jobwidgets.client.endpoint import FixedEndpoint
    from jobwidgets.client.session import Session
    from jobwidgets.client.subscriptions import Watch
    from jobwidgets.client.tracker import Tracker
    from jobwidgets.protocol.state import JobSnapshot
    from jobwidgets.testing import wait_until_sync

    session = Session(stack.server_url, stack.token)
    try:
        job = session.launch("talk", kind="log", count=count, delay=1.0).id
    finally:
        session.close()
    connection, listener = Connection(FixedEndpoint(stack.server_url, stack.token)), _Listener()
    watch = Watch(job, Tracker(JobSnapshot(job=job)), listener)
    try:
        connection.watch(watch)
        wait_until_sync(lambda: connection.status.connected, "the connection")
        cpu = time.process_time()
        wait_until_sync(lambda: watch.tracker.snapshot.state.terminal, "the end of the job", timeout=120, poll=0.05)
        used = time.process_time() - cpu
    finally:
        connection.close()
    return {"cpu": used / max(1, listener.events) * 1e6, "events": listener.events, "replaced": listener.replaced}


def targets(found: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    """The lines of the table at the top."""
    lines = []
    for kind in KINDS:
        rate = 1e6 / median(r[kind]["batch"] for r in found["rounds"])
        lines.append(
            (
                f"Client: `job:batch` to snapshot, {kind} events, per core",
                f"≥ {RATE:,}/s",
                f"{rate:,.0f}/s",
                rate >= RATE,
            )
        )
    return lines


def rows(found: dict[str, Any]) -> list[str]:
    """The section of the page."""

    def cell(kind: str, how: str) -> str:
        cost = median(r[kind][how] for r in found["rounds"])
        return f"{1e6 / cost:,.0f} ({cost:.1f} µs)"

    cpu = median(r["cpu"] for r in found["socket"])
    heard = median(r["events"] for r in found["socket"])
    replaced = max(r["replaced"] for r in found["socket"])
    return [
        "## Folding in the client",
        "",
        *paragraph(f"""
            {found["events"]:,} events, packets of {BATCH}: from a packet's text, handed to the Socket.IO client
            of a `Connection`, to the tracker's snapshot, in events per second of CPU. *Viewed*: the snapshot is
            read once in {READ:,} events, as a view does that looks 20 times a second. Mixed: of ten events six
            of text on two channels, one each of progress, log, usage and steps.
        """),
        "| events | `job:batch`, viewed | `job:batch`, snapshot read after each packet | one `job:event` at a time |",
        "|---|---|---|---|",
        *(f"| {kind} | {cell(kind, 'batch')} | {cell(kind, 'read')} | {cell(kind, 'single')} |" for kind in KINDS),
        "",
        *paragraph(f"""
            With a real socket, relay and worker that says log lines as fast as it can: {cpu:.1f} µs of the
            listening process per event, everything in it counted ({heard:,.0f} events came as such; at most
            {replaced} times a snapshot took the place of some).
        """),
    ]
