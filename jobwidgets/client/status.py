"""`ConnectionStatus`: how the connection to the server stands, for widgets, the command line and people."""

from dataclasses import dataclass
from typing import Literal

ConnectionState = Literal["connecting", "connected", "reconnecting", "offline"]


@dataclass(frozen=True, slots=True)
class ConnectionStatus:
    """A moment of the connection. Times are seconds since 1970 UTC.

    ``connecting``: never connected so far. ``connected``. ``reconnecting``: lost; tries go on.
    ``offline``: no try has succeeded for a while, or the first two failed; they go on all the same.

    ``since``: when the connection came up, or went away, or was first tried. ``latency``: seconds for
    a round trip to the server, None until measured. ``retry_at``: when the next try begins, None while
    one is under way. ``error``: why the last try failed.
    """

    state: ConnectionState
    since: float
    latency: float | None = None
    error: str | None = None
    retry_at: float | None = None
    url: str = ""

    @property
    def connected(self) -> bool:
        """True while events come in."""
        return self.state == "connected"
