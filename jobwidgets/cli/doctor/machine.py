"""Checks of this machine: the installed libraries and the embedded stack's runtime file."""

import re
import time
from collections.abc import Iterator
from importlib import metadata

from ...local.home import Home
from ...local.runtime import Runtime, own_environment, own_version, read_runtime
from ..words import duration
from .finding import Finding, fail, ok, warn

_FLOOR = re.compile(r"([A-Za-z0-9_.-]+)(?:\[[^]]*\])?([^;]*)")


def versions() -> Finding:
    """Are the libraries at least as new as we need? Below some floors there are known holes and bugs."""
    try:
        wanted = metadata.requires("jobwidgets") or []
    except metadata.PackageNotFoundError:
        return warn("versions", "jobwidgets is not installed as a package", "Install it: pip install jobwidgets.")
    wrong = [complaint for line in wanted if "extra ==" not in line for complaint in _complaints(line)]
    if wrong:
        return fail("versions", "; ".join(wrong), "Bring them up to date: pip install --upgrade jobwidgets.")
    return ok("versions", f"jobwidgets {own_version()}, {len(wanted)} requirements met")


def _complaints(requirement: str) -> Iterator[str]:
    match = _FLOOR.match(requirement)
    if match is None or "sys_platform" in requirement:
        return
    name, clauses = match.groups()
    try:
        installed = metadata.version(name)
    except metadata.PackageNotFoundError:
        yield f"{name} is not installed"
        return
    for clause in filter(None, (part.strip() for part in clauses.split(","))):
        operator, bound = re.match(r"([<>=!~]+)(.*)", clause).groups()  # type: ignore[union-attr]
        if not _satisfies(installed, operator, bound.strip()):
            yield f"{name} {installed} where {clause} is needed"


def _satisfies(installed: str, operator: str, bound: str) -> bool:
    have, need = _numbers(installed), _numbers(bound.removesuffix(".*"))
    same = have[: len(need)] == need
    width = max(len(have), len(need))
    have_full, need_full = have + [0] * (width - len(have)), need + [0] * (width - len(need))
    return {
        ">=": have_full >= need_full,
        ">": have_full > need_full,
        "<": have_full < need_full,
        "<=": have_full <= need_full,
        "==": same,
        "!=": not same,
    }.get(operator, True)


def _numbers(version: str) -> list[int]:
    """The release part of a version: ``3.14.0rc1`` is ``[3, 14, 0]``."""
    release = re.match(r"\d+(?:\.\d+)*", version)
    return [int(part) for part in release.group().split(".")] if release else []


def stack() -> tuple[Finding, Runtime | None]:
    """The embedded stack as its runtime file tells, and that file if what it tells is true."""
    home = Home.default()
    found = read_runtime(home)
    start = "Start it: jobwidgets up."
    if found is None:
        if home.runtime_file.exists():
            return fail("stack", f"{home.runtime_file} cannot be read", start), None
        return fail("stack", f"no embedded stack runs (home: {home.root})", start), None
    if not found.local:
        advice = "Set JOBWIDGETS_URL and JOBWIDGETS_TOKEN, or JOBWIDGETS_HOME to a directory of this machine."
        return fail("stack", f"it runs on another machine, {found.host}", advice), None
    if not found.alive:
        told = f"{home.runtime_file} is stale: its supervisor (pid {found.supervisor.pid}) is gone"
        return fail("stack", told, f"{start} That also clears up what the old one left."), None
    return _members(found, home), found


def _members(found: Runtime, home: Home) -> Finding:
    if found.state == "failed":
        advice = f"Read {home.logs}, put it right, then: jobwidgets down; jobwidgets up."
        return fail("stack", found.message or "a member was given up", advice)
    if found.state != "ready":
        return warn("stack", f"it is {found.state}", "Wait a moment and ask again.")
    away = {name: info for name, info in found.members.items() if info.state != "running"}
    if away:
        told = "; ".join(f"the {name} is {info.state} ({info.message or 'no word'})" for name, info in away.items())
        return fail("stack", told, f"Read {home.logs}.")
    if found.version != own_version():
        told = f"it runs jobwidgets {found.version}, this is {own_version()}"
        return warn("stack", told, "When its jobs are over: jobwidgets down; the next launch starts the new one.")
    if found.environment != own_environment():
        told = f"its jobs see the packages of {found.environment}, not of {own_environment()}"
        return warn("stack", told, "Start it from here if jobs miss a package: jobwidgets down; jobwidgets up.")
    if found.dropped:
        told = "; ".join(f"{module} is not served any more: {why}" for module, why in found.dropped.items())
        return warn("stack", told, "Put it right, then: jobwidgets down; jobwidgets up.")
    restarts = {name: info.restarts for name, info in found.members.items() if info.restarts}
    if restarts:
        told = ", ".join(f"{name} {count} times" for name, count in restarts.items())
        return warn("stack", f"members ended and were started again: {told}", f"Read {home.logs} if that goes on.")
    return ok("stack", f"up {duration(time.time() - found.started)}, pids {', '.join(map(str, found.pids.values()))}")
