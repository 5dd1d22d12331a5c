"""One worker of a group, started by its parent (`group`): a server like any other that shares its port.

Its standard input and output are the pipes to the parent, see `colleagues`.
"""

import asyncio
import contextlib
import os
import sys

import structlog

from jobwidgets.protocol.errors import ConfigurationError

from .colleagues import Colleagues, lines_from, write_all
from .group_wire import Listening, Refused, Start, decode_to_worker, encode
from .logging import configure_logging
from .process import raise_file_limit, settle_collector, stop_on_signal


def _take_pipes() -> tuple[int, int]:
    """Standard input and output for ourselves; what anybody else prints goes to the log."""
    pipes = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return pipes


def main() -> None:
    """Serve until SIGTERM, or until the parent is gone."""
    pipe, out = _take_pipes()
    lines = lines_from(pipe)
    first = next(lines, None)
    if first is None:
        return
    start = decode_to_worker(first)
    assert isinstance(start, Start)
    settings = start.settings
    configure_logging(settings.log_format, settings.log_level)
    structlog.contextvars.bind_contextvars(worker=start.worker)
    raise_file_limit()
    colleagues = Colleagues(start.worker, lines, out)

    async def run() -> None:
        # Imported when the line to the parent is there: it takes a moment, in which the parent may be gone.
        stop = stop_on_signal()
        colleagues.listen(asyncio.get_running_loop(), stop)
        from .app import serve

        def ready(_: str) -> None:
            settle_collector()
            colleagues.tell(Listening())

        await serve(settings, on_ready=ready, stop=stop, colleagues=colleagues)

    try:
        asyncio.run(run())
    except ConfigurationError as why:
        with contextlib.suppress(OSError):
            write_all(out, encode(Refused(str(why))))
        sys.exit(2)


if __name__ == "__main__":
    main()
