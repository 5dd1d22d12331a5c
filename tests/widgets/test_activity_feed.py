"""Feed (Python) and store (the page's JavaScript, run by Node) together: any history, any lost message."""

import json
import random
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.state import JobSnapshot, fold_all
from jobwidgets.protocol.wire import decode_snapshot, encode_snapshot
from jobwidgets.testing import FakeJob
from jobwidgets.widgets.activity_feed import CHUNK, ActivityFeed, final, size_of, step_rows, superseded_segments

from ..front_end import FRONT_END, NODE

STORE = """
import { createInterface } from "node:readline";
const { ActivityStore } = await import(process.argv[1]);
let store, sent;
const lines = createInterface({ input: process.stdin });
for await (const line of lines) {
  const { op, message } = JSON.parse(line);
  if (op === "new") {
    if (store) clearTimeout(store.timer);
    sent = [];
    store = new ActivityStore((m) => sent.push(m));
    store.hello();
  } else store.receive(message);
  const steps = [...store.steps.values()];
  const texts = [...store.texts].map(([seg, t]) => [seg, t.ch, t.attempt, t.parts.join("")]);
  const old = [...store.old].sort((a, b) => a - b);
  const size = (data) => JSON.stringify(data).length;
  const artifacts = [...store.artifacts.values()].map((row) => [row.id, size(row.data), row.superseded]);
  console.log(JSON.stringify({ sent: sent.splice(0), client: store.client, n: store.n, steps, texts, old, artifacts }));
}
process.exit(0);
"""


class Store:
    """The page's store in a Node process."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [NODE, "--input-type=module", "-e", STORE, (FRONT_END / "src/model/activity_store.js").as_uri()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, op: str, message: Any = None) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"op": op, "message": message}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    store = Store()
    yield store
    store.close()


def deliver(store: Store, feed: ActivityFeed, snapshot: JobSnapshot, messages: list[Any], lose: set[int]) -> Any:
    """Give ``messages`` to the page except those to lose, answer each hello it sends, once as incompletely."""
    seen = None
    queue = [m for i, m in enumerate(messages) if i not in lose]
    while queue:
        seen = store("message", queue.pop(0))
        for asked in seen["sent"]:
            assert asked["type"] == "hello"
            answer = feed.advance(snapshot) + feed.everything(snapshot, seen["client"])
            # Without its first message nothing of the answer counts: the page asks again after a while.
            queue += [m for i, m in enumerate(answer) if m["type"] == "snapshot" or i not in lose]
            lose = set()
    return seen


EVENTS = st.one_of(
    st.builds(ev.Text, job=st.just(""), delta=st.text(max_size=30), channel=st.sampled_from(["answer", "reasoning"])),
    st.builds(ev.Text, job=st.just(""), delta=st.just("🦉 a long piece of text\n" * 3000)),
    st.builds(ev.Log, job=st.just(""), message=st.text(max_size=30)),
    st.builds(
        ev.Step,
        job=st.just(""),
        id=st.sampled_from("abcd"),
        parent=st.sampled_from([None, "a", "b"]),
        name=st.text(max_size=10),
        status=st.sampled_from(["running", "completed", "failed"]),
        detail=st.sampled_from([None, "x", {"q": [1]}]),
        arguments=st.sampled_from([None, {"q": 1}]),
        result=st.sampled_from([None, "r"]),
        error=st.sampled_from([None, "E: no"]),
    ),
    st.builds(
        ev.Artifact,
        job=st.just(""),
        id=st.sampled_from("xyz"),
        name=st.just("name"),
        media_type=st.just("text/plain"),
        data=st.sampled_from(["", "small", "large" * 20_000]),
    ),
    st.builds(ev.Checkpoint, job=st.just(""), number=st.integers(1, 4)),
    st.builds(ev.Attempt, job=st.just(""), attempt=st.integers(1, 4), checkpoint=st.integers(0, 3)),
)


@given(
    batches=st.lists(st.lists(EVENTS, min_size=1, max_size=6), min_size=1, max_size=12),
    seed=st.integers(0, 2**16),
    lossy=st.booleans(),
)
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_page_shows_what_the_snapshot_says(
    store: Store, batches: list[list[ev.KnownEvent]], seed: int, lossy: bool
) -> None:
    """Whatever happens to a job and whatever is lost on the way, after the ``end`` message the page's texts, steps and
    artifacts are exactly the snapshot's, superseded attempts included."""
    rng = random.Random(seed)
    job, feed = FakeJob(), ActivityFeed()
    job.emit(ev.Attempt(job="", attempt=1))
    client = store("new")["client"]
    feed.advance(job.snapshot)
    deliver(store, feed, job.snapshot, feed.everything(job.snapshot, client), set())
    for batch in batches:
        job.emit(*batch)
        messages = feed.advance(job.snapshot)
        if rng.random() < 0.2:  # another page, or this one, asks for everything
            messages += feed.everything(job.snapshot, rng.choice([client, None, "another page"]))
        lose = {i for i in range(20) if lossy and rng.random() < 0.3}
        deliver(store, feed, job.snapshot, messages, lose)
    seen = deliver(store, feed, job.snapshot, [feed.end()], set())
    assert seen["n"] == feed.n
    assert sorted(seen["texts"]) == [[i, s.channel, s.attempt, s.text] for i, s in enumerate(job.snapshot.text)]
    assert seen["old"] == superseded_segments(job.snapshot)
    assert sorted(seen["steps"], key=lambda r: r["order"]) == step_rows(job.snapshot)
    made = job.snapshot.artifacts.values()
    expected = [[a.id, len(a.data) + 2, job.snapshot.superseded(a.attempt, a.checkpoint)] for a in made]
    assert sorted(seen["artifacts"]) == sorted(expected)


def test_deltas_carry_only_what_is_new() -> None:
    """Twice the text costs twice the bytes: no delta repeats what an earlier one said."""
    job, feed = FakeJob(), ActivityFeed()
    sizes = []
    for _ in range(400):
        job.emit(ev.Text(job="", delta="word " * 10))
        sizes += [len(span["text"]) for m in feed.advance(job.snapshot) for span in m["text"]]
    assert sum(sizes) == len(job.text)


def test_superseding_repeats_nothing() -> None:
    """A new attempt that supersedes a long text costs its number: neither the old text nor the one before the
    checkpoint is sent again, and what the new attempt writes goes on below."""
    job, feed = FakeJob(), ActivityFeed()
    job.emit(ev.Attempt(job="", attempt=1), ev.Text(job="", delta="kept " * 1000), ev.Checkpoint(job="", number=1))
    job.emit(ev.Text(job="", delta="lost " * 5000), ev.Text(job="", delta="thoughts", channel="reasoning"))
    feed.advance(job.snapshot)
    job.emit(ev.Attempt(job="", attempt=2, checkpoint=1), ev.Text(job="", delta="again"))
    (message,) = feed.advance(job.snapshot)
    assert message["old"] == [1, 2]
    assert message["text"] == [{"seg": 3, "ch": "answer", "attempt": 2, "at": 0, "to": 5, "text": "again"}]
    job.emit(ev.Text(job="", delta=" and on"))
    (message,) = feed.advance(job.snapshot)
    assert message["text"] == [{"seg": 3, "ch": "answer", "attempt": 2, "at": 5, "to": 12, "text": " and on"}]
    assert "old" not in message


def test_many_steps_travel_in_pieces(store: Store) -> None:
    """Thousands of steps, as a change or from the start, are many messages of which Jupyter's server drops none for its
    size; together they are all steps, and the page knows when one of them did not arrive."""
    job, feed = FakeJob(), ActivityFeed()
    job.emit(*(ev.Step(job="", id=str(i), name=f"step {i}", arguments="x" * 1_500) for i in range(1_000)))
    deltas = feed.advance(job.snapshot)
    client = store("new")["client"]
    whole = feed.everything(job.snapshot, client)
    for messages in (deltas, whole):
        assert max(map(size_of, messages)) < 2 * CHUNK
        assert [row for m in messages for row in m.get("steps", ())] == step_rows(job.snapshot)
    assert whole[0]["more"] == len(whole) - 1 > 10
    seen = deliver(store, feed, job.snapshot, [*whole[:5], *whole[6:], feed.end()], set())
    assert len(seen["steps"]) == 1_000
    assert size_of(final(job.snapshot)) < 700_000


def test_nothing_new_says_nothing() -> None:
    """The same snapshot twice gives no message."""
    job, feed = FakeJob(), ActivityFeed()
    job.emit(ev.Text(job="", delta="a"), ev.Step(job="", id="s", name="s"))
    assert feed.advance(job.snapshot)
    assert feed.advance(job.snapshot) == []


def test_another_epoch_starts_over() -> None:
    """When the history is another one, lengths prove nothing: everything is told to everybody."""
    job, feed = FakeJob(), ActivityFeed()
    job.emit(ev.Text(job="", delta="from the first epoch"))
    feed.advance(job.snapshot)
    reborn = fold_all(
        JobSnapshot(job=job.id, epoch=2), [ev.Text(job=job.id, epoch=2, seq=1, delta="from the other one!")]
    )
    (message,) = feed.advance(reborn)
    assert message["type"] == "snapshot"
    assert message["to"] is None
    assert message["text"][0]["text"] == "from the other one!"


def test_large_texts_travel_in_pieces() -> None:
    """No message holds more than `CHUNK` characters; together they are the text."""
    job, feed = FakeJob(), ActivityFeed()
    text = "".join(chr(97 + i % 26) for i in range(3 * CHUNK + 5))
    job.emit(ev.Text(job="", delta=text))
    messages = feed.advance(job.snapshot)
    assert [m["n"] for m in messages] == [1, 2, 3, 4]
    assert max(sum(len(s["text"]) for s in m["text"]) for m in messages) <= CHUNK
    assert "".join(s["text"] for m in messages for s in m["text"]) == text
    whole = feed.everything(job.snapshot, "me")
    assert "".join(s["text"] for m in whole for s in m["text"]) == text


def show(id: str, data: Any) -> ev.Artifact:
    return ev.Artifact(job="", id=id, name=f"{id}.json", media_type="application/json", data=data)


def test_an_artifact_is_told_when_it_changes() -> None:
    """Once, with a version that grows; not again with what else changes, nor after a new subscription."""
    job, feed = FakeJob(), ActivityFeed()
    job.emit(ev.Attempt(job="", attempt=1), show("a", [1]), show("b", {"x": 1}), ev.Text(job="", delta="both"))
    (message,) = feed.advance(job.snapshot)
    assert message["text"]
    assert [row["id"] for row in message["artifacts"]] == ["a", "b"]
    assert message["artifacts"][0] == {
        "id": "a", "name": "a.json", "mediaType": "application/json", "data": [1], "version": 1, "superseded": False,
    }  # fmt: skip
    job.emit(ev.Text(job="", delta="more"))
    (message,) = feed.advance(job.snapshot)
    assert "artifacts" not in message
    job.emit(show("a", [1, 2]))
    (message,) = feed.advance(job.snapshot)
    assert [(row["id"], row["data"], row["version"]) for row in message["artifacts"]] == [("a", [1, 2], 2)]
    again = decode_snapshot(encode_snapshot(job.snapshot))
    assert feed.advance(again) == []
    (whole,) = feed.everything(again, "me")
    assert [(row["id"], row["version"]) for row in whole["artifacts"]] == [("a", 2), ("b", 1)]


def test_a_superseded_artifact_is_told() -> None:
    """A new attempt strikes out what the one before it made, until it is made again."""
    job, feed = FakeJob(), ActivityFeed()
    job.emit(ev.Attempt(job="", attempt=1), show("a", 1))
    feed.advance(job.snapshot)
    job.emit(ev.Attempt(job="", attempt=2))
    (message,) = feed.advance(job.snapshot)
    assert [(row["superseded"], row["version"]) for row in message["artifacts"]] == [(True, 2)]
    job.emit(show("a", 2))
    (message,) = feed.advance(job.snapshot)
    assert [(row["superseded"], row["version"]) for row in message["artifacts"]] == [(False, 3)]


def test_another_epoch_replaces_the_artifacts() -> None:
    """Those of the other history are gone; versions go on, so that a view draws again what has changed."""
    job, feed = FakeJob(), ActivityFeed()
    job.emit(show("a", 1), show("gone", 1))
    feed.advance(job.snapshot)
    lost = replace(show("a", 5), job=job.id, epoch=2, seq=1)
    (message,) = feed.advance(fold_all(JobSnapshot(job=job.id, epoch=2), [lost]))
    assert message["type"] == "snapshot"
    assert [(row["id"], row["data"], row["version"]) for row in message["artifacts"]] == [("a", 5, 2)]


def test_a_large_artifact_travels_alone() -> None:
    """Small ones share a message with each other and with text, one above `CHUNK` has a message of its own; sizes count
    what is sent."""
    job, feed = FakeJob(), ActivityFeed()
    job.emit(ev.Text(job="", delta="text"), show("s1", "x"), show("big", "é" * 100_000), show("s2", "y"))
    job.emit(show("m1", "m" * 30_000), show("m2", "m" * 30_000))
    deltas = feed.advance(job.snapshot)
    together = [[row["id"] for row in m.get("artifacts", [])] for m in deltas]
    assert together == [["s1"], ["big"], ["s2", "m1"], ["m2"]]
    assert [m["n"] for m in deltas] == [1, 2, 3, 4]
    assert 200_000 < size_of(deltas[1]) < 201_000
    whole = feed.everything(job.snapshot, "me")
    assert [m["type"] for m in whole] == ["snapshot", "more", "more", "more"]
    assert [[row["id"] for row in m["artifacts"]] for m in whole] == together
    assert all(m["to"] == "me" for m in whole)
