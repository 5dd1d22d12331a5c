"""The views' code: it travels once per kernel, in a hidden widget; every other widget carries a stub of 1 KB.

Each anywidget sends its module with its state. With the views in every one of them, a hundred widgets would be
megabytes over a channel that Jupyter's server cuts at one megabyte a second, and again at each reload of the page.
"""

import functools
import hashlib
import threading
from pathlib import Path

import anywidget
from traitlets import Unicode

STATIC = Path(__file__).parent / "static"
"""What the front end in ``js/`` is built into."""


@functools.cache
def views() -> str:
    """The module that draws all widgets of a notebook."""
    return (STATIC / "notebook.js").read_text("utf-8")


@functools.cache
def views_key() -> str:
    """Tells this version of the views from others that the page may have as well."""
    return hashlib.sha256(views().encode()).hexdigest()[:16]


@functools.cache
def stub(view: str) -> str:
    """The module of one widget: it waits for the views and hands over to the one named ``view``."""
    text = (STATIC / "stub.js").read_text("utf-8")
    return text.replace("__KEY__", views_key()).replace("__VIEW__", view)


class Code(anywidget.AnyWidget):
    """The hidden widget. ``key`` is what the stubs wait for."""

    key = Unicode(help="Hash of the views.").tag(sync=True)

    @property
    def _esm(self) -> str:
        return views()


_lock = threading.Lock()
_code: Code | None = None


def code_model() -> str:
    """A reference to the kernel's `Code`, made at the first call (and again if the user closed all widgets)."""
    global _code
    with _lock:
        if _code is None or _code.comm is None:
            _code = Code(key=views_key())
        return f"IPY_MODEL_{_code.model_id}"
