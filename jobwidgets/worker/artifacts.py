"""What people have, as artifacts: figures, images, data frames, plots, bytes, text, JSON.

Everything is known by what it can do; none of the libraries is imported or needed.
"""

import base64
import dataclasses
import io
import mimetypes
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from ..protocol import media
from ..protocol.errors import ProtocolError, TooLarge
from ..protocol.wire import MAX_EVENT_BYTES
from .result import encode_result

MAX_ARTIFACT_BYTES = MAX_EVENT_BYTES - 4 * 1024
"""Of the data as it travels: base64 makes bytes a third longer."""

_HEADS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"%PDF-": "application/pdf",
}
_UNLIMITED = 1 << 62
_BYTES = "application/octet-stream"


class Content(NamedTuple):
    """``data`` as an `events.Artifact` carries it: text or a JSON value where the media type is of that kind, else
    base64."""

    media_type: str
    data: Any


def content_of(name: str, value: Any, media_type: str | None = None) -> Content:
    """``value`` as an artifact called ``name``; without ``media_type`` it is told by the value, then by the name.

    Raises `TypeError` for what is none of the kinds, `ProtocolError` for what is not of ``media_type``,
    `TooLarge`.
    """
    content = _as_given(name, value, media_type) if media_type else _recognised(name, value)
    # Encoded and decoded: what the value was made of may change, what was said does not.
    encoded = encode_result(content.data, f"Artifact {name!r}", limit=_UNLIMITED)
    if len(encoded) > MAX_ARTIFACT_BYTES:
        raise TooLarge(f"Artifact {name!r} ({content.media_type})", len(encoded), MAX_ARTIFACT_BYTES)
    return content._replace(data=msgspec.json.decode(encoded))


def _as_given(name: str, value: Any, media_type: str) -> Content:
    """A value whose kind the caller names; figures and frames may still be given as what they are."""
    found = _from_library(value)
    if found is not None:
        if media.bare(found.media_type) != media.bare(media_type):
            raise TypeError(f"Artifact {name!r}: {_type(value)} becomes {found.media_type}, not {media_type}")
        return Content(media_type, found.data)
    if isinstance(value, bytes | bytearray | memoryview):
        return _from_bytes(name, bytes(value), media_type)
    if isinstance(value, str) and media.is_json(media_type):
        return Content(media_type, _parsed(value))
    if not isinstance(value, str) and not media.is_json(media_type):
        raise TypeError(f"Artifact {name!r}: {media_type} takes bytes or str, not {_type(value)}")
    if isinstance(value, str) and not media.is_text(media_type):
        return Content(media_type, _checked_base64(name, value, media_type))
    return Content(media_type, value)


def _recognised(name: str, value: Any) -> Content:
    found = _from_library(value)
    if found is not None:
        return found
    if isinstance(value, bytes | bytearray | memoryview):
        data = bytes(value)
        return _from_bytes(name, data, _kind_of(data) or _kind_of_name(name) or _BYTES)
    if isinstance(value, str):
        kind = _kind_of_name(name) or "text/plain"
        return _as_given(name, value, kind if media.is_text(kind) else "text/plain")
    if _is_json(value):
        return Content("application/json", value)
    raise TypeError(
        f"Artifact {name!r}: {_type(value)} is nothing that can be shown. Give bytes, str or JSON, a matplotlib, "
        "plotly or altair figure, a PIL image or a pandas DataFrame."
    )


def _from_library(value: Any) -> Content | None:
    for known, convert in _LIBRARIES:
        if known(value):
            return convert(value)
    return None


def _has(*names: str) -> Callable[[Any], bool]:
    # Of its class: an object that answers to every name (a mock, a proxy) is none of these.
    return lambda value: all(callable(getattr(type(value), name, None)) for name in names)


def _matplotlib(figure: Any) -> Content:
    file = io.BytesIO()
    figure.savefig(file, format="png", bbox_inches="tight")
    return Content("image/png", _base64(file.getvalue()))


def _pil(image: Any) -> Content:
    file = io.BytesIO()
    image.save(file, format="PNG", optimize=True)
    return Content("image/png", _base64(file.getvalue()))


def _plotly(figure: Any) -> Content:
    return Content(media.PLOTLY, _builtins(figure.to_plotly_json()))


def _altair(chart: Any) -> Content:
    spec = chart.to_dict()
    found = re.search(r"/vega(-lite)?/v(\d+)", str(spec.get("$schema", "")))
    kind, version = ("vega" if found and not found[1] else "vegalite"), found[2] if found else "5"
    return Content(f"application/vnd.{kind}.v{version}+json", _builtins(spec))


def _pandas(frame: Any) -> Content:
    """With its index, unless that only counts the rows."""
    if type(frame.index).__name__ != "RangeIndex":
        frame = frame.reset_index()
    split = frame.to_dict(orient="split")
    columns = [
        " ".join(filter(None, map(str, name))) if isinstance(name, tuple) else str(name) for name in split["columns"]
    ]
    return Content(media.TABLE, {"columns": columns, "rows": _builtins(split["data"])})


def _polars(frame: Any) -> Content:
    return Content(
        media.TABLE, {"columns": list(frame.columns), "rows": _builtins([list(row) for row in frame.rows()])}
    )


_LIBRARIES: tuple[tuple[Callable[[Any], bool], Callable[[Any], Content]], ...] = (
    (_has("to_plotly_json", "to_dict"), _plotly),
    (_has("savefig", "add_subplot"), _matplotlib),
    (_has("save", "convert", "resize", "getbbox"), _pil),
    (_has("reset_index", "to_dict", "iterrows"), _pandas),
    (_has("rows", "to_dicts", "with_columns"), _polars),
    (_has("to_dict", "to_json", "mark_point"), _altair),
    (_has("to_dict", "to_json", "resolve_scale"), _altair),  # charts of several charts
)


def _from_bytes(name: str, data: bytes, media_type: str) -> Content:
    if not media.is_text(media_type):
        return Content(media_type, _base64(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProtocolError(f"Artifact {name!r}: {media_type} is text, and these bytes are not UTF-8") from None
    return Content(media_type, _parsed(text) if media.is_json(media_type) else text)


def _parsed(text: str) -> Any:
    """JSON as its value; other text is a JSON string."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return text


def _checked_base64(name: str, text: str, media_type: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except ValueError:
        raise ProtocolError(f"Artifact {name!r}: {media_type} takes bytes, or base64 as str") from None
    return text


def _kind_of(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for head, kind in _HEADS.items() if data.startswith(head)), None)


def _kind_of_name(name: str) -> str | None:
    if name.lower().endswith((".md", ".markdown")):
        return "text/markdown"
    return mimetypes.guess_type(name)[0]


def _builtins(value: Any) -> Any:
    """Lists, numbers and text of whatever figures and frames are made of: arrays, scalars, times."""
    if isinstance(value, dict):
        return {str(key): _builtins(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_builtins(item) for item in value]
    if type(value).__name__ in ("NaTType", "NAType"):  # pandas: no time, no value
        return None
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    for name in ("tolist", "isoformat", "item"):  # arrays and their scalars, times
        convert = getattr(value, name, None)
        if callable(convert):
            plain = convert()
            return str(plain) if type(plain) is type(value) else _builtins(plain)
    return str(value)


def _is_json(value: Any) -> bool:
    plain = value is None or isinstance(value, bool | int | float | list | tuple | dict | msgspec.Struct)
    return plain or dataclasses.is_dataclass(value) or callable(getattr(type(value), "model_dump", None))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _type(value: Any) -> str:
    return f"a {type(value).__module__}.{type(value).__qualname__}".replace("a builtins.", "a ")
