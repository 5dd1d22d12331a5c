"""What the model is asked, and what is made of its answer.

A model of 135 million parameters invents as soon as it is given much to read. It stays nearest to the
text when it sees one short extract just before the question, and when the first words of its answer
are put into its mouth. So a small model writes a paragraph on each source, which begins with the
source's name; only a larger one is given all sources at once.
"""

from collections.abc import Sequence

from .documents import Passage
from .retrieval import extract

_SYSTEM = "You answer questions about Python from documentation."
_EXTRACT = 400
"""Characters of each source that a small model reads."""


def messages(question: str, sources: Sequence[Passage], first: int, small: bool) -> list[dict[str, str]]:
    """The chat that asks ``question`` about ``sources``; ``first`` is the number the first one is cited by."""
    if small:
        documentation = "\n\n".join(f"{title(s)}: {extract(question, s, _EXTRACT)}" for s in sources)
        wish = "answer in two short sentences"
    else:
        documentation = "\n\n".join(f"[{n}] {title(s)}\n{s.text}" for n, s in enumerate(sources, first))
        wish = "answer in a few short sentences, citing sources like [1]"
    ask = f"Documentation:\n\n{documentation}\n\nUsing only this documentation, {wish}: {question}"
    chat = [{"role": "system", "content": _SYSTEM}, {"role": "user", "content": ask}]
    return [*chat, {"role": "assistant", "content": _opening(sources[0])}] if small else chat


def title(source: Passage) -> str:
    """``subprocess.call(*popenargs, timeout=None)``: the name as one would write it, long signatures cut."""
    return _short(source) + (source.signature if len(source.signature) < 80 else "(…)")


def _short(source: Passage) -> str:
    return source.name.removeprefix("builtins.").removeprefix("topic.")


def heading(question: str, number: int, source: Passage) -> str:
    """What comes before the model's words on one source: its title, a quotation, and their opening."""
    return f"[{number}] {title(source)}\n> {extract(question, source, _EXTRACT // 2)}\n\n{_opening(source)}"


def _opening(source: Passage) -> str:
    return f"`{_short(source)}`"


def bibliography(sources: Sequence[Passage]) -> str:
    """The numbered sources that end an answer."""
    return "Sources\n" + "\n".join(f"[{n}] {s.name} — {s.path}" for n, s in enumerate(sources, 1)) + "\n"


def loops(text: str, tail: int = 48) -> bool:
    """True once the last ``tail`` characters were all written before: the model goes round in circles."""
    return len(text) >= 2 * tail and text[-tail:] in text[:-tail]
