"""A job that has used up its budget pauses and asks whether it may go on."""

from math import floor

from ..protocol.errors import BudgetExhausted
from .host import Host
from .questions import Questions

CONTINUE = "continue"
_SCHEMA = {"enum": [CONTINUE, "stop"]}
_ALMOST = 1e-9
"""Costs are sums of floats."""


class BudgetWatch:
    """Compares what the job has spent with its budget: `check` before it spends more."""

    def __init__(self, host: Host, questions: Questions) -> None:
        self._host, self._questions = host, questions

    async def check(self) -> None:
        """Return while the budget lasts, or once its user grants it anew. Raises `BudgetExhausted` if not.

        The n-th time it is used up, question ``budget#n`` is asked; a yes grants the same amount again. Usage that
        jumps over several of them is asked about once.
        """
        if not (times := self._used_up()):
            return
        spent = self._spent(times)
        said = await self._questions.ask(f"budget#{times}", f"{spent} Continue?", _SCHEMA, None)
        if said.answer != CONTINUE:
            raise BudgetExhausted(f"{spent} The answer was not to go on.", {"times": times})

    def _used_up(self) -> int:
        budget = self._host.budget
        if budget is None:
            return 0
        usage = self._host.usage()
        parts = [(usage.input_tokens + usage.output_tokens, budget.max_tokens), (usage.cost, budget.max_cost)]
        return max(_times(spent, granted) for spent, granted in parts)

    def _spent(self, times: int) -> str:
        budget, usage = self._host.budget, self._host.usage()
        assert budget is not None
        said: list[str] = []
        if budget.max_tokens is not None:
            said.append(f"{usage.input_tokens + usage.output_tokens:,} of {times * budget.max_tokens:,} tokens")
        if budget.max_cost is not None:
            said.append(f"${usage.cost:,.2f} of ${times * budget.max_cost:,.2f}")
        return f"The job has used up its budget: {' and '.join(said)}."


def _times(spent: float, granted: float | None) -> int:
    if granted is None:
        return 0
    return floor(spent / granted + _ALMOST) if granted > 0 else 1
