"""Questions to the job's user: asked once, one at a time, answered from a memo ever after."""

from contextlib import AbstractAsyncContextManager
from typing import Any

import msgspec

from ..protocol import memos
from ..protocol.errors import ProtocolError
from ..protocol.memos import AskMemo
from .host import Host
from .scope import Scope, checked_key

UNSET: Any = object()
"""No default was given."""


class Questions:
    """``turn`` is held while a question is open: a job can ask one thing at a time."""

    def __init__(self, host: Host, turn: AbstractAsyncContextManager[Any]) -> None:
        self._host, self._turn = host, turn

    def answered(self, key: str) -> AskMemo | None:
        """What became of the question, None if it has not been asked or is open."""
        data = self._host.memos.get(memos.ASK + key)
        return None if data is None else msgspec.json.decode(data, type=AskMemo)

    async def ask(self, key: str, prompt: str, schema: Any, timeout: float | None) -> AskMemo:
        """The answer, or that there was none in ``timeout`` seconds."""
        if (memo := self.answered(key)) is not None:
            return memo
        async with self._turn:
            return self.answered(key) or await self._host.ask(key, prompt, schema, timeout)


def question_key(scope: Scope, prompt: str, schema: Any, key: str | None) -> str:
    """The key of a question; raises for a prompt or a schema that cannot be asked."""
    if not isinstance(prompt, str) or not prompt.strip():
        raise ValueError("ctx.ask takes the question as text")
    _check_schema(schema)
    if key is not None:
        return checked_key(key)
    where = (scope.label,) if scope.label else ()
    return f"{scope.count(memos.ASK)}-{memos.digest(*where, prompt, schema)}"


def _check_schema(schema: Any) -> None:
    if schema is None:
        return
    if not isinstance(schema, dict):
        raise TypeError(f"schema must be a JSON schema, as in {{'type': 'boolean'}}, not {type(schema).__name__}")
    # Only where it is needed: it takes a while to load.
    from ..protocol.json_schema import SchemaError, validator_for

    try:
        validator_for(schema).check_schema(schema)
        msgspec.json.encode(schema)
    except SchemaError as why:
        raise ProtocolError(f"the question's schema is no JSON schema: {why.message}") from None
    except (TypeError, ValueError, RecursionError) as why:
        raise ProtocolError(f"the question's schema is no JSON: {why}") from None
