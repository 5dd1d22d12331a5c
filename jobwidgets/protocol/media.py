"""Media types of artifacts: which data is text, and which JSON; all other data is base64."""

import re

TABLE = "application/vnd.jobwidgets.table+json"
"""``{"columns": [name, …], "rows": [[value, …], …]}``"""
PLOTLY = "application/vnd.plotly.v1+json"

_TEXT = re.compile(r".+[+./](json|xml|javascript|yaml|toml)")


def bare(media_type: str) -> str:
    """Without parameters."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether data of this type is a JSON value."""
    return re.fullmatch(r".+[+./]json", bare(media_type)) is not None


def is_text(media_type: str) -> bool:
    """Whether a string of this type is text as it stands, not base64."""
    kind = bare(media_type)
    return kind.startswith("text/") or _TEXT.fullmatch(kind) is not None
