"""``open`` and ``share``: addresses of the web page, against a real stack."""

import re
import stat
import sys
from html import unescape
from pathlib import Path

import httpx
import pytest

_BROWSER = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"


@pytest.fixture
def job(stack, here) -> str:
    """A job's id."""
    return here("launch", "consult").out.strip()


def test_share_prints_a_link_that_shows_the_job(stack, here, job: str) -> None:
    """Its token opens the job's record, and not the list; the time is the one asked for."""
    link = here("share", job, "--expires", "2h").out.strip()
    page, _, token = link.partition("#token=")
    assert page == f"{stack.url}/jobs/{job}"
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{stack.url}/api/jobs/{job}", headers=headers).json()["id"] == job
    assert httpx.get(f"{stack.url}/api/jobs", headers=headers).status_code == 401
    assert "is not a duration" in here("share", job, "--expires", "soon").err
    assert "90 days" in here("share", job, "--expires", "400d").err


def test_open_prints_an_address_that_is_signed_in(stack, here, job: str) -> None:
    """Of the board, or of a job that is there."""
    for words, path in (((), "/"), ((job,), f"/jobs/{job}")):
        page, _, token = here("open", *words, "--print").out.strip().partition("#token=")
        assert page == stack.url + path
        assert httpx.get(f"{stack.url}/api/jobs", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    missing = here("open", "nothing", "--print")
    assert (missing.code, missing.out) == (2, "")


def test_open_keeps_the_token_off_the_browsers_command_line(stack, cli, job: str, tmp_path: Path) -> None:
    """The browser is given a file that only its user can read, and that leads to the page."""
    script, seen = tmp_path / "browser.py", tmp_path / "seen"
    script.write_text(_BROWSER)
    opened = cli("open", job, env={"BROWSER": f"{sys.executable} {script} {seen} %s"})
    assert opened.code == 0, opened.err
    address = seen.read_text()
    assert address.startswith("file://")
    assert "token" not in address + opened.err
    door = Path(address.removeprefix("file://"))
    assert stat.S_IMODE(door.stat().st_mode) == 0o600
    found = re.search(r"0; url=([^\"]+)", door.read_text())
    assert found is not None
    assert unescape(found[1]).startswith(f"{stack.url}/jobs/{job}#token=")
