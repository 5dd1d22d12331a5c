"""The tiny jobs."""

import pytest

from jobwidgets.examples.countdown import countdown
from jobwidgets.examples.primes import primes
from jobwidgets.protocol.errors import InvalidParams
from jobwidgets_server.params import check_params

from .conftest import Recording


async def test_countdown(recording: Recording) -> None:
    """It shows each step, ends at 100 % and returns its text."""
    assert await countdown(recording.context, steps=3, seconds=0.03, text="Go!") == "Go!"
    assert recording.steps() == {"T minus 3": "completed", "T minus 2": "completed", "T minus 1": "completed"}
    assert recording.text == "3 … 2 … 1 … Go!\n"
    assert recording.snapshot.progress is not None
    assert recording.snapshot.progress.fraction == 1.0


async def test_countdown_fails_when_told(recording: Recording) -> None:
    """``fail_at`` fails that step and the job."""
    with pytest.raises(RuntimeError, match="held at T minus 2"):
        await countdown(recording.context, steps=3, seconds=0.03, fail_at=2)
    assert recording.steps() == {"T minus 3": "completed", "T minus 2": "failed"}


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"seconds": 1e32}, {"seconds": "must be at most 86400"}),
        ({"seconds": -1}, {"seconds": "must be at least 0"}),
        ({"steps": 0}, {"steps": "must be at least 1"}),
        ({"steps": 1e32}, {"steps": "must be at most 1000"}),
    ],
)
def test_countdown_has_bounds(params: dict[str, float], complaint: dict[str, str]) -> None:
    """A countdown that could not end within a day, or not be shown, is refused before it is queued."""
    with pytest.raises(InvalidParams) as caught:
        check_params(countdown.definition.info, params)
    assert caught.value.fields == complaint


@pytest.mark.parametrize(
    ("limit", "count", "largest"),
    [(2, 0, 0), (3, 1, 2), (10, 4, 7), (50_003, 5133, 49_999), (120_000, 11_301, 119_993)],
)
def test_primes(recording: Recording, limit: int, count: int, largest: int) -> None:
    """The counts are right, also across blocks."""
    assert primes(recording.context, limit=limit) == {"count": count, "largest": largest}


def test_kinds() -> None:
    """One runs on the loop, the other in a process of its own; both are documented."""
    assert countdown.definition.info.kind == "async"
    assert primes.definition.info.kind == "sync"
    assert countdown.definition.info.doc.startswith("Count")
    assert primes.definition.info.doc.startswith("Count")
