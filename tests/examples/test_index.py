"""The index: built once, whole or not at all, searched safely."""

import asyncio
import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from jobwidgets.examples.search import index, retrieval
from jobwidgets.examples.search.documents import Passage
from jobwidgets.testing import wait_until


@pytest.fixture
def small_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of three passages."""
    passages = [
        Passage("other.DictReader", "(f)", "other.py:1", "Reads rows of a file as dictionaries."),
        Passage("csv.DictReader", "(f)", "csv.py:80", "Reads rows of a file as dictionaries.", standard=True),
        Passage("shutil.copy", "(src, dst)", "shutil.py:1", "Copies files, and the bits of their mode.", standard=True),
    ]
    monkeypatch.setattr(index, "compiled", lambda: iter(passages))
    monkeypatch.setattr(index, "source_files", list)
    path = tmp_path / "index.sqlite"
    index.write_index(str(path))
    return path


def test_finds_by_words_of_names(small_index: Path) -> None:
    """ "dict reader" finds ``DictReader``, "copying" finds "copies", and Python itself comes first."""
    found = index.find(small_index, "dict AND reader")
    assert [hit.passage.name for hit in found] == ["csv.DictReader", "other.DictReader"]
    assert found[0].passage.standard
    assert found[0].passage.signature == "(f)"
    assert [hit.passage.name for hit in index.find(small_index, "copying")] == ["shutil.copy"]


@pytest.mark.parametrize(
    "question",
    [
        '"',
        "'; DROP TABLE passages; --",
        "NEAR(a b, 2)",
        "NOT AND OR",
        "What is AND.OR.NOT?",
        "name : x",
        "* ^ - +",
        "🦜 naïve 日本語",
        "a" * 500,
        "(",
    ],
)
def test_any_question_can_be_asked(small_index: Path, question: str) -> None:
    """No question can become an error of, or an attack on, the query language."""
    for query in retrieval.plan(question):
        index.find(small_index, query.match)
    assert index.passage_count(small_index) == 3


def test_noticed_when_it_must_be_built(small_index: Path, tmp_path: Path) -> None:
    """Missing, empty, cut short, overwritten or made for other packages: each is noticed."""
    assert index.passage_count(small_index) == 3
    assert index.passage_count(tmp_path / "missing.sqlite") is None
    assert not (tmp_path / "missing.sqlite").exists()
    whole = small_index.read_bytes()
    for broken in (
        b"",
        b"not a database at all",
        whole[: len(whole) // 2],
        whole[:4096] + b"\xff" * 4096 + whole[8192:],
    ):
        copy = tmp_path / "broken.sqlite"
        copy.write_bytes(broken)
        assert index.passage_count(copy) is None
    with closing(sqlite3.connect(small_index)) as db, db:
        db.execute("UPDATE about SET fingerprint = 'other packages'")
    assert index.passage_count(small_index) is None


def test_real_index(real_index: Path) -> None:
    """The real documentation gives thousands of passages in one sound file, without litter beside it."""
    assert (index.passage_count(real_index) or 0) > 5000
    assert list(real_index.parent.iterdir()) == [real_index]


async def test_two_builds_at_once(small_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers that build at the same time leave one sound index and no litter."""
    both_began = asyncio.Barrier(2)

    async def build(draft: Path, on_progress: object) -> None:
        await both_began.wait()
        await asyncio.to_thread(index.write_index, str(draft))
        await both_began.wait()

    monkeypatch.setattr(index, "_build_in_child", build)
    path = tmp_path / "cache" / "index.sqlite"
    await asyncio.gather(*(index.build_index(path, lambda done, total: None) for _ in range(2)))
    assert index.passage_count(path) == 3
    assert os.listdir(path.parent) == [path.name]


async def test_cancelled_build_leaves_nothing(tmp_path: Path) -> None:
    """Cancelling kills the process that indexes and removes its draft; a file that was there stays."""
    path = tmp_path / "cache" / "index.sqlite"
    path.parent.mkdir()
    path.write_bytes(b"old")
    seen: list[int] = []
    build = asyncio.create_task(index.build_index(path, lambda done, total: seen.append(done)))
    await wait_until(lambda: seen, "the first progress of the build", timeout=60)
    started = time.monotonic()
    build.cancel()
    with pytest.raises(asyncio.CancelledError):
        await build
    assert time.monotonic() - started < 20
    assert list(path.parent.iterdir()) == [path]
    assert path.read_bytes() == b"old"


async def test_failed_build_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the indexing process complained about is in the error."""

    def gone(draft: Path, name: str) -> Path:
        return draft.parent / "no such folder" / name

    monkeypatch.setattr(index, "Path", lambda *parts: gone(Path(parts[0], "x"), parts[-1]))
    with pytest.raises(RuntimeError, match="unable to open database file"):
        await index.build_index(tmp_path / "index.sqlite", lambda done, total: None)


async def test_sweeps_old_drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft whose worker was killed an hour ago goes; a young one belongs to somebody."""

    async def build(draft: Path, on_progress: object) -> None:
        shutil.copy(__file__, draft)

    monkeypatch.setattr(index, "_build_in_child", build)
    for name, age in (("old", 7200), ("young", 10)):
        draft = tmp_path / f".building-{name}"
        draft.mkdir()
        os.utime(draft, (time.time() - age, time.time() - age))
    await index.build_index(tmp_path / "index.sqlite", lambda done, total: None)
    assert sorted(os.listdir(tmp_path)) == [".building-young", "index.sqlite"]


def test_home_moves_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``JOBWIDGETS_HOME`` decides where the file is; without it, the platform's cache directory."""
    monkeypatch.setenv("JOBWIDGETS_HOME", str(tmp_path))
    assert index.index_path().is_relative_to(tmp_path)
    monkeypatch.delenv("JOBWIDGETS_HOME")
    assert not index.index_path().is_relative_to(tmp_path)
