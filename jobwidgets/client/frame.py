"""Jobs as a table of columns: what `dataframe()` of a `JobMap` and a `JobList` gives to pandas."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..protocol.errors import ConfigurationError
from ..protocol.events import JobState
from ..protocol.state import JobSnapshot

_OWN = ("state", "error", "seconds", "id")


class Row(NamedTuple):
    """A job and its parameters."""

    params: dict[str, Any]
    snapshot: JobSnapshot


def dataframe(rows: Sequence[Row]) -> Any:
    """A ``pandas.DataFrame`` of `columns`. Raises `ConfigurationError` where pandas is missing."""
    try:
        import pandas  # pyright: ignore[reportMissingImports, reportMissingModuleSource]
    except ImportError:
        raise ConfigurationError(
            "dataframe() needs pandas, which is not installed here: `pip install pandas`. results() gives a list."
        ) from None
    return pandas.DataFrame(columns(rows))


def columns(rows: Sequence[Row]) -> dict[str, list[Any]]:
    """Parameters, ``state``, results, ``error`` (if any), ``seconds``, ``id``; None where there is no value."""
    snapshots = [row.snapshot for row in rows]
    names = dict.fromkeys(name for row in rows for name in row.params)
    table: dict[str, list[Any]] = {name: [row.params.get(name) for row in rows] for name in names}
    _add(table, "state", [str(s.state) for s in snapshots])
    done = [s.result if s.state is JobState.COMPLETED else None for s in snapshots]
    for name in dict.fromkeys(name for result in done if isinstance(result, dict) for name in result):
        taken = name in table or name in _OWN
        label = f"result.{name}" if taken else name
        _add(table, label, [result.get(name) if isinstance(result, dict) else None for result in done])
    plain = [None if isinstance(result, dict) else result for result in done]
    if any(result is not None for result in plain) or not any(isinstance(result, dict) for result in done):
        _add(table, "result", plain)
    errors = [f"{s.error.type}: {s.error.message}" if s.error else None for s in snapshots]
    if any(errors):
        _add(table, "error", errors)
    _add(table, "seconds", [_seconds(s) for s in snapshots])
    _add(table, "id", [s.job for s in snapshots])
    return table


def _add(table: dict[str, list[Any]], name: str, values: list[Any]) -> None:
    # A parameter of that name stays what it is.
    while name in table:
        name = f"job.{name}"
    table[name] = values


def _seconds(snapshot: JobSnapshot) -> float | None:
    if snapshot.started is None or snapshot.ended is None:
        return None
    return round(snapshot.ended - snapshot.started, 3)
