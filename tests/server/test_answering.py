"""Questions of jobs: who may answer, what counts as an answer, and that the first one counts."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from jobwidgets.bus.commands import JobBus, new_token
from jobwidgets.bus.delivery import delivery_key
from jobwidgets.bus.external import publish_job_progress_async
from jobwidgets.bus.publisher import Publisher
from jobwidgets.bus.replies import Beat, Reading
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import Unavailable
from jobwidgets.protocol.events import JobState
from jobwidgets.protocol.memos import ASK, AskMemo
from jobwidgets.testing import wait_until
from jobwidgets_server import reconciler
from jobwidgets_server.keys import ANSWERS, DELIVERY

from .conftest import Server
from .test_jobs import work

YES_NO = {"enum": ["yes", "no"]}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough here."""
    return sqlite_url


async def ask(
    server: Server, bus: JobBus, schema: Any = None, *, key: str = "q1", expires: float | None = None
) -> tuple[str, Publisher]:
    """A job that waits for an answer, and what its worker writes with."""
    job = (await server.launch())["id"]
    writer = await work(bus, job)
    await ask_again(writer, job, schema, key=key, expires=expires)
    return job, writer


async def ask_again(writer: Publisher, job: str, schema: Any = None, *, key: str, expires: float | None = None) -> None:
    writer.emit(ev.InputRequested(job=job, key=key, prompt="Proceed?", schema=schema, expires=expires))
    writer.emit(ev.State(job=job, state=JobState.WAITING_INPUT))
    await writer.flush()


async def look(bus: JobBus, job: str) -> Reading:
    reading = await bus.read(job)
    assert reading is not None
    return reading


async def memo(bus: JobBus, job: str, key: str = "q1") -> AskMemo:
    return msgspec.json.decode((await bus.memos(job))[ASK + key], type=AskMemo)


async def answers_told(bus: JobBus, job: str) -> list[Mapping[str, Any]]:
    entries = [msgspec.json.decode(line) for entry in await bus.log(job) for line in entry.lines]
    return [event for event in entries if event["kind"] == "input-answered"]


async def test_the_question_is_shown_and_answered(server: Server, bus: JobBus):
    """GET and the list show the question; an answer makes the job run on, with the answer as a memo, delivered anew."""
    job, writer = await ask(server, bus, YES_NO)
    shown = (await server.get(f"/api/jobs/{job}")).body
    assert (shown["state"], shown["input"]["prompt"], shown["input"]["schema"]) == ("waiting_input", "Proceed?", YES_NO)

    async def listed() -> Any:
        return (await server.get("/api/jobs?state=waiting_input")).body["jobs"]

    (row,) = await wait_until(listed, "the question is recorded", timeout=30)
    assert row["input"]["key"] == "q1"
    answer = await server.post(f"/api/jobs/{job}/input", {"answer": "yes"})
    assert (answer.status, answer.body["state"]) == (200, "running")
    assert "input" not in answer.body
    assert await memo(bus, job) == AskMemo(answer="yes")
    assert [event["answer"] for event in await answers_told(bus, job)] == ["yes"]
    generation = (await look(bus, job)).generation
    assert generation > 1
    assert [key async for key in bus.redis.scan_iter(match=f"*{delivery_key(job, generation)}*")]
    await writer.aclose()


async def test_answer_to_a_job_nobody_holds(server: Server, bus: JobBus):
    """A job that was let go of while it waited is queued by its answer; the next attempt finds it."""
    job, writer = await ask(server, bus)
    reading = await look(bus, job)
    assert await bus.suspend(Beat(job, reading.attempt, reading.token or ""))
    answer = await server.post(f"/api/jobs/{job}/input", {"answer": {"n": 1}, "key": "q1"})
    assert (answer.status, answer.body["state"]) == (200, "queued")
    claim = await bus.claim(job, worker="w2", token=new_token(), lease=9, beat=3, max_attempts=3)
    assert (claim.status, claim.attempt) == ("granted", 2)
    assert await memo(bus, job) == AskMemo(answer={"n": 1})
    await writer.aclose()


@pytest.mark.parametrize("value", [None, False, 0, "", [], {"a": [1, None]}, "\u2028 \x00 \n"])
async def test_any_json_is_an_answer(server: Server, bus: JobBus, value: Any):
    """Without a schema every JSON value is an answer, null and what looks empty too."""
    job, writer = await ask(server, bus)
    assert (await server.post(f"/api/jobs/{job}/input", {"answer": value})).status == 200
    assert await memo(bus, job) == AskMemo(answer=value)
    (told,) = await answers_told(bus, job)
    assert told.get("answer") == value
    await writer.aclose()


@pytest.mark.parametrize(
    ("schema", "value", "says"),
    [
        (YES_NO, "maybe", 'it must be one of "yes", "no"'),
        ({"type": "integer", "minimum": 1}, 0, "it must be at least 1"),
        ({"type": "integer"}, "1", "it must be a whole number, not a string"),
        (
            {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]},
            {"n": None},
            "n: must be a whole number, not null",
        ),
        (
            {"type": "object", "properties": {"n": {}}, "additionalProperties": False},
            {"m": 1},
            "m: was not asked for; it takes n",
        ),
    ],
)
async def test_answer_that_does_not_fit(server: Server, bus: JobBus, schema: Any, value: Any, says: str):
    """422 with what is wrong; the question stays open and nothing is kept."""
    job, writer = await ask(server, bus, schema)
    before = await look(bus, job)
    answer = await server.post(f"/api/jobs/{job}/input", {"answer": value})
    assert (answer.status, answer.code) == (422, "invalid-answer")
    assert answer.body["error"]["detail"] == {"job": job, "problems": [says]}
    after = await look(bus, job)
    assert (after.state, after.seq) == (JobState.WAITING_INPUT, before.seq)
    assert await bus.memos(job) == {}
    await writer.aclose()


@pytest.mark.parametrize("schema", [{"type": "strin"}, 5, {"$ref": "http://127.0.0.1:9/x"}, {"$ref": "#"}])
async def test_schema_that_is_broken_itself(server: Server, bus: JobBus, schema: Any):
    """The mistake of the job's author does not leave the job waiting for ever: any answer is taken."""
    job, writer = await ask(server, bus, schema)
    assert (await server.post(f"/api/jobs/{job}/input", {"answer": 1})).status == 200
    await writer.aclose()


async def test_the_first_of_a_hundred(server: Server, bus: JobBus):
    """Of a hundred answers at once, some invalid, one counts: the others are told that nothing is asked any more."""
    job, writer = await ask(server, bus, {"type": "integer"})
    values = [n if n % 4 else "no number" for n in range(100)]
    answers = await asyncio.gather(*(server.post(f"/api/jobs/{job}/input", {"answer": v}) for v in values))
    taken = [value for value, answer in zip(values, answers, strict=True) if answer.status == 200]
    assert len(taken) == 1
    assert {a.code for a in answers if a.status != 200} <= {"not-waiting", "invalid-answer"}
    assert (await memo(bus, job)).answer == taken[0]
    assert [event["answer"] for event in await answers_told(bus, job)] == taken
    await writer.aclose()


async def test_the_same_command_again(server: Server, bus: JobBus):
    """An answer whose reply was lost may be sent again with its command: 200 again, one answer; another's is 409."""
    job, writer = await ask(server, bus)
    body = {"answer": 1, "command": "c1"}
    replies = [await server.post(f"/api/jobs/{job}/input", body) for _ in range(3)]
    assert [reply.status for reply in replies] == [200, 200, 200]
    assert len(await answers_told(bus, job)) == 1
    other = await server.post(f"/api/jobs/{job}/input", {"answer": 2, "command": "c2"})
    assert (other.status, other.code) == (409, "not-waiting")
    assert await memo(bus, job) == AskMemo(answer=1)
    await writer.aclose()


async def test_answer_to_another_question(server: Server, bus: JobBus):
    """An answer that names its question never answers the next one."""
    job, writer = await ask(server, bus)
    assert (await server.post(f"/api/jobs/{job}/input", {"answer": 1, "key": "q1"})).status == 200
    await ask_again(writer, job, key="q2")
    late = await server.post(f"/api/jobs/{job}/input", {"answer": 2, "key": "q1"})
    assert (late.status, late.code) == (409, "not-waiting")
    assert (await server.post(f"/api/jobs/{job}/input", {"answer": 3})).status == 200
    assert [(await memo(bus, job, key)).answer for key in ("q1", "q2")] == [1, 3]
    await writer.aclose()


async def test_wrong_key(server: Server, bus: JobBus):
    """A key that is not asked is 409 and changes nothing, valid or not."""
    job, writer = await ask(server, bus, YES_NO)
    answer = await server.post(f"/api/jobs/{job}/input", {"answer": "yes", "key": "q0"})
    assert (answer.status, answer.code) == (409, "not-waiting")
    assert answer.body["error"]["detail"] == {"state": "waiting_input", "key": "q0"}
    assert (await look(bus, job)).state is JobState.WAITING_INPUT
    await writer.aclose()


async def test_answer_while_it_is_cancelled(server: Server, bus: JobBus):
    """A job that is to be cancelled asks nothing any more."""
    job, writer = await ask(server, bus)
    assert (await server.post(f"/api/jobs/{job}/cancel")).body["state"] == "cancelling"
    answer = await server.post(f"/api/jobs/{job}/input", {"answer": 1})
    assert (answer.status, answer.code) == (409, "not-waiting")
    assert answer.body["error"]["detail"] == {"state": "cancelling"}
    await writer.aclose()


async def test_answer_when_redis_has_forgotten(server: Server, bus: JobBus, monkeypatch: pytest.MonkeyPatch):
    """A job that is over asks nothing; one that Redis has lost can be answered when it is back: 503."""
    job, writer = await ask(server, bus)
    await writer.aclose()

    async def nothing(*_: Any, **__: Any) -> None:
        return None

    monkeypatch.setattr(server.app[ANSWERS]._bus, "read", nothing)
    lost = await server.post(f"/api/jobs/{job}/input", {"answer": 1})
    assert (lost.status, lost.code) == (503, "unavailable")


async def test_external_job(server: Server, bus: JobBus):
    """A foreign worker takes its answers elsewhere."""
    await publish_job_progress_async(bus.redis, "x1", "ada", "running")
    answer = await server.post("/api/jobs/x1/input", {"answer": 1})
    assert (answer.status, answer.code) == (409, "not-waiting")


async def test_time_is_over(server: Server, bus: JobBus):
    """A question nobody answered in time is closed by the server: the job goes on, and its memo says so."""
    job, writer = await ask(server, bus, YES_NO, expires=time.time() - 1)
    await wait_until(lambda: _memo_there(bus, job), "the question is closed", timeout=30)
    assert await memo(bus, job) == AskMemo(timed_out=True)
    assert (await look(bus, job)).state is JobState.RUNNING
    late = await server.post(f"/api/jobs/{job}/input", {"answer": "yes"})
    assert (late.status, late.code) == (409, "not-waiting")
    assert not await server.app[ANSWERS].expire(job, "other")
    await writer.aclose()


async def _memo_there(bus: JobBus, job: str) -> bool:
    return bool(await bus.memos(job))


async def test_expiry_after_the_answer(server: Server, bus: JobBus):
    """An answer that came first stands, however late the clock says it is."""
    job, writer = await ask(server, bus)
    await server.post(f"/api/jobs/{job}/input", {"answer": 1})
    assert not await server.app[ANSWERS].expire(job, "q1")
    assert await memo(bus, job) == AskMemo(answer=1)
    await writer.aclose()


@pytest.fixture
def quick_walks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is started now looks after its jobs more often."""
    monkeypatch.setattr(reconciler, "WALK_EVERY", 0.5)


@pytest.mark.usefixtures("quick_walks")
async def test_queue_away(server: Server, bus: JobBus, monkeypatch: pytest.MonkeyPatch):
    """The answer counts though the delivery cannot be made; the reconciler makes it."""
    job, writer = await ask(server, bus)
    reading = await look(bus, job)
    assert await bus.suspend(Beat(job, reading.attempt, reading.token or ""))
    delivery, calls = server.app[DELIVERY], list[int]()
    enqueue = delivery.enqueue

    async def flaky(name: str, generation: int, **more: Any) -> None:
        calls.append(generation)
        if len(calls) == 1:
            raise Unavailable("the queue is away")
        await enqueue(name, generation, **more)

    monkeypatch.setattr(delivery, "enqueue", flaky)
    assert (await server.post(f"/api/jobs/{job}/input", {"answer": 1})).status == 200
    generation = (await look(bus, job)).generation
    await wait_until(lambda: calls.count(generation) > 1, "it is delivered all the same", timeout=30)
    await writer.aclose()


@pytest.mark.parametrize(
    "data",
    [b"{}", b"", b'{"answer": NaN}', b'{"answer": 1, "key": 5}', b'{"answer": 1, "command": ""}', b'{"answr": 1}'],
)
async def test_bad_bodies(server: Server, bus: JobBus, data: bytes):
    """400 with a sentence, whatever the job does."""
    job, writer = await ask(server, bus)
    answer = await server.post(f"/api/jobs/{job}/input", data=data)
    assert (answer.status, answer.code) == (400, "bad-request")
    assert (await look(bus, job)).state is JobState.WAITING_INPUT
    await writer.aclose()
