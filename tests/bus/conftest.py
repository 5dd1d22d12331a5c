"""What the tests of the bus share."""

from collections.abc import AsyncIterator

import pytest

from tests.bus.bench import Bench


@pytest.fixture
async def bench(redis_url: str) -> AsyncIterator[Bench]:
    """A claimed job and its publisher."""
    made = await Bench(redis_url).start()
    yield made
    await made.close()
