"""``%load_ext jobwidgets``: what a cell with ``%%job`` becomes, and what the other magics give."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import cloudpickle
import pytest
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

from jobwidgets.client import default
from jobwidgets.client.session import Session
from jobwidgets.magics import travelling
from jobwidgets.protocol.errors import BadRequest, InvalidId, JobFailed, NotFound, TooLarge
from jobwidgets.worker.cell import CellCode, names_used

from .fake_relay import FakeRelay


@pytest.fixture
def shell(session: Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    """A notebook's shell whose default session is with the fake relay, with the extension loaded."""
    monkeypatch.setattr(default, "_default", session)
    yield from make_shell()


def make_shell() -> Iterator[InteractiveShell]:
    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "jobwidgets")
    shell.user_ns.update({"keep": 1})
    yield shell
    InteractiveShell.clear_instance()


def launched(relay: FakeRelay) -> Any:
    """The function that was sent last, as the worker gets it."""
    return cloudpickle.loads(relay.launches[-1].code or b"")


def run(function: Any, ctx: Any = None) -> Any:
    return asyncio.run(function(ctx or SimpleNamespace(write=print)))


def test_the_value_of_the_last_expression_is_the_result(shell: InteractiveShell, relay: FakeRelay) -> None:
    """The notebook's names have travelled, ``ctx`` is in scope, ``await`` works, and so does a function of the cell
    that uses what the cell assigned."""
    shell.run_cell("import math\nfactor = 3\ndef times(n):\n    return factor * n\n")
    job = shell.run_cell_magic(
        "job",
        "triple --tags a,b --timeout 5 --retries 2 --priority low --delay 1",
        "import asyncio\nawait asyncio.sleep(0)\nten = 10\ndef inner():\n    return ten\nctx.write('x')\n"
        "[times(inner()), math.floor(2.5), sum(n for n in range(factor))]\n",
    )
    said: list[str] = []
    assert run(launched(relay), SimpleNamespace(write=said.append)) == [30, 2, 3]
    assert said == ["x"]
    sent = relay.launches[-1]
    assert (sent.type, sent.tags, sent.timeout, sent.retries) == ("triple", ["a", "b"], 5, 2)
    assert (sent.priority, sent.delay) == ("low", 1)
    assert shell.user_ns["triple"] is job
    assert "ten" not in shell.user_ns


def test_a_cell_without_a_value_has_no_result(shell: InteractiveShell, relay: FakeRelay) -> None:
    """And one without a name leaves no variable."""
    before = set(shell.user_ns)
    shell.run_cell_magic("job", "", "x = 1\n")
    assert run(launched(relay)) is None
    assert relay.launches[-1].type == "cell"
    assert set(shell.user_ns) == before


def test_it_runs_in_another_process_without_the_notebook(shell: InteractiveShell, relay: FakeRelay) -> None:
    """A sync cell is a plain function there; an exception shows the cell's own lines, numbered as in the notebook."""
    shell.run_cell_magic("job", "--sync", "x = 20\n\nkeep / (x - 20)\n")
    script = (
        f"import pickle, traceback\nfunction = pickle.loads({relay.launches[-1].code!r})\n"
        "try:\n    function(None)\nexcept ZeroDivisionError:\n    traceback.print_exc()"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd="/", check=True).stderr
    assert 'File "%%job cell", line 4, in <module>\n    keep / (x - 20)' in shown


@pytest.mark.parametrize(
    ("source", "used"),
    [
        ("a", {"a"}),
        ("a = 1\na", set()),
        ("a = a + 1", {"a"}),
        ("for i in r:\n    i", {"r"}),
        ("if c:\n    a = 1\na", {"c", "a"}),
        ("[x for x in xs]", {"xs"}),
        ("def f(p):\n    q = p\n    return q + g", {"g"}),
        ("def f():\n    return late\nlate = 1\nf()", set()),
        ("import os\nos.getcwd()", set()),
        ("class C:\n    y = z", {"z"}),
        ("ctx.write(a.b)", {"a"}),
        ("await a()", {"a"}),
        ("async with a as b:\n    b", {"a"}),
        ("if c:\n    a = 1\nelse:\n    a = 2\na", {"c"}),
        ("try:\n    a = b\nexcept E:\n    a", {"a", "b", "E"}),
        ("try:\n    a = b\nexcept E:\n    a = 1\na", {"b", "E"}),
        ("try:\n    a = b\nfinally:\n    c\na", {"b", "c"}),
        ("with b:\n    a = 1\na", {"a", "b"}),
    ],
)
def test_only_names_that_are_used_travel(source: str, used: set[str]) -> None:
    """Those the cell reads before it has certainly assigned them."""
    builtin = {"__name__"}
    assert names_used(CellCode("cell", source)) - builtin == used


@pytest.mark.parametrize("code", ["with b:\n    a = 1\na", "try:\n    a = 1\n    b\nexcept E:\n    pass\na"])
def test_what_an_exception_may_uncover_travels_if_it_can(code: str) -> None:
    """A name that the cell assigns, unless an exception comes first, is the notebook's then; one that cannot be sent,
    or is too large, is not in the way of a cell that hardly needs it."""
    cell = CellCode("cell", code)
    assert names_used(cell, surely=True) == names_used(cell) - {"a"}
    assert travelling(cell, {"a": 1, "b": 2}) == {"a": 1, "b": 2}
    assert travelling(cell, {"a": threading.Lock(), "b": 2}) == {"b": 2}
    assert travelling(cell, {"a": bytes(2_000_000), "b": 2}) == {"b": 2}


def test_what_cannot_travel_is_named() -> None:
    """The variable, not the pickle's inner life; what the cell does not use does not matter."""
    notebook = {
        "lock": threading.Lock(),
        "n": 3,
        "big": bytes(2_000_000),
        "many": bytes(900_000),
        "some": bytes(300_000),
    }
    assert travelling(CellCode("cell", "n"), notebook) == {"n": 3}
    with pytest.raises(BadRequest, match=r"The variable 'lock' \(lock\) cannot be sent .* Make it inside"):
        travelling(CellCode("cell", "n, lock"), notebook)
    with pytest.raises(TooLarge, match="The variable 'big' that the cell uses is 2,000"):
        travelling(CellCode("cell", "n, big"), notebook)
    with pytest.raises(TooLarge, match="'many'"):
        travelling(CellCode("cell", "some, many"), notebook)


def test_a_syntax_error_shows_the_cells_line(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    """With its number; nothing is launched."""
    shell.run_cell("%%job broken\nx = 1\ny = = 2\n")
    shown = capsys.readouterr().out
    assert shown.splitlines()[:2] == ['  File "%%job broken", line 3', "    y = = 2"]
    assert "SyntaxError: invalid syntax" in shown
    assert "magics.py" not in shown
    assert "broken" not in shell.user_ns


@pytest.mark.parametrize("line", ["!pip list", "%cd /tmp"])
def test_what_only_a_notebook_knows_is_refused(shell: InteractiveShell, line: str) -> None:
    """Magics and shell commands would mean nothing in the worker."""
    with pytest.raises(UsageError, match=r"line 3: .* a job's cell is plain Python"):
        shell.run_cell_magic("job", "", f"x = 1\n{line}\n")


@pytest.mark.parametrize("line", ["two words", "1st", "ctx", "--timeout soon", "--priority urgent", "--whatever"])
def test_a_wrong_line_is_explained(shell: InteractiveShell, line: str) -> None:
    """In one sentence, before anything is launched."""
    with pytest.raises(UsageError):
        shell.run_cell_magic("job", line, "1\n")


def test_jobs_lists_and_job_attaches(shell: InteractiveShell, relay: FakeRelay) -> None:
    """With the options that `jobs` has; a wrong id is said to be one."""
    job = shell.run_cell_magic("job", "one", "1\n")
    assert shell.run_line_magic("job", job.id) is job
    assert [record.id for record in shell.run_line_magic("jobs", "--state queued --type one -n 5")] == [job.id]
    for wrong, error in (("", UsageError), ("no/id", InvalidId), ("missing", NotFound)):
        with pytest.raises(error):
            shell.run_line_magic("job", wrong)
    with pytest.raises(UsageError):
        shell.run_line_magic("jobs", "--state lost")


def test_help_says_what_the_options_are(shell: InteractiveShell) -> None:
    """`%%job?` shows the options and an example."""
    shown = shell.object_inspect_text("%%job")
    for part in ("--timeout SECONDS", "--sync", "squares.result()"):
        assert part in shown


def test_a_cell_really_runs(real_session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a real worker: result, text, a plain cell in a process of its own, and the error with the cell's line."""
    monkeypatch.setattr(default, "_default", real_session)
    for shell in make_shell():
        shell.run_cell("factor = 4")
        shell.run_cell("%%job good\nctx.write('working')\nawait ctx.step('think', lambda: 2)\nfactor * 10")
        shell.run_cell("%%job bad --sync\nx = factor\nraise ValueError(x)")
        good, bad = shell.user_ns["good"], shell.user_ns["bad"]
        assert (good.result(30), good.text) == (40, "working")
        with pytest.raises(JobFailed) as failed:
            bad.result(30)
        assert "line 3, in <module>\n    raise ValueError(x)" in failed.value.error.traceback
        assert "jobwidgets" not in failed.value.error.traceback
