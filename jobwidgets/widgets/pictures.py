"""`Pictures`: the plots of a job as the page drew them, for what is saved of it.

Only a page can draw plots. When the job has ended, pages that show it are asked once, ``pictures {}``, and say
``picture {id, data}`` for each plot they show: a PNG as a ``data:`` address, or "" for one that they cannot draw.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any

from ..protocol.state import JobSnapshot

MAX_PICTURE = 280_000
"""Characters of one: about 200 KB of PNG."""
MAX_PICTURES = 1_500_000
"""Characters of all of them."""

_PLOTS = ("application/vnd.plotly.", "application/vnd.vega")
_ADDRESS = "data:image/png;base64,"
_PNG = b"\x89PNG\r\n\x1a\n"


class Pictures(Mapping[str, str]):
    """By id of the artifact, as ``data:`` addresses."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._answered: set[str] = set()

    def __getitem__(self, id: str) -> str:
        return self._known[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def missing(self, snapshot: JobSnapshot) -> bool:
        """Whether a plot of the job is there of which no page has said anything."""
        return any(
            ref.media_type.startswith(_PLOTS) and ref.id not in self._answered for ref in snapshot.artifacts.values()
        )

    def take(self, message: dict[str, Any], snapshot: JobSnapshot) -> None:
        """What a page says; the first one counts, and only what is a picture of a plot of this job."""
        id, data = message.get("id"), message.get("data")
        ref = snapshot.artifacts.get(id) if isinstance(id, str) else None
        if ref is None or not ref.media_type.startswith(_PLOTS) or ref.id in self._answered:
            return
        self._answered.add(ref.id)
        room = MAX_PICTURES - sum(map(len, self._known.values()))
        if isinstance(data, str) and len(data) <= min(room, MAX_PICTURE) and _is_png(data):
            self._known[ref.id] = data


def _is_png(address: str) -> bool:
    if not address.startswith(_ADDRESS):
        return False
    try:
        return base64.b64decode(address[len(_ADDRESS) :], validate=True).startswith(_PNG)
    except (binascii.Error, ValueError):
        return False
