"""The index: passages in a SQLite FTS5 table (bm25 ranking, Porter stemming), built once and cached.

One file per Python environment. It is written as a draft and renamed into its place, so two workers
may build at once and a reader never sees half an index. A file that is damaged, or made for other
package versions, is built again.
"""

import asyncio
import gc
import hashlib
import os
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import platformdirs

from .documents import Passage, compiled, read, source_files

_FORMAT = "1"
"""Raise it when the table or what goes into it changes."""
_DRAFTS = ".building-"


class Hit(NamedTuple):
    """A passage that matched; ``score`` is bm25, larger is better."""

    passage: Passage
    score: float


def index_path() -> Path:
    """Where this environment's index belongs: under ``JOBWIDGETS_HOME`` or the platform's cache directory."""
    home = os.environ.get("JOBWIDGETS_HOME")
    folder = Path(home, "cache") if home else platformdirs.user_cache_path("jobwidgets")
    return folder / f"docs-{_digest(sys.prefix)}.sqlite"


def fingerprint() -> str:
    """Changes with the Python version and with every package installed, removed or upgraded."""
    installed = sorted(f"{d.name}=={d.version}" for d in metadata.distributions())
    return _digest(_FORMAT, sys.version, *installed)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def passage_count(path: Path) -> int | None:
    """How many passages a sound, current index has; None if it must be built."""
    try:
        with _reading(path) as db:
            (sound,) = db.execute("PRAGMA quick_check(1)").fetchone()
            made_for, count = db.execute("SELECT fingerprint, passages FROM about").fetchone()
    except (sqlite3.Error, TypeError):
        return None
    return count if sound == "ok" and made_for == fingerprint() else None


async def build_index(path: Path, on_progress: Callable[[int, int], None]) -> None:
    """Build the index in a process of its own, which dies with a cancelled job.

    ``on_progress(done, total)`` counts source files. Raises `RuntimeError` with the process's last words.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path.parent)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=_DRAFTS) as folder:
        draft = Path(folder, path.name)
        await _build_in_child(draft, on_progress)
        os.replace(draft, path)


async def _build_in_child(draft: Path, on_progress: Callable[[int, int], None]) -> None:
    code = f"from {__name__} import write_index; write_index({str(draft)!r})"
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stderr is not None
    try:
        async for line in child.stdout:
            done, total = line.split()
            on_progress(int(done), int(total))
        complaint = (await child.stderr.read()).decode(errors="replace").strip()
        if await child.wait() != 0:
            raise RuntimeError(f"Building the index failed: {complaint.splitlines()[-1] if complaint else 'killed'}")
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


def _sweep(folder: Path) -> None:
    """Remove the drafts of workers that were killed while they built."""
    for draft in folder.glob(f"{_DRAFTS}*"):
        if time.time() - draft.stat().st_mtime > 3600:
            shutil.rmtree(draft, ignore_errors=True)


def write_index(path: str) -> None:
    """Write a new index to ``path``. Each line it prints says "files done" and "files in all"."""
    with closing(sqlite3.connect(path)) as db:
        _fill(db)


def _fill(db: sqlite3.Connection) -> None:
    db.executescript(
        # A draft that is lost in a crash is simply built again, so nothing is synced to disk.
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        "CREATE TABLE about (fingerprint TEXT, passages INTEGER);"
        "CREATE VIRTUAL TABLE passages USING fts5(name, words, text, signature UNINDEXED, path UNINDEXED, "
        "part UNINDEXED, standard UNINDEXED, tokenize = 'porter unicode61');"
    )
    gc.disable()  # syntax trees have no cycles; looking for some takes a third of the time
    files = source_files()
    with db:
        count = _insert(db, compiled())
        for done, file in enumerate(files, 1):
            count += _insert(db, read(file))
            if done % 100 == 0 or done == len(files):
                print(done, len(files), flush=True)
        db.execute("INSERT INTO about VALUES (?, ?)", (fingerprint(), count))


def _insert(db: sqlite3.Connection, passages: Iterator[Passage] | list[Passage]) -> int:
    rows = [(p.name, name_words(p.name), p.text, p.signature, p.path, p.part, p.standard) for p in passages]
    db.executemany("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return len(rows)


def name_words(name: str) -> str:
    """``csv.DictReader`` as "csv Dict Reader": how a question would spell it."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[._]+", " ", name)


def find(path: Path, match: str, limit: int = 30) -> list[Hit]:
    """The best ``limit`` passages for the FTS5 expression ``match``.

    A hit in the name counts eight times one in the text; Python itself goes before packages.
    """
    with _reading(path) as db:
        rows = db.execute(
            "SELECT name, signature, path, text, part, standard, "
            "-bm25(passages, 8.0, 8.0, 1.0) * (CASE standard WHEN 1 THEN 1.5 ELSE 1.0 END) AS score "
            "FROM passages WHERE passages MATCH ? ORDER BY score DESC LIMIT ?",
            (match, limit),
        ).fetchall()
    return [Hit(Passage(*row[:5], standard=bool(row[5])), row[6]) for row in rows]


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        yield db
