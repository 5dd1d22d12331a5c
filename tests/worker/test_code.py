"""Functions sent from a notebook: run only if signed, in a process of their own."""

from collections.abc import Callable
from typing import Any

import cloudpickle
import pytest

from jobwidgets.protocol.code import sign
from jobwidgets.protocol.errors import CodeNotAllowed
from jobwidgets.protocol.ids import new_job_id
from jobwidgets.protocol.records import JobSpec
from jobwidgets.testing import wait_until
from jobwidgets.worker.code import check_code

from .conftest import CODE_KEY, Desk, WorkerProcess
from .test_process import by_value

Start = Callable[..., WorkerProcess]
KEY = CODE_KEY.encode()

ASYNC = """
factor = 2
@job("mine")
async def fn(ctx, n: int):
    with ctx.step("think"):
        ctx.write("thinking")
    return n * factor
"""
SYNC = "def fn(ctx, n: int):\n    return n + 1\n"
BLOCKS = "async def fn(ctx):\n    import time\n    ctx.write('a')\n    ctx.flush()\n    time.sleep(60)\n"


async def launch(desk: Desk, source: str, key: bytes = KEY, **options: Any) -> str:
    """As the server does it when a notebook sends a function."""
    job, code = new_job_id(), cloudpickle.dumps(by_value(source))
    return await desk.launch("fn", job=job, code=code, signature=sign(key, job, "fn", code), **options)


async def test_a_notebooks_functions_run(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """Async and sync, with what they use from the notebook; parameters are checked against the signature."""
    start_worker(redis_url, code_key=CODE_KEY)
    first = await desk.until(await launch(desk, ASYNC, params={"n": "21"}), "completed")
    assert (first.result, first.channel_text(), [s.status for s in first.step_list()]) == (
        42,
        "thinking",
        ["completed"],
    )
    assert (await desk.until(await launch(desk, SYNC, params={"n": 1}), "completed")).result == 2
    wrong = await desk.until(await launch(desk, SYNC, params={}), "failed")
    assert wrong.error is not None
    assert (wrong.error.type, "n: is required" in wrong.error.message) == ("InvalidParams", True)
    # a coroutine that blocks its loop blocks nobody else's
    blocked = await launch(desk, BLOCKS)
    await wait_until(lambda: _says(desk, blocked), "the blocking function")
    await desk.until(await desk.launch("talk"), "completed")
    await desk.cancel(blocked)
    await desk.until(blocked, "cancelled")


async def _says(desk: Desk, job: str) -> bool:
    return (await desk.snapshot(job)).channel_text() == "a"


async def test_unsigned_code_does_not_run(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """A signature made with another key fails the job, once, whatever its retries."""
    start_worker(redis_url, code_key=CODE_KEY)
    forged = await desk.until(await launch(desk, SYNC, key=b"x" * 32, params={"n": 1}, retries=3), "failed")
    assert forged.error is not None
    assert forged.error.type == "CodeNotAllowed"
    assert forged.attempt == 1


async def test_a_worker_without_the_key_leaves_code_alone(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """It hands the delivery back; a worker with the key runs it."""
    without = start_worker(redis_url)
    job = await launch(desk, SYNC, params={"n": 1})
    await wait_until(lambda: without.said("does not run functions sent from notebooks"), "the warning")
    assert (await desk.read(job)).state == "queued"
    start_worker(redis_url, code_key=CODE_KEY)
    await desk.until(job, "completed")


def test_a_signature_is_for_one_job_and_type() -> None:
    """Code signed for a job cannot be moved to another, or run under another type, or be changed."""
    code = b"code"
    good = JobSpec(job="a", type="t", user="u", code=code, signature=sign(KEY, "a", "t", code))
    check_code(KEY, good)
    check_code(None, JobSpec(job="a", type="t", user="u"))
    for bad in (
        JobSpec(job="b", type="t", user="u", code=code, signature=good.signature),
        JobSpec(job="a", type="x", user="u", code=code, signature=good.signature),
        JobSpec(job="a", type="t", user="u", code=b"other", signature=good.signature),
        JobSpec(job="a", type="t", user="u", code=code),
    ):
        with pytest.raises(CodeNotAllowed):
            check_code(KEY, bad)
    with pytest.raises(CodeNotAllowed):
        check_code(None, good)
