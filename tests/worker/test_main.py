"""Starting a worker: what it loads, and what it says when it cannot."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobwidgets.protocol.errors import ConfigurationError
from jobwidgets.worker.main import load_offers, run_worker
from jobwidgets.worker.settings import WorkerSettings

JOB = "from jobwidgets.worker.registry import job\n@job\ndef {name}(ctx): ...\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the import path; what was imported from it is forgotten."""
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith("w_")]:
        del sys.modules[name]


def test_modules_are_loaded_by_name(folder: Path) -> None:
    """Each job is offered with the module a process can import it from, re-exports included."""
    (folder / "w_one.py").write_text(JOB.format(name="alpha"))
    (folder / "w_two.py").write_text(JOB.format(name="beta") + "from w_one import alpha\n")
    offers = load_offers(["w_one", "w_two"])
    assert {kind: offer.module for kind, offer in offers.items()} == {"alpha": "w_one", "beta": "w_two"}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (None, "There is no module 'w_bad'"),
        ("import no_such_library\n", "needs 'no_such_library'"),
        ("x = 1\n", "has no jobs"),
        (JOB.format(name="gamma"), "both have a job 'gamma'"),
        ("x = 1\ndef broken(:\n", r"'w_bad' cannot be imported: SyntaxError: .*w_bad\.py:2\)"),
        ("import json\n\njson.loads('{')\n", r"'w_bad' cannot be imported: JSONDecodeError: .*w_bad\.py:3\)"),
        ("import sys\nsys.exit('use it as a script')\n", r"SystemExit: use it as a script \(.*w_bad\.py:2\)"),
    ],
)
def test_a_module_that_cannot_be_used_is_named(folder: Path, source: str | None, said: str) -> None:
    """One sentence that says what to do, no traceback."""
    (folder / "w_good.py").write_text(JOB.format(name="gamma"))
    if source is not None:
        (folder / "w_bad.py").write_text(source)
    with pytest.raises(ConfigurationError, match=said):
        load_offers(["w_good", "w_bad"])


def test_a_lease_needs_two_beats() -> None:
    """A lease that one late beat would end is refused, and so is a key that is too short."""
    with pytest.raises(ConfigurationError, match="lease"):
        run_worker("redis://localhost/0", ["x"], lease=5, beat=4)
    with pytest.raises(ConfigurationError, match="JOBWIDGETS_CODE_KEY"):
        run_worker("redis://localhost/0", ["x"], code_key="short")


def test_redelivery_is_no_later_than_the_lease() -> None:
    """Somebody must be there when a lease ends."""
    settings = WorkerSettings(redis_url="redis://localhost/0")
    assert settings.redelivery <= settings.lease
    assert settings.lease + settings.beat <= 20
    assert WorkerSettings(redis_url="x").id != settings.id
