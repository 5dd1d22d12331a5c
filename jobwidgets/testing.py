"""For tests of jobs and of jobwidgets itself: waiting without sleeping blindly."""

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any


async def wait_until(condition: Callable[[], Any], what: str, timeout: float = 10.0, poll: float = 0.01) -> Any:
    """Poll ``condition`` (plain or async) until it is true and return its value.

    Raises `AssertionError` naming ``what`` after ``timeout`` seconds.
    """
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if inspect.isawaitable(value):
            value = await value
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {timeout:g} s for: {what}")
        await asyncio.sleep(poll)


def wait_until_sync(condition: Callable[[], Any], what: str, timeout: float = 10.0, poll: float = 0.01) -> Any:
    """`wait_until` for code without an event loop."""
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {timeout:g} s for: {what}")
        time.sleep(poll)
