"""Where the knowledge comes from: docstrings of this Python and its packages, cut into passages.

Source files are parsed with `ast`, never imported. What has no source file is asked directly: the
builtins and a few C modules of the standard library (`COMPILED`). The language topics of ``pydoc``
("with", "formatstrings", …) are read out of its source as well.
"""

import ast
import importlib
import inspect
import os
import re
import sysconfig
import textwrap
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jobwidgets

PASSAGE = 800
"""Characters a passage may have: a few of them fit a small model's context."""
PER_DOCSTRING = 10
"""How many passages of a very long docstring are kept."""
SHORTEST = 25
"""Characters below which a docstring says nothing."""

COMPILED = ("builtins", "_csv", "_functools", "_operator", "_struct", "itertools", "math", "time", "zlib")

_NO_DOCUMENTATION = """
    __main__.py __pycache__ _distutils_hack _vendor conftest.py dist-packages distutils encodings ensurepip idlelib
    lib2to3 node_modules pip pkg_resources setuptools site-packages test testing tests turtledemo vendor
"""
_SKIPPED = frozenset(_NO_DOCUMENTATION.split())
_RULE = re.compile(r"^[ \t]*[-=*+~|_^#]{3,}[-=*+~|_^# \t]*$\n?", re.MULTILINE)  # underlines, table borders
_FUNCTION = ast.FunctionDef, ast.AsyncFunctionDef


class Passage(NamedTuple):
    """A piece of documentation: ``name`` is dotted, ``path`` is ``file:line``, ``signature`` may be empty."""

    name: str
    signature: str
    path: str
    text: str
    part: int = 0
    """Which piece of its docstring this is, from 0."""
    standard: bool = False
    """It belongs to Python itself, not to a package."""


class SourceFile(NamedTuple):
    """A Python file and the directory its module name counts from."""

    path: Path
    root: Path
    standard: bool


def source_files() -> list[SourceFile]:
    """The public Python files of the standard library, the installed packages and jobwidgets."""
    paths = sysconfig.get_paths()
    ours = Path(jobwidgets.__file__).parent
    found: dict[Path, SourceFile] = {}
    for folder, root, standard in (
        (Path(paths["stdlib"]), Path(paths["stdlib"]), True),
        (Path(paths["purelib"]), Path(paths["purelib"]), False),
        (Path(paths["platlib"]), Path(paths["platlib"]), False),
        (ours, ours.parent, False),
    ):
        for path in _python_files(folder):
            found.setdefault(path, SourceFile(path, root, standard))
    return list(found.values())


def _python_files(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if _documents(name))
        yield from (Path(where, name) for name in sorted(names) if name.endswith(".py") and _documents(name))


def _documents(name: str) -> bool:
    return name not in _SKIPPED and not name.startswith(("test_", "."))


def read(file: SourceFile) -> list[Passage]:
    """The passages of one source file; none if it cannot be read or is not valid Python of this version."""
    try:
        source = file.path.read_bytes()
        if b'"""' not in source and b"'''" not in source:
            return []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # other people's invalid escape sequences
            tree = ast.parse(source)
    except (OSError, SyntaxError, ValueError, RecursionError):
        return []  # somebody else's file, or a template of some package and no module
    where = file.path.relative_to(file.root)
    module = ".".join(where.with_suffix("").parts)
    if module == "pydoc_data.topics":
        return list(_topics(tree, str(where)))
    return [
        passage
        for name, signature, line, text in _docstrings(tree, public_name(module, file.standard))
        for passage in split(Passage(name, signature, f"{where}:{line}", text, standard=file.standard))
    ]


def compiled() -> Iterator[Passage]:
    """The passages of `COMPILED`, read from the living objects."""
    for module_name in COMPILED:
        module = importlib.import_module(module_name)
        name = public_name(module_name)
        yield from _of_object(module, name, name)
        for key, value in vars(module).items():
            if key.startswith("_") or inspect.ismodule(value):
                continue
            yield from _of_object(value, f"{name}.{key}", name)
            for method, member in vars(value).items() if inspect.isclass(value) else ():
                if not method.startswith("_") and not issubclass(value, BaseException):
                    yield from _of_object(member, f"{name}.{key}.{method}", name)


def _of_object(value: Any, name: str, path: str) -> Iterator[Passage]:
    text = inspect.getdoc(value)
    if text and (inspect.isclass(value) or inspect.isroutine(value) or inspect.ismodule(value)):
        signature = re.sub(r"\$\w+, (/, )?", "", getattr(value, "__text_signature__", None) or "")
        yield from split(Passage(name, signature, path, text, standard=True))


def public_name(module: str, standard: bool = True) -> str:
    """What users call ``module``: ``httpx._client`` is seen as ``httpx``, ``_pydatetime`` as ``datetime``."""
    first, *rest = module.split(".")
    first = re.sub("^_(py)?(?=[a-z])" if standard else "^_", "", first)
    return ".".join([first, *(part for part in rest if not part.startswith("_"))])


def _docstrings(node: Any, name: str) -> Iterator[tuple[str, str, int, str]]:
    """(name, signature, line, docstring) of ``node`` and of everything public inside."""
    if text := ast.get_docstring(node):
        signature = f"({ast.unparse(node.args)})" if isinstance(node, _FUNCTION) else ""
        yield name, signature, getattr(node, "lineno", 1), text
    if isinstance(node, _FUNCTION):
        return  # what is defined inside a function cannot be used from outside
    for child in node.body:
        if isinstance(child, (*_FUNCTION, ast.ClassDef)) and not child.name.startswith("_"):
            yield from _docstrings(child, f"{name}.{child.name}")


def _topics(tree: ast.Module, path: str) -> Iterator[Passage]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            for topic, text in ast.literal_eval(node.value).items():
                yield from split(Passage(f"topic.{topic}", "", path, inspect.cleandoc(text), standard=True))


def split(whole: Passage) -> Iterator[Passage]:
    """Cut at blank lines into passages of about `PASSAGE` characters; a longer paragraph is cut hard.

    Later passages begin with the docstring's first sentence, so each can be understood alone.
    """
    if len(whole.text) < SHORTEST:
        return
    pieces: list[str] = []
    whole = whole._replace(text=_RULE.sub("", whole.text).strip())
    for paragraph in re.split(r"\n\s*\n", whole.text):
        for start in range(0, len(paragraph), PASSAGE):
            part = paragraph[start : start + PASSAGE]
            if pieces and len(pieces[-1]) + len(part) < PASSAGE:
                pieces[-1] += f"\n\n{part}"
            else:
                pieces.append(part)
    summary = textwrap.shorten(whole.text.split("\n\n")[0], 200, placeholder=" …")
    for part, piece in enumerate(pieces[:PER_DOCSTRING]):
        yield whole._replace(text=f"{summary}\n\n{piece}" if part else piece, part=part)
