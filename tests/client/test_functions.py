"""How functions are launched: by their type's name, or by value."""

import functools
import subprocess
import sys
import textwrap
import threading
import types
from collections.abc import Callable

import cloudpickle
import pytest

from jobwidgets.client.functions import target_of
from jobwidgets.client.session import Session
from jobwidgets.protocol.errors import BadRequest, CodeNotAllowed, IdempotencyConflict, InvalidParams, UnknownJobType
from jobwidgets.worker.registry import job

from .fake_relay import FakeRelay


@job("double", timeout=30, retries=2)
def doubled(ctx: object, n: int) -> int:
    """In a module, so importable."""
    return 2 * n


def plain(ctx: object, word: str) -> str:
    return word.upper()


def test_a_job_a_worker_knows_goes_by_name(relay: FakeRelay, session: Session) -> None:
    """The function itself stays here."""
    relay.types = ["double"]
    session.launch(doubled, n=2)
    launched = relay.launches[-1]
    assert (launched.type, launched.code, launched.params) == ("double", None, {"n": 2})
    assert (launched.timeout, launched.retries) == (None, None), "the worker knows"


def test_a_job_no_worker_knows_goes_by_value(relay: FakeRelay, session: Session) -> None:
    """Its code travels, and what @job said of it; in another process it runs without its module."""
    session.launch(doubled, n=2)
    by_name, by_value = relay.launches
    assert by_name.code is None
    assert (by_value.type, by_value.timeout, by_value.retries) == ("double", 30, 2)
    assert by_value.id == by_name.id
    script = f"import pickle; print(pickle.loads({by_value.code!r})(None, 21))"
    assert subprocess.check_output([sys.executable, "-c", script], text=True, cwd="/").strip() == "42"


def test_plain_and_nested_functions_go_by_value(relay: FakeRelay, session: Session) -> None:
    """Any function whose first parameter is the context can be launched, with what it closes over."""
    factor = 3

    @job
    def times(ctx: object, n: int) -> int:
        return factor * n

    session.launch(times, n=2)
    session.launch(plain, word="a")
    session.launch(functools.partial(plain, word="b"))
    session.launch(lambda ctx: 7)
    assert [r.type for r in relay.launches] == ["times", "plain", "plain", "lambda"]
    results = [cloudpickle.loads(r.code or b"")(None, **r.params) for r in relay.launches]
    assert results == [6, "A", "B", 7]


def test_functions_of_main_go_by_value(relay: FakeRelay) -> None:
    """A notebook's function is never looked for on the worker, whatever its name."""
    relay.types = ["research"]
    script = f"""
    import jobwidgets as jw
    from jobwidgets.client.session import Session
    @jw.job
    async def research(ctx, question: str): return question
    Session({relay.url!r}, "good").launch(research, question="why")
    """
    subprocess.run([sys.executable, "-W", "error", "-c", textwrap.dedent(script)], check=True, timeout=100)
    assert [(r.type, r.code is not None) for r in relay.launches] == [("research", True)]


def test_a_server_that_takes_no_code_says_so(relay: FakeRelay, session: Session) -> None:
    """The error names what can be done instead."""
    relay.code_allowed = False
    with pytest.raises(CodeNotAllowed, match="jobwidgets worker"):
        session.launch(plain, word="a")
    with pytest.raises(UnknownJobType):
        session.launch("plain", word="a")


@pytest.mark.parametrize(("what", "params"), [(doubled, {"m": 1}), (doubled, {"n": "x"}), (plain, {"speed": 3})])
def test_params_are_checked_here(
    relay: FakeRelay, session: Session, what: Callable[..., object], params: dict[str, object]
) -> None:
    """Parameters that do not fit the signature are refused before anything is sent."""
    with pytest.raises(InvalidParams):
        session.launch(what, params)
    assert relay.launches == []


def test_what_cannot_be_sent_is_explained(session: Session) -> None:
    """A function that drags a lock along says what to do about it."""
    lock = threading.Lock()

    def locked(ctx: object) -> None:
        with lock:
            pass

    with pytest.raises(BadRequest, match="make them inside the function"):
        session.launch(locked)
    with pytest.raises(TypeError, match="name of a job type or a function"):
        session.launch(3)  # type: ignore[arg-type]


def test_modules_are_pickled_by_value_only_meanwhile() -> None:
    """The process-wide list of cloudpickle is left as it was."""
    before = set(cloudpickle.list_registry_pickle_by_value())
    target_of(plain).code()
    assert set(cloudpickle.list_registry_pickle_by_value()) == before


def test_same_key_finds_a_function_pickled_otherwise(relay: FakeRelay, session: Session) -> None:
    """A cell launched again with its key after a kernel restart finds its job, though the pickle differs."""

    def made(flavour: str) -> Callable[..., object]:
        module = types.ModuleType("__main__")
        exec(f"def cell(ctx, n): return {flavour!r}", module.__dict__)
        return module.cell

    first = session.launch(made("a"), n=1, key="cell-1")
    assert session.launch(made("b"), n=1, key="cell-1") is first
    with pytest.raises(IdempotencyConflict):
        session.launch(made("b"), n=2, key="cell-1")
