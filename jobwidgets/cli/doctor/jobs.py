"""Checks of live jobs: does what the socket delivers agree with itself, with Redis and with REST?"""

import time
from collections.abc import Sequence
from typing import Any

from ...protocol.wire import BACKLOG
from .finding import Finding, fail, ok, warn
from .server import Server, unserved, worker_command
from .socket import Observed

SHORT = 5.0
"""Seconds the backlog should reach back: a reconnect takes about as long."""
SILENT = 60.0


def events(observed: Sequence[Observed], published_twice: dict[str, int]) -> Finding:
    """Duplicates and holes in what was delivered or published."""
    wrong: list[str] = []
    for one in observed:
        if one.error:
            wrong.append(f"{one.job}: {one.error}")
        if one.duplicates:
            wrong.append(f"{one.job}: {one.duplicates} events were delivered twice")
        if one.holes:
            wrong.append(f"{one.job}: {one.holes} events are missing")
    wrong += [f"{job}: {count} events were published twice on Redis" for job, count in published_twice.items()]
    if wrong:
        advice = (
            "Views stay right, they drop duplicates and ask again after a hole, but somebody sends what he must not: "
            "look for a second bridge or publisher on job:event:*, and for two servers behind one address without need."
        )
        return fail("events", "; ".join(wrong), advice)
    if not observed:
        return ok("events", "no job is under way to look at")
    received = sum(one.received for one in observed)
    return ok("events", f"{received} of {len(observed)} jobs: each once, none missing")


def backlog(observed: Sequence[Observed], resyncs: int | None) -> Finding:
    """Is there a job so chatty that a short absence costs more events than are kept?"""
    told = f"{BACKLOG} events a job are kept" + (f", {resyncs} resyncs so far" if resyncs is not None else "")
    short = {one.job: one.span for one in observed if one.span is not None and one.span < SHORT}
    lost = [one.job for one in observed if one.overflow]
    advice = (
        "Whoever was away for longer gets the whole snapshot instead: nothing is lost, but it costs more. "
        "Let the job write larger pieces, or report progress less often."
    )
    if short:
        spans = ", ".join(f"the last {span:.1f} s of {job}" for job, span in short.items())
        return warn("backlog", f"overflow: {told}, which is only {spans}", advice)
    if lost:
        return warn("backlog", f"overflow: {told}, and fewer are there of {', '.join(lost)}", advice)
    return ok("backlog", told)


def one_job(server: Server, record: dict[str, Any], after: dict[str, Any], observed: Observed | None) -> list[Finding]:
    """All about one job. ``record`` is what REST said before, ``after`` what it said after listening."""
    findings = [_moving(server, record)]
    if observed is not None and not observed.error:
        rest = (int(after.get("epoch", 0)), int(after.get("seq", 0)))
        if observed.head < rest:
            told = f"the socket stands at event {observed.head[1]}, REST at {rest[1]}"
            findings.append(
                fail("job in step", told, "The relay does not hear Redis: restart the server, read its log.")
            )
        else:
            findings.append(ok("job in step", f"socket and REST agree on event {rest[1]} of epoch {rest[0]}"))
    return findings


def _clock_time(then: float) -> str:
    """``14:05:00`` of this machine's clock, with the day where it is not today."""
    at = time.localtime(then)
    return time.strftime("%H:%M:%S" if at[:3] == time.localtime()[:3] else "%Y-%m-%d %H:%M:%S", at)


def _moving(server: Server, record: dict[str, Any]) -> Finding:
    state, kind = str(record.get("state")), str(record.get("type"))
    snapshot = record.get("snapshot") or {}
    if state in ("completed", "failed", "cancelled"):
        return ok("job", f"{kind} is over: {state}")
    if state == "queued":
        not_before = float(record.get("not_before") or 0.0)
        waited = time.time() - max(float(record.get("created") or time.time()), not_before)
        if any(job["id"] == record["id"] for job in unserved(server)):
            advice = f"Start a worker with the module that has {kind}: {worker_command(server)}."
            return fail("job", f"not updating: no worker serves {kind}", advice)
        if not_before > time.time():
            return ok("job", f"{kind} is queued, not before {_clock_time(not_before)}")
        if waited > SILENT:
            advice = "The workers are busy: see workers above."
            return warn("job", f"{kind} has been queued for {waited:.0f} s", advice)
        return ok("job", f"{kind} is queued, a worker serves it")
    silent = time.time() - float(snapshot.get("updated") or time.time())
    if state == "waiting_input":
        return warn("job", f"{kind} waits for an answer", "Answer it in its widget.")
    if not server.workers:
        start = "jobwidgets down; jobwidgets up" if server.embedded else "jobwidgets worker MODULE"
        advice = f"Its worker is gone: {start}. A new one takes the job over when the lease has run out."
        return fail("job", f"not updating: {kind} is {state} and no worker is connected", advice)
    if silent > SILENT:
        advice = "It may compute without reporting. Its worker's log says more; `jobwidgets cancel` ends it."
        return warn("job", f"{kind} is {state} and has been silent for {silent:.0f} s", advice)
    return ok("job", f"{kind} is {state}, last heard of {silent:.0f} s ago")
