"""docs/deployment.md tells of every setting there is, and of no other."""

import re
from pathlib import Path

from jobwidgets_server import settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "deployment.md").read_text()
NAME = r"\b(?:JOBWIDGETS_[A-Z_]+|REDIS_URL|DATABASE_URL|JWT_SECRET|SOCKET_PORT)\b"
ELSEWHERE = {"JOBWIDGETS_PUBSUB"}
"""Settings that servers and workers read in the same place."""


def read() -> set[str]:
    """The variables that the settings are made of."""
    return set(re.findall(f'"({NAME})"', Path(settings.__file__).read_text()))


def test_every_setting_is_there():
    """The table of settings has each variable that `settings_from_env` reads, and none that nobody reads."""
    rows = PAGE.split("## Settings of the server")[1].split("\n## ")[0]
    told = {name for row in rows.splitlines() if row.startswith("| `") for name in re.findall(NAME, row.split("|")[1])}
    assert told == read() | ELSEWHERE
