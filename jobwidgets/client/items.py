"""The items of `jw.map` as the parameters of jobs."""

import hashlib
import inspect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from ..protocol.errors import BadRequest, InvalidParams, UnknownJobType
from ..protocol.records import TypeInfo
from .functions import Target

MAX_KEY_CHARS = 120
"""Of the key of a map; what tells its items apart is added."""

Params = dict[str, Any]


def parameters(target: Target, items: Sequence[Any], common: Params, types: Sequence[TypeInfo] | None) -> list[Params]:
    """The parameters of each item's job: ``common`` and those of the item, which go first.

    A mapping gives parameters by name; a tuple fills the first parameters that ``common`` leaves free, anything else
    the very first of them. ``types`` are those the server knows, needed where only a type's name is known here.
    Raises `InvalidParams`, naming the item, and `UnknownJobType`.
    """
    names: list[str] | None = None
    found: list[Params] = []
    for number, item in enumerate(items):
        if isinstance(item, Mapping):
            own = _by_name(target, number, item)
        else:
            names = _free_names(target, common, types) if names is None else names
            own = _by_place(target, number, item if isinstance(item, tuple) else (item,), names)
        found.append({**common, **own})
    return found


def by_position(items: Iterable[Any]) -> bool:
    """Whether names of parameters are needed."""
    return any(not isinstance(item, Mapping) for item in items)


def misfit(target: Target, number: int, why: InvalidParams) -> InvalidParams:
    """``why``, with the number of the item."""
    return InvalidParams(target.type, {f"item {number}, {name}": said for name, said in why.fields.items()})


def keys(key: str, plain: Sequence[Params]) -> list[str]:
    """An idempotency key for each item: the same item has the same key wherever it stands in the list.

    Raises `BadRequest` for a key that cannot be one.
    """
    if not 0 < len(key) <= MAX_KEY_CHARS or not key.isprintable() or key != key.strip():
        raise BadRequest(f"key= takes 1 to {MAX_KEY_CHARS} printable characters, no space at either end.")
    seen: Counter[str] = Counter()
    found: list[str] = []
    for params in plain:
        digest = hashlib.sha256(msgspec.json.encode(params, order="deterministic")).hexdigest()[:20]
        found.append(f"{key}:{digest}:{seen[digest]}")
        seen[digest] += 1
    return found


def _by_name(target: Target, number: int, item: Mapping[Any, Any]) -> Params:
    if wrong := [name for name in item if not isinstance(name, str)]:
        raise InvalidParams(target.type, {f"item {number}": f"parameters go by name, not {wrong[0]!r}"})
    return dict(item)


def _by_place(target: Target, number: int, values: tuple[Any, ...], names: Sequence[str]) -> Params:
    if len(values) > len(names):
        takes = f"{len(names)} can be given by position" + (f" ({', '.join(names)})" if names else "")
        raise InvalidParams(target.type, {f"item {number}": f"{len(values)} values, and {takes}"})
    return dict(zip(names, values, strict=False))


def _free_names(target: Target, common: Params, types: Sequence[TypeInfo] | None) -> list[str]:
    """The names of the parameters, in order, without those that ``common`` gives."""
    if target.function is not None:
        _context, *signature = inspect.signature(target.function).parameters.values()
        kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
        names = [one.name for one in signature if one.kind in kinds]
    else:
        info = next((info for info in types or () if info.name == target.type), None)
        if info is None:
            raise UnknownJobType(target.type, [info.name for info in types or ()])
        names = list(info.schema.get("properties", {}))
    return [name for name in names if name not in common]
