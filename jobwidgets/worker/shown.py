"""What readers are shown of a call by itself: its arguments by name, its result. Cut; never the cause of an error."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

MAX_SHOWN = 2_000
"""Characters of JSON."""
_MIN_SHARE = 100


def shown_arguments(
    fn: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any], *, without: object = None
) -> Any:
    """What ``fn`` is called with, by the names of its parameters; None for a call without arguments.

    ``without``: an argument that is left out (the job's context says nothing to a reader).
    """
    named = {name: value for name, value in _named(fn, args, kwargs).items() if value is not without}
    if not named:
        return None
    whole = {name: shown(value) for name, value in named.items()}
    if len(_encode(whole)) <= MAX_SHOWN:
        return whole
    # One long argument is not to hide the others.
    share = max(_MIN_SHARE, MAX_SHOWN // len(named) - 20)
    return shown({name: shown(value, share) for name, value in named.items()})


def shown(value: Any, limit: int = MAX_SHOWN) -> Any:
    """``value`` as JSON gives it, or a text with its head if its JSON has more than ``limit`` characters."""
    if isinstance(value, bytes | bytearray | memoryview):
        return f"<{len(value):,} bytes>"
    if isinstance(value, str):
        # Cut before it is looked at: it may be very long.
        value = value[: limit + 1].encode("utf-8", "replace").decode()
    text = _encode(value)
    if len(text) <= limit:
        return msgspec.json.decode(text)
    head = value if isinstance(value, str) else text
    # What a quote or a line break costs in JSON counts too.
    while len(_encode(cut := head[: limit - 3] + "…")) > limit and len(head) > 1:
        head = head[: min(len(head), limit) // 2]
    return cut


def _encode(value: Any) -> str:
    try:
        return msgspec.json.encode(value, enc_hook=_stand_in).decode()
    except Exception:  # noqa: BLE001 - whatever a value of the user's raises when it is looked at
        return msgspec.json.encode(_name(value)).decode()


def _stand_in(value: Any) -> Any:
    dump = getattr(value, "model_dump", None)
    return dump(mode="json") if callable(dump) else _name(value)


def _name(value: Any) -> str:
    # Not its repr: that may be long, slow or none of the reader's business.
    return f"<{type(value).__name__}>"


def _named(fn: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    try:
        bound = inspect.signature(fn).bind(*args, **kwargs)
    except (TypeError, ValueError):
        # Written in C, or called wrongly, which it will say itself.
        return {"args": list(args), **kwargs} if args else dict(kwargs)
    named: dict[str, Any] = {}
    for name, value in bound.arguments.items():
        if bound.signature.parameters[name].kind is inspect.Parameter.VAR_KEYWORD:
            named |= value
        else:
            named[name] = value
    return named
