"""Structured logs of a process: readable on a terminal, one JSON object a line elsewhere."""

import logging
import sys

import structlog
from redis.exceptions import RedisError


class _QuietOutage(logging.Filter):
    """docket reports a lost Redis several times a second with a traceback; the leases and publishers say it once."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        lost = isinstance(error, RedisError | OSError) or "Redis error" in record.getMessage()
        return not lost or record.levelno < logging.WARNING


def configure_logs(level: str = "INFO") -> None:
    """Send everything logged through `logging` to stderr, with time, level, logger and the fields of ``extra``."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    final: list[structlog.typing.Processor]
    if sys.stderr.isatty():
        final = [structlog.dev.ConsoleRenderer()]
    else:
        final = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *final],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    quiet = _QuietOutage()
    docket = logging.getLogger("docket")
    docket.setLevel(logging.WARNING)
    handler.addFilter(lambda record: not record.name.startswith("docket") or quiet.filter(record))
