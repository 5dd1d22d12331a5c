"""A job that has used up its budget pauses and asks whether it may go on."""

import time
from math import floor

import msgspec

from ..protocol import events as ev
from ..protocol import memos
from ..protocol.errors import BudgetExhausted
from ..protocol.memos import AskMemo
from .host import Host
from .questions import Questions

CONTINUE = "continue"
_QUESTION = "budget#"
_SCHEMA = {"enum": [CONTINUE, "stop"]}
_ALMOST = 1e-9
"""Costs are sums of floats."""


class BudgetWatch:
    """Compares what the job has spent with its budget: `check` before it spends more."""

    def __init__(self, host: Host, questions: Questions) -> None:
        self._host, self._questions = host, questions

    def tell(self) -> None:
        """Say which limits are in force, where the job does not say so already."""
        budget = self._host.budget
        if budget is None:
            return
        times = self._granted()
        tokens = None if budget.max_tokens is None else times * budget.max_tokens
        cost = None if budget.max_cost is None else times * budget.max_cost
        said = self._host.usage()
        if (said.max_tokens, said.max_cost) != (tokens, cost):
            self._host.emit(ev.UsageEvent(job=self._host.job, at=time.time(), max_tokens=tokens, max_cost=cost))

    async def check(self) -> None:
        """Return while the budget lasts, or once its user grants it anew. Raises `BudgetExhausted` if not.

        The n-th time it is used up, question ``budget#n`` is asked; a yes grants the same amount again. Usage that
        jumps over several of them is asked about once.
        """
        if not (times := self._used_up()):
            return
        spent = self._spent(times)
        key = f"{_QUESTION}{times}"
        known = self._questions.answered(key)
        said = known or await self._questions.ask(key, f"{spent} Continue?", _SCHEMA, None)
        if said.answer != CONTINUE:
            raise BudgetExhausted(f"{spent} The answer was not to go on.", {"times": times})
        if known is None:
            self.tell()

    def _granted(self) -> int:
        """How often the amount was granted, with the first time."""
        times = 0
        for name, data in self._host.memos.items():
            number = name.removeprefix(memos.ASK + _QUESTION)
            if number != name and number.isdecimal():
                yes = msgspec.json.decode(data, type=AskMemo).answer == CONTINUE
                times = max(times, int(number) if yes else 0)
        return times + 1

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
