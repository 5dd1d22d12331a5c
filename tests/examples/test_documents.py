"""Docstrings become passages."""

from pathlib import Path

import pytest

from jobwidgets.examples.search import documents
from jobwidgets.examples.search.documents import PASSAGE, Passage, SourceFile, public_name, read, split

MODULE = '''
"""About this module, at some length."""
raise SystemExit("this module must never be imported")

def visible(a, *, b=1):
    """Does something that everybody can see."""
    def inner():
        """Nobody outside can call this one."""

def _hidden():
    """Does something that nobody can see."""

class Thing:
    """A thing with a method of its own."""
    async def act(self, how: str) -> None:
        """Acts in the way that it is told to."""
    def short(self):
        """Short."""
'''


def source(folder: Path, text: str, name: str = "pack/mod.py") -> SourceFile:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return SourceFile(path, folder, standard=False)


def test_reads_without_importing(tmp_path: Path) -> None:
    """Public names, signatures and lines come from the source text; nothing of it is run."""
    found = {p.name: p for p in read(source(tmp_path, MODULE))}
    assert set(found) == {"pack.mod", "pack.mod.visible", "pack.mod.Thing", "pack.mod.Thing.act"}
    assert found["pack.mod.visible"].signature == "(a, *, b=1)"
    assert found["pack.mod.visible"].path == f"{Path('pack/mod.py')}:5"


@pytest.mark.parametrize("text", ['"""half', '"""x"""\n{{ template }}', '"""\0"""', "no docstrings here"])
def test_skips_what_is_not_python(tmp_path: Path, text: str) -> None:
    """A template or a broken file in some package does not stop the indexing."""
    assert read(source(tmp_path, text)) == []
    assert read(SourceFile(tmp_path / "a dangling link.py", tmp_path, standard=False)) == []


@pytest.mark.parametrize(
    ("module", "standard", "name"),
    [
        ("csv", True, "csv"),
        ("_csv", True, "csv"),
        ("_pydatetime", True, "datetime"),
        ("httpx._client", False, "httpx"),
        ("_pytest.fixtures", False, "pytest.fixtures"),
        ("xml.etree.ElementTree", True, "xml.etree.ElementTree"),
    ],
)
def test_public_names(module: str, standard: bool, name: str) -> None:
    """Things are called what their users call them."""
    assert public_name(module, standard) == name


def test_splits_at_paragraphs() -> None:
    """A long docstring becomes passages of bounded size, each understandable alone, none of it lost."""
    paragraphs = [f"Paragraph {n} " + "word " * 60 for n in range(8)]
    text = "\n\n".join(["What this is.", *paragraphs])
    pieces = list(split(Passage("m.f", "()", "m.py:1", text)))
    assert len(pieces) > 1
    assert [piece.part for piece in pieces] == list(range(len(pieces)))
    for piece in pieces:
        assert piece.text.startswith("What this is.")
        assert len(piece.text) < PASSAGE + 250
    for paragraph in paragraphs:
        assert any(paragraph.strip() in piece.text for piece in pieces)


def test_a_paragraph_without_end_is_cut() -> None:
    """Even one without any blank line."""
    assert all(len(p.text) < PASSAGE + 250 for p in split(Passage("m", "", "m.py:1", "word " * 5000)))


def test_covers_python_and_packages() -> None:
    """The standard library, installed packages and jobwidgets are there; tests and private copies are not."""
    names = {str(file.path.relative_to(file.root)) for file in documents.source_files()}
    assert {str(Path(p)) for p in ("json/__init__.py", "pytest/__init__.py", "jobwidgets/protocol/state.py")} <= names
    assert not [name for name in names if "_vendor" in Path(name).parts or Path(name).name.startswith("test_")]


def test_compiled_modules_are_asked() -> None:
    """Builtins and C modules have no source; their docstrings are there all the same."""
    assert {"builtins.sorted", "builtins.str.split", "csv.reader", "itertools.groupby"} <= {
        p.name for p in documents.compiled()
    }
