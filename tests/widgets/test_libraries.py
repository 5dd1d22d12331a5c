"""The plot libraries: whole, in pieces, within the budget, and only those."""

import gzip
import re
from typing import Any

from jobwidgets.testing import FakeJob
from jobwidgets.widgets.code import STATIC, views
from jobwidgets.widgets.flusher import Flusher
from jobwidgets.widgets.libraries import CHUNK, NAMES, Libraries, library_key, pieces
from jobwidgets.widgets.task_activity import TaskActivity

from .recording import comm_of, say, settled


def asked(message: dict[str, Any], flusher: Flusher) -> list[tuple[dict[str, Any], list[bytes]]]:
    """What is sent when a page says ``message``, all of it."""
    sent: list[tuple[dict[str, Any], list[bytes]]] = []
    libraries = Libraries(lambda content, buffers: sent.append((content, buffers)), Flusher())
    libraries._flusher.mark = lambda _: None  # type: ignore[method-assign]
    libraries.ask(message)
    while libraries.flush().more:
        pass
    return sent


def test_pieces_are_the_library(flusher: Flusher) -> None:
    """Put together and unpacked, the pieces are the built file; none is above the size of a piece."""
    for name in NAMES:
        sent = asked({"name": name, "key": library_key(name)}, flusher)
        assert [content["i"] for content, _ in sent] == list(range(sent[0][0]["n"]))
        packed = [buffer for _, (buffer,) in sent]
        assert gzip.decompress(b"".join(packed)) == (STATIC / f"{name}.js").read_bytes()
        assert max(map(len, packed)) <= CHUNK


def test_the_views_ask_for_the_libraries_they_were_built_with() -> None:
    """The built views name the hashes that the kernel knows."""
    for name in NAMES:
        assert re.search(rf'{name}:"{library_key(name)}"', views())


def test_only_what_is_missing(flusher: Flusher) -> None:
    """A page that lost pieces is sent those, whatever else it says."""
    message = {"name": "plotly", "key": library_key("plotly"), "missing": [1, 99, -1, "0", True, 1]}
    assert [content["i"] for content, _ in asked(message, flusher)] == [1]


def test_other_names_are_not_answered(flusher: Flusher) -> None:
    """No page gets a file by another name."""
    for name in ("../code", "notebook", None, ["plotly"]):
        assert asked({"name": name, "key": "x"}, flusher) == []


def test_a_page_of_another_version_is_told(flusher: Flusher) -> None:
    """A page whose views belong to another build is told to be reloaded."""
    ((content, buffers),) = asked({"name": "vega", "key": "of another"}, flusher)
    assert (content["key"], buffers) == ("of another", [])
    assert "reload the page" in content["error"]


def test_widgets_answer(flusher: Flusher) -> None:
    """Every live widget sends it, a piece a flush, counted against the kernel's budget."""
    spent: list[int] = []
    count = flusher._pacer.spend
    flusher._pacer.spend = lambda messages, size: (spent.append(size), count(messages, size))[1]  # type: ignore[method-assign]
    widget = TaskActivity(FakeJob(), flusher=flusher)
    say(widget, {"type": "library", "name": "vega", "key": library_key("vega")})
    sent = lambda: [m for m in comm_of(widget).custom if m.get("type") == "library"]  # noqa: E731
    settled(flusher, lambda: len(sent()) == len(pieces("vega")), "all pieces")
    assert sum(spent) > sum(map(len, pieces("vega")))
    widget.close()
