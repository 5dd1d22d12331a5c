"""Who runs when: priorities within a worker, limits over all workers."""

from collections.abc import Callable

import redis

from jobwidgets.bus.keys import limit_key
from jobwidgets.bus.limits import Limits
from jobwidgets.bus.replies import Beat
from jobwidgets.protocol.records import Limit, WorkerInfo
from jobwidgets.testing import wait_until
from jobwidgets.worker.lease import Holding, LeaseKeeper

from .conftest import LEASE, Desk, WorkerProcess, appears, lines

Start = Callable[..., WorkerProcess]
MODULES = ("sample_jobs", "life_jobs")
WAIT = 30


async def test_what_has_the_higher_priority_starts_first(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """With one slot, whatever the order of the launches: all of high, then of normal, then of low."""
    start_worker(redis_url, *MODULES, concurrency=1)
    blocker, trace, gate = desk.trace("blocker"), desk.trace(), desk.tmp_path / "gate"
    first = await desk.launch("crowd", params={"trace": str(blocker), "until": str(gate)})
    await appears(blocker, "+", WAIT)
    jobs: list[str] = []
    for i in range(5):
        for priority in ("low", "normal", "high"):
            params = {"trace": str(trace), "name": f"{priority}{i}"}
            jobs.append(await desk.launch("brief", params=params, priority=priority))
    gate.touch()
    for job in [first, *jobs]:
        await desk.until(job, "completed", timeout=WAIT)
    order = [line[1:-1] for line in lines(trace) if line.startswith("+")]
    assert order == ["high"] * 5 + ["normal"] * 5 + ["low"] * 5


async def test_a_limit_holds_over_two_workers(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """Of a type two run at a time, of a user in it one, however many slots there are; all run in the end."""
    trace, users = desk.trace(), ("ann", "ben", "cat")
    jobs: list[str] = []
    for who in users * 5:
        limits = [Limit(name="type:brief", max=2), Limit(name=f"user:{who}", max=1)]
        jobs.append(await desk.launch("brief", params={"trace": str(trace), "name": who}, limits=limits))
    for _ in range(2):
        start_worker(redis_url, *MODULES, concurrency=8)
    for job in jobs:
        await desk.until(job, "completed", timeout=90)
    assert len(lines(trace)) == 2 * len(jobs)
    assert deepest(lines(trace)) == 2
    for who in users:
        assert deepest([line for line in lines(trace) if line[1:] == who]) == 1
    assert await Limits(desk.bus.redis, LEASE).running("type:brief") == []


def deepest(notes: list[str]) -> int:
    """How many were there at a time."""
    inside = most = 0
    for line in notes:
        inside += 1 if line.startswith("+") else -1
        most = max(most, inside)
    return most


async def test_a_place_is_kept_by_beats_and_freed_by_death(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """A job runs for many holds with its place; when its worker is killed, the job's next attempt has the place."""
    first = start_worker(redis_url, *MODULES)
    trace, gate = desk.trace(), desk.tmp_path / "gate"
    limit = Limit(name="alone", max=1)
    params = {"trace": str(trace), "until": str(gate)}
    job = await desk.launch("hold", params=params, limits=[limit])
    await appears(trace, "start 1", WAIT)
    start_worker(redis_url, *MODULES)
    other = await desk.launch("brief", params={"trace": str(trace), "name": "other"}, limits=[limit])
    limits = Limits(desk.bus.redis, LEASE)
    ends = float(await desk.bus.redis.zscore(limit_key("alone"), job) or 0)

    async def renewed() -> bool:
        return float(await desk.bus.redis.zscore(limit_key("alone"), job) or 0) > ends + 2000 * LEASE

    await wait_until(renewed, "some holds to pass", WAIT)
    assert await limits.running("alone") == [job]
    first.kill()
    await appears(trace, "start 2", WAIT)
    assert await limits.running("alone") == [job]
    gate.touch()
    await desk.until(job, "completed", timeout=WAIT)
    await desk.until(other, "completed", timeout=WAIT)
    assert lines(trace) == ["start 1", "start 2", "end 2", "+other", "-other"]


async def test_a_waiting_job_gives_its_place_away(redis_url: str, desk: Desk, start_worker: Start) -> None:
    """Others of its limit run while it waits for its user, and it goes on when there is a place again."""
    start_worker(redis_url, *MODULES)
    trace, gate = desk.trace(), desk.tmp_path / "gate"
    limit = Limit(name="alone", max=1)
    job = await desk.launch("asks", params={"trace": str(trace)}, limits=[limit])

    async def waits() -> bool:
        return (await desk.read(job)).state == "waiting_input"

    await wait_until(waits, "the question", WAIT)
    other = await desk.launch("hold", params={"trace": str(trace), "until": str(gate)}, limits=[limit])
    await wait_until(lambda: lines(trace).count("start 1") == 2, "the other to start", WAIT)
    await desk.answer(job, "q0", "go")
    await desk.until(await desk.launch("talk"), "completed", timeout=WAIT)
    assert "answer go in 1" not in lines(trace)
    gate.touch()
    await desk.until(other, "completed", timeout=WAIT)
    await desk.until(job, "completed", timeout=WAIT)
    assert lines(trace) == ["start 1", "start 1", "end 1", "answer go in 1"]


async def test_places_under_a_limit(redis_url: str, desk: Desk) -> None:
    """All or none; twice is once; what nobody renews is free again; no key stays."""
    limits = Limits(desk.bus.redis, 0.2)
    one, two = Limit(name="one", max=1), Limit(name="two", max=2)
    assert await limits.take("a", [two, one]) == [two, one]
    assert await limits.take("a", [two, one]) == []
    assert await limits.take("b", [two, one]) is None
    assert await limits.running("two") == ["a"], "what was taken on the way to a refusal is given back"
    assert await limits.take("b", [two]) == [two]
    assert await limits.take("c", [two]) is None
    await limits.give_back("b", [two])

    async def free() -> bool:
        await limits.keep([("a", two)])
        return await limits.take("c", [one]) == [one]

    await wait_until(free, "the hold of a place that is not renewed to end", WAIT)
    assert await limits.running("two") == ["a"]
    for name in ("one", "two"):
        assert 0 < await desk.bus.redis.pttl(limit_key(name)) <= 200
    await wait_until(lambda: _gone(desk), "the keys to expire", WAIT)
    await limits.keep([("a", one)])
    assert await limits.running("one") == ["a"], "a running job takes the place again that Redis has lost"


async def _gone(desk: Desk) -> bool:
    return not [key async for key in desk.bus.redis.scan_iter("jw:limit:*")]


async def test_a_place_given_back_in_the_moment_of_its_renewal_stays_free(redis_url: str, desk: Desk) -> None:
    """The beat that was under way with it does not hold it for a job that is over."""
    limit, looks = Limit(name="alone", max=1), list[str]()
    limits = Limits(desk.bus.redis, 3600)
    assert await limits.take("a", [limit]) == [limit]

    def held() -> tuple[Limit, ...]:
        # What the beat is about to renew is given back before it gets there.
        looks.append("look")
        if len(looks) > 1:
            return ()
        with redis.Redis.from_url(redis_url) as client:
            client.zrem(limit_key("alone"), "a")
        return (limit,)

    info = WorkerInfo(id="w", host="h", pid=1, types=[], queues=[], concurrency=1)
    keeper = LeaseKeeper(redis_url, lease=LEASE, beat=0.05, info=lambda _: info, types=[])
    keeper.start()
    keeper.hold(Holding(Beat("a", 1, "t"), on_lost=lambda: None, limits=held))
    await wait_until(lambda: len(looks) > 3, "some beats", WAIT)
    await keeper.stop()
    assert await limits.running("alone") == []
