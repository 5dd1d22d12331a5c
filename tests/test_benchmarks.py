"""The pages with figures are made from the stored results, all of them."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench import page


def test_the_pages_are_composed_from_the_stored_results(tmp_path: Path) -> None:
    """docs/benchmarks.md and docs/scaling.md are what `python -m bench --compose` makes of bench/results."""
    results = page.load()
    for name in ("benchmarks.md", "scaling.md"):
        (tmp_path / name).write_text((page.DOCS / name).read_text())
    page.write(results, tmp_path)
    for name in ("benchmarks.md", "scaling.md"):
        assert (page.DOCS / name).read_text() == (tmp_path / name).read_text(), (
            f"run `python -m bench --compose`: {name}"
        )


def _others(found: Any, factors: Iterator[int]) -> Any:
    """Each figure by another factor, so that ratios change too; each yes a no."""
    match found:
        case dict():
            return {key: value * 7 if key == "growth" else _others(value, factors) for key, value in found.items()}
        case list():
            return [_others(value, factors) for value in found]
        case bool():
            return not found
        case float():
            return found * next(factors) ** 2
    return found


def test_every_figure_of_the_summary_comes_from_a_result() -> None:
    """No line of the table at the top without a stored result; other figures there make another line."""
    results = page.load()
    assert page.targets({}) == []
    for section, result in results.items():
        other = {**result, "found": _others(result["found"], itertools.count(2))}
        for line, changed in zip(page.targets({section: result}), page.targets({section: other}), strict=True):
            assert line.measured != changed.measured, line.what
    head = page.PAGE.read_text().split("## ")[0]
    shown = [row for row in head.splitlines() if row.startswith("| ") and not row.startswith("| what |")]
    assert len(shown) == len(page.targets(results))
    for row, line in zip(shown, page.targets(results), strict=True):
        assert row.startswith(
            f"| {line.what} | {line.target} | {line.measured} | {'met' if line.met else '**missed**'} |"
        )


def test_a_section_that_fails_says_so_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its figures of the run before stay, and so do the other sections."""
    from bench import latency

    results = page.load()
    name, stored = next((name, result) for name, result in results.items() if name == "latency")
    page.store(stored, tmp_path)

    def broken(rounds: int, quick: bool) -> dict[str, object]:
        raise SystemExit("the server did not start")

    monkeypatch.setattr(latency, "measure", broken)
    failed = page.run(name, 1, quick=True)
    page.store(failed, tmp_path)
    shown = page.compose({**results, **page.load(tmp_path)})
    assert "SystemExit: the server did not start" in shown
    assert page.load(tmp_path)[name]["found"] == stored["found"]
    for line in page.targets(results):
        assert line.measured in shown
