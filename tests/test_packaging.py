"""What a wheel of jobwidgets contains."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_wheel_holds_the_packages_and_their_data(tmp_path: Path) -> None:
    """Exactly two top-level names (`server` would clash with a user's own), with scripts, front end and types."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"jobwidgets", "jobwidgets_server"}
    for needed in (
        "jobwidgets/py.typed",
        "jobwidgets/bus/lua/append.lua",
        "jobwidgets/widgets/static/notebook.js",
        "jobwidgets/widgets/static/stub.js",
        "jobwidgets/widgets/static/web.js",
        "jobwidgets/widgets/static/plotly.js",
        "jobwidgets/widgets/static/vega.js",
        "jobwidgets/widgets/static/THIRD_PARTY_LICENSES.txt",
        "jobwidgets_server/store/migrations/env.py",
    ):
        assert needed in names
    assert not [name for name in names if "__pycache__" in name or name.startswith(("tests/", "jobwidgets/widgets/js"))]
