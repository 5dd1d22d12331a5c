"""Functions of a notebook: verified with the key that server and workers share, then unpickled.

Unpickling runs foreign code, so it happens only in the job's own process, never in the worker.
"""

import pickle
from typing import Any, cast

from ..protocol.code import verify
from ..protocol.errors import CodeNotAllowed, ConfigurationError
from ..protocol.records import JobSpec
from .registry import JobDefinition, JobFunction


def check_code(key: bytes | None, spec: JobSpec) -> None:
    """Raise `CodeNotAllowed` unless the server that took ``spec`` signed its code with our key."""
    if spec.code is None:
        return
    if key is None or not verify(key, spec.job, spec.type, spec.code, spec.signature):
        raise CodeNotAllowed(
            "The function sent with this job is not signed with this worker's JOBWIDGETS_CODE_KEY; "
            "server and workers must share one key."
        )


def load_code(type: str, code: bytes) -> JobDefinition:
    """The definition of a pickled function. Raises `ConfigurationError` that says what is missing here."""
    try:
        # cloudpickle writes plain pickles
        fn: Any = pickle.loads(code)
    except ModuleNotFoundError as why:
        raise ConfigurationError(
            f"the function sent with this job needs the module {why.name!r}, which the worker does not have"
        ) from why
    except Exception as why:
        raise ConfigurationError(
            f"the function sent with this job cannot be loaded here ({why!r}); "
            "notebook and worker may run different versions of Python or of a package"
        ) from why
    function: Any = cast(JobFunction[..., Any], fn).fn if isinstance(fn, JobFunction) else fn
    if not callable(function):
        raise ConfigurationError("what was sent with this job is not a function")
    return JobDefinition(type, function)
