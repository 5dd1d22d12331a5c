"""From an exception to the error its owner reads: type, message, traceback without our own frames."""

import asyncio
import os
import traceback
from pathlib import Path
from types import TracebackType

import msgspec

from ..protocol.errors import InvalidParams, JobWidgetsError
from ..protocol.events import JobError

_MAX_MESSAGE = 4_000
_MAX_TRACEBACK = 64_000
_MAX_STEP_ERROR = 2_000
_MAX_BYTES = 192 * 1024
"""As JSON, where a character may take six bytes: with everything around it, an event's limit is never reached."""
_BELOW = tuple(f"{Path(file).parent}{os.sep}" for file in (__file__, asyncio.__file__))
"""Where the frames below the job's function come from: ours, and the event loop we run it on."""


def job_error(error: BaseException) -> JobError:
    """``error`` as it is stored with the job. Our own refusals carry no traceback: they are no bug of the job."""
    trace = None
    if not isinstance(error, InvalidParams):
        first = _users_part(error.__traceback__)
        if first is not None or not isinstance(error, JobWidgetsError):
            trace = "".join(traceback.format_exception(type(error), error, first or error.__traceback__))
    return JobError(
        type=type(error).__name__,
        message=_clean(_said(error), _MAX_MESSAGE),
        traceback=None if trace is None else _clean(trace, _MAX_TRACEBACK),
    )


def step_error(error: BaseException) -> str:
    """``error`` beside the step it left: "Type: message"."""
    said = _said(error)
    return _clean(f"{type(error).__name__}: {said}" if said else type(error).__name__, _MAX_STEP_ERROR)


def _said(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as why:  # noqa: BLE001  a user's __str__ may raise anything
        return f"(its message cannot be shown: {type(why).__name__})"


def _users_part(trace: TracebackType | None) -> TracebackType | None:
    """From the job's function on. Whatever it calls is shown, were it asyncio or ours."""
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(_BELOW):
        trace = trace.tb_next
    return trace


def _clean(text: str, limit: int) -> str:
    text = text.encode("utf-8", "replace").decode()
    while len(msgspec.json.encode(said := _cut(text, limit))) > _MAX_BYTES:
        limit //= 2
    return said


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]}\n… {len(text) - limit:,} characters left out …\n{text[-half:]}"
