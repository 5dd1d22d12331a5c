"""`Runnable`: a job's specification together with what this worker knows of its type."""

from dataclasses import dataclass

from ..protocol.records import PRIORITIES, Backoff, JobSpec
from .registry import JobDefinition


@dataclass(frozen=True)
class Runnable:
    """What to run and within which limits; exactly one of ``definition`` and the spec's code is used."""

    spec: JobSpec
    definition: JobDefinition | None
    module: str | None
    """Where a process finds the definition."""

    @property
    def timeout(self) -> float | None:
        """Seconds for one attempt; what the launch said goes before what the type says."""
        if self.spec.timeout is None and self.definition is not None:
            return self.definition.info.timeout
        return self.spec.timeout

    @property
    def retries(self) -> int:
        """How often a failed attempt is repeated."""
        if self.spec.retries is None:
            return self.definition.info.retries if self.definition is not None else 0
        return self.spec.retries

    @property
    def backoff(self) -> Backoff:
        """How long to wait before a failed attempt is repeated."""
        if self.spec.backoff is None:
            return self.definition.info.backoff if self.definition is not None else Backoff()
        return self.spec.backoff

    @property
    def rank(self) -> int:
        """Its priority as a number; the lower goes first."""
        return PRIORITIES.index(self.spec.priority)

    @property
    def in_process(self) -> bool:
        """Whether it runs in a process of its own."""
        return self.spec.code is not None or self.definition is None or self.definition.info.kind == "sync"
