"""A worker process runs jobs: how they end, what they leave behind."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.records import PRIORITIES, lane_of
from jobwidgets.testing import wait_until

from .conftest import Desk, WorkerProcess, appears, lines

LANES = [lane_of("default", priority) for priority in PRIORITIES]
Start = Callable[..., WorkerProcess]


async def test_jobs_of_every_kind_end_as_they_should(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """Async and sync, results and errors: state, result, text, steps, usage and error are all there."""
    start_worker(redis_url)

    talk = await desk.until(await desk.launch("talk"), "completed")
    assert talk.result == {"words": 3}
    assert talk.channel_text() == "word0 word1 word2 "
    assert [(s.name, s.status, s.detail) for s in talk.step_list()] == [("speak", "completed", {"words": 3})]
    assert (talk.progress and talk.progress.fraction, talk.usage.output_tokens) == (1.0, 3)

    compute = await desk.until(await desk.launch("compute", params={"a": 1}), "completed")
    assert compute.result["sum"] == 3
    assert compute.channel_text() == "adding"
    assert compute.channel_text("log") == "INFO from stdout\nWARNING from stderr\n"

    boom = await desk.until(await desk.launch("boom"), "failed")
    assert boom.error is not None
    assert (boom.error.type, boom.error.message, boom.channel_text()) == ("ValueError", "it broke", "before")
    assert boom.error.traceback is not None
    assert "sample_jobs.py" in boom.error.traceback
    assert "jobwidgets/worker" not in boom.error.traceback, "our own frames help nobody"
    assert [s.status for s in boom.step_list()] == ["failed"]

    wrong = await desk.until(await desk.launch("compute", params={"a": "x"}, retries=3), "failed")
    assert wrong.error is not None
    assert wrong.attempt == 1, "what cannot succeed is not repeated"
    assert (wrong.error.type, wrong.error.traceback) == ("InvalidParams", None)
    assert "a: must be a whole number, not a string" in wrong.error.message


async def test_a_failing_job_says_why_and_leaves_the_worker_alive(
    redis_url: str, desk: Desk, start_worker: Start
) -> None:
    """Whatever a function does, its job fails readably and the worker runs the next one."""
    worker = start_worker(redis_url)
    for kind, error, said, reason in (
        ("sync-boom", "KeyError", "'lost'", None),
        ("exits", "SystemExit", "3", None),
        ("dies", "WorkerProcessDied", "SIGKILL (9)", None),
        ("unwritable", "ProtocolError", "not JSON", None),
        ("slow", "TimeoutError", "within 0.3 s", "timeout"),
    ):
        failed = await desk.until(await desk.launch(kind), "failed")
        assert failed.error is not None
        assert (failed.error.type, failed.reason) == (error, reason)
        assert said in failed.error.message
    threads = await desk.until(await desk.launch("threads"), "completed")
    assert threads.channel_text() == "from a thread", "context calls from other threads arrive"
    assert worker.process.poll() is None


async def test_a_failed_attempt_is_repeated(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """With retries left the job goes back to the queue, says why, and runs again."""
    start_worker(redis_url)
    trace = desk.trace()
    job = await desk.launch("flaky", params={"trace": str(trace)})
    snapshot = await desk.until(job, "completed")
    assert snapshot.result == 2
    assert lines(trace) == ["attempt 1", "attempt 2"]
    assert await desk.states(job) == ["queued", "running", "queued", "running", "completed"]
    again = [e for e in await desk.events(job) if isinstance(e, ev.State)][2]
    assert again.reason == "retry: RuntimeError: try again"


async def test_the_launch_decides_about_time_out_and_retries(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """What the specification says goes before what the type says."""
    start_worker(redis_url)
    trace = desk.trace()
    once = await desk.until(await desk.launch("flaky", params={"trace": str(trace)}, retries=0), "failed")
    assert once.error is not None
    assert lines(trace) == ["attempt 1"]
    params = {"trace": str(trace), "until": "/nowhere"}
    late = await desk.until(await desk.launch("hold", params=params, timeout=0.2), "failed")
    assert late.reason == "timeout"
    assert lines(trace)[1:] == ["start 1", "stopped 1"]


async def test_twenty_copies_of_a_delivery_run_once(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """Copies of the very message and deliveries under other keys find the job taken, and go away."""
    trace, gate = desk.trace(), desk.tmp_path / "gate"
    job = await desk.launch("hold", params={"trace": str(trace), "until": str(gate)})
    stream = "jobwidgets-default:stream"
    [(_, message)] = cast(Any, await desk.bus.redis.xrange(stream))
    for _ in range(20):
        await desk.bus.redis.xadd(stream, message)
    for generation in range(2, 22):
        await desk.delivery.enqueue(job, generation)
    workers = [start_worker(redis_url), start_worker(redis_url)]
    await appears(trace, "start 1")
    # every copy has been looked at once it is acknowledged or put off
    await wait_until(lambda: _queued(desk, stream), "all copies to be taken from the stream")
    assert lines(trace) == ["start 1"]
    gate.touch()
    await desk.until(job, "completed")
    await wait_until(lambda: _empty(desk, stream), "all copies to be acknowledged")
    assert lines(trace) == ["start 1", "end 1"]
    assert sum(worker.said("attempt 1): started") for worker in workers) == 1


async def _queued(desk: Desk, stream: str) -> bool:
    groups = await desk.bus.redis.xinfo_groups(stream)
    return bool(groups) and groups[0]["lag"] == 0


async def _empty(desk: Desk, stream: str) -> bool:
    return await desk.bus.redis.xlen(stream) == 0 and not await desk.bus.redis.exists("jobwidgets-default:queue")


async def test_an_unknown_type_is_left_to_a_worker_that_knows_it(
    redis_url: str, desk: Desk, start_worker: Start, tmp_path: Path
) -> None:
    """A worker without the type hands the delivery back, unclaimed, and warns once."""
    other = start_worker(redis_url, "other_jobs")
    job = await desk.launch("talk")
    await desk.until(await desk.launch("elsewhere"), "completed")
    await wait_until(lambda: other.said("does not run job type 'talk'"), "the warning")
    assert (await desk.read(job)).attempt == 0
    start_worker(redis_url)
    assert (await desk.until(job, "completed")).attempt == 1
    assert other.said("does not run job type 'talk'") == 1


async def test_queues_are_kept_apart(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """A worker takes jobs of its queues only; one worker may serve several."""
    start_worker(redis_url, queues="a,b")
    first, second, third = [await desk.launch("talk", queue=queue) for queue in ("a", "b", "c")]
    await desk.until(first, "completed")
    await desk.until(second, "completed")
    assert (await desk.read(third)).state == "queued"


async def test_concurrency_is_a_limit_over_all_queues(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """With two slots and two queues no more than two jobs run; the others follow when slots are free."""
    start_worker(redis_url, concurrency=2, queues="a,b")
    trace, gate = desk.trace(), desk.tmp_path / "gate"
    params = {"trace": str(trace), "until": str(gate)}
    jobs = [await desk.launch("hold", params=params, queue=queue) for queue in ("a", "a", "b", "b")]
    await wait_until(lambda: len(lines(trace)) == 2, "two jobs to start")
    states = [(await desk.read(job)).state.value for job in jobs]
    assert sorted(states) == ["queued", "queued", "running", "running"]
    gate.touch()
    for job in jobs:
        await desk.until(job, "completed")


async def test_workers_announce_what_they_run(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """The worker and its types are listed while it lives; a clean stop takes the worker off the list."""
    worker = start_worker(redis_url, code_key="k" * 32)
    [info] = await wait_until(desk.bus.workers, "the announcement")
    assert (info.pid, info.queues, info.concurrency, info.code) == (worker.process.pid, ["default"], 8, True)
    assert "talk" in info.types
    kind = await desk.bus.type("compute")
    assert kind is not None
    assert (kind.kind, kind.schema["required"]) == ("sync", ["a"])
    worker.process.terminate()
    assert worker.process.wait(30) == 0
    assert await desk.bus.workers() == []


async def test_nothing_of_the_queue_stays_for_ever(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """After jobs have ended, docket's keys are the lanes' streams and keys that expire."""
    start_worker(redis_url)
    for kind in ("talk", "boom", "compute"):
        await desk.until(await desk.launch(kind, params={"a": 1} if kind == "compute" else {}), "completed", "failed")
    await wait_until(lambda: _empty(desk, "jobwidgets-default:stream"), "the stream to be empty")

    async def lasting() -> list[str]:
        names = [name.decode() async for name in desk.bus.redis.scan_iter("jobwidgets-*")]
        return [name for name in names if await desk.bus.redis.ttl(name) < 0]

    async def settled() -> bool:
        return set(await lasting()) <= {
            *(f"jobwidgets-{lane}:{kind}" for lane in LANES for kind in ("stream", "workers")),
            *await _members(desk),
        }

    await wait_until(settled, "only the stream and the worker sets to be without a TTL")


async def _members(desk: Desk) -> set[str]:
    return {
        name.decode() for lane in LANES async for name in desk.bus.redis.scan_iter(f"jobwidgets-{lane}:task-workers:*")
    }
