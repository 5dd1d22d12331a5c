"""`CellCode`: a notebook's cell as the body of a job, as ``%%job`` sends it.

It runs like a cell, not like a function: what it assigns are its globals, ``await`` stands where it likes, and the
value of its last expression is the result.
"""

import ast
import builtins
import dis
import inspect
import linecache
from collections.abc import Callable
from types import CodeType
from typing import Any

CTX = "ctx"
"""The job's context, in the cell's scope."""
_RESULT = "__jobwidgets_result__"


class CellCode:
    """The source of a cell. Raises `SyntaxError`, with the cell's own line.

    ``source`` begins with the line of the magic, so that its lines have the numbers the notebook shows. ``values`` are
    what its names meant in the notebook.
    """

    def __init__(self, name: str, source: str, *, asynchronous: bool = True) -> None:
        self.filename = f"%%job {name}"
        self.source = source
        self.asynchronous = asynchronous
        self.values: dict[str, Any] = {}
        compile_cell(source, self.filename, asynchronous)

    def start(self, ctx: Any) -> tuple[Any, dict[str, Any]]:
        """Begin: what must be awaited first, if it is awaitable, and the namespace that has the result then."""
        # So that a traceback, here and in a child process, shows the lines.
        linecache.cache[self.filename] = (len(self.source), None, self.source.splitlines(True), self.filename)
        namespace = {"__name__": "__main__", "__builtins__": builtins, **self.values, CTX: ctx}
        return eval(compile_cell(self.source, self.filename, self.asynchronous), namespace), namespace


def cell_job(name: str, cell: CellCode) -> Callable[[Any], Any]:
    """The job function that runs ``cell``."""

    async def run(ctx: Any) -> Any:
        started, namespace = cell.start(ctx)
        if inspect.isawaitable(started):
            await started
        return namespace.get(_RESULT)

    def run_sync(ctx: Any) -> Any:
        return cell.start(ctx)[1].get(_RESULT)

    function = run if cell.asynchronous else run_sync
    function.__name__ = function.__qualname__ = name
    return function


def compile_cell(source: str, filename: str, asynchronous: bool) -> CodeType:
    """The cell's code; the value of its last expression is assigned to a name of ours."""
    tree = ast.parse(source, filename)
    if tree.body and isinstance(last := tree.body[-1], ast.Expr):
        target = ast.copy_location(ast.Name(_RESULT, ast.Store()), last)
        tree.body[-1] = ast.copy_location(ast.Assign([target], last.value), last)
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if asynchronous else 0
    return compile(ast.fix_missing_locations(tree), filename, "exec", flags)


def names_used(cell: CellCode) -> set[str]:
    """The names that the cell may read before it has given them a meaning itself."""
    code = compile_cell(cell.source, cell.filename, cell.asynchronous)
    instructions = list(dis.get_instructions(code))
    end = instructions[-1].offset + 1
    jumps = [(i.offset, i.argval) for i in instructions if i.opcode in dis.hasjrel or i.opcode in dis.hasjabs]
    stored: dict[str, list[int]] = {}
    used: set[str] = set()

    def given(name: str, by: int) -> bool:
        """Whether ``name`` has certainly been assigned by then: no jump leads from before that to between the two."""
        earlier = [store for store in stored.get(name, []) if store < by]
        return any(not any(jump < store < target <= by for jump, target in jumps) for store in earlier)

    for one in instructions:
        if one.opname in ("STORE_NAME", "STORE_GLOBAL"):
            stored.setdefault(one.argval, []).append(one.offset)
        elif one.opname in ("LOAD_NAME", "LOAD_GLOBAL") and not given(one.argval, one.offset):
            used.add(one.argval)
    # A function of the cell runs later, when the cell may have given its names a meaning.
    return (used | {name for name in _names_inside(code) if not given(name, end)}) - {CTX}


def _names_inside(code: CodeType) -> set[str]:
    found: set[str] = set()
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            loads = ("LOAD_GLOBAL", "LOAD_NAME")
            found |= {one.argval for one in dis.get_instructions(inner) if one.opname in loads} | _names_inside(inner)
    return found
