"""`publish_job_progress`: jobs that run elsewhere."""

import concurrent.futures
from decimal import Decimal
from fractions import Fraction

import pytest
import redis

from jobwidgets.bus import scripts
from jobwidgets.bus.connection import connect
from jobwidgets.bus.external import publish_job_progress, publish_job_progress_async
from jobwidgets.bus.replies import reading
from jobwidgets.protocol.errors import BadRequest, IllegalTransition, InvalidId, NotExternal, NotFound, Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.state import JobSnapshot


def stored(client: redis.Redis, job: str) -> JobSnapshot:
    found = reading(job, scripts.READ.sync(client, job, 0, 0))
    assert found is not None
    assert found.snapshot is not None
    return found.snapshot


def test_the_life_of_an_external_job(redis_url: str) -> None:
    """Created by the first call; steps follow each other; the end closes them and absorbs."""
    with redis.Redis.from_url(redis_url) as client:
        publish_job_progress(client, "celery-7", "ada", "running", "load", 0.1)
        publish_job_progress(client, "celery-7", "ada", "running", "load", (3, 10), message="third")
        publish_job_progress(client, "celery-7", "ada", "running", "train", 0.5)
        job = stored(client, "celery-7")
        assert [(s.name, s.status) for s in job.step_list()] == [("load", "completed"), ("train", "running")]
        assert job.progress is not None
        assert job.progress.fraction == 0.5
        done = publish_job_progress(client, "celery-7", "ada", "completed", result={"auc": 0.9})
        job = stored(client, "celery-7")
        assert (job.state, job.result, job.seq) == (JobState.COMPLETED, {"auc": 0.9}, done.seq)
        assert {s.status for s in job.step_list()} == {"completed"}
        again = publish_job_progress(client, "celery-7", "ada", "completed")
        assert again.seq == done.seq
        with pytest.raises(IllegalTransition, match="under a new id"):
            publish_job_progress(client, "celery-7", "ada", "running")


async def test_async_and_cancel(redis_url: str) -> None:
    """A cancel is a wish the reporter can read; it may finish anyway or say cancelled."""
    client = connect(redis_url)
    first = await publish_job_progress_async(client, "x", "ada", "running", "work", 0.1)
    assert not first.cancel_asked
    from jobwidgets.bus.commands import JobBus

    reply = await JobBus(client).cancel("x")
    assert reply is not None
    assert reply.state is JobState.CANCELLING
    second = await publish_job_progress_async(redis_url, "x", "ada", "running", "work", 0.2)
    assert second.cancel_asked
    third = await publish_job_progress_async(client, "x", "ada", "cancelled")
    assert third.state is JobState.CANCELLED
    await client.aclose()


def test_many_reporters_at_once(redis_url: str) -> None:
    """Eight threads report one job: every step is there once and the events have no hole."""
    with redis.Redis.from_url(redis_url) as client, concurrent.futures.ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(publish_job_progress, client, "j", "ada", "running", f"step {i}") for i in range(40)]
        for call in calls:
            call.result()
        job = stored(client, "j")
        assert sorted(s.name for s in job.steps.values()) == sorted(f"step {i}" for i in range(40))
        found = reading("j", scripts.READ.sync(client, "j", job.epoch, 0))
        assert found is not None
        assert len(found.events) == job.seq


def test_an_id_is_used_again(redis_url: str) -> None:
    """When the first job's keys have expired, the second one's epoch is not older: its record replaces the first."""
    with redis.Redis.from_url(redis_url) as client:
        publish_job_progress(client, "nightly", "ada", "completed", result=1)
        first = stored(client, "nightly")
        client.flushall()
        publish_job_progress(client, "nightly", "ada", "running")
        assert stored(client, "nightly").epoch >= first.epoch > 1


def test_values_that_no_reader_could_decode(redis_url: str) -> None:
    """Numbers of any kind are taken as numbers, what is none says "cannot tell"; the job stays readable."""
    with redis.Redis.from_url(redis_url) as client:
        publish_job_progress(client, "j", "ada", step=5, progress=(3, None))  # type: ignore[arg-type]
        publish_job_progress(client, "j", "ada", step=5, progress=float("nan"))  # type: ignore[arg-type]
        publish_job_progress(client, "j", "ada", progress=(Fraction(1, 2), Decimal(2)))  # type: ignore[arg-type]
        job = stored(client, "j")
        assert [s.name for s in job.steps.values()] == ["5"]
        assert job.progress is not None
        assert job.progress.fraction == 0.25


def test_bad_calls(redis_url: str) -> None:
    """Each mistake has its own error, and nothing is written."""
    with redis.Redis.from_url(redis_url) as client:
        publish_job_progress(client, "j", "ada")
        before = stored(client, "j")
        with pytest.raises(NotFound):
            publish_job_progress(client, "j", "eve", "completed")
        with pytest.raises(InvalidId):
            publish_job_progress(client, "a b", "ada")
        with pytest.raises(BadRequest, match="use one of"):
            publish_job_progress(client, "j", "ada", "waiting_input")
        for progress in ("half", (1, 2, 3), (1, "x"), [None], {}):
            with pytest.raises(BadRequest, match="progress must be"):
                publish_job_progress(client, "j", "ada", progress=progress)  # type: ignore[arg-type]
        with pytest.raises(BadRequest, match="user_id"):
            publish_job_progress(client, "j", "")
        assert stored(client, "j") == before
        scripts.SEED.sync(client, "ours", 1, b"{}", "ada", "t", "default", "1.000", 0, 65536, "", "word")
        with pytest.raises(NotExternal):
            publish_job_progress(client, "ours", "ada", "completed")
    with pytest.raises(Unavailable):
        publish_job_progress("redis://127.0.0.1:1/0", "j", "ada")
