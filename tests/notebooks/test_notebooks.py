"""The example notebooks do what they show."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
NOTEBOOKS = [
    # It has no committed outputs to compare, and tests/e2e runs all of it in a browser.
    pytest.param(path, id=path.name, marks=pytest.mark.slow if path.name == "quickstart.ipynb" else ())
    for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A stack of the test's own, as a user with nothing configured gets it."""
    home = tmp_path_factory.mktemp("home")
    unset = {"JOBWIDGETS_URL", "JOBWIDGETS_TOKEN", "REDIS_URL", "DATABASE_URL"}
    environment = {key: value for key, value in os.environ.items() if key not in unset}
    environment |= {"JOBWIDGETS_HOME": str(home / "jobwidgets"), "IPYTHONDIR": str(home / "ipython")}
    yield environment
    subprocess.run([sys.executable, "-m", "jobwidgets", "down"], env=environment, check=True, timeout=60)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_run_all(notebook: Path, environment: dict[str, str]) -> None:
    """nbval runs every cell and compares the outputs that are committed."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, f"--rootdir={ROOT}",
         "--nbval", "--nbval-current-env", "--nbval-cell-timeout=180", str(notebook)],
        env={**environment, "JPY_SESSION_NAME": str(notebook)},  # as Jupyter tells its kernels
        cwd=ROOT,
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-8000:]
