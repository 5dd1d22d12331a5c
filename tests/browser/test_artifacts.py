"""What a job made, on a page under a strict content security policy: drawn, updated, saved, and nothing fetched."""

import base64
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from jobwidgets.testing import wait_until_sync
from tests.front_end import FRONT_END

from .lab import LabPage
from .plain_page import PlainPage, artifact

PLOTLY = "application/vnd.plotly.v1+json"
VEGA_LITE = "application/vnd.vegalite.v6+json"
EVIL = "https://evil.test"


def figure(points: int) -> dict[str, Any]:
    """A Plotly figure of so many points that names remote things wherever it can."""
    hostile = {"source": f"{EVIL}/image.png", "x": 0, "y": 1, "sizex": 1, "sizey": 1}
    title = f"Loss <span style=\"background:url('{EVIL}/style.png');mask:url({EVIL}/mask.svg#m)\">falls</span>"
    template = {"layout": {"plot_bgcolor": "#E5ECF6", "images": [hostile]}}  # as Plotly's own
    layout = {"title": {"text": title}, "images": [hostile], "template": template}
    return {"data": [{"y": list(range(points)), "name": name} for name in ("train", "test")], "layout": layout}


def chart(points: int) -> dict[str, Any]:
    """A Vega-Lite chart of so many points, with remote images on top and expressions in it."""
    values = [{"x": x, "y": x * x, "url": f"{EVIL}/mark.png"} for x in range(points)]
    axes = {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}
    images = {"mark": {"type": "image", "width": 9}, "encoding": {**axes, "url": {"field": "url"}}}
    line = {"mark": "line", "transform": [{"calculate": "datum.y + 1", "as": "z"}], "encoding": axes}
    geo = {"data": {"url": f"{EVIL}/data.csv"}, "mark": "point", "encoding": axes}
    return {"data": {"values": values}, "layer": [line, images, geo]}


def png(width: int, height: int) -> str:
    """A blue picture, base64."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress((b"\0" + bytes((40, 120, 200)) * width) * height))
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")).decode()


OTHERS = [
    artifact("ranking", "application/vnd.jobwidgets.table+json", {"columns": ["id", "score"], "rows": [["a", 0.5]]}),
    artifact("prices.csv", "text/csv", "city,price\nParis,12\n"),
    artifact("config.json", "application/json", {"model": {"layers": [1, 2]}, "name": "small"}),
    artifact("report.md", "text/markdown", "# Found\n\nIt is **here**.\n\n![x](https://evil.test/md.png)\n"),
    artifact("notes.txt", "text/plain", "one\n<script>window.hit = 1</script>"),
    artifact("picture.png", "image/png", png(300, 90)),
    artifact(
        "drawing.svg",
        "image/svg+xml",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 9"><script>window.hit = 1</script>'
        f'<image href="{EVIL}/svg.png" width="9" height="9"/><rect width="90" height="9"/></svg>',
    ),
    artifact("page.html", "text/html", "<script>window.hit = 1</script>"),
    artifact("old.txt", "text/plain", "old", superseded=True),
]


def until(page: Page, condition: str) -> None:
    """Wait for a condition in JavaScript. Playwright's own way needs `eval`, which the policy forbids."""
    wait_until_sync(lambda: page.evaluate(condition), condition)


@pytest.fixture(scope="module")
def plain(chromium: Browser) -> Iterator[PlainPage]:
    """A page on which all of them are drawn. One piece of a library is lost on the way."""
    lost: list[int] = []

    def lose(content: dict[str, Any]) -> bool:
        if content["name"] != "vega" or content["i"] != 1 or lost:
            return False
        lost.append(1)
        return True

    context = chromium.new_context(viewport={"width": 900, "height": 900}, accept_downloads=True)
    plain = PlainPage(context, lose)
    broken: list[str] = []
    plain.page.on("pageerror", lambda error: broken.append(error.stack or str(error)))
    plain.show(artifact("loss", PLOTLY, figure(20)), artifact("walk", VEGA_LITE, chart(20)), *OTHERS)
    expect(plain.page.locator(".main-svg").first).to_be_visible()
    expect(plain.page.locator("canvas")).to_be_visible()
    yield plain
    context.close()
    assert not broken, f"scripts failed on the page: {broken}"


def test_a_lost_piece_is_asked_for_again(plain: PlainPage) -> None:
    """Each library is asked for once, and what did not arrive of it once more."""
    asked = [(m["name"], m["missing"]) for m in plain.sent if m["type"] == "library"]
    assert sorted(asked, key=str) == [("plotly", None), ("vega", None), ("vega", [1])]


def test_plots_are_drawn_and_updated_in_place(plain: PlainPage) -> None:
    """An update goes into the plot that is there, and what is below does not move meanwhile."""
    page = plain.page
    page.evaluate(
        """() => { window.before = [document.querySelector('.main-svg'), document.querySelector('canvas')];
             window.tops = new Set(); const below = document.querySelectorAll('.jw-artifact')[2];
             (function look() { tops.add(Math.round(below.offsetTop)); requestAnimationFrame(look); })(); }"""
    )
    points = "document.querySelector('.js-plotly-plot').data[0].y.length"
    pixels = "document.querySelector('canvas').toDataURL()"
    assert page.evaluate(points) == 20
    drawn = page.evaluate(pixels)
    plain.update(artifact("loss", PLOTLY, figure(30), 2), artifact("walk", VEGA_LITE, chart(30), 2))
    until(page, f"{points} === 30")
    wait_until_sync(lambda: page.evaluate(pixels) != drawn, "the chart to change")
    assert page.evaluate(
        "before[0] === document.querySelector('.main-svg') && before[1] === document.querySelector('canvas')"
    )
    assert page.evaluate("[...tops].length") == 1


def test_plots_follow_width_and_theme(plain: PlainPage) -> None:
    """A narrower place makes them narrower, a dark page makes their text light."""
    page = plain.page
    wide = page.evaluate("document.querySelector('.main-svg').clientWidth")
    colour = "getComputedStyle(document.querySelector('.main-svg .gtitle')).fill"
    assert page.evaluate(colour) == "rgb(31, 35, 40)"
    page.set_viewport_size({"width": 600, "height": 900})
    page.emulate_media(color_scheme="dark")
    until(page, f"document.querySelector('.main-svg').clientWidth === {wide - 300}")
    until(page, "document.querySelector('canvas').clientWidth < 600")
    until(page, f"{colour} === 'rgb(230, 233, 238)'")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 900, "height": 900})


def test_pictures_for_what_is_saved(plain: PlainPage) -> None:
    """Asked by the kernel, the page sends each plot as a PNG of a sane size."""
    plain.page.evaluate("model.tell({ type: 'pictures' })")
    pictures = lambda: {m["id"]: m["data"] for m in plain.sent if m["type"] == "picture"}  # noqa: E731

    def both() -> bool:
        plain.page.wait_for_timeout(20)  # the page's messages are only read while Playwright runs
        return len(pictures()) == 2

    wait_until_sync(both, "both pictures")
    for data in pictures().values():
        assert base64.b64decode(data.removeprefix("data:image/png;base64,")).startswith(b"\x89PNG")
        assert 2_000 < len(data) < 200_000


@pytest.mark.parametrize(
    ("id", "content"), [("prices.csv", b"city,price\nParis,12\n"), ("ranking", b"id,score\r\na,0.5\r\n")]
)
def test_download(plain: PlainPage, id: str, content: bytes, tmp_path: Path) -> None:
    """Every artifact can be saved as a file of its name."""
    with plain.page.expect_download() as download:
        plain.page.get_by_role("button", name=f"Download {id}", exact=True).click()
    assert download.value.suggested_filename == (id if "." in id else f"{id}.csv")
    download.value.save_as(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == content


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(plain: PlainPage, scheme: str, shots: Path) -> None:
    """axe finds nothing."""
    plain.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    plain.page.evaluate("dark => document.body.style.background = dark ? '#111418' : '#fff'", scheme == "dark")
    plain.page.evaluate((FRONT_END / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8"))
    found = plain.page.evaluate("axe.run('.jw-artifacts').then(({ violations }) => violations)")
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
    plain.page.screenshot(path=shots / f"artifacts-{scheme}.png", full_page=True, animations="disabled")


def test_nothing_was_fetched_and_nothing_ran(plain: PlainPage) -> None:
    """After all of that: no request but for the page's own scripts, no script of a job's, nothing the policy had to
    stop, no trace on the page's globals."""
    assert plain.requests == []
    assert plain.refused == []
    assert plain.page.evaluate("[window.hit, window.Plotly]") == [None, None]


_CELLS = (
    """import jobwidgets as jw
from jobwidgets.protocol import events as ev
from jobwidgets.testing import FakeJob
from jobwidgets.widgets import TaskActivity
job = FakeJob("training")
def plot(n):
    figure = {"data": [{"y": list(range(n))}], "layout": {}}
    job.emit(ev.Artifact(job="", id="loss", name="loss", media_type="application/vnd.plotly.v1+json", data=figure))
job.emit(ev.State(job="", state=ev.JobState.RUNNING))
plot(3)
TaskActivity(job)""",
    "plot(9)",
    "job.emit(ev.State(job='', state=ev.JobState.COMPLETED))",
)


def test_in_a_notebook(page: LabPage, shots: Path) -> None:
    """In JupyterLab the library comes from the kernel, the plot grows while the job runs, and the saved notebook shows
    it as a picture."""
    page.new("plots.ipynb", _CELLS)
    page.focus_mode()
    page.run_cell(0)
    expect(page.output(0).locator(".main-svg").first).to_be_visible()
    page.run_cell(1)
    page.page.wait_for_function("document.querySelector('.js-plotly-plot').data[0].y.length === 9")
    page.screenshot(shots / "plot-live.png", page.cell(0))
    page.run_cell(2)
    picture = page.output(0).locator("img[alt=loss]")
    expect(picture).to_be_visible()
    wait_until_sync(lambda: picture.evaluate("image => image.naturalWidth") > 300, "the picture")
    page.screenshot(shots / "plot-saved.png", page.cell(0))
    page.save()
    (output,) = page.server.read_notebook("plots.ipynb").cells[0].outputs
    assert 'src="data:image/png;base64,' in output["data"]["text/html"]
    assert page.errors() == []
