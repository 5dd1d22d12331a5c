"""`Runnable`: a job's specification together with what this worker knows of its type."""

from dataclasses import dataclass

from ..protocol.records import JobSpec
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
