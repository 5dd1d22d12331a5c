"""Pictures of plots: what pages send is checked, and the saved form holds them."""

import base64
from typing import Any

import pytest

from jobwidgets.protocol import events as ev
from jobwidgets.protocol import media
from jobwidgets.testing import FakeJob, wait_until_sync
from jobwidgets.widgets.flusher import Flusher
from jobwidgets.widgets.pictures import MAX_PICTURE, Pictures
from jobwidgets.widgets.task_activity import TaskActivity

from .recording import comm_of, say

PICTURE = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n and so on").decode()


def plotting_job() -> FakeJob:
    """A running job with a plot and a text."""
    job = FakeJob()
    job.emit(
        ev.State(job=job.id, state=ev.JobState.RUNNING),
        ev.Artifact(job=job.id, id="plot", name="loss", media_type=media.PLOTLY, data={"data": []}),
        ev.Artifact(job=job.id, id="text", name="text", media_type="text/plain", data="x"),
    )
    return job


@pytest.mark.parametrize(
    "message",
    [
        {"id": "plot", "data": "https://example.org/x.png"},
        {"id": "plot", "data": "data:text/html;base64,AAAA"},
        {"id": "plot", "data": 'data:image/png;base64,"><script>'},
        {"id": "plot", "data": "data:image/png;base64," + base64.b64encode(b"<svg/>").decode()},
        {"id": "plot", "data": PICTURE + "A" * 4 * MAX_PICTURE},
        {"id": "plot", "data": None},
        {"id": "text", "data": PICTURE},
        {"id": "other", "data": PICTURE},
        {"id": ["plot"], "data": PICTURE},
    ],
)
def test_only_pictures_of_plots(message: dict[str, Any]) -> None:
    """What is no PNG of a sane size, or not of a plot of this job, is not kept."""
    pictures = Pictures()
    pictures.take(message, plotting_job().snapshot)
    assert dict(pictures) == {}


def test_the_first_page_counts() -> None:
    """Once a page has said what it can draw, nothing is missing and no other page changes it."""
    pictures, snapshot = Pictures(), plotting_job().snapshot
    assert pictures.missing(snapshot)
    pictures.take({"id": "plot", "data": PICTURE}, snapshot)
    pictures.take({"id": "plot", "data": PICTURE + "AAAA"}, snapshot)
    assert not pictures.missing(snapshot)
    assert dict(pictures) == {"plot": PICTURE}


def test_kept_with_the_saved_form(flusher: Flusher) -> None:
    """At the end the pages that show the job are asked, and the saved form holds what they answer."""
    job = plotting_job()
    widget = TaskActivity(job, flusher=flusher)
    say(widget, {"type": "hello", "client": "c"})
    say(widget, {"type": "views", "client": "c", "count": 1})
    job.emit(ev.State(job=job.id, state=ev.JobState.COMPLETED))
    wait_until_sync(lambda: {"type": "pictures"} in comm_of(widget).custom, "the question")
    say(widget, {"type": "picture", "id": "plot", "data": PICTURE})
    wait_until_sync(lambda: PICTURE in widget._saved(job.snapshot)["text/html"], "the picture in the saved form")
    widget.close()
