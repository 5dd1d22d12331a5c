"""What becomes of a delivery."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """Acknowledged, put off for ``delay`` seconds, or (both unset) left pending."""

    acknowledge: bool = False
    delay: float | None = None


ACKNOWLEDGE = Verdict(acknowledge=True)
LEAVE = Verdict()
"""docket hands it to somebody again when its redelivery time-out has passed."""
