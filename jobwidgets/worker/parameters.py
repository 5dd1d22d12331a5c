"""Parameters of a job: the pydantic model of a function's signature, and complaints in plain words."""

import inspect
import re
from collections.abc import Callable, Collection, Iterable
from types import SimpleNamespace
from typing import Annotated, Any, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, PydanticUserError, ValidationError, create_model
from pydantic.errors import PydanticSchemaGenerationError, PydanticUndefinedAnnotation
from pydantic_core import PydanticSerializationError, to_jsonable_python

from ..protocol.errors import ConfigurationError

# The same sentences as the server's for named types (jobwidgets_server/params.py): change both.
_WANTED = {
    "int": "a whole number",
    "int_from_float": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "a string",
    "list": "a list",
    "set": "a list",
    "tuple": "a list",
    "dict": "an object",
    "model": "an object",
    "dataclass": "an object",
}
_GIVEN = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "an object",
    type(None): "null",
}
_BOUNDS = {
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "too_short": "must have at least {min_length} items",
    "too_long": "must have at most {max_length} items",
}


def params_model(name: str, fn: Callable[..., Any]) -> tuple[type[BaseModel], dict[str, str]]:
    """The model of the parameters of job ``name``, and which parameter each of its fields is."""
    parameters = list(inspect.signature(fn).parameters.values())
    if not parameters or parameters[0].kind not in (
        inspect.Parameter.POSITIONAL_ONLY,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
    ):
        raise ConfigurationError(f"job {name!r}: the first parameter must be the context, as in `def {name}(ctx, …)`")
    hints = _hints(name, fn, parameters[1:])
    fields: dict[str, Any] = {}
    names: dict[str, str] = {}
    extra = "forbid"
    for i, parameter in enumerate(parameters[1:]):
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            extra = "allow"
            continue
        if parameter.kind in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.POSITIONAL_ONLY):
            raise ConfigurationError(
                f"job {name!r}: parameter {parameter.name!r} cannot be given by name; jobs take named parameters only"
            )
        # Numbered fields with an alias: a parameter may be called `schema`, `copy` or `_x`, a pydantic field may not.
        field = f"p{i}"
        names[field] = parameter.name
        fields[field] = (
            Annotated[hints.get(parameter.name, Any), Field(alias=parameter.name)],
            _default(parameter.default),
        )
    config = ConfigDict(extra=extra, title=name, protected_namespaces=())
    try:
        return create_model(name, __config__=config, **fields), names
    except (PydanticSchemaGenerationError, PydanticUndefinedAnnotation, PydanticUserError) as why:
        raise ConfigurationError(
            f"job {name!r}: its parameters must be JSON-able (numbers, text, lists, dicts, models): {why.message}"
        ) from None


def _hints(name: str, fn: Callable[..., Any], parameters: list[inspect.Parameter]) -> dict[str, Any]:
    # Without the context: its annotation is often imported under TYPE_CHECKING only.
    annotations = {p.name: p.annotation for p in parameters if p.annotation is not inspect.Parameter.empty}
    try:
        return get_type_hints(
            SimpleNamespace(__annotations__=annotations),
            globalns=getattr(inspect.unwrap(fn), "__globals__", {}),
            include_extras=True,
        )
    except NameError as why:
        raise ConfigurationError(f"job {name!r}: an annotation cannot be resolved: {why}") from None


def _default(value: Any) -> Any:
    if value is inspect.Parameter.empty:
        return ...
    try:
        to_jsonable_python(value)
    except (PydanticSerializationError, RecursionError):
        return Field(default_factory=lambda: value)  # optional, but not shown in the schema
    return value


def complaints(error: ValidationError, known: Collection[str]) -> dict[str, str]:
    """What is wrong with each parameter; ``known`` are the parameters there are."""
    said: dict[str, str] = {}
    for one in error.errors(include_url=False):
        parameter = _path(one["loc"]) or "parameters"
        match one["type"]:
            case "missing":
                said[parameter] = "is required"
            case "extra_forbidden":
                takes = f"; it takes {', '.join(known) or 'none'}" if len(one["loc"]) == 1 else ""
                said[parameter] = f"is not a parameter of this job{takes}"
            case kind if kind in _BOUNDS:
                said[parameter] = _BOUNDS[kind].format(**{k: _whole(v) for k, v in one.get("ctx", {}).items()})
            case kind if (wanted := _WANTED.get(kind.removesuffix("_type").removesuffix("_parsing"))) is not None:
                given = type(one["input"])
                said[parameter] = f"must be {wanted}, not {_GIVEN.get(given, given.__name__)}"
            case _:
                words = re.sub(r"^\w+ should ", "must ", one["msg"])
                said[parameter] = words[:1].lower() + words[1:]
    return said


def _path(parts: Iterable[str | int]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).removeprefix(".")


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
