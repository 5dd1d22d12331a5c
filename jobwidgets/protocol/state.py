"""What a job looks like (`JobSnapshot`), how one event changes it (`fold`), which moves exist.

`MOVES` is the only place that says which state may follow which, who makes the move and when: Python checks
it, the scripts on Redis receive the allowed from-states from it, diagram and table in the docs are drawn from it.
`fold` is pure, and the same code runs in publisher, recorder, client and tests.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from . import events as ev
from .errors import GapError, IllegalTransition
from .events import Event, JobError, JobState

S = JobState


class Move(NamedTuple):
    """One allowed move: who makes it, under which condition, and the reason its `events.State` carries, if any."""

    source: JobState
    target: JobState
    owner: str
    guard: str
    reason: str = ""


MOVES: tuple[Move, ...] = (
    Move(S.QUEUED, S.RUNNING, "claim.lua, for a worker", "its time has come"),
    Move(S.QUEUED, S.CANCELLED, "cancel.lua, for the user", "nobody has claimed it", "what the user says"),
    Move(S.QUEUED, S.FAILED, "refuse.lua, for the launcher", "a child that cannot be launched", "refused"),
    Move(S.RUNNING, S.WAITING_INPUT, "append.lua, for its worker", "token and attempt match"),
    Move(S.RUNNING, S.QUEUED, "append.lua, for its worker", "token and attempt match", "retry or drain"),
    Move(S.RUNNING, S.QUEUED, "claim.lua or orphan.lua", "lease over in two looks a beat apart", "worker lost"),
    Move(S.RUNNING, S.QUEUED, "reseed.lua, for the server", "Redis lost it, no owner speaks up", "redis lost data"),
    Move(S.RUNNING, S.CANCELLING, "cancel.lua, for the user", "always", "what the user says"),
    Move(S.RUNNING, S.COMPLETED, "append.lua, for its worker", "token and attempt match"),
    Move(S.RUNNING, S.FAILED, "append.lua, for its worker", "token and attempt match", "timeout, budget-exhausted"),
    Move(S.RUNNING, S.FAILED, "claim.lua or orphan.lua", "the cap of lost workers is reached", "attempts-exhausted"),
    Move(
        S.WAITING_INPUT,
        S.RUNNING,
        "answer.lua, for the user",
        "the question is still open, its lease lives",
        "answered",
    ),
    Move(
        S.WAITING_INPUT, S.QUEUED, "answer.lua, for the user", "the question is still open, nobody holds it", "answered"
    ),
    Move(S.WAITING_INPUT, S.CANCELLING, "cancel.lua, for the user", "its lease lives", "what the user says"),
    Move(S.WAITING_INPUT, S.CANCELLED, "cancel.lua, for the user", "nobody holds it", "what the user says"),
    Move(S.WAITING_INPUT, S.FAILED, "append.lua, for its worker", "token and attempt match"),
    Move(S.CANCELLING, S.CANCELLED, "append.lua, for its worker", "token and attempt match"),
    Move(S.CANCELLING, S.CANCELLED, "claim.lua or orphan.lua", "lease over in two looks", "worker lost"),
    Move(
        S.CANCELLING, S.CANCELLED, "reseed.lua, for the server", "Redis lost it, no owner speaks up", "redis lost data"
    ),
    Move(S.CANCELLING, S.COMPLETED, "append.lua, for its worker", "it was done before it heard of the wish"),
    Move(S.CANCELLING, S.FAILED, "append.lua, for its worker", "it failed before it heard of the wish"),
)
"""The state machine. The table in the docs is drawn from it."""

TRANSITIONS: dict[JobState, frozenset[JobState]] = {
    state: frozenset(move.target for move in MOVES if move.source is state) for state in JobState
}
"""Which state may follow which, from `MOVES`."""


def check_transition(current: JobState, target: JobState) -> None:
    """Raise `IllegalTransition` unless ``current → target`` is in `TRANSITIONS`."""
    if target not in TRANSITIONS[current]:
        raise IllegalTransition(current, target)


def sources(target: JobState) -> list[JobState]:
    """The states from which ``target`` may be reached: what a script is given as its guard."""
    return [state for state, targets in TRANSITIONS.items() if target in targets]


class ProgressValue(msgspec.Struct, frozen=True, omit_defaults=True):
    """``value`` of ``total``; ``value`` None means "busy, cannot tell"."""

    value: float | None = None
    total: float = 1.0
    message: str | None = None

    @property
    def fraction(self) -> float | None:
        """Between 0 and 1, or None when it cannot be told."""
        if self.value is None or self.total <= 0:
            return None
        return min(1.0, max(0.0, self.value / self.total))


class StepNode(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step or tool call as the reader sees it. ``order`` counts steps from 0; times are seconds since 1970.

    ``arguments`` and ``result`` are JSON, ``error`` is text; None where nothing was said.
    """

    id: str
    name: str
    order: int
    parent: str | None = None
    status: ev.StepStatus = "running"
    detail: Any = None
    attempt: int = 0
    checkpoint: int = 0
    started: float = 0.0
    ended: float | None = None
    arguments: Any = None
    result: Any = None
    error: str | None = None


class TextSegment(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one attempt wrote on one channel between two checkpoints."""

    channel: str
    attempt: int
    checkpoint: int
    text: str


class AttemptStart(msgspec.Struct, frozen=True, omit_defaults=True):
    """Attempt ``attempt`` began at ``at`` from ``checkpoint``; ``why`` there was another one after the first."""

    attempt: int
    checkpoint: int
    at: float
    worker: str | None = None
    why: str | None = None


class Usage(msgspec.Struct, frozen=True, omit_defaults=True):
    """Sums over the whole job, and the limits they are held to, None for none. Costs in US dollars; ``max_tokens`` is
    for input and output together."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    max_tokens: int | None = None
    max_cost: float | None = None

    def plus(self, event: ev.UsageEvent) -> "Usage":
        """After ``event``."""
        return Usage(
            self.input_tokens + event.input_tokens,
            self.output_tokens + event.output_tokens,
            self.cost + event.cost,
            self.max_tokens if event.max_tokens is None else event.max_tokens,
            self.max_cost if event.max_cost is None else event.max_cost,
        )


class PendingInput(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question that waits for its answer. ``schema`` is the JSON schema of the answer."""

    key: str
    prompt: str
    schema: Any = None
    asked: float = 0.0
    expires: float | None = None


MAX_ANSWERED = 50
MAX_ANSWERED_PROMPT = 500
MAX_ANSWERED_ANSWER = 2_000
"""What a snapshot keeps of questions that are closed: so many, and of each so many characters of the prompt and of
the answer's JSON."""


class Answered(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question that was answered, or was not in time. ``order`` counts them from 0; ``at`` is seconds since 1970.

    ``prompt`` is "" where the question is not known; both it and ``answer`` may be cut (see `kept_prompt` and
    `kept_answer`). The whole answer is in the job's events.
    """

    key: str
    prompt: str
    answer: Any = None
    timed_out: bool = False
    at: float = 0.0
    order: int = 0


def kept_prompt(prompt: str) -> str:
    """``prompt`` as `Answered` keeps it. ``answer.lua`` cuts it alike."""
    return prompt if len(prompt) <= MAX_ANSWERED_PROMPT else prompt[: MAX_ANSWERED_PROMPT - 1] + "…"


def kept_answer(answer: Any) -> Any:
    """``answer`` as `Answered` keeps it: itself, or the head of its JSON as a text."""
    text = msgspec.json.encode(answer).decode()
    return answer if len(text) <= MAX_ANSWERED_ANSWER else text[: MAX_ANSWERED_ANSWER - 1] + "…"


class ChildRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """A job that this job launched. ``order`` counts from 0."""

    id: str
    type: str
    order: int = 0
    at: float = 0.0


class ArtifactRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something to show or download. ``data`` is JSON or base64."""

    id: str
    name: str
    media_type: str
    data: Any = None
    attempt: int = 0
    checkpoint: int = 0


class JobSnapshot(msgspec.Struct, frozen=True, omit_defaults=True):
    """A job after its first ``seq`` events of ``epoch``. Times are seconds since 1970 UTC.

    ``failures`` counts attempts that failed (a drain or a lost worker is none), ``last_error`` is what the
    latest of them failed of. ``answered`` are the last questions that were closed, oldest first.
    """

    job: str
    type: str = ""
    epoch: int = 0
    seq: int = 0
    attempt: int = 0
    state: JobState = JobState.QUEUED
    reason: str | None = None
    progress: ProgressValue | None = None
    steps: dict[str, StepNode] = {}
    text: tuple[TextSegment, ...] = ()
    usage: Usage = Usage()
    input: PendingInput | None = None
    artifacts: dict[str, ArtifactRef] = {}
    result: Any = None
    error: JobError | None = None
    failures: int = 0
    last_error: JobError | None = None
    children: dict[str, ChildRef] = {}
    answered: tuple[Answered, ...] = ()
    checkpoint: int = 0
    attempts: tuple[AttemptStart, ...] = ()
    created: float = 0.0
    started: float | None = None
    ended: float | None = None
    updated: float = 0.0

    def superseded(self, attempt: int, checkpoint: int) -> bool:
        """True for what ``attempt`` wrote after ``checkpoint`` if a later attempt began at or before it."""
        return any(a.attempt > attempt and a.checkpoint <= checkpoint for a in self.attempts)

    def channel_text(self, channel: str = ev.DEFAULT_CHANNEL) -> str:
        """The text of ``channel`` without what a later attempt superseded."""
        return "".join(
            s.text for s in self.text if s.channel == channel and not self.superseded(s.attempt, s.checkpoint)
        )

    def channels(self) -> list[str]:
        """The channels that have text, in the order they first spoke."""
        return list(dict.fromkeys(s.channel for s in self.text))

    def step_list(self) -> list[StepNode]:
        """The steps in the order they began."""
        return sorted(self.steps.values(), key=lambda s: s.order)

    def shown_status(self, step: StepNode) -> str:
        """``step.status``, or ``interrupted`` for a running step whose attempt or job is over."""
        over = self.state.terminal or self.superseded(step.attempt, step.checkpoint)
        return "interrupted" if step.status == "running" and over else step.status

    def current_step(self) -> StepNode | None:
        """The step that began last among those still running, or None."""
        running = [s for s in self.steps.values() if self.shown_status(s) == "running"]
        return max(running, key=lambda s: s.order, default=None)


def fold(snapshot: JobSnapshot, event: Event) -> JobSnapshot:
    """The snapshot after ``event``.

    An event at or before ``snapshot.seq`` (of the same epoch) changes nothing. Raises `GapError` if
    events are missing in between, or if the event is of another epoch: only a new snapshot helps then.
    """
    if event.epoch == snapshot.epoch and event.seq <= snapshot.seq:
        return snapshot
    if event.epoch != snapshot.epoch or event.seq != snapshot.seq + 1:
        raise GapError(snapshot.seq + 1, event.seq)
    return replace(apply(snapshot, event), seq=event.seq)


def fold_all(snapshot: JobSnapshot, batch: Iterable[Event]) -> JobSnapshot:
    """`fold` over many events, at the price of one copy of what they add to."""
    epoch, seq = snapshot.epoch, snapshot.seq
    fresh: list[Event] = []
    for event in batch:
        if event.epoch == epoch and event.seq <= seq:
            continue
        seq += 1
        if event.epoch != epoch or event.seq != seq:
            raise GapError(seq, event.seq)
        fresh.append(event)
    return replace(apply_all(snapshot, fresh), seq=seq) if fresh else snapshot


def apply(snapshot: JobSnapshot, event: Event) -> JobSnapshot:
    """What ``event`` changes, whatever its number: for a publisher whose events have none yet."""
    return apply_all(snapshot, (event,))


def apply_all(snapshot: JobSnapshot, batch: Sequence[Event]) -> JobSnapshot:
    """`apply` over many events. Texts, steps, artifacts and children are copied once, however many events change
    them: a text may be of megabytes, and a job may have ten thousand steps."""
    if not batch:
        return snapshot
    said: _Said = {}
    steps, artifacts, children = snapshot.steps, snapshot.artifacts, snapshot.children
    for event in batch:
        match event:
            case ev.Text():
                if event.delta:
                    _say(said, (event.channel, event.attempt, snapshot.checkpoint), event.delta)
            case ev.Log():
                line = f"{event.level.upper()} {event.message}\n"
                _say(said, (ev.LOG_CHANNEL, event.attempt, snapshot.checkpoint), line)
            case ev.Step():
                if steps is snapshot.steps:
                    steps = dict(steps)
                steps[event.id] = step_after(steps.get(event.id), event, len(steps), snapshot.checkpoint)
            case ev.Artifact():
                if artifacts is snapshot.artifacts:
                    artifacts = dict(artifacts)
                artifacts[event.id] = ArtifactRef(
                    event.id, event.name, event.media_type, event.data, event.attempt, snapshot.checkpoint
                )
            case ev.Child():
                if children is snapshot.children:
                    children = dict(children)
                children[event.child] = ChildRef(event.child, event.type, len(children), event.at)
            case _:
                snapshot = _apply_one(snapshot, event)
    return replace(
        snapshot,
        text=_grown(snapshot.text, said) if said else snapshot.text,
        steps=steps,
        artifacts=artifacts,
        children=children,
        updated=batch[-1].at,
    )


def _apply_one(snapshot: JobSnapshot, event: Event) -> JobSnapshot:
    match event:
        case ev.Progress():
            return replace(snapshot, progress=ProgressValue(event.value, event.total, event.message))
        case ev.State():
            return _apply_state(snapshot, event)
        case ev.UsageEvent():
            return replace(snapshot, usage=snapshot.usage.plus(event))
        case ev.InputRequested():
            return replace(snapshot, input=PendingInput(event.key, event.prompt, event.schema, event.at, event.expires))
        case ev.InputAnswered():
            return replace(snapshot, input=None, answered=_closed(snapshot, event))
        case ev.Checkpoint():
            return replace(snapshot, checkpoint=event.number)
        case ev.Attempt():
            why = snapshot.reason if event.attempt > 1 else None
            start = AttemptStart(event.attempt, event.checkpoint, event.at, event.worker, why)
            return replace(
                snapshot,
                attempt=event.attempt,
                checkpoint=event.checkpoint,
                attempts=(*snapshot.attempts, start),
            )
        case _:
            return snapshot  # of a kind this version does not know


_Label = tuple[str, int, int]
"""Channel, attempt, checkpoint: what a segment of text is found by."""
_Said = dict[_Label, list[str]]
"""The pieces that a batch adds to each segment."""


def _say(said: _Said, label: _Label, piece: str) -> None:
    pieces = said.get(label)
    if pieces is None:
        said[label] = [piece]
    else:
        pieces.append(piece)


def _grown(segments: tuple[TextSegment, ...], said: _Said) -> tuple[TextSegment, ...]:
    grown = list(segments)
    for label, pieces in said.items():
        # Nearly always one of the last segments is the one that grows: look from the end.
        for i in range(len(grown) - 1, -1, -1):
            s = grown[i]
            if (s.channel, s.attempt, s.checkpoint) == label:
                grown[i] = TextSegment(*label, "".join((s.text, *pieces)))
                break
        else:
            grown.append(TextSegment(*label, "".join(pieces)))
    return tuple(grown)


def step_after(known: StepNode | None, event: ev.Step, order: int, checkpoint: int) -> StepNode:
    """The step after ``event``. ``order`` and ``checkpoint`` count where it was not ``known`` before."""
    ended = None if event.status == "running" else event.at
    if known is None:
        return StepNode(
            id=event.id,
            name=event.name,
            order=order,
            parent=event.parent,
            status=event.status,
            detail=event.detail,
            attempt=event.attempt,
            checkpoint=checkpoint,
            started=event.at,
            ended=ended,
            arguments=event.arguments,
            result=event.result,
            error=event.error,
        )
    return replace(
        known,
        name=event.name,
        status=event.status,
        detail=known.detail if event.detail is None else event.detail,
        ended=ended,
        arguments=known.arguments if event.arguments is None else event.arguments,
        result=known.result if event.result is None else event.result,
        error=known.error if event.error is None else event.error,
    )


def _closed(snapshot: JobSnapshot, event: ev.InputAnswered) -> tuple[Answered, ...]:
    asked, before = snapshot.input, snapshot.answered
    entry = Answered(
        key=event.key,
        prompt=kept_prompt(asked.prompt) if asked is not None and asked.key == event.key else "",
        answer=kept_answer(event.answer),
        timed_out=event.timed_out,
        at=event.at,
        order=before[-1].order + 1 if before else 0,
    )
    return (*before, entry)[-MAX_ANSWERED:]


def _apply_state(snapshot: JobSnapshot, event: ev.State) -> JobSnapshot:
    if snapshot.state.terminal:
        return snapshot  # terminal states absorb
    started = snapshot.started
    if event.state is S.RUNNING and started is None:
        started = event.at
    return replace(
        snapshot,
        state=event.state,
        reason=event.reason,
        result=event.result,
        error=event.error if event.state.terminal else None,
        failures=snapshot.failures + (event.error is not None),
        last_error=event.error or snapshot.last_error,
        # A job that goes on or is over asks nothing any more.
        input=snapshot.input if event.state is S.WAITING_INPUT else None,
        started=started,
        ended=event.at if event.state.terminal else None,
    )
