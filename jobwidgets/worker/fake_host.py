"""`FakeHost`: an attempt without worker, Redis and server, for tests of job functions (in `jobwidgets.testing`)."""

import time
from collections.abc import Mapping, Sequence
from typing import Any, Self

import msgspec
from msgspec.structs import replace

from ..protocol import events as ev
from ..protocol import memos as mm
from ..protocol.events import Event, JobState
from ..protocol.memos import AskMemo, ChildMemo, OutcomeMemo
from ..protocol.records import Budget, LaunchRequest
from ..protocol.state import JobSnapshot, Usage, apply
from ..protocol.wire import settled


class FakeHost:
    """What a context stands on, in memory::

        host = FakeHost(params={"question": "…"}, answers={"Proceed?": True})
        assert await research(JobContext(host), "…") == "…"
        assert host.snapshot.channel_text() == "…"

    `next_attempt` gives a host for another attempt of the same job, as after a crash: it has the memos, and
    ``snapshot`` goes on.

    Args:
        answers: to the questions of ``ctx.ask``, by key or prompt. A question without an answer times out if it may,
            otherwise it is an `AssertionError`.
        outcomes: of the children, by type: what they return, or an `OutcomeMemo`.
        job, user, params, tags, parent, budget: as the job has them.
    """

    def __init__(
        self,
        *,
        job: str = "job",
        user: str = "me",
        params: Mapping[str, Any] | None = None,
        tags: Sequence[str] = (),
        parent: str | None = None,
        budget: Budget | None = None,
        answers: Mapping[str, Any] | None = None,
        outcomes: Mapping[str, Any] | None = None,
    ) -> None:
        self.job, self.user, self.params = job, user, dict(params or {})
        self.tags, self.parent, self.budget = list(tags), parent, budget
        self.answers, self.outcomes = dict(answers or {}), dict(outcomes or {})
        self.memos: dict[str, bytes] = {}
        self.events: list[Event] = []
        """What this attempt has said."""
        self.asked: list[ev.InputRequested] = []
        """The questions, by this attempt and those before it."""
        self.cancelled: list[str] = []
        """The children whose end was wished."""
        self.snapshot = JobSnapshot(job=job, epoch=1, created=time.time())
        self._begin(1)

    def _begin(self, attempt: int) -> None:
        self.attempt, self.start_checkpoint = attempt, self.snapshot.checkpoint
        self._fold(ev.Attempt(job=self.job, checkpoint=self.start_checkpoint))
        self._fold(ev.State(job=self.job, state=JobState.RUNNING))

    def next_attempt(self) -> Self:
        """See the class. Nothing should be said to this one any more."""
        after = type(self).__new__(type(self))
        vars(after).update(vars(self), events=[], memos=dict(self.memos))
        after._begin(self.attempt + 1)
        return after

    @property
    def launched(self) -> list[LaunchRequest]:
        """What the children were asked to do."""
        found = (data for name, data in self.memos.items() if name.startswith(mm.CHILD))
        return [msgspec.json.decode(data, type=ChildMemo).request for data in found]

    def usage(self) -> Usage:
        """Spent so far."""
        return self.snapshot.usage

    def emit(self, event: Event) -> None:
        """Keep and fold it; complain about what could not travel."""
        _, event = settled(event)
        self.events.append(event)
        self._fold(event)

    def _fold(self, event: Event) -> None:
        numbered = replace(event, attempt=self.attempt, epoch=1, seq=self.snapshot.seq + 1, at=event.at or time.time())
        self.snapshot = replace(apply(self.snapshot, numbered), seq=numbered.seq)

    async def drain(self) -> None:
        """There is always room."""

    async def flush(self) -> None:
        """Everything is there already."""

    async def commit(self, events: Sequence[Event], memos: Mapping[str, bytes]) -> None:
        """All at once."""
        for event in events:
            self.emit(event)
        self.memos |= memos

    async def ask(self, key: str, prompt: str, schema: Any, timeout: float | None) -> AskMemo:
        """The answer that was given in advance."""
        self.asked.append(ev.InputRequested(job=self.job, key=key, prompt=prompt, schema=schema))
        found = [self.answers[name] for name in (key, prompt) if name in self.answers]
        if not found and timeout is None:
            raise AssertionError(f"FakeHost(answers=…) has no answer to {prompt!r} (key {key!r})")
        memo = AskMemo(found[0]) if found else AskMemo(timed_out=True)
        self.memos[mm.ASK + key] = msgspec.json.encode(memo)
        return memo

    async def outcome(self, child: str) -> OutcomeMemo:
        """The outcome that was given in advance; a child that was cancelled is cancelled."""
        if child in self.cancelled:
            return OutcomeMemo(state=JobState.CANCELLED)
        type = next((request.type for request in self.launched if request.id == child), child)
        if type not in self.outcomes:
            raise AssertionError(f"FakeHost(outcomes=…) does not say how a child of type {type!r} ends")
        end = self.outcomes[type]
        return end if isinstance(end, OutcomeMemo) else OutcomeMemo(state=JobState.COMPLETED, result=end)

    async def cancel(self, child: str) -> None:
        """Noted."""
        self.cancelled.append(child)
