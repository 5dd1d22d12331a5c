"""What `ctx.artifact` makes of what people have. The libraries are stood in for by classes that answer as they do."""

import base64
import datetime
from typing import Any

import numpy
import pytest

from jobwidgets.protocol import media
from jobwidgets.protocol.errors import ProtocolError, TooLarge
from jobwidgets.worker.artifacts import MAX_ARTIFACT_BYTES, content_of
from jobwidgets.worker.context import JobContext
from jobwidgets.worker.fake_host import FakeHost
from jobwidgets.worker.sync_context import SyncJobContext

PNG = b"\x89PNG\r\n\x1a\n and so on"


class MatplotlibFigure:
    def add_subplot(self) -> None: ...

    def savefig(self, file: Any, format: str, bbox_inches: str) -> None:
        assert format == "png"
        file.write(PNG)


class PilImage:
    def convert(self) -> None: ...
    def resize(self) -> None: ...
    def getbbox(self) -> None: ...

    def save(self, file: Any, format: str, optimize: bool) -> None:
        file.write(PNG)


class PlotlyFigure:
    def to_dict(self) -> None: ...

    def to_plotly_json(self) -> dict[str, Any]:
        return {"data": [{"y": numpy.array([1.0, float("nan")]), "x": (1, 2)}], "layout": {}}


class AltairChart:
    def __init__(self, schema: str = "https://vega.github.io/schema/vega-lite/v6.1.0.json") -> None:
        self.schema = schema

    def to_json(self) -> None: ...
    def mark_point(self) -> None: ...

    def to_dict(self) -> dict[str, Any]:
        return {"$schema": self.schema, "mark": "bar"}


class RangeIndex: ...


class Index: ...


class NaTType(datetime.datetime):
    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        return "NaT"


class DataFrame:
    def __init__(self, index: Any = None) -> None:
        self.index = index or RangeIndex()

    def iterrows(self) -> None: ...

    def reset_index(self) -> "DataFrame":
        frame = DataFrame()
        frame.to_dict = lambda orient: {"columns": ["index", "a"], "data": [["x", 1]]}  # type: ignore[method-assign]
        return frame

    def to_dict(self, orient: str) -> dict[str, Any]:
        when = datetime.datetime(2026, 1, 2)
        return {
            "columns": ["n", ("a", "b", "")],
            "data": [[numpy.int64(3), numpy.float64("nan")], [NaTType(1, 1, 1), when]],
        }


@pytest.mark.parametrize("figure", [MatplotlibFigure(), PilImage()])
def test_figures_and_images_are_png(figure: Any) -> None:
    """A matplotlib figure and a PIL image become a PNG."""
    assert content_of("a", figure) == ("image/png", base64.b64encode(PNG).decode())


def test_plotly_figure() -> None:
    """Its JSON, with arrays as lists and nothing where there is no number."""
    content = content_of("a", PlotlyFigure())
    assert content == (media.PLOTLY, {"data": [{"y": [1.0, None], "x": [1, 2]}], "layout": {}})


def test_altair_chart() -> None:
    """Its specification, under the version that it names."""
    assert content_of("a", AltairChart()).media_type == "application/vnd.vegalite.v6+json"
    vega = AltairChart("https://vega.github.io/schema/vega/v5.json")
    assert content_of("a", vega).media_type == "application/vnd.vega.v5+json"


def test_data_frame() -> None:
    """A table; an index that only counts is left out, another one is a column."""
    kind, data = content_of("a", DataFrame())
    assert kind == media.TABLE
    assert data == {"columns": ["n", "a b"], "rows": [[3, None], [None, "2026-01-02T00:00:00"]]}
    assert content_of("a", DataFrame(Index())).data == {"columns": ["index", "a"], "rows": [["x", 1]]}


@pytest.mark.parametrize(
    ("name", "value", "kind", "data"),
    [
        ("plot", PNG, "image/png", base64.b64encode(PNG).decode()),
        ("data.csv", b"a,b\n", "text/csv", "a,b\n"),
        ("data.bin", b"\x00\xff", "application/octet-stream", "AP8="),
        ("report.md", "# Hi", "text/markdown", "# Hi"),
        ("page.html", "<b>", "text/html", "<b>"),
        ("config.json", '{"a": 1}', "application/json", {"a": 1}),
        ("photo.png", "no picture", "text/plain", "no picture"),
        ("said", "hello", "text/plain", "hello"),
        ("numbers", [1, {"a": float("nan")}], "application/json", [1, {"a": None}]),
        ("nothing", None, "application/json", None),
    ],
)
def test_told_by_value_and_name(name: str, value: Any, kind: str, data: Any) -> None:
    """Without a media type the value says what it is, and where it cannot, the name's ending does."""
    assert content_of(name, value) == (kind, data)


@pytest.mark.parametrize(
    ("value", "media_type", "data"),
    [
        (b"a,b", "text/csv", "a,b"),
        (b"<svg/>", "image/svg+xml", "<svg/>"),
        (b'{"data": []}', "application/vnd.plotly.v1+json", {"data": []}),
        ("[1]", "application/json", [1]),
        ("hello", "application/json", "hello"),
        (PNG, "image/png", base64.b64encode(PNG).decode()),
        ("AP8=", "application/zip", "AP8="),
        ({"columns": [], "rows": []}, media.TABLE, {"columns": [], "rows": []}),
    ],
)
def test_as_the_media_type_says(value: Any, media_type: str, data: Any) -> None:
    """Text and JSON travel as what they are, everything else as base64."""
    assert content_of("a", value, media_type) == (media_type, data)


@pytest.mark.parametrize(
    ("value", "media_type", "error", "message"),
    [
        (object(), None, TypeError, "a object is nothing that can be shown"),
        (numpy.zeros(3), None, TypeError, "a numpy.ndarray is nothing that can be shown"),
        ([1], "image/png", TypeError, "image/png takes bytes or str, not a list"),
        (PlotlyFigure(), "image/png", TypeError, r"becomes application/vnd\.plotly"),
        ("not base64!", "image/png", ProtocolError, "takes bytes, or base64"),
        (b"\xff\xfe", "text/csv", ProtocolError, "not UTF-8"),
        ([object()], "application/json", ProtocolError, "Artifact 'a' is a value that is not JSON"),
    ],
)
def test_refusals(value: Any, media_type: str | None, error: type[Exception], message: str) -> None:
    """What cannot be an artifact is refused with its name and the reason."""
    with pytest.raises(error, match=message):
        content_of("a", value, media_type)


def test_too_large() -> None:
    """Above a quarter of a megabyte an artifact is refused, not scaled; the error says how large it was."""
    assert content_of("a", "x" * (MAX_ARTIFACT_BYTES - 10)).media_type == "text/plain"
    with pytest.raises(TooLarge, match=r"Artifact 'a' \(image/png\) is 400,0\d\d bytes; the limit is 258,048"):
        content_of("a", PNG + b"x" * 300_000)


@pytest.mark.parametrize("make", [JobContext, SyncJobContext])
def test_both_contexts(make: type[JobContext] | type[SyncJobContext]) -> None:
    """In both contexts ``ctx.artifact`` takes a figure and no media type; the same id replaces it."""
    host = FakeHost()
    ctx = make(host)
    ctx.artifact("first", PlotlyFigure(), id="plot")
    ctx.artifact("loss", PlotlyFigure(), id="plot")
    ref = host.snapshot.artifacts["plot"]
    assert (ref.name, ref.media_type, len(host.snapshot.artifacts)) == ("loss", media.PLOTLY, 1)
