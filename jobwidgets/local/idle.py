"""When the stack may stop because nobody needs it: the supervisor's half of an agreement with `stack.ensure_stack`.

The supervisor first closes the door (state ``stopping``) and then looks for traces of somebody who
came in; `ensure_stack` first leaves a trace (touches ``used``) and then looks at the door. So either the
one sees the trace or the other sees the closed door, and nobody is left with a stack that goes away.
"""

import asyncio
import time
from collections.abc import Callable

from .home import Home
from .runtime import Runtime, activity


class Idleness:
    """Measures how long nothing has gone on. ``server_gone`` tells whether the server was given up."""

    def __init__(self, home: Home, runtime: Runtime, server_gone: Callable[[], bool]) -> None:
        self._home = home
        self._runtime = runtime
        self._server_gone = server_gone
        self._busy_at = time.monotonic()

    async def seconds(self) -> float:
        """Seconds for which nothing went on, as far as we, the server and `ensure_stack` have seen."""
        reported: float | None = None
        try:
            now = await asyncio.to_thread(activity, self._runtime)
        except OSError:
            # A server that does not answer says nothing about jobs, unless it will not come back.
            busy = not self._server_gone()
        else:
            busy, reported = not now.idle, now.idle_seconds
        if busy:
            self._busy_at = time.monotonic()
        idle = min(time.monotonic() - self._busy_at, self._unused())
        return idle if reported is None else min(idle, reported)

    def nobody_came(self, write: Callable[[], None]) -> bool:
        """Close the door, then look once more; open it again and return False if somebody is inside."""
        state = self._runtime.state
        self._runtime.state = "stopping"
        write()
        if self._unused() >= self._runtime.idle_seconds:
            return True
        self._runtime.state = state
        write()
        return False

    def _unused(self) -> float:
        """Seconds since somebody last looked for the stack."""
        try:
            return max(0.0, time.time() - self._home.used_file.stat().st_mtime)
        except FileNotFoundError:
            return time.time() - self._runtime.started
