"""A job that waits for its user, or for a child, holds no slot; whatever becomes of its worker, the answer arrives."""

import time
from collections.abc import Callable

import pytest

from jobwidgets.bus.keys import JobKeys
from jobwidgets.protocol import events as ev
from jobwidgets.testing import wait_until

from .conftest import BEAT, LEASE, Desk, WorkerProcess, appears, lines

Start = Callable[..., WorkerProcess]
MODULES = ("sample_jobs", "life_jobs")
WAIT = 30


async def asked(desk: Desk, job: str, key: str = "q0") -> None:
    """Wait until the job asks."""

    async def open_question() -> bool:
        snapshot = await desk.snapshot(job)
        return snapshot.state == "waiting_input" and snapshot.input is not None and snapshot.input.key == key

    await wait_until(open_question, f"question {key} of job {job}", WAIT)


async def test_a_question_holds_no_slot(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """A worker of one slot runs another job meanwhile; the answer goes to the function that asked, where it stands."""
    worker = start_worker(redis_url, *MODULES, concurrency=1)
    trace = desk.trace()
    job = await desk.launch("asks", params={"trace": str(trace), "questions": 2})
    await asked(desk, job)
    for _ in range(3):
        await desk.until(await desk.launch("talk"), "completed", timeout=WAIT)
    assert (await desk.answer(job, "q0", {"yes": 1})).state == "running"
    await asked(desk, job, "q1")
    assert (await desk.answer(job, "q1", "fine")).status == "ok"
    snapshot = await desk.until(job, "completed", timeout=WAIT)
    assert snapshot.result == [{"yes": 1}, "fine"]
    assert lines(trace) == ["start 1", "answer {'yes': 1} in 1", "answer fine in 1"]
    moves = ["queued", "running", "waiting_input", "running", "waiting_input", "running", "completed"]
    assert await desk.states(job) == moves
    assert worker.said("attempt 1): started") == 4


async def test_the_answers_delivery_joins_the_attempt_that_asked(
    redis_url: str, desk: Desk, start_worker: Start
) -> None:
    """With two workers and every delivery doubled nobody begins the job anew; none of its deliveries is left over."""
    workers = [start_worker(redis_url, *MODULES) for _ in range(2)]
    trace = desk.trace()
    job = await desk.launch("asks", params={"trace": str(trace), "questions": 3})
    for i in range(3):
        await asked(desk, job, f"q{i}")
        reply = await desk.answer(job, f"q{i}", i)
        for generation in range(1, reply.generation + 1):
            await desk.delivery.enqueue(job, generation)
    snapshot = await desk.until(job, "completed", timeout=WAIT)
    assert (snapshot.attempt, snapshot.result) == (1, [0, 1, 2])
    assert lines(trace).count("start 1") == len([line for line in lines(trace) if line.startswith("start")]) == 1
    assert sum(worker.said("attempt 1): started") for worker in workers) == 1

    async def gone() -> bool:
        known = await desk.delivery.known_many([(job, generation, "default") for generation in range(1, 6)])
        return not any(known)

    await wait_until(gone, "all deliveries to be acknowledged", WAIT)


async def test_a_lost_delivery_of_the_answer_is_made_up_for(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """The worker that holds the job hears of the answer although nobody delivers it."""
    start_worker(redis_url, *MODULES)
    job = await desk.launch("asks", params={"trace": str(desk.trace())})
    await asked(desk, job)
    await desk.answer(job, "q0", 42, deliver=False)
    assert (await desk.until(job, "completed", timeout=WAIT)).result == [42]


async def test_an_answer_while_no_worker_lives(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """The worker is killed while the job asks; the answer queues the job, and the next attempt has it at once."""
    worker = start_worker(redis_url, *MODULES)
    trace = desk.trace()
    job = await desk.launch("asks", params={"trace": str(trace)})
    await asked(desk, job)
    worker.kill()

    async def lease_over() -> bool:
        lease = await desk.bus.redis.hget(JobKeys.of(job).ctl, "lease")
        return lease is None or int(lease) < time.time() * 1000

    await wait_until(lease_over, "the lease to end", WAIT)
    assert (await desk.answer(job, "q0", "late")).state == "queued"
    start_worker(redis_url, *MODULES)
    snapshot = await desk.until(job, "completed", timeout=WAIT)
    assert snapshot.result == ["late"]
    assert lines(trace) == ["start 1", "start 2", "answer late in 2"]


async def test_a_worker_killed_right_after_the_answer(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """The answer counts, though the attempt that waited for it is gone with its worker: the next one takes over."""
    first = start_worker(redis_url, *MODULES)
    trace = desk.trace()
    job = await desk.launch("asks", params={"trace": str(trace), "questions": 2})
    await asked(desk, job)
    start_worker(redis_url, *MODULES)
    assert (await desk.answer(job, "q0", "one")).state == "running"
    first.kill()
    await asked(desk, job, "q1")
    await desk.answer(job, "q1", "two")
    assert (await desk.until(job, "completed", timeout=WAIT)).result == ["one", "two"]


async def test_a_drained_question_is_suspended(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """SIGTERM while it waits: the worker ends, the job goes on waiting, and its answer brings it to another worker."""
    first = start_worker(redis_url, *MODULES, lease=60)
    trace = desk.trace()
    job = await desk.launch("asks", params={"trace": str(trace)})
    await asked(desk, job)
    before = (await desk.read(job)).seq
    first.process.terminate()
    assert first.process.wait(30) == 0
    now = await desk.read(job)
    assert (now.state, now.token, now.seq) == ("waiting_input", None, before)
    start_worker(redis_url, *MODULES, lease=60)
    assert (await desk.answer(job, "q0", "after")).state == "queued"
    snapshot = await desk.until(job, "completed", timeout=WAIT)
    assert (snapshot.result, snapshot.failures) == (["after"], 0)
    assert lines(trace) == ["start 1", "start 2", "answer after in 2"]


@pytest.mark.parametrize("wake", [True, False])
async def test_a_waiting_job_is_cancelled(redis_url: str, desk: Desk, start_worker: Start, wake: bool) -> None:
    """Parked or suspended: it ends as cancelled, its question is closed, and its worker goes on."""
    worker = start_worker(redis_url, *MODULES, concurrency=1)
    parked = await desk.launch("asks", params={"trace": str(desk.trace())})
    await asked(desk, parked)
    await desk.cancel(parked, wake=wake)
    snapshot = await desk.until(parked, "cancelled", timeout=WAIT)
    assert snapshot.input is None
    assert await desk.states(parked) == ["queued", "running", "waiting_input", "cancelling", "cancelled"]
    assert (await desk.answer(parked, "q0", "too late")).status == "closed"
    suspended = await desk.launch("asks", params={"trace": str(desk.trace())})
    await asked(desk, suspended)
    worker.process.terminate()
    assert worker.process.wait(30) == 0
    await desk.cancel(suspended, wake=wake)
    await desk.until(suspended, "cancelled", timeout=WAIT)
    assert await desk.states(suspended) == ["queued", "running", "waiting_input", "cancelled"]


async def test_a_question_has_its_time(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """Where nobody answers in time and no server says so, the worker itself closes the question."""
    start_worker(redis_url, *MODULES)
    job = await desk.launch("asks_in_time", params={"seconds": 0.2})
    snapshot = await desk.until(job, "completed", timeout=WAIT)
    assert snapshot.result == "nobody"
    [answered] = [e for e in await desk.events(job) if isinstance(e, ev.InputAnswered)]
    assert answered.timed_out


async def test_a_plain_function_asks_from_its_process(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """It parks like any other, and its process waits with it."""
    start_worker(redis_url, *MODULES, concurrency=1)
    trace = desk.trace()
    job = await desk.launch("asks_from_a_process", params={"trace": str(trace)})
    await asked(desk, job)
    await desk.until(await desk.launch("compute", params={"a": 1}), "completed", timeout=WAIT)
    await desk.answer(job, "q0", [1, 2])
    assert (await desk.until(job, "completed", timeout=WAIT)).result == [1, 2]
    assert lines(trace) == ["start 1"]


async def test_the_time_out_stands_still_while_the_job_waits(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """Waiting for longer than the time-out does no harm; working for longer does."""
    start_worker(redis_url, *MODULES)
    trace, gate = desk.trace(), desk.tmp_path / "gate"
    job = await desk.launch("asks_under_a_timeout", params={"trace": str(trace), "gate": str(gate)})
    await asked(desk, job)
    began = time.monotonic()
    await wait_until(lambda: time.monotonic() > began + 3.0, "more than the job's time")
    assert (await desk.read(job)).state == "waiting_input"
    await desk.answer(job, "q0", "yes")
    await appears(trace, "answered", WAIT)
    assert (await desk.until(job, "failed", timeout=WAIT)).reason == "timeout"


async def test_a_parent_leaves_its_slot_to_its_children(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """One worker of one slot runs a parent and the three children it waits for."""
    start_worker(redis_url, *MODULES, concurrency=1)
    trace = desk.trace()
    job = await desk.launch("parent", params={"trace": str(trace), "children": 3})
    children: list[str] = []

    async def all_launched() -> bool:
        children.extend(await desk.adopt(job))
        return len(children) == 3

    await wait_until(all_launched, "the children", WAIT)
    snapshot = await desk.until(job, "completed", timeout=WAIT)
    assert snapshot.result == ["from the child"] * 3
    assert set(snapshot.children) == set(children)
    assert len(lines(trace)) == 3


async def test_a_parents_worker_dies_while_it_waits(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """Its successor waits for the same child and launches no other."""
    first = start_worker(redis_url, *MODULES)
    trace, gate = desk.trace(), desk.tmp_path / "gate"
    job = await desk.launch("parent", params={"kind": "hold", "trace": str(trace)})
    held = {"trace": str(trace), "until": str(gate)}

    async def asked_for() -> bool:
        return bool((await desk.snapshot(job)).children)

    await wait_until(asked_for, "the child to be asked for", WAIT)
    [child] = (await desk.snapshot(job)).children
    first.kill()
    start_worker(redis_url, *MODULES)
    await desk.launch("hold", job=child, params=held, parent=job)
    await appears(trace, "start 1", WAIT)

    async def taken_over() -> bool:
        return (await desk.read(job)).attempt == 2

    await wait_until(taken_over, "the parent's second attempt", WAIT)
    gate.touch()
    snapshot = await desk.until(job, "completed", timeout=WAIT)
    assert snapshot.result == ["attempt 1"]
    assert list(snapshot.children) == [child]


async def test_the_lease_of_a_parked_job_is_renewed(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """It waits for longer than a lease beside another worker, and still the first attempt hears the answer."""
    for _ in range(2):
        start_worker(redis_url, *MODULES)
    trace = desk.trace()
    job = await desk.launch("asks", params={"trace": str(trace)})
    await asked(desk, job)
    began = time.monotonic()
    await wait_until(lambda: time.monotonic() > began + LEASE + 3 * BEAT, "more than a lease to pass")
    assert (await desk.answer(job, "q0", "still here")).state == "running"
    assert (await desk.until(job, "completed", timeout=WAIT)).attempt == 1


@pytest.mark.parametrize("kind", ["gives_up", "leaves_a_question", "leaves_a_question_behind"])
async def test_a_question_that_is_given_up_holds_up_nothing(
    redis_url: str, desk: Desk, start_worker: Start, kind: str
) -> None:
    """A function that stops waiting by itself goes on and completes; its question is closed as if its time were up."""
    start_worker(redis_url, *MODULES)
    job = await desk.launch(kind)
    snapshot = await desk.until(job, "completed", "cancelled", timeout=WAIT)
    assert (snapshot.state, snapshot.input) == ("completed", None)
    assert [e.timed_out for e in await desk.events(job) if isinstance(e, ev.InputAnswered)] == [True]


async def test_another_question_may_follow_one_that_was_given_up(
    redis_url: str, desk: Desk, start_worker: Start
) -> None:
    """It is asked and answered like any other."""
    start_worker(redis_url, *MODULES)
    job = await desk.launch("gives_up", params={"again": True})
    await asked(desk, job, "q1")
    await desk.answer(job, "q1", "yes")
    assert (await desk.until(job, "completed", timeout=WAIT)).result == "yes"
