"""The README's Python is real: it compiles, and each name it uses exists."""

import ast
import re
from pathlib import Path

import pytest

import jobwidgets as jw

README = (Path(__file__).parent.parent / "README.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_python_blocks(block: str) -> None:
    """Every attribute taken from the package is public, every one taken from a job exists."""
    tree = compile(block, "README.md", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = {"jw": jw, "job": jw.Job, "ctx": jw.JobContext}.get(node.value.id)
            assert owner is None or hasattr(owner, node.attr), node.attr
        if isinstance(node, ast.ImportFrom) and node.module == "jobwidgets":
            assert all(hasattr(jw, alias.name) for alias in node.names)


def test_commands_exist() -> None:
    """Every `jobwidgets …` command that is named is one."""
    from jobwidgets.cli.app import app

    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    named = set(re.findall(r"(?:^|`|\$\()jobwidgets ([a-z]+)", README, flags=re.MULTILINE))
    assert named - {"server", "worker"} <= known | {"server", "worker"}, named - known
    assert {"up", "doctor", "token", "launch"} <= named
