"""From questions to sources."""

from pathlib import Path

import pytest

from jobwidgets.examples.search import index, retrieval
from jobwidgets.examples.search.documents import Passage


def test_plan_goes_from_narrow_to_wide() -> None:
    """A name in code is looked up as such; then all keywords, pairs of them, any of them."""
    labels = [q.label for q in retrieval.plan("How can functools.lru_cache cache slow functions?")]
    assert labels[0] == "functools.lru_cache"
    assert labels[1] == "functools lru cache slow functions"
    assert labels[-1] == "functools or lru or cache or slow or functions"
    assert len({q.match for q in retrieval.plan("csv csv CSV")}) == len(retrieval.plan("csv csv CSV"))


def test_plan_of_small_words() -> None:
    """A question of nothing but small words keeps them; one without any word has no plan."""
    assert retrieval.plan("What is it?")[0].label == "what is it"
    assert retrieval.plan("?!  …") == []


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("How do I read a CSV file?", "csv.reader"),
        ("What does functools.lru_cache do?", "functools.lru_cache"),
        ("How can I run a subprocess with a timeout?", "subprocess.run"),
        ("How do I sort a list of dictionaries by a key?", "builtins.list.sort"),
        ("How do I parse JSON from a string?", "json.loads"),
        ("What is a context manager?", "topic.context-managers"),
        ("How do I list all files in a directory?", "os.walk"),
        ("How does asyncio.gather work?", "asyncio.tasks.gather"),
        ("What is a dataclass?", "dataclasses.dataclass"),
        ("How do I copy a file?", "shutil.copy"),
    ],
)
def test_finds_what_a_reader_would(real_index: Path, question: str, source: str) -> None:
    """Common questions lead to the documentation that answers them, among three sources."""
    hits = [hit for query in retrieval.plan(question) for hit in index.find(real_index, query.match)]
    assert source in [passage.name for passage in retrieval.choose(question, hits, 3)]


def test_choose_takes_each_thing_once() -> None:
    """Of several passages on one thing only the best is read; the irrelevant are not read at all."""
    told = "Opens a file for reading. " * 10
    hits = [
        index.Hit(Passage("m.open_file", "", "m.py:1", told, part=0), 20.0),
        index.Hit(Passage("m.open_file", "", "m.py:1", told, part=1), 21.0),
        index.Hit(Passage("m.window.size", "", "m.py:9", "A window.", part=3), 1.0),
    ]
    assert [(p.name, p.part) for p in retrieval.choose("How do I open a file?", hits, 3)] == [("m.open_file", 0)]
    assert retrieval.choose("How do I open a file?", [], 3) == []


def test_extract_quotes() -> None:
    """An extract keeps the first sentence, then what is nearest to the question, word for word."""
    text = (
        "Runs a command. It returns an object.\n\nUnrelated things are said here at length. See this::\n\n"
        "If the timeout expires, the child is killed. Nobody asked for this sentence."
    )
    passage = Passage("m.run", "", "m.py:1", text)
    quoted = retrieval.extract("What about the timeout?", passage, 70)
    assert quoted == "Runs a command. If the timeout expires, the child is killed."
