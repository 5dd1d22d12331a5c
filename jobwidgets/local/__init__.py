"""The embedded stack: Valkey, server and worker as a small supervised group of processes of one user.

    runtime = ensure_stack()      # finds it, or starts it; it outlives this process
    runtime.url, runtime.token

`home` says where its files are, `stack` finds and starts it, `boot` and `supervisor` are the process
that keeps it, `members` what it consists of, `modules` which jobs of the user's own it serves, `watchdog`
what ends it when the supervisor is killed.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .runtime import Runtime as Runtime
    from .stack import ensure_stack as ensure_stack
    from .stack import find_stack as find_stack
    from .stack import stop_stack as stop_stack

__all__ = ["Runtime", "ensure_stack", "find_stack", "stop_stack"]


def __getattr__(name: str) -> Any:
    if name == "Runtime":
        from .runtime import Runtime

        return Runtime
    if name in __all__:
        from . import stack

        return getattr(stack, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
