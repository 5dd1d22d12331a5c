"""`Finding`: what one check measured, what that means, and what to do."""

from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """``check`` is a stable name, ``measured`` a clause for people, ``advice`` what to do (empty when all is well)."""

    check: str
    verdict: Verdict
    measured: str
    advice: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {"check": self.check, "verdict": self.verdict, "measured": self.measured, "advice": self.advice}


def ok(check: str, measured: str) -> Finding:
    """All is well."""
    return Finding(check, "ok", measured)


def warn(check: str, measured: str, advice: str) -> Finding:
    """It works, but not well, or not for long."""
    return Finding(check, "warn", measured, advice)


def fail(check: str, measured: str, advice: str) -> Finding:
    """It does not work."""
    return Finding(check, "fail", measured, advice)


def milliseconds(seconds: float) -> str:
    """``0.2 ms``, ``35 ms``."""
    value = seconds * 1000
    return f"{value:.1f} ms" if value < 10 else f"{value:,.0f} ms"


def megabytes(size: int) -> str:
    """``1.8 MB``."""
    return f"{size / 1e6:,.1f} MB"


def percentile(values: list[float], share: float) -> float:
    """The value that ``share`` (0 to 1) of ``values`` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
