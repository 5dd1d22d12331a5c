"""From a question to search queries (`plan`), and from many hits to the few worth reading (`choose`).

Both are plain rules, not a model: the default model is far too small to plan, and rules can be read.
"""

import re
import textwrap
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from .documents import Passage
from .index import Hit, name_words

_SMALL_WORDS = """
    a about all an and any are as at be best between by can code could do does did example explain for from get give
    has have how i if in into is it its let make me mean my need of on one or please python should show some tell that
    the their them there this to use used using want was way we what when where which while who why will with work
    works would write you your
"""
_STOPWORDS = frozenset(_SMALL_WORDS.split())
_WORD = re.compile(r"[^\W_]+")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|[A-Za-z]\w*_\w+|[A-Z]?[a-z]+[A-Z]\w*")


WORTH_READING = 0.7
"""A passage this much less relevant than the best one would only distract."""


class Query(NamedTuple):
    """One search: ``label`` for the reader, ``match`` for FTS5."""

    label: str
    match: str


def plan(question: str) -> list[Query]:
    """The searches that may answer ``question``, the narrowest first; none if it has no words.

    Names in code (``functools.lru_cache``) are looked up as phrases; then all keywords at once, each
    pair of neighbours, and finally any of them.
    """
    names = list(dict.fromkeys(_IDENTIFIER.findall(question)))
    words = keywords(question)
    pairs = [f"{a} {b}" for a, b in pairwise(words)] if len(words) > 2 else []
    searches = [Query(name, f"{{name words}} : {_quoted(' '.join(_WORD.findall(name)))}") for name in names]
    searches += [Query(label, _all(label)) for label in (" ".join(words), *pairs[:3]) if label]
    if len(words) > 1:
        searches.append(Query(" or ".join(words), " OR ".join(map(_quoted, words))))
    return list({search.match: search for search in searches}.values())


def keywords(question: str) -> list[str]:
    """The words of ``question`` that say what it is about, lower-case, each once.

    A question of nothing but small words ("what is it for?") keeps them all.
    """
    words = list(dict.fromkeys(_WORD.findall(name_words(question).lower())))
    return [word for word in words if word not in _STOPWORDS and len(word) > 1] or words


def _all(label: str) -> str:
    return " AND ".join(map(_quoted, label.split()))


def _quoted(word: str) -> str:
    return f'"{word}"'  # words come from `_WORD`, which lets no quote through


def choose(question: str, hits: Iterable[Hit], limit: int) -> list[Passage]:
    """The ``limit`` best passages, at most one of each documented thing, the best first.

    A passage scores by how many of the question's keywords it contains, how much of its name they
    cover (``subprocess.run`` beats ``pytest.pytester.run_subprocess``), its bm25, whether it is long
    enough to explain something and the beginning of its docstring, and whether it is Python's own.
    What scores far below the best one (`WORTH_READING`) is left out.
    """
    stems = _stems(" ".join(keywords(question)))
    ranked = sorted(((_relevance(hit, stems), hit.passage) for hit in hits), reverse=True)
    best: dict[str, Passage] = {}
    for relevance, passage in ranked:
        if relevance >= WORTH_READING * ranked[0][0]:
            best.setdefault(passage.name, passage)
    return list(best.values())[:limit]


def extract(question: str, passage: Passage, size: int) -> str:
    """The sentences of ``passage`` nearest to ``question``, in their order, of about ``size`` characters.

    The first sentence is always among them: it says what the thing is.
    """
    stems = _stems(" ".join(keywords(question)))
    sentences = _sentences(passage.text)
    nearness = [len(stems & _stems(sentence)) - 0.05 * i for i, sentence in enumerate(sentences)]
    kept = [0]
    for i in sorted(range(1, len(sentences)), key=lambda i: -nearness[i]):
        if sum(len(sentences[k]) for k in kept) + len(sentences[i]) <= size:
            kept.append(i)
    return textwrap.shorten(" ".join(sentences[i] for i in sorted(kept)), 2 * size, placeholder=" …")


def _sentences(text: str) -> list[str]:
    """At least one; without what only announces a list or an example that is not there."""
    plain = re.sub(r":\w+:`~?", "`", text)  # Sphinx roles
    paragraphs = [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", plain)]
    found = [s for p in paragraphs for s in re.split(r"(?<=[.!?:]) +(?=[A-Z*`\"])", p)]
    return [s for s in found if len(s) > 3 and not s.endswith(":")] or found


def _relevance(hit: Hit, stems: set[str]) -> float:
    name = _stems(name_words(hit.passage.name)) - {"builtin", "topic"}
    text = _stems(hit.passage.text)
    covered = len(stems & (name | text)) / len(stems) if stems else 0.0
    named = len(stems & name) / len(name) if name else 0.0
    telling = min(len(hit.passage.text), 400) / 800 + 0.2 * (hit.passage.part == 0)
    central = 0.4 * hit.passage.standard - 0.05 * hit.passage.name.count(".")
    return 2 * covered + named + hit.score / 30 + telling + central


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(text.lower())}


def _stem(word: str) -> str:
    """Crude on purpose: enough to let "reading" and "files" meet "read" and "file"."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
