"""Displays in notebook cells that can be replaced later, from any thread."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import display

Bundle = dict[str, Any]


def replaceable() -> bool:
    """Whether outputs can be replaced. A terminal's cannot: there an update would be printed once more."""
    return getattr(get_ipython(), "kernel", None) is not None


@dataclass
class CellDisplay:
    """One output of a cell. ``parent`` is the header of the request that made it."""

    display_id: str = field(default_factory=lambda: f"jobwidgets-{uuid.uuid4().hex}")
    parent: dict[str, Any] = field(default_factory=dict)

    def show(self, bundle: Bundle, metadata: Bundle | None = None) -> None:
        """Put ``bundle`` (data by MIME type) into the output of the running cell."""
        shell = get_ipython()
        self.parent = dict(getattr(getattr(shell, "display_pub", None), "parent_header", None) or {})
        display(bundle, metadata=metadata, raw=True, display_id=self.display_id)

    def replace(self, bundle: Bundle, metadata: Bundle | None = None) -> None:
        """Replace the output by ``bundle``, wherever it is shown. Does nothing without a kernel.

        Front ends find the output by its display id and ignore whose message this is, but nbclient listens
        to the running cell only and VS Code to cells it has seen. So the newest cell is named as the
        parent, and the cell that made the output where a comm message came in between.
        """
        shell = get_ipython()
        publisher = getattr(shell, "display_pub", None)
        if publisher is None:
            return
        newest = getattr(publisher, "parent_header", None) or {}
        parent = newest if newest.get("msg_type") == "execute_request" else self.parent
        transient = {"display_id": self.display_id}
        # Only ipykernel 7 can be told the parent for one thread; before it there is one for all.
        if not hasattr(publisher, "set_thread_parent"):
            publisher.publish(bundle, metadata=metadata or {}, transient=transient, update=True)
            return
        token = publisher.set_thread_parent({"header": parent} if parent else {})
        try:
            publisher.publish(bundle, metadata=metadata or {}, transient=transient, update=True)
        finally:
            publisher.reset_thread_parent(token)
