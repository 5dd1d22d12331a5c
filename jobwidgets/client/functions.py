"""What to launch: a type's name, or a function and how it travels.

A function marked with ``@job`` in a module that a worker serves is launched by its type's name. One
that only this process has (a notebook's cell, a script's ``__main__``, a nested or plain function)
travels as a cloudpickle *by value*.
"""

import functools
import inspect
import re
import sys
import threading
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import cloudpickle

from ..protocol.errors import BadRequest, InvalidParams, TooLarge
from ..protocol.records import TypeInfo
from ..protocol.wire import MAX_CODE_BYTES


@dataclass(frozen=True, slots=True)
class Target:
    """What is launched. ``info``: what ``@job`` said of it. ``by_name``: a worker may have it under this type."""

    type: str
    function: Callable[..., Any] | None = None
    info: TypeInfo | None = None
    by_name: bool = True
    validate: Callable[[dict[str, Any]], object] | None = None
    _code: list[bytes] = field(default_factory=list, repr=False, compare=False)

    def check(self, params: dict[str, Any]) -> None:
        """Raise `InvalidParams` if the function's signature shows here already that they cannot fit."""
        if self.validate is not None:
            self.validate(params)
        elif self.function is not None:
            try:
                inspect.signature(self.function).bind(None, **params)
            except TypeError as why:
                raise InvalidParams(self.type, {"parameters": str(why)}) from None

    def code(self) -> bytes:
        """The function by value. Raises `BadRequest` if it cannot be pickled and `TooLarge` above 1 MiB."""
        assert self.function is not None
        if self._code:
            return self._code[0]
        try:
            with _by_value(self.function):
                data = cloudpickle.dumps(self.function)
        except Exception as why:
            # Whatever the function drags along may raise whatever it likes.
            raise BadRequest(
                f"The function {self.type!r} cannot be sent ({type(why).__name__}: {why}): it must not use open "
                "files, connections, locks or the like from outside; make them inside the function."
            ) from why
        if len(data) > MAX_CODE_BYTES:
            raise TooLarge(f"The function {self.type!r} with all it refers to", len(data), MAX_CODE_BYTES)
        # Hundreds of launches may share it.
        self._code.append(data)
        return data


def target_of(what: Any) -> Target:
    """The target of ``launch(what)``: a type's name, a function marked with ``@job``, or a plain function."""
    if isinstance(what, str):
        return Target(what)
    definition = getattr(what, "definition", None)
    if definition is not None and isinstance(getattr(definition, "info", None), TypeInfo):
        function = definition.fn
        return Target(definition.name, function, definition.info, _importable(what, function), definition.arguments)
    if callable(what):
        name = getattr(what, "__name__", None) or getattr(getattr(what, "func", None), "__name__", "")
        return Target(re.sub(r"\W", "", name) or "function", what, by_name=False)
    raise TypeError(f"launch() takes the name of a job type or a function, not {type(what).__name__}")


def _importable(marked: Any, function: Callable[..., Any]) -> bool:
    """True if ``import`` finds it again in another process."""
    module = sys.modules.get(function.__module__)
    if module is None or module.__name__ == "__main__":
        return False
    return getattr(module, function.__qualname__, None) in (marked, function)


_pickling = threading.Lock()


@contextmanager
def _by_value(function: Callable[..., Any]) -> Iterator[None]:
    """Have cloudpickle take along the module of ``function`` too: the worker may not have it."""
    while isinstance(function, functools.partial):
        function = function.func
    module = sys.modules.get(function.__module__) if isinstance(function, types.FunctionType) else None
    if module is None or module.__name__ == "__main__":
        yield
        return
    # The registry is global to the process.
    with _pickling:
        known = module.__name__ in cloudpickle.list_registry_pickle_by_value()
        if not known:
            cloudpickle.register_pickle_by_value(module)
        try:
            yield
        finally:
            if not known:
                cloudpickle.unregister_pickle_by_value(module)
