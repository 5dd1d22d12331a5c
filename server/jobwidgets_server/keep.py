"""How long jobs that are over stay on record: the setting ``JOBWIDGETS_KEEP``, read."""

import re
from typing import NamedTuple

from jobwidgets.protocol.errors import ConfigurationError
from jobwidgets.protocol.events import JobState

_UNITS = {"m": 60.0, "h": 3600.0, "d": 86400.0, "w": 7 * 86400.0}
_AGE = re.compile(r"(\d{1,6})([mhdw])")
_COUNT = re.compile(r"\d{1,12}")


class KeepRule(NamedTuple):
    """Jobs that ended as ``state`` stay for ``age`` seconds, and the latest ``most`` of them; None for no bound."""

    state: JobState
    age: float | None = None
    most: int | None = None


def parse_keep(text: str) -> tuple[KeepRule, ...]:
    """The rules in ``completed=30d,100000 failed=90d cancelled=1000``; ``forever`` for none.

    For each state an age (``m``, ``h``, ``d``, ``w``), a number of jobs, or both, and then whichever is reached
    first. A state that is not named is kept for ever. Raises `ConfigurationError`.
    """
    if text.strip().lower() == "forever":
        return ()
    rules: dict[JobState, KeepRule] = {}
    for word in text.split():
        name, _, bounds = word.partition("=")
        if name not in list(JobState) or not (state := JobState(name)).terminal:
            raise _wrong(text, f"{name!r} is not a state in which a job is over")
        if state in rules:
            raise _wrong(text, f"{name!r} comes twice")
        rules[state] = _rule(text, state, bounds)
    if not rules:
        raise _wrong(text, "it says nothing")
    return tuple(rules.values())


def _rule(text: str, state: JobState, bounds: str) -> KeepRule:
    rule = KeepRule(state)
    for bound in bounds.split(","):
        if (age := _AGE.fullmatch(bound)) and rule.age is None and int(age[1]):
            rule = rule._replace(age=int(age[1]) * _UNITS[age[2]])
        elif _COUNT.fullmatch(bound) and rule.most is None:
            rule = rule._replace(most=int(bound))
        else:
            raise _wrong(text, f"{bound!r} is neither an age nor a number of jobs")
    return rule


def _wrong(text: str, why: str) -> ConfigurationError:
    return ConfigurationError(
        f"JOBWIDGETS_KEEP is {text[:200]!r} and {why}: use, for example, 'completed=30d,100000 failed=90d "
        "cancelled=30d', or forever."
    )


DEFAULT_KEEP = parse_keep("completed=30d,100000 failed=90d cancelled=30d")
"""What is kept if nothing else is said."""
