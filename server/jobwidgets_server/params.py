"""Parameters against the JSON schema their job type announced, with a sentence per field."""

import functools
import re
from collections.abc import Iterable
from typing import Any, cast

import msgspec
from referencing import Registry
from referencing.exceptions import Unresolvable

from jobwidgets.protocol.errors import InvalidParams
from jobwidgets.protocol.json_schema import Draft202012Validator, SchemaError, ValidationError
from jobwidgets.protocol.records import TypeInfo

from .logging import get_logger

log = get_logger(__name__)

_TYPES = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
_SENTENCES = {
    "minimum": "must be at least {}",
    "maximum": "must be at most {}",
    "exclusiveMinimum": "must be greater than {}",
    "exclusiveMaximum": "must be less than {}",
    "minLength": "must have at least {} characters",
    "maxLength": "must have at most {} characters",
    "minItems": "must have at least {} items",
    "maxItems": "must have at most {} items",
    "multipleOf": "must be a multiple of {}",
    "pattern": "must match the pattern {}",
    "format": "must be a valid {}",
    "const": "must be {}",
}


BROKEN = (SchemaError, Unresolvable, RecursionError, ArithmeticError, re.error)
"""What `problems_of` raises for a schema that is no good itself."""


def check_params(info: TypeInfo, params: dict[str, Any]) -> None:
    """Raise `InvalidParams`, with a complaint per field, unless ``params`` fit ``info.schema``.

    A schema that is broken itself is logged and not applied: the worker validates as well.
    """
    try:
        fields = problems_of(info.schema, params, extra="is not a parameter of this job")
    except BROKEN as why:
        log.warning("broken schema", type=info.name, error=str(why).splitlines()[0])
        return
    if fields:
        raise InvalidParams(info.name, fields)


def problems_of(schema: Any, value: Any, *, extra: str) -> dict[str, str]:
    """A complaint for every part of ``value`` that does not fit ``schema``, by its path; ``""`` is the whole.

    ``extra`` is the complaint about a field too many. Raises one of `BROKEN`.
    """
    fields: dict[str, str] = {}
    for error in _validator(msgspec.json.encode(schema)).iter_errors(value):
        for name, complaint in _complaints(error, extra):
            fields.setdefault(name, complaint)
    return fields


@functools.lru_cache(maxsize=256)
def _validator(schema: bytes) -> Draft202012Validator:
    parsed = msgspec.json.decode(schema)
    Draft202012Validator.check_schema(parsed)
    # An empty registry: a schema that refers to another address must not make this server fetch it.
    return Draft202012Validator(parsed, registry=Registry())


def _complaints(error: ValidationError, extra: str) -> Iterable[tuple[str, str]]:
    path = _path(error.absolute_path)
    wanted: Any = error.validator_value
    match error.validator:
        case "required":
            for name in wanted:
                if name not in error.instance:
                    yield _join(path, name), "is required"
        case "additionalProperties":
            known = list((error.schema if isinstance(error.schema, dict) else {}).get("properties", {}))
            takes = f"; it takes {', '.join(known)}" if known else "; it takes none"
            for name in list(cast(dict[str, Any], error.instance)):
                if name not in known:
                    yield _join(path, name), f"{extra}{takes}"
        case "type":
            yield path, f"must be {_types(wanted)}, not {_kind(error.instance)}"
        case "enum":
            yield path, f"must be one of {', '.join(map(_short, wanted))}"
        case "anyOf" | "oneOf":
            kinds = [part.get("type") if isinstance(part, dict) else None for part in wanted]
            if all(isinstance(kind, str) for kind in kinds):
                yield path, f"must be {_types(kinds)}, not {_kind(error.instance)}"
            else:
                yield path, f"{_short(error.instance)} fits none of the forms it may have"
        case kind if kind in _SENTENCES:
            yield path, _SENTENCES[str(kind)].format(_short(wanted))
        case _:
            yield path, error.message[:200]


def _types(value: Any) -> str:
    names = [value] if isinstance(value, str) else list(value)
    return " or ".join(_TYPES.get(name, str(name)) for name in names)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    kinds = {str: "string", int: "integer", float: "number", list: "array", dict: "object", type(None): "null"}
    return _TYPES[kinds[type(value)]]


def _short(value: Any) -> str:
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= 80 else f"{text[:77]}…"


def _path(parts: Iterable[str | int]) -> str:
    path = ""
    for part in parts:
        path = f"{path}[{part}]" if isinstance(part, int) else _join(path, part)
    return path


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
