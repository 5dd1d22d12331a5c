"""What a job's context stands on: the attempt that runs it, in this process or at the other end of a pipe."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from ..protocol.events import Event
from ..protocol.memos import AskMemo, OutcomeMemo
from ..protocol.records import Budget
from ..protocol.state import Usage


class Host(Protocol):
    """Carries what a job's function says to Redis, and what it asks for back. `emit` may be called from any thread,
    the others on the event loop the host belongs to."""

    @property
    def job(self) -> str:
        """The job's id."""
        ...

    @property
    def attempt(self) -> int:
        """From 1."""
        ...

    @property
    def user(self) -> str:
        """Who launched the job."""
        ...

    @property
    def params(self) -> Mapping[str, Any]:
        """As given at the launch."""
        ...

    @property
    def tags(self) -> Sequence[str]:
        """As given at the launch."""
        ...

    @property
    def parent(self) -> str | None:
        """The job that launched this one."""
        ...

    @property
    def memos(self) -> Mapping[str, bytes]:
        """All memos that are on Redis, always up to date."""
        ...

    @property
    def start_checkpoint(self) -> int:
        """The number of the checkpoint this attempt started from."""
        ...

    @property
    def budget(self) -> Budget | None:
        """As given at the launch."""
        ...

    def usage(self) -> Usage:
        """Spent by the whole job so far, with what has not been sent yet."""
        ...

    def emit(self, event: Event) -> None:
        """Say one thing. Called on the event loop it never blocks; elsewhere it may, while more is said than Redis
        takes."""
        ...

    async def drain(self) -> None:
        """Return when there is room to say more; at once where there is."""
        ...

    async def flush(self) -> None:
        """Return when everything said so far is on Redis."""
        ...

    async def commit(self, events: Sequence[Event], memos: Mapping[str, bytes]) -> None:
        """Events and memos in one append; they are on Redis, and the memos in `memos`, when it returns. The events
        take their place among the emitted ones at the call, not later. Without events the memos are kept all the same.
        """
        ...

    async def ask(self, key: str, prompt: str, schema: Any, timeout: float | None) -> AskMemo:
        """Ask the job's user and wait for the answer, without a slot; its memo is in `memos` when it returns.

        One question at a time: contexts see to it. Cancelled while the attempt goes on, the question is withdrawn, as
        if its time were over.
        """
        ...

    async def outcome(self, child: str) -> OutcomeMemo:
        """Wait, without a slot, for the end of the job ``child``."""
        ...

    async def cancel(self, child: str) -> None:
        """Wish the end of the job ``child``."""
        ...
