"""`CellCode`: a notebook's cell as the body of a job, as ``%%job`` sends it.

It runs like a cell, not like a function: what it assigns are its globals, ``await`` stands where it likes, and the
value of its last expression is the result.
"""

import ast
import builtins
import dis
import heapq
import inspect
import linecache
from collections.abc import Callable
from itertools import zip_longest
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


def names_used(cell: CellCode, *, surely: bool = False) -> set[str]:
    """The names that the cell may read before it has given them a meaning itself.

    ``surely``: without those that it reads so only where an exception, which it handles, kept it from assigning them.
    """
    code = compile_cell(cell.source, cell.filename, cell.asynchronous)
    given = _given_before(code, late=surely)
    loads = [one for one in dis.get_instructions(code) if one.opname in ("LOAD_NAME", "LOAD_GLOBAL")]
    used = {one.argval for one in loads if one.offset in given and one.argval not in given[one.offset]}
    # A function of the cell runs later, when the cell may have given its names a meaning.
    ends = [names for offset, names in given.items() if code.co_code[offset] in _ENDS]
    by_then = frozenset[str]().union(*ends[:1]).intersection(*ends)
    return (used | (_names_inside(code) - by_then)) - {CTX}


_ENDS = {dis.opmap[name] for name in ("RETURN_VALUE", "RETURN_CONST") if name in dis.opmap}
_JUMPS = {code for name, code in dis.opmap.items() if name.startswith("JUMP_") and "_IF_" not in name}
_NO_WAY_ON = _ENDS | _JUMPS | {dis.opmap["RAISE_VARARGS"], dis.opmap["RERAISE"]}


def _given_before(code: CodeType, *, late: bool) -> dict[int, frozenset[str]]:
    """By the offset of each instruction that can be reached: the names that have certainly been assigned by then,
    whichever way it went: jumps, loops, and exceptions, which come anywhere, or as ``late`` as they can."""
    instructions = list(dis.get_instructions(code))
    by_offset = {one.offset: (one, after) for one, after in zip_longest(instructions, instructions[1:])}
    bytecode: Any = dis.Bytecode(code)  # its stubs lack the table
    handlers = [(entry.start, entry.end, entry.target) for entry in bytecode.exception_entries]
    latest = {target: end for _, end, target in sorted(handlers)}
    given: dict[int, frozenset[str]] = {}
    # By offset: where nothing jumps back, each instruction is then looked at once.
    waiting: list[int] = []

    def reach(offset: int, names: frozenset[str]) -> None:
        known = given.get(offset)
        if known is None or not known <= names:
            given[offset] = names if known is None else known & names
            heapq.heappush(waiting, offset)

    reach(0, frozenset())
    while waiting:
        offset = heapq.heappop(waiting)
        while waiting and waiting[0] == offset:
            heapq.heappop(waiting)
        one, after = by_offset[offset]
        names = given[offset]
        before = names
        if one.opname in ("STORE_NAME", "STORE_GLOBAL") and one.argval not in names:
            names |= {one.argval}
        for start, end, target in handlers:
            if start <= offset < end and not late:
                reach(target, before)
            elif start <= offset < end == latest[target] and (after is None or after.offset >= end):
                reach(target, names)
        if one.opcode in dis.hasjrel or one.opcode in dis.hasjabs:
            reach(one.argval, names)
        if one.opcode not in _NO_WAY_ON and after is not None:
            reach(after.offset, names)
    return given


def _names_inside(code: CodeType) -> set[str]:
    found: set[str] = set()
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            loads = ("LOAD_GLOBAL", "LOAD_NAME")
            found |= {one.argval for one in dis.get_instructions(inner) if one.opname in loads} | _names_inside(inner)
    return found
