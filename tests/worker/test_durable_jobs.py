"""Memoised steps on a real Valkey, under workers that are killed in the middle of them."""

from collections.abc import Callable

import pytest

from .conftest import Desk, WorkerProcess, lines

Start = Callable[..., WorkerProcess]


@pytest.mark.parametrize("kind", ["book", "plain_book"])
async def test_killed_workers_double_nothing(redis_url: str, desk: Desk, start_worker: Start, kind: str) -> None:
    """Only the parts that were interrupted run again; the reader sees each text and each chapter once."""
    for _ in range(3):
        start_worker(redis_url, "sample_jobs", "durable_jobs", lease=2.0, beat=0.5)
    trace = desk.trace()
    job = await desk.launch(kind, params={"trace": str(trace)})
    snapshot = await desk.until(job, "completed", timeout=60)
    assert snapshot.result == ["A1A2", "B1B2"]
    assert lines(trace) == ["a1", "a2", "a2", "b1", "b1", "b2"]
    assert snapshot.attempt == 3
    assert snapshot.channel_text() == "<a1><a2><b1><b2>"
    chapters = [s for s in snapshot.step_list() if s.name == "chapter" and snapshot.shown_status(s) == "completed"]
    assert len(chapters) == 2
