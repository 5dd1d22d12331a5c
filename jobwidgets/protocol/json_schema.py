"""`jsonschema` without its checks of formats, which we do not use. Import it from here.

Where Jupyter is installed they include one of internationalised addresses that takes a second to load: the start of
every server would wait for it, and the first question of every worker.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Draft202012Validator", "SchemaError", "ValidationError", "validator_for"]


@contextmanager
def _without(module: str) -> Iterator[None]:
    """As if ``module`` were not installed, unless it is loaded already."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # pyright: ignore[reportArgumentType] - what makes an import fail
    try:
        yield
    finally:
        del sys.modules[module]


with _without("rfc3987_syntax"):
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError, ValidationError
    from jsonschema.validators import validator_for
