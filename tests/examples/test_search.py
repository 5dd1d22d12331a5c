"""The agent as a whole, with the real index and the real small model."""

import asyncio
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from jobwidgets.examples.search import index, model, search
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import InvalidParams
from jobwidgets.testing import wait_until

from .conftest import Recording


async def test_answers_with_sources(home: Path, recording: Recording) -> None:
    """It plans, searches, reads and writes; the answer quotes and cites the documentation; all is reported."""
    result = await search(recording.context, query="How can I run a subprocess with a timeout?")
    snapshot = recording.snapshot
    assert set(recording.steps().values()) == {"completed"}
    top = [step.name for step in snapshot.step_list() if step.parent is None]
    assert top == ["Index the documentation", "Plan", "Search", "Read", "Write"]
    parents = {step.name: step.parent for step in snapshot.step_list()}
    search_step = next(step for step in snapshot.step_list() if step.name == "Search")
    assert parents["run subprocess timeout"] == search_step.id
    assert "> Run command with arguments and return a CompletedProcess instance." in recording.text
    assert "\nSources\n[1] subprocess.run — subprocess.py:" in recording.text
    assert result["answer"] == recording.text
    assert result["sources"][0].startswith("subprocess.run — ")
    json.dumps(result)
    assert snapshot.usage.input_tokens > 100
    assert snapshot.usage.output_tokens > 20
    (artifact,) = snapshot.artifacts.values()
    assert artifact.media_type == "application/json"
    assert artifact.data[0]["name"] == "subprocess.run"
    json.dumps(artifact.data)
    done = [event.value or 0.0 for event in recording.events if isinstance(event, ev.Progress)]
    assert done == sorted(done)
    assert done[-1] == 1.0


async def test_streams(home: Path, recording: Recording) -> None:
    """The text comes in small pieces: about one for each token the model writes."""
    await search(recording.context, query="What is a dataclass?", max_sources=1, max_tokens=40)
    pieces = [event for event in recording.events if isinstance(event, ev.Text)]
    assert recording.snapshot.usage.output_tokens <= 40
    assert len(pieces) >= recording.snapshot.usage.output_tokens


async def test_two_jobs_share_the_model(home: Path) -> None:
    """Jobs of one worker use one model, at the same time."""
    both = Recording(), Recording()
    questions = "What is a dataclass?", "What does itertools.groupby do?"
    asked = [search(r.context, query=q, max_sources=1) for r, q in zip(both, questions, strict=True)]
    first, second = await asyncio.gather(*asked)
    assert "dataclasses.dataclass" in first["answer"]
    assert "itertools.groupby" in second["answer"]
    assert len(model._loaded) == 1


async def test_cancelled_while_writing(home: Path, recording: Recording) -> None:
    """Cancelling in mid-sentence takes effect at once, and the model is free for the next job."""
    job = asyncio.create_task(search(recording.context, query="What is a dataclass?", max_sources=8, max_tokens=4000))
    await wait_until(lambda: recording.snapshot.channel_text().count(" ") > 60, "some text", timeout=90)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(job, 30)
    assert recording.steps()["Write"] == "cancelled"
    assert "Sources" not in recording.text
    again = Recording()
    await asyncio.wait_for(search(again.context, query="What is a dataclass?", max_sources=1, max_tokens=16), 30)


async def test_cancelled_while_indexing(
    home: Path, recording: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first job of an environment shows how far the indexing is, and can be cancelled in it."""
    monkeypatch.setenv("JOBWIDGETS_HOME", str(tmp_path))
    job = asyncio.create_task(search(recording.context, query="What is a dataclass?"))
    await wait_until(lambda: recording.snapshot.progress, "progress of the indexing", timeout=60)
    progress = recording.snapshot.progress
    assert progress is not None
    assert progress.message is not None
    assert progress.message.startswith("indexing file 100 of ")
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(job, 30)
    assert recording.steps() == {"Index the documentation": "cancelled"}
    assert list((tmp_path / "cache").iterdir()) == []


async def test_rebuilds_a_damaged_index(
    home: Path, recording: Recording, real_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged index is built again within the job, which says so."""
    monkeypatch.setenv("JOBWIDGETS_HOME", str(tmp_path))
    index.index_path().parent.mkdir()
    shutil.copy(real_index, index.index_path())
    os.truncate(index.index_path(), 100_000)

    async def build(path: Path, on_progress: Any) -> None:
        shutil.copy(real_index, path)

    monkeypatch.setattr(index, "build_index", build)
    await search(recording.context, query="What is a dataclass?", max_sources=1, max_tokens=16)
    assert "Indexing the docstrings" in recording.snapshot.channel_text(ev.LOG_CHANNEL)


async def test_nothing_found(home: Path, recording: Recording) -> None:
    """A question the documentation does not know ends well, with a sentence that says so."""
    result = await search(recording.context, query="xyzzyplugh frobnicatrix")
    assert result["sources"] == []
    assert "says nothing about this" in recording.text
    assert recording.steps()["Write"] == "completed"


async def test_no_words(home: Path, recording: Recording) -> None:
    """A question without any word is refused with the field's name."""
    with pytest.raises(InvalidParams, match="query: has no words"):
        await search(recording.context, query="?!")
    assert recording.steps()["Plan"] == "failed"


async def test_larger_model_reads_everything_at_once(
    home: Path, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model of the user's own gets all sources in one question, numbered as they are cited."""
    asked: list[list[dict[str, str]]] = []

    async def stream(chosen: model.Endpoint, messages: list[dict[str, str]], max_tokens: int) -> Any:
        asked.append(messages)
        yield model.Chunk("Use subprocess.run [1].")
        yield model.Chunk("", "length", 900, 5)

    monkeypatch.setattr(model, "endpoint", lambda: model.Endpoint("http://big/v1", "", "big", {}, small=False))
    monkeypatch.setattr(model, "stream", stream)
    await search(recording.context, query="How can I run a subprocess with a timeout?", max_sources=2)
    (chat,) = asked
    assert "[1] subprocess.run(" in chat[-1]["content"]
    assert "[2] " in chat[-1]["content"]
    assert recording.text.startswith("Use subprocess.run [1]. …\n\nSources\n[1] subprocess.run")
    assert recording.snapshot.usage.output_tokens == 5


async def test_stops_a_model_that_goes_in_circles(
    home: Path, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that repeats itself is cut short."""

    async def stream(chosen: model.Endpoint, messages: list[dict[str, str]], max_tokens: int) -> Any:
        while True:
            yield model.Chunk("The decorator returns a decorator function. ")

    monkeypatch.setattr(model, "endpoint", lambda: model.Endpoint("http://big/v1", "", "big", {}, small=False))
    monkeypatch.setattr(model, "stream", stream)
    await search(recording.context, query="What is a dataclass?")
    assert recording.text.count("The decorator returns") <= 4


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({}, "query"),
        ({"query": ""}, "query"),
        ({"query": "x" * 501}, "query"),
        ({"query": "x", "max_sources": 0}, "max_sources"),
        ({"query": "x", "max_tokens": "many"}, "max_tokens"),
        ({"query": "x", "colour": "red"}, "colour"),
    ],
)
def test_params(params: dict[str, Any], field: str) -> None:
    """What does not fit is refused before anything runs, by field."""
    with pytest.raises(InvalidParams) as refused:
        search.definition.arguments(params)
    assert list(refused.value.fields) == [field]
