"""Links to the web page, as a notebook makes them."""

import time
from datetime import timedelta

import pytest

from jobwidgets.client.endpoint import FixedEndpoint
from jobwidgets.client.rest import Rest
from jobwidgets.client.session import Session
from jobwidgets.protocol.errors import BadRequest, Unauthorized
from jobwidgets_server.auth import read_token

from .real_stack import SECRET


def test_share_and_url(real_session: Session) -> None:
    """`job.url` is for its owner and carries no token; `job.share()` makes a link for one job and a time."""
    job = real_session.launch("counting", count=3)
    job.result(30)
    assert job.url == f"{real_session.url}/jobs/{job.id}"
    assert real_session.page_url() == f"{real_session.url}/"
    for span, seconds in ((None, 7 * 86400), (3600, 3600), (timedelta(days=2), 2 * 86400)):
        page, _, token = job.share(expires=span).partition("#token=")
        assert page == job.url
        assert read_token(SECRET, token).expires == pytest.approx(time.time() + seconds, abs=10)
    guest = Rest(FixedEndpoint(real_session.url, token))
    assert guest.job(job.id).snapshot == job.snapshot
    with pytest.raises(Unauthorized, match="shows one job"):
        guest.jobs()
    guest.close()
    with pytest.raises(BadRequest, match="90 days"):
        job.share(expires=timedelta(days=91))
    with pytest.raises(BadRequest, match="expires="):
        job.share(expires="a week")  # type: ignore[arg-type]
