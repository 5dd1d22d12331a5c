"""`frame.columns`: jobs as a table."""

import sys

import pytest

from jobwidgets.client.frame import Row, columns, dataframe
from jobwidgets.protocol.errors import ConfigurationError
from jobwidgets.protocol.events import JobError, JobState
from jobwidgets.protocol.state import JobSnapshot


def row(params: dict, state: JobState, result: object = None, **more: object) -> Row:
    return Row(params, JobSnapshot("a", state=state, result=result, started=1.0, **more))  # type: ignore[arg-type]


def test_a_row_for_each_job() -> None:
    """Parameters, state, results by their entries, errors, seconds and id; None where there is nothing."""
    rows = [
        row({"n": 1}, JobState.COMPLETED, {"square": 1}, ended=3.5),
        row({"n": 2, "m": 0}, JobState.FAILED, error=JobError("ValueError", "bad"), ended=2.0),
        row({"n": 3}, JobState.RUNNING),
    ]
    assert columns(rows) == {
        "n": [1, 2, 3],
        "m": [None, 0, None],
        "state": ["completed", "failed", "running"],
        "square": [1, None, None],
        "error": [None, "ValueError: bad", None],
        "seconds": [2.5, 1.0, None],
        "id": ["a", "a", "a"],
    }


def test_results_that_are_no_dicts_are_one_column() -> None:
    """Also where some are; without any result the column is there and empty."""
    assert columns([row({}, JobState.COMPLETED, 7), row({}, JobState.COMPLETED, {"x": 1})])["result"] == [7, None]
    assert columns([row({}, JobState.QUEUED)])["result"] == [None]
    assert list(columns([])) == ["state", "result", "seconds", "id"]


def test_no_column_takes_the_name_of_another() -> None:
    """A result's entry that is called like a parameter or a column of ours is told apart, and so is a parameter."""
    table = columns([row({"id": 5, "n": 1}, JobState.COMPLETED, {"n": 2, "state": "NY"})])
    assert table["n"] == [1]
    assert table["result.n"] == [2]
    assert table["result.state"] == ["NY"]
    assert (table["id"], table["job.id"]) == ([5], ["a"])


def test_without_pandas_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is optional."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ConfigurationError, match="pip install pandas"):
        dataframe([])
